"""Who boards which trip, and what goes on which haul, once every vehicle's day is fixed.

Maximise the points of riders, earlier arrivals first among equals, subject to

    seats and bays of each journey; groups whole on one trip; people in no group as registered, less the groups
    capacity and beds of each reception

small integer programmes, whole kilograms for goods; HiGHS solves them to within less than one person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from safepassage.corridor import GoodsKind, PeopleByClass, PriorityClass, people_by_class
from safepassage.planning.build import people_alone, person_points
from safepassage.planning.idle_stops import without_idle_stops
from safepassage.planning.insertion import journeys_of
from safepassage.planning.master import Day, day_of, quiet_highs
from safepassage.planning.pricing import Path, fuel_lasts
from safepassage.planning.problem import Problem, VehicleGraph
from safepassage.scenario.scenario import Scenario

_EARLY_SHARE = 0.4
_GAP_SHARE = 0.4
"""Preferences for early arrival, and what the solver may leave undone: shares of the least that one person is worth."""

_MOST_NODES = 2000


@dataclass(frozen=True, slots=True)
class Trip:
    """One boarding and its alighting. `day` is the number of the vehicle's day; steps are positions in its path.

    Boardings of one journey share its seats and bays, and the alighting.
    """

    day: int
    board_step: int
    alight_step: int
    gathering_point: str
    reception: str
    alights_min: int
    seats: int
    stretcher_bays: int


@dataclass(frozen=True, slots=True)
class Haul:
    """One load of goods from a stock to a place of need. `is_needed`: without goods to unload there, the vehicle may not drive on."""

    day: int
    load_step: int
    unload_step: int
    stock: str
    need: str
    payload_kg: int
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Riders:
    """Who boards one trip: by class, and how many groups of each row of the scenario's groups."""

    people: PeopleByClass
    groups: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Manned:
    """Days with their riders and goods; `riders` and `loads` follow the order of `trips` and `hauls`."""

    days: Sequence[Day]
    trips: Sequence[Trip]
    riders: Sequence[Riders]
    hauls: Sequence[Haul]
    loads: Sequence[Mapping[GoodsKind, int]]


def man(scenario: Scenario, problem: Problem, days: Sequence[Day]) -> Manned:
    """Riders and goods for the days, and no journey that neither helps anybody nor takes the vehicle where it is needed."""
    fuel_places = frozenset(place.id for place in scenario.places if place.has_fuel)
    while True:
        trips, hauls = trips_of(problem, days)
        manned = Manned(days, trips, board(scenario, trips), hauls, load(problem, hauls))
        shortened = [_without_idle_journeys(problem, manned, number, fuel_places) for number in range(len(days))]
        needed = [day for day in shortened if day is not None]
        if len(needed) == len(days) and all(one.path == other.path for one, other in zip(needed, days, strict=True)):
            needed = [without_idle_stops(problem, day, _busy(manned, number), fuel_places) for number, day in enumerate(days)]
        if [day.path for day in needed] == [day.path for day in days]:
            return manned
        days = needed


def _without_idle_journeys(problem: Problem, manned: Manned, number: int, fuel_places: frozenset[str]) -> Day | None:
    """The day without journeys that carry nothing and together lead back to where they began, or end the day; None where none is left."""
    day = manned.days[number]
    graph = problem.graphs[problem.fleet[day.fleet].graph]
    loads = zip(manned.hauls, manned.loads, strict=True)
    busy = _busy(manned, number)
    busy |= {haul.load_step for haul, kg in loads if haul.day == number and any(kg.values())}
    kept: list[Path] = []
    idle: list[Path] = []
    first = 0
    for journey in journeys_of(graph, day.path):
        if any(first <= step < first + len(journey) for step in busy):
            kept += [*idle, journey]
            idle = []
        else:
            idle = _without_circles(graph, [*idle, journey])
        first += len(journey)
    path = tuple(step for journey in kept for step in journey)
    if not fuel_lasts(graph, path, fuel_places):
        return day
    return day_of(problem, day.fleet, path) if path else None


def _busy(manned: Manned, number: int) -> set[int]:
    """The steps of a day at which somebody boards."""
    boards = zip(manned.trips, manned.riders, strict=True)
    return {trip.board_step for trip, riders in boards if trip.day == number and riders.people.total_people}


