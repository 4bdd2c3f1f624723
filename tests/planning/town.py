"""A tiny invented town: one depot, one gathering point, one checkpoint, one safe halt, one reception centre, one hospital, on legs.

    garage --10 km/12 min-- square --20 km/24 min (front)-- barrier --30 km/30 min (front)-- rest --30 km/36 min-- hall
                                                                                                  hall --5 km/6 min-- ward

The barrier holds every vehicle for 10 minutes. 'front' needs silence; both parties keep it so from 08:00 to 16:00 (Kyiv).
"""

from datetime import time
from typing import Any

from safepassage.corridor import (
    Checkpoint,
    Control,
    Depot,
    FleetEntry,
    GatheringPoint,
    Hospital,
    Interval,
    Leg,
    Need,
    OfferedWindow,
    Party,
    ReceptionCentre,
    SafeHalt,
    Segment,
    Stock,
    VehicleType,
    parse_instant,
)
from safepassage.corridor.goods import GoodsKind
from safepassage.corridor.record import Record
from safepassage.scenario.scenario import Scenario


def at(local: str):
    """An instant from a local time in Kyiv: of the town's day, such as "09:00", or with its own date."""
    return parse_instant(f"{local if ' ' in local else '2022-03-05 ' + local} Europe/Kyiv")


def span(starts: str, ends: str) -> Interval:
    return Interval(starts_at=at(starts), ends_at=at(ends))


def town(**changes: Any) -> Scenario:
    """The town; any field of the scenario can be given instead."""
    fields: dict[str, Any] = {
        "id": "town",
        "title": "A tiny invented town",
        "zone": "Europe/Kyiv",
        "horizon": span("2022-03-05 00:00", "2022-03-06 00:00"),
        "parties": (Party(id="north", name="North", zone="Europe/Kyiv"), Party(id="south", name="South", zone="Europe/Moscow")),
        "gathering_points": (
            GatheringPoint(
                id="square",
                name="Square",
                latitude=47.10,
                longitude=37.50,
                stretcher_people=2,
                infant_people=20,
                frail_people=10,
                other_people=60,
                boardings_per_15_min=4,
            ),
        ),
        "reception_centres": (
            ReceptionCentre(id="hall", name="Hall", latitude=47.80, longitude=35.20, capacity_people=500, has_fuel=True),
        ),
        "hospitals": (Hospital(id="ward", name="Ward", latitude=47.84, longitude=35.15, hospital_beds=10),),
        "depots": (Depot(id="garage", name="Garage", latitude=47.05, longitude=37.60, has_fuel=True),),
        "checkpoints": (
            Checkpoint(
                id="barrier",
                name="Barrier",
                latitude=47.30,
                longitude=37.00,
                party="south",
                lanes=2,
                inbound_vehicles_per_15_min=10,
                outbound_vehicles_per_15_min=5,
                hold_min=10,
            ),
        ),
        "safe_halts": (SafeHalt(id="rest", name="Rest", latitude=47.55, longitude=36.00, holds_vehicles=20, is_overnight=True),),
        "needs": (Need(place="square", kind=GoodsKind.MEDICINE, weight_kg=300, priority=1),),
        "stocks": (Stock(place="garage", kind=GoodsKind.MEDICINE, weight_kg=500),),
        "vehicle_types": (
            VehicleType(
                id="bus", name="Bus", seats=50, stretcher_bays=0, payload_kg=0, max_speed_kmh=90.0, boarding_min=20, alighting_min=15
            ),
            VehicleType(
                id="ambulance",
                name="Ambulance",
                seats=1,
                stretcher_bays=2,
                payload_kg=100,
                max_speed_kmh=90.0,
                boarding_min=10,
                alighting_min=10,
                goods_loading_min=5,
                goods_unloading_min=5,
            ),
        ),
        "fleet": (
            FleetEntry(type="bus", depot="garage", vehicles=2, duty_starts=time(6, 0), duty_h=12.0),
            FleetEntry(type="ambulance", depot="garage", vehicles=1),
        ),
        "segments": (Segment(id="front", name="Front road", needs_silence=True),),
        "control": (Control(segment="front", party="south", since=at("2022-03-01 00:00"), source="the staff map"),),
        "windows": (
            OfferedWindow(segment="front", party="north", opens=at("08:00"), closes=at("16:00")),
            OfferedWindow(segment="front", party="south", opens=at("08:00"), closes=at("16:00")),
        ),
        "legs": (
            Leg(id="l1", from_place="garage", to_place="square", km=10.0, minutes=12.0),
            Leg(id="l2", from_place="square", to_place="barrier", km=20.0, minutes=24.0, segment="front", road="M14"),
            Leg(id="l3", from_place="barrier", to_place="rest", km=30.0, minutes=30.0, segment="front", road="M14"),
            Leg(id="l4", from_place="rest", to_place="hall", km=30.0, minutes=36.0, road="M18"),
            Leg(id="l5", from_place="hall", to_place="ward", km=5.0, minutes=6.0),
        ),
    }
    return Scenario(**(fields | changes))


def changed(record: Any, **changes: Any) -> Any:
    """The same record with some fields changed, checked anew."""
    assert isinstance(record, Record)
    return type(record)(**({name: getattr(record, name) for name in type(record).model_fields} | changes))
