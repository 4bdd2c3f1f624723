"""The files of a scenario folder: which there are, and what record each line of a table becomes."""

import types
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum, StrEnum
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from safepassage.corridor import (
    Checkpoint,
    Closure,
    Control,
    DangerPoint,
    Depot,
    FleetEntry,
    GatheringPoint,
    Group,
    HandoverPoint,
    Hospital,
    Leg,
    Need,
    OfferedWindow,
    OwnTransport,
    PlaceName,
    ReceptionCentre,
    Record,
    SafeHalt,
    Segment,
    SegmentDanger,
    SourcedRecord,
    Stock,
    VehicleType,
    Waypoint,
)

SETTINGS_FILE = "scenario.toml"
AREAS_FILE = "areas.geojson"


@dataclass(frozen=True, slots=True)
class TableFile:
    """One CSV file: the field of the scenario it fills, the record its lines become, and what one line is called."""

    field: str
    record: type[Record]
    noun: str

    @property
    def file_name(self) -> str:
        return f"{self.field}.csv"

    @property
    def required_columns(self) -> tuple[str, ...]:
        return tuple(name for name, field in columns_of(self.record).items() if field.is_required())


PLACE_TABLES = (
    TableFile("gathering_points", GatheringPoint, "gathering point"),
    TableFile("reception_centres", ReceptionCentre, "reception centre"),
    TableFile("hospitals", Hospital, "hospital"),
    TableFile("depots", Depot, "depot"),
    TableFile("checkpoints", Checkpoint, "checkpoint"),
    TableFile("handover_points", HandoverPoint, "hand-over point"),
    TableFile("safe_halts", SafeHalt, "safe halt"),
    TableFile("waypoints", Waypoint, "waypoint"),
)

TABLES = (
    *PLACE_TABLES,
    TableFile("names", PlaceName, "name"),
    TableFile("groups", Group, "group"),
    TableFile("needs", Need, "need"),
    TableFile("stocks", Stock, "stock"),
    TableFile("vehicle_types", VehicleType, "vehicle type"),
    TableFile("fleet", FleetEntry, "fleet entry"),
    TableFile("own_transport", OwnTransport, "own transport"),
    TableFile("segments", Segment, "segment"),
    TableFile("control", Control, "control"),
    TableFile("windows", OfferedWindow, "window"),
    TableFile("dangers", SegmentDanger, "danger"),
    TableFile("danger_points", DangerPoint, "danger point"),
    TableFile("legs", Leg, "leg"),
    TableFile("closures", Closure, "closure"),
)

FILE_NAMES = (SETTINGS_FILE, *(table.file_name for table in TABLES), AREAS_FILE)


def columns_of(record: type[Record]) -> dict[str, FieldInfo]:
    """A record's fields in the order in which people want to see them: what every record has (its source, and so on) last."""
    last = SourcedRecord.model_fields
    own = {name: field for name, field in record.model_fields.items() if name not in last}
    return own | {name: field for name, field in record.model_fields.items() if name in last}


class CellKind(StrEnum):
    """How the text of a cell is to be read."""

    WHOLE_NUMBER = "whole number"
    NUMBER = "number"
    YES_NO = "yes or no"
    TIME_OF_DAY = "time of day"
    INSTANT = "date, time and zone"
    CHOICE = "choice"
    TEXT = "text"


def cell_kind(field: FieldInfo) -> CellKind:
    """How a column's cells are to be read."""
    kinds = {
        bool: CellKind.YES_NO,
        int: CellKind.WHOLE_NUMBER,
        float: CellKind.NUMBER,
        time: CellKind.TIME_OF_DAY,
        datetime: CellKind.INSTANT,
    }
    plain = _plain_type(field.annotation)
    return CellKind.CHOICE if issubclass(plain, Enum) else kinds.get(plain, CellKind.TEXT)


def choices(field: FieldInfo) -> tuple[str, ...]:
    """The values that a column of kind CHOICE may have."""
    return tuple(str(member.value) for member in _plain_type(field.annotation).__members__.values())


def _plain_type(annotation: Any) -> Any:
    """The type inside `X | None` and `Annotated[X, ...]`, or of a literal."""
    if get_origin(annotation) is Literal:
        return type(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
