"""What the checker derives for itself: daylight, hours, areas, closures, danger points; and that it derives it alone."""

import ast
import math
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from tests.planning.checker_town import checked_town
from tests.planning.town import at, span, town

import safepassage.planning.checker as checker
from safepassage.corridor import Closure, ClosureKind, DangerPoint, Waypoint
from safepassage.planning.checking.daylight import light_spans
from safepassage.planning.checking.ground import Ground, survey
from safepassage.planning.checking.spans import daily_hours, intersect, merge, posix_s
from safepassage.planning.route import Route
from safepassage.roads import RoadNetwork
from safepassage.scenario.scenario import Area, Daylight

MAY_IMPORT = {
    "safepassage.corridor",
    "safepassage.roads",
    "safepassage.scenario.scenario",
    "safepassage.planning.route",
    "safepassage.planning.itinerary",
    "safepassage.planning.midday",
    "safepassage.planning.result",
}


def test_the_checker_shares_no_code_with_what_makes_plans() -> None:
    """Of the project it imports values only; of the roads only the network itself."""
    top = Path(checker.__file__)
    for file in (top, *sorted((top.parent / "checking").glob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not any(alias.name.startswith("safepassage") for alias in node.names), file
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("safepassage"):
                own = str(node.module).startswith("safepassage.planning.checking.")
                assert own or node.module in MAY_IMPORT, (file, node.module)
                if node.module == "safepassage.roads":
                    assert [alias.name for alias in node.names] == ["RoadNetwork"], file


def almanac(latitude: float, longitude: float, day: date) -> tuple[float, float]:
    """Sunrise and sunset by Spencer's series (1971) for the sun's declination and the equation of time: good to two minutes."""
    angle = 2 * math.pi * (day.timetuple().tm_yday - 1 + 0.5) / 365
    declination = (
        0.006918 - 0.399912 * math.cos(angle) + 0.070257 * math.sin(angle) - 0.006758 * math.cos(2 * angle)
        + 0.000907 * math.sin(2 * angle) - 0.002697 * math.cos(3 * angle) + 0.00148 * math.sin(3 * angle)
    )  # fmt: skip
    equation_min = 229.18 * (
        0.000075 + 0.001868 * math.cos(angle) - 0.032077 * math.sin(angle) - 0.014615 * math.cos(2 * angle) - 0.040849 * math.sin(2 * angle)
    )
    north = math.radians(latitude)
    hour_angle = math.acos(
        (math.sin(math.radians(-0.833)) - math.sin(north) * math.sin(declination)) / (math.cos(north) * math.cos(declination))
    )
    noon_s = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp() - 240 * longitude - 60 * equation_min
    half_day_s = math.degrees(hour_angle) * 240
    return noon_s - half_day_s, noon_s + half_day_s


def test_light_is_from_the_latest_sunrise_to_the_earliest_sunset_less_the_margins() -> None:
    scenario = town(daylight=Daylight(margin_after_sunrise_min=10, margin_before_sunset_min=30))
    suns = [almanac(place.latitude, place.longitude, date(2022, 3, 5)) for place in scenario.places]
    expected = (max(rise for rise, _ in suns) + 600, min(fall for _, fall in suns) - 1800)
    today = [light for light in light_spans(scenario) if light[0] < posix_s(at("12:00")) < light[1]]
    assert len(today) == 1
    assert today[0] == pytest.approx(expected, abs=150)
    assert today[0][0] % 60 == today[0][1] % 60 == 0


@pytest.mark.parametrize(("horizon", "is_light"), [("2022-06-20", True), ("2022-12-20", False)])
def test_beyond_the_polar_circle_the_whole_day_is_light_or_dark(horizon: str, is_light: bool) -> None:
    cape = Waypoint(id="cape", name="Cape", latitude=71.0, longitude=25.7)
    bare = dict.fromkeys(("gathering_points", "reception_centres", "hospitals", "depots", "checkpoints", "safe_halts"), ())
    scenario = town(
        **bare, waypoints=(cape,), horizon=span(f"{horizon} 06:00", f"{horizon} 18:00"), daylight=Daylight(margin_before_sunset_min=0)
    )
    midnight = posix_s(at(f"{horizon} 23:59"))
    assert any(start <= midnight < end for start, end in light_spans(scenario)) is is_light


def test_hours_go_over_midnight_and_follow_the_local_clock() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    day = (posix_s(at("2022-03-26 12:00")), posix_s(at("2022-03-27 12:00")))
    nights = daily_hours(day, time(22), time(4), kyiv)
    # the clocks go forward at 03:00 on 27 March: that night is one hour shorter
    assert (posix_s(at("2022-03-26 22:00")), posix_s(at("2022-03-27 04:00"))) in nights
    assert {(end - start) / 3600 for start, end in nights} == {6.0, 5.0}
    assert daily_hours(day, time(9), time(9), kyiv) == []


def test_spans_are_joined_where_they_touch_and_cut_where_they_overlap() -> None:
    assert merge([(5, 7), (1, 3), (3, 4), (6, 6)]) == [(1, 4), (5, 7)]
    assert intersect([(0, 10), (20, 30)], [(5, 25)]) == [(5, 10), (20, 25)]


def osm_network() -> RoadNetwork:
    """Two ways along a parallel: way 11 from west to middle and back, way 12 from middle to east. A bend at (0.005, 0.004)."""
    return RoadNetwork(
        node_latitude=np.array([0.0, 0.0, 0.0]),
        node_longitude=np.array([0.0, 0.01, 0.02]),
        node_ids=np.array([101, 102, 103]),
        node_place=None,
        arc_tail=np.array([0, 1, 1], dtype=np.int32),
        arc_head=np.array([1, 0, 2], dtype=np.int32),
        arc_length_m=np.array([1200.0, 1200.0, 1000.0]),
        arc_time_s=np.array([72.0, 72.0, 60.0]),
        arc_way=np.array([11, 11, 12]),
        arc_lanes=np.ones(3, dtype=np.int16),
        arc_is_bridge=np.zeros(3, dtype=np.bool_),
        arc_max_weight_t=np.full(3, np.nan),
        arc_name=np.array([0, 0, -1], dtype=np.int32),
        names=("Rhine Bridge", "B 37"),
        alias_arc=np.array([0, 1, 2], dtype=np.int32),
        alias_name=np.array([0, 0, 1], dtype=np.int32),
        shape_start=np.array([0, 3, 6, 8]),
        shape_latitude=np.array([0.0, 0.004, 0.0, 0.0, 0.004, 0.0, 0.0, 0.0]),
        shape_longitude=np.array([0.0, 0.005, 0.01, 0.01, 0.005, 0.0, 0.01, 0.02]),
        banned_turns=np.empty((0, 2), dtype=np.int32),
        content_hash="three nodes",
    )


def box(area: str, west: float, south: float, east: float, north: float) -> Area:
    return Area(id=area, ring=((west, south), (east, south), (east, north), (west, north), (west, south)))


def surveyed(**changes: object) -> Ground:
    road = Route(
        id="r", origin="a", destination="b", max_speed_kmh=90.0, km=0.0, minutes=0, passages=(), crossings=(), points=(), arcs=(0, 1, 2)
    )
    return survey(checked_town(legs=(), **changes), osm_network(), [road], {})


def test_an_arc_is_on_the_segment_in_whose_area_its_middle_lies() -> None:
    """The middle of way 11 is its bend, 0.004 degrees north, not the middle of its ends; the middle of way 12 is outside."""
    ground = surveyed(areas=(box("front", 0.004, 0.003, 0.014, 0.005),))
    assert ground.segment_of_arc == {0: "front", 1: "front"}


@pytest.mark.parametrize(
    ("kind", "what", "arcs"),
    [
        (ClosureKind.WAY, "11", {0, 1}),
        (ClosureKind.NAME, "rhine  bridge", {0, 1}),
        (ClosureKind.NAME, "B37", {2}),
        (ClosureKind.AREA, "mined", {2}),
        (ClosureKind.LEG, "11", set()),
    ],
)
def test_a_closure_closes_what_it_names(kind: ClosureKind, what: str, arcs: set[int]) -> None:
    """By name or number however it is spelled, by way both directions, by area wherever the road enters it."""
    ground = surveyed(
        areas=(box("mined", 0.012, -0.001, 0.013, 0.001),),
        closures=(Closure(kind=kind, what=what, since=at("09:00")),),
    )
    assert set(ground.closed_of_arc) == arcs
    assert all(spans == [(posix_s(at("09:00")), math.inf)] for spans in ground.closed_of_arc.values())


def test_a_danger_point_is_near_along_the_bend_and_not_on_the_straight_line() -> None:
    from safepassage.planning.checking.danger import exposures_of
    from safepassage.planning.checking.ride import drive_again

    at_bend = DangerPoint(id="bend", latitude=0.004, longitude=0.005, radius_m=100.0, rate_per_hour=1.0)
    ground = surveyed(danger_points=(at_bend,), dangers=())
    road = Route(
        id="r", origin="a", destination="b", max_speed_kmh=90.0, km=0.0, minutes=0, passages=(), crossings=(), points=(), arcs=(0, 2)
    )
    ride = drive_again(ground, road)
    assert ride is not None
    exposures = exposures_of(ground, ride)
    # 100 m before and 100 m after the bend, of 2 x hypot(0.004, 0.005) degrees in 72 s
    line_m = 2 * math.hypot(0.004, 0.005) * math.radians(1) * 6_371_008.8
    assert sum(exposure.leaves_s - exposure.enters_s for exposure in exposures) == pytest.approx(72 * 200 / line_m, rel=1e-3)
    assert min(exposure.enters_s for exposure in exposures) == pytest.approx(36 - 72 * 100 / line_m, rel=1e-3)
