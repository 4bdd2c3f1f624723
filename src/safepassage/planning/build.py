"""From a scenario with its routes to the problem in numbers."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from safepassage.corridor import FleetEntry, PriorityClass
from safepassage.planning.itinerary import Direction
from safepassage.planning.problem import (
    QUARTER_MIN,
    Bools,
    Demand,
    FleetRow,
    Floats,
    Limit,
    Move,
    NeedLine,
    OwnFlow,
    OwnRow,
    Problem,
    Shape,
    Shelter,
    Station,
    StationKind,
    StockLine,
    VehicleGraph,
)
from safepassage.planning.result import BindingKind
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario, Weights

TIE_BUDGET_POINTS = 0.25
"""All tie-breaking costs of a whole plan together stay below this, and those of all silence as well: together half of what one 'other'
person is worth."""

_FUEL_STEPS = 30
"""In the graph, distances since refuelling are rounded down to the range over this, so that no allowed path is lost to the bound.
Whole days are held to the exact kilometres."""

MOST_HALTS = 2
"""Halts on one way between places (rule 5): one for each night of a three-day journey."""

_DANGER_MINUTES_PER_INCIDENT = 10_000.0
"""In the tie-break one expected incident to one person weighs as much as this many vehicle minutes."""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """The scenario with what holds at each minute. Arrays are indexed by minute of the horizon, or of departure for routes.

    `routes` maps (origin, destination, top speed in km/h) to the roads between them.
    """

    scenario: Scenario
    routes: Mapping[tuple[str, str, float], Sequence[Route]]
    open_min: Callable[[Route], Bools]
    incidents: Callable[[Route], Floats]
    dark_min: Bools
    duty_min: Callable[[FleetEntry], Bools]


def build_problem(field: Field) -> Problem:
    """Stations and moves for each kind of vehicle, limits by quarter, people, receptions and goods."""
    scenario = field.scenario
    horizon_min = len(field.dark_min)
    offset_min = int(scenario.horizon.starts_at.timestamp() // 60) % QUARTER_MIN
    slots = -(-(horizon_min + offset_min) // QUARTER_MIN)
    limits = _Limits(scenario, slots, _silence_points(field, slots))
    pairs: dict[tuple[str, str], int] = {}
    lanes: dict[tuple[str, str], int] = {}
    graphs: list[VehicleGraph] = []
    fleet: list[FleetRow] = []
    for rows in _rows_by_kind(scenario):
        grower = _GraphGrower(field, scenario.fleet[rows[0]], limits, pairs, lanes)
        for row in rows:
            entry = scenario.fleet[row]
            start = grower.station(Station(StationKind.BASE, entry.depot, Direction.OUTBOUND))
            fleet.append(FleetRow(row, entry.vehicles, len(graphs), start))
        graphs.append(grower.grow())
    return Problem(
        horizon_min=horizon_min,
        quarter_offset_min=offset_min,
        limits=tuple(limits.limits),
        graphs=_scale_ties(graphs, fleet),
        fleet=tuple(fleet),
        pairs=tuple(pairs),
        lanes=tuple(lanes),
        demands=tuple(_demands(scenario)),
        shelters=tuple(Shelter(place.id, place.capacity_people, place.hospital_beds) for place in scenario.receptions),
        needs=tuple(_needs(scenario)),
        stocks=tuple(StockLine(stock.place, stock.kind, stock.weight_kg) for stock in scenario.stocks),
        own_rows=tuple(_own_rows(scenario)),
        own_flows=tuple(_own_flows(field, limits)),
        tie_budget_points=2 * TIE_BUDGET_POINTS,
    )


def person_points(weights: Weights, priority: PriorityClass) -> float:
    return float(getattr(weights, f"{priority.value}_person"))


def goods_points_per_kg(weights: Weights, priority: int) -> float:
    return float(getattr(weights, f"goods_tonne_priority_{priority}")) / 1000.0


def all_true_over(mask: Bools, first_min: int, last_min: int) -> Bools:
    """Whether mask holds on every minute of [m + first_min, m + last_min), for each m; beyond the horizon it does not."""
    horizon_min = len(mask)
    false_before = np.concatenate(([0], np.cumsum(~mask)))
    start = np.arange(horizon_min) + first_min
    end = np.arange(horizon_min) + last_min
    inside = end <= horizon_min
    start, end = np.minimum(start, horizon_min), np.minimum(end, horizon_min)
    return np.asarray(inside & (false_before[end] == false_before[start]))


def shifted(mask: Bools, minutes: int) -> Bools:
    """mask[m + minutes], False beyond the horizon."""
    moved = np.zeros_like(mask)
    if minutes < len(mask):
        moved[: len(mask) - minutes] = mask[minutes:]
    return moved


class _Limits:
    """The limits of the scenario, numbered, found by what they limit."""

    def __init__(self, scenario: Scenario, slots: int, silence_points: Mapping[str, float]) -> None:
        self.limits: list[Limit] = []
        self._crossing: dict[tuple[str, str], list[int]] = {}
        self._boarding: dict[str, int] = {}
        self._entry: dict[tuple[str, str], int] = {}
        self._halt: dict[str, int] = {}
        self._silence: dict[str, int] = {}
        for checkpoint in scenario.checkpoints:
            per_quarter = {
                Direction.INBOUND: checkpoint.inbound_vehicles_per_15_min,
                Direction.OUTBOUND: checkpoint.outbound_vehicles_per_15_min,
            }
            both: list[int] = []
            if checkpoint.vehicles_per_15_min is not None:
                both = [self._add(BindingKind.CHECKPOINT, checkpoint.id, None, checkpoint.vehicles_per_15_min, slots)]
            for direction, vehicles in per_quarter.items():
                own = self._add(BindingKind.CHECKPOINT, checkpoint.id, direction, vehicles, slots)
                self._crossing[checkpoint.id, direction] = [own, *both]
        for point in scenario.gathering_points:
            self._boarding[point.id] = self._add(BindingKind.BOARDING, point.id, None, point.boardings_per_15_min, slots)
        for segment in scenario.segments:
            if segment.vehicles_per_15_min is not None:
                for direction in Direction:
                    self._entry[segment.id, direction] = self._add(
                        BindingKind.ROAD, segment.id, direction, segment.vehicles_per_15_min, slots
                    )
        for segment_id, points in silence_points.items():
            self._silence[segment_id] = self._add(BindingKind.WINDOW, segment_id, None, math.inf, slots, points)
        for halt in scenario.safe_halts:
            self._halt[halt.id] = self._add(BindingKind.HALT, halt.id, None, halt.holds_vehicles, slots)

    def _add(self, kind: BindingKind, what: str, direction: str | None, vehicles: float, slots: int, opening_points: float = 0.0) -> int:
        self.limits.append(Limit(kind, what, direction, np.full(slots, float(vehicles)), opening_points))
        return len(self.limits) - 1

    def on_route(self, route: Route, direction: str, starts_min: int) -> tuple[tuple[int, int], ...]:
        """What a drive along the route uses, in minutes after `starts_min` before its departure."""
        uses = [
            (limit, starts_min + crossing.arrives_min)
            for crossing in route.crossings
            for limit in self._crossing[crossing.checkpoint, direction]
        ]
        uses += [
            (self._entry[passage.segment, direction], starts_min + passage.enters_min)
            for passage in route.passages
            if (passage.segment, direction) in self._entry
        ]
        uses += [
            (self._silence[passage.segment], starts_min + minute)
            for passage in route.passages
            if passage.segment in self._silence
            for minute in range(passage.enters_min, max(passage.leaves_min, passage.enters_min + 1), QUARTER_MIN)
        ]
        return tuple(uses)

    def boarding(self, gathering_point: str) -> int:
        return self._boarding[gathering_point]

    def halt(self, safe_halt: str) -> int:
        return self._halt[safe_halt]


def _silence_points(field: Field, slots: int) -> dict[str, float]:
    """Points lost for each quarter of silence on each segment that needs it: its weight, or a tie-break where that is zero."""
    scenario = field.scenario
    silent = {segment.id for segment in scenario.segments if segment.needs_silence}
    km: dict[str, float] = {}
    for roads in field.routes.values():
        for route in roads:
            for passage in route.passages:
                if passage.segment in silent:
                    km[passage.segment] = max(km.get(passage.segment, 0.0), passage.km)
    quarter_h = QUARTER_MIN / 60.0
    most_km_h = sum(km.values()) * quarter_h * slots
    weight = scenario.weights.silence_km_h or (TIE_BUDGET_POINTS / most_km_h if most_km_h else 0.0)
    return {segment: weight * length_km * quarter_h for segment, length_km in sorted(km.items())}


def _rows_by_kind(scenario: Scenario) -> list[list[int]]:
    """Fleet rows that share a graph: same type and same duty."""
    grouped: dict[tuple[object, ...], list[int]] = {}
    for row, entry in enumerate(scenario.fleet):
        if entry.vehicles > 0:
            grouped.setdefault((entry.type, entry.duty_starts, entry.duty_h, entry.relief_crews), []).append(row)
    return list(grouped.values())


class _GraphGrower:
    """Grows all stations and moves of one kind of vehicle from its depots."""

    def __init__(
        self,
        field: Field,
        entry: FleetEntry,
        limits: _Limits,
        pairs: dict[tuple[str, str], int],
        lanes: dict[tuple[str, str], int],
    ) -> None:
        scenario = field.scenario
        self.field = field
        self.limits = limits
        self.pairs = pairs
        self.lanes = lanes
        self.stations: dict[Station, int] = {}
        self.order: list[Station] = []
        self.moves: list[Move] = []
        self.shapes: dict[tuple[object, ...], int] = {}
        self.shape_rows: list[tuple[Shape, Bools, Floats, Floats]] = []
        self.type = next(type_ for type_ in scenario.vehicle_types if type_.id == entry.type)
        self.duty = field.duty_min(entry)
        self.light = ~field.dark_min
        self.shelters = {place.id: place for place in scenario.receptions}
        self.bases = {*self.shelters, *(depot.id for depot in scenario.depots)}
        self.points = {point.id for point in scenario.gathering_points}
        self.needs = {need.place for need in scenario.needs}
        self.targets = sorted(self.points | self.needs)
        self.halts = {halt.id: halt for halt in scenario.safe_halts if halt.holds_vehicles > 0}
        self.fuel = {place.id for place in scenario.places if place.has_fuel}
        stock_kinds: dict[str, set[str]] = {}
        for stock in scenario.stocks:
            stock_kinds.setdefault(stock.place, set()).add(stock.kind)
        self.deliverable = {(place, need.place) for place, kinds in stock_kinds.items() for need in scenario.needs if need.kind in kinds}

    def station(self, station: Station) -> int:
        """The number of a station, new or known."""
        if station not in self.stations:
            self.stations[station] = len(self.order)
            self.order.append(station)
        return self.stations[station]

    def grow(self) -> VehicleGraph:
        done = 0
        while done < len(self.order):
            station = self.order[done]
            if station.kind is StationKind.BASE:
                self._from_base(station)
            elif station.kind is StationKind.TARGET:
                self._from_target(station)
            else:
                self._from_halt(station)
            done += 1
        moves = sorted(self.moves, key=lambda move: move.tail)
        horizon_min = len(self.light)
        return VehicleGraph(
            stations=tuple(self.stations),
            moves=tuple(moves),
            shapes=tuple(shape for shape, _, _, _ in self.shape_rows),
            open_min=np.array([open_min for _, open_min, _, _ in self.shape_rows]).reshape(-1, horizon_min),
            wait_min=np.array([self._wait(station) for station in self.stations]).reshape(-1, horizon_min),
            tie_points=np.array([tie for _, _, tie, _ in self.shape_rows]).reshape(-1, horizon_min),
            cost_points=np.array([cost for _, _, _, cost in self.shape_rows]).reshape(-1, horizon_min),
            halt_limit=tuple(self.limits.halt(station.place) if station.kind is StationKind.HALT else -1 for station in self.stations),
            seats=self.type.seats,
            stretcher_bays=self.type.stretcher_bays,
            payload_kg=self.type.payload_kg,
            fuel_range_km=self.type.fuel_range_km,
        )

    def _from_base(self, station: Station) -> None:
        loads: list[str | None] = [None]
        if self.type.payload_kg > 0 and any(stock == station.place for stock, _ in self.deliverable):
            loads.append(station.place)
        for loaded in loads:
            for target in self.targets:
                if loaded is None or (loaded, target) in self.deliverable:
                    self._move_in(station, target, loaded, loads_at=loaded)
            for halt in self.halts:
                self._move_to_halt(station, halt, Direction.INBOUND, boarded=None, loaded=loaded, boards_at=None, loads_at=loaded)
        for base in sorted(self.bases):
            self._move_out(station, base, None, boards_at=None)

    def _from_target(self, station: Station) -> None:
        if station.place in self.points and (self.type.seats or self.type.stretcher_bays):
            for shelter in self.shelters:
                if self._takes(shelter):
                    self._move_out(station, shelter, station.place, boards_at=station.place)
            for halt in self.halts:
                self._move_to_halt(
                    station, halt, Direction.OUTBOUND, boarded=station.place, loaded=None, boards_at=station.place, loads_at=None
                )
        if station.loaded_at is not None:
            # its goods unloaded, it may go on to people elsewhere or straight back
            for point in sorted(self.points):
                self._move_in(station, point, None, loads_at=None)
            for base in sorted(self.bases):
                self._move_out(station, base, None, boards_at=None)
            for halt in self.halts:
                self._move_to_halt(station, halt, Direction.OUTBOUND, boarded=None, loaded=None, boards_at=None, loads_at=None)

    def _from_halt(self, station: Station) -> None:
        if station.direction == Direction.INBOUND:
            for target in self.targets:
                if station.loaded_at is None or (station.loaded_at, target) in self.deliverable:
                    self._move_in(station, target, station.loaded_at, loads_at=None)
        else:
            for base in sorted(self.bases):
                if station.boarded_at is None or self._takes(base):
                    self._move_out(station, base, station.boarded_at, boards_at=None)
        for halt in self.halts if station.halts < MOST_HALTS else ():
            if halt != station.place:
                self._move_to_halt(
                    station, halt, station.direction, boarded=station.boarded_at, loaded=station.loaded_at, boards_at=None, loads_at=None
                )

    def _takes(self, place: str) -> bool:
        shelter = self.shelters.get(place)
        if shelter is None:
            return False
        return bool((self.type.seats and shelter.capacity_people) or (self.type.stretcher_bays and shelter.hospital_beds))

    def _move_in(self, station: Station, target: str, loaded: str | None, *, loads_at: str | None) -> None:
        before = self.type.goods_loading_min if loads_at else 0
        after = self.type.goods_unloading_min if loaded else 0
        lane = self.lanes.setdefault((loaded, target), len(self.lanes)) if loaded else -1
        for route in self._routes(station.place, target):
            head = self._head(Station(StationKind.TARGET, target, Direction.OUTBOUND, loaded_at=loaded), station, route)
            if head is not None:
                lit = self._lit(target, before + route.minutes, before + route.minutes + after)
                self._add(station, head, route, Direction.INBOUND, before, after, lit, loads_at=loads_at, unloads=bool(loaded), lane=lane)

    def _move_out(self, station: Station, base: str, boarded: str | None, *, boards_at: str | None) -> None:
        before = self.type.boarding_min if boards_at else 0
        after = self.type.alighting_min if boarded else 0
        pair = self.pairs.setdefault((boarded, base), len(self.pairs)) if boarded else -1
        for route in self._routes(station.place, base):
            head = self._head(Station(StationKind.BASE, base, Direction.OUTBOUND), station, route)
            if head is not None:
                lit = self._lit(station.place, 0, before) if boards_at else None
                self._add(
                    station, head, route, Direction.OUTBOUND, before, after, lit, boards_at=boards_at, alights=bool(boarded), pair=pair
                )

    def _move_to_halt(
        self,
        station: Station,
        halt: str,
        direction: str,
        *,
        boarded: str | None,
        loaded: str | None,
        boards_at: str | None,
        loads_at: str | None,
    ) -> None:
        before = (self.type.boarding_min if boards_at else 0) + (self.type.goods_loading_min if loads_at else 0)
        for route in self._routes(station.place, halt):
            head = self._head(Station(StationKind.HALT, halt, direction, boarded, loaded, station.halts + 1), station, route)
            if head is not None:
                lit = self._lit(station.place, 0, before) if boards_at else None
                # the halt itself lasts at least a minute, so the next move can start only after it
                self._add(station, head, route, direction, before, 1, lit, boards_at=boards_at, loads_at=loads_at)

    def _routes(self, origin: str, destination: str) -> Sequence[Route]:
        if origin == destination:
            return ()
        return self.field.routes.get((origin, destination, self.type.max_speed_kmh), ())

    def _head(self, arrived: Station, station: Station, route: Route) -> Station | None:
        """The station reached, with the distance driven since refuelling; None where the fuel does not last."""
        range_km = self.type.fuel_range_km
        if range_km is None:
            return arrived
        used_km = station.used_km + route.km
        if used_km > range_km:
            return None
        grain_km = range_km / _FUEL_STEPS
        return replace(arrived, used_km=0.0 if arrived.place in self.fuel else used_km // grain_km * grain_km)

    def _lit(self, place: str, first_min: int, last_min: int) -> Bools | None:
        if place in self.bases:
            return None
        return all_true_over(self.light, first_min, last_min)

    def _add(
        self,
        station: Station,
        head: Station,
        route: Route,
        direction: str,
        before: int,
        after: int,
        lit: Bools | None,
        *,
        boards_at: str | None = None,
        alights: bool = False,
        loads_at: str | None = None,
        unloads: bool = False,
        pair: int = -1,
        lane: int = -1,
    ) -> None:
        carries_people = bool(boards_at) or pair >= 0
        key = (route.id, direction, before, after, lit is None, carries_people, alights, boards_at)
        if key not in self.shapes:
            halts = head.kind is StationKind.HALT
            self.shapes[key] = self._shape(route, direction, before, after, lit, halts, carries_people, alights, boards_at)
        shape = self.shapes[key]
        if shape < 0:
            return
        self.moves.append(
            Move(
                tail=self.stations[station],
                head=self.station(head),
                shape=shape,
                boards_at=boards_at,
                alights=alights,
                loads_at=loads_at,
                unloads=unloads,
                pair=pair,
                lane=lane,
            )
        )

    def _shape(
        self,
        route: Route,
        direction: str,
        before: int,
        after: int,
        lit: Bools | None,
        halts: bool,
        carries_people: bool,
        alights: bool,
        boards_at: str | None,
    ) -> int:
        """The number of a new shape; -1 where no move of it is ever open."""
        total_min = max(1, before + route.minutes + after)
        open_min = shifted(self.field.open_min(route), before) & all_true_over(self.duty, 0, total_min - halts)
        if lit is not None:
            open_min &= lit
        if not open_min.any():
            return -1
        uses = self.limits.on_route(route, direction, before)
        if boards_at:
            uses = ((self.limits.boarding(boards_at), 0), *uses)
        shape = Shape(route.id, direction, before, route.minutes, total_min, route.km, uses)
        incidents = self._incidents(shape, route, carries_people=carries_people)
        self.shape_rows.append((shape, open_min, self._tie(shape, incidents, alights), self._cost(shape, incidents)))
        return len(self.shape_rows) - 1

    def _incidents(self, move: Shape, route: Route, *, carries_people: bool) -> Floats:
        """Expected person-incidents of a full vehicle, by starting minute of the move."""
        horizon_min = len(self.light)
        incidents = np.zeros(horizon_min)
        if carries_people:
            people = self.type.seats + self.type.stretcher_bays
            incidents[: horizon_min - move.starts_drive_min] = people * self.field.incidents(route)[move.starts_drive_min :]
        return incidents

    def _tie(self, move: Shape, incidents: Floats, alights: bool) -> Floats:
        """Vehicle minutes, danger and late arrival, in minutes; scaled to points later."""
        horizon_min = len(self.light)
        tie = float(move.drive_min) + _DANGER_MINUTES_PER_INCIDENT * incidents
        if alights:
            tie += (self.type.seats + self.type.stretcher_bays) * (np.arange(horizon_min) + move.total_min) / horizon_min
        return tie

    def _cost(self, move: Shape, incidents: Floats) -> Floats:
        """What the scenario's own weights charge for danger and vehicle hours."""
        weights = self.field.scenario.weights
        return np.asarray(weights.danger_incident * incidents + weights.vehicle_h * move.drive_min / 60.0)

    def _wait(self, station: Station) -> Bools:
        if station.kind is StationKind.TARGET and station.place not in self.bases:
            return self.light.copy()
        if station.kind is StationKind.HALT:
            halt = self.halts[station.place]
            return np.ones_like(self.light) if halt.is_overnight else self.light.copy()
        return np.ones_like(self.light)


