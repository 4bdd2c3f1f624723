"""When it is not dark: computed for all places of the scenario, to the safe side."""

import math
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import elevation, sunrise, sunset

from safepassage.planning.checking.spans import FOREVER, MINUTE_S, NEVER, Span, local_days, local_instant_s, merge, posix_s
from safepassage.scenario.scenario import Scenario


def light_spans(scenario: Scenario) -> list[Span]:
    """The spans of whole minutes that are not dark, from the day before the horizon to the day after it.

    Sunrise and sunset are those of each local day of the scenario's zone: the latest and the earliest of all places.
    Always light where night driving is allowed.
    """
    if scenario.daylight.is_night_driving_allowed or not scenario.places:
        return [(NEVER, FOREVER)]
    zone = ZoneInfo(scenario.zone)
    observers = [Observer(*position) for position in {(place.latitude, place.longitude) for place in scenario.places}]
    spans = []
    for day in local_days((posix_s(scenario.horizon.starts_at), posix_s(scenario.horizon.ends_at)), zone):
        midnights = (local_instant_s(day, time(0), zone), local_instant_s(day + timedelta(days=1), time(0), zone))
        suns = [_sun_is_up(observer, day, zone) for observer in observers]
        rises, sets = [rise for rise, _ in suns if rise is not None], [fall for _, fall in suns if fall is not None]
        light_from = max(rises) + scenario.daylight.margin_after_sunrise_min * MINUTE_S if rises else midnights[0]
        light_until = min(sets) - scenario.daylight.margin_before_sunset_min * MINUTE_S if sets else midnights[1]
        if FOREVER not in rises:
            spans.append((math.ceil(light_from / MINUTE_S) * MINUTE_S, math.floor(light_until / MINUTE_S) * MINUTE_S))
    return merge(spans)


def _sun_is_up(observer: Observer, day: date, zone: ZoneInfo) -> tuple[float | None, float | None]:
    """Sunrise and sunset of one local day at one place.

    Beyond the polar circles: None where the sun does not rise or set because it is up, FOREVER as the sunrise where it stays down.
    """
    noon_is_light = elevation(observer, datetime.combine(day, time(12), zone)) > 0
    rise: float | None = None if noon_is_light else FOREVER
    fall: float | None = None if noon_is_light else NEVER
    with suppress(ValueError):  # the sun does not rise that day
        rise = posix_s(sunrise(observer, day, zone))
    with suppress(ValueError):
        fall = posix_s(sunset(observer, day, zone))
    return rise, fall
