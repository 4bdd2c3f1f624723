"""Windows of silence: rules 21 and 22."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from safepassage.corridor import WindowStatus
from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.ride import ROUNDING_KM, Ride
from safepassage.planning.checking.spans import (
    DAY_S,
    FOREVER,
    MINUTE_S,
    NEVER,
    Span,
    intersect,
    merge,
    overlaps,
    posix_s,
    span_around,
)
from safepassage.planning.checking.trips import Trip
from safepassage.planning.result import SilenceWindow
from safepassage.scenario.scenario import Scenario

STRENGTH = {WindowStatus.ASKED: 0, WindowStatus.OFFERED: 1, WindowStatus.CONFIRMED: 2}


def common_windows(scenario: Scenario, segment: str) -> list[Span]:
    """The hours, inside the horizon and beyond, that every party with a window for a segment keeps silent, as far as the party that holds
    it is one of them.
    """
    hours_of_party: dict[str, list[Span]] = defaultdict(list)
    for window in scenario.windows:
        if window.segment == segment:
            hours_of_party[window.party].append((posix_s(window.opens), posix_s(window.closes)))
    if not hours_of_party:
        return []
    common: Sequence[Span] = _held_by(scenario, segment, set(hours_of_party))
    for hours in hours_of_party.values():
        common = intersect(common, merge(hours))
    return list(common)


def _held_by(scenario: Scenario, segment: str, parties: set[str]) -> list[Span]:
    """When one of these parties holds the segment, by the latest source; the later row of two from one moment is not preferred."""
    reports = [entry for entry in scenario.control if entry.segment == segment]
    changes: list[datetime] = sorted({entry.since for entry in reports})
    spans = []
    for number, since in enumerate(changes):
        until_s = posix_s(changes[number + 1]) if number + 1 < len(changes) else FOREVER
        holder = next(entry.party for entry in reports if entry.since == since)
        if holder in parties:
            spans.append((posix_s(since), until_s))
    return merge(spans)


def check_silence(ground: Ground, trips: Iterable[Trip], windows: Sequence[SilenceWindow], rides: Iterable[Ride]) -> list[Breach]:
    """Rules 21 and 22."""
    breaches: list[Breach] = []
    passages: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for trip in trips:
        for stretch in trip.ride.stretches:
            segment = ground.segments.get(stretch.segment) if stretch.segment is not None else None
            if segment is not None and segment.needs_silence:
                span = (trip.departs_s + stretch.enters_min * MINUTE_S, trip.departs_s + stretch.leaves_min * MINUTE_S)
                passages[segment.id].append((span, trip.who))
    km_used = _km_used(ground, rides)
    for segment_id in sorted({*passages, *(window.segment for window in windows)}):
        common = common_windows(ground.scenario, segment_id)
        of_segment = [window for window in windows if window.segment == segment_id]
        breaches += _check_passages(ground, segment_id, passages[segment_id], common)
        breaches += _check_cover(ground, segment_id, passages[segment_id], of_segment)
        for window in of_segment:
            breaches += _check_window(ground, window, passages[segment_id], common, km_used.get(segment_id, 0.0))
        in_order = sorted(of_segment, key=lambda window: window.interval.starts_at)
        for window, following in itertools.pairwise(in_order):
            if following.interval.starts_at < window.interval.ends_at:
                breaches.append(Breach(22, f"window of {segment_id}", "two windows of the segment overlap"))
    return breaches


def _check_passages(ground: Ground, segment_id: str, passages: Sequence[tuple[Span, str]], common: Sequence[Span]) -> list[Breach]:
    """Rule 21."""
    breaches = []
    for (start, end), who in passages:
        if span_around(common, *_needed(ground, (start, end))) is None:
            is_on = f"it is on {segment_id} from {ground.clock(start)} to {ground.clock(end)}"
            lacks = (
                "in no common window of silence" if span_around(common, start, end) is None else "nearer than a margin to the window's edge"
            )
            breaches.append(Breach(21, who, f"{is_on}, {lacks}"))
    return breaches


def _needed(ground: Ground, passage: Span) -> Span:
    """The silence that one passage needs: the margins on either side."""
    rules = ground.scenario.silence
    return passage[0] - rules.margin_before_min * MINUTE_S, passage[1] + rules.margin_after_min * MINUTE_S


def _rounded_out(ground: Ground, span: Span, common: Sequence[Span]) -> Span:
    """To the grain of the UTC clock, counted from midnight, but not beyond the common window."""
    around = span_around(common, *span) or (NEVER, FOREVER)
    grain_s = ground.scenario.silence.grain_min * MINUTE_S
    midnights = [math.floor(at_s / DAY_S) * DAY_S for at_s in span]
    start = midnights[0] + math.floor((span[0] - midnights[0]) / grain_s) * grain_s
    end = midnights[1] + math.ceil((span[1] - midnights[1]) / grain_s) * grain_s
    return max(around[0], start), min(around[1], end)


def _check_cover(
    ground: Ground,
    segment_id: str,
    passages: Sequence[tuple[Span, str]],
    windows: Sequence[SilenceWindow],
) -> list[Breach]:
    """Rule 22: every passage with its margins lies in one window of the plan."""
    silent = [(posix_s(window.interval.starts_at), posix_s(window.interval.ends_at)) for window in windows]
    breaches = []
    for passage, who in passages:
        needed = _needed(ground, passage)
        if span_around(silent, *needed) is None:
            what = f"silence on {segment_id} is needed from {ground.clock(needed[0])} to {ground.clock(needed[1])}; no window covers it"
            breaches.append(Breach(22, who, what))
    return breaches


def _check_window(
    ground: Ground, window: SilenceWindow, passages: Sequence[tuple[Span, str]], common: Sequence[Span], km: float
) -> list[Breach]:
    """Rule 22: the window is no longer than its passages need, lies in a common window, and says who stands behind it."""
    span = (posix_s(window.interval.starts_at), posix_s(window.interval.ends_at))
    said = []
    segment = ground.segments.get(window.segment)
    if segment is None or not segment.needs_silence:
        said.append("the segment needs no silence")
    if span_around(common, *span) is None:
        said.append("it reaches beyond the common window")
    needs = [_needed(ground, passage) for passage, _ in passages]
    served = [_rounded_out(ground, need, common) for need in needs if span_around([span], *need) is not None]
    if not served:
        said.append("no passage needs it")
    elif (min(start for start, _ in served), max(end for _, end in served)) != span:
        said.append("it does not start and end at its passages with margins, rounded out to the grain")
    if abs(window.km - km) > ROUNDING_KM:
        said.append(f"the plan's roads use {km:.3f} km of the segment, not {window.km:g}")
    said += _wrong_standing(ground.scenario, window, span)
    return [Breach(22, f"window of {window.segment} from {ground.clock(span[0])} to {ground.clock(span[1])}", text) for text in said]


def _wrong_standing(scenario: Scenario, window: SilenceWindow, span: Span) -> list[str]:
    """The parties are all that have a window for the segment; the status is not stronger than what must be relied on."""
    offered = [entry for entry in scenario.windows if entry.segment == window.segment]
    parties = {entry.party for entry in offered}
    if set(window.parties) != parties or len(window.parties) != len(parties):
        return [f"its parties are {', '.join(sorted(parties)) or 'none'}"]
    touching = [entry for entry in offered if overlaps(span, posix_s(entry.opens), posix_s(entry.closes))]
    weakest = min((STRENGTH[entry.status] for entry in touching), default=0)
    relied_on = min((_relied_on(scenario, window.segment, party, span) for party in parties), default=0)
    if not weakest <= STRENGTH[window.status] <= relied_on:
        return [f"what stands behind it is not {window.status.value}"]
    return []


def _relied_on(scenario: Scenario, segment: str, party: str, span: Span) -> int:
    """The strongest status at which one party's windows cover the span."""
    for strength in (2, 1, 0):
        hours = merge(
            (posix_s(entry.opens), posix_s(entry.closes))
            for entry in scenario.windows
            if entry.segment == segment and entry.party == party and STRENGTH[entry.status] >= strength
        )
        if span_around(hours, *span) is not None:
            return strength
    return 0


def _km_used(ground: Ground, rides: Iterable[Ride]) -> dict[str, float]:
    """Kilometres of each segment that the rides use; a road driven both ways counts once."""
    network = ground.network
    lengths: dict[str, dict[tuple[int, int, int], float]] = defaultdict(dict)
    for arc in sorted({int(arc) for ride in rides for arc in ride.arcs}):
        segment = ground.segment_of_arc.get(arc)
        if segment is not None:
            ends = sorted((int(network.arc_tail[arc]), int(network.arc_head[arc])))
            lengths[segment][int(network.arc_way[arc]), ends[0], ends[1]] = float(network.arc_length_m[arc]) / 1000.0
    return {segment: sum(of_road.values()) for segment, of_road in lengths.items()}
