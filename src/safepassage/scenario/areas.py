"""areas.geojson: polygons by id, read strictly.

A ring is accepted only if it is one closed line round one area: a polygon that encloses something else than its author
saw would close, or leave open, the wrong roads.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from shapely import Polygon, is_valid_reason

from safepassage.errors import Problem
from safepassage.scenario.files import AREAS_FILE
from safepassage.scenario.scenario import Area
from safepassage.scenario.sentences import explain_refusal
from safepassage.scenario.text import read_text


@dataclass(frozen=True, slots=True)
class WrittenArea:
    """One feature of the file: its id, and the area where it is a good one."""

    place: str
    id: str
    area: Area | None


@dataclass(frozen=True, slots=True)
class Areas:
    areas: tuple[WrittenArea, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_legible: bool = True


def read_areas(folder: Path) -> Areas:
    """Read areas.geojson; a file that is not there holds no areas."""
    path = folder / AREAS_FILE
    if not path.exists():
        return Areas()
    text, problems = read_text(path)
    if text is None:
        return Areas(problems=tuple(problems), is_legible=False)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        what = f"it is not GeoJSON ({error.msg[:1].lower()}{error.msg[1:]})"
        return _refuse(f"{AREAS_FILE}, line {error.lineno}", what, "Save it again from the program that wrote it.")
    except (RecursionError, ValueError):
        return _refuse(
            AREAS_FILE,
            "it is not GeoJSON (too many brackets in each other, or digits in one number)",
            "Save it again from the program that wrote it.",
        )
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection" or not isinstance(content.get("features"), list):
        return _refuse(AREAS_FILE, "it is not a GeoJSON FeatureCollection", "Save the polygons as one FeatureCollection.")
    if "crs" in content and "CRS84" not in json.dumps(content["crs"]):
        return _refuse(AREAS_FILE, "its coordinates are in another reference system", "Save it again in WGS 84, longitude before latitude.")
    areas = [_read_feature(f"{AREAS_FILE}, feature {index + 1}", feature, problems) for index, feature in enumerate(content["features"])]
    return Areas(tuple(area for area in areas if area), tuple(problems))


def _refuse(where: str, what: str, repair: str) -> Areas:
    return Areas(problems=(Problem(where, what, repair),), is_legible=False)


def _read_feature(place: str, feature: Any, problems: list[Problem]) -> WrittenArea | None:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        problems.append(Problem(place, "it is not a GeoJSON Feature", "Save it again from the program that wrote it."))
        return None
    properties = feature.get("properties")
    name = properties.get("id") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name:
        problems.append(
            Problem(place, "it has no property 'id' that is a text", "Give it the id of its segment, or one that a closure names.")
        )
        return None
    place = f"{place} ({name})"
    ring = _read_ring(feature.get("geometry"), place, problems)
    if ring is None:
        return WrittenArea(place, name, None)
    try:
        area = Area.model_validate_json(json.dumps({"id": name, "ring": ring}))
    except ValidationError as refused:
        # The closing point repeats the first one, and a ring with a bad point is not also to be called too short.
        again = len(ring) - 1
        errors = [error for error in refused.errors() if error["loc"][:2] != ("ring", again) and error["loc"] != ("ring",)]
        problems.extend(_explain_point(place, error) for error in errors)
        return WrittenArea(place, name, None)
    if (reason := is_valid_reason(Polygon(area.ring))) != "Valid Geometry":
        what = f"its line crosses or touches itself ({reason[:1].lower()}{reason[1:]}, longitude before latitude)"
        problems.append(Problem(place, what, "Draw it as one line round one area."))
        return WrittenArea(place, name, None)
    return WrittenArea(place, name, area)


def _explain_point(place: str, error: Any) -> Problem:
    match error["loc"]:
        case ("ring", int(point), int(axis), *_):
            named = {**error, "loc": (("longitude", "latitude")[axis],)}
            return Problem(f"{place}, point {point + 1}", *explain_refusal(named))
        case _:
            return Problem(place, *explain_refusal(error))


def _read_ring(geometry: Any, place: str, problems: list[Problem]) -> list[list[Any]] | None:
    rings = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Polygon" else None
    if not isinstance(rings, list) or not rings or not all(isinstance(ring, list) for ring in rings):
        problems.append(Problem(place, "it is not a polygon", "Draw it as one Polygon; split a MultiPolygon into several features."))
        return None
    points = rings[0]
    if not all(isinstance(point, list) and len(point) in (2, 3) for point in points):
        problems.append(Problem(place, "a point of it is not two numbers", "Write each point as [longitude, latitude]."))
        return None
    wrongs = []
    if len(rings) > 1:
        wrongs.append(("it has a hole", "Draw it without holes, as one ring."))
    if len(points) < 4:
        wrongs.append(
            (
                f"its ring has {len(points)} points, too few for an area",
                "Give it at least three corners, and the first point again at the end.",
            )
        )
    elif points[0] != points[-1]:
        wrongs.append(("its ring is not closed", "Write its first point again as its last."))
    problems.extend(Problem(place, *wrong) for wrong in wrongs)
    return None if wrongs else [point[:2] for point in points]
