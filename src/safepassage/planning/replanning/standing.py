"""Where every vehicle of a plan stands at one moment: what it has begun, what is to come, who and what is on board.

Invariant: what has begun is told as it was; only what a report of the state says is otherwise.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from safepassage.corridor import GoodsKind, PeopleByClass
from safepassage.planning.carry import Deed, tell_itinerary
from safepassage.planning.itinerary import Activity, Alight, Board, Drive, Halt, Itinerary, UnloadGoods
from safepassage.planning.midday import OutOfService
from safepassage.planning.replanning.on_board import on_board
from safepassage.planning.replanning.state import CountedPeople, DayState, VehicleReport
from safepassage.planning.result import Plan
from safepassage.planning.route import Route
from safepassage.situation.minutes import MINUTE


@dataclass(frozen=True, slots=True)
class Standing:
    """One vehicle of the plan at a moment.

    `past` are the activities that have begun, as they were, without a halt that it has not left yet: that one, begun or about to,
    is `halts_at` since `halts_since`. `begun` and `coming` are the same day as deeds; `planned` are the activities to come as planned.
    `free_at` is when it can do more; `place` is where it is then. `set_down_at` is the gathering point where those on board of a vehicle
    that went out of service wait.
    """

    itinerary: Itinerary
    past: tuple[Activity, ...]
    begun: tuple[Deed, ...]
    coming: tuple[Deed, ...]
    planned: tuple[Activity, ...]
    free_at: datetime
    place: str
    halts_at: str | None
    halts_since: datetime | None
    is_out: bool
    set_down_at: str | None
    aboard: PeopleByClass
    boarded_at: tuple[str, ...]
    goods_kg: Mapping[GoodsKind, int]

    @property
    def has_begun(self) -> bool:
        return bool(self.past)


def stand(plan: Plan, state: DayState) -> tuple[Standing, ...]:
    """Every vehicle of the plan at the moment of the state, in the order of the plan."""
    routes = {route.id: route for route in plan.routes}
    out = {each.vehicle: each for each in plan.changed.out} if plan.changed is not None else {}
    return tuple(_stand(itinerary, routes, state, out.get(itinerary.vehicle)) for itinerary in plan.itineraries)


def _stand(itinerary: Itinerary, routes: Mapping[str, Route], state: DayState, was_out: OutOfService | None) -> Standing:
    at, report = state.at, state.report(itinerary.vehicle)
    count = begun_activities(itinerary, at)
    past, planned = itinerary.activities[:count], itinerary.activities[count:]
    deeds = tell_itinerary(itinerary, routes).deeds
    begun = tuple(deed for deed in deeds if deed.starts_at < at)
    if report.is_out:
        past = tuple(activity for activity in past if activity.starts_at < at)
    if report.boarded is not None:
        past = _with_boarded(past, report.boarded)
    past, free_at = _delayed(past, report, at)
    place = _place(itinerary, past, routes)
    halts_at = place if begun and _reaches_halt(begun[-1], planned) else None
    halts_since = past[-1].ends_at if halts_at else None
    if halts_since is not None:
        free_at = max(free_at, halts_since + MINUTE)
    carried = on_board(past)
    set_down_at = None
    if report.is_out and (was_out is None or was_out.set_down_at is None) and carried.people.total_people:
        set_down_at = report.set_down_at or (place if isinstance(past[-1], Board) else None)
    return Standing(
        itinerary=itinerary,
        past=past,
        begun=begun,
        coming=deeds[len(begun) :],
        planned=tuple(activity for activity in planned if not isinstance(activity, Halt) or activity is not planned[0]),
        free_at=free_at,
        place=place,
        halts_at=halts_at,
        halts_since=halts_since,
        is_out=report.is_out or was_out is not None,
        set_down_at=set_down_at,
        aboard=carried.people,
        boarded_at=carried.boarded_at,
        goods_kg=carried.goods_kg,
    )


def begun_activities(itinerary: Itinerary, at: datetime) -> int:
    """How many activities have begun: what is done on arrival has with its drive, a halt once the vehicle has left it."""
    count = 0
    has_begun = False
    for number, activity in enumerate(itinerary.activities):
        if isinstance(activity, Halt):
            following = itinerary.activities[number + 1 : number + 2]
            has_begun = bool(following) and following[0].starts_at < at
        elif not isinstance(activity, UnloadGoods | Alight):
            has_begun = activity.starts_at < at
        if not has_begun:
            break
        count = number + 1
    return count


def _reaches_halt(last: Deed, planned: tuple[Activity, ...]) -> bool:
    return last.road is not None and bool(planned) and isinstance(planned[0], Halt)


def _delayed(past: tuple[Activity, ...], report: VehicleReport, at: datetime) -> tuple[tuple[Activity, ...], datetime]:
    """The past with what the vehicle is doing prolonged, and when it is free."""
    late = report.late_min * MINUTE
    running = next((number for number, activity in enumerate(past) if activity.ends_at > at), None)
    if running is None or not late:
        free_at = past[-1].ends_at if past else at
        return past, max(at, free_at) + late
    since = past[running].starts_at
    prolonged = tuple(
        activity
        if activity.ends_at <= at
        else activity.model_copy(update={"starts_at": _moved(activity.starts_at, since, late), "ends_at": activity.ends_at + late})
        for activity in past
    )
    return prolonged, prolonged[-1].ends_at


def _moved(starts_at: datetime, since: datetime, late: timedelta) -> datetime:
    return starts_at if starts_at <= since else starts_at + late


def _with_boarded(past: tuple[Activity, ...], boarded: CountedPeople) -> tuple[Activity, ...]:
    """The last boarding with those who really boarded; whether families among them are whole is no longer known, so none is counted."""
    last = max(number for number, activity in enumerate(past) if isinstance(activity, Board))
    told: list[Activity] = []
    for number, activity in enumerate(past):
        if number == last and isinstance(activity, Board) and activity.people != (people := boarded.over(activity.people)):
            told.append(activity.model_copy(update={"people": people, "groups": ()}))
        elif number > last and isinstance(activity, Alight):
            told.append(activity.model_copy(update={"people": on_board(told).people}))
        else:
            told.append(activity)
    return tuple(told)


def _place(itinerary: Itinerary, past: Iterable[Activity], routes: Mapping[str, Route]) -> str:
    place = itinerary.depot
    for activity in past:
        place = routes[activity.route].destination if isinstance(activity, Drive) else activity.place
    return place
