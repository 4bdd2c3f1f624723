"""What announced corridors state and what they lack, as lines for a terminal and as a page to read (Markdown)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from safepassage.negotiation.peacerep.imported import Imported, Stated, count_blocking, count_stated
from safepassage.negotiation.peacerep.reading import FactKind
from safepassage.negotiation.terms import Standing

NO_GAZETTEER_GIVEN = "Only names and oblasts were held against them: give a gazetteer with --gazetteer FILE."
_STANDING = {
    Standing.ANNOUNCEMENT: "announced by one side",
    Standing.AGREEMENT_IN_PRINCIPLE: "said to be agreed, in principle",
    Standing.PROPOSAL: "proposed",
}


def overview_lines(records: Sequence[Imported], *, has_gazetteer: bool) -> tuple[str, ...]:
    """The table over all records, standing, geocodes and what could have been sealed, for a terminal."""
    counted = count_stated(records)
    width = max(len(row.what) for row in counted)
    heading = f"{'':<{width}}  {'as a term':>9}  {'in words':>9}  {'not at all':>10}"
    rows = [f"{row.what:<{width}}  {row.precisely:>9}  {row.in_words_only:>9}  {row.not_at_all:>10}" for row in counted]
    return (f"{len(records):,} records; so many of them state", "", heading, *rows, "", *_findings(records, has_gazetteer=has_gazetteer))


def _findings(records: Sequence[Imported], *, has_gazetteer: bool) -> tuple[str, ...]:
    standing = Counter(record.reading.terms.standing for record in records)
    shares = "; ".join(f"{standing[kind]} {words}" for kind, words in _STANDING.items() if standing[kind])
    no_text = sum(not record.reading.read for record in records)
    ends = {(doubt.id, doubt.side) for record in records for doubt in record.doubts}
    doubted = sum(bool(record.doubts) for record in records)
    sealed = sum(record.could_be_sealed for record in records)
    blocking = ", ".join(f"{clause} {times}" for clause, times in count_blocking(records))
    return (
        f"Standing: {shares}; 0 sealed agreements.",
        f"Nothing at all could be read out of the text of {no_text}.",
        f"Geocodes doubted: {len(ends)} of {2 * len(records)} ends, in {doubted} records. None was put right."
        + ("" if has_gazetteer else f" {NO_GAZETTEER_GIVEN}"),
        f"Would have been sealed: {sealed} of {len(records)}.",
        *((f"Records in which a clause stops a seal: {blocking}.",) if blocking else ()),
    )


def summary_page(records: Sequence[Imported], *, name: str, has_gazetteer: bool) -> str:
    """Everything that was read and not read, record by record, as Markdown."""
    parts = [
        f"# Announced corridors in {_cell(name)}",
        "Read out of the records' text by `safepassage import peacerep`. Words quoted from the table are its makers' and the press's.",
        "_As a term_: roads, hours and vehicles that came into the terms; for people an exact figure of this corridor alone. "
        "_In words_: a bound, an hour without a clock, one figure for several corridors, or a contradiction: "
        "the words are kept, and no figure is made of them.",
        _table(("what", "as a term", "in words", "not at all"), map(_row, count_stated(records))),
        "\n".join(f"- {line}" for line in _findings(records, has_gazetteer=has_gazetteer)),
        "## Geocodes doubted",
        _table(
            ("record", "line", "end", "place", "reason", "what"),
            ((doubt.id, doubt.line, doubt.side, doubt.place, doubt.reason, doubt.what) for record in records for doubt in record.doubts),
        ),
        "## Record by record",
        *(_section(record) for record in records),
    ]
    return "\n\n".join(parts) + "\n"


def _row(row: Stated) -> tuple[object, ...]:
    return (row.what, row.precisely, row.in_words_only, row.not_at_all)


def _section(imported: Imported) -> str:
    record, terms = imported.record, imported.reading.terms
    lines = [
        f"### {record.id}. {_cell(terms.names['en'])}",
        "",
        f"Line {record.line}; {_STANDING[terms.standing]}; outcome as reported: {_cell(record.outcome)}; "
        f"{len(imported.blocking)} points stop a seal, {len(imported.missing)} are open.",
        f"Sources that the table names: {_cell(record.link) or 'none'}",
        "",
    ]
    for fact in imported.reading.read:
        counted = f" ({fact.unit})" if fact.kind is FactKind.PEOPLE else ""
        shared = ", one figure for several corridors" if fact.is_shared else ""
        kept = "" if fact.is_precise else ", in words only"
        lines.append(f"- **{fact.kind}**{counted}: {_cell(fact.states)}{shared}{kept}. _{_cell(fact.source)}_")
    for unread in imported.reading.unread:
        lines.append(f"- not read, {unread.clause}: {_cell(unread.why)}" + (f": '{_cell(unread.words)}'" if unread.words else ""))
    lines += [f"- geocode of {_cell(doubt.place)} ({doubt.side}): {doubt.reason}: {_cell(doubt.what)}" for doubt in imported.doubts]
    return "\n".join(lines)


def _table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = tuple(headings)
    lines = [head, tuple("---" for _ in head), *(tuple(_cell(str(cell)) for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Text of the table as text of the page: no mark-up of its own."""
    plain = " ".join(text.split()).replace("\\", "\\\\")
    for mark in "|<>*_`[]#":
        plain = plain.replace(mark, f"\\{mark}")
    return plain