def _scale_ties(graphs: Iterable[VehicleGraph], fleet: Iterable[FleetRow]) -> tuple[VehicleGraph, ...]:
    """Ties in points such that those of a whole plan cannot reach the budget, whatever the paths."""
    graphs = list(graphs)
    worst = 0.0
    for row in fleet:
        graph = graphs[row.graph]
        if graph.shapes:
            per_minute = max(float(tie.max()) / shape.total_min for shape, tie in zip(graph.shapes, graph.tie_points, strict=True))
            worst += row.vehicles * per_minute * graph.open_min.shape[1]
    scale = TIE_BUDGET_POINTS / worst if worst > 0 else 0.0
    return tuple(replace(graph, tie_points=graph.tie_points * scale) for graph in graphs)


def _demands(scenario: Scenario) -> Iterable[Demand]:
    """People in no group by place and class, then the groups row by row."""
    for (place, priority), people in people_alone(scenario).items():
        if people:
            lying = priority is PriorityClass.STRETCHER
            yield Demand(place, people, 0 if lying else 1, 1 if lying else 0, person_points(scenario.weights, priority))
    for group in scenario.groups:
        points = sum(people * person_points(scenario.weights, priority) for priority, people in group.people.items())
        yield Demand(group.gathering_point, group.groups, group.people.seated_people, group.stretcher_people, points)


