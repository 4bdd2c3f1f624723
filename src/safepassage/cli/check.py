"""`safepassage check`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from safepassage.cli.options import RoadFile

FOUND = 1


def check(
    folder: Annotated[Path, Parameter(help="The folder that holds scenario.toml, or the folder that `safepassage plan` wrote.")],
    /,
    *,
    roads: RoadFile = None,
) -> int:
    """Read a scenario and say what is wrong or doubtful in it; or judge a finished plan.

    Of a scenario, every problem is named with its file, line and field, and how to repair it. Leaves with 0 where it can be planned,
    1 where a finding says that people or goods surely stay behind, 2 where it cannot be read.

    A plan is judged by code that shares nothing with what made it: rule by rule, and its bound from the prices kept with it. Leaves with 0
    where it holds, 1 where it does not. A plan that `safepassage replan` wrote is judged from that moment on; what is not held against
    it is said.
    """
    from safepassage.documents.plan_file import is_plan

    return _check_plan(folder, roads) if is_plan(folder) else _check_scenario(folder, roads)


def _check_scenario(folder: Path, roads: Path | None) -> int:
    from safepassage.cli.findings import print_findings
    from safepassage.planning.check import check_scenario
    from safepassage.planning.finding import Severity
    from safepassage.scenario.read import read_scenario

    findings = check_scenario(read_scenario(folder, osm_file=roads))
    print_findings(findings)
    return FOUND if any(finding.severity is Severity.ERROR for finding in findings) else 0


def _check_plan(folder: Path, roads: Path | None) -> int:
    from safepassage.cli.findings import print_verdict
    from safepassage.documents.plan_file import read_planned
    from safepassage.errors import InputError, Problem
    from safepassage.planning.verify import verify_plan

    scenario, plan = read_planned(folder, osm_file=roads)
    if scenario.osm_file is not None and not scenario.osm_file.is_file():
        what = "to judge the plan the roads are needed, and they are not beside it"
        raise InputError([Problem(f"--roads {scenario.osm_file.name}", what, "Say where the file lies with --roads.")])
    verdict = verify_plan(scenario, plan)
    print_verdict(verdict, plan)
    return FOUND if verdict.breaches or verdict.doubts else 0
