"""Invented rows in PeaceRep's columns: towns that do not exist, unless a test is about real homonyms."""

import csv
from pathlib import Path
from typing import Any

from safepassage.negotiation.peacerep.announced import AnnouncedCorridor
from safepassage.negotiation.peacerep.read import read_terms
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Reading
from safepassage.negotiation.peacerep.records import COLUMNS, read_records


def row(text: str = "", *, origin: str = "Vyrii", destination: str = "Luhiv", **cells: Any) -> dict[str, str]:
    """One good row: Vyrii to Luhiv, announced by Ukraine for 9 March 2022, a Wednesday."""
    good = dict.fromkeys(COLUMNS, "") | {
        "HC_ID": "7",
        "Date": "09.03.22",
        "date": "2022-03-09",
        "month": "3",
        "day": "9",
        "year": "2022",
        "proposal": "Ukraine",
        "status_result": "successful",
        "text": f"Status: successful; {text} see source: https://example.org/1",
        "Link": "https://example.org/1",
        "From": origin,
        "from_latitude": "47.1",
        "from_longitude": "37.5",
        "from_adm1_name": "Donetsk Oblast",
        "from_country_code": "UA",
        "To": destination,
        "to_latitude": "47.4",
        "to_longitude": "37.1",
        "to_adm1_name": "Donetsk Oblast",
        "to_country_code": "UA",
    }
    return good | {column: str(cell) for column, cell in cells.items()}


def write(path: Path, *rows: dict[str, str]) -> Path:
    """The rows as a file with PeaceRep's header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def record(tmp_path: Path, text: str = "", **changes: Any) -> AnnouncedCorridor:
    return read_records(write(tmp_path / "table.csv", row(text, **changes)))[0]


def reading(tmp_path: Path, text: str, **changes: Any) -> Reading:
    return read_terms(record(tmp_path, text, **changes))


def facts(read: Reading, kind: FactKind) -> list[Fact]:
    return [fact for fact in read.read if fact.kind is kind]
