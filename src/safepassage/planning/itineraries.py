"""From days on the graph to itineraries that people can read: every activity with its times, every drive in its convoy."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from safepassage.corridor import NOBODY, PeopleByClass
from safepassage.planning.boarding import Manned
from safepassage.planning.itinerary import (
    Activity,
    Alight,
    Board,
    Convoy,
    Direction,
    Drive,
    Halt,
    Itinerary,
    LoadGoods,
    UnloadGoods,
)
from safepassage.planning.master import Day
from safepassage.planning.problem import QUARTER_MIN, Problem, Shape, StationKind
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario
from safepassage.situation import instant_of


@dataclass(frozen=True, slots=True)
class _Drive:
    """A drive before it has a convoy: who, on what, when, with whom on board."""

    day: int
    step: int
    route: str
    direction: Direction
    departs_min: int
    arrives_min: int
    people: PeopleByClass
    goods_kg: int


def write_itineraries(
    problem: Problem, scenario: Scenario, routes: Mapping[str, Route], manned: Manned
) -> tuple[tuple[Itinerary, ...], tuple[Convoy, ...]]:
    """All itineraries and convoys. Vehicles are numbered within their type, in the order of the fleet."""
    vehicles = _vehicle_ids(problem, scenario, manned.days)
    drives = list(_drives(problem, manned))
    convoys, convoy_of = _convoys(scenario, routes, drives, vehicles)
    itineraries = []
    for number, day in enumerate(manned.days):
        row = problem.fleet[day.fleet].row
        entry = scenario.fleet[row]
        activities = tuple(_activities(problem, scenario, manned, number, convoy_of))
        itineraries.append(Itinerary(vehicle=vehicles[number], fleet_row=row, type=entry.type, depot=entry.depot, activities=activities))
    return tuple(itineraries), convoys


def _vehicle_ids(problem: Problem, scenario: Scenario, days: Sequence[Day]) -> list[str]:
    counted: Counter[str] = Counter()
    ids = []
    for day in days:
        type_ = scenario.fleet[problem.fleet[day.fleet].row].type
        name = type_[:56]
        counted[name] += 1
        ids.append(f"{name}-{counted[name]:03d}")
    return ids


def _aboard(manned: Manned, day: int, step: int) -> tuple[PeopleByClass, int]:
    people = [
        riders.people
        for trip, riders in zip(manned.trips, manned.riders, strict=True)
        if trip.day == day and trip.board_step <= step <= trip.alight_step
    ]
    goods = [
        sum(load.values())
        for haul, load in zip(manned.hauls, manned.loads, strict=True)
        if haul.day == day and haul.load_step <= step <= haul.unload_step
    ]
    return sum(people, NOBODY), sum(goods)


def _drives(problem: Problem, manned: Manned) -> Iterable[_Drive]:
    for number, day in enumerate(manned.days):
        graph = problem.graphs[problem.fleet[day.fleet].graph]
        for position, step in enumerate(day.path):
            shape = graph.shape(step.move)
            if shape.route is None:
                continue
            departs_min = step.starts_min
            people, goods_kg = _aboard(manned, number, position)
            yield _Drive(
                number, position, shape.route, Direction(shape.direction), departs_min, departs_min + shape.drive_min, people, goods_kg
            )


def _convoys(
    scenario: Scenario, routes: Mapping[str, Route], drives: Iterable[_Drive], vehicles: Sequence[str]
) -> tuple[tuple[Convoy, ...], dict[tuple[int, int], str]]:
    """Drives on one route in one direction that leave in one quarter of the UTC clock, at most so many together."""
    starts_min = int(scenario.horizon.starts_at.timestamp() // 60)
    together: dict[tuple[int, str, Direction], list[_Drive]] = {}
    for drive in drives:
        together.setdefault(((starts_min + drive.departs_min) // QUARTER_MIN, drive.route, drive.direction), []).append(drive)
    columns: list[list[_Drive]] = []
    for group in together.values():
        group.sort(key=lambda drive: (drive.departs_min, vehicles[drive.day]))
        most = scenario.column.max_vehicles
        column: list[_Drive] = []
        for drive in group:
            # a vehicle that comes by twice in one quarter is in two convoys
            if len(column) == most or any(other.day == drive.day for other in column):
                columns.append(column)
                column = []
            column.append(drive)
        columns.append(column)
    columns.sort(key=lambda column: (column[0].departs_min, routes[column[0].route].origin, column[0].route, vehicles[column[0].day]))
    serials: Counter[str] = Counter()
    convoys = []
    convoy_of: dict[tuple[int, int], str] = {}
    for number, column in enumerate(columns, start=1):
        origin = routes[column[0].route].origin
        serials[origin] += 1
        id_ = f"C{number:03d}"
        convoys.append(
            Convoy(
                id=id_,
                serial=serials[origin],
                route=column[0].route,
                direction=column[0].direction,
                vehicles=tuple(vehicles[drive.day] for drive in column),
                departs_at=instant_of(scenario, column[0].departs_min),
                tail_departs_at=instant_of(scenario, column[-1].departs_min),
                arrives_at=instant_of(scenario, max(drive.arrives_min for drive in column)),
                people=sum((drive.people for drive in column), NOBODY),
                goods_kg=sum(drive.goods_kg for drive in column),
            )
        )
        convoy_of |= {(drive.day, drive.step): id_ for drive in column}
    return tuple(convoys), convoy_of


def _activities(
    problem: Problem, scenario: Scenario, manned: Manned, number: int, convoy_of: Mapping[tuple[int, int], str]
) -> Iterable[Activity]:
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
            yield _drive(shape, convoy_of[number, position], at(starts_min), at(arrives_min))
        if move.unloads:
            ends_at = at(arrives_min + type_.goods_unloading_min)
            for kind, kg in unloads[position].items():
                yield UnloadGoods(place=there, kind=kind, weight_kg=kg, starts_at=at(arrives_min), ends_at=ends_at)
        if move.alights:
            ends_at = at(arrives_min + type_.alighting_min)
            yield Alight(place=there, people=alights[position], starts_at=at(arrives_min), ends_at=ends_at)
        if graph.stations[move.head].kind is StationKind.HALT:
            yield Halt(place=there, starts_at=at(arrives_min), ends_at=at(day.path[position + 1].starts_min))


def _drive(shape: Shape, convoy: str, starts_at: datetime, ends_at: datetime) -> Drive:
    if shape.route is None:
        raise ValueError("a move without a road is no drive")
    return Drive(route=shape.route, direction=Direction(shape.direction), convoy=convoy, starts_at=starts_at, ends_at=ends_at)
