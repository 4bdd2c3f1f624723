"""What is otherwise in a plan that was changed in the middle of its day, as values: vehicles, convoys, calls, windows, people.

Invariant: nothing is left out: each vehicle of either plan is told once, and everybody on board whom nobody brings on is named with
place and time.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from pydantic import Field

from safepassage.corridor import Identifier, Instant, Interval, OwnTransportMode, PeopleByClass, PriorityClass, Record
from safepassage.planning.itinerary import Alight, Board, Convoy, Drive, Itinerary
from safepassage.planning.replanning.replan import Replanned
from safepassage.planning.result import Plan, SilenceWindow, Wave
from safepassage.situation import common_windows

DIFFERENCE_FORMAT = 1

_Road = tuple[str, str, tuple[int, ...]]
"""Origin, destination and arcs: the same road, though a hold on it may take other minutes than before."""


class Kind(StrEnum):
    """What became of a vehicle, a convoy, a call or a window."""

    AS_PLANNED = "as planned"
    DONE = "done"
    OTHER_TIMES = "other times"
    OTHER = "other orders"
    NEW = "new"
    CANCELLED = "cancelled"
    OUT = "out"
    ENDS_ELSEWHERE = "ends elsewhere"
    NOT_PLANNED = "not planned"


class VehicleChange(Record):
    """The rest of one vehicle's day. `later_min` is how much later its next departure is; people are those it sets down from now on."""

    vehicle: Identifier
    kind: Kind
    later_min: int | None = None
    people_before: int
    people_now: int


class ConvoyChange(Record):
    """One convoy that sets out at the moment or later, in the old plan or the new."""

    id: Identifier
    kind: Kind
    route: str
    departs_before: Instant | None
    departs_now: Instant | None
    vehicles_before: tuple[Identifier, ...]
    vehicles_now: tuple[Identifier, ...]
    people_before: int
    people_now: int
    arrives_later_min: int = Field(default=0, description="of one that sets out in both plans")


class CallChange(Record):
    """People of some tickets at one gathering point. No call now: they are to be told to wait, that nobody comes for them yet."""

    place: Identifier
    first_ticket: int
    last_ticket: int
    called_before: Instant | None
    called_now: Instant | None
    boards_before: Instant | None
    boards_now: Instant | None


class WindowChange(Record):
    """A window of silence that must be confirmed anew, or is not needed any more. `is_shorter`: hours that are agreed already, but fewer.
    `before` are the hours of the plan before that it meets.
    """

    segment: Identifier
    interval: Interval
    kind: Kind
    is_shorter: bool = False
    parties: tuple[Identifier, ...]
    before: tuple[Interval, ...] = ()


class Stranded(Record):
    """A vehicle that ends where no journey ends, with whom and what is on board. On the road it was on its way from `place` `towards`."""

    vehicle: Identifier
    place: Identifier
    towards: Identifier | None
    is_out: bool
    since: Instant
    people: PeopleByClass
    goods_kg: int


class Overdue(Record):
    """A late vehicle that is on a segment outside the hours in which it is silent."""

    vehicle: Identifier
    segment: Identifier
    interval: Interval


class OwnChange(Record):
    """Own cars, or groups on foot, of one gathering point that leave from now on; other times even where as many leave."""

    place: Identifier
    mode: OwnTransportMode
    units_before: int
    units_now: int


class LeftChange(Record):
    place: Identifier
    priority: PriorityClass
    people_before: int
    people_now: int
    reason: str


class TradeLine(Record):
    """What is reached if so many more vehicles may change; None: as many as help."""

    most_changes: int | None
    changed_vehicles: int
    out: PeopleByClass
    goods_kg: int


class Difference(Record):
    """The whole difference. Internal, as the plan is."""

    format: int = DIFFERENCE_FORMAT
    audience: str = "internal"
    scenario: Identifier
    scenario_title: str
    zone: str
    at: Instant
    changes: tuple[str, ...]
    reports: tuple[str, ...]
    most_changes: int | None
    broken: tuple[Identifier, ...] = Field(description="vehicles whose planned rest of the day did not hold any more")
    out_before: PeopleByClass
    out_now: PeopleByClass
    own_out_before: PeopleByClass
    own_out_now: PeopleByClass
    goods_before_kg: int
    goods_now_kg: int
    vehicles: tuple[VehicleChange, ...]
    convoys: tuple[ConvoyChange, ...]
    calls: tuple[CallChange, ...]
    windows: tuple[WindowChange, ...]
    own: tuple[OwnChange, ...]
    left: tuple[LeftChange, ...]
    stranded: tuple[Stranded, ...]
    overdue: tuple[Overdue, ...]
    trades: tuple[TradeLine, ...]
    is_stopped: bool


