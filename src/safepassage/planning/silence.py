"""The windows of silence that a plan asks for: every passage, its margins, rounded out to the grain of the agreement.

Invariant: a window holds the full margins of every passage, and does not reach beyond the common window that they lie in (rule 22).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from safepassage.corridor import Interval
from safepassage.planning.connect import Ground
from safepassage.planning.itinerary import Drive, Itinerary, OwnDeparture
from safepassage.planning.result import SilenceWindow
from safepassage.planning.route import Route
from safepassage.scenario.scenario import SilenceRules
from safepassage.situation import backing, common_windows


def ask_silence(
    ground: Ground, routes: Mapping[str, Route], itineraries: Iterable[Itinerary], departures: Iterable[OwnDeparture]
) -> tuple[SilenceWindow, ...]:
    """The windows of every segment that needs silence, in the order of the scenario's segments and of time."""
    scenario = ground.scenario
    drives = [
        (routes[activity.route], activity.starts_at)
        for itinerary in itineraries
        for activity in itinerary.activities
        if isinstance(activity, Drive)
    ]
    drives += [(routes[departure.route], departure.departs_at) for departure in departures]
    common = common_windows(scenario)
    needed: dict[str, list[Interval]] = defaultdict(list)
    for route, departs_at in drives:
        for passage in route.passages:
            if passage.segment in common:
                enters_at = departs_at + timedelta(minutes=passage.enters_min)
                leaves_at = departs_at + timedelta(minutes=max(passage.leaves_min, passage.enters_min + 1))
                needed[passage.segment].append(_with_margins(scenario.silence, enters_at, leaves_at, common[passage.segment]))
    km = km_used(ground, {route.id: route for route, _ in drives}.values())
    windows = []
    for segment in scenario.segments:
        for interval in _joined(needed.get(segment.id, [])):
            parties, status = backing(scenario, segment.id, interval)
            windows.append(SilenceWindow(segment=segment.id, interval=interval, km=km[segment.id], parties=parties, status=status))
    return tuple(windows)


def _with_margins(rules: SilenceRules, enters_at: datetime, leaves_at: datetime, common: Iterable[Interval]) -> Interval:
    """Only what rounding to the grain adds is cut at the edge of the common window; the margins lie inside it (rule 21).

    Raises:
        ValueError: they do not.
    """
    grain = timedelta(minutes=rules.grain_min)
    starts_at = enters_at - timedelta(minutes=rules.margin_before_min)
    ends_at = leaves_at + timedelta(minutes=rules.margin_after_min)
    around = next((window for window in common if window.contains(starts_at, ends_at)), None)
    if around is None:
        raise ValueError(f"no common window holds the passage from {enters_at} to {leaves_at} with its margins")
    midnights = [at.replace(hour=0, minute=0, second=0, microsecond=0) for at in (starts_at, ends_at)]
    starts_at = midnights[0] + (starts_at - midnights[0]) // grain * grain
    ends_at = midnights[1] - (midnights[1] - ends_at) // grain * grain
    return Interval(starts_at=max(around.starts_at, starts_at), ends_at=min(around.ends_at, ends_at))


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for interval in sorted(intervals, key=lambda interval: interval.starts_at):
        if joined and interval.starts_at <= joined[-1].ends_at:
            ends_at = max(joined[-1].ends_at, interval.ends_at)
            joined[-1] = Interval(starts_at=joined[-1].starts_at, ends_at=ends_at)
        else:
            joined.append(interval)
    return joined


def km_used(ground: Ground, routes: Iterable[Route]) -> dict[str, float]:
    """Kilometres of each segment that the routes use; a road used both ways counts once."""
    network, segments = ground.network, ground.scenario.segments
    lengths: dict[str, dict[tuple[int, int, int], float]] = defaultdict(dict)
    for arc in sorted({arc for route in routes for arc in route.arcs}):
        row = int(ground.arc_segment[arc])
        if row >= 0:
            ends = sorted((int(network.arc_tail[arc]), int(network.arc_head[arc])))
            lengths[segments[row].id][int(network.arc_way[arc]), ends[0], ends[1]] = float(network.arc_length_m[arc]) / 1000.0
    return {segment: sum(of_road.values()) for segment, of_road in lengths.items()}
