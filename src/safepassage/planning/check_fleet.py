"""Vehicles: fuel that does not last there and out again, duty that is too short."""

from collections.abc import Iterator
from math import inf

from safepassage.corridor import FleetEntry, VehicleType
from safepassage.planning.connect import Ground
from safepassage.planning.finding import Finding, Severity
from safepassage.planning.routes import Routes
from safepassage.situation import duty_min, spans_of


def check_fuel(ground: Ground, routes: Routes) -> Iterator[Finding]:
    """Fleet rows whose vehicles cannot drive from the depot to a gathering point and on to a reception centre or hospital.

    Refuelling at the depot, at the gathering point, and at one safe halt on each way is considered, by the shortest roads.
    """
    for row, entry, kind in _fleet(ground):
        if kind.fuel_range_km is None or not (kind.seats or kind.stretcher_bays):
            continue
        for point in ground.scenario.gathering_points:
            needed_km = _most_km_on_one_tank(ground, routes, entry, kind, point.id)
            if point.registered.total_people and kind.fuel_range_km < needed_km < inf:
                text = (
                    f"from {entry.depot} to {point.id} and on to the nearest reception takes {needed_km:.0f} km on one tank, "
                    f"a {kind.id} goes {kind.fuel_range_km:g} km"
                )
                yield Finding(Severity.WARNING, f"fleet.csv, record {row + 1}", text, "Find fuel on the way, or other vehicles.")


def check_duty(ground: Ground, routes: Routes) -> Iterator[Finding]:
    """Fleet rows whose duty is too short for one journey from the depot, by any gathering point, to a reception."""
    for row, entry, kind in _fleet(ground):
        if entry.duty_h is None or not (kind.seats or kind.stretcher_bays):
            continue
        shortest_min = min((_journey_min(ground, routes, entry, kind, point.id) for point in ground.scenario.gathering_points), default=inf)
        longest_min = max((round(60 * span.hours) for span in spans_of(ground.scenario, duty_min(ground.scenario, row))), default=0)
        if longest_min < shortest_min < inf:
            text = (
                f"the shortest journey from {entry.depot} by a gathering point to a reception takes {shortest_min:.0f} min with boarding "
                f"and alighting, and duty lasts {longest_min} min at most"
            )
            yield Finding(Severity.WARNING, f"fleet.csv, record {row + 1}", text, "Add relief crews, or halts for the night.")


def _fleet(ground: Ground) -> Iterator[tuple[int, FleetEntry, VehicleType]]:
    types = {kind.id: kind for kind in ground.scenario.vehicle_types}
    for row, entry in enumerate(ground.scenario.fleet):
        if entry.vehicles > 0:
            yield row, entry, types[entry.type]


def _shelters(ground: Ground) -> list[str]:
    return [place.id for place in (*ground.scenario.reception_centres, *ground.scenario.hospitals)]


def _km(routes: Routes, origin: str, destination: str, kind: VehicleType) -> float:
    return min((route.km for route in routes.by_pair.get((origin, destination, kind.max_speed_kmh), ())), default=inf)


def _most_km_on_one_tank(ground: Ground, routes: Routes, entry: FleetEntry, kind: VehicleType, point: str) -> float:
    """The range it takes at least: the smallest, over all ways to refuel, of the longest stretch between two refuellings."""
    halts = [halt.id for halt in ground.scenario.safe_halts if halt.has_fuel and halt.holds_vehicles > 0]
    ways_in = [(0.0, _km(routes, entry.depot, point, kind))]
    ways_in += [(_km(routes, entry.depot, halt, kind), _km(routes, halt, point, kind)) for halt in halts]
    ways_out = [(_km(routes, point, shelter, kind), 0.0) for shelter in _shelters(ground)]
    ways_out += [(_km(routes, point, halt, kind), _km(routes, halt, shelter, kind)) for halt in halts for shelter in _shelters(ground)]
    refuels = ground.scenario.place(point).has_fuel
    return min(
        (
            max(first, last, second, third) if refuels else max(first, second + last, third)
            for first, second in ways_in
            for last, third in ways_out
        ),
        default=inf,
    )


def _journey_min(ground: Ground, routes: Routes, entry: FleetEntry, kind: VehicleType, point: str) -> float:
    def fastest(origin: str, destination: str) -> float:
        return min((route.minutes for route in routes.by_pair.get((origin, destination, kind.max_speed_kmh), ())), default=inf)

    out_min = min((fastest(point, shelter) for shelter in _shelters(ground)), default=inf)
    return fastest(entry.depot, point) + kind.boarding_min + out_min + kind.alighting_min
