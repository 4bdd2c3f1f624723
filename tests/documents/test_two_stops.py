"""What people hold of a journey that boards at two gathering points: who boards, and who is on board already."""

import csv
from pathlib import Path

from tests.planning.hamlet import planned
from tests.planning.test_two_stops import boardings, two_villages

from safepassage.documents.card_content import card_content
from safepassage.documents.route_card import read_drives, write_route_cards
from safepassage.documents.timetable import write_timetable


def test_the_timetable_counts_everybody_on_board(tmp_path: Path):
    """Ten seats are filled at two points: the first riders are still on board when the second ones have joined them."""
    scenario = two_villages()
    made = planned(scenario)
    first = boardings(made)[0][1]
    write_timetable(made, scenario, tmp_path / "timetable.csv")
    lines = [line for line in (tmp_path / "timetable.csv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    assert [row["activity"] for row in rows] == ["drive", "board", "drive", "board", "drive", "alight"]
    assert [int(row["other_people"] or 0) for row in rows] == [0, first, first, 10, 10, 10]


def test_the_card_of_the_second_point_tells_seats_to_fill_from_seats_taken(tmp_path: Path):
    scenario = two_villages()
    made = planned(scenario)
    (_, first), (_, second) = boardings(made)
    cards = [card_content(drive, made, scenario, ("en",), "hash") for drive in read_drives(made, scenario)]
    told = [(card["people_label"], card["people"], card["already_on_board"]) for card in cards]
    assert told[1] == ("to_board", [[f"{first} seats"]], [])
    assert told[2] == ("to_board", [[f"{second} seats"]], [[f"{first} seats"]])
    assert len(write_route_cards(made, scenario, tmp_path).paths) == 3
