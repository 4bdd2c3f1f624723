"""Vehicles and own transport together: two programmes of whole numbers, one over all days of vehicles, one over places and times.

Own transport is the same in both: each unit of a row leaves at most once, by one of its roads, at one of the steps, not before the unit
that is counted before it; with it go the people whom rule 24 gives it, which takes room and shares of passages.
"""

from collections.abc import Iterator

from tests.oracles.brute_force import Enumeration, Road, road_of
from tests.oracles.time_indexed import Programme, add_fleet
from tests.oracles.tiny import STEP_MIN

from safepassage.corridor import PriorityClass
from safepassage.planning.connect import connect
from safepassage.planning.routes import find_routes
from safepassage.scenario.scenario import Scenario


def best_by_days(scenario: Scenario) -> float:
    """The most points of people, by all means, and goods: every day of a single vehicle is written down."""
    enumeration = Enumeration(scenario, pauses=True, has_own=True)
    programme = Programme()
    kinds = {kind.id: kind for kind in scenario.vehicle_types}
    for number, entry in enumerate(scenario.fleet):
        for day in enumeration.days(kinds[entry.type], entry.depot):
            shares = {programme.row(("vehicles", number), entry.vehicles): 1.0}
            for use, times in day.uses:
                shares[programme.row(use, enumeration.binding[use[:3]])] = float(times)
            for type_id, points, place in day.trips:
                for what, room in (("seats", kinds[type_id].seats), ("bays", kinds[type_id].stretcher_bays)):
                    row = programme.row((what, (points, place)), 0.0)
                    shares[row] = shares.get(row, 0.0) - room
            for type_id, origin, target in day.hauls:
                row = programme.row(("payload", (origin, target)), 0.0)
                shares[row] = shares.get(row, 0.0) - kinds[type_id].payload_kg
            programme.column(0.0, shares)
    add_fleet(programme, enumeration, with_vehicles=False)
    _add_own(programme, enumeration)
    return programme.best_points(whole=True)


def best_by_times(scenario: Scenario) -> float:
    """The same, with vehicles as flows through places and times."""
    enumeration = Enumeration(scenario, pauses=True, has_own=True)
    programme = Programme()
    add_fleet(programme, enumeration, with_vehicles=True)
    _add_own(programme, enumeration)
    return programme.best_points(whole=True)


def _add_own(programme: Programme, enumeration: Enumeration) -> None:
    scenario, last = enumeration.scenario, enumeration.horizon_min
    for number, own in enumerate(scenario.own_transport):
        ways = list(_ways(enumeration, own.gathering_point, own.max_speed_kmh))
        for unit in range(own.units):
            people = {priority: count * (unit + 1) // own.units - count * unit // own.units for priority, count in own.people.items()}
            worth = sum(getattr(scenario.weights, f"{priority.value}_person") * count for priority, count in people.items())
            for place, road in ways:
                km = sum(leg.km for leg, _, _ in road.legs)
                for departs in range(0, last + 1, STEP_MIN):
                    if not enumeration.is_open(road, departs) or (own.max_km is not None and km > own.max_km):
                        continue
                    shares = {programme.row(("unit", number, unit), 1.0): 1.0}
                    for use in enumeration.uses(road, departs, "out"):
                        if use[:3] in enumeration.binding:
                            row = programme.row(use, enumeration.binding[use[:3]])
                            shares[row] = shares.get(row, 0.0) + own.passage_share
                    room = programme.row(("room", place, False), scenario.place(place).capacity_people)
                    shares[room] = float(sum(count for priority, count in people.items() if priority is not PriorityClass.STRETCHER))
                    if unit:
                        # not without the unit before, and not sooner
                        shares[programme.row(("after", number, unit), 0.0)] = 1.0
                        shares[programme.row(("sooner", number, unit), float(last))] = float(last - departs)
                    if unit + 1 < own.units:
                        shares[programme.row(("after", number, unit + 1), 0.0)] = -1.0
                        shares[programme.row(("sooner", number, unit + 1), float(last))] = float(departs)
                    programme.column(worth, shares)


def _ways(enumeration: Enumeration, origin: str, kmh: float) -> Iterator[tuple[str, Road]]:
    """Every road from a gathering point to a reception centre at a top speed."""
    scenario = enumeration.scenario
    ground = connect(scenario)
    node_place = ground.network.node_place
    assert node_place is not None
    holds = {checkpoint.id: checkpoint.hold_min for checkpoint in scenario.checkpoints}
    for (start, place, top_kmh), routes in find_routes(ground).by_pair.items():
        if (start, top_kmh) == (origin, kmh) and place in {centre.id for centre in scenario.reception_centres}:
            for route in routes:
                legs = [scenario.legs[int(ground.network.arc_way[arc])] for arc in route.arcs]
                yield place, road_of(legs, [node_place[int(ground.network.arc_head[arc])] for arc in route.arcs], holds)
