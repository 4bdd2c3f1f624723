"""Who waits, as units that board whole."""

from dataclasses import dataclass
from fractions import Fraction

from safepassage.corridor import PriorityClass
from safepassage.scenario.scenario import Scenario

Person = tuple[str, PriorityClass]
"""Gathering point and class, of those in no group."""


@dataclass(frozen=True, slots=True)
class Riders:
    """Units that board whole: people in no group one by one, or groups. `seats` and `bays` are what one takes."""

    gathering_point: str
    units: int
    seats: int
    bays: int
    points: Fraction


def class_worth(scenario: Scenario) -> dict[PriorityClass, Fraction]:
    """Points of one person, by class."""
    weights = scenario.weights
    return {
        PriorityClass.STRETCHER: Fraction(weights.stretcher_person),
        PriorityClass.INFANT: Fraction(weights.infant_person),
        PriorityClass.FRAIL: Fraction(weights.frail_person),
        PriorityClass.OTHER: Fraction(weights.other_person),
    }


def find_riders(scenario: Scenario) -> dict[Person | int, Riders]:
    """By gathering point and class, or by row of the scenario's groups. Rules 10 to 12."""
    worth = class_worth(scenario)
    alone: dict[Person, int] = {(place.id, who): people for place in scenario.gathering_points for who, people in place.registered.items()}
    riders: dict[Person | int, Riders] = {}
    for row, group in enumerate(scenario.groups):
        people = dict(group.people.items())
        for who, number in people.items():
            alone[group.gathering_point, who] -= group.groups * number
        seats, bays = group.people.seated_people, group.people.stretcher_people
        if seats or bays:
            points = sum((number * worth[who] for who, number in people.items()), Fraction(0))
            riders[row] = Riders(group.gathering_point, group.groups, seats, bays, points)
    for (place, who), number in alone.items():
        if number > 0:
            lies = who is PriorityClass.STRETCHER
            riders[place, who] = Riders(place, number, 0 if lies else 1, 1 if lies else 0, worth[who])
    return riders
