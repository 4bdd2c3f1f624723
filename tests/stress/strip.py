"""A road on which everything is met: two squares, halts on the way that hold few, two checkpoints, segments that few may enter at once.

    depot -5- square -6- inn -8- gate (held 4) -12, 'front'- barn -10, 'plain'- bar (held 3) -9, 'quiet'- hall
    field -7- square                                         barn -35, 'side'- hall

Every figure that makes a day odd is drawn from a seed: how much the halts, checkpoints and segments take, the windows, who is on duty
when, goods for the square, own cars, families, danger.
"""

from datetime import time
from random import Random
from typing import Any

from tests.planning.hamlet import at, bus, buses, depot, hall, hamlet, leg, people_at, span

from safepassage.corridor import (
    Checkpoint,
    Control,
    DangerPoint,
    GoodsKind,
    Group,
    Need,
    OfferedWindow,
    OwnTransport,
    OwnTransportMode,
    SafeHalt,
    Segment,
    SegmentDanger,
    Stock,
    VehicleType,
)
from safepassage.scenario.scenario import ColumnRules, Daylight, Scenario


def spot(number: int) -> dict[str, float]:
    return {"latitude": 47.0, "longitude": 37.0 + 0.1 * number}


def strip(seed: int) -> Scenario:
    random = Random(seed)
    silent = {name: random.random() < 0.6 for name in ("front", "plain", "quiet", "side")}
    segments = tuple(
        Segment(
            id=name,
            name=name.title(),
            needs_silence=needs,
            is_night_allowed=random.random() < 0.3,
            vehicles_per_15_min=random.choice((None, 2, 3)),
        )
        for name, needs in silent.items()
    )
    noon = random.choice(("12:00", "13:30"))
    windows = tuple(
        OfferedWindow(segment=name, party="south", opens=at(opens), closes=at(closes))
        for name, needs in silent.items()
        if needs
        for opens, closes in ((("08:00", noon), ("14:00", "20:00")) if random.random() < 0.5 else (("08:00", "20:00"),))
    )
    gates = tuple(
        Checkpoint(
            id=name,
            name=name.title(),
            party="south",
            lanes=1,
            inbound_vehicles_per_15_min=random.choice((2, 3, 6)),
            outbound_vehicles_per_15_min=random.choice((2, 3, 6)),
            vehicles_per_15_min=random.choice((None, 4)),
            hold_min=hold_min,
            **spot(number),
        )
        for name, hold_min, number in (("gate", 4, 3), ("bar", 3, 5))
    )
    halts = tuple(
        SafeHalt(id=name, name=name.title(), holds_vehicles=random.choice((1, 2)), has_fuel=True, is_overnight=True, **spot(number))
        for name, number in (("inn", 2), ("barn", 4))
    )
    cars: dict[str, Any] = {"mode": OwnTransportMode.CAR, "units": 9, "infant_people": 9, "frail_people": 5, "other_people": 12}
    late_crew = {"duty_starts": time(10, 0), "duty_h": 6.0} if random.random() < 0.5 else {}
    infants = {"infant_people": 9, "frail_people": 6, "stretcher_people": 2}
    return hamlet(
        id=f"strip-{seed}",
        title="A strip of road",
        horizon=span("09:00", "19:00"),
        daylight=Daylight(),
        column=ColumnRules(second_boarding_within_min=20),
        gathering_points=(
            people_at("square", random.randint(120, 260), boardings_per_15_min=3, **infants, **spot(1)),
            people_at("field", random.randint(40, 90), **spot(0)),
        ),
        reception_centres=(hall(people=500, **spot(6)),),
        depots=(depot(**spot(1)),),
        checkpoints=gates,
        safe_halts=halts,
        segments=segments,
        control=tuple(Control(segment=each.id, party="south", since=at("00:00"), source="invented") for each in segments),
        windows=windows,
        dangers=(SegmentDanger(segment="front", rate_per_hour=0.01),),
        danger_points=(DangerPoint(id="wood", radius_m=3000.0, rate_per_hour=0.02, source="invented", **spot(4)),),
        groups=(Group(gathering_point="square", groups=2, infant_people=3),),
        needs=(Need(place="square", kind=GoodsKind.FOOD, weight_kg=900, priority=1),),
        stocks=(Stock(place="hall", kind=GoodsKind.FOOD, weight_kg=900),),
        own_transport=(OwnTransport(gathering_point="square", max_speed_kmh=60.0, passage_share=0.3, **cars),),
        vehicle_types=(
            bus(payload_kg=300),
            VehicleType(**bus().model_dump() | {"id": "van", "name": "Van", "seats": 4, "stretcher_bays": 2}),
        ),
        fleet=(buses(random.randint(5, 9)), buses(3, type="van", **late_crew)),
        legs=(
            leg("depot", "square", 5),
            leg("field", "square", 7),
            leg("square", "inn", 6),
            leg("inn", "gate", 8),
            leg("gate", "barn", 12, segment="front"),
            leg("barn", "bar", 10, segment="plain"),
            leg("bar", "hall", 9, segment="quiet"),
            leg("barn", "hall", 35, segment="side"),
        ),
    )
