"""Reading OSM, shown on an invented town: every test writes the few ways it is about."""

import bz2
import gzip
import math
from pathlib import Path

import numpy as np
import pytest
from tests.roads.osm_text import COLUMN_M, ROW_M, restriction, way, write_town

from safepassage.errors import InputError
from safepassage.roads import RoadNetwork, arcs_named, arcs_of_way, read_osm, read_osm_report, snap, travel_times_s


def read_town(tmp_path: Path, *things: str, include_ferries: bool = False, **options: object) -> RoadNetwork:
    return read_osm(write_town(tmp_path / "town.osm", *things, **options), include_ferries=include_ferries, cache=False)  # type: ignore[arg-type]


def node(network: RoadNetwork, osm_id: int) -> int:
    (index,) = np.flatnonzero(network.node_ids == osm_id)
    return int(index)


def seconds(network: RoadNetwork, source: int, target: int) -> float:
    return float(travel_times_s(network, [node(network, source)], [node(network, target)], network.arc_time_s)[0, 0])


def kmh_of(network: RoadNetwork, way_id: int) -> list[float]:
    arcs = np.flatnonzero(arcs_of_way(network, way_id))
    return sorted({round(float(v), 3) for v in network.arc_length_m[arcs] / network.arc_time_s[arcs] * 3.6})


def meridian_m(latitude: float, degrees: float) -> float:
    """The length of a degree of latitude by the series of WGS 84 (a second way to a length, by hand)."""
    phi = math.radians(latitude)
    return degrees * (111132.954 - 559.822 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi))


def parallel_m(latitude: float, degrees: float) -> float:
    phi = math.radians(latitude)
    return degrees * (111412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi) + 0.118 * math.cos(5 * phi))


def test_lengths_are_those_of_the_ellipsoid(tmp_path: Path) -> None:
    """A street one row north is 111.2 m long, one column east 74.6 m."""
    network = read_town(tmp_path, way(1, [0, 10]), way(2, [0, 1]))
    north, east = (network.arc_length_m[arcs_of_way(network, way_id)] for way_id in (1, 2))
    assert north == pytest.approx([meridian_m(48.0005, 0.001)] * 2, abs=0.01)
    assert east == pytest.approx([parallel_m(48.0, 0.001)] * 2, abs=0.01)
    assert [north[0], east[0]] == pytest.approx([ROW_M, COLUMN_M], abs=0.01)


def test_driving_time_is_length_over_speed(tmp_path: Path) -> None:
    """50 km/h stated is driven at 40: 111.196 m take 10.01 s; a residential street without limit is driven at 25."""
    network = read_town(tmp_path, way(1, [0, 10], highway="primary", maxspeed="50"), way(2, [10, 20]))
    assert seconds(network, 0, 10) == pytest.approx(10.008, abs=0.002)
    assert seconds(network, 10, 20) == pytest.approx(16.012, abs=0.003)


@pytest.mark.parametrize(
    ("tags", "kmh"),
    [
        ({"highway": "motorway", "maxspeed": "none"}, [104.0]),  # 130 advised
        ({"highway": "motorway"}, [90.0]),
        ({"highway": "primary", "maxspeed": "30 mph"}, [38.624]),  # 48.28 stated
        ({"highway": "primary", "maxspeed": "30mph"}, [38.624]),
        ({"highway": "primary", "maxspeed": "70 km/h"}, [56.0]),
        ({"highway": "primary", "maxspeed": "DE:urban"}, [40.0]),
        ({"highway": "secondary", "source__maxspeed": "UA:rural"}, [72.0]),
        ({"highway": "residential", "maxspeed__type": "DE:zone:20"}, [16.0]),
        ({"highway": "living_street", "maxspeed": "walk"}, [5.6]),
        ({"highway": "primary", "maxspeed": "80;60"}, [48.0]),  # the lower one
        ({"highway": "primary", "maxspeed": "signals"}, [65.0]),
        ({"highway": "primary", "maxspeed": "fast"}, [65.0]),
        ({"highway": "primary", "maxspeed": "0"}, [65.0]),
        ({"highway": "primary", "maxspeed": "100", "surface": "cobblestone"}, [30.0]),
        ({"highway": "track", "tracktype": "grade2"}, [15.0]),
        ({"highway": "primary", "maxspeed__forward": "50", "maxspeed__backward": "100"}, [40.0, 80.0]),
        ({"highway": "primary", "smoothness": "very_bad"}, [20.0]),
    ],
)
def test_speeds_follow_class_limit_and_surface(tmp_path: Path, tags: dict[str, str], kmh: list[float]) -> None:
    """The speed is the stated limit times 0.8, else that of the class, and never above what the surface bears."""
    network = read_town(tmp_path, way(1, [0, 1, 2, 12, 22], **tags))
    assert kmh_of(network, 1) == kmh


