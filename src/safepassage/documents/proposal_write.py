"""The folder of a proposal: the page, a text in each language, the terms, our own draft, and the file for what no plan can say.

Invariant: of these files only proposal.json says what the plan does; every other is written from the terms alone.
"""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill

from safepassage.corridor import Record
from safepassage.documents.languages import known_languages
from safepassage.documents.proposal_page import proposal_page
from safepassage.documents.proposal_text import ProposalText, proposal_text
from safepassage.errors import InputError, Problem
from safepassage.negotiation.known import Known
from safepassage.negotiation.known_template import known_text
from safepassage.negotiation.terms import Draft

KNOWN_NAME = "known.toml"

_README = """{title}

proposal.html      the text, every language side by side; it needs no network and makes no request   AUDIENCE: parties
proposal.pdf       the same to print                                                                 AUDIENCE: parties
proposal-*.txt     the text in one language                                                          AUDIENCE: parties
terms.json         what the text is written from                                                     AUDIENCE: parties
known.toml         what no plan can say: fill it in and run propose again with --known               AUDIENCE: internal
proposal.json      the terms and what the plan behind them does                                      AUDIENCE: internal

A proposal is no agreement. Nobody sets out on it. Who shows it to a party decides so, and reads it first: it names roads, hours and
gathering points. Leaving is voluntary. Those who stay lose no protection.
"""
_WIDTH = 100


def check_known(folder: Path, known: Path | None) -> None:
    """Raises: InputError: the folder holds a file that somebody has filled in, and it is not the one that is used now."""
    path = folder / KNOWN_NAME
    if not path.is_file() or (known is not None and known.resolve() == path.resolve()):
        return
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    if any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        what = "somebody has filled it in, and it would be written over"
        raise InputError([Problem(str(path), what, f"Give it with --known {path}, or another folder with --out.")])


def write_proposal(draft: Draft, folder: Path, languages: Sequence[str], known: Known | None = None) -> tuple[ProposalText, ...]:
    """Write everything into a folder, which is made where it is missing; the texts are given back.

    Raises:
        MissingTranslationError: a sentence is missing in one of the languages; nothing is written.
    """
    texts = tuple(proposal_text(draft.terms, language) for language in languages)
    files = {
        "README.txt": _README.format(title=texts[0].title),
        "proposal.html": proposal_page(texts),
        "proposal.json": _json(draft),
        "terms.json": _json(draft.terms),
        KNOWN_NAME: known_text(draft.terms, known.text if known else ""),
        **{f"proposal-{text.language}.txt": _plain(text) for text in texts},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for language in set(known_languages()) - set(languages):  # of an older proposal, which this one replaces
        (folder / f"proposal-{language}.txt").unlink(missing_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return texts


def _json(record: Record) -> str:
    return record.model_dump_json(indent=1) + "\n"


def _plain(text: ProposalText) -> str:
    lines = [f"*** {text.kind} ***", "", f"{text.title}, {text.version}", "", *(fill(line, _WIDTH) for line in text.preamble)]
    for clause in text.clauses:
        lines += ["", f"{clause.number}. {clause.heading}"]
        for line in clause.lines:
            if line.is_heading:
                lines.append("")
            words = f">>> {text.not_yet_agreed.upper()}: {line.words}" if line.is_blank else line.words
            lines.append(fill(words, _WIDTH, initial_indent="   ", subsequent_indent="   "))
    return "\n".join(lines) + "\n"
