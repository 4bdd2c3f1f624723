"""The windows of silence that a plan asks for, worked out by hand."""

from datetime import time

import pytest
from tests.planning.hamlet import at, buses, hamlet, leg, people_at, planned, span

from safepassage.corridor import Control, Interval, OfferedWindow, Segment, WindowStatus
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario, SilenceRules


def quiet_road(opens: str = "09:00", closes: str = "13:00", **changes: object) -> Scenario:
    """The road from the square to the hall needs silence; both parties keep it, the north only confirmed."""
    return hamlet(
        **{
            "segments": (Segment(id="front", name="Front", needs_silence=True),),
            "legs": (leg("depot", "square", 10), leg("square", "hall", 20, segment="front")),
            "control": (Control(segment="front", party="south", since=at("00:00"), source="invented"),),
            "windows": (
                OfferedWindow(segment="front", party="north", opens=at(opens), closes=at(closes), status=WindowStatus.CONFIRMED),
                OfferedWindow(segment="front", party="south", opens=at(opens), closes=at(closes)),
            ),
            **changes,
        }
    )


def asked(plan: Plan) -> list[Interval]:
    return [window.interval for window in plan.windows]


def test_a_passage_is_covered_with_margins_rounded_out_to_the_grain():
    """One bus, one journey: 09:15 to 09:35 on the road, a quarter of an hour before and after, then quarters: 09:00 to 10:00."""
    assert asked(planned(quiet_road())) == [span("09:00", "10:00")]


def test_margins_and_grain_are_those_of_the_scenario():
    """Ten minutes before, five after, grain of ten: 09:05 to 09:40, rounded out to 09:00 and 09:40."""
    rules = SilenceRules(grain_min=10, margin_before_min=10, margin_after_min=5)
    assert asked(planned(quiet_road(silence=rules))) == [span("09:00", "09:40")]


def test_a_vehicle_enters_no_sooner_than_the_margin_after_the_common_window_opens():
    """The road opens at 09:12: it could be there at 09:15, and enters at 09:27. Rounding out to whole hours is cut at 09:12."""
    plan = planned(quiet_road("09:12", "13:00", horizon=span("09:00", "10:00"), silence=SilenceRules(grain_min=60)))
    on_road = next(drive for drive in plan.convoys if plan.route(drive.route).passages)
    assert on_road.departs_at == at("09:27")
    assert asked(plan) == [span("09:12", "11:00")]


def test_a_vehicle_has_left_by_the_margin_before_the_common_window_closes():
    """Twenty minutes on the road from 09:15 on, a quarter of an hour on either side: until 09:50 is just long enough."""
    assert asked(planned(quiet_road("08:00", "09:50"))) == [span("09:00", "09:50")]
    assert planned(quiet_road("08:00", "09:49")).figures.out.total_people == 0


def test_silence_that_the_parties_keep_beyond_the_horizon_serves_as_margin():
    """The vehicle is on the road from 09:15 to 09:35 and the horizon ends at 09:40: an hour before and a quarter after, to the grain."""
    plan = planned(quiet_road("06:00", "20:00", horizon=span("09:00", "09:40"), silence=SilenceRules(margin_before_min=60)))
    assert asked(plan) == [span("08:15", "10:00")]


def test_where_nobody_keeps_silent_before_the_horizon_the_margin_is_waited_for():
    """The parties keep silent from 09:00, when the horizon begins: with half an hour before it the road is entered at 09:30."""
    rules = SilenceRules(margin_before_min=30)
    assert asked(planned(quiet_road("09:00", "20:00", horizon=span("09:00", "10:30"), silence=rules))) == [span("09:00", "10:15")]


def test_two_passages_far_apart_ask_for_two_windows():
    """Two buses of which one leaves at 09:10 and the other one not before 12:00, when its duty begins."""
    fleet = (buses(duty_starts=time(9), duty_h=1.0), buses(duty_starts=time(12), duty_h=1.0))
    plan = planned(quiet_road(fleet=fleet, gathering_points=(people_at("square", 20),)))
    assert asked(plan) == [span("09:00", "10:00"), span("12:00", "13:00")]
    assert plan.figures.silence_km_h == pytest.approx(40.0)


def test_a_window_names_all_parties_and_the_weakest_word():
    window = planned(quiet_road()).windows[0]
    assert (window.parties, window.status, window.km) == (("north", "south"), WindowStatus.OFFERED, 20.0)
