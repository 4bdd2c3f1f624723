"""Places: where people gather, are received, are held up, halt for the night, where goods and vehicles wait."""

from datetime import time
from enum import StrEnum

from pydantic import Field

from safepassage.corridor.people import PeopleByClass
from safepassage.corridor.record import Identifier, Latitude, Longitude, SourcedRecord


class PlaceKind(StrEnum):
    GATHERING_POINT = "gathering_point"
    RECEPTION_CENTRE = "reception_centre"
    HOSPITAL = "hospital"
    DEPOT = "depot"
    CHECKPOINT = "checkpoint"
    HANDOVER_POINT = "handover_point"
    SAFE_HALT = "safe_halt"
    WAYPOINT = "waypoint"


class Place(SourcedRecord):
    """A named point. On a table of legs a place is one of its ends; on an OSM network it snaps to the nearest road."""

    id: Identifier
    name: str = Field(min_length=1, description="the name in the scenario's main language; other languages stand in names.csv")
    latitude: Latitude
    longitude: Longitude
    has_fuel: bool = Field(default=False, description="vehicles can refuel here")

    @property
    def kind(self) -> PlaceKind:
        raise NotImplementedError


class GatheringPoint(Place):
    """Where people wait and board."""

    stretcher_people: int = Field(ge=0, description="stretcher cases registered here")
    infant_people: int = Field(ge=0, description="infants and children with their carers registered here, each person counted")
    frail_people: int = Field(ge=0, description="frail, disabled or pregnant people registered here")
    other_people: int = Field(ge=0, description="everybody else registered here")
    holds_people: int | None = Field(default=None, ge=0, description="how many may wait here at one time without a crush; empty: not known")
    boardings_per_15_min: int = Field(ge=0, description="how many vehicles may begin boarding in each quarter of an hour")

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.GATHERING_POINT

    @property
    def registered(self) -> PeopleByClass:
        return PeopleByClass(
            stretcher_people=self.stretcher_people,
            infant_people=self.infant_people,
            frail_people=self.frail_people,
            other_people=self.other_people,
        )


class ReceptionCentre(Place):
    """Where people alight and are received; stretcher cases only as far as it has hospital beds."""

    capacity_people: int = Field(ge=0, description="people it can receive over the whole horizon, stretcher cases not counted")
    hospital_beds: int = Field(default=0, ge=0, description="stretcher cases it can receive over the whole horizon")

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.RECEPTION_CENTRE


class Hospital(Place):
    """Where stretcher cases are received, and as many seated companions as stated."""

    hospital_beds: int = Field(ge=0, description="stretcher cases it can receive over the whole horizon")
    capacity_people: int = Field(default=0, ge=0, description="seated people it can receive as well")

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.HOSPITAL


class Depot(Place):
    """Where vehicles start, and stocks may lie."""

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.DEPOT


class Checkpoint(Place):
    """Where every vehicle is stopped. Inbound means before boarding or unloading, outbound after it."""

    party: Identifier = Field(description="the party that runs it")
    opens: time | None = Field(default=None, description="opens each day at this local time of its party; empty with 'closes': always open")
    closes: time | None = Field(default=None, description="closes each day at this local time of its party")
    lanes: int = Field(ge=1, description="lanes in use, both directions together")
    inbound_vehicles_per_15_min: int = Field(ge=0, description="vehicles it lets in per quarter of an hour")
    outbound_vehicles_per_15_min: int = Field(ge=0, description="vehicles it lets out per quarter of an hour")
    vehicles_per_15_min: int | None = Field(
        default=None, ge=0, description="both directions together, where they share lanes; empty: the directions do not disturb each other"
    )
    hold_min: int = Field(ge=0, description="minutes each vehicle is held; a column is checked side by side as far as the lanes reach")

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.CHECKPOINT


class HandoverPoint(Place):
    """Where the escort of one party stops and the other's begins: no armed vehicle goes past it."""

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.HANDOVER_POINT


class SafeHalt(Place):
    """Where a convoy can turn off and wait, overnight if so stated."""

    holds_vehicles: int = Field(ge=0, description="vehicles that can stand here at one time")
    is_overnight: bool = Field(default=False, description="people can spend the night here")

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.SAFE_HALT


class Waypoint(Place):
    """A town or junction that a road passes: a name for the route card, and an end for legs."""

    @property
    def kind(self) -> PlaceKind:
        return PlaceKind.WAYPOINT


class PlaceName(SourcedRecord):
    """The name of a place, segment or party in one language, or another name it goes by."""

    id: Identifier = Field(description="of the place, segment or party")
    language: str = Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]+)?$", description="BCP 47, such as uk, ru, en")
    name: str = Field(min_length=1, description="its name in this language")
    is_alias: bool = Field(default=False, description="true: another name, found in texts, not the one to print")
