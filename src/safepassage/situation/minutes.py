"""The horizon minute by minute.

Invariant: element *m* of every mask speaks of the whole minute from `horizon.starts_at` + *m* minutes to one minute later;
what is true for a part of a minute only never opens it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval
from safepassage.scenario.scenario import Scenario

MINUTE = timedelta(minutes=1)


def horizon_min(scenario: Scenario) -> int:
    """How many whole minutes the horizon has."""
    return (scenario.horizon.ends_at - scenario.horizon.starts_at) // MINUTE


def instant_of(scenario: Scenario, minute: int) -> datetime:
    """The instant at which a minute of the horizon begins."""
    return scenario.horizon.starts_at + minute * MINUTE


def minutes_within(scenario: Scenario, intervals: Iterable[Interval]) -> NDArray[np.bool_]:
    """True for each minute, `bool[minute]`, that lies wholly inside one of the intervals."""
    mask = np.zeros(horizon_min(scenario), dtype=np.bool_)
    for interval in merged(intervals):
        first = _rounded_up(interval.starts_at - scenario.horizon.starts_at)
        end = (interval.ends_at - scenario.horizon.starts_at) // MINUTE
        mask[max(0, first) : max(0, end)] = True
    return mask


def minutes_touched(scenario: Scenario, intervals: Iterable[Interval]) -> NDArray[np.bool_]:
    """True for each minute, `bool[minute]`, of which any part lies inside one of the intervals."""
    mask = np.zeros(horizon_min(scenario), dtype=np.bool_)
    for interval in intervals:
        first = (interval.starts_at - scenario.horizon.starts_at) // MINUTE
        end = _rounded_up(interval.ends_at - scenario.horizon.starts_at)
        mask[max(0, first) : max(0, end)] = True
    return mask


def _rounded_up(span: timedelta) -> int:
    return -(-span // MINUTE)


def local_minute_of_day(scenario: Scenario, zone: str) -> NDArray[np.int16]:
    """What the clocks of a zone show at the start of each minute, `int16[minute]`: minutes after its midnight."""
    clock = ZoneInfo(zone)
    shown = (instant_of(scenario, minute).astimezone(clock) for minute in range(horizon_min(scenario)))
    return np.fromiter((60 * local.hour + local.minute for local in shown), dtype=np.int16, count=horizon_min(scenario))


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time as intervals that neither overlap nor touch, in order."""
    spans: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: (each.starts_at, each.ends_at)):
        if spans and interval.starts_at <= spans[-1].ends_at:
            last = spans.pop()
            interval = Interval(starts_at=last.starts_at, ends_at=max(last.ends_at, interval.ends_at))
        spans.append(interval)
    return tuple(spans)


def overlap(these: Iterable[Interval], those: Iterable[Interval]) -> tuple[Interval, ...]:
    """The time that lies in both, as intervals that neither overlap nor touch."""
    others = tuple(those)
    shared = (
        Interval(starts_at=max(one.starts_at, other.starts_at), ends_at=min(one.ends_at, other.ends_at))
        for one in these
        for other in others
        if max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)
    )
    return merged(shared)


def without(these: Iterable[Interval], removed: Iterable[Interval]) -> tuple[Interval, ...]:
    """The time that lies in the first and not in the second."""
    left = list(merged(these))
    for hole in removed:
        pieces = [
            (starts_at, ends_at)
            for span in left
            for starts_at, ends_at in (
                (span.starts_at, min(span.ends_at, hole.starts_at)),
                (max(span.starts_at, hole.ends_at), span.ends_at),
            )
        ]
        left = [Interval(starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in pieces if starts_at < ends_at]
    return tuple(left)


def spans_of(scenario: Scenario, mask: NDArray[np.bool_]) -> tuple[Interval, ...]:
    """The true minutes of a mask as intervals."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return tuple(
        Interval(starts_at=instant_of(scenario, int(first)), ends_at=instant_of(scenario, int(end)))
        for first, end in zip(edges[::2], edges[1::2], strict=True)
    )


def true_throughout(mask: NDArray[np.bool_], first_min: int, end_min: int) -> NDArray[np.bool_]:
    """For each minute *m*, whether the mask is true on every minute of [m + first_min, m + end_min); beyond the horizon it is not."""
    minutes = len(mask)
    holds = np.zeros(minutes, dtype=np.bool_)
    inside = max(0, min(minutes, minutes - end_min + 1))
    if mask.all():
        holds[:inside] = True
        return holds
    false_before = np.concatenate(([0], np.cumsum(~mask)))
    holds[:inside] = false_before[end_min : end_min + inside] == false_before[first_min : first_min + inside]
    return holds
