"""Prices of tiny scenarios against planning each changed scenario from nothing, and against the best of all plans there are."""

from functools import cache

import pytest
from tests.oracles.brute_force import Enumeration
from tests.oracles.tiny import small, tiny

from safepassage.planning.levers import Effect, Lever, find_levers
from safepassage.planning.linear import solve_linear
from safepassage.planning.price_list import Price, PriceList
from safepassage.planning.prices import price_levers
from safepassage.planning.setting import lay_out, lay_out_like
from safepassage.scenario.scenario import Scenario

SEEDS = range(5)
WORK = 60
ROUNDING = 1e-6


@cache
def priced(seed: int) -> PriceList:
    return price_levers(tiny(seed), work=WORK, base_work=WORK, processes=1)


@cache
def best_points(seed: int, lever: str | None) -> float:
    """The best of all plans, by looking at every one."""
    return Enumeration(scenario_of(seed, lever), pauses=True).best_points()


def levers_of(seed: int) -> dict[str, Lever]:
    return {lever.id: lever for lever in find_levers(tiny(seed))}


def scenario_of(seed: int, lever: str | None) -> Scenario:
    scenario = tiny(seed)
    return scenario if lever is None else levers_of(seed)[lever].change(scenario)


def enumerable(price: Price) -> bool:
    """The enumeration knows windows that open at multiples of its step, no silence at night and one road for all vehicles."""
    return not price.lever.startswith(("horizon", "crews", "road", "silence"))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_change_of_the_best_plan_lies_within_the_bounds_of_every_price(seed: int) -> None:
    table = priced(seed)
    assert not table.missing
    before = best_points(seed, None)
    for price in table.prices[::5]:
        if enumerable(price):
            change = best_points(seed, price.lever) - before
            assert price.at_least_points - ROUNDING <= change <= price.at_most_points + ROUNDING, price


@pytest.mark.parametrize("seed", SEEDS)
def test_where_both_plans_are_proven_best_the_price_is_what_two_plannings_by_hand_give(seed: int) -> None:
    table = priced(seed)
    before = best_points(seed, None)
    compared = 0
    for price in table.prices:
        is_proven = abs(price.at_most_points - price.at_least_points) < ROUNDING
        if is_proven and enumerable(price) and compared < 12:
            compared += 1
            assert price.plan_points == pytest.approx(best_points(seed, price.lever) - before, abs=ROUNDING), price
    assert compared or table.base.value_points < table.base.bound_points - ROUNDING


@pytest.mark.parametrize("seed", SEEDS)
def test_what_can_only_help_never_costs_and_what_can_only_hurt_never_brings_anything(seed: int) -> None:
    for price in priced(seed).prices:
        if price.effect is Effect.HELPS:
            assert price.plan_points >= 0.0
            assert price.at_least_points >= 0.0
            assert price.linear_points is None or price.linear_points >= -ROUNDING
        if price.effect is Effect.HURTS:
            assert price.plan_points <= ROUNDING
            assert price.at_most_points <= 0.0
            assert price.linear_points is None or price.linear_points <= ROUNDING


@pytest.mark.parametrize("seed", SEEDS)
def test_points_of_the_plans_lie_between_the_bounds(seed: int) -> None:
    for price in priced(seed).prices:
        assert price.at_least_points - ROUNDING <= price.plan_points <= price.at_most_points + ROUNDING


@pytest.mark.parametrize("seed", range(4, 10))
def test_a_scenario_laid_out_like_another_has_the_optimum_of_one_laid_out_from_nothing(seed: int) -> None:
    """Numbers refitted, hours narrowed, graphs grown again, roads sought again: whatever is shared, the linear optimum is the same."""
    scenario = small(seed)
    base = lay_out(scenario)
    for lever in find_levers(scenario)[seed % 4 :: 4]:
        changed = lever.change(scenario)
        assert changed is not None
        like = lay_out_like(changed, base)
        if lever.kind != "road" and not lever.id.startswith("hold"):  # those keep the roads of the base beside the new ones
            again = solve_linear(lay_out(changed), ())
            assert solve_linear(like, ()).points == pytest.approx(again.points, abs=1e-4), lever.id


def test_the_same_work_and_seed_give_the_same_prices_in_one_process_and_in_two() -> None:
    alone = price_levers(tiny(3), work=20, base_work=20, processes=1)
    assert price_levers(tiny(3), work=20, base_work=20, processes=2) == alone
