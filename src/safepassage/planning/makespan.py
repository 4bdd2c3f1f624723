"""The least time in which a fleet brings everybody out, with proof: how early everybody can be out at all.

A horizon of T minutes is **impossible** where, at some prices, even the best days of all vehicles together earn less than must be
earned to bring everybody out (`whole_days.py`). Where no prices show that, all days that could be part of a plan within T are listed
(`every_day.py`), and an integer programme chooses among them: it finds a plan or proves that there is none. The least T is found by
halving on the first test, and upwards from there with the second.

People only: no goods, and no own transport, which takes no seat.

Invariant: `proven_min` rises only past a horizon that was proven impossible.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from safepassage.planning.every_day import DayLister
from safepassage.planning.fleet_share import Share, ShareMaster
from safepassage.planning.master import Day, day_of
from safepassage.planning.pricing import BestDays, DayFinder
from safepassage.planning.problem import Problem
from safepassage.planning.whole_days import Verdict, WholeDays, are_allowed

_ROUNDING = 1e-9
_REDUCED_COST = 1e-9
SPARE_PARTS = (0.0, 1.0)
"""Days that lose nothing are fewer and often enough for a plan; only all that can be part of one prove that there is none."""

_MOST_BEGINNINGS = 200_000
"""Beginnings of days looked at for one horizon before the answer is left open: some seconds and some hundred megabytes."""

_SHARE_OF_TIME_LEFT = 0.5
"""Of the time left for one choice of days, so that something is always left for a longer horizon."""


@dataclass(frozen=True, slots=True, eq=False)
class LeastTime:
    """Everybody is out after `minutes` (None: no plan was found), and never before `proven_min`; equal: that is the optimum.

    `days` and `riders` (units by pair and demand) are the plan.
    """

    minutes: int | None
    proven_min: int
    days: tuple[Day, ...]
    riders: Mapping[tuple[int, int], int]

    @property
    def is_optimal(self) -> bool:
        return self.minutes == self.proven_min


def find_least_time(problem: Problem, *, seconds: float, fuel_places: frozenset[str] = frozenset()) -> LeastTime:
    """The least number of minutes, up to the problem's horizon, within which whole vehicle days bring everybody out.

    `proven_min` beyond the horizon says that they cannot within it.

    Raises:
        ArithmeticError: the solver gave up.
    """
    if not any(demand.units for demand in problem.demands):
        return LeastTime(0, 0, (), {})
    ends_at = monotonic() + seconds
    people = replace(problem, needs=(), stocks=(), own_rows=(), own_flows=())
    clearing = _Clearing(people, fuel_places, ends_at)
    proven_min = horizon_min = clearing.least_by_shares()
    step_min = 1
    while horizon_min <= problem.horizon_min and monotonic() < ends_at:
        whole = clearing.decide(horizon_min)
        if whole.verdict is Verdict.POSSIBLE:
            return LeastTime(horizon_min, proven_min, whole.days, whole.riders)
        if whole.verdict is Verdict.IMPOSSIBLE:
            proven_min = horizon_min = horizon_min + 1
            step_min = 1
        else:
            # open questions are left behind in growing steps, or the clock would run out among them
            horizon_min += step_min
            step_min *= 2
    return LeastTime(None, proven_min, (), {})


class _Clearing:
    """The questions about one problem at horizons of different lengths. Days found for one are kept for the longer ones."""

    def __init__(self, problem: Problem, fuel_places: frozenset[str], ends_at: float) -> None:
        self._problem = problem
        self._fuel_places = fuel_places
        self._ends_at = ends_at
        self._days: list[Day] = []

    def least_by_shares(self) -> int:
        """The first horizon, up to one beyond the problem's, that no prices are known to show impossible."""
        impossible_min, open_min = 0, self._problem.horizon_min + 1
        while open_min - impossible_min > 1 and monotonic() < self._ends_at:
            middle_min = (impossible_min + open_min) // 2
            if self._prove_impossible(middle_min):
                impossible_min = middle_min
            else:
                open_min = middle_min
        return impossible_min + 1

    def _prove_impossible(self, horizon_min: int) -> bool:
        return any(priced.is_impossible for priced in self._price(horizon_min, is_possible_enough=True))

    def decide(self, horizon_min: int) -> WholeDays:
        """Whether whole days bring everybody out within a horizon."""
        priced = None
        for priced in self._price(horizon_min, is_possible_enough=False):
            if priced.is_impossible:
                return WholeDays(Verdict.IMPOSSIBLE)
        if priced is None:
            return WholeDays(Verdict.UNDECIDED)
        for part in SPARE_PARTS:
            every_day = priced.every_day(part, _MOST_BEGINNINGS)
            days = self._fitting(horizon_min) if every_day is None else every_day
            whole = self._choose(priced.problem, days)
            if whole.verdict is Verdict.POSSIBLE or every_day is None:
                break
        is_proof = whole.verdict is Verdict.IMPOSSIBLE and every_day is not None and part == SPARE_PARTS[-1]
        return whole if whole.verdict is Verdict.POSSIBLE or is_proof else WholeDays(Verdict.UNDECIDED)

    def _choose(self, problem: Problem, days: Iterable[Day]) -> WholeDays:
        """Days among these that bring everybody out; "impossible" says that no plan is made of them."""
        master = ShareMaster(problem)
        master.add(days)
        whole = master.solve_whole(_SHARE_OF_TIME_LEFT * max(0.0, self._ends_at - monotonic()))
        if whole.verdict is Verdict.POSSIBLE and not are_allowed(problem, whole, self._fuel_places):
            # the programme asks less than the rules in fuel, at halts and of families
            return WholeDays(Verdict.UNDECIDED)
        return whole

    def _price(self, horizon_min: int, *, is_possible_enough: bool) -> Iterator["_Priced"]:
        """Better and better prices, until they show the horizon impossible, no day is missing, or the clock has run out."""
        problem = until(self._problem, horizon_min)
        finders = [DayFinder(problem, graph) for graph in problem.graphs]
        master = ShareMaster(problem)
        master.add(self._fitting(horizon_min))
        while monotonic() < self._ends_at:
            share = master.solve()
            priced = _Priced(problem, share, [finder.find(share.prices, for_bound=True) for finder in finders])
            yield priced
            fresh = priced.better_days()
            self._days += fresh
            if priced.is_impossible or not master.add(fresh) or (is_possible_enough and share.share <= 1.0):
                return

    def _fitting(self, horizon_min: int) -> list[Day]:
        """The days known that end within a horizon."""
        return [day for day in self._days if _ends_min(self._problem, day) <= horizon_min]


