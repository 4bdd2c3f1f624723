"""What people hold of a stress test."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console
from tests.stress.test_compiled import rough
from tests.stress.test_nominal import by_hand

from safepassage.documents.stress_file import write_stress
from safepassage.documents.stress_page import write_stress_page
from safepassage.documents.stress_pictures import days_svg, failures_svg, stranded_svg
from safepassage.documents.stress_summary import print_stress
from safepassage.stress.result import StressResult
from safepassage.stress.stress import stress_test

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def result() -> StressResult:
    return stress_test(*by_hand(), assumptions=rough("plan"), days=150, workers=2)


@pytest.fixture(scope="module")
def page(result: StressResult, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("stress") / "stress.html"
    write_stress_page(result, by_hand()[0], path)
    return path.read_text(encoding="utf-8")


def test_the_file_holds_the_whole_result(result: StressResult, tmp_path: Path) -> None:
    write_stress(result, tmp_path / "stress.json")
    assert StressResult.model_validate_json((tmp_path / "stress.json").read_bytes()) == result


def test_every_picture_has_a_title_and_a_description_and_its_bars_count_every_day(result: StressResult) -> None:
    for svg in (days_svg(result), failures_svg(result), stranded_svg(result, by_hand()[0])):
        drawn = ElementTree.fromstring(svg)
        assert drawn.get("role") == "img"
        assert drawn.findtext(f"{SVG}title")
        assert drawn.findtext(f"{SVG}desc")
    assert sum(bar.days for bar in result.out_people_days) == result.days_done
    tips = [tip.text or "" for tip in ElementTree.fromstring(days_svg(result)).iter(f"{SVG}title")]
    assert sum(int(re.findall(r"([\d,]+) days", tip)[0].replace(",", "")) for tip in tips if "people:" in tip) == result.days_done


def test_the_page_makes_no_request_runs_no_script_and_names_its_audience(page: str) -> None:
    assert "default-src 'none'" in page
    assert not re.search(r"<script|src=|href=|url\(|@import", page)
    assert "Audience: internal" in page
    assert "assumed, not measured" in page


def test_every_figure_of_the_result_is_on_the_page(page: str, result: StressResult) -> None:
    """Tables beside the pictures: who gets out, each failure, each place, every cause."""
    assert f"{result.out_people.worst_5_percent_mean:,.0f}" in page
    for failure in result.failures[:10]:
        assert failure.text in page
    for cause in ("closures", "late openings", "no shows"):
        assert cause in page
    assert page.count("<table>") == 6
    assert not re.search(r"[a-z]_[a-z]", page.split("<main>")[1]), "no key of a file stands on the page"
    assert "±" in page


def test_a_stopped_test_says_how_many_days_it_speaks_of(result: StressResult, tmp_path: Path) -> None:
    stopped = result.model_copy(update={"days_asked": 10_000})
    write_stress_page(stopped, by_hand()[0], tmp_path / "stress.html")
    assert "150 of 10,000 days (stopped)" in (tmp_path / "stress.html").read_text(encoding="utf-8")
    console = Console(record=True, width=160, quiet=False, file=(tmp_path / "out.txt").open("w"))
    print_stress(stopped, by_hand()[0], console)
    told = console.export_text()
    assert "150 of 10,000 days: it was stopped" in told
    assert f"{result.out_people.mean:,.0f}" in told
    assert result.failures[0].text in told
