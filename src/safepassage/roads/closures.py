"""Which arcs a closure, a damaged bridge or a danger touches: by name, way, area or distance.

Invariant: a name or way that is not in the network is refused, never taken for "nothing is closed".
"""

import difflib
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import shapely
from pyproj import Proj

from safepassage.errors import InputError, Problem
from safepassage.roads.network import Bools, Floats, RoadNetwork


def arcs_named(network: RoadNetwork, name: str) -> Bools:
    """The arcs of every road or bridge that goes by this name or number: `[arc]`.

    Compared without regard to capitals, kinds of dashes and blanks; every name of a way counts (name, name in other languages,
    name of the bridge, number).

    Raises:
        InputError: no road has this name; says which names are near.
    """
    wanted = _plain(name)
    plain_names = [_plain(known) for known in network.names]
    matches = [index for index, known in enumerate(plain_names) if known == wanted]
    mask = np.zeros(network.arcs, dtype=np.bool_)
    mask[network.alias_arc[np.isin(network.alias_name, matches)]] = True
    if not mask.any():
        near = [network.names[plain_names.index(plain)] for plain in difflib.get_close_matches(wanted, plain_names, n=3, cutoff=0.6)]
        hint = f"Near are: {', '.join(near)}" if near else "Write it as the map has it, or close a way by its id or an area"
        raise InputError([Problem(f"road '{name}'", "no road or bridge of this network has this name", hint)])
    return mask


def arcs_of_way(network: RoadNetwork, way_id: int) -> Bools:
    """The arcs of one OSM way, or of one leg by its row: `[arc]`.

    Raises:
        InputError: the network has no such way.
    """
    mask: Bools = network.arc_way == way_id
    if not mask.any():
        raise InputError(
            [Problem(f"way {way_id}", "it is not in this network", "Look up its id; 'safepassage roads' says what was left out")]
        )
    return mask


def arcs_in_ring(network: RoadNetwork, ring: Sequence[tuple[float, float]]) -> Bools:
    """The arcs whose line touches the polygon, in whole or part: `[arc]`. The ring is (longitude, latitude) pairs.

    Raises:
        InputError: the ring does not bound an area (fewer than three points, or it crosses itself).
    """
    polygon = shapely.Polygon(ring) if len(ring) >= 3 else shapely.Polygon()
    if polygon.is_empty or not polygon.is_valid:
        reason = shapely.is_valid_reason(polygon) if not polygon.is_empty else "fewer than three points"
        raise InputError([Problem("area", f"its ring does not bound an area ({reason})", "Draw it again without crossing lines")])
    shapely.prepare(polygon)
    west, south, east, north = polygon.bounds
    mask = np.zeros(network.arcs, dtype=np.bool_)
    near = _arcs_in_box(network, south, west, north, east)
    mask[near] = shapely.intersects(polygon, _lines(network, near))
    return mask


def arcs_near(network: RoadNetwork, latitude: float, longitude: float, radius_m: float) -> Bools:
    """The arcs whose line comes within `radius_m` of a point: `[arc]`. Distances as in an azimuthal equidistant projection."""
    if not radius_m > 0.0:
        raise ValueError("a radius must be above zero")
    plane = Proj(proj="aeqd", lat_0=latitude, lon_0=longitude, ellps="WGS84")
    reach_latitude = radius_m / 110_000.0  # a degree of latitude is nowhere shorter than 110 km
    reach_longitude = reach_latitude / max(np.cos(np.radians(min(abs(latitude) + reach_latitude, 89.9))), 1e-3)
    near = _arcs_in_box(
        network, latitude - reach_latitude, longitude - reach_longitude, latitude + reach_latitude, longitude + reach_longitude
    )
    mask = np.zeros(network.arcs, dtype=np.bool_)
    lines = shapely.transform(_lines(network, near), lambda points: np.column_stack(plane(points[:, 0], points[:, 1])))
    mask[near] = shapely.dwithin(lines, shapely.Point(0.0, 0.0), radius_m)
    return mask


def _arcs_in_box(network: RoadNetwork, south: float, west: float, north: float, east: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if network.arcs == 0:
        return np.empty(0, dtype=np.int64)
    starts = network.shape_start[:-1]

    def extent(values: Floats) -> tuple[Floats, Floats]:
        return np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)

    (low_latitude, high_latitude), (low_longitude, high_longitude) = extent(network.shape_latitude), extent(network.shape_longitude)
    return np.flatnonzero((high_latitude >= south) & (low_latitude <= north) & (high_longitude >= west) & (low_longitude <= east))


def _lines(network: RoadNetwork, arcs: np.ndarray[tuple[int], np.dtype[np.int64]]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    counts = np.diff(network.shape_start)[arcs]
    line = np.repeat(np.arange(len(arcs)), counts)
    within = np.arange(len(line)) - np.repeat(np.cumsum(counts) - counts, counts)
    point = network.shape_start[arcs][line] + within
    points = np.column_stack([network.shape_longitude[point], network.shape_latitude[point]])
    lines: np.ndarray[tuple[int], np.dtype[np.object_]] = shapely.linestrings(points, indices=line)
    return lines


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", " ", re.sub(r"\s*[-‐‑‒–—]\s*", "-", text)).strip()
