"""Different roads between many places of a large network: one search from each origin, and one to each destination, serve all pairs.

Method: via-node roads over plateaus, stretches that are part both of the fastest way from the origin and of the fastest way to the
destination (I. Abraham, D. Delling, A. Goldberg, R. Werneck, "Alternative routes in road networks", ACM Journal of Experimental
Algorithmics 18 (2013), doi:10.1145/2444016.2444019). `roads.find_alternatives` looks more closely, at one pair at a time.

Invariant: where any way leads, there is a best road, and none weighs less.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from safepassage.roads import RoadNetwork
from safepassage.roads.turns import TurnGraph

Arcs = tuple[int, ...]

LONGEST_DETOUR = 1.5
"""A road over another stretch weighs at most so many times the best one."""

_VIA_STATES = 30


class Fan:
    """Searches by one weight, `float[arc]`, on the graph where turn bans hold and closed arcs are missing."""

    def __init__(self, network: RoadNetwork, graph: TurnGraph, sources: Sequence[int], weight: NDArray[np.float64]) -> None:
        self._matrix, self._entry_arc = graph.matrix(weight)
        self._states = graph.states
        self._node = graph.state_node
        tails = np.repeat(np.arange(self._states, dtype=np.int64), np.diff(self._matrix.indptr))
        self._entry_key = tails * self._states + self._matrix.indices  # ascending
        self._source = {node: row for row, node in enumerate(sources)}
        self._from_source, self._before = dijkstra(self._matrix, indices=list(sources), return_predecessors=True)
        self._backwards: csr_array | None = None
        self._to_target: dict[int, tuple[NDArray[np.float64], NDArray[np.int32]]] = {}

    def best(self, source: int, target: int) -> Arcs | None:
        """The road of least weight; None where no way leads. A turn ban can force it round a block and over one node twice."""
        row = self._source[source]
        arrived = np.flatnonzero(self._node == target)
        state = int(arrived[np.argmin(self._from_source[row, arrived])])
        return self._arcs(_walk(self._before[row], state)[::-1]) if np.isfinite(self._from_source[row, state]) else None

    def others(self, source: int, target: int) -> Iterator[Arcs]:
        """Roads over long stretches of their own, over no node twice; the best may be among them."""
        row = self._source[source]
        before, (to_target, after) = self._before[row], self._towards(target)
        for state in _plateaus(self._from_source[row], before, after, self._from_source[row] + to_target):
            path = [*_walk(before, state)[::-1], *_walk(after, state)[1:]]
            nodes = self._node[path]
            if len(np.unique(nodes)) == len(nodes):
                yield self._arcs(path)

    def _towards(self, target: int) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        """Weight of the best way from each state, and the state after it on that way."""
        if self._backwards is None:
            self._backwards = csr_array(self._matrix.T)
        if target not in self._to_target:
            arrived = np.flatnonzero(self._node == target)
            to_target, after, _ = dijkstra(self._backwards, indices=arrived, return_predecessors=True, min_only=True)
            self._to_target[target] = to_target, after
        return self._to_target[target]

    def _arcs(self, states: list[int]) -> Arcs:
        path = np.array(states, dtype=np.int64)
        at = np.searchsorted(self._entry_key, path[:-1] * self._states + path[1:])
        return tuple(self._entry_arc[at].tolist())


def _plateaus(
    from_source: NDArray[np.float64], before: NDArray[np.int32], after: NDArray[np.int32], through: NDArray[np.float64]
) -> list[int]:
    """A state of each plateau; first those whose road is short and whose plateau is long.

    A state is linked where it follows the one before it on both ways. Each has one before and one after, so that links make chains.
    """
    near = np.flatnonzero((through <= LONGEST_DETOUR * through.min()) & (before >= 0))
    linked = near[after[before[near]] == near]
    row = np.full(len(before), -1)
    row[linked] = np.arange(len(linked))
    parent = row[before[linked]]
    first = np.where(parent >= 0, parent, np.arange(len(linked)))
    while not np.array_equal(further := first[first], first):  # doubles the stretch that is looked back over
        first = further
    is_last = np.ones(len(linked), dtype=np.bool_)
    is_last[parent[parent >= 0]] = False
    last = np.flatnonzero(is_last)
    begin, end = linked[first[last]], linked[last]
    length = from_source[end] - from_source[before[begin]]
    return [int(state) for state in begin[np.lexsort((begin, through[begin] - length))[:_VIA_STATES]]]


def _walk(link: NDArray[np.int32], state: int) -> list[int]:
    states = [state]
    while (following := int(link[states[-1]])) >= 0:
        states.append(following)
    return states
