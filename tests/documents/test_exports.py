"""GeoJSON and GPX."""

import json
from pathlib import Path
from xml.etree import ElementTree

import gpxpy
import pytest
import shapely
from tests.documents.sample import sample_plan, sample_scenario

from safepassage.documents.geojson import segment_lines, write_geojson
from safepassage.documents.gpx import write_gpx


def features(path: Path) -> list[dict]:  # type: ignore[type-arg]
    write_geojson(sample_plan(), sample_scenario(), path)
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    return list(collection["features"])


def test_every_feature_states_its_audience_and_has_a_geometry_that_a_second_reader_accepts(tmp_path: Path) -> None:
    found = features(tmp_path / "plan.geojson")
    assert all(feature["properties"]["audience"] == "internal" for feature in found)
    assert all(shapely.from_geojson(json.dumps(feature["geometry"])).is_valid for feature in found)
    assert len({feature["id"] for feature in found}) == len(found)


def test_longitude_comes_before_latitude(tmp_path: Path) -> None:
    place = next(feature for feature in features(tmp_path / "plan.geojson") if feature["id"] == "place/cp-tokmak")
    assert place["geometry"]["coordinates"] == [35.7084, 47.2556]
    assert place["properties"]["names"] == {"en": "Tokmak", "uk": "Токмак", "ru": "Токмак"}
    assert place["properties"]["party"] == "beta"


def test_a_segment_carries_its_windows_and_who_is_said_to_hold_it(tmp_path: Path) -> None:
    segment = next(feature for feature in features(tmp_path / "plan.geojson") if feature["id"] == "segment/s4-steppe")
    assert segment["properties"]["control"] == [{"party": "beta", "since_utc": "2022-03-20T00:00:00Z", "source": "Invented statement"}]
    assert [window["opens_utc"] for window in segment["properties"]["windows"]] == ["2022-03-26T04:45:00Z", "2022-03-27T04:15:00Z"]
    line = next(feature for feature in features(tmp_path / "plan.geojson") if feature["id"] == "segment/s5-line")
    assert line["properties"]["control"] == []


def test_a_convoy_is_at_its_places_at_the_times_of_its_route(tmp_path: Path) -> None:
    convoy = next(feature for feature in features(tmp_path / "plan.geojson") if feature["id"] == "convoy/berdiansk-1")
    times = dict(zip(convoy["properties"]["places"], convoy["properties"]["times_utc"], strict=True))
    # 04:30 from the halt; 8 km at 60 km/h, held 15 minutes; then 104 km, held 15 minutes
    assert times["halt-berdiansk"] == "2022-03-27T04:30:00Z"
    assert times["cp-berdiansk"] == "2022-03-27T04:53:00Z"
    assert times["cp-tokmak"] == "2022-03-27T06:52:00Z"
    assert len(convoy["geometry"]["coordinates"]) == len(times)


def test_a_road_that_several_routes_use_is_drawn_once() -> None:
    """Nine routes run along the main road; drawn over one another their dashes would fill each other's gaps."""
    lines = segment_lines(sample_plan())
    for segment in ("s1-city", "s2-coast", "s4-steppe", "s5-line"):
        drawn = shapely.MultiLineString(lines[segment])
        assert drawn.length == pytest.approx(shapely.union_all([shapely.LineString(line) for line in lines[segment]]).length)
        assert len(lines[segment]) == 1


def test_gpx_has_a_track_for_each_route_and_a_waypoint_for_each_place_and_no_time(tmp_path: Path) -> None:
    path = tmp_path / "routes.gpx"
    write_gpx(sample_plan(), sample_scenario(), path)
    gpx = gpxpy.parse(path.read_text(encoding="utf-8"))
    assert gpx.version == "1.1"
    assert len(gpx.tracks) == len(sample_plan().routes)
    assert {"Tokmak", "Drama Theatre", "Polohy clinic"} <= {waypoint.name for waypoint in gpx.waypoints}
    assert "internal" in gpx.description
    assert not list(ElementTree.fromstring(path.read_bytes()).iter("{http://www.topografix.com/GPX/1/1}time"))
    into = next(track for track in gpx.tracks if "route in-theatre" in track.description)
    # the drawn line bends a little, so it is not shorter than the way from town to town
    assert into.length_2d() > 200_000
