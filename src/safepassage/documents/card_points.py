"""The road of one convoy as its leader meets it: stretches under one rule, points in order, latest times, where to turn back.

Invariant: places that must not fall into other hands never become points: gathering points, reception centres, hospitals, depots, and
whatever the convoy leaves from or goes to that is not a safe halt.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import cos, hypot, radians

from safepassage.corridor import Interval, Place, PlaceKind
from safepassage.errors import PlanBrokenError
from safepassage.planning.itinerary import Convoy
from safepassage.planning.result import Plan, SilenceWindow
from safepassage.planning.route import Crossing, Passage, Route, RoutePoint
from safepassage.scenario.scenario import Scenario

HIDDEN_KINDS = frozenset({PlaceKind.GATHERING_POINT, PlaceKind.RECEPTION_CENTRE, PlaceKind.HOSPITAL, PlaceKind.DEPOT})
SAME_SPOT_KM = 0.05
BEYOND = timedelta(days=1)
"""How far past the horizon light and hours are looked at: that the plan ends is not that it gets dark or a checkpoint closes."""
_HIDING_KM = 1.0
_KM_PER_DEGREE = 111.2


class PointKind(StrEnum):
    START = "start"
    CHECKPOINT = "checkpoint"
    HANDOVER_POINT = "handover_point"
    SAFE_HALT = "safe_halt"
    WAYPOINT = "waypoint"
    BOUNDARY = "boundary"


class Limit(StrEnum):
    """What sets a latest time."""

    SILENCE = "silence"
    DARK = "dark"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the road on one segment (None: on no segment). Minutes are after departure, kilometres from the start."""

    segment: str | None
    starts_min: int
    ends_min: int
    starts_km: float
    ends_km: float
    needs_silence: bool
    window: SilenceWindow | None
    open_until: datetime | None
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the card. `arrives_min` is rounded down.

    `place` is None for a start that must stay hidden and for a boundary where no place stands; `spot` (degrees north, degrees east) is
    None for a hidden start and for a boundary so near to a hidden place that it would give it away.
    """

    number: int
    kind: PointKind
    place: str | None
    spot: tuple[float, float] | None
    km: float
    arrives_min: int
    hold_min: int
    is_open_until: datetime | None


@dataclass(frozen=True, slots=True)
class Latest:
    """The last minute at which the head of the convoy may pass, and what sets it: a point's or a stretch's number counted from 0."""

    at: datetime
    limit: Limit
    number: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a convoy goes back to from a point, and the last minute at which its head may turn there; None: no limit."""

    target: Point
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Drive:
    """One convoy's road."""

    convoy: Convoy
    route: Route
    stretches: tuple[Stretch, ...]
    points: tuple[Point, ...]

    @property
    def tail(self) -> timedelta:
        """How long after the head the last vehicle passes any point."""
        return self.convoy.tail_departs_at - self.convoy.departs_at

    @property
    def ends_at_halt(self) -> bool:
        return self.points[-1].place == self.route.destination

    def planned(self, point: Point) -> datetime:
        return self.convoy.departs_at + timedelta(minutes=point.arrives_min)

    def latest(self, point: Point) -> Latest | None:
        """The last minute at which the head may still pass a point and the whole convoy clear what lies ahead; None: no limit.

        For each stretch *s* ahead that is open until U(s), and each checkpoint ahead that is open until U(c), with m(.) the planned
        minutes after departure and g the time from the head to the last vehicle:

            latest(p) = min over s of U(s) - (m(end of s) - m(p)) - g
                  and   min over c of U(c) - (m(c) + hold(c) - m(p)) - g

        U(s) is the end of the plan's window of silence where the segment needs one, and the end of daylight where nobody may be on it
        after dark, whichever comes first. m(p) is rounded down and m(end) up, so that rounding only makes it earlier. Holds ahead are
        taken as planned and no reserve is added: the margins are those of the scenario's windows and daylight.

        Raises:
            PlanBrokenError: the latest time lies before the planned one.
        """
        found = [
            Latest(stretch.open_until - timedelta(minutes=stretch.ends_min - point.arrives_min) - self.tail, stretch.limit, number)
            for number, stretch in enumerate(self.stretches)
            if stretch.open_until is not None and stretch.limit is not None and stretch.ends_km > point.km - SAME_SPOT_KM
        ]
        found += [
            Latest(
                ahead.is_open_until - timedelta(minutes=ahead.arrives_min + ahead.hold_min - point.arrives_min) - self.tail,
                Limit.CHECKPOINT,
                ahead.number,
            )
            for ahead in self.points
            if ahead.is_open_until is not None and ahead.number >= point.number
        ]
        if not found:
            return None
        latest = min(found, key=lambda each: each.at)
        if latest.at < self.planned(point):
            raise PlanBrokenError(f"convoy {self.convoy.id} passes point {point.number} at {self.planned(point)}, later than {latest.at}")
        return latest

    def turn_back(self, point: Point) -> Turn | None:
        """Where the convoy goes back to if it turns at this point, and until when it may.

        The nearest safe halt at or behind the point; else the nearest hand-over point, waypoint or start that does not lie
        within a segment that needs silence. Chosen among those that can still be reached at the latest time of the point; where none
        can, or where there is no latest time, among those that can be reached at the planned time. With m(.), g and U(.) as for
        `latest`, and the way back taking as long as the way there, holds included, the head may turn at *p* for target *t* until

            min over stretches s between t and p of  U(s) - (m(p) - max(m(start of s), m(t))) - g
            and over checkpoints c between of        U(c) - (m(p) - m(c)) - g

        None: from here there is no way back in time, even at the planned time.
        """
        latest = self.latest(point)
        behind = [Turn(target, self._return_until(point, target)) for target in reversed(self.points) if target.number <= point.number]
        halts = [turn for turn in behind if turn.target.kind is PointKind.SAFE_HALT]
        towns = [turn for turn in behind if self._can_wait(turn.target)]
        for turns_at in ([] if latest is None else [latest.at]) + [self.planned(point)]:
            for turn in (*halts, *towns):
                if turn.until is None or turns_at <= turn.until:
                    return turn
        return None

    def can_turn_late(self, point: Point) -> bool:
        """Whether there is a way back from a point as late as its latest time, or as planned where it has none."""
        latest, turn = self.latest(point), self.turn_back(point)
        return turn is not None and (latest is None or turn.until is None or latest.at <= turn.until)

    def _can_wait(self, target: Point) -> bool:
        if target.kind is PointKind.START:
            return True
        if target.kind not in (PointKind.HANDOVER_POINT, PointKind.WAYPOINT):
            return False
        return not any(
            stretch.needs_silence and stretch.starts_km < target.km - SAME_SPOT_KM and target.km + SAME_SPOT_KM < stretch.ends_km
            for stretch in self.stretches
        )

    def _return_until(self, point: Point, target: Point) -> datetime | None:
        found = [
            stretch.open_until - timedelta(minutes=point.arrives_min - max(stretch.starts_min, target.arrives_min)) - self.tail
            for stretch in self.stretches
            if stretch.open_until is not None and stretch.starts_km < point.km - SAME_SPOT_KM and target.km + SAME_SPOT_KM < stretch.ends_km
        ]
        found += [
            passed.is_open_until - timedelta(minutes=point.arrives_min - passed.arrives_min) - self.tail
            for passed in self.points[target.number + 1 : point.number]
            if passed.is_open_until is not None
        ]
        return min(found, default=None)


