"""`safepassage propose` from a plan's folder to a proposal, and again with what people filled in."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.negotiation.town import town

from safepassage.documents.plan_file import PLAN_NAME, SCENARIO_NAME, write_plan, write_scenario

PROGRAM = Path(sys.executable).with_name("python")


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan") / "town"
    folder.mkdir()
    scenario, plan = town()
    write_plan(plan, folder / PLAN_NAME)
    write_scenario(scenario, plan, folder / SCENARIO_NAME)
    return folder


def run(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [PROGRAM, "-m", "safepassage", "propose", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_a_plan_becomes_a_proposal_and_again_with_what_was_filled_in(planned: Path, tmp_path: Path) -> None:
    first = run(planned, "--out", "out", folder=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "37 clauses; " in first.stdout
    out = tmp_path / "out"
    assert {path.name for path in out.iterdir()} == {
        *("README.txt", "known.toml", "proposal.html", "proposal.json", "proposal.pdf", "terms.json"),
        *("proposal-en.txt", "proposal-uk.txt", "proposal-ru.txt"),
    }
    known = out / "known.toml"
    known.write_text(known.read_text(encoding="utf-8").replace('#? hotline = ""', 'hotline = "+000 5"'), encoding="utf-8")
    second = run(planned, "--known", known, "--out", "out", folder=tmp_path)
    assert second.returncode == 0, second.stderr
    assert json.loads((out / "terms.json").read_text(encoding="utf-8"))["hotline"] == "+000 5"
    assert 'hotline = "+000 5"' in known.read_text(encoding="utf-8")
    count = [int(each.stdout.split("; ")[1].split()[0]) for each in (first, second)]
    assert count[0] - count[1] == 1


def test_what_somebody_filled_in_is_not_written_over(planned: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "known.toml").write_text('hotline = "mine"\n', encoding="utf-8")
    result = run(planned, "--out", "out", folder=tmp_path)
    assert result.returncode == 2
    assert "--known" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["known.toml"]
    assert (tmp_path / "out" / "known.toml").read_text(encoding="utf-8") == 'hotline = "mine"\n'


def test_bad_input_is_told_and_nothing_is_written(planned: Path, tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text("segments.lake.buffer_m = 5\n", encoding="utf-8")
    for words in (("--languages", "en,xx"), ("--known", "known.toml"), ("--known", "none.toml")):
        result = run(planned, *words, "--out", "out", folder=tmp_path)
        assert result.returncode == 2, result.stderr
        assert "Traceback" not in result.stderr
        assert not (tmp_path / "out").exists()


def test_one_language_alone_gives_its_text_only(planned: Path, tmp_path: Path) -> None:
    assert run(planned, "--languages", "uk", "--out", "out", "--quiet", folder=tmp_path).returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").glob("proposal-*")) == ["proposal-uk.txt"]
