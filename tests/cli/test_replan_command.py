"""`safepassage replan` from a folder of results to a new plan and what is otherwise in it, in a process of its own."""

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from safepassage.documents.plan_file import read_planned

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "examples" / "tutorial-town"
PROGRAM = Path(sys.executable).with_name("safepassage")


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "plan"
    assert run("plan", TOWN, "--work", "15", "--quiet", "--out", folder).returncode == 0
    return folder


def moment(planned: Path) -> str:
    """Half way between the first departure and the last arrival."""
    _, plan = read_planned(planned)
    first = min(convoy.departs_at for convoy in plan.convoys)
    last = max(convoy.arrives_at for convoy in plan.convoys)
    return (first + (last - first) // timedelta(minutes=2) * timedelta(minutes=1)).isoformat()


def test_with_nothing_new_the_plan_is_the_same_to_the_byte(planned: Path) -> None:
    result = run("replan", planned, "--at", moment(planned), "--work", "3", "--roads", TOWN / "town.osm")
    assert result.returncode == 0, result.stderr
    assert (planned / "replan" / "plan.json").read_bytes() == (planned / "plan.json").read_bytes()
    assert "5 of 5 vehicles with something left to do go exactly as planned" in " ".join(result.stdout.split())


def test_a_changed_scenario_gives_a_new_plan_and_its_difference(planned: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(TOWN, changed)
    points = (changed / "gathering_points.csv").read_text(encoding="utf-8")
    (changed / "gathering_points.csv").write_text(more_people(points), encoding="utf-8")
    words = ("replan", planned, changed, "--at", moment(planned), "--changes", "all", "--work", "5", "--roads", changed / "town.osm")
    result = run(*words, "--out", tmp_path / "new")
    assert result.returncode == 0, result.stderr
    told = json.loads((tmp_path / "new" / "difference.json").read_text(encoding="utf-8"))
    assert told["most_changes"] is None
    assert any("other people are registered at" in line for line in told["changes"])
    page = (tmp_path / "new" / "difference.html").read_text(encoding="utf-8")
    assert 'data-audience="internal"' in page
    assert "<script" not in page
    scenario, plan = read_planned(tmp_path / "new")
    assert plan.figures.registered.other_people > read_planned(planned)[1].figures.registered.other_people
    assert scenario.id == plan.scenario
    again = run(*words, "--out", tmp_path / "again")
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again" / "plan.json").read_bytes() == (tmp_path / "new" / "plan.json").read_bytes()


def more_people(text: str) -> str:
    """The table with ten more people in its last count of others."""
    lines = text.splitlines()
    head = next(line for line in lines if line.startswith("id,"))
    column = head.split(",").index("other_people")
    row = max(number for number, line in enumerate(lines) if line and not line.startswith(("#", "id,")))
    cells = lines[row].split(",")
    cells[column] = str(int(cells[column]) + 10)
    return "\n".join([*lines[:row], ",".join(cells), *lines[row + 1 :]]) + "\n"


def test_everything_wrong_with_the_words_and_the_state_is_said_at_once(planned: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text('{"format": 1, "vehicles": [{"vehicle": "bus-1", "late_min": -4}], "weather": "rain"}', encoding="utf-8")
    result = run("replan", planned, "--at", "2022-03-05 09:00", "--state", state, "--changes", "few")
    assert result.returncode == 2
    for words in (
        "--changes few",
        "has no time zone",
        "state.json, at",
        "state.json, vehicles, record 1 (bus-1), late_min",
        "state.json, weather",
    ):
        assert words in result.stderr
    assert not (planned / "replan" / "difference.json").exists() or "Nothing was written" in result.stderr


def test_what_is_wrong_with_the_state_is_said_with_its_file_before_any_road_is_read(planned: Path, tmp_path: Path) -> None:
    """The road file here is none: only who reads it would find that out."""
    roads = tmp_path / "town.osm"
    roads.write_text("no roads", encoding="utf-8")
    state = tmp_path / "state.json"
    told = {"at": moment(planned), "waiting": [{"place": "school", "people": {"other_people": 99999}}]}
    told["vehicles"] = [{"vehicle": "bus-01", "late_min": 3}]
    state.write_text(json.dumps(told), encoding="utf-8")
    result = run("replan", planned, "--state", state, "--roads", roads)
    words = " ".join(result.stderr.split())
    assert result.returncode == 2
    assert "state.json, waiting, record 1 (school), people, other_people 99999 are more than all the" in words
    assert "state.json, vehicles, record 1 (bus-01), vehicle the plan has no such vehicle. Repair: Did you mean 'bus-001'?" in words
    assert "Traceback" not in words


def test_without_its_road_file_the_option_that_names_it_is_said(planned: Path) -> None:
    result = run("replan", planned, "--at", moment(planned))
    assert result.returncode == 2
    assert "--roads town.osm" in result.stderr
    assert "Say where the file lies with --roads" in result.stderr


def test_roads_beside_the_changed_scenario_are_taken_and_must_be_those_of_the_plan(planned: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(TOWN, changed)
    made = run("replan", planned, changed, "--at", moment(planned), "--work", "3", "--out", tmp_path / "new")
    assert made.returncode == 0, made.stderr
    roads = changed / "town.osm"
    roads.write_text(roads.read_text(encoding="utf-8").replace('lat="0.0', 'lat="0.1', 1), encoding="utf-8")
    refused = run("replan", planned, changed, "--at", moment(planned), "--work", "3", "--out", tmp_path / "other")
    assert refused.returncode == 2
    assert "the roads are not those that the plan was made on" in refused.stderr


def test_a_time_in_the_state_that_is_none_is_told_in_plain_words(planned: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text('{"format": 1, "at": "yesterday"}', encoding="utf-8")
    words = " ".join(run("replan", planned, "--state", state).stderr.split())
    assert "state.json, at 'yesterday' is not a date and time" in words


def test_a_replanned_plan_is_judged_with_its_bound_and_leaves_with_0(planned: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    vehicle = read_planned(planned)[1].convoys[0].vehicles[0]
    state.write_text(json.dumps({"at": moment(planned), "vehicles": [{"vehicle": vehicle, "late_min": 7}]}), encoding="utf-8")
    made = run("replan", planned, "--state", state, "--work", "5", "--roads", TOWN / "town.osm", "--out", tmp_path / "new")
    assert made.returncode == 0, made.stderr
    result = run("check", tmp_path / "new", "--roads", TOWN / "town.osm")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "The plan breaks no rule" in result.stdout
    assert "not held against the rules as they are since" in result.stdout
    assert "The bound is not proven" not in result.stdout
    certificate = json.loads((tmp_path / "new" / "plan.json").read_text(encoding="utf-8"))["certificate"]
    assert f"the plan says {certificate['bound_points']:,.1f}" in result.stdout


@pytest.mark.parametrize("late_h", [0.25, 0.5, 0.75])
def test_people_of_a_coach_that_stands_on_the_road_are_planned_for_at_a_new_gathering_point(
    planned: Path, tmp_path: Path, late_h: float
) -> None:
    """On OpenStreetMap a gathering point can be new: here it is where the coach stands, with nobody registered."""
    _, plan = read_planned(planned)
    itinerary, number = next(
        (each, number)
        for each in plan.itineraries
        for number, activity in enumerate(each.activities)
        if activity.activity == "drive"
        and each.activities[number - 1].activity == "board"
        and each.activities[number - 1].people.total_people
    )
    drive = itinerary.activities[number]
    at = drive.starts_at + (drive.ends_at - drive.starts_at) * late_h
    at = at.replace(second=0, microsecond=0)
    points = plan.route(drive.route).points
    spot = min(points, key=lambda point: abs(point.minutes - (at - drive.starts_at).total_seconds() / 60))
    changed = tmp_path / "changed"
    shutil.copytree(TOWN, changed)
    table = changed / "gathering_points.csv"
    text = table.read_text(encoding="utf-8").rstrip("\n")
    head = next(line for line in text.splitlines() if line.startswith("id,")).split(",")
    row = {"id": "roadside", "name": "Roadside", "latitude": spot.latitude, "longitude": spot.longitude, "boardings_per_15_min": 4}
    row |= {name: 0 for name in head if name.endswith("_people") and name != "holds_people"}
    table.write_text(text + "\n" + ",".join(str(row.get(name, "")) for name in head) + "\n", encoding="utf-8")
    state = tmp_path / "state.json"
    told = {"at": at.isoformat(), "vehicles": [{"vehicle": itinerary.vehicle, "is_out": True, "set_down_at": "roadside"}]}
    state.write_text(json.dumps(told), encoding="utf-8")
    words = ("--work", "8", "--changes", "all", "--roads", changed / "town.osm", "--out", tmp_path / "new")
    made = run("replan", planned, changed, "--state", state, *words)
    assert made.returncode == 0, made.stderr
    assert "need new tickets" in made.stdout
    assert run("check", tmp_path / "new", "--roads", changed / "town.osm").returncode == 0
    (stranded,) = json.loads((tmp_path / "new" / "difference.json").read_text(encoding="utf-8"))["stranded"]
    assert stranded["set_down_at"] == "roadside"
    fetched = sum(each["people"] for each in stranded["fetched_by"])
    assert fetched + stranded["stay_there"] == sum(stranded["people"].values())
