"""The search for a plan of whole vehicles, beside the bound.

First a plan without prices; then the linear optimum, which gives the bound and the prices; then plans out of the linear optimum
(`dive.py`); then these are improved by taking some vehicles out and putting them in again (ruin and recreate: Schrimpf et al. 2000,
doi:10.1006/jcph.1999.6413; Ropke and Pisinger 2006, doi:10.1287/trsc.1050.0135), each with its best day at what the others left, or
by diving again from what was kept.

Invariant: what is done in a unit of work depends on the problem, the seed and the units before, never on the clock. The clock
only decides how many units are done, so the same work and seed give the same plan.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

import numpy as np

from safepassage.planning.bound import Generation
from safepassage.planning.dive import FOLLOW_SHARE, Diver
from safepassage.planning.insertion import Inserter
from safepassage.planning.master import Day, MasterResult
from safepassage.planning.own_columns import OwnColumns, Together, TogetherBound
from safepassage.planning.own_transport import OwnGroup
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import Problem
from safepassage.planning.tally import Layout, Tally

_BUILD_SHARES = (0.65, 0.0)
_DIVE_SHARES = ((0.65, 0.0), (0.65, 0.7))
"""Shares of the prices of quarters and of people at which plans are built: whole prices leave much unused, none waste it."""

_WORTH_CUTTING_SHARE, _MANY_VEHICLES, _WORTH_CUTTING_MANY_SHARE = 0.0007, 100, 0.002
"""Boarding cuts are followed while they may bring the bound down by so much; each round takes about as long as the rounds before, which
for many vehicles is time that plans need more.
"""

_SEARCHES_OF_A_FIRST_PLAN = 400
_FEW_VEHICLES = 60
"""A first plan of more vehicles lets one follow another for a smaller share of what that one brought, so that the searches last for all:
a worse plan for all of them brings more than a better one for half.
"""

_GENERATIONS_BETWEEN_PLANS = 200
_KEPT_SHARES = (0.5, 0.97)
"""The share of a plan's days that a dive begins with, drawn between these two."""

_MOST_RIVALS = 3
_RIVAL_SHARE = 0.002
"""Plans nearly as good as the best one that are kept: riders are counted greedily here, and exactly only when all is done."""

