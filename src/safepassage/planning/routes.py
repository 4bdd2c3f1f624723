"""All the roads that a plan may use: between every two places that some vehicle may have to drive between, at each top speed.

Invariant: a pair of places that the rules let a vehicle drive between is in `Routes.by_pair`, or named in `Routes.unreachable`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from safepassage.planning.along import route_along
from safepassage.planning.connect import Ground
from safepassage.planning.line import route_points
from safepassage.planning.opening import route_open
from safepassage.planning.peril import route_danger
from safepassage.planning.ride import ride
from safepassage.planning.route import Route
from safepassage.planning.survey import Pair, survey
from safepassage.scenario.scenario import Scenario

__all__ = ["Pair", "Routes", "draw_route", "find_routes", "needed_pairs", "route_along", "route_danger", "route_open"]


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """The roads between every needed pair of places, fastest first, and the pairs that no road joins."""

    by_pair: Mapping[Pair, tuple[Route, ...]]
    unreachable: tuple[Pair, ...]

    def all(self) -> tuple[Route, ...]:
        return tuple(route for routes in self.by_pair.values() for route in routes)


def find_routes(ground: Ground, *, most: int = 3, progress: Callable[[int, int], None] | None = None) -> Routes:
    """The roads of each needed pair that `survey` finds, as routes whose lines are not drawn: `draw_route` adds `points`.

    At most `most` roads for a pair, twice as many where closures come and go within the horizon, and beyond these the roads round what is
    limited. `progress` is told the pairs done
    and the pairs in all.
    """
    pairs = tuple(needed_pairs(ground.scenario))
    found = survey(ground, pairs, most)
    speeds: dict[tuple[str, str], set[float]] = {}
    for origin, destination, speed in pairs:
        speeds.setdefault((origin, destination), set()).add(speed)
    by_pair: dict[Pair, tuple[Route, ...]] = {}
    taken: set[str] = set()
    for done, pair in enumerate(pairs):
        origin, destination, speed = pair
        several = len(speeds[origin, destination]) > 1
        ids = [_route_id(pair, number, several, taken) for number in range(1, len(found[pair]) + 1)]
        if ids:
            roads = zip(ids, found[pair], strict=True)
            by_pair[pair] = tuple(route_along(ground, id_, origin, destination, speed, arcs) for id_, arcs in roads)
        if progress is not None:
            progress(done + 1, len(pairs))
    return Routes(by_pair=by_pair, unreachable=tuple(pair for pair in pairs if not found[pair]))


def needed_pairs(scenario: Scenario) -> Iterator[Pair]:
    """Every (origin, destination, top speed) that some vehicle of the fleet, or some own transport, may drive.

    Bases are depots, reception centres, hospitals and places of stock; targets are gathering points and places of need; halts are
    safe halts with room. Vehicles drive from bases to targets and back, from base to base, from places of need to gathering
    points, from one gathering point to a second one, and over halts.
    """
    bases = _ids(scenario.depots, scenario.reception_centres, scenario.hospitals) | dict.fromkeys(stock.place for stock in scenario.stocks)
    points = _ids(scenario.gathering_points)
    targets = points | dict.fromkeys(need.place for need in scenario.needs)
    halts = dict.fromkeys(halt.id for halt in scenario.safe_halts if halt.holds_vehicles > 0)
    types = {entry.type for entry in scenario.fleet if entry.vehicles > 0}
    wanted: dict[Pair, None] = {}
    for speed in dict.fromkeys(kind.max_speed_kmh for kind in scenario.vehicle_types if kind.id in types):
        for origin, destination in (
            *product(bases, targets),
            *product(targets, bases),
            *product((need.place for need in scenario.needs), points),
            *(product(points, points) if scenario.column.second_boarding_within_min else ()),
            *product(bases, bases),
            *product(bases | targets, halts),
            *product(halts, bases | targets | halts),
        ):
            wanted[origin, destination, speed] = None
    for own in scenario.own_transport:
        if own.units > 0:
            for centre in scenario.reception_centres:
                wanted[own.gathering_point, centre.id, own.max_speed_kmh] = None
    return (pair for pair in wanted if pair[0] != pair[1])


def draw_route(ground: Ground, route: Route) -> Route:
    """The route with its line: `points` added. Not done for all that are found, since a plan uses few of them."""
    driven = ride(ground, route.arcs, route.max_speed_kmh)
    return route.model_copy(update={"points": route_points(ground, route.origin, route.destination, driven)})


def _ids(*kinds: tuple[object, ...]) -> dict[str, None]:
    return dict.fromkeys(str(place.id) for places in kinds for place in places)  # type: ignore[attr-defined]


def _route_id(pair: Pair, number: int, several_speeds: bool, taken: set[str]) -> str:
    origin, destination, speed = pair
    end = f"_{number}_{speed:g}kmh" if several_speeds else f"_{number}"
    room = (64 - len(end) - len("_to_")) // 2
    wanted = f"{origin[:room]}_to_{destination[:room]}{end}"
    id_, copy = wanted, 1
    while id_ in taken:  # shortened ids, or ids that hold '_to_' themselves
        copy += 1
        id_ = f"{wanted[: 60 - len(str(copy))]}_x{copy}"
    taken.add(id_)
    return id_
