"""A second simulator of a day, from the words of docs/stress.md: plain Python, one event after the other, slow.

It shares with the first one what a day is told to hold (`Befallen`) and what the scenario says (`situation`), and no rule: every mover is a
coroutine that says when it wants to be looked at next; whether the rest of a drive fits is found minute by minute for all minutes at once;
what a stay costs is counted minute by minute.
"""

from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from functools import cache
from heapq import heappop, heappush
from math import ceil, floor, inf

import numpy as np
from numpy.typing import NDArray
from tests.stress.second_road import Point, Span, inside, way_points

from safepassage.corridor import GoodsKind, Interval
from safepassage.planning.itinerary import Alight, Board, Drive, LoadGoods, UnloadGoods
from safepassage.planning.result import Plan
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario
from safepassage.situation import checkpoint_open_min, common_windows, danger_rate, daylight, duty_min, horizon_min, point_rate

Look = Generator[int, None, bool]
"""Says when it wants to be looked at; ends with whether the mover's day goes on."""


@dataclass
class Befallen:
    """What goes wrong on a day, by name."""

    opens: dict[str, list[int]]
    """When each window of a segment really opens, in the order of its windows."""
    dusk: list[int]
    """When it is really dark, for each span of light."""
    blocks: dict[str, list[Span]]
    slow: dict[str, list[Span]]
    passes_share: float
    holds_times: float
    breakdown: dict[str, tuple[float, int]]
    """Of a vehicle: after how many kilometres, and the minutes of its repair; -1: it is lost."""
    come: list[list[int]]
    """By class, for each boarding as the plan lists them."""
    own_come: list[int]
    more: dict[str, list[int]]
    longer_min: dict[str, int]


@dataclass
class Mover:
    number: int
    name: str
    own: int = -1
    units: int = 1
    share: float = 1.0
    seats: int = 0
    bays: int = 0
    duty: list[Span] | None = None
    aboard: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    place: str = ""
    free: int = 0
    owed: int = 0
    convoy: str = ""
    is_loaded: bool = False
    is_broken: bool = False
    spared_km: float = 0.0
    halt: str = ""
    halt_from: int = 0
    halt_until: float = inf


@dataclass
class Ground:
    """What a scenario says of every day alike."""

    light: tuple[Interval, ...]
    open_min: dict[str, NDArray[np.bool_]]
    rate: dict[str, NDArray[np.float64]]
    duty_min: list[NDArray[np.bool_]]


@cache
def ground_of(scenario: Scenario) -> Ground:
    points = {point.id: point_rate(scenario, point) for point in scenario.danger_points}
    duty = [duty_min(scenario, row) for row in range(len(scenario.fleet))]
    return Ground(tuple(daylight(scenario)), dict(checkpoint_open_min(scenario)), {**danger_rate(scenario), **points}, duty)


@cache
def way_of(scenario: Scenario, route: Route) -> list[Point]:
    return way_points(route, scenario)


