"""Roads that no other one beats in time and in what they pass, against every road there is."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.roads.random_networks import networks

from safepassage.corridor import Leg, Waypoint
from safepassage.roads import RoadNetwork, find_bypasses, network_from_legs
from safepassage.roads.pareto import TooManyLabelsError
from safepassage.roads.turns import build_turn_graph

THINGS = 5


def every_road(network: RoadNetwork, source: int, target: int, before: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Every road that drives no arc twice and takes no banned turn, and ends when it first comes there."""
    banned = {tuple(pair) for pair in network.banned_turns.tolist()}
    here = int(network.arc_head[before[-1]]) if before else source
    if before and here == target:
        yield before
        return
    for arc in np.flatnonzero(network.arc_tail == here).tolist():
        if arc not in before and not (before and (before[-1], arc) in banned):
            yield from every_road(network, source, target, (*before, arc))


@settings(max_examples=150, deadline=None)
@given(network=networks(most_places=5, most_legs=7), data=st.data())
def test_for_every_road_one_is_found_that_is_no_slower_no_longer_and_passes_nothing_more(network, data):
    source, target = data.draw(st.permutations(range(network.nodes)))[:2]
    things = st.integers(0, 2**THINGS - 1).map(lambda bits: bits & (bits >> 1))  # few of them, so that roads differ
    on_arc = data.draw(st.lists(things, min_size=network.arcs, max_size=network.arcs))
    at_node = data.draw(st.lists(things, min_size=network.nodes, max_size=network.nodes))
    sums = np.array([network.arc_time_s, network.arc_length_m])

    def figures(road):
        passed = 0
        for arc in road:
            passed |= on_arc[arc]
        for arc in road[:-1]:
            passed |= at_node[network.arc_head[arc]]
        return passed, *sums[:, list(road)].sum(axis=1).tolist()

    graph = build_turn_graph(network)
    found = find_bypasses(graph, source, sums, on_arc=on_arc, at_node=at_node, most_labels=10_000).get(target, [])
    roads = set(every_road(network, source, target))
    assert set(found) <= roads
    held = [figures(road) for road in found]
    for passed, time_s, length_m in map(figures, roads):
        assert any(not a & ~passed and b <= time_s + 1e-6 and c <= length_m + 1e-6 for a, b, c in held)
    for one in held:
        others = [other for other in held if other is not one]
        assert not any(not a & ~one[0] and b <= one[1] and c <= one[2] for a, b, c in others)


def test_more_ways_than_may_be_looked_at_are_said_to_be_too_many():
    places = [Waypoint(id=name, name=name, latitude=47.0, longitude=37.0 + row) for row, name in enumerate("ABC")]
    network = network_from_legs(places, [Leg(id=way, from_place=way[0], to_place=way[1], km=1.0, minutes=1.0) for way in ("AB", "BC")])
    graph, sums = build_turn_graph(network), network.arc_time_s[np.newaxis]
    nothing = {"on_arc": [0] * network.arcs, "at_node": [0] * network.nodes}
    assert len(find_bypasses(graph, 0, sums, **nothing, most_labels=3)) == 2
    with pytest.raises(TooManyLabelsError):
        find_bypasses(graph, 0, sums, **nothing, most_labels=2)
