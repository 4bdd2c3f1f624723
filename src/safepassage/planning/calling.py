"""Waves by ticket, and the crowds that follow: nobody is called to a gathering point long before boarding.

Invariant: nobody is called at a time that was over when the plan was made, but who had been called by then.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from safepassage.corridor import NOBODY
from safepassage.planning.itinerary import Board, Itinerary
from safepassage.planning.problem import QUARTER_MIN
from safepassage.planning.result import Crowd, Wave
from safepassage.scenario.scenario import Scenario

_QUARTER = timedelta(minutes=QUARTER_MIN)


def call_waves(
    scenario: Scenario, itineraries: Iterable[Itinerary], *, changed_at: datetime | None = None, before: Sequence[Wave] = ()
) -> tuple[Wave, ...]:
    """One wave for each quarter of an hour in which people board at a gathering point; tickets follow one another.

    Of a plan changed in the middle of its day: `changed_at` is when, and `before` the waves of the plan until then. Whose time to be
    called was over then are called at that moment, unless all their tickets had been called.
    """
    waves = []
    for place, boards in sorted(_boards(itineraries).items()):
        by_quarter: dict[int, list[Board]] = defaultdict(list)
        for board in boards:
            by_quarter[int(board.starts_at.timestamp() // 60) // QUARTER_MIN].append(board)
        ticket = 1
        for number, quarter in enumerate(sorted(by_quarter), start=1):
            people = sum((board.people for board in by_quarter[quarter]), NOBODY)
            boards_at = min(board.starts_at for board in by_quarter[quarter])
            called_at = max(boards_at - timedelta(minutes=scenario.column.call_before_boarding_min), scenario.horizon.starts_at)
            last = ticket + people.total_people - 1
            if changed_at is not None and called_at < changed_at:
                had_been = _called_before(before, place, ticket, last, changed_at)
                now = changed_at if boards_at >= changed_at else called_at
                called_at = min(boards_at, max(called_at, had_been)) if had_been is not None else now
            waves.append(
                Wave(
                    gathering_point=place,
                    wave=number,
                    called_at=called_at,
                    boards_at=boards_at,
                    people=people,
                    first_ticket=ticket,
                    last_ticket=last,
                )
            )
            ticket = last + 1
    return tuple(waves)


def _called_before(waves: Iterable[Wave], place: str, first: int, last: int, at: datetime) -> datetime | None:
    """When the last of these tickets was called before a moment; None where not all of them were."""
    called = [wave for wave in waves if wave.gathering_point == place and wave.called_at < at]
    of_these = [wave for wave in called if wave.first_ticket <= last and first <= wave.last_ticket]
    tickets = sum(min(last, wave.last_ticket) - max(first, wave.first_ticket) + 1 for wave in of_these)
    return max(wave.called_at for wave in of_these) if tickets == last - first + 1 else None


def count_crowds(scenario: Scenario, itineraries: Iterable[Itinerary], waves: Sequence[Wave]) -> tuple[Crowd, ...]:
    """The most people waiting at one moment of each quarter, from the first call to the last boarding."""
    holds = {point.id: point.holds_people for point in scenario.gathering_points}
    crowds = []
    for place, boards in sorted(_boards(itineraries).items()):
        changes = [(wave.called_at, wave.people.total_people) for wave in waves if wave.gathering_point == place]
        changes += [(board.starts_at, -board.people.total_people) for board in boards]
        times = sorted({at for at, _ in changes})
        quarter = times[0] - timedelta(minutes=times[0].minute % QUARTER_MIN, seconds=times[0].second)
        while quarter <= times[-1]:
            looks = [quarter, *(at for at in times if quarter < at < quarter + _QUARTER)]
            waiting = max(sum(change for at, change in changes if at <= look) for look in looks)
            if waiting > 0:
                crowds.append(Crowd(gathering_point=place, starts_at=quarter, waiting_people=waiting, holds_people=holds[place]))
            quarter += _QUARTER
    return tuple(crowds)


def _boards(itineraries: Iterable[Itinerary]) -> dict[str, list[Board]]:
    """Boardings by gathering point, in order of time."""
    boards: dict[str, list[Board]] = defaultdict(list)
    for itinerary in itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, Board) and activity.people.total_people:
                boards[activity.place].append(activity)
    return {place: sorted(of_place, key=lambda board: board.starts_at) for place, of_place in boards.items()}
