"""Ctrl-C while planning: the planner ends with its best plan so far, and the exit code says that it was stopped."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
"""The exit code of a run that Ctrl-C stopped, with or without a plan."""


@contextmanager
def noticing_interrupt() -> Iterator[Callable[[], bool]]:
    """Gives a function that tells whether Ctrl-C has been pressed, also where the planner has answered it."""
    is_noticed = False

    def notice(number: int, frame: FrameType | None) -> None:
        nonlocal is_noticed
        is_noticed = True
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, notice)
    try:
        yield lambda: is_noticed
    finally:
        signal.signal(signal.SIGINT, before)
