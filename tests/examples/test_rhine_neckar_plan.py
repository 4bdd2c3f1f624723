"""The plan of the exercise on real roads, judged from its own arcs and the scenario's files alone.

The oracles here share nothing with the planner or the checker: times along arcs are summed again, checkpoints are found again by their
coordinates, bridges by their names, and shortest ways come from SciPy on the graph of arcs (every allowed turn an edge).
"""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from safepassage.corridor import NOBODY
from safepassage.planning.checker import check_plan
from safepassage.planning.connect import Ground, connect
from safepassage.planning.itinerary import Alight, Board, Direction, Drive, UnloadGoods
from safepassage.planning.plan import plan
from safepassage.planning.result import Plan
from safepassage.planning.routes import Routes, find_routes
from safepassage.scenario import read_scenario

FOLDER = Path(__file__).parents[2] / "examples" / "rhine-neckar"
BERLIN = ZoneInfo("Europe/Berlin")
ADENAUER, SCHUMACHER = "Konrad-Adenauer-Brücke", "Kurt-Schumacher-Brücke"
REOPENS = datetime(2026, 6, 15, 14, 0, tzinfo=BERLIN)


@pytest.fixture(scope="module")
def ground(data_dir: Path) -> Ground:
    return connect(read_scenario(FOLDER, osm_file=data_dir / "osm" / "rnv-2016.osm.pbf"))


@pytest.fixture(scope="module")
def planned(ground: Ground) -> Plan:
    return plan(ground.scenario, work=80, ground=ground)


@pytest.fixture(scope="module")
def routes(ground: Ground) -> Routes:
    return find_routes(ground)


def named(ground: Ground, name: str) -> set[int]:
    """The arcs that go by a name, looked up in the network's own arrays."""
    network = ground.network
    return set(np.flatnonzero(network.arc_name == network.names.index(name)).tolist())


def hold_s(ground: Ground) -> np.ndarray:
    """How long a vehicle is held at each node: at the node nearest to each checkpoint's coordinates."""
    network, held = ground.network, np.zeros(ground.network.nodes)
    for checkpoint in ground.scenario.checkpoints:
        east = (network.node_longitude - checkpoint.longitude) * np.cos(np.radians(checkpoint.latitude))
        held[np.argmin(east**2 + (network.node_latitude - checkpoint.latitude) ** 2)] += 60.0 * checkpoint.hold_min
    return held


def arc_s(ground: Ground, top_speed_kmh: float) -> np.ndarray:
    return np.maximum(ground.network.arc_time_s, ground.network.arc_length_m * 3.6 / top_speed_kmh)


def movements(planned: Plan) -> list[tuple[str, datetime]]:
    """Every drive of a vehicle and every departure of own cars: its route and when it sets out."""
    drives = [
        (activity.route, activity.starts_at)
        for itinerary in planned.itineraries
        for activity in itinerary.activities
        if isinstance(activity, Drive)
    ]
    return drives + [(departure.route, departure.departs_at) for departure in planned.own_departures]


def passages_over(ground: Ground, planned: Plan, arcs: set[int]) -> list[datetime]:
    """When each movement that takes one of the arcs drives onto the first of them."""
    held, met = hold_s(ground), []
    for route_id, departs_at in movements(planned):
        route = planned.route(route_id)
        on_them = [step for step, arc in enumerate(route.arcs) if arc in arcs]
        if on_them:
            before = list(route.arcs[: on_them[0]])
            seconds = arc_s(ground, route.max_speed_kmh)[before].sum() + held[ground.network.arc_head[before]].sum()
            met.append(departs_at + timedelta(seconds=float(seconds)))
    return met


def test_the_independent_checker_finds_nothing_wrong(ground: Ground, planned: Plan) -> None:
    assert check_plan(ground.scenario, ground.network, planned, place_nodes=ground.node) == ()


def test_nobody_takes_the_bridge_that_is_out_all_day(ground: Ground, planned: Plan) -> None:
    assert len(named(ground, SCHUMACHER)) > 4
    assert passages_over(ground, planned, named(ground, SCHUMACHER)) == []


def test_the_other_bridge_is_taken_only_after_it_reopens(ground: Ground, planned: Plan) -> None:
    """And then it is: it is the short way. Until then vehicles cross by the A 6."""
    met = passages_over(ground, planned, named(ground, ADENAUER))
    assert len(met) > 20
    assert min(met) >= REOPENS
    crossed = [
        departs_at.astimezone(BERLIN) + timedelta(minutes=crossing.arrives_min)
        for route_id, departs_at in movements(planned)
        for crossing in planned.route(route_id).crossings
        if crossing.checkpoint.startswith("rhine-a6")
    ]
    assert len([at for at in crossed if at < REOPENS]) > 20


