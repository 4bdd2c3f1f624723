"""What a vehicle of one kind can do next, wherever it stands, with what is on board: rules 3 to 6, 9, 16, 18 to 20 and 23.

Invariant: every day that `docs/rules.md` allows a vehicle leads through these stands. What is allowed beyond the rules makes the bound
higher, never wrong: fuel is counted in steps rounded down, and a full vehicle is paid for whoever could board.
A journey to where nobody on board could alight is none.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import FleetEntry, VehicleType
from safepassage.planning.certificate import Quartered
from safepassage.planning.checking.certificate.limits import QUARTER_MIN, Ints, QuarterLimits
from safepassage.planning.checking.certificate.riders import Journeys
from safepassage.planning.checking.certificate.stands import At, Heading, Stand
from safepassage.planning.checking.certificate.ways import Bools, Clock, Way, Ways
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.spans import MINUTE_S
from safepassage.planning.checking.vehicle import MOST_HALTS, duty_spans
from safepassage.planning.itinerary import Direction

_FUEL_STEPS = 30
"""Distances since refuelling are rounded down to the range over this."""
_ROUNDING_MM = 1_100
"""A metre more than the range is none, as the checker has it; and what rounding to millimetres adds up to."""


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """All moves of a kind of vehicle. A move m leads from `tail[m]` to `head[m]` in `minutes[m]` and earns `gain[m]`; set out at a minute
    at which `open_min[minute, course[m]]`, it pays `paid[minute, course[m]]`. `may_stand[minute, way of standing]` and
    `stand_paid[minute, way of standing]` are those of `standing[stand]`. Units are those of the grain.
    """

    stands: Mapping[Stand, int]
    tail: NDArray[np.int64]
    head: NDArray[np.int64]
    minutes: NDArray[np.int64]
    gain: Ints
    course: NDArray[np.int64]
    open_min: Bools
    paid: Ints
    standing: NDArray[np.int64]
    may_stand: Bools
    stand_paid: Ints


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """What is the same for all kinds of vehicles."""

    ground: Ground
    clock: Clock
    ways: Ways
    limits: QuarterLimits
    journeys: Journeys
    lanes: Mapping[tuple[str, str], int]
    is_light: Bools = field(init=False)
    to: Mapping[tuple[str, float], tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_light", self.clock.inside(self.ground.light, 0, MINUTE_S))
        to: dict[tuple[str, float], list[str]] = {}
        for origin, destination, speed in self.ways:
            to.setdefault((origin, speed), []).append(destination)
        object.__setattr__(self, "to", {key: tuple(sorted(places)) for key, places in to.items()})


class Kind:
    """Collects the moves of the vehicles of one type and duty, from the places where they start."""

    def __init__(self, world: World, entry: FleetEntry) -> None:
        self.world = world
        self.type: VehicleType = world.ground.types[entry.type]
        ground = world.ground
        self._duty = duty_spans(ground, entry)
        self._ends = ground.depots | set(ground.receptions)
        self._points = set(ground.gathering_points) if self.type.seats or self.type.stretcher_bays else set()
        self._halts = {name: halt for name, halt in ground.safe_halts.items() if halt.holds_vehicles > 0}
        self._takes = {place for place in ground.receptions if self._is_taken(place)}
        self._stocks = {stock for stock, _ in world.lanes} if self.type.payload_kg else set()
        self._fuel = {name for name, place in ground.places.items() if place.has_fuel}
        self._range_mm = None if self.type.fuel_range_km is None else round(self.type.fuel_range_km * 1e6)
        self._stands: dict[Stand, int] = {}
        self._todo: list[Stand] = []
        self._rows: list[tuple[int, int, int, int, int]] = []
        self._courses: dict[tuple[object, ...], int] = {}
        self._open: list[Bools] = []
        self._paid: list[Ints] = []

    def _is_taken(self, place: str) -> bool:
        reception = self.world.ground.receptions[place]
        return bool((self.type.seats and reception.capacity_people) or (self.type.stretcher_bays and reception.hospital_beds))

    def moves(self, depots: Sequence[str]) -> Moves:
        for depot in depots:
            self._number(Stand(At.FREE, depot))
        while self._todo:
            self._leave(self._todo.pop())
        tail, head, minutes, gain, course = np.array(sorted(self._rows), dtype=np.int64).reshape(-1, 5).T
        minutes_of_horizon = self.world.clock.minutes
        standing, may_stand, stand_paid = self._standing()
        return Moves(
            stands=self._stands,
            tail=tail,
            head=head,
            minutes=minutes,
            gain=gain,
            course=course,
            open_min=np.array(self._open, dtype=np.bool_).reshape(-1, minutes_of_horizon).T.copy(),
            paid=np.array(self._paid, dtype=np.int64).reshape(-1, minutes_of_horizon).T.copy(),
            standing=standing,
            may_stand=may_stand,
            stand_paid=stand_paid,
        )

    def _number(self, stand: Stand) -> int:
        if stand not in self._stands:
            self._stands[stand] = len(self._stands)
            self._todo.append(stand)
        return self._stands[stand]

    # --- what can be done next

    def _leave(self, stand: Stand) -> None:
        match stand.at:
            case At.FREE:
                self._leave_free(stand)
            case At.LOADED:
                self._bring_goods(stand)
                self._halt(stand, Heading.GOODS)
            case At.WAITING:
                self._board(stand)
            case At.UNLOADED:
                self._leave_unloaded(stand)
            case At.BOARDED:
                self._bring_people(stand)
                self._halt(stand, Heading.PEOPLE)
                if len(stand.boarded) == 1:
                    self._fetch_more(stand)
            case At.HALT:
                self._leave_halt(stand)

    def _leave_free(self, stand: Stand) -> None:
        if stand.place in self._stocks:
            loaded = Stand(At.LOADED, stand.place, stock=stand.place, fuel_mm=stand.fuel_mm)
            self._stay_busy(stand, loaded, self.type.goods_loading_min, None)
        self._fetch(stand)
        self._drive_empty(stand, self._ends)
        if self._points:
            self._halt(stand, Heading.TO_PEOPLE)
        # rule 5: no halt between two ends of a journey, unless the first is a place of need as well
        if stand.place in self.world.ground.need_places:
            self._halt(stand, Heading.TO_END)

    def _leave_unloaded(self, stand: Stand) -> None:
        if stand.place in self._points:
            self._board(stand)
        self._fetch(stand)
        self._drive_empty(stand, self._ends)
        self._halt(stand, Heading.TO_END)

    def _leave_halt(self, stand: Stand) -> None:
        match stand.heading:
            case Heading.PEOPLE:
                self._bring_people(stand)
            case Heading.GOODS:
                self._bring_goods(stand)
            case Heading.TO_PEOPLE:
                self._fetch(stand)
            case Heading.TO_END:
                self._drive_empty(stand, self._ends)
        if stand.halts < MOST_HALTS:
            self._halt(stand, stand.heading)

    def _fetch(self, stand: Stand) -> None:
        for point in self._reached(stand, self._points):
            for way, fuel_mm in self._ways(stand, point):
                self._add(stand, Stand(At.WAITING, point, fuel_mm=fuel_mm), *self._drive(way, Direction.INBOUND))

    def _fetch_more(self, stand: Stand) -> None:
        """Rule 9: people may board at one more gathering point."""
        within_min = self.world.ground.scenario.column.second_boarding_within_min
        for point in self._reached(stand, self._points - set(stand.boarded)):
            for way, fuel_mm in self._ways(stand, point):
                if way.minutes <= within_min:
                    arrived = Stand(At.WAITING, point, stand.boarded, fuel_mm=fuel_mm)
                    self._add(stand, arrived, *self._drive(way, Direction.OUTBOUND))

    def _drive_empty(self, stand: Stand, ends: set[str]) -> None:
        for end in self._reached(stand, ends):
            for way, fuel_mm in self._ways(stand, end):
                self._add(stand, Stand(At.FREE, end, fuel_mm=fuel_mm), *self._drive(way, Direction.OUTBOUND))

    def _bring_people(self, stand: Stand) -> None:
        for reception in self._reached(stand, self._takes):
            gain = self.world.journeys.most(stand.boarded, reception, self.type)
            for way, fuel_mm in self._ways(stand, reception):
                course = self._drive(way, Direction.OUTBOUND, self.type.alighting_min)
                self._add(stand, Stand(At.FREE, reception, fuel_mm=fuel_mm), *course, gain)

    def _bring_goods(self, stand: Stand) -> None:
        for need in self._reached(stand, {need for stock, need in self.world.lanes if stock == stand.stock}):
            gain = self.type.payload_kg * self.world.lanes[stand.stock, need]
            is_end = need in self._ends
            for way, fuel_mm in self._ways(stand, need):
                course = self._drive(way, Direction.INBOUND, self.type.goods_unloading_min, is_lit=not is_end)
                self._add(stand, Stand(At.FREE if is_end else At.UNLOADED, need, fuel_mm=fuel_mm), *course, gain)

    def _halt(self, stand: Stand, heading: Heading) -> None:
        direction = Direction.INBOUND if heading in (Heading.GOODS, Heading.TO_PEOPLE) else Direction.OUTBOUND
        for halt in self._reached(stand, set(self._halts)):
            for way, fuel_mm in self._ways(stand, halt):
                halted = Stand(At.HALT, halt, stand.boarded, stand.stock, heading, stand.halts + 1, fuel_mm)
                self._add(stand, halted, *self._drive(way, direction, 1, is_lit=not self._halts[halt].is_overnight, is_halt=True))

    def _board(self, stand: Stand) -> None:
        boarded = Stand(At.BOARDED, stand.place, tuple(sorted((*stand.boarded, stand.place))), fuel_mm=stand.fuel_mm)
        self._stay_busy(stand, boarded, self.type.boarding_min, stand.place)

    # --- courses in time

    def _reached(self, stand: Stand, places: set[str]) -> Iterator[str]:
        return (
            place for place in self.world.to.get((stand.place, self.type.max_speed_kmh), ()) if place in places and place != stand.place
        )

    def _ways(self, stand: Stand, place: str) -> Iterator[tuple[Way, int]]:
        """The ways that the fuel lasts for, and how far from full the tank is then, in millimetres."""
        for way in self.world.ways[stand.place, place, self.type.max_speed_kmh]:
            if self._range_mm is None:
                yield way, 0
            elif (used_mm := stand.fuel_mm + way.mm) <= self._range_mm + _ROUNDING_MM:
                steps = used_mm * _FUEL_STEPS // self._range_mm
                yield way, 0 if place in self._fuel else -(-steps * self._range_mm // _FUEL_STEPS)

    def _drive(self, way: Way, direction: Direction, after_min: int = 0, *, is_lit: bool = False, is_halt: bool = False) -> tuple[int, int]:
        """Minutes and course of a drive with what follows at once: unloading, alighting, or the least of a halt, which needs no duty."""
        minutes = way.minutes + after_min
        key = (way.route.id, direction, after_min, is_lit, is_halt)
        if key not in self._courses:
            clock, arrives_s = self.world.clock, way.minutes * MINUTE_S
            open_min = way.open_min & clock.within_horizon(minutes)
            open_min &= clock.inside(self._duty, 0, arrives_s if is_halt else minutes * MINUTE_S)
            if is_lit and after_min:
                open_min &= clock.inside(self.world.ground.light, arrives_s, minutes * MINUTE_S)
            self._new_course(key, open_min, self.world.limits.cost(way.meetings, direction, clock.minutes))
        return minutes, self._courses[key]

    def _stay_busy(self, stand: Stand, then: Stand, minutes: int, boards_at: str | None) -> None:
        """Board or load, for a minute at least (rule 4)."""
        minutes = max(1, minutes)
        key = (At.BOARDED if boards_at else At.LOADED, stand.place)
        if key not in self._courses:
            clock = self.world.clock
            open_min = clock.within_horizon(minutes) & clock.inside(self._duty, 0, minutes * MINUTE_S)
            paid = np.zeros(clock.minutes, dtype=np.int64)
            if boards_at:
                open_min &= clock.inside(self.world.ground.light, 0, minutes * MINUTE_S)
                paid = self.world.limits.units_at.get((Quartered.BOARDING, boards_at, None), paid)
            self._new_course(key, open_min, paid)
        self._add(stand, then, minutes, self._courses[key])

    def _new_course(self, key: tuple[object, ...], open_min: Bools, paid: Ints) -> None:
        """-1 in place of its number where it is never open."""
        self._courses[key] = len(self._open) if open_min.any() else -1
        if open_min.any():
            self._open.append(open_min)
            self._paid.append(paid)

    def _add(self, stand: Stand, then: Stand, minutes: int, course: int, gain: int = 0) -> None:
        if course >= 0:
            self._rows.append((self._stands[stand], self._number(then), minutes, gain, course))

    def _standing(self) -> tuple[NDArray[np.int64], Bools, Ints]:
        """Of each stand, its way of standing; and of each way and minute whether one may stand to the next one, and what it costs.

        Rule 5: at ends of journeys always, at halts for the night too, elsewhere in the light. A vehicle at a halt pays for the quarters
        whose first minute it stands there.
        """
        clock, light = self.world.clock, self.world.is_light
        always, nothing = np.ones(clock.minutes, dtype=np.bool_), np.zeros(clock.minutes, dtype=np.int64)
        ways: dict[str | bool, int] = {True: 0, False: 1}
        may_stand, paid = [always, light], [nothing, nothing]
        is_start = (np.arange(clock.minutes) + int(clock.starts_s) // MINUTE_S) % QUARTER_MIN == 0
        for name, halt in self._halts.items():
            ways[name] = len(may_stand)
            may_stand.append(always if halt.is_overnight else light)
            price = self.world.limits.units_at.get((Quartered.HALT, name, None), nothing)
            paid.append(np.where(is_start, price, 0))
        of = [ways[stand.place if stand.at is At.HALT else stand.at in (At.FREE, At.LOADED)] for stand in self._stands]
        return np.array(of, dtype=np.int64), np.array(may_stand).T.copy(), np.array(paid).T.copy()
