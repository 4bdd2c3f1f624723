"""Who holds what, what was offered, how dangerous it is."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from safepassage.corridor.instants import Instant, known_zone
from safepassage.corridor.record import Identifier, Latitude, Longitude, Record, SourcedRecord


class Party(SourcedRecord):
    """A party whose consent is needed, with the clock it reads."""

    id: Identifier
    name: str = Field(min_length=1)
    zone: str = Field(description="IANA time zone of its local times, such as Europe/Kyiv")

    @field_validator("zone")
    @classmethod
    def _is_known_zone(cls, zone: str) -> str:
        known_zone(zone)
        return zone


class Segment(SourcedRecord):
    """A part of a route that is confirmed, cleared and kept silent as one."""

    id: Identifier
    name: str = Field(min_length=1)
    needs_silence: bool = Field(description="true: vehicles pass only inside a window of silence")
    is_night_allowed: bool = Field(default=False, description="true: vehicles may be on it after dark")
    vehicles_per_15_min: int | None = Field(
        default=None,
        ge=0,
        description="vehicles that may enter it per quarter of an hour and direction, own cars included; empty: no limit",
    )


class Control(SourcedRecord):
    """One party's hold on a segment. Attributed, never adjudicated: the source is required."""

    segment: Identifier
    party: Identifier
    since: Instant = Field(description="from when, as the source has it")
    source: str = Field(min_length=1, description="who says so")


class WindowStatus(StrEnum):
    """What stands behind a window. Planning uses all three and says which; only CONFIRMED may ever open a corridor."""

    ASKED = "asked"
    OFFERED = "offered"
    CONFIRMED = "confirmed"


class Interval(Record):
    """A span of time, closed at its start and open at its end."""

    starts_at: Instant = Field(description="its first moment")
    ends_at: Instant = Field(description="the moment at which it is over")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("it ends before or when it starts; write the later time as its end")
        return self

    @property
    def hours(self) -> float:
        return (self.ends_at - self.starts_at).total_seconds() / 3600.0

    def contains(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether the whole of the given span lies inside."""
        return self.starts_at <= starts_at and ends_at <= self.ends_at


class OfferedWindow(SourcedRecord):
    """The hours in which one party keeps, or is asked to keep, one segment silent."""

    segment: Identifier
    party: Identifier
    opens: Instant = Field(description="when the silence begins")
    closes: Instant = Field(description="when the silence ends")
    also_opens: Instant | None = Field(default=None, description="the same instant as the other party's text has it, on its clock")
    also_closes: Instant | None = Field(default=None, description="the same instant as the other party's text has it, on its clock")
    status: WindowStatus = Field(
        default=WindowStatus.OFFERED, description="what stands behind it: asked for by us, offered or confirmed by the party"
    )

    @model_validator(mode="after")
    def _names_one_span(self) -> Self:
        problems = []
        if self.closes <= self.opens:
            problems.append("the window closes before or when it opens; write the later time as 'closes'")
        for field in ("opens", "closes"):
            ours, theirs = getattr(self, field), getattr(self, f"also_{field}")
            if theirs is not None and theirs != ours:
                minutes = abs((theirs - ours).total_seconds()) / 60
                problems.append(
                    f"'{field}' and 'also_{field}' do not name one instant: {minutes:g} minutes apart; "
                    f"ask which clock was meant and write both again"
                )
        if problems:
            raise ValueError("; ".join(problems))
        return self

    @property
    def interval(self) -> Interval:
        return Interval(starts_at=self.opens, ends_at=self.closes)


class SegmentDanger(SourcedRecord):
    """How dangerous it is to be on a segment, for a time."""

    segment: Identifier
    rate_per_hour: float = Field(ge=0.0, description="expected harmful incidents per hour to a vehicle on the segment")
    since: Instant | None = Field(default=None, description="empty: from the start of the horizon")
    until: Instant | None = Field(default=None, description="empty: to the end of the horizon")


class DangerPoint(SourcedRecord):
    """A place around which it is dangerous, for a time."""

    id: Identifier
    latitude: Latitude
    longitude: Longitude
    radius_m: float = Field(gt=0.0, description="how far round the point it is dangerous")
    rate_per_hour: float = Field(ge=0.0, description="expected harmful incidents per hour to a vehicle within the radius")
    since: Instant | None = Field(default=None, description="empty: from the start of the horizon")
    until: Instant | None = Field(default=None, description="empty: to the end of the horizon")
