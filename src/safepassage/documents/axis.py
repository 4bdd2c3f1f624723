"""Kilometres along a corridor: which roads of a plan run along which, so that they share one axis of a diagram.

The longest road that is not drawn yet becomes an axis; every route that runs along it, in either direction, is laid on it by
nearest point. Roads that run along no axis so far get the next one, until all are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from safepassage.documents.motion import Floats, Motion, motion_of, thinned
from safepassage.documents.movement import Movement
from safepassage.planning.itinerary import Direction
from safepassage.planning.route import Route

BESIDE_M = 120.0
"""As far as this from the axis a road still runs along it: the other carriageway, a parallel street."""

STUB_KM, STUB_SHARE = 5.0, 0.05
"""A piece beside the axis that is shorter than both (kilometres, share of the longest road) is drawn on it, at the nearest
kilometre, rather than on an axis of its own."""

_SAMPLE_KM = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A piece of a route on an axis: kilometres of the axis at minutes after the route's departure."""

    minutes: Floats
    axis_km: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """One corridor. Kilometre 0 is where people leave from. `tracks` maps a route's id to its pieces along it."""

    route: Route
    is_reversed: bool
    tracks: dict[str, tuple[Track, ...]]

    @property
    def km(self) -> float:
        return self.route.km

    def from_route_km(self, km: float) -> float:
        """The axis kilometre of a kilometre of the route that the axis was made from."""
        return self.route.km - km if self.is_reversed else km

    def place_km(self, routes: Sequence[Route]) -> dict[str, float]:
        """Where each place that a route meets stands on the axis, the axis's own route first."""
        found: dict[str, float] = {}
        for route in sorted(routes, key=lambda route: route.id != self.route.id):
            met = {point.place: point.minutes for point in route.points if point.place is not None}
            met |= {crossing.checkpoint: float(crossing.arrives_min) for crossing in route.crossings if crossing.checkpoint not in met}
            met |= {route.origin: 0.0, route.destination: route.points[-1].minutes}
            for place, minutes in met.items():
                for track in self.tracks.get(route.id, ()):
                    if track.minutes[0] <= minutes <= track.minutes[-1]:
                        found.setdefault(place, float(np.interp(minutes, track.minutes, track.axis_km)))
        return found


def axes_of(movements: Sequence[Movement]) -> tuple[Axis, ...]:
    """The axes on which every movement can be drawn, longest first; stubs lie on the nearest axis."""
    routes = {movement.route.id: movement.route for movement in movements}
    sampled = {route_id: thinned(motion_of(route), _SAMPLE_KM) for route_id, route in routes.items()}
    drawn = {route_id: np.zeros(len(motion.km), dtype=np.bool_) for route_id, motion in sampled.items()}
    stub_km = min(STUB_KM, STUB_SHARE * max((route.km for route in routes.values()), default=0.0))
    axes: list[Axis] = []
    while True:
        left_km = {route_id: _km_where(sampled[route_id], ~drawn[route_id]) for route_id in routes}
        waiting = {route_id: km for route_id, km in left_km.items() if km > stub_km or not drawn[route_id].any()}
        if not waiting:
            return tuple(axes)
        longest = routes[min(waiting, key=lambda route_id: (-waiting[route_id], route_id))]
        axis, on_axis = _lay_along(longest, sampled, movements, stub_km)
        axes.append(axis)
        for route_id, mask in on_axis.items():
            drawn[route_id] |= mask
        drawn[longest.id][:] = True


def _lay_along(
    longest: Route, sampled: dict[str, Motion], movements: Sequence[Movement], stub_km: float
) -> tuple[Axis, dict[str, np.ndarray]]:
    main = motion_of(longest)
    metres = _Metres(main)
    x, y = metres.of(main)
    line = shapely.LineString(np.column_stack((x, y))) if len(x) > 1 and (np.ptp(x) or np.ptp(y)) else shapely.Point(x[0], y[0])
    shapely.prepare(line)
    along_m = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    first = next(movement for movement in movements if movement.route.id == longest.id)
    is_reversed = first.direction is Direction.INBOUND
    tracks: dict[str, tuple[Track, ...]] = {}
    on_axis: dict[str, np.ndarray] = {}
    for route_id, motion in sampled.items():
        if route_id == longest.id:
            km, near = main.km, np.ones(len(main.km), dtype=np.bool_)
            motion = main
            on_axis[route_id] = np.ones(len(sampled[route_id].km), dtype=np.bool_)
        else:
            px, py = metres.of(motion)
            points = shapely.points(px, py)
            near = _without_crossings(motion, shapely.dwithin(line, points, BESIDE_M))
            located = np.zeros(len(px))  # where it is not near, nothing is drawn and no place along the axis is looked for
            if line.geom_type == "LineString":
                located[near] = shapely.line_locate_point(line, points[near])
            km = np.interp(located, along_m, main.km)
            on_axis[route_id] = near
        pieces = tuple(_pieces(motion, km, near, stub_km))
        if pieces:
            tracks[route_id] = tuple(Track(piece.minutes, longest.km - piece.axis_km if is_reversed else piece.axis_km) for piece in pieces)
    return Axis(longest, is_reversed, tracks), on_axis


class _Metres:
    """A plane good enough to tell whether two roads run side by side."""

    def __init__(self, motion: Motion) -> None:
        self._shrink = np.cos(np.radians(float(np.mean(motion.latitude))))

    def of(self, motion: Motion) -> tuple[Floats, Floats]:
        return motion.longitude * 111_320.0 * self._shrink, motion.latitude * 110_574.0


def _km_where(motion: Motion, mask: np.ndarray) -> float:
    return float(np.sum(np.diff(motion.km)[mask[:-1] & mask[1:]])) if len(motion.km) > 1 else 0.0


def _without_crossings(motion: Motion, near: np.ndarray) -> np.ndarray:
    """Near only where the road runs along the axis for more than a kilometre (or all its length), not where it crosses it."""
    kept = near.copy()
    for start, end in _runs(near):
        if motion.km[end - 1] - motion.km[start] < min(1.0, 0.5 * float(motion.km[-1])):
            kept[start:end] = False
    return kept


def _pieces(motion: Motion, km: Floats, near: np.ndarray, stub_km: float) -> list[Track]:
    """Runs along the axis; gaps and ends no longer than a stub are bridged, and a jump along the axis ends a piece."""
    if not near.any():
        return []
    bridged = near.copy()
    for start, end in _runs(~near):
        length_km = motion.km[min(end, len(near) - 1)] - motion.km[max(start - 1, 0)]
        if length_km <= stub_km:
            bridged[start:end] = True
    pieces = []
    for start, end in _runs(bridged):
        known = np.flatnonzero(near[start:end]) + start
        axis_km = np.interp(np.arange(start, end), known, km[known])
        minutes = motion.minutes[start:end]
        jumps = np.abs(np.diff(axis_km)) > 3.0 * np.diff(motion.km[start:end]) + 1.0
        cuts = np.concatenate(([0], np.flatnonzero(jumps) + 1, [end - start]))
        pieces += [Track(minutes[a:b], axis_km[a:b]) for a, b in pairwise(cuts) if b - a > 1]
    return pieces


def _runs(mask: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
