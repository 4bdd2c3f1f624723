"""What own cars and people on foot take that go before the fleet, and whether they may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from safepassage.planning.certificate import Quartered
from safepassage.planning.checking.certificate.grain import PricesBrokenError
from safepassage.planning.checking.certificate.limits import Limited
from safepassage.planning.checking.certificate.ways import Clock, Ways
from safepassage.planning.checking.counts import check_own_transport, check_received
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.ride import drive_again
from safepassage.planning.checking.spans import MINUTE_S, posix_s, quarter_of
from safepassage.planning.checking.traffic import check_traffic
from safepassage.planning.checking.trips import own_trips
from safepassage.planning.itinerary import Direction, OwnDeparture
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Precedence


@dataclass(frozen=True, slots=True, eq=False)
class OwnTaken:
    """Vehicles' places by what is limited and quarter, and seated people by reception."""

    of_quarters: Mapping[tuple[Limited, int], Fraction]
    of_rooms: Mapping[str, int]


def own_taken(
    ground: Ground,
    clock: Clock,
    ways: Ways,
    routes: Sequence[Route],
    departures: Sequence[OwnDeparture],
) -> OwnTaken:
    """Raises: PricesBrokenError: they do not go first in this scenario, or break a rule."""
    if not departures:
        return OwnTaken({}, {})
    if ground.scenario.column.own_transport_precedence is not Precedence.OWN_TRANSPORT:
        raise PricesBrokenError("own transport does not go first in this scenario")
    used = {departure.route for departure in departures}
    by_id = {route.id: route for route in routes if route.id in used}
    rides = {name: drive_again(ground, route) for name, route in by_id.items()}
    breaches = [
        *check_own_transport(ground, departures, by_id, rides),
        *check_received(ground, [], departures, by_id),
        *check_traffic(ground, own_trips(ground.scenario, departures, by_id, rides)),
    ]
    if breaches:
        raise PricesBrokenError(f"own transport that goes first breaks a rule: {breaches[0]}")
    of_quarters: dict[tuple[Limited, int], Fraction] = {}
    of_rooms: dict[str, int] = {}
    way_of = {way.route.id: way for among in ways.values() for way in among if way.route.id in used}
    for departure in departures:
        way = way_of.get(departure.route)
        departs_s = posix_s(departure.departs_at)
        if way is None or not way.open_min[int(departs_s - clock.starts_s) // MINUTE_S]:
            raise PricesBrokenError(f"own transport cannot take route {departure.route} when it is said to")
        of_rooms[way.route.destination] = of_rooms.get(way.route.destination, 0) + departure.people.seated_people
        share = departure.units * Fraction(ground.scenario.own_transport[departure.own_transport_row].passage_share)
        for kind, what, after_min in way.meetings:
            quarter = quarter_of(departs_s + after_min * MINUTE_S)
            for direction in (Direction.OUTBOUND, None) if kind is Quartered.CHECKPOINT else (Direction.OUTBOUND,):
                of_quarters[(kind, what, direction), quarter] = of_quarters.get(((kind, what, direction), quarter), Fraction(0)) + share
    return OwnTaken(of_quarters, of_rooms)