def test_a_limit_not_understood_is_named(tmp_path: Path) -> None:
    """A limit that means nothing is in the report's notes with its way."""
    report = read_osm_report(write_town(tmp_path / "town.osm", way(7, [0, 1], maxspeed="fast", maxweight="heavy")))
    assert [(note.what, note.examples) for note in report.notes] == [
        ("limit not understood, class speed taken: maxspeed=fast", (7,)),
        ("weight limit not understood, none taken: maxweight=heavy", (7,)),
    ]


def test_limits_that_stop_a_coach_are_named(tmp_path: Path) -> None:
    """Roads under 18 t or 4 m stay in the network, and the report says which; 18 t and 4.2 m are enough."""
    low, high = way(7, [0, 1], maxweight="3.5", maxheight="2.8 m"), way(8, [1, 2], maxweight="18", maxheight="4.2")
    report = read_osm_report(write_town(tmp_path / "town.osm", low, high))
    assert [(note.what, note.examples) for note in report.notes] == [
        ("height limit below 4 m (a coach or lorry), kept: maxheight=2.8 m", (7,)),
        ("weight limit below 18 t (a loaded coach), kept: maxweight=3.5", (7,)),
    ]


@pytest.mark.parametrize(
    ("tags", "there", "back"),
    [
        ({}, True, True),
        ({"oneway": "no"}, True, True),
        ({"oneway": "yes"}, True, False),
        ({"oneway": "1"}, True, False),
        ({"oneway": "-1"}, False, True),
        ({"junction": "roundabout"}, True, False),
        ({"junction": "roundabout", "oneway": "no"}, True, True),
        ({"highway": "motorway"}, True, False),
        ({"highway": "motorway_link"}, True, True),
        ({"oneway": "alternating"}, True, True),
    ],
)
def test_one_ways_are_driven_one_way(tmp_path: Path, tags: dict[str, str], there: bool, back: bool) -> None:
    """A one-way street leads one way; from its end there is no way back."""
    network = read_town(tmp_path, way(1, [0, 1, 2], **tags))
    assert (math.isfinite(seconds(network, 0, 2)), math.isfinite(seconds(network, 2, 0))) == (there, back)


@pytest.mark.parametrize(("value", "reason"), [("reversible", "direction changes by the hour"), ("perhaps", "one-way value not known")])
def test_a_direction_that_cannot_be_known_leaves_the_way_out(tmp_path: Path, value: str, reason: str) -> None:
    report = read_osm_report(write_town(tmp_path / "town.osm", way(1, [0, 1]), way(2, [1, 2], oneway=value)))
    assert [(tally.what, tally.examples) for tally in report.left_out] == [(reason, (2,))]


def test_a_roundabout_is_driven_round(tmp_path: Path) -> None:
    """The exit before the entry is reached only the long way round: three sides, not one."""
    ring = way(1, [11, 12, 22, 21, 11], junction="roundabout")
    network = read_town(tmp_path, ring, way(2, [1, 11]), way(3, [21, 31]), way(4, [12, 2]))
    side_s = 3.6 / 25
    assert seconds(network, 11, 12) == pytest.approx(COLUMN_M * side_s, rel=1e-3)
    assert seconds(network, 12, 11) == pytest.approx((2 * ROW_M + COLUMN_M) * side_s, rel=1e-3)


