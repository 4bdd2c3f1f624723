"""At which minutes a route may be driven, and how dangerous that is (rules 1, 7, 8, 15, 21).

Invariant: a departure minute is open only if every rule holds for the whole time that the vehicle is where it speaks of; a limit
that holds in a part of a minute holds in all of it.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.connect import Ground
from safepassage.planning.ride import Ride, minute_down, minute_up, ride, runs
from safepassage.planning.route import Route
from safepassage.situation import horizon_min, minutes_touched
from safepassage.situation.minutes import total_over, true_throughout

Bools = NDArray[np.bool_]

HORIZON, DARK, SILENCE, CHECKPOINT, CLOSED = "horizon", "dark", "silence", "checkpoint", "closure"


def route_open(ground: Ground, route: Route) -> Bools:
    """True at each minute, `bool[minute]`, at which a vehicle may depart and drive the whole route. Not to be written to."""
    key = ("open", route.arcs, route.max_speed_kmh)
    if key not in ground._kept:
        is_open = np.ones(horizon_min(ground.scenario), dtype=np.bool_)
        for _, _, allowed in limits_of(ground, route):
            is_open &= allowed
        is_open.flags.writeable = False
        ground._kept[key] = is_open
    return ground._kept[key]  # type: ignore[return-value]


def route_danger(ground: Ground, route: Route) -> NDArray[np.float64]:
    """Expected incidents to one person on board who departs at each minute, `float[minute]`. Not to be written to.

    The whole minutes of each passage count at the segment's rate, and the time on arcs near a danger point at that point's rate.
    """
    key = ("danger", route.arcs, route.max_speed_kmh)
    if key not in ground._kept:
        incidents = np.zeros(horizon_min(ground.scenario))
        for passage in route.passages:
            incidents += total_over(ground.segment_danger_per_h[passage.segment] / 60.0, passage.enters_min, passage.leaves_min)
        driven = ride(ground, route.arcs, route.max_speed_kmh)
        for near, rate_per_h in zip(ground.danger_arcs, ground.point_danger_per_h, strict=True):
            for first_min, end_min in _spans(driven, near[driven.arcs]):
                incidents += total_over(rate_per_h / 60.0, first_min, end_min)
        incidents.flags.writeable = False
        ground._kept[key] = incidents
    return ground._kept[key]  # type: ignore[return-value]


def limits_of(ground: Ground, route: Route) -> Iterator[tuple[str, str, Bools]]:
    """Everything that limits when the route may be driven: (kind, what, departure minutes that it allows)."""
    scenario = ground.scenario
    minutes = horizon_min(scenario)
    driven = ride(ground, route.arcs, route.max_speed_kmh)
    yield HORIZON, scenario.id, true_throughout(np.ones(minutes, dtype=np.bool_), 0, route.minutes)
    night_allowed = np.array([*(segment.is_night_allowed for segment in scenario.segments), False])
    for first_min, end_min in _spans(driven, ~night_allowed[ground.arc_segment[driven.arcs]]):
        yield DARK, scenario.id, true_throughout(~ground.is_dark, first_min, end_min)
    for passage in route.passages:
        yield SILENCE, passage.segment, true_throughout(ground.segment_open[passage.segment], passage.enters_min, passage.leaves_min)
    for stop in driven.stops:
        first_min = minute_down(stop.arrives_s)
        end_min = max(first_min + 1, minute_up(stop.leaves_s))
        yield CHECKPOINT, stop.checkpoint.id, true_throughout(ground.checkpoint_open[stop.checkpoint.id], first_min, end_min)
    for row, (arcs, span) in zip(ground.closure_rows, ground.closures, strict=True):
        for first_min, end_min in _spans(driven, arcs[driven.arcs]):
            yield CLOSED, str(row), true_throughout(~minutes_touched(scenario, (span,)), first_min, end_min)


def _spans(driven: Ride, marked: Bools) -> Iterator[tuple[int, int]]:
    """Minutes after departure, from rounded down to rounded up, of each unbroken run of marked steps, holds included."""
    for first, last in runs(marked):
        yield minute_down(float(driven.enters_s[first])), minute_up(float(driven.leaves_s[last]))
