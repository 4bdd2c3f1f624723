"""The best plan that is made of days already known: the restricted integer master.

The programme of `master.py` over a given set of days, with whole vehicles: maximise points of riders and goods, less what the days cost,
subject to the vehicles of each row, the quarters as whole plans take them, seats and bays by pair, people, receptions, stocks, needs. Two
seats are no seats for a family of three: with k people in a group,

    sum floor(people of a group / k) x groups riding on a pair  <=  sum floor(seats / k) x trips on the pair         for each size k

holds for every plan (Chvatal 1973, doi:10.1016/0012-365X(73)90167-2). Riders may be divided otherwise; the final boarding
(`boarding.py`) is exact.

Invariant: what it gives never takes more of a quarter than there is, so that it is a plan.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from safepassage.planning.master import Day, quiet_highs
from safepassage.planning.problem import Problem
from safepassage.planning.riding import Riding

_GAP_SHARE = 5e-5
"""Within this share of the best the solver may stop."""

_NEAR_SHARE = 0.01
"""A plan within this share of the best is near it."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A plan of known days; `is_near`: proven to be nearly as good as any other plan of them."""

    days: tuple[Day, ...]
    is_near: bool


def best_of_known(
    problem: Problem, days: Iterable[Day], *, start: Sequence[Day] = (), most_nodes: int, seconds: float = math.inf
) -> Chosen:
    """The best plan of days among these, each driven by as many vehicles of its row as is best.

    It is no worse than `start`, a plan itself. `most_nodes` of the search tree, and not seconds: the same plan on every machine, as long
    as no `seconds` end the search.
    """
    begun = Counter((day.fleet, day.path) for day in start)
    known = {(day.fleet, day.path): day for day in (*days, *start)}
    if not known:
        return Chosen((), True)
    if seconds <= 0.0:
        return Chosen(tuple(start), False)
    model = _Model(problem, list(known.values()))
    vehicles, is_near = model.solve(most_nodes, [begun[key] for key in known], seconds)
    return Chosen(tuple(day for day, number in zip(known.values(), vehicles, strict=True) for _ in range(number)), is_near)


