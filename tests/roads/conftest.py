"""Real networks, each read once for all tests of the roads."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from safepassage.roads import RoadNetwork, read_osm

ReadReal = Callable[[str], RoadNetwork]


@pytest.fixture(scope="session")
def read_real(data_dir: Path) -> ReadReal:
    """Reads a file of the folder of real OSM data, by its name, without the cache on disk."""

    @cache
    def read(file: str) -> RoadNetwork:
        return read_osm(data_dir / "osm" / file, cache=False)

    return read


@pytest.fixture(scope="session")
def rhine_neckar(read_real: ReadReal) -> RoadNetwork:
    return read_real("rnv-2016.osm.pbf")
