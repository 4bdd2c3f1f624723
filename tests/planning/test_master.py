"""The master programme where receptions are full: figures by hand."""

import pytest
from tests.planning.hamlet import buses, hall, hamlet, leg, people_at, problem_of, span

from safepassage.planning.bound import Generation
from safepassage.planning.pricing import DayFinder
from safepassage.scenario.scenario import Scenario


def generated(scenario: Scenario) -> Generation:
    """Column generation run to its end."""
    problem = problem_of(scenario)
    generation = Generation(problem, [DayFinder(problem, graph) for graph in problem.graphs])
    while generation.step().new_columns:
        pass
    return generation


def test_no_more_ride_than_the_reception_takes():
    """Two buses of ten could bring 20 of 40; the hall has room for 13."""
    scenario = hamlet(gathering_points=(people_at("square", 40),), reception_centres=(hall(people=13),), fleet=(buses(2),))
    assert generated(scenario).master.solve().points == pytest.approx(13.0)


def test_days_that_are_held_may_bring_more_places_than_there_is_room_for():
    """Both buses are held on a journey each: 20 seats for room of 13, so seven stay empty."""
    scenario = hamlet(
        gathering_points=(people_at("square", 40),),
        reception_centres=(hall(people=13),),
        fleet=(buses(2),),
        horizon=span("09:00", "09:45"),
    )
    generation = generated(scenario)
    generation.master.hold({0: 2})
    assert generation.master.solve().points == pytest.approx(13.0)


def test_who_is_worth_more_rides_where_there_is_room_for_ten_and_places_for_twenty():
    """Ten infants at one point, ten others at the other, a bus held for each: the infants' ten seats are filled, the others' stay empty."""
    scenario = hamlet(
        gathering_points=(people_at("square", 0, infant_people=10), people_at("yard", 10)),
        reception_centres=(hall(people=10),),
        fleet=(buses(2),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "yard", 10), leg("yard", "hall", 20)),
        horizon=span("09:00", "09:45"),
    )
    generation = generated(scenario)
    # days to the yard are worth nothing and never priced in: they are those of a hall with more room
    roomy = generated(scenario.model_copy(update={"reception_centres": (hall(people=1000),)}))
    numbers = [generation.number(day) for day in roomy.master.days]
    served = {
        tuple(generation.problem.pairs[pair][0] for pair in day.trips): number
        for day, number in zip(roomy.master.days, numbers, strict=True)
    }
    generation.master.hold({served[("square",),]: 1, served[("yard",),]: 1})
    infant_points = scenario.weights.infant_person
    assert generation.master.solve().points == pytest.approx(10 * infant_points)


def test_a_hospital_without_room_for_the_seated_is_served_for_its_beds_only():
    """Nobody is brought where there is no room at all."""
    scenario = hamlet(
        reception_centres=(hall(people=0), hall("barn", people=4)),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("square", "barn", 25)),
    )
    assert generated(scenario).master.solve().points == pytest.approx(4.0)
