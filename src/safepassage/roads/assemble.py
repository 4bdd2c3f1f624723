"""Builds the network from what an OSM file says.

A node of the network stands wherever ways meet, end or are blocked, and at least every `NODE_SPACING_M` along a road, so that
places find a node close by; the points between are kept as the arc's line. A road straighter than that is cut at invented
nodes with negative ids.

Invariant: the sum of the arcs' lengths along a way is the length of the way's own line, and nothing is passable across a node
that is blocked: each side of it ends in a node of its own.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import ceil

import numpy as np
from pyproj import Geod

from safepassage.roads.network import RoadNetwork, build_network
from safepassage.roads.osm import OsmContent
from safepassage.roads.ways import WayFacts

NODE_SPACING_M = 250.0
WGS84 = Geod(ellps="WGS84")

Point = tuple[int, float, float]  # node id, latitude, longitude


@dataclass(slots=True)
class _Draft:
    """The network as it grows: one entry for every arc, and its line."""

    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    length_m: list[float] = field(default_factory=list)
    kmh: list[float] = field(default_factory=list)
    way: list[int] = field(default_factory=list)
    lanes: list[int] = field(default_factory=list)
    line: list[list[Point]] = field(default_factory=list)
    place: dict[int, tuple[float, float]] = field(default_factory=dict)
    invented: int = 0

    def invent(self, latitude: float, longitude: float) -> Point:
        self.invented += 1
        return (-self.invented, latitude, longitude)

    def add(self, way: int, facts: WayFacts, line: list[Point], length_m: float) -> None:
        for kmh, lanes, points in ((facts.forward_kmh, facts.forward_lanes, line), (facts.backward_kmh, facts.backward_lanes, line[::-1])):
            if kmh > 0.0:
                self.tail.append(points[0][0])
                self.head.append(points[-1][0])
                self.length_m.append(length_m)
                self.kmh.append(kmh)
                self.way.append(way)
                self.lanes.append(lanes)
                self.line.append(points)
        for node, latitude, longitude in (line[0], line[-1]):
            self.place[node] = (latitude, longitude)


def assemble(content: OsmContent) -> RoadNetwork:
    """The network without turn bans. Ways in order of their ids: the result does not depend on the order of the file."""
    ways = sorted(content.facts)
    uses = Counter(node for way in ways for node in content.way_nodes[way])
    via_nodes = {node for restriction in content.restrictions for node in restriction.via_nodes}
    draft = _Draft()
    for way, points, lengths_m in _measured(content, ways):
        is_end = [uses[node] > 1 or node in via_nodes or node in content.blocked for node, _, _ in points]
        for line, length_m in _pieces(draft, points, lengths_m, is_end):
            draft.add(way, content.facts[way], _with_own_ends(draft, content, line), length_m)
    return _network(draft, content)


def _measured(content: OsmContent, ways: list[int]) -> list[tuple[int, list[Point], list[float]]]:
    """Each way with its points, a node repeated at once left out, and the geodesic length from each point to the next."""
    lines = []
    for way in ways:
        nodes = content.way_nodes[way]
        kept = [node for index, node in enumerate(nodes) if index == 0 or node != nodes[index - 1]]
        lines.append([(node, *content.node_place[node]) for node in kept])
    latitudes = np.array([point[1] for line in lines for point in line])
    longitudes = np.array([point[2] for line in lines for point in line])
    _, _, lengths_m = WGS84.inv(longitudes[:-1], latitudes[:-1], longitudes[1:], latitudes[1:])
    measured = []
    start = 0
    for way, line in zip(ways, lines, strict=True):
        measured.append((way, line, lengths_m[start : start + len(line) - 1].tolist()))
        start += len(line)
    return measured


def _pieces(draft: _Draft, points: list[Point], lengths_m: list[float], is_end: list[bool]) -> list[tuple[list[Point], float]]:
    """The way in pieces from node to node of the network, none longer than the spacing, none ending where it starts."""
    pieces = []
    line, length_m = [points[0]], 0.0
    for index, step_m in enumerate(lengths_m):
        if length_m > 0.0 and length_m + step_m > NODE_SPACING_M:
            pieces.append((line, length_m))
            line, length_m = [line[-1]], 0.0
        cuts = ceil(step_m / NODE_SPACING_M) if step_m > NODE_SPACING_M else 1
        for cut in range(1, cuts):
            between = _between(draft, points[index], points[index + 1], cut / cuts)
            pieces.append(([line[-1], between], step_m / cuts))
            line = [between]
        line.append(points[index + 1])
        length_m += step_m / cuts
        if is_end[index + 1] or index + 1 == len(lengths_m) or points[index + 1][0] in {point[0] for point in line[:-1]}:
            pieces += _opened(line, length_m, lengths_m, index)
            line, length_m = [points[index + 1]], 0.0
    return pieces


def _opened(line: list[Point], length_m: float, lengths_m: list[float], last: int) -> list[tuple[list[Point], float]]:
    """A piece as it is, or a closed loop as two."""
    if line[0][0] != line[-1][0]:
        return [(line, length_m)]
    last_m = lengths_m[last]
    return [(line[:-1], length_m - last_m), (line[-2:], last_m)]


def _between(draft: _Draft, start: Point, end: Point, share: float) -> Point:
    """A new node on the straight line between two points; straight in degrees, which is well under a metre off on a road."""
    return draft.invent(start[1] + share * (end[1] - start[1]), start[2] + share * (end[2] - start[2]))


def _with_own_ends(draft: _Draft, content: OsmContent, line: list[Point]) -> list[Point]:
    """The line with a node of its own in place of each blocked end."""
    first = draft.invent(*line[0][1:]) if line[0][0] in content.blocked else line[0]
    last = draft.invent(*line[-1][1:]) if line[-1][0] in content.blocked else line[-1]
    return [first, *line[1:-1], last]


def _network(draft: _Draft, content: OsmContent) -> RoadNetwork:
    node_ids = np.array(sorted(draft.place), dtype=np.int64)
    places = np.array([draft.place[node] for node in node_ids.tolist()])
    names = tuple(sorted({name for facts in content.facts.values() for name in facts.names}))
    index_of = {name: index for index, name in enumerate(names)}
    facts_of_arc = [content.facts[way] for way in draft.way]
    aliases = [(arc, index_of[name]) for arc, facts in enumerate(facts_of_arc) for name in facts.names]
    alias = np.array(aliases, dtype=np.int64).reshape(-1, 2)
    length_m = np.array(draft.length_m)
    points = [point for line in draft.line for point in line]
    return build_network(
        node_place=None,
        names=names,
        node_latitude=places[:, 0],
        node_longitude=places[:, 1],
        node_ids=node_ids,
        arc_tail=np.searchsorted(node_ids, np.array(draft.tail)),
        arc_head=np.searchsorted(node_ids, np.array(draft.head)),
        arc_length_m=length_m,
        arc_time_s=length_m / (np.array(draft.kmh) / 3.6),
        arc_way=draft.way,
        arc_lanes=draft.lanes,
        arc_is_bridge=[facts.is_bridge for facts in facts_of_arc],
        arc_max_weight_t=[facts.max_weight_t for facts in facts_of_arc],
        arc_name=[index_of[facts.names[0]] if facts.names else -1 for facts in facts_of_arc],
        alias_arc=alias[:, 0],
        alias_name=alias[:, 1],
        shape_start=np.concatenate([[0], np.cumsum([len(line) for line in draft.line])]),
        shape_latitude=[point[1] for point in points],
        shape_longitude=[point[2] for point in points],
        banned_turns=np.empty((0, 2)),
    )
