"""Levers of the road: a shorter hold at a checkpoint, a closed road opened, a segment kept silent that nobody has spoken of."""

from collections.abc import Callable, Collection, Iterator
from functools import partial

from safepassage.corridor import Checkpoint, Closure, ClosureKind, Interval, OfferedWindow, WindowStatus
from safepassage.planning.levers.lever import Effect, Lever, LeverKind
from safepassage.planning.levers.table import changed_records
from safepassage.scenario.scenario import Scenario
from safepassage.situation import common_windows
from safepassage.situation.control import holders
from safepassage.situation.minutes import merged

HOLD_MIN = 5
MOST_ONE_BY_ONE = 8
"""Holds of more checkpoints than this are shortened by party and all together, lengthened all together: each asks for new roads."""


def way_levers(scenario: Scenario) -> Iterator[Lever]:
    yield from _hold_levers(scenario)
    silenced = _unspoken(scenario)
    for row, closure in enumerate(scenario.closures):
        needs = [segment for segment in _segments_of(scenario, closure) if segment in silenced]
        words = f"{_name(scenario, closure)} is open"
        if needs:
            words += (
                f", and {' and '.join(scenario.name(segment, scenario.language) for segment in needs)} silent in the hours of the others"
            )
        yield Lever(f"road.{row}", LeverKind.ROAD, words, Effect.HELPS, _opened(row, needs))
    for segment in silenced:
        words = f"silence on {scenario.name(segment, scenario.language)} in the hours of the others"
        yield Lever(f"silence.{segment}.kept", LeverKind.ROAD, words, Effect.HELPS, partial(_silent, segments=(segment,)))


def _hold_levers(scenario: Scenario) -> Iterator[Lever]:
    held = [place for place in scenario.checkpoints if place.hold_min]
    sets = {f"checkpoint.{place.id}": (scenario.name(place.id, scenario.language), {place.id}) for place in held}
    if len(held) > MOST_ONE_BY_ONE:
        sets = {}
    for party in scenario.parties:
        of_party = {place.id for place in held if place.party == party.id}
        if of_party:
            sets[f"party.{party.id}"] = (f"every checkpoint of {scenario.name(party.id, scenario.language)}", of_party)
    if held:
        sets["every-checkpoint"] = ("every checkpoint", {place.id for place in held})
    for id_, (name, wanted) in sets.items():
        steps = ((-HOLD_MIN, "shorter"), (HOLD_MIN, "longer"))
        for more, word in steps if len(held) <= MOST_ONE_BY_ONE or id_ == "every-checkpoint" else steps[:1]:
            change = changed_records("checkpoints", wanted, partial(_with_hold, more))
            # vehicles reach what comes after it in other minutes, so nothing is certain beforehand
            yield Lever(f"hold.{id_}{more:+d}", LeverKind.HOLD, f"the hold at {name} {HOLD_MIN} minutes {word}", Effect.EITHER, change)


def _with_hold(more_min: int, place: Checkpoint) -> dict[str, object]:
    return {"hold_min": max(0, place.hold_min + more_min)}


def _unspoken(scenario: Scenario) -> list[str]:
    """Segments that need silence and that no party has a window for, where somebody is known to hold them."""
    spoken = {window.segment for window in scenario.windows}
    return [segment.id for segment in scenario.segments if segment.needs_silence and segment.id not in spoken]


def _segments_of(scenario: Scenario, closure: Closure) -> list[str]:
    """The segments of a closed leg; of other closures the files do not say them."""
    if closure.kind is not ClosureKind.LEG:
        return []
    return [leg.segment for leg in scenario.legs if leg.id == closure.what and leg.segment is not None]


def _name(scenario: Scenario, closure: Closure) -> str:
    leg = next((leg for leg in scenario.legs if closure.kind is ClosureKind.LEG and leg.id == closure.what), None)
    if leg is None:
        return f"the closed {closure.kind.value} {closure.what}"
    ends = (scenario.name(place, scenario.language) for place in (leg.from_place, leg.to_place))
    return f"the closed road {'–'.join(ends)}"


def _opened(row: int, segments: Collection[str]) -> Callable[[Scenario], Scenario | None]:
    def change(scenario: Scenario) -> Scenario | None:
        left = tuple(closure for number, closure in enumerate(scenario.closures) if number != row)
        opened = scenario.model_copy(update={"closures": left})
        return _silent(opened, segments) if segments else opened

    return change


def _silent(scenario: Scenario, segments: Collection[str]) -> Scenario | None:
    """Segments kept silent by those who hold them whenever any other segment is; None where no other one ever is."""
    hours: tuple[Interval, ...] = merged(span for windows in common_windows(scenario).values() for span in windows)
    asked = [
        OfferedWindow(segment=segment, party=party, opens=span.starts_at, closes=span.ends_at, status=WindowStatus.ASKED)
        for segment in segments
        for party in dict.fromkeys(holder for _, holder in holders(scenario, segment) if holder is not None)
        for span in hours
    ]
    return scenario.model_copy(update={"windows": (*scenario.windows, *asked)}) if asked else None
