"""Reading: what a good folder becomes, and what is accepted of spreadsheets and of people."""

import shutil
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from tests.scenario.bad_cases import GOOD

from safepassage.corridor import PeopleByClass, WindowStatus
from safepassage.errors import InputError
from safepassage.scenario import read_scenario, scenario_hash


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the good scenario that a test may change."""
    return shutil.copytree(GOOD, tmp_path / "town")


def test_a_folder_becomes_the_figures_that_stand_in_it() -> None:
    """People, hours, windows and roads are those of the files."""
    scenario = read_scenario(GOOD)
    school = scenario.gathering_points[0]
    assert school.registered == PeopleByClass(stretcher_people=4, infant_people=40, frail_people=20, other_people=100)
    assert (school.holds_people, scenario.gathering_points[1].holds_people) == (300, None)
    assert scenario.fleet[0].duty_starts == time(6, 0)
    assert scenario.fleet[1].duty_starts is None
    assert scenario.reception_centres[0].has_fuel
    assert scenario.names[0].name == "Школа"
    assert [leg.segment for leg in scenario.legs] == [None, None, "plain-road", "hill-road", None]
    assert scenario.windows[1].status is WindowStatus.CONFIRMED
    assert scenario.osm_file is None
    assert len(scenario.places) == 6


def test_local_times_become_utc() -> None:
    """On 5 March 2022 Kyiv was at UTC+2 and Moscow at UTC+3: the window opens at 07:00 UTC on both clocks."""
    scenario = read_scenario(GOOD)
    assert scenario.horizon.starts_at == datetime(2022, 3, 5, 4, 0, tzinfo=UTC)
    assert scenario.windows[0].opens == scenario.windows[0].also_opens == datetime(2022, 3, 5, 7, 0, tzinfo=UTC)


def test_a_string_is_a_path_too() -> None:
    """A folder may be given as text."""
    assert read_scenario(str(GOOD)) == read_scenario(GOOD)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: "\ufeff" + text, id="a byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="Windows line endings"),
        pytest.param(lambda text: text + "\n,,,\n\n,,,,,\n", id="empty lines at the end"),
        pytest.param(lambda text: "\n".join(line + ",," for line in text.splitlines()), id="empty columns at the end"),
        pytest.param(lambda text: "# a comment, with commas\n\n" + text.replace("\n", "\n# another\n"), id="comments"),
        pytest.param(lambda text: "\n".join(" , ".join(line.split(",")) for line in text.splitlines()), id="spaces round cells"),
        pytest.param(lambda text: "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines()), id="quotes"),
    ],
)
def test_what_spreadsheets_do_to_a_table_is_accepted(change, folder: Path) -> None:
    """A table that a spreadsheet saved again says the same as before."""
    for path in folder.glob("*.csv"):
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    assert read_scenario(folder) == read_scenario(GOOD)


def test_columns_may_stand_in_any_order(folder: Path) -> None:
    """Columns are known by name, not by position."""
    rows = [line.split(",") for line in (GOOD / "gathering_points.csv").read_text(encoding="utf-8").splitlines()]
    (folder / "gathering_points.csv").write_text("\n".join(",".join(reversed(row)) for row in rows), encoding="utf-8")
    assert read_scenario(folder) == read_scenario(GOOD)


def test_other_files_may_lie_in_the_folder(folder: Path) -> None:
    """A text about the scenario, a picture or a lock of an office program is nobody's mistake."""
    for name in ("README.md", "map.png", ".~lock.fleet.csv#", ".fleet.csv", "LICENSE"):
        (folder / name).touch()
    (folder / "old").mkdir()
    assert read_scenario(folder) == read_scenario(GOOD)


def test_a_window_may_be_written_on_any_clock(folder: Path) -> None:
    """A party's window may be given in another zone than its own, and by offset: the instant is what counts."""
    text = (folder / "windows.csv").read_text(encoding="utf-8")
    changed = text.replace("2022-03-05 08:30 Europe/Kyiv", "2022-03-05 09:30 Europe/Moscow").replace(
        "2022-03-05 18:00 Europe/Kyiv", "2022-03-05T16:00Z"
    )
    assert changed != text
    (folder / "windows.csv").write_text(changed, encoding="utf-8")
    assert read_scenario(folder) == read_scenario(GOOD)


