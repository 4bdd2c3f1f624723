"""What several commands take."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

ScenarioFolder = Annotated[Path, Parameter(help="The folder that holds scenario.toml.")]
RoadFile = Annotated[Path | None, Parameter(help="An OSM file to use instead of the scenario's own: .osm.pbf, .osm, .osm.gz or .osm.bz2.")]
