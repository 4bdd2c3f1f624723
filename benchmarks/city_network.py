"""Planar city networks to measure flows on: generated, the same for the same seed everywhere.

Junctions lie at random in a square; streets are the edges of their Delaunay triangulation: a tree
drawn at random that joins all of them, then others drawn at random until there are five streets for every four junctions. Every
street is two arcs, one each way. The third of the streets that are shortest takes one minute, the next two, the longest three; each
arc passes 4 to 30 vehicles a minute, drawn evenly. 20 junctions drawn from the middle ninth of the square are where vehicles start,
all ready at minute 0; five are exits: the junction nearest to the middle of each side, and that nearest to one corner.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay

EXIT_SPOTS = ((0.0, 0.5), (1.0, 0.5), (0.5, 0.0), (0.5, 1.0), (1.0, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """`int32` arrays by arc, and by source and exit."""

    nodes: int
    steps: int
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    transit_min: NDArray[np.int32]
    vehicles_per_min: NDArray[np.int32]
    source_node: NDArray[np.int32]
    source_vehicles: NDArray[np.int32]
    exit_node: NDArray[np.int32]


def build_city(nodes: int, steps: int, vehicles_per_source: int, seed: int, sources: int = 20) -> City:
    random = np.random.default_rng(seed)
    spot = random.random((nodes, 2))
    street = _streets(spot, random)
    length = np.hypot(*(spot[street[:, 0]] - spot[street[:, 1]]).T)
    minutes = 1 + np.searchsorted(np.quantile(length, (1 / 3, 2 / 3)), length)
    central = np.flatnonzero(np.abs(spot - 0.5).max(axis=1) < 1 / 6)
    exits = [int(np.argmin(np.hypot(*(spot - np.array(at)).T))) for at in EXIT_SPOTS]
    return City(
        nodes=nodes,
        steps=steps,
        tail=np.concatenate([street[:, 0], street[:, 1]]).astype(np.int32),
        head=np.concatenate([street[:, 1], street[:, 0]]).astype(np.int32),
        transit_min=np.tile(minutes, 2).astype(np.int32),
        vehicles_per_min=random.integers(4, 31, 2 * len(street)).astype(np.int32),
        source_node=np.sort(random.choice(central, sources, replace=False)).astype(np.int32),
        source_vehicles=np.full(sources, vehicles_per_source, dtype=np.int32),
        exit_node=np.array(sorted(exits), dtype=np.int32),
    )


def _streets(spot: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.int64]:
    """The two ends of each street."""
    triangles = Delaunay(spot).simplices
    edge = np.unique(np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]]), axis=1), axis=0)
    drawn = coo_array((random.random(len(edge)) + 0.5, (edge[:, 0], edge[:, 1])), shape=(len(spot), len(spot)))
    tree = minimum_spanning_tree(drawn).tocoo()
    is_in_tree = np.isin(edge[:, 0] * len(spot) + edge[:, 1], tree.row.astype(np.int64) * len(spot) + tree.col)
    others = random.permutation(np.flatnonzero(~is_in_tree))[: max(0, 5 * len(spot) // 4 - int(is_in_tree.sum()))]
    return np.asarray(edge[np.sort(np.concatenate([np.flatnonzero(is_in_tree), others]))])
