"""The roads between many pairs of places: fans against separate searches, and what speeds that are alike share."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.test_connect import in_liechtenstein
from tests.planning.town import at, changed, town
from tests.roads.random_networks import networks, with_bans

from safepassage.corridor import Closure, ClosureKind, Leg, Waypoint
from safepassage.planning.connect import connect
from safepassage.planning.fan import LONGEST_DETOUR, Fan
from safepassage.planning.survey import survey
from safepassage.roads import network_from_legs, travel_times_s
from safepassage.roads.turns import build_turn_graph
from safepassage.scenario.scenario import Area

SPOTS = ((47.2180, 9.5230), (47.0680, 9.5010), (47.1130, 9.5270), (47.1850, 9.5100))


@pytest.fixture(scope="module")
def country(data_dir):
    """Liechtenstein with four gathering points, and the centre of Vaduz closed for two hours."""
    points = tuple(
        changed(town().gathering_points[0], id=f"point-{row}", latitude=latitude, longitude=longitude)
        for row, (latitude, longitude) in enumerate(SPOTS)
    )
    closed = (Closure(kind=ClosureKind.AREA, what="centre", since=at("10:00"), until=at("12:00")),)
    centre = Area(id="centre", ring=((9.515, 47.135), (9.53, 47.135), (9.53, 47.15), (9.515, 47.15), (9.515, 47.135)))
    return connect(town(**in_liechtenstein(data_dir, gathering_points=points, closures=closed, areas=(centre,))), cache=False)


@settings(max_examples=150, deadline=None)
@given(network=networks(), data=st.data())
def test_the_best_road_of_a_fan_is_as_fast_as_a_separate_search_says(network, data):
    """The oracle is `travel_times_s`. A road is a chain of arcs that takes no banned turn; there is none where no way leads."""
    source, target = data.draw(st.permutations(range(network.nodes)))[:2]
    time_s = network.arc_time_s
    road = Fan(network, build_turn_graph(network), [source], time_s).best(source, target)
    least_s = travel_times_s(network, [source], [target], time_s)[0, 0]
    assert (road is None) == np.isinf(least_s)
    if road is not None:
        assert network.arc_tail[road[0]] == source
        assert network.arc_head[road[-1]] == target
        banned = {tuple(pair) for pair in network.banned_turns.tolist()}
        assert all(network.arc_head[a] == network.arc_tail[b] and (a, b) not in banned for a, b in pairwise(road))
        assert time_s[list(road)].sum() == pytest.approx(least_s)


def test_a_ban_that_forces_the_only_road_round_a_block_leaves_it_a_road():
    """No left turn from A-X into X-T: on to B, round by C, over X again. X is passed twice, and T is not unreachable."""
    places = [Waypoint(id=name, name=name, latitude=47.0 + row * 0.01, longitude=37.0) for row, name in enumerate("AXBCT")]
    ways = ("AX", "XB", "BC", "CX", "XT")
    legs = [Leg(id=way, from_place=way[0], to_place=way[1], km=1.0, minutes=1.0, is_one_way=True) for way in ways]
    plain = network_from_legs(places, legs)
    arc = {legs[row].id: number for number, row in enumerate(plain.arc_way.tolist())}
    network = with_bans(plain, [(arc["AX"], arc["XT"])])
    node = {place: number for number, place in enumerate(network.node_place)}
    road = Fan(network, build_turn_graph(network), [node["A"]], network.arc_time_s).best(node["A"], node["T"])
    assert [legs[network.arc_way[each]].id for each in road] == ["AX", "XB", "BC", "CX", "XT"]


def test_other_roads_of_a_fan_go_there_over_no_node_twice_and_are_no_great_detour(country):
    """In seconds at 90 km/h. The best road is one of them, since it lies on a plateau of its own."""
    network, time_s = country.network, country.driving_s(90.0)
    source, target = country.node["point-0"], country.node["hall"]
    fan = Fan(network, build_turn_graph(network), [source], time_s)
    best = fan.best(source, target)
    others = list(fan.others(source, target))
    assert len(set(others)) > 3
    assert best in others
    for road in others:
        nodes = [source, *network.arc_head[list(road)].tolist()]
        assert (network.arc_tail[road[0]], nodes[-1]) == (source, target)
        assert all(network.arc_head[a] == network.arc_tail[b] for a, b in pairwise(road))
        assert len(set(nodes)) == len(nodes)
        assert time_s[list(road)].sum() <= LONGEST_DETOUR * time_s[list(best)].sum() * (1 + 1e-9)


def test_at_each_speed_the_fastest_roads_with_and_without_the_closure_are_found(country):
    """40 stands alone, 60, 70 and 75 share their alternatives. The oracle is `travel_times_s`, with and without closed arcs."""
    targets = ["point-0", "point-1", "point-2", "point-3"]
    pairs = [(origin, "hall", speed) for speed in (40.0, 60.0, 70.0, 75.0) for origin in targets]
    found = survey(country, pairs, 3)
    closed = country.closures[0][0]
    is_closed_met = False
    for (origin, destination, speed), roads in found.items():
        time_s = country.driving_s(speed)
        taken_s = [time_s[list(road)].sum() for road in roads]
        ends = [country.node[origin]], [country.node[destination]]
        assert taken_s == sorted(taken_s)
        assert len(set(roads)) == len(roads)
        assert taken_s[0] == pytest.approx(travel_times_s(country.network, *ends, time_s)[0, 0])
        round_s = [taken for taken, road in zip(taken_s, roads, strict=True) if not closed[list(road)].any()]
        assert min(round_s) == pytest.approx(travel_times_s(country.network, *ends, time_s, closed)[0, 0])
        is_closed_met |= min(round_s) > taken_s[0]
    assert is_closed_met
    assert max(len(roads) for roads in found.values()) >= 3


def test_each_of_the_speeds_that_are_alike_has_its_own_fastest_road(monkeypatch):
    """Straight on: 80 km in 60 min at any speed. By motorway: 95 km, in 57 min at 100 km/h and 71.25 min at 80."""
    monkeypatch.setattr("safepassage.planning.survey.SMALL_TASK", 0)
    straight = Leg(id="straight", from_place="square", to_place="hall", km=80.0, minutes=60.0)
    motorway = Leg(id="motorway", from_place="square", to_place="hall", km=95.0, minutes=50.0)
    ground = connect(town(legs=(*town().legs, straight, motorway)))
    found = survey(ground, [("square", "hall", 80.0), ("square", "hall", 100.0)], 3)
    first = {speed: [ground.scenario.legs[ground.network.arc_way[arc]].id for arc in roads[0]] for (_, _, speed), roads in found.items()}
    assert first == {80.0: ["straight"], 100.0: ["motorway"]}


def test_a_pair_that_no_road_joins_has_no_roads(country):
    shut = Closure(kind=ClosureKind.AREA, what="round", since=None, until=None)
    ring = ((9.50, 47.06), (9.506, 47.06), (9.506, 47.075), (9.50, 47.075), (9.50, 47.06))
    scenario = changed(country.scenario, closures=(shut,), areas=(Area(id="round", ring=ring),))
    ground = connect(scenario, country.network)
    assert survey(ground, [("point-1", "hall", 90.0), ("point-0", "hall", 90.0)], 3)["point-1", "hall", 90.0] == ()
