"""The tutorial town planned with so much work, once for all tests of a process."""

from functools import lru_cache
from pathlib import Path

from safepassage.planning.plan import plan
from safepassage.planning.result import Plan
from safepassage.scenario.read import read_scenario
from safepassage.scenario.scenario import Scenario

TOWN = Path(__file__).parents[2] / "examples" / "tutorial-town"


@lru_cache
def town() -> tuple[Scenario, Plan]:
    """The scenario and its plan with 100 units of work."""
    scenario = read_scenario(TOWN)
    return scenario, plan(scenario, work=100)
