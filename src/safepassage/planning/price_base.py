"""The plan as it is, which all prices are differences to: made of the days of its linear optimum, of those of a plan that is given, or
searched for; and better ones found while levers were solved.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import monotonic

from safepassage.planning.carry import Told, tell_itinerary
from safepassage.planning.known_days import best_of_known
from safepassage.planning.levers import Effect
from safepassage.planning.linear import solve_linear, with_day_points
from safepassage.planning.master import Day
from safepassage.planning.price_bound import proven_points
from safepassage.planning.price_one import Base
from safepassage.planning.price_plan import chosen, outcome_of, write_plan
from safepassage.planning.price_table import Table
from safepassage.planning.result import Plan
from safepassage.planning.search import Search
from safepassage.planning.setting import Setting

_BETTER_TAKES = 1.5
"""To seek a better plan of the scenario as it is takes so many times as long as to write one."""

_NODES = 50

_BETTER_POINTS = 1e-6


def plan_base(setting: Setting, plan: Plan | None, base_work: int, *, until: float = math.inf) -> Base:
    """The best plan of the days of the linear optimum and of the plan given, or searched for; and that optimum.

    A plan is searched for with `base_work` units of work at most, and optimum and plan until the clock (`time.monotonic`) says `until`.

    Raises:
        PlanBrokenError: the checker found a plan broken: a fault of ours.
    """
    problem = setting.fleet_problem
    if plan is not None:
        roads = {route.id: route for route in plan.routes}
        given = carried_days(setting, [tell_itinerary(itinerary, roads) for itinerary in plan.itineraries])
        linear = solve_linear(setting, given, until=until)
        plans: list[Sequence[Day]] = [chosen(setting, given, linear), given]
    else:
        searching = Search(problem, setting.fuel_places, seed=setting.scenario.seed)
        units = searching.units()
        first = _after(searching, units, lambda _: searching.stage != "first plan")
        linear = solve_linear(setting, first, until=until)
        best = best_of_known(problem, linear.columns, start=first, most_nodes=_NODES)
        plans = [best.days, first]
        if not best.is_near:
            plans.append(_after(searching, units, lambda done: done >= base_work or monotonic() >= until))
    least_points = plan.certificate.value_points if plan is not None else math.inf
    written: list[Base] = []
    for days in plans:
        if not written or written[0].outcome.value_points < least_points:
            began_at = monotonic()
            document = write_plan(setting, days, linear)
            written.append(Base(outcome_of(document), linear, document, monotonic() - began_at))
    base = max(written, key=lambda base: base.outcome.value_points)
    outcome = replace(base.outcome, bound_points=min(base.outcome.bound_points, proven_points(setting, plan, base.plan)))
    return replace(base, outcome=outcome, linear=with_day_points(setting, linear))


def _after(searching: Search, units: Iterator[None], is_enough: Callable[[int], bool]) -> Sequence[Day]:
    """The best days after so many units more."""
    for done, _ in enumerate(units, start=1):
        if is_enough(done):
            break
    return searching.found(0).days


def carried_days(setting: Setting, told: Sequence[Told]) -> list[Day]:
    """The days of a plan that can be driven in a setting, one beside the other."""
    return setting.carrier.carry_plan(told)[0]


def better_base(setting: Setting, table: Table, *, until: float = math.inf) -> Base | None:
    """A better plan of the scenario as it is, out of all days that plans of changed scenarios drive and that are allowed here."""
    base = table.base
    if monotonic() + _BETTER_TAKES * base.writing_s >= until:
        return _found_on_the_way(table)
    told = {day: None for outcome in table.plans() for day in outcome.days}
    known = [day for day in (setting.carrier.carry(one, exactly=True).day for one in told) if day is not None]
    better = chosen(setting, carried_days(setting, base.outcome.days), replace(base.linear, columns=(*base.linear.columns, *known)))
    document = write_plan(setting, better, base.linear)
    outcome = outcome_of(document)
    if outcome.value_points <= base.outcome.value_points + _BETTER_POINTS:
        return _found_on_the_way(table)
    # what was proven of every plan holds of this one
    bound_points = min(outcome.bound_points, base.outcome.bound_points)
    return replace(base, outcome=replace(outcome, bound_points=bound_points), plan=document)


def _found_on_the_way(table: Table) -> Base | None:
    """With the best plan of a tightened scenario, where that is better than the plan as it is: it is allowed there too."""
    tightened = [lever.id for lever in table.ordered if lever.effect is Effect.HURTS and table.is_known(lever.id)]
    outcome = max(map(table.outcome, tightened), key=lambda each: each.value_points, default=table.base.outcome)
    if outcome.value_points <= table.base.outcome.value_points + _BETTER_POINTS:
        return None
    return replace(table.base, outcome=replace(outcome, bound_points=table.base.outcome.bound_points), plan=None)