@pytest.mark.parametrize(
    ("tags", "is_road"),
    [
        ({"access": "private"}, False),
        ({"access": "no"}, False),
        ({"access": "no", "motor_vehicle": "yes"}, True),
        ({"access": "yes", "motor_vehicle": "no"}, False),
        ({"vehicle": "no", "motorcar": "designated"}, True),
        ({"motor_vehicle": "destination"}, True),
        ({"motor_vehicle": "agricultural;forestry"}, False),
        ({"motor_vehicle": "destination;agricultural"}, True),
        ({"access": "Schranke"}, False),
        ({"motor_vehicle": "no", "bus": "yes"}, False),
        ({"hgv": "no"}, True),
        ({"highway": "footway"}, False),
        ({"highway": "construction", "construction": "primary"}, False),
        ({"highway": "proposed"}, False),
        ({"highway": "service"}, True),
        ({"highway": "service", "service": "alley"}, True),
        ({"highway": "service", "service": "driveway"}, False),
        ({"highway": "track"}, False),
        ({"highway": "track", "tracktype": "grade1"}, True),
        ({"highway": "track", "tracktype": "grade4"}, False),
        ({"highway": "track", "surface": "asphalt"}, True),
        ({"area": "yes"}, False),
        ({"smoothness": "impassable"}, False),
    ],
)
def test_only_ways_open_to_vehicles_are_roads(tmp_path: Path, tags: dict[str, str], is_road: bool) -> None:
    """The most specific access tag decides; every way left out is counted."""
    path = write_town(tmp_path / "town.osm", way(1, [0, 1]), way(2, [1, 2], **tags))
    network, report = read_osm(path, cache=False), read_osm_report(path)
    assert (2 in network.arc_way) is is_road
    assert (report.ways_read, report.ways_left_out) == ((2, 0) if is_road else (1, 1))


@pytest.mark.parametrize(
    ("tags", "is_passable"),
    [
        ({"barrier": "bollard"}, False),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, True),
        ({"barrier": "block"}, False),
        ({"barrier": "gate"}, True),
        ({"barrier": "gate", "access": "private"}, False),
        ({"barrier": "toll_booth"}, True),
        ({"barrier": "border_control"}, True),
        ({"barrier": "rope ladder"}, False),
        ({"highway": "crossing"}, True),
    ],
)
def test_barriers_block(tmp_path: Path, tags: dict[str, str], is_passable: bool) -> None:
    """A bollard in the middle of a street leaves two dead ends; a gate lets through."""
    network = read_town(tmp_path, way(1, [0, 1, 2]), node_tags={1: tags})
    assert math.isfinite(seconds(network, 0, 2)) is is_passable
    assert network.arc_length_m.sum() == pytest.approx(4 * COLUMN_M, abs=0.1)


def test_a_barrier_on_a_junction_blocks_every_street(tmp_path: Path) -> None:
    network = read_town(tmp_path, way(1, [0, 1]), way(2, [1, 2]), way(3, [1, 11]), node_tags={1: {"barrier": "block"}})
    assert all(math.isinf(seconds(network, a, b)) for a, b in ((0, 2), (0, 11), (2, 11)))


def test_ferries_only_when_asked(tmp_path: Path) -> None:
    """A car ferry is a road if asked for, a ferry for people on foot never."""
    things = (way(1, [0, 1]), way(2, [1, 2], highway="", route="ferry", motor_vehicle="yes"), way(3, [1, 11], highway="", route="ferry"))
    assert sorted(set(read_town(tmp_path, *things).arc_way.tolist())) == [1]
    assert sorted(set(read_town(tmp_path, *things, include_ferries=True).arc_way.tolist())) == [1, 2]


