"""Trips that were driven, written as a plan of ours: itineraries, convoys, waves, figures."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from benchmarks.peers.driving import DrivenTrip
from benchmarks.peers.problem import Tour
from benchmarks.reference import CLASSES

from safepassage.corridor import PeopleByClass
from safepassage.planning.calling import call_waves, count_crowds
from safepassage.planning.checker import count_figures
from safepassage.planning.connect import Ground
from safepassage.planning.itinerary import Activity, Alight, Board, Convoy, Direction, Drive, Itinerary
from safepassage.planning.result import Certificate, LeftBehind, Plan
from safepassage.planning.route import Route
from safepassage.planning.routes import Routes, draw_route
from safepassage.scenario.hash import scenario_hash

_REASON = "No trip of the solver's carries them."


@dataclass(frozen=True, slots=True)
class Field:
    """An instance with its scenario laid on the roads."""

    instance: dict[str, Any]
    ground: Ground
    routes: Routes


def write_plan(field: Field, tours: Sequence[Tour], driven: Sequence[DrivenTrip], riders: Sequence[PeopleByClass]) -> Plan:
    """The plan that these trips with these riders are, figures and all; nothing is checked."""
    ground, scenario = field.ground, field.ground.scenario
    itineraries, convoys = _itineraries(field, tours, driven, riders)
    used_ids = {convoy.route for convoy in convoys}
    used = tuple(draw_route(ground, route) for route in field.routes.all() if route.id in used_ids)
    figures = count_figures(scenario, ground.network, itineraries, (), used, (), place_nodes=ground.node)
    waves = call_waves(scenario, itineraries)
    weights = {CLASSES[class_["name"]]: class_["weight"] for class_ in field.instance["classes"]}
    most = sum(weights[priority] * people for priority, people in figures.registered.items())
    value = sum(weights[priority] * people for priority, people in figures.out.items())
    return Plan(
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
        step = Drive(route=route.id, direction=direction, convoy=convoy, starts_at=at(starts_min), ends_at=at(starts_min + route.minutes))
        drives.append((step, route, f"vehicle-{trip.tour:04d}", people))
        return step

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
