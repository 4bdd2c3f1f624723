"""scenario.toml: what the scenario is called, when it runs, which roads it uses, the rules of the plan, the parties."""

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator

from safepassage.corridor import Identifier, Interval, Party, Record, known_zone
from safepassage.errors import Problem
from safepassage.scenario.columns import explain_unknown_name
from safepassage.scenario.files import SETTINGS_FILE
from safepassage.scenario.scenario import ColumnRules, Daylight, SilenceRules, Weights
from safepassage.scenario.sentences import explain_refusal
from safepassage.scenario.table import Row
from safepassage.scenario.text import read_text


class RoadsSettings(Record):
    """Where the roads come from. Without `osm_file` the table of legs (legs.csv) is the road network."""

    osm_file: str | None = Field(
        default=None, min_length=1, description="OSM file (.osm.pbf, .osm, .osm.gz, .osm.bz2), relative to the folder"
    )
    include_ferries: bool = Field(default=False, description="true: ferries of the OSM file may be used")


class Settings(Record):
    """Everything that stands in scenario.toml."""

    format: Literal[1] = Field(description="version of the scenario format, 1")
    id: Identifier = Field(description="short name of the scenario")
    title: str = Field(min_length=1, description="title, as printed on every document")
    description: str = Field(default="", description="free text for the reader")
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$", description="language of the names in the files (BCP 47)")
    zone: str = Field(description="IANA time zone in which local times are printed first, such as Europe/Kyiv")
    seed: int = Field(default=1, ge=0, description="start of the planner's random choices: same seed, same plan")
    horizon: Interval = Field(description="from when to when is planned, at most 14 days")
    roads: RoadsSettings = Field(default=RoadsSettings(), description="where the roads come from")
    weights: Weights = Field(default=Weights(), description="what the planner wants, in points")
    daylight: Daylight = Field(default=Daylight(), description="when vehicles may be on the road")
    silence: SilenceRules = Field(default=SilenceRules(), description="how windows of silence are drawn")
    column: ColumnRules = Field(default=ColumnRules(), description="how convoys are formed")
    parties: tuple[Party, ...] = Field(default=(), description="the parties whose consent is needed, one [[parties]] each")

    @field_validator("zone")
    @classmethod
    def _is_known_zone(cls, zone: str) -> str:
        known_zone(zone)
        return zone


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What was read of scenario.toml: the settings where all of them are good, and what can be told of the rest if not."""

    settings: Settings | None
    parties: tuple[Row, ...] = ()
    horizon: Interval | None = None
    osm_file: str | None = None
    problems: tuple[Problem, ...] = ()
    is_legible: bool = True


def read_settings(folder: Path) -> SettingsFile:
    """Read scenario.toml."""
    path = folder / SETTINGS_FILE
    if not path.exists():
        repair = "Write one, or start from the files that `safepassage new DIR` writes."
        return SettingsFile(None, problems=(Problem(SETTINGS_FILE, "the file is missing", repair),), is_legible=False)
    text, problems = read_text(path)
    if text is None:
        return SettingsFile(None, problems=tuple(problems), is_legible=False)
    try:
        written = _plain(tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        return SettingsFile(None, problems=(_explain_toml_error(str(error)),), is_legible=False)
    try:
        settings = Settings.model_validate_json(json.dumps(written))
    except ValidationError as refused:
        problems = [problem for error in refused.errors() if (problem := _explain(error, written))]
    else:
        return SettingsFile(settings, _party_rows(written), settings.horizon, settings.roads.osm_file)
    roads = written.get("roads")
    osm_file = roads.get("osm_file") if isinstance(roads, dict) else None
    return SettingsFile(None, _party_rows(written), _horizon(written), osm_file if isinstance(osm_file, str) else None, tuple(problems))


def _plain(value: Any) -> Any:
    """TOML's own dates and times as the text that was written: the records read times in one way only."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _explain_toml_error(message: str) -> Problem:
    found = re.search(r"at line (\d+), column (\d+)", message)
    where = f"{SETTINGS_FILE}, line {found[1]}" if found else SETTINGS_FILE
    what = message.split(" (at ")[0]
    repair = 'Correct the line; a text goes into quotation marks, as in title = "A title".'
    return Problem(where, f"it is not TOML ({what[:1].lower()}{what[1:]})", repair)


def _explain(error: Any, written: dict[str, Any]) -> Problem | None:
    """One refusal as a problem; None for a missing key that stands there under a wrong name, which is said of that name."""
    *tables, key = error["loc"] or ("",)
    where = _where(error["loc"], written)
    siblings = _fields_of(tables)
    if error["type"] == "extra_forbidden":
        what, repair, _ = explain_unknown_name(str(key), siblings)
        return Problem(where, f"the key {what}", repair)
    if error["type"] == "missing":
        table = written
        for part in tables:
            table = table[part]
        if any(explain_unknown_name(name, siblings)[2] == key for name in table if name not in siblings):
            return None
        repair = f"Write the table [{key}]." if key == "horizon" else f"Write '{key}'."
        return Problem(where, f"'{key}' is missing", repair)
    if error["type"] == "literal_error" and key == "format":
        return Problem(where, f"format {error['input']} is not known to this version", "Write format = 1.")
    return Problem(where, *explain_refusal(error))


def _where(location: tuple[str | int, ...], written: dict[str, Any]) -> str:
    match location:
        case ("parties", int(index), *rest):
            return ", ".join((_party_place(index, written["parties"][index]), *map(str, rest)))
        case (table, key, *_):
            return f"{SETTINGS_FILE}, [{table}], {key}"
        case (key,) if key in Settings.model_fields and isinstance(written.get(str(key)), dict):
            return f"{SETTINGS_FILE}, [{key}]"
        case _:
            return ", ".join((SETTINGS_FILE, *map(str, location)))


def _fields_of(tables: list[str | int]) -> tuple[str, ...]:
    records: dict[str, type[Record]] = {
        "horizon": Interval,
        "roads": RoadsSettings,
        "weights": Weights,
        "daylight": Daylight,
        "silence": SilenceRules,
    }
    records |= {"column": ColumnRules, "parties": Party}
    return tuple((records[str(tables[0])] if tables else Settings).model_fields)


def _party_place(index: int, party: Any) -> str:
    name = party.get("id") if isinstance(party, dict) else None
    return f"{SETTINGS_FILE}, [[parties]] {index + 1}" + (f" ({name})" if isinstance(name, str) else "")


def _party_rows(written: dict[str, Any]) -> tuple[Row, ...]:
    parties = written.get("parties")
    if not isinstance(parties, list):
        return ()
    return tuple(
        Row(_party_place(index, party), {key: text for key, text in party.items() if isinstance(text, str)})
        for index, party in enumerate(parties)
        if isinstance(party, dict)
    )


def _horizon(written: dict[str, Any]) -> Interval | None:
    try:
        return Interval.model_validate_json(json.dumps(written.get("horizon")))
    except ValidationError:
        return None
