"""One lever, solved: the changed scenario laid out, its linear optimum, and a plan of it that begins with the days of the plan as it is.

Invariant: a plan that is claimed for a changed scenario was checked against that scenario, or was checked against the scenario as it is
and cannot be forbidden by the change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from safepassage.corridor import PeopleByClass, PriorityClass
from safepassage.planning.bound import Generation
from safepassage.planning.build import most_points
from safepassage.planning.carry import Carrier, Change, Told, tell_day, tell_itinerary
from safepassage.planning.dive import Diver
from safepassage.planning.insertion import Inserter
from safepassage.planning.known_days import best_of_known
from safepassage.planning.levers import Effect, Lever
from safepassage.planning.linear import (
    Linear,
    best_columns,
    carried_columns,
    ceiling_points,
    is_same_optimum,
    shares_graphs,
    solve_linear,
    unchanged_linear,
)
from safepassage.planning.master import Day
from safepassage.planning.plan import write_checked
from safepassage.planning.reasons import Reasons
from safepassage.planning.result import Plan
from safepassage.planning.search import Found as SearchFound
from safepassage.planning.setting import Setting, lay_out_like
from safepassage.planning.tally import Layout, Tally

_ARITHMETIC = 1e-7
"""To the safe side of the solver's arithmetic, as in the certificate of a plan."""

_PRICE_SHARE = 0.65
"""Idle vehicles pay this share of the prices, as in the first plans of a search."""

_KNOWN_DAYS = 200
"""Plans are made of so many days of the linear optimum, besides those of the plan that is there."""

_FURTHER_SHARE = 0.01
"""Where a plan is further below its linear optimum than the plan as it is by more than this share, more days are sought for it."""

