"""Routes and the minutes at which they are open, on figures worked out by hand."""

from datetime import time
from itertools import pairwise

import numpy as np
import pytest
from tests.planning.test_connect import in_liechtenstein
from tests.planning.town import at, changed, town

from safepassage.corridor import Checkpoint, Closure, ClosureKind, DangerPoint, Leg, OwnTransport, OwnTransportMode, Segment, SegmentDanger
from safepassage.planning.connect import connect
from safepassage.planning.route import Crossing, Passage
from safepassage.planning.routes import draw_route, find_routes, needed_pairs, route_along, route_danger, route_open
from safepassage.roads import travel_times_s
from safepassage.scenario.scenario import Area, Daylight

NIGHT = Daylight(is_night_driving_allowed=True)
BYPASS = Leg(id="l6", from_place="square", to_place="hall", km=120.0, minutes=150.0, road="H08")


def the_route(ground, origin="square", destination="hall", number=0):
    return find_routes(ground).by_pair[origin, destination, 90.0][number]


def departures(ground, route) -> tuple[int, int, int]:
    """First and last open minute, and how many there are."""
    minutes = np.flatnonzero(route_open(ground, route))
    return int(minutes[0]), int(minutes[-1]), len(minutes)


def test_a_route_has_the_minutes_kilometres_passages_and_crossings_that_its_legs_add_up_to():
    """24 min, 10 min held, 30 min and 36 min; the front is left after 64, and the hold is on the arc before it."""
    route = the_route(connect(town()))
    assert (route.minutes, route.km) == (100, 80.0)
    assert route.passages == (Passage(segment="front", enters_min=0, leaves_min=64, km=50.0),)
    assert route.crossings == (Crossing(checkpoint="barrier", arrives_min=24, hold_min=10),)
    assert route.roads == ("M14", "M18")


def test_the_line_names_the_places_on_the_way_and_stands_still_while_held():
    ground = connect(town())
    points = draw_route(ground, the_route(ground, "garage", "hall")).points
    assert [(point.place, point.km, point.minutes) for point in points] == [
        ("garage", 0.0, 0.0),
        ("square", 10.0, 12.0),
        ("barrier", 30.0, 36.0),
        (None, 30.0, 46.0),
        ("rest", 60.0, 76.0),
        ("hall", 90.0, 112.0),
    ]


def test_a_slow_vehicle_takes_the_length_at_its_top_speed():
    """At 40 km/h: 20 km are 30 min, 30 km 45 min, 30 km 45 min, and 10 min are held: 130."""
    types = tuple(changed(kind, max_speed_kmh=40.0) for kind in town().vehicle_types)
    ground = connect(town(vehicle_types=types))
    route = find_routes(ground).by_pair["square", "hall", 40.0][0]
    assert route.minutes == 130
    assert route.crossings[0].arrives_min == 30


def test_times_that_are_not_whole_are_rounded_to_the_safe_side():
    """At 45 km/h 20, 30 and 30 km take 26.67, 40 and 40 min; held 10: 116.67."""
    types = tuple(changed(kind, max_speed_kmh=45.0) for kind in town().vehicle_types)
    route = find_routes(connect(town(vehicle_types=types))).by_pair["square", "hall", 45.0][0]
    assert route.minutes == 117
    assert route.crossings[0].arrives_min == 26
    assert (route.passages[0].enters_min, route.passages[0].leaves_min) == (0, 77)


def test_a_route_is_open_while_its_passages_lie_in_the_common_window():
    """08:00 to 16:00 with margins of a quarter of an hour, left after 64 min: from 08:15 (495) to 14:41 (881)."""
    ground = connect(town(daylight=NIGHT))
    assert departures(ground, the_route(ground)) == (495, 881, 387)


def test_a_passage_that_begins_later_shifts_the_departure():
    """From the hall the front is entered after 36 min and left after 100, from 08:15 to 15:45: 07:39 (459) to 14:05 (845)."""
    ground = connect(town(daylight=NIGHT))
    assert departures(ground, the_route(ground, "hall", "square")) == (459, 845, 387)


