"""Positions: latitude and longitude exchanged, or a place at the other end of the world."""

from collections.abc import Iterator

import numpy as np

from safepassage.corridor import DangerPoint, Place
from safepassage.errors import Problem
from safepassage.scenario.written import Written

FAR_KM = 1000.0
"""A corridor is driven within days: a place further than this from most others is a slip of the pen."""

_EARTH_RADIUS_KM = 6371.0


def check_positions(written: Written) -> Iterator[Problem]:
    """A place, danger point or area that is far from more than half of the places. Two places alone cannot tell who is wrong."""
    placed = [(row, record.latitude, record.longitude) for row, record in written.records(Place)]
    positions = np.array([(latitude, longitude) for _, latitude, longitude in placed]).reshape(-1, 2)
    if len(placed) > 2:
        for index, (row, latitude, longitude) in enumerate(placed):
            yield from _check_position(row.where("latitude"), latitude, longitude, np.delete(positions, index, axis=0))
    if len(placed) > 1:
        for row, point in written.records(DangerPoint):
            yield from _check_position(row.where("latitude"), point.latitude, point.longitude, positions)
        for written_area in written.areas.areas:
            if written_area.area:
                longitude, latitude = written_area.area.ring[0]
                yield from _check_position(written_area.place, latitude, longitude, positions)


def _check_position(where: str, latitude: float, longitude: float, others: np.ndarray) -> Iterator[Problem]:
    if _share_within(latitude, longitude, others) >= 0.5:
        return
    if abs(longitude) <= 90.0 and _share_within(longitude, latitude, others) > 0.5:
        what = (
            f"latitude {latitude:g} and longitude {longitude:g} are apparently exchanged: most places are near {longitude:g}, {latitude:g}"
        )
        yield Problem(where, what, "Exchange them; latitude is degrees north, longitude is degrees east.")
    else:
        what = f"latitude {latitude:g}, longitude {longitude:g} is more than {FAR_KM:g} km away from most places"
        yield Problem(where, what, "Correct the position; latitude is degrees north, longitude is degrees east.")


def _share_within(latitude: float, longitude: float, others: np.ndarray) -> float:
    """The share of the other places within FAR_KM, along the great circle on a sphere (haversine)."""
    here, there = np.radians([latitude, longitude]), np.radians(others)
    half = np.sin((there - here) / 2.0) ** 2
    chord = half[:, 0] + np.cos(here[0]) * np.cos(there[:, 0]) * half[:, 1]
    distance_km = 2.0 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return float(np.mean(distance_km <= FAR_KM))
