"""The gates of every mover of a plan, in order, and what boards, is unloaded and turns back there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from safepassage.corridor import GoodsKind, PriorityClass
from safepassage.planning.itinerary import Alight, Board, Direction, Drive, Itinerary, LoadGoods, OwnDeparture, UnloadGoods
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.day import Gate, Kind
from safepassage.stress.numbering import Lines, Numbers
from safepassage.stress.road import road_gates
from safepassage.stress.spans import minute_down


def by_class(people: Mapping[PriorityClass, int] | object) -> Iterable[int]:
    return (people[priority] for priority in PriorityClass)  # type: ignore[index]


@dataclass
class GateTable:
    """The gates and movers, written one after the other."""

    scenario: Scenario
    plan: Plan
    numbers: Numbers
    lines: Lines
    gates: list[list[int]] = field(default_factory=list)
    gate_km: list[float] = field(default_factory=list)
    gate_part_min: list[float] = field(default_factory=list)
    movers: list[tuple[int, ...]] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    boards: list[tuple[int, ...]] = field(default_factory=list)
    board_part: list[tuple[int, ...]] = field(default_factory=list)
    unloads: list[list[int]] = field(default_factory=list)
    vehicle_of: dict[str, int] = field(default_factory=dict)
    km: float = 0.0

    def add_vehicle(self, itinerary: Itinerary, duty: tuple[int, int]) -> None:
        """One vehicle of the fleet. One that does nothing has no gates and is left out."""
        if not itinerary.activities:
            return
        first, self.km = len(self.gates), 0.0
        place, span_before = itinerary.depot, None
        for activity in itinerary.activities:
            at_min, lasts_min = self._minute(activity.starts_at), self._minute(activity.ends_at) - self._minute(activity.starts_at)
            where = self.numbers.location[place]
            span = (type(activity), activity.starts_at, activity.ends_at)
            if isinstance(activity, Drive):
                place = self._add_drive(activity.route, at_min, activity.direction, self.numbers.convoy[activity.convoy])
            elif isinstance(activity, LoadGoods) and span != span_before:
                self._add(Kind.LOAD, at_min, lasts=lasts_min, where=where)
            elif isinstance(activity, UnloadGoods):
                if span != span_before:
                    self.unloads.append([0] * len(GoodsKind))
                    self._add(Kind.UNLOAD, at_min, what=len(self.unloads) - 1, lasts=lasts_min, where=where)
                self.unloads[-1][list(GoodsKind).index(activity.kind)] += activity.weight_kg
            elif isinstance(activity, Board):
                self._add_board(activity, at_min, lasts_min, where)
            elif isinstance(activity, Alight):
                self._add(Kind.ALIGHT, at_min, lasts=lasts_min, where=where)
            span_before = span
        self._find_partners(first)
        vehicle_type = next(kind for kind in self.scenario.vehicle_types if kind.id == itinerary.type)
        before = sum(1 for number in self.vehicle_of.values() if number >= self.numbers.first_vehicle[itinerary.fleet_row])
        vehicle = int(self.numbers.first_vehicle[itinerary.fleet_row]) + before
        self.vehicle_of[itinerary.vehicle] = vehicle
        self.movers.append((first, len(self.gates), vehicle, -1, 1, vehicle_type.seats, vehicle_type.stretcher_bays, *duty))
        self.share.append(1.0)

    def add_own(self, departure: OwnDeparture, own: int) -> None:
        first, self.km = len(self.gates), 0.0
        self._add_drive(departure.route, self._minute(departure.departs_at), Direction.OUTBOUND, -1)
        self.movers.append((first, len(self.gates), -1, own, departure.units, 0, 0, 0, 0))
        self.share.append(self.scenario.own_transport[departure.own_transport_row].passage_share)

    def _minute(self, at: datetime) -> int:
        return minute_down(self.scenario, at)

    def _add(self, kind: Kind, at: int, **columns: int) -> int:
        row = [-1] * len(Gate)
        row[Gate.KIND], row[Gate.AT] = int(kind), at
        for name, value in columns.items():
            row[Gate[name.upper()]] = value
        self.gates.append(row)
        self.gate_km.append(self.km)
        self.gate_part_min.append(0.0)
        return len(self.gates) - 1

    def _add_drive(self, route_id: str, departs_min: int, direction: Direction, convoy: int) -> str:
        route = self.numbers.routes[route_id]
        numbers = self.numbers
        origin_km, origin = self.km, numbers.location[route.origin]
        start = self._add(Kind.DEPART, departs_min, where=origin, convoy=convoy)
        entry_of: dict[int, int] = {}
        for gate in road_gates(route, self.scenario.danger_points, frozenset(halt.id for halt in self.scenario.safe_halts)):
            where = origin if gate.on is None else numbers.on(gate.on)
            line = shared = -1
            if gate.kind is Kind.CROSS:
                what = numbers.checkpoint[gate.what]
                line, shared = self.lines.of_checkpoint[gate.what, direction], self.lines.shared[gate.what]
            else:
                what = numbers.near[gate.what] if gate.what in numbers.near else numbers.segment[gate.what]
                line = self.lines.of_segment.get((gate.what, direction), -1) if gate.kind is Kind.ENTER else -1
            self.km = origin_km + gate.km
            row = self._add(gate.kind, departs_min + gate.at_min, what=what, lasts=gate.lasts_min, line=line, shared=shared, where=where)
            self.gate_part_min[row] = gate.part_min
            self.gates[row][Gate.BACK_MIN] = gate.at_min - gate.back_at_min
            self.gates[row][Gate.BACK_PLACE] = numbers.location[gate.back_to]
            if gate.kind is Kind.ENTER:
                entry_of[gate.stay] = row
            elif gate.kind is Kind.LEAVE:
                self.gates[row][Gate.PARTNER] = entry_of[gate.stay]
                self.gates[entry_of[gate.stay]][Gate.PARTNER] = row
        self.km = origin_km + route.km
        end = self._add(Kind.ARRIVE, departs_min + route.minutes, where=numbers.location[route.destination])
        for row in range(start, end + 1):
            self.gates[row][Gate.START], self.gates[row][Gate.END] = start, end
            safe_min = self.gates[row][Gate.AT] - self.gates[row][Gate.BACK_MIN]
            is_at_origin = self.gates[row][Gate.BACK_PLACE] == origin
            after = (other for other in range(start + 1, row + 1) if self.gates[other][Gate.AT] >= safe_min)
            self.gates[row][Gate.BACK] = start if is_at_origin else next(after, start)
        return route.destination

    def _add_board(self, activity: Board, at_min: int, lasts_min: int, where: int) -> None:
        boarding = len(self.boards)
        self.boards.append((self.numbers.point[activity.place], *by_class(activity.people)))
        alone = list(by_class(activity.people))
        for row, groups in activity.groups:
            people = list(by_class(self.scenario.groups[row].people))
            self.board_part.append((boarding, groups, *people))
            alone = [count - groups * of_group for count, of_group in zip(alone, people, strict=True)]
        for number, count in enumerate(alone):
            if count:
                self.board_part.append((boarding, count, *(int(number == other) for other in range(4))))
        self._add(Kind.BOARD, at_min, what=boarding, lasts=lasts_min, line=self.lines.of_point[activity.place], where=where)

    def _find_partners(self, first: int) -> None:
        """The departure after each boarding; and for a departure from a base, where its next journey from the same base begins."""
        for row in range(first, len(self.gates)):
            if self.gates[row][Gate.KIND] == Kind.BOARD:
                later = range(row + 1, len(self.gates))
                self.gates[row][Gate.PARTNER] = next(other for other in later if self.gates[other][Gate.KIND] == Kind.DEPART)
            elif self.gates[row][Gate.KIND] == Kind.DEPART and self._is_base(self.gates[row][Gate.WHERE]):
                for other in range(row + 1, len(self.gates)):
                    if self.gates[other][Gate.KIND] == Kind.DEPART and self.gates[other][Gate.WHERE] == self.gates[row][Gate.WHERE]:
                        while self.gates[other - 1][Gate.KIND] == Kind.LOAD:
                            other -= 1
                        self.gates[row][Gate.PARTNER] = other
                        break

    def _is_base(self, location: int) -> bool:
        return self.numbers.locations[location] in self.numbers.bases
