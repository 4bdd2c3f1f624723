"""The timetable as CSV."""

import csv
from pathlib import Path

from tests.documents.sample import sample_plan, sample_scenario

from safepassage.documents.timetable import write_timetable


def rows_of(path: Path, scenario=None) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    write_timetable(sample_plan(), scenario or sample_scenario(), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_activity_of_every_vehicle_and_every_own_departure_is_a_row(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "timetable.csv")
    # ten vehicles with six activities, a lorry with four, one departure of own cars
    assert len(rows) == 10 * 6 + 4 + 1
    assert {row["audience"] for row in rows} == {"internal"}


def test_each_partys_clock_stands_in_its_own_column_over_the_change_of_clocks(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "timetable.csv")
    first, second = (next(row for row in rows if row["vehicle"] == "bus-1" and row["starts_utc"] == at) for at in _STARTS)
    assert first["starts Europe/Kyiv"] == "2022-03-26 06:00 UTC+2"
    assert first["starts Europe/Moscow"] == "2022-03-26 07:00 UTC+3"
    assert second["starts Europe/Kyiv"] == "2022-03-27 07:30 UTC+3"
    assert second["starts Europe/Moscow"] == "2022-03-27 07:30 UTC+3"


_STARTS = ("2022-03-26T04:00Z", "2022-03-27T04:30Z")


def test_people_are_on_board_from_boarding_to_alighting_and_goods_from_loading_to_unloading(tmp_path: Path) -> None:
    rows = rows_of(tmp_path / "timetable.csv")
    aboard = [(row["activity"], row["infant_people"]) for row in rows if row["vehicle"] == "bus-1"]
    assert aboard == [("drive", "0"), ("board", "22"), ("drive", "22"), ("halt", "22"), ("drive", "22"), ("alight", "22")]
    goods = [(row["activity"], row["goods_kg"]) for row in rows if row["vehicle"] == "lorry-1"]
    assert goods == [("load_goods", "8000"), ("drive", "8000"), ("unload_goods", "8000"), ("drive", "0")]


def test_a_name_that_begins_as_a_formula_is_shown_as_text(tmp_path: Path) -> None:
    scenario = sample_scenario()
    depot = scenario.depots[0].model_copy(update={"name": '=HYPERLINK("x")'})
    rows = rows_of(tmp_path / "timetable.csv", scenario.model_copy(update={"depots": (depot,)}))
    names = {row["from_name"] for row in rows if row["from"] == "depot"}
    assert names == {'\'=HYPERLINK("x")'}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
