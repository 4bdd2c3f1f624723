"""The road network as the bound sees it: whatever the rules let own transport do, it can do here too, and a little more.

Roads without capacities only cost time. So the network is reduced to the spots where something else happens: gathering points,
checkpoints, reception centres, and spots where one segment ends and another road begins. Between two spots of one segment (or of
the roads of none) there is a stretch that takes at least as long as its fastest road.

Invariant: every departure that rules 1, 2, 7, 8, 15, 17, 21 and 24 allow is a way here, that passes the same gates in the same quarters,
and arrives no later. What is more here: turn restrictions hold within a stretch only; a stretch may take longer than its fastest road,
as by a detour, as long as its segment may be used; and where only a part of a minute is known, the better of two minutes counts.
"""

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.connect import Ground
from safepassage.planning.flow.loose_kernel import Net
from safepassage.planning.flow.streets import CHECKPOINT, NO_SEGMENT, SEGMENT, may_be_on, spots_of
from safepassage.planning.problem import ROUNDING_KM
from safepassage.roads import travel_times_s
from safepassage.situation import horizon_min

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Stretch = tuple[int, int, int]
"""The nodes of the road network from which and to which it leads, and the row of its segment."""


@dataclass(frozen=True, slots=True, eq=False)
class LooseArc:
    """From one node to another in no less than `seconds` and `km`. `region` is the segment that it is on throughout (None: it takes no
    time); `gate` what it passes first; `holds` says in which minutes all of it may happen, `bool[minute]` (None: in all).
    """

    tail: int
    head: int
    seconds: float = 0.0
    km: float = 0.0
    region: int | None = None
    gate: tuple[str, str] | None = None
    hold_min: int = 0
    slower_s: Floats | None = None
    stretch: Stretch | None = None


@dataclass(slots=True)
class LooseRoads:
    """Nodes by name, arcs between them, and the segment on which units may linger at a node."""

    names: dict[object, int] = field(default_factory=dict)
    arcs: list[LooseArc] = field(default_factory=list)
    lingers_on: dict[int, int] = field(default_factory=dict)

    def node(self, *name: object) -> int:
        return self.names.setdefault(name, len(self.names))


def lay_loose_roads(ground: Ground, max_speed_kmh: float) -> LooseRoads:
    """Stretches, gates and places for a top speed."""
    roads = LooseRoads()
    spots = spots_of(ground)
    for region in sorted({region for regions in spots.values() for region in regions}):
        _lay_region(ground, roads, max_speed_kmh, region, [node for node, regions in spots.items() if region in regions])
    for node, regions in spots.items():
        for region in regions:
            _lay_spot(ground, roads, node, region, regions)
    for row in ground.scenario.own_transport:
        node = ground.node[row.gathering_point]
        for region in spots.get(node, ()):
            roads.arcs.append(_entry(ground, roads.node("start", row.gathering_point), roads.node("out", node, region), region))
    for centre in ground.scenario.reception_centres:
        for region in spots.get(ground.node[centre.id], ()):
            roads.arcs.append(LooseArc(roads.node("at", ground.node[centre.id], region), roads.node("exit", centre.id)))
        for row in ground.scenario.own_transport:
            if ground.node[row.gathering_point] == ground.node[centre.id]:
                roads.arcs.append(LooseArc(roads.node("start", row.gathering_point), roads.node("exit", centre.id)))
    return roads


def _lay_spot(ground: Ground, roads: LooseRoads, node: int, region: int, regions: tuple[int, ...]) -> None:
    """On from a spot that was reached on a segment: held at its checkpoints, then onto another segment."""
    behind = roads.node("at", node, region)
    roads.lingers_on[behind] = region
    for checkpoint in ground.checkpoints_at.get(node, ()):
        before, behind = behind, roads.node("behind", node, region, checkpoint.id)
        gate = (CHECKPOINT, checkpoint.id)
        roads.arcs.append(LooseArc(before, behind, 60.0 * checkpoint.hold_min, region=region, gate=gate, hold_min=checkpoint.hold_min))
    for other in regions:
        if other != region:
            roads.arcs.append(_entry(ground, behind, roads.node("out", node, other), other))
    if node in ground.checkpoints_at:  # still on the same segment: no entry
        roads.arcs.append(LooseArc(behind, roads.node("out", node, region)))


