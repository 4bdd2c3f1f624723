"""When the crews of a fleet row are on duty (rule 19)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval
from safepassage.errors import InputError, Problem
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import horizon_min, minutes_within


def duty_min(scenario: Scenario, fleet_row: int) -> NDArray[np.bool_]:
    """True for each minute, `bool[minute]`, in which a fleet row (counted from 0) is on duty.

    Duty begins each day when the clocks of the scenario's zone show `duty_starts` and lasts `duty_h` real hours for each crew on
    board, at most 24. A row without hours is always on duty.

    Raises:
        InputError: only one of `duty_starts` and `duty_h` is given.
    """
    entry = scenario.fleet[fleet_row]
    if entry.duty_starts is None and entry.duty_h is None:
        return np.ones(horizon_min(scenario), dtype=np.bool_)
    if entry.duty_starts is None or entry.duty_h is None:
        raise InputError(
            [
                Problem(
                    f"fleet.csv, record {fleet_row + 1} ({entry.type} at {entry.depot}), duty_starts and duty_h",
                    "only one of the two is given",
                    "Write both, or leave both empty if daylight alone limits these crews.",
                )
            ]
        )
    zone = ZoneInfo(scenario.zone)
    lasts = timedelta(hours=min(24.0, entry.duty_h * (1 + entry.relief_crews)))
    day = scenario.horizon.starts_at.astimezone(zone).date() - timedelta(days=1)  # yesterday's duty may reach past midnight
    duties = []
    while day <= scenario.horizon.ends_at.astimezone(zone).date():
        starts_at = datetime.combine(day, entry.duty_starts, zone).astimezone(UTC)
        duties.append(Interval(starts_at=starts_at, ends_at=starts_at + lasts))
        day += timedelta(days=1)
    return minutes_within(scenario, duties)
