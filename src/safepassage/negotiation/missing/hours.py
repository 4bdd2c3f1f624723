"""The hours of silence: each segment has some, in order, long enough for the column, and one can pass from one to the next.

Confirming a segment stands on its window, so that a segment without one is never overridden.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import cases
from safepassage.negotiation.missing.column import spans
from safepassage.negotiation.missing.joints import joined
from safepassage.negotiation.missing.point import lacking, name, rule
from safepassage.negotiation.terms import Draft, SegmentTerms

_ALWAYS = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def no_window(draft: Draft) -> Iterator[Finding]:
    """Each segment that needs silence has a window that opens and closes."""
    terms = draft.terms
    if not terms.segments:
        yield _window_lacking(draft, None, "no hours of silence are given")
    elif not any(segment.needs_silence for segment in terms.segments):
        yield _window_lacking(draft, None, "every segment is said to need no silence, so that nobody promises any hours")
    for segment in terms.segments:
        if segment.needs_silence and not segment.windows:
            yield _window_lacking(draft, segment.id, f"no hours of silence are given for segment {name(segment)}")
        for window in segment.windows:
            edges = [edge for edge, at in (("opens", window.opens), ("closes", window.closes)) if at is None]
            if edges:
                words = f"when a window of segment {name(segment)} {' and when it '.join(edges)} is not said"
                yield _window_lacking(draft, segment.id, words)


def _window_lacking(draft: Draft, about: str | None, point: str) -> Finding:
    return lacking(
        draft.terms,
        Clause.WINDOWS,
        point,
        about=about,
        severity=Severity.BLOCKING,
        reason="those who hold it have promised no hour in which they do not fire",
        happened=cases.PART_OF_THE_ROAD,
        repair="Have the party that holds it give the date, the hour it opens and the hour it closes, with the zone of the clock.",
        can_be_overridden=False,
    )


def no_last_entry_or_exit(draft: Draft) -> Iterator[Finding]:
    """Each window says when the last vehicle drives in and when the last one is out."""
    for segment in draft.terms.segments:
        for window in segment.windows:
            lacks = [words for words, at in (("entry", window.last_entry), ("exit", window.last_exit)) if at is None]
            if lacks:
                yield lacking(
                    draft.terms,
                    Clause.WINDOWS,
                    f"the last {' and the last '.join(lacks)} of segment {name(segment)} {'is' if len(lacks) == 1 else 'are'} not given",
                    about=segment.id,
                    reason="vehicles are still on the road when the silence or the light ends",
                    happened=cases.NIGHT_ON_THE_ROAD,
                    repair="Write when the last vehicle may drive onto it, and when the last one has left it.",
                )


def hours_out_of_order(draft: Draft) -> Iterator[Finding]:
    """A window opens, takes its last entry, sees its last exit and closes, in that order."""
    for segment in draft.terms.segments:
        for window in segment.windows:
            told = {"opens": window.opens, "last entry": window.last_entry, "last exit": window.last_exit, "closes": window.closes}
            known = [(words, at) for words, at in told.items() if at is not None]
            wrong = next(
                (
                    (early, late)
                    for row, early in enumerate(known)
                    for late in known[row + 1 :]
                    if early[1] > late[1] or ((early[0], late[0]) == ("opens", "closes") and early[1] == late[1])
                ),
                None,
            )
            if wrong is not None:
                (first, first_at), (second, second_at) = wrong
                yield Finding(
                    Clause.WINDOWS,
                    segment.id,
                    Kind.CONTRADICTORY,
                    Severity.BLOCKING,
                    f"in a window of segment {name(segment)} '{second}' ({_utc(second_at)}) is not after '{first}' ({_utc(first_at)})",
                    "a column that keeps to one of the two hours breaks the other",
                    cases.TWO_CLOCKS,
                    "Ask which is meant, and write them so that it opens, takes its last entry, sees its last exit and closes.",
                )


def windows_do_not_follow(draft: Draft) -> Iterator[Finding]:
    """Along the road, each way that the purpose needs, somebody can pass from window to window."""
    terms = draft.terms
    outwards = [(before.id, after.id) for before, after, _ in joined(terms.segments)]
    ways = []
    if terms.brings_out or not terms.brings_in:
        ways.append(("out", outwards))
    if terms.brings_in:
        ways.append(("in", [(after, before) for before, after in outwards]))
    for way, leads in ways:
        segment = _never_reached(terms.segments, leads, has_halts=bool(terms.safe_halts))
        if segment is not None:
            yield Finding(
                Clause.WINDOWS,
                segment.id,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"on the way {way} nobody can get to segment {name(segment)} in its hours: they do not meet those of the road before it",
                "the column stands at the end of one segment while the next is under fire",
                cases.PART_OF_THE_ROAD,
                "Ask for hours that overlap, or that follow one another with a safe halt between them.",
            )
            return


def _never_reached(segments: Sequence[SegmentTerms], leads: Collection[tuple[str, str]], *, has_halts: bool) -> SegmentTerms | None:
    """The first segment on which nobody can be in its hours who comes by the segments that lead into it.

    One passes from hours to hours that are not over yet; where they begin only after a gap, there must be a halt to wait at. A segment
    without hours, or that needs none, is no obstacle here.
    """
    before = {segment.id: [first for first, second in leads if second == segment.id] for segment in segments}
    hours = {segment.id: spans(segment) if segment.needs_silence and spans(segment) else [_ALWAYS] for segment in segments}
    reached = dict(hours)
    for _ in segments:  # after so many rounds the longest way without a turn back has been gone; a ring of roads may begin anywhere
        reached = {
            id_: [
                (max(opens, since), closes)
                for opens, closes in hours[id_]
                if (since := _earliest(opens, closes, [span for first in before[id_] for span in reached[first]], has_halts)) is not None
            ]
            if before[id_]
            else hours[id_]
            for id_ in hours
        }
    return next((segment for segment in segments if not reached[segment.id]), None)


def _earliest(opens: datetime, closes: datetime, behind: Iterable[tuple[datetime, datetime]], has_halts: bool) -> datetime | None:
    """Since when one can come out of the hours behind into these; None: never."""
    return min((since for since, until in behind if since < closes and (has_halts or opens <= until)), default=None)


def no_opening_condition(draft: Draft) -> Iterator[Finding]:
    """What must have happened before the first vehicle moves is said."""
    return rule(
        draft.terms,
        Clause.OPENING,
        draft.terms.opening_condition,
        "what must have happened before the first vehicle moves",
        reason="the hour comes, somebody starts, and the silence has not",
        happened=cases.SILENCE_FIRST,
        repair="Write who reports what to whom before the first vehicle moves.",
    )


def no_extension_rule(draft: Draft) -> Iterator[Finding]:
    """Whether and how hours are extended is said."""
    return rule(
        draft.terms,
        Clause.EXTENSION,
        draft.terms.extension_rule,
        "how the hours may be extended",
        reason="a late column must choose between waiting another night and driving without silence",
        happened=cases.NIGHT_ON_THE_ROAD,
        repair="Write by how much, who must agree and until when; or that the hours are never extended.",
    )


def _utc(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC"
