"""`safepassage check`."""

from safepassage.cli.options import RoadFile, ScenarioFolder


def check(scenario: ScenarioFolder, /, *, roads: RoadFile = None) -> int:
    """Read a scenario and say what is wrong or doubtful in it.

    Every problem is named with its file, line and field, and how to repair it. Leaves with 0 where the scenario can be planned,
    1 where a finding makes people or goods impossible to move, 2 where it cannot be read.
    """
    from safepassage.cli.findings import print_findings
    from safepassage.planning.check import check_scenario
    from safepassage.scenario.read import read_scenario

    return print_findings(check_scenario(read_scenario(scenario, osm_file=roads)))