@dataclass(frozen=True, slots=True, eq=False)
class _Priced:
    """What prices say of one horizon: `best[graph]` are the best days at them."""

    problem: Problem
    share: Share
    best: Sequence[BestDays]

    def best_points(self, fleet: int) -> float:
        row = self.problem.fleet[fleet]
        return max(0.0, self.best[row.graph].points(row.start_station))

    @property
    def spare_points(self) -> float:
        """What all vehicles together may earn less than on their best days and still bring everybody out."""
        most = sum(row.vehicles * self.best_points(fleet) for fleet, row in enumerate(self.problem.fleet))
        return most - self.share.needed

    @property
    def is_impossible(self) -> bool:
        return self.spare_points < -_ROUNDING * max(1.0, self.share.needed)

    def better_days(self) -> list[Day]:
        """The best day of each fleet row, where the programme does not know one as good."""
        days = []
        for fleet, row in enumerate(self.problem.fleet):
            if self.best_points(fleet) > self.share.fleet[fleet] + _REDUCED_COST:
                days.append(day_of(self.problem, fleet, self.best[row.graph].path(row.start_station)))
        return days

    def every_day(self, part: float, most: int) -> list[Day] | None:
        """The days that lose no more than a part of the spare points; None where they are too many to list.

        With the whole of it, these are all that can be part of a plan that brings everybody out.
        """
        days: list[Day] = []
        for fleet, row in enumerate(self.problem.fleet):
            least_points = self.best_points(fleet) - part * self.spare_points - _ROUNDING
            lister = DayLister(self.problem, self.problem.graphs[row.graph], self.share.prices, self.best[row.graph])
            paths = lister.days(row.start_station, least_points, most=most)
            if paths is None:
                return None
            days += [day_of(self.problem, fleet, path) for path in paths]
        return days


def until(problem: Problem, horizon_min: int) -> Problem:
    """The problem with a shorter horizon: what has not ended by then is not done."""
    cut = replace(problem, horizon_min=horizon_min)
    return replace(
        cut,
        limits=tuple(replace(limit, capacity=limit.capacity[: cut.slots]) for limit in problem.limits),
        graphs=tuple(
            replace(
                graph,
                open_min=graph.open_min[:, :horizon_min],
                wait_min=graph.wait_min[:, :horizon_min],
                tie_points=graph.tie_points[:, :horizon_min],
                cost_points=graph.cost_points[:, :horizon_min],
            )
            for graph in problem.graphs
        ),
    )


def _ends_min(problem: Problem, day: Day) -> int:
    if not day.path:
        return 0
    last = day.path[-1]
    return last.starts_min + problem.graphs[problem.fleet[day.fleet].graph].shape(last.move).total_min