def _without_circles(graph: VehicleGraph, idle: list[Path]) -> list[Path]:
    """Idle journeys, cut back to before the first of them that started where the last one ends."""
    ends_at = graph.stations[graph.moves[idle[-1][-1].move].head].place
    for position, journey in enumerate(idle):
        if graph.stations[graph.moves[journey[0].move].tail].place == ends_at:
            return idle[:position]
    return idle


def trips_of(problem: Problem, days: Sequence[Day]) -> tuple[list[Trip], list[Haul]]:
    """Every trip and haul of the days, in order of days and time."""
    trips, hauls = [], []
    for number, day in enumerate(days):
        graph = problem.graphs[problem.fleet[day.fleet].graph]
        loaded = -1
        boarded: list[int] = []
        for position, step in enumerate(day.path):
            move = graph.moves[step.move]
            if move.loads_at:
                loaded = position
            if move.unloads:
                boards_here = position + 1 < len(day.path) and graph.moves[day.path[position + 1].move].boards_at is not None
                hauls.append(Haul(number, loaded, position, *problem.lanes[move.lane], graph.payload_kg, not boards_here))
            if move.boards_at:
                boarded.append(position)
            if move.alights:
                alights_min = step.starts_min + graph.shapes[move.shape].total_min
                reception, places = problem.pairs[move.pair][1], (graph.seats, graph.stretcher_bays)
                for board_step in boarded:
                    point = graph.stations[graph.moves[day.path[board_step].move].tail].place
                    trips.append(Trip(number, board_step, position, point, reception, alights_min, *places))
                boarded = []
    return trips, hauls


def board(scenario: Scenario, trips: Sequence[Trip]) -> list[Riders]:
    """The best riders of every trip, in the order of the trips."""
    points = {priority: person_points(scenario.weights, priority) for priority in PriorityClass}
    most = sum(points[priority] * people for place in scenario.gathering_points for priority, people in place.registered.items())
    horizon_min = scenario.horizon.hours * 60
    least = min((point for point in points.values() if point > 0), default=1.0)
    early = _EARLY_SHARE * least / (most * horizon_min) if most > 0 else 0.0
    model = _Model(gap_points=_GAP_SHARE * least)
    alone_left = people_alone(scenario)
    alone_rows = {key: model.row(people) for key, people in alone_left.items()}
    group_rows = [model.row(group.groups) for group in scenario.groups]
    receptions = {place.id: place for place in scenario.receptions}
    room_rows = {place.id: model.row(place.capacity_people) for place in receptions.values()}
    bed_rows = {place.id: model.row(place.hospital_beds) for place in receptions.values()}
    alone_columns: list[dict[PriorityClass, int]] = []
    group_columns: list[dict[int, int]] = []
    places: dict[tuple[int, int], tuple[int, int]] = {}
    for trip in trips:
        journey = (trip.day, trip.alight_step)
        if journey not in places:
            places[journey] = model.row(trip.seats), model.row(trip.stretcher_bays)
        seat_row, bay_row = places[journey]
        worth = 1.0 - early * trip.alights_min
        alone: dict[PriorityClass, int] = {}
        for priority in PriorityClass:
            if alone_left.get((trip.gathering_point, priority)):
                lying = priority is PriorityClass.STRETCHER
                rows = {
                    alone_rows[trip.gathering_point, priority]: 1.0,
                    bay_row if lying else seat_row: 1.0,
                    (bed_rows if lying else room_rows)[trip.reception]: 1.0,
                }
                alone[priority] = model.column(points[priority] * worth, rows)
        together: dict[int, int] = {}
        for number, group in enumerate(scenario.groups):
            fits = group.people.seated_people <= trip.seats and group.stretcher_people <= trip.stretcher_bays
            if group.gathering_point == trip.gathering_point and fits:
                seated, lying_people = float(group.people.seated_people), float(group.stretcher_people)
                rows = {
                    group_rows[number]: 1.0,
                    seat_row: seated,
                    bay_row: lying_people,
                    room_rows[trip.reception]: seated,
                    bed_rows[trip.reception]: lying_people,
                }
                value = sum(points[priority] * people for priority, people in group.people.items())
                together[number] = model.column(value * worth, {row: share for row, share in rows.items() if share})
        alone_columns.append(alone)
        group_columns.append(together)
    values = model.solve()
    if values is None:
        raise ArithmeticError("boarding nobody was refused as a solution")
    return [
        _riders(scenario, {priority: values[column] for priority, column in alone.items()}, {row: values[c] for row, c in together.items()})
        for alone, together in zip(alone_columns, group_columns, strict=True)
    ]


