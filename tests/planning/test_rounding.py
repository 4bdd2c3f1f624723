"""Boarding cuts: figures by hand, and no whole plan cut off."""

from itertools import product

import pytest
from tests.planning.hamlet import bus, buses, hamlet, leg, people_at, problem_of, span

from safepassage.planning.bound import Generation
from safepassage.planning.pricing import DayFinder
from safepassage.planning.rounding import boarding_cuts


def test_fifty_four_people_and_coaches_of_fifty_need_two_trips_or_leave_four():
    """N = 54, S = 50: r = 4; one trip takes at most 50, two take all: riding / 4 - trips <= 54 / 4 - 2."""
    (cut,) = boarding_cuts(problem_of(hamlet(gathering_points=(people_at("square", 54),), vehicle_types=(bus(seats=50),))))
    assert cut.gathering_point == "square"
    assert cut.riding == {0: pytest.approx(0.25)}
    assert cut.trip == (1.0,)
    assert cut.upper == pytest.approx(54 / 4 - 2)


def test_no_cut_where_the_seats_fit_exactly():
    assert boarding_cuts(problem_of(hamlet(gathering_points=(people_at("square", 100),), vehicle_types=(bus(seats=50),)))) == ()


def test_no_number_of_trips_of_two_kinds_is_cut_off():
    """Every whole number of trips with as many riders as their seats take keeps every cut, for people from 1 to 60."""
    for people in range(1, 61):
        scenario = hamlet(
            gathering_points=(people_at("square", people),),
            vehicle_types=(bus(seats=20), bus(id="van", seats=7)),
            fleet=(buses(9), buses(9, type="van")),
        )
        problem = problem_of(scenario)
        seats = [graph.seats for graph in problem.graphs]
        for trips in product(range(5), range(10)):
            riding = min(people, sum(number * size for number, size in zip(trips, seats, strict=True)))
            for cut in boarding_cuts(problem):
                left = sum(share * riding for share in cut.riding.values())
                assert left - sum(number * share for number, share in zip(trips, cut.trip, strict=True)) <= cut.upper + 1e-9


def test_cuts_bring_the_bound_down_to_what_whole_vehicles_can_do():
    """Two buses of ten have time for one trip each. Fractions, 1.2 trips for 12 people and 0.8 for 8, take all 20; whole ones 10 and 8."""
    scenario = hamlet(
        gathering_points=(people_at("square", 12), people_at("yard", 8)),
        fleet=(buses(2),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "yard", 10), leg("yard", "hall", 20)),
        horizon=span("09:00", "09:40"),
    )
    problem = problem_of(scenario)
    generation = Generation(problem, [DayFinder(problem, graph) for graph in problem.graphs])
    while (priced := generation.step()).new_columns:
        pass
    assert priced.bound_points == pytest.approx(20.0)
    assert generation.cut() > 0.0
    while True:
        priced = generation.step()
        if not priced.new_columns and not generation.cut():
            break
    assert priced.bound_points == pytest.approx(18.0)


def test_cuts_tell_what_they_bring_though_the_last_pricing_found_columns():
    """The solver forgets its optimum when a column comes; the share is of the 20 points of before, 18 of them left at least."""
    scenario = hamlet(
        gathering_points=(people_at("square", 12), people_at("yard", 8)),
        fleet=(buses(2),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "yard", 10), leg("yard", "hall", 20)),
        horizon=span("09:00", "09:40"),
    )
    problem = problem_of(scenario)
    generation = Generation(problem, [DayFinder(problem, graph) for graph in problem.graphs])
    while generation.step().new_columns:
        pass
    generation.master.add_days([generation.master.days[0]])
    assert generation.cut() == pytest.approx(0.1)
