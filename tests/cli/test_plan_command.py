"""`safepassage plan` from scenario to folder, in a process of its own."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "examples" / "tutorial-town"
MARIUPOL = ROOT / "examples" / "mariupol-2022-03"
PROGRAM = Path(sys.executable).with_name("safepassage")


def plan_town(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, "plan", TOWN, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("town")
    return folder / "out" / "tutorial-town", plan_town(folder, "--work", "15")


def test_results_lie_in_out_under_the_scenarios_name(planned: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    """Without --out the results are in out/ and the name of the scenario's folder, and the program says so last."""
    folder, result = planned
    assert result.returncode == 0, result.stderr
    assert {"plan.json", "scenario.json", "timetable.csv", "map.html", "time-distance.svg", "plan.geojson", "routes.gpx", "README.txt"} <= {
        path.name for path in folder.iterdir()
    }
    assert list((folder / "route-cards").glob("*.pdf"))
    assert result.stdout.splitlines()[-1].startswith("The results are in out/tutorial-town")


def test_terminal_shows_the_figures_of_the_plan_file(planned: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    """Registered, out and left of the summary are those of plan.json."""
    folder, result = planned
    figures = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["figures"]
    for words, kind in [("stretcher cases", "stretcher_people"), ("everybody else", "other_people")]:
        line = next(line for line in result.stdout.splitlines() if line.startswith(words))
        registered, out, left = (int(number.replace(",", "")) for number in line.removeprefix(words).split())
        assert (registered, out) == (figures["registered"][kind], figures["out"][kind])
        assert left == registered - out


def test_same_seed_and_work_give_the_same_files_to_the_byte(planned: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    folder, _ = planned
    again = plan_town(tmp_path, "--work", "15", "--quiet", "--out", "again")
    assert again.returncode == 0, again.stderr
    assert len(again.stdout.splitlines()) == 1
    for name in ("plan.json", "timetable.csv", "plan.geojson", "routes.gpx", "time-distance.svg"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name


def test_interrupt_keeps_the_best_plan_so_far(tmp_path: Path) -> None:
    """Ctrl-C after the first plan was found writes the best plan so far and leaves with 130. Its search is long."""
    running = subprocess.Popen(
        [PROGRAM, "plan", MARIUPOL, "--work", "1000000000"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    for line in running.stderr:
        if line.rstrip().endswith("of work"):
            break
    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=300)
    assert running.returncode == 130
    assert "The results are in" in printed
    assert (tmp_path / "out" / "mariupol-2022-03" / "plan.json").is_file()


@pytest.mark.parametrize("words", [("--out", "taken"), ("--out", "taken/deeper")])
def test_a_folder_that_cannot_be_written_is_said_before_planning(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A file stands where the folder should be: refused at once with 2, though the search asked for would take hours."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    result = plan_town(tmp_path, "--work", "1000000000", *words)
    assert result.returncode == 2
    assert f"--out {words[1]}" in result.stderr
    assert "Repair: Give another folder" in result.stderr
    assert "Traceback" not in result.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_seconds_and_work_together_are_refused(tmp_path: Path) -> None:
    result = plan_town(tmp_path, "--work", "5", "--seconds", "5")
    assert result.returncode == 2
    assert "--seconds and --work are two ways to end one search" in result.stderr
    assert not (tmp_path / "out").exists()


def test_another_road_file_for_a_scenario_with_legs_names_the_option(tmp_path: Path) -> None:
    (tmp_path / "roads.osm").write_text("<osm version='0.6'/>", encoding="utf-8")
    folder = tmp_path / "corridor"
    subprocess.run([PROGRAM, "new", folder], check=True, capture_output=True, timeout=60)
    result = subprocess.run(
        [PROGRAM, "plan", folder, "--roads", tmp_path / "roads.osm"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 2
    assert f"--roads {tmp_path / 'roads.osm'}" in result.stderr
    assert "scenario.toml" not in result.stderr


def test_the_package_runs_as_a_module() -> None:
    run = [sys.executable, "-m", "safepassage", "--version"]
    assert subprocess.run(run, check=True, capture_output=True, text=True, timeout=60).stdout.startswith("safepassage ")