GRID_STREETS = (
    way(1, [10, 11]),
    way(2, [11, 12]),
    way(3, [11, 21]),
    way(4, [1, 11]),
    way(5, [12, 22]),
    way(6, [21, 22]),
    way(7, [12, 2, 1]),
)


def test_without_restriction_the_left_turn_is_taken(tmp_path: Path) -> None:
    network = read_town(tmp_path, *GRID_STREETS)
    assert seconds(network, 10, 21) == pytest.approx((COLUMN_M + ROW_M) * 3.6 / 25, rel=1e-3)


@pytest.mark.parametrize(
    "relation",
    [
        restriction(1, "no_left_turn", 1, 11, 3),
        restriction(1, "only_straight_on", 1, 11, 2),
        restriction(1, "no_left_turn", 1, 11, 3, **{"except": "bus;psv"}),
        restriction(1, "", 1, 11, 3, restriction__bus="no_left_turn"),
        restriction(1, "", 1, 11, 3, restriction__conditional="no_left_turn @ (07:00-19:00)"),
    ],
)
def test_a_turn_restriction_leads_round_the_block(tmp_path: Path, relation: str) -> None:
    """With the left turn forbidden, or only straight on allowed, the way leads over node 12 and 22."""
    network = read_town(tmp_path, *GRID_STREETS, relation)
    assert seconds(network, 10, 21) == pytest.approx((3 * COLUMN_M + ROW_M) * 3.6 / 25, rel=1e-3)
    assert seconds(network, 1, 21) == pytest.approx(2 * ROW_M * 3.6 / 25, rel=1e-3)  # from elsewhere one may


def test_only_right_turn_leaves_no_other_turn(tmp_path: Path) -> None:
    """Who comes from 10 must go to 1, and from there round by 2 and 12."""
    network = read_town(tmp_path, *GRID_STREETS, restriction(1, "only_right_turn", 1, 11, 4))
    assert seconds(network, 10, 12) == pytest.approx((2 * COLUMN_M + 2 * ROW_M) * 3.6 / 25, rel=1e-3)


def test_no_u_turn_bans_the_way_back(tmp_path: Path) -> None:
    """From street 1 over node 11 back into street 1 is the one pair banned at 11; the others are turning round in mid-road."""
    network = read_town(tmp_path, *GRID_STREETS, restriction(1, "no_u_turn", 1, 11, 1))
    ((first, second),) = (pair for pair in network.banned_turns.tolist() if network.node_ids[network.arc_head[pair[0]]] == 11)
    assert network.arc_way[[first, second]].tolist() == [1, 1]
    assert network.node_ids[network.arc_head[second]] == 10
    assert (network.arc_head[network.banned_turns[:, 1]] == network.arc_tail[network.banned_turns[:, 0]]).all()


def test_a_ban_is_not_evaded_by_turning_round_in_mid_road(tmp_path: Path) -> None:
    """The long street after the junction has nodes in mid-road; the way back from them to the forbidden turn is not offered.

    Streets 10-11, 11-15 (four columns, split at a node in mid-road), 11-21. The only way to 21 is to turn at the dead end 15.
    """
    streets = (way(1, [10, 11]), way(2, [11, 12, 13]), way(3, [13, 14, 15]), way(4, [11, 21]))
    network = read_town(tmp_path, *streets, restriction(1, "no_left_turn", 1, 11, 4))
    assert seconds(network, 10, 21) == pytest.approx((9 * COLUMN_M + ROW_M) * 3.6 / 25, rel=1e-3)


