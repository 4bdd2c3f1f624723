"""Arithmetic of time spans: pairs (start, end) in POSIX seconds, closed at the start and open at the end."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Span = tuple[float, float]

QUARTER_S = 900
MINUTE_S = 60
DAY_S = 86_400
NEVER = float("-inf")
FOREVER = float("inf")


def posix_s(instant: datetime) -> float:
    return instant.timestamp()


def quarter_of(at_s: float) -> int:
    """The number of the quarter of an hour of the UTC clock, counted from 1970."""
    return int(at_s // QUARTER_S)


def merge(spans: Iterable[Span]) -> list[Span]:
    """The union of the spans as sorted spans that neither overlap nor touch; empty ones vanish."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def intersect(left: Sequence[Span], right: Sequence[Span]) -> list[Span]:
    """The common part of two lists of spans."""
    return merge((max(a[0], b[0]), min(a[1], b[1])) for a in left for b in right)


def span_around(spans: Sequence[Span], start_s: float, end_s: float) -> Span | None:
    """The span in which the whole of the given time lies, if one does."""
    return next((span for span in spans if span[0] <= start_s and end_s <= span[1]), None)


def overlaps(span: Span, start_s: float, end_s: float) -> bool:
    return max(span[0], start_s) < min(span[1], end_s)


def overlap_s(span: Span, start_s: float, end_s: float) -> float:
    return max(0.0, min(span[1], end_s) - max(span[0], start_s))


def local_days(span: Span, zone: ZoneInfo) -> list[date]:
    """The local days that the span touches, with one day more on either side."""
    first = datetime.fromtimestamp(span[0], zone).date() - timedelta(days=1)
    last = datetime.fromtimestamp(span[1], zone).date() + timedelta(days=1)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def local_instant_s(day: date, at: time, zone: ZoneInfo) -> float:
    """A time of day of a local day; the earlier one where a clock change repeats it."""
    return datetime.combine(day, at, zone).astimezone(UTC).timestamp()


def daily_hours(span: Span, opens: time | None, closes: time | None, zone: ZoneInfo) -> list[Span]:
    """The hours from `opens` to `closes` of each local day, to the next day where `closes` is the earlier time of day.

    Neither given is always; one missing is midnight; both the same is never.
    """
    if opens is None and closes is None:
        return [(NEVER, FOREVER)]
    opens, closes = opens or time(0), closes or time(0)
    if opens == closes and opens != time(0):
        return []
    hours = []
    for day in local_days(span, zone):
        closing_day = day if opens < closes else day + timedelta(days=1)
        hours.append((local_instant_s(day, opens, zone), local_instant_s(closing_day, closes, zone)))
    return merge(hours)