def test_a_route_is_open_only_while_it_is_light():
    """Light from 06:14 (374) to 16:50 (1010) by astral; 12 min of driving: the last departure is 998."""
    ground = connect(town())
    assert departures(ground, the_route(ground, "garage", "square")) == (374, 998, 625)


def test_a_segment_where_night_is_allowed_may_be_driven_in_the_dark():
    night = Segment(id="night", name="Night road", needs_silence=False, is_night_allowed=True)
    legs = (changed(town().legs[0], segment="night"), *town().legs[1:])
    ground = connect(town(segments=(*town().segments, night), legs=legs))
    assert departures(ground, the_route(ground, "garage", "square")) == (0, 1428, 1429)


def test_a_vehicle_arrives_and_is_let_go_while_the_checkpoint_is_open():
    """Open 10:00 to 12:00 in Moscow, 09:00 to 11:00 here: arrival after 24 min from 09:00, let go after 34 by 11:00."""
    checkpoint = changed(town().checkpoints[0], opens=time(10), closes=time(12))
    ground = connect(town(daylight=NIGHT, checkpoints=(checkpoint,)))
    assert departures(ground, the_route(ground)) == (540 - 24, 660 - 34, 111)


def test_no_arc_is_driven_while_it_is_closed():
    """l4 (from minute 64 to 100) is closed from 10:00 to 11:00: departures in (500, 596) are out, 500 = 10:00 - 100."""
    closure = Closure(kind=ClosureKind.LEG, what="l4", since=at("10:00"), until=at("11:00"))
    ground = connect(town(daylight=NIGHT, closures=(closure,)))
    is_open = route_open(ground, the_route(ground))
    assert np.flatnonzero(is_open).tolist() == [*range(495, 501), *range(596, 882)]


def test_a_route_that_ends_after_the_horizon_is_not_open():
    ground = connect(town(daylight=NIGHT))
    assert departures(ground, the_route(ground, "hall", "rest")) == (0, 1440 - 36, 1405)


def test_danger_is_hours_times_rate_over_the_passage():
    """64 min at 0.3 an hour until 12:00: from 11:00 (660) 60 of the 64 min count, from noon none."""
    ground = connect(town(dangers=(SegmentDanger(segment="front", rate_per_hour=0.3, until=at("12:00")),)))
    danger = route_danger(ground, the_route(ground))
    assert danger[500] == pytest.approx(0.3 * 64 / 60)
    assert danger[660] == pytest.approx(0.3 * 60 / 60)
    assert danger[720] == 0.0


def test_danger_points_count_for_the_time_within_their_radius():
    """The line from the ward to the hall is 5.807 km long and takes 6 min: 2 km of it are 2.07 min, at 2 an hour.

    (0.04 degrees of latitude are 4.448 km; 0.05 of longitude at 47.82 degrees north 3.733 km; their hypotenuse is 5.807 km.)
    """
    ward = town().hospitals[0]
    point = DangerPoint(id="crater", latitude=ward.latitude, longitude=ward.longitude, radius_m=2000.0, rate_per_hour=2.0)
    ground = connect(town(danger_points=(point,)))
    assert route_danger(ground, the_route(ground, "ward", "hall"))[600] == pytest.approx(2 * 6 * 2.0 / 5.807 / 60, rel=1e-3)
    assert route_danger(ground, the_route(ground, "square", "hall"))[600] == 0.0


def test_a_hold_within_the_radius_of_a_danger_point_counts():
    """The barrier holds for 10 min at 6 an hour, and 100 m on either side are a small part of 20 and 30 km."""
    barrier = town().checkpoints[0]
    point = DangerPoint(id="crater", latitude=barrier.latitude, longitude=barrier.longitude, radius_m=100.0, rate_per_hour=6.0)
    ground = connect(town(danger_points=(point,)))
    assert route_danger(ground, the_route(ground))[600] == pytest.approx(1.0, abs=0.03)


