"""Travel times between nodes: exact shortest times with turn bans obeyed.

Method: Dijkstra's algorithm (doi:10.1007/BF01386390) of SciPy on the graph of `turns.py`.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import dijkstra

from safepassage.roads.network import Bools, Floats, RoadNetwork
from safepassage.roads.turns import build_turn_graph

CELLS_AT_ONCE = 16_000_000  # states times sources in memory at one time: 128 MB


def travel_times_s(network: RoadNetwork, sources: ArrayLike, targets: ArrayLike, time_s: Floats, closed: Bools | None = None) -> Floats:
    """Shortest driving times in seconds from every source node to every target node: `[source, target]`, inf where no way leads.

    `time_s[arc]` is at least 0; an arc with infinite time, or with `closed[arc]`, is not used.

    Raises:
        ValueError: a node that does not exist, a time below zero or not a number, or an array of the wrong length.
    """
    source_nodes, target_nodes = _checked_nodes(network, sources), _checked_nodes(network, targets)
    time_s = checked_weight(network, time_s, "time_s")
    graph = build_turn_graph(network, shut_arcs(network, time_s, closed))
    matrix, _ = graph.matrix(time_s)
    states_of_targets = _states_by_node(graph.state_node, network.nodes, target_nodes)
    times = np.empty((len(source_nodes), len(target_nodes)))
    batch = max(1, CELLS_AT_ONCE // max(graph.states, 1))
    for start in range(0, len(source_nodes), batch):
        distance = np.atleast_2d(dijkstra(matrix, indices=source_nodes[start : start + batch]))
        for column, states in enumerate(states_of_targets):
            times[start : start + batch, column] = distance[:, states].min(axis=1)
    return times


def checked_weight(network: RoadNetwork, weight: Floats, what: str) -> Floats:
    """The weights as an array, one for every arc. Raises: ValueError where one is missing, below zero or not a number."""
    weight = np.asarray(weight, dtype=np.float64)
    if weight.shape != (network.arcs,):
        raise ValueError(f"'{what}' has the shape {weight.shape}, one number for each of {network.arcs} arcs is wanted")
    if not bool((weight >= 0.0).all()):
        raise ValueError(f"'{what}' has numbers below zero or missing")
    return weight


def shut_arcs(network: RoadNetwork, time_s: Floats, closed: Bools | None) -> Bools:
    """Arcs not to be used: those closed and those with infinite time."""
    shut = np.isinf(time_s)
    if closed is None:
        return shut
    if len(closed) != network.arcs:
        raise ValueError("one entry for every arc is wanted in 'closed'")
    return shut | np.asarray(closed, dtype=np.bool_)


def _checked_nodes(network: RoadNetwork, nodes: ArrayLike) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    numbers = np.atleast_1d(np.asarray(nodes, dtype=np.int64))
    if len(numbers) and (numbers.min() < 0 or numbers.max() >= network.nodes):
        raise ValueError(f"nodes are numbered from 0 to {network.nodes - 1}")
    return numbers


def _states_by_node(
    state_node: np.ndarray[tuple[int], np.dtype[np.int64]], nodes: int, wanted: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> list[list[int]]:
    split: dict[int, list[int]] = {}
    for state in range(nodes, len(state_node)):
        split.setdefault(int(state_node[state]), []).append(state)
    return [[node, *split.get(node, ())] for node in wanted.tolist()]
