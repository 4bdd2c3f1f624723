"""Common windows: the hours that every party with a window for a segment keeps silent, its holder among them.

Invariant: an instant lies in a segment's common window only if every party with a window for that segment keeps it silent
then, and the party that holds the segment at that instant is one of them.

The horizon does not cut them: it says when vehicles may move, not when parties keep silent.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval, OfferedWindow, WindowStatus
from safepassage.scenario.scenario import Scenario
from safepassage.situation.control import holders
from safepassage.situation.minutes import horizon_min, merged, minutes_within, overlap, without

_WEAKEST_FIRST = (WindowStatus.ASKED, WindowStatus.OFFERED, WindowStatus.CONFIRMED)


def common_windows(scenario: Scenario) -> dict[str, tuple[Interval, ...]]:
    """For each segment that needs silence, its common windows, in order, inside the horizon and beyond; none: it is not passable."""
    return {segment.id: _common_windows(scenario, segment.id) for segment in scenario.segments if segment.needs_silence}


def open_min(scenario: Scenario) -> dict[str, NDArray[np.bool_]]:
    """For each segment, `bool[minute]`: True where a vehicle may be on it, with the margins of silence before and after it all the same
    inside one common window (rule 21); always True where no silence is needed.
    """
    windows = common_windows(scenario)
    always = np.ones(horizon_min(scenario), dtype=np.bool_)
    return {
        segment.id: minutes_within(scenario, _within_margins(scenario, windows[segment.id])) if segment.needs_silence else always
        for segment in scenario.segments
    }


def backing(scenario: Scenario, segment: str, interval: Interval) -> tuple[tuple[str, ...], WindowStatus]:
    """The parties that keep a segment silent in an interval, in the scenario's order, and the weakest of what they say.

    A party's own word is the strongest that covers the whole interval: hours both offered and confirmed are confirmed.

    Raises:
        ValueError: the interval is not inside one common window of the segment.
    """
    if not any(window.contains(interval.starts_at, interval.ends_at) for window in _common_windows(scenario, segment)):
        raise ValueError(f"{interval.starts_at} to {interval.ends_at} is not inside a common window of segment '{segment}'")
    by_party = _windows_by_party(scenario, segment)
    words = [_strongest_word(windows, interval) for windows in by_party.values()]
    order = {party.id: row for row, party in enumerate(scenario.parties)}
    parties = sorted(by_party, key=lambda party: (order.get(party, len(order)), party))
    return tuple(parties), min(words, key=_WEAKEST_FIRST.index)


def _within_margins(scenario: Scenario, windows: Iterable[Interval]) -> Iterator[Interval]:
    """The windows without the margins at their beginnings and ends; one that is no longer than both leaves nothing."""
    before, after = timedelta(minutes=scenario.silence.margin_before_min), timedelta(minutes=scenario.silence.margin_after_min)
    for window in windows:
        starts_at, ends_at = window.starts_at + before, window.ends_at - after
        if starts_at < ends_at:
            yield Interval(starts_at=starts_at, ends_at=ends_at)


def _common_windows(scenario: Scenario, segment: str) -> tuple[Interval, ...]:
    by_party = _windows_by_party(scenario, segment)
    kept_silent = [merged(window.interval for window in windows) for windows in by_party.values()]
    common = reduce(overlap, kept_silent) if kept_silent else ()
    if not common:
        return ()
    whole = Interval(starts_at=common[0].starts_at, ends_at=common[-1].ends_at)
    # a party nobody is known to be cannot keep silent
    not_held_by_them = (span for span, holder in holders(scenario, segment, whole) if holder not in by_party)
    return without(common, not_held_by_them)


def _windows_by_party(scenario: Scenario, segment: str) -> dict[str, list[OfferedWindow]]:
    by_party: dict[str, list[OfferedWindow]] = {}
    for window in scenario.windows:
        if window.segment == segment:
            by_party.setdefault(window.party, []).append(window)
    return by_party


def _strongest_word(windows: list[OfferedWindow], interval: Interval) -> WindowStatus:
    for weakest in reversed(_WEAKEST_FIRST):
        strong_enough = (window.interval for window in windows if _WEAKEST_FIRST.index(window.status) >= _WEAKEST_FIRST.index(weakest))
        if any(span.contains(interval.starts_at, interval.ends_at) for span in merged(strong_enough)):
            return weakest
    raise AssertionError("a common window that one of its parties does not keep")
