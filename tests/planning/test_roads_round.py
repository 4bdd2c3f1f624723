"""Roads round what has little room or few hours, on figures worked out by hand."""

import pytest
from tests.planning.town import changed, town

from safepassage.corridor import Leg
from safepassage.planning import roads_round
from safepassage.planning.connect import connect
from safepassage.planning.routes import find_routes
from safepassage.planning.setting import lay_out, lay_out_like
from safepassage.scenario.scenario import Daylight

TRACK = Leg(id="track", from_place="square", to_place="rest", km=90.0, minutes=300.0, road="Track")
LANE = Leg(id="lane", from_place="square", to_place="barrier", km=30.0, minutes=60.0, road="Lane")


@pytest.fixture(params=[roads_round.SMALL_NETWORK_ARCS, 0], ids=["every road", "searches"])
def either_way(request, monkeypatch):
    """Both ways to find them: all of them, as on a small network, and by searches, as on a large one."""
    monkeypatch.setattr(roads_round, "SMALL_NETWORK_ARCS", request.param)


def roads_to_the_hall(**changes) -> list[tuple[int, tuple[str, ...]]]:
    routes = find_routes(connect(town(**changes)), most=1).by_pair["square", "hall", 90.0]
    return [(route.minutes, route.roads) for route in routes]


@pytest.mark.usefixtures("either_way")
def test_a_slow_track_past_the_checkpoint_and_the_front_is_held():
    """100 min over the barrier; 300 and 36 by the track, more than twice as long; by the lane 60, 10, 30 and 36, past nothing."""
    assert roads_to_the_hall(legs=(*town().legs, TRACK)) == [(100, ("M14", "M18")), (336, ("Track", "M18"))]


@pytest.mark.usefixtures("either_way")
def test_a_slower_road_that_passes_all_that_a_faster_one_passes_is_not_held():
    """The front is on both sides of the barrier: the lane to the barrier avoids neither of the two."""
    assert roads_to_the_hall(legs=(*town().legs, LANE)) == [(100, ("M14", "M18"))]


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(("minutes", "is_held"), [(600.0, True), (650.0, True), (680.0, False)])
def test_a_road_round_that_takes_longer_than_it_is_light_is_not_held(minutes, is_held):
    """It is light for 636 minutes (06:14 to 16:50 by astral), and an hour is added; 36 minutes follow the track."""
    legs = (*town().legs, changed(TRACK, minutes=minutes))
    assert len(roads_to_the_hall(legs=legs)) == 1 + is_held
    assert len(roads_to_the_hall(legs=legs, daylight=Daylight(is_night_driving_allowed=True))) == 2


def test_a_longer_road_that_is_slower_is_held_for_a_vehicle_with_little_fuel():
    """By M14 80 km in 100 min, by the short cut 20 km and 60 in 134; both past the barrier and the front."""
    cut = Leg(id="cut", from_place="square", to_place="barrier", km=5.0, minutes=58.0, road="Short cut", segment="front")
    types = tuple(changed(kind, fuel_range_km=200.0) for kind in town().vehicle_types)
    legs = (*town().legs, cut)
    assert len(roads_to_the_hall(legs=legs)) == 1
    assert roads_to_the_hall(legs=legs, vehicle_types=types) == [(100, ("M14", "M18")), (134, ("Short cut", "M14", "M18"))]


def test_where_ways_are_too_many_a_few_searches_find_the_same(monkeypatch):
    monkeypatch.setattr(roads_round, "MOST_LABELS", 2)
    assert roads_to_the_hall(legs=(*town().legs, TRACK)) == [(100, ("M14", "M18")), (336, ("Track", "M18"))]


def test_roads_are_sought_again_where_a_segment_becomes_limited():
    """Nothing but the number of vehicles a quarter tells the front from any other road here."""
    legs = (changed(town().legs[2], segment=None), *(leg for leg in town().legs if leg.id != town().legs[2].id))
    free = changed(town().segments[0], needs_silence=False)
    base = town(segments=(free,), legs=(*legs, LANE), control=(), windows=())
    limited = changed(base, segments=(changed(free, vehicles_per_15_min=2),))
    routes = lay_out_like(limited, lay_out(base)).routes.by_pair["square", "hall", 90.0]
    assert [route.roads for route in routes] == [("M14", "M18"), ("Lane", "M14", "M18")]
