"""Several plans on the same days: some to choose by, others to report by.

The plan that looks best on some days looks better there than it is: part of its lead is luck. So figures are told from other days than
those that it was chosen by.

Invariant: every plan lives through the same days, also where Ctrl-C ends them early.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from safepassage.stress.day import Floats
from safepassage.stress.ensemble import Task, live_ensemble

ROUND_DAYS = 500
"""Days that every plan lives through before any goes on: a stop loses no more than these."""

_OTHER_DAYS = 1 << 63
"""The days to choose by have the seed with its highest bit turned over; those to report by are the days of `stress` at this seed."""

SEARCH_DAYS, DAYS_OF_SEARCH = 1 << 62, 600
"""Those to search by have the seed with the next bit turned over; so many of them."""


@dataclass(frozen=True, slots=True, eq=False)
class CommonDays:
    """`choosing` and `reporting` hold for each plan `float[day, Column]`."""

    choosing: tuple[Floats, ...]
    reporting: tuple[Floats, ...]
    is_stopped: bool

    @property
    def days(self) -> int:
        return len(self.reporting[0])


def live_common_days(
    tasks: Sequence[Task],
    days: int,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CommonDays:
    """So many days to choose by and so many others to report by, for each plan. Ctrl-C ends them after the last round that all finished.

    Raises:
        InputError: there is no Dask, or its scheduler does not answer.
        KeyboardInterrupt: before the first round was finished.
    """
    kept: list[tuple[list[Floats], list[Floats]]] = [([], []) for _ in tasks]
    is_stopped, done = False, 0
    while done < days and not is_stopped:
        count = min(ROUND_DAYS, days - done)
        lived: list[Floats] = []
        try:
            for task in tasks:
                for seed in (task.seed ^ _OTHER_DAYS, task.seed):
                    ensemble = live_ensemble(replace(task, seed=seed), count, first_day=done, workers=workers, scheduler=scheduler)
                    if len(ensemble.days) < count:
                        raise KeyboardInterrupt  # the ensemble has answered it with the days done so far
                    lived.append(ensemble.lived.counted)
                    if progress is not None:
                        progress(2 * done * len(tasks) + len(lived) * count, 2 * days * len(tasks))
        except KeyboardInterrupt:
            if not done:
                raise
            is_stopped = True
        else:
            for row, (choosing, reporting) in enumerate(kept):
                choosing.append(lived[2 * row])
                reporting.append(lived[2 * row + 1])
            done += count
    return CommonDays(
        tuple(np.concatenate(choosing) for choosing, _ in kept),
        tuple(np.concatenate(reporting) for _, reporting in kept),
        is_stopped,
    )