def test_a_second_road_is_found_and_the_faster_one_comes_first():
    ground = connect(town(legs=(*town().legs, BYPASS)))
    first, second = find_routes(ground).by_pair["square", "hall", 90.0]
    assert (first.minutes, first.roads) == (100, ("M14", "M18"))
    assert (second.minutes, second.roads, second.passages) == (150, ("H08",), ())


def test_holds_count_when_roads_are_ranked():
    """A hold of 70 min at the barrier makes the road over it (160 min) slower than the bypass (150)."""
    barrier = changed(town().checkpoints[0], hold_min=70)
    ground = connect(town(legs=(*town().legs, BYPASS), checkpoints=(barrier,)))
    assert [route.minutes for route in find_routes(ground).by_pair["square", "hall", 90.0]] == [150, 160]


def test_the_road_for_the_time_of_a_closure_is_found_though_only_one_is_asked_for():
    closure = Closure(kind=ClosureKind.LEG, what="l4", since=at("10:00"), until=at("11:00"))
    ground = connect(town(legs=(*town().legs, BYPASS), closures=(closure,)))
    roads = find_routes(ground, most=1).by_pair["square", "hall", 90.0]
    assert [route.roads for route in roads] == [("M14", "M18"), ("H08",)]


def test_a_road_closed_throughout_is_not_used_and_pairs_it_parts_are_named():
    ground = connect(town(closures=(Closure(kind=ClosureKind.LEG, what="l4"),)))
    routes = find_routes(ground)
    assert ("square", "hall", 90.0) in routes.unreachable
    assert ("square", "hall", 90.0) not in routes.by_pair
    assert ("square", "rest", 90.0) in routes.by_pair


def test_every_needed_pair_has_a_road_or_is_named_unreachable():
    scenario = town(legs=tuple(changed(leg, is_one_way=leg.id == "l4") for leg in town().legs))
    routes = find_routes(connect(scenario))
    assert set(needed_pairs(scenario)) == set(routes.by_pair) | set(routes.unreachable)
    assert not set(routes.by_pair) & set(routes.unreachable)
    assert ("hall", "square", 90.0) in routes.unreachable


def test_needed_pairs_are_those_that_vehicles_and_own_cars_may_drive():
    own = (OwnTransport(gathering_point="square", mode=OwnTransportMode.FOOT, units=5, other_people=9, max_speed_kmh=4.0),)
    pairs = set(needed_pairs(town(own_transport=own)))
    assert {pair for pair in pairs if pair[2] == 4.0} == {("square", "hall", 4.0)}
    there = {("garage", "square"), ("hall", "square"), ("garage", "rest"), ("rest", "square"), ("hall", "garage")}
    back = {("square", "hall"), ("square", "ward"), ("square", "garage"), ("square", "rest"), ("rest", "hall"), ("rest", "garage")}
    assert {(*ends, 90.0) for ends in there | back} <= pairs
    assert not any("barrier" in pair for pair in pairs)
    assert not any(origin == destination for origin, destination, _ in pairs)


def test_a_halt_without_room_is_no_stop():
    halt = changed(town().safe_halts[0], holds_vehicles=0)
    assert not any("rest" in pair for pair in needed_pairs(town(safe_halts=(halt,))))


def test_route_ids_are_unique_and_name_the_speed_only_where_there_are_several():
    types = (town().vehicle_types[0], changed(town().vehicle_types[1], max_speed_kmh=60.0))
    own = (OwnTransport(gathering_point="square", mode=OwnTransportMode.CAR, units=5, other_people=9, max_speed_kmh=70.0),)
    one = find_routes(connect(town())).all()
    several = find_routes(connect(town(vehicle_types=types, own_transport=own))).all()
    assert "square_to_hall_1" in {route.id for route in one}
    assert {"square_to_hall_1_90kmh", "square_to_hall_1_60kmh", "square_to_hall_1_70kmh"} <= {route.id for route in several}
    assert len({route.id for route in several}) == len(several)


