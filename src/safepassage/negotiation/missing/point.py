"""How a check makes a finding: what nobody has said is absent; what somebody has said without a precise term is vague."""

from collections.abc import Callable, Iterator, Sequence

from safepassage.corridor import Identifier
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Case, Finding, Kind, Severity
from safepassage.negotiation.missing.vague import is_only_vague, vague_words
from safepassage.negotiation.terms import Draft, Person, Point, Said, SegmentTerms, Terms

Check = Callable[[Draft], Iterator[Finding]]
"""Looks for one point and yields what it finds, in the order of the text."""


def said_about(terms: Terms, clause: Clause, about: Identifier | None) -> tuple[Said, ...]:
    """What was said about a clause: for the whole of it, or for this one thing."""
    return tuple(said for said in terms.said if said.clause == clause and (about is None or said.about in (None, about)))


def lacking(
    terms: Terms,
    clause: Clause,
    point: str,
    *,
    reason: str,
    repair: str,
    about: Identifier | None = None,
    severity: Severity = Severity.SERIOUS,
    happened: Case | None = None,
    kind: Kind = Kind.ABSENT,
    can_be_overridden: bool = True,
) -> Finding:
    """A point for which there is no precise term; where words were said about it instead, they are quoted, and absent becomes vague."""
    words = [f"'{said.words}' ({said.source})" for said in said_about(terms, clause, about)]
    if words:
        kind = Kind.VAGUE if kind is Kind.ABSENT else kind
        point = f"{point}; said was only {'; '.join(words)}"
    return Finding(clause, about, kind, severity, point, reason, happened, repair, can_be_overridden)


def rule(
    terms: Terms,
    clause: Clause,
    value: str | None,
    what: str,
    *,
    reason: str,
    repair: str,
    severity: Severity = Severity.SERIOUS,
    happened: Case | None = None,
    about: Identifier | None = None,
) -> Iterator[Finding]:
    """A rule in free words: absent, or made of vague words only."""
    if value is None or not value.strip():
        yield lacking(terms, clause, f"{what} is not said", reason=reason, repair=repair, severity=severity, happened=happened, about=about)
    elif is_only_vague(value):
        named = ", ".join(f"'{words}'" for words in vague_words(value)) or f"'{value}'"
        yield Finding(clause, about, Kind.VAGUE, severity, f"{what} says nothing but {named}", reason, happened, repair)


def is_said(value: str | None) -> bool:
    """Whether a term in words says something: a blank one, or one of vague words only, says nothing."""
    return value is not None and not is_only_vague(value)


def are_said(values: Sequence[str]) -> bool:
    """Whether there are terms in words, and each says something."""
    return bool(values) and all(is_said(value) for value in values)


def is_named(person: Person | None) -> bool:
    """Whether somebody is named, by office or by name: 'to be confirmed' and 'the competent authorities' are nobody."""
    return person is not None and (is_said(person.office) or is_said(person.name))


def each_party(draft: Draft) -> Iterator[tuple[Identifier | None, str]]:
    """Each party by id and name; where none is named, nobody in particular once, so that nothing about parties is passed over."""
    if not draft.terms.parties:
        yield None, "any party"
    for party in draft.terms.parties:
        yield party.id, party.name


def name(segment: SegmentTerms) -> str:
    """What a segment is called in a finding."""
    return segment.names.get("en") or next(iter(segment.names.values()), segment.id)


def are_near(first: Point, second: Point, *, within_deg: float) -> bool | None:
    """Whether two points are one, by id or by lying within so many degrees; None: not known, as one has no coordinates."""
    if first.id == second.id:
        return True
    if first.latitude is None or first.longitude is None or second.latitude is None or second.longitude is None:
        return None
    return abs(first.latitude - second.latitude) < within_deg and abs(first.longitude - second.longitude) < within_deg
