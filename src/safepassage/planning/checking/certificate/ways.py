"""Every road looked at, driven again: how long it takes, what a vehicle meets on it, and at which minutes it may set out.

Invariant: a minute at which `docs/rules.md` allows to set out is open here, or the bound would not hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.certificate import Quartered
from safepassage.planning.checking.certificate.grain import PricesBrokenError
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.ride import Ride, drive_again, minutes_up
from safepassage.planning.checking.silence import common_windows
from safepassage.planning.checking.spans import MINUTE_S, Span
from safepassage.planning.checking.traffic import ROUNDING_S
from safepassage.planning.route import Route

Bools = NDArray[np.bool_]

Meeting = tuple[Quartered, str, int]
"""A checkpoint or road, and how many minutes after departure it counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One road between two places. `open_min[minute of the horizon]` says when a vehicle may set out."""

    route: Route
    minutes: int
    mm: int
    meetings: tuple[Meeting, ...]
    open_min: Bools


Ways = Mapping[tuple[str, str, float], Sequence[Way]]
"""By origin, destination and top speed."""


class Clock:
    """The minutes of the horizon and the hours that hold in it."""

    def __init__(self, ground: Ground) -> None:
        starts_s, ends_s = ground.horizon
        self.starts_s = starts_s
        self.minutes = int(ends_s - starts_s) // MINUTE_S

    def inside(self, spans: Sequence[Span], from_s: float, until_s: float) -> Bools:
        """bool[minute]: whether all from `from_s` to `until_s` seconds later lies in one of the spans."""
        is_inside = np.zeros(self.minutes, dtype=np.bool_)
        for start, end in spans:
            first = ceil((start - from_s - self.starts_s) / MINUTE_S) if start > -inf else 0
            last = floor((end - until_s - self.starts_s) / MINUTE_S) if end < inf else self.minutes
            is_inside[max(0, first) : max(0, last + 1)] = True
        return is_inside

    def within_horizon(self, minutes: int) -> Bools:
        """bool[minute]: whether so many minutes are left."""
        return np.arange(self.minutes) <= self.minutes - minutes


def drive_all(ground: Ground, clock: Clock, routes: Iterable[Route]) -> Ways:
    """The ways of the routes; those that are never open left out.

    Raises:
        PricesBrokenError: a route names arcs that the network does not have.
    """
    windows = {segment.id: common_windows(ground.scenario, segment.id) for segment in ground.scenario.segments if segment.needs_silence}
    ways: dict[tuple[str, str, float], list[Way]] = {}
    for route in routes:
        ride = drive_again(ground, route)
        if ride is None:
            raise PricesBrokenError(f"route {route.id} names arcs that the network does not have")
        minutes = max(1, minutes_up(ride.total_s))
        open_min = clock.within_horizon(minutes)
        for allowed in _allowed(ground, clock, ride, windows):
            open_min &= allowed
        if open_min.any():
            way = Way(route, minutes, round(ride.km * 1e6), tuple(_meetings(ground, ride)), open_min)
            ways.setdefault((route.origin, route.destination, route.max_speed_kmh), []).append(way)
    return ways


def _meetings(ground: Ground, ride: Ride) -> Iterator[Meeting]:
    for hold in ride.holds:
        yield Quartered.CHECKPOINT, hold.checkpoint, int(hold.arrives_s / MINUTE_S + 1e-6)
    for stretch in ride.stretches:
        if stretch.segment is not None and ground.segments[stretch.segment].vehicles_per_15_min is not None:
            yield Quartered.ROAD, stretch.segment, stretch.enters_min


def _allowed(ground: Ground, clock: Clock, ride: Ride, windows: dict[str, list[Span]]) -> Iterator[Bools]:
    """What rules 7, 8, 15 and 21 allow, one by one."""
    rules = ground.scenario.silence
    for stretch in ride.stretches:
        segment = ground.segments.get(stretch.segment) if stretch.segment is not None else None
        from_s, until_s = stretch.enters_min * MINUTE_S, stretch.leaves_min * MINUTE_S
        if from_s < until_s and not (segment is not None and segment.is_night_allowed):
            yield clock.inside(ground.light, from_s, until_s)
        if segment is not None and segment.needs_silence:
            margins_s = (rules.margin_before_min * MINUTE_S, rules.margin_after_min * MINUTE_S)
            yield clock.inside(windows[segment.id], from_s - margins_s[0], until_s + margins_s[1])
    for hold in ride.holds:
        arrives_s = hold.arrives_s + ROUNDING_S
        leaves_s = max(arrives_s, hold.arrives_s + hold.hold_min * MINUTE_S - ROUNDING_S)
        yield clock.inside(ground.checkpoint_hours[hold.checkpoint], arrives_s, leaves_s)
    yield from _unclosed(ground, clock, ride)


def _unclosed(ground: Ground, clock: Clock, ride: Ride) -> Iterator[Bools]:
    """Rule 8: not on an arc while it is closed."""
    departs_s = clock.starts_s + MINUTE_S * np.arange(clock.minutes)
    closed = [(number, arc) for number, arc in enumerate(ride.arcs.tolist()) if arc in ground.closed_of_arc]
    for number, arc in closed:
        enters_s, leaves_s = float(ride.enters_s[number]) + ROUNDING_S, float(ride.leaves_s[number]) - ROUNDING_S
        for start, end in ground.closed_of_arc[arc]:
            yield np.maximum(departs_s + enters_s, start) >= np.minimum(departs_s + leaves_s, end)
