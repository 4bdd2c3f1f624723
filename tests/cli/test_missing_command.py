"""`safepassage missing` from file to exit code, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.negotiation.complete import complete

ROOT = Path(__file__).parents[2]
PLAN_B = ROOT / "examples" / "mariupol-2022-03" / "announced" / "plan-b-6-march.toml"


def run(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "safepassage", "missing", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_a_complete_draft_leaves_with_0(tmp_path: Path) -> None:
    (tmp_path / "draft.json").write_text(complete().model_dump_json(), encoding="utf-8")
    result = run(tmp_path, "draft.json")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Nothing is found to be missing." in result.stdout


def test_serious_points_alone_leave_with_0(tmp_path: Path) -> None:
    (tmp_path / "draft.json").write_text(complete(counting_rule=None).model_dump_json(), encoding="utf-8")
    result = run(tmp_path, "draft.json")
    assert result.returncode == 0
    assert "Nothing blocks" in result.stdout


def test_a_blocking_point_leaves_with_1_and_the_results_lie_in_the_folder(tmp_path: Path) -> None:
    result = run(tmp_path, PLAN_B, "--out", "results")
    assert result.returncode == 1, result.stderr
    assert "Not ready to be signed" in result.stdout
    assert "AGREEMENT IN PRINCIPLE" in result.stdout
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == ["missing.html", "missing.json"]


def test_json_on_the_screen_is_the_file_and_nothing_else(tmp_path: Path) -> None:
    result = run(tmp_path, PLAN_B, "--json", "--out", "results")
    assert result.returncode == 1
    assert json.loads(result.stdout) == json.loads((tmp_path / "results" / "missing.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "what"), [("id = 3\nwindow = 1\n", "3 problems"), ("id = ", "not TOML"), (None, "no such file")])
def test_bad_input_leaves_with_2_without_a_traceback_and_writes_nothing(tmp_path: Path, text: str | None, what: str) -> None:
    if text is not None:
        (tmp_path / "terms.toml").write_text(text, encoding="utf-8")
    result = run(tmp_path, "terms.toml", "--out", "results")
    assert result.returncode == 2
    assert what in result.stderr
    assert "Traceback" not in result.stderr
    assert "Repair:" in result.stderr
    assert not (tmp_path / "results").exists()
