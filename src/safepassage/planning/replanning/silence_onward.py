"""The windows of silence of a plan changed in the middle of its day: of the past as they were, of the rest as they are needed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from safepassage.corridor import Interval, WindowStatus
from safepassage.planning.connect import Ground
from safepassage.planning.itinerary import Itinerary, OwnDeparture
from safepassage.planning.replanning.judge import routes_of
from safepassage.planning.replanning.rest import Rest
from safepassage.planning.result import Plan, SilenceWindow
from safepassage.planning.route import Route
from safepassage.planning.silence import ask_silence, km_used
from safepassage.scenario.scenario import Scenario
from safepassage.situation import backing, common_windows

Moving = tuple[Sequence[Itinerary], Sequence[OwnDeparture]]


def windows_onward(
    ground: Ground, ground_before: Ground, roads: Mapping[str, Route], begun: Moving, coming: Moving
) -> tuple[SilenceWindow, ...]:
    """The windows that the past needed, as the old scenario had them, joined with those that the rest needs."""
    scenario = ground.scenario
    asked = (*ask_silence(ground_before, roads, *begun), *ask_silence(ground, roads, *coming))
    km = km_used(ground, [roads[id_] for id_ in routes_of([*begun[0], *coming[0]]) | {own.route for own in (*begun[1], *coming[1])}])
    spans: dict[str, list[Interval]] = defaultdict(list)
    for window in sorted(asked, key=lambda window: window.interval.starts_at):
        of_segment = spans[window.segment]
        if of_segment and window.interval.starts_at <= of_segment[-1].ends_at:
            ends_at = max(of_segment[-1].ends_at, window.interval.ends_at)
            of_segment[-1] = Interval(starts_at=of_segment[-1].starts_at, ends_at=ends_at)
        else:
            of_segment.append(window.interval)
    windows = []
    for segment in scenario.segments:
        for interval in spans.get(segment.id, []):
            parties, status = _kept_by(scenario, ground_before.scenario, segment.id, interval)
            windows.append(SilenceWindow(segment=segment.id, interval=interval, km=km[segment.id], parties=parties, status=status))
    return tuple(windows)


def _kept_by(scenario: Scenario, before: Scenario, segment: str, interval: Interval) -> tuple[tuple[str, ...], WindowStatus]:
    """Who keeps a segment silent by the words of now, or else by those that the past relied on; by neither throughout: it is asked for."""
    for words in (scenario, before):
        if any(hours.contains(interval.starts_at, interval.ends_at) for hours in common_windows(words).get(segment, ())):
            return backing(words, segment, interval)
    parties = {window.party for window in (*before.windows, *scenario.windows) if window.segment == segment}
    return tuple(party.id for party in scenario.parties if party.id in parties), WindowStatus.ASKED


def silence_as_it_was(rest: Rest, before: Plan, ground_before: Ground, windows: Iterable[SilenceWindow]) -> tuple[str, ...]:
    """Segments that the past needed silent in hours that are not silent any more, or that end otherwise now."""
    scenario = rest.setting.scenario
    hours_before, hours = common_windows(ground_before.scenario), common_windows(scenario)
    known = before.changed.silence_as_it_was if before.changed is not None else ()
    of_past = [
        window.segment
        for window in windows
        if not any(span.contains(window.interval.starts_at, window.interval.ends_at) for span in hours.get(window.segment, ()))
    ]
    of_past += [window.segment for window in before.windows if hours_before.get(window.segment) != hours.get(window.segment)]
    return tuple(dict.fromkeys((*known, *of_past)))