class _Model:
    """Columns: first one for each day, then riders by (pair, demand), then kilograms by (lane, need, stock)."""

    def __init__(self, problem: Problem, days: Sequence[Day]) -> None:
        self._days = len(days)
        self._upper: list[float] = []
        self._points: list[float] = []
        self._most: list[float] = []
        self._entries: list[dict[int, float]] = []
        riding = Riding(problem)
        fleet = [self._row(row.vehicles) for row in problem.fleet]
        slots = self._slots(problem, days)
        pairs = sorted({pair for day in days for pair in day.trips})
        lanes = sorted({lane for day in days for lane in day.hauls})
        seats, bays, payload = ({number: self._row(0.0) for number in of} for of in (pairs, pairs, lanes))
        sizes = {pair: sorted({problem.demands[demand].seats for demand in riding.demands_of(pair)} - {0, 1}) for pair in pairs}
        groups = {(pair, size): self._row(0.0) for pair in pairs for size in sizes[pair]}
        for day in days:
            graph = problem.graphs[problem.fleet[day.fleet].graph]
            cost = sum(float(graph.cost_points[graph.moves[step.move].shape, step.starts_min]) for step in day.path)
            rows = {fleet[day.fleet]: 1.0} | {slots[use]: float(count) for use, count in day.takes.items() if use in slots}
            for pair, times in day.trips.items():
                rows |= {seats[pair]: -float(graph.seats * times), bays[pair]: -float(graph.stretcher_bays * times)}
                rows |= {groups[pair, size]: -float(graph.seats // size * times) for size in sizes[pair]}
            rows |= {payload[lane]: -float(graph.payload_kg * times) for lane, times in day.hauls.items()}
            self._column(-day.tie_points - cost, rows, most=problem.fleet[day.fleet].vehicles)
        self._riders(problem, riding, seats, bays, groups)
        self._goods(problem, payload)

    def _slots(self, problem: Problem, days: Sequence[Day]) -> dict[tuple[int, int], int]:
        """Rows for the quarters that these days could take too much of at all."""
        most: dict[tuple[int, int], dict[int, int]] = {}
        for day in days:
            for use, count in day.takes.items():
                of_rows = most.setdefault(use, {})
                of_rows[day.fleet] = max(of_rows.get(day.fleet, 0), count)
        rows = {}
        for use, of_rows in sorted(most.items()):
            capacity = float(problem.limits[use[0]].capacity[use[1]])
            if sum(count * problem.fleet[fleet].vehicles for fleet, count in of_rows.items()) > capacity:
                rows[use] = self._row(capacity)
        return rows

    def _riders(
        self, problem: Problem, riding: Riding, seats: Mapping[int, int], bays: Mapping[int, int], groups: Mapping[tuple[int, int], int]
    ) -> None:
        demands = [self._row(demand.units) for demand in problem.demands]
        room = [self._row(shelter.capacity_people) for shelter in problem.shelters]
        beds = [self._row(shelter.hospital_beds) for shelter in problem.shelters]
        for pair, seat in seats.items():
            place = riding.shelter_of(pair)
            for number in riding.demands_of(pair):
                demand = problem.demands[number]
                rows = {demands[number]: 1.0}
                if demand.seats:
                    rows |= {seat: float(demand.seats), room[place]: float(demand.seats)}
                    shares = {row: float(demand.seats // size) for (of, size), row in groups.items() if of == pair}
                    rows |= {row: share for row, share in shares.items() if share}
                if demand.stretcher_bays:
                    rows |= {bays[pair]: float(demand.stretcher_bays), beds[place]: float(demand.stretcher_bays)}
                self._column(demand.points, rows)

    def _goods(self, problem: Problem, payload: Mapping[int, int]) -> None:
        stocks = [self._row(stock.weight_kg) for stock in problem.stocks]
        needs = [self._row(need.weight_kg) for need in problem.needs]
        for lane, row in payload.items():
            origin, target = problem.lanes[lane]
            for number, need in enumerate(problem.needs):
                for at, stock in enumerate(problem.stocks):
                    if need.place == target and stock.place == origin and stock.kind == need.kind:
                        self._column(need.points_per_kg, {row: 1.0, stocks[at]: 1.0, needs[number]: 1.0})

    def _row(self, upper: float) -> int:
        self._upper.append(float(upper))
        return len(self._upper) - 1

    def _column(self, points: float, rows: dict[int, float], *, most: float = highspy.kHighsInf) -> None:
        self._points.append(points)
        self._most.append(float(most))
        self._entries.append(rows)

    def solve(self, most_nodes: int, start: Sequence[int], seconds: float) -> tuple[list[int], bool]:
        """How many vehicles run each day, and whether that is proven to be near the best."""
        highs = quiet_highs()
        highs.setOptionValue("mip_rel_gap", _GAP_SHARE)
        highs.setOptionValue("mip_max_nodes", most_nodes)
        highs.setOptionValue("time_limit", seconds)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._points), len(self._upper)
        model.col_cost_ = np.array(self._points)
        model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.array(self._most)
        model.row_lower_, model.row_upper_ = np.full(model.num_row_, -highspy.kHighsInf), np.array(self._upper)
        model.sense_ = highspy.ObjSense.kMaximize
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.cumsum([0, *(len(rows) for rows in self._entries)]).astype(np.int32)
        model.a_matrix_.index_ = np.array([row for rows in self._entries for row in rows], np.int32)
        model.a_matrix_.value_ = np.array([share for rows in self._entries for share in rows.values()], float)
        rest = model.num_col_ - self._days
        model.integrality_ = [highspy.HighsVarType.kInteger] * self._days + [highspy.HighsVarType.kContinuous] * rest
        highs.passModel(model)
        if any(start):
            # the solver works out the riders
            highs.setSolution(self._days, np.arange(self._days, dtype=np.int32), np.array(start, float))
        highs.run()
        ended = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kTimeLimit)
        if highs.getModelStatus() not in ended or not highs.getInfo().primal_solution_status:
            return list(start), False
        vehicles = [round(number) for number in highs.getSolution().col_value[: self._days]]
        return vehicles, bool(highs.getInfo().mip_gap <= _NEAR_SHARE)
