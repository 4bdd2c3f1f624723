"""The prices that prove a plan's bound, each named by what it prices. Whoever has the scenario and its roads can work the bound out again.

Any prices that are not below zero prove some bound (`bound.py` has the formula); these are the best that the search met. They are written
to nine decimals, and what is claimed is what the written numbers prove. What a seat or a kilogram on board must cost, and what a
boarding cut says, is not written: it follows.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from safepassage.corridor import Identifier, Instant, PriorityClass, Record
from safepassage.planning.itinerary import Direction, OwnDeparture

DECIMALS = 9

Points = Annotated[float, Field(ge=0.0)]


class Quartered(StrEnum):
    """What is limited in each quarter of an hour."""

    CHECKPOINT = "checkpoint"
    BOARDING = "boarding"
    ROAD = "road"
    HALT = "halt"


class VehiclePlaces(StrEnum):
    """Which places on board a boarding cut counts."""

    SEATS = "seats"
    BAYS = "bays"


class Rounding(StrEnum):
    """Whether a boarding cut rounds the number of vehicles up, or that of groups down."""

    VEHICLES = "vehicles"
    GROUPS = "groups"


class QuarterPrices(Record):
    """What one vehicle pays in each quarter of an hour, by the instant at which it begins: at a checkpoint, for a boarding, on a road, or
    at a halt at that very instant. Quarters that cost nothing are left out.
    """

    kind: Quartered
    what: Identifier
    direction: Direction | None = Field(default=None, description="None: both directions together, or none")
    points: dict[Instant, Points]


class PersonPrice(Record):
    """What one person in no group pays, by gathering point and class."""

    gathering_point: Identifier
    priority: PriorityClass
    points: Points


class GroupPrice(Record):
    """What one whole group of a row of the scenario's groups pays."""

    group_row: int = Field(ge=0)
    points: Points


class ReceptionPrice(Record):
    """What one seated person and one stretcher case pay for being received."""

    place: Identifier
    seated_points: Points
    stretcher_points: Points


class StockPrice(Record):
    """What one kilogram of a row of the scenario's stocks pays."""

    stock_row: int = Field(ge=0)
    points_per_kg: Points


class NeedPrice(Record):
    """What one kilogram for a row of the scenario's needs pays."""

    need_row: int = Field(ge=0)
    points_per_kg: Points


class CutPrice(Record):
    """The price of one boarding cut: seats (or stretcher bays) at a gathering point, rounded by a divisor, for some who wait there.

    The people are those in no group of the classes named, and the groups of the rows named.
    """

    gathering_point: Identifier
    places: VehiclePlaces
    rounds: Rounding = Rounding.VEHICLES
    priorities: tuple[PriorityClass, ...]
    group_rows: tuple[int, ...]
    divisor: int = Field(ge=2)
    points: Points


class BoundPrices(Record):
    """Everything that proves the bound, and the bound it proves. What is not named costs nothing."""

    bound_points: Points | None = Field(
        description="the bound that these prices prove, worked out by separate code, rounded up; None: it was stopped before that"
    )
    roads_hash: str = Field(description="SHA-256 over the roads looked at")
    quarters: tuple[QuarterPrices, ...]
    people: tuple[PersonPrice, ...]
    groups: tuple[GroupPrice, ...]
    receptions: tuple[ReceptionPrice, ...]
    stocks: tuple[StockPrice, ...]
    needs: tuple[NeedPrice, ...]
    cuts: tuple[CutPrice, ...]
    own_first: tuple[OwnDeparture, ...] = Field(
        description="own transport that goes first, as it leaves in the plan; the bound is for the fleet in what it leaves"
    )
