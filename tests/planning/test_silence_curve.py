"""The curve of silence: every plan on it holds, none beats another, and what it asks for can be worked out by hand."""

from itertools import pairwise

import pytest
from tests.oracles.tiny import small
from tests.planning.hamlet import hamlet
from tests.planning.two_roads import FAR_KM_H, NEAR_KM_H, two_roads, with_stretcher_case

from safepassage.corridor import OwnTransport, OwnTransportMode
from safepassage.planning.checker import check_plan
from safepassage.planning.connect import connect
from safepassage.planning.silence_curve import NEARLY_ALL_SHARE, Named, silence_curve


def test_the_curve_goes_from_everybody_over_the_cheap_road_to_nobody() -> None:
    curve = silence_curve(two_roads(), work=60)
    assert [(each.out.total_people, pytest.approx(each.km_h)) for each in curve.plans] == [(20, NEAR_KM_H + FAR_KM_H), (10, NEAR_KM_H)]
    assert curve.named[Named.EVERYBODY] is curve.named[Named.NEARLY_ALL] is curve.plans[0]
    assert curve.named[Named.HALF] is curve.plans[1]
    assert Named.STRETCHERS not in curve.named


def test_stretcher_cases_come_first_and_others_along_with_them() -> None:
    """The one stretcher case waits by the cheap road; ten others have seats in its bus."""
    curve = silence_curve(with_stretcher_case(), work=60)
    first = curve.named[Named.STRETCHERS]
    assert (first.out.stretcher_people, first.out.total_people, first.km_h) == (1, 11, pytest.approx(NEAR_KM_H))


def test_who_stays_is_told_that_silence_was_spared() -> None:
    less = silence_curve(two_roads(), work=60).plans[1].plan
    assert [(line.place, line.people) for line in less.left_behind] == [("far", 10)]
    assert all("asks for less silence" in line.reason for line in less.left_behind)
    assert less.reasons


def test_own_cars_stay_where_they_ask_for_more_than_they_are_worth_and_leave_where_it_is_free() -> None:
    """A car with one person at each square: by the near road it leaves beside the bus in both plans, by the far one in the fuller alone."""
    cars = tuple(
        OwnTransport(gathering_point=point, mode=OwnTransportMode.CAR, units=1, other_people=1, max_speed_kmh=100.0, passage_share=0.0)
        for point in ("near", "far")
    )
    curve = silence_curve(two_roads(own_transport=cars), work=60)
    assert [each.out.total_people for each in curve.plans] == [22, 11]
    assert [each.plan.figures.own_transport_out.total_people for each in curve.plans] == [2, 1]


def test_where_no_silence_is_needed_there_is_one_plan() -> None:
    curve = silence_curve(hamlet(), work=30)
    assert [(each.out.total_people, each.km_h) for each in curve.plans] == [(10, 0.0)]
    assert set(curve.named) == {Named.EVERYBODY, Named.NEARLY_ALL}


def test_where_nobody_can_leave_the_curve_says_so() -> None:
    curve = silence_curve(two_roads(windows=()), work=30)
    assert [(each.out.total_people, each.km_h) for each in curve.plans] == [(0, 0.0)]
    assert curve.plans[0].plan.reasons


@pytest.mark.parametrize("seed", [seed for seed in range(400, 440) if small(seed).windows][:8])
def test_every_plan_holds_and_none_beats_another(seed: int) -> None:
    scenario = small(seed)
    ground = connect(scenario)
    curve = silence_curve(scenario, work=30)
    for each in (*curve.plans, *curve.named.values()):
        assert check_plan(scenario, ground.network, each.plan, place_nodes=ground.node) == ()
        assert each.km_h == each.plan.figures.silence_km_h
    assert all(more.km_h > less.km_h and more.points > less.points for more, less in pairwise(curve.plans))
    fullest = curve.plans[0]
    assert curve.named[Named.EVERYBODY] is fullest
    assert curve.named[Named.NEARLY_ALL].points >= NEARLY_ALL_SHARE * fullest.points
    if Named.HALF in curve.named:
        assert curve.named[Named.HALF].km_h <= fullest.km_h / 2.0
    if Named.STRETCHERS in curve.named:
        assert curve.named[Named.STRETCHERS].out.stretcher_people >= fullest.out.stretcher_people


def test_the_same_work_and_seed_give_the_same_curve() -> None:
    one, other = silence_curve(small(405), work=30), silence_curve(small(405), work=30)
    assert [each.plan for each in one.plans] == [each.plan for each in other.plans]


def test_a_stop_on_the_way_down_keeps_what_was_found() -> None:
    def stop(stage: str, value: float | None, bound: float | None, done: int) -> None:
        if stage == "Asking for less: plan 3":
            raise KeyboardInterrupt

    curve = silence_curve(two_roads(), work=60, progress=stop)
    assert curve.plans[0].out.total_people == 20
    assert curve.named[Named.EVERYBODY] is curve.plans[0]
