"""Twenty ways and the turn restrictions of real data, read by hand.

The tags were read by eye in the files, the lengths computed with the geodesic of pyproj over the raw coordinates, speeds worked
out from tags and the tables of `speeds.py` (0.8 of a stated limit, the class's speed otherwise).
"""

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import osmium
import pytest
from tests.roads.conftest import ReadReal

from safepassage.errors import InputError
from safepassage.roads import RoadNetwork, arcs_named, arcs_of_way, read_osm, read_osm_report
from safepassage.roads.osm import read_osm_content

RNV, LIECHTENSTEIN, ANDORRA = "rnv-2016.osm.pbf", "liechtenstein-2013-08-03.osm.pbf", "andorra-2013.osm.pbf"
# file, way, length in metres, km/h along and against the drawn line (0: closed), lanes along and against, bridge, weight limit in t
WAYS = [
    (RNV, 3264705, 170.9, 24.0, 24.0, 1, 1, False, None),  # Entengasse, lanes:forward 1, 30 km/h
    (RNV, 3353648, 134.4, 10.0, 10.0, 1, 1, False, None),  # Judengasse, living street on setts
    (RNV, 5363781, 78.5, 40.0, 0.0, 1, 0, False, None),  # roundabout, not marked as one-way
    (RNV, 23733443, 32.3, 40.0, 56.0, 1, 1, True, None),  # L 532, 50 forward, 70 backward
    (RNV, 23960098, 566.3, 80.0, 55.0, 1, 1, False, None),  # Nordumgehung, 100 forward only
    (RNV, 24294750, 105.7, 40.0, 0.0, 2, 0, True, None),  # Czernybrücke
    (RNV, 31097990, 80.2, 0.0, 24.0, 0, 1, False, None),  # Leistadter Straße, oneway -1
    (RNV, 38110598, 62.0, 65.0, 65.0, 2, 1, False, None),  # An der Friedensbrücke
    (RNV, 45147867, 34.3, 25.0, 25.0, 1, 1, False, None),  # gravel bears 40
    (RNV, 111525629, 137.8, 5.6, 5.6, 1, 1, False, None),  # walking speed
    (RNV, 178738604, 49.2, 40.0, 40.0, 2, 1, False, None),  # Oderstraße
    (RNV, 188587121, 241.2, 104.0, 0.0, 2, 0, False, None),  # A 659, no limit
    (RNV, 224609694, 256.6, 45.0, 0.0, 1, 0, False, None),  # motorway ramp, no limit
    (RNV, 190810018, 29.8, 40.0, 80.0, 1, 1, False, None),  # Odenwaldstraße, 50 forward, 100 backward
    (RNV, 209848559, 30.4, 24.0, 0.0, 1, 0, False, 3.5),  # Schwarzkreuzstraße
    (RNV, 23912557, 16.2, 24.0, 24.0, 1, 1, False, None),  # source:maxspeed DE:zone
    (RNV, 314829537, 6.2, 56.0, 0.0, 3, 0, True, 50.0),  # B 38
    (RNV, 324098767, 829.4, 24.0, 24.0, 1, 1, False, 7.5),  # Am Schlierbachhang, 87 nodes
    (RNV, 447994312, 40.0, 0.0, 40.0, 0, 1, False, None),  # tertiary, oneway -1
    (LIECHTENSTEIN, 308, 140.7, 48.0, 48.0, 1, 1, True, None),  # Rheinbrücke
    (LIECHTENSTEIN, 3796, 55.2, 0.0, 48.0, 0, 1, False, None),  # secondary_link, oneway -1
    (LIECHTENSTEIN, 406, 69.8, 25.0, 25.0, 1, 1, False, 18.0),  # Postgass
    (ANDORRA, 32819142, 1526.2, 55.0, 55.0, 1, 1, False, 2.1),  # Carretera dels Cortals
    (ANDORRA, 173168849, 31.7, 0.0, 65.0, 0, 1, True, None),  # bridge, oneway -1
]


@cache
def drawn_lines(path: Path) -> dict[int, list[tuple[float, float]]]:
    """The lines of the ways above as they are drawn in the file, as (latitude, longitude)."""
    wanted = {way for _, way, *_ in WAYS}
    with_places = osmium.FileProcessor(str(path)).with_locations().with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
    return {way.id: [(node.lat, node.lon) for node in way.nodes] for way in with_places if way.id in wanted}


