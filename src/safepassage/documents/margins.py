"""Passages with less silence round them than the scenario's margins ask: those near an edge of the hours that all parties keep silent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from safepassage.corridor import Interval
from safepassage.planning.itinerary import Drive
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import common_windows

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ShortMargin:
    """One vehicle's passage of one segment. `at` is the entry or the exit, whichever has the less silence beside it,
    and `silence_min` how much of it there is.
    """

    segment: str
    at: datetime
    is_before: bool
    silence_min: int


def short_margins(plan: Plan, scenario: Scenario) -> tuple[ShortMargin, ...]:
    """Every passage of a vehicle, own cars or people on foot with less silence before or after it than asked, the shortest first.

    Silence counts from the edge of the segment's common window to the entry, and from the exit to the other edge; a passage in no
    common window has none.
    """
    common, rules = common_windows(scenario), scenario.silence
    found = []
    for segment, enters_at, leaves_at in _passages(plan):
        if segment not in common:
            continue
        alone = Interval(starts_at=enters_at, ends_at=leaves_at)
        around = next((window for window in common[segment] if window.contains(enters_at, leaves_at)), alone)
        before_min, after_min = (enters_at - around.starts_at) // _MINUTE, (around.ends_at - leaves_at) // _MINUTE
        short = []
        if before_min < rules.margin_before_min:
            short.append(ShortMargin(segment, enters_at, True, before_min))
        if after_min < rules.margin_after_min:
            short.append(ShortMargin(segment, leaves_at, False, after_min))
        if short:
            found.append(min(short, key=lambda each: each.silence_min))
    return tuple(sorted(found, key=lambda each: (each.silence_min, each.at, each.segment)))


def _passages(plan: Plan) -> Iterator[tuple[str, datetime, datetime]]:
    """Segment, entry and exit; as in the plan's windows a passage lasts a minute at least."""
    routes = {route.id: route for route in plan.routes}
    starts = [(each.route, each.starts_at) for vehicle in plan.itineraries for each in vehicle.activities if isinstance(each, Drive)]
    starts += [(departure.route, departure.departs_at) for departure in plan.own_departures]
    for route_id, departs_at in starts:
        for passage in routes[route_id].passages:
            leaves_min = max(passage.leaves_min, passage.enters_min + 1)
            yield passage.segment, departs_at + passage.enters_min * _MINUTE, departs_at + leaves_min * _MINUTE
