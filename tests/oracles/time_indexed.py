"""A second formulation of a small scenario: vehicles as flows through places and times, in steps of `STEP_MIN`.

Maximise  sum points x riders + sum points x kilograms   subject to, for each fleet row, conservation of vehicles at each place and time;

    riders by pair and class <= seats, bays of the vehicles that drive the pair;  <= registered;  <= room, beds
    kilograms by lane <= payload of the vehicles that drive the lane;  <= stock;  <= need
    vehicles in a quarter <= what a checkpoint, a gathering point, a road lets pass

Whole numbers of vehicles, riders and kilograms give the optimum (without groups); fractions its linear relaxation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array
from tests.oracles.brute_force import Enumeration, Use
from tests.oracles.tiny import STEP_MIN

from safepassage.corridor import FleetEntry, PriorityClass, VehicleType
from safepassage.scenario.scenario import Scenario

Node = tuple[str, str, int]
"""Standing empty or loaded at a base; at a target, come empty, just unloaded ("served"), or with people ("aboard"), who boarded elsewhere
before ("from" that place) or both there and here ("both" and that place); the place; the minute."""


@dataclass(frozen=True)
class Arc:
    """What one vehicle does from one place and time to another."""

    tail: Node
    head: Node
    uses: tuple[Use, ...] = ()
    pair: tuple[tuple[str, ...], str] | None = None
    lane: tuple[str, str] | None = None


@dataclass
class Programme:
    """Columns with their worth, rows with their upper (and sometimes equal lower) limit."""

    worth: list[float] = field(default_factory=list)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    rows: dict[Any, int] = field(default_factory=dict)
    upper: list[float] = field(default_factory=list)
    is_equal: list[bool] = field(default_factory=list)

    def row(self, key: Any, upper: float, *, is_equal: bool = False) -> int:
        if key not in self.rows:
            self.rows[key] = len(self.upper)
            self.upper.append(upper)
            self.is_equal.append(is_equal)
        return self.rows[key]

    def column(self, worth: float, shares: Mapping[int, float]) -> None:
        self.entries += [(row, len(self.worth), share) for row, share in shares.items()]
        self.worth.append(worth)

    def best_points(self, *, whole: bool) -> float:
        rows, columns, shares = zip(*self.entries, strict=True)
        matrix = coo_array((shares, (rows, columns)), shape=(len(self.upper), len(self.worth))).tocsr()
        upper = np.array(self.upper)
        lower = np.where(self.is_equal, upper, -np.inf)
        solved = milp(
            -np.array(self.worth),
            constraints=LinearConstraint(matrix, lower, upper),
            bounds=Bounds(0, np.inf),
            integrality=np.full(len(self.worth), int(whole)),
            options={"mip_rel_gap": 0.0, "time_limit": 20.0},
        )
        assert solved.success, solved.message
        return float(-solved.fun)


def best_points(scenario: Scenario, *, whole: bool) -> float:
    """The optimum over whole vehicles and people, or over fractions of them."""
    assert not scenario.groups
    programme = Programme()
    add_fleet(programme, Enumeration(scenario, pauses=True), with_vehicles=True)
    return programme.best_points(whole=whole)


def add_fleet(programme: Programme, enumeration: Enumeration, *, with_vehicles: bool) -> None:
    """Riders, goods, and the vehicles for them where these are not there already."""
    scenario = enumeration.scenario
    kinds = {kind.id: kind for kind in scenario.vehicle_types}
    for number, entry in enumerate(scenario.fleet if with_vehicles else ()):
        for arc in _arcs(enumeration, kinds[entry.type]):
            programme.column(0.0, _flow(programme, enumeration, number, entry, kinds[entry.type], arc))
    _add_riders(programme, scenario)
    _add_goods(programme, scenario)


def _arcs(enumeration: Enumeration, kind: VehicleType) -> Iterator[Arc]:
    """Everything that a vehicle of a kind may do, whether it gets there or not."""
    scenario, last = enumeration.scenario, enumeration.horizon_min
    is_base = dict.fromkeys(enumeration.bases, True) | dict.fromkeys(enumeration.targets, False)
    others = {place: [point for point in enumeration.targets if point != place] for place in enumeration.targets}
    kinds_at = {stock.place: {other.kind for other in scenario.stocks if other.place == stock.place} for stock in scenario.stocks}
    for place, base in is_base.items():
        for minute in range(0, last, STEP_MIN):
            second = [f"{state} {point}" for point in others.get(place, ()) for state in ("from", "both")]
            for state in ("base", "loaded") if base else ("target", "served", "aboard", *second):
                yield Arc((state, place, minute), (state, place, minute + STEP_MIN))
        for minute in range(0, last - (kind.goods_loading_min if base else kind.boarding_min) + 1, STEP_MIN):
            if base and place in kinds_at and kind.payload_kg:
                yield Arc(("base", place, minute), ("loaded", place, minute + kind.goods_loading_min))
            for state in () if base else ("target", "served"):
                boards = ("board", place, "", minute // 15)
                yield Arc((state, place, minute), ("aboard", place, minute + kind.boarding_min), (boards,))
            for point in others.get(place, ()):
                boards = ("board", place, "", minute // 15)
                yield Arc((f"from {point}", place, minute), (f"both {point}", place, minute + kind.boarding_min), (boards,))
    wanted_at = {need.place: {other.kind for other in scenario.needs if other.place == need.place} for need in scenario.needs}
    for (origin, destination), roads in enumeration.roads.items():
        is_lane = bool(kind.payload_kg and wanted_at.get(destination, set()) & kinds_at.get(origin, set()))
        for road in roads:
            for departs in range(0, last + 1, STEP_MIN):
                if not enumeration.is_open(road, departs):
                    continue
                arrives = departs + road.minutes
                unloaded = arrives + kind.goods_unloading_min
                if is_lane and unloaded <= last:
                    # where a vehicle may end its day it is free as soon as it has unloaded
                    then = "base" if is_base[destination] else "served"
                    uses = tuple(enumeration.uses(road, departs, "in"))
                    yield Arc(("loaded", origin, departs), (then, destination, unloaded), uses, lane=(origin, destination))
                if is_base.get(origin) and is_base.get(destination) is False:
                    uses = tuple(enumeration.uses(road, departs, "in"))
                    yield Arc(("base", origin, departs), ("target", destination, arrives), uses)
                elif is_base.get(destination) is False:
                    uses = tuple(enumeration.uses(road, departs, "in"))
                    yield Arc(("served", origin, departs), ("target", destination, arrives), uses)
                    if road.minutes <= scenario.column.second_boarding_within_min and arrives <= last:
                        uses = tuple(enumeration.uses(road, departs, "out"))
                        yield Arc(("aboard", origin, departs), (f"from {origin}", destination, arrives), uses)
                elif is_base.get(destination):
                    uses = tuple(enumeration.uses(road, departs, "out"))
                    yield Arc(("base" if is_base[origin] else "served", origin, departs), ("base", destination, arrives), uses)
                    ends = arrives + kind.alighting_min
                    if not is_base[origin] and destination in enumeration.receptions and ends <= last:
                        yield Arc(("aboard", origin, departs), ("base", destination, ends), uses, pair=((origin,), destination))
                        for point in others[origin]:
                            pair = (tuple(sorted((origin, point))), destination)
                            yield Arc((f"both {point}", origin, departs), ("base", destination, ends), uses, pair=pair)


def _flow(programme: Programme, enumeration: Enumeration, number: int, entry: FleetEntry, kind: VehicleType, arc: Arc) -> dict[int, float]:
    """The rows of one arc. At the last minute a vehicle may be at any base; at the first one it is at its depot."""
    shares: dict[int, float] = {}
    for node, sign in ((arc.tail, 1.0), (arc.head, -1.0)):
        if not (node[0] == "base" and node[2] == enumeration.horizon_min):
            start = float(entry.vehicles) if node == ("base", entry.depot, 0) else 0.0
            row = programme.row(("node", number, node), start, is_equal=True)
            shares[row] = shares.get(row, 0.0) + sign
    for use in arc.uses:
        if use[:3] in enumeration.binding:
            shares[programme.row(use, enumeration.binding[use[:3]])] = 1.0
    if arc.pair:
        shares[programme.row(("seats", arc.pair), 0.0)] = -float(kind.seats)
        shares[programme.row(("bays", arc.pair), 0.0)] = -float(kind.stretcher_bays)
    if arc.lane:
        shares[programme.row(("payload", arc.lane), 0.0)] = -float(kind.payload_kg)
    return shares


def _add_riders(programme: Programme, scenario: Scenario) -> None:
    points = [point.id for point in scenario.gathering_points]
    journeys = [*((point,) for point in points), *(tuple(sorted(both)) for both in combinations(points, 2))]
    for point, boarded_at, place in product(scenario.gathering_points, journeys, scenario.receptions):
        if point.id in boarded_at:
            for priority, people in point.registered.items():
                lies = priority is PriorityClass.STRETCHER
                room = place.hospital_beds if lies else place.capacity_people
                shares = {
                    programme.row(("bays" if lies else "seats", (boarded_at, place.id)), 0.0): 1.0,
                    programme.row(("registered", point.id, priority), people): 1.0,
                    programme.row(("room", place.id, lies), room): 1.0,
                }
                programme.column(getattr(scenario.weights, f"{priority.value}_person"), shares)


def _add_goods(programme: Programme, scenario: Scenario) -> None:
    for need_row, need in enumerate(scenario.needs):
        for stock_row, stock in enumerate(scenario.stocks):
            if stock.kind == need.kind:
                shares = {
                    programme.row(("payload", (stock.place, need.place)), 0.0): 1.0,
                    programme.row(("need", need_row), need.weight_kg): 1.0,
                    programme.row(("stock", stock_row), stock.weight_kg): 1.0,
                }
                programme.column(getattr(scenario.weights, f"goods_tonne_priority_{need.priority}") / 1000.0, shares)
