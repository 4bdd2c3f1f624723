"""The best plan of a tiny scenario by looking at every one.

Every day of a single vehicle is written down as what it uses, the trips and the hauls it makes; all combinations of days within the
limits are formed; who rides and what is carried is a small integer programme for each. Written from `docs/rules.md`; of the planner it
takes the roads that `find_routes` gives, as lists of legs, and nothing else; or none of them, and looks at every road there is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.oracles.tiny import STEP_MIN

from safepassage.corridor import Leg, PriorityClass, VehicleType
from safepassage.planning.connect import connect
from safepassage.planning.routes import find_routes, needed_pairs
from safepassage.roads import RoadNetwork
from safepassage.scenario.scenario import Scenario

Use = tuple[str, str, str, int]
"""Kind of limit, what is limited, direction, quarter."""

Uses = frozenset[tuple[Use, int]]
Trips = tuple[tuple[str, tuple[str, ...], str], ...]
"""Vehicle type, gathering points in order of name, reception."""
Hauls = tuple[tuple[str, str, str], ...]
"""Vehicle type, place of stock, place of need."""


@dataclass(frozen=True)
class Day:
    """What one vehicle's day uses and provides."""

    uses: Uses
    trips: Trips
    hauls: Hauls


@dataclass(frozen=True)
class Road:
    """One route: its legs in order, each with the minutes it is entered and left; the checkpoints passed, with the minute of arrival."""

    minutes: int
    legs: tuple[tuple[Leg, int, int], ...]
    holds: tuple[tuple[str, int], ...]