def test_nobody_drives_through_the_harbour_before_noon(ground: Ground, planned: Plan) -> None:
    """Every road with a point in the fire's polygon, and no other, is closed until 12:00; and nobody is on one of them before."""
    (fire,) = (shapely.Polygon(area.ring) for area in ground.scenario.areas if area.id == "harbour-fire")
    network = ground.network
    inside = shapely.contains_xy(fire, network.shape_longitude, network.shape_latitude)
    arc_of_point = np.repeat(np.arange(network.arcs), np.diff(network.shape_start))
    near = set(arc_of_point[inside].tolist())
    assert near
    noon = datetime(2026, 6, 15, 12, 0, tzinfo=BERLIN)
    assert [set(np.flatnonzero(arcs).tolist()) for arcs, span in ground.closures if span.ends_at == noon] == [near]
    assert [at for at in passages_over(ground, planned, near) if at < noon] == []


def test_the_fastest_roads_are_as_fast_as_shortest_ways_on_the_graph_of_arcs(ground: Ground, routes: Routes) -> None:
    """With the bridges that are closed for a part of the day open, and closed: all pairs at 80 and at 100 km/h, to the minute."""
    network, held = ground.network, hold_s(ground)
    out = np.array([arc in named(ground, SCHUMACHER) for arc in range(network.arcs)])
    ever = out.copy()
    for arcs, _ in ground.closures:
        ever |= arcs
    arc = np.arange(network.arcs)
    ends_at = coo_array((np.ones(network.arcs), (arc, network.arc_head)), shape=(network.arcs, network.nodes)).tocsr()
    starts_at = coo_array((np.ones(network.arcs), (network.arc_tail, arc)), shape=(network.nodes, network.arcs)).tocsr()
    turns = (ends_at @ starts_at).tocoo()
    banned = set(map(tuple, network.banned_turns.tolist()))
    allowed = np.array([pair not in banned for pair in zip(turns.row.tolist(), turns.col.tolist(), strict=True)])
    compared = 0
    for speed in (80.0, 100.0):
        entering_s = arc_s(ground, speed) + held[network.arc_tail]
        by_origin: dict[str, list[str]] = {}
        for origin, destination, at_speed in routes.by_pair:
            if at_speed == speed:
                by_origin.setdefault(origin, []).append(destination)
        for closed in (out, ever):
            kept = allowed & ~closed[turns.row] & ~closed[turns.col]
            graph = csr_array((entering_s[turns.col[kept]], (turns.row[kept], turns.col[kept])), shape=(network.arcs, network.arcs))
            for origin, destinations in by_origin.items():
                first = np.flatnonzero((network.arc_tail == ground.node[origin]) & ~closed)
                ways_s = dijkstra(graph, indices=first) + arc_s(ground, speed)[first][:, None]
                for destination in destinations:
                    if ground.node[destination] == ground.node[origin]:
                        continue
                    least_s = ways_s[:, network.arc_head == ground.node[destination]].min()
                    roads = [road for road in routes.by_pair[origin, destination, speed] if not closed[list(road.arcs)].any()]
                    assert min(road.minutes for road in roads) == ceil(least_s / 60.0 - 1e-6), (origin, destination, speed)
                    compared += 1
    assert compared > 1000


def test_a_route_takes_the_minutes_and_kilometres_of_its_arcs(ground: Ground, planned: Plan) -> None:
    held = hold_s(ground)
    for route in planned.routes:
        arcs = list(route.arcs)
        assert (ground.network.arc_head[arcs[:-1]] == ground.network.arc_tail[arcs[1:]]).all()
        seconds = arc_s(ground, route.max_speed_kmh)[arcs].sum() + held[ground.network.arc_head[arcs[:-1]]].sum()
        assert route.minutes == ceil(seconds / 60.0 - 1e-6)
        assert route.km == pytest.approx(ground.network.arc_length_m[arcs].sum() / 1000.0)
        assert 2 <= len(route.points) <= 200


