"""Reading an OSM file into a network, by way of the cache."""

from pathlib import Path

from safepassage.roads.assemble import assemble
from safepassage.roads.cache import cache_key, keep, load_cached
from safepassage.roads.network import RoadNetwork
from safepassage.roads.osm import OsmContent, Progress, check_path, read_osm_content, sha256_of
from safepassage.roads.report import OsmReport, build_report
from safepassage.roads.restrictions import apply_restrictions


def read_osm(path: Path | str, *, include_ferries: bool = False, cache: bool = True, report: Progress | None = None) -> RoadNetwork:
    """The road network of an OSM file (`.osm`, `.osm.pbf`, `.osm.gz`, `.osm.bz2`).

    With `cache` the network is kept beside the file, or in the user's cache folder where that cannot be written, and taken from
    there as long as the file's bytes are the same. `report` is called with a few words at each step of a reading.

    Raises:
        InputError: the file is missing, broken, no OSM file, without roads, or has ways without their nodes.
    """
    path, say = Path(path), report or _say_nothing
    check_path(path)
    content_sha256 = sha256_of(path)
    key = cache_key(content_sha256, include_ferries=include_ferries)
    network = load_cached(path, key) if cache else None
    if network is None:
        content = read_osm_content(path, content_sha256, include_ferries=include_ferries, report=say)
        say(f"network of {len(content.facts)} ways")
        network, _, _ = apply_restrictions(assemble(content), content.restrictions)
        if cache:
            keep(path, key, network)
    return network


def read_osm_report(path: Path | str, *, include_ferries: bool = False, report: Progress | None = None) -> OsmReport:
    """What `read_osm` reads from a file, what it leaves out and why. Always reads the file itself.

    Raises:
        InputError: as `read_osm`.
    """
    path = Path(path)
    check_path(path)
    content: OsmContent = read_osm_content(path, sha256_of(path), include_ferries=include_ferries, report=report or _say_nothing)
    network, applied, left_out = apply_restrictions(assemble(content), content.restrictions)
    return build_report(path, content, network, applied, left_out)


def _say_nothing(_: str) -> None:
    return
