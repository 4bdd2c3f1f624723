"""`safepassage check`."""

from safepassage.cli.options import RoadFile, ScenarioFolder

FOUND = 1


def check(scenario: ScenarioFolder, /, *, roads: RoadFile = None) -> int:
    """Read a scenario and say what is wrong or doubtful in it.

    Every problem is named with its file, line and field, and how to repair it. Leaves with 0 where the scenario can be planned,
    1 where a finding says that people or goods surely stay behind, 2 where it cannot be read.
    """
    from safepassage.cli.findings import print_findings
    from safepassage.planning.check import check_scenario
    from safepassage.planning.finding import Severity
    from safepassage.scenario.read import read_scenario

    findings = check_scenario(read_scenario(scenario, osm_file=roads))
    print_findings(findings)
    return FOUND if any(finding.severity is Severity.ERROR for finding in findings) else 0
