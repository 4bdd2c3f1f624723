"""Findings put in the order in which people work on them: what blocks first, clause by clause, what has one repair together."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Case, Finding, Kind, Severity
from safepassage.negotiation.terms import Standing, Terms

INTERNAL = "Internal. Not to be given to a party: it shows where the text is weak."
NOT_ENOUGH = (
    "This says what a text lacks, and never that it is good. Only the confirmation of every segment by every party opens a corridor. "
    "Leaving is voluntary; those who stay lose no protection."
)
NEVER_OVERRIDDEN = "Nobody can override this."
SEVERITY_WORDS = {
    Severity.BLOCKING: "Blocking: nobody signs while this is open",
    Severity.SERIOUS: "Serious: people came to harm or went nowhere for want of this",
    Severity.ADVICE: "Advice: worth asking",
}
KIND_WORDS = {
    Kind.ABSENT: "absent",
    Kind.VAGUE: "vague",
    Kind.CONTRADICTORY: "contradictory",
    Kind.UNPROVEN: "unproven",
}
STANDING_WORDS = {
    Standing.ANNOUNCEMENT: "Announcement",
    Standing.AGREEMENT_IN_PRINCIPLE: "Agreement in principle",
    Standing.PROPOSAL: "Proposal",
}


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """Findings of one clause that have one reason, one case and one repair: such as one for each segment."""

    kind: Kind
    points: tuple[str, ...]
    reason: str
    happened: Case | None
    repair: str
    can_be_overridden: bool


def by_severity(findings: Sequence[Finding]) -> tuple[tuple[Severity, tuple[tuple[Clause, tuple[OpenPoints, ...]], ...]], ...]:
    """The findings by severity, the gravest first; within it by clause; within that, those with one repair together."""
    told = []
    for severity in Severity:
        of_severity = [finding for finding in findings if finding.severity is severity]
        clauses = tuple(
            (clause, _together(tuple(of_clause))) for clause, of_clause in groupby(of_severity, key=lambda finding: finding.clause)
        )
        if clauses:
            told.append((severity, clauses))
    return tuple(told)


def _together(findings: Sequence[Finding]) -> tuple[OpenPoints, ...]:
    groups: dict[tuple[Kind, str, Case | None, str, bool], list[str]] = {}
    for finding in findings:
        key = (finding.kind, finding.reason, finding.happened, finding.repair, finding.can_be_overridden)
        groups.setdefault(key, []).append(finding.point)
    return tuple(
        OpenPoints(kind, tuple(points), reason, happened, repair, can_be_overridden)
        for (kind, reason, happened, repair, can_be_overridden), points in groups.items()
    )


def verdict(findings: Sequence[Finding]) -> str:
    """How many points are open, in a sentence."""
    if not findings:
        return "Nothing is found to be missing."
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    blocking, serious, advice = (counts[severity] for severity in Severity)
    told = []
    if blocking:
        hard = sum(not finding.can_be_overridden for finding in findings)
        told.append(
            f"{_points(blocking)} {'blocks' if blocking == 1 else 'block'}{f', {hard} of which nobody can override' if hard else ''}"
        )
    if serious:
        told.append(f"{_points(serious)} {'is' if serious == 1 else 'are'} serious")
    if advice:
        told.append(f"{_points(advice)} {'is' if advice == 1 else 'are'} advice")
    return f"{'Not ready to be signed' if blocking else 'Nothing blocks'}: {'; '.join(told)}."


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count} points"


def clause_words(clause: Clause) -> str:
    """A clause's id as a heading."""
    return clause.value.replace("-", " ").capitalize()


def sentence(text: str) -> str:
    """A finding's words as a sentence."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"


def title(terms: Terms) -> str:
    """What the corridor is called in English, or as it is named."""
    return terms.names.get("en") or next(iter(terms.names.values()), terms.id)
