"""Every day of a vehicle that is worth enough at given prices, for when the best one alone is not enough.

Where all vehicles together can lose only so much of their best days and still do what must be done, a day that loses more is in no
such plan. Listing the others turns a linear optimum into an exact answer: Baldacci, Christofides, Mingozzi (2008),
doi:10.1007/s10107-007-0178-5. People only: goods on the way are not told apart.

Invariant: for every allowed day whose useful journeys are worth at least `least_points`, the list has one with at least as many useful
journeys between each two places, that uses no more of any limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from safepassage.planning.pricing import BestDays, Path, Prices, Step
from safepassage.planning.problem import QUARTER_MIN, Problem, StationKind, VehicleGraph

_COUNT_BITS = 16
"""Room for each count in the one whole number that holds them all: no day has 65,536 journeys."""


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The first part of a day: what it earned, and how it came about."""

    points: float
    last: Step | None
    before: "_Beginning | None"

    def path(self) -> Path:
        steps: list[Step] = []
        part: _Beginning | None = self
        while part is not None and part.last is not None:
            steps.append(part.last)
            part = part.before
        return tuple(reversed(steps))


class DayLister:
    """Lists days of one graph, from its best days at some prices; valid until their finder is asked again."""

    def __init__(self, problem: Problem, graph: VehicleGraph, prices: Prices, best: BestDays) -> None:
        self._horizon_min = problem.horizon_min
        self._graph = graph
        self._problem = problem
        self._counter = _Counter(problem)
        self._prices = prices
        self._value: list[list[float]] = best.value.tolist()
        self._earned: list[list[float]] = [best.earned(shape).tolist() for shape in range(len(graph.shapes))]
        self._gain: list[float] = best.gain.tolist()
        self._may_wait: list[list[bool]] = graph.wait_min.tolist()
        self._useful = useful_trips(problem, graph)
        self._moves: dict[int, list[int]] = {}
        for number, move in enumerate(graph.moves):
            self._moves.setdefault(move.tail, []).append(number)

    def days(self, station: int, least_points: float, *, most: int) -> list[Path] | None:
        """The days from a station worth at least `least_points`; None where more than `most` beginnings would have to be looked at."""
        # at each minute: (station, counts) -> the beginning; and those that have just arrived
        at: list[dict[tuple[int, int], _Beginning]] = [{} for _ in range(self._horizon_min + 1)]
        arrived: list[set[tuple[int, int]]] = [set() for _ in at]
        at[0][station, 0] = _Beginning(0.0, None, None)
        arrived[0].add((station, 0))
        looked_at = 0
        for minute in range(self._horizon_min):
            looked_at += len(at[minute])
            if looked_at > most:
                return None
            for (stands, counts), part in at[minute].items():
                is_fresh = (stands, counts) in arrived[minute]
                for move in self._moves.get(stands, ()):
                    if is_fresh or not self._could_have_left_before(move, minute):
                        self._leave(at, arrived, (stands, counts), part, move, minute, least_points)
                self._stay(at, (stands, counts), part, minute, least_points)
            at[minute] = {}
        ends = {counts: part for (stands, counts), part in at[-1].items() if self._graph.stations[stands].kind is StationKind.BASE}
        return [part.path() for counts, part in ends.items() if not self._is_lesser(counts, ends)]

    def _is_lesser(self, counts: int, ends: Mapping[int, _Beginning]) -> bool:
        """Whether another day has one useful journey more, and all else alike."""
        return any(
            self._counter.trips(counts, pair) < most and counts + self._counter.one(pair) in ends for pair, most in enumerate(self._useful)
        )

    def _could_have_left_before(self, number: int, minute: int) -> bool:
        """Whether to leave a minute earlier and wait at the other end comes to the same."""
        move = self._graph.moves[number]
        shape = self._graph.shapes[move.shape]
        arrives = minute - 1 + shape.total_min
        return (
            not any(self._counter.is_scarce(limit) for limit, _ in shape.uses)
            and bool(self._graph.open_min[move.shape, minute - 1])
            and self._graph.halt_limit[move.head] < 0
            and arrives < self._horizon_min
            and self._may_wait[move.head][arrives]
        )

    def _leave(
        self,
        at: list[dict[tuple[int, int], _Beginning]],
        arrived: list[set[tuple[int, int]]],
        key: tuple[int, int],
        part: _Beginning,
        number: int,
        minute: int,
        least_points: float,
    ) -> None:
        move = self._graph.moves[number]
        then = minute + self._graph.shapes[move.shape].total_min
        points, counts = part.points + self._earned[move.shape][minute], key[1] + self._counter.uses(self._graph, number, minute)
        if move.pair >= 0 and self._counter.trips(counts, move.pair) < self._useful[move.pair]:
            points, counts = points + self._gain[number], counts + self._counter.one(move.pair)
        if then > self._horizon_min or points + self._value[move.head][then] < least_points:
            return
        reached = (move.head, counts)
        arrived[then].add(reached)
        at[then].setdefault(reached, _Beginning(points, Step(number, minute), part))

    def _stay(
        self, at: list[dict[tuple[int, int], _Beginning]], key: tuple[int, int], part: _Beginning, minute: int, least_points: float
    ) -> None:
        station, counts = key
        if not self._may_wait[station][minute]:
            return
        points = part.points
        limit = self._graph.halt_limit[station]
        if limit >= 0 and (minute + self._problem.quarter_offset_min) % QUARTER_MIN == 0:
            points -= float(self._prices.slot[limit, self._problem.slot(minute)])
            counts += self._counter.standing(limit, minute)
        if points + self._value[station][minute + 1] >= least_points:
            at[minute + 1].setdefault((station, counts), _Beginning(points, part.last, part.before))


class _Counter:
    """Counts journeys of each pair and uses of each quarter in one whole number."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._is_scarce = [bool(np.isfinite(limit.capacity).all()) for limit in problem.limits]

    def is_scarce(self, limit: int) -> bool:
        return self._is_scarce[limit]

    def trips(self, counts: int, pair: int) -> int:
        return (counts >> (_COUNT_BITS * pair)) & 0xFFFF

    def one(self, pair: int) -> int:
        return 1 << (_COUNT_BITS * pair)

    def uses(self, graph: VehicleGraph, number: int, minute: int) -> int:
        counts = 0
        for limit, offset_min in graph.shapes[graph.moves[number].shape].uses:
            counts += self.standing(limit, minute + offset_min)
        return counts

    def standing(self, limit: int, minute: int) -> int:
        if not self._is_scarce[limit]:
            return 0
        place = len(self._problem.pairs) + limit * self._problem.slots + self._problem.slot(minute)
        return 1 << (_COUNT_BITS * place)


def useful_trips(problem: Problem, graph: VehicleGraph) -> list[int]:
    """How many journeys between each pair can find people to take and room for them."""
    shelters = {shelter.place: shelter for shelter in problem.shelters}
    useful = []
    for points, reception in problem.pairs:
        waiting = [demand for demand in problem.demands if demand.gathering_point in points]
        seated = min(sum(demand.units * demand.seats for demand in waiting), shelters[reception].capacity_people)
        lying = min(sum(demand.units * demand.stretcher_bays for demand in waiting), shelters[reception].hospital_beds)
        useful.append(
            max(-(-seated // graph.seats) if graph.seats else 0, -(-lying // graph.stretcher_bays) if graph.stretcher_bays else 0)
        )
    return useful
