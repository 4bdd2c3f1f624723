"""Rule 25, waves and crowds: who is called to a gathering point when, and how many wait there."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from safepassage.corridor import NOBODY
from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.spans import DAY_S, FOREVER, MINUTE_S, QUARTER_S, posix_s, quarter_of
from safepassage.planning.itinerary import Board
from safepassage.planning.result import Crowd, Plan, Wave


def check_crowds(ground: Ground, plan: Plan, boards: Sequence[Board]) -> list[Breach]:
    """The waves call exactly those who board, in time; the crowds are those called and not yet boarded."""
    waves_at: dict[str, list[Wave]] = defaultdict(list)
    for wave in plan.waves:
        waves_at[wave.gathering_point].append(wave)
    boards_at: dict[str, list[Board]] = defaultdict(list)
    for board in boards:
        if board.people.total_people:
            boards_at[board.place].append(board)
    changed_s = posix_s(plan.changed.at) if plan.changed is not None else None
    breaches = []
    for place in sorted({*waves_at, *boards_at}):
        waves = sorted(waves_at[place], key=lambda wave: wave.wave)
        breaches += _check_waves(ground, place, waves, boards_at[place], changed_s)
        of_place = [crowd for crowd in plan.crowds if crowd.gathering_point == place]
        breaches += _check_waiting(ground, place, waves, boards_at[place], of_place)
    for crowd in plan.crowds:
        point = ground.gathering_points.get(crowd.gathering_point)
        where = f"crowd at {crowd.gathering_point}, {ground.clock(posix_s(crowd.starts_at))}"
        if posix_s(crowd.starts_at) % QUARTER_S:
            breaches.append(Breach(25, where, "it does not start on a quarter of an hour"))
        if point is None or crowd.holds_people != point.holds_people:
            breaches.append(Breach(25, where, "what the place holds is not what the scenario says"))
        if crowd.waiting_people and crowd.gathering_point not in waves_at and crowd.gathering_point not in boards_at:
            breaches.append(Breach(25, where, "nobody is called there"))
    return breaches


def _check_waves(ground: Ground, place: str, waves: Sequence[Wave], boards: Sequence[Board], changed_s: float | None) -> list[Breach]:
    """Wave n holds the people who board from its time of boarding until that of wave n + 1."""
    breaches = []
    call_s = ground.scenario.column.call_before_boarding_min * MINUTE_S
    next_ticket = 1
    if boards and (not waves or boards[0].starts_at < waves[0].boards_at):
        breaches.append(Breach(25, f"waves at {place}", "people board before a wave is called"))
    for number, wave in enumerate(waves, start=1):
        where = f"wave {wave.wave} at {place}"
        from_s = posix_s(wave.boards_at)
        until_s = posix_s(waves[number].boards_at) if number < len(waves) else FOREVER
        aboard = sum((board.people for board in boards if from_s <= posix_s(board.starts_at) < until_s), NOBODY)
        if wave.wave != number or until_s <= from_s:
            breaches.append(Breach(25, where, "the waves are not numbered from 1 in the order in which they board"))
        if wave.people != aboard or not aboard.total_people:
            breaches.append(
                Breach(25, where, f"it calls {wave.people.total_people} people, {aboard.total_people} board (or of other classes)")
            )
        first_s = min((posix_s(board.starts_at) for board in boards if posix_s(board.starts_at) >= from_s), default=from_s)
        if first_s - from_s >= QUARTER_S:
            breaches.append(Breach(25, where, f"it is said to board at {ground.clock(from_s)}, the first board at {ground.clock(first_s)}"))
        soonest_s = max(from_s - call_s, ground.horizon[0])
        is_on_time = posix_s(wave.called_at) in (from_s - call_s, soonest_s)
        # when a day has changed, nobody can be called at a time that is over
        is_late_call = changed_s is not None and soonest_s <= posix_s(wave.called_at) <= min(from_s, changed_s)
        if not is_on_time and not is_late_call:
            breaches.append(Breach(25, where, f"it is not called {call_s // MINUTE_S} min before it boards"))
        if (wave.first_ticket, wave.last_ticket) != (next_ticket, next_ticket + wave.people.total_people - 1):
            breaches.append(Breach(25, where, "its tickets do not follow those of the wave before, one for each person"))
        next_ticket = wave.last_ticket + 1
    return breaches


def _check_waiting(ground: Ground, place: str, waves: Sequence[Wave], boards: Sequence[Board], crowds: Sequence[Crowd]) -> list[Breach]:
    """A crowd is at least the greatest number waiting at one moment of the quarter, at most all who wait at any moment of it."""
    breaches = []
    stated: Counter[int] = Counter()
    times: Counter[int] = Counter()
    for crowd in crowds:
        stated[quarter_of(posix_s(crowd.starts_at))] += crowd.waiting_people
        times[quarter_of(posix_s(crowd.starts_at))] += 1
    called = [(posix_s(wave.called_at), wave.people.total_people) for wave in waves]
    boards_from = [(posix_s(board.starts_at), board.people.total_people) for board in boards]
    boards_until = [(posix_s(board.ends_at), board.people.total_people) for board in boards]
    changes = [*called, *((at_s, -aboard) for at_s, aboard in boards_from)]
    quarters = {quarter_of(at_s) for at_s, _ in changes}
    day = DAY_S // QUARTER_S
    horizon = range(quarter_of(ground.horizon[0]) - day, quarter_of(ground.horizon[1]) + day)
    between = range(max(min(quarters), horizon.start), min(max(quarters) + 1, horizon.stop)) if quarters else ()
    for quarter in sorted({*between, *stated}):
        from_s, until_s = quarter * QUARTER_S, (quarter + 1) * QUARTER_S
        looks = [from_s, *(at_s for at_s, _ in changes if from_s < at_s < until_s)]
        least = max(0, *(sum(change for at_s, change in changes if at_s <= look) for look in looks))
        most = sum(people for at_s, people in called if at_s < until_s) - sum(people for at_s, people in boards_until if at_s <= from_s)
        where = f"crowd at {place}, {ground.clock(from_s)}"
        if times[quarter] > 1:
            breaches.append(Breach(25, where, "it is stated twice"))
        elif not least <= stated[quarter] <= max(0, most):
            breaches.append(Breach(25, where, f"{least} to {most} people wait, it says {stated[quarter]}"))
    return breaches
