"""The rules of the day, one by one."""

from hypothesis import given
from hypothesis import strategies as st

from safepassage.corridor.day_rules import (
    NEVER,
    Order,
    earliest_silent,
    earliest_unblocked,
    earliest_within,
    is_overdue,
    last_safe_behind,
    minutes_outside,
    order_at_boundary,
    wave_boards_at,
)


def one_after_the_other(gaps):
    """Spans from the times between them and how long they last."""
    found, at_min = [], 0
    for gap_min, lasts_min in gaps:
        found.append((at_min + gap_min, at_min + gap_min + lasts_min))
        at_min = found[-1][1]
    return found


spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), max_size=5).map(one_after_the_other)


@given(spans, st.integers(0, 200), st.integers(0, 40))
def test_the_earliest_stay_inside_a_span_is_what_a_look_at_every_minute_finds(found, at_min, stays_min):
    opens, closes = [a for a, _ in found], [b for _, b in found]
    fits = [minute for minute in range(at_min, 400) if any(a <= minute and minute + stays_min <= b for a, b in found)]
    expected = fits[0] if fits else NEVER
    assert earliest_within(at_min, stays_min, opens, closes, 0, len(found)) == expected


def test_only_the_spans_named_count():
    assert earliest_within(0, 5, [0, 100, 200], [50, 150, 250], 1, 2) == 100
    assert earliest_within(0, 60, [0, 100, 200], [50, 150, 250], 0, 3) == NEVER


def test_a_window_that_opens_late_is_counted_on_until_its_moment_has_come():
    """Agreed for 60, really open at 90: at 59 nobody knows, at 60 everybody does."""
    assert earliest_silent(70, 10, 59, [60], [90], [200], 0, 1) == 70
    assert earliest_silent(70, 10, 60, [60], [90], [200], 0, 1) == 90
    assert earliest_silent(70, 120, 60, [60], [90], [200], 0, 1) == NEVER


def test_nobody_enters_while_a_block_is_known_to_hold_and_blocks_may_follow_each_other():
    since, until = [100, 50], [130, 100]
    assert earliest_unblocked(60, 40, since, until, 2) == 60
    assert earliest_unblocked(60, 60, since, until, 2) == 100
    assert earliest_unblocked(60, 100, since, until, 2) == 130
    assert earliest_unblocked(60, 100, since, until, 0) == 60
    assert earliest_unblocked(130, 130, since, until, 2) == 130


def test_a_column_goes_holds_or_turns_back_by_how_long_it_would_have_held():
    assert order_at_boundary(100, 100, 100, 60) is Order.GO
    assert order_at_boundary(100, 160, 100, 60) is Order.HOLD
    assert order_at_boundary(100, 161, 100, 60) is Order.TURN_BACK
    assert order_at_boundary(100, 170, 150, 60) is Order.TURN_BACK, "it has held for 50 minutes already"
    assert order_at_boundary(100, NEVER, 100, 60) is Order.TURN_BACK


def test_it_turns_back_to_the_last_safe_place_passed():
    assert last_safe_behind([0, 40, 90], 89) == 1
    assert last_safe_behind([0, 40, 90], 90) == 2
    assert last_safe_behind([10], 5) == -1


def test_a_wave_boards_just_before_its_vehicle_leaves_and_goes_home_where_it_never_does():
    assert wave_boards_at(100, 20, 150) == 130
    assert wave_boards_at(140, 20, 150) == 140
    assert wave_boards_at(100, 20, NEVER) == NEVER


def test_overdue_is_later_than_the_tolerance_and_not_at_it():
    assert not is_overdue(100, 130, 30)
    assert is_overdue(100, 131, 30)


@given(spans, st.integers(0, 100), st.integers(0, 100))
def test_minutes_outside_are_those_of_no_span(found, enters_min, lasts_min):
    inside = sum(any(a <= minute < b for a, b in found) for minute in range(enters_min, enters_min + lasts_min))
    opens, closes = [a for a, _ in found], [b for _, b in found]
    assert minutes_outside(enters_min, enters_min + lasts_min, opens, closes, 0, len(found)) == lasts_min - inside
