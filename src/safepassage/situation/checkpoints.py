"""When checkpoints are open: by the clock of the party that runs them, over clock changes and past midnight."""

from datetime import time

import numpy as np
from numpy.typing import NDArray

from safepassage.errors import InputError, Problem
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import horizon_min, local_minute_of_day


def checkpoint_open_min(scenario: Scenario) -> dict[str, NDArray[np.bool_]]:
    """For each checkpoint, `bool[minute]`: True while its party's clock shows a time from `opens` to before `closes`.

    A checkpoint that closes earlier on the clock than it opens is open past midnight; one without hours is always open.

    Raises:
        InputError: a checkpoint with only one of `opens` and `closes`, or with both the same.
    """
    problems = []
    clocks: dict[str, NDArray[np.int16]] = {}
    is_open: dict[str, NDArray[np.bool_]] = {}
    for row, checkpoint in enumerate(scenario.checkpoints):
        opens, closes = checkpoint.opens, checkpoint.closes
        if opens is None and closes is None:
            is_open[checkpoint.id] = np.ones(horizon_min(scenario), dtype=np.bool_)
        elif opens is None or closes is None or opens == closes:
            problems.append(
                Problem(
                    f"checkpoints.csv, record {row + 1} ({checkpoint.id}), opens and closes",
                    "it is not clear from when to when the checkpoint is open each day",
                    "Write two different times, or leave both empty if it is always open.",
                )
            )
        else:
            zone = scenario.party_zone(checkpoint.party)
            if zone not in clocks:
                clocks[zone] = local_minute_of_day(scenario, zone)
            is_open[checkpoint.id] = _between(clocks[zone], opens, closes)
    if problems:
        raise InputError(problems)
    return is_open


def _between(clock: NDArray[np.int16], opens: time, closes: time) -> NDArray[np.bool_]:
    # A minute is open only as a whole: opening is rounded up, closing down.
    first = 60 * opens.hour + opens.minute + (opens.second > 0)
    end = 60 * closes.hour + closes.minute
    return (first <= clock) & (clock < end) if opens < closes else (first <= clock) | (clock < end)
