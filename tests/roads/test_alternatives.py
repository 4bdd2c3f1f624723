"""Alternatives: all Pareto roads of small networks, genuinely different roads of large ones."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from tests.roads.random_networks import networks

from safepassage.corridor import Leg, Waypoint
from safepassage.roads import RoadNetwork, arcs_named, find_alternatives, find_pareto_roads, network_from_legs, snap, travel_times_s
from safepassage.roads.alternatives import MOST_SHARED, shared_length
from safepassage.roads.pareto import TooManyLabelsError

LUDWIGSHAFEN, MANNHEIM = (49.4777, 8.4350), (49.4880, 8.4735)  # Ludwigshafen town hall, Mannheim's Paradeplatz, roughly
RHINE_BRIDGES = ("Konrad-Adenauer-Brücke", "Kurt-Schumacher-Brücke")


def network_of(*legs: tuple[str, str, float, float]) -> RoadNetwork:
    names = sorted({name for leg in legs for name in leg[:2]})
    places = [Waypoint(id=name, name=name, latitude=47.0 + 0.1 * row, longitude=37.0) for row, name in enumerate(names)]
    return network_from_legs(
        places, [Leg(id=str(row), from_place=a, to_place=b, km=km, minutes=minutes) for row, (a, b, km, minutes) in enumerate(legs)]
    )


def ways(network: RoadNetwork, roads: tuple[tuple[int, ...], ...]) -> list[list[int]]:
    return [network.arc_way[list(road)].tolist() for road in roads]


def costs(criteria: np.ndarray, roads: tuple[tuple[int, ...], ...]) -> set[tuple[float, ...]]:
    return {tuple(criteria[:, list(road)].sum(axis=1).round(6).tolist()) for road in roads}


def brute_force(network: RoadNetwork, source: int, target: int, criteria: np.ndarray) -> set[tuple[float, ...]]:
    """The cost vectors of all Pareto roads, by walking every simple path of the line graph."""
    banned = {tuple(pair) for pair in network.banned_turns.tolist()}
    lines = nx.DiGraph()
    lines.add_nodes_from(["start", "end"])
    for arc in range(network.arcs):
        if network.arc_tail[arc] == source:
            lines.add_edge("start", arc)
        if network.arc_head[arc] == target:
            lines.add_edge(arc, "end")
        lines.add_edges_from(
            (arc, after) for after in np.flatnonzero(network.arc_tail == network.arc_head[arc]).tolist() if (arc, after) not in banned
        )
    found = {tuple(criteria[:, path[1:-1]].sum(axis=1).round(6).tolist()) for path in nx.all_simple_paths(lines, "start", "end")}
    return {cost for cost in found if not any(other != cost and all(a <= b for a, b in zip(other, cost, strict=True)) for other in found)}


@settings(max_examples=60, deadline=None)
@given(networks(most_places=5, most_legs=5))
def test_every_pareto_road_of_a_small_network_is_found(network: RoadNetwork) -> None:
    """As many and the same cost vectors as by trying all paths, turn bans obeyed; none dominates another."""
    danger = (np.arange(network.arcs) * 7 % 5).astype(float)
    criteria = np.array([network.arc_time_s, network.arc_length_m, danger])
    roads = find_pareto_roads(network, 0, 1, criteria)
    assert costs(criteria, roads) == brute_force(network, 0, 1, criteria)
    assert len(costs(criteria, roads)) == len(roads)


@settings(deadline=None)
@given(networks())
def test_alternatives_are_roads_and_the_fastest_is_the_first(network: RoadNetwork) -> None:
    """Each is a chain of arcs from source to target that takes no banned turn and is not returned twice; the first is the fastest."""
    banned = {tuple(pair) for pair in network.banned_turns.tolist()}
    roads = find_alternatives(network, 0, 1, time_s=network.arc_time_s, danger=(np.arange(network.arcs) % 3).astype(float))
    fastest = travel_times_s(network, [0], [1], network.arc_time_s)[0, 0]
    assert bool(roads) == np.isfinite(fastest)
    assert len(set(roads)) == len(roads) <= 3
    times = [network.arc_time_s[list(road)].sum() for road in roads]
    assert times == sorted(times)
    assert not roads or times[0] == pytest.approx(fastest)
    for road in roads:
        assert (network.arc_tail[road[0]], network.arc_head[road[-1]]) == (0, 1)
        assert all(network.arc_head[a] == network.arc_tail[b] and (a, b) not in banned for a, b in pairwise(road))


def test_the_least_dangerous_road_is_among_the_alternatives() -> None:
    """Over X in 20 minutes through danger, over Y in 40 without: both, fastest first; without danger known Y is twice as slow and kept."""
    network = network_of(("A", "X", 10, 10), ("X", "B", 10, 10), ("A", "Y", 20, 25), ("Y", "B", 20, 25))
    danger = np.where(network.arc_way == 1, 5.0, 0.0)
    assert ways(network, find_alternatives(network, 0, 1, time_s=network.arc_time_s, danger=danger)) == [[0, 1], [2, 3]]
    assert ways(network, find_alternatives(network, 0, 1, time_s=network.arc_time_s)) == [[0, 1]]


def test_the_road_with_the_least_silence_is_among_the_alternatives() -> None:
    network = network_of(("A", "X", 10, 10), ("X", "B", 10, 10), ("A", "Y", 20, 25), ("Y", "B", 20, 25))
    silence_m = np.where(network.arc_way <= 1, network.arc_length_m, 0.0)
    assert ways(network, find_alternatives(network, 0, 1, time_s=network.arc_time_s, silence_m=silence_m)) == [[0, 1], [2, 3]]


def test_a_different_road_is_an_alternative_though_slower_and_longer() -> None:
    """Where one corridor is closed the other must be known: a road that shares nothing and takes 1.5 times as long is returned."""
    network = network_of(("A", "X", 10, 10), ("X", "B", 10, 10), ("A", "Y", 15, 15), ("Y", "B", 15, 15))
    assert ways(network, find_alternatives(network, 0, 1, time_s=network.arc_time_s)) == [[0, 1], [2, 3]]


def test_a_variant_is_no_alternative() -> None:
    """Of two roads that differ over 2 km of 100 only the faster is returned."""
    network = network_of(("A", "X", 98, 98), ("X", "B", 2, 2), ("X", "Y", 1, 1.5), ("Y", "B", 1.5, 1.5))
    assert ways(network, find_alternatives(network, 0, 1, time_s=network.arc_time_s)) == [[0, 1]]


def test_a_variant_that_avoids_danger_is_an_alternative() -> None:
    """The same two roads, with all the danger on the 2 km."""
    network = network_of(("A", "X", 98, 98), ("X", "B", 2, 2), ("X", "Y", 1, 1.5), ("Y", "B", 1.5, 1.5))
    danger = np.where(network.arc_way == 1, 1.0, 0.0)
    assert ways(network, find_alternatives(network, 0, 1, time_s=network.arc_time_s, danger=danger)) == [[0, 1], [0, 2, 3]]


def test_nothing_is_returned_where_no_way_leads() -> None:
    network = network_of(("A", "X", 1, 1), ("B", "Y", 1, 1))
    assert find_alternatives(network, 0, 1, time_s=network.arc_time_s) == ()


def test_a_pareto_set_too_large_is_not_returned_in_part() -> None:
    network = network_of(("A", "X", 10, 10), ("X", "B", 10, 10), ("A", "B", 15, 25))
    with pytest.raises(TooManyLabelsError):
        find_pareto_roads(network, 0, 1, np.array([network.arc_time_s, network.arc_length_m]), most_labels=1)


def test_wrong_arguments_are_refused() -> None:
    network = network_of(("A", "X", 10, 10), ("X", "B", 10, 10))
    for source, target in ((0, 0), (0, 3), (-1, 1)):
        with pytest.raises(ValueError, match="two different nodes"):
            find_alternatives(network, source, target, time_s=network.arc_time_s)
    with pytest.raises(ValueError, match="'danger' has numbers below zero"):
        find_alternatives(network, 0, 1, time_s=network.arc_time_s, danger=np.full(network.arcs, -1.0))
    with pytest.raises(ValueError, match="finite cost"):
        find_pareto_roads(network, 0, 1, np.array([np.full(network.arcs, np.inf)]))


def test_alternatives_on_real_roads_are_genuinely_different(rhine_neckar: RoadNetwork) -> None:
    """Ludwigshafen to Heidelberg: three roads that share at most three quarters of their length, none twice as long in time."""
    source, target = snap(rhine_neckar, [LUDWIGSHAFEN[0], 49.4077], [LUDWIGSHAFEN[1], 8.6908]).node.tolist()
    roads = find_alternatives(rhine_neckar, source, target, time_s=rhine_neckar.arc_time_s)
    assert len(roads) == 3
    times = [rhine_neckar.arc_time_s[list(road)].sum() for road in roads]
    assert times[0] == pytest.approx(travel_times_s(rhine_neckar, [source], [target], rhine_neckar.arc_time_s)[0, 0])
    assert times == sorted(times)
    assert times[-1] <= 2.0 * times[0]
    for row, road in enumerate(roads):
        assert all(shared_length(rhine_neckar, road, other) <= MOST_SHARED for other in roads[:row])
        assert len(set(rhine_neckar.arc_head[list(road)].tolist())) == len(road)  # passes no node twice


@pytest.mark.parametrize("closed_bridge", RHINE_BRIDGES)
def test_with_a_rhine_bridge_closed_the_roads_use_the_others(rhine_neckar: RoadNetwork, closed_bridge: str) -> None:
    """From Ludwigshafen to Mannheim over both bridges; with one closed by name no road uses it and the other one carries."""
    places = snap(rhine_neckar, *zip(LUDWIGSHAFEN, MANNHEIM, strict=True))
    source, target = places.node.tolist()
    on_bridge = {name: arcs_named(rhine_neckar, name) for name in RHINE_BRIDGES}

    def bridges_used(closed: np.ndarray | None) -> list[set[str]]:
        roads = find_alternatives(rhine_neckar, source, target, time_s=rhine_neckar.arc_time_s, closed=closed)
        return [{name for name, mask in on_bridge.items() if mask[list(road)].any()} for road in roads]

    assert {name for used in bridges_used(None) for name in used} == set(RHINE_BRIDGES)
    (other,) = set(RHINE_BRIDGES) - {closed_bridge}
    after = bridges_used(on_bridge[closed_bridge])
    assert after[0] == {other}
    assert all(closed_bridge not in used for used in after)
    both_closed = bridges_used(on_bridge[closed_bridge] | on_bridge[other])
    assert both_closed
    assert all(used == set() for used in both_closed)  # by the motorway bridges to the north or south
