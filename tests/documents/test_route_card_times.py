"""The times of a route card, held against figures worked out by hand and against vehicles moved minute by minute."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.card_sample import at, card_plan, card_scenario, sample_light

from safepassage.corridor import Interval
from safepassage.documents.card_points import Drive, Limit, Point, PointKind, read_drive
from safepassage.documents.route_card import read_drives
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
    assert back.target.place == target
    assert drive.can_turn_late(point_at(drive, place))


@pytest.mark.parametrize(
    ("place", "until"),
    [
        # 12 km and the hold of the bridge back to Vasylivka, where the line begins, and the tail: before 12:00, planned 10:46
        ("handover", at(12) - timedelta(minutes=12 + 10 + 5)),
        # 20 km and that hold: planned 10:54
        ("cp18", at(12) - timedelta(minutes=20 + 10 + 5)),
    ],
)
def test_where_the_silence_behind_ends_first_the_way_back_is_open_until_a_time_of_its_own(place: str, until: object) -> None:
    """At the latest time the line behind is silent no more, at the planned time it still is."""
    drive = drive_of("K7Q2")
    turn, latest = drive.turn_back(point_at(drive, place)), drive.latest(point_at(drive, place))
    assert turn is not None
    assert latest is not None
    assert (turn.target.place, turn.until) == ("halt-tokmak", until)
    assert turn.until < latest.at
    assert not drive.can_turn_late(point_at(drive, place))


def test_there_is_no_way_back_where_the_silence_behind_ends_too_early_even_as_planned() -> None:
    """42 km, three holds and the tail take 77 minutes back to Vasylivka: turn by 10:43, but the convoy comes at 11:36."""
    drive = drive_of("K7Q2")
    assert drive.planned(point_at(drive, "cp20")) == at(11, 36)
    assert drive.turn_back(point_at(drive, "cp20")) is None


def test_a_point_without_a_latest_time_still_has_a_time_to_turn_back_by() -> None:
    """Only the steppe is silent, until 10:30. From cp10 beyond it, planned 08:14, the halt at Berdiansk is 44 km and four holds back.

    With the tail that is 89 minutes: turn by 09:01. Nothing ahead sets a latest time, and the end of the horizon is no dark.
    """
    segments = tuple(each.model_copy(update={"needs_silence": each.id == "s-steppe"}) for each in SCENARIO.segments)
    nights = SCENARIO.daylight.model_copy(update={"is_night_driving_allowed": True})
    plan = card_plan()
    window = plan.windows[0].model_copy(update={"segment": "s-steppe", "interval": Interval(starts_at=at(5), ends_at=at(10, 30))})
    drive = read_drive(
        plan.model_copy(update={"windows": (window,)}),
        SCENARIO.model_copy(update={"segments": segments, "daylight": nights}),
        plan.convoys[0],
        (),
        {},
    )
    point = point_at(drive, "cp10")
    turn = drive.turn_back(point)
    assert (drive.planned(point), drive.latest(point)) == (at(8, 14), None)
    assert turn is not None
    assert (turn.target.place, turn.until) == ("halt-berdiansk", at(9, 1))


def test_the_end_of_the_plan_is_not_the_dark() -> None:
    """The plan ends at 14:00 UTC while it is light in March in Ukraine until the afternoon: the dark of that day sets the time."""
    ends = SCENARIO.model_copy(update={"horizon": Interval(starts_at=at(2), ends_at=at(14))})
    hours = SCENARIO.checkpoints[15].model_copy(update={"opens": None, "closes": None})
    ends = ends.model_copy(update={"checkpoints": (*SCENARIO.checkpoints[:15], hours, *SCENARIO.checkpoints[16:])})
    drive = read_drives(card_plan().model_copy(update={"convoys": card_plan().convoys[:1]}), ends)[0]
    last = drive.latest(drive.points[-1])
    assert last is not None
    assert last.limit is Limit.DARK
    # 24 km after the last checkpoint's hold, and the tail, before the light ends: sunset in Zaporizhzhia is about 16:02 UTC, less 30 min
    ends_light = last.at + timedelta(minutes=10 + 24 + 5)
    assert at(15, 20) < ends_light < at(15, 45)


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
