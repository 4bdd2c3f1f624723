"""Progress of a planning run as a user sees it."""

import pytest

from safepassage.cli.progress import progress_on_terminal, progress_text


def test_progress_says_what_is_known_so_far() -> None:
    assert progress_text("Reading roads", None, None, 0) == "Reading roads"
    assert progress_text("Bound", None, 1234.4, 5) == "Bound: at most 1,234 points, 5 units of work"
    assert progress_text("Improving", 950.0, 1000.0, 12) == "Improving: 950 of at most 1,000 points, 5.0 % apart, 12 units of work"


def test_progress_without_terminal_is_one_line_a_stage(capsys: pytest.CaptureFixture[str]) -> None:
    """In a file each stage is one line, and results on standard output stay clean."""
    with progress_on_terminal(is_quiet=False) as progress:
        for _ in range(50):
            progress("Reading", None, None, 0)
        for work in range(50):
            progress("Improving", 1.0, 2.0, work)
    printed = capsys.readouterr()
    assert [line.split(":")[0] for line in printed.err.splitlines()] == ["Reading", "Improving"]
    assert not printed.out


def test_quiet_run_shows_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_on_terminal(is_quiet=True) as progress:
        progress("Improving", 1.0, 2.0, 1)
    assert capsys.readouterr() == ("", "")
