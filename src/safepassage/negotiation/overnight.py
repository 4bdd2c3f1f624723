"""People that a plan has on the road overnight."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from safepassage.planning.itinerary import Alight, Board, Itinerary
from safepassage.planning.result import Plan


def overnight_people(plan: Plan) -> int:
    """People who set out before a midnight of the plan's zone and arrive after it, each once."""
    zone = ZoneInfo(plan.zone)
    own = sum(
        departure.people.total_people
        for departure in plan.own_departures
        if departure.departs_at.astimezone(zone).date() != (departure.arrives_at - timedelta(seconds=1)).astimezone(zone).date()
    )
    return own + sum(_on_board_overnight(itinerary, zone) for itinerary in plan.itineraries)


def _on_board_overnight(itinerary: Itinerary, zone: ZoneInfo) -> int:
    """Whoever is on board over a midnight; who is on board over two is counted once."""
    on_board = before_midnight = counted = 0
    day = None
    for activity in itinerary.activities:
        today = (activity.ends_at - timedelta(seconds=1)).astimezone(zone).date()
        if day is not None and today != day:
            counted += on_board - before_midnight
            before_midnight = on_board
        day = today
        if isinstance(activity, Board):
            on_board += activity.people.total_people
        elif isinstance(activity, Alight):
            on_board -= activity.people.total_people
            before_midnight = min(before_midnight, on_board)
    return counted
