"""A corridor as one row of PeaceRep's table has it: who proposed it, between which ends, and what the press wrote about it.

Source of the columns: PeaceRep (University of Edinburgh), humanitarian corridors in Ukraine, file HC_geocoded. The table is read where
the user has it and is no part of this software.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from safepassage.corridor import Latitude, Longitude, Record


class ProposedBy(StrEnum):
    """The table's column `proposal`, word for word."""

    UKRAINE = "Ukraine"
    RUSSIA = "Russia"
    AGREED = "Agreed"


class AnnouncedEnd(Record):
    """An end of a corridor: the name as announced, and the point that the table's geocoder found for it. That point is often wrong."""

    named: str = Field(min_length=1)
    geocoded_name: str | None = None
    oblast: str | None = Field(default=None, description="of the geocoded point, as the geocoder spells it")
    country: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class AnnouncedCorridor(Record):
    """One row of the table."""

    id: int = Field(ge=1)
    line: int = Field(ge=1, description="line of the file on which the row begins")
    day: date
    proposed_by: ProposedBy
    outcome: str = Field(description="as the press reported it, in the table's words")
    text: str
    link: str
    origin: AnnouncedEnd
    destination: AnnouncedEnd
