"""What every record that a person wrote has in common: it is frozen, strict, and says where it comes from."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]*$", max_length=64)]
"""A short name that files use to refer to a record: letters, digits, dot, dash, underscore."""

RouteId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\->/@]*$", max_length=160)]
"""A route's name: its ends, the number of the road between them and, where needed, a top speed: 'depot-a>point-b/1@90'."""

Latitude = Annotated[float, Field(ge=-90.0, le=90.0, description="degrees north, WGS 84")]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0, description="degrees east, WGS 84")]


class Record(BaseModel):
    """One record of a scenario. Unknown fields are refused; values never change after reading."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class SourcedRecord(Record):
    """A record whose figures can be traced: who said so, and whether it is an assumption of ours."""

    source: str | None = Field(default=None, description="where the figures of this record come from")
    is_assumption: bool = Field(default=False, description="true where a figure was assumed, not reported by a source")
    note: str | None = Field(default=None, description="free text for the reader")
