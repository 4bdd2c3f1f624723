"""What `safepassage check` prints: the findings, the gravest first."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from safepassage.planning.finding import Finding

HEADINGS = {
    "error": "To repair: people or goods surely stay behind",
    "warning": "To look at: probably not meant",
    "info": "To know",
}


def print_findings(findings: "Sequence[Finding]") -> None:
    """Print the findings by severity, numbered through, each with its place and what to do."""
    numbered = enumerate(findings, start=1)
    for severity, group in groupby(numbered, key=lambda entry: entry[1].severity):
        print(f"{HEADINGS[severity.value]}\n")
        for number, finding in group:
            print(f"{number:>3}. {finding.where}\n     {finding.text}.\n     {finding.repair}\n")
    if not findings:
        print("Nothing found: the scenario can be planned as it is.")


def _sentence(text: str) -> str:
    """A finding's words as a sentence: they may begin small and end without a stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
