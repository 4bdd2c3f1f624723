"""A finished plan judged again: every rule, and its bounds from the prices kept with it."""

from dataclasses import dataclass
from functools import cached_property

from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checker import Breach
from safepassage.planning.checking.certificate.bound import PricesBrokenError, recompute_bound
from safepassage.planning.checking.certificate.leaving import own_most_points
from safepassage.planning.checking.certificate.riders import most_points
from safepassage.planning.checking.figures import people_points
from safepassage.planning.connect import Ground, connect
from safepassage.planning.proof import MISMATCH
from safepassage.planning.replanning.judge import judge
from safepassage.planning.replanning.standing import begun_activities
from safepassage.planning.result import Plan
from safepassage.planning.route import Route
from safepassage.planning.routes import find_routes
from safepassage.scenario.scenario import Scenario

WITH_OWN = " with own cars and people on foot"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`breaches` are of the rules of a plan; `doubts` say what is wrong with its bounds. `bound_points` is what its prices prove, None
    where they prove nothing; `with_own_bound_points` the same with own cars and people on foot, None too where the plan does not say one.

    `passed_over` are breaches that a plan changed in the middle of its day is not blamed for: by what had begun before, which nobody can
    change any more, and by vehicles that it names itself as ending where no journey ends.
    """

    breaches: tuple[Breach, ...]
    doubts: tuple[str, ...]
    bound_points: float | None
    with_own_bound_points: float | None = None
    passed_over: tuple[Breach, ...] = ()


def verify_plan(scenario: Scenario, plan: Plan) -> Verdict:
    """Judge a plan against its scenario; the roads that the bound speaks of are looked for again.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    ground = connect(scenario)
    begun = {itinerary.vehicle: begun_activities(itinerary, plan.changed.at) for itinerary in plan.itineraries} if plan.changed else {}
    judged = judge(scenario, ground.network, plan, begun, place_nodes=ground.node)
    bounds = _Bounds(ground, plan)
    proven = bounds.of_fleet()
    with_own = bounds.with_own(proven)
    return Verdict(judged.breaches, tuple(bounds.doubts), proven, with_own, judged.passed_over)


class _Bounds:
    """Works the bounds of a plan out again, and collects what is wrong with them."""

    def __init__(self, ground: Ground, plan: Plan) -> None:
        self._ground, self._plan, self._certificate = ground, plan, plan.certificate
        self.doubts: list[str] = []

    @cached_property
    def _routes(self) -> tuple[Route, ...]:
        """The roads that planning looks at, and others that the plan uses: one made for a scenario where less is open can."""
        found = find_routes(self._ground).all()
        known = {(route.origin, route.destination, route.max_speed_kmh, route.arcs) for route in found}
        used = self._plan.routes
        return (*found, *(each for each in used if (each.origin, each.destination, each.max_speed_kmh, each.arcs) not in known))

    @cached_property
    def _most(self) -> float:
        """Everybody and everything; people set down to wait anew are registered twice, and can be brought out once."""
        scenario = self._ground.scenario
        again = people_points(scenario.weights, self._plan.changed.set_down) if self._plan.changed is not None else 0.0
        return float(most_points(scenario)) - again

    def of_fleet(self) -> float | None:
        prices, says = self._certificate.prices, self._certificate.bound_points
        if prices is None:
            most = self._most
            if says >= most - MISMATCH * (1.0 + most):
                return most
            self.doubts.append(
                f"no prices are kept with the plan, so nothing proves its bound of {says:,.1f}; everybody and everything is {most:,.1f}"
            )
            return None
        proven = self._proven(prices)
        if proven is None:
            return None
        if prices.own_first and prices.own_first != self._plan.own_departures:
            self.doubts.append("the bound is of a fleet beside own transport that leaves otherwise than it does in the plan")
        self._compare(proven, says)
        return proven

    def with_own(self, of_fleet: float | None) -> float | None:
        """The lowest that is proven: by the prices of both together, or by the bound of a fleet that has everything for itself."""
        scenario, prices, says = self._ground.scenario, self._certificate.with_own_prices, self._certificate.with_own_bound_points
        if says is None:
            return None
        of_fleet_prices = self._certificate.prices
        is_of_all = of_fleet is not None and not (of_fleet_prices is not None and of_fleet_prices.own_first)
        alone = of_fleet if of_fleet is not None and is_of_all else float(most_points(scenario))
        proven = alone + float(own_most_points(scenario))
        if prices is not None:
            together = self._proven(prices, with_own=True)
            if together is None:
                return None
            proven = min(proven, together)
        self._compare(proven, says, WITH_OWN)
        return proven

    def _proven(self, prices: BoundPrices, *, with_own: bool = False) -> float | None:
        ground, whose = self._ground, WITH_OWN if with_own else ""
        try:
            proven = recompute_bound(ground.scenario, ground.network, self._routes, prices, place_nodes=ground.node, with_own=with_own)
        except PricesBrokenError as error:
            self.doubts.append(f"the prices kept with the plan prove nothing{whose}: {error}")
            return None
        if prices.bound_points is not None and abs(proven - prices.bound_points) > MISMATCH * (1.0 + proven):
            self.doubts.append(f"the prices are said to prove {prices.bound_points:.9g}{whose}, and prove {proven:.9g}")
        return proven

    def _compare(self, proven: float, says: float, whose: str = "") -> None:
        """A plan that says a higher one says nothing wrong: of the search's bound and that of separate code it takes the higher."""
        if proven > says + MISMATCH * (1.0 + proven):
            self.doubts.append(f"the prices kept with the plan prove no lower bound{whose} than {proven:.9g}, the plan says {says:.9g}")
