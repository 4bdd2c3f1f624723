"""Common windows worked out by hand (rule 21)."""

import pytest
from tests.planning.town import at, span, town

from safepassage.corridor import Control, OfferedWindow, Segment, WindowStatus
from safepassage.situation import backing, common_windows, open_min


def window(party: str, opens: str, closes: str, status: WindowStatus = WindowStatus.OFFERED) -> OfferedWindow:
    return OfferedWindow(segment="front", party=party, opens=at(opens), closes=at(closes), status=status)


def test_the_common_window_is_the_time_in_which_every_party_keeps_silent():
    scenario = town(windows=(window("north", "08:00", "14:00"), window("south", "09:30", "16:00")))
    assert common_windows(scenario) == {"front": (span("09:30", "14:00"),)}
    is_open = open_min(scenario)["front"]
    assert is_open.sum() == 270
    assert is_open[570:840].all()


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


def test_a_common_window_does_not_reach_beyond_the_horizon():
    assert common_windows(town(horizon=span("09:00", "12:00")))["front"] == (span("09:00", "12:00"),)


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
