"""What each vehicle does, one activity after the other. Between two activities it waits where the last one ended."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from safepassage.corridor import GoodsKind, Identifier, Instant, OwnTransportMode, PeopleByClass, Record, RouteId


class Direction(StrEnum):
    """INBOUND: on the way to a gathering point or a place of need, halts between included. OUTBOUND: every other drive."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class _Activity(Record):
    starts_at: Instant
    ends_at: Instant


class LoadGoods(_Activity):
    activity: Literal["load_goods"] = "load_goods"
    place: Identifier
    kind: GoodsKind
    weight_kg: int = Field(gt=0)


class UnloadGoods(_Activity):
    activity: Literal["unload_goods"] = "unload_goods"
    place: Identifier
    kind: GoodsKind
    weight_kg: int = Field(gt=0)


class Drive(_Activity):
    activity: Literal["drive"] = "drive"
    route: RouteId
    direction: Direction
    convoy: Identifier


class Board(_Activity):
    """People board. `groups` says how many groups of the scenario's `groups` rows (by row number from 0) are among them."""

    activity: Literal["board"] = "board"
    place: Identifier
    people: PeopleByClass
    groups: tuple[tuple[int, int], ...] = Field(default=(), description="(row of the scenario's groups, how many of them)")


class Alight(_Activity):
    activity: Literal["alight"] = "alight"
    place: Identifier
    people: PeopleByClass


class Halt(_Activity):
    """A stay at a safe halt between two drives of one journey."""

    activity: Literal["halt"] = "halt"
    place: Identifier


Activity = Annotated[LoadGoods | UnloadGoods | Drive | Board | Alight | Halt, Field(discriminator="activity")]


class Itinerary(Record):
    """One vehicle's whole horizon, from its depot. `fleet_row` is the row (from 0) of the scenario's fleet it belongs to."""

    vehicle: Identifier
    fleet_row: int = Field(ge=0)
    type: Identifier
    depot: Identifier
    activities: tuple[Activity, ...]


class OwnDeparture(Record):
    """Own cars, or groups on foot, that leave a gathering point together. `own_transport_row` counts from 0."""

    own_transport_row: int = Field(ge=0)
    gathering_point: Identifier
    mode: OwnTransportMode
    route: RouteId
    departs_at: Instant
    arrives_at: Instant
    units: int = Field(gt=0)
    people: PeopleByClass


class Convoy(Record):
    """Vehicles that leave one place for another by one road within one quarter of an hour, behind one leader."""

    id: Identifier
    serial: int = Field(ge=1, description="its number among the convoys of its origin, in order of departure")
    route: RouteId
    direction: Direction
    vehicles: tuple[Identifier, ...] = Field(min_length=1, description="in marching order; the first one leads")
    departs_at: Instant
    tail_departs_at: Instant
    arrives_at: Instant = Field(description="the last vehicle")
    people: PeopleByClass
    goods_kg: int = Field(ge=0)
