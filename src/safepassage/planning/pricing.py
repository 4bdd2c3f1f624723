"""The best day of one vehicle at given prices: a backward dynamic programme over (station, minute).

`value[station, minute]` is the most points that a vehicle standing there can still earn. A move starting at minute m earns its
seats and payload at their prices, pays for the quarters it uses, and leads to `value[head, m + total_min]`.

Source of the method: shortest paths with resource prices as the pricing of a Dantzig-Wolfe master; Desaulniers, Desrosiers,
Solomon, Column Generation (2005), doi:10.1007/b135457.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.problem import (
    QUARTER_MIN,
    ROUNDING_KM,
    Bools,
    FleetRow,
    Floats,
    Move,
    Problem,
    Shape,
    Station,
    StationKind,
    VehicleGraph,
)

Ints = NDArray[np.int64]

_BLOCK_MIN, _STEP_MIN = 32, 8
"""Minutes worked out in one sweep: long enough for the memory, short enough that few moves are shorter than the second."""


_WORKED_IN_BYTES = 4_000_000
"""Memory that a processor reaches fast."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What the master pays and charges, in points.

    Shapes: `slot[limit, slot]` for one vehicle in that quarter, `seat[pair]` and `bay[pair]` for one seat or stretcher bay from
    gathering points to a reception, `payload[lane]` for one kilogram, `visit[graph, pair]` for a trip of a kind of vehicle; None: nothing.
    """

    slot: Floats
    seat: Floats
    bay: Floats
    payload: Floats
    visit: Floats | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a path, and the minute at which it starts."""

    move: int
    starts_min: int


Path = tuple[Step, ...]

Slots = dict[tuple[int, int], int]
"""How many times each (limit, slot) is used."""


