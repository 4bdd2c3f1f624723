"""Which single failure hurts most, and what is kept for it."""

import pytest
from tests.planning.hamlet import SPOT, buses, leg, people_at, span
from tests.stress.days import by_the_line, calm, plan_of

from safepassage.corridor import Segment, Waypoint
from safepassage.scenario.scenario import Daylight
from safepassage.stress.assumptions import Assumptions, read_assumptions
from safepassage.stress.contingency import changed_by, prepare, prepare_worst, worst_to_prepare
from safepassage.stress.result import FailureKind
from safepassage.stress.stress import stress_test


def everything() -> Assumptions:
    told = read_assumptions().model_dump()
    told["rules"]["silence"] = "offered"
    return Assumptions.model_validate(told)


THREE = {"gathering_points": (people_at("square", 30),), "fleet": (buses(3),)}


def three_buses():
    """Three full buses that leave together; planned as if the day ended at 10:15, so that none goes twice."""
    return by_the_line(**THREE), plan_of(by_the_line(**THREE, horizon=span("09:00", "10:15")))


@pytest.fixture(scope="module")
def result():
    return stress_test(*three_buses(), assumptions=everything(), days=10, workers=2)


def failure_of(result, kind):
    (found,) = [each for each in result.failures if each.kind is kind]
    return found


def test_failures_are_ranked_by_people_lost_and_the_only_road_closed_is_the_worst(result):
    lost = [failure.people_lost for failure in result.failures]
    assert lost == sorted(lost, reverse=True)
    assert result.failures[0].kind is FailureKind.SEGMENT_CLOSED
    assert result.failures[0].people_lost == 30
    assert result.failures[0].text == "Line is closed all the time"


def test_a_lost_vehicle_costs_its_own_ten_people_and_its_row_is_named(result):
    """Every bus is full, so nobody finds a seat in another; and one that is lost on its way in fetches nobody."""
    failure = failure_of(result, FailureKind.VEHICLE_LOST)
    assert (failure.people_lost, failure.fleet_row) == (10, 0)
    assert failure.tried >= 6
    assert failure.out.total_people == 20


def test_an_hour_of_suspension_early_in_a_day_of_four_hours_costs_nobody(result):
    assert failure_of(result, FailureKind.SEGMENT_SUSPENDED).people_lost == 0


def test_a_closed_road_is_answered_by_the_other_road():
    """By the line the bus goes twice, over the hills only once. With the line closed the plan brings out nobody, the one kept ten."""
    scenario = by_the_line(gathering_points=(people_at("square", 20),))
    hills = Segment(id="hills", name="Hills", needs_silence=False, is_night_allowed=True)
    detour = leg("square", "hall", 90, segment="hills")
    scenario = scenario.model_copy(update={"segments": (*scenario.segments, hills), "legs": (*scenario.legs, detour)})
    plan = plan_of(scenario)
    assert plan.figures.out.total_people == 20
    told = stress_test(scenario, plan, assumptions=everything(), days=1, workers=1)
    worst = told.failures[0]
    assert (worst.kind, worst.what, worst.people_lost) == (FailureKind.SEGMENT_CLOSED, "line", 20)
    found = prepare(scenario, plan, worst, everything(), folder="contingency-1", work=30)
    assert found.plan is not None
    assert found.plan.figures.out.total_people == 10
    assert (found.contingency.people_out_unprepared, found.contingency.people_out_prepared) == (0, 10)
    assert "1 of its 1 vehicles have other orders than in the plan. It no longer uses Line." in found.contingency.text


def test_where_planning_again_does_not_help_it_says_so(result):
    scenario, plan = three_buses()
    found = prepare(scenario, plan, result.failures[0], everything(), folder="contingency-1", work=5)
    assert (found.plan, found.contingency.folder) == (None, None)
    assert "no plan was found that is better" in found.contingency.text
    crowd = failure_of(result, FailureKind.MORE_PEOPLE)
    assert "no plan answers this" in prepare(scenario, plan, crowd, everything(), folder="c", work=5).contingency.text


