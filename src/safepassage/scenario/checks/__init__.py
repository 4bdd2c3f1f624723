"""What must hold between the rows and files of a scenario. Each check looks at everything and returns all it finds."""

from safepassage.errors import Problem
from safepassage.scenario.checks.folder import check_file_names
from safepassage.scenario.checks.ids import check_ids, check_repeated_rows
from safepassage.scenario.checks.people import check_groups, check_own_transport
from safepassage.scenario.checks.positions import check_positions
from safepassage.scenario.checks.references import check_names, check_references
from safepassage.scenario.checks.roads import check_areas, check_closures, check_legs, check_osm_file, check_segments
from safepassage.scenario.checks.times import check_horizon, check_hours, check_spans, check_windows
from safepassage.scenario.written import Written

CHECKS = (
    check_file_names,
    check_ids,
    check_repeated_rows,
    check_references,
    check_names,
    check_positions,
    check_horizon,
    check_windows,
    check_spans,
    check_hours,
    check_groups,
    check_own_transport,
    check_osm_file,
    check_legs,
    check_segments,
    check_areas,
    check_closures,
)


def check_written(written: Written) -> list[Problem]:
    """Every problem between rows and files."""
    return [problem for check in CHECKS for problem in check(written)]