class Enumeration:
    """Everything that can be done in one scenario.

    With `every_road`, on every road between two places that passes no place twice; without, on those that the planner holds.
    Without `pauses`, a vehicle drives as soon as it has boarded or loaded, and people alight and goods are unloaded on arrival. With
    `has_own`, limits count that own transport can exceed together with the vehicles.
    """

    def __init__(self, scenario: Scenario, *, pauses: bool, has_own: bool = False, every_road: bool = False) -> None:
        self.scenario = scenario
        self.pauses = pauses
        self.own_passages = sum(own.units * own.passage_share for own in scenario.own_transport) if has_own else 0.0
        self.horizon_min = int(scenario.horizon.hours * 60)
        self.receptions = {place.id: place for place in scenario.receptions}
        self.bases = [place.id for place in (*scenario.depots, *scenario.receptions)]
        self.targets = [point.id for point in scenario.gathering_points]
        ground = connect(scenario)
        self.roads: dict[tuple[str, str], list[Road]] = {}
        speed = scenario.vehicle_types[0].max_speed_kmh
        assert all(kind.max_speed_kmh == speed for kind in scenario.vehicle_types)
        node_place = ground.network.node_place
        assert node_place is not None
        holds = {checkpoint.id: checkpoint.hold_min for checkpoint in scenario.checkpoints}
        if every_road:
            wanted = {(origin, destination) for origin, destination, kmh in needed_pairs(scenario) if kmh == speed}
            arcs_of = {ends: list(simple_roads(ground.network, *(ground.node[place] for place in ends))) for ends in wanted}
        else:
            by_pair = find_routes(ground).by_pair
            arcs_of = {
                (origin, destination): [route.arcs for route in by_pair[origin, destination, kmh]]
                for origin, destination, kmh in by_pair
                if kmh == speed
            }
        for ends, roads in arcs_of.items():
            self.roads[ends] = [
                road_of(
                    [scenario.legs[int(ground.network.arc_way[arc])] for arc in arcs],
                    [node_place[int(ground.network.arc_head[arc])] for arc in arcs],
                    holds,
                )
                for arcs in roads
            ]

    @cached_property
    def binding(self) -> dict[tuple[str, str, str], int]:
        """The limits that all vehicles together could exceed in one quarter: (kind, what, direction) -> vehicles per quarter."""
        most = 2 * sum(row.vehicles for row in self.scenario.fleet) + self.own_passages
        limits: dict[tuple[str, str, str], int] = {}
        for checkpoint in self.scenario.checkpoints:
            limits["gate", checkpoint.id, "in"] = checkpoint.inbound_vehicles_per_15_min
            limits["gate", checkpoint.id, "out"] = checkpoint.outbound_vehicles_per_15_min
            if checkpoint.vehicles_per_15_min is not None:
                limits["gate", checkpoint.id, "both"] = checkpoint.vehicles_per_15_min
        for point in self.scenario.gathering_points:
            limits["board", point.id, ""] = point.boardings_per_15_min
        for segment in self.scenario.segments:
            if segment.vehicles_per_15_min is not None:
                limits["road", segment.id, "in"] = limits["road", segment.id, "out"] = segment.vehicles_per_15_min
        return {key: vehicles for key, vehicles in limits.items() if vehicles < most}

    def windows(self, segment: str) -> tuple[int, int]:
        """From when to when all parties with one window each keep a segment silent, in minutes of the horizon."""
        starts_at = self.scenario.horizon.starts_at
        offered = [window for window in self.scenario.windows if window.segment == segment]
        opens = max(int((window.opens - starts_at).total_seconds() // 60) for window in offered)
        closes = min(int((window.closes - starts_at).total_seconds() // 60) for window in offered)
        return opens, closes

    def is_open(self, road: Road, departs: int) -> bool:
        if departs + road.minutes > self.horizon_min:
            return False
        silent = {segment.id for segment in self.scenario.segments if segment.needs_silence}
        for leg, enters, leaves in road.legs:
            if leg.segment in silent:
                opens, closes = self.windows(leg.segment)
                margins = self.scenario.silence
                if departs + enters < opens + margins.margin_before_min or departs + leaves > closes - margins.margin_after_min:
                    return False
            for closure in self.scenario.closures:
                assert closure.until is not None
                until = int((closure.until - self.scenario.horizon.starts_at).total_seconds() // 60)
                if closure.what == leg.id and departs + enters < until:
                    return False
        return True

    def uses(self, road: Road, departs: int, direction: str) -> Iterator[Use]:
        for checkpoint, arrives in road.holds:
            for way in (direction, "both"):
                yield "gate", checkpoint, way, (departs + arrives) // 15
        before = None
        for leg, enters, _ in road.legs:
            if leg.segment is not None and leg.segment != before:
                yield "road", leg.segment, direction, (departs + enters) // 15
            before = leg.segment

    def _with(self, uses: Uses, more: Iterator[Use] | list[Use]) -> Uses:
        counted = Counter(dict(uses))
        counted.update(use for use in more if use[:3] in self.binding)
        return frozenset(counted.items())

    def _steps(self, first: int) -> range:
        return range(first, self.horizon_min + 1, STEP_MIN)

    # --- days of one vehicle

    def days(self, kind: VehicleType, depot: str) -> list[Day]:
        """Every day of a vehicle, those that use more for the same left out."""
        earliest: dict[tuple[str, Day], int] = {(depot, Day(frozenset(), (), ())): 0}
        todo = list(earliest)
        while todo:
            key = todo.pop()
            for then, minute in self._journeys(kind, *key, earliest[key]):
                if minute < earliest.get(then, self.horizon_min + 1):
                    earliest[then] = minute
                    todo.append(then)
        return _undominated({day for _, day in earliest})

    def _journeys(self, kind: VehicleType, base: str, day: Day, minute: int) -> Iterator[tuple[tuple[str, Day], int]]:
        for target in self.targets:
            for (uses, hauls), arrived in self._ways_in(kind, base, target, day, minute).items():
                came = Day(uses, day.trips, hauls)
                has_unloaded = hauls != day.hauls
                yield from self._ways_out(kind, target, came, arrived, has_unloaded=has_unloaded)
                if has_unloaded:
                    for point, other, minute_there in self._ways_on(target, came, arrived):
                        yield from self._ways_out(kind, point, other, minute_there, has_unloaded=False)
        for place in self.bases:
            for road in self.roads.get((base, place), []):
                for departs in self._steps(minute):
                    if self.is_open(road, departs):
                        uses = self._with(day.uses, self.uses(road, departs, "out"))
                        yield (place, Day(uses, day.trips, day.hauls)), departs + road.minutes

    def _ways_in(self, kind: VehicleType, base: str, target: str, day: Day, minute: int) -> Mapping[tuple[Uses, Hauls], int]:
        """When a vehicle stands at the target, free to board: empty from the base, or after unloading goods."""
        free: dict[tuple[Uses, Hauls], int] = {}
        stocks = {stock.kind for stock in self.scenario.stocks if stock.place == base}
        has_goods = kind.payload_kg > 0 and any(need.place == target and need.kind in stocks for need in self.scenario.needs)
        for road in self.roads.get((base, target), []):
            for departs in self._steps(minute):
                if self.is_open(road, departs):
                    uses = self._with(day.uses, self.uses(road, departs, "in"))
                    _keep(free, (uses, day.hauls), departs + road.minutes)
            if has_goods:
                for departs in self._steps(minute + kind.goods_loading_min):
                    unloaded = departs + road.minutes + kind.goods_unloading_min
                    if self.is_open(road, departs) and unloaded <= self.horizon_min:
                        uses = self._with(day.uses, self.uses(road, departs, "in"))
                        _keep(free, (uses, tuple(sorted((*day.hauls, (kind.id, base, target))))), unloaded)
        return free

    def _ways_on(self, target: str, day: Day, minute: int) -> Iterator[tuple[str, Day, int]]:
        """From where goods were unloaded to people who wait elsewhere."""
        for point in self.targets:
            free: dict[Uses, int] = {}
            for road in self.roads.get((target, point), []):
                for departs in self._steps(minute):
                    if self.is_open(road, departs):
                        _keep(free, self._with(day.uses, self.uses(road, departs, "in")), departs + road.minutes)
            for uses, arrived in free.items():
                yield point, Day(uses, day.trips, day.hauls), arrived

    def _ways_out(
        self, kind: VehicleType, target: str, day: Day, minute: int, *, has_unloaded: bool
    ) -> Iterator[tuple[tuple[str, Day], int]]:
        for place in self.bases if has_unloaded else ():
            for road in self.roads.get((target, place), []):
                for departs in self._steps(minute):
                    if self.is_open(road, departs):
                        uses = self._with(day.uses, self.uses(road, departs, "out"))
                        yield (place, Day(uses, day.trips, day.hauls)), departs + road.minutes
        first = self._boarded(kind, target, [(day.uses, minute)])
        yield from self._to_receptions(kind, (target,), target, first, day)
        for point in self.targets:
            if point != target:
                second = self._boarded(kind, point, self._ways_to_more_people(target, point, first))
                yield from self._to_receptions(kind, tuple(sorted((target, point))), point, second, day)

    def _boarded(self, kind: VehicleType, point: str, arrived: list[tuple[Uses, int]]) -> list[tuple[Uses, int]]:
        """What has been used, and a minute to drive on, of vehicles that board; with pauses, of every later minute too."""
        if not kind.seats and not kind.stretcher_bays:
            return []
        ready: dict[Uses, int] = {}
        at_once = set()
        for before, minute in arrived:
            for begins in self._steps(minute):
                uses = self._with(before, [("board", point, "", begins // 15)])
                _keep(ready, uses, begins + kind.boarding_min)
                at_once.add((uses, begins + kind.boarding_min))
        if self.pauses:
            return [(uses, departs) for uses, minute in ready.items() for departs in self._steps(minute)]
        return sorted(at_once, key=lambda key: key[1])

    def _ways_to_more_people(self, origin: str, point: str, boarded: list[tuple[Uses, int]]) -> list[tuple[Uses, int]]:
        """With people on board to a second gathering point that is near enough: what has been used, and when it is there."""
        there: dict[Uses, int] = {}
        for road in self.roads.get((origin, point), []):
            for before, departs in boarded if road.minutes <= self.scenario.column.second_boarding_within_min else ():
                if self.is_open(road, departs):
                    _keep(there, self._with(before, self.uses(road, departs, "out")), departs + road.minutes)
        return list(there.items())

    def _to_receptions(
        self, kind: VehicleType, points: tuple[str, ...], origin: str, boarded: list[tuple[Uses, int]], day: Day
    ) -> Iterator[tuple[tuple[str, Day], int]]:
        for place in self.receptions if boarded else ():
            trips = tuple(sorted((*day.trips, (kind.id, points, place))))
            for road in self.roads.get((origin, place), []):
                for uses, departs in boarded:
                    ends = departs + road.minutes + kind.alighting_min
                    if self.is_open(road, departs) and ends <= self.horizon_min:
                        yield (place, Day(self._with(uses, self.uses(road, departs, "out")), trips, day.hauls)), ends

    # --- all vehicles together

    def best_points(self) -> float:
        """The most points of people and goods that any plan of the fleet brings."""
        together = {Day(frozenset(), (), ())}
        for row in self.scenario.fleet:
            kind = next(kind for kind in self.scenario.vehicle_types if kind.id == row.type)
            of_one = self.days(kind, row.depot)
            for _ in range(row.vehicles):
                together = set(_undominated({both for one, other in product(together, of_one) if (both := self._both(one, other))}))
        done = [(Counter(day.trips), Counter(day.hauls)) for day in together]
        worth = dict.fromkeys(done_most(done))
        return max(ridden_points(self.scenario, trips, hauls) for trips, hauls in worth)

    def _both(self, one: Day, other: Day) -> Day | None:
        uses = Counter(dict(one.uses)) + Counter(dict(other.uses))
        if any(count > self.binding[use[:3]] for use, count in uses.items()):
            return None
        return Day(frozenset(uses.items()), tuple(sorted((*one.trips, *other.trips))), tuple(sorted((*one.hauls, *other.hauls))))


def simple_roads(network: RoadNetwork, source: int, target: int, before: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Every road from one node to another that passes no node twice, as arcs."""
    here = int(network.arc_head[before[-1]]) if before else source
    if here == target:
        yield before
        return
    passed = {source, *(int(network.arc_head[arc]) for arc in before)}
    for arc in range(network.arcs):
        if network.arc_tail[arc] == here and int(network.arc_head[arc]) not in passed:
            yield from simple_roads(network, source, target, (*before, arc))


def road_of(legs: list[Leg], heads: list[str], holds: Mapping[str, int]) -> Road:
    minute, driven, held = 0, [], []
    for number, (leg, head) in enumerate(zip(legs, heads, strict=True)):
        enters = minute
        minute += int(leg.minutes)
        if head in holds and number + 1 < len(legs):
            held.append((head, minute))
            minute += holds[head]
        driven.append((leg, enters, minute))
    return Road(minute, tuple(driven), tuple(held))


def _keep(kept: dict[Any, int], key: Any, minute: int) -> None:
    kept[key] = min(minute, kept.get(key, minute))


def _undominated(days: set[Day]) -> list[Day]:
    """Of the days with the same trips and hauls, those that no other one serves with less."""
    by_service: dict[tuple[Trips, Hauls], list[Uses]] = {}
    for day in sorted(days, key=lambda day: sum(count for _, count in day.uses)):
        others = by_service.setdefault((day.trips, day.hauls), [])
        used = dict(day.uses)
        if not any(all(used.get(use, 0) >= count for use, count in other) for other in others):
            others.append(day.uses)
    return [Day(uses, *service) for service, kept in by_service.items() for uses in kept]


def done_most(done: list[tuple[Counter[tuple[str, tuple[str, ...], str]], Counter[tuple[str, str, str]]]]) -> Iterator[tuple[Trips, Hauls]]:
    """What is done in some plan, if no other plan does all of it and more."""
    distinct = {(tuple(sorted(trips.elements())), tuple(sorted(hauls.elements()))): (trips, hauls) for trips, hauls in done}
    for key, (trips, hauls) in distinct.items():
        if not any(
            other != key and trips <= other_trips and hauls <= other_hauls for other, (other_trips, other_hauls) in distinct.items()
        ):
            yield key


def ridden_points(scenario: Scenario, trips: Trips, hauls: Hauls) -> float:
    """The best points of riders and goods on these trips and hauls: whole people, whole groups, whole kilograms."""
    weights = scenario.weights
    kinds = {kind.id: kind for kind in scenario.vehicle_types}
    points: list[float] = []
    rows: dict[object, tuple[float, dict[int, float]]] = {}

    def column(worth: float, entries: Mapping[object, tuple[float, float]]) -> None:
        for row, (share, most) in entries.items():
            rows.setdefault(row, (most, {}))[1][len(points)] = share
        points.append(worth)

    alone = {(point.id, priority): people for point in scenario.gathering_points for priority, people in point.registered.items()}
    for group in scenario.groups:
        for priority, people in group.people.items():
            alone[group.gathering_point, priority] -= people * group.groups
    receptions = {place.id: place for place in scenario.receptions}
    for number, (type_id, trip_points, reception) in enumerate(trips):
        kind, place = kinds[type_id], receptions[reception]
        for point, priority in product(trip_points, PriorityClass):
            lies = priority is PriorityClass.STRETCHER
            column(
                getattr(weights, f"{priority.value}_person"),
                {
                    ("alone", point, priority): (1.0, alone[point, priority]),
                    ("trip", number, lies): (1.0, kind.stretcher_bays if lies else kind.seats),
                    ("place", reception, lies): (1.0, place.hospital_beds if lies else place.capacity_people),
                },
            )
        for row, group in enumerate(scenario.groups):
            if group.gathering_point in trip_points:
                people = group.people
                column(
                    sum(getattr(weights, f"{priority.value}_person") * count for priority, count in people.items()),
                    {
                        ("group", row): (1.0, group.groups),
                        ("trip", number, False): (people.seated_people, kind.seats),
                        ("trip", number, True): (people.stretcher_people, kind.stretcher_bays),
                        ("place", reception, False): (people.seated_people, place.capacity_people),
                        ("place", reception, True): (people.stretcher_people, place.hospital_beds),
                    },
                )
    for number, (type_id, origin, target) in enumerate(hauls):
        for need_row, need in enumerate(scenario.needs):
            for stock_row, stock in enumerate(scenario.stocks):
                if (need.place, stock.place, stock.kind) == (target, origin, need.kind):
                    column(
                        getattr(weights, f"goods_tonne_priority_{need.priority}") / 1000.0,
                        {
                            ("haul", number): (1.0, kinds[type_id].payload_kg),
                            ("need", need_row): (1.0, need.weight_kg),
                            ("stock", stock_row): (1.0, stock.weight_kg),
                        },
                    )
    if not points:
        return 0.0
    matrix = np.zeros((len(rows), len(points)))
    for row, (_, entries) in enumerate(rows.values()):
        for number, share in entries.items():
            matrix[row, number] = share
    upper = np.array([most for most, _ in rows.values()])
    solved = milp(
        -np.array(points), constraints=LinearConstraint(matrix, ub=upper), bounds=Bounds(0, np.inf), integrality=np.ones(len(points))
    )
    assert solved.success
    return float(-solved.fun)
