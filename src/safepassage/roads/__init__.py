"""The roads: read from OpenStreetMap or from a table of legs into one compact network, with times, closures and alternatives."""

from safepassage.roads.alternatives import find_alternatives
from safepassage.roads.bypasses import find_bypasses
from safepassage.roads.closures import arcs_in_ring, arcs_named, arcs_near, arcs_of_way
from safepassage.roads.legs import network_from_legs
from safepassage.roads.network import RoadNetwork, driving_time_s
from safepassage.roads.pareto import find_pareto_roads
from safepassage.roads.read import read_osm, read_osm_report
from safepassage.roads.report import ClassRead, OsmReport, Tally
from safepassage.roads.snap import Snapping, snap
from safepassage.roads.times import travel_times_s

__all__ = [
    "ClassRead",
    "OsmReport",
    "RoadNetwork",
    "Snapping",
    "Tally",
    "arcs_in_ring",
    "arcs_named",
    "arcs_near",
    "arcs_of_way",
    "driving_time_s",
    "find_alternatives",
    "find_bypasses",
    "find_pareto_roads",
    "network_from_legs",
    "read_osm",
    "read_osm_report",
    "snap",
    "travel_times_s",
]
