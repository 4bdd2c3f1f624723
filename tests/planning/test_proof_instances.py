"""Bounds of real size, recomputed: the bundled example and the reference instances."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.reference import reference_scenario
from tests.oracles.test_recomputed_bound import drawn, laid_out, searched_points

from safepassage.planning.checking.certificate.bound import dual_points
from safepassage.planning.own_columns import OwnColumns
from safepassage.planning.plan import plan
from safepassage.planning.proof import prices_of
from safepassage.planning.verify import verify_plan
from safepassage.scenario.read import read_scenario
from safepassage.scenario.scenario import Scenario

EXAMPLES = Path(__file__).parents[2] / "examples"


def confirm(scenario: Scenario, work: int) -> None:
    """The plan holds, and its prices prove its bound, which the search has reached."""
    made = plan(scenario, work=work)
    prices = made.certificate.prices
    assert prices is not None
    assert prices.bound_points == pytest.approx(made.certificate.bound_points, rel=1e-7)
    verdict = verify_plan(scenario, made)
    assert (verdict.breaches, verdict.doubts) == ((), ())
    assert verdict.bound_points == prices.bound_points


def test_the_bound_of_mariupol_is_proven_again() -> None:
    """Five roads, halts for the night, fuel, goods, four days."""
    confirm(read_scenario(EXAMPLES / "mariupol-2022-03"), work=80)


def test_the_bound_with_own_transport_of_the_tutorial_is_proven_again() -> None:
    scenario = read_scenario(EXAMPLES / "tutorial-town")
    made = plan(scenario, work=200)
    prices = made.certificate.with_own_prices
    assert prices is not None
    verdict = verify_plan(scenario, made)
    assert (verdict.breaches, verdict.doubts) == ((), ())
    assert verdict.with_own_bound_points == prices.bound_points == made.certificate.with_own_bound_points


def test_with_own_transport_of_mariupol_separate_code_finds_the_bound_of_the_search_at_any_prices() -> None:
    """4,000 cars and groups on foot, a quarter of a place each."""
    scenario = read_scenario(EXAMPLES / "mariupol-2022-03")
    ground, routes, problem = laid_out(scenario)
    own = OwnColumns(problem, scenario)
    result = drawn(own.problem, np.random.default_rng(1))
    searched = searched_points(own.problem, result) - result.fixed_points + own.fixed_points(result)
    searched += sum(own.most_points(row, result) for row in own.units)
    prices = prices_of(scenario, own.problem, result, "")
    again = dual_points(scenario, ground.network, routes.all(), prices, place_nodes=ground.node, with_own=True)
    assert again == pytest.approx(searched, rel=1e-9)


@pytest.mark.parametrize("name", ["40", "20", "10"])
def test_the_bounds_of_the_reference_instances_are_proven_again(name: str, data_dir: Path) -> None:
    """With boarding cuts where the checkpoint is narrow."""
    confirm(reference_scenario(data_dir / "planning" / f"reference-{name}.json"), work=150)
