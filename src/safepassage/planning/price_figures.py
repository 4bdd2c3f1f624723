"""From solved levers to the figures that are shown.

The best plan there is cannot be known for sure in either scenario; for both, the value of a plan and a bound are. So its change lies

    between  value(changed) - bound(as it is)  and  bound(changed) - value(as it is)

and, where a lever can only help, is not below zero; where it can only hurt, not above.
"""

from safepassage.corridor import PriorityClass
from safepassage.planning.build import most_points
from safepassage.planning.levers import Effect, Lever
from safepassage.planning.price_list import ClassChange, Found, Price, PriceBase, Unreached
from safepassage.planning.price_one import Base, Solved
from safepassage.planning.price_table import Table
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario


def price_of(lever: Lever, table: Table) -> Price:
    """The price of a lever that is known."""
    wider = table.implied.get(lever.id)
    solved = table.solved[table.alike[wider or lever.id]]
    before, after = table.base.outcome, table.outcome(lever.id)
    at_least, at_most = after.value_points - before.bound_points, table.bound_points(lever.id) - before.value_points
    if solved.is_same:
        at_least = at_most = 0.0
    return Price(
        lever=lever.id,
        kind=lever.kind,
        words=lever.words,
        effect=lever.effect,
        found=Found.STOPPED if table.is_stopped(lever.id) else _found(solved, wider),
        implied_by=wider or (table.alike[lever.id] if table.alike[lever.id] != lever.id else None),
        people=ClassChange(**{f"{priority.value}_people": after.out[priority] - before.out[priority] for priority in PriorityClass}),
        own_people=after.own_out_people - before.own_out_people,
        goods_kg=after.goods_kg - before.goods_kg,
        plan_points=after.value_points - before.value_points,
        linear_points=_linear_points(solved, table.base),
        at_least_points=max(0.0, at_least) if lever.effect is Effect.HELPS else at_least,
        at_most_points=min(0.0, at_most) if lever.effect is Effect.HURTS else at_most,
    )


def unreached(lever: Lever, table: Table, scenario: Scenario) -> Unreached:
    """What is proven of a lever of which nothing else is known: no plan is worth less than nothing, or more than everybody and everything;
    what helps no more than the wider lever and the prices as they are allow; what hurts leaves at least what the wider one leaves.
    """
    before, changed = table.base.outcome, lever.change(scenario)
    most = float(most_points(changed)) if changed is not None else before.bound_points
    at_least, at_most = -before.bound_points, min(most, table.at_once_points(lever.id)) - before.value_points
    wider = table.wider_known(lever)
    if lever.effect is Effect.HELPS:
        at_least = 0.0
        at_most = min(at_most, table.bound_points(wider) - before.value_points) if wider is not None else at_most
    if lever.effect is Effect.HURTS:
        at_least = table.outcome(wider).value_points - before.bound_points if wider is not None else at_least
        at_most = 0.0
    return Unreached(lever=lever.id, words=lever.words, at_least_points=at_least, at_most_points=at_most)


def base_figures(base: Base, given: Plan | None) -> PriceBase:
    outcome = base.outcome
    return PriceBase(
        out=outcome.out,
        own_out_people=outcome.own_out_people,
        goods_delivered_kg=outcome.goods_kg,
        value_points=outcome.value_points,
        bound_points=outcome.bound_points,
        linear_points=base.linear.points if base.linear.is_final else None,
        given_points=given.certificate.value_points if given is not None else None,
    )


def dearest_first(price: Price) -> tuple[float, float, float, str]:
    """What helps most first, by the plans, then by the linear optimum; what costs most last; nothing in between."""
    return -price.plan_points, -(price.linear_points or 0.0), -price.at_most_points, price.lever


def _linear_points(solved: Solved, base: Base) -> float | None:
    if solved.is_linear_same:
        return 0.0
    if solved.linear_points is None or not base.linear.is_final:
        return None
    return solved.linear_points - base.linear.points


def _found(solved: Solved, wider: str | None) -> Found:
    if wider is not None:
        return Found.IMPLIED
    if solved.is_same:
        return Found.SAME
    return Found.KEPT if solved.is_kept else Found.SOLVED
