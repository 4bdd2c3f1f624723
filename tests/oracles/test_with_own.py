"""Plans of vehicles and own cars together against the best of all of them there are."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.tiny import crowded
from tests.oracles.with_own import best_by_days, best_by_times

from safepassage.planning.plan import plan
from safepassage.planning.result import Certificate
from safepassage.scenario.scenario import Precedence

SEEDS = range(16)
WORK = 150
ROUNDING = 1e-6


@cache
def best_points(seed: int) -> float:
    return best_by_days(crowded(seed, Precedence.FLEET))


@cache
def certified(seed: int, precedence: Precedence) -> Certificate:
    return plan(crowded(seed, precedence), work=WORK).certificate


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_both_programmes_agree(seed: int) -> None:
    assert best_by_times(crowded(seed, Precedence.FLEET)) == pytest.approx(best_points(seed), abs=ROUNDING)


@pytest.mark.parametrize("precedence", Precedence)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_of_both_together_lies_between_the_plan_and_its_bound_whoever_goes_first(seed: int, precedence: Precedence) -> None:
    certificate = certified(seed, precedence)
    assert certificate.with_own_value_points is not None
    assert certificate.with_own_bound_points is not None
    assert certificate.with_own_value_points - ROUNDING <= best_points(seed) <= certificate.with_own_bound_points + ROUNDING


@settings(max_examples=8, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=1_000, max_value=1_000_000), precedence=st.sampled_from(Precedence))
def test_so_it_does_in_any_scenario(seed: int, precedence: Precedence) -> None:
    test_the_best_of_both_together_lies_between_the_plan_and_its_bound_whoever_goes_first(seed, precedence)


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_is_worth_more_first_is_worth_no_less_than_either_order(seed: int) -> None:
    by_precedence = {precedence: certified(seed, precedence).with_own_value_points or 0.0 for precedence in Precedence}
    assert by_precedence[Precedence.WORTH] >= max(by_precedence.values()) - ROUNDING
