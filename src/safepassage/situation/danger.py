"""How dangerous it is to be somewhere, minute by minute.

Rates that overlap in time add up: each is an expected number of incidents of its own cause.
"""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import DangerPoint, Interval
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import horizon_min, minutes_touched


def danger_rate(scenario: Scenario) -> dict[str, NDArray[np.float64]]:
    """For each segment, `float[minute]`: expected incidents per hour to a vehicle on it; zero where no danger is written.

    A minute in which a rate holds in part has it in full.
    """
    rates = {segment.id: np.zeros(horizon_min(scenario)) for segment in scenario.segments}
    for danger in scenario.dangers:
        rates[danger.segment] += danger.rate_per_hour * _holds(scenario, danger.since, danger.until)
    return rates


def point_rate(scenario: Scenario, danger_point: DangerPoint) -> NDArray[np.float64]:
    """Expected incidents per hour, `float[minute]`, to a vehicle within the point's radius."""
    return np.float64(danger_point.rate_per_hour) * _holds(scenario, danger_point.since, danger_point.until)


def _holds(scenario: Scenario, since: datetime | None, until: datetime | None) -> NDArray[np.bool_]:
    starts_at = since or scenario.horizon.starts_at
    ends_at = until or scenario.horizon.ends_at
    if ends_at <= starts_at:
        return np.zeros(horizon_min(scenario), dtype=np.bool_)
    return minutes_touched(scenario, (Interval(starts_at=starts_at, ends_at=ends_at),))
