"""One CSV file, read into rows that remember their line.

Invariant: every line with something on it becomes a row, a comment or a problem; a line number is that of the file as an
editor shows it, comments and line breaks inside quotes counted.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from safepassage.corridor import Record
from safepassage.errors import Problem
from safepassage.scenario.cells import plain_cell, spelling_problem
from safepassage.scenario.columns import explain_unknown_name
from safepassage.scenario.files import CellKind, TableFile, cell_kind, columns_of
from safepassage.scenario.sentences import explain_refusal
from safepassage.scenario.text import read_text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table (or one party of scenario.toml): the cells that are filled, and the record where there is one."""

    place: str
    cells: Mapping[str, str]
    record: Record | None = None
    refusals: tuple[str, ...] = ()
    """What the record as a whole refuses, each cell being good by itself."""

    def where(self, column: str) -> str:
        return f"{self.place}, {column}"


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows and problems. `is_legible` is False where rows are missing from it, so that it cannot tell what exists."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_legible: bool = True


def read_table(folder: Path, layout: TableFile) -> Table:
    """Read one CSV file of a scenario; a file that is not there is an empty table."""
    path = folder / layout.file_name
    if not path.exists():
        return Table()
    text, problems = read_text(path)
    if text is None:
        return Table(problems=tuple(problems), is_legible=False)
    broken: list[Problem] = []
    lines = _records_of_lines(text, layout.file_name, broken)
    line, header = next(lines, (0, []))
    if not header and broken:
        return Table(problems=tuple(broken), is_legible=False)
    if not header:
        repair = f"Write the columns' names on its first line ({', '.join(layout.required_columns)}), or delete the file."
        return Table(problems=(*problems, Problem(layout.file_name, "it has no line of column names", repair)), is_legible=False)
    where = f"{layout.file_name}, line {line}"
    if separator := _wrong_separator(header, layout):
        repair = "Save it again as CSV separated by commas, with a point in decimals."
        return Table(problems=(Problem(where, f"its columns are separated by {separator}", repair),), is_legible=False)
    columns = _read_header(header, layout, where, problems)
    rows = tuple(_read_row(cells, columns, layout, f"{layout.file_name}, line {line}", problems) for line, cells in lines)
    has_ids = "id" in columns.names or "id" not in layout.record.model_fields
    return Table(rows, (*problems, *broken), is_legible=has_ids and not broken)


class _Lines:
    """The lines of a text, counted as they are taken."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken += 1
        return line

    def skip_comments(self) -> None:
        start = self._lines.tell()
        while self._lines.readline().startswith("#"):
            self.taken += 1
            start = self._lines.tell()
        self._lines.seek(start)


def _records_of_lines(text: str, file_name: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The line on which each record starts, and its cells. Comments and lines without anything in them are left out."""
    lines = _Lines(text)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.skip_comments()
        line = lines.taken + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            what = (
                "a quotation mark is opened and never closed" if "end of data" in str(error) else "its quotation marks cannot be understood"
            )
            repair = 'Put quotation marks only round a whole cell, and write one inside a text twice ("").'
            problems.append(Problem(f"{file_name}, line {line}", what, repair))
            reader = csv.reader(lines, strict=True)
            continue
        if any(cells):
            yield line, cells


@dataclass(frozen=True, slots=True)
class _Columns:
    names: tuple[str | None, ...]
    """For each cell of a row its column, None for one that was refused."""
    empty: frozenset[int]
    """Columns that spreadsheets leave behind: no name, and nothing may stand in them."""
    explained: frozenset[str] = field(default_factory=frozenset)
    """Required columns that are missing or refused: said once, not again for each row."""


def _wrong_separator(header: list[str], layout: TableFile) -> str | None:
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if any(len(set(cell.split(separator)) & set(layout.record.model_fields)) > 1 for cell in header):
            return name
    return None


def _read_header(header: list[str], layout: TableFile, where: str, problems: list[Problem]) -> _Columns:
    known = tuple(columns_of(layout.record))
    meant = set()
    for name, times in Counter(name for name in header if name).items():
        if times > 1:
            problems.append(Problem(f"{where}, {name}", f"the column '{name}' stands there {times} times", "Keep one of them."))
        if name not in known:
            what, repair, target = explain_unknown_name(name, known)
            problems.append(Problem(f"{where}, {name}", f"the column {what}", repair))
            meant.add(target)
    missing = [name for name in layout.required_columns if name not in header]
    problems.extend(
        Problem(where, f"the column '{name}' is missing", f"Add the column '{name}' and fill it on every line.")
        for name in missing
        if name not in meant
    )
    names = tuple(name if name in known else None for name in header)
    empty = frozenset(index for index, name in enumerate(header) if not name)
    return _Columns(names, empty, frozenset(missing))


def _read_row(cells: list[str], columns: _Columns, layout: TableFile, place: str, problems: list[Problem]) -> Row:
    filled = {name: cell for name, cell in zip(columns.names, cells, strict=False) if name and cell}
    width = len(columns.names)
    beyond = [cell for index, cell in enumerate(cells) if cell and (index >= width or index in columns.empty)]
    if beyond or len(cells) < width:
        repair = (
            "Give each column one cell, empty where nothing is known; a text with a comma needs quotation marks, decimals need a point."
        )
        many = (
            f"{len(cells)} cells for {width} columns"
            if len(cells) != width
            else f"'{beyond[0]}' in a column without name"
            if beyond
            else ""
        )
        problems.append(Problem(place, f"it has {many}", repair))
        return Row(place, {"id": filled["id"]} if "id" in filled else {})
    return _validate(filled, columns.explained, layout, place, problems)


def _validate(cells: dict[str, str], explained: frozenset[str], layout: TableFile, place: str, problems: list[Problem]) -> Row:
    fields = layout.record.model_fields
    misspelled = {name: found for name, text in cells.items() if (found := spelling_problem(text, name, fields[name]))}
    problems.extend(Problem(f"{place}, {name}", *found) for name, found in misspelled.items())
    plain = {name: plain_cell(text, fields[name]) for name, text in cells.items() if name not in misspelled}
    try:
        record = layout.record.model_validate_strings(plain, strict=True)
    except ValidationError as refused:
        refusals = []
        for error in refused.errors():
            name = str(error["loc"][0]) if error["loc"] else None
            if name is None:
                refusals.append(str(error["ctx"]["error"]))
            elif error["type"] != "missing":
                problems.append(Problem(f"{place}, {name}", *explain_refusal(error)))
            elif name not in misspelled and name not in explained:
                is_figure = cell_kind(fields[name]) in (CellKind.WHOLE_NUMBER, CellKind.NUMBER)
                repair = f"Write '{name}'; a figure that is not known is not zero." if is_figure else f"Write '{name}'."
                problems.append(Problem(f"{place}, {name}", "the cell is empty", repair))
        return Row(place, cells, None, tuple(refusals))
    return Row(place, cells, None if misspelled else record)
