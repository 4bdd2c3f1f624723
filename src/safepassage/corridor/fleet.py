"""Vehicles by type and depot, and those who move by themselves: private cars and people on foot."""

from datetime import time
from enum import StrEnum

from pydantic import Field

from safepassage.corridor.people import PeopleByClass
from safepassage.corridor.record import Identifier, SourcedRecord


class VehicleType(SourcedRecord):
    """A kind of vehicle. An ambulance has stretcher bays, a lorry has payload and no seats."""

    id: Identifier
    name: str = Field(min_length=1)
    seats: int = Field(ge=0, description="seats for passengers, driver and crew not counted")
    stretcher_bays: int = Field(ge=0, description="stretcher cases it can carry")
    payload_kg: int = Field(ge=0, description="goods it can carry on the way in")
    max_speed_kmh: float = Field(gt=0.0, le=130.0, description="never driven faster, whatever the road allows")
    boarding_min: int = Field(ge=0, description="minutes to board a full vehicle; 0 counts as 1")
    alighting_min: int = Field(ge=0, description="minutes until it is empty and ready to leave again")
    goods_loading_min: int = Field(default=0, ge=0, description="minutes to load goods; 0 counts as 1")
    goods_unloading_min: int = Field(default=0, ge=0, description="minutes to unload goods")
    fuel_range_km: float | None = Field(
        default=None, gt=0.0, description="kilometres on a full tank; empty: not a limit on these distances"
    )


class FleetEntry(SourcedRecord):
    """So many vehicles of a type at a depot, and the hours their drivers are on duty each day."""

    type: Identifier
    depot: Identifier
    vehicles: int = Field(ge=0, description="how many vehicles of this type start at this depot")
    duty_starts: time | None = Field(
        default=None, description="local time of the scenario's main zone; empty with 'duty_h': no limit but daylight"
    )
    duty_h: float | None = Field(default=None, gt=0.0, le=24.0, description="hours a crew may be on duty each day")
    relief_crews: int = Field(default=0, ge=0, le=2, description="further crews on board; each lengthens the duty by its hours")


class OwnTransportMode(StrEnum):
    CAR = "car"
    FOOT = "foot"


class OwnTransport(SourcedRecord):
    """People who leave a gathering point by their own means and join a column. They need no seat.

    They are not part of the gathering point's counts of people waiting for a seat.
    """

    gathering_point: Identifier
    mode: OwnTransportMode = Field(description="how they move")
    units: int = Field(ge=0, description="cars, or groups on foot")
    stretcher_people: int = Field(default=0, ge=0, le=0, description="none: stretcher cases travel in ambulances")
    infant_people: int = Field(default=0, ge=0, description="infants, children and carers in all these units together")
    frail_people: int = Field(default=0, ge=0, description="frail, disabled or pregnant people in all these units together")
    other_people: int = Field(default=0, ge=0, description="everybody else in all these units together")
    max_speed_kmh: float = Field(gt=0.0, le=130.0, description="4 is usual on foot")
    max_km: float | None = Field(default=None, gt=0.0, description="how far they can go; empty: no limit")
    passage_share: float = Field(
        default=1.0, ge=0.0, description="how much of one vehicle's place at a checkpoint or on a segment one unit takes"
    )

    @property
    def people(self) -> PeopleByClass:
        """The people of all units together."""
        return PeopleByClass(infant_people=self.infant_people, frail_people=self.frail_people, other_people=self.other_people)
