"""The most that own transport can reach beside convoys: what convoys take of each quarter of an hour is deducted, and no more than that."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.flow.test_flow_under_rules import cars, crossing, most_by_any_roads, with_own_transport

from safepassage.planning.connect import connect
from safepassage.planning.flow.ceiling import Ceiling
from safepassage.planning.flow.own_flow import flow_own
from safepassage.planning.flow.places import Places
from safepassage.planning.flow.streets import CHECKPOINT
from safepassage.planning.plan import plan
from safepassage.scenario.scenario import Scenario


def ceiling_of(scenario: Scenario, places: Places) -> Ceiling:
    return Ceiling(scenario, connect(scenario), places.gates(), places.people, places.offset_min)


def taken(places: Places, units_at: dict[int, int], gate: str = "gate") -> Places:
    """What is left where so many vehicles arrive at the gate in these minutes."""
    left = places.copy()
    units = np.zeros(left.minutes, dtype=np.int64)
    for minute, count in units_at.items():
        units[minute] += count
    left.take_units(CHECKPOINT, gate, units, 1.0)
    return left


def test_the_prices_found_without_convoys_deduct_what_convoys_take() -> None:
    """Three a quarter in two quarters: six. Convoys of one and of two leave three of them; no new prices are needed to know."""
    scenario = crossing(cars(20))
    before = Places(scenario, None)
    without = ceiling_of(scenario, before)
    assert without.most_by(before.minutes) == 6
    beside = ceiling_of(scenario, taken(before, {12: 1, 20: 2}))
    beside.begin_from(without)
    assert beside.most_by(before.minutes, most_rounds=0) == 3
    assert beside.rounds == 0


def test_the_prices_of_a_later_moment_are_tried_at_an_earlier_one() -> None:
    """By 09:09 nobody can have arrived; with the leeway for parts of minutes, the prices count the places of the first quarter."""
    scenario = crossing(cars(20))
    places = Places(scenario, None)
    ceiling = ceiling_of(scenario, places)
    assert ceiling.most_by(30) == 6
    rounds = ceiling.rounds
    assert ceiling.most_by(9, most_rounds=0) == 3
    assert ceiling.rounds == rounds


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_wherever_the_prices_come_from_no_choice_of_any_roads_brings_more_than_the_bound(seed: int) -> None:
    """Against an integer programme over every sequence of roads, in places of which convoys have taken some at random."""
    random = Random(seed)
    scenario = with_own_transport(seed).model_copy(update={"fleet": (), "needs": (), "stocks": ()})
    roomy = tuple(centre.model_copy(update={"capacity_people": 1000}) for centre in scenario.reception_centres)
    scenario = scenario.model_copy(update={"reception_centres": roomy})
    before = Places(scenario, None)
    left = before
    for checkpoint in scenario.checkpoints:
        left = taken(left, {random.randrange(left.minutes): 1 for _ in range(4)}, checkpoint.id)
    without, beside = ceiling_of(scenario, before), ceiling_of(scenario, left)
    at_end = without.most_by(before.minutes)
    beside.begin_from(without)
    most = {by_min: most_by_any_roads(scenario, by_min, left) for by_min in (left.minutes, left.minutes // 2)}
    assert at_end >= beside.most_by(left.minutes, most_rounds=0) >= most[left.minutes]
    assert beside.most_by(left.minutes // 2, most_rounds=0) >= most[left.minutes // 2]
    assert beside.most_by(left.minutes) >= most[left.minutes]
    assert beside.most_by(left.minutes // 2) >= most[left.minutes // 2]


@pytest.mark.parametrize("seed", [70, 73, 104])
def test_convoys_never_raise_the_bound(seed: int) -> None:
    scenario = with_own_transport(seed)
    without, beside = flow_own(scenario), flow_own(scenario, plan=plan(scenario, work=5))
    assert beside.bound_units <= without.bound_units
