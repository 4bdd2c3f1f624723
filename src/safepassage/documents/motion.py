"""Where a vehicle on a route is at each minute, with its holds as steps, and which segment each kilometre belongs to."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.route import Route

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """The points of a route in order; between two of them a vehicle moves evenly. A hold is two points at one kilometre."""

    minutes: Floats
    km: Floats
    latitude: Floats
    longitude: Floats


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a route that lies on one segment, in kilometres from its origin. `segment` None: on no segment."""

    segment: str | None
    starts_km: float
    ends_km: float


def motion_of(route: Route) -> Motion:
    """Points with their minutes after departure; each hold at a checkpoint stands as time without a kilometre."""
    rows = [(point.minutes, point.km, point.latitude, point.longitude, point.place) for point in route.points]
    for crossing in route.crossings:
        if crossing.hold_min == 0:
            continue
        for index in range(len(rows) - 1):
            here, following = rows[index], rows[index + 1]
            is_long_enough = following[0] - here[0] >= crossing.hold_min - 1e-6
            meets_the_hold = here[0] < crossing.arrives_min + 1 and following[0] >= crossing.arrives_min + crossing.hold_min - 1e-6
            if not (is_long_enough and meets_the_hold):
                continue
            if following[1] > here[1]:  # else the hold already stands there as two points
                if here[4] == crossing.checkpoint:  # its minutes are those of the arrival
                    rows.insert(index + 1, (here[0] + crossing.hold_min, *here[1:]))
                else:
                    rows.insert(index + 1, (following[0] - crossing.hold_min, *following[1:]))
            break
    minutes, km, latitude, longitude = np.array([row[:4] for row in rows], dtype=np.float64).reshape(-1, 4).T
    return Motion(minutes, km, latitude, longitude)


def thinned(motion: Motion, every_km: float) -> Motion:
    """Points about every so many kilometres: far points filled in between, near ones left out, holds and both ends kept."""
    steps_km = np.diff(motion.km)
    is_hold_edge = np.concatenate(([True], steps_km <= 0)) | np.concatenate((steps_km <= 0, [True]))
    kept, since_km = [], 0.0
    for index, step_km in enumerate(np.concatenate(([0.0], steps_km))):
        since_km += float(step_km)
        if is_hold_edge[index] or since_km >= every_km:
            kept.append(index)
            since_km = 0.0
    parts = np.maximum(1, np.ceil(np.diff(motion.km[kept]) / every_km)).astype(np.int64)
    where = np.concatenate([a + np.arange(n) / n for a, n in enumerate(parts)] + [np.array([len(kept) - 1.0])])
    order = np.arange(len(kept), dtype=np.float64)
    minutes, km, latitude, longitude = (
        np.interp(where, order, values[kept]) for values in (motion.minutes, motion.km, motion.latitude, motion.longitude)
    )
    return Motion(minutes, km, latitude, longitude)


def km_at(motion: Motion, minutes: float) -> float:
    return float(np.interp(minutes, motion.minutes, motion.km))


def stretches_of(route: Route) -> tuple[Stretch, ...]:
    """The whole route from 0 to its last kilometre, cut where a segment begins or ends.

    Passages give whole minutes, so a cut can be off by what is driven in a minute where a segment borders on none;
    for drawing, never for checking.
    """
    motion = motion_of(route)
    stretches: list[Stretch] = []
    done_km, left_min = 0.0, 0
    for passage in route.passages:
        if passage.enters_min <= left_min:
            starts_km = done_km
        else:
            earliest = max(km_at(motion, passage.enters_min), km_at(motion, passage.leaves_min - 1) - passage.km)
            starts_km = max(done_km, min(earliest, km_at(motion, passage.leaves_min) - passage.km))
        if starts_km > done_km:
            stretches.append(Stretch(None, done_km, starts_km))
        done_km, left_min = min(starts_km + passage.km, route.km), passage.leaves_min
        stretches.append(Stretch(passage.segment, starts_km, done_km))
    if route.km - done_km > 0.001:
        stretches.append(Stretch(None, done_km, route.km))
    return tuple(stretches)


def line_between(motion: Motion, starts_km: float, ends_km: float) -> list[list[float]]:
    """The road from one kilometre to another as [longitude, latitude] pairs, the ends interpolated."""
    inside = (motion.km > starts_km) & (motion.km < ends_km)
    km = np.unique(np.concatenate(([starts_km], motion.km[inside], [ends_km])))
    latitude, longitude = np.interp(km, motion.km, motion.latitude), np.interp(km, motion.km, motion.longitude)
    return [[round(float(x), 6), round(float(y), 6)] for x, y in zip(longitude, latitude, strict=True)]
