"""What a negotiator can move in a scenario, and what exactly moves."""

from datetime import time, timedelta

import pytest
from tests.planning.town import at, changed, town

from safepassage.corridor import Closure, ClosureKind, Segment
from safepassage.planning.levers import Effect, Lever, LeverKind, find_levers
from safepassage.scenario.scenario import ColumnRules, Daylight, Precedence, Scenario
from safepassage.situation import common_windows


def by_id(scenario: Scenario) -> dict[str, Lever]:
    return {lever.id: lever for lever in find_levers(scenario)}


def after(scenario: Scenario, id_: str) -> Scenario:
    moved = by_id(scenario)[id_].change(scenario)
    assert moved is not None
    return moved


def hours(scenario: Scenario) -> list[str]:
    return [f"{span.starts_at:%H:%M}-{span.ends_at:%H:%M}" for span in common_windows(scenario)["front"]]


def test_every_kind_of_lever_of_the_town_is_found() -> None:
    assert {lever.kind for lever in find_levers(town())} == set(LeverKind) - {LeverKind.ROAD}


def test_no_two_levers_are_the_same_and_none_changes_nothing() -> None:
    scenarios = [town(), *(lever.change(town()) for lever in find_levers(town()))]
    assert None not in scenarios
    assert all(one != other for number, one in enumerate(scenarios) for other in scenarios[:number])
    assert len(by_id(town())) == len(find_levers(town()))


def test_silence_of_all_parties_begins_earlier_and_the_common_window_with_it() -> None:
    """The town's common window is 08:00 to 16:00 in Kyiv, 06:00 to 14:00 UTC."""
    assert hours(town()) == ["06:00-14:00"]
    assert hours(after(town(), "hours.silence.front.begin-earlier")) == ["05:30-14:00"]
    assert hours(after(town(), "hours.silence.front.end-earlier")) == ["06:00-13:30"]


def test_one_party_alone_does_not_widen_what_both_must_keep_but_narrows_it() -> None:
    assert hours(after(town(), "hours.silence.front.north.begin-earlier")) == ["06:00-14:00"]
    assert hours(after(town(), "hours.silence.front.north.begin-later")) == ["06:30-14:00"]


def test_a_window_that_would_vanish_is_no_lever() -> None:
    """A party without any window no longer binds a segment, so its last half hour cannot be taken by a lever."""
    short = changed(town().windows[0], closes=at("08:30"))
    scenario = town(windows=(short, town().windows[1]))
    assert "hours.silence.front.north.end-earlier" not in by_id(scenario)
    assert "hours.silence.front.north.end-later" in by_id(scenario)


def test_both_texts_of_a_window_stay_one_instant() -> None:
    window = changed(town().windows[0], also_opens=at("08:00"), also_closes=at("16:00"))
    moved = after(town(windows=(window, town().windows[1])), "hours.silence.front.north.end-later").windows[0]
    assert moved.closes == moved.also_closes == at("16:30")
    assert moved.opens == moved.also_opens == at("08:00")


@pytest.mark.parametrize(
    ("opens", "closes", "lever", "expected"),
    [
        (time(7), time(19), "begin-earlier", (time(6, 30), time(19))),
        (time(7), time(19), "end-earlier", (time(7), time(18, 30))),
        (time(0, 15), time(12), "begin-earlier", (time(23, 45), time(12))),
        (time(22), time(21, 40), "begin-earlier", (None, None)),
    ],
)
def test_a_checkpoints_hours_move_over_midnight_and_grow_to_the_whole_day(opens, closes, lever, expected) -> None:
    gate = changed(town().checkpoints[0], opens=opens, closes=closes)
    moved = after(town(checkpoints=(gate,)), f"hours.checkpoint.barrier.{lever}").checkpoints[0]
    assert (moved.opens, moved.closes) == expected


def test_a_lane_more_passes_more_in_the_measure_of_the_lanes() -> None:
    """Two lanes pass 10 in and 5 out; three pass 15 and 7 (7.5 rounded down)."""
    moved = after(town(), "checkpoint.barrier.lane+1").checkpoints[0]
    assert (moved.lanes, moved.inbound_vehicles_per_15_min, moved.outbound_vehicles_per_15_min) == (3, 15, 7)


