"""The benchmark runs, and says what it leaves out."""

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.planning import BoundWatch

ROOT = Path(__file__).parents[1]


def test_an_instance_that_is_not_there_is_named_and_the_others_are_measured(tmp_path: Path) -> None:
    """Three hundred people of the small town all come out, so bound and value are one and the search ends by itself."""
    command = [sys.executable, "-m", "benchmarks", "--seconds", "300", "--instances", "40", "tutorial-town", "--without-roads"]
    environment = os.environ | {"SAFEPASSAGE_DATA": str(tmp_path)}
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600)
    assert result.returncode == 0, result.stderr
    rows = [line for line in result.stdout.splitlines() if line.startswith("| ")]
    assert any(row.startswith("| reference 40 | | skipped") for row in rows)
    town = next(row for row in rows if row.startswith("| tutorial-town")).split(" | ")
    assert town[2] == town[3]
    assert town[4:6] == ["0.0 %", "300 of 300"]


def test_the_time_to_the_bound_is_when_it_last_came_down() -> None:
    times = iter([1.0, 2.0])
    watch = BoundWatch(lambda: next(times))
    for bound in (None, 110.0, 100.0, 100.0, 100.0 - 1e-6):
        watch.told("any", None, bound, 1)
    assert watch.changed_s == 2.0
