"""The network against OSMnx, which reads OSM XML by itself (https://osmnx.readthedocs.io), on two small countries.

OSMnx measures on a sphere of radius 6,371,009 m, we on the ellipsoid: by its radii of curvature 0.27 to 0.29 % apart along a parallel
and at most 0.1 % along a meridian at 42 to 47 degrees north, so a way may differ by 0.3 % plus centimetres of rounding.
"""

from pathlib import Path

import numpy as np
import osmium
import pytest
from tests.roads.conftest import ReadReal

ANDORRA, LIECHTENSTEIN = "andorra-2013.osm.pbf", "liechtenstein-2013-08-03.osm.pbf"
MOST_APART = 0.003


@pytest.mark.parametrize("file", [ANDORRA, LIECHTENSTEIN])
def test_lengths_and_one_ways_agree_way_by_way(data_dir: Path, tmp_path: Path, read_real: ReadReal, file: str) -> None:
    """Every way that we read has the length, and the directions, that OSMnx finds; so has the whole country."""
    import osmnx  # seconds to load: only where it is used

    xml = tmp_path / "country.osm"
    with osmium.SimpleWriter(str(xml)) as writer:
        for thing in osmium.FileProcessor(str(data_dir / "osm" / file)):
            writer.add(thing)
    theirs_m: dict[int, float] = {}
    their_steps: dict[int, set[tuple[int, int]]] = {}
    graph = osmnx.graph_from_xml(xml, simplify=False, retain_all=True)
    for tail, head, edge in graph.edges(data=True):
        theirs_m[edge["osmid"]] = theirs_m.get(edge["osmid"], 0.0) + edge["length"]
        their_steps.setdefault(edge["osmid"], set()).add((tail, head))

    network = read_real(file)
    ours_m = np.zeros(len(ways := np.unique(network.arc_way)))
    np.add.at(ours_m, np.searchsorted(ways, network.arc_way), network.arc_length_m)
    their_lengths = np.array([theirs_m[way] for way in ways.tolist()])
    np.testing.assert_allclose(ours_m, their_lengths, rtol=MOST_APART, atol=0.05)
    assert ours_m.sum() == pytest.approx(their_lengths.sum(), rel=MOST_APART)

    node_at: dict[tuple[float, float], set[int]] = {}
    for node, place in graph.nodes(data=True):
        node_at.setdefault((place["y"], place["x"]), set()).add(node)
    checked = 0
    for arc in range(network.arcs):
        start, second = network.shape_start[arc], network.shape_start[arc] + 1
        tails, heads = (
            node_at.get((float(network.shape_latitude[point]), float(network.shape_longitude[point])), set()) for point in (start, second)
        )
        if tails and heads:  # both ends of the step are drawn nodes, not ones we put into a long straight
            checked += 1
            assert any((tail, head) in their_steps[int(network.arc_way[arc])] for tail in tails for head in heads)
    assert checked > 0.9 * network.arcs
