"""A finished plan judged again: every rule, and its bound from the prices kept with it."""

from dataclasses import dataclass

from safepassage.planning.checker import Breach, check_plan
from safepassage.planning.checking.certificate.bound import PricesBrokenError, recompute_bound
from safepassage.planning.checking.certificate.riders import most_points
from safepassage.planning.connect import connect
from safepassage.planning.proof import MISMATCH
from safepassage.planning.result import Plan
from safepassage.planning.routes import find_routes
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Verdict:
    """`breaches` are of the rules of a plan; `doubts` say what is wrong with its bound. `bound_points` is what its prices prove, None
    where they prove nothing.
    """

    breaches: tuple[Breach, ...]
    doubts: tuple[str, ...]
    bound_points: float | None


def verify_plan(scenario: Scenario, plan: Plan) -> Verdict:
    """Judge a plan against its scenario; the roads that the bound speaks of are looked for again.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    ground = connect(scenario)
    breaches = check_plan(scenario, ground.network, plan, place_nodes=ground.node)
    prices, says = plan.certificate.prices, plan.certificate.bound_points
    if prices is None:
        most = float(most_points(scenario))
        is_everything = says >= most - MISMATCH * (1.0 + most)
        doubt = f"no prices are kept with the plan, so nothing proves its bound of {says:,.1f}; everybody and everything is {most:,.1f}"
        return Verdict(breaches, () if is_everything else (doubt,), most if is_everything else None)
    try:
        proven = recompute_bound(scenario, ground.network, find_routes(ground).all(), prices, place_nodes=ground.node)
    except PricesBrokenError as error:
        return Verdict(breaches, (f"the prices kept with the plan prove nothing: {error}",), None)
    doubts = []
    # a plan that says a higher one says nothing wrong: of the search's bound and that of separate code it takes the higher
    if proven > says + MISMATCH * (1.0 + proven):
        doubts.append(f"the prices kept with the plan prove no lower bound than {proven:.9g}, the plan says {says:.9g}")
    if prices.bound_points is not None and abs(proven - prices.bound_points) > MISMATCH * (1.0 + proven):
        doubts.append(f"the prices are said to prove {prices.bound_points:.9g}, and prove {proven:.9g}")
    return Verdict(breaches, tuple(doubts), proven)
