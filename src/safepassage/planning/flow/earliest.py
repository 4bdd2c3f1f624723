"""Earliest-arrival flow: by every step at once, as many units have arrived as any flow can bring by then.

Source of the property: Gale 1959 (doi:10.2140/pjm.1959.9.59) and Minieka 1973 (doi:10.1287/opre.21.2.517); for exits that take in so
many units a step it always exists. Method: augmenting ways in the order of their arrival on the time-expanded network, which is
kept implicit; see `kernel.py`.
"""

from collections.abc import Callable

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from safepassage.planning.flow.network import Flow, FlowNetwork, Int32s

STEPS_BETWEEN_REPORTS = 8
_NEVER = 2**29


def earliest_arrival(network: FlowNetwork, progress: Callable[[int, int], None] | None = None) -> Flow:
    """The earliest-arrival flow. `progress` is told the steps done and the steps in all.

    Among the flows with these arrivals it is one, the same each time: not always the one with the least waiting or the shortest ways.
    """
    from safepassage.planning.flow import kernel

    nodes, steps = network.nodes, network.steps
    single = np.flatnonzero(~network.may_wait)
    single_row = np.full(nodes, -1, dtype=np.int32)
    single_row[single] = np.arange(len(single))
    from_source = _least_steps(network, network.source_node, is_backward=False)
    order = np.lexsort((network.source_step, network.source_node))
    ahead, ahead_first, back, back_first = _ways(network, from_source)
    roads = kernel.Roads(
        ahead=ahead,
        ahead_first=ahead_first,
        back=back,
        back_first=back_first,
        transit=_int32(network.transit),
        profile=_int32(network.profile),
        capacity=_int32(network.capacity),
        single_row=single_row,
        to_exit=_least_steps(network, network.exit_node, is_backward=True),
        ready_node=_int32(network.source_node[order]),
        ready_first=_firsts(network.source_node, nodes),
        ready_step=_int32(network.source_step[order]),
        exit_node=_int32(network.exit_node),
        exit_capacity=_int32(network.exit_capacity),
    )
    sent = kernel.Sent(
        room=np.ascontiguousarray(network.capacity[network.profile], dtype=np.int32),
        waiting=np.zeros((nodes, steps), dtype=np.int32),
        arrivals=np.zeros((len(network.exit_node), steps), dtype=np.int32),
        ready_units=_int32(network.source_units[order]).copy(),
    )
    bounds = np.zeros((nodes, 5), dtype=np.int32)
    bounds[:, kernel.EARLIEST] = from_source
    seen = kernel.Seen(
        node=bounds,
        single_tried=np.zeros((len(single), steps), dtype=np.int32),
        turn=np.zeros(1, dtype=np.int32),
        has_reach=int(not len(single)),
    )
    for first in range(0, steps, STEPS_BETWEEN_REPORTS):
        kernel.send(roads, sent, seen, first, min(steps, first + STEPS_BETWEEN_REPORTS))
        if progress is not None:
            progress(min(steps, first + STEPS_BETWEEN_REPORTS), steps)
        if not sent.ready_units.any():
            break
    np.subtract(network.capacity[network.profile], sent.room, out=sent.room)
    return Flow(entering=sent.room, waiting=sent.waiting, arrivals=sent.arrivals, has_arrived_all=not sent.ready_units.any())


def _ways(network: FlowNetwork, from_source: Int32s) -> tuple[Int32s, Int32s, Int32s, Int32s]:
    """Ways on from each node and back from it, along arcs and against them, in the columns of the kernel."""
    arc, none = np.arange(network.arcs), np.zeros(network.arcs, dtype=np.int64)
    later = np.concatenate([network.head, network.tail])  # where a way leads to, arcs first, then arcs against their direction
    before = np.concatenate([network.tail, network.head])
    way = np.concatenate([arc, ~arc])
    on = np.concatenate([network.transit, none]), np.concatenate([none, network.transit])
    soonest = np.minimum(from_source[before].astype(np.int64) + on[0], _NEVER)
    back_order = np.lexsort((soonest, way < 0, later))
    ahead_order = np.argsort(before, kind="stable")
    back = np.stack([before, way, on[0], on[1]], axis=1)[back_order]
    ahead = np.stack([later, way, on[1], on[0]], axis=1)[ahead_order]
    return _int32(ahead), _firsts(before, network.nodes), _int32(back), _firsts(later, network.nodes)


def _least_steps(network: FlowNetwork, nodes: Int32s, *, is_backward: bool) -> Int32s:
    """The least number of steps on empty roads from the nearest of the nodes (backward: to it), `int32[node]`."""
    if not len(nodes):
        return np.full(network.nodes, _NEVER, dtype=np.int32)
    # the sparse matrix takes a time of zero for no arc, and adds up the times of parallel arcs
    ends = (network.head, network.tail) if is_backward else (network.tail, network.head)
    pair = ends[0].astype(np.int64) * network.nodes + ends[1]
    order = np.lexsort((network.transit, pair))
    first = order[np.unique(pair[order], return_index=True)[1]]
    matrix = coo_array((network.transit[first] + 1e-6, (ends[0][first], ends[1][first])), shape=(network.nodes, network.nodes)).tocsr()
    least = dijkstra(matrix, indices=np.unique(nodes), min_only=True)
    return _int32(np.minimum(np.floor(least), _NEVER))


def _firsts(owner: Int32s, nodes: int) -> Int32s:
    return _int32(np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=nodes))]))


def _int32(array: object) -> Int32s:
    return np.ascontiguousarray(array, dtype=np.int32)
