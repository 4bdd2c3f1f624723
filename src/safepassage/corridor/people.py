"""People by priority class: counts, never names."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import Field

from safepassage.corridor.record import Identifier, Record, SourcedRecord


class PriorityClass(StrEnum):
    """Who boards first. The order of the members is the order of boarding."""

    STRETCHER = "stretcher"
    INFANT = "infant"
    FRAIL = "frail"
    OTHER = "other"


class PeopleByClass(Record):
    """How many people of each priority class; a person is in one class only."""

    stretcher_people: int = Field(default=0, ge=0, description="stretcher cases: travel in stretcher bays, to a hospital bed")
    infant_people: int = Field(default=0, ge=0, description="infants and children together with their carers, each person counted")
    frail_people: int = Field(default=0, ge=0, description="frail, disabled or pregnant people")
    other_people: int = Field(default=0, ge=0, description="everybody else")

    def __getitem__(self, priority: PriorityClass) -> int:
        return int(getattr(self, f"{priority.value}_people"))

    def items(self) -> Iterator[tuple[PriorityClass, int]]:
        """Each class with its count, in boarding order."""
        return ((priority, self[priority]) for priority in PriorityClass)

    @property
    def total_people(self) -> int:
        return sum(count for _, count in self.items())

    @property
    def seated_people(self) -> int:
        """Everyone who takes a seat, that is all but the stretcher cases."""
        return self.total_people - self.stretcher_people

    def __add__(self, other: "PeopleByClass") -> "PeopleByClass":
        return people_by_class({priority: self[priority] + other[priority] for priority in PriorityClass})

    def __sub__(self, other: "PeopleByClass") -> "PeopleByClass":
        """Raises: ValueError where a class would fall below zero."""
        return people_by_class({priority: self[priority] - other[priority] for priority in PriorityClass})


NOBODY = PeopleByClass()


def people_by_class(counts: Mapping[PriorityClass, int]) -> PeopleByClass:
    """Counts by class as one value; classes not named are zero because the caller counted none."""
    return PeopleByClass(**{f"{priority.value}_people": count for priority, count in counts.items()})


class Group(SourcedRecord):
    """Families and other groups that travel together: never split over two vehicles.

    Their people are part of the gathering point's own counts, not added to them.
    """

    gathering_point: Identifier
    groups: int = Field(ge=1, description="how many groups of this composition wait there")
    stretcher_people: int = Field(default=0, ge=0, le=4, description="stretcher cases in each group")
    infant_people: int = Field(default=0, ge=0, description="infants, children and their carers in each group")
    frail_people: int = Field(default=0, ge=0, description="frail, disabled or pregnant people in each group")
    other_people: int = Field(default=0, ge=0, description="others in each group")

    @property
    def people(self) -> PeopleByClass:
        """The composition of one group."""
        return PeopleByClass(
            stretcher_people=self.stretcher_people,
            infant_people=self.infant_people,
            frail_people=self.frail_people,
            other_people=self.other_people,
        )