def difference_of(replanned: Replanned) -> Difference:
    """What is otherwise."""
    before, now, state = replanned.before, replanned.plan, replanned.state
    reports = [
        f"{report.vehicle}: "
        + ("out of service" if report.is_out else f"{report.late_min} min late" if report.late_min else "as planned")
        + (f", {report.boarded.total_people} people boarded" if report.boarded is not None else "")
        for report in state.vehicles
    ]
    reports += [f"{report.place}: {report.people.total_people} people wait" for report in state.waiting]
    reports += [f"{report.place}: {report.weight_kg} kg of {report.kind.value} lie there" for report in state.stocks]
    return Difference(
        scenario=now.scenario,
        scenario_title=now.scenario_title,
        zone=now.zone,
        at=state.at,
        changes=replanned.changes,
        reports=tuple(reports),
        most_changes=replanned.most_changes,
        broken=replanned.broken,
        out_before=before.figures.out,
        out_now=now.figures.out,
        own_out_before=before.figures.own_transport_out,
        own_out_now=now.figures.own_transport_out,
        goods_before_kg=before.figures.goods_delivered_kg,
        goods_now_kg=now.figures.goods_delivered_kg,
        vehicles=tuple(_vehicles(replanned)),
        convoys=tuple(_convoys(before, now, state.at)),
        calls=tuple(_calls(before, now, state.at)),
        windows=tuple(_windows(before, now, state.at)),
        own=tuple(_own(before, now, state.at)),
        left=tuple(_left(before, now)),
        stranded=tuple(_stranded(replanned)),
        overdue=tuple(_overdue(replanned)),
        trades=tuple(
            TradeLine(most_changes=each.most_changes, changed_vehicles=each.changed_vehicles, out=each.out, goods_kg=each.goods_kg)
            for each in replanned.trades
        ),
        is_stopped=replanned.is_stopped,
    )


def _vehicles(replanned: Replanned) -> Iterator[VehicleChange]:
    at = replanned.state.at
    before = {itinerary.vehicle: itinerary for itinerary in replanned.before.itineraries}
    now = {itinerary.vehicle: itinerary for itinerary in replanned.plan.itineraries}
    out = {report.vehicle for report in replanned.state.vehicles if report.is_out}
    roads = {
        route.id: (route.origin, route.destination, route.arcs) for plan in (replanned.before, replanned.plan) for route in plan.routes
    }
    for vehicle in (*before, *(name for name in now if name not in before)):
        was, will_be = _rest(before.get(vehicle), at), _rest(now.get(vehicle), at)
        if vehicle in out:
            kind = Kind.OUT
        elif vehicle in replanned.unplaced:
            kind = Kind.NOT_PLANNED
        elif vehicle in replanned.ends_elsewhere:
            kind = Kind.ENDS_ELSEWHERE
        elif vehicle not in before:
            kind = Kind.NEW
        elif vehicle not in now:
            kind = Kind.CANCELLED
        elif not _drives(was, roads) and not _drives(will_be, roads):
            kind = Kind.DONE
        elif _drives(was, roads) == _drives(will_be, roads) and _moves(was, roads) == _moves(will_be, roads):
            kind = Kind.AS_PLANNED
        elif not _drives(will_be, roads):
            kind = Kind.CANCELLED
        else:
            kind = Kind.OTHER_TIMES if _moves(was, roads) == _moves(will_be, roads) else Kind.OTHER
        later = _later_min(was, will_be) if kind in (Kind.OTHER_TIMES, Kind.OTHER) else None
        yield VehicleChange(vehicle=vehicle, kind=kind, later_min=later, people_before=_set_down(was), people_now=_set_down(will_be))


def _rest(itinerary: Itinerary | None, at: datetime) -> tuple[object, ...]:
    return () if itinerary is None else tuple(activity for activity in itinerary.activities if activity.ends_at > at)


def _drives(activities: Iterable[object], roads: Mapping[str, _Road]) -> list[tuple[_Road, datetime, datetime]]:
    return [(roads[activity.route], activity.starts_at, activity.ends_at) for activity in activities if isinstance(activity, Drive)]


