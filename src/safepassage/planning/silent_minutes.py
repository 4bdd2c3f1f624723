"""The minutes of silence that a plan in the making needs, segment by segment, margins and grain included (rule 22).

Silence reaches beyond the horizon by margins and grain, so minutes count from a midnight of UTC before it.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval
from safepassage.planning.connect import Ground
from safepassage.planning.problem import Floats
from safepassage.planning.route import Route
from safepassage.planning.silence import km_used
from safepassage.scenario.scenario import SilenceRules
from safepassage.situation import common_windows
from safepassage.situation.minutes import MINUTE, minutes_within

Ints = NDArray[np.int64]
Needed = NDArray[np.int32]

_DAY_MIN = 1440


class Piece(NamedTuple):
    """Minutes from `first` to before `end` on one row of the segments."""

    row: int
    first: int
    end: int


class SilentMinutes:
    """How many passages need each minute of each segment, counted as they come and go.

    Arrays have the shape [segment, minute]. A minute beyond the common windows costs nothing: there rounding to the grain is cut.
    """

    def __init__(self, ground: Ground, routes: Iterable[Route], used: Iterable[Route]) -> None:
        """`routes` may be driven, `used` are those that the plan drives: they say how many kilometres of a segment it uses."""
        scenario = ground.scenario
        rules, horizon = scenario.silence, scenario.horizon
        routes = list(routes)
        common = common_windows(scenario)
        km: dict[str, float] = {}
        for route in routes:
            for passage in route.passages:
                km[passage.segment] = max(km.get(passage.segment, 0.0), passage.km)
        km |= km_used(ground, used)
        self._segments = [segment for segment in common if segment in km]
        self._row = {segment: row for row, segment in enumerate(self._segments)}
        midnight = horizon.starts_at.astimezone(UTC).replace(hour=0, minute=0) - timedelta(days=1)
        days = -(-(horizon.ends_at - midnight) // timedelta(days=1)) + 1
        wide = scenario.model_copy(update={"horizon": Interval(starts_at=midnight, ends_at=midnight + timedelta(days=days))})
        self._km_h = np.array([km[segment] / 60.0 * minutes_within(wide, common[segment]) for segment in self._segments])
        self._km_h = self._km_h.reshape(len(self._segments), days * _DAY_MIN)
        self.needed: Needed = np.zeros(self._km_h.shape, dtype=np.int32)
        self._sums = np.zeros((len(self._segments), days * _DAY_MIN + 1))
        self._stale = set(range(len(self._segments)))
        self._grain_min = rules.grain_min
        self._departures = (horizon.ends_at - horizon.starts_at) // MINUTE
        self._spans: dict[str, list[tuple[int, Ints, Ints]]] = {}
        self._lay(routes, rules, (horizon.starts_at - midnight) // MINUTE)

    def _lay(self, routes: Iterable[Route], rules: SilenceRules, before_min: int) -> None:
        """Row, first minute, and one past the last, by minute of departure, of every silence that a route needs."""
        minute = np.arange(self._sums.shape[1])
        of_day = minute % _DAY_MIN
        floor = minute - of_day % rules.grain_min
        ceil = np.minimum(minute + -of_day % rules.grain_min, minute[-1])
        departs = np.arange(self._departures) + before_min
        kept: dict[tuple[int, int], tuple[Ints, Ints]] = {}
        for route in routes:
            spans = self._spans[route.id] = []
            for passage in route.passages:
                if passage.segment in self._row:
                    first = passage.enters_min - rules.margin_before_min
                    end = max(passage.leaves_min, passage.enters_min + 1) + rules.margin_after_min
                    if (first, end) not in kept:
                        kept[first, end] = (floor[np.minimum(departs + first, minute[-1])], ceil[np.minimum(departs + end, minute[-1])])
                    spans.append((self._row[passage.segment], *kept[first, end]))

    def count(self, route: str, departs_min: int, sign: int) -> None:
        for row, first, end in self._spans[route]:
            self.needed[row, first[departs_min] : end[departs_min]] += sign
            self._stale.add(row)

    def needs(self, route: str, departs_min: int, piece: Piece) -> bool:
        """Whether a drive needs any minute of a piece."""
        return any(
            row == piece.row and first[departs_min] < piece.end and end[departs_min] > piece.first for row, first, end in self._spans[route]
        )

    def more_km_h(self, route: str, closed: Piece) -> Floats:
        """Kilometre-hours that a drive adds, `float[departure minute]`; infinite where it needs a minute of the piece that is closed."""
        more = np.zeros(self._departures)
        for row, first, end in self._spans[route]:
            sums = self._sum(row)
            more = more + (sums[end] - sums[first])
            if row == closed.row:
                more = np.where((first < closed.end) & (end > closed.first), np.inf, more)
        return more

    def km_h(self) -> float:
        return float(self._km_h[self.needed > 0].sum())

    def pieces(self) -> Iterator[Piece]:
        """Pieces to close: single grains at the ends of windows and what one passage alone needs; then twice as much, and so on up to whole
        windows; those that weigh most first.
        """
        share = 1
        while True:
            windows = [Piece(row, *run) for row, needed in enumerate(self.needed) for run in runs_of(needed > 0)]
            length = share * self._grain_min
            pieces = {Piece(row, *run) for row, needed in enumerate(self.needed) for run in runs_of((needed > 0) & (needed <= share))}
            pieces |= {Piece(row, first, min(end, first + length)) for row, first, end in windows}
            pieces |= {Piece(row, max(first, end - length), end) for row, first, end in windows}
            yield from sorted(pieces, key=lambda piece: (-self._km_h[piece.row, piece.first : piece.end].sum(), piece))
            if all(window.end - window.first <= length for window in windows):
                return
            share *= 2

    def restore(self, needed: Needed) -> None:
        """Take back counts that were copied from `needed` before."""
        self.needed = needed
        self._stale = set(range(len(self._segments)))

    def _sum(self, row: int) -> Floats:
        """Kilometre-hours not needed yet before each minute."""
        if row in self._stale:
            np.cumsum(np.where(self.needed[row] > 0, 0.0, self._km_h[row]), out=self._sums[row, 1:])
            self._stale.discard(row)
        return np.asarray(self._sums[row])


def runs_of(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First position, and one past the last, of each unbroken run of marked ones."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return [(int(first), int(end)) for first, end in zip(edges[::2], edges[1::2], strict=True)]
