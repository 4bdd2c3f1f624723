"""What moves on a plan's roads: its convoys, and own cars and people on foot, told alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from safepassage.corridor import Interval, PeopleByClass
from safepassage.planning.itinerary import Direction, Halt
from safepassage.planning.result import Plan
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Movement:
    """Vehicles (or own cars, or groups on foot) on one route. The last one leaves at `tail_departs_at`."""

    id: str
    kind: str
    route: Route
    direction: Direction
    departs_at: datetime
    tail_departs_at: datetime
    arrives_at: datetime
    units: int
    people: PeopleByClass
    goods_kg: int
    halts_until: datetime | None


@dataclass(frozen=True, slots=True)
class WindowBreak:
    """Time that a movement is on a segment that needs silence, outside the plan's windows."""

    movement: str
    segment: str
    interval: Interval


def movements_of(plan: Plan) -> tuple[Movement, ...]:
    """Convoys ('convoy'), own cars ('car') and people on foot ('foot'), in order of departure."""
    routes = {route.id: route for route in plan.routes}
    halts = _halts_until(plan)
    moving = [
        Movement(
            id=convoy.id,
            kind="convoy",
            route=routes[convoy.route],
            direction=convoy.direction,
            departs_at=convoy.departs_at,
            tail_departs_at=convoy.tail_departs_at,
            arrives_at=convoy.arrives_at,
            units=len(convoy.vehicles),
            people=convoy.people,
            goods_kg=convoy.goods_kg,
            halts_until=max((halts[key] for vehicle in convoy.vehicles if (key := (vehicle, convoy.id)) in halts), default=None),
        )
        for convoy in plan.convoys
    ]
    moving += [
        Movement(
            id=f"{own.mode}-{number}",
            kind=own.mode.value,
            route=routes[own.route],
            direction=Direction.OUTBOUND,
            departs_at=own.departs_at,
            tail_departs_at=own.departs_at,
            arrives_at=own.arrives_at,
            units=own.units,
            people=own.people,
            goods_kg=0,
            halts_until=None,
        )
        for number, own in enumerate(plan.own_departures, start=1)
    ]
    return tuple(sorted(moving, key=lambda movement: (movement.departs_at, movement.id)))


def window_breaks(plan: Plan, scenario: Scenario) -> tuple[WindowBreak, ...]:
    """Every time outside the plan's windows, from the first vehicle's entry to the last one's exit of each segment.

    None in a plan that was handed out: the checker refuses it. Drawn all the same, because a picture must show what is.
    """
    silent = {segment.id for segment in scenario.segments if segment.needs_silence}
    breaks = []
    for movement in movements_of(plan):
        for passage in movement.route.passages:
            if passage.segment not in silent:
                continue
            enters = movement.departs_at + timedelta(minutes=passage.enters_min)
            leaves = movement.tail_departs_at + timedelta(minutes=passage.leaves_min)
            windows = sorted(
                (window.interval for window in plan.windows if window.segment == passage.segment), key=lambda window: window.starts_at
            )
            for window in windows:
                if window.ends_at <= enters or window.starts_at >= leaves:
                    continue
                if enters < window.starts_at:
                    outside = Interval(starts_at=enters, ends_at=window.starts_at)
                    breaks.append(WindowBreak(movement.id, passage.segment, outside))
                enters = max(enters, window.ends_at)
            if enters < leaves:
                breaks.append(WindowBreak(movement.id, passage.segment, Interval(starts_at=enters, ends_at=leaves)))
    return tuple(breaks)


def _halts_until(plan: Plan) -> dict[tuple[str, str], datetime]:
    """For each vehicle and the convoy that brought it to a halt, when the halt ends."""
    until = {}
    for itinerary in plan.itineraries:
        convoy = None
        for activity in itinerary.activities:
            if isinstance(activity, Halt) and convoy is not None:
                until[itinerary.vehicle, convoy] = activity.ends_at
            convoy = activity.convoy if activity.activity == "drive" else None
    return until
