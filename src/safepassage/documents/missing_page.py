"""What is missing, as a page to read, print and work through before a meeting: one HTML file without a script that makes no request."""

from collections.abc import Iterator, Sequence
from html import escape

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
from safepassage.documents.printed_page import printed_page
from safepassage.negotiation.finding import Finding
from safepassage.negotiation.terms import Terms

AUDIENCE = "internal"

_STYLE = """
:root { color-scheme: light dark; --ink: #17202a; --paper: #fff; --soft: #4a5561; --line: #c9d1d8; --card: #f4f6f8; --focus: #005b8f;
  --blocking: #8a1c00; --serious: #7a5200; --advice: #005b8f; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --paper: #12171c; --soft: #b3bec8; --line: #3b454e;
  --card: #1b2229; --focus: #7cc4ff; --blocking: #ffb59b; --serious: #ffd27a; --advice: #7cc4f2; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 860px; padding: 0 1rem 3rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere; }
.banner { margin: 0 -1rem; padding: .4rem 1rem; background: var(--ink); color: var(--paper); font-size: .9rem; font-weight: 700; }
h1 { margin: 1rem 0 .3rem; font-size: 1.4rem; line-height: 1.25; }
h1 span { display: block; font-size: .95rem; color: var(--soft); letter-spacing: .04em; text-transform: uppercase; }
.verdict { margin: .6rem 0; padding: .6rem .8rem; border: 3px solid var(--blocking); font-weight: 700; }
.verdict.none { border-color: var(--line); }
nav ul { margin: .4rem 0; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .2rem .9rem; }
nav a { color: var(--focus); display: inline-block; padding: .3rem 0; }
h2 { margin: 2rem 0 .4rem; padding-bottom: .2rem; border-bottom: 3px solid; font-size: 1.15rem; line-height: 1.3; }
h2.blocking { color: var(--blocking); } h2.serious { color: var(--serious); } h2.advice { color: var(--advice); }
h3 { margin: 1.2rem 0 .3rem; font-size: 1.05rem; }
article { margin: .5rem 0; padding: .5rem .8rem; background: var(--card); border-left: 5px solid var(--line); }
article.blocking { border-color: var(--blocking); } article.serious { border-color: var(--serious); }
article.advice { border-color: var(--advice); }
article ul { margin: 0 0 .4rem; padding-left: 1.2rem; font-weight: 600; }
article p { margin: .25rem 0; }
.kind { font-size: .85rem; text-transform: uppercase; letter-spacing: .04em; color: var(--soft); }
.never { font-weight: 700; color: var(--blocking); }
small { color: var(--soft); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
@media print {
  @page { size: A4; margin: 14mm; }
  :root { color-scheme: light; --card: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .banner { margin: 0; background: #fff; color: #000; border: 1px solid #000; }
  nav { display: none; }
  h2, h3 { break-after: avoid; }
  article { break-inside: avoid; border: 1px solid #888; border-left-width: 5px; }
}
"""


def missing_page(terms: Terms, findings: Sequence[Finding]) -> str:
    """The page as HTML."""
    told = by_severity(findings)
    links = [
        f'<li><a href="#{severity.value}-{clause.value}">{escape(clause_words(clause))}</a></li>'
        for severity, clauses in told
        if severity is told[0][0]
        for clause, _ in clauses
    ]
    contents = f'<nav aria-label="{escape(SEVERITY_WORDS[told[0][0]])}"><ul>{"".join(links)}</ul></nav>' if told else ""
    standing = f"{STANDING_WORDS[terms.standing]}, version {terms.version}"
    body = [
        f'<p class="banner">{escape(INTERNAL)}</p>',
        "<main>",
        f"<h1><span>{escape(standing)}</span> What is missing: {escape(title(terms))}</h1>",
        f'<p class="verdict{"" if told else " none"}">{escape(verdict(findings))}</p>',
        f"<p>{escape(NOT_ENOUGH)}</p>",
        contents,
        *_sections(findings),
        "</main>",
    ]
    return printed_page("\n".join(body), title=f"What is missing: {title(terms)}", audience=AUDIENCE, style=_STYLE)


def _sections(findings: Sequence[Finding]) -> Iterator[str]:
    for severity, clauses in by_severity(findings):
        yield f'<h2 class="{severity.value}">{escape(SEVERITY_WORDS[severity])}</h2>'
        for clause, groups in clauses:
            yield f'<h3 id="{severity.value}-{clause.value}">{escape(clause_words(clause))}</h3>'
            yield from (_article(group, severity.value) for group in groups)


def _article(group: OpenPoints, severity: str) -> str:
    points = "".join(f"<li>{escape(sentence(point))}</li>" for point in group.points)
    lines = [f'<p class="kind">{KIND_WORDS[group.kind]}</p>', f"<ul>{points}</ul>", f"<p>Why: {escape(sentence(group.reason))}</p>"]
    if group.happened is not None:
        lines.append(f"<p>It happened: {escape(group.happened.words)} <small>[{escape(group.happened.source)}]</small></p>")
    lines.append(f"<p><strong>Repair:</strong> {escape(group.repair)}</p>")
    if not group.can_be_overridden:
        lines.append(f'<p class="never">{NEVER_OVERRIDDEN}</p>')
    return f'<article class="{severity}">{"".join(lines)}</article>'
