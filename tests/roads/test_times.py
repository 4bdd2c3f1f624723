"""Travel times: against independent shortest paths, and their laws."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roads.conftest import ReadReal
from tests.roads.random_networks import networks, turns_of, with_bans

from safepassage.roads import RoadNetwork, driving_time_s, travel_times_s


def line_graph(network: RoadNetwork, time_s: np.ndarray, closed: np.ndarray | None = None) -> nx.DiGraph:
    """Every arc a node, every allowed turn an edge that costs the next arc: turn bans without splitting any node."""
    banned = {tuple(pair) for pair in network.banned_turns.tolist()}
    is_open = np.ones(network.arcs, dtype=bool) if closed is None else ~closed
    leaving: dict[int, list[int]] = {}
    for arc in np.flatnonzero(is_open).tolist():
        leaving.setdefault(int(network.arc_tail[arc]), []).append(arc)
    graph = nx.DiGraph()
    graph.add_nodes_from(("node", node) for node in range(network.nodes))
    for node, arcs in leaving.items():
        for arc in arcs:
            graph.add_edge(("node", node), arc, weight=time_s[arc])
    for arc in np.flatnonzero(is_open).tolist():
        for after in leaving.get(int(network.arc_head[arc]), ()):
            if (arc, after) not in banned:
                graph.add_edge(arc, after, weight=time_s[after])
    return graph


def times_by_line_graph(network: RoadNetwork, graph: nx.DiGraph, source: int) -> np.ndarray:
    times = np.full(network.nodes, np.inf)
    times[source] = 0.0
    for state, time in nx.single_source_dijkstra_path_length(graph, ("node", source)).items():
        if isinstance(state, int):
            head = network.arc_head[state]
            times[head] = min(times[head], time)
    return times


def test_times_on_real_roads_agree_with_networkx(rhine_neckar: RoadNetwork) -> None:
    """Ten sources and twenty targets at random in the Rhine-Neckar network, at 80 km/h at most: 200 pairs, all equal."""
    rng = np.random.default_rng(20)
    sources, targets = rng.integers(0, rhine_neckar.nodes, 10), rng.integers(0, rhine_neckar.nodes, 20)
    time_s = driving_time_s(rhine_neckar, 80.0)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(rhine_neckar.nodes))
    graph.add_weighted_edges_from(zip(rhine_neckar.arc_tail.tolist(), rhine_neckar.arc_head.tolist(), time_s.tolist(), strict=True))
    theirs = np.full((10, 20), np.inf)
    for row, source in enumerate(sources.tolist()):
        found = nx.single_source_dijkstra_path_length(graph, source)
        theirs[row] = [found.get(target, np.inf) for target in targets.tolist()]
    np.testing.assert_allclose(travel_times_s(rhine_neckar, sources, targets, time_s), theirs, rtol=1e-9, atol=1e-4)


def test_times_with_turn_bans_agree_with_the_line_graph_of_networkx(read_real: ReadReal) -> None:
    """Liechtenstein with its own ban and 600 more at random, some roads closed: 200 pairs, all equal, and some longer for the bans."""
    rng = np.random.default_rng(7)
    plain = read_real("liechtenstein-2013-08-03.osm.pbf")
    turns = [
        (arc, after)
        for arc in rng.choice(plain.arcs, 600, replace=False).tolist()
        for after in np.flatnonzero(plain.arc_tail == plain.arc_head[arc])[:1].tolist()
    ]
    network = with_bans(plain, sorted({*turns, *map(tuple, plain.banned_turns.tolist())}))
    closed = rng.random(network.arcs) < 0.01
    sources, targets = rng.integers(0, network.nodes, 10), rng.integers(0, network.nodes, 20)
    ours = travel_times_s(network, sources, targets, network.arc_time_s, closed)
    graph = line_graph(network, network.arc_time_s, closed)
    theirs = np.array([times_by_line_graph(network, graph, int(source))[targets] for source in sources])
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-4)
    assert (ours > travel_times_s(plain, sources, targets, plain.arc_time_s, closed) + 1.0).any()


@given(networks(), st.data())
def test_bans_and_closures_are_obeyed_on_any_network(network: RoadNetwork, data: st.DataObject) -> None:
    """On small random networks every pair has the time that the line graph gives."""
    closed = np.array(data.draw(st.lists(st.booleans(), min_size=network.arcs, max_size=network.arcs)))
    nodes = np.arange(network.nodes)
    for mask in (None, closed):
        graph = line_graph(network, network.arc_time_s, mask)
        theirs = np.array([times_by_line_graph(network, graph, source) for source in range(network.nodes)])
        np.testing.assert_allclose(travel_times_s(network, nodes, nodes, network.arc_time_s, mask), theirs, atol=1e-5)


@given(networks(has_bans=False))
def test_times_without_bans_obey_the_triangle_inequality(network: RoadNetwork) -> None:
    times = travel_times_s(network, np.arange(network.nodes), np.arange(network.nodes), network.arc_time_s)
    assert (times[:, None, :] <= times[:, :, None] + times[None, :, :] + 1e-6).all()
    assert (np.diag(times) == 0.0).all()


@given(networks(), st.data())
def test_a_closure_or_a_ban_never_shortens_a_way(network: RoadNetwork, data: st.DataObject) -> None:
    nodes = np.arange(network.nodes)
    free = travel_times_s(network, nodes, nodes, network.arc_time_s)
    closed = np.array(data.draw(st.lists(st.booleans(), min_size=network.arcs, max_size=network.arcs)))
    assert (travel_times_s(network, nodes, nodes, network.arc_time_s, closed) >= free - 1e-6).all()
    if turns := turns_of(network):
        more = {*map(tuple, network.banned_turns.tolist()), data.draw(st.sampled_from(turns))}
        assert (travel_times_s(with_bans(network, sorted(more)), nodes, nodes, network.arc_time_s) >= free - 1e-6).all()


@settings(max_examples=20)
@given(networks())
def test_an_infinite_time_is_a_closed_arc(network: RoadNetwork) -> None:
    nodes = np.arange(network.nodes)
    closed = network.arc_way == 0
    by_time = travel_times_s(network, nodes, nodes, np.where(closed, np.inf, network.arc_time_s))
    np.testing.assert_array_equal(by_time, travel_times_s(network, nodes, nodes, network.arc_time_s, closed))


def test_wrong_arguments_are_refused(read_real: ReadReal) -> None:
    """Nodes that do not exist, times below zero or missing, and arrays of another network are errors, not answers."""
    network = read_real("andorra-2013.osm.pbf")
    time_s = network.arc_time_s
    with pytest.raises(ValueError, match="nodes are numbered"):
        travel_times_s(network, [network.nodes], [0], time_s)
    with pytest.raises(ValueError, match="nodes are numbered"):
        travel_times_s(network, [-1], [0], time_s)
    with pytest.raises(ValueError, match="below zero or missing"):
        travel_times_s(network, [0], [1], np.where(np.arange(network.arcs) == 3, np.nan, time_s))
    with pytest.raises(ValueError, match="one number for each"):
        travel_times_s(network, [0], [1], time_s[:-1])
    with pytest.raises(ValueError, match="one entry for every arc"):
        travel_times_s(network, [0], [1], time_s, closed=np.zeros(3, dtype=bool))