def load(problem: Problem, hauls: Sequence[Haul]) -> list[dict[GoodsKind, int]]:
    """Whole kilograms by kind on every haul, in the order of the hauls: something on every one that needs it, as far as that goes."""
    return _load(problem, hauls, is_strict=True) or _load(problem, hauls, is_strict=False) or []


def _load(problem: Problem, hauls: Sequence[Haul], *, is_strict: bool) -> list[dict[GoodsKind, int]] | None:
    model = _Model(gap_points=1e-6)
    need_rows = [model.row(need.weight_kg) for need in problem.needs]
    stock_rows = [model.row(stock.weight_kg) for stock in problem.stocks]
    columns: list[list[tuple[GoodsKind, int]]] = []
    for haul in hauls:
        payload_row = model.row(haul.payload_kg)
        least_row = model.row(-1.0 if is_strict and haul.is_needed else 0.0)
        of_haul = []
        for number, need in enumerate(problem.needs):
            for stock_number, stock in enumerate(problem.stocks):
                if need.place == haul.need and stock.place == haul.stock and stock.kind == need.kind:
                    rows = {payload_row: 1.0, least_row: -1.0, need_rows[number]: 1.0, stock_rows[stock_number]: 1.0}
                    of_haul.append((need.kind, model.column(need.points_per_kg or 1e-9, rows)))
        columns.append(of_haul)
    values = model.solve()
    if values is None:
        return None
    loads = []
    for of_haul in columns:
        kg: dict[GoodsKind, int] = {}
        for kind, column in of_haul:
            if values[column] >= 1:
                kg[kind] = kg.get(kind, 0) + values[column]
        loads.append(kg)
    return loads


def _riders(scenario: Scenario, alone: Mapping[PriorityClass, int], groups: Mapping[int, int]) -> Riders:
    counts = {priority: alone.get(priority, 0) for priority in PriorityClass}
    for row, number in groups.items():
        for priority, people in scenario.groups[row].people.items():
            counts[priority] += people * number
    return Riders(people_by_class(counts), tuple(sorted((row, number) for row, number in groups.items() if number)))


class _Model:
    """Rows <= and columns >= 0, collected and handed to HiGHS at once."""

    def __init__(self, *, gap_points: float) -> None:
        self._gap_points = gap_points
        self._upper: list[float] = []
        self._points: list[float] = []
        self._entries: list[Mapping[int, float]] = []

    def row(self, upper: float) -> int:
        self._upper.append(float(upper))
        return len(self._upper) - 1

    def column(self, points: float, rows: Mapping[int, float]) -> int:
        self._points.append(points)
        self._entries.append(rows)
        return len(self._points) - 1

    def solve(self) -> list[int] | None:
        """Best whole values of the columns; None where the rows contradict each other."""
        if not self._points:
            return []
        highs = quiet_highs()
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("mip_abs_gap", self._gap_points)
        # nodes and not seconds: the same plan whatever the machine
        highs.setOptionValue("mip_max_nodes", _MOST_NODES)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._points), len(self._upper)
        model.col_cost_ = np.array(self._points)
        model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.full(model.num_col_, highspy.kHighsInf)
        model.row_lower_, model.row_upper_ = np.full(model.num_row_, -highspy.kHighsInf), np.array(self._upper)
        model.sense_ = highspy.ObjSense.kMaximize
        starts, index, value = _compressed(self._entries)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, index, value
        model.integrality_ = [highspy.HighsVarType.kInteger] * model.num_col_
        highs.passModel(model)
        highs.run()
        if highs.getModelStatus() in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        ended = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit)
        if highs.getModelStatus() not in ended or not highs.getInfo().primal_solution_status:
            raise ArithmeticError(f"boarding ended as {highs.getModelStatus()}")
        return [round(number) for number in highs.getSolution().col_value]


def _compressed(entries: Iterable[Mapping[int, float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    starts, index, value = [0], [], []
    for rows in entries:
        index += list(rows)
        value += list(rows.values())
        starts.append(len(index))
    return np.array(starts, np.int32), np.array(index, np.int32), np.array(value)
