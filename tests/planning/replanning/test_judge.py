"""What has happened is not held against a plan; what is to come is."""

from datetime import timedelta

import pytest
from tests.planning.hamlet import at, buses, hamlet, people_at, planned, span

from safepassage.planning.midday import MiddayChange
from safepassage.planning.replanning import DayState, Replanned, Session, open_session, replan
from safepassage.planning.replanning.judge import judge, past_of

TWO = {"horizon": span("09:00", "10:00"), "fleet": (buses(2),), "gathering_points": (people_at("square", 20),)}
SLOW = hamlet(**{**TWO, "gathering_points": (people_at("square", 20, boardings_per_15_min=1),)})


@pytest.fixture
def session() -> Session:
    """Both buses begin to board at 09:10."""
    scenario = hamlet(**TWO)
    made = planned(scenario)
    assert [itinerary.activities[1].starts_at for itinerary in made.itineraries] == [at("09:10")] * 2
    return open_session(scenario, made)


def judged(session: Session, result: Replanned, past: dict[str, int], plan=None):
    ground = session.setting.ground
    plan = plan if plan is not None else result.plan
    plan = plan if plan.changed is not None else plan.model_copy(update={"changed": MiddayChange(at=result.state.at)})
    return judge(result.scenario, ground.network, plan, past, place_nodes=ground.node).breaches


def test_two_boardings_in_a_quarter_that_has_been_stay_although_one_is_allowed_now(session: Session) -> None:
    result = replan(session, DayState(at=at("09:12")), SLOW, work=5)
    assert result.plan.itineraries == session.plan.itineraries
    assert not judged(session, result, result.past)


def test_the_same_two_boardings_are_a_breach_where_one_of_them_is_still_to_come(session: Session) -> None:
    result = replan(session, DayState(at=at("09:12")), SLOW, work=5)
    breaches = judged(session, result, {**result.past, "bus-002": 1})
    assert [breach.rule for breach in breaches] == [16]


def test_the_second_bus_waits_a_quarter_where_neither_has_boarded(session: Session) -> None:
    result = replan(session, DayState(at=at("09:05")), SLOW, work=5)
    boards = sorted(itinerary.activities[1].starts_at for itinerary in result.plan.itineraries)
    assert boards == [at("09:10"), at("09:15")]


def test_a_drive_to_come_that_is_moved_by_hand_is_found(session: Session) -> None:
    result = replan(session, DayState(at=at("09:12")), work=5)
    first = result.plan.itineraries[0]
    drive = first.activities[2]
    moved = drive.model_copy(update={"ends_at": drive.ends_at - timedelta(minutes=1)})
    broken = first.model_copy(update={"activities": (*first.activities[:2], moved, *first.activities[3:])})
    plan = result.plan.model_copy(update={"itineraries": (broken, *result.plan.itineraries[1:])})
    assert {breach.rule for breach in judged(session, result, result.past, plan)} >= {4}


def test_the_past_of_a_plan_is_what_has_begun(session: Session) -> None:
    result = replan(session, DayState(at=at("09:12")), work=5)
    past = past_of(result.plan, result.past, result.state.at)
    assert [[each.activity for each in itinerary.activities] for itinerary in past.itineraries] == [["drive", "board"]] * 2
    assert [route.id for route in past.routes] == ["depot_to_square_1"]