def _moves(activities: Iterable[object], roads: Mapping[str, _Road]) -> list[tuple[str, object]]:
    return [
        (activity.activity, roads[activity.route] if isinstance(activity, Drive) else activity.place)  # type: ignore[attr-defined]
        for activity in activities
    ]


def _later_min(was: tuple[object, ...], will_be: tuple[object, ...]) -> int | None:
    old, new = ([activity.starts_at for activity in activities if isinstance(activity, Drive)] for activities in (was, will_be))
    moved = [int((after - before).total_seconds() // 60) for before, after in zip(old, new, strict=False)]
    return next((minutes for minutes in moved if minutes), None)


def _set_down(activities: Iterable[object]) -> int:
    return sum(activity.people.total_people for activity in activities if isinstance(activity, Alight))


def _convoys(before: Plan, now: Plan, at: datetime) -> Iterator[ConvoyChange]:
    was = {convoy.id: convoy for convoy in before.convoys if convoy.departs_at >= at}
    will_be = {convoy.id: convoy for convoy in now.convoys if convoy.departs_at >= at}
    for id_ in (*was, *(id_ for id_ in will_be if id_ not in was)):
        one, other = was.get(id_), will_be.get(id_)
        told = other or one
        assert told is not None  # noqa: S101 - it is of one of them
        yield ConvoyChange(
            id=id_,
            kind=_kind_of_convoy(one, other),
            route=told.route,
            departs_before=one.departs_at if one else None,
            departs_now=other.departs_at if other else None,
            vehicles_before=one.vehicles if one else (),
            vehicles_now=other.vehicles if other else (),
            people_before=one.people.total_people if one else 0,
            people_now=other.people.total_people if other else 0,
            arrives_later_min=int((other.arrives_at - one.arrives_at).total_seconds() // 60) if one and other else 0,
        )


def _kind_of_convoy(one: Convoy | None, other: Convoy | None) -> Kind:
    if one is None or other is None:
        return Kind.NEW if one is None else Kind.CANCELLED
    if (one.departs_at, one.tail_departs_at, one.arrives_at) != (other.departs_at, other.tail_departs_at, other.arrives_at):
        return Kind.OTHER_TIMES
    return Kind.AS_PLANNED if (one.vehicles, one.people, one.goods_kg) == (other.vehicles, other.people, other.goods_kg) else Kind.OTHER


def _calls(before: Plan, now: Plan, at: datetime) -> Iterator[CallChange]:
    """Tickets whose people have not begun to board, joined where all of it is the same."""
    for place in sorted({wave.gathering_point for wave in (*before.waves, *now.waves)}):
        was, will_be = ([wave for wave in plan.waves if wave.gathering_point == place] for plan in (before, now))
        edges = {edge for wave in (*was, *will_be) for edge in (wave.first_ticket, wave.last_ticket + 1)}
        spans = sorted(edges)
        for first, end in pairwise(spans):
            one, other = _wave_of(was, first), _wave_of(will_be, first)
            if all(wave is None or wave.boards_at < at for wave in (one, other)):
                continue
            if one is not None and other is not None and (one.called_at, one.boards_at) == (other.called_at, other.boards_at):
                continue
            yield CallChange(
                place=place,
                first_ticket=first,
                last_ticket=end - 1,
                called_before=one.called_at if one else None,
                called_now=other.called_at if other else None,
                boards_before=one.boards_at if one else None,
                boards_now=other.boards_at if other else None,
            )


def _wave_of(waves: Iterable[Wave], ticket: int) -> Wave | None:
    return next((wave for wave in waves if wave.first_ticket <= ticket <= wave.last_ticket), None)


def _windows(before: Plan, now: Plan, at: datetime) -> Iterator[WindowChange]:
    was, will_be = ([window for window in plan.windows if window.interval.ends_at > at] for plan in (before, now))
    known = {(window.segment, window.interval) for window in was}
    for window in will_be:
        if (window.segment, window.interval) not in known:
            around = any(
                other.segment == window.segment and other.interval.contains(window.interval.starts_at, window.interval.ends_at)
                for other in was
            )
            met = tuple(other.interval for other in was if _meets(window, [other]))
            yield _window(window, Kind.OTHER_TIMES if met else Kind.NEW, is_shorter=around, before=met)
    for window in was:
        if not _meets(window, will_be):
            yield _window(window, Kind.CANCELLED)


def _meets(window: SilenceWindow, others: Iterable[SilenceWindow]) -> bool:
    return any(
        other.segment == window.segment
        and other.interval.starts_at < window.interval.ends_at
        and window.interval.starts_at < other.interval.ends_at
        for other in others
    )


def _window(window: SilenceWindow, kind: Kind, *, is_shorter: bool = False, before: tuple[Interval, ...] = ()) -> WindowChange:
    return WindowChange(
        segment=window.segment, interval=window.interval, kind=kind, is_shorter=is_shorter, parties=window.parties, before=before
    )


def _own(before: Plan, now: Plan, at: datetime) -> Iterator[OwnChange]:
    was, will_be = ([own for own in plan.own_departures if own.departs_at >= at] for plan in (before, now))
    for place, mode in dict.fromkeys((own.gathering_point, own.mode) for own in (*was, *will_be)):
        one, other = (
            [(own.departs_at, own.units) for own in departures if (own.gathering_point, own.mode) == (place, mode)]
            for departures in (was, will_be)
        )
        if one != other:
            units_before, units_now = (sum(units for _, units in of_place) for of_place in (one, other))
            yield OwnChange(place=place, mode=mode, units_before=units_before, units_now=units_now)


def _left(before: Plan, now: Plan) -> Iterator[LeftChange]:
    was = {(line.place, line.priority): line for line in before.left_behind}
    will_be = {(line.place, line.priority): line for line in now.left_behind}
    for key in (*was, *(key for key in will_be if key not in was)):
        people_before = was[key].people if key in was else 0
        people_now = will_be[key].people if key in will_be else 0
        if people_before != people_now:
            line = will_be.get(key) or was[key]
            yield LeftChange(
                place=key[0],
                priority=key[1],
                people_before=people_before,
                people_now=people_now,
                reason=line.reason if key in will_be else "they are brought out now",
            )


def _stranded(replanned: Replanned) -> Iterator[Stranded]:
    ends = {place.id for place in (*replanned.scenario.depots, *replanned.scenario.receptions)}
    for itinerary in replanned.plan.itineraries:
        people, goods_kg = _on_board(itinerary)
        last = itinerary.activities[-1]
        place = replanned.plan.route(last.route).destination if isinstance(last, Drive) else last.place
        is_out = replanned.state.report(itinerary.vehicle).is_out
        if not people.total_people and not goods_kg and place in ends and not is_out:
            continue
        towards = None
        if is_out and isinstance(last, Drive) and last.ends_at > replanned.state.at:
            place, towards = replanned.plan.route(last.route).origin, place
        since = replanned.state.at if is_out else last.starts_at if last.activity == "halt" else last.ends_at
        if people.total_people or goods_kg or towards is not None or place not in ends:
            yield Stranded(
                vehicle=itinerary.vehicle, place=place, towards=towards, is_out=is_out, since=since, people=people, goods_kg=goods_kg
            )


def _on_board(itinerary: Itinerary) -> tuple[PeopleByClass, int]:
    people, goods_kg = PeopleByClass(), 0
    for activity in itinerary.activities:
        match activity:
            case Board():
                people += activity.people
            case Alight():
                people = PeopleByClass()
            case _:
                sign = {"load_goods": 1, "unload_goods": -1}.get(activity.activity, 0)
                goods_kg += sign * getattr(activity, "weight_kg", 0)
    return people, goods_kg


def _overdue(replanned: Replanned) -> Iterator[Overdue]:
    """A late vehicle on the road leaves each segment so much later at the worst."""
    common = common_windows(replanned.scenario)
    margin = timedelta(minutes=replanned.scenario.silence.margin_after_min)
    for standing in replanned.standings:
        late = timedelta(minutes=replanned.state.report(standing.itinerary.vehicle).late_min)
        for activity in standing.past:
            if not late or not isinstance(activity, Drive) or activity.ends_at <= replanned.state.at:
                continue
            for passage in replanned.before.route(activity.route).passages:
                enters_at = activity.starts_at + timedelta(minutes=passage.enters_min)
                leaves_at = activity.starts_at + timedelta(minutes=passage.leaves_min) + late
                if leaves_at <= replanned.state.at or passage.segment not in common:
                    continue
                if not any(hours.contains(enters_at, leaves_at + margin) for hours in common[passage.segment]):
                    yield Overdue(
                        vehicle=standing.itinerary.vehicle,
                        segment=passage.segment,
                        interval=Interval(starts_at=max(enters_at, replanned.state.at), ends_at=leaves_at),
                    )
