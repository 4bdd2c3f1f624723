"""What is missing, for programs (JSON), and the folder of results: the page and the JSON."""

import json
from collections.abc import Sequence
from pathlib import Path

from safepassage.documents.missing_page import AUDIENCE, missing_page
from safepassage.negotiation.finding import Finding, Severity
from safepassage.negotiation.terms import Terms

MISSING_FORMAT = 1
PAGE_NAME = "missing.html"
FILE_NAME = "missing.json"


def write_missing(terms: Terms, findings: Sequence[Finding], folder: Path) -> None:
    """Write missing.html and missing.json into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE_NAME).write_text(missing_page(terms, findings), encoding="utf-8", newline="\n")
    (folder / FILE_NAME).write_text(missing_json(terms, findings), encoding="utf-8", newline="\n")


def missing_json(terms: Terms, findings: Sequence[Finding]) -> str:
    """Every finding in the order of the text, and how many there are of each severity."""
    content = {
        "format": MISSING_FORMAT,
        "audience": AUDIENCE,
        "terms": {"id": terms.id, "version": terms.version, "standing": terms.standing.value, "names": dict(terms.names)},
        "counts": {severity.value: sum(finding.severity is severity for finding in findings) for severity in Severity},
        "findings": [
            {
                "clause": finding.clause.value,
                "about": finding.about,
                "kind": finding.kind.value,
                "severity": finding.severity.value,
                "point": finding.point,
                "reason": finding.reason,
                "happened": None if finding.happened is None else {"words": finding.happened.words, "source": finding.happened.source},
                "repair": finding.repair,
                "can_be_overridden": finding.can_be_overridden,
            }
            for finding in findings
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
