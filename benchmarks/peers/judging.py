"""Trips that were driven as a plan, and what the planner's own checker says of it: the only value that any peer is given.

Who boards is decided here, in favour of whoever made the trips: the best riders that these trips can carry at all.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.peers.driving import DrivenTrip, drive
from benchmarks.peers.problem import STRETCHER, Tour
from benchmarks.peers.writing import Field, write_plan
from benchmarks.reference import CLASSES
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from safepassage.corridor import PeopleByClass, people_by_class
from safepassage.planning.checker import check_plan
from safepassage.planning.result import Plan


class BrokenError(Exception):
    """The checker refused a plan made from a peer's trips: a fault of this benchmark, never of the peer."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Two plans of the same trips: with the people that the solver put on them, and with the best riders that they can carry at all."""

    as_planned: Plan
    best_riders: Plan

    @property
    def points(self) -> float:
        """The better of the two, which is the second but for trips that nobody of their own kind needs."""
        return max(_points(self.as_planned), _points(self.best_riders))


def judge(field: Field, tours: Sequence[Tour]) -> Judged:
    """Drive a solver's trips twice, leaving as early as can be or not before the solver says, and keep the better plan of each kind.

    Raises: BrokenError.
    """
    as_planned, best = [], []
    for at_once in (True, False):
        driven = drive(field.instance, tours, at_once=at_once)
        people = [tours[trip.tour].trips[trip.trip].people for trip in driven]
        as_planned.append(_checked(field, tours, driven, [_by_class(count) for count in people]))
        best.append(_checked(field, *_with_best_riders(field.instance, tours, at_once=at_once)))
    return Judged(max(as_planned, key=_points), max(best, key=_points))


def _points(plan: Plan) -> float:
    return plan.certificate.value_points


def _by_class(people: Mapping[str, int]) -> PeopleByClass:
    return people_by_class({CLASSES[name]: count for name, count in people.items()})


def _checked(field: Field, tours: Sequence[Tour], driven: Sequence[DrivenTrip], riders: Sequence[PeopleByClass]) -> Plan:
    plan = write_plan(field, tours, driven, riders)
    ground = field.ground
    breaches = check_plan(ground.scenario, ground.network, plan, place_nodes=ground.node)
    if breaches:
        raise BrokenError("\n".join(str(breach) for breach in breaches))
    return plan


def _with_best_riders(
    instance: dict[str, Any], tours: Sequence[Tour], *, at_once: bool
) -> tuple[Sequence[Tour], list[DrivenTrip], list[PeopleByClass]]:
    """Driven again without the trips that nobody needs, as often as there are any."""
    while True:
        driven = drive(instance, tours, at_once=at_once)
        riders = best_riders(instance, tours, driven)
        needed = {(trip.tour, trip.trip) for trip, people in zip(driven, riders, strict=True) if people.total_people}
        if len(needed) == len(driven):
            return tours, driven, riders
        tours = [
            Tour(tour.type, tour.start_at, [trip for position, trip in enumerate(tour.trips) if (number, position) in needed])
            for number, tour in enumerate(tours)
        ]


def best_riders(instance: dict[str, Any], tours: Sequence[Tour], driven: Sequence[DrivenTrip]) -> list[PeopleByClass]:
    """Maximise weights of riders, subject to seats and bays, people by class, room and beds: whole by nature, solved by HiGHS in scipy."""
    kinds = {kind["name"]: kind for kind in instance["vehicle_types"]}
    rows: dict[tuple[object, ...], int] = {}
    upper: list[float] = []

    def row(key: tuple[object, ...], most: int) -> int:
        if key not in rows:
            rows[key] = len(upper)
            upper.append(most)
        return rows[key]

    waiting = {point["id"]: point["people"] for point in instance["gathering_points"]}
    places = {place["id"]: place for place in instance["receptions"]}
    columns: list[tuple[int, str]] = []
    points: list[float] = []
    entries: list[tuple[int, int]] = []
    for number, trip in enumerate(driven):
        kind, place = kinds[tours[trip.tour].type], places[trip.reception]
        for class_ in instance["classes"]:
            name = class_["name"]
            is_lying = name == STRETCHER
            limits = (
                row((trip.gathering_point, name), waiting[trip.gathering_point].get(name, 0)),
                row((number, is_lying), kind["stretcher_bays"] if is_lying else kind["seats"]),
                row((trip.reception, is_lying), place["hospital_beds"] if is_lying else place["capacity_people"]),
            )
            entries += [(limit, len(columns)) for limit in limits]
            columns.append((number, name))
            points.append(class_["weight"])
    counts: list[Counter[str]] = [Counter() for _ in driven]
    if columns:
        at, of = np.array(entries).T
        matrix = csr_array((np.ones(len(entries)), (at, of)), shape=(len(upper), len(columns)))
        solved = milp(-np.array(points), constraints=LinearConstraint(matrix, ub=np.array(upper)), integrality=np.ones(len(columns)))
        if solved.x is None:
            raise BrokenError(solved.message)
        for (number, name), people in zip(columns, solved.x, strict=True):
            counts[number][name] += round(people)
    return [_by_class(count) for count in counts]
