"""Prices that the clock stops: every lever is there, what is proven of it holds, and it is said of each that it was stopped."""

import pytest
from tests.oracles.brute_force import Enumeration
from tests.oracles.tiny import tiny

from safepassage.planning.levers import Effect, find_levers
from safepassage.planning.price_base import plan_base
from safepassage.planning.price_desk import AFRESH, COPIES, Desk, Task, lay_out_with_levers
from safepassage.planning.price_list import Found, PriceList
from safepassage.planning.price_one import solve_lever
from safepassage.planning.prices import price_levers
from safepassage.scenario.scenario import Scenario

ROUNDING = 1e-6
AT_ONCE = 1e-3
"""Seconds: over before anything is solved."""


def stopped(seed: int) -> PriceList:
    return price_levers(tiny(seed), seconds=AT_ONCE, processes=1)


def intervals(table: PriceList) -> dict[str, tuple[float, float]]:
    priced = {price.lever: (price.at_least_points, price.at_most_points) for price in table.prices}
    return priced | {lever.lever: (lever.at_least_points, lever.at_most_points) for lever in table.missing}


def enumerable(lever: str) -> bool:
    """The enumeration knows windows that open at multiples of its step, no silence at night and one road for all vehicles."""
    return not lever.startswith(("horizon", "crews", "road", "silence"))


def test_a_first_plan_of_known_days_has_bounds_that_hold_what_a_full_run_finds() -> None:
    """Nothing is sought for it; what is not proven by then is said to be stopped."""
    scenario = tiny(1)
    full = {price.lever: price for price in price_levers(scenario, work=60, base_work=60, processes=1).prices}
    setting, levers = lay_out_with_levers(scenario)
    base = plan_base(setting, None, 60)
    for lever in levers:
        seen = solve_lever(lever, setting, base, work=20, seek_s=0.0, dives=False)
        outcome = seen.outcome or base.outcome
        if not seen.is_same:
            assert seen.is_stopped or seen.linear is None or seen.linear.is_final
            assert seen.linear is None or not seen.linear.is_late or seen.is_stopped
            assert outcome.value_points - base.outcome.bound_points <= full[lever.id].plan_points + ROUNDING, lever.id
            assert seen.bound_points - base.outcome.value_points >= full[lever.id].plan_points - ROUNDING, lever.id


@pytest.mark.parametrize("seed", range(3))
def test_every_lever_is_listed_though_the_clock_stops_at_once(seed: int) -> None:
    table = stopped(seed)
    listed = [*(price.lever for price in table.prices), *(lever.lever for lever in table.missing)]
    assert sorted(listed) == sorted(lever.id for lever in find_levers(tiny(seed)))
    assert table.missing or any(price.found is Found.STOPPED for price in table.prices)
    assert table.seconds == AT_ONCE


@pytest.mark.parametrize("seed", range(3))
def test_the_bounds_of_a_stopped_run_hold_the_change_of_the_best_plan_there_is(seed: int) -> None:
    scenario, levers = tiny(seed), {lever.id: lever for lever in find_levers(tiny(seed))}
    before = Enumeration(scenario, pauses=True).best_points()
    compared = [item for item in intervals(stopped(seed)).items() if enumerable(item[0])][::5]
    assert compared
    for lever, (at_least, at_most) in compared:
        changed = levers[lever].change(scenario)
        assert isinstance(changed, Scenario)
        change = Enumeration(changed, pauses=True).best_points() - before
        assert at_least - ROUNDING <= change <= at_most + ROUNDING, lever


@pytest.mark.parametrize("seed", range(3))
def test_the_bounds_of_a_stopped_run_hold_what_a_full_run_finds(seed: int) -> None:
    full = {price.lever: price for price in price_levers(tiny(seed), work=60, base_work=60, processes=1).prices}
    table = stopped(seed)
    for lever, (at_least, at_most) in intervals(table).items():
        found = full[lever]
        assert at_least - ROUNDING <= found.plan_points <= at_most + ROUNDING, lever
        # nor do the two intervals contradict each other
        assert at_least <= found.at_most_points + ROUNDING, lever
        assert found.at_least_points <= at_most + ROUNDING, lever
    for price in table.prices:
        assert price.effect is not Effect.HELPS or price.plan_points >= -ROUNDING, price
        assert price.effect is not Effect.HURTS or price.plan_points <= ROUNDING, price


def test_time_enough_gives_what_a_run_without_a_clock_gives() -> None:
    by_work, by_clock = price_levers(tiny(3), work=20, processes=1), price_levers(tiny(3), seconds=600.0, processes=2)
    assert by_clock.prices == by_work.prices
    assert not any(price.found is Found.STOPPED for price in by_work.prices)


@pytest.mark.parametrize("start_method", [COPIES, AFRESH])
def test_processes_copied_or_begun_afresh_solve_what_one_alone_solves(start_method: str) -> None:
    setting, levers = lay_out_with_levers(tiny(3))
    base = plan_base(setting, None, 20)
    tasks = [Task(lever.id, 10) for lever in levers[:4]]

    def solved(processes: int) -> dict[str, tuple[float | None, float, float | None]]:
        left = list(tasks)
        desk = Desk(setting, levers, processes, start_method)
        found = desk.solve(lambda: left.pop() if left else None, base)
        return {one.lever: (one.linear_points, one.bound_points, one.outcome.value_points if one.outcome else None) for one in found}

    assert solved(2) == solved(1)
