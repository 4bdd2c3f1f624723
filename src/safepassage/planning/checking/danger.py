"""The danger that people bear on a ride: hours x rate, on segments and near danger points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import DangerPoint
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.ride import Ride
from safepassage.planning.checking.spans import FOREVER, NEVER, Span, overlap_s, posix_s

METRES_PER_DEGREE = 6_371_008.8 * np.pi / 180.0


@dataclass(frozen=True)
class Exposure:
    """A time on a ride, in seconds after departure, at a rate that is in force during a span."""

    enters_s: float
    leaves_s: float
    rate_per_hour: float
    in_force: Span

    def incidents(self, departs_s: float) -> float:
        """Expected incidents to one person who departs then."""
        return overlap_s(self.in_force, departs_s + self.enters_s, departs_s + self.leaves_s) / 3600.0 * self.rate_per_hour


def exposures_of(ground: Ground, ride: Ride) -> list[Exposure]:
    """All exposures on one ride; overlapping rates add up."""
    scenario = ground.scenario
    exposures = [
        Exposure(stretch.enters_s, stretch.leaves_s, danger.rate_per_hour, _in_force(danger.since, danger.until))
        for stretch in ride.stretches
        for danger in scenario.dangers
        if danger.segment == stretch.segment
    ]
    if scenario.danger_points and len(ride.arcs):
        pieces = _pieces(ground, ride)
        for point in scenario.danger_points:
            in_force = _in_force(point.since, point.until)
            exposures += [Exposure(enters_s, leaves_s, point.rate_per_hour, in_force) for enters_s, leaves_s in _near(pieces, point)]
    return exposures


def _in_force(since: datetime | None, until: datetime | None) -> Span:
    return NEVER if since is None else posix_s(since), FOREVER if until is None else posix_s(until)


@dataclass(frozen=True, eq=False)
class _Pieces:
    """The ride as straight pieces: from and to in degrees, and in seconds after departure. A hold is a piece of no length."""

    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    at_s: NDArray[np.float64]


def _pieces(ground: Ground, ride: Ride) -> _Pieces:
    """Along each arc the vehicle moves evenly along its line; after each one its last point again, until the hold is over."""
    network = ground.network
    first, end = network.shape_start[ride.arcs], network.shape_start[ride.arcs + 1]
    points = np.concatenate([[*range(start, stop), stop - 1] for start, stop in zip(first.tolist(), end.tolist(), strict=True)])
    north, east = network.shape_latitude[points], network.shape_longitude[points]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(north), np.diff(east) * np.cos(np.radians((north[1:] + north[:-1]) / 2))))])
    counts = end - first + 1
    last_row = np.cumsum(counts) - 1
    first_row = last_row - counts + 1
    length = along[last_row] - along[first_row]
    share = (along - np.repeat(along[first_row], counts)) / np.repeat(np.where(length > 0, length, 1.0), counts)
    at_s = np.repeat(ride.enters_s, counts) + share * np.repeat(ride.drives_s, counts)
    at_s[last_row - 1] = ride.enters_s + ride.drives_s
    at_s[last_row] = ride.leaves_s
    return _Pieces(north, east, at_s)


def _near(pieces: _Pieces, point: DangerPoint) -> Sequence[tuple[float, float]]:
    """When the ride is within the point's radius, on the plane that touches the earth there.

    Each piece moves from p by d in time 0 to 1; it is inside between the roots of |p + t d|^2 = radius^2.
    """
    north_m = (pieces.latitude - point.latitude) * METRES_PER_DEGREE
    east_m = (pieces.longitude - point.longitude) * METRES_PER_DEGREE * np.cos(np.radians(point.latitude))
    d_north, d_east = np.diff(north_m), np.diff(east_m)
    north_m, east_m = north_m[:-1], east_m[:-1]
    a, b = d_north**2 + d_east**2, north_m * d_north + east_m * d_east
    c = north_m**2 + east_m**2 - point.radius_m**2
    moves = a > 0
    root = np.sqrt(np.maximum(b * b - a * c, 0.0))
    safe_a = np.where(moves, a, 1.0)
    meets = np.where(moves, b * b - a * c > 0, c <= 0)
    first = np.where(moves, np.clip((-b - root) / safe_a, 0.0, 1.0), 0.0)
    last = np.where(moves, np.clip((-b + root) / safe_a, 0.0, 1.0), 1.0)
    starts_s, lasts_s = pieces.at_s[:-1], np.diff(pieces.at_s)
    inside = meets & (last > first) & (lasts_s > 0)
    return [
        (float(start + lasting * share_in), float(start + lasting * share_out))
        for start, lasting, share_in, share_out in zip(starts_s[inside], lasts_s[inside], first[inside], last[inside], strict=True)
    ]
