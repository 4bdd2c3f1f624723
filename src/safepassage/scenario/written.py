"""A scenario as it was written: every file read, good or not. The checks between files look at this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from safepassage.corridor import Record
from safepassage.scenario.areas import Areas
from safepassage.scenario.files import PLACE_TABLES, SETTINGS_FILE, TABLES
from safepassage.scenario.settings import SettingsFile
from safepassage.scenario.table import Row, Table

R = TypeVar("R", bound=Record)

PARTIES = "parties"


@dataclass(frozen=True, slots=True)
class Written:
    """The folder, and what each of its files holds."""

    folder: Path
    settings: SettingsFile
    tables: Mapping[str, Table]
    areas: Areas
    other_osm_file: Path | None = None
    """An OSM file given beside the folder, used instead of the one that scenario.toml names."""

    def rows(self, *fields: str) -> Iterator[Row]:
        """The rows of these tables; `parties` stands for those of scenario.toml."""
        for field in fields:
            yield from self.settings.parties if field == PARTIES else self.tables[field].rows

    def records(self, kind: type[R]) -> Iterator[tuple[Row, R]]:
        """Every good record of one kind, with its row."""
        for table in self.tables.values():
            for row in table.rows:
                if isinstance(row.record, kind):
                    yield row, row.record

    def is_legible(self, *fields: str) -> bool:
        """Whether all rows of these tables are known, so that a row not found does not exist."""
        return all(self.settings.is_legible if field == PARTIES else self.tables[field].is_legible for field in fields)

    def ids(self, *fields: str) -> dict[str, str]:
        """Each id written in these tables, with the table it stands in, whether or not the rest of its row is good."""
        return {row.cells["id"]: field for field in fields for row in self.rows(field) if "id" in row.cells}

    @property
    def names_osm_file(self) -> bool:
        return self.settings.osm_file is not None or self.other_osm_file is not None

    @property
    def has_legs(self) -> bool:
        return (self.folder / "legs.csv").exists()


PLACE_FIELDS = tuple(table.field for table in PLACE_TABLES)
NOUNS = {PARTIES: "party"} | {table.field: table.noun for table in TABLES}
FILES = {PARTIES: SETTINGS_FILE} | {table.field: table.file_name for table in TABLES}