def _entry(ground: Ground, tail: int, head: int, region: int) -> LooseArc:
    segment = None if region == NO_SEGMENT else ground.scenario.segments[region]
    is_limited = segment is not None and segment.vehicles_per_15_min is not None
    return LooseArc(tail, head, gate=(SEGMENT, segment.id) if segment is not None and is_limited else None)


def _lay_region(ground: Ground, roads: LooseRoads, max_speed_kmh: float, region: int, nodes: list[int]) -> None:
    """Stretches between the spots of a region, passing no checkpoint on the way."""
    length_m = np.asarray(ground.network.arc_length_m, dtype=np.float64)
    outside = ground.arc_segment != region
    whole = [arcs for arcs, span in ground.closures if span == ground.scenario.horizon]
    shut: Bools = np.logical_or.reduce([outside, *whole])
    km = _between(ground, nodes, length_m, shut) / 1000.0
    driving_s = ground.driving_s(max_speed_kmh)
    least_s = _between(ground, nodes, driving_s, shut)
    spans = [(_between(ground, nodes, driving_s, shut | span.arcs), span) for span in _closed_spans(ground, outside)]
    for row, source in enumerate(nodes):
        for column, target in enumerate(nodes):
            if source != target and math.isfinite(least_s[row, column]):
                slower_s = _slower(float(least_s[row, column]), [(float(kept_s[row, column]), span) for kept_s, span in spans], ground)
                roads.arcs.append(
                    LooseArc(
                        roads.node("out", source, region),
                        roads.node("at", target, region),
                        float(least_s[row, column]),
                        float(km[row, column]),
                        region,
                        slower_s=slower_s,
                        stretch=(source, target, region),
                    )
                )


def _between(ground: Ground, nodes: list[int], weight: Floats, shut: Bools) -> Floats:
    """The least weight from each node to each other that passes no checkpoint on the way, `float[from, to]`."""
    stops = np.zeros(ground.network.nodes, dtype=np.bool_)
    stops[list(ground.checkpoints_at)] = True
    least = np.full((len(nodes), len(nodes)), math.inf)
    plain = [number for number, node in enumerate(nodes) if not stops[node]]
    for sources in [plain, *([number] for number, node in enumerate(nodes) if stops[node])]:
        if sources:
            passing = stops.copy()
            passing[[nodes[number] for number in sources]] = False
            least[sources] = travel_times_s(
                ground.network, [nodes[number] for number in sources], nodes, weight, shut | passing[ground.network.arc_tail]
            )
    return least


@dataclass(frozen=True, slots=True, eq=False)
class _ClosedSpan:
    """Arcs that are all closed throughout a span of the horizon, in minutes."""

    arcs: Bools
    starts_min: float
    ends_min: float


def _closed_spans(ground: Ground, outside: Bools) -> Iterator[_ClosedSpan]:
    """Every span between two changes of closures on a segment, those of the whole horizon left out."""
    horizon = ground.scenario.horizon
    closures = [(arcs, span) for arcs, span in ground.closures if span != horizon and (arcs & ~outside).any()]
    edges = sorted({edge for _, span in closures for edge in (span.starts_at, span.ends_at)})
    for first, starts_at in enumerate(edges):
        for ends_at in edges[first + 1 :]:
            kept = [arcs for arcs, span in closures if span.starts_at <= starts_at and ends_at <= span.ends_at]
            if kept:
                minutes = ((edge - horizon.starts_at).total_seconds() / 60.0 for edge in (starts_at, ends_at))
                yield _ClosedSpan(np.logical_or.reduce(kept), *minutes)


