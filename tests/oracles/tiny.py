"""Tiny random scenarios on legs, small enough for a complete enumeration.

    p1, p2 -- hub -- gate -- plain -- c1, c2, h1        the depot lies at the hub or on the plain; sometimes p1 has a road of its own to c1

Every duration, window and closure is a multiple of `STEP_MIN`, and the horizon starts on a quarter of an hour. Then any schedule can be
moved back to such multiples, activity by activity, without leaving its quarters: looking at multiples only loses nothing.
"""

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from safepassage.corridor import (
    Checkpoint,
    Closure,
    ClosureKind,
    Control,
    Depot,
    FleetEntry,
    GatheringPoint,
    GoodsKind,
    Group,
    Hospital,
    Interval,
    Leg,
    Need,
    OfferedWindow,
    OwnTransport,
    OwnTransportMode,
    Party,
    ReceptionCentre,
    SafeHalt,
    Segment,
    Stock,
    VehicleType,
    Waypoint,
)
from safepassage.scenario.scenario import ColumnRules, Daylight, Precedence, Scenario, SilenceRules, Weights

STEP_MIN = 5
STARTS_AT = datetime(2022, 6, 1, 9, 0, tzinfo=UTC)
KM_PER_MIN = 0.5


def instant(minute: int) -> datetime:
    return STARTS_AT + timedelta(minutes=minute)


def tiny(seed: int, **changes: Any) -> Scenario:
    """The scenario of a seed; any field can be given instead."""
    random = Random(seed)
    horizon_min = random.randrange(60, 125, 15)
    points = [_point(random, f"p{number}", others) for number, others in ((1, (1, 4, 15)), (2, (0, 4, 15)))[: random.choice((1, 1, 2))]]
    centres = [_centre(random, f"c{number}") for number in range(1, random.choice((1, 1, 2)) + 1)]
    types = (_bus(random), _ambulance(random))
    bus_row = FleetEntry(type="bus", depot="depot", vehicles=random.choice((1, 1, 2, 3)))
    fleet = [bus_row, FleetEntry(type="ambulance", depot="depot", vehicles=1)][: random.choice((1, 2)) if bus_row.vehicles < 3 else 1]
    has_goods = random.random() < 0.4
    fields: dict[str, Any] = {
        "id": f"tiny-{seed}",
        "title": "A tiny random scenario",
        "zone": "UTC",
        "seed": 1,
        "horizon": Interval(starts_at=instant(0), ends_at=instant(horizon_min)),
        "weights": Weights(goods_tonne_priority_1=random.choice((3.0, 40.0))),
        "daylight": Daylight(is_night_driving_allowed=True),
        "parties": (Party(id="north", name="North", zone="UTC"), Party(id="south", name="South", zone="UTC")),
        "gathering_points": tuple(points),
        "reception_centres": tuple(centres),
        "hospitals": (Hospital(id="h1", name="H1", hospital_beds=random.randint(0, 3), capacity_people=random.choice((0, 3)), **_spot(9)),),
        "depots": (Depot(id="depot", name="Depot", **_spot(1)),),
        "checkpoints": (_gate(random),),
        "waypoints": (Waypoint(id="hub", name="Hub", **_spot(3)), Waypoint(id="plain", name="Plain", **_spot(5))),
        "groups": tuple(_groups(random, points)),
        "needs": (Need(place="p1", kind=GoodsKind.FOOD, weight_kg=random.choice((50, 150)), priority=1),) if has_goods else (),
        "stocks": (Stock(place=random.choice(("depot", "c1")), kind=GoodsKind.FOOD, weight_kg=100),) if has_goods else (),
        "own_transport": tuple(_own(random)),
        "vehicle_types": types,
        "fleet": tuple(fleet),
        "legs": tuple(_legs(random, points, centres)),
        **_front(random, horizon_min),
        **_closures(random, horizon_min),
    }
    return Scenario(**(fields | changes))


def forked(seed: int) -> Scenario:
    """A tiny scenario of a seed with up to three more ways: a ford with little room of its own, a lane past both, a lane to the front."""
    random = Random(seed + 11)
    base = tiny(seed)
    ford = _gate(random).model_copy(update={"id": "ford", "name": "Ford"})
    lanes = [
        Leg(id="ford-in", from_place="hub", to_place="ford", km=5.0, minutes=float(random.choice((5, 10, 20))), segment="front"),
        Leg(id="ford-out", from_place="ford", to_place="plain", km=5.0, minutes=float(random.choice((5, 10, 20)))),
        Leg(id="past-both", from_place="hub", to_place="plain", km=9.0, minutes=float(random.choice((20, 30, 45)))),
        Leg(id="past-front", from_place="hub", to_place="gate", km=4.0, minutes=float(random.choice((10, 15)))),
    ]
    ways = [(lanes[:2], 0.6), (lanes[2:3], 0.4), (lanes[3:], 0.5)]
    chosen = [leg for legs, share in ways if random.random() < share for leg in legs]
    checkpoints = (*base.checkpoints, ford) if lanes[0] in chosen else base.checkpoints
    return tiny(seed, legs=(*base.legs, *chosen), checkpoints=checkpoints)


