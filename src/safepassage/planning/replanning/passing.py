"""Which vehicles of a plan come past a vehicle that stands broken down with people on board, and how many free places they have.

No rule lets people change vehicles on the road, so nobody is planned to stop there: this is for those who decide by hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from safepassage.planning.connect import Ground
from safepassage.planning.itinerary import Alight, Board, Drive, Itinerary
from safepassage.planning.result import Plan
from safepassage.planning.ride import Ride, ride

MOST = 5


@dataclass(frozen=True, slots=True)
class Passing:
    """A vehicle that comes past with so many seats and bays free. `at` is rounded down to the minute."""

    vehicle: str
    at: datetime
    seats: int
    stretcher_bays: int


def next_past(ground: Ground, plan: Plan, broken: Itinerary, when: tuple[datetime, datetime]) -> tuple[Passing, ...]:
    """The next ones with a place free, in either direction, the soonest first. `when` it broke down, and from when on others count.

    On the road it stands where it should have been when it broke down, by its speed as planned.
    """
    rides: dict[str, Ride] = {}

    def driven(route_id: str) -> Ride:
        if route_id not in rides:
            route = plan.route(route_id)
            rides[route_id] = ride(ground, route.arcs, route.max_speed_kmh)
        return rides[route_id]

    since, from_at = when
    last = broken.activities[-1]
    spot: int | frozenset[int]
    if isinstance(last, Drive) and last.ends_at > since and len(driven(last.route).arcs):
        entered_s = driven(last.route).enters_s
        step = int(np.searchsorted(entered_s, (since - last.starts_at).total_seconds(), side="right")) - 1
        arc = driven(last.route).arcs[max(0, step)]
        spot = frozenset((int(ground.network.arc_tail[arc]), int(ground.network.arc_head[arc])))
    else:
        place = plan.route(last.route).destination if isinstance(last, Drive) else last.place
        spot = ground.node[place]
    kinds = {kind.id: kind for kind in ground.scenario.vehicle_types}
    out = {each.vehicle for each in plan.changed.out} if plan.changed is not None else set()
    found = []
    for itinerary in plan.itineraries:
        if itinerary.vehicle in out:
            continue
        kind = kinds[itinerary.type]
        for at, seated, lying in _passes(ground, itinerary, driven, spot):
            seats, bays = kind.seats - seated, kind.stretcher_bays - lying
            if at >= from_at and (seats > 0 or bays > 0):
                found.append(Passing(itinerary.vehicle, at, max(0, seats), max(0, bays)))
                break
    return tuple(sorted(found, key=lambda each: (each.at, each.vehicle))[:MOST])


def _passes(
    ground: Ground, itinerary: Itinerary, driven: Callable[[str], Ride], spot: int | frozenset[int]
) -> Iterator[tuple[datetime, int, int]]:
    """When a vehicle comes past a spot, a node or a piece of road, with how many seated and lying on board."""
    seated = lying = 0
    network = ground.network
    for activity in itinerary.activities:
        match activity:
            case Board():
                seated, lying = seated + activity.people.seated_people, lying + activity.people.stretcher_people
            case Alight():
                seated = lying = 0
            case Drive(route=route):
                on_road = driven(route)
                tails, heads = network.arc_tail[on_road.arcs], network.arc_head[on_road.arcs]
                if isinstance(spot, int):
                    seconds = [*on_road.enters_s[tails == spot], *on_road.arrives_s[heads == spot]]
                else:
                    one, other = min(spot), max(spot)
                    meets = (np.minimum(tails, heads) == one) & (np.maximum(tails, heads) == other)
                    seconds = list(on_road.enters_s[meets])
                for at_s in sorted(seconds):
                    yield activity.starts_at + timedelta(minutes=int(at_s // 60)), seated, lying
            case _:
                pass
