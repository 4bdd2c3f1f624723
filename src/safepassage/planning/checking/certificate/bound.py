"""The bound that stored prices prove, worked out from the scenario, its roads and `docs/rules.md`.

For any prices >= 0, no plan of the fleet on these roads is worth more than

    sum of price x capacity of all that is limited
    + sum over fleet rows of vehicles x (what the best day earns, each journey full of those who earn most after what they pay)

and, where own cars and people on foot are counted in, what they earn at most (`leaving.py`).

Lagrangian relaxation; Lasdon, Optimization Theory for Large Systems (1970), chapter 3.
"""

import hashlib
from collections.abc import Iterable, Mapping
from fractions import Fraction

from safepassage.corridor import FleetEntry
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checking.certificate.best import best_units
from safepassage.planning.checking.certificate.goods import Goods
from safepassage.planning.checking.certificate.grain import Grain, PricesBrokenError, float_up
from safepassage.planning.checking.certificate.leaving import leaving_units, own_most_points
from safepassage.planning.checking.certificate.limits import quarter_limits
from safepassage.planning.checking.certificate.moves import Kind, World
from safepassage.planning.checking.certificate.own import own_taken
from safepassage.planning.checking.certificate.riders import Journeys, most_points, reception_units
from safepassage.planning.checking.certificate.stands import At, Stand
from safepassage.planning.checking.certificate.ways import Clock, Ways, drive_all
from safepassage.planning.checking.ground import Ground, survey
from safepassage.planning.route import Route
from safepassage.roads import RoadNetwork
from safepassage.scenario.scenario import Scenario

__all__ = ["PricesBrokenError", "hash_roads", "recompute_bound"]

_GRAINS = (Grain(10**9), Grain(10**6), Grain(10**3), Grain(1))
"""The finest first: it is exact for prices of nine decimals. Points beyond thousands of millions need a coarser one."""


def recompute_bound(
    scenario: Scenario,
    network: RoadNetwork,
    routes: Iterable[Route],
    prices: BoundPrices,
    *,
    place_nodes: Mapping[str, int],
    with_own: bool = False,
) -> float:
    """The points that no plan of the fleet on these routes exceeds, as far as these prices prove it; rounded up. Never more than what
    everybody and everything is worth. `with_own`: no plan of the fleet, own cars and people on foot together.

    Of each route, only its arcs and its ends are believed.

    Raises:
        PricesBrokenError: the prices are of another scenario, or of other roads, or name what cannot be priced.
    """
    looked_at = tuple(routes)
    if hash_roads(looked_at) != prices.roads_hash:
        raise PricesBrokenError("the roads looked at are not those that the prices are for")
    proven = dual_points(scenario, network, looked_at, prices, place_nodes=place_nodes, with_own=with_own)
    most = most_points(scenario) + (own_most_points(scenario) if with_own else Fraction(0))
    return min(float_up(most), proven)


def dual_points(
    scenario: Scenario,
    network: RoadNetwork,
    routes: Iterable[Route],
    prices: BoundPrices,
    *,
    place_nodes: Mapping[str, int],
    with_own: bool = False,
) -> float:
    """The value of the formula above at these prices, rounded up.

    Raises:
        PricesBrokenError: the prices name what cannot be priced.
        OverflowError: points are too large to be counted.
    """
    if with_own and prices.own_first:
        raise PricesBrokenError("own transport cannot both go first and be counted in")
    looked_at = tuple(routes)
    ground = survey(scenario, network, looked_at, place_nodes)
    clock = Clock(ground)
    ways = drive_all(ground, clock, looked_at)
    for grain in _GRAINS:
        try:
            return grain.points(_bound_units(ground, clock, ways, looked_at, prices, grain, with_own=with_own))
        except OverflowError:
            continue
    raise OverflowError("prices are too large to be counted")


def _bound_units(
    ground: Ground, clock: Clock, ways: Ways, routes: tuple[Route, ...], prices: BoundPrices, grain: Grain, *, with_own: bool
) -> int:
    scenario = ground.scenario
    own = own_taken(ground, clock, ways, routes, prices.own_first)
    limits = quarter_limits(ground, clock, grain, prices.quarters, own.of_quarters)
    journeys, goods = Journeys(scenario, grain, prices), Goods(scenario, grain, prices)
    total = limits.fixed_units + journeys.charges.fixed_units + goods.fixed_units + reception_units(scenario, grain, prices, own.of_rooms)
    if with_own:
        total += leaving_units(ground, clock, ways, limits, grain, prices.receptions)
    world = World(ground, clock, ways, limits, journeys, goods.lanes())
    for entries in _alike(scenario):
        moves = Kind(world, entries[0]).moves([entry.depot for entry in entries])
        earned = best_units(moves)
        total += sum(entry.vehicles * max(0, int(earned[moves.stands[Stand(At.FREE, entry.depot)]])) for entry in entries)
    return total


def _alike(scenario: Scenario) -> list[list[FleetEntry]]:
    """The rows of the fleet, those of one type and duty together."""
    alike: dict[tuple[object, ...], list[FleetEntry]] = {}
    for entry in scenario.fleet:
        if entry.vehicles > 0:
            alike.setdefault((entry.type, entry.duty_starts, entry.duty_h, entry.relief_crews), []).append(entry)
    return list(alike.values())


def hash_roads(routes: Iterable[Route]) -> str:
    """SHA-256 over the ends, top speeds and arcs of all routes, in whatever order."""
    lines = sorted(
        f"{route.origin} {route.destination} {route.max_speed_kmh!r} {' '.join(str(arc) for arc in route.arcs)}" for route in routes
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
