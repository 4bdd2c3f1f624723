"""What each column and key of the format means: said once, for the schema, the documentation and the template."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from pydantic.fields import FieldInfo

from safepassage.corridor import Interval, Party, Record
from safepassage.scenario.checks.references import REFERENCES
from safepassage.scenario.columns import UNITS
from safepassage.scenario.files import TABLES, CellKind, TableFile, cell_kind, choices, columns_of
from safepassage.scenario.scenario import ColumnRules, Daylight, SilenceRules, Weights
from safepassage.scenario.settings import RoadsSettings, Settings
from safepassage.scenario.written import FILES

SETTINGS_TABLES: Mapping[str, type[Record]] = {
    "horizon": Interval,
    "roads": RoadsSettings,
    "weights": Weights,
    "daylight": Daylight,
    "silence": SilenceRules,
    "column": ColumnRules,
    "parties": Party,
}
"""The tables of scenario.toml; `parties` is a list of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, or key of scenario.toml."""

    name: str
    unit: str
    meaning: str
    is_required: bool
    default: str
    """As it would be written; empty where nothing stands in its place."""


def describe_table(table: TableFile) -> tuple[Column, ...]:
    """The columns of a CSV file, in the order of its record."""
    return tuple(
        _describe(name, field, _reference(table, name) or _own_name(name, table.noun)) for name, field in columns_of(table.record).items()
    )


def describe_settings(table: str | None = None) -> tuple[Column, ...]:
    """The keys of scenario.toml, or of one of its tables."""
    record = SETTINGS_TABLES[table] if table else Settings
    keys = [(name, field) for name, field in columns_of(record).items() if table or name not in SETTINGS_TABLES]
    columns = tuple(_describe(name, field, _own_name(name, "party"), yes="true") for name, field in keys)
    return tuple(replace(column, unit="points") for column in columns) if table == "weights" else columns


def _describe(name: str, field: FieldInfo, otherwise: str, yes: str = "yes") -> Column:
    meaning = field.description or otherwise
    meaning = f"{yes}{meaning.removeprefix('true')}" if meaning.startswith("true") else meaning
    default = "" if field.is_required() or field.default is None else _written(field.default, yes)
    return Column(name, _unit(name, field, yes), meaning, field.is_required(), default)


def _unit(name: str, field: FieldInfo, yes: str) -> str:
    match cell_kind(field):
        case CellKind.YES_NO:
            return "yes or no" if yes == "yes" else "true or false"
        case CellKind.CHOICE:
            return ", ".join(choices(field))
        case CellKind.WHOLE_NUMBER | CellKind.NUMBER:
            if name in ("latitude", "longitude"):
                return "degrees"
            if name == "minutes":
                return "minutes"
            if "_per_" in name:
                return name.replace("_", " ").replace("15 min", "15 minutes")
            return UNITS.get(name.rsplit("_", 1)[-1], "number")
        case CellKind.TEXT:
            return "text"
        case kind:
            return str(kind)


def _written(default: object, yes: str) -> str:
    if isinstance(default, bool):
        return {True: yes, False: {"yes": "no", "true": "false"}[yes]}[default]
    if isinstance(default, float):
        return f"{default:g}"
    return str(default.value if isinstance(default, Enum) else default)


def _reference(table: TableFile, column: str) -> str | None:
    for reference in REFERENCES:
        if (reference.table, reference.column) == (table.field, column):
            files = " or ".join(FILES[target] for target in reference.targets) if len(reference.targets) < 3 else "any file of places"
            return f"id of a {reference.noun} ({files})"
    return None


def _own_name(name: str, noun: str) -> str:
    return {"id": f"short name by which other files refer to this {noun}", "name": f"name of the {noun}, as printed"}.get(name, "")


def describe_records() -> dict[str, str]:
    """Each CSV file with what one line of it is, from its record's docstring."""
    return {table.file_name: " ".join((table.record.__doc__ or "").split()) for table in TABLES}