@pytest.mark.parametrize(("file", "way", "length_m", "along", "against", "lanes_along", "lanes_against", "is_bridge", "max_weight_t"), WAYS)
def test_a_way_read_by_hand(
    data_dir: Path,
    read_real: ReadReal,
    file: str,
    way: int,
    length_m: float,
    along: float,
    against: float,
    lanes_along: int,
    lanes_against: int,
    is_bridge: bool,
    max_weight_t: float | None,
) -> None:
    """Length, speeds, directions, lanes, bridge and weight limit are those a person finds in the file."""
    network = read_real(file)
    arcs = np.flatnonzero(arcs_of_way(network, way))
    drawn = set(pairwise(drawn_lines(data_dir / "osm" / file)[way]))
    places = list(zip(network.shape_latitude.tolist(), network.shape_longitude.tolist(), strict=True))
    is_along = np.array([(places[start], places[start + 1]) in drawn for start in network.shape_start[arcs].tolist()])
    for which, kmh, lanes in ((is_along, along, lanes_along), (~is_along, against, lanes_against)):
        if kmh == 0.0:
            assert not which.any()
            continue
        found = arcs[which]
        assert network.arc_length_m[found].sum() == pytest.approx(length_m, abs=0.06)
        assert network.arc_length_m[found] / network.arc_time_s[found] * 3.6 == pytest.approx(kmh)
        assert set(network.arc_lanes[found].tolist()) == {lanes}
    assert set(network.arc_is_bridge[arcs].tolist()) == {is_bridge}
    np.testing.assert_array_equal(network.arc_max_weight_t[arcs], np.nan if max_weight_t is None else max_weight_t)


@cache
def left_out_ways(path: Path) -> set[tuple[str, int]]:
    content = read_osm_content(path, "", include_ferries=False, report=lambda _: None)
    return {(reason, way) for reason, ways in content.left_out.items() for way in ways}


@pytest.mark.parametrize(
    ("file", "way", "reason"),
    [
        (RNV, 31114093, "open to buses only"),  # Wasserwerkstraße, access no, psv designated
        (RNV, 27602069, "access is private or forbidden"),  # Concord Street
        (RNV, 179550331, "drawn as an area"),
        (LIECHTENSTEIN, 44, "access is private or forbidden"),  # Holzbrücke, motorcar no
        (LIECHTENSTEIN, 380, "track not known to be firm"),  # grade3
        (ANDORRA, 25769024, "open to buses only"),
    ],
)
def test_a_way_left_out_by_hand(data_dir: Path, read_real: ReadReal, file: str, way: int, reason: str) -> None:
    """A way that a person would not drive is not in the network, and the reason is counted."""
    with pytest.raises(InputError, match="not in this network"):
        arcs_of_way(read_real(file), way)
    assert (reason, way) in left_out_ways(data_dir / "osm" / file)


def test_the_turn_restriction_of_liechtenstein(data_dir: Path, read_real: ReadReal) -> None:
    """Relation 106: no left turn from way 5463 over node 53527 into way 104. It is the only pair banned there.

    Relation 113 (only right turn from way 11965) names a way that is not in the file: it is left out and named.
    """
    network = read_real(LIECHTENSTEIN)
    ((first, second),) = network.banned_turns.tolist()
    assert (network.arc_way[first], network.arc_way[second]) == (5463, 104)
    assert network.node_ids[network.arc_head[first]] == network.node_ids[network.arc_tail[second]] == 53527
    report = read_osm_report(data_dir / "osm" / LIECHTENSTEIN)
    assert [tally.examples for tally in report.restrictions_applied] == [(106,)]
    assert [(tally.what, tally.examples) for tally in report.restrictions_left_out] == [
        ("its roads cannot be driven to and from its node", (113,))
    ]


def test_every_way_is_read_or_left_out(data_dir: Path) -> None:
    """The counts add up to the ways with a highway tag: 2,753 in Liechtenstein."""
    report = read_osm_report(data_dir / "osm" / LIECHTENSTEIN)
    assert report.ways_read + report.ways_left_out == 2753


def test_the_bridges_of_the_rhine_are_found_by_name(rhine_neckar: RoadNetwork) -> None:
    for bridge in ("Konrad-Adenauer-Brücke", "Kurt-Schumacher-Brücke", "konrad-adenauer-brücke", "Konrad‑Adenauer‑Brücke"):
        assert rhine_neckar.arc_is_bridge[arcs_named(rhine_neckar, bridge)].any()


def test_the_file_with_missing_nodes_is_refused(data_dir: Path) -> None:
    with pytest.raises(InputError, match=r"way 26659127: 1 of its nodes are not in the file \(42\)"):
        read_osm(data_dir / "osm" / "missing-nodes.osm.pbf")


@pytest.mark.parametrize("file", [LIECHTENSTEIN, "andorra-2013.osm.gz"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused(data_dir: Path, tmp_path: Path, file: str, share: float) -> None:
    content = (data_dir / "osm" / file).read_bytes()
    (tmp_path / file).write_bytes(content[: int(share * len(content))])
    with pytest.raises(InputError, match="cannot be read as an OSM file"):
        read_osm(tmp_path / file)
