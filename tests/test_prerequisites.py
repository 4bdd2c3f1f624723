"""A test whose prerequisite is missing is skipped by name, or fails under `make test-all`; it never passes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROBE = """
from tests.prerequisites import require_data, require_program

def test_needs_a_program():
    require_program("no-such-program", "no-such-package")

def test_needs_data():
    require_data()
"""


def run_probe(folder: Path, **settings: str) -> str:
    (folder / "test_probe.py").write_text(PROBE)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAFEPASSAGE_")}
    command = [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", "--rootdir", folder, "-c", os.devnull, folder]
    environment |= {"PYTHONPATH": str(ROOT), **settings}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60).stdout


@pytest.mark.parametrize(
    ("settings", "outcome"),
    [
        ({"SAFEPASSAGE_DATA": "nowhere"}, "2 skipped"),
        ({"SAFEPASSAGE_DATA": "nowhere", "SAFEPASSAGE_TEST_ALL": "1"}, "2 failed"),
        ({"SAFEPASSAGE_DATA": "none", "SAFEPASSAGE_TEST_ALL": "1"}, "1 failed, 1 skipped"),
    ],
    ids=["make test", "make test-all", "make test-all where there is no data on purpose"],
)
def test_missing_prerequisite_is_named(tmp_path: Path, settings: dict[str, str], outcome: str) -> None:
    printed = run_probe(tmp_path, **settings)
    assert outcome in printed
    assert "needs no-such-program: sudo apt-get install no-such-package" in printed
    assert "needs real data: " in printed
