"""The times of a route card, held against figures worked out by hand and against vehicles moved minute by minute."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.card_sample import at, card_plan, card_scenario, sample_light

from safepassage.corridor import Interval
from safepassage.documents.card_points import Drive, Limit, Point, PointKind, read_drive
from safepassage.errors import PlanBrokenError
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

SCENARIO = card_scenario()


def drive_of(convoy: str, plan: Plan | None = None, scenario: Scenario = SCENARIO) -> Drive:
    plan = card_plan() if plan is None else plan
    row = next(each for each in plan.convoys if each.id == convoy)
    hours = {"cp16": tuple(Interval(starts_at=at(5, day=day), ends_at=at(16, day=day)) for day in (26, 27))}
    return read_drive(plan, scenario, row, (*sample_light(26), *sample_light(27)), hours)


def point_at(drive: Drive, place: str) -> Point:
    return next(point for point in drive.points if point.place == place)


def test_points_stand_in_order_with_the_hand_counted_minutes_and_kilometres() -> None:
    drive = drive_of("K7Q2")
    assert [point.number for point in drive.points] == list(range(27))
    # Vasylivka bridge: 168 km at a kilometre a minute, and sixteen checkpoints of ten minutes before it
    bridge = point_at(drive, "cp17")
    assert (bridge.km, bridge.arrives_min, bridge.hold_min) == (168, 168 + 16 * 10, 10)
    assert drive.planned(bridge) == at(10, 28)


@pytest.mark.parametrize(
    ("place", "latest", "limit", "number"),
    [
        # the line of contact is silent until 12:00; from the bridge 16 km and two holds remain in it, the tail is 5 minutes behind
        ("cp17", at(12) - timedelta(minutes=16 + 2 * 10 + 5), Limit.SILENCE, 4),
        # from Stepnohirsk 38 km and two holds remain before the light ends at 15:30
        ("cp19", at(15, 30) - timedelta(minutes=38 + 2 * 10 + 5), Limit.DARK, 5),
        # far before the line, its silence still sets the time: 184 km less 60, and 13 holds from cp06 to cp18
        ("halt-berdiansk", at(12) - timedelta(minutes=184 - 60 + 13 * 10 + 5), Limit.SILENCE, 4),
    ],
)
def test_latest_times_are_counted_back_from_what_ends_first_ahead(place: str, latest: object, limit: Limit, number: int) -> None:
    drive = drive_of("K7Q2")
    found = drive.latest(point_at(drive, place))
    assert found is not None
    assert (found.at, found.limit, found.number) == (latest, limit, number)


def test_a_checkpoint_that_closes_first_sets_the_latest_time() -> None:
    plan = card_plan()
    hours = {"cp16": (Interval(starts_at=at(5), ends_at=at(10, 30)),)}
    drive = read_drive(plan, SCENARIO, plan.convoys[0], sample_light(), hours)
    found = drive.latest(point_at(drive, "halt-tokmak"))
    # 32 km, the holds of cp13, cp14, cp15 and of cp16 itself, and the tail
    assert found is not None
    assert (found.at, found.limit) == (at(10, 30) - timedelta(minutes=32 + 4 * 10 + 5), Limit.CHECKPOINT)
    assert drive.points[found.number].place == "cp16"


def _fits(drive: Drive, point: Point, shift: timedelta) -> bool:
    """Move the first and the last vehicle by `shift` and look at every minute of what lies ahead: an independent reading of the rules."""
    for departs_at in (drive.convoy.departs_at, drive.convoy.tail_departs_at):
        for passage in drive.route.passages:
            if passage.leaves_min <= point.arrives_min:
                continue
            on_from, on_until = (departs_at + shift + timedelta(minutes=minute) for minute in (point.arrives_min, passage.leaves_min))
            if on_until > at(15, 30):
                return False
            until = {"s-city": at(7), "s-coast": at(8), "s-line": at(12)}.get(passage.segment)
            if until is not None and max(on_from, on_until) > until:
                return False
        for crossing in drive.route.crossings:
            if crossing.checkpoint == "cp16" and crossing.arrives_min >= point.arrives_min:
                let_go_at = departs_at + shift + timedelta(minutes=crossing.arrives_min + crossing.hold_min)
                if let_go_at > at(16):
                    return False
    return True


@settings(max_examples=40, deadline=None)
@given(number=st.integers(0, 26), tail_min=st.integers(0, 14))
def test_at_the_latest_time_everything_ahead_still_fits_and_a_minute_later_it_does_not(number: int, tail_min: int) -> None:
    plan = card_plan()
    convoy = plan.convoys[0].model_copy(update={"tail_departs_at": at(5) + timedelta(minutes=tail_min)})
    drive = drive_of("K7Q2", plan.model_copy(update={"convoys": (convoy,)}))
    point = drive.points[number]
    latest = drive.latest(point)
    assert latest is not None
    shift = latest.at - drive.planned(point)
    assert _fits(drive, point, shift)
    assert not _fits(drive, point, shift + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("cp02", None),  # number 0: the start, reached at 06:40 with the tail, before the city's silence ends at 07:00
        ("cp05", "manhush"),  # turning at 07:11, 40 minutes back on the coast road and the tail: 07:56, silent until 08:00
        ("halt-berdiansk", "halt-berdiansk"),  # a safe halt: stay
        ("cp09", "halt-berdiansk"),
        ("cp16", "halt-tokmak"),
        ("cp17", "halt-tokmak"),
    ],
)
def test_a_convoy_turns_back_to_the_nearest_place_it_can_still_reach(place: str, target: str | None) -> None:
    drive = drive_of("K7Q2")
    back = drive.turn_back(point_at(drive, place))
    assert back is not None
    assert back.place == target


def test_there_is_no_way_back_where_the_silence_behind_ends_too_early() -> None:
    drive = drive_of("K7Q2")
    # at the hand-over point, at the latest time 11:37, the way back to Vasylivka takes 22 minutes and the tail 5: after 12:00
    assert drive.turn_back(point_at(drive, "handover")) is None
    # beyond the line the latest time is set by the dark, hours after the line's silence has ended
    assert drive.turn_back(point_at(drive, "cp20")) is None


def test_a_segment_boundary_without_a_place_is_a_point_of_its_own() -> None:
    plan = card_plan()
    route = plan.routes[0]
    bare = tuple(point.model_copy(update={"place": None}) if point.place == "chernihivka" else point for point in route.points)
    drive = drive_of("K7Q2", plan.model_copy(update={"routes": (route.model_copy(update={"points": bare}), plan.routes[1])}))
    boundary = next(point for point in drive.points if point.kind is PointKind.BOUNDARY)
    assert (boundary.km, boundary.arrives_min, boundary.spot) == (96, 96 + 9 * 10, (47.19, 36.23))


def test_a_checkpoint_that_shares_its_spot_with_another_place_is_still_a_point() -> None:
    plan = card_plan()
    route = plan.routes[0]
    bare = tuple(point.model_copy(update={"place": None}) if point.place == "cp10" else point for point in route.points)
    drive = drive_of("K7Q2", plan.model_copy(update={"routes": (route.model_copy(update={"points": bare}), plan.routes[1])}))
    assert point_at(drive, "cp10") == point_at(drive_of("K7Q2"), "cp10")


def test_a_convoy_outside_its_windows_in_the_dark_or_at_a_closed_checkpoint_is_refused() -> None:
    plan = card_plan()
    late = plan.model_copy(update={"windows": tuple(each for each in plan.windows if each.segment != "s-line")})
    with pytest.raises(PlanBrokenError, match="silence"):
        drive_of("K7Q2", late)
    with pytest.raises(PlanBrokenError, match="dark"):
        read_drive(plan, SCENARIO, plan.convoys[0], (Interval(starts_at=at(6), ends_at=at(15)),), {})
    with pytest.raises(PlanBrokenError, match="closed"):
        read_drive(plan, SCENARIO, plan.convoys[0], sample_light(), {"cp16": (Interval(starts_at=at(11), ends_at=at(12)),)})


def test_nothing_limits_the_time_where_there_is_neither_silence_nor_dark() -> None:
    always = SCENARIO.model_copy(
        update={
            "daylight": SCENARIO.daylight.model_copy(update={"is_night_driving_allowed": True}),
            "segments": tuple(segment.model_copy(update={"needs_silence": False}) for segment in SCENARIO.segments),
        }
    )
    plan = card_plan()
    drive = read_drive(plan, always, plan.convoys[0], (SCENARIO.horizon,), {})
    assert {drive.latest(point) for point in drive.points} == {None}
