"""Scenarios laid on their roads, and everything that does not fit told at once."""

from datetime import timedelta

import numpy as np
import pytest
from tests.planning.town import at, changed, span, town

from safepassage.corridor import Closure, ClosureKind, DangerPoint, Depot, HandoverPoint, Interval, Leg, Need, Segment
from safepassage.corridor.goods import GoodsKind
from safepassage.errors import InputError
from safepassage.planning.connect import connect
from safepassage.scenario.scenario import Area

VADUZ = {"latitude": 47.1410, "longitude": 9.5209}
SCHAAN = {"latitude": 47.1650, "longitude": 9.5087}


def problems_of(*arguments, **changes) -> str:
    with pytest.raises(InputError) as caught:
        connect(town(**changes), *arguments)
    return str(caught.value)


def in_liechtenstein(data_dir, **changes):
    """Two places on the roads of a small country, no segment."""
    empty = dict.fromkeys(
        ("gathering_points", "hospitals", "checkpoints", "safe_halts", "needs", "stocks", "segments", "control", "windows"), ()
    )
    two = {
        "depots": (Depot(id="garage", name="Garage", **VADUZ),),
        "reception_centres": (changed(town().reception_centres[0], **SCHAAN),),
    }
    return {**empty, **two, "legs": (), "osm_file": data_dir / "osm" / "liechtenstein-2013-08-03.osm.pbf", **changes}


def test_on_legs_every_arc_has_the_segment_of_its_leg():
    ground = connect(town())
    of_leg = {
        leg: set(ground.arc_segment[ground.network.arc_way == row].tolist()) for row, leg in enumerate(("l1", "l2", "l3", "l4", "l5"))
    }
    assert of_leg == {"l1": {-1}, "l2": {0}, "l3": {0}, "l4": {-1}, "l5": {-1}}
    assert ground.moved_m["square"] == 0.0
    assert ground.hold_s[ground.node["barrier"]] == 600.0


def test_a_place_that_no_leg_ends_at_is_refused_and_a_handover_point_is_not():
    spot = {"latitude": 47.2, "longitude": 37.2}
    depots = (*town().depots, Depot(id="barn", name="Barn", **spot))
    text = problems_of(depots=depots)
    assert "depots.csv, barn" in text
    assert "no leg ends" in text
    ground = connect(town(handover_points=(HandoverPoint(id="bridge", name="Bridge", **spot),)))
    assert "bridge" not in ground.node


def test_a_handover_point_that_needs_goods_must_be_on_a_leg():
    bridge = HandoverPoint(id="bridge", name="Bridge", latitude=47.2, longitude=37.2)
    need = Need(place="bridge", kind=GoodsKind.FOOD, weight_kg=10, priority=1)
    assert "bridge" in problems_of(handover_points=(bridge,), needs=(need,))


def test_every_problem_is_told_at_once_with_names_that_are_near():
    closures = (
        Closure(kind=ClosureKind.NAME, what="M15"),
        Closure(kind=ClosureKind.LEG, what="l22"),
        Closure(kind=ClosureKind.WAY, what="123"),
        Closure(kind=ClosureKind.AREA, what="wood"),
        Closure(kind=ClosureKind.LEG, what="l1", since=at("12:00"), until=at("11:00")),
    )
    legs = (*town().legs, Leg(id="l6", from_place="hall", to_place="rest", km=1.0, minutes=1.0, segment="frnt"))
    text = problems_of(closures=closures, legs=legs)
    assert "closures.csv, record 1" in text
    assert "M14" in text  # near M15
    assert "'l2'" in text  # near l22
    assert "legs, not from an OSM file" in text
    assert "no area of this id" in text
    assert "ends before or when it starts" in text
    assert "no segment 'frnt'" in text
    assert "'front'" in text


def test_closures_are_cut_to_the_horizon_and_those_outside_it_left_out():
    closures = (
        Closure(kind=ClosureKind.LEG, what="l1", until=at("2022-03-04 12:00")),
        Closure(kind=ClosureKind.NAME, what="M14", since=at("20:00"), until=at("2022-03-07 00:00")),
    )
    ground = connect(town(closures=closures))
    assert ground.closure_rows == (1,)
    ((arcs, held),) = ground.closures
    assert held == span("20:00", "2022-03-06 00:00")
    assert sorted(set(ground.network.arc_way[arcs].tolist())) == [1, 2]  # l2 and l3 are the M14


def test_a_horizon_off_the_whole_minute_is_refused():
    horizon = Interval(starts_at=at("00:00") + timedelta(seconds=30), ends_at=at("12:00"))
    assert "whole minute" in problems_of(horizon=horizon)


def test_on_an_osm_file_places_are_moved_to_the_nearest_road(data_dir):
    ground = connect(town(**in_liechtenstein(data_dir)), cache=False)
    assert set(ground.node) == {"garage", "hall"}
    assert all(0.0 <= metres < 200.0 for metres in ground.moved_m.values())
    assert (ground.arc_segment == -1).all()


def test_a_place_far_from_any_road_is_refused_with_the_distance(data_dir):
    far = (Depot(id="garage", name="Garage", latitude=47.0, longitude=10.4),)
    text = problems_of(**in_liechtenstein(data_dir, depots=far))
    assert "depots.csv, garage" in text
    assert " m away" in text


def test_on_an_osm_file_a_segment_holds_the_arcs_whose_middle_lies_in_its_area(data_dir):
    """A box over the southern half: every arc wholly south of it belongs, every arc wholly north does not."""
    south = Area(id="front", ring=((9.0, 46.0), (10.0, 46.0), (10.0, 47.14), (9.0, 47.14), (9.0, 46.0)))
    segments = (Segment(id="front", name="South", needs_silence=False),)
    ground = connect(town(**in_liechtenstein(data_dir, segments=segments, areas=(south,))), cache=False)
    network = ground.network
    low, high = (extreme.reduceat(network.shape_latitude, network.shape_start[:-1]) for extreme in (np.minimum, np.maximum))
    assert (ground.arc_segment[high < 47.14] == 0).all()
    assert (ground.arc_segment[low > 47.14] == -1).all()
    assert 0 < (ground.arc_segment == 0).sum() < network.arcs


def test_segments_without_area_or_with_areas_that_overlap_are_refused(data_dir):
    ring = ((9.4, 47.0), (9.7, 47.0), (9.7, 47.3), (9.4, 47.3), (9.4, 47.0))
    segments = tuple(Segment(id=name, name=name, needs_silence=False) for name in ("front", "rear", "bare", "sea"))
    sea = Area(id="sea", ring=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)))
    text = problems_of(
        **in_liechtenstein(data_dir, segments=segments, areas=(Area(id="front", ring=ring), Area(id="rear", ring=ring), sea))
    )
    assert "segment bare: the segment has no area" in text
    assert "in the area of segment 'front' as well" in text
    assert "segment sea: no road lies" in text


def test_danger_points_mark_the_arcs_within_their_radius():
    """The garage is one end of one leg only; nothing else passes within a kilometre of it."""
    garage = town().depots[0]
    point = DangerPoint(id="crater", latitude=garage.latitude, longitude=garage.longitude, radius_m=1000.0, rate_per_hour=1.0)
    ground = connect(town(danger_points=(point,)))
    assert set(ground.network.arc_way[ground.danger_arcs[0]].tolist()) == {0}
