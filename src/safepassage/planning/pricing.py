"""The best day of one vehicle at given prices: a backward dynamic programme over (station, minute).

`value[station, minute]` is the most points that a vehicle standing there can still earn. A move starting at minute m earns its
seats and payload at their prices, pays for the quarters it uses, and leads to `value[head, m + total_min]`. Because every
move lasts at least `block_min` minutes, that many minutes can be worked out at once.

Source of the method: shortest paths with resource prices as the pricing of a Dantzig-Wolfe master; Desaulniers, Desrosiers,
Solomon, Column Generation (2005), doi:10.1007/b135457.
"""

from dataclasses import dataclass

import numpy as np

from safepassage.planning.problem import QUARTER_MIN, Floats, Problem, StationKind, VehicleGraph

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What the master pays and charges, in points.

    Shapes: `slot[limit, slot]` for one vehicle in that quarter, `seat[pair]` and `bay[pair]` for one seat or stretcher bay from a
    gathering point to a reception, `payload[lane]` for one kilogram.
    """

    slot: Floats
    seat: Floats
    bay: Floats
    payload: Floats


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a path, and the minute at which it starts."""

    move: int
    starts_min: int


Path = tuple[Step, ...]


class DayFinder:
    """Finds best days on one graph. Holds only what does not change with the prices.

    Without `with_costs`, what the user's weights charge for danger and vehicle hours is left out: then no plan is worth more.
    """

    def __init__(self, problem: Problem, graph: VehicleGraph, *, with_costs: bool) -> None:
        self.graph = graph
        self._problem = problem
        self._horizon_min = problem.horizon_min
        moves = graph.moves
        self._head = np.array([move.head for move in moves], dtype=np.int64)
        self._total = np.array([move.total_min for move in moves], dtype=np.int64)
        self._pair = np.array([move.pair for move in moves], dtype=np.int64)
        self._lane = np.array([move.lane for move in moves], dtype=np.int64)
        tails = np.array([move.tail for move in moves], dtype=np.int64)
        self._tails, self._starts = np.unique(tails, return_index=True)
        self._ends = np.append(self._starts[1:], len(moves))
        self._block_min = int(self._total.min()) if len(moves) else 1
        profiles: dict[tuple[tuple[int, int], ...], int] = {}
        self._profile = np.array([profiles.setdefault(move.uses, len(profiles)) for move in moves], dtype=np.int64)
        self._profiles = tuple(profiles)
        self._closed_points = np.where(graph.open_min, -graph.tie_points - with_costs * graph.cost_points, -np.inf)
        self._minute_slot = (np.arange(self._horizon_min) + problem.quarter_offset_min) // QUARTER_MIN
        self._is_quarter_start = (np.arange(self._horizon_min) + problem.quarter_offset_min) % QUARTER_MIN == 0

    def find(self, prices: Prices) -> "BestDays":
        """The best day from every station and minute at these prices."""
        earned = self._earned(prices)
        horizon_min = self._horizon_min
        value = np.full((len(self.graph.stations), horizon_min + 1), -np.inf)
        for number, station in enumerate(self.graph.stations):
            if station.kind is StationKind.BASE:
                value[number, horizon_min] = 0.0
        moving = np.full((len(self.graph.stations), horizon_min), -np.inf)
        standing = self._standing_points(prices)
        for first in range(self._last_block(), -1, -self._block_min):
            last = min(first + self._block_min, horizon_min)
            if len(self._tails):
                minutes = np.arange(first, last)
                then = np.minimum(minutes[None, :] + self._total[:, None], horizon_min)
                options = earned[:, first:last] + value[self._head[:, None], then]
                moving[self._tails, first:last] = np.maximum.reduceat(options, self._starts, axis=0)
            for minute in range(last - 1, first - 1, -1):
                np.maximum(moving[:, minute], value[:, minute + 1] + standing[:, minute], out=value[:, minute])
        return BestDays(self, value, moving, earned, standing)

    def _last_block(self) -> int:
        return (self._horizon_min - 1) // self._block_min * self._block_min

    def _earned(self, prices: Prices) -> Floats:
        graph = self.graph
        gain = np.zeros(len(graph.moves))
        with_pair, with_lane = self._pair >= 0, self._lane >= 0
        pair, lane = self._pair[with_pair], self._lane[with_lane]
        gain[with_pair] += graph.seats * prices.seat[pair] + graph.stretcher_bays * prices.bay[pair]
        gain[with_lane] += graph.payload_kg * prices.payload[lane]
        charged = self._charges(prices)
        return np.asarray(self._closed_points + gain[:, None] - charged[self._profile])

    def _charges(self, prices: Prices) -> Floats:
        """Price of the quarters that each profile of uses takes, by starting minute: shape (profile, minute)."""
        horizon_min = self._horizon_min
        charged = np.zeros((max(1, len(self._profiles)), horizon_min))
        by_minute = {limit: prices.slot[limit][self._minute_slot] for limit in np.flatnonzero(np.any(prices.slot != 0.0, axis=1)).tolist()}
        for profile, uses in enumerate(self._profiles):
            for limit, offset_min in uses:
                minute_price = by_minute.get(limit)
                if minute_price is not None and offset_min < horizon_min:
                    charged[profile, : horizon_min - offset_min] += minute_price[offset_min:]
        return charged

    def _standing_points(self, prices: Prices) -> Floats:
        """Points for standing one more minute: 0, or minus the halt's price at a quarter's first minute; -inf where not allowed."""
        standing = np.where(self.graph.wait_min, 0.0, -np.inf)
        for number, limit in enumerate(self.graph.halt_limit):
            if limit >= 0:
                standing[number] -= np.where(self._is_quarter_start, prices.slot[limit][self._minute_slot], 0.0)
        return standing


