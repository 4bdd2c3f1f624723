"""What is missing before anybody signs: absent, vague, contradictory and unproven points of a draft, clause by clause.

Invariant: no point is passed over because another one is open; and nothing here says that an agreement is good, only what it lacks.
"""

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing.registry import CHECKS, FAILURE_MODES, FailureMode
from safepassage.negotiation.missing.vague import vague_words
from safepassage.negotiation.terms import Draft

__all__ = ["CHECKS", "FAILURE_MODES", "FailureMode", "find_missing"]

_ORDER = {clause: number for number, clause in enumerate(Clause)}


def find_missing(draft: Draft) -> tuple[Finding, ...]:
    """Every open point of a draft, in the order of the clauses, and within one in the order of its checks and of the text."""
    found = [finding for check in CHECKS for finding in check(draft)]
    found += _vague_beside(draft, found)
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.clause]))


def _vague_beside(draft: Draft, found: list[Finding]) -> list[Finding]:
    """Vague words about a clause whose terms are precise: the text then says two things."""
    quoted = "\n".join(finding.point for finding in found)
    beside = []
    for said in draft.terms.said:
        words = vague_words(said.words)
        if words and f"'{said.words}' ({said.source})" not in quoted and said.clause in _ORDER:
            named = ", ".join(f"'{word}'" for word in words)
            beside.append(
                Finding(
                    Clause(said.clause),
                    said.about,
                    Kind.VAGUE,
                    Severity.SERIOUS,
                    f"{named} is said beside the precise terms ({said.source})",
                    "each side may hold to the reading that suits it",
                    None,
                    "Take the words out, or put into the terms what they mean.",
                )
            )
    return beside
