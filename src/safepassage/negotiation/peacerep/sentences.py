"""A record's text as sentences, each with the article it is from and the day on which that article was written.

The table joins articles with ';;;' or more, and puts a status before them and their addresses behind.
"""

import itertools
import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    month: number
    for number, month in enumerate(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"), start=1
    )
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DATELINE = re.compile(rf"(?P<where>[A-Z]{{3,}})\. (?P<month>{'|'.join(MONTHS)}) (?P<day>\d{{1,2}}) \([^)]*\)\s*[-–—]\s*")
_STATUS = re.compile(r"^Status:[^;]*;\s*")
_ADDRESSES = re.compile(r"\s*see source:.*$", re.DOTALL)
_END = re.compile(r"(?<=[.!?])[\"”]?\s+(?=[\"“]?[A-Z\d\[])|\n+")
_NO_END = re.compile(r"(?:\b(?:[ap]\.m|Col|Gen|Lt|Mr|Ms|Dr|St)\.|\b[A-Z]\.)$")
_DAY = re.compile(rf"\b(?:(?P<month>{'|'.join(MONTHS)}) (?P<day>\d{{1,2}})|(?P<weekday>{'|'.join(WEEKDAYS)}))\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. `written` is the day of the article's dateline, None where it has none; numbers count from 1."""

    words: str
    article: int
    number: int
    written: date | None


def sentences_of(text: str, year: int) -> tuple[Sentence, ...]:
    """The sentences of a record's text in order, without status and addresses."""
    body = _ADDRESSES.sub("", _STATUS.sub("", text.strip()))
    found: list[Sentence] = []
    articles = [article for part in re.split(r";{2,}", body) for article in _at_datelines(part)]
    for number, article in enumerate(articles, start=1):
        dateline = _DATELINE.match(article.strip())
        written = _day(year, dateline["month"], int(dateline["day"])) if dateline else None
        words = article.strip()[dateline.end() if dateline else 0 :]
        found += [Sentence(sentence, number, place, written) for place, sentence in enumerate(_split(words), start=1)]
    return tuple(found)


def _day(year: int, month: str, day: int) -> date | None:
    """The day, None for one that no calendar has."""
    try:
        return date(year, MONTHS[month], day)
    except ValueError:
        return None


def _at_datelines(text: str) -> list[str]:
    begins = [match.start() for match in _DATELINE.finditer(text)]
    cuts = [0, *(begin for begin in begins if begin > 0), len(text)]
    return [text[first:last] for first, last in itertools.pairwise(cuts) if text[first:last].strip()]


def _split(text: str) -> list[str]:
    parts: list[str] = []
    begin = 0
    for end in _END.finditer(text):
        if "\n" not in end.group() and _NO_END.search(text[begin : end.start()].rstrip('"”')):
            continue
        parts.append(text[begin : end.end()])
        begin = end.end()
    parts.append(text[begin:])
    return [" ".join(part.split()) for part in parts if part.strip(' \n;."”“')]


def is_on_day(sentence: Sentence, day: date) -> bool:
    """Whether the sentence is about this day: it names it, or names none and was written on it."""
    stated = [
        match["weekday"] == WEEKDAYS[day.weekday()]
        if match["weekday"]
        else (MONTHS[match["month"]], int(match["day"])) == (day.month, day.day)
        for match in _DAY.finditer(sentence.words)
    ]
    return all(stated) if stated else sentence.written == day
