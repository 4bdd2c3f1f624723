"""The same hours on every party's clock. A clock change between two readings of one hour is the oldest way to miss each other."""

from collections.abc import Iterator
from datetime import datetime

from safepassage.corridor import known_zone, parse_instant
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import cases
from safepassage.negotiation.missing.point import lacking, name
from safepassage.negotiation.terms import Draft, LocalHours, SegmentTerms, WindowTerms

_REPAIR = "Ask which clock was meant, and write the hour anew in UTC and on each party's clock."


def hours_not_on_each_clock(draft: Draft) -> Iterator[Finding]:
    """Each window is written on the clock of every party as well."""
    zones = list(dict.fromkeys(party.zone for party in draft.terms.parties))
    for segment in draft.terms.segments:
        for window in segment.windows:
            written = {hours.zone for hours in window.local_hours}
            lacks = [zone for zone in zones if zone not in written]
            if window.opens is not None and lacks:
                yield lacking(
                    draft.terms,
                    Clause.WINDOWS,
                    f"a window of segment {name(segment)} is not written on the clock of {' and of '.join(lacks)}",
                    about=segment.id,
                    reason="each side reads the hour on its own clock",
                    happened=cases.TWO_CLOCKS,
                    repair="Write the hours on the clock of every party, and have each read them back.",
                )


def clocks_disagree(draft: Draft) -> Iterator[Finding]:
    """What is written on a clock is the very instant that the window names."""
    for segment in draft.terms.segments:
        for window in segment.windows:
            for hours in window.local_hours:
                yield from _of_one_clock(segment, window, hours)


def _of_one_clock(segment: SegmentTerms, window: WindowTerms, hours: LocalHours) -> Iterator[Finding]:
    wrong = []
    for words, local, instant in (("opens", hours.opens, window.opens), ("closes", hours.closes, window.closes)):
        if instant is not None:
            wrong += [f"{words}: {problem}" for problem in _problem(local, hours.zone, instant)]
    if wrong:
        yield Finding(
            Clause.WINDOWS,
            segment.id,
            Kind.CONTRADICTORY,
            Severity.BLOCKING,
            f"a window of segment {name(segment)} as the clock of {hours.zone} shows it is not the hour in UTC: {'; '.join(wrong)}",
            "one side ceases fire at one hour and the column sets out at another",
            cases.TWO_CLOCKS,
            _REPAIR,
        )


def _problem(local: str, zone: str, instant: datetime) -> Iterator[str]:
    """What is wrong with a local time as the writing of an instant; an hour that a clock change repeats may be meant either way."""
    try:
        shown = f"{instant.astimezone(known_zone(zone)):%Y-%m-%d %H:%M}"
        if shown != local:
            minutes = (parse_instant(f"{local} {zone}") - instant).total_seconds() / 60
            yield f"{local} is written, and {shown} is meant, {abs(minutes):g} minutes {'later' if minutes < 0 else 'earlier'}"
    except (ValueError, OverflowError) as error:  # no such zone, no such hour, or an hour beyond the calendar
        yield str(error)


def hour_comes_twice(draft: Draft) -> Iterator[Finding]:
    """No local hour is one that a clock change repeats: it names two instants."""
    for segment in draft.terms.segments:
        for window in segment.windows:
            for hours in window.local_hours:
                twice = [local for local in (hours.opens, hours.closes) if _is_repeated(local, hours.zone)]
                if twice:
                    yield Finding(
                        Clause.WINDOWS,
                        segment.id,
                        Kind.VAGUE,
                        Severity.SERIOUS,
                        f"{' and '.join(twice)} comes twice in {hours.zone} on that day, as the clocks go back",
                        "each side may read the other one of the two hours",
                        cases.TWO_CLOCKS,
                        "Take an hour that comes once, or write its offset from UTC beside it.",
                    )


def _is_repeated(local: str, zone: str) -> bool:
    try:
        naive = datetime.fromisoformat(local)
        first, second = (naive.replace(tzinfo=known_zone(zone), fold=fold).utcoffset() for fold in (0, 1))
    except (ValueError, OverflowError):  # told by `clocks_disagree`
        return False
    return first is not None and second is not None and first > second
