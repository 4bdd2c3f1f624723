"""`safepassage missing`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from safepassage.cli.results import make_writable

BLOCKED = 1


def missing(
    file: Annotated[Path, Parameter(help="Terms, or the draft that `safepassage propose` wrote: .json or .toml.")],
    /,
    *,
    out: Annotated[Path | None, Parameter(help="Folder for missing.html and missing.json; without it, nothing is written.")] = None,
    json: Annotated[bool, Parameter(help="Print the findings as JSON instead of the summary.")] = False,
) -> int:
    """Say what is missing from terms before anybody signs them.

    Clause by clause: what is absent, vague, contradictory or unproven, how grave that is, why, what it led to in a real case, and the
    repair. Leaves with 0 where nothing blocks, 1 where something does, 2 where the file cannot be read. What it prints and writes is
    internal: it is not for a party.
    """
    from rich.console import Console

    from safepassage.documents.missing_summary import print_missing
    from safepassage.documents.missing_write import missing_json, write_missing
    from safepassage.negotiation.finding import Severity
    from safepassage.negotiation.missing import find_missing
    from safepassage.negotiation.read import read_draft

    draft = read_draft(file)
    findings = find_missing(draft)
    if out is not None:
        make_writable(out)
        write_missing(draft.terms, findings, out)
    if json:
        print(missing_json(draft.terms, findings), end="")
    else:
        print_missing(draft.terms, findings, Console())
        if out is not None:
            print(f"The results are in {out}: open {out / 'missing.html'}; they are internal and not for a party")
    return BLOCKED if any(finding.severity is Severity.BLOCKING for finding in findings) else 0
