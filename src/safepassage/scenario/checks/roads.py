"""Roads: one source of them, legs between places that exist, segments and closures that meet a road."""

from collections.abc import Iterator
from pathlib import Path

from safepassage.corridor import Closure, ClosureKind, Leg, Place, PlaceKind, Segment
from safepassage.errors import Problem
from safepassage.scenario.checks.references import repair_by_likeness
from safepassage.scenario.files import SETTINGS_FILE
from safepassage.scenario.written import Written


def check_osm_file(written: Written) -> Iterator[Problem]:
    """The roads come either from an OSM file that exists or from the table of legs."""
    where = f"{SETTINGS_FILE}, [roads], osm_file"
    if written.other_osm_file is not None and written.has_legs:
        what = "an OSM file is given with --roads, and the scenario has a table of legs"
        yield Problem(f"--roads {written.other_osm_file}", what, "Leave --roads away, or plan a scenario without legs.csv.")
    elif written.names_osm_file and written.has_legs:
        yield Problem(
            where, "there are both an OSM file and a table of legs", "Keep one of them: delete legs.csv, or do not name an OSM file."
        )
    if not written.names_osm_file and not written.has_legs and written.settings.is_legible:
        yield Problem(where, "there are no roads: neither an OSM file nor a table of legs", "Name an OSM file here, or write legs.csv.")
    if written.other_osm_file is not None:
        if not _is_file(written.other_osm_file):
            yield Problem(str(written.other_osm_file), "this OSM file does not exist", "Give the path of an OSM file.")
    elif written.settings.osm_file is not None and not _is_file(written.folder / written.settings.osm_file):
        yield Problem(
            where,
            f"there is no file '{written.settings.osm_file}'",
            "Put the OSM file there, or give one with --roads.",
        )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # such as a name longer than any file's
        return False


def check_legs(written: Written) -> Iterator[Problem]:
    """A leg has two different ends; on a table of legs every place but a waypoint is the end of one."""
    for row in written.rows("legs"):
        ends = row.cells.get("from_place"), row.cells.get("to_place")
        if ends[0] is not None and ends[0] == ends[1]:
            yield Problem(row.where("to_place"), f"the leg starts and ends at '{ends[0]}'", "Write two different places as its ends.")
    legs = list(written.rows("legs"))
    if written.names_osm_file or not legs or not written.is_legible("legs"):
        return
    reached = {row.cells.get(end) for row in legs for end in ("from_place", "to_place")}
    if None in reached:  # a leg without its end is a problem already, and that end may be the place we miss
        return
    for row, place in written.records(Place):
        if place.id not in reached and place.kind is not PlaceKind.WAYPOINT:
            yield Problem(row.where("id"), f"no leg leads to '{place.id}', so it is off every road", "Add a leg to it in legs.csv.")


def check_segments(written: Written) -> Iterator[Problem]:
    """Every segment has a road: a leg of it, or its area on an OSM network. Otherwise its rules would bind nobody."""
    on_osm = written.names_osm_file
    if on_osm == written.has_legs:  # two sources of roads, or none: a problem already
        return
    on_roads = {area.id for area in written.areas.areas} if on_osm else {leg.segment for _, leg in written.records(Leg)}
    all_known = (
        written.areas.is_legible if on_osm else bool(written.tables["legs"].rows) and all(row.record for row in written.rows("legs"))
    )
    if not all_known:
        return
    for row, segment in written.records(Segment):
        if segment.id not in on_roads:
            what = f"no {'area' if on_osm else 'leg'} belongs to segment '{segment.id}', so it would bind nobody"
            repair = (
                "Draw its polygon in areas.geojson, with its id."
                if on_osm
                else "Name it in the column 'segment' of its legs, or delete it."
            )
            yield Problem(row.where("id"), what, repair)


def check_areas(written: Written) -> Iterator[Problem]:
    """Every area is that of a segment or named by a closure."""
    closed = {row.cells.get("what") for row in written.rows("closures")}
    segments = written.ids("segments")
    if not written.is_legible("segments", "closures"):
        return
    for area in written.areas.areas:
        if area.id not in segments and area.id not in closed:
            repair = repair_by_likeness(area.id, segments) or "Correct its id, or delete it."
            yield Problem(area.place, f"there is no segment and no closure '{area.id}', so the area would do nothing", repair)


def check_closures(written: Written) -> Iterator[Problem]:
    """What a closure names exists in this scenario, and can be closed on this kind of roads."""
    if written.names_osm_file == written.has_legs:
        return
    for row, closure in written.records(Closure):
        found = _explain_on_osm(closure, written) if written.names_osm_file else _explain_on_legs(closure, written)
        if found:
            yield Problem(row.where("what"), *found)


def _explain_on_osm(closure: Closure, written: Written) -> tuple[str, str] | None:
    areas = {area.id for area in written.areas.areas}
    match closure.kind:
        case ClosureKind.LEG:
            return f"there is no leg '{closure.what}': the roads come from an OSM file", "Write the closure with kind name, way or area."
        case ClosureKind.WAY if not (closure.what.isascii() and closure.what.isdigit()):
            return f"'{closure.what}' is no OSM way id", "Write the way's number, such as 4216543."
        case ClosureKind.AREA if closure.what not in areas and written.areas.is_legible:
            return f"there is no area '{closure.what}'", repair_by_likeness(
                closure.what, areas
            ) or "Draw it in areas.geojson, with this id."
        case _:
            return None


def _explain_on_legs(closure: Closure, written: Written) -> tuple[str, str] | None:
    legs = written.ids("legs")
    match closure.kind:
        case ClosureKind.WAY | ClosureKind.AREA:
            what = f"a table of legs does not say where its roads run, so {closure.kind} '{closure.what}' closes none of them"
            return what, "Write the closure with kind leg and the id of a leg."
        case ClosureKind.LEG if closure.what not in legs and written.is_legible("legs"):
            return f"there is no leg '{closure.what}'", repair_by_likeness(
                closure.what, legs
            ) or "Correct the id, or add the leg to legs.csv."
        case _:
            return None
