"""From days on the graph to itineraries that people can read: every activity with its times."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from safepassage.corridor import NOBODY, PeopleByClass
from safepassage.planning.boarding import Manned
from safepassage.planning.convoys import NOT_IN_CONVOY
from safepassage.planning.itinerary import (
    Activity,
    Alight,
    Board,
    Direction,
    Drive,
    Halt,
    Itinerary,
    LoadGoods,
    UnloadGoods,
)
from safepassage.planning.master import Day
from safepassage.planning.problem import Problem, Shape, StationKind
from safepassage.scenario.scenario import Scenario
from safepassage.situation import instant_of


def write_itineraries(problem: Problem, scenario: Scenario, manned: Manned) -> tuple[Itinerary, ...]:
    """All itineraries, their drives in no convoy yet. Vehicles are numbered within their type, in the order of the fleet."""
    vehicles = _vehicle_ids(problem, scenario, manned.days)
    itineraries = []
    for number, day in enumerate(manned.days):
        row = problem.fleet[day.fleet].row
        entry = scenario.fleet[row]
        activities = tuple(_activities(problem, scenario, manned, number))
        itineraries.append(Itinerary(vehicle=vehicles[number], fleet_row=row, type=entry.type, depot=entry.depot, activities=activities))
    return tuple(itineraries)


def _vehicle_ids(problem: Problem, scenario: Scenario, days: Sequence[Day]) -> list[str]:
    counted: Counter[str] = Counter()
    ids = []
    for day in days:
        type_ = scenario.fleet[problem.fleet[day.fleet].row].type
        name = type_[:56]
        counted[name] += 1
        ids.append(f"{name}-{counted[name]:03d}")
    return ids


def _activities(problem: Problem, scenario: Scenario, manned: Manned, number: int) -> Iterable[Activity]:
    day = manned.days[number]
    row = problem.fleet[day.fleet]
    graph = problem.graphs[row.graph]
    type_ = next(type_ for type_ in scenario.vehicle_types if type_.id == scenario.fleet[row.row].type)
    boards = {trip.board_step: riders for trip, riders in zip(manned.trips, manned.riders, strict=True) if trip.day == number}
    alights: dict[int, PeopleByClass] = {}
    for trip, riders in zip(manned.trips, manned.riders, strict=True):
        if trip.day == number:
            alights[trip.alight_step] = alights.get(trip.alight_step, NOBODY) + riders.people
    loads = {haul.load_step: load for haul, load in zip(manned.hauls, manned.loads, strict=True) if haul.day == number}
    unloads = {haul.unload_step: load for haul, load in zip(manned.hauls, manned.loads, strict=True) if haul.day == number}

    at = partial(instant_of, scenario)
    for position, step in enumerate(day.path):
        move, shape = graph.moves[step.move], graph.shape(step.move)
        starts_min, arrives_min = step.starts_min, step.starts_min + shape.drive_min
        here, there = graph.stations[move.tail].place, graph.stations[move.head].place
        if move.loads_at:
            ends_at = at(starts_min + max(1, type_.goods_loading_min))
            for kind, kg in loads.get(position, {}).items():
                yield LoadGoods(place=here, kind=kind, weight_kg=kg, starts_at=at(starts_min), ends_at=ends_at)
        elif move.boards_at:
            riders, ends_at = boards[position], at(starts_min + max(1, type_.boarding_min))
            yield Board(place=here, people=riders.people, groups=riders.groups, starts_at=at(starts_min), ends_at=ends_at)
        else:
            yield drive_on(shape, at(starts_min), at(arrives_min))
        if move.unloads:
            ends_at = at(arrives_min + type_.goods_unloading_min)
            for kind, kg in unloads[position].items():
                yield UnloadGoods(place=there, kind=kind, weight_kg=kg, starts_at=at(arrives_min), ends_at=ends_at)
        if move.alights:
            ends_at = at(arrives_min + type_.alighting_min)
            yield Alight(place=there, people=alights[position], starts_at=at(arrives_min), ends_at=ends_at)
        if graph.stations[move.head].kind is StationKind.HALT:
            yield Halt(place=there, starts_at=at(arrives_min), ends_at=at(day.path[position + 1].starts_min))


def drive_on(shape: Shape, starts_at: datetime, ends_at: datetime) -> Drive:
    """A drive that is in no convoy yet."""
    if shape.route is None:
        raise ValueError("a move without a road is no drive")
    return Drive(route=shape.route, direction=Direction(shape.direction), convoy=NOT_IN_CONVOY, starts_at=starts_at, ends_at=ends_at)
