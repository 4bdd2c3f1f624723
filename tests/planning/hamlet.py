"""The smallest scenario that can be planned: a depot, people at a square, a hall; every figure can be worked out in the head.

    depot --10 min-- square --20 min-- hall        from 09:00 to 13:00 UTC, at any light; one bus of ten seats, ten people

Boarding and alighting take 5 minutes: the bus is at the square at 09:10 and its people alight at the hall from 09:35 to 09:40.
"""

from datetime import UTC, datetime
from typing import Any

from safepassage.corridor import (
    Depot,
    FleetEntry,
    GatheringPoint,
    Interval,
    Leg,
    Party,
    ReceptionCentre,
    VehicleType,
)
from safepassage.planning.build import build_problem
from safepassage.planning.connect import connect
from safepassage.planning.graph import Field
from safepassage.planning.plan import plan
from safepassage.planning.problem import Problem
from safepassage.planning.result import Plan
from safepassage.planning.routes import find_routes, route_danger, route_open
from safepassage.scenario.scenario import Daylight, Scenario
from safepassage.situation import duty_min

SPOT = {"latitude": 47.0, "longitude": 37.0}


def at(clock: str) -> datetime:
    """An instant of the hamlet's day, such as "09:00"; a day later with "+1 09:00"."""
    days, _, time = clock.rpartition(" ")
    return datetime(2022, 6, 1 + int(days or 0), *map(int, time.split(":")), tzinfo=UTC)


def span(starts: str, ends: str) -> Interval:
    return Interval(starts_at=at(starts), ends_at=at(ends))


def leg(one: str, other: str, minutes: float, **fields: Any) -> Leg:
    """A road driven at 60 km/h: as many kilometres as minutes."""
    return Leg(**({"id": f"{one}-{other}", "from_place": one, "to_place": other, "km": minutes, "minutes": float(minutes)} | fields))


def people_at(name: str, people: int = 10, **fields: Any) -> GatheringPoint:
    counts = {"stretcher_people": 0, "infant_people": 0, "frail_people": 0, "other_people": people, "boardings_per_15_min": 99}
    return GatheringPoint(**({"id": name, "name": name.title(), **SPOT} | counts | fields))


def hall(name: str = "hall", people: int = 1000, **fields: Any) -> ReceptionCentre:
    return ReceptionCentre(**({"id": name, "name": name.title(), "capacity_people": people, **SPOT} | fields))


def depot(name: str = "depot", **fields: Any) -> Depot:
    return Depot(**({"id": name, "name": name.title(), **SPOT} | fields))


def bus(**fields: Any) -> VehicleType:
    figures = {"seats": 10, "stretcher_bays": 0, "payload_kg": 0, "max_speed_kmh": 100.0, "boarding_min": 5, "alighting_min": 5}
    return VehicleType(**({"id": "bus", "name": "Bus"} | figures | fields))


def buses(vehicles: int = 1, **fields: Any) -> FleetEntry:
    return FleetEntry(**({"type": "bus", "depot": "depot", "vehicles": vehicles} | fields))


def hamlet(**changes: Any) -> Scenario:
    """The hamlet; any field of the scenario can be given instead."""
    fields: dict[str, Any] = {
        "id": "hamlet",
        "title": "A hamlet",
        "zone": "UTC",
        "horizon": span("09:00", "13:00"),
        "daylight": Daylight(is_night_driving_allowed=True),
        "parties": (Party(id="north", name="North", zone="UTC"), Party(id="south", name="South", zone="UTC")),
        "gathering_points": (people_at("square"),),
        "reception_centres": (hall(),),
        "depots": (depot(),),
        "vehicle_types": (bus(),),
        "fleet": (buses(),),
        "legs": (leg("depot", "square", 10), leg("square", "hall", 20)),
    }
    return Scenario(**(fields | changes))


def planned(scenario: Scenario | None = None, work: int = 200, **changes: Any) -> Plan:
    """The plan of the hamlet, or of another scenario."""
    return plan(scenario if scenario is not None else hamlet(**changes), work=work)


def problem_of(scenario: Scenario) -> Problem:
    """The scenario in numbers, by the public steps that `plan` takes."""
    ground = connect(scenario)
    rows = {id(entry): row for row, entry in enumerate(scenario.fleet)}
    field = Field(
        scenario=scenario,
        routes=find_routes(ground).by_pair,
        open_min=lambda route: route_open(ground, route),
        incidents=lambda route: route_danger(ground, route),
        dark_min=ground.is_dark,
        duty_min=lambda entry: duty_min(scenario, rows[id(entry)]),
    )
    return build_problem(field)
