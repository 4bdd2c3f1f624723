"""Waves and crowds as tables."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from tests.documents.sample import at, sample_plan, sample_scenario

from safepassage.documents.map_data import map_data
from safepassage.documents.waves import write_crowds, write_waves
from safepassage.planning.result import Crowd


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_wave_stands_with_its_call_boarding_tickets_and_people(tmp_path: Path) -> None:
    write_waves(sample_plan(), sample_scenario(), tmp_path / "waves.csv")
    (row,) = rows_of(tmp_path / "waves.csv")
    assert row == {
        "audience": "internal",
        "gathering_point": "theatre",
        "gathering_point_name": "Drama Theatre",
        "wave": "1",
        "called_at_utc": "2022-03-26T10:30Z",
        "called_at Europe/Kyiv": "2022-03-26 12:30 UTC+2",
        "boards_at_utc": "2022-03-26T10:50Z",
        "boards_at Europe/Kyiv": "2022-03-26 12:50 UTC+2",
        "stretcher_people": "4",
        "infant_people": "132",
        "frail_people": "50",
        "other_people": "120",
        "people": "306",
        "first_ticket": "1",
        "last_ticket": "306",
    }


@pytest.mark.parametrize(
    ("waiting", "holds", "over"), [(306, 400, "no"), (400, 400, "no"), (401, 400, "yes"), (1, 0, "yes"), (9, None, "unknown")]
)
def test_a_crowd_is_too_many_only_where_the_place_is_known_to_hold_fewer(
    tmp_path: Path, waiting: int, holds: int | None, over: str
) -> None:
    crowd = Crowd(gathering_point="theatre", starts_at=at(1, 10, 30), waiting_people=waiting, holds_people=holds)
    plan = sample_plan().model_copy(update={"crowds": (crowd,)})
    write_crowds(plan, sample_scenario(), tmp_path / "crowds.csv")
    (row,) = rows_of(tmp_path / "crowds.csv")
    assert (row["waiting_people"], row["holds_people"], row["over"]) == (str(waiting), "" if holds is None else str(holds), over)
    assert (row["quarter_starts_utc"], row["quarter_starts Europe/Kyiv"]) == ("2022-03-26T10:30Z", "2022-03-26 12:30 UTC+2")
    assert row["audience"] == "internal"
    (line,) = map_data(plan, sample_scenario())["waves"][0]["rows"]
    assert (line["waiting"], line["holds"], line["over"]) == (waiting, holds, over)


def test_the_page_holds_against_a_wave_only_the_crowd_of_its_own_place_between_its_call_and_its_boarding() -> None:
    """Called 10:30, boards 10:50: the quarters from 10:30 and 10:45 count, those before and after do not, nor does another place."""
    numbers = {-15: 900, 0: 306, 15: 310, 30: 950}
    crowds = [
        Crowd(gathering_point="theatre", starts_at=at(1, 10, 30) + timedelta(minutes=after), waiting_people=waiting, holds_people=400)
        for after, waiting in numbers.items()
    ]
    crowds.append(Crowd(gathering_point="sports-hall", starts_at=at(1, 10, 30), waiting_people=999, holds_people=None))
    (place,) = map_data(sample_plan().model_copy(update={"crowds": tuple(crowds)}), sample_scenario())["waves"]
    assert [(line["waiting"], line["over"]) for line in place["rows"]] == [(310, "no")]
