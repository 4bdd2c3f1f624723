"""Daylight: sunrise and sunset computed for every place of the scenario, taken to the safe side.

Invariant: a minute is light only where the sun is up, with its margins, at *every* place of the scenario.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from astral import Observer
from astral.sun import elevation, noon, sunrise, sunset
from numpy.typing import NDArray

from safepassage.corridor import Interval
from safepassage.scenario.scenario import Daylight, Scenario
from safepassage.situation.minutes import horizon_min, merged, minutes_within, overlap

_HORIZON_DEG = -0.833
"""Height of the sun's centre when its upper edge rises or sets: 34' of refraction and 16' of radius."""


def daylight(scenario: Scenario) -> tuple[Interval, ...]:
    """When it is light, within the horizon: on each local day of the scenario's zone from the latest sunrise plus its margin
    to the earliest sunset minus its margin, over all places. The whole horizon where night driving is allowed.

    A place where the sun stays up all day sets no limit on that day; one where it stays down makes the whole day dark. A day
    on which the sun only rises, or only sets, is dark as well: to the safe side.

    Source: the sun's position by `astral` (NOAA's formulas, good to about a minute below 72 degrees of latitude).
    """
    if scenario.daylight.is_night_driving_allowed:
        return (scenario.horizon,)
    return overlap(merged(_light_of_days(scenario)), (scenario.horizon,))


def dark_min(scenario: Scenario) -> NDArray[np.bool_]:
    """True for each minute of the horizon that is dark at least in part, `bool[minute]`."""
    if scenario.daylight.is_night_driving_allowed:
        return np.zeros(horizon_min(scenario), dtype=np.bool_)
    return ~minutes_within(scenario, daylight(scenario))


def _light_of_days(scenario: Scenario) -> Iterator[Interval]:
    zone = ZoneInfo(scenario.zone)
    spots = {(place.latitude, place.longitude) for place in scenario.places}
    day = scenario.horizon.starts_at.astimezone(zone).date()
    while day <= scenario.horizon.ends_at.astimezone(zone).date():
        spans = [_light_at(Observer(*spot), day, zone, scenario.daylight) for spot in spots]
        starts_at, ends_at = max((span[0] for span in spans), default=None), min((span[1] for span in spans), default=None)
        if starts_at is not None and ends_at is not None and starts_at < ends_at:
            yield Interval(starts_at=starts_at, ends_at=ends_at)
        day += timedelta(days=1)


def _light_at(observer: Observer, day: date, zone: ZoneInfo, margins: Daylight) -> tuple[datetime, datetime]:
    """From when to when it is light on one local day at one spot; twice the same instant where it is dark all day."""
    begins, ends = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    try:
        rises, sets = sunrise(observer, day, zone).astimezone(UTC), sunset(observer, day, zone).astimezone(UTC)
    except ValueError:
        hours = [begins + timedelta(hours=hour) for hour in range(25)]
        lowest_deg = min(elevation(observer, at) for at in (*hours, noon(observer, day) + timedelta(hours=12)))
        return (begins, ends) if lowest_deg > _HORIZON_DEG else (begins, begins)
    return rises + timedelta(minutes=margins.margin_after_sunrise_min), sets - timedelta(minutes=margins.margin_before_sunset_min)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
