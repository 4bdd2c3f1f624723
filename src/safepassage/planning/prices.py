"""Prices for the table, in one function: what every lever of a scenario is worth.

The scenario as it is gets a plan; then each lever is solved: the changed scenario, its linear optimum, a plan that begins with the days of
that plan. What a lever can be worth at most is known at the prices of the linear optimum without solving anything; where that is nothing,
nothing is solved, and where a wider lever is worth nothing, all that it holds is worth nothing.

Against a clock, every lever gets a first plan, in turn (`price_order.py`), before any gets more; and then each a share of what is left.
Where there is not even time for a first plan, what is proven at no cost is said.

Invariant: no plan contradicts another. A plan that is allowed in two scenarios is worth as much in both.
"""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from time import monotonic

from safepassage.planning.levers import Effect, Lever
from safepassage.planning.linear import ceiling_points
from safepassage.planning.master import Day
from safepassage.planning.price_base import better_base, carried_days, plan_base
from safepassage.planning.price_desk import Desk, Task, lay_out_with_levers
from safepassage.planning.price_figures import base_figures, dearest_first, price_of, unreached
from safepassage.planning.price_list import PriceList
from safepassage.planning.price_one import Base
from safepassage.planning.price_order import in_turn
from safepassage.planning.price_table import Table
from safepassage.planning.pricing import load
from safepassage.planning.result import Plan
from safepassage.planning.setting import Setting, view_of, with_numbers
from safepassage.planning.tally import Layout, Tally
from safepassage.scenario.hash import scenario_hash
from safepassage.scenario.scenario import Scenario

Progress = Callable[[str, int, int], None]
"""Told the stage or the lever in words, the levers done, and the levers in all."""

DEFAULT_SECONDS = 60.0

DEFAULT_WORK = 20
"""Pricings for the linear optimum of a changed scenario at most."""

BASE_WORK = 100
"""Units of search for a plan of the scenario as it is, where none is given and its linear optimum does not give the best one."""

_BASE_SHARE = 0.5
"""Of the seconds, that plan and its linear optimum have so much at most: without them, nothing is known of any lever."""

_LEFT_AFTER_SHARE = 0.12
"""Of the seconds, so much is kept for what comes last and for what takes longer than it should."""

_FIRST_SHARE = 0.1
"""Of what all first plans leave of the clock, days are sought so long for the first plan of one lever at most."""

_SEEK_SHARE = 0.25
"""And later, of what is left of the clock."""

_SEEK_S = 1.0
"""And so long at least, in either case."""


def price_levers(
    scenario: Scenario,
    *,
    plan: Plan | None = None,
    seconds: float | None = None,
    work: int | None = None,
    base_work: int = BASE_WORK,
    seed: int | None = None,
    only: Collection[str] | None = None,
    processes: int = 2,
    progress: Progress | None = None,
) -> PriceList:
    """Price every lever of a scenario, or only those with these ids.

    `plan` is a plan of this scenario to begin with; without it one is made, with `base_work` units of search where it must be searched for.
    In `seconds` from laying the roads (60 where neither is given), as nearly as possible: levers that are not solved by then have proven
    bounds all the same, and it is said of each. Or with at most `work` pricings for the linear optimum of each changed
    scenario: the same scenario, plan, seed and work give the same prices, whatever the processes. Ctrl-C gives the prices found so far
    and says which are missing.

    Raises:
        InputError: the scenario does not fit its roads.
        PlanBrokenError: the checker found a plan broken: a fault of ours, and no prices are handed out.
    """
    tell = progress or (lambda words, done, of: None)
    if seed is not None:
        scenario = scenario.model_copy(update={"seed": seed})
    tell("Loading the planner", 0, 0)
    load()
    clock = _Clock.of(None if work is not None else seconds or DEFAULT_SECONDS, processes)
    tell("Planning the scenario as it is", 0, 0)
    setting, found = lay_out_with_levers(scenario)
    levers = [lever for lever in found if only is None or lever.id in only]
    base = plan_base(setting, plan, base_work, until=clock.after(_BASE_SHARE))
    promises = _promises(setting, levers, base)
    table = Table(levers, base, _alike(setting, levers), promises, in_turn(scenario, levers, promises))
    desk = Desk(setting, levers, processes)
    pricings = work if work is not None else DEFAULT_WORK

    def take() -> Task | None:
        lever = table.take(only_free=clock.is_up)
        if lever is None:
            return None
        is_first = clock.seconds is not None and not table.is_known(lever)
        return Task(lever, pricings, table.before.get(lever), clock.ends_at, clock.seek_s(table, is_first=is_first), dives=not is_first)

    try:
        while True:
            for solved in desk.solve(take, table.base):
                table.put(solved)
                tell(table.levers[solved.lever].words, table.done, len(levers))
            table.level()
            better = better_base(setting, table, until=clock.ends_at)
            if better is None:
                break
            table.begin_again(better)
    except KeyboardInterrupt:
        table.level()  # those solved so far
    return _written(setting, plan, table, pricings, clock)


