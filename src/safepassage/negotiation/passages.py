"""When vehicles are on each segment, as a plan has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from safepassage.planning.itinerary import Drive
from safepassage.planning.result import Plan
from safepassage.planning.route import Route


@dataclass(frozen=True, slots=True)
class OnSegment:
    """One vehicle's, or one group's, time on a segment."""

    segment: str
    enters_at: datetime
    leaves_at: datetime
    km: float


def times_on_segments(plan: Plan) -> tuple[OnSegment, ...]:
    """Of every drive of the fleet and every departure of own cars and people on foot; entry rounded down, exit up, to the minute."""
    return tuple(each for route, departs_at in _drives(plan) for each in _along(route, departs_at))


def _drives(plan: Plan) -> Iterator[tuple[Route, datetime]]:
    routes = {route.id: route for route in plan.routes}
    for itinerary in plan.itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, Drive):
                yield routes[activity.route], activity.starts_at
    for departure in plan.own_departures:
        yield routes[departure.route], departure.departs_at


def _along(route: Route, departs_at: datetime) -> Iterator[OnSegment]:
    for passage in route.passages:
        enters_at = departs_at + timedelta(minutes=passage.enters_min)
        leaves_at = departs_at + timedelta(minutes=max(passage.leaves_min, passage.enters_min + 1))
        yield OnSegment(passage.segment, enters_at, leaves_at, passage.km)