@dataclass(frozen=True, slots=True, eq=False)
class BestDays:
    """All best days at one set of prices."""

    finder: DayFinder
    value: Floats
    moving: Floats
    earned: Floats
    standing: Floats

    def points(self, station: int, minute: int = 0) -> float:
        return float(self.value[station, minute])

    def path(self, station: int, minute: int = 0) -> Path:
        """The moves of a best day from this station and minute on, each as early as it can be."""
        finder = self.finder
        steps: list[Step] = []
        while True:
            points = self.value[station, minute]
            is_base = finder.graph.stations[station].kind is StationKind.BASE
            if is_base and points <= _TOLERANCE:
                return tuple(steps)
            starts_min = self._leaves(station, minute, points)
            first, last = self._moves_from(station)
            then = starts_min + finder._total[first:last]
            options = np.full(last - first, -np.inf)
            inside = then <= finder._horizon_min
            options[inside] = self.earned[first:last, starts_min][inside] + self.value[finder._head[first:last][inside], then[inside]]
            move = first + int(np.argmax(options))
            steps.append(Step(move, starts_min))
            station, minute = int(finder._head[move]), starts_min + int(finder._total[move])

    def _leaves(self, station: int, minute: int, points: float) -> int:
        """The first minute at which leaving is worth as much as the best from here."""
        waited = np.concatenate(([0.0], np.cumsum(self.standing[station, minute:-1])))
        leaving = self.moving[station, minute:] + waited
        return minute + int(np.argmax(leaving >= points - _TOLERANCE * max(1.0, abs(points))))

    def _moves_from(self, station: int) -> tuple[int, int]:
        where = int(np.searchsorted(self.finder._tails, station))
        return int(self.finder._starts[where]), int(self.finder._ends[where])


def slots_used(problem: Problem, graph: VehicleGraph, path: Path) -> dict[tuple[int, int], int]:
    """(limit, slot) -> how many times a path uses it, halts included."""
    used: dict[tuple[int, int], int] = {}

    def add(limit: int, minute: int) -> None:
        key = (limit, problem.slot(minute))
        used[key] = used.get(key, 0) + 1

    for position, step in enumerate(path):
        move = graph.moves[step.move]
        for limit, offset_min in move.uses:
            add(limit, step.starts_min + offset_min)
        halt_limit = graph.halt_limit[move.head]
        if halt_limit >= 0:
            # a vehicle stands at the halt from its arrival to the start of its next move
            stands_to = path[position + 1].starts_min
            for minute in range(step.starts_min + move.total_min, stands_to):
                if (minute + problem.quarter_offset_min) % QUARTER_MIN == 0:
                    add(halt_limit, minute)
    return used


def fuel_lasts(graph: VehicleGraph, path: Path, fuel_places: frozenset[str]) -> bool:
    """Whether the exact kilometres between refuellings stay within the range; the graph itself rounds them down."""
    if graph.fuel_range_km is None:
        return True
    used_km = 0.0
    for step in path:
        move = graph.moves[step.move]
        used_km += move.km
        if used_km > graph.fuel_range_km:
            return False
        if graph.stations[move.head].place in fuel_places:
            used_km = 0.0
    return True
