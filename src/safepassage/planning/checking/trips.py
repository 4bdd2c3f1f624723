"""Every drive of the fleet and every departure by own means, as one kind of value: a trip along a route."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safepassage.corridor import PeopleByClass
from safepassage.planning.checking.journey import Step
from safepassage.planning.checking.ride import Ride
from safepassage.planning.checking.spans import posix_s
from safepassage.planning.itinerary import Direction, Drive, Itinerary, OwnDeparture
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True)
class Trip:
    """One route driven at one time. `share` is how many vehicles' places it takes; `vehicle` is None for own transport."""

    who: str
    vehicle: str | None
    convoy: str | None
    route: Route
    ride: Ride
    departs_s: float
    arrives_s: float
    direction: Direction
    share: float
    people: PeopleByClass
    goods_kg: int


def fleet_trips(
    itineraries: Iterable[Itinerary],
    steps_of: Iterable[tuple[Step, ...]],
    routes: Mapping[str, Route],
    rides: Mapping[str, Ride | None],
) -> list[Trip]:
    """The drives of all vehicles whose route is known."""
    trips = []
    for itinerary, steps in zip(itineraries, steps_of, strict=True):
        for step in steps:
            activity = step.activity
            ride = rides.get(activity.route) if isinstance(activity, Drive) else None
            if isinstance(activity, Drive) and ride is not None:
                trips.append(
                    Trip(
                        who=f"vehicle {itinerary.vehicle}, activity {step.number}",
                        vehicle=itinerary.vehicle,
                        convoy=activity.convoy,
                        route=routes[activity.route],
                        ride=ride,
                        departs_s=step.starts_s,
                        arrives_s=step.ends_s,
                        direction=activity.direction,
                        share=1.0,
                        people=step.people,
                        goods_kg=sum(step.goods_kg.values()),
                    )
                )
    return trips


def own_trips(
    scenario: Scenario, departures: Iterable[OwnDeparture], routes: Mapping[str, Route], rides: Mapping[str, Ride | None]
) -> list[Trip]:
    """The departures by own means whose route and row are known; all of them are outbound."""
    trips = []
    for number, departure in enumerate(departures, start=1):
        ride = rides.get(departure.route)
        if ride is not None and departure.own_transport_row < len(scenario.own_transport):
            trips.append(
                Trip(
                    who=f"own departure {number}",
                    vehicle=None,
                    convoy=None,
                    route=routes[departure.route],
                    ride=ride,
                    departs_s=posix_s(departure.departs_at),
                    arrives_s=posix_s(departure.arrives_at),
                    direction=Direction.OUTBOUND,
                    share=departure.units * scenario.own_transport[departure.own_transport_row].passage_share,
                    people=departure.people,
                    goods_kg=0,
                )
            )
    return trips
