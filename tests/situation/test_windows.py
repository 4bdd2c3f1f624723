"""Common windows worked out by hand (rule 21)."""

import pytest
from tests.planning.town import at, span, town

from safepassage.corridor import Control, OfferedWindow, Segment, WindowStatus
from safepassage.scenario.scenario import SilenceRules
from safepassage.situation import backing, common_windows, open_min


def window(party: str, opens: str, closes: str, status: WindowStatus = WindowStatus.OFFERED) -> OfferedWindow:
    return OfferedWindow(segment="front", party=party, opens=at(opens), closes=at(closes), status=status)


def test_the_common_window_is_the_time_in_which_every_party_keeps_silent():
    scenario = town(windows=(window("north", "08:00", "14:00"), window("south", "09:30", "16:00")))
    assert common_windows(scenario) == {"front": (span("09:30", "14:00"),)}


def test_vehicles_may_be_on_a_segment_only_inside_the_common_window_less_its_margins():
    """09:30 to 14:00 is common; with ten minutes before and twenty after, vehicles may be there from 09:40 to 13:40."""
    windows = (window("north", "08:00", "14:00"), window("south", "09:30", "16:00"))
    is_open = open_min(town(windows=windows, silence=SilenceRules(margin_before_min=10, margin_after_min=20)))["front"]
    assert is_open.sum() == 240
    assert is_open[580:820].all()


@pytest.mark.parametrize(("closes", "open_min_count"), [("09:30", 0), ("09:31", 1)])
def test_a_window_no_longer_than_its_margins_lets_nobody_pass(closes: str, open_min_count: int):
    assert open_min(town(windows=(window("south", "09:00", closes),)))["front"].sum() == open_min_count


def test_windows_of_one_party_that_touch_are_one_and_those_that_do_not_are_two():
    windows = (window("south", "08:00", "10:00"), window("south", "10:00", "11:00"), window("south", "13:00", "15:00"))
    assert common_windows(town(windows=windows))["front"] == (span("08:00", "11:00"), span("13:00", "15:00"))


def test_a_segment_without_a_window_is_never_open():
    assert not open_min(town(windows=()))["front"].any()


def test_a_window_of_others_does_not_open_what_the_holder_has_no_window_for():
    assert not open_min(town(windows=(window("north", "08:00", "16:00"),)))["front"].any()


def test_when_control_changes_the_new_holder_must_have_a_window():
    """South holds the segment until noon and has windows; from noon east, who has none, holds it."""
    control = (*town().control, Control(segment="front", party="east", since=at("12:00"), source="the evening map"))
    assert common_windows(town(control=control))["front"] == (span("08:00", "12:00"),)


def test_a_segment_is_not_passable_while_no_source_says_who_holds_it():
    late = (Control(segment="front", party="south", since=at("11:00"), source="the late map"),)
    assert common_windows(town(control=late))["front"] == (span("11:00", "16:00"),)
    assert not open_min(town(control=()))["front"].any()


def test_the_horizon_does_not_cut_the_silence_that_parties_keep():
    """From 08:00 to 16:00; the margins lie outside the horizon, so every minute of it is open."""
    scenario = town(horizon=span("09:00", "12:00"))
    assert common_windows(scenario)["front"] == (span("08:00", "16:00"),)
    assert open_min(scenario)["front"].all()


def test_who_holds_a_segment_before_the_horizon_counts_there_too():
    """No source speaks of the time before 08:50, so of the margin before 09:00 only ten minutes are known to be silent."""
    control = (Control(segment="front", party="south", since=at("08:50"), source="the late map"),)
    scenario = town(horizon=span("09:00", "12:00"), control=control)
    assert common_windows(scenario)["front"] == (span("08:50", "16:00"),)
    assert open_min(scenario)["front"].tolist() == [False] * 5 + [True] * 175


def test_a_party_that_lost_control_must_still_keep_the_silence_it_offered():
    """North takes over at noon; south's own window ends at 13:00 and binds as before."""
    control = (*town().control, Control(segment="front", party="north", since=at("12:00"), source="the evening map"))
    windows = (window("north", "08:00", "16:00"), window("south", "08:00", "13:00"))
    assert common_windows(town(control=control, windows=windows))["front"] == (span("08:00", "13:00"),)


def test_windows_that_miss_each_other_leave_nothing():
    assert common_windows(town(windows=(window("north", "08:00", "10:00"), window("south", "10:00", "12:00"))))["front"] == ()


def test_a_segment_that_needs_no_silence_is_open_all_day():
    quiet = Segment(id="front", name="Front road", needs_silence=False)
    scenario = town(segments=(quiet,), windows=())
    assert open_min(scenario)["front"].all()
    assert common_windows(scenario) == {}


def test_behind_a_window_stands_the_weakest_word_of_the_parties():
    windows = (window("north", "08:00", "16:00", WindowStatus.CONFIRMED), window("south", "08:00", "16:00", WindowStatus.ASKED))
    assert backing(town(windows=windows), "front", span("09:00", "10:00")) == (("north", "south"), WindowStatus.ASKED)


def test_hours_both_offered_and_confirmed_by_a_party_are_confirmed():
    windows = (window("south", "08:00", "16:00"), window("south", "09:00", "12:00", WindowStatus.CONFIRMED))
    scenario = town(windows=windows)
    assert backing(scenario, "front", span("09:00", "12:00")) == (("south",), WindowStatus.CONFIRMED)
    assert backing(scenario, "front", span("09:00", "12:01")) == (("south",), WindowStatus.OFFERED)


def test_backing_of_hours_that_are_not_common_is_refused():
    with pytest.raises(ValueError, match="not inside a common window"):
        backing(town(), "front", span("15:00", "16:01"))
