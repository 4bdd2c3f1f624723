"""Reading the table strictly."""

from datetime import date
from pathlib import Path

import pytest
from tests.negotiation.peacerep.table import row, write

from safepassage.errors import InputError
from safepassage.negotiation.peacerep.announced import ProposedBy
from safepassage.negotiation.peacerep.records import COLUMNS, read_records


def problems(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read_records(path)
    return [(problem.where, problem.what) for problem in caught.value.problems]


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    (read,) = read_records(write(tmp_path / "t.csv", row("Two lines.\nOf text.")))
    assert (read.id, read.line, read.day, read.proposed_by) == (7, 2, date(2022, 3, 9), ProposedBy.UKRAINE)
    assert (read.origin.named, read.origin.latitude, read.destination.longitude) == ("Vyrii", 47.1, 37.1)
    assert "Of text." in read.text


def test_the_line_of_a_row_is_the_one_on_which_it_begins(tmp_path: Path) -> None:
    """The first row's text has a line break, so the second row begins on line 4."""
    read = read_records(write(tmp_path / "t.csv", row("One.\nTwo."), row(HC_ID=8)))
    assert [record.line for record in read] == [2, 4]


def test_every_bad_cell_of_every_row_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv",
        row(HC_ID="x", proposal="Belarus", status_result="fine", From=""),
        row(HC_ID=9, date="9 March", from_latitude="47,1", to_longitude="190"),
        row(HC_ID=10, day="8", Date="09.04.22", to_latitude=""),
    )
    assert [where for where, _ in problems(path)] == [
        f"t.csv, line {line}, {column}"
        for line, column in (
            (2, "HC_ID"),
            (2, "proposal"),
            (2, "status_result"),
            (2, "From"),
            (3, "date"),
            (3, "from_latitude"),
            (3, "to_longitude"),
            (4, "Date"),
            (4, "day"),
            (4, "to_latitude"),
        )
    ]


def test_nan_is_no_latitude(tmp_path: Path) -> None:
    assert problems(write(tmp_path / "t.csv", row(from_latitude="nan"))) == [
        ("t.csv, line 2, from_latitude", "nan is not between -90 and 90"),
    ]


def test_an_id_given_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    assert problems(write(tmp_path / "t.csv", row(), row(HC_ID=8), row())) == [("t.csv, lines 2, 4, HC_ID", "7 is given more than once")]


def test_another_table_is_refused_with_every_column_that_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("name,kilometres\nVyrii,4\n", encoding="utf-8")
    told = problems(path)
    assert len(told) == len(COLUMNS) + 2
    assert ("t.csv, line 1", "column 'HC_ID' is missing") in told
    assert ("t.csv, line 1", "column 'kilometres' is not known") in told


def test_a_row_with_a_cell_too_many_is_told_by_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", row())
    path.write_text(path.read_text(encoding="utf-8") + "8,,\n", encoding="utf-8")
    assert problems(path) == [("t.csv, line 3", "3 cells under 28 columns")]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "column 'HC_ID' is missing"),
        (",".join(COLUMNS).encode() + b"\n", "it has no row under its header"),
        (",".join(COLUMNS).encode() + b'\n"never closed', "it is no row of a CSV file"),
        ("HC_ID,é".encode("latin-1"), "byte 6 is not UTF-8"),
    ],
)
def test_a_broken_file_is_one_error_and_no_traceback(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    assert what in problems(path)[0][1]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "cannot be read" in problems(tmp_path / "none.csv")[0][1]


def test_the_real_table_has_155_records(data_dir: Path) -> None:
    """126 announced by Ukraine, 11 by Russia, 18 said to be agreed: counted from its column with another program."""
    read = read_records(data_dir / "corridors" / "peacerep_2022-03.csv")
    counts = [sum(record.proposed_by is who for record in read) for who in (ProposedBy.UKRAINE, ProposedBy.RUSSIA, ProposedBy.AGREED)]
    assert (len(read), counts) == (155, [126, 11, 18])


def test_a_column_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(",".join((*COLUMNS, "text")) + "\n", encoding="utf-8")
    assert problems(path) == [("t.csv, line 1", "column 'text' is given 2 times")]