@pytest.mark.parametrize(
    ("relation", "reason"),
    [
        (restriction(9, "no_left_turn", 1, 2, 3, via_type="way"), "leads over a way (not supported)"),
        (restriction(9, "no_left_turn", 1, 99, 3), "its node is on no road of the network, or is blocked"),
        (restriction(9, "no_left_turn", 1, 12, 3), "its roads cannot be driven to and from its node"),
        (restriction(9, "no_left_turn", 1, 11, 3, **{"except": "motor_vehicle"}), "kind not known or not for motor vehicles"),
        (restriction(9, "give_way", 1, 11, 3), "kind not known or not for motor vehicles"),
        (restriction(9, "no_left_turn", 1, 2, 7), "its roads cannot be driven to and from its node"),
        (restriction(9, "no_left_turn", 7, 2, 7), "ambiguous: one of its ways passes its node instead of ending there"),
    ],
)
def test_a_restriction_that_cannot_be_applied_is_named(tmp_path: Path, relation: str, reason: str) -> None:
    report = read_osm_report(write_town(tmp_path / "town.osm", *GRID_STREETS, relation))
    assert [(tally.what, tally.examples) for tally in report.restrictions_left_out] == [(reason, (9,))]
    assert report.banned_turns == 0


def test_bridges_have_names_weights_and_lanes(tmp_path: Path) -> None:
    """A bridge is printed by its own name and found by every name and number of its road, in any language."""
    bridge = way(
        5,
        [0, 1],
        highway="primary",
        bridge="yes",
        bridge__name="Міст Преображенського",
        name="вулиця Козача",
        name__en="Cossack Street",
        ref="М-14;E58",
        maxweight="7.5 t",
        lanes="4",
    )
    network = read_town(tmp_path, bridge, way(6, [1, 2], lanes__forward="2", lanes="3", maxweight="3500 kg"))
    on_bridge = arcs_of_way(network, 5)
    assert network.arc_is_bridge.tolist() == on_bridge.tolist()
    assert {network.names[index] for index in network.arc_name[on_bridge]} == {"Міст Преображенського"}
    for name in ("міст преображенського", "ВУЛИЦЯ  КОЗАЧА", "Cossack Street", "М‑14", "E58"):
        assert arcs_named(network, name).tolist() == on_bridge.tolist()
    assert network.arc_max_weight_t[on_bridge].tolist() == [7.5, 7.5]
    assert network.arc_lanes[on_bridge].tolist() == [2, 2]
    assert sorted(network.arc_lanes[~on_bridge].tolist()) == [1, 2]
    assert network.arc_max_weight_t[~on_bridge].tolist() == [3.5, 3.5]


def test_a_missing_weight_limit_is_not_zero(tmp_path: Path) -> None:
    assert np.isnan(read_town(tmp_path, way(1, [0, 1])).arc_max_weight_t).all()


def test_long_straight_roads_have_nodes_in_between(tmp_path: Path) -> None:
    """A road of 445 m between two drawn nodes gets one in its middle, so that a place beside it is not moved to its end."""
    network = read_town(tmp_path, way(1, [0, 40]))
    assert network.nodes == 3
    assert network.arc_length_m == pytest.approx([2 * ROW_M] * 4, abs=0.02)
    snapping = snap(network, [48.0021], [35.0001])
    assert network.node_latitude[snapping.node] == pytest.approx([48.002])
    assert snapping.moved_m == pytest.approx([math.hypot(meridian_m(48, 0.0001), parallel_m(48, 0.0001))], abs=0.05)


def test_places_snap_to_the_largest_strongly_connected_part(tmp_path: Path) -> None:
    """A place beside an island of road, or a street that one cannot leave, is moved to the main roads, and it says how far."""
    network = read_town(tmp_path, way(1, [0, 1, 2, 3]), way(2, [3, 4], oneway="yes"), way(3, [40, 41]))
    snapping = snap(network, [48.0, 48.04], [35.004, 35.0])
    assert network.node_ids[snapping.node].tolist() == [3, 0]
    assert snapping.moved_m == pytest.approx([COLUMN_M, meridian_m(48.02, 0.04)], abs=0.2)


