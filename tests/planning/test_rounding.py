"""Boarding cuts: figures by hand, and no whole plan cut off."""

from itertools import product
from typing import Any

import pytest
from tests.planning.hamlet import bus, buses, hamlet, leg, people_at, planned, problem_of, span

from safepassage.corridor import Group
from safepassage.planning.bound import Generation
from safepassage.planning.pricing import DayFinder
from safepassage.planning.rounding import boarding_cuts
from safepassage.scenario.scenario import Scenario


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


def families(of: int, number: int, alone: int = 0, **changes: Any) -> Scenario:
    """Families of so many people, others besides, and one bus of ten seats that has time for one journey."""
    points = (people_at("square", of * number + alone),)
    groups = (Group(gathering_point="square", groups=number, other_people=of),)
    return hamlet(gathering_points=points, groups=groups, horizon=span("09:00", "09:40"), **changes)


def test_a_coach_of_forty_one_seats_takes_thirteen_families_of_three():
    problem = problem_of(families(3, 20, vehicle_types=(bus(seats=41),)))
    (cut,) = [cut for cut in boarding_cuts(problem) if cut.rounds == "groups"]
    assert (cut.places, cut.divisor, cut.riding, cut.trip, cut.upper) == ("seats", 3, {0: 1.0}, (13.0,), 0.0)


def test_larger_families_count_as_often_as_the_smaller_fits_into_them():
    """Of families of three and seven, one of seven counts for two of three; a bus of ten takes three, or one of seven alone or with one."""
    scenario = families(3, 4).model_copy(
        update={
            "gathering_points": (people_at("square", 40),),
            "groups": tuple(Group(gathering_point="square", groups=4, other_people=people) for people in (3, 7)),
        }
    )
    cuts = {cut.divisor: cut for cut in boarding_cuts(problem_of(scenario)) if cut.rounds == "groups"}
    assert cuts.keys() == {3, 7}
    assert (sorted(cuts[3].riding.values()), cuts[3].trip) == ([1.0, 2.0], (3.0,))
    assert (list(cuts[7].riding.values()), cuts[7].trip) == ([1.0], (1.0,))


@pytest.mark.parametrize(("alone", "most"), [(0, 9.0), (5, 10.0)])
def test_the_bound_counts_no_fraction_of_a_family(alone: int, most: float):
    """Ten seats, four families of three: three of them, nine people; where somebody is alone there, ten."""
    made = planned(families(3, 4, alone))
    assert made.certificate.value_points == most
    assert made.certificate.bound_points == pytest.approx(most, abs=1e-5)
