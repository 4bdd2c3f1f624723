"""Several genuinely different roads between two places.

Candidates are the Pareto roads over time, danger, silence and length (all of them on a small network, those found by weighing
the criteria against time on a large one) and the via-node roads: the fastest way over each node that lies in the middle of a
stretch which is part both of a shortest way from the source and of a shortest way to the target, so that a road has no pointless
detour there (I. Abraham, D. Delling, A. Goldberg, R. Werneck, "Alternative routes in road networks", ACM Journal of Experimental
Algorithmics 18 (2013), doi:10.1145/2444016.2444019).

Invariant: the fastest road is always among the roads returned, and no road returned is a mere variant of another: it shares at
most `MOST_SHARED` of the shorter one's length, or it is better in danger or silence by at least `MATERIAL_GAIN`.
"""

import contextlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from safepassage.roads.network import Bools, Floats, Ints, RoadNetwork
from safepassage.roads.pareto import Arcs, TooManyLabelsError, find_pareto_roads
from safepassage.roads.times import checked_weight, shut_arcs
from safepassage.roads.turns import TurnGraph, build_turn_graph

MOST_SHARED = 0.75  # of the shorter road's length; Abraham et al. take 0.8 of the shortest road
MATERIAL_GAIN = 0.05  # of the fastest road's danger or silence
LONGEST_DETOUR = 2.0  # a road over another node takes at most so many times the fastest one's time
SMALL_NETWORK_ARCS = 600  # up to this size all Pareto roads are found
PARETO_LABELS = 20_000
TRADE_OFFS = (0.25, 1.0, 4.0, 16.0)  # weights of danger or silence against time, each scaled to the fastest road's sum
LENGTH_TRADE_OFFS = (1.0,)  # length goes with time mostly
VIA_NODES = 60  # candidates looked at in each search


Links = NDArray[np.signedinteger]  # [state]: the state before or after it, below zero at the root


@dataclass(frozen=True, slots=True)
class _Road:
    arcs: Arcs
    cost: tuple[float, ...]  # time first, then danger, silence and length as far as given


def find_alternatives(
    network: RoadNetwork,
    source: int,
    target: int,
    *,
    time_s: Floats,
    danger: Floats | None = None,
    closed: Bools | None = None,
    silence_m: Floats | None = None,
    most: int = 3,
) -> tuple[Arcs, ...]:
    """At most `most` genuinely different roads, as sequences of arcs, fastest first; none where no way leads.

    `time_s`, `danger` and `silence_m` hold one number of at least 0 for each arc; each is summed along a road. First comes the
    fastest road, then the one of least danger and the one with the least silence where they are materially better, then roads
    that differ in their course, those that nothing dominates before others.

    Raises:
        ValueError: source and target are one node, a node does not exist, or numbers are below zero or missing.
    """
    if source == target or not all(0 <= node < network.nodes for node in (source, target)) or most < 1:
        raise ValueError("two different nodes of the network and at least one road are wanted")
    time_s = checked_weight(network, time_s, "time_s")
    shut = shut_arcs(network, time_s, closed)
    extra = [checked_weight(network, weight, what) for weight, what in ((danger, "danger"), (silence_m, "silence_m")) if weight is not None]
    criteria = np.array([np.where(shut, 0.0, weight) for weight in (time_s, *extra, network.arc_length_m)])
    roads = _candidates(network, source, target, criteria, shut)
    chosen = _choose(network, roads, most, has_own_criteria=len(extra))
    return tuple(road.arcs for road in sorted(chosen, key=lambda road: (road.cost, road.arcs)))


def _candidates(network: RoadNetwork, source: int, target: int, criteria: Floats, shut: Bools) -> list[_Road]:
    """Distinct roads that visit no node twice, by time."""
    graph = build_turn_graph(network, shut)
    by_time = _via_node_roads(graph, source, target, criteria[0])
    if not by_time:
        return []
    found = set(by_time)
    sums = criteria[:, list(by_time[0])].sum(axis=1)
    for criterion, shares in enumerate((*(TRADE_OFFS for _ in criteria[1:-1]), LENGTH_TRADE_OFFS), start=1):
        for share in shares if sums[criterion] > 0.0 else ():
            weight = criteria[0] + share * sums[0] / sums[criterion] * criteria[criterion]
            found.update(_via_node_roads(graph, source, target, weight))
    if network.arcs <= SMALL_NETWORK_ARCS:
        with contextlib.suppress(TooManyLabelsError):  # then the roads found by weighing stand alone
            found.update(find_pareto_roads(network, source, target, criteria, closed=shut, most_labels=PARETO_LABELS))
    roads = [_Road(arcs, tuple(criteria[:, list(arcs)].sum(axis=1).tolist())) for arcs in found]
    roads.sort(key=lambda road: (road.cost, road.arcs))
    return [road for road in roads if road.cost[0] <= LONGEST_DETOUR * roads[0].cost[0] or _is_undominated(road, roads)]