def test_nearly_everybody_comes_out_and_every_stretcher_case(planned: Plan) -> None:
    """6,321 wait and 53 vehicles have the day for it; all goods and all own cars come through, and the bound is near."""
    figures = planned.figures
    assert figures.registered.total_people == 6321
    assert figures.out.stretcher_people == figures.registered.stretcher_people == 66
    assert figures.out.total_people >= 0.99 * 6321
    assert figures.goods_delivered_kg == figures.goods_needed_kg == 13_900
    assert figures.own_transport_units_out == 340
    assert 0.0 <= planned.certificate.gap < 0.01


def test_its_figures_are_those_of_its_itineraries(planned: Plan) -> None:
    out, km, road_h = NOBODY, 0.0, 0.0
    for itinerary in planned.itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, Board):
                out += activity.people
            elif isinstance(activity, Drive):
                route = planned.route(activity.route)
                assert activity.ends_at - activity.starts_at == timedelta(minutes=route.minutes)
                km += route.km
                road_h += route.minutes / 60.0
    assert planned.figures.out == out
    assert planned.figures.vehicle_km == pytest.approx(km)
    assert planned.figures.vehicle_h == pytest.approx(road_h)
    silent = sum(window.km * (window.interval.ends_at - window.interval.starts_at).total_seconds() / 3600.0 for window in planned.windows)
    assert planned.figures.silence_km_h == pytest.approx(silent)


def test_no_checkpoint_passes_more_in_a_quarter_than_it_can(ground: Ground, planned: Plan) -> None:
    """Counted anew from departures and crossings, with the direction told by where the vehicle goes next."""
    points = {point.id for point in ground.scenario.gathering_points}
    passed: dict[tuple[str, Direction, datetime], float] = defaultdict(float)

    def cross(route_id: str, departs_at: datetime, direction: Direction, vehicles: float) -> None:
        for crossing in planned.route(route_id).crossings:
            at = departs_at + timedelta(minutes=crossing.arrives_min)
            passed[crossing.checkpoint, direction, at.replace(minute=at.minute // 15 * 15)] += vehicles

    for itinerary in planned.itineraries:
        following: tuple[str | None, bool] = (None, False)  # where it next stops that is no halt, and whether it unloads there
        unloads_next = None
        last = [activity for activity in itinerary.activities if isinstance(activity, (Board, Alight))]
        for activity in reversed(itinerary.activities):
            if last and activity is last[-1]:
                last.pop()
            if isinstance(activity, UnloadGoods):
                unloads_next = activity.place
            if isinstance(activity, Drive):
                has_boarded = bool(last) and isinstance(last[-1], Board)
                ends = planned.route(activity.route).destination
                if ends != "seckenheim" or following[0] is None:
                    following = (ends, unloads_next == ends)
                inbound = not has_boarded and (following[0] in points or following[1])
                assert activity.direction is (Direction.INBOUND if inbound else Direction.OUTBOUND)
                cross(activity.route, activity.starts_at, activity.direction, 1.0)
    for departure in planned.own_departures:
        share = ground.scenario.own_transport[departure.own_transport_row].passage_share
        cross(departure.route, departure.departs_at, Direction.OUTBOUND, share * departure.units)
    most = {
        (checkpoint.id, direction): rate
        for checkpoint in ground.scenario.checkpoints
        for direction, rate in (
            (Direction.INBOUND, checkpoint.inbound_vehicles_per_15_min),
            (Direction.OUTBOUND, checkpoint.outbound_vehicles_per_15_min),
        )
    }
    assert sum(passed.values()) > 100
    assert all(vehicles <= most[checkpoint, direction] + 1e-9 for (checkpoint, direction, _), vehicles in passed.items())


def test_all_have_arrived_well_before_dark_and_receptions_hold_them(ground: Ground, planned: Plan) -> None:
    """Sunset over Heidelberg on 15 June is at 21:33 local time (almanac); the horizon ends at 20:00, windows at 18:30 and 19:00."""
    received: Counter[str] = Counter()
    lying: Counter[str] = Counter()
    for itinerary in planned.itineraries:
        for activity in itinerary.activities:
            assert activity.ends_at <= datetime(2026, 6, 15, 20, 0, tzinfo=BERLIN)
            if isinstance(activity, Alight):
                received[activity.place] += activity.people.seated_people
                lying[activity.place] += activity.people.stretcher_people
    for departure in planned.own_departures:
        received[planned.route(departure.route).destination] += departure.people.total_people
    for place in ground.scenario.receptions:
        assert received[place.id] <= place.capacity_people
        assert lying[place.id] <= place.hospital_beds
