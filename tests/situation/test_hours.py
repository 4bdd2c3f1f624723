"""Hours of checkpoints and crews, and rates of danger, counted by hand."""

from datetime import time

import numpy as np
import pytest
from tests.planning.town import at, changed, span, town

from safepassage.corridor import DangerPoint, FleetEntry, SegmentDanger
from safepassage.errors import InputError
from safepassage.situation import checkpoint_open_min, danger_rate, duty_min, holders, point_rate


def with_hours(opens: time | None, closes: time | None, **changes: object):
    return town(checkpoints=(changed(town().checkpoints[0], opens=opens, closes=closes),), **changes)


def true_spans(mask: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(int), [0])))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def test_a_checkpoint_opens_by_the_clock_of_its_party():
    """South reads Moscow's clock, an hour ahead of Kyiv's in winter: 07:00 to 17:00 there is 06:00 to 16:00 here."""
    assert true_spans(checkpoint_open_min(with_hours(time(7), time(17)))["barrier"]) == [(360, 960)]


def test_a_checkpoint_that_closes_past_midnight_is_open_at_both_ends_of_the_day():
    """22:00 to 02:00 in Moscow is 21:00 to 01:00 in Kyiv."""
    assert true_spans(checkpoint_open_min(with_hours(time(22), time(2)))["barrier"]) == [(0, 60), (1260, 1440)]


def test_opening_hours_follow_the_clock_over_a_clock_change():
    """Kyiv's clocks go from 03:00 to 04:00 on 27 March 2022: 08:00 is 8 hours after midnight on the 26th and 7 on the 27th."""
    kyiv = tuple(changed(party, zone="Europe/Kyiv") for party in town().parties)
    scenario = with_hours(time(8), time(10), parties=kyiv, horizon=span("2022-03-26 00:00", "2022-03-28 00:00"))
    assert true_spans(checkpoint_open_min(scenario)["barrier"]) == [(480, 600), (1440 + 420, 1440 + 540)]


def test_a_checkpoint_without_hours_is_always_open():
    assert checkpoint_open_min(town())["barrier"].all()


@pytest.mark.parametrize(("opens", "closes"), [(time(8), None), (None, time(8)), (time(8), time(8))])
def test_unclear_hours_are_refused(opens, closes):
    with pytest.raises(InputError, match="barrier"):
        checkpoint_open_min(with_hours(opens, closes))


def test_duty_lasts_its_hours_for_each_crew():
    entry = FleetEntry(type="bus", depot="garage", vehicles=1, duty_starts=time(5, 30), duty_h=4.5, relief_crews=1)
    assert true_spans(duty_min(town(fleet=(entry,)), 0)) == [(330, 870)]


def test_duty_that_began_yesterday_evening_reaches_into_the_morning():
    entry = FleetEntry(type="bus", depot="garage", vehicles=1, duty_starts=time(20), duty_h=10.0)
    assert true_spans(duty_min(town(fleet=(entry,)), 0)) == [(0, 360), (1200, 1440)]


def test_three_crews_of_ten_hours_are_on_duty_round_the_clock():
    entry = FleetEntry(type="bus", depot="garage", vehicles=1, duty_starts=time(20), duty_h=10.0, relief_crews=2)
    assert duty_min(town(fleet=(entry,)), 0).all()


def test_crews_without_hours_are_always_on_duty():
    assert duty_min(town(), 1).all()


def test_half_written_duty_is_refused():
    with pytest.raises(InputError, match="duty_starts"):
        duty_min(town(fleet=(FleetEntry(type="bus", depot="garage", vehicles=1, duty_h=8.0),)), 0)


def test_rates_of_danger_hold_for_their_time_and_add_up():
    dangers = (
        SegmentDanger(segment="front", rate_per_hour=0.5, until=at("10:00")),
        SegmentDanger(segment="front", rate_per_hour=0.25, since=at("09:00"), until=at("11:00")),
    )
    rate = danger_rate(town(dangers=dangers))["front"]
    assert rate[539] == 0.5
    assert rate[540] == 0.75
    assert rate[600] == 0.25
    assert rate[660] == 0.0
    assert rate.sum() / 60 == pytest.approx(10 * 0.5 + 2 * 0.25)


def test_a_danger_point_is_dangerous_for_its_time():
    point = DangerPoint(id="crater", latitude=47.0, longitude=37.0, radius_m=500.0, rate_per_hour=2.0, since=at("23:00"))
    rate = point_rate(town(), point)
    assert rate[:1380].sum() == 0.0
    assert (rate[1380:] == 2.0).all()


def test_holders_of_a_segment_are_told_span_by_span():
    control = (changed(town().control[0], since=at("06:00")), changed(town().control[0], since=at("12:00"), party="north"))
    assert holders(town(control=control), "front") == (
        (span("00:00", "06:00"), None),
        (span("06:00", "12:00"), "south"),
        (span("12:00", "2022-03-06 00:00"), "north"),
    )
