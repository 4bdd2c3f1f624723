"""The folder of results."""

from pathlib import Path

import pytest
from tests.documents.sample import broken_plan, sample_plan, sample_scenario

from safepassage.documents.plan_file import read_plan
from safepassage.documents.write import write_documents
from safepassage.errors import PlanBrokenError


def test_every_document_is_written_and_the_text_names_each_with_its_audience(tmp_path: Path) -> None:
    written = write_documents(sample_plan(), sample_scenario(), tmp_path / "out").paths
    assert all(path.is_file() and path.stat().st_size for path in written)
    assert set(written) == {path for path in (tmp_path / "out").rglob("*") if path.is_file()}
    readme = (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")
    assert "internal" in readme
    for path in set(written) - {tmp_path / "out" / "README.txt"}:
        assert path.name in readme or path.parent.name + "/" in readme
    assert len([path for path in written if path.suffix == ".pdf"]) == len(sample_plan().convoys)


def test_the_same_plan_gives_the_same_bytes_and_cards_of_an_earlier_plan_are_removed(tmp_path: Path) -> None:
    first = {path: path.read_bytes() for path in write_documents(sample_plan(), sample_scenario(), tmp_path).paths}
    gone = tmp_path / "route-cards" / "route-card-of-an-earlier-plan.pdf"
    gone.write_bytes(b"old")
    kept = tmp_path / "route-cards" / "notes.txt"
    kept.write_text("mine", encoding="utf-8")
    second = {path: path.read_bytes() for path in write_documents(sample_plan(), sample_scenario(), tmp_path).paths}
    assert first == second
    assert not gone.exists()
    assert kept.exists()
    assert read_plan(tmp_path / "plan.json") == sample_plan()


def test_a_name_the_cards_cannot_print_costs_no_document_and_is_said_in_the_folder(tmp_path: Path) -> None:
    scenario = sample_scenario()
    renamed = tuple(each.model_copy(update={"name": "ታማኝ በር"}) if each.id == "cp-urzuf" else each for each in scenario.checkpoints)
    written = write_documents(sample_plan(), scenario.model_copy(update={"checkpoints": renamed}), tmp_path)
    assert [problem.where for problem in written.problems] == ["checkpoints.csv: cp-urzuf"]
    assert len([path for path in written.paths if path.suffix == ".pdf"]) == len(sample_plan().convoys)
    assert "checkpoints.csv: cp-urzuf: 'ታማኝ በር'" in (tmp_path / "README.txt").read_text(encoding="utf-8")


def test_a_plan_that_breaks_its_windows_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(PlanBrokenError):
        write_documents(broken_plan(), sample_scenario(), tmp_path / "out")
    assert not (tmp_path / "out").exists()
