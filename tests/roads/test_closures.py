"""Closures and danger: which arcs they touch."""

from pathlib import Path

import numpy as np
import pytest
from tests.roads.osm_text import COLUMN_M, ROW_M, way, write_town

from safepassage.errors import InputError
from safepassage.roads import RoadNetwork, arcs_in_ring, arcs_named, arcs_near, arcs_of_way, read_osm, travel_times_s


@pytest.fixture
def town(tmp_path: Path) -> RoadNetwork:
    """Three streets northward at columns 0, 1 and 2, joined at both ends; the middle one is a bridge."""
    return read_osm(
        write_town(
            tmp_path / "town.osm",
            way(1, [0, 10]),
            way(2, [1, 11], bridge="yes", name="Старий міст"),
            way(3, [2, 12]),
            way(4, [0, 1, 2]),
            way(5, [10, 11, 12], name="Нова вулиця"),
        ),
        cache=False,
    )


def ways_of(network: RoadNetwork, mask: np.ndarray) -> list[int]:
    return sorted(set(network.arc_way[mask].tolist()))


def test_a_bridge_is_closed_by_its_name(town: RoadNetwork) -> None:
    """With the bridge closed the way across leads over a neighbouring street, two columns longer."""
    start, end = (int(np.flatnonzero(town.node_ids == node)[0]) for node in (1, 11))
    closed = arcs_named(town, "старий  МІСТ")
    assert ways_of(town, closed) == [2]
    open_s, closed_s = (travel_times_s(town, [start], [end], town.arc_time_s, mask)[0, 0] for mask in (None, closed))
    assert (closed_s - open_s) * 25 / 3.6 == pytest.approx(2 * COLUMN_M, abs=0.3)


def test_an_unknown_name_is_refused_with_near_ones(town: RoadNetwork) -> None:
    with pytest.raises(InputError, match="Near are: Старий міст"):
        arcs_named(town, "Старий мист")
    with pytest.raises(InputError, match="close a way by its id"):
        arcs_named(town, "Unknown")


def test_a_way_is_closed_by_its_id(town: RoadNetwork) -> None:
    assert ways_of(town, arcs_of_way(town, 5)) == [5]
    with pytest.raises(InputError, match="way 77: it is not in this network"):
        arcs_of_way(town, 77)


def test_an_area_closes_what_it_touches(town: RoadNetwork) -> None:
    """A small square on the middle of street 1 contains no node and closes street 1 only; elsewhere it closes nothing."""
    square = [(34.9999, 48.0004), (35.0001, 48.0004), (35.0001, 48.0006), (34.9999, 48.0006), (34.9999, 48.0004)]
    assert ways_of(town, arcs_in_ring(town, square)) == [1]
    assert not arcs_in_ring(town, [(longitude + 1, latitude) for longitude, latitude in square]).any()


def test_an_area_that_crosses_itself_is_refused(town: RoadNetwork) -> None:
    with pytest.raises(InputError, match="does not bound an area"):
        arcs_in_ring(town, [(35.0, 48.0), (35.1, 48.1), (35.1, 48.0), (35.0, 48.1), (35.0, 48.0)])
    with pytest.raises(InputError, match="fewer than three points"):
        arcs_in_ring(town, [(35.0, 48.0), (35.1, 48.1)])


@pytest.mark.parametrize(
    ("radius_m", "ways"),
    [(0.5 * COLUMN_M - 1, []), (0.5 * COLUMN_M + 1, [1, 2]), (0.5 * ROW_M + 1, [1, 2, 4, 5]), (1.5 * COLUMN_M + 1, [1, 2, 3, 4, 5])],
)
def test_what_is_near_a_point_is_measured_to_the_line(town: RoadNetwork, radius_m: float, ways: list[int]) -> None:
    """A point in the middle of a block is half a column from two streets, half a row from two others."""
    assert ways_of(town, arcs_near(town, 48.0005, 35.0005, radius_m)) == ways


def test_the_end_of_a_street_is_near_though_its_middle_is_far(town: RoadNetwork) -> None:
    """Ten metres round the corner of streets 3 and 5 touch these two and no other."""
    assert ways_of(town, arcs_near(town, 48.001, 35.002, 10.0)) == [3, 5]
