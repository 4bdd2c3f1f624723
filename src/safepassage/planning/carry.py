"""Days carried from one problem to another: by what a vehicle does, on which road and when, never by the numbers of moves.

Two problems number their stations, moves and routes each in its own way; what a day means is the same in both: load, board, drive
this road from here to there, set down, and at which instant each begins. A day of another problem, or an itinerary of a plan, is told
as such **deeds**, and the deeds are laid on the graph that the vehicle has now.

Invariant: a day that is carried is a path of its new problem, open at every minute that it uses; what was changed is said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

import numpy as np

from safepassage.planning.itinerary import Alight, Board, Drive, Halt, Itinerary, LoadGoods, UnloadGoods
from safepassage.planning.master import Day, day_of
from safepassage.planning.pricing import Path, Step, fuel_lasts, path_holds
from safepassage.planning.problem import QUARTER_MIN, Bools, Floats, Move, Problem, StationKind, VehicleGraph
from safepassage.planning.route import Route
from safepassage.planning.tally import Layout, Tally
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import MINUTE

_ROUNDING = 1e-9

Road = tuple[str, str, tuple[int, ...]]
"""Origin, destination and arcs of a route: what it is on a network, whatever its id."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One move by its meaning. `road` is None where the vehicle stands to load or to board, `place` where it does so or arrives.

    What is done on arrival, unloading and setting down, belongs to the drive.
    """

    place: str
    road: Road | None
    boards: bool
    loads: bool
    unloads: bool
    alights: bool
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A vehicle's day by its meaning; `row` is the row of the scenario's fleet."""

    row: int
    deeds: tuple[Deed, ...]


class Change(StrEnum):
    """What became of a day on its way to another problem."""

    KEPT = "kept"
    SHIFTED = "shifted"
    CUT = "cut"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Carried:
    """A day in its new problem, None where nothing of it can be done there."""

    day: Day | None
    change: Change


def tell_day(problem: Problem, scenario: Scenario, routes: Mapping[str, Route], day: Day) -> Told:
    """What a day of a problem means; `routes` by id."""
    graph = problem.graphs[problem.fleet[day.fleet].graph]
    deeds = []
    for step in day.path:
        move = graph.moves[step.move]
        route = graph.shape(step.move).route
        deeds.append(
            Deed(
                place=graph.stations[move.head].place,
                road=None if route is None else road_of(routes[route]),
                boards=move.boards_at is not None,
                loads=move.loads_at is not None,
                unloads=move.unloads,
                alights=move.alights,
                starts_at=scenario.horizon.starts_at + step.starts_min * MINUTE,
            )
        )
    return Told(problem.fleet[day.fleet].row, tuple(deeds))


def tell_itinerary(itinerary: Itinerary, routes: Mapping[str, Route]) -> Told:
    """What an itinerary of a plan means; `routes` of that plan by id. A loading that took nothing on board is not in it."""
    deeds: list[Deed] = []
    for activity in itinerary.activities:
        match activity:
            case LoadGoods(place=place) | Board(place=place):
                is_board = isinstance(activity, Board)
                deed = Deed(place, None, is_board, not is_board, False, False, activity.starts_at)
                if not deeds or deeds[-1] != deed:  # several kinds of goods are loaded in one span
                    deeds.append(deed)
            case Drive(route=route):
                deeds.append(Deed(routes[route].destination, road_of(routes[route]), False, False, False, False, activity.starts_at))
            case UnloadGoods() | Alight():
                last = deeds[-1]
                unloads, alights = last.unloads or isinstance(activity, UnloadGoods), last.alights or isinstance(activity, Alight)
                deeds[-1] = Deed(last.place, last.road, last.boards, last.loads, unloads, alights, last.starts_at)
            case Halt():
                pass  # standing there is what lies between two drives
    return Told(itinerary.fleet_row, tuple(deeds))


def road_of(route: Route) -> Road:
    return route.origin, route.destination, route.arcs


