"""Roads as people write them: legs between named places, and what is closed when."""

from enum import StrEnum

from pydantic import Field

from safepassage.corridor.instants import Instant
from safepassage.corridor.record import Identifier, SourcedRecord


class Leg(SourcedRecord):
    """A stretch of road between two places, where there is no OSM file."""

    id: Identifier
    from_place: Identifier
    to_place: Identifier
    km: float = Field(gt=0.0, description="length")
    minutes: float = Field(gt=0.0, description="free driving time, without holds at checkpoints")
    segment: Identifier | None = Field(default=None, description="the segment it belongs to; empty: none, always passable")
    lanes: int = Field(default=1, ge=1, description="lanes per direction")
    is_one_way: bool = Field(default=False, description="true: only from its first to its second place")
    road: str | None = Field(default=None, description="road number or name, such as M14")


class ClosureKind(StrEnum):
    """How a closure names what it closes."""

    NAME = "name"
    WAY = "way"
    LEG = "leg"
    AREA = "area"


class Closure(SourcedRecord):
    """A road, bridge or area that cannot be used, for a time."""

    kind: ClosureKind = Field(description="how 'what' names it")
    what: str = Field(
        min_length=1, description="the name of a road or bridge, an OSM way id, a leg id, or the id of a polygon in areas.geojson"
    )
    since: Instant | None = Field(default=None, description="empty: from the start of the horizon")
    until: Instant | None = Field(default=None, description="empty: to the end of the horizon")
