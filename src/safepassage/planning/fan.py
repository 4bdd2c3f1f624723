"""Different roads between many places of a large network: one search from each origin and one to each destination serve all pairs.

Method: via-node roads over plateaus, stretches that are part both of the fastest way from the origin and of the fastest way to the
destination (I. Abraham, D. Delling, A. Goldberg, R. Werneck, "Alternative routes in road networks", ACM Journal of Experimental
Algorithmics 18 (2013), doi:10.1145/2444016.2444019). `roads.find_alternatives` looks more closely, at one pair at a time.

Invariant: the fastest road by the fan's weight is always the first one given.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from safepassage.roads import RoadNetwork
from safepassage.roads.turns import TurnGraph

Arcs = tuple[int, ...]

LONGEST_DETOUR = 1.5
"""A road over another stretch weighs at most so many times the best one."""

_VIA_STATES = 30


class Fan:
    """Searches by one weight, `float[arc]`, on the graph where turn bans hold and closed arcs are missing."""

    def __init__(
        self, network: RoadNetwork, graph: TurnGraph, sources: Sequence[int], targets: Sequence[int], weight: NDArray[np.float64]
    ) -> None:
        matrix, self._entry_arc = graph.matrix(weight)
        self._states = graph.states
        self._node = graph.state_node
        self._entry_key = np.repeat(np.arange(self._states), np.diff(matrix.indptr)) * self._states + matrix.indices
        self._source = {node: row for row, node in enumerate(sources)}
        self._from_source, self._before = dijkstra(matrix, indices=list(sources), return_predecessors=True)
        backwards = csr_array(matrix.T)
        arrived = {target: np.flatnonzero(graph.state_node == target) for target in targets}
        self._to_target = {
            target: dijkstra(backwards, indices=states, return_predecessors=True, min_only=True)[:2] for target, states in arrived.items()
        }

    def roads(self, source: int, target: int) -> Iterator[Arcs]:
        """The best road, then others over long stretches of their own; none where no way leads."""
        row = self._source[source]
        before, (to_target, after) = self._before[row], self._to_target[target]
        through = self._from_source[row] + to_target
        best = int(np.argmin(through))
        if not np.isfinite(through[best]):
            return
        for state in (best, *self._plateaus(self._from_source[row], before, after, through)):
            path = np.array([*_walk(before, state)[::-1], *_walk(after, state)[1:]])
            nodes = self._node[path]
            if len(np.unique(nodes)) == len(nodes):
                at = np.searchsorted(self._entry_key, path[:-1] * self._states + path[1:])
                yield tuple(self._entry_arc[at].tolist())

    def _plateaus(
        self, from_source: NDArray[np.float64], before: NDArray[np.int32], after: NDArray[np.int32], through: NDArray[np.float64]
    ) -> list[int]:
        """A state of each plateau; first those whose road is short and whose plateau is long."""
        near = np.flatnonzero((through <= LONGEST_DETOUR * through.min()) & (before >= 0))
        linked = near[after[before[near]] == near]
        if len(linked) == 0:
            return []
        links = coo_array((np.ones(len(linked)), (before[linked], linked)), shape=(self._states, self._states))
        _, chain = connected_components(links, directed=False)
        order = linked[np.lexsort((from_source[linked], chain[linked]))]
        first = np.flatnonzero(np.concatenate(([True], np.diff(chain[order]) != 0)))
        last = np.append(first[1:], len(order)) - 1
        length = from_source[order[last]] - from_source[before[order[first]]]
        rank = np.lexsort((order[first], through[order[first]] - length))
        return [int(state) for state in order[first][rank[:_VIA_STATES]]]


def _walk(link: NDArray[np.int32], state: int) -> list[int]:
    states = [state]
    while (following := int(link[states[-1]])) >= 0:
        states.append(following)
    return states
