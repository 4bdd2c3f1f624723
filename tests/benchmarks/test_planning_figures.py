"""The benchmark runs, says what it leaves out, and writes down what it prints."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.planning import BoundWatch

ROOT = Path(__file__).parents[2]


def run_benchmark(folder: Path, *options: str) -> tuple[list[str], str]:
    """The rows printed, and the page written, where there is no real data."""
    page = folder / "made" / "bench.md"
    command = [sys.executable, "-m", "benchmarks", "--out", str(page), *options]
    environment = os.environ | {"SAFEPASSAGE_DATA": str(folder)}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert result.returncode == 0, result.stderr
    assert page.read_text(encoding="utf-8") == result.stdout
    return [line for line in result.stdout.splitlines() if line.startswith("| ")], result.stdout


def test_an_instance_that_is_not_there_is_named_and_the_others_are_measured(tmp_path: Path) -> None:
    """Three hundred people of the small town all come out, so bound and value are one and the search ends by itself."""
    rows, page = run_benchmark(tmp_path, "--only", "plans", "--seconds", "300", "--instances", "40", "tutorial-town")
    assert any(row.startswith("| reference 40 | | skipped") for row in rows)
    town = next(row for row in rows if row.startswith("| tutorial-town")).split(" | ")
    assert town[2] == town[3]
    assert town[4:6] == ["0.0 %", "300 of 300"]
    assert "highspy " in page


def test_parts_without_their_data_are_named(tmp_path: Path) -> None:
    rows, page = run_benchmark(tmp_path, "--only", "peers", "evacuation", "roads", "--instances", "10")
    assert sum("skipped" in row and "SAFEPASSAGE_DATA" in row for row in rows) == 3
    assert "## Plans" not in page


def test_the_time_to_the_bound_is_when_it_first_was_within_a_thousandth_of_the_last() -> None:
    times = iter([(1.0, 0.1), (2.0, 0.2), (3.0, 0.3)])
    watch = BoundWatch(lambda: next(times))
    for bound in (None, 1100.0, 1000.9, 1000.9, 1000.0):
        watch.told("any", None, bound, 1)
    assert watch.stood_s(1000.0) == (2.0, 0.2)
    assert watch.stood_s(900.0) is None
