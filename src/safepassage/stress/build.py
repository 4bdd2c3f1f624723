"""From a scenario and its plan to the tables of a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from safepassage.corridor import GoodsKind, PriorityClass
from safepassage.planning.itinerary import Alight, Board, Direction, Drive, Itinerary, LoadGoods, OwnDeparture, UnloadGoods
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import checkpoint_open_min, danger_rate, daylight, duty_min, horizon_min, point_rate
from safepassage.stress.assumptions import Assumptions
from safepassage.stress.day import Floats, Gate, Ints, Kind, Programme
from safepassage.stress.line import QUARTER_MIN
from safepassage.stress.road import NO_SEGMENT, road_gates
from safepassage.stress.spans import SpanTable, minute_down, silent_hours

FULL_HOUR_MIN = 60


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """A programme, and what its numbers mean."""

    programme: Programme
    locations: tuple[str, ...]
    """Ids of places, then of segments; the road of no segment is '', and after it stand the danger points."""
    vehicles: int
    """Of the whole fleet, used or not."""
    vehicle_of: Mapping[str, int]
    """The number of each vehicle of the plan."""
    window_segments: Ints
    """The segment of each span that is a window of silence; -1 for other spans."""


def stage(scenario: Scenario, plan: Plan, assumptions: Assumptions) -> Staged:
    """Write a plan as the tables that a day runs through."""
    numbers = _Numbers(scenario, plan)
    spans = SpanTable(scenario)
    silent = silent_hours(scenario, plan, is_as_offered=assumptions.rules.silence == "offered")
    segments, window_segments = [], []
    for row, segment in enumerate(scenario.segments):
        first, end = spans.add(silent.get(segment.id, ()))
        window_segments += [row] * (end - first)
        segments.append((first, end, segment.needs_silence, not segment.is_night_allowed))
    segments.append((0, 0, False, True))
    segments += [(0, 0, False, False)] * len(scenario.danger_points)
    open_min = checkpoint_open_min(scenario)
    hours = {place.id: spans.add_minutes(open_min[place.id]) for place in scenario.checkpoints}
    light = spans.add(daylight(scenario))
    lines = _Lines(scenario)
    written = _Gates(scenario, plan, numbers, lines)
    for itinerary in plan.itineraries:
        mask = duty_min(scenario, itinerary.fleet_row)
        written.add_vehicle(itinerary, (0, 0) if mask.all() else spans.add_minutes(mask))
    for own, departure in enumerate(plan.own_departures):
        written.add_own(departure, own)
    rules = assumptions.rules
    programme = Programme(
        horizon_min=horizon_min(scenario),
        quarter_shift_min=lines.shift_min,
        bounded_segments=len(scenario.segments) + 1,
        light_first=light[0],
        light_end=light[1],
        hold_on_road_min=rules.hold_on_road_min,
        queue_min=rules.queue_min,
        overdue_min=rules.overdue_min,
        transfer_min=assumptions.breakdowns.transfer_min,
        gates=_table(written.gates, len(Gate)),
        gate_km=np.array(written.gate_km, np.float64),
        gate_part_min=np.array(written.gate_part_min, np.float64),
        movers=_table(written.movers, 9),
        share=np.array(written.share, np.float64),
        opens=spans.opens,
        closes=spans.closes,
        segments=_table(segments, 4),
        checkpoints=_table(
            [
                (
                    *hours[place.id],
                    numbers.location[place.id],
                    lines.of_checkpoint[place.id, Direction.INBOUND],
                    lines.of_checkpoint[place.id, Direction.OUTBOUND],
                    lines.shared[place.id],
                )
                for place in scenario.checkpoints
            ],
            6,
        ),
        room=lines.room,
        danger=_danger(scenario),
        boards=_table(written.boards, 5),
        points=np.array([list(_by_class(point.registered)) for point in scenario.gathering_points], np.int64).reshape(-1, 4),
        board_part=_table(written.board_part, 6),
        unloads=np.array(written.unloads, np.int64).reshape(-1, len(GoodsKind)),
        own=_table([(departure.units, *_by_class(departure.people)) for departure in plan.own_departures], 5),
        places=_table(numbers.place_rows(), 4),
        halts=np.array([halt.holds_vehicles for halt in scenario.safe_halts], np.int32),
        receptions=_table([(place.capacity_people, place.hospital_beds) for place in scenario.receptions], 2),
    )
    labels = np.full(len(programme.opens), -1, np.int32)
    labels[: len(window_segments)] = window_segments
    return Staged(programme, numbers.locations, numbers.vehicles, dict(written.vehicle_of), labels)


class _Numbers:
    """The number of everything that has an id."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario = scenario
        self.places = [place.id for place in scenario.places]
        segments = [segment.id for segment in scenario.segments]
        self.locations = (*self.places, *segments, NO_SEGMENT, *(point.id for point in scenario.danger_points))
        self.location = {place: number for number, place in enumerate(self.places)}
        self.segment = {segment: row for row, segment in enumerate((*segments, NO_SEGMENT))}
        self.near = {point.id: len(segments) + 1 + row for row, point in enumerate(scenario.danger_points)}
        self.checkpoint = {place.id: row for row, place in enumerate(scenario.checkpoints)}
        self.point = {place.id: row for row, place in enumerate(scenario.gathering_points)}
        self.convoy = {convoy.id: row for row, convoy in enumerate(plan.convoys)}
        self.routes = {route.id: route for route in plan.routes}
        self.vehicles = sum(entry.vehicles for entry in scenario.fleet)
        self.first_vehicle = np.concatenate([[0], np.cumsum([entry.vehicles for entry in scenario.fleet])]).astype(int)
        self.bases = {place.id for place in (*scenario.depots, *scenario.receptions)}

    def on(self, segment: str) -> int:
        return len(self.places) + self.segment[segment]

    def place_rows(self) -> list[tuple[int, int, int, int]]:
        halts = {place.id: row for row, place in enumerate(self.scenario.safe_halts)}
        receptions = {place.id: row for row, place in enumerate(self.scenario.receptions)}
        return [
            (place in self.point and place not in self.bases, place in self.bases, halts.get(place, -1), receptions.get(place, -1))
            for place in self.places
        ]


