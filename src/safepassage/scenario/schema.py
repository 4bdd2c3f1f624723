"""The JSON Schema of a scenario folder, generated from the records that read it. `python -m safepassage.scenario.schema` writes it.

It describes the folder as one object: scenario.toml as an object, each CSV file as a list of objects with the cells that are
filled (numbers as numbers, yes and no as text), areas.geojson as GeoJSON. What holds between rows is beyond a schema:
`read_scenario` alone says whether a scenario is good.
"""

import json
from pathlib import Path
from typing import Any

from safepassage.corridor import Record
from safepassage.scenario.describe import describe_records, describe_settings, describe_table
from safepassage.scenario.files import AREAS_FILE, SETTINGS_FILE, TABLES, CellKind, cell_kind
from safepassage.scenario.settings import Settings

SCHEMA_FILE = Path(__file__).with_name("scenario.schema.json")


def scenario_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a scenario folder."""
    definitions: dict[str, Any] = {}
    files: dict[str, Any] = {SETTINGS_FILE: _settings_schema(definitions)}
    about = describe_records()
    for table in TABLES:
        row = _row_schema(table.record, definitions)
        for column in describe_table(table):
            row["properties"][column.name]["description"] = f"{column.meaning} ({column.unit})"
        files[table.file_name] = {"description": about[table.file_name], "type": "array", "items": row}
    files[AREAS_FILE] = _areas_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of safepassage",
        "description": "One object for the folder: a property for each file. A file that is not there is left out.",
        "type": "object",
        "properties": files,
        "required": [SETTINGS_FILE],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _settings_schema(definitions: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = _without_titles(Settings.model_json_schema(ref_template="#/$defs/{model}"))
    definitions.update(schema.pop("$defs"))
    for column in describe_settings():
        schema["properties"][column.name]["description"] = column.meaning
    return schema


def _row_schema(record: type[Record], definitions: dict[str, Any]) -> dict[str, Any]:
    """A row holds the filled cells only, so no cell is ever null; yes, no and times stand as they are written."""
    schema: dict[str, Any] = _without_titles(record.model_json_schema(ref_template="#/$defs/{model}"))
    definitions.update(schema.pop("$defs", {}))
    del schema["description"]
    for name, field in record.model_fields.items():
        cell = schema["properties"][name]
        filled = [option for option in cell.pop("anyOf", []) if option != {"type": "null"}]
        cell.update(*filled)
        if cell.get("default", "") is None:
            del cell["default"]
        if cell_kind(field) is CellKind.YES_NO:
            schema["properties"][name] = {"enum": ["yes", "no"], "default": "yes" if field.default else "no"}
        if cell_kind(field) is CellKind.TIME_OF_DAY:
            schema["properties"][name] = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
    return schema


def _areas_schema() -> dict[str, Any]:
    point = {"type": "array", "prefixItems": [{"type": "number"}, {"type": "number"}], "minItems": 2, "maxItems": 3}
    ring = {"type": "array", "items": point, "minItems": 4}
    polygon = {
        "type": "object",
        "properties": {"type": {"const": "Polygon"}, "coordinates": {"type": "array", "items": ring, "minItems": 1, "maxItems": 1}},
        "required": ["type", "coordinates"],
    }
    properties = {"type": "object", "properties": {"id": {"type": "string", "minLength": 1}}, "required": ["id"]}
    feature = {
        "type": "object",
        "properties": {"type": {"const": "Feature"}, "properties": properties, "geometry": polygon},
        "required": ["type", "properties", "geometry"],
    }
    return {
        "description": "Polygons by id: the area of the segment of that id on an OSM network, or one that a closure names. WGS 84.",
        "type": "object",
        "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": feature}},
        "required": ["type", "features"],
    }


def _without_titles(schema: Any) -> Any:
    """Generated titles only repeat the names; a property that is itself called 'title' stays."""
    if isinstance(schema, dict):
        return {key: _without_titles(value) for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
    return [_without_titles(item) for item in schema] if isinstance(schema, list) else schema


def schema_text() -> str:
    """The schema as the shipped file has it."""
    return json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
