"""The search for a plan of whole vehicles, beside the bound.

First a plan without prices; then the linear optimum, which gives the bound and the price of every quarter; then plans built at
these prices, and improved by taking some vehicles out and putting them in again (ruin and recreate: Schrimpf et al. 2000,
doi:10.1006/jcph.1999.6413; Ropke and Pisinger 2006, doi:10.1287/trsc.1050.0135), each with its best day at what the others left.

Invariant: what is done in a unit of work depends on the problem, the seed and the units before, never on the clock. The clock
only decides how many units are done, so the same work and seed give the same plan.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

import numpy as np

from safepassage.planning.bound import Generation
from safepassage.planning.insertion import Inserter
from safepassage.planning.master import Day, MasterResult
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import Floats, Problem
from safepassage.planning.tally import Layout, Tally

PRICE_SHARES = (0.5, 0.35, 0.65, 0.8, 0.2)
"""Shares of the linear optimum's prices at which plans are built: whole prices leave quarters unused, none waste them."""

_GENERATIONS_BETWEEN_PLANS = 25
_FOLLOW_SHARE = 0.98
_WORSE_ACCEPTED = 0.001
_EXACT_POINTS = 1e-6
_TIE_POINTS = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best whole plan so far and the bound.

    `points` count people, goods, ties and the costs of the user's weights, `bound_points` people and goods alone; `linear` is the
    linear optimum, as far as it was reached.
    """

    days: tuple[Day, ...]
    points: float
    bound_points: float
    is_bound_final: bool
    linear: MasterResult | None
    work: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What a search tells while it runs."""

    stage: str
    points: float
    bound_points: float
    work: int


class Search:
    """One search; `units()` pauses after every unit of work."""

    def __init__(self, problem: Problem, fuel_places: frozenset[str], *, seed: int) -> None:
        self.stage = "first plan"
        self.linear: MasterResult | None = None
        self.bound_points = math.inf
        self.is_bound_final = False
        self._problem = problem
        self._fuel_places = fuel_places
        self._layout = Layout(problem)
        self._finders = [DayFinder(problem, graph) for graph in problem.graphs]
        self._generation = Generation(problem, self._finders)
        self._random = np.random.default_rng(seed)
        # those with stretcher bays first: a search that is cut short has served the most urgent
        by_urgency = sorted(range(len(problem.fleet)), key=lambda fleet: problem.graphs[problem.fleet[fleet].graph].stretcher_bays == 0)
        self._vehicles = [fleet for fleet in by_urgency for _ in range(problem.fleet[fleet].vehicles)]
        self._days: list[Day] = []
        self._points = 0.0
        self._current: list[Day] = []
        self._current_points = 0.0

    def units(self) -> Iterator[None]:
        yield from self._build("first plan", 0.0)
        self._generation.add(self._days)
        yield from self._bound()
        for share in PRICE_SHARES:
            yield from self._build("plan at prices", share)
        yield from self._improve()

    def found(self, work: int) -> Found:
        return Found(tuple(self._days), self._points, self.bound_points, self.is_bound_final, self.linear, work)

    def progress(self, work: int) -> Progress:
        return Progress(self.stage, self._points, self.bound_points, work)

    def _bound(self) -> Iterator[None]:
        generations = 0
        while not self.is_bound_final:
            self.stage = "bound"
            try:
                priced = self._generation.step()
            except ArithmeticError:
                # the solver gave up: what was proven before still holds
                return
            self.bound_points = min(self.bound_points, priced.bound_points)
            self.linear = priced.result
            self.is_bound_final = priced.new_columns == 0 or self.bound_points - priced.result.points < _EXACT_POINTS * self.bound_points
            generations += 1
            yield
            if generations % _GENERATIONS_BETWEEN_PLANS == 0 and not self.is_bound_final:
                yield from self._build("plan at prices", PRICE_SHARES[0])

    def _improve(self) -> Iterator[None]:
        self.stage = "improve"
        self._current, self._current_points = self._days, self._points
        patience = 20 + 3 * len(self._vehicles)
        stale = 0
        while stale < patience and self._days:
            before = self._points
            yield from self._rebuild()
            stale = 0 if self._points > before + _TIE_POINTS else stale + 1

    def _build(self, stage: str, share: float) -> Iterator[None]:
        """A whole plan at a share of the prices, vehicle by vehicle in the order of the fleet."""
        self.stage = stage
        tally = Tally(self._layout)
        prices = share * self._slot_prices()
        inserter = Inserter(self._problem, self._finders, tally, prices, self._fuel_places, follow_share=_FOLLOW_SHARE)
        days: list[Day] = []
        for fleet in self._vehicles:
            day = inserter.insert(fleet)
            if day is not None:
                days.append(day)
                self._keep_if_best(days, tally)
            yield

    def _rebuild(self) -> Iterator[None]:
        """Take some vehicles out, and put them and every idle one in again at prices shaken at random."""
        random = self._random
        days = self._current
        count = min(len(days), int(random.integers(2, max(3, min(14, len(days) // 3 + 3)))))
        out = set(random.permutation(len(days))[:count].tolist())
        kept = [day for number, day in enumerate(days) if number not in out]
        tally = Tally(self._layout)
        for day in kept:
            tally.take(day, self._problem.graphs[self._problem.fleet[day.fleet].graph])
        free = self._free(kept)
        prices = self._slot_prices()
        prices = prices * random.uniform(0.3, 1.2) * random.uniform(0.8, 1.2, prices.shape)
        accepted_at = self._current_points - _WORSE_ACCEPTED * random.random() * abs(self._current_points)
        inserter = Inserter(self._problem, self._finders, tally, prices, self._fuel_places, follow_share=1.0)
        for position in random.permutation(len(free)).tolist():
            inserted = inserter.insert(free[position])
            if inserted is not None:
                kept.append(inserted)
                yield
        self._keep_if_best(kept, tally)
        if tally.points >= accepted_at:
            self._current, self._current_points = kept, tally.points
        yield

    def _free(self, kept: list[Day]) -> list[int]:
        left = {fleet: row.vehicles for fleet, row in enumerate(self._problem.fleet)}
        for day in kept:
            left[day.fleet] -= 1
        return [fleet for fleet, vehicles in left.items() for _ in range(vehicles)]

    def _keep_if_best(self, days: list[Day], tally: Tally) -> None:
        if tally.points > self._points + _TIE_POINTS or not self._days:
            self._days, self._points = list(days), tally.points

    def _no_prices(self) -> Floats:
        return np.zeros((len(self._problem.limits), self._problem.slots))

    def _slot_prices(self) -> Floats:
        return self._no_prices() if self.linear is None else self.linear.prices.slot


def search(
    problem: Problem,
    fuel_places: frozenset[str],
    *,
    seed: int,
    seconds: float,
    work: int | None,
    report: Callable[[Progress], None] | None = None,
) -> Found:
    """Search until `work` units are done; where that is None, until the clock has run `seconds`; or until nothing better was
    found for long.

    Ctrl-C ends it as the clock does, with the best so far.
    """
    ends_at = monotonic() + seconds
    searching = Search(problem, fuel_places, seed=seed)
    done = 0
    found = searching.found(done)
    try:
        for _ in searching.units():
            done += 1
            found = searching.found(done)
            if report is not None:
                report(searching.progress(done))
            if done >= work if work is not None else monotonic() >= ends_at:
                return found
    except KeyboardInterrupt:
        return found
    return searching.found(done)
