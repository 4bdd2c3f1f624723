"""The search ends where it should, says what it does, and finds the plans that small cases have."""

import pytest
from tests.oracles.tiny import small
from tests.planning.hamlet import SPOT, bus, buses, hamlet, leg, people_at, planned, problem_of, span

from safepassage.corridor import SafeHalt, Segment, SegmentDanger
from safepassage.planning.plan import plan
from safepassage.planning.search import Found, Progress, search
from safepassage.planning.tally import Layout, Tally
from safepassage.scenario.scenario import Daylight, Weights


def searched(number: int, **given: object) -> Found:
    return search(problem_of(small(number)), frozenset(), **({"seed": 1, "seconds": 60.0, "work": None} | given))


def test_a_search_that_can_find_nothing_better_ends_before_its_time():
    """The hamlet's ten people all get out at once. For one bus it looks 21 times in vain for a better day, in some six units each."""
    found = search(problem_of(hamlet()), frozenset(), seed=1, seconds=60.0, work=None)
    assert found.points > 9.0
    assert found.is_bound_final
    assert found.work < 200


def test_the_units_done_are_those_asked_for_and_each_is_reported():
    told: list[Progress] = []
    found = searched(19, work=9, report=told.append)
    assert [progress.work for progress in told] == list(range(1, 10))
    assert found.work == 9
    assert told[-1].points == found.points


def test_ctrl_c_keeps_the_best_plan_so_far():
    def interrupt(progress: Progress) -> None:
        if progress.work == 12:
            raise KeyboardInterrupt

    stopped, as_far = searched(19, report=interrupt), searched(19, work=12)
    assert (stopped.points, stopped.work) == (as_far.points, as_far.work)
    assert [day.path for day in stopped.days] == [day.path for day in as_far.days]


@pytest.mark.parametrize("number", [1, 5, 8, 19])
def test_the_points_of_a_plan_are_those_of_its_days_counted_again(number: int):
    problem = problem_of(small(number))
    found = search(problem, frozenset(), seed=1, seconds=60.0, work=60)
    tally = Tally(Layout(problem))
    for day in found.days:
        assert tally.has_room(day)
        tally.take(day, problem.graphs[problem.fleet[day.fleet].graph])
    assert tally.points == pytest.approx(found.points, abs=1e-9)


# --- small cases whose best plan is known


def rest(**fields: object) -> SafeHalt:
    return SafeHalt(**({"id": "rest", "name": "Rest", "holds_vehicles": 1, "has_fuel": True, "is_overnight": True, **SPOT} | fields))


def test_a_halt_that_holds_one_is_used_by_one_after_the_other():
    """Each of three buses must refuel there for a minute, and there are four hours."""
    plan = planned(
        safe_halts=(rest(),),
        fleet=(buses(3),),
        gathering_points=(people_at("square", 30),),
        vehicle_types=(bus(fuel_range_km=25.0),),
        legs=(leg("depot", "square", 10), leg("square", "rest", 11), leg("rest", "hall", 20)),
    )
    assert plan.figures.out.total_people == 30


def test_a_halt_that_is_none_for_the_night_is_reached_by_day():
    """Fuel must be taken there on the way in, on roads that are open at night; the people wait until it is light."""
    plan = planned(
        horizon=span("00:00", "08:00"),
        daylight=Daylight(),
        safe_halts=(rest(holds_vehicles=9, is_overnight=False),),
        vehicle_types=(bus(fuel_range_km=25.0),),
        segments=(Segment(id="lane", name="Lane", needs_silence=False, is_night_allowed=True),),
        legs=(
            leg("depot", "rest", 20, segment="lane"),
            leg("rest", "square", 11, segment="lane"),
            leg("square", "hall", 10, segment="lane"),
        ),
    )
    assert plan.figures.out.total_people == 10


def test_a_journey_is_not_hurried_for_later_ones_that_carry_nobody():
    """All ten people are out after one journey; the road without danger costs nothing, though it takes longer."""
    plan = planned(
        segments=(Segment(id="short", name="Short", needs_silence=False),),
        legs=(
            leg("depot", "square", 10),
            leg("square", "hall", 20, id="straight", segment="short"),
            leg("square", "hall", 45, id="round"),
        ),
        dangers=(SegmentDanger(segment="short", rate_per_hour=0.3),),
        weights=Weights(danger_incident=2.0),
    )
    assert plan.figures.value_points == pytest.approx(10.0)


def test_a_plan_says_when_its_bound_was_still_coming_down():
    """After one unit of work no price is known, and that is said: the bound is that everybody leaves; after a hundred it is final."""
    early = plan(hamlet(gathering_points=(people_at("square", 30),), horizon=span("09:00", "09:45")), work=1)
    late = plan(hamlet(gathering_points=(people_at("square", 30),), horizon=span("09:00", "09:45")), work=100)
    assert early.certificate.bound_points == pytest.approx(30.0)
    assert "before any bound was reached" in early.certificate.covers
    assert late.certificate.bound_points == pytest.approx(10.0)
    assert "still coming down" not in late.certificate.covers


def test_ctrl_c_while_the_plan_is_checked_loses_no_plan():
    def interrupt(stage: str, value: float | None, bound: float | None, work: int) -> None:
        if stage == "Checking the plan":
            raise KeyboardInterrupt

    assert plan(hamlet(), work=20, progress=interrupt).figures.out.total_people == 10
