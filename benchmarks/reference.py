"""The reference instances of the planning model as scenarios: one city, one checkpoint, receptions beyond it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from safepassage.corridor import (
    Checkpoint,
    Control,
    Depot,
    FleetEntry,
    GatheringPoint,
    Interval,
    Leg,
    Party,
    PriorityClass,
    ReceptionCentre,
    Segment,
    VehicleType,
)
from safepassage.scenario.scenario import ColumnRules, Daylight, Scenario

STARTS_AT = datetime(2022, 3, 14, 6, 0, tzinfo=UTC)
KM_PER_MINUTE = 0.5
CHECKPOINT = "checkpoint"
CLASSES = {
    "stretcher": PriorityClass.STRETCHER,
    "infant+carer": PriorityClass.INFANT,
    "frail/pregnant": PriorityClass.FRAIL,
    "other": PriorityClass.OTHER,
}


def read_instance(path: Path) -> dict[str, Any]:
    """A reference instance as it is written."""
    return dict(json.loads(path.read_text(encoding="utf-8")))


def reference_scenario(path: Path) -> Scenario:
    """Read a reference instance as a scenario."""
    return scenario_of(path.stem, read_instance(path))


def scenario_of(id_: str, instance: dict[str, Any]) -> Scenario:
    """An instance as a scenario. Its class weights are the scenario's defaults; a reception's own vehicles start at a depot beside it."""
    points = instance["gathering_points"]
    receptions = instance["receptions"]
    return Scenario(
        id=id_,
        title=instance["about"],
        zone="UTC",
        horizon=Interval(starts_at=STARTS_AT, ends_at=STARTS_AT + timedelta(minutes=instance["horizon_minutes"])),
        daylight=Daylight(is_night_driving_allowed=True),
        # as the instances, and the published figures of others, have it
        column=ColumnRules(second_boarding_within_min=0),
        parties=(Party(id="party", name="Party", zone="UTC"),),
        gathering_points=tuple(
            GatheringPoint(
                id=point["id"],
                name=point["id"],
                **_position(point),
                boardings_per_15_min=instance["loading_bays_vehicles_per_slot"],
                **{f"{CLASSES[name]}_people": people for name, people in point["people"].items()},
            )
            for point in points
        ),
        reception_centres=tuple(
            ReceptionCentre(
                id=place["id"],
                name=place["id"],
                **_position(place),
                capacity_people=place["capacity_people"],
                hospital_beds=place["hospital_beds"],
            )
            for place in receptions
        ),
        depots=tuple(Depot(id=f"depot-{place['id']}", name=f"Depot {place['id']}", **_position(place)) for place in receptions),
        checkpoints=(
            Checkpoint(
                id=CHECKPOINT,
                name="Checkpoint",
                **_position(instance["checkpoint"]),
                party="party",
                lanes=1,
                inbound_vehicles_per_15_min=instance["checkpoint_vehicles_per_slot_both_directions"],
                outbound_vehicles_per_15_min=instance["checkpoint_vehicles_per_slot_both_directions"],
                vehicles_per_15_min=instance["checkpoint_vehicles_per_slot_both_directions"],
                hold_min=0,
            ),
        ),
        segments=(Segment(id="road", name="Road", needs_silence=False),),
        control=(Control(segment="road", party="party", since=STARTS_AT, source="the instance"),),
        vehicle_types=tuple(
            VehicleType(
                id=kind["name"],
                name=kind["name"],
                seats=kind["seats"],
                stretcher_bays=kind["stretcher_bays"],
                payload_kg=0,
                max_speed_kmh=90.0,
                boarding_min=kind["loading_minutes"],
                alighting_min=kind["unloading_minutes"],
            )
            for kind in instance["vehicle_types"]
        ),
        fleet=tuple(
            FleetEntry(type=kind["name"], depot=f"depot-{place}", vehicles=count)
            for kind in instance["vehicle_types"]
            for place, count in kind["start_at"].items()
        ),
        legs=tuple(
            Leg(
                id=f"{place_id}-{CHECKPOINT}",
                from_place=place_id,
                to_place=CHECKPOINT,
                km=place["minutes_to_checkpoint"] * KM_PER_MINUTE,
                minutes=place["minutes_to_checkpoint"],
                segment="road",
            )
            for place, place_id in (
                *((point, point["id"]) for point in points),
                *((place, place["id"]) for place in receptions),
                *((place, f"depot-{place['id']}") for place in receptions),
            )
        ),
    )


def _position(record: dict[str, Any]) -> dict[str, float]:
    """Kilometres from the city's middle as degrees near the equator, where one degree is 111.2 km both ways."""
    return {"latitude": record["y_km"] / 111.2, "longitude": record["x_km"] / 111.2}