def test_two_checkpoints_on_the_way_hold_one_after_the_other():
    second = Checkpoint(id="gate", name="Gate", latitude=47.6, longitude=35.8, party="north", lanes=1,
                        inbound_vehicles_per_15_min=5, outbound_vehicles_per_15_min=5, hold_min=5)  # fmt: skip
    legs = (*town().legs[:3], Leg(id="l4", from_place="rest", to_place="gate", km=10.0, minutes=10.0),
            Leg(id="l4b", from_place="gate", to_place="hall", km=20.0, minutes=26.0), town().legs[4])  # fmt: skip
    route = the_route(connect(town(checkpoints=(*town().checkpoints, second), legs=legs)))
    assert route.crossings == (
        Crossing(checkpoint="barrier", arrives_min=24, hold_min=10),
        Crossing(checkpoint="gate", arrives_min=74, hold_min=5),
    )
    assert route.minutes == 105


def test_a_vehicle_is_not_held_where_its_route_starts_or_ends():
    ground = connect(town())
    there, back = the_route(ground, "garage", "rest").arcs, the_route(ground, "rest", "garage").arcs
    to_barrier = route_along(ground, "to", "garage", "barrier", 90.0, there[:2])
    from_barrier = route_along(ground, "from", "barrier", "garage", 90.0, back[1:])
    assert (to_barrier.minutes, to_barrier.crossings) == (36, ())
    assert (from_barrier.minutes, from_barrier.crossings) == (36, ())


@pytest.fixture(scope="module")
def vaduz(data_dir):
    points = tuple(
        changed(town().gathering_points[0], id=f"point-{row}", latitude=latitude, longitude=longitude)
        for row, (latitude, longitude) in enumerate(((47.2180, 9.5230), (47.0680, 9.5010), (47.1130, 9.5270)))
    )
    closed = (Closure(kind=ClosureKind.AREA, what="centre", since=at("10:00"), until=at("12:00")),)
    centre = Area(id="centre", ring=((9.515, 47.135), (9.53, 47.135), (9.53, 47.15), (9.515, 47.15), (9.515, 47.135)))
    return connect(town(**in_liechtenstein(data_dir, gathering_points=points, closures=closed, areas=(centre,))), cache=False)


def test_on_a_real_network_the_first_road_is_as_fast_as_the_shortest_path(vaduz):
    """The oracle is `travel_times_s`, a separate search, without closures."""
    routes = find_routes(vaduz)
    time_s = vaduz.driving_s(90.0)
    assert len(routes.by_pair) == 20  # three points to and from two bases and to each other, and the bases to each other
    for (origin, destination, _), roads in routes.by_pair.items():
        best_s = travel_times_s(vaduz.network, [vaduz.node[origin]], [vaduz.node[destination]], time_s)[0, 0]
        assert time_s[list(roads[0].arcs)].sum() == pytest.approx(best_s)
        for route in roads:
            assert route.minutes == np.ceil(time_s[list(route.arcs)].sum() / 60 - 1e-6)


def test_on_a_real_network_roads_join_end_to_end_and_their_lines_are_short(vaduz):
    network = vaduz.network
    for route in find_routes(vaduz).all():
        assert network.arc_tail[route.arcs[0]] == vaduz.node[route.origin]
        assert network.arc_head[route.arcs[-1]] == vaduz.node[route.destination]
        assert (network.arc_head[list(route.arcs[:-1])] == network.arc_tail[list(route.arcs[1:])]).all()
        line = draw_route(vaduz, route).points
        assert 2 <= len(line) <= 200
        assert line[-1].km == pytest.approx(route.km)
        assert all(a.km <= b.km and a.minutes <= b.minutes for a, b in pairwise(line))


def test_on_a_real_network_a_road_round_the_closed_centre_is_found(vaduz):
    closed = vaduz.closures[0][0]
    through = find_routes(vaduz).by_pair["hall", "point-2", 90.0]
    assert closed[list(through[0].arcs)].any()
    assert any(not closed[list(route.arcs)].any() for route in through)
