"""What can only help never lowers the bound, and what can only hinder never raises it."""

from datetime import timedelta

import pytest
from tests.oracles.test_time_indexed import generated
from tests.oracles.tiny import small
from tests.planning.hamlet import problem_of

from safepassage.planning.search import Search
from safepassage.scenario.scenario import Scenario

SEEDS = range(200, 220)


def bound(scenario: Scenario) -> float:
    points, _ = generated(scenario)
    return points


@pytest.mark.parametrize("seed", SEEDS)
def test_twice_the_fleet_never_lowers_the_bound(seed: int) -> None:
    scenario = small(seed)
    fleet = tuple(entry.model_copy(update={"vehicles": 2 * entry.vehicles}) for entry in scenario.fleet)
    assert bound(scenario.model_copy(update={"fleet": fleet})) >= bound(scenario) - 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_an_earlier_end_never_raises_the_bound(seed: int) -> None:
    scenario = small(seed)
    horizon = scenario.horizon.model_copy(update={"ends_at": scenario.horizon.ends_at - timedelta(minutes=30)})
    assert bound(scenario.model_copy(update={"horizon": horizon})) <= bound(scenario) + 1e-6


@pytest.mark.parametrize("seed", [seed for seed in range(200, 240) if small(seed).windows][:12])
def test_a_window_that_closes_earlier_never_raises_the_bound(seed: int) -> None:
    scenario = small(seed)
    windows = tuple(window.model_copy(update={"closes": window.closes - timedelta(minutes=10)}) for window in scenario.windows)
    assert bound(scenario.model_copy(update={"windows": windows})) <= bound(scenario) + 1e-6


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_while_searching_the_bound_never_rises_and_the_plan_never_gets_worse(seed: int) -> None:
    problem = problem_of(small(seed))
    searching = Search(problem, frozenset(), seed=1)
    told = [(searching.bound_points, searching.found(0).points) for _ in searching.units()]
    assert len(told) > 3
    bounds, points = zip(*told, strict=True)
    assert list(bounds) == sorted(bounds, reverse=True)
    assert list(points) == sorted(points)
    assert points[-1] <= bounds[-1] + 1e-6
