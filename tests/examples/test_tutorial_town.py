"""The tutorial's town is as its README tells it."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from safepassage.roads import RoadNetwork, arcs_named, driving_time_s, read_osm, read_osm_report, snap, travel_times_s
from safepassage.scenario import Scenario, read_scenario

FOLDER = Path(__file__).parents[2] / "examples" / "tutorial-town"
LATITUDE_KM, LONGITUDE_KM = 0.110574, 0.111320
"""A thousandth of a degree at the equator."""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(FOLDER)


@pytest.fixture(scope="module")
def network(scenario: Scenario) -> RoadNetwork:
    assert scenario.osm_file is not None
    return read_osm(scenario.osm_file, cache=False)


def minutes(scenario: Scenario, network: RoadNetwork, origin: str, destination: str, closed: str | None = None) -> float:
    places = [scenario.place(origin), scenario.place(destination)]
    nodes = snap(network, [place.latitude for place in places], [place.longitude for place in places]).node
    mask = arcs_named(network, closed) if closed else None
    return float(travel_times_s(network, nodes[:1], nodes[1:], driving_time_s(network, 60.0), mask)[0, 0]) / 60


def test_it_has_five_places_on_a_small_map(scenario):
    assert len(scenario.places) == 5
    assert 60 <= len(ElementTree.parse(FOLDER / "town.osm").findall("node")) <= 120


def test_every_place_stands_on_a_road(scenario, network):
    moved_m = snap(network, [p.latitude for p in scenario.places], [p.longitude for p in scenario.places]).moved_m
    assert moved_m.max() < 1.0


def test_ferry_footway_and_private_track_are_left_out(scenario):
    report = read_osm_report(scenario.osm_file)
    assert {way for tally in report.left_out for way in tally.examples} == {120, 121, 122}
    assert set(report.named_bridges) == {"Old Bridge", "Station Bridge"}


def test_no_left_turn_into_west_ramp_sends_vehicles_round_by_the_quay(scenario, network):
    """From the checkpoint to the School by Old Bridge, by hand: kilometres of each street at its speed, with East Ramp and Quay."""
    ramp = (12**2 * LONGITUDE_KM**2 + 2**2 * LATITUDE_KM**2) ** 0.5
    by_hand_min = (60 / 0.8) * (  # vehicles reach four fifths of a speed limit
        2 * LATITUDE_KM / 60  # South Road
        + (ramp + 4 * LATITUDE_KM) / 50  # East Ramp
        + 24 * LONGITUDE_KM / 50  # Quay
        + 1 * LATITUDE_KM / 50  # West Ramp, its northern end
        + 6 * LATITUDE_KM / 30  # Old Bridge
        + 5 * LATITUDE_KM / 50  # Bridge Street
        + 6 * LONGITUDE_KM / 30  # School Lane
        + 2 * LATITUDE_KM / 20  # Schoolyard
    )
    assert minutes(scenario, network, "mill-cross", "school", closed="Station Bridge") == pytest.approx(by_hand_min, abs=0.05)


def test_both_bridges_lead_to_the_school_and_without_either_nobody_gets_there(scenario, network):
    by_old = minutes(scenario, network, "depot", "school", closed="Station Bridge")
    by_station = minutes(scenario, network, "depot", "school", closed="Old Bridge")
    assert by_station < by_old < by_station + 5
    both = arcs_named(network, "Old Bridge") | arcs_named(network, "Station Bridge")
    places = [scenario.place("depot"), scenario.place("school")]
    nodes = snap(network, [place.latitude for place in places], [place.longitude for place in places]).node
    assert travel_times_s(network, nodes[:1], nodes[1:], driving_time_s(network, 60.0), both)[0, 0] == float("inf")


def test_three_hundred_people_wait_and_twelve_families_have_cars(scenario):
    school = scenario.gathering_points[0]
    assert school.registered.total_people == 300
    assert (school.stretcher_people, school.infant_people, school.frail_people, school.other_people) == (6, 84, 30, 180)
    assert scenario.own_transport[0].units == 12


def test_the_clocks_of_the_two_parties_are_an_hour_apart(scenario):
    assert {scenario.party_zone(party.id) for party in scenario.parties} == {"Africa/Abidjan", "Africa/Lagos"}
    river = {window.party: window for window in scenario.windows if window.segment == "river"}
    assert f"{max(w.opens for w in river.values()):%H:%M}" == "08:45"
    assert f"{min(w.closes for w in river.values()):%H:%M}" == "13:00"
