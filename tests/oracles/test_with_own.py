"""Plans of vehicles and own cars together against the best of all of them there are."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.test_recomputed_bound import drawn, laid_out, searched_points
from tests.oracles.tiny import crowded
from tests.oracles.with_own import best_by_days, best_by_times

from safepassage.planning.checking.certificate.bound import dual_points
from safepassage.planning.own_columns import OwnColumns
from safepassage.planning.plan import plan
from safepassage.planning.proof import prices_of
from safepassage.planning.result import Plan
from safepassage.planning.verify import verify_plan
from safepassage.scenario.scenario import Precedence

SEEDS = range(16)
WORK = 150
ROUNDING = 1e-6


@cache
def best_points(seed: int) -> float:
    return best_by_days(crowded(seed, Precedence.FLEET))


@cache
def planned(seed: int, precedence: Precedence) -> Plan:
    return plan(crowded(seed, precedence), work=WORK)


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_both_programmes_agree(seed: int) -> None:
    assert best_by_times(crowded(seed, Precedence.FLEET)) == pytest.approx(best_points(seed), abs=ROUNDING)


@pytest.mark.parametrize("precedence", Precedence)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_of_both_together_lies_between_the_plan_and_its_bound_whoever_goes_first(seed: int, precedence: Precedence) -> None:
    certificate = planned(seed, precedence).certificate
    assert certificate.with_own_value_points is not None
    assert certificate.with_own_bound_points is not None
    assert certificate.with_own_value_points - ROUNDING <= best_points(seed) <= certificate.with_own_bound_points + ROUNDING


@settings(max_examples=8, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=1_000, max_value=1_000_000), precedence=st.sampled_from(Precedence))
def test_so_it_does_in_any_scenario(seed: int, precedence: Precedence) -> None:
    test_the_best_of_both_together_lies_between_the_plan_and_its_bound_whoever_goes_first(seed, precedence)


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_is_worth_more_first_is_worth_no_less_than_either_order(seed: int) -> None:
    by_precedence = {precedence: planned(seed, precedence).certificate.with_own_value_points or 0.0 for precedence in Precedence}
    assert by_precedence[Precedence.WORTH] >= max(by_precedence.values()) - ROUNDING


@pytest.mark.parametrize("precedence", Precedence)
@pytest.mark.parametrize("seed", SEEDS)
def test_separate_code_finds_the_bounds_of_the_plan_again(seed: int, precedence: Precedence) -> None:
    """And where own transport goes first, the bound is beside the departures of the plan: of seeds 0, 6 and 9, silence moves some."""
    scenario, made = crowded(seed, precedence), planned(seed, precedence)
    verdict = verify_plan(scenario, made)
    assert (verdict.breaches, verdict.doubts) == ((), ())
    assert verdict.with_own_bound_points is not None
    assert verdict.with_own_bound_points >= best_points(seed) - ROUNDING
    assert not any("separate code" in reason for reason in made.reasons)
    if made.certificate.prices is not None and made.certificate.prices.own_first:
        assert made.certificate.prices.own_first == made.own_departures


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=1, max_value=1_000_000))
def test_at_any_prices_separate_code_finds_the_bound_of_the_search_which_is_no_less_than_the_best_of_all(seed: int) -> None:
    scenario = crowded(seed, Precedence.FLEET)
    ground, routes, problem = laid_out(scenario)
    own = OwnColumns(problem, scenario)
    result = drawn(own.problem, np.random.default_rng(seed))
    searched = searched_points(own.problem, result) - result.fixed_points + own.fixed_points(result)
    searched += sum(own.most_points(row, result) for row in own.units)
    prices = prices_of(scenario, own.problem, result, "")
    again = dual_points(scenario, ground.network, routes.all(), prices, place_nodes=ground.node, with_own=True)
    assert again == pytest.approx(searched, abs=ROUNDING)
    assert again >= best_by_days(scenario) - ROUNDING
