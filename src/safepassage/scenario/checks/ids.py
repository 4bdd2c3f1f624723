"""Ids: each names one thing."""

from collections import defaultdict
from collections.abc import Iterator

from safepassage.errors import Problem
from safepassage.scenario.areas import WrittenArea
from safepassage.scenario.files import TABLES
from safepassage.scenario.table import Row
from safepassage.scenario.written import PARTIES, PLACE_FIELDS, Written

# names.csv names places, segments and parties by id alone, so these share one set of ids.
_SHARED = ((*PLACE_FIELDS, "segments", PARTIES), ("vehicle_types",), ("legs",), ("danger_points",))


def check_ids(written: Written) -> Iterator[Problem]:
    """No two places, segments or parties, vehicle types, legs, danger points or areas have one id."""
    for fields in _SHARED:
        yield from _repeated((row.cells["id"], row) for row in written.rows(*fields) if "id" in row.cells)
    yield from _repeated((area.id, area) for area in written.areas.areas)


def _repeated(named: Iterator[tuple[str, Row | WrittenArea]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for name, row in named:
        if name in first:
            where = row.where("id") if isinstance(row, Row) else row.place
            yield Problem(where, f"the id '{name}' is already that of {first[name]}", "Give one of the two another id.")
        else:
            first[name] = row.place


def check_repeated_rows(written: Written) -> Iterator[Problem]:
    """No row stands in a table twice, word for word: what it counts would be counted twice."""
    for table in TABLES:
        if "id" in table.record.model_fields and table.field != "names":
            continue
        same = defaultdict(list)
        for row in written.rows(table.field):
            if row.record is not None:
                same[tuple(sorted(row.cells.items()))].append(row)
        for first, *others in same.values():
            for row in others:
                line = first.place.rsplit(", ", 1)[1]
                yield Problem(
                    row.place, f"it repeats {line} word for word", "Delete one of the two; if both count, tell them apart with a note."
                )
