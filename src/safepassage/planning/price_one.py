"""One lever, solved: the changed scenario laid out, its linear optimum, and a plan of it that begins with the days of the plan as it is.

Invariant: a plan that is claimed for a changed scenario was checked against that scenario, or was checked against the scenario as it is
and cannot be forbidden by the change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from safepassage.corridor import NOBODY, PeopleByClass, PriorityClass
from safepassage.planning.build import goods_points_per_kg, person_points
from safepassage.planning.carry import Carrier, Change, Told, tell_itinerary
from safepassage.planning.insertion import Inserter
from safepassage.planning.levers import Effect, Lever
from safepassage.planning.linear import Linear, carried_columns, is_same_optimum, solve_linear, unchanged_linear
from safepassage.planning.master import Day
from safepassage.planning.plan import write_checked
from safepassage.planning.reasons import Reasons
from safepassage.planning.result import Plan
from safepassage.planning.search import Found as SearchFound
from safepassage.planning.search import Search
from safepassage.planning.setting import Setting, lay_out_like
from safepassage.planning.tally import Layout, Tally
from safepassage.scenario.scenario import Scenario

_ARITHMETIC = 1e-7
"""To the safe side of the solver's arithmetic, as in the certificate of a plan."""

_PRICE_SHARE = 0.65
"""Idle vehicles pay this share of the prices, as in the first plans of a search."""

_MOST_BOUND_UNITS = 100
"""So many units of search go at most into a bound better than the linear optimum."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A checked plan, by what it does and by the days it is made of. `bound_points` holds for every plan of its scenario."""

    days: tuple[Told, ...]
    out: PeopleByClass
    own_out_people: int
    goods_kg: int
    value_points: float
    bound_points: float


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """The scenario as it is: its best plan so far and its linear optimum."""

    outcome: Outcome
    linear: Linear


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """What became of one lever.

    `is_same`: no plan can tell the two scenarios apart. `is_kept`: the plan stays as it is; then `outcome` may be None. `linear_points` is
    None where the optimum was not reached.
    """

    lever: str
    is_same: bool
    is_linear_same: bool
    is_kept: bool
    linear_points: float | None
    bound_points: float
    outcome: Outcome | None


class NotAsked(Reasons):
    """Prices compare figures of plans: why people stay is not asked."""

    def _why(self, point: str, priority: PriorityClass, *_: object) -> str:
        return "not asked: this plan was made to compare its figures"

    def _paying(self, prices: object) -> set[Any]:
        return set()


def solve_lever(lever: Lever, setting: Setting, base: Base, *, work: int, seed: int) -> Solved:
    """Solve one lever of the setting as it is.

    Raises:
        ValueError: the lever does not apply.
    """
    scenario = lever.change(setting.scenario)
    if scenario is None:
        raise ValueError(f"lever {lever.id} does not apply")
    changed = lay_out_like(scenario, setting)
    known = base.linear
    if changed.is_as is setting:
        return Solved(lever.id, True, True, True, known.points if known.is_final else None, base.outcome.bound_points, None)
    kept_linear = unchanged_linear(changed, setting, known, lever.effect)
    if kept_linear and lever.effect is Effect.HELPS:
        return Solved(lever.id, False, True, True, known.points, _to_the_safe_side(changed, known.bound_points), None)
    carrier = Carrier(changed.fleet_problem, scenario, changed.roads, changed.fuel_places)
    days, counts = carrier.carry_plan(base.outcome.days)
    is_whole = counts[Change.KEPT] == len(base.outcome.days)
    fresh = [] if is_whole else first_plan(changed, seed)
    columns = [*carried_columns(changed, setting, known.columns), *days, *fresh]
    linear = known if kept_linear else solve_linear(changed, columns)
    is_linear_same = kept_linear or (linear.is_final and known.is_final and is_same_optimum(linear.points, known.points))
    bound_points = _to_the_safe_side(changed, linear.bound_points)
    if lever.effect is Effect.HURTS:
        bound_points = min(bound_points, base.outcome.bound_points)
    linear_points = linear.points if linear.is_final else None
    solved = Solved(lever.id, False, is_linear_same, False, linear_points, bound_points, None)
    if is_linear_same and lever.effect is Effect.HELPS:
        return replace(solved, is_kept=True)
    if lever.effect is Effect.HURTS and is_whole:
        # no plan of a tightened scenario is better than the best one as it is: what is kept whole needs no search
        outcome = write_outcome(changed, SearchFound(tuple(days), 0.0, bound_points, linear.is_final, None, 0))
        return replace(solved, is_kept=outcome.value_points >= base.outcome.value_points, outcome=outcome)
    start = max(filled(changed, days, linear), fresh, key=lambda plan: worth(changed, plan))
    outcome = write_outcome(changed, improved(changed, start, linear, work=work, seed=seed))
    if lever.effect is Effect.HELPS and outcome.value_points < base.outcome.value_points:
        outcome = base.outcome  # it stays allowed
    return replace(solved, outcome=outcome, bound_points=min(bound_points, outcome.bound_points))