def test_one_town_reads_the_same_from_every_format(tmp_path: Path) -> None:
    """XML, gz, bz2 and PBF of one town give one network, to the byte."""
    import osmium

    plain = write_town(tmp_path / "town.osm", *GRID_STREETS, restriction(1, "no_left_turn", 1, 11, 3))
    (tmp_path / "town.osm.gz").write_bytes(gzip.compress(plain.read_bytes()))
    (tmp_path / "town.osm.bz2").write_bytes(bz2.compress(plain.read_bytes()))
    with osmium.SimpleWriter(str(tmp_path / "town.osm.pbf")) as writer:
        for thing in osmium.FileProcessor(str(plain)):
            writer.add(thing)
    hashes = {read_osm(tmp_path / f"town.osm{ending}", cache=False).content_hash for ending in ("", ".gz", ".bz2", ".pbf")}
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("town.osm", b"", "cannot be read as an OSM file"),
        ("town.osm", b"<html></html>", "cannot be read as an OSM file"),
        ("town.osm.pbf", b"not an OSM file at all, just text", "cannot be read as an OSM file"),
        ("town.osm.gz", b"not a zipped file", "cannot be read as an OSM file"),
        ("town.osm", b'<osm version="0.6"></osm>', "no road in it"),
        ("town.shp", b"", "not known as a kind of OSM file"),
    ],
)
def test_broken_files_are_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_osm(tmp_path / name)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_osm(tmp_path / "town.osm")
    with pytest.raises(InputError, match="a folder"):
        read_osm(tmp_path)


def test_an_area_without_roads_for_vehicles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no road for vehicles in it \(1 ways seen"):
        read_osm(write_town(tmp_path / "town.osm", way(1, [0, 1], highway="footway")))


def test_every_way_without_its_nodes_is_named(tmp_path: Path) -> None:
    """Two ways with missing nodes are two problems."""
    with pytest.raises(InputError) as refusal:
        read_town(tmp_path, way(1, [0, 1]), way(2, [1, 999]), way(3, [998, 997, 2]))
    assert [problem.what for problem in refusal.value.problems] == [
        "1 of its nodes are not in the file (999)",
        "2 of its nodes are not in the file (998, 997)",
    ]


def test_a_way_that_is_in_the_file_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it is in the file twice"):
        read_town(tmp_path, way(1, [0, 1]), way(1, [0, 1]))


def test_a_way_of_one_node_is_counted_as_left_out(tmp_path: Path) -> None:
    report = read_osm_report(write_town(tmp_path / "town.osm", way(1, [0, 1]), way(2, [1]), way(3, [2, 2])))
    assert [(tally.what, tally.count) for tally in report.left_out] == [("fewer than two nodes", 2)]


def test_a_closed_street_keeps_its_length(tmp_path: Path) -> None:
    """A loop that starts and ends at one node is not lost, and neither is a way that crosses itself."""
    loop, eight = way(1, [0, 1, 11, 10, 0]), way(2, [2, 3, 13, 12, 3, 4])
    network = read_town(tmp_path, loop, eight, way(3, [1, 2]))
    assert (network.arc_tail != network.arc_head).all()
    assert network.arc_length_m[arcs_of_way(network, 1)].sum() == pytest.approx(2 * (2 * ROW_M + 2 * COLUMN_M), abs=0.2)
    diagonal = math.hypot(ROW_M, COLUMN_M)
    assert network.arc_length_m[arcs_of_way(network, 2)].sum() == pytest.approx(2 * (3 * COLUMN_M + ROW_M + diagonal), abs=0.2)


def test_the_report_counts_kilometres_once_for_both_directions(tmp_path: Path) -> None:
    report = read_osm_report(write_town(tmp_path / "town.osm", way(1, [0, 10]), way(2, [10, 20], oneway="yes")))
    (entry,) = report.read
    assert (entry.road_class, entry.ways, entry.one_way_ways) == ("residential", 2, 1)
    assert entry.km == pytest.approx(2 * ROW_M / 1000, abs=1e-4)
    assert (report.nodes, report.arcs) == (3, 3)
    assert report.largest_part_share == pytest.approx(2 / 3)
