"""What is otherwise for convoys, for those who are called, for who keeps silent, for own cars, and for those who stay."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise

from safepassage.corridor import Interval
from safepassage.planning.itinerary import Board, Convoy
from safepassage.planning.replanning.difference import CallChange, ConvoyChange, Kind, LeftChange, OwnChange, WindowChange
from safepassage.planning.result import Plan, SilenceWindow, Wave


def convoy_changes(before: Plan, now: Plan, at: datetime) -> Iterator[ConvoyChange]:
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


def call_changes(before: Plan, now: Plan, at: datetime) -> Iterator[CallChange]:
    """Tickets whose people have not begun to board, joined where all of it is the same."""
    for place in sorted({wave.gathering_point for wave in (*before.waves, *now.waves)}):
        was, will_be = (list(_waves_cut(plan, place, at)) for plan in (before, now))
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


def _waves_cut(plan: Plan, place: str, at: datetime) -> Iterator[Wave]:
    """The waves of a place. One that is boarding at this moment is cut in two: its first tickets are those who have boarded, the others
    board when the next vehicle of the wave boards. A wave is a quarter of an hour, so that its own time can be over for them.
    """
    waves = sorted((wave for wave in plan.waves if wave.gathering_point == place), key=lambda wave: wave.wave)
    boards = [
        activity
        for itinerary in plan.itineraries
        for activity in itinerary.activities
        if isinstance(activity, Board) and activity.place == place and activity.people.total_people
    ]
    for number, wave in enumerate(waves, start=1):
        until = waves[number].boards_at if number < len(waves) else None
        of_wave = [board for board in boards if wave.boards_at <= board.starts_at and (until is None or board.starts_at < until)]
        still = [board for board in of_wave if board.starts_at >= at]
        if not still or len(still) == len(of_wave):
            yield wave
            continue
        first_still = wave.last_ticket + 1 - sum(board.people.total_people for board in still)
        yield wave.model_copy(update={"last_ticket": first_still - 1})
        yield wave.model_copy(update={"first_ticket": first_still, "boards_at": min(board.starts_at for board in still)})


def _wave_of(waves: Iterable[Wave], ticket: int) -> Wave | None:
    return next((wave for wave in waves if wave.first_ticket <= ticket <= wave.last_ticket), None)


def window_changes(before: Plan, now: Plan, at: datetime) -> Iterator[WindowChange]:
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


def own_changes(before: Plan, now: Plan, at: datetime) -> Iterator[OwnChange]:
    was, will_be = ([own for own in plan.own_departures if own.departs_at >= at] for plan in (before, now))
    for place, mode in dict.fromkeys((own.gathering_point, own.mode) for own in (*was, *will_be)):
        one, other = (
            [(own.departs_at, own.units) for own in departures if (own.gathering_point, own.mode) == (place, mode)]
            for departures in (was, will_be)
        )
        if one != other:
            units_before, units_now = (sum(units for _, units in of_place) for of_place in (one, other))
            yield OwnChange(place=place, mode=mode, units_before=units_before, units_now=units_now)


def left_changes(before: Plan, now: Plan) -> Iterator[LeftChange]:
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
