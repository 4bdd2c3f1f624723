"""The line of a route: at most so many points, each with its kilometres, minutes and the place that stands there."""

import numpy as np
import shapely
from numpy.typing import NDArray

from safepassage.planning.connect import Ground
from safepassage.planning.ride import Ride
from safepassage.planning.route import RoutePoint

MOST_POINTS = 200
_FINEST_M = 5.0
"""The drawn line stays within this of the road where that takes few enough points."""


def route_points(ground: Ground, origin: str, destination: str, driven: Ride) -> tuple[RoutePoint, ...]:
    """The route's line from origin to destination, simplified; every place on a node of the way is kept and named.

    A checkpoint that holds vehicles is two points at one spot: arriving, with its name, and leaving.
    """
    network = ground.network
    if len(driven.arcs) == 0:
        at = ground.node[origin]
        spot = {"latitude": float(network.node_latitude[at]), "longitude": float(network.node_longitude[at]), "km": 0.0, "minutes": 0.0}
        return RoutePoint(**spot, place=origin), RoutePoint(**spot, place=destination)
    latitude, longitude, km, minutes, node = whole_line(ground, driven)
    kept = _simplified(latitude, longitude, _fixed(ground, node))
    names = _names(ground, origin, destination, node)
    return tuple(
        RoutePoint(latitude=float(latitude[i]), longitude=float(longitude[i]), km=float(km[i]), minutes=float(minutes[i]), place=place)
        for i in kept
        for place in names.get(i, (None,))
    )


def whole_line(ground: Ground, driven: Ride) -> tuple[NDArray[np.float64], ...]:
    """Latitude, longitude, km, minutes and node (-1: none) of every point of the arcs' lines, holds as a second point."""
    network = ground.network
    length_m = network.arc_length_m[driven.arcs]
    first, end = network.shape_start[driven.arcs], network.shape_start[driven.arcs + 1]
    step = np.repeat(np.arange(len(driven.arcs)), end - first)
    point = np.arange(len(step)) + (first - np.cumsum(end - first) + (end - first))[step]
    along = ground.share_along[point]
    km = ((np.cumsum(length_m) - length_m)[step] + along * length_m[step]) / 1000.0
    minutes = (driven.enters_s[step] + along * (driven.arrives_s - driven.enters_s)[step]) / 60.0
    is_tail, is_head = point == first[step], point == end[step] - 1
    node = np.where(is_tail, network.arc_tail[driven.arcs][step], np.where(is_head, network.arc_head[driven.arcs][step], -1))
    is_after_hold = np.concatenate(([True], driven.leaves_s[:-1] > driven.arrives_s[:-1]))
    kept = ~is_tail | is_after_hold[step]  # a tail is the head before it, but later where a hold is between
    return network.shape_latitude[point[kept]], network.shape_longitude[point[kept]], km[kept], minutes[kept], node[kept]


def _fixed(ground: Ground, node: NDArray[np.float64]) -> NDArray[np.int64]:
    """Points that simplifying must keep: both ends and every place."""
    is_fixed = np.isin(node, list(ground.node.values()))
    is_fixed[[0, -1]] = True
    return np.flatnonzero(is_fixed)


def _names(ground: Ground, origin: str, destination: str, node: NDArray[np.float64]) -> dict[int, tuple[str, ...]]:
    """The places at each point; the second point of a hold has none, the ends have their own only."""
    standing: dict[int, list[str]] = {}
    for place, at in ground.node.items():
        standing.setdefault(at, []).append(place)
    names = {i: tuple(standing[int(at)]) for i, at in enumerate(node) if int(at) in standing and not (i > 0 and node[i - 1] == at)}
    return names | {0: (origin,), len(node) - 1: (destination,)}


def _simplified(latitude: NDArray[np.float64], longitude: NDArray[np.float64], fixed: NDArray[np.int64]) -> list[int]:
    """The points to keep: Douglas and Peucker's between the fixed ones, as coarse as it takes for `MOST_POINTS`.

    Source: doi:10.3138/FM57-6770-U75U-7727
    """
    tolerance_m = _FINEST_M
    plane = np.column_stack([longitude * np.cos(np.radians(latitude.mean())), latitude]) * 111_195.0
    while True:
        kept = [0]
        for first, last in zip(fixed[:-1].tolist(), fixed[1:].tolist(), strict=True):
            kept += _kept_between(plane, first, last, tolerance_m)
        if len(kept) <= max(MOST_POINTS, len(fixed)):
            return kept
        tolerance_m *= 2.0


def _kept_between(plane: NDArray[np.float64], first: int, last: int, tolerance_m: float) -> list[int]:
    """Indices kept after `first` up to `last`."""
    if last - first < 2:
        return [last]
    kept_at = shapely.get_coordinates(shapely.simplify(shapely.LineString(plane[first : last + 1]), tolerance_m, preserve_topology=False))
    kept, i = [], first
    for x, y in kept_at[1:-1]:
        i += 1
        while plane[i, 0] != x or plane[i, 1] != y:
            i += 1
        kept.append(i)
    return [*kept, last]
