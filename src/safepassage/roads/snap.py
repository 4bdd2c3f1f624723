"""Places snap to the network: to the nearest node from which, and to which, the main body of the roads can be driven."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from pyproj import Geod
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from safepassage.roads.network import Bools, Floats, Ints, RoadNetwork

WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True, eq=False)
class Snapping:
    """For each place the node it snapped to and how far it was moved, in metres: `[place]`."""

    node: Ints
    moved_m: Floats


def snap(network: RoadNetwork, latitude: ArrayLike, longitude: ArrayLike) -> Snapping:
    """The nearest node of the largest strongly connected part for each place.

    Nodes stand at most 250 m apart on a road read from OSM. However far the nearest road is, a node is returned: the caller
    decides from `moved_m` what is too far. On a road with separate carriageways the place lands on one of them.

    Raises:
        ValueError: coordinates missing, or not pairs.
    """
    latitudes, longitudes = np.atleast_1d(np.asarray(latitude, np.float64)), np.atleast_1d(np.asarray(longitude, np.float64))
    if latitudes.shape != longitudes.shape or latitudes.ndim != 1:
        raise ValueError("as many latitudes as longitudes are wanted")
    if not (np.isfinite(latitudes).all() and np.isfinite(longitudes).all()):
        raise ValueError("a latitude or longitude is not a number")
    nodes = np.flatnonzero(in_largest_part(network))
    tree = cKDTree(_on_unit_sphere(network.node_latitude[nodes], network.node_longitude[nodes]))
    _, nearest = tree.query(_on_unit_sphere(latitudes, longitudes))
    node = nodes[nearest]
    _, _, moved_m = WGS84.inv(longitudes, latitudes, network.node_longitude[node], network.node_latitude[node])
    return Snapping(node=node, moved_m=np.asarray(moved_m, dtype=np.float64))


def in_largest_part(network: RoadNetwork) -> Bools:
    """Which nodes belong to the largest strongly connected part (of equals, the one with the lowest node): `[node]`."""
    links = csr_array((np.ones(network.arcs), (network.arc_tail, network.arc_head)), shape=(network.nodes, network.nodes))
    _, part = connected_components(links, connection="strong")
    sizes = np.bincount(part)
    largest = part[np.flatnonzero(sizes[part] == sizes.max())[0]]
    return np.asarray(part == largest)


def _on_unit_sphere(latitude: Floats, longitude: Floats) -> Floats:
    phi, lam = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])
