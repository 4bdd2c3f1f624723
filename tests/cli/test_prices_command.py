"""`safepassage prices` from scenario to folder, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "examples" / "tutorial-town"
PROGRAM = Path(sys.executable).with_name("safepassage")
FEWER_BEDS = "hospital_beds.hospital-1"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, "prices", TOWN, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def test_a_bed_less_costs_one_stretcher_case_in_the_file_and_on_the_terminal(tmp_path: Path) -> None:
    """Six stretcher cases, six beds, fifty points each: everybody leaves, so one bed less costs exactly one of them."""
    result = run(tmp_path, "--work", "5", "--processes", "1", "--only", FEWER_BEDS)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1].startswith("The results are in out/tutorial-town-prices")
    (price,) = json.loads((tmp_path / "out" / "tutorial-town-prices" / "prices.json").read_text(encoding="utf-8"))["prices"]
    assert (price["people"]["stretcher_people"], price["plan_points"]) == (-1, -50.0)
    assert "−50.0" in result.stdout
    assert "Levers do not add up" in " ".join(result.stdout.split())


def test_a_lever_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path, "--only", "more-luck")
    assert result.returncode == 2
    assert "no such lever" in result.stderr
    assert not (tmp_path / "out").exists()
