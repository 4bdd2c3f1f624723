"""Bounds of real size, recomputed: the bundled example and the reference instances."""

from pathlib import Path

import pytest
from benchmarks.reference import reference_scenario

from safepassage.planning.plan import plan
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


@pytest.mark.parametrize("name", ["40", "20", "10"])
def test_the_bounds_of_the_reference_instances_are_proven_again(name: str, data_dir: Path) -> None:
    """With boarding cuts where the checkpoint is narrow."""
    confirm(reference_scenario(data_dir / "planning" / f"reference-{name}.json"), work=150)
