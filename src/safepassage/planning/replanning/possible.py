"""What is possible at most: from a moment on, by the search's own word; and on the whole day, by prices that separate code works out again.

The prices of the plan before prove a bound for the changed scenario too, because any prices that are not below zero do. It speaks of all
plans of the whole day that know from its first minute what is known now.
"""

from collections.abc import Iterator
from math import inf
from time import monotonic

from safepassage.planning.bound import Generation
from safepassage.planning.build import goods_points_per_kg, people_points
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checking.certificate.bound import PricesBrokenError, hash_roads, recompute_bound
from safepassage.planning.master import MasterResult
from safepassage.planning.pricing import DayFinder
from safepassage.planning.replanning.onward import Onward
from safepassage.planning.replanning.rest import Rest
from safepassage.planning.routes import find_routes, needed_pairs
from safepassage.planning.setting import Setting

_WORTH_CUTTING_SHARE = 0.002
_EXACT_POINTS = 1e-6


def most_onward(
    rest: Rest, finders: list[DayFinder], mended: Onward, ends_at: float, work: int | None
) -> Iterator[tuple[float, MasterResult]]:
    """Less and less of what the whole day can be worth at most, given its past, and the prices that prove it.

    It ends where no more is gained, by the clock, or after `work` rounds.
    """
    generation = Generation(rest.problem, finders)
    generation.add([day for day in mended.days if day is not None])
    brought, bound = _brought_points(rest), inf
    rounds = 0
    while monotonic() < ends_at if work is None else rounds < work:
        rounds += 1
        try:
            priced = generation.step()
            bound = min(bound, priced.bound_points)
            yield bound + brought, priced.result
            is_optimal = priced.new_columns == 0 or priced.bound_points - priced.result.points < _EXACT_POINTS * priced.bound_points
            if is_optimal and generation.cut() < _WORTH_CUTTING_SHARE:
                return
        except ArithmeticError:  # the solver gave up: what was proven before still holds
            return


def _brought_points(rest: Rest) -> float:
    """Points of the people and goods that have arrived already."""
    scenario = rest.setting.scenario
    points = 0.0
    for standing in rest.standings:
        for activity in standing.past:
            if activity.activity == "alight":
                points += people_points(scenario.weights, activity.people)
    delivered = [need.weight_kg - left.weight_kg for need, left in zip(scenario.needs, rest.left.needs, strict=True)]
    return points + sum(
        kg * goods_points_per_kg(scenario.weights, need.priority) for kg, need in zip(delivered, scenario.needs, strict=True)
    )


def whole_day_prices(setting: Setting, prices: BoundPrices | None) -> BoundPrices | None:
    """The prices of the plan before with what they prove of the scenario now, worked out by separate code; None where they prove nothing.

    Own transport that went first is not counted on: the bound is that of a fleet that has everything for itself.
    """
    if prices is None:
        return None
    ground = setting.ground
    routes = (setting.routes if _are_as_found(setting) else find_routes(ground)).all()
    anew = prices.model_copy(update={"bound_points": None, "roads_hash": hash_roads(routes), "own_first": ()})
    for tried in (anew, anew.model_copy(update={"cuts": ()})):  # what a cut rounds may be otherwise now
        try:
            proven = recompute_bound(ground.scenario, ground.network, routes, tried, place_nodes=ground.node)
        except PricesBrokenError:
            continue
        return tried.model_copy(update={"bound_points": proven})
    return None


def _are_as_found(setting: Setting) -> bool:
    """Whether the roads of a setting are those that looking for them would find: no more, and none kept from before a closure."""
    base = setting.base
    if base is None:
        return True
    scenario, other = setting.scenario, base.scenario
    same_pairs = set(needed_pairs(scenario)) == set(needed_pairs(other))
    return setting.routes is base.routes and base.base is None and same_pairs and scenario.closures == other.closures