class Carrier:
    """Lays told days on one problem. The network must be the one that the days were told on."""

    def __init__(self, problem: Problem, scenario: Scenario, routes: Mapping[str, Route], fuel_places: frozenset[str]) -> None:
        self._problem = problem
        self._starts_at = scenario.horizon.starts_at
        self._roads = {id_: road_of(route) for id_, route in routes.items()}
        self._fuel_places = fuel_places
        self._fleet = {row.row: number for number, row in enumerate(problem.fleet)}
        self._leaving: dict[int, dict[int, list[int]]] = {}

    @cached_property
    def _layout(self) -> Layout:
        return Layout(self._problem)

    def carry(self, told: Told, *, exactly: bool = False, beside: Tally | None = None, fleet: int | None = None) -> Carried:
        """The day here: as it was where it can be; else with the least delays and advances; else as many of its journeys as can be.

        With `exactly`, as it was or not at all. `beside`: what other days have taken already, which is not taken again. `fleet`: the
        fleet row of the problem that drives it; without it, that of the told row. It begins where, and no sooner than when, that row does.
        """
        fleet = self._fleet.get(told.row) if fleet is None else fleet
        if fleet is None:
            return Carried(None, Change.DROPPED)
        row = self._problem.fleet[fleet]
        graph = self._problem.graphs[row.graph]
        moves = self.moves(row.graph, row.start_station, told.deeds)
        wanted = [(deed.starts_at - self._starts_at) // MINUTE for deed in told.deeds]
        path = tuple(Step(move, minute) for move, minute in zip(moves, wanted, strict=False))
        if (
            len(moves) == len(told.deeds)
            and path_holds(self._problem, graph, path, station=row.start_station, ends_min=row.starts_min)
            and fuel_lasts(graph, path, self._fuel_places)
        ):
            day = day_of(self._problem, fleet, path)
            if beside is None or beside.has_room(day):
                return Carried(day, Change.KEPT)
        if exactly:
            return Carried(None, Change.DROPPED)
        for last in reversed([position for position, move in enumerate(moves) if _frees(graph, graph.moves[move])]):
            shifted = nearest_times(graph, moves[: last + 1], wanted[: last + 1], *self.room(graph, beside), from_min=row.starts_min)
            if shifted is not None and fuel_lasts(graph, shifted, self._fuel_places):
                day = day_of(self._problem, fleet, shifted)
                if beside is None or beside.has_room(day):
                    return Carried(day, Change.SHIFTED if last + 1 == len(told.deeds) else Change.CUT)
        return Carried(None, Change.DROPPED)

    def room(self, graph: VehicleGraph, beside: Tally | None) -> tuple[Callable[[int], Bools], Callable[[int], Bools]]:
        """When a move of a shape may start, and when a vehicle may stand at a station, with what is left beside other days."""
        if beside is None:
            return (lambda shape: graph.open_min[shape]), (lambda station: graph.wait_min[station])
        has_room = beside.slots >= 1.0 - _ROUNDING
        slot = (np.arange(self._problem.horizon_min) + self._problem.quarter_offset_min) // QUARTER_MIN

        def open_min(shape: int) -> Bools:
            is_open: Bools = graph.open_min[shape].copy()
            for limit, offset_min in graph.shapes[shape].uses:
                free = has_room[limit][slot]
                if not free.all():
                    is_open[: len(free) - offset_min] &= free[offset_min:]
            return is_open

        def wait_min(station: int) -> Bools:
            may_wait: Bools = graph.wait_min[station]
            limit = graph.halt_limit[station]
            return may_wait if limit < 0 else np.logical_and(may_wait, has_room[limit][slot])

        return open_min, wait_min

    def carry_plan(self, days: Iterable[Told]) -> tuple[list[Day], dict[Change, int]]:
        """The days, one after the other into what those before leave, and how many of them were changed in which way."""
        tally = Tally(self._layout)
        left = [row.vehicles for row in self._problem.fleet]
        kept: list[Day] = []
        counts = dict.fromkeys(Change, 0)
        for told in days:
            fleet = self._fleet.get(told.row)
            carried = self.carry(told, beside=tally) if fleet is not None and left[fleet] else Carried(None, Change.DROPPED)
            day = carried.day
            if day is None:
                counts[Change.DROPPED] += 1
                continue
            counts[carried.change] += 1
            left[day.fleet] -= 1
            tally.take(day, self._problem.graphs[self._problem.fleet[day.fleet].graph])
            kept.append(day)
        return kept, counts

    def moves(self, graph_number: int, station: int, deeds: Sequence[Deed]) -> list[int]:
        """The moves that do the deeds one after the other from a station on, as far as there are such."""
        graph = self._problem.graphs[graph_number]
        leaving = self._leaving.setdefault(graph_number, {})
        if not leaving:
            for number, move in enumerate(graph.moves):
                leaving.setdefault(move.tail, []).append(number)
        reached: dict[int, list[int]] = {station: []}
        moves: list[int] = []
        for deed in deeds:
            further: dict[int, list[int]] = {}
            for station, done in reached.items():
                for number in leaving.get(station, ()):
                    if self._is_it(graph, graph.moves[number], deed):
                        further.setdefault(graph.moves[number].head, [*done, number])
            if not further:
                break
            reached, moves = further, next(iter(further.values()))
        return moves

    def _is_it(self, graph: VehicleGraph, move: Move, deed: Deed) -> bool:
        if (move.boards_at is not None, move.loads_at is not None, move.unloads, move.alights) != (
            deed.boards,
            deed.loads,
            deed.unloads,
            deed.alights,
        ):
            return False
        route = graph.shapes[move.shape].route
        road = None if route is None else self._roads[route]
        return road == deed.road and graph.stations[move.head].place == deed.place


def nearest_times(
    graph: VehicleGraph,
    moves: Sequence[int],
    wanted_min: Sequence[int],
    open_min: Callable[[int], Bools],
    wait_min: Callable[[int], Bools],
    *,
    from_min: int = 0,
) -> Path | None:
    """The times at which the moves can be done one after the other that differ least, in all, from the minutes wanted; None: never.

    `open_min` and `wait_min` give when a move of a shape may start, and when the vehicle may stand at a station; it stands at the first
    one from `from_min` on. A forward dynamic programme over minutes: the least difference so far with the move starting at each minute.
    """
    horizon_min = graph.open_min.shape[1]
    minutes = np.arange(horizon_min)
    ready = np.full(horizon_min + 1, np.inf)
    ready[from_min] = 0.0
    costs: list[Floats] = []
    for number, wanted in zip(moves, wanted_min, strict=True):
        move = graph.moves[number]
        ready = _waited(ready, wait_min(move.tail))
        cost = np.where(open_min(move.shape), ready[:-1] + np.abs(minutes - wanted), np.inf)
        if not np.isfinite(cost).any():
            return None
        costs.append(cost)
        total_min = graph.shapes[move.shape].total_min
        ready = np.full(horizon_min + 1, np.inf)
        ready[total_min:] = cost[: horizon_min + 1 - total_min]
    if not np.isfinite(ready).any():
        return None
    steps: list[Step] = []
    for position in range(len(moves) - 1, -1, -1):
        steps.append(Step(moves[position], _start(graph, moves, costs, position, steps, wait_min)))
    return tuple(reversed(steps))


def _start(
    graph: VehicleGraph,
    moves: Sequence[int],
    costs: Sequence[Floats],
    position: int,
    later: Sequence[Step],
    wait_min: Callable[[int], Bools],
) -> int:
    """The best start of a move whose followers' starts are known, the last of them last."""
    horizon_min = graph.open_min.shape[1]
    total_min = graph.shapes[graph.moves[moves[position]].shape].total_min
    latest = horizon_min - total_min
    earliest = 0
    if later:
        next_min = later[-1].starts_min
        may_wait = wait_min(graph.moves[moves[position]].head)
        blocked = np.flatnonzero(~may_wait[:next_min])
        earliest, latest = (int(blocked[-1]) + 1 if blocked.size else 0) - total_min, next_min - total_min
    first = max(0, earliest)
    return first + int(np.argmin(costs[position][first : latest + 1]))


def _waited(ready: Floats, may_wait: Bools) -> Floats:
    """The least difference with which a vehicle stands there at each minute, having come at that minute or before and waited."""
    standing = ready.copy()
    bounds = np.concatenate(([0], np.flatnonzero(~may_wait) + 1, [len(ready)]))
    blocks = np.flatnonzero(np.diff(bounds) > 1)  # in one of a single minute nobody has waited
    for first, end in zip(bounds[blocks].tolist(), bounds[blocks + 1].tolist(), strict=True):
        np.minimum.accumulate(ready[first:end], out=standing[first:end])
    return standing


def _frees(graph: VehicleGraph, move: Move) -> bool:
    return graph.stations[move.head].kind is StationKind.BASE