def test_ten_vehicles_more_raise_every_limit_of_the_checkpoint() -> None:
    gate = changed(town().checkpoints[0], vehicles_per_15_min=8)
    moved = after(town(checkpoints=(gate,)), "checkpoint.barrier.vehicles+10").checkpoints[0]
    assert (moved.inbound_vehicles_per_15_min, moved.outbound_vehicles_per_15_min, moved.vehicles_per_15_min) == (20, 15, 18)


def test_no_more_than_half_of_what_there_is_is_taken() -> None:
    """The town has one ambulance, two buses and ten beds."""
    levers = by_id(town())
    assert [id_ for id_ in levers if id_.startswith("fleet.")] == ["fleet.0+5", "fleet.0-1", "fleet.1+2", "fleet.1-1"]
    assert levers["hospital_beds.ward-5"].change(town()).hospitals[0].hospital_beds == 5
    assert "hospital_beds.ward-10" not in levers


def test_a_closed_road_opens_and_a_segment_nobody_spoke_of_is_silent_in_the_hours_of_the_others() -> None:
    """Leg l4 is on 'back', held by the south, which no party has a window for."""
    back = Segment(id="back", name="Back road", needs_silence=True)
    legs = tuple(changed(leg, segment="back") if leg.id == "l4" else leg for leg in town().legs)
    held = changed(town().control[0], segment="back")
    closed = Closure(kind=ClosureKind.LEG, what="l4")
    scenario = town(segments=(*town().segments, back), legs=legs, control=(*town().control, held), closures=(closed,))
    opened = after(scenario, "road.0")
    assert opened.closures == ()
    assert common_windows(opened)["back"] == common_windows(scenario)["front"]
    assert {window.party for window in opened.windows if window.segment == "back"} == {"south"}
    assert by_id(scenario)["road.0"].words == "the closed road Rest–Hall is open, and Back road silent in the hours of the others"


def test_a_wider_lever_grants_what_the_narrower_one_grants() -> None:
    levers = by_id(town())
    assert levers["hours.silence.front.north.begin-earlier"].within == "hours.silence.front.begin-earlier"
    assert levers["checkpoint.barrier.in+1"].within == "checkpoint.barrier.vehicles+1"
    assert levers["hospital_beds.ward+1"].within == "hospital_beds.ward+10"
    assert all(lever.within in levers for lever in levers.values() if lever.within)
    assert all(levers[lever.within].effect is lever.effect for lever in levers.values() if lever.within)


def test_where_own_transport_goes_first_no_effect_is_claimed_beforehand() -> None:
    from safepassage.corridor import OwnTransport, OwnTransportMode

    own = OwnTransport(gathering_point="square", mode=OwnTransportMode.CAR, units=3, other_people=9, max_speed_kmh=80.0)
    first = town(own_transport=(own,), column=ColumnRules(own_transport_precedence=Precedence.OWN_TRANSPORT))
    assert {lever.effect for lever in find_levers(first)} == {Effect.EITHER}
    assert Effect.HELPS in {lever.effect for lever in find_levers(town(own_transport=(own,)))}


def test_margins_of_daylight_are_levers_with_both_signs_and_none_without_dark() -> None:
    levers = by_id(town(daylight=Daylight(margin_before_sunset_min=40)))
    assert levers["daylight.margin_before_sunset_min.10"].effect is Effect.HELPS
    assert levers["daylight.margin_before_sunset_min.70"].effect is Effect.HURTS
    lit = by_id(town(daylight=Daylight(is_night_driving_allowed=True)))
    assert not [id_ for id_ in lit if id_.startswith(("daylight", "night"))]


def test_the_horizon_moves_by_half_an_hour() -> None:
    """The town's day ends at midnight: where nobody drives in the dark, half an hour there is no lever."""
    lit = town(daylight=Daylight(is_night_driving_allowed=True))
    assert after(lit, "horizon.end-later").horizon.ends_at - lit.horizon.ends_at == timedelta(minutes=30)
    assert "horizon.end-later" not in by_id(town())
