"""All paths of one kind of vehicle, grown from its depots.

Invariant: every option that `docs/rules.md` allows a vehicle is a path here; what is cut (stops of no use, fuel rounded down) never
takes an allowed plan away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import FleetEntry
from safepassage.planning.itinerary import Direction
from safepassage.planning.limits import Limits
from safepassage.planning.problem import ROUNDING_KM, Bools, Floats, Move, Shape, Station, StationKind, VehicleGraph
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import true_throughout

MOST_HALTS = 2
"""Halts on one way between places (rule 5): one for each night of a three-day journey."""

_FUEL_STEPS = 30
"""In the graph, distances since refuelling are rounded down to the range over this, so that no allowed path is lost to the bound.
Whole days are held to the exact kilometres."""

_DANGER_MINUTES_PER_INCIDENT = 10_000.0
"""In the tie-break one expected incident to one person weighs as much as this many vehicle minutes."""

_LATE_MINUTES_PER_PERSON_MINUTE = 0.05
"""In the tie-break a minute later for one seat weighs this many vehicle minutes: a coach of 40 a minute later, two."""

_LYING_AS_SEATED = 10
"""In the tie-break a stretcher case waits as so many seated people."""


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


class GraphGrower:
    """Grows stations and moves from the depots outward, until no new station is reached.

    A vehicle stands at a **base** empty, loads there and is **ready**; drives to a **target**, where goods are unloaded on arrival;
    people board and it is ready again; it drives to a reception, where they alight on arrival, or to one more target, where more people
    board. **Halts** may lie on the way to a target and from the last one.
    """

    def __init__(
        self,
        field: Field,
        entry: FleetEntry,
        limits: Limits,
        pairs: dict[tuple[tuple[str, ...], str], int],
        lanes: dict[tuple[str, str], int],
    ) -> None:
        scenario = field.scenario
        self.field = field
        self.limits = limits
        self.pairs = pairs
        self.lanes = lanes
        self.numbers: dict[Station, int] = {}
        self.stations: list[Station] = []
        self.moves: list[Move] = []
        self.shapes: dict[tuple[object, ...], int] = {}
        self.shape_rows: list[tuple[Shape, Bools, Floats, Floats]] = []
        self.type = next(type_ for type_ in scenario.vehicle_types if type_.id == entry.type)
        self.duty = field.duty_min(entry)
        self.light = ~field.dark_min
        self.shelters = {place.id: place for place in scenario.receptions}
        self.bases = {*self.shelters, *(depot.id for depot in scenario.depots)}
        self.points = {point.id for point in scenario.gathering_points}
        self.needy = {need.place for need in scenario.needs}
        self.targets = sorted(self.points | self.needy)
        self.halts = {halt.id: halt for halt in scenario.safe_halts if halt.holds_vehicles > 0}
        self.fuel = {place.id for place in scenario.places if place.has_fuel}
        stock_kinds: dict[str, set[str]] = {}
        for stock in scenario.stocks:
            stock_kinds.setdefault(stock.place, set()).add(stock.kind)
        self.deliverable = {(place, need.place) for place, kinds in stock_kinds.items() for need in scenario.needs if need.kind in kinds}

    def station(self, station: Station) -> int:
        """The number of a station, new or known."""
        if station not in self.numbers:
            self.numbers[station] = len(self.stations)
            self.stations.append(station)
        return self.numbers[station]

    def grow(self) -> VehicleGraph:
        done = 0
        while done < len(self.stations):
            station = self.stations[done]
            if station.kind is StationKind.BASE:
                self._from_base(station)
            elif station.kind is StationKind.TARGET:
                self._from_target(station)
            else:
                self._onward(station)
            done += 1
        moves = sorted(self.moves, key=lambda move: move.tail)
        horizon_min = len(self.light)
        return VehicleGraph(
            stations=tuple(self.stations),
            moves=tuple(moves),
            shapes=tuple(shape for shape, _, _, _ in self.shape_rows),
            open_min=_stacked([open_min for _, open_min, _, _ in self.shape_rows], horizon_min, np.bool_),
            wait_min=_stacked([self._wait(station) for station in self.stations], horizon_min, np.bool_),
            tie_points=_stacked([tie for _, _, tie, _ in self.shape_rows], horizon_min, np.float64),
            cost_points=_stacked([cost for _, _, _, cost in self.shape_rows], horizon_min, np.float64),
            halt_limit=tuple(self.limits.halt(station.place) if station.kind is StationKind.HALT else -1 for station in self.stations),
            seats=self.type.seats,
            stretcher_bays=self.type.stretcher_bays,
            payload_kg=self.type.payload_kg,
            fuel_range_km=self.type.fuel_range_km,
        )

    # --- what a vehicle can do next

    def _from_base(self, station: Station) -> None:
        """Empty: to people, over halts where need be; to another base; or load."""
        for point in sorted(self.points):
            self._drive_in(station, point)
        for halt in self.halts:
            self._drive_to_halt(station, halt, Direction.INBOUND)
            if station.place in self.needy:
                self._drive_to_halt(station, halt, Direction.OUTBOUND)
        for base in sorted(self.bases):
            self._drive_out(station, base)
        if self.type.payload_kg > 0 and any(stock == station.place for stock, _ in self.deliverable):
            ready = replace(station, kind=StationKind.READY, direction=Direction.INBOUND, loaded_at=station.place)
            self._stand(station, ready, self.type.goods_loading_min, loads_at=station.place)

    def _from_target(self, station: Station) -> None:
        """People board; or, its goods unloaded, it goes on to people elsewhere or straight back."""
        if station.place in self.points and (self.type.seats or self.type.stretcher_bays):
            boarded_at = tuple(sorted((*station.boarded_at, station.place)))
            ready = replace(station, kind=StationKind.READY, direction=Direction.OUTBOUND, boarded_at=boarded_at, loaded_at=None)
            self._stand(station, ready, self.type.boarding_min, boards_at=station.place)
        if station.loaded_at is not None:
            empty = replace(station, loaded_at=None)
            for point in sorted(self.points):
                self._drive_in(empty, point, tail=station)
            for base in sorted(self.bases):
                self._drive_out(empty, base, tail=station)
            for halt in self.halts:
                self._drive_to_halt(empty, halt, Direction.OUTBOUND, tail=station)

    def _onward(self, station: Station) -> None:
        """From a halt, or ready with goods or people on board: to where they go, or to a halt."""
        if station.direction == Direction.INBOUND:
            loaded = [target for target in self.targets if (station.loaded_at, target) in self.deliverable]
            for target in sorted(self.points) if station.loaded_at is None else loaded:
                self._drive_in(station, target)
        else:
            for base in sorted(self.bases):
                if not station.boarded_at or self._takes(base):
                    self._drive_out(station, base)
            if station.kind is StationKind.READY and len(station.boarded_at) == 1:
                self._drive_to_more_people(station)
        for halt in self.halts if station.halts < MOST_HALTS else ():
            self._drive_to_halt(station, halt, Direction(station.direction))

    def _takes(self, place: str) -> bool:
        shelter = self.shelters.get(place)
        if shelter is None:
            return False
        return bool((self.type.seats and shelter.capacity_people) or (self.type.stretcher_bays and shelter.hospital_beds))

    # --- moves

    def _stand(self, station: Station, ready: Station, minutes: int, *, boards_at: str | None = None, loads_at: str | None = None) -> None:
        """Board or load without moving, for a minute at least (rule 4)."""
        minutes = max(1, minutes)
        key = ("board" if boards_at else "load", station.place)
        if key not in self.shapes:
            open_min = true_throughout(self.duty, 0, minutes) & true_throughout(np.ones_like(self.light), 0, minutes)
            if station.place not in self.bases:
                open_min &= true_throughout(self.light, 0, minutes)
            uses = ((self.limits.boarding(boards_at), 0),) if boards_at else ()
            self._new_shape(key, Shape(None, ready.direction, 0, minutes, 0.0, uses), open_min, np.zeros(len(self.light)))
        self._add(station, ready, key, boards_at=boards_at, loads_at=loads_at)

    def _drive_in(self, station: Station, target: str, *, tail: Station | None = None) -> None:
        lane = self.lanes.setdefault((station.loaded_at, target), len(self.lanes)) if station.loaded_at else -1
        # where a vehicle may end its day it is free again as soon as it has unloaded
        kind = StationKind.BASE if target in self.bases else StationKind.TARGET
        unloaded_from = None if target in self.bases else station.loaded_at
        arrived = Station(kind, target, Direction.OUTBOUND, loaded_at=unloaded_from)
        after = self.type.goods_unloading_min if station.loaded_at else 0
        for route in self._routes(station.place, target):
            head = self._head(arrived, station, route)
            if head is not None:
                key = self._drive(route, Direction.INBOUND, after, stops_in_light=target not in self.bases)
                self._add(tail or station, head, key, unloads=station.loaded_at is not None, lane=lane)

    def _drive_out(self, station: Station, base: str, *, tail: Station | None = None) -> None:
        boarded = station.boarded_at
        pair = self.pairs.setdefault((boarded, base), len(self.pairs)) if boarded else -1
        after = self.type.alighting_min if boarded else 0
        for route in self._routes(station.place, base):
            head = self._head(Station(StationKind.BASE, base, Direction.OUTBOUND), station, route)
            if head is not None:
                key = self._drive(route, Direction.OUTBOUND, after, carries_people=bool(boarded), alights=bool(boarded))
                self._add(tail or station, head, key, alights=bool(boarded), pair=pair)

    def _drive_to_more_people(self, station: Station) -> None:
        """With people on board to a second gathering point, where it is near enough (rule 9)."""
        for point in sorted(self.points.difference(station.boarded_at)):
            arrived = Station(StationKind.TARGET, point, Direction.OUTBOUND, station.boarded_at)
            for route in self._routes(station.place, point):
                head = self._head(arrived, station, route)
                if head is not None and route.minutes <= self.field.scenario.column.second_boarding_within_min:
                    key = self._drive(route, Direction.OUTBOUND, 0, carries_people=True, stops_in_light=point not in self.bases)
                    self._add(station, head, key)

    def _drive_to_halt(self, station: Station, halt: str, direction: Direction, *, tail: Station | None = None) -> None:
        arrived = Station(StationKind.HALT, halt, direction, station.boarded_at, station.loaded_at, station.halts + 1)
        for route in self._routes(station.place, halt):
            head = self._head(arrived, station, route)
            if head is not None:
                # the halt itself lasts at least a minute, so the next move can start only after it
                lit = not self.halts[halt].is_overnight
                carries_people = bool(station.boarded_at)
                key = self._drive(route, direction, 1, carries_people=carries_people, stops_in_light=lit, is_after_free=True)
                self._add(tail or station, head, key)

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
        if used_km > range_km + ROUNDING_KM:
            return None
        grain_km = range_km / _FUEL_STEPS
        return replace(arrived, used_km=0.0 if arrived.place in self.fuel else used_km // grain_km * grain_km)

    def _drive(
        self,
        route: Route,
        direction: Direction,
        after: int,
        *,
        carries_people: bool = False,
        alights: bool = False,
        stops_in_light: bool = False,
        is_after_free: bool = False,
    ) -> tuple[object, ...]:
        """The key of a drive's shape: `after` minutes of unloading or alighting on arrival, or of a halt, which is free of duty."""
        key = (route.id, direction, after, carries_people, alights)
        if key not in self.shapes:
            total_min = max(1, route.minutes + after)
            open_min = self.field.open_min(route) & true_throughout(self.duty, 0, route.minutes if is_after_free else route.minutes + after)
            open_min[max(0, len(open_min) - total_min + 1) :] = False
            if stops_in_light and after:
                open_min &= true_throughout(self.light, route.minutes, route.minutes + after)
            shape = Shape(route.id, direction, route.minutes, total_min, route.km, self.limits.on_route(route, direction))
            people = self.type.seats + self.type.stretcher_bays if carries_people else 0
            self._new_shape(key, shape, open_min, people * self.field.incidents(route), arrives_full=alights)
        return key

    def _new_shape(self, key: tuple[object, ...], shape: Shape, open_min: Bools, incidents: Floats, *, arrives_full: bool = False) -> None:
        """Keep a shape with its points; -1 in place of its number where no move of it is ever open.

        `incidents` are the expected person-incidents of a full vehicle, by starting minute. The tie-break counts vehicle minutes, danger
        and late arrival, in vehicle minutes, scaled to points later.
        """
        if not open_min.any():
            self.shapes[key] = -1
            return
        tie = float(shape.drive_min) + _DANGER_MINUTES_PER_INCIDENT * incidents
        if arrives_full:
            people = self.type.seats + _LYING_AS_SEATED * self.type.stretcher_bays
            tie = tie + _LATE_MINUTES_PER_PERSON_MINUTE * people * (np.arange(len(self.light)) + shape.total_min)
        weights = self.field.scenario.weights
        cost = weights.danger_incident * incidents + weights.vehicle_h * shape.drive_min / 60.0
        self.shapes[key] = len(self.shape_rows)
        self.shape_rows.append((shape, open_min, tie, cost))

    def _add(
        self,
        station: Station,
        head: Station,
        key: tuple[object, ...],
        *,
        boards_at: str | None = None,
        alights: bool = False,
        loads_at: str | None = None,
        unloads: bool = False,
        pair: int = -1,
        lane: int = -1,
    ) -> None:
        shape = self.shapes[key]
        if shape >= 0:
            tail = self.numbers[station]
            self.moves.append(Move(tail, self.station(head), shape, boards_at, alights, loads_at, unloads, pair, lane))

    def _wait(self, station: Station) -> Bools:
        """bool[minute]: whether the vehicle may stand there from this minute to the next."""
        if station.kind is StationKind.HALT:
            return np.ones_like(self.light) if self.halts[station.place].is_overnight else self.light.copy()
        return np.ones_like(self.light) if station.place in self.bases else self.light.copy()


def _stacked(rows: Sequence[NDArray[Any]], columns: int, dtype: type) -> NDArray[Any]:
    """`dtype[row, column]`: several times faster than an array of a list of arrays."""
    return np.concatenate(rows, dtype=dtype).reshape(-1, columns) if rows else np.zeros((0, columns), dtype)