def _via_node_roads(graph: TurnGraph, source: int, target: int, weight: Floats) -> list[Arcs]:
    """The shortest road by `weight` first, then roads over the middle of the longest plateaus."""
    matrix, entry_arc = graph.matrix(weight)
    ends = np.flatnonzero(graph.state_node == target)
    reverse = csr_array(matrix.T)
    from_source, before, _ = dijkstra(matrix, indices=[source], return_predecessors=True, min_only=True)
    to_target, after, _ = dijkstra(reverse, indices=ends, return_predecessors=True, min_only=True)
    through = from_source + to_target
    if not np.isfinite(through).any():
        return []
    shortest = float(through.min())
    states = np.flatnonzero(through <= LONGEST_DETOUR * shortest)
    leader = _plateau_middles(states, from_source, before, after)
    entry_key = np.repeat(np.arange(graph.states), np.diff(matrix.indptr)) * graph.states + matrix.indices  # ascending
    roads: dict[Arcs, None] = {}
    for rank, state in enumerate((int(np.argmin(through)), *leader)):
        path = np.array([*_walk(before, state)[::-1], *_walk(after, state)[1:]], dtype=np.int64)
        nodes = graph.state_node[path]
        if rank == 0 or len(np.unique(nodes)) == len(nodes):  # a turn ban can force the shortest road round a block
            entries = np.searchsorted(entry_key, path[:-1] * graph.states + path[1:])
            roads[tuple(entry_arc[entries].tolist())] = None
    return list(roads)


def _plateau_middles(states: Ints, from_source: Floats, before: Links, after: Links) -> list[int]:
    """One state in the middle of each plateau, the longest plateau first.

    A plateau is a chain of states in which each is before the next on the way from the source, and the next is after it on the
    way to the target.
    """
    is_near = np.zeros(len(from_source), dtype=np.bool_)
    is_near[states] = True
    linked = states[before[states] >= 0]
    linked = linked[is_near[before[linked]] & (after[before[linked]] == linked)]
    links = csr_array((np.ones(len(linked)), (before[linked], linked)), shape=(len(from_source), len(from_source)))
    _, plateau_of = connected_components(links, connection="weak")
    ordered = states[np.lexsort((states, from_source[states], plateau_of[states]))]
    starts = np.flatnonzero(np.diff(plateau_of[ordered], prepend=-1))
    ends = np.append(starts[1:], len(ordered)) - 1
    lengths = from_source[ordered[ends]] - from_source[ordered[starts]]
    best = np.lexsort((ordered[starts], -lengths))[:VIA_NODES]
    return [int(state) for state in ordered[(starts[best] + ends[best] + 1) // 2]]


def _walk(link: Links, state: int) -> list[int]:
    """The states from `state` along the links of a shortest-path tree to its root."""
    states = [state]
    while (following := int(link[states[-1]])) >= 0:
        states.append(following)
    return states


def _is_undominated(road: _Road, roads: list[_Road]) -> bool:
    return not any(_dominates(other.cost, road.cost) for other in roads if other is not road)


def _dominates(cost: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(a <= b * (1.0 + 1e-9) for a, b in zip(cost, other, strict=True)) and any(
        a < b * (1.0 - 1e-9) for a, b in zip(cost, other, strict=True)
    )


def _choose(network: RoadNetwork, roads: list[_Road], most: int, has_own_criteria: int) -> list[_Road]:
    if not roads:
        return []
    chosen = [roads[0]]
    for criterion in range(1, 1 + has_own_criteria):
        best = min(roads, key=lambda road: (road.cost[criterion], road.cost))
        if len(chosen) < most and _is_materially_better(best, chosen, criterion, roads[0].cost[criterion]):
            chosen.append(best)
    undominated = [road for road in roads if _is_undominated(road, roads)]
    dominated = [road for road in roads if not _is_undominated(road, roads)]
    for road in (*undominated, *dominated):
        if len(chosen) < most and all(shared_length(network, road.arcs, other.arcs) <= MOST_SHARED for other in chosen):
            chosen.append(road)
    return chosen


def _is_materially_better(road: _Road, chosen: list[_Road], criterion: int, fastest: float) -> bool:
    return all(road.cost[criterion] <= other.cost[criterion] - MATERIAL_GAIN * fastest for other in chosen) and fastest > 0.0


def shared_length(network: RoadNetwork, road: Arcs, other: Arcs) -> float:
    """How much of the shorter road's length both roads share, from 0 to 1."""
    length_m = network.arc_length_m
    common = length_m[list(set(road) & set(other))].sum()
    return float(common / min(length_m[list(road)].sum(), length_m[list(other)].sum()))
