"""The whole text of an agreement in one language: what it is, then every clause with its heading and sentences.

Invariant: every clause is in the text, in the order of `Clause`; what is not yet agreed stands in it as a blank.
"""

from dataclasses import dataclass

from safepassage.documents import proposal_conduct, proposal_ground
from safepassage.documents.proposal_pen import Line, Pen
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.terms import Standing, Terms

_WRITTEN_BY = proposal_ground.CLAUSES | proposal_conduct.CLAUSES


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One clause, with its number counted from 1."""

    clause: Clause
    number: int
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ProposalText:
    """The text in one language."""

    language: str
    kind: str
    title: str
    version: str
    preamble: tuple[str, ...]
    not_yet_agreed: str
    clauses: tuple[ClauseText, ...]

    @property
    def blanks(self) -> int:
        return sum(line.is_blank for clause in self.clauses for line in clause.lines)


def proposal_text(terms: Terms, language: str) -> ProposalText:
    """Write the text.

    Raises:
        MissingTranslationError: a sentence is missing in the language.
    """
    pen = Pen(terms, language)
    headings = _headings(pen)
    clauses = tuple(
        ClauseText(clause, number, headings[clause], (*_said(pen, clause), *_WRITTEN_BY[clause](pen)))
        for number, clause in enumerate(Clause, start=1)
    )
    blanks = sum(line.is_blank for clause in clauses for line in clause.lines)
    kinds = {
        Standing.PROPOSAL: pen.text("PROPOSAL"),
        Standing.ANNOUNCEMENT: pen.text("ANNOUNCEMENT BY ONE SIDE"),
        Standing.AGREEMENT_IN_PRINCIPLE: pen.text("AGREEMENT IN PRINCIPLE"),
    }
    preamble = (
        pen.text("This is no agreement until all have signed it and every party has confirmed it on every segment."),
        pen.text("Leaving is voluntary. Those who stay lose no protection."),
        pen.text("Every time stands in UTC and on the clock of every party. Points are in degrees north and east."),
        pen.text("Words that people supplied are printed in the language in which they were written."),
        pen.counted("{count} point is not yet agreed.", "{count} points are not yet agreed.", blanks),
    )
    return ProposalText(
        language=language,
        kind=kinds[terms.standing],
        title=pen.name(terms.names),
        version=pen.text("version {version}").format(version=terms.version),
        preamble=preamble,
        not_yet_agreed=pen.text("not yet agreed"),
        clauses=clauses,
    )


def _said(pen: Pen, clause: Clause) -> tuple[Line, ...]:
    """What somebody said about a clause that is no precise term, in their words."""
    line = pen.text("In the words of {source}: “{words}”")
    return tuple(Line(line.format(source=said.source, words=said.words)) for said in pen.terms.said if said.clause == clause)


def _headings(pen: Pen) -> dict[Clause, str]:
    return {
        Clause.PARTIES: pen.text("Parties"),
        Clause.SIGNATORIES: pen.text("Who signs"),
        Clause.INTERMEDIARY: pen.text("Neutral intermediary"),
        Clause.GUARANTOR: pen.text("Guarantor"),
        Clause.MONITORS: pen.text("Monitors"),
        Clause.PURPOSE: pen.text("Purpose"),
        Clause.ROUTE: pen.text("Route"),
        Clause.SEGMENTS: pen.text("Segments"),
        Clause.CONTROL: pen.text("Who controls each segment"),
        Clause.COMMANDERS: pen.text("Commanders"),
        Clause.BUFFER: pen.text("Distance kept from the road"),
        Clause.WINDOWS: pen.text("Windows of silence"),
        Clause.OPENING: pen.text("Opening"),
        Clause.EXTENSION: pen.text("Extension"),
        Clause.GATHERING: pen.text("Gathering points"),
        Clause.DESTINATIONS: pen.text("Destinations"),
        Clause.VEHICLES: pen.text("Vehicles"),
        Clause.PRIVATE_CARS: pen.text("Own cars"),
        Clause.CHECKPOINTS: pen.text("Checkpoints"),
        Clause.INSPECTION: pen.text("Inspection of loads"),
        Clause.ESCORT: pen.text("Escort and hand-over"),
        Clause.CLEARANCE: pen.text("Mines"),
        Clause.CONTACTS: pen.text("How to reach each other"),
        Clause.HOTLINE: pen.text("Hotline"),
        Clause.PUBLIC_NOTICE: pen.text("Public notice"),
        Clause.INCIDENTS: pen.text("Incidents"),
        Clause.SUSPENSION: pen.text("Suspension"),
        Clause.RESUMPTION: pen.text("Resumption"),
        Clause.TERMINATION: pen.text("Termination"),
        Clause.SAFE_HALTS: pen.text("Safe halts"),
        Clause.RETURN: pen.text("Return of vehicles"),
        Clause.LINKED_CORRIDORS: pen.text("Linked corridors"),
        Clause.COUNTING: pen.text("Counting"),
        Clause.REPORTING: pen.text("Reporting"),
        Clause.STANDING: pen.text("What holds in any case"),
        Clause.DATA: pen.text("Data"),
        Clause.VERSION: pen.text("Version"),
    }