class _Lines:
    """Who queues where: one line for each direction of a checkpoint or limited segment, and for each gathering point."""

    def __init__(self, scenario: Scenario) -> None:
        starts_at = scenario.horizon.starts_at
        self.shift_min = int(starts_at.timestamp() // 60) % QUARTER_MIN
        quarters = (horizon_min(scenario) + self.shift_min) // QUARTER_MIN + 1
        passes: list[float] = []

        def add(vehicles: int | None) -> int:
            if vehicles is None:
                return -1
            passes.append(vehicles)
            return len(passes) - 1

        self.of_checkpoint, self.shared = {}, {}
        for place in scenario.checkpoints:
            self.of_checkpoint[place.id, Direction.INBOUND] = add(place.inbound_vehicles_per_15_min)
            self.of_checkpoint[place.id, Direction.OUTBOUND] = add(place.outbound_vehicles_per_15_min)
            self.shared[place.id] = add(place.vehicles_per_15_min)
        self.of_segment = {
            (segment.id, direction): add(segment.vehicles_per_15_min) for segment in scenario.segments for direction in Direction
        }
        self.of_point = {point.id: add(point.boardings_per_15_min) for point in scenario.gathering_points}
        self.room = np.repeat(np.array(passes, np.float64)[:, np.newaxis], quarters, axis=1)


@dataclass
class _Gates:
    """The gates and movers, written one after the other."""

    scenario: Scenario
    plan: Plan
    numbers: _Numbers
    lines: _Lines
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
        self.boards.append((self.numbers.point[activity.place], *_by_class(activity.people)))
        alone = list(_by_class(activity.people))
        for row, groups in activity.groups:
            people = list(_by_class(self.scenario.groups[row].people))
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


def _by_class(people: Mapping[PriorityClass, int] | object) -> Iterable[int]:
    return (people[priority] for priority in PriorityClass)  # type: ignore[index]


def _danger(scenario: Scenario) -> Floats:
    """`danger[segment, minute]`: incidents to one person who has been there since the first minute."""
    rates = danger_rate(scenario)
    rows = [rates[segment.id] for segment in scenario.segments]
    rows.append(np.zeros(horizon_min(scenario)))
    rows += [point_rate(scenario, point) for point in scenario.danger_points]
    return np.array([np.concatenate([[0.0], np.cumsum(row)]) for row in rows]) / FULL_HOUR_MIN


def _table(rows: Iterable[Iterable[int]], columns: int) -> Ints:
    return np.array([[int(value) for value in row] for row in rows], np.int32).reshape(-1, columns)
