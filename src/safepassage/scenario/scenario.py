"""A scenario: everything a planner is told, as one frozen value.

Reading (`read.py`) is the only way from files to this value; whatever is in it has been checked.
"""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import Field

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
    Identifier,
    Interval,
    Latitude,
    Leg,
    Longitude,
    Need,
    OfferedWindow,
    OwnTransport,
    Party,
    Place,
    PlaceName,
    ReceptionCentre,
    Record,
    SafeHalt,
    Segment,
    SegmentDanger,
    Stock,
    VehicleType,
    Waypoint,
)


class Weights(Record):
    """What the planner wants, in points. One 'other' person out is worth one point unless changed here.

    Silence, danger and vehicle minutes only choose between plans of equal worth in people and goods, unless their
    weight is set above zero.
    """

    stretcher_person: float = Field(default=50.0, ge=0.0, description="points for each stretcher case brought out")
    infant_person: float = Field(default=12.0, ge=0.0, description="points for each infant, child or carer brought out")
    frail_person: float = Field(default=5.0, ge=0.0, description="points for each frail, disabled or pregnant person brought out")
    other_person: float = Field(default=1.0, ge=0.0, description="points for each other person brought out")
    goods_tonne_priority_1: float = Field(default=3.0, ge=0.0, description="points for each tonne of goods of priority 1 delivered")
    goods_tonne_priority_2: float = Field(default=2.0, ge=0.0, description="points for each tonne of goods of priority 2 delivered")
    goods_tonne_priority_3: float = Field(default=1.0, ge=0.0, description="points for each tonne of goods of priority 3 delivered")
    silence_km_h: float = Field(default=0.0, ge=0.0, description="points lost for each kilometre-hour of silence asked for")
    danger_incident: float = Field(default=0.0, ge=0.0, description="points lost for each expected person-incident")
    vehicle_h: float = Field(default=0.0, ge=0.0, description="points lost for each vehicle-hour on the road")


class Daylight(Record):
    """When vehicles may be on the road. Sunrise and sunset are computed for the places of the scenario, to the safe side."""

    is_night_driving_allowed: bool = Field(default=False, description="true: vehicles may be on the road after dark")
    margin_after_sunrise_min: int = Field(default=0, ge=0, le=240, description="the first vehicle departs this long after sunrise")
    margin_before_sunset_min: int = Field(default=30, ge=0, le=240, description="the last vehicle has arrived this long before sunset")


class SilenceRules(Record):
    """How windows of silence are drawn round the passages of a plan."""

    grain_min: int = Field(default=15, ge=1, le=120, description="windows start and end on multiples of this")
    margin_before_min: int = Field(default=15, ge=0, le=240, description="silence before the first vehicle enters the segment")
    margin_after_min: int = Field(default=15, ge=0, le=240, description="silence after the last vehicle has left it")


class Precedence(StrEnum):
    """Who passes a checkpoint first when both want the same quarter of an hour."""

    FLEET = "fleet"
    OWN_TRANSPORT = "own_transport"
    WORTH = "worth"


class ColumnRules(Record):
    """How convoys are formed and own cars join."""

    max_vehicles: int = Field(default=20, ge=1, description="vehicles of the fleet in one convoy")
    own_transport_precedence: Precedence = Field(
        default=Precedence.FLEET,
        description="who passes a checkpoint first when both want the same quarter of an hour; worth: whoever is worth more there",
    )
    second_boarding_within_min: int = Field(
        default=20,
        ge=0,
        le=240,
        description="the longest drive with people on board to a second gathering point where more board; 0: they board at one place only",
    )
    call_before_boarding_min: int = Field(
        default=30, ge=0, le=240, description="how long before boarding the people of a wave are called to the gathering point"
    )


class Area(Record):
    """A polygon: of a segment on an OSM network, or of a closure. The ring is closed; holes are not supported."""

    id: Identifier
    ring: tuple[tuple[Longitude, Latitude], ...] = Field(min_length=4)


class Scenario(Record):
    """One corridor to plan. All times are UTC."""

    id: Identifier
    title: str = Field(min_length=1)
    description: str = ""
    language: str = Field(default="en", description="language of the names in the files")
    zone: str = Field(description="IANA time zone in which local times are printed first, such as Europe/Kyiv")
    horizon: Interval
    seed: int = Field(default=1, ge=0)
    osm_file: Path | None = Field(default=None, description="absolute path of the OSM file; None: the table of legs is used")
    include_ferries: bool = False
    weights: Weights = Weights()
    daylight: Daylight = Daylight()
    silence: SilenceRules = SilenceRules()
    column: ColumnRules = ColumnRules()

    parties: tuple[Party, ...] = ()
    gathering_points: tuple[GatheringPoint, ...] = ()
    reception_centres: tuple[ReceptionCentre, ...] = ()
    hospitals: tuple[Hospital, ...] = ()
    depots: tuple[Depot, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    handover_points: tuple[HandoverPoint, ...] = ()
    safe_halts: tuple[SafeHalt, ...] = ()
    waypoints: tuple[Waypoint, ...] = ()
    names: tuple[PlaceName, ...] = ()
    groups: tuple[Group, ...] = ()
    needs: tuple[Need, ...] = ()
    stocks: tuple[Stock, ...] = ()
    vehicle_types: tuple[VehicleType, ...] = ()
    fleet: tuple[FleetEntry, ...] = ()
    own_transport: tuple[OwnTransport, ...] = ()
    segments: tuple[Segment, ...] = ()
    control: tuple[Control, ...] = ()
    windows: tuple[OfferedWindow, ...] = ()
    dangers: tuple[SegmentDanger, ...] = ()
    danger_points: tuple[DangerPoint, ...] = ()
    legs: tuple[Leg, ...] = ()
    closures: tuple[Closure, ...] = ()
    areas: tuple[Area, ...] = Field(default=(), description="polygons by id: a segment's area on an OSM network, or a closure's")

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place of every kind, in the order of the kinds above."""
        return (
            *self.gathering_points,
            *self.reception_centres,
            *self.hospitals,
            *self.depots,
            *self.checkpoints,
            *self.handover_points,
            *self.safe_halts,
            *self.waypoints,
        )

    @property
    def receptions(self) -> tuple[ReceptionCentre | Hospital, ...]:
        """Every place that receives people."""
        return (*self.reception_centres, *self.hospitals)

    def place(self, place_id: str) -> Place:
        """Raises: KeyError where no place has this id."""
        for place in self.places:
            if place.id == place_id:
                return place
        raise KeyError(place_id)

    def name(self, any_id: str, language: str) -> str:
        """The name of a place, segment or party in a language; the scenario's own where that language has none."""
        for entry in self.names:
            if entry.id == any_id and entry.language == language and not entry.is_alias:
                return entry.name
        own_names = {place.id: place.name for place in self.places}
        own_names |= {segment.id: segment.name for segment in self.segments}
        own_names |= {party.id: party.name for party in self.parties}
        return own_names[any_id]

    def party_zone(self, party_id: str) -> str:
        """Raises: KeyError where no party has this id."""
        for party in self.parties:
            if party.id == party_id:
                return party.zone
        raise KeyError(party_id)

    def controlling_party(self, segment_id: str, at: datetime) -> str | None:
        """The party that the latest source up to `at` says holds the segment; None where no source speaks of it."""
        held = [entry for entry in self.control if entry.segment == segment_id and entry.since <= at]
        return max(held, key=lambda entry: entry.since).party if held else None
