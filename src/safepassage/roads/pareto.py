"""Every Pareto road between two nodes of a small network: no other road is as good in all criteria and better in one.

Method: label setting for several criteria (E. Q. V. Martins, "On a multicriteria shortest path problem", European Journal of
Operational Research 16 (1984), doi:10.1016/0377-2217(84)90077-8), on the graph on which turn bans hold.

Invariant: labels leave the queue in lexicographic order of their costs, so one that is dominated by no settled label of its
state is final.
"""

import heapq

import numpy as np

from safepassage.roads.network import Bools, Floats, RoadNetwork
from safepassage.roads.turns import build_turn_graph

Arcs = tuple[int, ...]
RELATIVE_TOLERANCE = 1e-9  # sums of one road's arcs in another order differ by rounding only


class TooManyLabelsError(OverflowError):
    """The Pareto set was not finished within the number of labels allowed; nothing partial is returned."""


def find_pareto_roads(
    network: RoadNetwork, source: int, target: int, criteria: Floats, *, closed: Bools | None = None, most_labels: int = 200_000
) -> tuple[Arcs, ...]:
    """All Pareto roads from `source` to `target`, one for each cost vector, in lexicographic order of their costs.

    `criteria[criterion, arc]` are finite costs of at least 0, to be minimised in sum. For networks of some hundred nodes: the
    number of Pareto roads can grow exponentially.

    Raises:
        TooManyLabelsError: more than `most_labels` labels were settled.
        ValueError: costs missing, below zero or infinite.
    """
    costs = np.asarray(criteria, dtype=np.float64)
    if costs.ndim != 2 or costs.shape[1] != network.arcs or not bool((np.isfinite(costs) & (costs >= 0.0)).all()):
        raise ValueError("for every criterion a finite cost of at least 0 is wanted for each arc")
    graph = build_turn_graph(network, closed)
    cost_of_arc = [tuple(column) for column in costs.T.tolist()]
    moves_from: dict[int, list[tuple[int, int]]] = {}
    for tail, head, arc in zip(graph.move_tail.tolist(), graph.move_head.tolist(), graph.move_arc.tolist(), strict=True):
        moves_from.setdefault(tail, []).append((head, arc))
    is_target = (graph.state_node == target).tolist()

    settled: dict[int, list[tuple[float, ...]]] = {}
    at_target: list[tuple[float, ...]] = []
    roads: list[Arcs] = []
    parents: list[tuple[int, int]] = [(-1, -1)]  # label: (label before, arc)
    queue: list[tuple[tuple[float, ...], int, int]] = [((0.0,) * len(costs), 0, source)]
    labels_settled = 0
    while queue:
        cost, label, state = heapq.heappop(queue)
        own = settled.setdefault(state, [])
        if _is_covered(cost, own) or _is_covered(cost, at_target):
            continue
        own.append(cost)
        labels_settled += 1
        if labels_settled > most_labels:
            raise TooManyLabelsError(f"more than {most_labels} labels")
        if is_target[state]:
            at_target.append(cost)
            roads.append(_arcs_back(parents, label))
            continue
        for head, arc in moves_from.get(state, ()):
            further = tuple(a + b for a, b in zip(cost, cost_of_arc[arc], strict=True))
            if not _is_covered(further, settled.get(head, ())) and not _is_covered(further, at_target):
                parents.append((label, arc))
                heapq.heappush(queue, (further, len(parents) - 1, head))
    return tuple(roads)


def _is_covered(cost: tuple[float, ...], others: list[tuple[float, ...]] | tuple[()]) -> bool:
    """Whether some other cost is nowhere worse (but for rounding)."""
    limits = [value * (1.0 + RELATIVE_TOLERANCE) + 1e-12 for value in cost]
    return any(all(a <= b for a, b in zip(other, limits, strict=True)) for other in others)


def _arcs_back(parents: list[tuple[int, int]], label: int) -> Arcs:
    arcs = []
    while label != 0:
        label, arc = parents[label]
        arcs.append(arc)
    return tuple(reversed(arcs))
