"""What the reader of an OSM file read, what it left out and why."""

from dataclasses import dataclass
from pathlib import Path

from safepassage.roads.network import RoadNetwork
from safepassage.roads.osm import OsmContent
from safepassage.roads.snap import in_largest_part
from safepassage.roads.speeds import CLASS_SPEED_KMH

EXAMPLES = 5  # ids named with each count


@dataclass(frozen=True, slots=True)
class ClassRead:
    """Ways of one class that are in the network; kilometres of road, each counted once whether one-way or not."""

    road_class: str
    ways: int
    one_way_ways: int
    km: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Something that was counted, with the ids of the first few."""

    what: str
    count: int
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OsmReport:
    """The account of one reading. Every way with a highway tag, and every ferry, is either read or left out for one reason."""

    file: str
    content_sha256: str
    include_ferries: bool
    read: tuple[ClassRead, ...]
    left_out: tuple[Tally, ...]
    notes: tuple[Tally, ...]
    barriers_blocking: tuple[Tally, ...]
    restrictions_applied: tuple[Tally, ...]
    restrictions_left_out: tuple[Tally, ...]
    bridges: int
    named_bridges: tuple[str, ...]
    nodes: int
    arcs: int
    banned_turns: int
    largest_part_share: float

    @property
    def ways_read(self) -> int:
        return sum(entry.ways for entry in self.read)

    @property
    def ways_left_out(self) -> int:
        return sum(entry.count for entry in self.left_out)

    @property
    def km(self) -> float:
        return sum(entry.km for entry in self.read)


def build_report(
    path: Path, content: OsmContent, network: RoadNetwork, applied: dict[str, list[int]], restrictions_left_out: dict[str, list[int]]
) -> OsmReport:
    """The account of what was read."""
    barriers: dict[str, list[int]] = {}
    for node, kind in sorted(content.blocked.items()):
        barriers.setdefault(kind, []).append(node)
    notes: dict[str, list[int]] = {}
    for way, facts in sorted(content.facts.items()):
        for note in facts.notes:
            notes.setdefault(note, []).append(way)
    bridges = [facts for facts in content.facts.values() if facts.is_bridge]
    return OsmReport(
        file=path.name,
        content_sha256=content.content_sha256,
        include_ferries=content.include_ferries,
        read=_classes_read(content, network),
        left_out=_tallies(content.left_out),
        notes=_tallies(notes),
        barriers_blocking=_tallies(barriers),
        restrictions_applied=_tallies(applied),
        restrictions_left_out=_tallies(restrictions_left_out),
        bridges=len(bridges),
        named_bridges=tuple(sorted({facts.names[0] for facts in bridges if facts.names})),
        nodes=network.nodes,
        arcs=network.arcs,
        banned_turns=len(network.banned_turns),
        largest_part_share=float(in_largest_part(network).mean()),
    )


def _tallies(ids_by_what: dict[str, list[int]]) -> tuple[Tally, ...]:
    """Most frequent first."""
    tallies = [Tally(what, len(ids), tuple(sorted(ids)[:EXAMPLES])) for what, ids in ids_by_what.items()]
    return tuple(sorted(tallies, key=lambda tally: (-tally.count, tally.what)))


def _classes_read(content: OsmContent, network: RoadNetwork) -> tuple[ClassRead, ...]:
    arcs_m: dict[int, float] = {}
    for way, length_m in zip(network.arc_way.tolist(), network.arc_length_m.tolist(), strict=True):
        arcs_m[way] = arcs_m.get(way, 0.0) + length_m
    by_class: dict[str, list[tuple[bool, float]]] = {}
    for way, facts in content.facts.items():
        is_one_way = not (facts.forward_kmh and facts.backward_kmh)
        by_class.setdefault(facts.road_class, []).append((is_one_way, arcs_m[way] / (1 if is_one_way else 2)))
    return tuple(
        ClassRead(road_class, len(ways), sum(one_way for one_way, _ in ways), sum(length_m for _, length_m in ways) / 1000.0)
        for road_class in CLASS_SPEED_KMH
        if (ways := by_class.get(road_class))
    )
