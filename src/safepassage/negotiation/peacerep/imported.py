"""All records of a table together: each with its terms, its doubts, and what is missing before anybody could sign it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Severity
from safepassage.negotiation.missing import find_missing
from safepassage.negotiation.peacerep.announced import AnnouncedCorridor
from safepassage.negotiation.peacerep.doubts import Doubt, find_doubts
from safepassage.negotiation.peacerep.gazetteer import Gazetteer
from safepassage.negotiation.peacerep.read import read_terms
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Reading
from safepassage.negotiation.peacerep.records import read_records
from safepassage.negotiation.terms import Draft


@dataclass(frozen=True, slots=True)
class Imported:
    """One record, read, doubted and checked."""

    record: AnnouncedCorridor
    reading: Reading
    doubts: tuple[Doubt, ...]
    missing: tuple[Finding, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.missing if finding.severity is Severity.BLOCKING)

    @property
    def could_be_sealed(self) -> bool:
        """Whether no point is open that stops a seal."""
        return not self.blocking

    def facts(self, kind: FactKind) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.reading.read if fact.kind is kind)


@dataclass(frozen=True, slots=True)
class Stated:
    """In how many records something is stated: as a precise term or exact figure, in words only, and not at all."""

    what: str
    precisely: int
    in_words_only: int
    not_at_all: int


_ROWS = (
    ("the road: places on the way, or streets", FactKind.ROAD),
    ("when the silence opens", FactKind.OPENS),
    ("when the silence closes", FactKind.CLOSES),
    ("how many vehicles", FactKind.VEHICLES),
    ("how many people", FactKind.PEOPLE),
    ("whom it brings out", FactKind.PURPOSE),
    ("whether own cars may go", FactKind.PRIVATE_CARS),
    ("an intermediary", FactKind.INTERMEDIARY),
    ("a guarantor", FactKind.GUARANTOR),
    ("a commander on the road", FactKind.COMMANDER),
    ("who signs", FactKind.SIGNATORY),
)


def import_records(path: Path, gazetteer: Gazetteer) -> tuple[Imported, ...]:
    """Read the table and everything in it.

    Raises:
        InputError: as `read_records`.
    """
    return tuple(_imported(record, gazetteer) for record in read_records(path))


def _imported(record: AnnouncedCorridor, gazetteer: Gazetteer) -> Imported:
    doubts = find_doubts(record, gazetteer)
    reading = read_terms(record, doubtful_ends={doubt.side for doubt in doubts})
    return Imported(record, reading, doubts, find_missing(Draft(terms=reading.terms)))


def count_stated(records: Iterable[Imported]) -> tuple[Stated, ...]:
    """For each kind of fact in how many records it stands. A contradiction counts as words: it is no term."""
    told = tuple(records)
    return tuple(_stated(what, kind, told) for what, kind in _ROWS)


def _stated(what: str, kind: FactKind, records: tuple[Imported, ...]) -> Stated:
    precisely = sum(_is_precise(record, kind) for record in records)
    named = sum(bool(record.facts(kind)) for record in records)
    return Stated(what, precisely, named - precisely, len(records) - named)


def _is_precise(record: Imported, kind: FactKind) -> bool:
    """Whether it came into the terms; for people, who have no term, whether an exact figure of this corridor alone is stated."""
    terms = record.reading.terms
    windows = [window for segment in terms.segments for window in segment.windows]
    match kind:
        case FactKind.OPENS:
            return any(window.opens is not None for window in windows)
        case FactKind.CLOSES:
            return any(window.closes is not None for window in windows)
        case FactKind.VEHICLES:
            return bool(terms.vehicles)
        case _:
            return any(fact.is_precise for fact in record.facts(kind))


def count_blocking(records: Iterable[Imported]) -> tuple[tuple[Clause, int], ...]:
    """In how many records each clause has a point open that stops a seal, the most frequent first."""
    counted = Counter(clause for record in records for clause in {finding.clause for finding in record.blocking})
    order = list(Clause)
    return tuple(sorted(counted.items(), key=lambda entry: (-entry[1], order.index(entry[0]))))
