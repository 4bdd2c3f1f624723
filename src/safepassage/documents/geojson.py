"""The plan as GeoJSON (RFC 7946): routes, segments, places and convoys, each feature with its audience."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import shapely

from safepassage.corridor import Checkpoint
from safepassage.documents.motion import line_between, motion_of, stretches_of
from safepassage.documents.movement import Movement, movements_of
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

Feature = dict[str, Any]


def write_geojson(plan: Plan, scenario: Scenario, path: Path) -> None:
    """Write one FeatureCollection; `properties.kind` says what a feature is, `properties.audience` who may see it.

    A convoy's geometry is the named places it passes, its `times_utc` when the first vehicle is there.
    """
    features = [*_routes(plan, scenario), *_segments(plan, scenario), *_places(scenario), *_convoys(plan)]
    for feature in features:
        feature["properties"]["audience"] = plan.audience
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def segment_lines(plan: Plan) -> dict[str | None, list[list[list[float]]]]:
    """The lines of each segment as far as the plan's routes use it, each road once; under None the roads of no segment."""
    found: dict[str | None, list[shapely.LineString]] = {}
    for route in plan.routes:
        motion = motion_of(route)
        for stretch in stretches_of(route):
            line = line_between(motion, stretch.starts_km, stretch.ends_km)
            if len(line) > 1:
                found.setdefault(stretch.segment, []).append(shapely.LineString(line))
    return {segment: _each_road_once(lines) for segment, lines in found.items()}


def _each_road_once(lines: list[shapely.LineString]) -> list[list[list[float]]]:
    merged = shapely.line_merge(shapely.union_all(lines, grid_size=1e-6))
    parts = [part for part in shapely.get_parts(merged) if part.geom_type == "LineString"]
    return sorted([[round(x, 6), round(y, 6)] for x, y in part.coords] for part in parts)


def named_names(scenario: Scenario, any_id: str) -> dict[str, str]:
    """The printed names of a place, segment or party by language, the scenario's own among them."""
    names = {scenario.language: scenario.name(any_id, scenario.language)}
    return names | {entry.language: entry.name for entry in scenario.names if entry.id == any_id and not entry.is_alias}


def utc_text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def _feature(feature_id: str, kind: str, geometry_type: str, coordinates: object, **properties: object) -> Feature:
    return {
        "type": "Feature",
        "id": f"{kind}/{feature_id}",
        "geometry": {"type": geometry_type, "coordinates": coordinates},
        "properties": {"kind": kind, "id": feature_id, **properties},
    }


def _routes(plan: Plan, scenario: Scenario) -> Iterator[Feature]:
    for route in plan.routes:
        line = line_between(motion_of(route), 0.0, route.km)
        yield _feature(
            route.id,
            "route",
            "LineString",
            line,
            origin=route.origin,
            destination=route.destination,
            origin_name=scenario.name(route.origin, scenario.language),
            destination_name=scenario.name(route.destination, scenario.language),
            km=round(route.km, 3),
            minutes=route.minutes,
            roads=list(route.roads),
        )


def _segments(plan: Plan, scenario: Scenario) -> Iterator[Feature]:
    lines = segment_lines(plan)
    for segment in scenario.segments:
        if not lines.get(segment.id):
            continue
        yield _feature(
            segment.id,
            "segment",
            "MultiLineString",
            lines[segment.id],
            names=named_names(scenario, segment.id),
            needs_silence=segment.needs_silence,
            control=[
                {"party": entry.party, "since_utc": utc_text(entry.since), "source": entry.source}
                for entry in sorted(scenario.control, key=lambda entry: entry.since)
                if entry.segment == segment.id
            ],
            windows=[
                {
                    "opens_utc": utc_text(window.interval.starts_at),
                    "closes_utc": utc_text(window.interval.ends_at),
                    "parties": list(window.parties),
                    "status": window.status.value,
                }
                for window in plan.windows
                if window.segment == segment.id
            ],
        )


def _places(scenario: Scenario) -> Iterator[Feature]:
    for place in scenario.places:
        yield _feature(
            place.id,
            "place",
            "Point",
            [round(place.longitude, 6), round(place.latitude, 6)],
            place_kind=place.kind.value,
            names=named_names(scenario, place.id),
            **({"party": place.party} if isinstance(place, Checkpoint) else {}),
        )


def _convoys(plan: Plan) -> Iterator[Feature]:
    for movement in movements_of(plan):
        points = [point for point in movement.route.points if point.place is not None]
        yield _feature(
            movement.id,
            "convoy" if movement.kind == "convoy" else f"own_{movement.kind}",
            "MultiPoint",
            [[round(point.longitude, 6), round(point.latitude, 6)] for point in points],
            places=[point.place for point in points],
            times_utc=[utc_text(_passes(movement, point.minutes)) for point in points],
            route=movement.route.id,
            direction=movement.direction.value,
            units=movement.units,
            people={priority.value: count for priority, count in movement.people.items()},
            goods_kg=movement.goods_kg,
            departs_utc=utc_text(movement.departs_at),
            tail_departs_utc=utc_text(movement.tail_departs_at),
            arrives_utc=utc_text(movement.arrives_at),
        )


def _passes(movement: Movement, minutes: float) -> datetime:
    return movement.departs_at + timedelta(minutes=minutes)