class SecondDay:
    """One day of a plan. `count` holds what is counted, by the names of the first simulator's columns."""

    def __init__(self, scenario: Scenario, plan: Plan, rules: object, transfer_min: int, befallen: Befallen) -> None:
        ground = ground_of(scenario)
        self.scenario, self.plan, self.rules, self.transfer, self.day = scenario, plan, rules, transfer_min, befallen
        self.end = horizon_min(scenario)
        self.count: Counter[str] = Counter()
        self.stranded: Counter[tuple[str, int]] = Counter()
        self.routes = {route.id: route for route in plan.routes}
        self.bases = {place.id for place in (*scenario.depots, *scenario.receptions)}
        self.points = {place.id for place in scenario.gathering_points} - self.bases
        self.halts = {place.id: place.holds_vehicles for place in scenario.safe_halts}
        self.segments = {segment.id: segment for segment in scenario.segments}
        self.agreed = self._silence()
        self.light = [(self._down(span.starts_at), dusk) for span, dusk in zip(ground.light, befallen.dusk, strict=True)]
        self.is_dark_early = any(dusk != self._up(span.ends_at) for span, dusk in zip(ground.light, befallen.dusk, strict=True))
        self.hours = {name: self._spans(mask) for name, mask in ground.open_min.items()}
        self.rate = ground.rate
        self.first_quarter = int(scenario.horizon.starts_at.timestamp()) // 900
        self.first_minute = int(scenario.horizon.starts_at.timestamp()) // 60
        self.room = self._room()
        self.more_left = {name: list(people) for name, people in befallen.more.items()}
        self.received: Counter[tuple[str, bool]] = Counter()
        self.standing: dict[str, Counter[int]] = defaultdict(Counter)
        self.movers = [*self._vehicles(), *self._own()]
        self.ways: dict[str, list[Point]] = {}
        self.now = 0

    # --- what the scenario says, in minutes

    def _down(self, at: object) -> int:
        return floor((at - self.scenario.horizon.starts_at).total_seconds() / 60)  # type: ignore[operator]

    def _up(self, at: object) -> int:
        return ceil((at - self.scenario.horizon.starts_at).total_seconds() / 60)  # type: ignore[operator]

    def _spans(self, mask: np.ndarray) -> list[Span]:  # type: ignore[type-arg]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
        return [(int(a), int(b) + (len(mask) if b == len(mask) else 0)) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def _silence(self) -> dict[str, list[Span]]:
        if self.rules.silence == "offered":  # type: ignore[attr-defined]
            found = {
                name: [(self._down(i.starts_at), self._up(i.ends_at)) for i in spans]
                for name, spans in common_windows(self.scenario).items()
            }
        else:
            found = {}
            for name in self.segments:
                spans = sorted((w.interval.starts_at, w.interval.ends_at) for w in self.plan.windows if w.segment == name)
                joined: list[list[object]] = []
                for starts, ends in spans:
                    if joined and starts <= joined[-1][1]:  # type: ignore[operator]
                        joined[-1][1] = max(joined[-1][1], ends)  # type: ignore[call-overload]
                    else:
                        joined.append([starts, ends])
                found[name] = [(self._down(a), self._up(b)) for a, b in joined]
        return {name: found.get(name, []) for name in self.segments}

    def _room(self) -> dict[tuple[str, str], list[float]]:
        quarters = (self.first_minute + self.end) // 15 - self.first_quarter + 1
        room: dict[tuple[str, str], list[float]] = {}

        def add(name: str, way: str, vehicles: int | None) -> None:
            if vehicles is not None:
                room[name, way] = [float(vehicles)] * quarters

        for place in self.scenario.checkpoints:
            add(place.id, "inbound", place.inbound_vehicles_per_15_min)
            add(place.id, "outbound", place.outbound_vehicles_per_15_min)
            add(place.id, "both", place.vehicles_per_15_min)
            for way in ("inbound", "outbound", "both"):
                for quarter in range(quarters if (place.id, way) in room else 0):
                    begins = (self.first_quarter + quarter) * 15 - self.first_minute
                    if any(since <= begins < until for since, until in self.day.slow.get(place.id, ())):
                        room[place.id, way][quarter] *= self.day.passes_share
        for segment in self.scenario.segments:
            add(segment.id, "inbound", segment.vehicles_per_15_min)
            add(segment.id, "outbound", segment.vehicles_per_15_min)
        for point in self.scenario.gathering_points:
            add(point.id, "board", point.boardings_per_15_min)
        return room

    def _vehicles(self) -> list[Mover]:
        kinds = {kind.id: kind for kind in self.scenario.vehicle_types}
        movers = []
        for itinerary in self.plan.itineraries:
            if not itinerary.activities:
                continue
            mask, kind = ground_of(self.scenario).duty_min[itinerary.fleet_row], kinds[itinerary.type]
            duty = None if mask.all() else self._spans(mask)
            movers.append(
                Mover(len(movers), itinerary.vehicle, seats=kind.seats, bays=kind.stretcher_bays, duty=duty, place=itinerary.depot)
            )
        self.itineraries = {each.vehicle: each for each in self.plan.itineraries}
        boardings = [a for m in movers for a in self.itineraries[m.name].activities if isinstance(a, Board)]
        self.boardings = boardings
        self.boarding_number = {id(activity): row for row, activity in enumerate(boardings)}
        self.has_boarded = [False] * len(boardings)
        return movers

    def _own(self) -> list[Mover]:
        first = sum(1 for each in self.plan.itineraries if each.activities)
        movers = []
        for row, departure in enumerate(self.plan.own_departures):
            come = self.day.own_come[row]
            people = [count * come // departure.units for count in departure.people.model_dump().values()]
            for priority, (called, came) in enumerate(zip(departure.people.model_dump().values(), people, strict=True)):
                self.count[f"STAYED_AWAY+{priority}"] += called - came
            share = self.scenario.own_transport[departure.own_transport_row].passage_share
            movers.append(
                Mover(first + row, f"own-{row}", own=row, units=come, share=share, aboard=people, place=departure.gathering_point)
            )
        return movers

    # --- the day

    def live(self) -> "SecondDay":
        lives = [self._own_life(mover) if mover.own >= 0 else self._vehicle_life(mover) for mover in self.movers]
        waiting: list[tuple[int, int]] = []
        for mover, life in zip(self.movers, lives, strict=True):
            heappush(waiting, (next(life), mover.number))
        while waiting:
            self.now, number = heappop(waiting)
            try:
                wants = next(lives[number])
            except StopIteration:
                continue
            assert wants >= self.now
            heappush(waiting, (wants, number))
        self._close()
        return self

    def _vehicle_life(self, mover: Mover) -> Look:
        activities = self.itineraries[mover.name].activities
        place_of, km_of = self._stations(mover)
        row = 0
        while row < len(activities):
            activity = activities[row]
            where = place_of[row]
            if isinstance(activity, Drive):
                leaves_out = self._next_from_base(activities, place_of, row)
                told = yield from self._drive(
                    mover, activity.route, self._down(activity.starts_at), activity.direction.value, activity.convoy, leaves_out, km_of[row]
                )
                if told == "over":
                    return False
                if told == "left out":
                    mover.spared_km += km_of[leaves_out] - km_of[row]
                    row = leaves_out
                    continue
            elif isinstance(activity, Board):
                if not (yield from self._board(mover, activities, row)):
                    return False
            elif isinstance(activity, LoadGoods | UnloadGoods | Alight):
                spans = [
                    a
                    for a in activities[row:]
                    if (type(a), a.starts_at, a.ends_at) == (type(activity), activity.starts_at, activity.ends_at)
                ]
                at = max(self._down(activity.starts_at), mover.free)
                if not (yield from self._wait_until(mover, at, where)):
                    return False
                if isinstance(activity, Alight):
                    self._receive(mover, "OUT")
                elif isinstance(activity, UnloadGoods) and mover.is_loaded:
                    for goods in spans:
                        self.count[f"GOODS_KG+{list(GoodsKind).index(goods.kind)}"] += goods.weight_kg  # type: ignore[union-attr]
                mover.is_loaded = isinstance(activity, LoadGoods)
                mover.free = at + self._down(activity.ends_at) - self._down(activity.starts_at)
                row += len(spans) - 1 if not isinstance(activity, Alight) else 0
            row += 1
        self._stop(mover, mover.place, mover.free)
        return False

    def _own_life(self, mover: Mover) -> Look:
        departure = self.plan.own_departures[mover.own]
        told = yield from self._drive(mover, departure.route, self._down(departure.departs_at), "outbound", "", -1, 0.0)
        if told == "arrived":
            self._stop(mover, mover.place, mover.free)
        return False

    def _wait_until(self, mover: Mover, at: int, where: str) -> Look:
        yield min(at, self.end)
        if at > self.end:
            self._stop(mover, where, self.end)
            return False
        return True

    def _stations(self, mover: Mover) -> tuple[list[str], list[float]]:
        place, km = self.itineraries[mover.name].depot, 0.0
        places, kms = [], []
        for activity in self.itineraries[mover.name].activities:
            places.append(place)
            kms.append(km)
            if isinstance(activity, Drive):
                place, km = self.routes[activity.route].destination, km + self.routes[activity.route].km
        return places, kms

    def _next_from_base(self, activities: Sequence[object], places: list[str], row: int) -> int:
        """Where the next journey from the same base begins, with its loading; -1: none."""
        if places[row] not in self.bases:
            return -1
        for later in range(row + 1, len(activities)):
            if isinstance(activities[later], Drive) and places[later] == places[row]:
                while isinstance(activities[later - 1], LoadGoods):
                    later -= 1
                return later
        return -1

    # --- boarding

    def _board(self, mover: Mover, activities: Sequence[object], row: int) -> Look:
        activity = activities[row]
        assert isinstance(activity, Board)
        drive = next(a for a in activities[row:] if isinstance(a, Drive))
        number = self.boarding_number[id(activity)]
        lasts = self._down(activity.ends_at) - self._down(activity.starts_at) + self.day.longer_min[activity.place]
        at = self._down(activity.starts_at)
        while True:
            at = max(at, mover.free)
            if not (yield from self._wait_until(mover, at, activity.place)):
                return False
            ready = max(at + lasts, self._down(drive.starts_at))
            leaves = self._sets_out(mover, self._way(drive.route), 0, 0, ready, at, self._down(drive.starts_at))
            if leaves is not None and leaves > ready and leaves - lasts > at:
                mover.free = leaves - lasts
                continue
            break
        mover.free = at
        turn = self._turn([(activity.place, "board")], at, 1.0)
        if leaves is None or turn is None:
            return True
        self._take([(activity.place, "board")], turn)
        self.has_boarded[number] = True
        mover.free = turn[0] + lasts
        for priority in range(4):
            mover.aboard[priority] += self.day.come[number][priority]
        for priority in range(4):
            left = mover.bays - mover.aboard[0] if priority == 0 else mover.seats - sum(mover.aboard[1:])
            taken = max(0, min(left, self.more_left[activity.place][priority]))
            mover.aboard[priority] += taken
            self.more_left[activity.place][priority] -= taken
            self.count[f"MORE_TAKEN+{priority}"] += taken
        return True

    def _receive(self, mover: Mover, column: str) -> None:
        for priority in range(4):
            self.count[f"{column}+{priority}"] += mover.aboard[priority]
            self.received[mover.place, priority == 0] += mover.aboard[priority]
        mover.aboard = [0, 0, 0, 0]

    # --- a drive

    def _way(self, route_id: str) -> list[Point]:
        if route_id not in self.ways:
            self.ways[route_id] = way_of(self.scenario, self.routes[route_id])
        return self.ways[route_id]

    def _drive(
        self, mover: Mover, route_id: str, planned: int, direction: str, convoy: str, leaves_out: int, km: float
    ) -> Generator[int, None, str]:
        route, way = self.routes[route_id], self._way(route_id)
        safe = [(0, route.origin)]
        safe += [(floor(p.minutes), p.place) for p in route.points[1:-1] if p.place in self.halts]
        position, started = -1, 0  # -1: it stands at the origin; else the next point
        is_told = False
        entered: dict[int, int] = {}
        held_since, has_turn = -1, False
        while True:
            if position < 0:
                at = max(planned, mover.free)
                if not (yield from self._wait_until(mover, at, route.origin)):
                    return "over"
                leaves = at if at == planned and not self._is_touched(way) else self._sets_out(mover, way, 0, 0, at, at, planned)
                if leaves is None:
                    if leaves_out < 0 or sum(mover.aboard):
                        self._stop(mover, route.origin, at)
                        return "over"
                    self.count["LEFT_OUT"] += 1
                    mover.is_loaded, mover.free = False, at
                    return "left out"
                if leaves > at:
                    mover.free = leaves
                    continue
                started, position, is_told = at, 0, False
                mover.convoy = convoy
                self._leave(mover)
            point = way[position]
            started += mover.owed
            mover.owed = 0
            at = started + point.at
            yield min(at, self.end)
            if mover.owed:
                continue
            if at > self.end:
                self._unfinished(mover, way, position, entered, self.end)
                self._stop(mover, point.where, self.end)
                return "over"
            if mover.own < 0 and not mover.is_broken and km + point.km - mover.spared_km >= self.day.breakdown[mover.name][0]:
                mover.is_broken = True
                self.count["BROKEN_DOWN"] += 1
                repair = self.day.breakdown[mover.name][1]
                if repair < 0:
                    self._lose(mover, way, position, entered, at)
                    return "over"
                started += repair
                continue
            late = at - planned - point.at
            if point.kind in ("cross", "arrive") and late > self.rules.overdue_min and not is_told:  # type: ignore[attr-defined]
                is_told = True
                self.count["OVERDUE"] += 1
            if point.kind == "arrive":
                mover.free, mover.convoy = at, ""
                self._come_to(mover, point.what, at)
                if mover.own >= 0:
                    self._receive(mover, "OWN_OUT")
                return "arrived"
            turns_back: tuple[int, int] | None = None
            if point.kind == "cross":
                hold = point.lasts
                if any(since <= at < until for since, until in self.day.slow.get(point.what, ())):
                    hold = ceil(hold * self.day.holds_times - 1e-6)
                lines = [key for key in ((point.what, direction), (point.what, "both")) if key in self.room]
                turn = self._through(point.what, lines, at, hold, mover.share * mover.units)
                if turn is None or turn[0] - at > self.rules.queue_min:  # type: ignore[attr-defined]
                    turns_back = (0, 2 * self.end if turn is None else turn[0])
                else:
                    self._take(lines, turn)
                    self.count["WAITED_VEHICLE_MIN"] += mover.units * (turn[0] - at)
                    started += turn[0] - at + hold - point.lasts
            elif point.kind == "enter":
                if not point.near:
                    lines = [(point.what, direction)] if (point.what, direction) in self.room else []
                    enters = self._enters(point.what, at, point.lasts, at) if late > 0 or self._is_touched([point]) else at
                    if held_since < 0:
                        held_since = at
                    if enters == at and lines and not has_turn:
                        turn = self._turn(lines, at, mover.share * mover.units)
                        if turn is None or turn[0] - at > self.rules.queue_min:  # type: ignore[attr-defined]
                            enters = None
                        else:
                            enters = turn[0] if turn[0] == at else self._enters(point.what, turn[0], point.lasts, at)
                            if enters == turn[0]:
                                self._take(lines, turn)
                                has_turn = True
                                if enters > at:
                                    self.count["WAITED_VEHICLE_MIN"] += mover.units * (enters - at)
                                    started += enters - at
                                    held_since = enters
                                    continue
                    if enters is None or (enters - held_since > self.rules.hold_on_road_min and enters > at):  # type: ignore[attr-defined]
                        turns_back = (at + self.rules.hold_on_road_min if lines else 0, 0)  # type: ignore[attr-defined]
                    elif enters > at:
                        self.count["WAITED_VEHICLE_MIN"] += mover.units * (enters - at)
                        started += enters - at
                        continue
                    held_since, has_turn = -1, False
                if turns_back is None:
                    entered[point.stay] = at
            elif point.kind == "leave":
                enter = next(p for p in way if p.kind == "enter" and p.stay == point.stay)
                self._stay(point.what, sum(mover.aboard), mover.units, entered[point.stay], at, enter.part, point.part)
            if turns_back is None:
                position += 1
                continue
            # --- it turns back
            self.count["TURNED_BACK"] += mover.units
            self.count["TURNED_BACK_PEOPLE"] += sum(mover.aboard)
            self._unfinished(mover, way, position, entered, at)
            behind = [spot for spot in safe if spot[0] <= point.at]
            while len(behind) > 1 and mover.own < 0 and self._is_full(mover, behind[-1][1]):
                behind.pop()
            safe_at, place = behind[-1]
            back_at = at + point.at - safe_at
            if back_at > self.end:
                self._stop(mover, point.where, at)
                return "over"
            for enter in (p for p in way[:position] if p.kind == "enter"):
                leave = next(p for p in way if p.kind == "leave" and p.stay == enter.stay)
                first, last = max(enter.at, safe_at), min(leave.at, point.at)
                if first < last:
                    self._stay(enter.what, sum(mover.aboard), mover.units, at + point.at - last, at + point.at - first, 0.0, 0.0)
            mover.convoy = ""
            self._come_to(mover, place, back_at)
            mover.free = max(back_at, turns_back[0], turns_back[1] - (point.at - safe_at))
            if len(behind) == 1:
                position = -1
                continue
            position = next(row for row, p in enumerate(way) if p.at >= safe_at)
            leaves = self._sets_out(mover, way, position, safe_at, mover.free, back_at, None)
            if leaves is None:
                self._stop(mover, place, back_at)
                return "over"
            yield leaves
            self._leave(mover)
            started = leaves - safe_at
            for p in way[:position]:
                if p.kind == "enter":
                    entered[p.stay] = leaves

    def _is_touched(self, way: list[Point]) -> bool:
        """Whether anything befalls a segment: who is on time on the others need not look."""
        for p in way:
            if p.kind == "enter" and not p.near:
                agreed = [opens for opens, _ in self.agreed.get(p.what, [])]
                if self.is_dark_early or self.day.blocks.get(p.what) or self.day.opens.get(p.what, agreed) != agreed:
                    return True
        return False

    def _sets_out(self, mover: Mover, way: list[Point], position: int, here: int, ready: int, now: int, planned: int | None) -> int | None:
        """The first minute from `ready` on at which everything ahead fits, looked at again then with what is known then."""
        if planned is not None and ready == planned and not self._is_touched(way[position:]):
            return ready
        at = ready
        while True:
            fits = self._first_fit(mover, way, position, here, at, now)
            if fits is None or fits == at:
                return fits
            at = now = fits

    def _first_fit(self, mover: Mover, way: list[Point], position: int, here: int, ready: int, now: int) -> int | None:
        arrives = way[-1].at - here
        last = self.end - arrives
        if ready > last:
            return None
        minutes = np.arange(ready, last + 1)
        fits = np.ones(len(minutes), bool)
        for row, p in enumerate(way):
            if p.kind == "cross" and row >= position:
                fits &= inside(minutes + p.at - here, p.lasts, self.hours[p.what])
            elif p.kind == "enter" and not p.near:
                leave_row, leave = next((r, q) for r, q in enumerate(way) if q.kind == "leave" and q.stay == p.stay)
                if leave_row < position:
                    continue
                begins = p.at if row >= position else here
                if row < position and leave.at == here:
                    continue
                fits &= self._may_enter(p.what, minutes + begins - here, leave.at - begins, now)
        if mover.duty:
            fits &= inside(minutes, arrives, mover.duty)
        found = np.flatnonzero(fits)
        return int(minutes[found[0]]) if len(found) else None

    def _may_enter(self, segment: str, minutes: np.ndarray, stays: int, now: int) -> np.ndarray:  # type: ignore[type-arg]
        may = np.ones(len(minutes), bool)
        needs_light = True if not segment else not self.segments[segment].is_night_allowed
        if segment and self.segments[segment].needs_silence:
            known = [
                (opens if now >= agreed else agreed, closes)
                for (agreed, closes), opens in zip(self.agreed[segment], self.day.opens[segment], strict=True)
            ]
            may &= inside(minutes, stays, known)
        if needs_light:
            may &= inside(minutes, stays, self.light)
        for since, until in self.day.blocks.get(segment, ()):
            if since <= now:
                may &= ~((minutes >= since) & (minutes < until))
        return may

    def _enters(self, segment: str, at: int, stays: int, now: int) -> int | None:
        minutes = np.arange(at, 3 * self.end + 2000)
        found = np.flatnonzero(self._may_enter(segment, minutes, stays, now))
        return int(minutes[found[0]]) if len(found) else None

    # --- queues

    def _turn(self, lines: list[tuple[str, str]], at: int, needs: float) -> tuple[int, list[tuple[int, float]]] | None:
        quarter, taken = (self.first_minute + at) // 15 - self.first_quarter, []
        while quarter < len(self.room[lines[0]]):
            has = min(self.room[line][quarter] for line in lines)
            if has >= needs - 1e-6:
                taken.append((quarter, needs))
                return max(at, (self.first_quarter + quarter) * 15 - self.first_minute), taken
            taken.append((quarter, max(0.0, has)))
            needs -= max(0.0, has)
            quarter += 1
        return None

    def _take(self, lines: list[tuple[str, str]], turn: tuple[int, list[tuple[int, float]]]) -> None:
        for quarter, needs in turn[1]:
            for line in lines:
                self.room[line][quarter] -= needs

    def _through(
        self, checkpoint: str, lines: list[tuple[str, str]], at: int, hold: int, needs: float
    ) -> tuple[int, list[tuple[int, float]]] | None:
        """Open for the whole hold when its turn comes; who would find it closed then joins the queue when it is open again."""
        joins = at
        while True:
            opens = [max(joins, first) for first, last in self.hours[checkpoint] if max(joins, first) + hold <= last]
            if not opens:
                return None
            turn = self._turn(lines, opens[0], needs)
            if turn is None or any(first <= turn[0] and turn[0] + hold <= last for first, last in self.hours[checkpoint]):
                return turn
            joins = turn[0]

    # --- mishaps and counts

    def _lose(self, mover: Mover, way: list[Point], position: int, entered: dict[int, int], at: int) -> None:
        self.count["LOST"] += 1
        self._unfinished(mover, way, position, entered, at)
        for other in self.movers:
            if other is mover or not mover.convoy or other.convoy != mover.convoy:
                continue
            before = sum(mover.aboard)
            for priority in range(4):
                left = other.bays - other.aboard[0] if priority == 0 else other.seats - sum(other.aboard[1:])
                taken = max(0, min(left, mover.aboard[priority]))
                other.aboard[priority] += taken
                mover.aboard[priority] -= taken
            if sum(mover.aboard) < before:
                other.owed += self.transfer
        self._stop(mover, way[position].where, at)

    def _unfinished(self, mover: Mover, way: list[Point], position: int, entered: dict[int, int], at: int) -> None:
        for row, p in enumerate(way[:position]):
            if p.kind == "enter" and all(not (q.kind == "leave" and q.stay == p.stay) for q in way[row:position]):
                self._stay(p.what, sum(mover.aboard), mover.units, entered[p.stay], at, 0.0, 0.0)

    def _stay(self, what: str, people: int, units: int, enters: int, leaves: int, enters_part: float, leaves_part: float) -> None:
        if leaves + leaves_part <= enters + enters_part:
            return
        if what in self.rate:
            for minute in range(max(0, floor(enters + enters_part)), min(self.end, ceil(leaves + leaves_part))):
                there = min(minute + 1, leaves + leaves_part) - max(minute, enters + enters_part)
                self.count["DANGER"] += people * max(0.0, there) * self.rate[what][minute] / 60  # type: ignore[assignment]
        segment = self.segments.get(what)
        if segment is None and what:
            return  # near a danger point
        for minute in range(enters, leaves):
            if segment is not None and segment.needs_silence:
                is_silent = any(
                    opens <= minute < closes for (_, closes), opens in zip(self.agreed[what], self.day.opens[what], strict=True)
                ) and not any(since <= minute < until for since, until in self.day.blocks.get(what, ()))
                self.count["OUTSIDE_PERSON_MIN"] += 0 if is_silent else people
                self.count["OUTSIDE_VEHICLE_MIN"] += 0 if is_silent else units
            if (segment is None or not segment.is_night_allowed) and not any(dawn <= minute < dusk for dawn, dusk in self.light):
                self.count["DARK_PERSON_MIN"] += people

    def _come_to(self, mover: Mover, place: str, at: int) -> None:
        mover.place, mover.halt, mover.halt_from, mover.halt_until = place, "", at, inf
        if place in self.halts and mover.own < 0:
            mover.halt = place
            self.standing[place][at] += 1

    def _leave(self, mover: Mover) -> None:
        if mover.halt and mover.halt_until == inf:
            mover.halt_until = self.now
            self.standing[mover.halt][self.now] -= 1

    def _is_full(self, mover: Mover, halt: str) -> bool:
        others = [other for other in self.movers if other is not mover and other.halt == halt and other.halt_until >= self.now]
        return halt in self.halts and len(others) >= self.halts[halt]

    def _stop(self, mover: Mover, where: str, at: int) -> None:
        column = "HOME" if where in self.points else "STRANDED"
        for priority in range(4):
            self.count[f"{column}+{priority}"] += mover.aboard[priority]
        if column == "STRANDED" and sum(mover.aboard):
            self.stranded[where, min(at, self.end - 1) // 60] += sum(mover.aboard)
        mover.aboard = [0, 0, 0, 0]
        mover.convoy = ""
        if mover.own < 0:
            self.count["VEHICLES_HOME" if where in self.bases else "VEHICLES_AWAY"] += 1

    def _close(self) -> None:
        for number, activity in enumerate(self.boardings):
            for priority, called in enumerate(activity.people.model_dump().values()):
                self.count[f"STAYED_AWAY+{priority}"] += called - self.day.come[number][priority]
                if not self.has_boarded[number]:
                    self.count[f"HOME+{priority}"] += self.day.come[number][priority]
        for halt, changes in self.standing.items():
            there = 0
            for minute in range(self.end):
                there += changes[minute]
                self.count["OVERFULL_HALT_VEHICLE_MIN"] += max(0, there - self.halts[halt])
        for place in self.scenario.receptions:
            for is_bed, room in ((False, place.capacity_people), (True, place.hospital_beds)):
                self.count["OVERFULL_RECEPTION_PEOPLE"] += max(0, self.received[place.id, is_bed] - room)
