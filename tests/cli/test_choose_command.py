"""`safepassage choose` from a scenario or folders of plans to what is kept, in a process of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from safepassage.documents.plan_file import read_planned

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "examples" / "tutorial-town"
PROGRAM = Path(sys.executable).with_name("safepassage")


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False, timeout=600)


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "choice"
    result = run("choose", TOWN, "--work", "8", "--days", "200", "--out", folder)
    assert result.returncode == 0, result.stderr
    assert "to be taken by the rule" in result.stdout
    return folder


def test_a_scenario_gives_plans_a_page_and_the_chosen_one_with_its_documents(chosen: Path) -> None:
    told = json.loads((chosen / "choice.json").read_text(encoding="utf-8"))
    assert told["days_done"] == 200
    assert len(told["candidates"]) > 5
    assert not told["is_stopped"]
    for name in ("choice.html", "choice.csv", "assumptions.toml", "README.txt", "chosen/map.html", "chosen/plan.json"):
        assert (chosen / name).is_file()
    assert read_planned(chosen / "chosen")[1] == read_planned(chosen / "plans" / told["chosen"])[1]


def test_folders_of_plans_are_judged_as_they_are(chosen: Path, tmp_path: Path) -> None:
    plans = [chosen / "plans" / "as-planned", chosen / "plans" / "room-85"]
    words = ("--days", "200", "--weight", "1", "--quiet", "--roads", TOWN / "town.osm", "--out", tmp_path)
    result = run("choose", *plans, *words)
    assert result.returncode == 0, result.stderr
    told = json.loads((tmp_path / "choice.json").read_text(encoding="utf-8"))
    before = json.loads((chosen / "choice.json").read_text(encoding="utf-8"))
    assert [each["name"] for each in told["candidates"]] == ["as-planned", "room-85"]
    means = {each["name"]: each["people"]["mean"] for each in before["candidates"]}
    assert all(each["people"]["mean"] == means[each["name"]] for each in told["candidates"])
    assert len(result.stdout.splitlines()) == 1


def test_plans_of_different_scenarios_broken_ones_and_lost_roads_are_refused(chosen: Path, tmp_path: Path) -> None:
    plans = [chosen / "plans" / "as-planned", chosen / "plans" / "room-85"]
    result = run("choose", *plans, "--days", "40", "--out", tmp_path / "a")
    assert result.returncode == 2
    assert "--roads" in result.stderr

    other = tmp_path / "other"
    assert run("plan", "--work", "3", "--quiet", "--out", other, ROOT / "tests" / "data" / "town-legs").returncode == 0
    result = run("choose", plans[0], other, "--days", "40", "--roads", TOWN / "town.osm", "--out", tmp_path / "b")
    assert result.returncode == 2

    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "scenario.json").write_bytes((plans[1] / "scenario.json").read_bytes())
    told = json.loads((plans[1] / "plan.json").read_text(encoding="utf-8"))
    told["windows"] = told["windows"][1:]
    (broken / "plan.json").write_text(json.dumps(told), encoding="utf-8")
    result = run("choose", plans[0], broken, "--days", "40", "--roads", TOWN / "town.osm", "--out", tmp_path / "c")
    assert result.returncode == 2
    assert "the checker refuses this plan" in result.stderr
    assert not list((tmp_path / "c").iterdir())


def test_one_plan_alone_and_options_of_planning_beside_plans_are_refused(chosen: Path, tmp_path: Path) -> None:
    plan = chosen / "plans" / "as-planned"
    result = run("choose", plan, "--out", tmp_path)
    assert result.returncode == 2
    assert "nothing to choose from" in result.stderr
    result = run("choose", plan, chosen / "plans" / "room-85", "--work", "3", "--without", "rain", "--out", tmp_path)
    assert result.returncode == 2
    assert "not planned again" in result.stderr
    assert "--without rain" in result.stderr


def test_ctrl_c_gives_the_choice_over_the_days_done(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [PROGRAM, "choose", TOWN, "--work", "3", "--days", "100000", "--out", tmp_path],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stderr is not None
    lines = 0
    for line in running.stderr:
        lines += line.startswith("Living through days")
        if lines == 3:  # the second and third come after five seconds each
            break
    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=300)
    assert running.returncode == 130
    told = json.loads((tmp_path / "choice.json").read_text(encoding="utf-8"))
    assert told["is_stopped"]
    assert 0 < told["days_done"] < told["days_asked"] == 100_000
    assert "(stopped)" in printed
