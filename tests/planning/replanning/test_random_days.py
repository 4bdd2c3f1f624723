"""Random days, random moments, random changes: whatever happens, the past stays, and the checker passes the rest.

`replan` hands out no plan that its checker refuses: it raises `PlanBrokenError`, which no test here expects.
"""

from collections.abc import Callable
from datetime import time, timedelta
from random import Random
from typing import Any

import pytest
from tests.oracles.tiny import odd, small, tiny
from tests.planning.hamlet import planned

from safepassage.corridor import Closure, ClosureKind
from safepassage.errors import InputError
from safepassage.planning.itinerary import Itinerary
from safepassage.planning.replanning import DayState, open_session, replan
from safepassage.planning.replanning.compare import difference_of
from safepassage.planning.replanning.standing import begun_activities
from safepassage.planning.replanning.state import CountedPeople, VehicleReport, WaitingReport
from safepassage.planning.result import Plan
from safepassage.planning.verify import verify_plan
from safepassage.scenario.scenario import Scenario

MINUTE = timedelta(minutes=1)
Changed = Callable[[Scenario, Any, Random], Scenario]


def each(scenario: Scenario, table: str, **fields: Any) -> Scenario:
    return scenario.model_copy(update={table: tuple(record.model_copy(update=fields) for record in getattr(scenario, table))})


def with_closure(scenario: Scenario, at: Any, random: Random) -> Scenario:
    closure = Closure(
        kind=ClosureKind.LEG, what=random.choice(scenario.legs).id, since=at, until=at + random.choice((10, 30, 500)) * MINUTE
    )
    return scenario.model_copy(update={"closures": (*scenario.closures, closure)})


def with_other_windows(scenario: Scenario, _: Any, random: Random) -> Scenario:
    shift = random.choice((5, 15)) * MINUTE
    windows = tuple(
        window.model_copy(update={"opens": window.opens + shift, "closes": window.closes + shift}) for window in scenario.windows
    )
    return scenario.model_copy(update={"windows": windows})


CHANGES: dict[str, Changed] = {
    "slower checkpoint": lambda scenario, _, random: each(scenario, "checkpoints", outbound_vehicles_per_15_min=random.randint(0, 1)),
    "longer holds": lambda scenario, _, random: each(scenario, "checkpoints", hold_min=random.choice((3, 5, 10))),
    "shorter hours": lambda scenario, _, random: each(scenario, "checkpoints", opens=time(9, 15), closes=time(random.choice((10, 11)))),
    "a road closes": with_closure,
    "windows move": with_other_windows,
    "receptions are full": lambda scenario, _, random: each(scenario, "reception_centres", capacity_people=random.choice((0, 5))),
    "more people": lambda scenario, _, random: each(scenario, "gathering_points", other_people=40),
    "more vehicles": lambda scenario, _, random: each(scenario, "fleet", vehicles=5),
}


def begun(itinerary: Itinerary, count: int) -> tuple[object, ...]:
    return itinerary.activities[:count]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("made_of", "seeds"), [(tiny, range(4)), (odd, range(3)), (small, range(1))])
