"""Reads what an OSM file says about roads (PBF, XML, gz, bz2), in one pass: nodes, ways, relations, the usual order of such files.

Invariant: what the file says is read whole or the file is refused; a way whose nodes are missing is never shortened.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium import filter as osm_filter
from osmium import osm

from safepassage.errors import InputError, Problem
from safepassage.roads.access import is_blocked
from safepassage.roads.ways import WayFacts, read_way

SUFFIXES = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2", ".xml", ".xml.gz", ".xml.bz2")
PROBLEMS_NAMED = 20  # of one kind; the rest is counted

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restriction:
    """A turn restriction as its relation has it."""

    relation: int
    tags: dict[str, str]
    from_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    via_nodes: tuple[int, ...]
    via_ways: tuple[int, ...]


@dataclass(slots=True)
class OsmContent:
    """What was read: roads by way id with their nodes, the nodes' places, what blocks, restrictions, what was left out."""

    content_sha256: str
    include_ferries: bool
    facts: dict[int, WayFacts] = field(default_factory=dict)
    way_nodes: dict[int, list[int]] = field(default_factory=dict)
    node_place: dict[int, tuple[float, float]] = field(default_factory=dict)  # (latitude, longitude)
    blocked: dict[int, str] = field(default_factory=dict)  # node: kind of barrier
    restrictions: list[Restriction] = field(default_factory=list)
    left_out: dict[str, list[int]] = field(default_factory=dict)
    ways_seen: set[int] = field(default_factory=set)


def read_osm_content(path: Path, content_sha256: str, *, include_ferries: bool, report: Progress) -> OsmContent:
    """What is written in the file.

    Raises:
        InputError: it is not an OSM file, is cut off, holds several versions of one way, no road, or ways without their nodes.
    """
    content = OsmContent(content_sha256=content_sha256, include_ferries=include_ferries)
    try:
        report(f"reading {path.name}")
        _read(path, content)
    except (RuntimeError, ValueError, UnicodeDecodeError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError([Problem(str(path), f"it cannot be read as an OSM file ({error})", "Download or export it again")]) from error
    if not content.facts:
        seen = sum(len(ways) for ways in content.left_out.values())
        what = f"no road for vehicles in it ({seen} ways seen, all left out)" if seen else "no road in it"
        raise InputError([Problem(str(path), what, "Take a file of an area with roads")])
    _refuse_missing_nodes(path, content)
    return content


def check_path(path: Path) -> None:
    """Raises: InputError where the file is missing, a folder, not readable, or of a kind that is not read."""
    if not path.is_file():
        what = "it is a folder" if path.is_dir() else "there is no such file"
        raise InputError([Problem(str(path), what, "Write the path of an OSM file")])
    if not path.name.lower().endswith(SUFFIXES):
        raise InputError([Problem(str(path), "it is not known as a kind of OSM file", f"Use a file that ends in {', '.join(SUFFIXES)}")])


def sha256_of(path: Path) -> str:
    """Raises: InputError where the file cannot be opened."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError([Problem(str(path), f"it cannot be opened ({error.strerror})", "Make it readable")]) from error


def _osm_file(path: Path) -> osmium.io.File:
    kind = path.name.lower()
    for suffix in (".gz", ".bz2"):
        if kind.endswith(suffix):
            return osmium.io.File(str(path), f"osm{suffix}")
    return osmium.io.File(str(path), "pbf" if kind.endswith(".pbf") else "osm")


def _read(path: Path, content: OsmContent) -> None:
    reader = osmium.FileProcessor(_osm_file(path))
    if reader.header.has_multiple_object_versions:
        raise InputError([Problem(str(path), "it holds the history of its ways, not one state", "Extract one point in time from it")])
    reader.with_locations("sparse_mem_array").with_filter(osm_filter.KeyFilter("highway", "route", "type", "barrier"))
    for thing in reader:
        if isinstance(thing, osm.Node):
            if "barrier" in thing.tags and is_blocked(tags := dict(thing.tags)):
                content.blocked[thing.id] = tags["barrier"]
        elif isinstance(thing, osm.Relation):
            tags = dict(thing.tags)
            if tags.get("type", "").split(":")[0] == "restriction":
                content.restrictions.append(_restriction(thing.id, tags, thing.members))
        elif isinstance(thing, osm.Way):
            _read_one_way(path, content, thing)
    content.blocked = {node: barrier for node, barrier in content.blocked.items() if node in content.node_place}


def _read_one_way(path: Path, content: OsmContent, way: osm.Way) -> None:
    tags = dict(way.tags)
    if "highway" not in tags and tags.get("route") != "ferry":
        return
    if way.id in content.ways_seen:
        raise InputError([Problem(f"{path}, way {way.id}", "it is in the file twice", "Merge files with 'osmium merge', which keeps one")])
    content.ways_seen.add(way.id)
    facts = read_way(tags, include_ferries=content.include_ferries)
    if not isinstance(facts, str) and len({node.ref for node in way.nodes}) < 2:
        facts = "fewer than two nodes"
    if isinstance(facts, str):
        content.left_out.setdefault(facts, []).append(way.id)
        return
    content.facts[way.id] = facts
    content.way_nodes[way.id] = [node.ref for node in way.nodes]
    for node in way.nodes:
        if node.ref not in content.node_place and node.location.valid():
            content.node_place[node.ref] = (node.lat, node.lon)


def _restriction(relation: int, tags: dict[str, str], members: osm.RelationMemberList) -> Restriction:
    found: dict[tuple[str, str], list[int]] = {}
    for member in members:
        found.setdefault((member.role, member.type), []).append(member.ref)
    return Restriction(
        relation=relation,
        tags=tags,
        from_ways=tuple(found.get(("from", "w"), ())),
        to_ways=tuple(found.get(("to", "w"), ())),
        via_nodes=tuple(found.get(("via", "n"), ())),
        via_ways=tuple(found.get(("via", "w"), ())),
    )


def _refuse_missing_nodes(path: Path, content: OsmContent) -> None:
    broken = {
        way: missing
        for way, nodes in sorted(content.way_nodes.items())
        if (missing := [node for node in nodes if node not in content.node_place])
    }
    if not broken:
        return
    repair = (
        "Cut the area again so that ways keep all their nodes ('osmium extract --strategy complete_ways'); "
        "if its ways stand before its nodes, put it in order with 'osmium sort'"
    )
    problems = [
        Problem(f"{path}, way {way}", f"{len(nodes)} of its nodes are not in the file ({', '.join(map(str, nodes[:5]))})", repair)
        for way, nodes in list(broken.items())[:PROBLEMS_NAMED]
    ]
    if len(broken) > PROBLEMS_NAMED:
        problems.append(Problem(str(path), f"so it is with {len(broken) - PROBLEMS_NAMED} further ways", repair))
    raise InputError(problems)