def read_drive(
    plan: Plan, scenario: Scenario, convoy: Convoy, light: tuple[Interval, ...], hours: Mapping[str, tuple[Interval, ...]]
) -> Drive:
    """The road of one convoy. `light`: when it is light; `hours`: when each checkpoint that is not always open is open.

    Raises:
        PlanBrokenError: the convoy is on a segment outside its silence, in the dark, or at a closed checkpoint.
    """
    route = plan.route(convoy.route)
    stretches = _stretches(plan, scenario, convoy, route, light)
    return Drive(convoy, route, stretches, _points(scenario, convoy, route, stretches, hours))


def _span(convoy: Convoy, starts_min: int, ends_min: int) -> tuple[datetime, datetime]:
    """From the first vehicle's passing the one to the last vehicle's passing the other."""
    return convoy.departs_at + timedelta(minutes=starts_min), convoy.tail_departs_at + timedelta(minutes=ends_min)


def _stretches(plan: Plan, scenario: Scenario, convoy: Convoy, route: Route, light: tuple[Interval, ...]) -> tuple[Stretch, ...]:
    segments = {segment.id: segment for segment in scenario.segments}
    stretches: list[Stretch] = []

    def add(segment_id: str | None, starts_min: int, ends_min: int, starts_km: float, ends_km: float) -> None:
        segment = segments[segment_id] if segment_id is not None else None
        span = _span(convoy, starts_min, ends_min)
        needs_silence = segment is not None and segment.needs_silence
        window = None
        limits: list[tuple[datetime, Limit]] = []
        if needs_silence:
            window = next((each for each in plan.windows if each.segment == segment_id and each.interval.contains(*span)), None)
            if window is None:
                raise PlanBrokenError(f"convoy {convoy.id} is on segment {segment_id} outside the plan's windows of silence")
            limits.append((window.interval.ends_at, Limit.SILENCE))
        if not scenario.daylight.is_night_driving_allowed and not (segment is not None and segment.is_night_allowed):
            day = next((each for each in light if each.contains(*span)), None)
            if day is None:
                raise PlanBrokenError(f"convoy {convoy.id} is in the dark between minutes {starts_min} and {ends_min} of its drive")
            if day.ends_at < scenario.horizon.ends_at + BEYOND:  # else it stays light for as far as anybody looked
                limits.append((day.ends_at, Limit.DARK))
        until, limit = min(limits, key=lambda each: each[0]) if limits else (None, None)
        stretches.append(Stretch(segment_id, starts_min, ends_min, starts_km, ends_km, needs_silence, window, until, limit))

    for passage in route.passages:
        before_min, before_km = (stretches[-1].ends_min, stretches[-1].ends_km) if stretches else (0, 0.0)
        starts_km = _start_km(route, passage, before_min, before_km)
        if starts_km > before_km + SAME_SPOT_KM:
            add(None, before_min, passage.enters_min, before_km, starts_km)
        add(passage.segment, passage.enters_min, passage.leaves_min, starts_km, starts_km + passage.km)
    after_min, after_km = (stretches[-1].ends_min, stretches[-1].ends_km) if stretches else (0, 0.0)
    if route.km > after_km + SAME_SPOT_KM:
        add(None, after_min, route.minutes, after_km, route.km)
    return tuple(stretches)