def _slower(least_s: float, spans: Sequence[tuple[float, _ClosedSpan]], ground: Ground) -> Floats | None:
    """The least seconds by minute of entering, as far as closures prove more than `least_s`; None: never.

    Who enters within a span either arrives within it, and has kept to its closures, or arrives after it.
    """
    minute = np.arange(horizon_min(ground.scenario))
    proven = np.full(len(minute), least_s)
    for kept_s, span in spans:
        inside = (minute >= span.starts_min) & (minute + 1 <= span.ends_min)
        until_end_s = 60.0 * (span.ends_min - (minute + 1))  # who enters in a minute may do so at its end
        proven = np.where(inside, np.maximum(proven, np.minimum(kept_s, until_end_s)), proven)
    return proven if (proven > least_s).any() else None


@dataclass(frozen=True, slots=True, eq=False)
class LooseWays:
    """The loose roads as one row of own transport meets them, from node `start`.

    `exit_of[node]` is the number of the reception centre, -1 for none; `stretch[arc]` the two nodes of the road network between which an
    arc is a stretch, and its segment; None where it is none. `from_gate_s[gate]` are the least seconds from there to any centre.
    """

    net: Net
    start: int
    exit_of: NDArray[np.int32]
    stretch: tuple[Stretch | None, ...]
    from_gate_s: Floats


def ways_from(
    ground: Ground, roads: LooseRoads, gathering_point: str, max_km: float | None, gates: tuple[tuple[str, str], ...]
) -> LooseWays | None:
    """The ways of a row of own transport; None where it cannot get anywhere."""
    start = roads.names.get(("start", gathering_point))
    centres = [centre.id for centre in ground.scenario.reception_centres]
    exits = [roads.names["exit", centre] for centre in centres if ("exit", centre) in roads.names]
    if start is None:
        return None
    km_from = _least(roads, [start], lambda arc: arc.km, is_backward=False)
    km_to = _least(roads, exits, lambda arc: arc.km, is_backward=True)
    most_km = math.inf if max_km is None else max_km + 2 * ROUNDING_KM
    arcs = [
        arc
        for arc in roads.arcs
        if km_from[arc.tail] + arc.km + km_to[arc.head] <= most_km and math.isfinite(km_from[arc.tail] + km_to[arc.head])
    ]
    least_s = _least(roads, [start], lambda arc: arc.seconds, is_backward=False, arcs=arcs)
    left_s = _least(roads, exits, lambda arc: arc.seconds, is_backward=True, arcs=arcs)
    arcs = sorted((arc for arc in arcs if math.isfinite(least_s[arc.tail])), key=lambda arc: (-least_s[arc.tail], -least_s[arc.head]))
    if not arcs:
        return None
    first = {node: math.floor(least / 60.0 + 1e-7) for node, least in enumerate(least_s) if math.isfinite(least)}
    last = {node: math.ceil(least / 60.0 - 1e-7) for node, least in enumerate(least_s) if math.isfinite(least)}
    steps, number_of = horizon_min(ground.scenario), {gate: number for number, gate in enumerate(gates)}
    delay = np.array([_delays(arc, least_s, first[arc.tail], last[arc.tail], steps) for arc in arcs], dtype=np.int32)
    is_open = np.ones((len(arcs), steps), dtype=np.bool_)
    opens = np.zeros((len(arcs), 2, steps), dtype=np.bool_)
    for number, arc in enumerate(arcs):
        if arc.region is not None:
            is_open[number] &= _throughout(may_be_on(ground, arc.region), last[arc.tail], last[arc.head] + delay[number])
        opens[number] = _gate_opens(ground, arc, first[arc.tail], last[arc.tail])
    may_linger = np.zeros((len(roads.names), steps), dtype=np.bool_)
    for node, region in roads.lingers_on.items():
        if node in last:
            may_linger[node] = _throughout(may_be_on(ground, region), last[node], last[node] + 1)
    exit_of = np.full(len(roads.names), -1, dtype=np.int32)
    for number, centre in enumerate(centres):
        if ("exit", centre) in roads.names:
            exit_of[roads.names["exit", centre]] = number
    nodes = range(len(roads.names))
    net = Net(
        tail=np.array([arc.tail for arc in arcs], dtype=np.int32),
        head=np.array([arc.head for arc in arcs], dtype=np.int32),
        delay=delay,
        is_open=is_open,
        gate=np.array([-1 if arc.gate is None else number_of[arc.gate] for arc in arcs], dtype=np.int32),
        opens=opens,
        may_linger=may_linger,
        first_min=np.array([first.get(node, 0) for node in nodes], dtype=np.int32),
        last_min=np.array([max(last.get(node, 0), int(exit_of[node] >= 0)) for node in nodes], dtype=np.int32),
    )
    from_gate_s = np.full(len(gates), math.inf)
    for arc in arcs:
        if arc.gate is not None:
            from_gate_s[number_of[arc.gate]] = min(from_gate_s[number_of[arc.gate]], left_s[arc.tail])
    return LooseWays(net, start, exit_of, tuple(arc.stretch for arc in arcs), from_gate_s)


