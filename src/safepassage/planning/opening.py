"""At which minutes a route may be driven (rules 1, 7, 8, 15, 21).

Invariant: a departure minute is open only if every rule holds for the whole time that the vehicle is where it speaks of; a limit
that holds in a part of a minute holds in all of it, but for closures.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval
from safepassage.planning.connect import Ground
from safepassage.planning.ride import Ride, minute_down, minute_up, ride, runs
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario
from safepassage.situation import horizon_min
from safepassage.situation.minutes import true_throughout

Bools = NDArray[np.bool_]

HORIZON, DARK, SILENCE, CHECKPOINT, CLOSED = "horizon", "dark", "silence", "checkpoint", "closure"


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """What must hold on every minute from `first_min` to before `end_min` after departure: `holds` is `bool[minute]`."""

    kind: str
    what: str
    first_min: int
    end_min: int
    holds: Bools

    @property
    def allowed(self) -> Bools:
        """The departure minutes that it allows, `bool[minute]`."""
        return true_throughout(self.holds, self.first_min, self.end_min)


def route_open(ground: Ground, route: Route) -> Bools:
    """True at each minute, `bool[minute]`, at which a vehicle may depart and drive the whole route. Not to be written to."""
    key = ("open", route.arcs, route.max_speed_kmh)
    if key not in ground.worked_out:
        is_open = np.ones(horizon_min(ground.scenario), dtype=np.bool_)
        for limit in limits_of(ground, route):
            is_open &= limit.allowed
        is_open.flags.writeable = False
        ground.worked_out[key] = is_open
    return ground.worked_out[key]  # type: ignore[return-value]


def limits_of(ground: Ground, route: Route) -> Iterator[Limit]:
    """Everything that limits when the route may be driven, in the order of the rules."""
    scenario = ground.scenario
    always = np.ones(horizon_min(scenario), dtype=np.bool_)
    driven = ride(ground, route.arcs, route.max_speed_kmh)
    yield Limit(HORIZON, scenario.id, 0, route.minutes, always)
    for first_min, end_min in _spans(driven, _is_lit_only(ground)[driven.arcs]):
        yield Limit(DARK, scenario.id, first_min, end_min, ~ground.is_dark)
    for row, (arcs, span) in zip(ground.closure_rows, ground.closures, strict=True):
        for first, last in runs(arcs[driven.arcs]):
            yield _unclosed(scenario, str(row), span, float(driven.enters_s[first]), float(driven.leaves_s[last]))
    for stop in driven.stops:
        first_min = minute_down(stop.arrives_s)
        end_min = max(first_min + 1, minute_up(stop.leaves_s))
        yield Limit(CHECKPOINT, stop.checkpoint.id, first_min, end_min, ground.checkpoint_open[stop.checkpoint.id])
    for passage in route.passages:
        leaves_min = max(passage.leaves_min, passage.enters_min + 1)
        yield Limit(SILENCE, passage.segment, passage.enters_min, leaves_min, ground.segment_open[passage.segment])


def _is_lit_only(ground: Ground) -> Bools:
    """Arcs that may not be driven in the dark, where it is ever dark, `bool[arc]`."""
    if "lit_only" not in ground.worked_out:
        lit_only = np.array([*(not segment.is_night_allowed for segment in ground.scenario.segments), True])
        ground.worked_out["lit_only"] = lit_only[ground.arc_segment] & ground.is_dark.any()
    return ground.worked_out["lit_only"]  # type: ignore[return-value]


def _unclosed(scenario: Scenario, closure: str, span: Interval, enters_s: float, leaves_s: float) -> Limit:
    """That a vehicle is not on arcs from `enters_s` to `leaves_s` after departure while they are closed, to the second: who comes to them
    within the minute in which they open may drive on. It holds for minutes of departure.
    """
    since_s, until_s = ((instant - scenario.horizon.starts_at).total_seconds() for instant in (span.starts_at, span.ends_at))
    departs_min = np.arange(horizon_min(scenario))
    is_past = departs_min >= minute_up(until_s - enters_s)
    is_before = departs_min <= -minute_up(leaves_s - since_s)
    is_within = departs_min <= horizon_min(scenario) - minute_up(leaves_s)
    return Limit(CLOSED, closure, 0, 1, (is_past | is_before) & is_within)


def _spans(driven: Ride, marked: Bools) -> Iterator[tuple[int, int]]:
    """Minutes after departure, from rounded down to rounded up, of each unbroken run of marked steps, holds included."""
    for first, last in runs(marked):
        yield minute_down(float(driven.enters_s[first])), minute_up(float(driven.leaves_s[last]))
