"""What the reader made of one record: the terms, every fact with the words it stands on, and what it could not read.

Invariant: a fact that is no precise term (a bound, an hour without a clock, one figure for several corridors) never becomes one; its words
stand in the terms' `said`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.terms import Terms


class FactKind(StrEnum):
    """What a fact is about."""

    ROAD = "road"
    OPENS = "opens"
    CLOSES = "closes"
    MOVES = "moves"
    VEHICLES = "vehicles"
    PEOPLE = "people"
    PURPOSE = "purpose"
    COMMANDER = "commander"
    SIGNATORY = "signatory"
    GUARANTOR = "guarantor"
    INTERMEDIARY = "intermediary"
    PRIVATE_CARS = "private cars"


class Bound(StrEnum):
    """How a figure was worded. Only an exact one is a figure; of the others the words are kept."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that a record's text states about its own corridor."""

    kind: FactKind
    clause: Clause
    states: str
    """In our words: '20 buses', 'opens 2022-03-05 09:00 Europe/Kyiv'."""
    words: str
    """The sentence it was read from."""
    source: str
    is_precise: bool
    """True: it is a term. False: its words stand in `said`."""
    figure: int | None = None
    bound: Bound | None = None
    unit: str | None = None
    """For vehicles the kind, for people how they were counted: planned, reported or not said."""
    is_shared: bool = False
    """One figure for several corridors."""
    values: tuple[str, ...] = ()
    """Places on the way in order; an hour as 'YYYY-MM-DD HH:MM ZONE', or as 'HH:MM' where day or clock are not stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What a record does not state, or states so that it cannot be a term, and why."""

    clause: Clause
    why: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What one reader found in a text."""

    facts: tuple[Fact, ...] = ()
    unread: tuple[Unread, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Reading:
    """A record, read."""

    terms: Terms
    read: tuple[Fact, ...]
    unread: tuple[Unread, ...]
