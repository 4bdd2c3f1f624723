"""What the documentation shows is run: its commands and its Python, in order, in a folder that holds the examples."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = ("docs/tutorial.md", "docs/library.md")


def commands_of(block: str) -> list[str]:
    """The lines after a prompt; the others are what the program prints."""
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


@pytest.mark.parametrize("page", PAGES)
def test_page_runs_as_it_is_printed(page: str, tmp_path: Path) -> None:
    """Every `safepassage` command of the page succeeds, in order, and so does its Python, as one session."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    blocks = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    assert blocks
    session = ""
    for language, block in blocks:
        if language == "python":
            session += block
            continue
        for command in commands_of(block):
            words = shlex.split(command, comments=True)
            assert words[0] == "safepassage", f"{page} shows a command that is not tried: {command}"
            program = Path(sys.executable).with_name("safepassage")
            result = subprocess.run([program, *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
            assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    if session:
        result = subprocess.run([sys.executable, "-c", session], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
        assert result.returncode == 0, result.stderr


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


@pytest.mark.parametrize("command", ["check", "plan", "roads", "new"])
def test_every_option_of_every_command_is_documented(command: str) -> None:
    """README or a page of the documentation names each option that a command's help shows."""
    written = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    program = Path(sys.executable).with_name("safepassage")
    shown = subprocess.run([program, command, "--help"], capture_output=True, text=True, check=True).stdout
    options = set(re.findall(r"--[a-z-]+", shown))
    assert options
    assert not {option for option in options if option not in written}
