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

from safepassage.corridor import Interval
from safepassage.planning.connect import Ground
from safepassage.planning.flow.loose_kernel import Net
from safepassage.planning.flow.streets import CHECKPOINT, SEGMENT, spots_of
from safepassage.planning.problem import ROUNDING_KM
from safepassage.roads import travel_times_s
from safepassage.situation import horizon_min
from safepassage.situation.minutes import minutes_within

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
NO_SEGMENT = -1
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
    holds: Bools | None = None
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


def may_be_on(ground: Ground, region: int) -> Bools:
    """The minutes in which own transport may be on a segment, or on roads of none (rules 7 and 21)."""
    if region == NO_SEGMENT:
        return ~ground.is_dark
    segment = ground.scenario.segments[region]
    is_open = ground.segment_open[segment.id]
    return is_open if segment.is_night_allowed else is_open & ~ground.is_dark


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
    seconds = ground.driving_s(max_speed_kmh)
    always = np.ones(horizon_min(ground.scenario), dtype=np.bool_)
    slower = [(_between(ground, nodes, seconds, shut), always)]
    slower += [(_between(ground, nodes, seconds, shut | closed), holds) for closed, holds in _closed_spans(ground, outside)]
    for row, source in enumerate(nodes):
        for column, target in enumerate(nodes):
            if source == target or not math.isfinite(slower[0][0][row, column]):
                continue
            tail, head = roads.node("out", source, region), roads.node("at", target, region)
            for takes_s, holds in _by_closures([(float(matrix[row, column]), holds) for matrix, holds in slower]):
                roads.arcs.append(
                    LooseArc(tail, head, takes_s, float(km[row, column]), region, holds=holds, stretch=(source, target, region))
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


def _closed_spans(ground: Ground, outside: Bools) -> Iterator[tuple[Bools, Bools]]:
    """Arcs that are closed together during a span between two changes of closures, and the minutes that lie within the span."""
    scenario = ground.scenario
    closures = [(arcs, span) for arcs, span in ground.closures if span != scenario.horizon and (arcs & ~outside).any()]
    edges = sorted({edge for _, span in closures for edge in (span.starts_at, span.ends_at)})
    for first, starts_at in enumerate(edges):
        for ends_at in edges[first + 1 :]:
            kept = [arcs for arcs, span in closures if span.starts_at <= starts_at and ends_at <= span.ends_at]
            if kept:
                yield np.logical_or.reduce(kept), minutes_within(scenario, [Interval(starts_at=starts_at, ends_at=ends_at)])


def _by_closures(slower: Sequence[tuple[float, Bools]]) -> Iterator[tuple[float, Bools | None]]:
    """The least seconds and the minutes of entering for which they are the least: the most that any span of closures proves.

    A span proves its own seconds for who enters in it where they end within it: whoever is quicker has kept to all its closures.
    """
    proven = np.full(len(slower[0][1]), slower[0][0])
    for seconds, holds in slower[1:]:
        if math.isfinite(seconds):
            lasts = max(1, math.ceil(seconds / 60.0) + 1)  # who enters in a minute may do so at its end
            inside = np.concatenate([holds, np.zeros(lasts, dtype=np.bool_)])
            gaps = np.concatenate([[0], np.cumsum(~inside)])
            within = gaps[lasts : lasts + len(holds)] == gaps[: len(holds)]
            proven = np.where(within, np.maximum(proven, seconds), proven)
    for seconds in np.unique(proven).tolist():
        at = proven == seconds
        yield seconds, None if at.all() else at


@dataclass(frozen=True, slots=True, eq=False)
class LooseWays:
    """The loose roads as one row of own transport meets them, from node `start`.

    `exit_of[node]` is the number of the reception centre, -1 for none; `stretch[arc]` the two nodes of the road network between which an
    arc is a stretch, and its segment; None where it is none.
    """

    net: Net
    start: int
    exit_of: NDArray[np.int32]
    stretch: tuple[Stretch | None, ...]


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
    arcs = sorted((arc for arc in arcs if math.isfinite(least_s[arc.tail])), key=lambda arc: (-least_s[arc.tail], -least_s[arc.head]))
    if not arcs:
        return None
    first = {node: math.floor(least / 60.0 + 1e-7) for node, least in enumerate(least_s) if math.isfinite(least)}
    last = {node: math.ceil(least / 60.0 - 1e-7) for node, least in enumerate(least_s) if math.isfinite(least)}
    steps, number_of = horizon_min(ground.scenario), {gate: number for number, gate in enumerate(gates)}
    delay = [math.floor((least_s[arc.tail] + arc.seconds - least_s[arc.head]) / 60.0 + 1e-7) for arc in arcs]
    is_open = np.ones((len(arcs), steps), dtype=np.bool_)
    opens = np.zeros((len(arcs), 2, steps), dtype=np.bool_)
    for number, arc in enumerate(arcs):
        if arc.region is not None:
            is_open[number] &= _throughout(may_be_on(ground, arc.region), last[arc.tail], last[arc.head] + delay[number])
        if arc.holds is not None:
            is_open[number] &= _at_either(arc.holds, first[arc.tail], last[arc.tail])
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
        delay=np.array(delay, dtype=np.int32),
        is_open=is_open,
        gate=np.array([-1 if arc.gate is None else number_of[arc.gate] for arc in arcs], dtype=np.int32),
        opens=opens,
        may_linger=may_linger,
        first_min=np.array([first.get(node, 0) for node in nodes], dtype=np.int32),
        last_min=np.array([max(last.get(node, 0), int(exit_of[node] >= 0)) for node in nodes], dtype=np.int32),
    )
    return LooseWays(net, start, exit_of, tuple(arc.stretch for arc in arcs))


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


def _throughout(mask: Bools, first_min: int, end_min: int) -> Bools:
    """For each delay whether the mask is true on all minutes from delay + first to before delay + end; beyond the horizon it is not."""
    steps = len(mask)
    long = np.concatenate([mask, np.zeros(max(0, end_min) + 1, dtype=np.bool_)])
    gaps = np.concatenate([[0], np.cumsum(~long)])
    delays = np.arange(steps)
    return np.asarray(gaps[np.minimum(delays + max(first_min, end_min), len(long))] == gaps[np.minimum(delays + first_min, len(long))])


def _at_either(mask: Bools, first_min: int, last_min: int) -> Bools:
    long = np.concatenate([mask, np.zeros(last_min + 1, dtype=np.bool_)])
    return np.asarray(long[first_min : first_min + len(mask)] | long[last_min : last_min + len(mask)])


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
