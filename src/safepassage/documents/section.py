"""A section of a summary on the terminal: a heading and its lines, the first of them where they are many."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text


def section(heading: str, lines: list[str], *, most_lines: int, file: str) -> Iterator[RenderableType]:
    """Nothing where there is no line; `file` is where a reader finds those beyond `most_lines`."""
    if not lines:
        return
    yield Text(f"\n{heading}", style="bold")
    shown = lines[:most_lines]
    if len(lines) > len(shown):
        shown = [*shown, f"and {len(lines) - len(shown)} more in {file}"]
    for line in shown:
        yield Padding(Text(line), (0, 0, 0, 2))
