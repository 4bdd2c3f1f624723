"""Progress of a planning run: one live line on a terminal, plain lines where the output is kept in a file.

It goes to where errors go, so that a pipe of the results stays clean.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from safepassage.documents.summary import percent_up

Progress = Callable[[str, float | None, float | None, int], None]
"""Called with the stage in words, value and bound in points (None: not known yet), and the units of work done so far."""

PLAIN_LINE_EVERY_S = 5.0


@contextmanager
def progress_on_terminal(*, is_quiet: bool) -> Iterator[Progress]:
    """Show progress while planning."""
    console = Console(stderr=True)
    if is_quiet:
        yield lambda stage, value, bound, work: None
    elif console.is_terminal:
        with console.status("Starting") as status:
            yield lambda stage, value, bound, work: status.update(progress_text(stage, value, bound, work))
    else:
        yield _plain_lines()


def progress_text(stage: str, value: float | None, bound: float | None, work: int) -> str:
    """One line, such as 'Improving the plan: 43,817 of at most 44,483 points, 1.5 % apart, 210 units of work'."""
    text = stage
    if value is not None and bound is not None:
        gap = (bound - value) / bound if bound > 0 else 0.0
        text += f": {value:,.0f} of at most {bound:,.0f} points, {percent_up(gap)} apart"
    elif bound is not None:
        text += f": at most {bound:,.0f} points"
    elif value is not None:
        text += f": {value:,.0f} points"
    return f"{text}, {work:,} {'unit' if work == 1 else 'units'} of work" if work else text


def _plain_lines() -> Progress:
    last_stage, last_line_s = "", 0.0

    def progress(stage: str, value: float | None, bound: float | None, work: int) -> None:
        nonlocal last_stage, last_line_s
        now_s = time.monotonic()
        if stage != last_stage or now_s - last_line_s >= PLAIN_LINE_EVERY_S:
            print(progress_text(stage, value, bound, work), file=sys.stderr, flush=True)
            last_stage, last_line_s = stage, now_s

    return progress