def _gate_opens(ground: Ground, arc: LooseArc, first_min: int, last_min: int) -> Bools:
    """By delay, whether the gate is passed in the earlier and in the later of the two minutes of the arc's tail."""
    if arc.gate is None or arc.gate[0] == SEGMENT:
        always = np.ones((2, horizon_min(ground.scenario)), dtype=np.bool_)
        always[1] = first_min != last_min
        return always
    is_open = ground.checkpoint_open[arc.gate[1]]
    is_apart = first_min != last_min  # then whoever comes in the earlier minute comes after it has begun
    early = _throughout(is_open, first_min, first_min + max(1, arc.hold_min + (is_apart and arc.hold_min > 0)))
    late = _throughout(is_open, last_min, last_min + max(1, arc.hold_min))
    return np.stack([early, late & is_apart])


def _delays(arc: LooseArc, least_s: Sequence[float], first_min: int, last_min: int, steps: int) -> NDArray[np.int64]:
    """The delay at the arc's head more than at its tail, by delay at the tail, at the least."""
    takes_s = np.full(steps, arc.seconds)
    if arc.slower_s is not None:
        long = np.concatenate([arc.slower_s, np.full(last_min + 1, arc.seconds)])
        takes_s = np.minimum(long[first_min : first_min + steps], long[last_min : last_min + steps])
    return np.asarray(np.floor((least_s[arc.tail] + takes_s - least_s[arc.head]) / 60.0 + 1e-7), dtype=np.int64)


def _throughout(mask: Bools, first_min: int, end_min: int | NDArray[np.int64]) -> Bools:
    """For each delay whether the mask is true on all minutes from delay + first to before delay + end; beyond the horizon it is not."""
    ends = np.arange(len(mask)) + np.maximum(first_min, end_min)
    first = np.arange(len(mask)) + first_min
    long = np.concatenate([mask, np.zeros(1, dtype=np.bool_)])
    gaps = np.concatenate([[0], np.cumsum(~long)])
    last = len(mask)
    return np.asarray((ends <= last) & (gaps[np.minimum(ends, last)] == gaps[np.minimum(first, last)]))


def _least(
    roads: LooseRoads, nodes: list[int], weight: Callable[[LooseArc], float], *, is_backward: bool, arcs: list[LooseArc] | None = None
) -> list[float]:
    """The least weight from the nearest of the nodes to each node (backward: from each node to it)."""
    onward: dict[int, list[tuple[int, float]]] = {}
    for arc in roads.arcs if arcs is None else arcs:
        ends = (arc.head, arc.tail) if is_backward else (arc.tail, arc.head)
        onward.setdefault(ends[0], []).append((ends[1], weight(arc)))
    least = [math.inf] * len(roads.names)
    queue = [(0.0, node) for node in nodes]
    while queue:
        at, node = heapq.heappop(queue)
        if at < least[node]:
            least[node] = at
            for head, more in onward.get(node, ()):
                heapq.heappush(queue, (at + more, head))
    return least
