"""What is missing, for a terminal: what blocks first, by clause, each with the reason, a real case and the repair."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from safepassage.documents.missing_words import (
    INTERNAL,
    KIND_WORDS,
    NEVER_OVERRIDDEN,
    NOT_ENOUGH,
    SEVERITY_WORDS,
    STANDING_WORDS,
    OpenPoints,
    by_severity,
    clause_words,
    sentence,
    title,
    verdict,
)
from safepassage.negotiation.finding import Case, Finding
from safepassage.negotiation.terms import Terms


def print_missing(terms: Terms, findings: Sequence[Finding], console: Console) -> None:
    """Print every open point; those of one clause with one repair together."""
    console.print(Text(f"\n{STANDING_WORDS[terms.standing].upper()}, version {terms.version}: {title(terms)}", style="bold"))
    console.print(Text(INTERNAL))
    console.print(Text(f"\n{verdict(findings)}", style="bold"))
    told: set[Case] = set()
    for severity, clauses in by_severity(findings):
        console.print(Text(f"\n{SEVERITY_WORDS[severity]}", style="bold underline"))
        for clause, groups in clauses:
            console.print(Text(f"\n{clause_words(clause)}", style="bold"))
            for open_points in groups:
                _print_group(open_points, console, told)
    console.print(Text(f"\n{NOT_ENOUGH}\n"))


def _print_group(group: OpenPoints, console: Console, told: set[Case]) -> None:
    """Print one group; a case that was told before is only named by its place and day."""
    for point in group.points:
        console.print(Padding(Text(f"- {KIND_WORDS[group.kind]}: {sentence(point)}"), (0, 0, 0, 2)))
    lines = [f"Why: {sentence(group.reason)}"]
    if group.happened is not None:
        case = group.happened
        lines.append(f"As above: {case.words.partition(':')[0]}" if case in told else f"It happened: {case.words} [{case.source}]")
        told.add(case)
    lines.append(f"Repair: {group.repair}")
    if not group.can_be_overridden:
        lines.append(NEVER_OVERRIDDEN)
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 4)))
