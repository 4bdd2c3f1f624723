"""What the documentation shows is run: its commands and its Python, in order, in a folder that holds the examples."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.session import BLOCK, entries_of, is_as_shown, printed_lines, run

ROOT = Path(__file__).parents[2]
PAGES = ("docs/tutorial.md", "docs/library.md")


@pytest.mark.parametrize("page", PAGES)
def test_page_runs_as_it_is_printed(page: str, tmp_path: Path) -> None:
    """Every command of the page succeeds, in order, and prints what the page shows; its Python runs as one session."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    blocks = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    assert blocks
    session = ""
    for language, block in blocks:
        if language == "python":
            session += block
            continue
        for entry in entries_of(block):
            assert entry.command.startswith("safepassage "), f"{page} shows a command that is not tried: {entry.command}"
            result = run(entry.command, tmp_path)
            assert result.returncode == 0, f"{entry.command}\n{result.stdout}\n{result.stderr}"
            printed = printed_lines(result.stdout)
            assert not entry.shown or is_as_shown(entry.shown, printed), f"{entry.command} prints now:\n" + "\n".join(printed)
    if session:
        result = subprocess.run([sys.executable, "-c", session], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
        assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("printed", "expected"),
    [(("a", "b", "c"), True), (("a", "c"), True), (("a", "b"), False), (("a", "b", "c", "d"), False), (("A", "b", "c"), False)],
)
def test_lines_left_out_of_a_page_may_be_any_and_others_must_be_there(printed: tuple[str, ...], expected: bool) -> None:
    assert is_as_shown(("a", "…", "c"), printed) is expected


def test_every_make_command_is_explained_where_contributors_look() -> None:
    """CONTRIBUTING and README name only commands that the Makefile has, and the ones that every contributor needs."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    written = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    named = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", written))
    assert named <= targets
    assert {"demo", "test", "test-all", "lint", "docs", "bench", "lock"} <= named


def test_every_page_is_reached_and_every_link_of_the_readme_exists() -> None:
    """Links from README and CONTRIBUTING to files of the project lead somewhere."""
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / name).read_text(encoding="utf-8")):
            if "://" not in target:
                assert (ROOT / target).exists(), f"{name} links to {target}"


@pytest.mark.parametrize(
    "command", ["check", "plan", "stress", "choose", "replan", "prices", "silence", "flow", "roads", "new", "propose", "missing", "import"]
)
def test_every_option_of_every_command_is_documented(command: str) -> None:
    """README or a page of the documentation names each option that a command's help shows."""
    written = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    program = Path(sys.executable).with_name("safepassage")
    shown = subprocess.run([program, command, "--help"], capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"--[a-z-]+", shown))
    assert options
    assert not {option for option in options if option not in written}
