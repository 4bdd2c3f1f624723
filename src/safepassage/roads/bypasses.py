"""Every road that no other one beats in time and in what it passes: the ways round whatever has little room or few hours.

Method: label setting from one node to all others (E. Q. V. Martins, "On a multicriteria shortest path problem", European Journal of
Operational Research 16 (1984), doi:10.1016/0377-2217(84)90077-8), where a label holds sums and the set of things passed. A label that is
beaten at its state can be left out: whatever follows it can follow the one that beats it, which is no slower and passes nothing more.

Invariant: labels leave the queue in lexicographic order of their sums, so one that no settled label of its state beats is final.
"""

import heapq
from collections.abc import Sequence
from typing import Any

from safepassage.roads.network import Floats
from safepassage.roads.pareto import RELATIVE_TOLERANCE, Arcs, TooManyLabelsError
from safepassage.roads.turns import TurnGraph

Sums = tuple[float, ...]


def find_bypasses(
    graph: TurnGraph, source: int, sums: Floats, *, on_arc: Sequence[int], at_node: Sequence[int], most_labels: int
) -> dict[int, list[Arcs]]:
    """For each node the roads from `source` that no other one beats: no greater in any sum and passing nothing that it does not pass.

    `sums[sum, arc]`, the time first, are finite and at least 0. `on_arc[arc]` and `at_node[node]` are sets of things as the bits of a
    whole number; those of a node count for roads that go on from it, not for those that begin or end there. Of roads that are alike one
    is given.

    Raises:
        TooManyLabelsError: more than `most_labels` labels were settled; nothing partial is returned.
    """
    moves_from: dict[int, list[tuple[int, int, Sums, int]]] = {}
    sums_of_arc = [tuple(column) for column in sums.T.tolist()]
    for tail, head, arc in zip(graph.move_tail.tolist(), graph.move_head.tolist(), graph.move_arc.tolist(), strict=True):
        moves_from.setdefault(tail, []).append((head, arc, sums_of_arc[arc], on_arc[arc]))
    node = graph.state_node.tolist()

    settled: dict[int, list[tuple[int, Sums]]] = {}
    roads: dict[int, list[tuple[int, Sums, Arcs]]] = {}
    parents: list[tuple[int, int]] = [(-1, -1)]  # label: (label before, arc)
    queue: list[tuple[Sums, int, int, int]] = [((0.0,) * len(sums), 0, 0, source)]
    labels_settled = 0
    while queue:
        total, passed, label, state = heapq.heappop(queue)
        own = settled.setdefault(state, [])
        if any(_beats(other, passed, total) for other in own):
            continue
        own.append((passed, total))
        labels_settled += 1
        if labels_settled > most_labels:
            raise TooManyLabelsError(f"more than {most_labels} labels")
        here = node[state]
        there = roads.setdefault(here, [])
        if not any(_beats(other, passed, total) for *other, _ in there):  # a node can have several states
            there.append((passed, total, _arcs_back(parents, label)))
        going_on = passed | (at_node[here] if label else 0)
        for head, arc, further, things in moves_from.get(state, ()):
            after = tuple(a + b for a, b in zip(total, further, strict=True))
            if not any(_beats(other, going_on | things, after) for other in settled.get(head, ())):
                parents.append((label, arc))
                heapq.heappush(queue, (after, going_on | things, len(parents) - 1, head))
    return {at: [arcs for _, _, arcs in found] for at, found in roads.items() if at != source}


def _beats(other: Sequence[Any], passed: int, total: Sums) -> bool:
    """Whether another road, (things, sums), passes nothing that this one does not pass and is nowhere greater, but for rounding."""
    things, sums = other
    return not things & ~passed and all(a <= b * (1.0 + RELATIVE_TOLERANCE) + 1e-12 for a, b in zip(sums, total, strict=True))


def _arcs_back(parents: Sequence[tuple[int, int]], label: int) -> Arcs:
    arcs = []
    while label > 0:
        label, arc = parents[label]
        arcs.append(arc)
    return tuple(reversed(arcs))
