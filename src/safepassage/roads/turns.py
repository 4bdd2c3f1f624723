"""The graph on which turn bans hold: where an arc may not be followed by every other, its head becomes a state of its own.

Invariant: a path of states is allowed if and only if the arcs it stands for contain no closed arc and no banned turn. Only
heads of arcs with a ban are split, so a network without bans has exactly its nodes as states.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from safepassage.roads.network import Bools, Floats, Ints, RoadNetwork

SMALLEST_WEIGHT = 1e-9  # the shortest-path kernel takes a stored zero for a missing arc


@dataclass(frozen=True, slots=True, eq=False)
class TurnGraph:
    """States and the moves between them. States 0 to N - 1 are the nodes; further ones are 'arrived by this arc'.

    `state_node[state]`; `move_tail`, `move_head` (states) and `move_arc`: `[move]`, ordered by tail, then head.
    """

    state_node: Ints
    move_tail: Ints
    move_head: Ints
    move_arc: Ints

    @property
    def states(self) -> int:
        return len(self.state_node)

    def matrix(self, weight: Floats) -> tuple[csr_array, Ints]:
        """The moves as a sparse matrix of weights, and the arc of each stored entry. Of parallel arcs the lightest is kept.

        `weight[arc]` is finite and not negative.
        """
        move_weight = np.maximum(weight[self.move_arc], SMALLEST_WEIGHT)
        is_first = np.ones(len(move_weight), dtype=np.bool_)
        is_first[1:] = (self.move_tail[1:] != self.move_tail[:-1]) | (self.move_head[1:] != self.move_head[:-1])
        kept = np.flatnonzero(is_first)
        if len(kept) < len(move_weight):
            group = np.cumsum(is_first) - 1
            lightest = np.flatnonzero(move_weight == np.minimum.reduceat(move_weight, kept)[group])
            kept = lightest[np.unique(group[lightest], return_index=True)[1]]
        starts = np.searchsorted(self.move_tail[kept], np.arange(self.states + 1))
        matrix = csr_array(
            (move_weight[kept], self.move_head[kept].astype(np.int32), starts.astype(np.int32)), shape=(self.states, self.states)
        )
        return matrix, self.move_arc[kept]


def build_turn_graph(network: RoadNetwork, closed: Bools | None = None) -> TurnGraph:
    """The states and moves of a network, with the closed arcs left out (`closed[arc]`)."""
    is_open = np.ones(network.arcs, dtype=np.bool_) if closed is None else ~np.asarray(closed, dtype=np.bool_)
    if len(is_open) != network.arcs:
        raise ValueError("one entry for every arc is wanted in 'closed'")
    bans = network.banned_turns
    from_arcs = np.unique(bans[:, 0]).astype(np.int64)
    state_after = network.arc_head.astype(np.int64)  # [arc]: the state in which one arrives by it
    state_after[from_arcs] = network.nodes + np.arange(len(from_arcs))

    arcs = np.flatnonzero(is_open)
    tails, moves = [network.arc_tail[arcs].astype(np.int64)], [arcs]
    banned_after: dict[int, set[int]] = {}
    for first, second in bans.tolist():
        banned_after.setdefault(first, set()).add(second)
    outgoing = _outgoing(network, np.unique(network.arc_head[from_arcs]), is_open)
    for arc in from_arcs.tolist():
        allowed = [after for after in outgoing.get(int(network.arc_head[arc]), ()) if after not in banned_after[arc]]
        tails.append(np.full(len(allowed), state_after[arc]))
        moves.append(np.array(allowed, dtype=np.int64))
    move_tail, move_arc = np.concatenate(tails), np.concatenate(moves)
    move_head = state_after[move_arc]
    order = np.lexsort((move_arc, move_head, move_tail))
    return TurnGraph(
        state_node=np.concatenate([np.arange(network.nodes), network.arc_head[from_arcs].astype(np.int64)]),
        move_tail=move_tail[order],
        move_head=move_head[order],
        move_arc=move_arc[order],
    )


def _outgoing(network: RoadNetwork, nodes: Ints, is_open: Bools) -> dict[int, list[int]]:
    leaving = np.flatnonzero(np.isin(network.arc_tail, nodes) & is_open)
    by_node: dict[int, list[int]] = {}
    for arc in leaving.tolist():
        by_node.setdefault(int(network.arc_tail[arc]), []).append(arc)
    return by_node
