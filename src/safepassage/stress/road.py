"""One drive as gates: when the mover comes to each segment, checkpoint and danger point, and where it can turn back to."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

import numpy as np

from safepassage.corridor import DangerPoint
from safepassage.corridor.day_rules import last_safe_behind
from safepassage.planning.route import Crossing, Route
from safepassage.stress.day import Kind

_METRES_PER_DEGREE = 111_195.08
"""Of a great circle, on a sphere of 6371.0088 km."""

NO_SEGMENT = ""


@dataclass(frozen=True, slots=True)
class RoadGate:
    """A gate of a drive: minutes after departure and what was rounded off them, and how the mover could turn back from it."""

    kind: Kind
    at_min: int
    part_min: float
    what: str
    lasts_min: int
    km: float
    stay: int
    """Number of the stay that begins or ends here; -1 none."""
    on: str | None
    """The segment on which the mover comes to the gate; None where it is still at its origin."""
    back_to: str
    back_at_min: int


@dataclass(frozen=True, slots=True)
class _Stay:
    what: str
    enters_min: float
    leaves_min: float
    is_near_point: bool = False


def road_gates(route: Route, danger_points: tuple[DangerPoint, ...], safe_halts: frozenset[str]) -> tuple[RoadGate, ...]:
    """The gates of a route in order, without departure and arrival."""
    stays = [*_on_segments(route), *_near_points(route, danger_points)]
    events = []
    for number, stay in enumerate(stays):
        events.append((floor(stay.enters_min), number, 0, Kind.ENTER, stay.enters_min % 1, stay.what, number))
        leaves_min = floor(stay.leaves_min) if stay.is_near_point else -floor(-stay.leaves_min)
        events.append((leaves_min, number, 2, Kind.LEAVE, stay.leaves_min - leaves_min, stay.what, number))
    holds = {}
    for row, crossing in enumerate(route.crossings):
        number = _stay_of(crossing, stays)
        events.append((crossing.arrives_min, number, 1, Kind.CROSS, 0.0, crossing.checkpoint, -1 - row))
        holds[-1 - row] = crossing.hold_min
    events.sort(key=lambda event: (event[0], event[1], event[2], -event[6]))
    safe = [(0, route.origin)]
    safe += [(floor(point.minutes), point.place) for point in route.points[1:-1] if point.place is not None and point.place in safe_halts]
    minutes, kms = [point.minutes for point in route.points], [point.km for point in route.points]
    gates, on = [], None
    for at_min, _, _, kind, part_min, what, number in events:
        is_segment = number >= 0 and not stays[number].is_near_point
        lasts_min = holds.get(number, 0)
        if kind is Kind.ENTER:
            lasts_min = next(event[0] for event in events if event[3] is Kind.LEAVE and event[6] == number) - at_min
        back = last_safe_behind([minute for minute, _ in safe], at_min)
        km = float(np.interp(at_min, minutes, kms)) if minutes else 0.0
        gates.append(RoadGate(kind, at_min, part_min, what, lasts_min, km, max(number, -1), on, safe[back][1], safe[back][0]))
        on = what if kind is Kind.ENTER and is_segment else on
    return tuple(gates)


def _on_segments(route: Route) -> list[_Stay]:
    """The stays on segments and, between them, on roads of none.

    A passage says when it begins rounded down and when it ends rounded up. Where two meet in the middle of a minute, that middle is taken.
    """
    stays: list[_Stay] = []
    until_min = 0
    passages = route.passages
    for row, passage in enumerate(passages):
        if passage.enters_min > until_min:
            stays.append(_Stay(NO_SEGMENT, until_min, passage.enters_min))
        meets_before = row > 0 and passages[row - 1].leaves_min == passage.enters_min + 1
        meets_next = row + 1 < len(passages) and passages[row + 1].enters_min == passage.leaves_min - 1
        stays.append(
            _Stay(
                passage.segment,
                passage.enters_min + (0.5 if meets_before else 0.0),
                passage.leaves_min - (0.5 if meets_next else 0.0),
            )
        )
        until_min = max(until_min, passage.leaves_min)
    if route.minutes > until_min:
        stays.append(_Stay(NO_SEGMENT, until_min, route.minutes))
    return stays


def _stay_of(crossing: Crossing, stays: list[_Stay]) -> int:
    """The stay in which a checkpoint is passed: the first that has most of its hold."""

    def shared_min(number: int) -> float:
        stay = stays[number]
        return min(stay.leaves_min, crossing.arrives_min + crossing.hold_min) - max(stay.enters_min, crossing.arrives_min)

    return max((number for number, stay in enumerate(stays) if not stay.is_near_point), key=lambda number: (shared_min(number), -number))


def _near_points(route: Route, danger_points: tuple[DangerPoint, ...]) -> Iterator[_Stay]:
    """When a route is within the radius of each danger point: its straight pieces cut the circle, |start + share x way| = radius."""
    latitude = np.array([point.latitude for point in route.points])
    longitude = np.array([point.longitude for point in route.points])
    minutes = np.array([point.minutes for point in route.points])
    for danger_point in danger_points:
        x_m = (longitude - danger_point.longitude) * np.cos(np.radians(danger_point.latitude)) * _METRES_PER_DEGREE
        y_m = (latitude - danger_point.latitude) * _METRES_PER_DEGREE
        until_min = from_min = -1.0
        for piece in range(len(minutes) - 1):
            way_x, way_y = x_m[piece + 1] - x_m[piece], y_m[piece + 1] - y_m[piece]
            square, half = way_x**2 + way_y**2, x_m[piece] * way_x + y_m[piece] * way_y
            beyond = x_m[piece] ** 2 + y_m[piece] ** 2 - danger_point.radius_m**2
            if square > 0.0:
                root = np.sqrt(max(0.0, half**2 - square * beyond))
                enters, leaves = (min(1.0, max(0.0, (side * root - half) / square)) for side in (-1.0, 1.0))
            else:  # held at one spot
                enters, leaves = (0.0, 1.0) if beyond <= 0.0 else (0.0, 0.0)
            lasts_min = minutes[piece + 1] - minutes[piece]
            if half**2 < square * beyond or leaves <= enters or lasts_min <= 0.0:
                continue
            begins_min, ends_min = float(minutes[piece] + enters * lasts_min), float(minutes[piece] + leaves * lasts_min)
            if begins_min > until_min + 1e-6:
                if until_min > from_min:
                    yield _Stay(danger_point.id, from_min, until_min, is_near_point=True)
                from_min = begins_min
            until_min = ends_min
        if until_min > from_min:
            yield _Stay(danger_point.id, from_min, until_min, is_near_point=True)
