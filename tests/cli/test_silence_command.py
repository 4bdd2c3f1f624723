"""`safepassage silence` from scenario to folder, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "examples" / "tutorial-town"
PROGRAM = Path(sys.executable).with_name("safepassage")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, "silence", TOWN, *words], cwd=folder, capture_output=True, text=True, check=False, timeout=300)


def test_results_lie_in_out_and_the_terminal_shows_the_curve_of_the_file(tmp_path: Path) -> None:
    result = run(tmp_path, "--work", "15")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1].startswith("The results are in out/tutorial-town-silence")
    folder = tmp_path / "out" / "tutorial-town-silence"
    told = json.loads((folder / "silence.json").read_text(encoding="utf-8"))
    for each in told["curve"]:
        assert f"{each['silence_km_h']:,.1f}" in result.stdout
        assert f"{each['people_out']:,}" in result.stdout
    assert all((folder / named["folder"] / "plan.json").is_file() for named in told["named"])


def test_two_ends_of_one_search_are_refused(tmp_path: Path) -> None:
    result = run(tmp_path, "--work", "15", "--seconds", "3")
    assert result.returncode == 2
    assert "two ways to end one search" in result.stderr
    assert not (tmp_path / "out").exists()
