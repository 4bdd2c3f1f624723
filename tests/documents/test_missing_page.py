"""The page, the file and the summary of what is missing: every finding is in each of them, and the page asks nothing of anybody."""

import io
import json
import re
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from rich.console import Console
from tests.negotiation.complete import complete, hill_segment, river_segment

from safepassage.documents.missing_page import missing_page
from safepassage.documents.missing_summary import print_missing
from safepassage.documents.missing_words import INTERNAL, NEVER_OVERRIDDEN, by_severity, sentence
from safepassage.documents.missing_write import missing_json, write_missing
from safepassage.negotiation.finding import Finding
from safepassage.negotiation.missing import find_missing
from safepassage.negotiation.terms import Draft

FAULTY = complete(
    segments=(hill_segment(clearance=None, km=None, commander=None), river_segment(clearance=None, windows=())),
    counting_rule=None,
    names={"en": 'Vyrii <b>"&"</b>'},
)
FINDINGS = find_missing(FAULTY)


def summary(draft: Draft, findings: tuple[Finding, ...]) -> str:
    screen = io.StringIO()
    print_missing(draft.terms, findings, Console(file=screen, width=2000))
    return screen.getvalue()


def test_every_finding_stands_on_the_page_and_in_the_summary_with_why_and_repair() -> None:
    page = unescape(missing_page(FAULTY.terms, FINDINGS))
    printed = summary(FAULTY, FINDINGS)
    assert len(FINDINGS) == 6
    for finding in FINDINGS:
        for text in (page, printed):
            assert sentence(finding.point) in text
            assert sentence(finding.reason) in text
            assert finding.repair in text
            assert finding.happened is None or finding.happened.source in text


def test_what_blocks_comes_first_and_what_has_one_repair_stands_together() -> None:
    told = by_severity(FINDINGS)
    assert [severity.value for severity, _ in told] == ["blocking", "serious", "advice"]
    clearance = next(groups for clause, groups in told[0][1] if clause == "clearance")
    assert [len(group.points) for group in clearance] == [2]


def test_the_page_is_internal_and_says_what_nobody_can_override() -> None:
    page = missing_page(FAULTY.terms, FINDINGS)
    assert INTERNAL in page
    assert 'data-audience="internal"' in page
    assert page.count(NEVER_OVERRIDDEN) == 3
    assert INTERNAL in summary(FAULTY, FINDINGS)


def test_names_are_text_on_the_page_and_never_markup() -> None:
    page = missing_page(FAULTY.terms, FINDINGS)
    assert '<b>"&"' not in page
    assert "Vyrii &lt;b&gt;" in page


def test_the_page_has_no_script_and_names_nothing_outside() -> None:
    page = missing_page(FAULTY.terms, FINDINGS)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "default-src 'none'" in page


def test_nothing_missing_is_said_so_and_not_taken_for_good() -> None:
    page = missing_page(complete().terms, ())
    assert "Nothing is found to be missing." in page
    assert "never that it is good" in page
    assert "Nothing is found to be missing." in summary(complete(), ())


def test_the_file_holds_every_finding_in_the_order_of_the_text(tmp_path: Path) -> None:
    told = json.loads(missing_json(FAULTY.terms, FINDINGS))
    assert [each["point"] for each in told["findings"]] == [finding.point for finding in FINDINGS]
    assert told["counts"] == {"blocking": 4, "serious": 1, "advice": 1}
    assert told["audience"] == "internal"
    write_missing(FAULTY.terms, FINDINGS, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "missing.json").read_text(encoding="utf-8")) == told


@pytest.mark.browser
def test_the_page_fits_a_telephone_in_light_and_dark_and_asks_for_nothing(tmp_path: Path, chromium: str) -> None:
    write_missing(FAULTY.terms, FINDINGS, tmp_path)
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        grounds = set()
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": 360, "height": 700}, color_scheme=scheme)
            page.on("request", lambda request: asked.append(request.url))
            page.goto((tmp_path / "missing.html").as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.tagName") == "A"
        browser.close()
    assert len(grounds) == 2
    assert all(url.startswith("file:") for url in asked)