_NODES = 10
"""Of the tree in which they are sought."""


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
    None where the optimum was not reached. `linear` is what to begin with where the lever is solved again.
    """

    lever: str
    is_same: bool
    is_linear_same: bool
    is_kept: bool
    linear_points: float | None
    bound_points: float
    outcome: Outcome | None
    linear: Linear | None = None


class NotAsked(Reasons):
    """Prices compare figures of plans: why people stay is not asked."""

    def _why(self, point: str, priority: PriorityClass, *_: object) -> str:
        return "not asked: this plan was made to compare its figures"

    def _paying(self, prices: object) -> set[Any]:
        return set()


def solve_lever(lever: Lever, setting: Setting, base: Base, *, work: int, before: Linear | None = None) -> Solved:
    """Solve one lever of the setting as it is, with at most `work` pricings; `before` is its linear optimum, where that is known already.

    Raises:
        ValueError: the lever does not apply.
    """
    scenario = lever.change(setting.scenario)
    if scenario is None:
        raise ValueError(f"lever {lever.id} does not apply")
    changed = lay_out_like(scenario, setting)
    known = base.linear
    if changed.is_as_base:
        return Solved(lever.id, True, True, True, known.points if known.is_final else None, base.outcome.bound_points, None)
    kept_linear = before is None and unchanged_linear(changed, setting, known, lever.effect)
    if kept_linear and lever.effect is Effect.HELPS:
        return Solved(lever.id, False, True, True, known.points, _to_the_safe_side(changed, known.bound_points), None)
    carrier = Carrier(changed.fleet_problem, scenario, changed.roads, changed.fuel_places)
    days, counts = carrier.carry_plan(base.outcome.days)
    is_whole = counts[Change.KEPT] == len(base.outcome.days)
    linear = before or _linear_like(changed, setting, known, days, carrier, work, is_kept=kept_linear)
    is_linear_same = kept_linear or (linear.is_final and known.is_final and is_same_optimum(linear.points, known.points))
    bound_points = _to_the_safe_side(changed, min(linear.bound_points, _ceiling(changed, setting, known)))
    if lever.effect is Effect.HURTS:
        bound_points = min(bound_points, base.outcome.bound_points)
    linear_points = linear.points if linear.is_final else None
    solved = Solved(lever.id, False, is_linear_same, False, linear_points, bound_points, None, None if kept_linear else linear)
    if is_linear_same and lever.effect is Effect.HELPS:
        return replace(solved, is_kept=True)
    if lever.effect is Effect.HURTS and is_whole:
        # no plan of a tightened scenario is better than the best one as it is: what is kept whole needs no search
        outcome = write_outcome(changed, days, linear)
        return replace(solved, is_kept=outcome.value_points >= base.outcome.value_points, outcome=outcome)
    outcome = _planned(changed, days, linear, base, work)
    if lever.effect is Effect.HELPS and outcome.value_points < base.outcome.value_points:
        outcome = base.outcome  # it stays allowed
    return replace(solved, outcome=outcome)


def _planned(changed: Setting, days: Sequence[Day], linear: Linear, base: Base, work: int) -> Outcome:
    """A checked plan of the changed scenario: no further from its linear optimum than the plan as it is, or after more days were sought."""
    outcome = write_outcome(changed, chosen(changed, days, linear), linear)
    usual_points = base.linear.points - base.outcome.value_points
    if linear.points - outcome.value_points <= usual_points + _FURTHER_SHARE * abs(linear.points):
        return outcome
    more = replace(linear, columns=(*linear.columns, *_dived_days(changed, days, linear, outcome.value_points, work)))
    return max(outcome, write_outcome(changed, chosen(changed, days, more), linear), key=lambda each: each.value_points)


def _dived_days(setting: Setting, days: Sequence[Day], linear: Linear, beat_points: float, work: int) -> list[Day]:
    """Days that a dive from the linear optimum prices on its way down, in so many pricings at most."""
    problem = setting.fleet_problem
    generation = Generation(problem, setting.finders)
    generation.add([*linear.columns, *days])
    known = len(generation.master.days)
    vehicles = [fleet for fleet, row in enumerate(problem.fleet) for _ in range(row.vehicles)]
    diver = Diver(problem, generation, setting.finders, Layout(problem), vehicles, setting.fuel_places)
    for _ in islice(diver.dive((), lambda days, tally: None, beat=lambda: beat_points, shares=()), work):
        pass
    return generation.master.days[known:]


def _linear_like(
    changed: Setting, setting: Setting, known: Linear, days: Sequence[Day], carrier: Carrier, work: int, *, is_kept: bool
) -> Linear:
    """The linear optimum of a changed scenario; where it is known to be kept, with those of its columns that are allowed here."""
    columns = _columns(changed, setting, known, carrier)
    return replace(known, columns=tuple(columns)) if is_kept else solve_linear(changed, [*columns, *days], most_steps=work)


def _columns(changed: Setting, setting: Setting, known: Linear, carrier: Carrier) -> list[Day]:
    """Days of the base's linear optimum to begin with: as they are, or, on other graphs, at the nearest times there."""
    if shares_graphs(changed, setting):
        return carried_columns(changed, setting, known.columns)
    best = best_columns(setting.fleet_problem, known, _KNOWN_DAYS)
    carried = (carrier.carry(tell_day(setting.problem, setting.scenario, setting.roads, day)).day for day in best)
    return [day for day in carried if day is not None]


def _ceiling(changed: Setting, setting: Setting, known: Linear) -> float:
    ceiling = ceiling_points(changed, setting, known)
    return float("inf") if ceiling is None else ceiling


def _to_the_safe_side(setting: Setting, bound_points: float) -> float:
    return min(bound_points * (1.0 + _ARITHMETIC), most_points(setting.scenario))


def chosen(setting: Setting, days: Sequence[Day], linear: Linear) -> Sequence[Day]:
    """The best plan of the days of the linear optimum and of those given, a plan themselves.

    Where the solver does not come to an end of it, idle vehicles are put in one by one, at the prices of the linear optimum, and the
    better of the two plans is taken.
    """
    problem = setting.fleet_problem
    best = best_of_known(problem, best_columns(problem, linear, _KNOWN_DAYS), start=days, most_nodes=_NODES)
    if best.is_near:
        return best.days
    return max(best.days, filled(setting, days, linear), key=lambda plan: worth(setting, plan))


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


def write_outcome(setting: Setting, days: Sequence[Day], linear: Linear) -> Outcome:
    """The days as a checked plan.

    Raises:
        PlanBrokenError: the checker found the plan broken: a fault of ours.
    """
    found = SearchFound(tuple(days), 0.0, linear.bound_points, linear.is_final, None, 0)
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
