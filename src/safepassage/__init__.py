"""Plan humanitarian corridors on real roads.

The whole library in eight names: `read_scenario` a folder, `check_scenario` it, `plan` it, `read_plan` one that was written or
`read_planned` with its scenario, put it to a `stress_test`, and the values `Scenario` and `Plan`. In a notebook a plan draws itself.
Names are loaded when first used.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safepassage.documents.plan_file import read_plan, read_planned
    from safepassage.planning.check import check_scenario
    from safepassage.planning.plan import plan
    from safepassage.planning.result import Plan
    from safepassage.scenario.read import read_scenario
    from safepassage.scenario.scenario import Scenario
    from safepassage.stress.stress import stress_test

__all__ = ["Plan", "Scenario", "check_scenario", "plan", "read_plan", "read_planned", "read_scenario", "stress_test"]

_MODULES = {
    "Plan": "safepassage.planning.result",
    "Scenario": "safepassage.scenario.scenario",
    "check_scenario": "safepassage.planning.check",
    "plan": "safepassage.planning.plan",
    "read_plan": "safepassage.documents.plan_file",
    "read_planned": "safepassage.documents.plan_file",
    "read_scenario": "safepassage.scenario.read",
    "stress_test": "safepassage.stress.stress",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module 'safepassage' has no attribute '{name}'")
    value = getattr(importlib.import_module(_MODULES[name]), name)
    if name == "plan":
        from safepassage.documents.notebook import draw_in_notebooks

        value = draw_in_notebooks(value)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
