"""Levers of the clock: silence and checkpoints half an hour earlier or later, and the hours of the whole operation.

Invariant: no window and no opening hours vanish by a lever: a party without any window for a segment would no longer bind it.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from safepassage.corridor import Checkpoint, Interval, OfferedWindow
from safepassage.planning.levers.lever import Effect, Lever, LeverKind
from safepassage.scenario.scenario import Scenario
from safepassage.situation import daylight
from safepassage.situation.minutes import overlap

STEP = timedelta(minutes=30)
EVERYTHING = "every-party"

MOST_ONE_BY_ONE = 8
"""Of more segments than this, all parties together are asked for more silence on each, and hours are taken back by party and all together
only. Of more checkpoints than this, hours are asked for and taken back by party and all together. Where many lie one behind the other, the
hours of one among them open nothing, and half an hour less on any costs much the same."""

_NONE = timedelta(0)
_ANY_DAY = date(2000, 1, 1)

Pair = tuple[str, str]
"""Segment and party."""


@dataclass(frozen=True, slots=True)
class Move:
    """By how much hours begin and end later, in words, and what that can do."""

    name: str
    begins: timedelta
    ends: timedelta
    effect: Effect

    def words(self, begin: str, end: str) -> str:
        """What it does, with the verbs that fit the subject: 'opens half an hour earlier'."""
        return f"{begin if self.begins else end} half an hour {'earlier' if self.begins + self.ends < _NONE else 'later'}"


MOVES = (
    Move("begin-earlier", -STEP, _NONE, Effect.HELPS),
    Move("end-later", _NONE, STEP, Effect.HELPS),
    Move("begin-later", STEP, _NONE, Effect.HURTS),
    Move("end-earlier", _NONE, -STEP, Effect.HURTS),
)


def hours_levers(scenario: Scenario) -> Iterator[Lever]:
    """Silence by segment, and by segment and party; each checkpoint; all that one party keeps; all of it; the operation."""
    for move in MOVES:
        yield from _silence_levers(scenario, move)
        yield from _checkpoint_levers(scenario, move)
        yield from _party_levers(scenario, move)
        # half an hour of dark is no lever: nobody sets out in it
        words = f"the operation {move.words('starts', 'ends')}"
        yield Lever(f"horizon.{move.name}", LeverKind.HOURS, words, move.effect, _moved_horizon(move))


def _silence_levers(scenario: Scenario, move: Move) -> Iterator[Lever]:
    pairs = dict.fromkeys((window.segment, window.party) for window in scenario.windows)
    is_brief = len({segment for segment, _ in pairs}) > MOST_ONE_BY_ONE
    if is_brief and move.effect is Effect.HURTS:
        return
    for segment in dict.fromkeys(segment for segment, _ in pairs):
        parties = [party for of, party in pairs if of == segment]
        words = f"silence on {scenario.name(segment, scenario.language)} {move.words('begins', 'ends')}"
        for party in parties if len(parties) > 1 and not is_brief else ():
            alone = f"{words}, {scenario.name(party, scenario.language)} alone"
            yield _hours(f"silence.{segment}.{party}", alone, move, {(segment, party)}, (), within=f"silence.{segment}")
        yield _hours(f"silence.{segment}", words, move, {pair for pair in pairs if pair[0] == segment}, (), within=EVERYTHING)


def _checkpoint_levers(scenario: Scenario, move: Move) -> Iterator[Lever]:
    timed = timed_checkpoints(scenario)
    if len(timed) > MOST_ONE_BY_ONE:
        return
    for checkpoint in timed:
        words = f"{scenario.name(checkpoint.id, scenario.language)} {move.words('opens', 'closes')}"
        yield _hours(f"checkpoint.{checkpoint.id}", words, move, (), {checkpoint.id}, within=f"party.{checkpoint.party}")


def _party_levers(scenario: Scenario, move: Move) -> Iterator[Lever]:
    pairs = {(window.segment, window.party) for window in scenario.windows}
    timed = timed_checkpoints(scenario)
    for party in scenario.parties:
        words = f"all silence and checkpoint hours of {scenario.name(party.id, scenario.language)} {move.words('begin', 'end')}"
        windows, checkpoints = {pair for pair in pairs if pair[1] == party.id}, {place.id for place in timed if place.party == party.id}
        yield _hours(f"party.{party.id}", words, move, windows, checkpoints, within=EVERYTHING)
    words = f"all silence and checkpoint hours of every party {move.words('begin', 'end')}"
    yield _hours(EVERYTHING, words, move, pairs, {place.id for place in timed}, within=None)


def timed_checkpoints(scenario: Scenario) -> list[Checkpoint]:
    """Checkpoints that are not always open."""
    return [place for place in scenario.checkpoints if place.opens is not None and place.closes is not None]


def _hours(of: str, words: str, move: Move, windows: Collection[Pair], checkpoints: Collection[str], *, within: str | None) -> Lever:
    wider = within and f"hours.{within}.{move.name}"
    return Lever(f"hours.{of}.{move.name}", LeverKind.HOURS, words, move.effect, _moved(windows, checkpoints, move), wider)


def _moved(windows: Collection[Pair], checkpoints: Collection[str], move: Move) -> Callable[[Scenario], Scenario | None]:
    def change(scenario: Scenario) -> Scenario | None:
        new_windows = [moved_window(window, move) if (window.segment, window.party) in windows else window for window in scenario.windows]
        new_places = [moved_hours(place, move) if place.id in checkpoints else place for place in scenario.checkpoints]
        if None in new_windows or None in new_places:
            return None
        return scenario.model_copy(update={"windows": tuple(new_windows), "checkpoints": tuple(new_places)})

    return change


def moved_window(window: OfferedWindow, move: Move) -> OfferedWindow | None:
    """The window with other hours, on both clocks; None where nothing of it would be left."""
    if window.closes + move.ends <= window.opens + move.begins:
        return None

    def later(instant: datetime | None, by: timedelta) -> datetime | None:
        return None if instant is None else instant + by

    return window.model_copy(
        update={
            "opens": window.opens + move.begins,
            "closes": window.closes + move.ends,
            "also_opens": later(window.also_opens, move.begins),
            "also_closes": later(window.also_closes, move.ends),
        }
    )


def moved_hours(place: Checkpoint, move: Move) -> Checkpoint | None:
    """The checkpoint with other hours, always open where they would span the whole day; None where no hours would be left."""
    if place.opens is None or place.closes is None:
        return place
    open_for = (datetime.combine(_ANY_DAY, place.closes) - datetime.combine(_ANY_DAY, place.opens)) % timedelta(days=1)
    will_be = open_for + move.ends - move.begins
    if will_be <= _NONE:
        return None
    if will_be >= timedelta(days=1):
        return place.model_copy(update={"opens": None, "closes": None})
    return place.model_copy(update={"opens": _later(place.opens, move.begins), "closes": _later(place.closes, move.ends)})


def _later(clock: time, by: timedelta) -> time:
    return (datetime.combine(_ANY_DAY, clock) + by).time()


def _moved_horizon(move: Move) -> Callable[[Scenario], Scenario | None]:
    def change(scenario: Scenario) -> Scenario | None:
        starts_at, ends_at = scenario.horizon.starts_at + move.begins, scenario.horizon.ends_at + move.ends
        if ends_at <= starts_at:
            return None
        wider = scenario.model_copy(
            update={
                "horizon": Interval(starts_at=min(starts_at, scenario.horizon.starts_at), ends_at=max(ends_at, scenario.horizon.ends_at))
            }
        )
        moved = scenario.model_copy(update={"horizon": Interval(starts_at=starts_at, ends_at=ends_at)})
        return moved if _is_lit_in(wider, move) else None

    return change


def _is_lit_in(scenario: Scenario, move: Move) -> bool:
    """Whether vehicles could set out at all in the half hour at the beginning or the end of the horizon."""
    span = scenario.horizon
    half = Interval(starts_at=span.starts_at, ends_at=min(span.ends_at, span.starts_at + STEP))
    if move.ends:
        half = Interval(starts_at=max(span.starts_at, span.ends_at - STEP), ends_at=span.ends_at)
    return bool(overlap(daylight(scenario), (half,)))
