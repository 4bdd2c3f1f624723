"""Tables as CSV for a spreadsheet.

Invariant: no cell begins as a formula does, so that no spreadsheet runs what somebody wrote into a name.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from safepassage.documents.local_times import with_offset

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_IS_NUMBER = re.compile(r"-\d+(\.\d+)?")
"""What begins with a minus and is a number and no more runs nothing, and must stay a number."""

Row = dict[str, str | int]


def write_sheet(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows under their columns; a cell without a value stays empty. UTF-8 with a byte order mark, which spreadsheets need."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=columns, restval="")
        writer.writeheader()
        writer.writerows({column: _safe(cell) for column, cell in row.items()} for row in rows)


def times(edge: str, at: datetime, zones: Iterable[str]) -> Row:
    """One instant in UTC and on each clock, in columns such as 'starts_utc' and 'starts Europe/Kyiv'."""
    return {f"{edge}_utc": f"{at:%Y-%m-%dT%H:%MZ}", **{f"{edge} {zone}": with_offset(at, zone) for zone in zones}}


def _safe(cell: str | int) -> str | int:
    """A cell that a spreadsheet shows as text: one that begins as a formula does gets an apostrophe in front."""
    if not isinstance(cell, str) or _IS_NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_A_FORMULA) else cell