def people_alone(scenario: Scenario) -> dict[tuple[str, PriorityClass], int]:
    """People in no group, by gathering point and class."""
    alone = {(place.id, priority): people for place in scenario.gathering_points for priority, people in place.registered.items()}
    for group in scenario.groups:
        for priority, people in group.people.items():
            alone[group.gathering_point, priority] -= people * group.groups
    return alone


def _needs(scenario: Scenario) -> Iterable[NeedLine]:
    for row, need in enumerate(scenario.needs):
        yield NeedLine(row, need.place, need.kind, need.weight_kg, goods_points_per_kg(scenario.weights, need.priority))


def _own_rows(scenario: Scenario) -> Iterable[OwnRow]:
    for row, own in enumerate(scenario.own_transport):
        if own.units:
            points = sum(people * person_points(scenario.weights, priority) for priority, people in own.people.items())
            yield OwnRow(row, own.units, own.people.total_people / own.units, points / own.units)


def _own_flows(field: Field, limits: _Limits) -> Iterable[OwnFlow]:
    scenario = field.scenario
    for row, own in enumerate(scenario.own_transport):
        if not own.units:
            continue
        for shelter in scenario.receptions:
            if not shelter.capacity_people:
                continue
            for route in field.routes.get((own.gathering_point, shelter.id, own.max_speed_kmh), ()):
                open_min = field.open_min(route) & all_true_over(np.ones(len(field.dark_min), bool), 0, max(1, route.minutes))
                if (own.max_km is None or route.km <= own.max_km) and open_min.any():
                    uses = limits.on_route(route, Direction.OUTBOUND, 0)
                    yield OwnFlow(row, route.id, shelter.id, route.minutes, open_min, uses, own.passage_share)