class DayFinder:
    """Finds best days on one graph. Holds only what does not change with the prices."""

    def __init__(self, problem: Problem, graph: VehicleGraph) -> None:
        self.graph = graph
        self._number = problem.graphs.index(graph)
        self._problem = problem
        self._horizon_min = problem.horizon_min
        moves, shapes = graph.moves, graph.shapes
        self._shape = np.array([move.shape for move in moves], dtype=np.int64)
        self._head = np.array([move.head for move in moves], dtype=np.int64)
        self._total = np.array([shapes[move.shape].total_min for move in moves], dtype=np.int64)
        self._pair = np.array([move.pair for move in moves], dtype=np.int64)
        self._lane = np.array([move.lane for move in moves], dtype=np.int64)
        self._tail = np.array([move.tail for move in moves], dtype=np.int64)
        self._first = np.searchsorted(self._tail, np.arange(len(graph.stations) + 1))
        self._points = np.where(graph.open_min, -graph.tie_points - graph.cost_points, -np.inf)
        self._moves, self._stations = _by_length(self._total, self._tail, len(graph.stations))
        self._is_open = np.logical_or.reduceat(graph.open_min, np.arange(0, problem.horizon_min, _BLOCK_MIN), axis=1)
        self._is_left = np.zeros((len(graph.stations), self._is_open.shape[1]), dtype=np.bool_)
        np.logical_or.at(self._is_left, self._tail, self._is_open[self._shape])
        self._runs = _runs(graph.open_min)
        blocks = -(-problem.horizon_min // _BLOCK_MIN)
        span_blocks = max(1, min(blocks, _WORKED_IN_BYTES // (8 * _BLOCK_MIN * max(1, len(shapes)))))
        self._earned = np.empty((len(shapes), span_blocks * _BLOCK_MIN))
        # behind the horizon, as far as a move can lead
        beyond_min = int(self._total.max(initial=0)) + 1
        self._value = np.full((len(graph.stations), problem.horizon_min + beyond_min), -np.inf)
        self._value[[station.kind is StationKind.BASE for station in graph.stations], problem.horizon_min] = 0.0
        self._moving = np.full((len(graph.stations), problem.horizon_min), -np.inf)
        scarce = problem.scarce
        self._used = _listed([[use for use in shape.uses if use[0] < scarce] for shape in shapes])
        self._taken = _listed(_with_arrivals_at_halts(graph))
        minutes = np.arange(self._horizon_min)
        self._minute_slot = (minutes + problem.quarter_offset_min) // QUARTER_MIN
        self._is_quarter_start = (minutes + problem.quarter_offset_min) % QUARTER_MIN == 0
        kinds = sorted({(limit, row.tobytes()) for limit, row in zip(graph.halt_limit, graph.wait_min, strict=True)})
        row_of = {kind: row for row, kind in enumerate(kinds)}
        self._standing_row = np.array([row_of[limit, row.tobytes()] for limit, row in zip(graph.halt_limit, graph.wait_min, strict=True)])
        self._standing = [(limit, np.frombuffer(may_wait, dtype=np.bool_)) for limit, may_wait in kinds]

    def find(self, prices: Prices, *, for_bound: bool = False, from_min: int = 0) -> "BestDays":
        """The best day from every station and minute from `from_min` on at these prices. What it returns holds until the next call.

        For the bound, neither ties nor what the user's weights charge count, as no plan is worth more in people and goods; and a halt is
        charged for the slots used (see `slots_used_and_taken`), else for those taken: a vehicle waits elsewhere until there is room.
        """
        from safepassage.planning.kernel import find_best_days

        # whole blocks are worked out
        from_min = from_min // _BLOCK_MIN * _BLOCK_MIN
        uses = self._used if for_bound else self._taken
        quarters = (QUARTER_MIN, self._problem.quarter_offset_min)
        charges = (*quarters, not for_bound, self._points, *self._runs, *uses, prices.slot)
        gain, standing = self._gain(prices), self._standing_points(prices)
        blocks = (_BLOCK_MIN, _STEP_MIN, from_min, self._is_open, self._is_left)
        moves = (*self._moves, *self._stations, self._shape, self._tail, self._head, self._total)
        find_best_days(*charges, *blocks, gain, *moves, standing, self._standing_row, self._earned, self._value, self._moving)
        return BestDays(self, self._value, self._moving, charges, gain, standing)

    def _gain(self, prices: Prices) -> Floats:
        """Points of the seats, bays and payload of each move."""
        graph = self.graph
        gain = np.zeros(len(graph.moves))
        with_pair, with_lane = self._pair >= 0, self._lane >= 0
        pair, lane = self._pair[with_pair], self._lane[with_lane]
        gain[with_pair] += graph.seats * prices.seat[pair] + graph.stretcher_bays * prices.bay[pair]
        if prices.visit is not None:
            gain[with_pair] += prices.visit[self._number, pair]
        gain[with_lane] += graph.payload_kg * prices.payload[lane]
        return gain

    def _standing_points(self, prices: Prices) -> Floats:
        """Points for standing one more minute: 0, or minus the halt's price at a quarter's first minute; -inf where not allowed.

        Shape (kind of standing, minute): `_standing_row` gives the kind of each station.
        """
        rows = []
        for limit, may_wait in self._standing:
            row = np.where(may_wait, 0.0, -np.inf)
            if limit >= 0:
                row -= np.where(self._is_quarter_start, prices.slot[limit][self._minute_slot], 0.0)
            rows.append(row)
        return np.array(rows)


def _by_length(total_min: Ints, tail: Ints, stations: int) -> tuple[tuple[Ints, Ints, Ints], tuple[Ints, Ints, Ints]]:
    """Moves that last at least a block, at least a step, and less; and stations by the shortest move that leaves there."""
    shortest_min = np.full(stations, _BLOCK_MIN)
    np.minimum.at(shortest_min, tail, total_min)

    def sorted_out(lasts_min: Ints) -> tuple[Ints, Ints, Ints]:
        is_long, is_short = lasts_min >= _BLOCK_MIN, lasts_min < _STEP_MIN
        return np.flatnonzero(is_long), np.flatnonzero(~is_long & ~is_short), np.flatnonzero(is_short)

    return sorted_out(total_min), sorted_out(shortest_min)


def _with_arrivals_at_halts(graph: VehicleGraph) -> list[tuple[tuple[int, int], ...]]:
    """What each shape uses, and where it leads to a halt, that halt in the quarter of arrival. A shape leads to one place."""
    halt_of = {move.shape: graph.halt_limit[move.head] for move in graph.moves}
    return [
        (*shape.uses, (halt_of[number], shape.total_min - 1)) if halt_of.get(number, -1) >= 0 else shape.uses
        for number, shape in enumerate(graph.shapes)
    ]


def _listed(uses: Sequence[Sequence[tuple[int, int]]]) -> tuple[Ints, Ints, Ints]:
    """First use of each shape and one past the last; limit and minutes after the start of each use."""
    first = np.concatenate(([0], np.cumsum([len(of_shape) for of_shape in uses]))).astype(np.int64)
    limit = np.array([limit for of_shape in uses for limit, _ in of_shape], dtype=np.int64)
    return first, limit, np.array([offset_min for of_shape in uses for _, offset_min in of_shape], dtype=np.int64)


def _runs(open_min: Bools) -> tuple[Ints, Ints, Ints]:
    """First run of each shape and one past the last; first minute of each run, and one past its last."""
    padded = np.zeros((open_min.shape[0], open_min.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = open_min
    change = np.diff(padded, axis=1)
    shape, start = np.nonzero(change == 1)
    _, end = np.nonzero(change == -1)
    first = np.searchsorted(shape, np.arange(open_min.shape[0] + 1))
    return first.astype(np.int64), start.astype(np.int64), end.astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class BestDays:
    """All best days at one set of prices. A view of its finder's arrays: stale once the finder is asked again."""

    finder: DayFinder
    value: Floats
    moving: Floats
    charges: tuple[Any, ...]
    gain: Floats
    standing: Floats

    def earned(self, shape: int) -> Floats:
        """What a move of the shape earns when it starts at each minute, `float[minute]`, less what it is charged; -inf where closed."""
        from safepassage.planning.kernel import charge

        earned = np.empty(self.moving.shape[1])
        charge(*self.charges, shape, 0, len(earned), earned)  # type: ignore[call-arg]
        return earned

    def points(self, station: int, minute: int = 0) -> float:
        return float(self.value[station, minute])

    def path(self, station: int, minute: int = 0) -> Path:
        """The moves of a best day from this station and minute on; it leaves as soon as leaving is better than staying."""
        from safepassage.planning.kernel import follow_best_day

        finder = self.finder
        moves = (finder._first, finder._shape, finder._head, finder._total)
        points = (self.gain, self.standing, finder._standing_row, self.value, self.moving)
        steps = follow_best_day(*self.charges, station, minute, *moves, *points)  # type: ignore[call-arg]
        return tuple(Step(move, starts_min) for move, starts_min in steps.tolist())


def slots_used_and_taken(problem: Problem, graph: VehicleGraph, path: Path) -> tuple[Slots, Slots]:
    """(limit, slot) -> how many times a path uses it, twice.

    First no more than it really uses, of limits that have a capacity, so that these never cut off an allowed plan: at a halt every first
    minute of a quarter that it stands there. Then no less, so that plans kept within limits hold: every quarter that it touches there.
    """
    taken: dict[tuple[int, int], int] = {}
    offset_min, moves, shapes = problem.quarter_offset_min, graph.moves, graph.shapes
    for step in path:
        starts_min = step.starts_min + offset_min
        for limit, after_min in shapes[moves[step.move].shape].uses:
            key = (limit, (starts_min + after_min) // QUARTER_MIN)
            taken[key] = taken.get(key, 0) + 1
    scarce = problem.scarce
    used = {use: times for use, times in taken.items() if use[0] < scarce}
    for limit, first_min, last_min in _stands(graph, path):
        first = -(-(first_min + 1 + offset_min) // QUARTER_MIN)
        for slot in range(first, problem.slot(last_min - 1) + 1):
            for counted in (used, taken):
                counted[limit, slot] = counted.get((limit, slot), 0) + 1
    for limit, first_min, last_min in _stands(graph, path):
        for slot in range(problem.slot(first_min), problem.slot(last_min - 1) + 1):
            taken.setdefault((limit, slot), 1)
    return used, taken


def _stands(graph: VehicleGraph, path: Path) -> Iterator[tuple[int, int, int]]:
    """(limit of the halt, minute of arrival, minute of leaving) of every halt. A move to a halt ends a minute after arrival."""
    for step, following in pairwise(path):
        limit = graph.halt_limit[graph.moves[step.move].head]
        if limit >= 0:
            yield limit, step.starts_min + graph.shape(step.move).total_min - 1, following.starts_min


def path_holds(problem: Problem, graph: VehicleGraph, path: Path, *, station: int | None = None, ends_min: int = 0) -> bool:
    """Whether every move follows the one before, starts when it may, and the vehicle may stand wherever it waits; fuel is not looked at.

    The vehicle is free at `station` from the minute `ends_min` on; without one, wherever and whenever its first move begins.
    """
    for step in path:
        move = graph.moves[step.move]
        if station is not None and move.tail != station:
            return False
        if not ends_min <= step.starts_min < problem.horizon_min or not graph.open_min[move.shape, step.starts_min]:
            return False
        if station is not None and not graph.wait_min[station, ends_min : step.starts_min].all():
            return False
        ends_min, station = step.starts_min + graph.shapes[move.shape].total_min, move.head
    return True


def fuel_lasts(graph: VehicleGraph, path: Path, fuel_places: frozenset[str], *, used_km: float = 0.0) -> bool:
    """Whether the exact kilometres between refuellings stay within the range; the graph itself rounds them down.

    `used_km` were driven before, since the last refuelling.
    """
    if graph.fuel_range_km is None:
        return True
    for step in path:
        move = graph.moves[step.move]
        used_km += graph.shapes[move.shape].km
        if used_km > graph.fuel_range_km + ROUNDING_KM:
            return False
        if graph.stations[move.head].place in fuel_places:
            used_km = 0.0
    return True


def load() -> None:
    """Load the compiled loops, in a second; or compile them first, in half a minute, where the program is new."""
    depot = Station(StationKind.BASE, "depot", "outbound")
    shape = Shape(None, "outbound", 0, 1, 0.0, ())
    minutes, nothing = np.ones((1, 2), dtype=np.bool_), np.zeros((1, 2))
    graph = VehicleGraph(
        (depot,), (Move(0, 0, 0, None, False, None, False, -1, -1),), (shape,), minutes, minutes, nothing, nothing, (-1,), 0, 0, 0, None
    )
    problem = Problem(2, 0, (), (graph,), (FleetRow(0, 1, 0, 0),), (), (), (), (), (), (), (), ())
    DayFinder(problem, graph).find(Prices(np.zeros((0, 1)), np.zeros(0), np.zeros(0), np.zeros(0))).path(0)
