"""Daylight against NOAA's published formulas, worked out here a second time, and at the poles."""

from datetime import UTC, date, datetime, timedelta
from math import acos, cos, degrees, pi, radians, sin, tan

import numpy as np
import pytest
from tests.planning.town import at, span, town

from safepassage.corridor import Depot, Interval
from safepassage.scenario.scenario import Daylight
from safepassage.situation import dark_min, daylight

NO_MARGIN = Daylight(margin_after_sunrise_min=0, margin_before_sunset_min=0)


def noaa_sun(latitude: float, longitude: float, day: date) -> tuple[datetime, datetime]:
    """Sunrise and sunset by NOAA's low-accuracy equations ("General Solar Position Calculations", Global Monitoring Division)."""
    gamma = 2 * pi / 365 * (day.timetuple().tm_yday - 1 + (12 - longitude / 15 - 12) / 24)
    equation_min = 229.18 * (
        0.000075 + 0.001868 * cos(gamma) - 0.032077 * sin(gamma) - 0.014615 * cos(2 * gamma) - 0.040849 * sin(2 * gamma)
    )
    declination = (
        0.006918 - 0.399912 * cos(gamma) + 0.070257 * sin(gamma) - 0.006758 * cos(2 * gamma) + 0.000907 * sin(2 * gamma)
        - 0.002697 * cos(3 * gamma) + 0.00148 * sin(3 * gamma)
    )  # fmt: skip
    phi = radians(latitude)
    half_day_deg = degrees(acos(cos(radians(90.833)) / (cos(phi) * cos(declination)) - tan(phi) * tan(declination)))
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return tuple(midnight + timedelta(minutes=720 - 4 * (longitude + side * half_day_deg) - equation_min) for side in (1, -1))  # type: ignore[return-value]


def lone_depot(latitude: float, longitude: float) -> dict[str, object]:
    empty = dict.fromkeys(("gathering_points", "reception_centres", "hospitals", "checkpoints", "safe_halts"), ())
    return {**empty, "depots": (Depot(id="garage", name="Garage", latitude=latitude, longitude=longitude),)}


@pytest.mark.parametrize(
    ("latitude", "longitude", "day"),
    [
        (46.76, 36.80, date(2022, 3, 5)),
        (47.84, 35.14, date(2022, 3, 26)),
        (50.45, 30.52, date(2022, 6, 21)),
        (-33.9, 18.4, date(2022, 12, 1)),
    ],
)
def test_sunrise_and_sunset_agree_with_noaas_equations_within_two_minutes(latitude, longitude, day):
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    horizon = Interval(starts_at=begins, ends_at=begins + timedelta(days=1))
    (light,) = daylight(town(horizon=horizon, zone="UTC", daylight=NO_MARGIN, **lone_depot(latitude, longitude)))
    rises, sets = noaa_sun(latitude, longitude, day)
    assert abs(light.starts_at - rises) < timedelta(minutes=2)
    assert abs(light.ends_at - sets) < timedelta(minutes=2)


def test_the_latest_sunrise_and_the_earliest_sunset_of_all_places_count():
    """The hospital lies furthest west of the town (the latest sunrise), the garage furthest east (the earliest sunset)."""
    (light,) = daylight(town(daylight=NO_MARGIN))
    (west,) = daylight(town(daylight=NO_MARGIN, **lone_depot(47.84, 35.15)))
    (east,) = daylight(town(daylight=NO_MARGIN, **lone_depot(47.05, 37.60)))
    assert light.starts_at == west.starts_at > east.starts_at
    assert light.ends_at == east.ends_at < west.ends_at


def test_margins_shorten_the_day_at_both_ends():
    (bare,) = daylight(town(daylight=NO_MARGIN))
    (short,) = daylight(town(daylight=Daylight(margin_after_sunrise_min=20, margin_before_sunset_min=45)))
    assert short.starts_at - bare.starts_at == timedelta(minutes=20)
    assert bare.ends_at - short.ends_at == timedelta(minutes=45)


def test_a_minute_that_is_light_in_part_only_is_dark():
    scenario = town(daylight=NO_MARGIN)
    (light,) = daylight(scenario)
    dark = dark_min(scenario)
    rises = int((light.starts_at - scenario.horizon.starts_at).total_seconds() // 60)
    sets = int((light.ends_at - scenario.horizon.starts_at).total_seconds() // 60)
    assert dark.shape == (1440,)
    assert dark[rises]
    assert not dark[rises + 1 : sets].any()
    assert dark[sets:].all()


def test_nothing_is_dark_where_night_driving_is_allowed():
    scenario = town(daylight=Daylight(is_night_driving_allowed=True))
    assert not dark_min(scenario).any()
    assert daylight(scenario) == (scenario.horizon,)


def test_the_polar_night_is_dark_all_day_and_the_midnight_sun_is_not():
    """Longyearbyen (78.2 north) has no sunrise in December and no sunset in June."""
    place = lone_depot(78.22, 15.65)
    winter = town(zone="Europe/Oslo", horizon=span("2022-12-21 02:00", "2022-12-22 02:00"), **place)
    summer = town(zone="Europe/Oslo", horizon=span("2022-06-21 02:00", "2022-06-22 02:00"), **place)
    assert dark_min(winter).all()
    assert not dark_min(summer).any()


def test_one_place_in_the_polar_night_makes_the_day_dark_for_all():
    places = (*town().depots, Depot(id="far", name="Far north", latitude=78.22, longitude=15.65))
    assert dark_min(town(depots=places, horizon=span("2022-12-21 00:00", "2022-12-22 00:00"))).all()


def test_light_of_every_day_of_a_long_horizon_is_found():
    scenario = town(horizon=span("2022-03-26 12:00", "2022-03-29 12:00"))  # clocks change on the 27th
    days = daylight(scenario)
    assert len(days) == 4
    assert days[0].starts_at == at("2022-03-26 12:00")
    assert days[-1].ends_at == at("2022-03-29 12:00")
    assert np.count_nonzero(~dark_min(scenario)) == pytest.approx(sum(60 * day.hours for day in days), abs=8)
