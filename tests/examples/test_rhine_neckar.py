"""The exercise on real roads stands on them, where the extract it was made for is to be had."""

from pathlib import Path

import numpy as np
import pytest

from safepassage.errors import InputError
from safepassage.roads import RoadNetwork, arcs_named, driving_time_s, read_osm, snap, travel_times_s
from safepassage.scenario import Scenario, read_scenario

FOLDER = Path(__file__).parents[2] / "examples" / "rhine-neckar"


@pytest.fixture(scope="module")
def extract(data_dir: Path) -> Path:
    return data_dir / "osm" / "rnv-2016.osm.pbf"


@pytest.fixture(scope="module")
def scenario(extract: Path) -> Scenario:
    return read_scenario(FOLDER, osm_file=extract)


@pytest.fixture(scope="module")
def network(extract: Path) -> RoadNetwork:
    return read_osm(extract, cache=False)


def test_without_roads_the_missing_file_is_the_only_problem():
    with pytest.raises(InputError) as refused:
        read_scenario(FOLDER)
    assert [problem.where for problem in refused.value.problems] == ["scenario.toml, [roads], osm_file"]


def test_it_has_twelve_gathering_points_and_receptions_for_all(scenario):
    assert len(scenario.gathering_points) == 12
    seated = sum(point.registered.seated_people for point in scenario.gathering_points)
    seated += sum(row.people.total_people for row in scenario.own_transport)
    assert sum(place.capacity_people for place in (*scenario.reception_centres, *scenario.hospitals)) >= seated
    assert sum(h.hospital_beds for h in scenario.hospitals) >= sum(p.stretcher_people for p in scenario.gathering_points)


def test_every_figure_is_marked_as_an_assumption(scenario):
    for table in (scenario.gathering_points, scenario.fleet, scenario.windows, scenario.closures, scenario.checkpoints, scenario.control):
        assert all(record.is_assumption for record in table)


def test_every_place_is_within_a_hundred_metres_or_so_of_a_road_and_checkpoints_are_on_theirs(scenario, network):
    def moved_m(places):
        return snap(network, [place.latitude for place in places], [place.longitude for place in places]).moved_m

    assert moved_m(scenario.places).max() < 120
    assert moved_m(scenario.checkpoints).max() < 2
    spots = snap(network, [c.latitude for c in scenario.checkpoints], [c.longitude for c in scenario.checkpoints]).node
    assert len(set(spots.tolist())) == 6


def test_each_pair_of_checkpoints_has_one_for_each_way(scenario, network):
    """Rows end in 'east' or 'west'; the carriageway under each leads that way and no other."""
    spots = snap(network, [c.latitude for c in scenario.checkpoints], [c.longitude for c in scenario.checkpoints]).node
    for checkpoint, node in zip(scenario.checkpoints, spots, strict=True):
        heads = network.arc_head[network.arc_tail == node]
        eastward = network.node_longitude[heads] > network.node_longitude[node]
        assert len(heads) > 0
        assert np.all(eastward == checkpoint.id.endswith("east"))


def test_with_two_bridges_out_the_town_hall_is_far_from_heidelberg(scenario, network):
    """Round by the A 6: at least 15 minutes further, and never through a closed bridge."""
    places = [scenario.place("lu-rathaus"), scenario.place("hd-hauptbahnhof")]
    nodes = snap(network, [place.latitude for place in places], [place.longitude for place in places]).node
    time_s = driving_time_s(network, 80.0)
    closed = np.zeros(network.arcs, dtype=np.bool_)
    for closure in scenario.closures:
        if closure.kind == "name":
            closed |= arcs_named(network, closure.what)
    one_out = travel_times_s(network, nodes[:1], nodes[1:], time_s, arcs_named(network, "Kurt-Schumacher-Brücke"))[0, 0]
    both_out = travel_times_s(network, nodes[:1], nodes[1:], time_s, closed)[0, 0]
    assert one_out + 15 * 60 < both_out < one_out + 30 * 60
