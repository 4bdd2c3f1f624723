"""The results of a stress test as a file, and the contingency plans kept beside them.

Invariant: equal results give equal bytes, and the file holds the whole result.
"""

import json
import shutil
from pathlib import Path

from safepassage.documents.plan_file import PLAN_NAME, SCENARIO_NAME, write_plan, write_scenario
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.assumptions import ASSUMPTIONS_FILE
from safepassage.stress.result import Contingency, StressResult

STRESS_NAME = "stress.json"
ASSUMPTIONS_NAME = "assumptions.toml"
_CONTINGENCY = """AUDIENCE OF EVERY FILE HERE: internal.

{text}

It is a proposal like the plan itself: its windows must be agreed before anybody sets out.

{plan}      the plan for programs
{scenario}  the scenario as the failure changes it
"""


def write_stress(result: StressResult, path: Path) -> None:
    """Write a result as UTF-8 JSON: keys in alphabetical order, a newline at the end."""
    text = json.dumps(result.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_assumptions(source: Path | None, folder: Path) -> Path:
    """Keep the assumptions beside the results, as they were given or as they come with safepassage, to be edited and given again."""
    path = folder / ASSUMPTIONS_NAME
    source = source if source is not None else ASSUMPTIONS_FILE
    if source.resolve() != path.resolve():
        shutil.copyfile(source, path)
    return path


def write_contingency(contingency: Contingency, plan: Plan, scenario: Scenario, folder: Path) -> Path:
    """Keep the plan for one failure in its folder beside the plan."""
    kept = folder / (contingency.folder or "")
    kept.mkdir(parents=True, exist_ok=True)
    write_plan(plan, kept / PLAN_NAME)
    write_scenario(scenario, plan, kept / SCENARIO_NAME)
    readme = _CONTINGENCY.format(text=contingency.text, plan=PLAN_NAME, scenario=SCENARIO_NAME)
    (kept / "README.txt").write_text(readme, encoding="utf-8")
    return kept
