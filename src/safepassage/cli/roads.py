"""`safepassage roads`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def roads(
    file: Annotated[Path, Parameter(help="The road file: .osm.pbf, .osm, .osm.gz or .osm.bz2.")],
    /,
    *,
    ferries: Annotated[bool, Parameter(help="Read ferry lines as roads too.")] = False,
) -> None:
    """Say what is read from a road file, what is left out and why.

    Nothing is written.
    """
    from safepassage.cli.road_report import print_road_report
    from safepassage.roads import read_osm_report

    print_road_report(read_osm_report(file, include_ferries=ferries))
