"""Motion along routes, movements and windows, kilometres along corridors."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.documents.sample import at, broken_plan, sample_plan, sample_scenario

from safepassage.corridor import Interval
from safepassage.documents.axis import axes_of
from safepassage.documents.drawing import spread
from safepassage.documents.motion import km_at, motion_of, stretches_of, thinned
from safepassage.documents.movement import movements_of, window_breaks


def test_a_hold_is_a_step_in_time_without_a_kilometre() -> None:
    motion = motion_of(sample_plan().route("theatre-reception"))
    # 8 km at 60 km/h to the first checkpoint, there 15 minutes
    assert km_at(motion, 8) == pytest.approx(8)
    assert km_at(motion, 15) == pytest.approx(8)
    assert km_at(motion, 23) == pytest.approx(8)
    assert km_at(motion, 24) == pytest.approx(9)


def test_a_hold_is_a_step_as_well_where_the_checkpoints_minute_is_that_of_its_arrival() -> None:
    route = sample_plan().route("theatre-reception")
    points = tuple(
        point.model_copy(update={"minutes": point.minutes - 15}) if point.place and point.place.startswith("cp-") else point
        for point in route.points
    )
    expected, got = motion_of(route), motion_of(route.model_copy(update={"points": points}))
    for minutes in range(0, route.minutes, 7):
        assert km_at(got, minutes) == pytest.approx(km_at(expected, minutes))


def test_thinning_keeps_where_a_vehicle_is_at_each_minute() -> None:
    motion = motion_of(sample_plan().route("in-hall"))
    for every_km in (0.25, 3.0):
        thin = thinned(motion, every_km)
        assert all(km_at(thin, minutes) == pytest.approx(km_at(motion, minutes), abs=0.01) for minutes in range(413))


def test_stretches_cover_the_whole_route_without_gap_or_overlap() -> None:
    for route in sample_plan().routes:
        stretches = stretches_of(route)
        assert stretches[0].starts_km == 0
        assert stretches[-1].ends_km == pytest.approx(route.km)
        assert all(a.ends_km == pytest.approx(b.starts_km) for a, b in pairwise(stretches))
    assert [(stretch.segment, stretch.starts_km, stretch.ends_km) for stretch in stretches_of(sample_plan().route("hall-halt"))] == [
        (None, 0, 3),
        ("s1-city", 3, 11),
        ("s2-coast", 11, 53),
        ("s3-berdiansk", 53, 87),
    ]


def test_a_whole_plan_has_no_passage_outside_its_windows() -> None:
    assert window_breaks(sample_plan(), sample_scenario()) == ()


def test_a_late_convoy_is_outside_from_the_end_of_the_window_to_its_last_vehicles_exit() -> None:
    found = window_breaks(broken_plan(), sample_scenario())
    assert [(one.movement, one.segment) for one in found] == [("berdiansk-2", "s4-steppe"), ("berdiansk-2", "s5-line")]
    # it leaves at 09:45, nine minutes behind it the last; the steppe's window closes at 11:30 and it is out after 201 minutes
    assert found[0].interval == Interval(starts_at=at(2, 11, 30), ends_at=at(2, 9, 54) + timedelta(minutes=201))


def test_a_gap_between_two_windows_is_outside_too() -> None:
    plan = sample_plan()
    cut = at(2, 6)
    windows = []
    for window in plan.windows:
        if window.segment == "s4-steppe" and window.interval.contains(cut, cut + timedelta(minutes=10)):
            first = Interval(starts_at=window.interval.starts_at, ends_at=cut)
            second = Interval(starts_at=cut + timedelta(minutes=10), ends_at=window.interval.ends_at)
            windows += [window.model_copy(update={"interval": part}) for part in (first, second)]
        else:
            windows.append(window)
    found = window_breaks(plan.model_copy(update={"windows": tuple(windows)}), sample_scenario())
    assert {one.movement for one in found} == {"berdiansk-1", "berdiansk-2", "berdiansk-3"}
    assert {one.interval for one in found} == {Interval(starts_at=cut, ends_at=cut + timedelta(minutes=10))}


def test_a_convoy_that_ends_at_a_halt_stays_there_until_its_vehicles_leave() -> None:
    halted = {movement.id: movement.halts_until for movement in movements_of(sample_plan()) if movement.halts_until}
    # the second column leaves 45 minutes after 04:30, its vehicles three minutes apart: bus 6 is its second, bus 8 its fourth
    assert halted == {"out-theatre-1": at(2, 5, 18), "out-hall-1": at(2, 5, 24)}


def test_roads_that_run_along_each_other_share_an_axis_and_others_get_their_own() -> None:
    main, side = axes_of(movements_of(sample_plan()))
    assert set(side.tracks) == {"depot-polohy", "polohy-depot"}
    assert main.km == pytest.approx(293)
    assert not set(main.tracks) & set(side.tracks)


def test_an_axis_counts_kilometres_from_where_people_leave_whatever_the_direction_of_a_route() -> None:
    main = axes_of(movements_of(sample_plan()))[0]
    places = main.place_km(sample_plan().routes)
    # the sports hall is 3 km before the theatre; Tokmak is 196 km from the theatre
    assert places["sports-hall"] == pytest.approx(0)
    assert places["theatre"] == pytest.approx(3, abs=0.01)
    assert places["cp-tokmak"] == pytest.approx(199, abs=0.01)
    inbound, outbound = main.tracks["in-theatre"][0], main.tracks["theatre-halt"][0]
    assert inbound.axis_km[0] > inbound.axis_km[-1]
    assert outbound.axis_km[0] < outbound.axis_km[-1]


def test_the_other_carriageway_runs_along_the_same_axis_and_a_road_that_only_crosses_it_does_not() -> None:
    """40 m to the north of the side road all along; and a road that crosses it at a right angle."""
    plan = sample_plan()
    aid = {movement.id: movement for movement in movements_of(plan)}
    road = aid["aid-1"].route
    beside = tuple(point.model_copy(update={"latitude": point.latitude + 0.00036}) for point in reversed(road.points))
    there = [(point.km, point.minutes) for point in road.points]
    beside = tuple(point.model_copy(update={"km": km, "minutes": minutes}) for point, (km, minutes) in zip(beside, there, strict=True))
    middle = road.points[len(road.points) // 2]
    across = tuple(
        point.model_copy(update={"latitude": middle.latitude + (point.km - 52) / 111, "longitude": middle.longitude, "place": None})
        for point in road.points
    )
    back = replace(aid["aid-2"], route=aid["aid-2"].route.model_copy(update={"points": beside}))
    crossing = replace(aid["aid-2"], id="x", route=road.model_copy(update={"id": "x", "points": across}))
    axes = axes_of([aid["aid-1"], back, crossing])
    assert [set(axis.tracks) for axis in axes] == [{"depot-polohy", "polohy-depot"}, {"x"}]


def test_labels_that_push_each_other_share_the_way_and_keep_their_order() -> None:
    assert spread([10, 50, 90], 15, 0, 100) == [10, 50, 90]
    assert spread([50, 50, 50], 10, 0, 100) == [40, 50, 60]
    assert spread([0, 0, 100, 100], 10, 0, 100) == [0, 10, 90, 100]
    assert spread([5] * 5, 50, 0, 100) == [0, 25, 50, 75, 100]