@dataclass(frozen=True, slots=True)
class _Clock:
    """`seconds` None: there is none. Instants are those of `time.monotonic`, the same in all processes."""

    seconds: float | None
    began_at: float
    processes: int

    @classmethod
    def of(cls, seconds: float | None, processes: int) -> "_Clock":
        return cls(seconds, monotonic(), processes)

    def after(self, share: float) -> float:
        return math.inf if self.seconds is None else self.began_at + share * self.seconds

    @property
    def ends_at(self) -> float:
        """What comes after it and what takes longer than it should left out."""
        return self.after(1.0 - _LEFT_AFTER_SHARE)

    @property
    def is_up(self) -> bool:
        return monotonic() >= self.ends_at

    def seek_s(self, table: Table, *, is_first: bool) -> float:
        """How long days are sought for one lever."""
        if self.seconds is None:
            return math.inf
        left_s = self.ends_at - monotonic()
        if not is_first:
            return max(_SEEK_S, _SEEK_SHARE * left_s)
        return max(_SEEK_S, _FIRST_SHARE * (left_s - table.base.writing_s * table.first_writings() / self.processes))


def _alike(setting: Setting, levers: Sequence[Lever]) -> dict[str, str]:
    """For each lever the first of the same effect after which plans see the same scenario, often itself."""
    first: dict[object, str] = {}
    alike = {}
    for lever in levers:
        scenario = lever.change(setting.scenario)
        view = lever.id if scenario is None else view_of(scenario, setting)
        # a scenario cannot be looked up by its value: one of its own
        key = (lever.effect, lever.id if view is scenario else view)
        alike[lever.id] = first.setdefault(key, lever.id)
    return alike


def _promises(setting: Setting, levers: Sequence[Lever], base: Base) -> dict[str, float]:
    """How much levers that change numbers only can be worth: by how much the bound moves at the prices of the linear optimum, and what the
    days of the plan that no longer fit are worth. Of others nothing is known yet.
    """
    days = carried_days(setting, base.outcome.days)
    points = _fitting_points(setting, days)
    promises = {}
    for lever in levers:
        scenario = lever.change(setting.scenario)
        changed = None if scenario is None else with_numbers(scenario, setting)
        ceiling = None if changed is None else ceiling_points(changed, setting, base.linear)
        if changed is not None and ceiling is not None and lever.effect is not Effect.EITHER:
            lost_points = points - _fitting_points(changed, days) if lever.effect is Effect.HURTS else 0.0
            promises[lever.id] = max(abs(ceiling - base.linear.points), lost_points)
    return promises


def _fitting_points(setting: Setting, days: Sequence[Day]) -> float:
    """Points of the days that fit, one after the other into what those before leave."""
    problem = setting.fleet_problem
    tally = Tally(Layout(problem))
    left = [row.vehicles for row in problem.fleet]
    for day in days:
        if left[day.fleet] and tally.has_room(day):
            left[day.fleet] -= 1
            tally.take(day, problem.graphs[problem.fleet[day.fleet].graph])
    return tally.points


def _written(setting: Setting, plan: Plan | None, table: Table, work: int, clock: _Clock) -> PriceList:
    scenario = setting.scenario
    prices = [price_of(lever, table) for lever in table.ordered if table.is_known(lever.id)]
    return PriceList(
        scenario=scenario.id,
        scenario_title=scenario.title,
        scenario_hash=scenario_hash(scenario),
        planner=f"safepassage {version('safepassage')}",
        zone=scenario.zone,
        horizon=scenario.horizon,
        seed=scenario.seed,
        work=work,
        seconds=clock.seconds,
        weights=scenario.weights,
        base=base_figures(table.base, plan),
        prices=tuple(sorted(prices, key=dearest_first)),
        missing=tuple(unreached(lever, table, scenario) for lever in table.ordered if not table.is_known(lever.id)),
    )
