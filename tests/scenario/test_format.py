"""The format as it is shipped: the schema, the page and the template say what reading does."""

import csv
import json
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.scenario.bad_cases import GOOD

from safepassage.errors import InputError
from safepassage.scenario import read_scenario, write_template
from safepassage.scenario.columns import explain_unknown_name
from safepassage.scenario.describe import SETTINGS_TABLES, describe_settings, describe_table
from safepassage.scenario.files import FILE_NAMES, TABLES
from safepassage.scenario.format_page import format_page
from safepassage.scenario.schema import SCHEMA_FILE, scenario_schema, schema_text

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_shipped_schema_is_current() -> None:
    """scenario.schema.json is what `python -m safepassage.scenario.schema` writes."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_the_page_of_the_format_is_current() -> None:
    """docs/scenario-format.md is what `python -m safepassage.scenario.format_page docs/scenario-format.md` writes."""
    assert (REPOSITORY / "docs" / "scenario-format.md").read_text(encoding="utf-8") == format_page()


def test_every_column_and_key_has_a_meaning_and_a_unit() -> None:
    """Nothing of the format is left to guess."""
    columns = [column for table in TABLES for column in describe_table(table)]
    columns += [key for table in (None, *SETTINGS_TABLES) for key in describe_settings(table)]
    assert [column for column in columns if not column.meaning or not column.unit] == []


def as_one_object(folder: Path) -> dict:
    """A folder as the schema describes it, read without any of our own code."""
    schema = scenario_schema()
    content = {"scenario.toml": tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))}
    for path in folder.glob("*.csv"):
        columns = schema["properties"][path.name]["items"]["properties"]
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        read_as = {"integer": int, "number": float}
        content[path.name] = [
            {name: read_as.get(columns[name].get("type"), str)(cell) for name, cell in row.items() if cell} for row in csv.DictReader(lines)
        ]
    if (folder / "areas.geojson").exists():
        content["areas.geojson"] = json.loads((folder / "areas.geojson").read_text(encoding="utf-8"))
    return content


def test_the_schema_accepts_good_scenarios_and_refuses_bad_ones(tmp_path: Path) -> None:
    """A second program, jsonschema, finds the good folders good by our schema, and each single mistake bad."""
    schema = scenario_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    write_template(tmp_path / "new")
    for folder in (GOOD, tmp_path / "new"):
        assert [error.message for error in validator.iter_errors(as_one_object(folder))] == []
    for file_name, column, wrong in (
        ("gathering_points.csv", "other_people", -1),
        ("gathering_points.csv", "weight", 3),
        ("segments.csv", "needs_silence", "true"),
        ("fleet.csv", "duty_starts", "6:00"),
        ("needs.csv", "kind", "petrol"),
        ("depots.csv", "latitude", 91.0),
        ("depots.csv", "id", "old yard"),
    ):
        content = as_one_object(GOOD)
        content[file_name][0][column] = wrong
        assert not validator.is_valid(content), (file_name, column)
    content = as_one_object(GOOD)
    del content["scenario.toml"]["horizon"]
    assert not validator.is_valid(content)


def test_the_template_is_a_whole_scenario_without_a_problem(tmp_path: Path) -> None:
    """What `safepassage new` writes has every file, and reads back with about 200 people and something of everything."""
    written = write_template(tmp_path / "new")
    assert [path.name for path in written] == list(FILE_NAMES)
    scenario = read_scenario(tmp_path / "new")
    registered = scenario.gathering_points[0].registered
    assert (registered.total_people, registered.stretcher_people) == (200, 6)
    for table in TABLES:
        assert getattr(scenario, table.field), f"{table.file_name} of the template has no row"


def test_the_template_explains_every_column(tmp_path: Path) -> None:
    """Each table of the template says above its header what each of its columns means, in the words of the format."""
    write_template(tmp_path / "new")
    for table in TABLES:
        text = (tmp_path / "new" / table.file_name).read_text(encoding="utf-8")
        for column in describe_table(table):
            assert f"# {column.name}: {column.meaning}" in text, (table.file_name, column.name)


def test_the_template_never_overwrites(tmp_path: Path) -> None:
    """A folder with anything in it is refused and left as it was; a file is no folder."""
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        write_template(tmp_path)
    with pytest.raises(InputError, match="this is a file"):
        write_template(mine)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("written", "known", "what", "meant"),
    [
        ("weight", ["weight_kg", "place"], "does not say its unit", "weight_kg"),
        ("minutes", ["hold_min", "lanes"], "does not say what it measures", "hold_min"),
        ("speed", ["max_speed_kmh"], "does not say its unit", "max_speed_kmh"),
        ("speed_mph", ["max_speed_kmh"], "is in miles per hour", "max_speed_kmh"),
        ("weight_t", ["weight_kg"], "is in tonnes", "weight_kg"),
        ("boarding_minutes", ["boarding_min"], "is not a known name", "boarding_min"),
        ("capacity", ["capacity_people"], "does not say its unit", "capacity_people"),
        ("rate", ["rate_per_hour"], "does not say its unit", "rate_per_hour"),
        ("lat", ["latitude", "longitude"], "is not a known name", "latitude"),
        ("Hold Min", ["hold_min"], "is not a known name", "hold_min"),
        ("colour", ["id", "name"], "is not a known name", None),
    ],
)
def test_an_unknown_column_is_understood_without_assuming_a_unit(written: str, known: list[str], what: str, meant: str | None) -> None:
    """A column without its unit, with another unit, or misspelled is told apart, and the name that it needs is given."""
    said, repair, target = explain_unknown_name(written, known)
    assert said == f"'{written}' {what}"
    assert target == meant
    assert meant is None or f"'{meant}'" in repair
