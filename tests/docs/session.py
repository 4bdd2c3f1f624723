"""The terminal sessions in a page of the documentation: what they show, and what the commands print.

After a change that alters what is printed: `.venv/bin/python -m tests.docs.session docs/tutorial.md` writes the page's output anew, but
for sessions shortened with a line `…`, which are for their author to look at.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"
SHOWN_ON = {"COLUMNS": "100", "NO_COLOR": "1"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One command after a prompt, and the lines that the page shows under it."""

    command: str
    shown: tuple[str, ...]


def entries_of(block: str) -> list[Entry]:
    """The commands of one console block, in order."""
    return [
        Entry(lines[0], tuple(lines[1:]))
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
        if (lines := part.rstrip("\n").splitlines())
    ]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a `safepassage` command of this environment in a folder that holds the examples."""
    program = Path(sys.executable).with_name("safepassage")
    words = [str(program), *shlex.split(command, comments=True)[1:]]
    environment = os.environ | SHOWN_ON
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300)


def printed_lines(output: str) -> tuple[str, ...]:
    """Lines as a reader sees them: without blanks at their ends, and without empty lines before and after."""
    return tuple("\n".join(line.rstrip() for line in output.splitlines()).strip("\n").splitlines())


def is_as_shown(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    """Whether the lines printed are those shown, where `…` stands for any lines."""
    parts = [r"(?:.*\n)*" if line.strip() == LEFT_OUT else re.escape(line) + r"\n" for line in shown]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in printed)) is not None


def rewrite(page: Path) -> None:
    """Put what the commands print now into the page."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "examples").symlink_to(ROOT / "examples")
        for language, block in BLOCK.findall(text):
            for entry in entries_of(block) if language == "console" else []:
                printed = printed_lines(run(entry.command, folder).stdout)
                if entry.shown and LEFT_OUT not in entry.shown:
                    text = text.replace("\n".join((entry.command, *entry.shown)), "\n".join((entry.command, *printed)))
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        rewrite(Path(argument))
