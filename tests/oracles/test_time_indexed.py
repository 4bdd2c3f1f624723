"""Plans and bounds of small scenarios against a second formulation, solved by a second build of a solver."""

from dataclasses import replace

import pytest
from tests.oracles.brute_force import Enumeration
from tests.oracles.time_indexed import best_points
from tests.oracles.tiny import small, tiny
from tests.planning.hamlet import problem_of

from safepassage.planning.bound import Generation
from safepassage.planning.plan import plan
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import Problem
from safepassage.scenario.scenario import Scenario

SEEDS = range(30)
ROUNDING = 1e-6
SHARE_OPTIMAL = 0.93
"""Of 100 plans 98 were as good as the optimum when this was written."""


def without_ties(scenario: Scenario) -> Problem:
    """The problem whose days cost nothing but what the second formulation knows."""
    problem = problem_of(scenario)
    return replace(problem, graphs=tuple(replace(graph, tie_points=0.0 * graph.tie_points) for graph in problem.graphs))


def generated(problem: Problem) -> tuple[float, list[float]]:
    """The linear optimum by column generation, and every bound on the way."""
    generation = Generation(problem, [DayFinder(problem, graph, with_costs=False) for graph in problem.graphs], with_own=False)
    bounds = []
    while True:
        priced = generation.step()
        bounds.append(priced.bound_points)
        if priced.new_columns == 0:
            return priced.result.points, bounds


@pytest.mark.parametrize("seed", SEEDS[:15])
def test_both_oracles_agree(seed: int) -> None:
    scenario = tiny(seed, groups=())
    assert best_points(scenario, whole=True) == pytest.approx(Enumeration(scenario, pauses=True).best_points(), abs=ROUNDING)


@pytest.mark.parametrize("seed", SEEDS)
def test_column_generation_ends_at_the_linear_optimum_and_every_bound_on_the_way_holds(seed: int) -> None:
    scenario = small(seed)
    linear_points = best_points(scenario, whole=False)
    points, bounds = generated(without_ties(scenario))
    assert points == pytest.approx(linear_points, abs=1e-4)
    assert min(bounds) == pytest.approx(linear_points, abs=1e-4)
    assert all(bound >= linear_points - 1e-4 for bound in bounds)


def test_plans_are_at_most_and_nearly_always_the_optimum_and_bounds_at_least_that() -> None:
    worse = []
    for seed in SEEDS:
        scenario = small(seed)
        optimum = best_points(scenario, whole=True)
        certificate = plan(scenario, work=400).certificate
        assert certificate.value_points <= optimum + ROUNDING, seed
        assert certificate.bound_points >= optimum - ROUNDING, seed
        if certificate.value_points < optimum - ROUNDING:
            worse.append((seed, certificate.value_points, optimum))
    assert len(worse) <= (1 - SHARE_OPTIMAL) * len(SEEDS), worse