def test_a_silent_segment_without_a_holder_is_no_reading_error(folder: Path) -> None:
    """Who holds a segment may be unknown: the planner finds it impassable and says so, reading does not refuse it."""
    (folder / "control.csv").unlink()
    assert read_scenario(folder).control == ()


def test_stretcher_cases_without_a_bed_are_no_reading_error(folder: Path) -> None:
    """Nothing can be done for them yet: that is an answer of the planner, not a mistake of the author."""
    text = (folder / "hospitals.csv").read_text(encoding="utf-8")
    (folder / "hospitals.csv").write_text(text.replace(",12", ",0"), encoding="utf-8")
    assert read_scenario(folder).hospitals[0].hospital_beds == 0


def test_a_checkpoint_may_be_open_past_midnight(folder: Path) -> None:
    """Closing earlier on the clock than opening means the next morning."""
    text = (folder / "checkpoints.csv").read_text(encoding="utf-8")
    (folder / "checkpoints.csv").write_text(text.replace("07:00,19:00", "19:00,07:00"), encoding="utf-8")
    assert read_scenario(folder).checkpoints[0].closes == time(7, 0)


def test_an_osm_file_given_beside_the_folder_is_used(folder: Path, tmp_path: Path) -> None:
    """The roads of a file that is given take the place of the one that scenario.toml names."""
    roads = tmp_path / "other.osm"
    roads.write_text("<osm/>", encoding="utf-8")
    for name in ("legs", "closures", "segments", "control", "windows", "dangers", "names"):
        (folder / f"{name}.csv").unlink()
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[roads]\ninclude_ferries = true\n", encoding="utf-8")
    scenario = read_scenario(folder, osm_file=roads)
    assert (scenario.osm_file, scenario.include_ferries) == (roads, True)
    with pytest.raises(InputError, match="this OSM file does not exist"):
        read_scenario(folder, osm_file=tmp_path / "none.osm")


def test_a_folder_that_is_not_there_is_said_to_be() -> None:
    """A wrong path gives one problem that names it."""
    with pytest.raises(InputError, match="there is no such folder") as refused:
        read_scenario(GOOD / "nowhere")
    assert len(refused.value.problems) == 1


def test_a_file_in_place_of_the_folder_is_said_to_be() -> None:
    """Giving scenario.toml itself is a common slip; the repair names its folder."""
    with pytest.raises(InputError, match="this is a file, and a scenario is a folder") as refused:
        read_scenario(GOOD / "scenario.toml")
    assert f"'{GOOD}'" in refused.value.problems[0].repair


def test_rows_of_a_bad_file_still_exist_for_other_files(folder: Path) -> None:
    """A bad figure in a row, or a whole file that is illegible, gives no second message about ids that are there."""
    (folder / "vehicle_types.csv").write_text("id;name\ncoach;Coach\n", encoding="utf-8")
    text = (folder / "depots.csv").read_text(encoding="utf-8")
    (folder / "depots.csv").write_text(text.replace("47.49", "north"), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_scenario(folder)
    assert [problem.where for problem in refused.value.problems] == ["depots.csv, line 2, latitude", "vehicle_types.csv, line 1"]


def test_the_hash_knows_what_is_written_and_not_where(folder: Path) -> None:
    """The same files elsewhere have the same hash; one person more has another."""
    before = scenario_hash(read_scenario(GOOD))
    assert len(before) == 64
    assert scenario_hash(read_scenario(folder)) == before
    text = (folder / "gathering_points.csv").read_text(encoding="utf-8")
    (folder / "gathering_points.csv").write_text(text.replace("20,100", "20,101"), encoding="utf-8")
    assert scenario_hash(read_scenario(folder)) != before


def test_the_hash_knows_the_name_of_the_osm_file_only(tmp_path: Path) -> None:
    """Two copies of a scenario in two folders are one scenario; another road file makes another."""
    scenario = read_scenario(GOOD)
    hashes = [
        scenario_hash(scenario.model_copy(update={"osm_file": path})) for path in (Path("/a/x.osm"), Path("/b/x.osm"), Path("/a/y.osm"))
    ]
    assert hashes[0] == hashes[1] != hashes[2]
