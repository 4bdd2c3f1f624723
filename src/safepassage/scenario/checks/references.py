"""References: what a row names by id must exist and be of the right kind."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from safepassage.corridor import PlaceName
from safepassage.errors import Problem
from safepassage.scenario.files import PLACE_TABLES
from safepassage.scenario.written import FILES, NOUNS, PARTIES, PLACE_FIELDS, Written


@dataclass(frozen=True, slots=True)
class Reference:
    """The tables that a column's ids must stand in."""

    table: str
    column: str
    targets: tuple[str, ...]

    @property
    def noun(self) -> str:
        return "place" if self.targets == PLACE_FIELDS else " or ".join(NOUNS[target] for target in self.targets)


REFERENCES = (
    Reference("checkpoints", "party", (PARTIES,)),
    Reference("groups", "gathering_point", ("gathering_points",)),
    Reference("needs", "place", PLACE_FIELDS),
    Reference("stocks", "place", ("depots", "reception_centres")),
    Reference("fleet", "type", ("vehicle_types",)),
    Reference("fleet", "depot", ("depots",)),
    Reference("own_transport", "gathering_point", ("gathering_points",)),
    Reference("control", "segment", ("segments",)),
    Reference("control", "party", (PARTIES,)),
    Reference("windows", "segment", ("segments",)),
    Reference("windows", "party", (PARTIES,)),
    Reference("dangers", "segment", ("segments",)),
    Reference("legs", "from_place", PLACE_FIELDS),
    Reference("legs", "to_place", PLACE_FIELDS),
    Reference("legs", "segment", ("segments",)),
)


def check_references(written: Written) -> Iterator[Problem]:
    """Every id that a row names exists in a table of the right kind."""
    others = written.ids(*PLACE_FIELDS, "segments", PARTIES, "vehicle_types", "legs")
    for reference in REFERENCES:
        known = written.ids(*reference.targets)
        if not written.is_legible(*reference.targets):
            continue
        for row in written.rows(reference.table):
            name = row.cells.get(reference.column)
            if name is None or name in known:
                continue
            if name in others:
                what = f"'{name}' is a {NOUNS[others[name]]}, not a {reference.noun}"
            else:
                what = f"there is no {reference.noun} '{name}'"
            yield Problem(row.where(reference.column), what, _repair(name, known, reference.targets))


def check_names(written: Written) -> Iterator[Problem]:
    """Every name belongs to a place, segment or party, and one of them has one name in one language."""
    targets = (*PLACE_FIELDS, "segments", PARTIES)
    known = written.ids(*targets)
    first: dict[tuple[str, str], str] = {}
    columns_are_known = not written.tables["names"].problems  # a misspelled is_alias would make every alias a second name
    for row in written.rows("names"):
        name = row.cells.get("id")
        if name is not None and name not in known and written.is_legible(*targets):
            repair = repair_by_likeness(name, known) or "Correct the id, or delete the line."
            yield Problem(row.where("id"), f"there is no place, segment or party '{name}'", repair)
        if isinstance(row.record, PlaceName) and not row.record.is_alias and columns_are_known:
            key = (row.record.id, row.record.language)
            if key in first:
                what = f"'{key[0]}' already has a name in '{key[1]}', in {first[key]}"
                yield Problem(row.where("name"), what, "Keep one to print, and write is_alias yes for the other.")
            first.setdefault(key, row.place)


def repair_by_likeness(name: str, known: Collection[str]) -> str | None:
    """'Did you mean ...?' where a known id looks like this one."""
    near = get_close_matches(name, known, n=1, cutoff=0.6) or [other for other in known if other.casefold() == name.casefold()]
    return f"Did you mean '{near[0]}'? Correct it." if near else None


def _repair(name: str, known: Collection[str], targets: tuple[str, ...]) -> str:
    files = "the file of its kind" if len(targets) == len(PLACE_TABLES) else " or ".join(FILES[target] for target in targets)
    return repair_by_likeness(name, known) or f"Correct the id, or add '{name}' to {files}."
