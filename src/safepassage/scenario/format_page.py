"""The page docs/scenario-format.md, generated. `python -m safepassage.scenario.format_page PAGE` writes it."""

import sys
from pathlib import Path

from safepassage.scenario.describe import SETTINGS_TABLES, Column, describe_records, describe_settings, describe_table
from safepassage.scenario.files import AREAS_FILE, SETTINGS_FILE, TABLES
from safepassage.scenario.settings import Settings

_INTRODUCTION = """\
# The scenario format

A scenario is a folder that people write by hand or with a spreadsheet. `safepassage new DIR` makes one to start from,
`safepassage check DIR` reads it and names everything that is wrong at once. The same format as a JSON Schema is shipped with the package
as `safepassage/scenario/scenario.schema.json`.

- A file that is not there means that there are no such records; only `scenario.toml` must be there.
- Tables are CSV: UTF-8, cells separated by commas, the first line names the columns. Columns may stand in any order; one that is not
  required may be left out. A line that starts with `#` is a comment.
- An empty cell means *not given*: the default is used, and there is none for a required column. Missing is not zero.
- Numbers have a decimal point and no separator between thousands; the unit stands in the column's name, never in the cell.
- Yes and no are written `yes` and `no` (in `scenario.toml`: `true` and `false`).
- An instant is written with its zone, `2022-03-05 09:00 Europe/Kyiv`, or with its offset, `2022-03-05T09:00+02:00`.
  A time of day is written `06:00`.
- Ids consist of letters A to Z, digits, dots, dashes and underscores. All places, segments and parties together share one set of ids.
- Every line may say where its figures come from (`source`), whether they are assumed (`is_assumption`), and anything else (`note`).
- Roads come either from an OSM file, named in `scenario.toml`, or from `legs.csv`, never from both.
"""


def format_table(columns: tuple[Column, ...], heading: str = "Column") -> str:
    """A Markdown table of columns or keys: name, meaning, unit, required, default."""
    lines = [f"| {heading} | Meaning | Unit or values | Required | Default |", "|---|---|---|---|---|"]
    for column in columns:
        default = f"`{column.default}`" if column.default else ""
        lines.append(f"| `{column.name}` | {column.meaning} | {column.unit} | {'yes' if column.is_required else ''} | {default} |")
    return "\n".join(lines) + "\n"


def format_page() -> str:
    """The whole page, in Markdown."""
    parts = [_INTRODUCTION, f"\n## {SETTINGS_FILE}\n\n{format_table(describe_settings(), 'Key')}"]
    for table in SETTINGS_TABLES:
        purpose = str(Settings.model_fields[table].description)
        heading = "[[parties]]" if table == "parties" else f"[{table}]"
        parts.append(f"\n### {heading}\n\n{purpose[0].upper()}{purpose[1:]}.\n\n{format_table(describe_settings(table), 'Key')}")
    about = describe_records()
    for csv_table in TABLES:
        parts.append(f"\n## {csv_table.file_name}\n\n{about[csv_table.file_name]}\n\n{format_table(describe_table(csv_table))}")
    parts.append(
        f"\n## {AREAS_FILE}\n\nA GeoJSON FeatureCollection of polygons in WGS 84 (longitude before latitude), each with a property `id`:\n"
        "the id of a segment, whose area it is on an OSM network, or one that a closure of kind `area` names.\n"
        "One closed ring each, without holes.\n"
    )
    return "".join(parts)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(format_page(), encoding="utf-8")
