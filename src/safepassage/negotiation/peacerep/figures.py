"""Numbers in running text, with how precisely they are meant.

Invariant: "more than 2,000", "up to", "about", "dozens of", "20 to 25", "11 of the 20" and "15 thousand" are no exact figures.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from safepassage.negotiation.peacerep.reading import Bound

_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBER_WORDS = (
    {word: number for number, word in enumerate((*_ONES, *_TEENS), start=1)}
    | {ten: 10 * number for number, ten in enumerate(_TENS, start=2)}
    | {
        f"{ten}{link}{one}": 10 * tens + ones
        for tens, ten in enumerate(_TENS, start=2)
        for ones, one in enumerate(_ONES, start=1)
        for link in ("-", " ")
    }
)
_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_NUMBER = rf"(?<![\w.,:/])(?<![A-Za-z][-–—])(?P<number>\d{{1,3}}(?:,\d{{3}}){{1,3}}|\d{{1,9}}|{_WORDS})(?P<plus>\+?)(?![\w:.,-]*\d)"
_NO_ADJECTIVE = (
    r"of|to|in|at|on|from|and|or|were|was|are|is|had|have|with|per|the|km|tonnes?|tons?|days?|hours?|minutes|a\.m|p\.m|for|by|out"
)
_BETWEEN = rf"(?:(?!(?:{_NO_ADJECTIVE})\b)[\w’'-]+\s+){{0,2}}?"
_SCALE = re.compile(r"\b(?:hundred|thousand|million|dozen)s?\b", re.IGNORECASE)
_MONTH_BEFORE = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s*$")
_BEFORE = (
    (Bound.ABOUT, re.compile(r"\d\s*(?:-|–|—|to|or|and)\s*$|\b(?:of|out of)(?: (?:the|these|those))?(?: planned)?\s*$")),
    (
        Bound.AT_LEAST,
        re.compile(
            r"\b(?:over|more than|at least|(?:no|not) (?:fewer|less) than|upwards of|exceeding|above)(?: (?:a|the))?\s*$", re.IGNORECASE
        ),
    ),
    (
        Bound.AT_MOST,
        re.compile(r"\b(?:up to|at most|(?:no|not) more than|under|fewer than|less than|below|as many as|a maximum of)\s*$", re.IGNORECASE),
    ),
    (
        Bound.ABOUT,
        re.compile(
            r"(?:~|≈|\b(?:about|around|some|nearly|almost|approximately|roughly|circa|ca\.|estimated|or so|between)(?: an?| the)?)\s*$",
            re.IGNORECASE,
        ),
    ),
)
_AFTER = (
    (Bound.AT_LEAST, re.compile(r"^\s*(?:or more|and more|at least)\b")),
    (Bound.AT_MOST, re.compile(r"^\s*(?:or fewer|or less|at most|at the most)\b")),
    (Bound.ABOUT, re.compile(r"^\s*(?:or so|or thereabouts|approximately)\b")),
)
_TOTAL = re.compile(r"\b(?:a )?total of\s*$", re.IGNORECASE)
_VAGUE = r"\b(?P<vague>dozens of|several|a few|hundreds of|thousands of|tens of|a dozen|many|a number of|a couple of)\s+"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of something: its place in the sentence, its bound, and the words of it."""

    begin: int
    end: int
    bound: Bound
    number: int | None
    noun: str
    words: str


def figures_of(text: str, nouns: str) -> Iterator[Figure]:
    """Every number of the nouns (an alternation of a regular expression) in a sentence, in order."""
    counted = re.compile(rf"{_NUMBER}\s+(?P<between>{_BETWEEN})(?P<noun>{nouns})\b", re.IGNORECASE)
    for match in counted.finditer(text):
        before = text[: match.start()]
        if _MONTH_BEFORE.search(before):
            continue  # a day of the month
        bound = _bound(before, text[match.end() :])
        if match["plus"]:
            bound = Bound.AT_LEAST
        if _SCALE.search(match["between"]):
            bound = Bound.ABOUT
        digits = match["number"].replace(",", "")
        number = int(digits) if digits.isdigit() else NUMBER_WORDS[digits.casefold()]
        scaled = None if _SCALE.search(match["between"]) else number
        yield Figure(match.start(), match.end(), bound, scaled, match["noun"].casefold(), _with_bound(text, match.start(), match.end()))
    for match in re.finditer(rf"{_VAGUE}(?:[\w-]+\s+){{0,1}}?(?P<noun>{nouns})\b", text, re.IGNORECASE):
        yield Figure(match.start(), match.end(), Bound.NO_FIGURE, None, match["noun"].casefold(), match.group())


def _bound(before: str, after: str) -> Bound:
    before = _TOTAL.sub("", before)
    for bound, pattern in _BEFORE:
        if pattern.search(before):
            return bound
    for bound, pattern in _AFTER:
        if pattern.search(after):
            return bound
    return Bound.EXACTLY


def _with_bound(text: str, begin: int, end: int) -> str:
    """The figure with up to four words before it, for a reader to judge."""
    return " ".join([*text[:begin].split()[-4:], text[begin:end]])


def scopes_of(text: str, figure: Figure, figures: tuple[Figure, ...]) -> tuple[str, ...]:
    """The stretches of the sentence around a figure: up to the next figure, to the end, and all of it."""
    later = [other.begin for other in figures if other.begin > figure.begin]
    return text[figure.begin : min(later, default=len(text))], text[figure.begin :], text
