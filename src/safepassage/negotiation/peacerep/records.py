"""Reading PeaceRep's table strictly: every row whole, or one error that lists every problem.

Invariant: no row is left out, and no cell is repaired.
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from safepassage.errors import InputError, Problem
from safepassage.negotiation.peacerep.announced import AnnouncedCorridor, AnnouncedEnd, ProposedBy

_ENDS = ("name", "latitude", "longitude", "adm1_code_full", "adm1_nr", "adm1_name", "country_code")
COLUMNS = (
    *("HC_ID", "Date", "date", "month", "day", "year", "proposal", "status_result", "text", "Link", "article_source_id", "status_extra"),
    *("From", *(f"from_{field}" for field in _ENDS)),
    *("To", *(f"to_{field}" for field in _ENDS)),
)
OUTCOMES = ("proposed route/outcome unknown", "successful", "disputed", "unsuccessful/disrupted")
_Complain = Callable[[str, str, str], None]
_OTHER_TABLE = "Give PeaceRep's table of humanitarian corridors as it is published, in UTF-8 with commas."


def read_records(path: Path) -> tuple[AnnouncedCorridor, ...]:
    """Read the table: one corridor for each row, in the order of the file.

    Raises:
        InputError: the file is missing, is another table, or cells cannot be used; every problem with its line and column.
    """
    rows = _rows(path)
    problems: list[Problem] = []
    records = [_record(path.name, line, row, problems) for line, row in rows]
    read = tuple(record for record in records if record is not None)
    repeated = sorted(id_ for id_, times in Counter(record.id for record in read).items() if times > 1)
    for id_ in repeated:
        lines = ", ".join(str(record.line) for record in read if record.id == id_)
        problems.append(Problem(f"{path.name}, lines {lines}, HC_ID", f"{id_} is given more than once", "Give every corridor its own id."))
    if problems:
        raise InputError(problems)
    return read


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Every row by column, with the line on which it begins."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError([Problem(str(path), f"it cannot be read ({error.strerror})", "Give the path of the table.")]) from None
    except UnicodeDecodeError as error:
        raise InputError([Problem(path.name, f"byte {error.start} is not UTF-8", _OTHER_TABLE)]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            lines.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError([Problem(f"{path.name}, line {begins}", f"it is no row of a CSV file ({error})", _OTHER_TABLE)]) from None
    header = lines[0][1] if lines else []
    problems = [
        Problem(f"{path.name}, line 1", f"column '{column}' is missing", _OTHER_TABLE) for column in COLUMNS if column not in header
    ]
    problems += [
        Problem(f"{path.name}, line 1", f"column '{column}' is given {times} times", "Give it once.")
        for column, times in Counter(header).items()
        if times > 1
    ]
    problems += [
        Problem(f"{path.name}, line 1", f"column '{column}' is not known", _OTHER_TABLE) for column in header if column not in COLUMNS
    ]
    if not problems:
        if len(lines) == 1:
            problems.append(Problem(path.name, "it has no row under its header", _OTHER_TABLE))
        problems += [
            Problem(
                f"{path.name}, line {line}", f"{len(cells)} cells under {len(header)} columns", "Give every row a cell for each column."
            )
            for line, cells in lines[1:]
            if len(cells) != len(header)
        ]
    if problems:
        raise InputError(problems)
    return [(line, dict(zip(header, (cell.strip() for cell in cells), strict=True))) for line, cells in lines[1:]]


def _record(name: str, line: int, row: Mapping[str, str], problems: list[Problem]) -> AnnouncedCorridor | None:
    """One row as a corridor; None where a problem was added."""
    before = len(problems)

    def complain(column: str, what: str, repair: str) -> None:
        problems.append(Problem(f"{name}, line {line}, {column}", what, repair))

    if not (row["HC_ID"].isascii() and row["HC_ID"].isdigit() and len(row["HC_ID"]) < 10 and int(row["HC_ID"]) > 0):
        complain("HC_ID", f"'{row['HC_ID']}' is no whole number above 0", "Give the corridor's number.")
    day = _day(row, complain)
    if row["proposal"] not in set(ProposedBy):
        complain("proposal", f"'{row['proposal']}' is none of {', '.join(ProposedBy)}", "Give who proposed it, or that it was agreed.")
    if row["status_result"] not in OUTCOMES:
        complain("status_result", f"'{row['status_result']}' is no known outcome", f"Give one of: {'; '.join(OUTCOMES)}.")
    for column in ("From", "To", "text"):
        if not row[column]:
            complain(column, "it is empty", "Give it as published.")
    origin, destination = (_end(row, side, complain) for side in ("from", "to"))
    if len(problems) > before or day is None or origin is None or destination is None:
        return None
    return AnnouncedCorridor(
        id=int(row["HC_ID"]),
        line=line,
        day=day,
        proposed_by=ProposedBy(row["proposal"]),
        outcome=row["status_result"],
        text=row["text"],
        link=row["Link"],
        origin=origin,
        destination=destination,
    )


def _day(row: Mapping[str, str], complain: _Complain) -> date | None:
    """The day, where all five columns that state it agree."""
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        complain("date", f"'{row['date']}' is no date", "Write it as 2022-03-05.")
        return None
    stated = {"Date": f"{day:%d.%m.%y}", "day": str(day.day), "month": str(day.month), "year": str(day.year)}
    for column, expected in stated.items():
        if row[column] != expected:
            complain(column, f"'{row[column]}' is not of the day {day}, which column 'date' states", "Find out which is right.")
    return day


def _end(row: Mapping[str, str], side: str, complain: _Complain) -> AnnouncedEnd | None:
    position: dict[str, float | None] = {}
    for column, most in (("latitude", 90.0), ("longitude", 180.0)):
        cell = row[f"{side}_{column}"]
        try:
            position[column] = float(cell) if cell else None
        except ValueError:
            complain(f"{side}_{column}", f"'{cell}' is no number", "Write degrees with a decimal point.")
            return None
        if cell and not abs(float(cell)) <= most:
            complain(f"{side}_{column}", f"{cell} is not between -{most:g} and {most:g}", "Write degrees north and east.")
            return None
    if (position["latitude"] is None) != (position["longitude"] is None):
        complain(f"{side}_latitude", "only one of latitude and longitude is given", "Give both or none.")
        return None
    try:
        return AnnouncedEnd(
            named=row[side.capitalize()],
            geocoded_name=row[f"{side}_name"] or None,
            oblast=row[f"{side}_adm1_name"] or None,
            country=row[f"{side}_country_code"] or None,
            **position,
        )
    except ValidationError:  # an empty name, which has been complained of
        return None