def _to_the_safe_side(setting: Setting, bound_points: float) -> float:
    return min(bound_points * (1.0 + _ARITHMETIC), most_points(setting.scenario))


def first_plan(setting: Setting, seed: int) -> list[Day]:
    """A plan made from nothing, as the search begins with one."""
    searching = Search(setting.fleet_problem, setting.fuel_places, seed=seed)
    done = 0
    for _ in searching.units():
        if searching.stage != "first plan":
            break
        done += 1
    return list(searching.found(done).days)


def filled(setting: Setting, days: Sequence[Day], linear: Linear) -> list[Day]:
    """The days, and one for each vehicle that stands idle, at a share of the prices of the linear optimum."""
    problem = setting.fleet_problem
    layout = Layout(problem)
    tally = Tally(layout, layout.guide(linear.result, slot_share=_PRICE_SHARE, people_share=0.0))
    idle = [row.vehicles for row in problem.fleet]
    for day in days:
        tally.take(day, problem.graphs[problem.fleet[day.fleet].graph])
        idle[day.fleet] -= 1
    inserter = Inserter(problem, setting.finders, tally, setting.fuel_places, follow_share=1.0)
    found = [inserter.insert(fleet) for fleet, vehicles in enumerate(idle) for _ in range(vehicles)]
    return [*days, *(day for day in found if day is not None)]


def worth(setting: Setting, days: Sequence[Day]) -> float:
    """Points of days as the search counts them."""
    tally = Tally(Layout(setting.fleet_problem))
    for day in days:
        tally.take(day, setting.problem.graphs[setting.problem.fleet[day.fleet].graph])
    return tally.points


def improved(setting: Setting, start: Sequence[Day], linear: Linear, *, work: int, seed: int) -> SearchFound:
    """The best plan after `work` units of search beyond the bound, begun with the days of `start` and the columns of the linear optimum."""
    searching = Search(setting.fleet_problem, setting.fuel_places, seed=seed, start=start, columns=linear.columns)
    done = total = 0
    for _ in searching.units():
        total += 1
        done += searching.is_bound_final
        if done >= work or total >= _MOST_BOUND_UNITS + work:
            break
    found = searching.found(total)
    return replace(found, bound_points=min(found.bound_points, linear.bound_points))


def write_outcome(setting: Setting, found: SearchFound) -> Outcome:
    """The days found as a checked plan.

    Raises:
        PlanBrokenError: the checker found the plan broken: a fault of ours.
    """
    plan = write_checked(setting.ground, setting.routes, setting.problem, found, setting.first_own, reasons=NotAsked, shrinks=False)
    return outcome_of(plan)


def outcome_of(plan: Plan) -> Outcome:
    roads = {route.id: route for route in plan.routes}
    figures = plan.figures
    return Outcome(
        days=tuple(tell_itinerary(itinerary, roads) for itinerary in plan.itineraries),
        out=figures.out,
        own_out_people=figures.own_transport_out.total_people,
        goods_kg=figures.goods_delivered_kg,
        value_points=plan.certificate.value_points,
        bound_points=plan.certificate.bound_points,
    )


def most_points(scenario: Scenario) -> float:
    """Points of everybody registered and everything needed: no plan is worth more."""
    people = sum((place.registered for place in scenario.gathering_points), NOBODY)
    points = sum(count * person_points(scenario.weights, priority) for priority, count in people.items())
    return points + sum(need.weight_kg * goods_points_per_kg(scenario.weights, need.priority) for need in scenario.needs)
