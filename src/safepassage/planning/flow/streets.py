"""A scenario's whole road network as a flow network for one class of own transport: the same top speed, share and range.

Roads without capacities only cost time. So the network is reduced, exactly, to the places where something else happens: gathering points,
checkpoints, reception centres, and the spots where one segment ends and another road begins. Between two such spots of one
segment (or of the roads of no segment) there is one stretch, its fastest road; a further one for each span of closures that allows a
faster road while they do not hold. Its time is rounded up to whole minutes, once a stretch, to the safe side.

Invariant: whoever is on a stretch, or held at a checkpoint, is there in minutes only in which every rule lets them (rules 1, 2, 7, 8, 15,
21): `capacity` is 0 at every step at which entering would break one.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import OwnTransport
from safepassage.planning.connect import Ground
from safepassage.planning.flow.network import NO_LIMIT, FlowNetwork
from safepassage.roads import travel_times_s
from safepassage.situation import horizon_min, minutes_touched
from safepassage.situation.minutes import true_throughout

Bools = NDArray[np.bool_]
NO_SEGMENT = -1
CHECKPOINT, SEGMENT = "checkpoint", "segment"


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that passes so many units a minute: a checkpoint, or one of the spots where a segment is entered."""

    kind: str
    what: str
    node: int


@dataclass(slots=True)
class Streets:
    """A flow network under construction, and what its nodes and arcs are. `gate_of[arc]` is None for a stretch."""

    steps: int
    names: dict[object, int] = field(default_factory=dict)
    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    transit: list[int] = field(default_factory=list)
    gate_of: list[Gate | None] = field(default_factory=list)
    is_open: list[Bools] = field(default_factory=list)

    def node(self, name: object) -> int:
        return self.names.setdefault(name, len(self.names))

    def arc(self, tail: object, head: object, minutes: int, is_open: Bools, gate: Gate | None = None) -> None:
        if is_open.any():
            self.tail.append(self.node(tail))
            self.head.append(self.node(head))
            self.transit.append(minutes)
            self.gate_of.append(gate)
            self.is_open.append(is_open)


def lay_streets(ground: Ground, own: OwnTransport) -> Streets:
    """Stretches, gates and places for the class of a row of own transport."""
    scenario = ground.scenario
    streets = Streets(horizon_min(scenario))
    always = np.ones(streets.steps, dtype=np.bool_)
    spots = spots_of(ground)
    for region in sorted({region for regions in spots.values() for region in regions}):
        _lay_region(ground, streets, own, region, [node for node, regions in spots.items() if region in regions])
    for node, regions in spots.items():
        checkpoints = ground.checkpoints_at.get(node, ())
        if checkpoints:
            _lay_checkpoints(ground, streets, node, regions)
            continue
        for region in regions:
            for other in regions:
                if other != region:
                    _lay_entry(ground, streets, ("at", node, region), node, other)
    for row in scenario.own_transport:
        node = ground.node[row.gathering_point]
        for region in spots.get(node, ()):
            _lay_entry(ground, streets, ("start", row.gathering_point), node, region)
    for centre in scenario.reception_centres:
        node = ground.node[centre.id]
        for region in spots.get(node, ()):
            streets.arc(("at", node, region), ("exit", centre.id), 0, always)
    return streets


def spots_of(ground: Ground) -> dict[int, tuple[int, ...]]:
    """Nodes where something happens, with the segments (rows; -1: none) of the arcs that meet there."""
    network, scenario = ground.network, ground.scenario
    ends = np.concatenate([network.arc_tail, network.arc_head])
    pairs = np.unique(np.stack([ends, np.tile(ground.arc_segment, 2)], axis=1), axis=0)
    regions: dict[int, list[int]] = {}
    for node, region in pairs.tolist():
        regions.setdefault(node, []).append(region)
    named = {ground.node[place.id] for place in (*scenario.checkpoints, *scenario.reception_centres)}
    named |= {ground.node[row.gathering_point] for row in scenario.own_transport}
    return {node: tuple(at) for node, at in regions.items() if node in named or len(at) > 1}


def _lay_region(ground: Ground, streets: Streets, own: OwnTransport, region: int, nodes: list[int]) -> None:
    """Stretches between the spots of a region, passing no checkpoint on the way."""
    network = ground.network
    time_s = ground.driving_s(own.max_speed_kmh)
    outside = ground.arc_segment != region
    may_be_there = may_be_on(ground, region)
    stops = np.zeros(network.nodes, dtype=np.bool_)
    stops[list(ground.checkpoints_at)] = True
    closures = [(arcs, minutes_touched(ground.scenario, (span,))) for arcs, span in ground.closures if (arcs & ~outside).any()]
    best: dict[tuple[int, int], float] = {}
    for shut, holds in _closure_states(closures, network.arcs, streets.steps):
        is_open = may_be_there & ~holds
        if not is_open.any():
            continue
        groups = [
            [node for node in nodes if node not in ground.checkpoints_at],
            *([node] for node in nodes if node in ground.checkpoints_at),
        ]
        for sources in groups:
            if not sources:
                continue
            passing = stops.copy()
            passing[sources] = False
            seconds = travel_times_s(network, sources, nodes, time_s, outside | shut | passing[network.arc_tail])
            for row, source in enumerate(sources):
                for column, target in enumerate(nodes):
                    takes_s = float(seconds[row, column])
                    if source == target or not math.isfinite(takes_s) or takes_s >= best.get((source, target), math.inf):
                        continue
                    best[source, target] = takes_s
                    minutes = max(1, math.ceil(takes_s / 60.0 - 1e-6))
                    streets.arc(("out", source, region), ("at", target, region), minutes, true_throughout(is_open, 0, minutes))


