"""Hours: when the shooting stops and begins again, on whose clock; and when somebody sets off, which is no window.

Invariant: an instant comes only of hour, day and clock, all stated. "Local time" is Kyiv's only where the text gives the same moment on a
second clock that bears it out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from safepassage.corridor import parse_instant
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Found, Unread
from safepassage.negotiation.peacerep.sentences import Sentence, is_on_day

ZONES = {"kyiv": "Europe/Kyiv", "kiev": "Europe/Kyiv", "moscow": "Europe/Moscow", "utc": "UTC", "gmt": "UTC"}
_LOCAL = "Europe/Kyiv"
_HOUR = r"(?:\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?\s?m\b\.?|\d{1,2}:\d{2}(?!\s*[ap]\.?m)|\d{4}(?=\s+(?:UTC|GMT)))"
_CLOCK = r"(?:\s*,?\s*(?:Kyiv|Kiev|Moscow|[Ll]ocal)\s+[Tt]ime|\s+(?:UTC|GMT))"


def _stated_moment(number: int) -> str:
    """The pattern of an hour, its clock, and the same moment on a second clock in brackets."""
    return rf"(?P<hour{number}>{_HOUR})(?P<clock{number}>{_CLOCK})?(?:\s*\((?P<also{number}>{_HOUR}{_CLOCK})[^)]*\))?"


_SPAN = re.compile(rf"{_stated_moment(1)}\s*(?:,?\s*(?:to|until|till|through|and|-|–|—))\s*{_stated_moment(2)}")
_SINGLE = re.compile(_stated_moment(1))
_SILENCE = re.compile(r"\b(?:cease-?fires?|silence|passages?|corridors?|truce|regime)\b", re.IGNORECASE)
_MOVES = re.compile(
    r"\b(?:evacuation|buses|bus|convoys?|columns?|leav\w+|depart\w*|enter\w*|bring|vehicles|cars|left|people|boarding)\b", re.IGNORECASE
)
_OPENS = re.compile(r"\b(?:starting(?: from| at)?|start(?:s|ed)?(?: from| at)?|from|at|since|as of)\s*$", re.IGNORECASE)
_CLOSES = re.compile(r"\b(?:until|till|ends? at|ending at|closes? at)\s*$", re.IGNORECASE)
_COUNTED_BY = re.compile(r"\b(?:by|as of|before|after)\s*$", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:about|around|approximately|roughly|some|nearly)\s*$", re.IGNORECASE)
_WORDS_FOR_HOURS = re.compile(r"\b(?:in the morning|this morning|noon|midnight|midday|in the evening|dawn|dusk|nightfall)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Moment:
    """An hour as stated: the time of day, the zone where it is certain, and its words."""

    at: time | None
    zone: str | None
    words: str
    do_clocks_differ: bool = False
    """Two clocks are stated, and they name two moments."""
    is_clock_of_others: bool = False
    """The clock is the second one, in brackets: it says nothing of the clock of other hours in the sentence."""


def read_hours(account: Account) -> Found:
    """Hours that the text states for this corridor."""
    facts: list[Fact] = []
    unread: list[Unread] = []
    for sentence in account.sentences:
        stated = list(_stated_hours(sentence, account.record.day))
        if not (stated or _WORDS_FOR_HOURS.search(sentence.words)) or not account.concerns(sentence):
            continue
        unread += [
            Unread(clause=Clause.WINDOWS, why="words for a time of day, no hour", words=vague.group())
            for vague in _WORDS_FOR_HOURS.finditer(sentence.words)
        ]
        for kind, moment in stated:
            fact = _fact(account, sentence, kind, moment)
            facts.append(fact)
            if not fact.is_precise:
                unread.append(Unread(clause=fact.clause, why=_why(account, sentence, kind, moment), words=moment.words))
    for kind in (FactKind.OPENS, FactKind.CLOSES):
        if not any(fact.kind is kind for fact in facts):
            unread.append(Unread(clause=Clause.WINDOWS, why=f"no hour at which the silence {kind}"))
    return Found(tuple(facts), tuple(unread))


def _stated_hours(sentence: Sentence, day: date) -> Iterator[tuple[FactKind, _Moment]]:
    """Every hour of the sentence with what happens at it."""
    words = sentence.words
    used: list[tuple[int, int]] = []
    for span in _SPAN.finditer(words):
        used.append(span.span())
        if not _SILENCE.search(words) or _VAGUE.search(words[: span.start()]):
            yield FactKind.MOVES, _Moment(None, None, span.group())
            continue
        second = _moment(day, span["hour2"], span["clock2"], span["also2"])
        first = _moment(day, span["hour1"], span["clock1"] or (None if span["also1"] else span["clock2"]), span["also1"])
        if second.zone is None and span["clock2"] is None and first.zone is not None and not first.is_clock_of_others:
            second = _Moment(second.at, first.zone, second.words)  # 'from 9:00 Kyiv time until 21:00': one clock for both
        yield FactKind.OPENS, first
        yield FactKind.CLOSES, second
    for single in _SINGLE.finditer(words):
        if any(begin <= single.start() < end for begin, end in used):
            continue
        before = words[: single.start()]
        moment = _moment(day, single["hour1"], single["clock1"], single["also1"])
        silence = [match.end() for match in _SILENCE.finditer(before)]
        moves = [match.end() for match in _MOVES.finditer(before)]
        if _COUNTED_BY.search(before) and not _SILENCE.search(before[-40:]):
            continue  # the hour of a count: 'by 1 p.m.'
        if _VAGUE.search(before):
            yield FactKind.MOVES, _Moment(None, None, single.group())
        elif silence and max(silence) > max(moves, default=-1) and _CLOSES.search(before):
            yield FactKind.CLOSES, moment
        elif silence and max(silence) > max(moves, default=-1) and _OPENS.search(before):
            yield FactKind.OPENS, moment
        else:
            yield FactKind.MOVES, moment


def _moment(day: date, hour: str, clock: str | None, also: str | None) -> _Moment:
    """An hour with its clock. What stands in brackets behind it names the same moment on a second clock, and must."""
    at, zone = _time(hour), _zone(clock)
    words = hour + (clock or "") + (f" ({also})" if also else "")
    second = re.match(rf"(?P<hour>{_HOUR})(?P<clock>{_CLOCK})", also) if also else None
    second_at, second_zone = (_time(second["hour"]), _zone(second["clock"])) if second else (None, None)
    if at is None or second_at is None or second_zone is None:
        return _Moment(at, zone, words)
    there = _instant(day, second_at, second_zone)
    if zone is not None:
        return _Moment(at, zone, words, do_clocks_differ=_instant(day, at, zone) != there)
    if _instant(day, at, _LOCAL) == there:
        return _Moment(at, _LOCAL, words)
    return _Moment(second_at, second_zone, words, is_clock_of_others=True)


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _time(hour: str) -> time | None:
    """The time of day; None where there is none such, as '17:00 a.m.'."""
    match = re.match(r"(?P<h>\d{1,2})(?:[:.]?(?P<m>\d{2}))?\s*(?P<half>[ap])?", hour, re.IGNORECASE)
    if match is None:
        return None
    hours, minutes, half = int(match["h"]), int(match["m"] or 0), (match["half"] or "").casefold()
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "p" else 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def _zone(clock: str | None) -> str | None:
    return ZONES.get(clock.replace(",", "").split()[0].casefold()) if clock else None


def _fact(account: Account, sentence: Sentence, kind: FactKind, moment: _Moment) -> Fact:
    day = account.record.day
    is_dated = is_on_day(sentence, day)
    is_instant = False
    if moment.at is None:
        value = ""
    elif is_dated and moment.zone:
        value = f"{day} {moment.at:%H:%M} {moment.zone}"
        is_instant = _is_on_the_clock(value) and not moment.do_clocks_differ
    else:
        value = f"{moment.at:%H:%M}"
    return Fact(
        kind=kind,
        clause=Clause.OPENING if kind is FactKind.MOVES else Clause.WINDOWS,
        states=f"{kind} {value or moment.words}",
        words=sentence.words,
        source=account.source(sentence),
        is_precise=kind is not FactKind.MOVES and is_instant,
        values=(value,) if value else (),
    )


def _is_on_the_clock(value: str) -> bool:
    """Whether the hour comes on that day just once: a change of the clock skips some and repeats others."""
    try:
        parse_instant(value)
    except ValueError:
        return False
    return True


def _why(account: Account, sentence: Sentence, kind: FactKind, moment: _Moment) -> str:
    if moment.at is None:
        return "no exact hour"
    if moment.do_clocks_differ:
        return "the two clocks that it gives name two moments"
    if kind is FactKind.MOVES:
        return "an hour at which somebody sets off, not one of silence"
    if moment.zone is None:
        return "it does not say whose clock the hour is on"
    if is_on_day(sentence, account.record.day):
        return "a change of the clock skips or repeats the hour"
    return f"it does not say that the hour is one of {account.record.day}"
