"""`safepassage flow` from a scenario to what lies in its folder, in a process of its own."""

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from safepassage.planning.flow.result import OwnFlow

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "examples" / "tutorial-town"
PROGRAM = Path(sys.executable).with_name("safepassage")


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False, timeout=600)


def test_twelve_cars_pass_one_checkpoint_at_three_a_quarter_with_four_cars_to_a_place(tmp_path: Path) -> None:
    """Three vehicles a quarter, a quarter of a place for each car: twelve cars a quarter, so all are out within the morning."""
    result = run("flow", TOWN, "--out", tmp_path)
    assert result.returncode == 0, result.stderr
    flow = OwnFlow.model_validate_json((tmp_path / "flow.json").read_text(encoding="utf-8"))
    assert (flow.units, flow.arrived_units, flow.arrived_people) == (12, 12, 48)
    assert flow.clears_at is not None
    assert max(late.arrived_units - early.arrived_units for early, late in pairwise(flow.arrivals)) <= 12
    assert [moment.arrived_units for moment in flow.arrivals] == sorted(moment.arrived_units for moment in flow.arrivals)
    assert all(moment.arrived_units == moment.bound_units for moment in flow.arrivals)
    assert flow.keeps_rules
    assert flow.is_earliest
    assert sum(each.units for each in flow.departures) == 12
    page = (tmp_path / "flow.html").read_text(encoding="utf-8")
    assert "All 12 cars and groups on foot can arrive" in page
    assert "<script" not in page
    assert "Mill Cross" in result.stdout


def test_what_convoys_take_is_deducted_and_never_brings_anybody_out_earlier(tmp_path: Path) -> None:
    assert run("plan", TOWN, "--work", "15", "--quiet", "--out", tmp_path / "plan").returncode == 0
    assert run("flow", TOWN, "--quiet", "--out", tmp_path / "alone").returncode == 0
    shared = run("flow", TOWN, "--plan", tmp_path / "plan", "--quiet", "--out", tmp_path / "shared")
    assert shared.returncode == 0, shared.stderr
    alone, after = (json.loads((tmp_path / name / "flow.json").read_text(encoding="utf-8")) for name in ("alone", "shared"))
    assert after["is_plan_deducted"]
    assert not alone["is_plan_deducted"]
    for free, left in zip(alone["arrivals"], after["arrivals"], strict=True):
        assert left["arrived_units"] <= free["arrived_units"]


def test_a_plan_of_another_scenario_is_refused(tmp_path: Path) -> None:
    assert run("plan", TOWN, "--work", "5", "--quiet", "--out", tmp_path / "plan").returncode == 0
    refused = run("flow", ROOT / "examples" / "mariupol-2022-03", "--plan", tmp_path / "plan", "--out", tmp_path / "flow")
    assert refused.returncode == 2
    assert "another state of the scenario" in refused.stderr
