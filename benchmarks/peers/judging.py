"""Trips that were driven as a plan, and what the planner's own checker says of it: the only value that any peer is given.

Who boards is decided here, in favour of whoever made the trips: the best riders that these trips can carry at all.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from benchmarks.peers.driving import DrivenTrip, drive
from benchmarks.peers.problem import STRETCHER, Tour
from benchmarks.reference import CLASSES
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from safepassage.corridor import PeopleByClass, people_by_class
from safepassage.planning.calling import call_waves, count_crowds
from safepassage.planning.checker import check_plan, count_figures
from safepassage.planning.connect import Ground
from safepassage.planning.itinerary import Activity, Alight, Board, Convoy, Direction, Drive, Itinerary
from safepassage.planning.result import Certificate, LeftBehind, Plan
from safepassage.planning.route import Route
from safepassage.planning.routes import Routes, draw_route
from safepassage.scenario.hash import scenario_hash

_REASON = "No trip of the solver's carries them."


class BrokenError(Exception):
    """The checker refused a plan made from a peer's trips: a fault of this benchmark, never of the peer."""


@dataclass(frozen=True, slots=True)
class Field:
    """An instance with its scenario laid on the roads."""

    instance: dict[str, Any]
    ground: Ground
    routes: Routes


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
        as_planned.append(_plan(field, tours, driven, [_by_class(count) for count in people]))
        best.append(_plan(field, *_with_best_riders(field.instance, tours, at_once=at_once)))
    return Judged(max(as_planned, key=_points), max(best, key=_points))


def _points(plan: Plan) -> float:
    return plan.certificate.value_points


def _by_class(people: Mapping[str, int]) -> PeopleByClass:
    return people_by_class({CLASSES[name]: count for name, count in people.items()})


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


def _plan(field: Field, tours: Sequence[Tour], driven: Sequence[DrivenTrip], riders: Sequence[PeopleByClass]) -> Plan:
    ground, scenario = field.ground, field.ground.scenario
    itineraries, convoys = _itineraries(field, tours, driven, riders)
    used_ids = {convoy.route for convoy in convoys}
    used = tuple(draw_route(ground, route) for route in field.routes.all() if route.id in used_ids)
    figures = count_figures(scenario, ground.network, itineraries, (), used, (), place_nodes=ground.node)
    waves = call_waves(scenario, itineraries)
    weights = {CLASSES[class_["name"]]: class_["weight"] for class_ in field.instance["classes"]}
    most = sum(weights[priority] * people for priority, people in figures.registered.items())
    value = sum(weights[priority] * people for priority, people in figures.out.items())
    plan = Plan(
        scenario=scenario.id,
        scenario_title=scenario.title,
        scenario_hash=scenario_hash(scenario),
        network_hash=ground.network.content_hash,
        planner="benchmark",
        zone=scenario.zone,
        horizon=scenario.horizon,
        routes=used,
        itineraries=itineraries,
        own_departures=(),
        convoys=convoys,
        windows=(),
        waves=waves,
        crowds=count_crowds(scenario, itineraries, waves),
        goods=(),
        left_behind=_left_behind(field, itineraries),
        bindings=(),
        reasons=(_REASON,),
        figures=figures,
        certificate=Certificate(
            value_points=value,
            bound_points=most,
            gap=(most - value) / most,
            covers="everybody registered: the solver proves nothing",
            seed=scenario.seed,
            work=0,
        ),
    )
    breaches = check_plan(scenario, ground.network, plan, place_nodes=ground.node)
    if breaches:
        raise BrokenError("\n".join(str(breach) for breach in breaches))
    return plan


def _itineraries(
    field: Field, tours: Sequence[Tour], driven: Sequence[DrivenTrip], riders: Sequence[PeopleByClass]
) -> tuple[tuple[Itinerary, ...], tuple[Convoy, ...]]:
    """Every drive is a convoy of its own; vehicles start at the depot beside the reception that they are given."""
    scenario, kinds = field.ground.scenario, {kind["name"]: kind for kind in field.instance["vehicle_types"]}
    rows = {(entry.type, entry.depot): number for number, entry in enumerate(scenario.fleet)}
    fastest = {(origin, destination): routes[0] for (origin, destination, _), routes in field.routes.by_pair.items()}
    drives: list[tuple[Drive, Route, str, PeopleByClass]] = []
    activities: dict[int, list[Activity]] = defaultdict(list)

    def at(minute: int) -> datetime:
        return scenario.horizon.starts_at + timedelta(minutes=minute)

    def go(trip: DrivenTrip, origin: str, destination: str, starts_min: int, direction: Direction, people: PeopleByClass) -> Drive:
        route = fastest[origin, destination]
        convoy = f"C{len(drives) + 1:05d}"
        drives_now = Drive(
            route=route.id, direction=direction, convoy=convoy, starts_at=at(starts_min), ends_at=at(starts_min + route.minutes)
        )
        drives.append((drives_now, route, f"vehicle-{trip.tour:04d}", people))
        return drives_now

    for trip, people in zip(driven, riders, strict=True):
        kind = kinds[tours[trip.tour].type]
        origin = trip.starts_at if activities[trip.tour] else f"depot-{trip.starts_at}"
        boarded_min = trip.boards_min + max(1, kind["loading_minutes"])
        activities[trip.tour] += [
            go(trip, origin, trip.gathering_point, trip.leaves_min, Direction.INBOUND, PeopleByClass()),
            Board(place=trip.gathering_point, people=people, starts_at=at(trip.boards_min), ends_at=at(boarded_min)),
            go(trip, trip.gathering_point, trip.reception, trip.returns_min, Direction.OUTBOUND, people),
            Alight(place=trip.reception, people=people, starts_at=at(trip.alights_min), ends_at=at(trip.ends_min)),
        ]
    itineraries = tuple(
        Itinerary(
            vehicle=f"vehicle-{number:04d}",
            fleet_row=rows[tours[number].type, f"depot-{tours[number].start_at}"],
            type=tours[number].type,
            depot=f"depot-{tours[number].start_at}",
            activities=tuple(done),
        )
        for number, done in sorted(activities.items())
    )
    return itineraries, _convoys(drives)


def _convoys(drives: Sequence[tuple[Drive, Route, str, PeopleByClass]]) -> tuple[Convoy, ...]:
    serials: Counter[str] = Counter()
    convoys = []
    for driven, route, vehicle, people in sorted(drives, key=lambda entry: (entry[0].starts_at, entry[0].convoy)):
        serials[route.origin] += 1
        convoys.append(
            Convoy(
                id=driven.convoy,
                serial=serials[route.origin],
                route=route.id,
                direction=driven.direction,
                vehicles=(vehicle,),
                departs_at=driven.starts_at,
                tail_departs_at=driven.starts_at,
                arrives_at=driven.ends_at,
                people=people,
                goods_kg=0,
            )
        )
    return tuple(convoys)


def _left_behind(field: Field, itineraries: Sequence[Itinerary]) -> tuple[LeftBehind, ...]:
    boarded: dict[str, PeopleByClass] = defaultdict(PeopleByClass)
    for itinerary in itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, Board):
                boarded[activity.place] += activity.people
    return tuple(
        LeftBehind(place=point.id, priority=priority, people=people - boarded[point.id][priority], reason=_REASON)
        for point in field.ground.scenario.gathering_points
        for priority, people in point.registered.items()
        if people > boarded[point.id][priority]
    )
