"""The column that a plan drives, held against the hours of the text: each of its segments is silent, for as long as it takes to clear."""

from collections.abc import Iterator
from datetime import datetime

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import cases
from safepassage.negotiation.missing.point import name
from safepassage.negotiation.terms import Draft, SegmentTerms, WindowTerms


def planned_hours_left_out(draft: Draft) -> Iterator[Finding]:
    """Each segment that the planned column drives in hours of silence is in the text, and needs silence there."""
    silent = {segment.id for segment in draft.terms.segments if segment.needs_silence or segment.windows}
    for id_ in draft.planned.clears_min if draft.planned is not None and draft.terms.segments else ():
        if id_ not in silent:
            yield Finding(
                Clause.WINDOWS,
                id_,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"the planned column drives over segment '{id_}' in hours of silence, and the text asks for none on it",
                "nobody has promised not to fire on a road that the column takes",
                cases.PART_OF_THE_ROAD,
                "Write the segment and its hours into the text, or plan again without it.",
                can_be_overridden=False,
            )


def window_shorter_than_column(draft: Draft) -> Iterator[Finding]:
    """The column that is planned clears each segment within one window: the longest has to do."""
    clears_min = draft.planned.clears_min if draft.planned is not None else {}
    for segment in draft.terms.segments:
        needed_min = clears_min.get(segment.id)
        within = spans(segment)
        if not within or needed_min is None:
            continue
        given_min = max((closes - opens).total_seconds() / 60 for opens, closes in within)
        if given_min < needed_min:
            yield Finding(
                Clause.WINDOWS,
                segment.id,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"segment {name(segment)} is silent for {given_min:g} minutes at most, and the column needs {needed_min} to clear it",
                "the end of the column is on the road when the firing resumes",
                cases.COLUMN_SHELLED,
                f"Ask for {needed_min} minutes at least, or send a shorter column and plan again.",
            )


def last_exit_before_column(draft: Draft) -> Iterator[Finding]:
    """From the opening to the last exit of one window there is time for the planned column, where its hours have that time."""
    clears_min = draft.planned.clears_min if draft.planned is not None else {}
    for segment in draft.terms.segments:
        needed_min = clears_min.get(segment.id)
        roomy = [window for window in segment.windows if needed_min is not None and _minutes(window.opens, window.closes) >= needed_min]
        given_min = max((_minutes(window.opens, window.last_exit or window.closes) for window in roomy), default=None)
        if needed_min is not None and given_min is not None and 0 <= given_min < needed_min:
            yield Finding(
                Clause.WINDOWS,
                segment.id,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"the last vehicle is out of segment {name(segment)} {given_min:g} minutes after it opens, and the column needs "
                f"{needed_min} to clear it",
                "the end of the column is still on the road when it is held to be empty",
                cases.COLUMN_SHELLED,
                f"Write a last exit {needed_min} minutes after the opening at least, or send a shorter column and plan again.",
            )


def _minutes(opens: datetime | None, until: datetime | None) -> float:
    """Minutes from the one to the other; less than none where either is not known, which is told elsewhere."""
    return (until - opens).total_seconds() / 60 if opens is not None and until is not None else -1.0


def spans(segment: SegmentTerms) -> list[tuple[datetime, datetime]]:
    """A segment's windows that open and close in this order."""
    return [span for window in segment.windows if (span := _span(window)) is not None]


def _span(window: WindowTerms) -> tuple[datetime, datetime] | None:
    if window.opens is None or window.closes is None or window.closes <= window.opens:
        return None
    return window.opens, window.closes