_PATIENCE = 20
_WORSE_ACCEPTED = 0.0005
_EXACT_POINTS = 1e-6
_TIE_POINTS = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Rival:
    """Another good plan of whole days, and the own transport that it was found beside."""

    days: tuple[Day, ...]
    first_own: tuple[OwnGroup, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best whole plan so far and the bound.

    `points` count people, goods, ties and the costs of the user's weights, `bound_points` people and goods alone; `linear` is the
    linear optimum, as far as it was reached; `proof` holds the prices that prove the bound, None where none was reached. `together` is the
    bound with own transport, where there is any and it was looked at.
    """

    days: tuple[Day, ...]
    points: float
    bound_points: float
    is_bound_final: bool
    linear: MasterResult | None
    work: int
    proof: MasterResult | None = None
    rivals: tuple[Rival, ...] = ()
    together: TogetherBound | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a search tells while it runs."""

    stage: str
    points: float
    bound_points: float
    work: int


class Search:
    """One search; `units()` pauses after every unit of work.

    It begins from the days of `start`, as far as there is room for them; `columns` are days that the linear programme shall know.
    `own` is the own transport whose bound together with the fleet is wanted: `own_soon` before all plans at prices, otherwise after the
    first of them. `finders` may be those of a search that pauses where `is_at_rest`.
    """

    def __init__(
        self,
        problem: Problem,
        fuel_places: frozenset[str],
        *,
        seed: int,
        start: Sequence[Day] = (),
        columns: Sequence[Day] = (),
        own: OwnColumns | None = None,
        own_soon: bool = False,
        finders: list[DayFinder] | None = None,
    ) -> None:
        self.stage = "first plan"
        self.linear: MasterResult | None = None
        self.proof: MasterResult | None = None
        self.bound_points = math.inf
        self.is_bound_final = False
        self._problem = problem
        self._fuel_places = fuel_places
        self._layout = Layout(problem)
        self.finders = finders or [DayFinder(problem, graph) for graph in problem.graphs]
        self._generation = Generation(problem, self.finders)
        self._random = np.random.default_rng(seed)
        # those with stretcher bays first: a search that is cut short has served the most urgent
        by_urgency = sorted(range(len(problem.fleet)), key=lambda fleet: problem.graphs[problem.fleet[fleet].graph].stretcher_bays == 0)
        self._vehicles = [fleet for fleet in by_urgency for _ in range(problem.fleet[fleet].vehicles)]
        self._diver = Diver(problem, self._generation, self.finders, self._layout, self._vehicles, fuel_places)
        self._worth_cutting_share = _WORTH_CUTTING_SHARE if len(self._vehicles) <= _MANY_VEHICLES else _WORTH_CUTTING_MANY_SHARE
        self._start = start
        self._columns = columns
        self._days: list[Day] = []
        self._points = 0.0
        self._current: list[Day] = []
        self._rivals: list[tuple[float, tuple[Day, ...]]] = []
        self._own = own
        self._own_soon = own_soon
        self.together: Together | None = None
        self.is_weighed = own is None
        self.is_at_rest = True
        self._is_in_company = own_soon or finders is not None

    def units(self) -> Iterator[None]:
        self._begin()
        if not self._days:
            yield from self._unrest(self._build("first plan", 0.0, 0.0))
        self._generation.add([*self._columns, *self._days])
        yield from self._bound()
        if self._own_soon:
            yield from self._bound_together()
        yield from self._dive()
        yield from self._bound_together()
        yield from self._improve()

    def _unrest(self, units: Iterator[None]) -> Iterator[None]:
        """Units in which best days are held that another search with the same finders would overwrite; then a pause for that one."""
        self.is_at_rest = False
        yield from units
        self.is_at_rest = True
        if self._is_in_company:
            yield

    def found(self, work: int) -> Found:
        return Found(
            tuple(self._days),
            self._points,
            self.bound_points,
            self.is_bound_final,
            self.linear,
            work,
            self.proof,
            self._other_plans(),
            self._bound_so_far(),
        )

    def columns(self) -> list[Day]:
        """All days that the linear programme knows."""
        return self._generation.master.days

    def progress(self, work: int) -> Progress:
        return Progress(self.stage, self._points, self.bound_points, work)

    def _begin(self) -> None:
        tally = Tally(self._layout)
        left = {fleet: row.vehicles for fleet, row in enumerate(self._problem.fleet)}
        days: list[Day] = []
        for day in self._start:
            if left[day.fleet] and tally.has_room(day):
                left[day.fleet] -= 1
                tally.take(day, self._problem.graphs[self._problem.fleet[day.fleet].graph])
                days.append(day)
        if days:
            self._keep_if_best(days, tally)

    def _bound(self) -> Iterator[None]:
        generations = 0
        while not self.is_bound_final:
            self.stage = "bound"
            try:
                priced = self._generation.smoothed_step()
                if priced.bound_points < self.bound_points:
                    self.bound_points, self.proof = priced.bound_points, priced.proof
                self.linear = priced.result
                is_optimal = priced.new_columns == 0 or priced.bound_points - priced.result.points < _EXACT_POINTS * priced.bound_points
                self.is_bound_final = is_optimal and self._generation.cut() < self._worth_cutting_share
            except ArithmeticError:
                # the solver gave up: what was proven before still holds
                return
            generations += 1
            yield
            if generations % _GENERATIONS_BETWEEN_PLANS == 0 and not self.is_bound_final:
                yield from self._unrest(self._build("plan at prices", *_BUILD_SHARES))

    def _bound_together(self) -> Iterator[None]:
        """The bound of the fleet and own transport together, once."""
        if self._own is not None and not self.is_weighed:
            self.together = Together(self._own, self.finders, self.columns())
            yield from self.together.steps()
            self.is_weighed = True
            if self._is_in_company:
                yield

    def _bound_so_far(self) -> TogetherBound | None:
        return None if self.together is None else self.together.bound()

    def _dive(self) -> Iterator[None]:
        self.stage = "plan at prices"
        dive = self._diver.dive((), self._keep_if_best, beat=lambda: self._points, shares=_DIVE_SHARES)
        yield from self._unrest(dive)

    def _improve(self) -> Iterator[None]:
        """Tear the plan down in part and put it up again, by insertion and by diving in turn, until nothing better is found for long."""
        self.stage = "improve"
        self._current = self._days
        stale = 0
        while stale < _PATIENCE + len(self._vehicles) and self._days:
            before = self._points
            yield from self._unrest(self._round())
            stale = 0 if self._points > before + _TIE_POINTS else stale + 1

    def _round(self) -> Iterator[None]:
        yield from self._rebuild()
        if self.linear is not None:
            yield from self._dive_again()

    def _dive_again(self) -> Iterator[None]:
        """Keep some days, and let the linear optimum of what is left say the others."""
        random = self._random
        days = self._current
        kept = random.permutation(len(days))[: int(len(days) * random.uniform(*_KEPT_SHARES))].tolist()
        shares = [(random.uniform(0.2, 1.0), random.uniform(0.0, 0.9)) for _ in _DIVE_SHARES]
        yield from self._diver.dive([days[number] for number in kept], self._adopt, beat=lambda: self._points, shares=shares)

    def _build(self, stage: str, slot_share: float, people_share: float) -> Iterator[None]:
        """A plan at a share of the prices, for as many vehicles as some searches for best days give one; so that it is there soon."""
        self.stage = stage
        shares = {"slot_share": slot_share, "people_share": people_share}
        yield from self._diver.complete(
            {},
            self.linear,
            self._keep_if_best,
            **shares,
            keeps_parts=True,
            most_searches=_SEARCHES_OF_A_FIRST_PLAN,
            follow_share=min(FOLLOW_SHARE, _FEW_VEHICLES / max(1, len(self._vehicles))),
        )

    def _rebuild(self) -> Iterator[None]:
        """Take some vehicles out, and put them and every idle one in again at prices shaken at random."""
        random = self._random
        days = self._current
        count = min(len(days), int(random.integers(2, max(3, min(14, len(days) // 3 + 3)))))
        out = set(random.permutation(len(days))[:count].tolist())
        kept = [day for number, day in enumerate(days) if number not in out]
        shaken = random.uniform(0.3, 1.2) * random.uniform(0.8, 1.2, self._layout.slots.shape)
        tally = Tally(self._layout, self._layout.guide(self.linear, slot_share=shaken, people_share=random.uniform(0.0, 0.8)))
        for day in kept:
            tally.take(day, self._problem.graphs[self._problem.fleet[day.fleet].graph])
        free = self._free(kept)
        inserter = Inserter(self._problem, self.finders, tally, self._fuel_places, follow_share=1.0)
        for position in random.permutation(len(free)).tolist():
            inserted = inserter.insert(free[position])
            if inserted is not None:
                kept.append(inserted)
                yield
        self._adopt(kept, tally)
        yield

    def _free(self, kept: list[Day]) -> list[int]:
        left = {fleet: row.vehicles for fleet, row in enumerate(self._problem.fleet)}
        for day in kept:
            left[day.fleet] -= 1
        return [fleet for fleet, vehicles in left.items() for _ in range(vehicles)]

    def _adopt(self, days: list[Day], tally: Tally) -> None:
        """Go on from a plan that is the best one, or hardly worse."""
        self._keep_if_best(days, tally)
        if tally.points >= self._points - _WORSE_ACCEPTED * self._random.random() * abs(self._points):
            self._current = list(days)

    def _keep_if_best(self, days: list[Day], tally: Tally) -> None:
        if tally.points > self._points + _TIE_POINTS:
            self._days, self._points = list(days), tally.points
        if self._is_near(tally.points) and all(points != tally.points for points, _ in self._rivals):
            self._rivals = sorted([*self._rivals, (tally.points, tuple(days))], key=lambda rival: -rival[0])[: _MOST_RIVALS + 1]

    def _is_near(self, points: float) -> bool:
        return points >= self._points - _RIVAL_SHARE * abs(self._points)

    def _other_plans(self) -> tuple[Rival, ...]:
        return tuple(Rival(days) for points, days in self._rivals if points != self._points and self._is_near(points))


class Searching(Protocol):
    """What can be searched unit by unit, and stopped after each."""

    def units(self) -> Iterator[None]: ...

    def found(self, work: int) -> Found: ...

    def progress(self, work: int) -> Progress: ...


def search(
    problem: Problem,
    fuel_places: frozenset[str],
    *,
    seed: int,
    seconds: float,
    work: int | None,
    start: Sequence[Day] = (),
    own: OwnColumns | None = None,
    report: Callable[[Progress], None] | None = None,
) -> Found:
    """Search for a plan of a problem, from the days of `start` as far as there is room for them; see `Search` and `run`."""
    ends_at = monotonic() + seconds
    return run(Search(problem, fuel_places, seed=seed, start=start, own=own), ends_at=ends_at, work=work, report=report)


def run(searching: Searching, *, ends_at: float, work: int | None, report: Callable[[Progress], None] | None = None) -> Found:
    """Search until `work` units are done; where that is None, until the clock stands at `ends_at`; or until nothing better was
    found for long. Ctrl-C ends it as the clock does, with the best so far.
    """
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