def _closure_states(closures: list[tuple[NDArray[np.bool_], Bools]], arcs: int, steps: int) -> Iterator[tuple[Bools, Bools]]:
    """Arcs to do without, and the minutes in which that is not enough: first all closures kept to, then fewer of them.

    Fewer: those that hold somewhere in a span between two changes. A stretch that lasts over a change keeps to more.
    """
    everything = np.zeros(arcs, dtype=np.bool_)
    for closed, _ in closures:
        everything |= closed
    yield everything, np.zeros(steps, dtype=np.bool_)
    seen = {tuple(range(len(closures)))}
    changes = sorted({0, steps, *(int(edge) for _, holds in closures for edge in np.flatnonzero(np.diff(holds.astype(np.int8))) + 1)})
    for first in range(len(changes) - 1):
        for last in range(first, len(changes) - 1):
            span = slice(changes[first], changes[last + 1])
            kept = tuple(number for number, (_, holds) in enumerate(closures) if holds[span].any())
            if kept in seen:
                continue
            seen.add(kept)
            shut, broken = np.zeros(arcs, dtype=np.bool_), np.zeros(steps, dtype=np.bool_)
            for number, (closed, holds) in enumerate(closures):
                if number in kept:
                    shut |= closed
                else:
                    broken |= holds
            yield shut, broken


def may_be_on(ground: Ground, region: int) -> Bools:
    """The minutes in which own transport may be on a segment, or on roads of none (rules 7 and 21)."""
    if region == NO_SEGMENT:
        return ~ground.is_dark
    segment = ground.scenario.segments[region]
    is_open = ground.segment_open[segment.id]
    return is_open if segment.is_night_allowed else is_open & ~ground.is_dark


def _lay_entry(ground: Ground, streets: Streets, tail: object, node: int, region: int) -> None:
    """From a spot onto a segment, which may pass so many (rule 17), or onto roads of none."""
    always = np.ones(streets.steps, dtype=np.bool_)
    limit = None if region == NO_SEGMENT else ground.scenario.segments[region].vehicles_per_15_min
    gate = None if limit is None else Gate(SEGMENT, ground.scenario.segments[region].id, node)
    if gate is None:
        streets.arc(tail, ("out", node, region), 0, always)
        return
    streets.arc(tail, ("entry", node, region), 0, always)
    if ("gate", node, region) not in streets.names:
        streets.node(("gate", node, region))
        streets.arc(("entry", node, region), ("out", node, region), 0, always, gate)


def _lay_checkpoints(ground: Ground, streets: Streets, node: int, regions: tuple[int, ...]) -> None:
    """Through the checkpoints at a node, one after the other; the hold counts as time on the road before (rule 2)."""
    checkpoints = ground.checkpoints_at[node]
    holds_min = sum(checkpoint.hold_min for checkpoint in checkpoints)
    for region in regions:
        streets.arc(("at", node, region), ("before", node), 0, true_throughout(may_be_on(ground, region), 0, max(1, holds_min)))
    tail: object = ("before", node)
    for checkpoint in checkpoints:
        is_open = true_throughout(ground.checkpoint_open[checkpoint.id], 0, max(1, checkpoint.hold_min))
        head = ("behind", node, checkpoint.id)
        streets.arc(tail, head, checkpoint.hold_min, is_open, Gate(CHECKPOINT, checkpoint.id, node))
        tail = head
    if len(regions) == 1:  # still on the same road: no entry
        streets.arc(tail, ("out", node, regions[0]), 0, np.ones(streets.steps, dtype=np.bool_))
        return
    for region in regions:  # who turns back onto the segment they came from counts as entering it: to the safe side
        _lay_entry(ground, streets, tail, node, region)


def network_of(
    streets: Streets,
    places: Mapping[Gate, NDArray[np.int64]],
    sources: Mapping[str, int],
    exits: Mapping[str, NDArray[np.int32]],
    waits: Bools,
) -> FlowNetwork:
    """The flow network: units a minute of each gate, units by gathering point, units a minute that each reception centre takes in."""
    profiles: dict[bytes, int] = {}
    rows: list[NDArray[np.int32]] = []
    profile = []
    for is_open, gate in zip(streets.is_open, streets.gate_of, strict=True):
        passes = np.where(is_open, NO_LIMIT if gate is None else np.minimum(places[gate], NO_LIMIT), 0).astype(np.int32)
        key = passes.tobytes()
        if key not in profiles:
            profiles[key] = len(rows)
            rows.append(passes)
        profile.append(profiles[key])
    starting = [name for name in sources if ("start", name) in streets.names and sources[name]]
    reached = [name for name in exits if ("exit", name) in streets.names]
    return FlowNetwork(
        tail=np.array(streets.tail, dtype=np.int32),
        head=np.array(streets.head, dtype=np.int32),
        transit=np.array(streets.transit, dtype=np.int32),
        profile=np.array(profile, dtype=np.int32),
        capacity=np.array(rows, dtype=np.int32).reshape(len(rows), streets.steps),
        may_wait=waits,
        source_node=np.array([streets.names["start", name] for name in starting], dtype=np.int32),
        source_step=np.zeros(len(starting), dtype=np.int32),
        source_units=np.array([sources[name] for name in starting], dtype=np.int32),
        exit_node=np.array([streets.names["exit", name] for name in reached], dtype=np.int32),
        exit_capacity=np.array([exits[name] for name in reached], dtype=np.int32).reshape(len(reached), streets.steps),
    )