def _start_km(route: Route, passage: Passage, before_min: int, before_km: float) -> float:
    """Where a passage starts. Rounded minutes that meet mean that it starts where the one before ended."""
    if passage.enters_min <= before_min:
        return before_km
    return max(before_km, _at_minute(route, passage.enters_min).km)


def _at_minute(route: Route, minute: float) -> RoutePoint:
    """The place of the road's line where a vehicle is at a minute, by straight interpolation."""
    return _between(route, minute, [point.minutes for point in route.points])


def _at_km(route: Route, km: float) -> RoutePoint:
    return _between(route, km, [point.km for point in route.points])


def _between(route: Route, value: float, values: list[float]) -> RoutePoint:
    right = min(max(bisect_left(values, value), 1), len(values) - 1)
    before, after = route.points[right - 1], route.points[right]
    span = values[right] - values[right - 1]
    share = min(max((value - values[right - 1]) / span, 0.0), 1.0) if span > 0 else 0.0

    def part(name: str) -> float:
        start, end = float(getattr(before, name)), float(getattr(after, name))
        return start + share * (end - start)

    return RoutePoint(latitude=part("latitude"), longitude=part("longitude"), km=part("km"), minutes=part("minutes"))


def _points(
    scenario: Scenario, convoy: Convoy, route: Route, stretches: tuple[Stretch, ...], hours: Mapping[str, tuple[Interval, ...]]
) -> tuple[Point, ...]:
    places = {place.id: place for place in scenario.places}
    hidden = hidden_places(scenario, route)
    found: list[Point] = []
    for crossing in route.crossings:
        place = places[crossing.checkpoint]
        marked = [point for point in route.points if point.place == place.id]
        at = min(marked, key=lambda point: abs(point.minutes - crossing.arrives_min), default=_at_minute(route, crossing.arrives_min))
        until = _open_until(convoy, hours[place.id], crossing) if place.id in hours else None
        found.append(_point_at(place, at.km, crossing.arrives_min, crossing.hold_min, until))
    for at in route.points:
        if at.place is None or at.place in hidden or places[at.place].kind is PlaceKind.CHECKPOINT:
            continue
        if not any(each.place == at.place and abs(each.km - at.km) < SAME_SPOT_KM for each in found):
            found.append(_point_at(places[at.place], at.km, int(at.minutes), 0, None))
    if not any(each.km < SAME_SPOT_KM for each in found):
        found.append(Point(0, PointKind.START, None, None, 0.0, 0, 0, None))
    for stretch in stretches[1:]:
        if not any(abs(each.km - stretch.starts_km) < SAME_SPOT_KM for each in found):
            at = _at_km(route, stretch.starts_km)
            spot = None if any(_is_near(at, places[place]) for place in hidden) else (at.latitude, at.longitude)
            found.append(Point(0, PointKind.BOUNDARY, None, spot, stretch.starts_km, int(at.minutes), 0, None))
    found.sort(key=lambda each: (each.km, each.arrives_min, each.kind is PointKind.CHECKPOINT))
    return tuple(replace(point, number=number) for number, point in enumerate(found))


def _point_at(place: Place, km: float, arrives_min: int, hold_min: int, until: datetime | None) -> Point:
    return Point(0, PointKind(place.kind.value), place.id, (place.latitude, place.longitude), km, arrives_min, hold_min, until)


def hidden_places(scenario: Scenario, route: Route) -> frozenset[str]:
    """The places that a card for this route never shows."""
    kinds = {place.id: place.kind for place in scenario.places}
    ends = {end for end in (route.origin, route.destination) if kinds[end] is not PlaceKind.SAFE_HALT}
    return frozenset(ends | {place for place, kind in kinds.items() if kind in HIDDEN_KINDS})


def _is_near(at: RoutePoint, place: Place) -> bool:
    """Whether a point lies so near to a place that its coordinates would give the place away."""
    north_deg = place.latitude - at.latitude
    east_deg = (place.longitude - at.longitude) * cos(radians(at.latitude))
    return hypot(north_deg, east_deg) * _KM_PER_DEGREE < _HIDING_KM


def _open_until(convoy: Convoy, hours: tuple[Interval, ...], crossing: Crossing) -> datetime:
    span = _span(convoy, crossing.arrives_min, crossing.arrives_min + crossing.hold_min)
    for opening in hours:
        if opening.contains(*span):
            return opening.ends_at
    raise PlanBrokenError(f"convoy {convoy.id} is at checkpoint {crossing.checkpoint} while it is closed")
