"""Who boards which trip: never worse than any other way to fill them, groups whole, receptions within their room."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.hamlet import hall, hamlet, people_at

from safepassage.corridor import Group, PriorityClass
from safepassage.planning.boarding import Riders, Trip, board
from safepassage.scenario.scenario import Scenario, Weights

CLASSES = (PriorityClass.INFANT, PriorityClass.OTHER)


def trip(number: int, seats: int, reception: str = "hall", alights_min: int = 60) -> Trip:
    return Trip(number, 0, 1, "square", reception, alights_min, seats, 0)


def points_of(scenario: Scenario, riders: list[Riders]) -> float:
    weights = scenario.weights
    return sum(weights.infant_person * one.people.infant_people + weights.other_person * one.people.other_people for one in riders)


def every_way(seats: list[int], infants: int, others: int, family: tuple[int, int], families: int) -> Iterator[float]:
    """The points of every way to seat people alone and whole families of (infants, others)."""
    for counts in product(range(families + 1), repeat=len(seats)):
        if sum(counts) > families:
            continue
        left = [room - count * sum(family) for room, count in zip(seats, counts, strict=True)]
        if min(left) < 0:
            continue
        alone = (infants - families * family[0], others - families * family[1])
        infants_alone = min(alone[0], sum(left))
        others_alone = min(alone[1], sum(left) - infants_alone)
        yield 12.0 * (sum(counts) * family[0] + infants_alone) + sum(counts) * family[1] + others_alone


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seats=st.lists(st.integers(1, 7), min_size=1, max_size=3),
    alone=st.tuples(st.integers(0, 5), st.integers(0, 8)),
    family=st.tuples(st.integers(0, 3), st.integers(1, 3)),
    families=st.integers(1, 4),
)
def test_nobody_can_be_seated_better(seats: list[int], alone: tuple[int, int], family: tuple[int, int], families: int) -> None:
    infants, others = alone[0] + families * family[0], alone[1] + families * family[1]
    scenario = hamlet(
        gathering_points=(people_at("square", others, infant_people=infants),),
        groups=(Group(gathering_point="square", groups=families, infant_people=family[0], other_people=family[1]),),
    )
    riders = board(scenario, [trip(number, room) for number, room in enumerate(seats)])
    assert points_of(scenario, riders) == max(every_way(seats, infants, others, family, families))
    for one, room in zip(riders, seats, strict=True):
        assert one.people.total_people <= room
        groups = sum(number for _, number in one.groups)
        assert one.people.infant_people >= groups * family[0]
        assert one.people.other_people >= groups * family[1]
    assert sum(number for one in riders for _, number in one.groups) <= families


def test_the_earlier_of_two_trips_is_filled_first():
    scenario = hamlet(gathering_points=(people_at("square", 12),))
    late, early = board(scenario, [trip(0, 10, alights_min=90), trip(1, 10, alights_min=60)])
    assert (early.people.total_people, late.people.total_people) == (10, 2)


def test_a_reception_is_filled_to_its_room_and_no_further():
    scenario = hamlet(
        gathering_points=(people_at("square", 30),), reception_centres=(hall(people=6), hall("inn", 9)),
    )  # fmt: skip
    riders = board(scenario, [trip(0, 10), trip(1, 10, "inn"), trip(2, 10, "inn")])
    assert riders[0].people.total_people == 6
    assert riders[1].people.total_people + riders[2].people.total_people == 9


def test_where_nobody_can_ride_nobody_does():
    assert board(hamlet(), []) == []
    assert board(hamlet(reception_centres=(hall(people=0),)), [trip(0, 10)])[0].people.total_people == 0


@pytest.mark.parametrize("weight", [1e-3, 1.0, 1e6])
def test_weights_of_any_size_fill_the_seats(weight: float) -> None:
    scenario = hamlet(weights=Weights(other_person=weight), gathering_points=(people_at("square", 12),))
    assert board(scenario, [trip(0, 10)])[0].people.total_people == 10
