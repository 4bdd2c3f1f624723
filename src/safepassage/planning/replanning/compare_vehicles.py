"""What becomes of each vehicle: its rest of the day, who is stranded, and who may be on a segment beyond its silence."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from safepassage.corridor import Interval
from safepassage.planning.itinerary import Alight, Board, Drive, Itinerary, UnloadGoods
from safepassage.planning.replanning.difference import (
    Fetching,
    Kind,
    OnClosedRoad,
    Overdue,
    OwnOnClosedRoad,
    PassingVehicle,
    Stranded,
    VehicleChange,
)
from safepassage.planning.replanning.on_board import on_board
from safepassage.planning.replanning.replan import Replanned
from safepassage.situation import common_windows

_CLOSED = 8
"""The rule of closures."""

_Road = tuple[str, str, tuple[int, ...]]
"""Origin, destination and arcs: the same road, though a hold on it may take other minutes than before."""


def vehicle_changes(replanned: Replanned) -> Iterator[VehicleChange]:
    at = replanned.state.at
    before = {itinerary.vehicle: itinerary for itinerary in replanned.before.itineraries}
    now = {itinerary.vehicle: itinerary for itinerary in replanned.plan.itineraries}
    out = {each.vehicle for each in replanned.out}
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
        yield VehicleChange(
            vehicle=vehicle,
            kind=kind,
            later_min=later,
            people_before=_set_down(was),
            people_now=_set_down(will_be),
            goods_before_kg=_delivered_kg(was),
            goods_now_kg=_delivered_kg(will_be),
        )


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


def _delivered_kg(activities: Iterable[object]) -> int:
    return sum(activity.weight_kg for activity in activities if isinstance(activity, UnloadGoods))


def stranded_vehicles(replanned: Replanned) -> Iterator[Stranded]:
    """Those out of service first, then those that no way on was found for."""
    ends = {place.id for place in (*replanned.scenario.depots, *replanned.scenario.receptions)}
    out = {each.vehicle: each for each in replanned.out}
    for itinerary in sorted(replanned.plan.itineraries, key=lambda itinerary: itinerary.vehicle not in out):
        carried = on_board(itinerary.activities)
        people, goods_kg = carried.people, carried.total_goods_kg
        last = itinerary.activities[-1]
        place = replanned.plan.route(last.route).destination if isinstance(last, Drive) else last.place
        lost = out.get(itinerary.vehicle)
        if not people.total_people and not goods_kg and place in ends and lost is None:
            continue
        towards = None
        if lost is not None and isinstance(last, Drive) and last.ends_at > lost.since:
            place, towards = replanned.plan.route(last.route).origin, place
        since = lost.since if lost is not None else last.starts_at if last.activity == "halt" else last.ends_at
        if people.total_people or goods_kg or towards is not None or place not in ends:
            waits_at = lost.set_down_at if lost is not None else None
            yield Stranded(
                vehicle=itinerary.vehicle,
                place=place,
                towards=towards,
                is_out=lost is not None,
                since=since,
                people=people,
                goods_kg=goods_kg,
                set_down_at=waits_at,
                fetched_by=tuple(_fetching(replanned, waits_at)) if waits_at is not None else (),
                stay_there=sum(line.people for line in replanned.plan.left_behind if line.place == waits_at),
                passing=tuple(
                    PassingVehicle(vehicle=each.vehicle, at=each.at, seats=each.seats, stretcher_bays=each.stretcher_bays)
                    for each in replanned.passing.get(itinerary.vehicle, ())
                    if people.total_people
                ),
            )


def _fetching(replanned: Replanned, place: str) -> list[Fetching]:
    boards = [
        (activity.starts_at, itinerary.vehicle, activity.people.total_people)
        for itinerary in replanned.plan.itineraries
        for activity in itinerary.activities
        if isinstance(activity, Board) and activity.place == place and activity.starts_at >= replanned.state.at
    ]
    return [Fetching(vehicle=vehicle, at=at, people=people) for at, vehicle, people in sorted(boards) if people]


def vehicles_on_closed_roads(replanned: Replanned) -> Iterator[OnClosedRoad]:
    """Drives under way that the checker finds on an arc while it is closed (rule 8)."""
    found = {breach.where for breach in replanned.passed_over if breach.rule == _CLOSED}
    out = {each.vehicle for each in replanned.out}
    for itinerary in replanned.plan.itineraries:
        for number, activity in enumerate(itinerary.activities[: replanned.past[itinerary.vehicle]], start=1):
            if not isinstance(activity, Drive) or activity.ends_at <= replanned.state.at or itinerary.vehicle in out:
                continue
            if f"vehicle {itinerary.vehicle}, activity {number}" in found:
                route = replanned.plan.route(activity.route)
                yield OnClosedRoad(
                    vehicle=itinerary.vehicle,
                    origin=route.origin,
                    destination=route.destination,
                    departed_at=activity.starts_at,
                    arrives_at=activity.ends_at,
                )


def own_on_closed_roads(replanned: Replanned) -> Iterator[OwnOnClosedRoad]:
    """Own cars and people on foot under way that the checker finds on an arc while it is closed (rule 8), in order of departure."""
    found = {breach.where for breach in replanned.passed_over if breach.rule == _CLOSED}
    for number, departure in enumerate(replanned.plan.own_departures, start=1):
        if departure.departs_at < replanned.state.at < departure.arrives_at and f"own departure {number}" in found:
            yield OwnOnClosedRoad(
                mode=departure.mode,
                units=departure.units,
                people=departure.people.total_people,
                origin=departure.gathering_point,
                destination=replanned.plan.route(departure.route).destination,
                departed_at=departure.departs_at,
                arrives_at=departure.arrives_at,
            )


def overdue_vehicles(replanned: Replanned) -> Iterator[Overdue]:
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