def crowded(seed: int, precedence: Precedence) -> Scenario:
    """A tiny scenario of a seed in which own cars and vehicles want the same quarters and places; no groups."""
    random = Random(seed + 7)
    rows = tuple(
        OwnTransport(
            gathering_point="p1",
            mode=OwnTransportMode.CAR,
            units=random.randint(1, 4),
            infant_people=random.randint(0, 7),
            frail_people=random.choice((0, 1)),
            other_people=random.randint(1, 9),
            max_speed_kmh=90.0,
            passage_share=random.choice((0.25, 0.3, 0.5, 1.0)),
            max_km=random.choice((None, None, 30.0)),
        )
        for _ in range(random.choice((1, 1, 2)))
    )
    column = ColumnRules(own_transport_precedence=precedence, second_boarding_within_min=random.choice((0, 20)))
    return tiny(seed, groups=(), own_transport=rows, column=column)


def small(seed: int) -> Scenario:
    """A scenario of a seed for a solver: no groups, more people, four to eight vehicles, two hours and more."""
    random = Random(seed)
    base = tiny(seed)
    horizon_min = random.randrange(120, 200, 15)
    points = tuple(
        point.model_copy(update={"other_people": 3 * point.other_people, "frail_people": 2 * point.frail_people})
        for point in base.gathering_points
    )
    centres = tuple(place.model_copy(update={"capacity_people": random.choice((15, 60))}) for place in base.reception_centres)
    fleet = (
        FleetEntry(type="bus", depot="depot", vehicles=random.randint(3, 6)),
        FleetEntry(type="ambulance", depot="depot", vehicles=random.randint(1, 2)),
    )
    horizon = Interval(starts_at=instant(0), ends_at=instant(horizon_min))
    return tiny(seed, groups=(), gathering_points=points, reception_centres=centres, fleet=fleet, horizon=horizon)


def odd(seed: int) -> Scenario:
    """A scenario of a seed with what the enumeration does not know: halts, fuel, duty, dusk, goods for a centre, families."""
    random = Random(seed)
    base = small(seed)
    halts = tuple(
        SafeHalt(
            id=name, name=name.title(), holds_vehicles=random.randint(1, 3), is_overnight=random.random() < 0.5, has_fuel=fuel, **_spot(6)
        )
        for name, fuel in (("inn", True), ("barn", False))
    )
    legs = [leg for leg in base.legs if leg.id != "inner"]
    legs += [
        Leg(id="inner-1", from_place="hub", to_place="inn", km=3.0, minutes=6.0, segment="front"),
        Leg(id="inner-2", from_place="inn", to_place="gate", km=1.0, minutes=3.0, segment="front"),
        Leg(id="to-barn", from_place="plain", to_place="barn", km=2.0, minutes=4.0),
    ]
    types = tuple(
        kind.model_copy(update={"fuel_range_km": random.choice((None, 12.0, 18.0, 30.0)), "payload_kg": random.choice((0, 80))})
        for kind in base.vehicle_types
    )
    duty = {"duty_starts": time(18, random.choice((0, 10))), "duty_h": random.choice((2.0, 3.5)), "relief_crews": random.randint(0, 1)}
    fleet = tuple(entry.model_copy(update=duty if random.random() < 0.5 else {}) for entry in base.fleet)
    points = tuple(point.model_copy(update={"infant_people": 6, "other_people": point.other_people + 6}) for point in base.gathering_points)
    starts_at = datetime(2022, 6, 1, random.randint(14, 15), random.randrange(60), tzinfo=UTC)
    shift = starts_at - base.horizon.starts_at
    return base.model_copy(
        update={
            "id": f"odd-{seed}",
            "horizon": Interval(starts_at=starts_at, ends_at=starts_at + timedelta(hours=random.choice((3, 15)))),
            "daylight": Daylight(margin_before_sunset_min=random.randrange(0, 60)),
            "segments": tuple(each.model_copy(update={"is_night_allowed": random.random() < 0.5}) for each in base.segments),
            "windows": tuple(each.model_copy(update={"opens": each.opens + shift, "closes": each.closes + shift}) for each in base.windows),
            "closures": (),
            "safe_halts": halts,
            "legs": tuple(legs),
            "vehicle_types": types,
            "fleet": fleet,
            "gathering_points": points,
            "groups": (Group(gathering_point="p1", groups=random.randint(1, 3), infant_people=2, other_people=random.randint(1, 2)),),
            "needs": tuple(Need(place=place, kind=GoodsKind.WATER, weight_kg=120, priority=random.randint(1, 3)) for place in ("p1", "c1")),
            "stocks": (Stock(place=random.choice(("depot", "h1")), kind=GoodsKind.WATER, weight_kg=200),),
            "column": ColumnRules(max_vehicles=2, own_transport_precedence=random.choice(tuple(Precedence))),
        }
    )


def _spot(number: int) -> dict[str, float]:
    return {"latitude": 47.0 + 0.01 * number, "longitude": 37.0}


