"""What writes the text of an agreement in one language: names, persons, points and times as people read them, and blanks that show.

Invariant: an instant is never printed without UTC and every party's clock, and what is missing is never printed as if it were there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from safepassage.documents.languages import counted, text
from safepassage.documents.local_times import offset_text
from safepassage.negotiation.terms import Person, Point, SegmentTerms, Terms

NAMELESS = "?"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a clause; a blank says what is not yet agreed, a heading what the sentences after it are about."""

    words: str
    is_blank: bool = False
    is_heading: bool = False


class Pen:
    """One language of one text."""

    def __init__(self, terms: Terms, language: str) -> None:
        self.terms = terms
        self.language = language
        self._zones = tuple(dict.fromkeys(party.zone for party in terms.parties))

    def text(self, message: str) -> str:
        """One of our texts in this language, its placeholders not yet filled."""
        return text(message, self.language)

    def counted(self, one: str, many: str, count: int) -> str:
        return counted(one, many, count, self.language)

    def blank(self, what: str) -> Line:
        return Line(what, is_blank=True)

    def name(self, names: Mapping[str, str]) -> str:
        """The name in this language; else in English; else in any language that there is."""
        return names.get(self.language) or names.get("en") or next(iter(names.values()), NAMELESS)

    def party(self, id_: str) -> str:
        """A party by name; whoever else signs or is reached by what they are."""
        beyond = {
            "intermediary": self.text("the neutral intermediary"),
            "guarantor": self.text("the guarantor"),
            "convoy": self.text("the convoy"),
        }
        if id_ in beyond:
            return beyond[id_]
        own = next((party.name for party in self.terms.parties if party.id == id_), id_)
        return self.terms.party_names.get(id_, {}).get(self.language, own)

    def segment(self, segment: SegmentTerms) -> str:
        """A segment by its number and name."""
        return f"{self.terms.segments.index(segment) + 1}. {self.name(segment.names)}"

    def person(self, person: Person) -> str:
        return ", ".join(part for part in (person.office, person.name, person.contact) if part)

    def point(self, point: Point) -> str:
        """Its name and its degrees north and east, as far as each is known."""
        name = self.name(point.names) if point.names else ""
        if point.latitude is None or point.longitude is None:
            return name or NAMELESS
        degrees = f"{point.latitude:.4f}, {point.longitude:.4f}"
        return f"{name} ({degrees})" if name else degrees

    def instant(self, at: datetime) -> str:
        """UTC first, then every party's clock, with its date where that is another."""
        return "; ".join((f"{at:%Y-%m-%d %H:%M} UTC", *(self._local(at, zone) for zone in self._zones)))

    def _local(self, at: datetime, zone: str) -> str:
        local = at.astimezone(ZoneInfo(zone))
        date = "" if local.date() == at.date() else f"{local:%Y-%m-%d} "
        return f"{date}{local:%H:%M} {zone} ({offset_text(at, zone)})"

    def listed(self, words: Iterable[str]) -> str:
        return "; ".join(words)