def test_the_past_stays_and_the_rest_holds_when(change: str, made_of: Callable[[int], Scenario], seeds: range) -> None:
    for seed in seeds:
        random = Random(f"{change} {seed}")
        scenario = made_of(seed)
        made = planned(scenario, work=12)
        session = open_session(scenario, made)
        horizon_min = (scenario.horizon.ends_at - scenario.horizon.starts_at) // MINUTE
        moment = scenario.horizon.starts_at + random.randrange(horizon_min) * MINUTE
        changed = CHANGES[change](scenario, moment, random)
        for most_changes in (0, None):
            try:
                result = replan(session, DayState(at=moment), changed, most_changes=most_changes, work=5, bounds=seed % 2 == 0)
            except InputError as error:
                assert "have boarded already" in str(error) or "too many" in str(error)  # noqa: PT017 - anything else is a fault
                continue
            before = {itinerary.vehicle: itinerary for itinerary in made.itineraries}
            for itinerary in result.plan.itineraries:
                count = result.past[itinerary.vehicle]
                assert count == begun_activities(itinerary, moment), "what had begun can be read from the plan itself"
                assert count == 0 or begun(itinerary, count) == begun(before[itinerary.vehicle], count)
                assert all(activity.starts_at >= moment for activity in itinerary.activities[count:] if activity.activity != "halt")
            told = difference_of(result)
            lost = sum(each.people.total_people for each in told.stranded)
            boarded = sum(
                activity.people.total_people
                for itinerary in result.plan.itineraries
                for activity in itinerary.activities
                if activity.activity == "board"
            )
            assert boarded == result.plan.figures.out.total_people + lost, "everybody who boards is set down, or named"
            if most_changes is None:
                verdict = verify_plan(result.scenario, result.plan)
                assert not verdict.breaches, seed
                assert not verdict.doubts, seed
            assert len(told.vehicles) == len({*before, *(itinerary.vehicle for itinerary in result.plan.itineraries)})


def out_of_service(made: Plan, report: VehicleReport, moment: Any, random: Random) -> VehicleReport:
    """Out of service; those on board, if anybody, wait at some gathering point half of the time."""
    itinerary = next(each for each in made.itineraries if each.vehicle == report.vehicle)
    aboard = 0
    for activity in itinerary.activities:
        if activity.starts_at < moment and activity.activity in ("board", "alight"):
            aboard = aboard + activity.people.total_people if activity.activity == "board" else 0
    points = [activity.place for each in made.itineraries for activity in each.activities if activity.activity == "board"]
    place = random.choice(points) if aboard and random.random() < 0.5 else None
    return VehicleReport(vehicle=report.vehicle, is_out=True, set_down_at=place)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_reported_of_vehicles_and_people_the_rest_holds(seed: int) -> None:
    random = Random(seed)
    scenario = odd(seed)
    made = planned(scenario, work=12)
    session = open_session(scenario, made)
    horizon_min = (scenario.horizon.ends_at - scenario.horizon.starts_at) // MINUTE
    for _ in range(3):
        moment = scenario.horizon.starts_at + random.randrange(horizon_min) * MINUTE
        vehicles = [itinerary.vehicle for itinerary in made.itineraries if itinerary.activities[-1].ends_at > moment]
        reports = [VehicleReport(vehicle=vehicle, late_min=random.choice((1, 5, 30))) for vehicle in vehicles]
        reports = [out_of_service(made, each, moment, random) if random.random() < 0.4 else each for each in reports]
        people = CountedPeople(other_people=random.randint(0, 12))
        waiting = (WaitingReport(place=scenario.gathering_points[0].id, people=people),) if random.random() < 0.5 else ()
        # who waits is counted with those set down there: they may be fewer than these
        waiting = () if any(each.set_down_at for each in reports) else waiting
        try:
            result = replan(session, DayState(at=moment, vehicles=tuple(reports), waiting=waiting), most_changes=None, work=5, bounds=False)
        except InputError as error:
            # families that are said to be fewer than they were, or fewer who wait than were set down
            assert any(words in str(error) for words in ("too many", "were set down there", "more than all the"))  # noqa: PT017
            continue
        verdict = verify_plan(result.scenario, result.plan)
        assert not verdict.breaches
        assert not verdict.doubts
        told = difference_of(result)
        assert {each.vehicle for each in told.stranded} >= {each.vehicle for each in result.out if each.set_down.total_people}
        again = sum(each.set_down.total_people for each in result.out)
        registered = sum(point.registered.total_people for point in result.scenario.gathering_points)
        assert registered - again == result.plan.figures.registered.total_people
        # and a second change of the same day
        later = DayState(at=min(moment + 25 * MINUTE, scenario.horizon.ends_at - MINUTE))
        if any(itinerary.activities[-1].ends_at > later.at for itinerary in result.plan.itineraries):
            assert replan(open_session(result.scenario, result.plan), later, work=2).plan == result.plan
        assert result.plan.figures.out.total_people <= result.plan.figures.registered.total_people
