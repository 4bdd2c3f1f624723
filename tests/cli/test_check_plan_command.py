"""`safepassage check` on a finished plan, in a process of its own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("safepassage")
TEMPLATE = Path(__file__).parents[1] / "data" / "town-legs"


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planned")
    result = run("plan", TEMPLATE, "--work", "60", "--out", folder, "--quiet")
    assert result.returncode == 0, result.stderr
    return folder


def copied(planned: Path, to: Path) -> tuple[Path, dict]:
    for name in ("plan.json", "scenario.json"):
        shutil.copy(planned / name, to / name)
    return to / "plan.json", json.loads((planned / "plan.json").read_text(encoding="utf-8"))


def test_a_plan_as_it_was_made_holds_and_so_does_its_bound(planned: Path) -> None:
    """The folder, or the plan.json in it."""
    for given in (planned, planned / "plan.json"):
        result = run("check", given)
        assert result.returncode == 0, result.stdout + result.stderr
        assert "The plan breaks no rule" in result.stdout
        bound = json.loads((planned / "plan.json").read_text(encoding="utf-8"))["certificate"]["bound_points"]
        assert f"Bound recomputed from the stored prices by separate code: {bound:,.1f}, the plan says {bound:,.1f}." in result.stdout


def test_a_lower_bound_than_is_proven_is_found(planned: Path, tmp_path: Path) -> None:
    """Its gap is changed with it; here the plan is as good as its bound, so that its value lies above the lower one as well."""
    path, plan = copied(planned, tmp_path)
    certificate = plan["certificate"]
    for part in (certificate, certificate["prices"]):
        part["bound_points"] -= 5.0
    certificate["gap"] = (certificate["bound_points"] - certificate["value_points"]) / certificate["bound_points"]
    path.write_text(json.dumps(plan), encoding="utf-8")
    result = run("check", tmp_path)
    assert result.returncode == 1
    assert "The bound is not proven: the prices kept with the plan prove no lower bound than" in result.stdout
    assert "is above its bound" in result.stdout


def test_a_plan_that_says_it_was_changed_does_not_pass_in_silence_for_one_that_breaks_no_rule(planned: Path, tmp_path: Path) -> None:
    """A made-up change at the end of the day: what is broken before it is not held against the plan, and the first line says so."""
    path, plan = copied(planned, tmp_path)
    plan["itineraries"][0]["activities"][-1]["ends_at"] = plan["horizon"]["ends_at"]
    plan["changed"] = {"at": plan["horizon"]["ends_at"]}
    path.write_text(json.dumps(plan), encoding="utf-8")
    result = run("check", tmp_path)
    assert "The plan breaks no rule, as far" not in result.stdout
    assert "breaches of what it says had begun before" in result.stdout


def test_a_price_of_what_the_scenario_does_not_have_is_found(planned: Path, tmp_path: Path) -> None:
    path, plan = copied(planned, tmp_path)
    plan["certificate"]["prices"]["people"] = [{"gathering_point": "nowhere", "priority": "other", "points": 1.0}]
    path.write_text(json.dumps(plan), encoding="utf-8")
    result = run("check", path)
    assert result.returncode == 1
    assert "The bound is not proven: the prices kept with the plan prove nothing" in result.stdout


def test_a_changed_itinerary_is_found(planned: Path, tmp_path: Path) -> None:
    """A vehicle that arrives in no time breaks rule 4."""
    path, plan = copied(planned, tmp_path)
    drive = next(each for itinerary in plan["itineraries"] for each in itinerary["activities"] if each["activity"] == "drive")
    drive["ends_at"] = drive["starts_at"]
    path.write_text(json.dumps(plan), encoding="utf-8")
    result = run("check", tmp_path)
    assert result.returncode == 1
    assert "It breaks rule 4" in result.stdout


def test_a_negative_price_is_refused_with_its_place(planned: Path, tmp_path: Path) -> None:
    path, plan = copied(planned, tmp_path)
    plan["certificate"]["prices"]["people"] = [{"gathering_point": "x", "priority": "other", "points": -1.0}]
    path.write_text(json.dumps(plan), encoding="utf-8")
    result = run("check", tmp_path)
    assert result.returncode == 2
    assert "certificate.prices.people.0.points" in result.stderr
