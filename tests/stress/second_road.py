"""The road of a drive for the second simulator: what is met on it and when, from the words of docs/stress.md."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, radians

import numpy as np

from safepassage.corridor import DangerPoint
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario

Span = tuple[int, int]
METRES_PER_DEGREE = 111_195.08


@dataclass
class Point:
    """Something on the way of a drive: minutes after departure."""

    kind: str  # enter, leave, cross, arrive
    at: int
    what: str = ""
    part: float = 0.0
    lasts: int = 0
    stay: int = -1
    where: str = ""
    km: float = 0.0
    near: bool = False


def inside(minutes: np.ndarray, stays: int, spans: Sequence[Span]) -> np.ndarray:  # type: ignore[type-arg]
    """At which of some minutes a stay could begin and end inside one of the spans."""
    fits = np.zeros(len(minutes), bool)
    for opens, closes in spans:
        fits |= (minutes >= opens) & (minutes + stays <= closes)
    return fits


def way_points(route: Route, scenario: Scenario) -> list[Point]:
    """What a drive meets, in order."""
    halves: list[tuple[str, float, float, bool]] = []
    until = 0
    for row, passage in enumerate(route.passages):
        if passage.enters_min > until:
            halves.append(("", until, passage.enters_min, False))
        before = row and route.passages[row - 1].leaves_min == passage.enters_min + 1
        after = row + 1 < len(route.passages) and route.passages[row + 1].enters_min == passage.leaves_min - 1
        halves.append((passage.segment, passage.enters_min + (0.5 if before else 0), passage.leaves_min - (0.5 if after else 0), False))
        until = max(until, passage.leaves_min)
    if route.minutes > until:
        halves.append(("", until, route.minutes, False))
    roads = len(halves)
    for danger in scenario.danger_points:
        halves += [(danger.id, begins, ends, True) for begins, ends in near(route, danger)]
    marks = []
    for number, (what, begins, ends, is_near) in enumerate(halves):
        at, until_min = floor(begins), floor(ends) if is_near else ceil(ends)
        marks.append((at, number, 0, Point("enter", at, what, begins % 1, until_min - at, number, near=is_near)))
        marks.append((until_min, number, 2, Point("leave", until_min, what, ends - until_min, 0, number, near=is_near)))
    for crossing in route.crossings:
        first, last = crossing.arrives_min, crossing.arrives_min + crossing.hold_min
        shares = [min(ends, last) - max(begins, first) for _, begins, ends, _ in halves[:roads]]
        marks.append((first, shares.index(max(shares)), 1, Point("cross", first, crossing.checkpoint, lasts=crossing.hold_min)))
    way = [point for _, _, _, point in sorted(marks, key=lambda mark: mark[:3])]
    where = route.origin
    for point in way:
        point.where, point.km = where, km_at(route, point.at)
        where = point.what if point.kind == "enter" and not point.near else where
    return [*way, Point("arrive", route.minutes, route.destination, where=where, km=route.km)]


def km_at(route: Route, minute: int) -> float:
    """How far along a route a minute is; where it is held, the held spot."""
    minutes = [point.minutes for point in route.points]
    after = bisect_right(minutes, minute)
    if after == 0 or after == len(minutes):
        return route.points[0 if after == 0 else -1].km
    one, other = route.points[after - 1], route.points[after]
    return one.km + (other.km - one.km) * (minute - one.minutes) / (other.minutes - one.minutes)


def near(route: Route, danger: DangerPoint) -> list[tuple[float, float]]:
    """The spans of minutes in which a route is within the radius of a danger point: roots of a quadratic for each straight piece."""
    spans: list[list[float]] = []
    scale = METRES_PER_DEGREE * np.array([cos(radians(danger.latitude)), 1.0])
    centre = np.array([danger.longitude, danger.latitude])
    for one, other in zip(route.points, route.points[1:], strict=False):
        a = (np.array([one.longitude, one.latitude]) - centre) * scale
        way = (np.array([other.longitude, other.latitude]) - centre) * scale - a
        lasts = other.minutes - one.minutes
        if lasts <= 0:
            continue
        inside_at = np.linalg.norm(a) <= danger.radius_m
        if not way.any():
            cut = [0.0, 1.0] if inside_at else []
        else:
            roots = np.roots([way @ way, 2 * a @ way, a @ a - danger.radius_m**2])
            cut = sorted(np.clip(roots.real, 0, 1)) if np.isreal(roots).all() else []
        if not cut or cut[1] <= cut[0]:
            continue
        begins, ends = (one.minutes + share * lasts for share in cut)
        if spans and begins <= spans[-1][1] + 1e-6:
            spans[-1][1] = ends
        else:
            spans.append([begins, ends])
    return [(begins, ends) for begins, ends in spans if ends > begins]
