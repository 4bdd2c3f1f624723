"""The text of a proposal as a PDF, its languages side by side.

Invariant: a letter that the bundled fonts lack is never left out in silence: then there is no PDF, and a problem says why.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typst

from safepassage.documents.printable import missing_letters
from safepassage.documents.proposal_text import ProposalText
from safepassage.errors import Problem

_HERE = Path(__file__).parent
_REPAIR = "Write it in Latin or Cyrillic letters, or print proposal.html."


def write_proposal_pdf(texts: Sequence[ProposalText], path: Path) -> tuple[Problem, ...]:
    """Write the PDF; nothing in it comes from the clock. Gives what keeps it from being written; then an older one is taken away."""
    missing = sorted(missing_letters(_words(texts)))
    path.unlink(missing_ok=True)
    if missing:
        return (Problem(path.name, f"it is not written: its fonts lack {' '.join(missing)}", _REPAIR),)
    compiler = typst.Compiler(str(_HERE / "proposal.typ"), font_paths=[str(_HERE / "fonts")], ignore_system_fonts=True)
    content = json.dumps([asdict(text) for text in texts], ensure_ascii=False)
    pdf = compiler.compile(format="pdf", sys_inputs={"texts": content}, pdf_standards="a-2b", timestamp=0, pdf_tags=False)
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave something else than one PDF")
    path.write_bytes(pdf)
    return ()


def _words(texts: Sequence[ProposalText]) -> list[str]:
    words: list[str] = []
    for text in texts:
        words += [text.kind, text.title, text.version, text.not_yet_agreed, *text.preamble]
        for clause in text.clauses:
            words += [clause.heading, *(line.words for line in clause.lines)]
    return words
