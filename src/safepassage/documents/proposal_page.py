"""The text of a proposal as one page, clause by clause, the languages side by side where there is room; it makes no request."""

from collections.abc import Sequence
from html import escape

from safepassage.documents.printed_page import printed_page
from safepassage.documents.proposal_pen import Line
from safepassage.documents.proposal_text import ClauseText, ProposalText

AUDIENCE = "parties"

_STYLE = """
:root { color-scheme: light dark; --ink: #17202a; --paper: #fff; --line: #c9d1d8; --soft: #55616c; --focus: #005b8f;
  --blank: #8a1c00; --blank-paper: #fff3ec; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --paper: #12171c; --line: #3b454e; --soft: #a9b4be;
  --focus: #7cc4ff; --blank: #ffb59b; --blank-paper: #33211a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1400px; padding: 0 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: repeat(var(--languages), minmax(0, 1fr)); gap: 0 2rem; }
.one { --languages: 1; } .two { --languages: 2; } .three { --languages: 3; }
header { padding: 1rem 0; border-bottom: 4px double var(--ink); }
h1 { margin: 0 0 .4rem; font-size: 1.35rem; line-height: 1.25; }
h1 strong { display: block; font-size: 1.7rem; letter-spacing: .06em; color: var(--blank); }
header p { margin: .3rem 0; }
nav { margin: 1rem 0; }
nav ul { margin: 0; padding: 0; list-style: none; columns: 3 18rem; column-gap: 2rem; }
nav li { break-inside: avoid; padding: .1rem 0; }
nav a { color: var(--focus); }
.left { color: var(--soft); }
section { padding: .6rem 0 .8rem; border-top: 1px solid var(--line); scroll-margin-top: .5rem; }
h2 { margin: .2rem 0 .4rem; font-size: 1.1rem; line-height: 1.3; }
h3 { margin: .6rem 0 .2rem; font-size: 1rem; }
section p { margin: .25rem 0; }
.blank { padding: .15rem .5rem; border-left: 5px solid var(--blank); background: var(--blank-paper); }
.blank b { color: var(--blank); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
@media screen and (max-width: 60rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .columns > div + div { margin-top: .8rem; padding-top: .6rem; border-top: 1px dashed var(--line); }
}
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  :root { color-scheme: light; --blank-paper: #fff; --blank: #000; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav { display: none; }
  .columns { display: table; table-layout: fixed; width: 100%; }
  .columns > div { display: table-cell; padding-right: 1.5rem; }
  h2, h3 { break-after: avoid; }
  section p { break-inside: avoid; orphans: 3; widows: 3; }
}
"""
_COUNT = {1: "one", 2: "two", 3: "three"}


def proposal_page(texts: Sequence[ProposalText]) -> str:
    """The page as HTML, of one to three languages."""
    columns = f'<div class="columns {_COUNT[len(texts)]}">'
    first = texts[0]
    entries = "".join(_entry(clause, first.not_yet_agreed) for clause in first.clauses)
    clauses = zip(*(text.clauses for text in texts), strict=True)
    body = [
        f"<header>{columns}{''.join(_head(text) for text in texts)}</div></header>",
        f'<nav aria-label="{escape(first.title)}"><ul>{entries}</ul></nav>',
        "<main>",
        *(_section(columns, texts, clause) for clause in clauses),
        "</main>",
    ]
    return printed_page("\n".join(body), title=f"{first.kind}: {first.title}", audience=AUDIENCE, style=_STYLE)


def _head(text: ProposalText) -> str:
    title = f"<h1><strong>{escape(text.kind)}</strong> {escape(text.title)}, {escape(text.version)}</h1>"
    return _in_language(text, title + "".join(f"<p>{escape(line)}</p>" for line in text.preamble))


def _entry(clause: ClauseText, not_yet_agreed: str) -> str:
    blanks = sum(line.is_blank for line in clause.lines)
    left = f' <span class="left">({escape(not_yet_agreed)}: {blanks})</span>' if blanks else ""
    return f'<li><a href="#{clause.clause}">{clause.number}. {escape(clause.heading)}</a>{left}</li>'


def _section(columns: str, texts: Sequence[ProposalText], clauses: Sequence[ClauseText]) -> str:
    inside = "".join(
        _in_language(
            text,
            f"<h2>{clause.number}. {escape(clause.heading)}</h2>" + "".join(_line(text, line) for line in clause.lines),
        )
        for text, clause in zip(texts, clauses, strict=True)
    )
    return f'<section id="{clauses[0].clause}">{columns}{inside}</div></section>'


def _line(text: ProposalText, line: Line) -> str:
    if line.is_blank:
        return f'<p class="blank"><b>{escape(text.not_yet_agreed)}:</b> {escape(line.words)}</p>'
    return f"<h3>{escape(line.words)}</h3>" if line.is_heading else f"<p>{escape(line.words)}</p>"


def _in_language(text: ProposalText, inside: str) -> str:
    return f'<div lang="{escape(text.language)}">{inside}</div>'
