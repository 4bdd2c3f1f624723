"""`safepassage stress` from a folder of results to what is kept beside it, in a process of its own."""

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
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "plan"
    assert run("plan", TOWN, "--work", "15", "--quiet", "--out", folder).returncode == 0
    return folder


def test_results_and_plans_for_the_worst_lie_beside_the_plan(planned: Path) -> None:
    result = run("stress", planned, "--days", "200", "--contingencies", "2", "--work", "5", "--roads", TOWN / "town.osm")
    assert result.returncode == 0, result.stderr
    told = json.loads((planned / "stress.json").read_text(encoding="utf-8"))
    assert told["days_done"] == 200
    assert told["out_people"]["planned"] == sum(json.loads((planned / "plan.json").read_text())["figures"]["out"].values()) + sum(
        json.loads((planned / "plan.json").read_text())["figures"]["own_transport_out"].values()
    )
    assert (planned / "stress.html").is_file()
    assert (planned / "assumptions.toml").is_file()
    assert len(told["contingencies"]) <= 2
    assert len(told["contingencies"]) + len(told["unanswered"]) >= 2
    for contingency in told["contingencies"]:
        assert contingency["text"].startswith("If ")
        _, plan = read_planned(planned / contingency["folder"])
        assert plan.figures.out.total_people + plan.figures.own_transport_out.total_people == contingency["people_out_prepared"]
    assert not any(each["folder"] for each in told["unanswered"])
    assert "Which single failure hurts most" in result.stdout


def test_the_same_seed_gives_the_same_file_on_one_core_and_on_two(planned: Path, tmp_path: Path) -> None:
    written = []
    for workers in ("1", "2"):
        result = run(
            "stress", planned / "plan.json", "--days", "150", "--seed", "4", "--workers", workers, "--contingencies", "0", "--out", tmp_path
        )
        assert result.returncode == 0, result.stderr
        written.append((tmp_path / "stress.json").read_bytes())
    assert written[0] == written[1]


def test_causes_are_switched_off_by_name_and_an_unknown_one_is_refused(planned: Path, tmp_path: Path) -> None:
    result = run("stress", planned, "--days", "5", "--without", "rain", "--contingencies", "0", "--out", tmp_path)
    assert result.returncode == 2
    assert "--without rain" in result.stderr
    words = [word for cause in ("no_shows", "more_people", "bad_day") for word in ("--without", cause)]
    result = run("stress", planned, "--days", "50", *words, "--contingencies", "0", "--quiet", "--out", tmp_path)
    assert result.returncode == 0, result.stderr
    told = json.loads((tmp_path / "stress.json").read_text(encoding="utf-8"))
    assert all(each["spread"]["most"] == 0 for each in told["stayed_away"])
    assert len(result.stdout.splitlines()) == 1


def test_without_the_roads_the_days_are_lived_and_the_missing_plans_are_named_with_the_command(planned: Path, tmp_path: Path) -> None:
    result = run("stress", planned, "--days", "60", "--contingencies", "1", "--work", "5", "--out", tmp_path)
    assert result.returncode == 0, result.stderr
    told = json.loads((tmp_path / "stress.json").read_text(encoding="utf-8"))
    assert (told["days_done"], told["contingencies"], len(told["contingencies_missing"])) == (60, [], 1)
    assert told["contingencies_missing"][0] in (tmp_path / "stress.html").read_text(encoding="utf-8")
    command = told["contingencies_missing_why"].partition(": ")[2].replace("FOLDER", str(TOWN)).split()
    assert command[0] == "safepassage"
    again = run(*command[1:], "--work", "5")
    assert again.returncode == 0, again.stderr
    told = json.loads((tmp_path / "stress.json").read_text(encoding="utf-8"))
    assert told["contingencies_missing"] == []
    assert told["contingencies"] or told["unanswered"]


def test_roads_that_are_not_there_are_refused_before_anything_is_done(planned: Path, tmp_path: Path) -> None:
    result = run("stress", planned, "--roads", tmp_path / "none.osm", "--out", tmp_path)
    assert result.returncode == 2
    assert "there is no such file" in result.stderr
    assert not list(tmp_path.iterdir())


def test_ctrl_c_keeps_the_days_done(planned: Path, tmp_path: Path) -> None:
    running = subprocess.Popen(
        [PROGRAM, "stress", planned, "--days", "9000000", "--contingencies", "0", "--out", tmp_path],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stderr is not None
    for line in running.stderr:
        if line.startswith("Living through days"):
            break
    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=300)
    assert running.returncode == 130
    told = json.loads((tmp_path / "stress.json").read_text(encoding="utf-8"))
    assert 0 < told["days_done"] < told["days_asked"]
    assert "it was stopped" in printed