def _point(random: Random, name: str, others: tuple[int, ...]) -> GatheringPoint:
    return GatheringPoint(
        id=name,
        name=name.upper(),
        stretcher_people=random.choice((0, 0, 1, 3)),
        infant_people=random.choice((0, 2, 5)),
        frail_people=random.choice((0, 3)),
        other_people=random.choice(others),
        boardings_per_15_min=random.choice((1, 1, 2, 9)),
        **_spot(2),
    )


def _centre(random: Random, name: str) -> ReceptionCentre:
    return ReceptionCentre(id=name, name=name.upper(), capacity_people=random.choice((3, 7, 40)), hospital_beds=0, **_spot(7))


def _gate(random: Random) -> Checkpoint:
    return Checkpoint(
        id="gate",
        name="Gate",
        party="south",
        lanes=1,
        inbound_vehicles_per_15_min=random.choice((1, 2, 9)),
        outbound_vehicles_per_15_min=random.choice((1, 1, 2, 9)),
        vehicles_per_15_min=random.choice((None, None, 1, 2)),
        hold_min=random.choice((0, 5, 10)),
        **_spot(4),
    )


def _bus(random: Random) -> VehicleType:
    return VehicleType(
        id="bus",
        name="Bus",
        seats=random.choice((4, 8)),
        stretcher_bays=random.choice((0, 0, 1)),
        payload_kg=random.choice((0, 60)),
        max_speed_kmh=100.0,
        boarding_min=random.choice((5, 10)),
        alighting_min=random.choice((0, 5)),
        goods_loading_min=random.choice((5, 10)),
        goods_unloading_min=5,
    )


def _ambulance(random: Random) -> VehicleType:
    return VehicleType(
        id="ambulance",
        name="Ambulance",
        seats=1,
        stretcher_bays=random.choice((1, 2)),
        payload_kg=0,
        max_speed_kmh=100.0,
        boarding_min=5,
        alighting_min=5,
    )


def _groups(random: Random, points: list[GatheringPoint]) -> list[Group]:
    point = points[-1]
    if random.random() < 0.6 or point.infant_people < 2 or point.frail_people < 2:
        return []
    return [Group(gathering_point=point.id, groups=1, infant_people=random.choice((1, 2)), frail_people=random.choice((1, 2)))]


def _own(random: Random) -> list[OwnTransport]:
    if random.random() < 0.7:
        return []
    return [
        OwnTransport(
            gathering_point="p1", mode=OwnTransportMode.CAR, units=3, infant_people=2, other_people=5, max_speed_kmh=90.0, passage_share=0.5
        )
    ]


def _legs(random: Random, points: list[GatheringPoint], centres: list[ReceptionCentre]) -> list[Leg]:
    def leg(name: str, one: str, other: str, minutes: int, segment: str | None = None) -> Leg:
        return Leg(id=name, from_place=one, to_place=other, km=KM_PER_MIN * minutes, minutes=float(minutes), segment=segment)

    legs = [leg(f"to-{point.id}", point.id, "hub", random.choice((5, 10))) for point in points]
    legs += [leg("inner", "hub", "gate", 5, "front"), leg("outer", "gate", "plain", random.choice((5, 10)))]
    legs += [leg(f"to-{centre.id}", "plain", centre.id, random.choice((5, 10, 15))) for centre in centres]
    legs += [leg("to-h1", "plain", "h1", 10), leg("home", random.choice(("hub", "plain")), "depot", random.choice((5, 10)))]
    if random.random() < 0.3:
        legs.append(leg("lane", "p1", "c1", random.choice((30, 45))))
    return legs


def _front(random: Random, horizon_min: int) -> dict[str, Any]:
    """The segment 'front': free, limited, or silent in windows of both parties."""
    kind = random.choice(("free", "free", "limited", "silent", "silent"))
    limit = random.choice((1, 2)) if kind == "limited" else None
    segment = Segment(id="front", name="Front", needs_silence=kind == "silent", vehicles_per_15_min=limit)
    if kind != "silent":
        return {"segments": (segment,), "control": (), "windows": ()}
    opens = random.randrange(0, 45, STEP_MIN)
    closes = random.randrange(opens + 20, horizon_min + 30, STEP_MIN)
    windows = (
        OfferedWindow(segment="front", party="north", opens=instant(0), closes=instant(closes)),
        OfferedWindow(segment="front", party="south", opens=instant(opens), closes=instant(horizon_min + 60)),
    )
    return {
        "segments": (segment,),
        "control": (Control(segment="front", party="south", since=instant(-600), source="invented"),),
        "windows": windows,
        "silence": SilenceRules(margin_before_min=random.choice((0, 5, 15)), margin_after_min=random.choice((0, 10))),
    }


def _closures(random: Random, horizon_min: int) -> dict[str, Any]:
    if random.random() < 0.8:
        return {}
    until = random.randrange(STEP_MIN, horizon_min // 2, STEP_MIN)
    return {"closures": (Closure(kind=ClosureKind.LEG, what="outer", until=instant(until)),)}