def test_what_no_plan_answers_takes_no_others_place(result):
    """The only road closed and a crowd have no answer; a slow gate and a lost bus come after them and are looked at all the same."""
    scenario, plan = three_buses()
    failures = [failure_of(result, kind) for kind in (FailureKind.SEGMENT_CLOSED, FailureKind.MORE_PEOPLE, FailureKind.CHECKPOINT_SLOW)]
    failures = [failure.model_copy(update={"people_lost": 30 - row}) for row, failure in enumerate(failures)]
    slow = failures[2].model_copy(update={"out": failures[0].out, "own_transport_out": failures[0].own_transport_out})
    found = list(prepare_worst(scenario, plan, [*failures[:2], slow], everything(), most=1, work=5))
    assert [each.plan is not None for each in found] == [False, False, True]
    assert found[2].contingency.folder == "contingency-1"
    assert [failure.kind for failure in worst_to_prepare([*failures, *failures], 1)] == [failure.kind for failure in failures]


def in_series():
    """The hamlet with its line cut in two: near, then far."""
    near, far = (Segment(id=name, name=name.title(), needs_silence=False) for name in ("near", "far"))
    legs = (
        leg("depot", "square", 10),
        leg("square", "gate", 10),
        leg("gate", "mid", 10, segment="near"),
        leg("mid", "hall", 10, segment="far"),
    )
    scenario = by_the_line(segments=(near, far), control=(), windows=(), waypoints=(Waypoint(id="mid", name="Mid", **SPOT),), legs=legs)
    return scenario, plan_of(scenario)


def test_segments_that_the_same_journeys_pass_are_one_failure_told_as_one_road():
    scenario, plan = in_series()
    told = stress_test(scenario, plan, assumptions=everything(), days=1, workers=1)
    closed = failure_of(told, FailureKind.SEGMENT_CLOSED)
    assert (closed.road, closed.tried) == (("near", "far"), 2)
    assert closed.text == "Near is closed all the time, or another segment of its road (Far)"
    made = changed_by(scenario, closed, everything())
    assert made is not None
    assert {closure.what for closure in made.closures} == {"gate-mid", "mid-hall"}, "what is kept holds wherever the road is closed"


def test_each_failure_changes_the_scenario_in_its_own_way(result):
    scenario = by_the_line(**THREE)

    def changed(kind):
        made = changed_by(scenario, failure_of(result, kind), everything())
        assert made is not None
        return made

    assert changed(FailureKind.VEHICLE_LOST).fleet[0].vehicles == 2
    gate = changed(FailureKind.CHECKPOINT_SLOW).checkpoints[0]
    assert (gate.outbound_vehicles_per_15_min, gate.hold_min) == (2, 8)
    assert [closure.what for closure in changed(FailureKind.SEGMENT_CLOSED).closures] == ["gate-hall"]
    suspended = changed(FailureKind.SEGMENT_SUSPENDED).closures[0]
    assert suspended.until is not None
    assert suspended.since is not None
    assert (suspended.until - suspended.since).total_seconds() == 3600


def test_calm_assumptions_still_rank_failures():
    """What hurts most does not depend on how often it is assumed to happen."""
    scenario = by_the_line()
    told = stress_test(scenario, plan_of(scenario), assumptions=calm(), days=1, workers=1)
    assert told.failures[0].people_lost == 10


@pytest.mark.parametrize(("least_min", "out"), [(15, 10), (600, 0)])
def test_early_dark_is_early_by_the_sun_and_not_by_the_end_of_the_horizon(least_min, out):
    """The horizon ends at 10:05, hours before dusk: dark fifteen minutes to two hours early harms nobody, ten hours early everybody."""
    light = by_the_line(horizon=span("09:00", "10:05"), daylight=Daylight())
    dark = calm().model_dump()
    dark["early_dark"] |= {"is_on": True, "probability": 1.0, "least_min": least_min, "most_min": max(120, least_min)}
    result = stress_test(light, plan_of(light), assumptions=Assumptions.model_validate(dark), days=20, workers=1)
    assert result.out_people.mean == out
    assert [each.people_lost for each in result.failures if each.kind is FailureKind.EARLY_DARK] == ([] if out else [10])


def test_a_lost_vehicle_is_named_by_its_type_and_depot(result):
    assert failure_of(result, FailureKind.VEHICLE_LOST).text.startswith("one vehicle of type Bus of Depot is lost on the drive that begins")
