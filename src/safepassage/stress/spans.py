"""The spans of a day in one table: silence, hours of checkpoints, duty of crews, light.

Invariant: what the plan does lies inside them, so spans are rounded outward to whole minutes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import common_windows, spans_of
from safepassage.situation.minutes import merged
from safepassage.stress.day import Ints

MINUTE = timedelta(minutes=1)


class SpanTable:
    """Spans are added group by group; each group is named by its first span and the one after its last."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._opens: list[int] = []
        self._closes: list[int] = []

    def add(self, intervals: Iterable[Interval]) -> tuple[int, int]:
        first = len(self._opens)
        for interval in intervals:
            self._opens.append(minute_down(self._scenario, interval.starts_at))
            self._closes.append(minute_up(self._scenario, interval.ends_at))
        return first, len(self._opens)

    def add_minutes(self, mask: NDArray[np.bool_]) -> tuple[int, int]:
        """The spans in which a mask is true. One that is true to the end of the horizon does not end there."""
        first, end = self.add(spans_of(self._scenario, mask))
        if end > first and self._closes[-1] == len(mask):
            self._closes[-1] += len(mask)
        return first, end

    @property
    def opens(self) -> Ints:
        return np.array(self._opens, np.int32)

    @property
    def closes(self) -> Ints:
        return np.array(self._closes, np.int32)


def minute_down(scenario: Scenario, at: datetime) -> int:
    return floor((at - scenario.horizon.starts_at) / MINUTE)


def minute_up(scenario: Scenario, at: datetime) -> int:
    return ceil((at - scenario.horizon.starts_at) / MINUTE)


def silent_hours(scenario: Scenario, plan: Plan, *, is_as_offered: bool) -> dict[str, tuple[Interval, ...]]:
    """When each segment that needs silence is silent: as offered in common, or only as the plan asks for."""
    if is_as_offered:
        return common_windows(scenario)
    return {
        segment.id: merged(window.interval for window in plan.windows if window.segment == segment.id)
        for segment in scenario.segments
        if segment.needs_silence
    }
