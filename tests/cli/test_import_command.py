"""`safepassage import peacerep` from a table to a folder of terms, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.negotiation.peacerep.table import row, write

from safepassage.negotiation.read import read_draft


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "safepassage", "import", "peacerep", *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_table_is_printed_and_the_terms_can_be_read_back(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", row("11 buses left Vyrii for Luhiv."), row("Up to <5> | buses left Vyrii.", HC_ID=8))
    result = run(tmp_path, "t.csv", "--out", "read")
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "2 records; so many of them state"
    assert any(line.split() == ["how", "many", "vehicles", "1", "0", "1"] for line in lines)
    assert "Would have been sealed: 0 of 2." in lines
    assert "Only names and oblasts were held against them: give a gazetteer" in result.stdout
    draft = read_draft(tmp_path / "read" / "terms" / "peacerep-7.json")
    assert (draft.planned, [given.vehicles for given in draft.terms.vehicles]) == (None, [11])
    summary = (tmp_path / "read" / "summary.md").read_text(encoding="utf-8")
    assert "### 7. Vyrii to Luhiv, 2022-03-09" in summary
    assert "- not read, commanders: no commander on the road is named" in summary


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", row())
    assert run(tmp_path, "t.csv").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_bad_table_gives_every_problem_and_no_file(tmp_path: Path) -> None:
    write(tmp_path / "t.csv", row(HC_ID="x", From=""), row(HC_ID=8, date="soon"))
    result = run(tmp_path, "t.csv", "--out", "read")
    assert result.returncode == 2
    assert result.stderr.startswith("3 problems to repair:")
    assert "t.csv, line 3, date" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "read").exists()
