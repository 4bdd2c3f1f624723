"""How dangerous a route is at each minute of departure: exact times on segments and within the radius of danger points."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import DangerPoint
from safepassage.planning.connect import Ground
from safepassage.planning.line import whole_line
from safepassage.planning.ride import Ride, ride, runs
from safepassage.planning.route import Route
from safepassage.situation import horizon_min

_METRES_PER_DEGREE = 111_195.08
"""Of a great circle, on a sphere of 6371.0088 km."""

Floats = NDArray[np.float64]


def route_danger(ground: Ground, route: Route) -> Floats:
    """Expected incidents to one person on board who departs at each minute, `float[minute]`. Not to be written to.

    Hours times rate, over the time on each segment and within the radius of each danger point, holds included; overlapping rates add up.
    """
    scenario = ground.scenario
    if not scenario.dangers and not scenario.danger_points:
        return ground.worked_out.setdefault(("danger",), np.zeros(horizon_min(scenario)))  # type: ignore[return-value]
    key = ("danger", route.arcs, route.max_speed_kmh)
    if key not in ground.worked_out:
        driven = ride(ground, route.arcs, route.max_speed_kmh)
        departs_s: Floats = np.arange(horizon_min(scenario), dtype=np.float64) * np.float64(60.0)
        incidents = np.zeros(len(departs_s))
        rows = {segment.id: row for row, segment in enumerate(scenario.segments)}
        for danger in scenario.dangers:
            spans = _on_segment(ground, driven, rows[danger.segment])
            incidents += danger.rate_per_hour * _hours(ground, departs_s, spans, danger.since, danger.until)
        for point in scenario.danger_points:
            spans = _within_radius(ground, driven, point)
            incidents += point.rate_per_hour * _hours(ground, departs_s, spans, point.since, point.until)
        incidents.flags.writeable = False
        ground.worked_out[key] = incidents
    return ground.worked_out[key]  # type: ignore[return-value]


def _on_segment(ground: Ground, driven: Ride, row: int) -> Iterator[tuple[float, float]]:
    for first, last in runs(ground.arc_segment[driven.arcs] == row):
        yield float(driven.enters_s[first]), float(driven.leaves_s[last])


def _within_radius(ground: Ground, driven: Ride, point: DangerPoint) -> Iterator[tuple[float, float]]:
    """Seconds after departure: where the straight pieces of the line cut the circle, |start + share * way|^2 = radius^2."""
    if len(driven.arcs) == 0:
        return
    latitude, longitude, _, minutes, _ = whole_line(ground, driven)
    x_m = (longitude - point.longitude) * np.cos(np.radians(point.latitude)) * _METRES_PER_DEGREE
    y_m = (latitude - point.latitude) * _METRES_PER_DEGREE
    way_x, way_y = np.diff(x_m), np.diff(y_m)
    square, half = way_x**2 + way_y**2, x_m[:-1] * way_x + y_m[:-1] * way_y
    beyond = x_m[:-1] ** 2 + y_m[:-1] ** 2 - point.radius_m**2
    for piece in np.flatnonzero((half**2 >= square * beyond) & (minutes[1:] > minutes[:-1])).tolist():
        if square[piece] > 0.0:
            root = np.sqrt(half[piece] ** 2 - square[piece] * beyond[piece])
            enters, leaves = (min(1.0, max(0.0, (side * root - half[piece]) / square[piece])) for side in (-1.0, 1.0))
        else:  # held at one spot
            enters, leaves = (0.0, 1.0) if beyond[piece] <= 0.0 else (0.0, 0.0)
        if leaves > enters:
            starts, lasts = minutes[piece], minutes[piece + 1] - minutes[piece]
            yield 60.0 * float(starts + enters * lasts), 60.0 * float(starts + leaves * lasts)


def _hours(
    ground: Ground, departs_s: Floats, spans: Iterator[tuple[float, float]], since: datetime | None, until: datetime | None
) -> Floats:
    """Hours of the spans after each departure that fall between two instants, `float[minute]`."""
    begins = ground.scenario.horizon.starts_at
    since_s = -np.inf if since is None else (since - begins).total_seconds()
    until_s = np.inf if until is None else (until - begins).total_seconds()
    total_s = np.zeros(len(departs_s))
    for enters_s, leaves_s in spans:
        total_s += np.maximum(0.0, np.minimum(departs_s + leaves_s, until_s) - np.maximum(departs_s + enters_s, since_s))
    return total_s / 3600.0
