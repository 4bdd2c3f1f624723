"""The state of a day at one moment: how what has begun differs from the plan. What nobody reports went exactly as planned.

Invariant: what a report says is used or refused; nothing of it is guessed or lost.
"""

from collections.abc import Iterator

from pydantic import Field

from safepassage.corridor import GoodsKind, Identifier, Instant, PeopleByClass, PriorityClass, Record, people_by_class

STATE_FORMAT = 1


class CountedPeople(Record):
    """How many people of each class were counted. A class that is not named was not counted: it stays as the plan has it."""

    stretcher_people: int | None = Field(default=None, ge=0)
    infant_people: int | None = Field(default=None, ge=0)
    frail_people: int | None = Field(default=None, ge=0)
    other_people: int | None = Field(default=None, ge=0)

    def items(self) -> Iterator[tuple[PriorityClass, int]]:
        """Each class that was counted, with its count, in boarding order."""
        for priority in PriorityClass:
            count = getattr(self, f"{priority.value}_people")
            if count is not None:
                yield priority, count

    def over(self, planned: PeopleByClass) -> PeopleByClass:
        """The counts, with those planned of the classes that were not counted."""
        return people_by_class(dict(planned.items()) | dict(self.items()))


class VehicleReport(Record):
    """What is otherwise with one vehicle of the plan."""

    vehicle: Identifier
    late_min: int = Field(default=0, ge=0, description="minutes later than planned it will have done what it is doing, or can set out")
    is_out: bool = Field(default=False, description="true: broken down or lost; it does nothing more")
    set_down_at: Identifier | None = Field(
        default=None,
        description="of one that is out: the gathering point where those on board wait now; empty: where they boarded, or on board",
    )
    boarded: CountedPeople | None = Field(default=None, description="who really boarded when it last boarded; empty: as planned")


class WaitingReport(Record):
    """Who waits at a gathering point now, those set down there counted in, those on board of vehicles not."""

    place: Identifier
    people: CountedPeople


class StockReport(Record):
    """What lies in a stock now, what is loaded already not counted."""

    place: Identifier
    kind: GoodsKind
    weight_kg: int = Field(ge=0)


class DayState(Record):
    """The state of the day at `at`. Without any report everything has gone as planned."""

    format: int = STATE_FORMAT
    at: Instant
    vehicles: tuple[VehicleReport, ...] = ()
    waiting: tuple[WaitingReport, ...] = ()
    stocks: tuple[StockReport, ...] = ()

    @property
    def is_as_planned(self) -> bool:
        return not (self.vehicles or self.waiting or self.stocks)

    def report(self, vehicle: str) -> VehicleReport:
        """What is said of a vehicle; that all is as planned where nothing is said."""
        return next((each for each in self.vehicles if each.vehicle == vehicle), VehicleReport(vehicle=vehicle))
