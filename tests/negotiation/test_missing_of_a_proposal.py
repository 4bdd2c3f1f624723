"""A proposal from a plan, checked: it lacks what no plan can say, and contradicts neither itself nor its plan."""

from tests.negotiation.town import town

from safepassage.corridor import Identifier
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Kind
from safepassage.negotiation.missing import find_missing
from safepassage.negotiation.propose import propose
from safepassage.negotiation.terms import Draft

NO_HANDOVER = (Clause.ESCORT, "river")
"""The tutorial town names no hand-over point, and control changes where its segment 'river' begins."""


def contradictions(draft: Draft) -> list[tuple[Clause, Identifier | None]]:
    return [(finding.clause, finding.about) for finding in find_missing(draft) if finding.kind is Kind.CONTRADICTORY]


def test_a_proposal_from_a_plan_contradicts_its_plan_nowhere_and_has_no_vague_words() -> None:
    draft = propose(*town())
    assert contradictions(draft) == [NO_HANDOVER]
    assert not any(finding.kind is Kind.VAGUE for finding in find_missing(draft))


def test_a_proposal_with_one_vehicle_fewer_than_its_plan_contradicts_it() -> None:
    draft = propose(*town())
    first = draft.terms.vehicles[0]
    fewer = first.model_copy(update={"vehicles": (first.vehicles or 0) - 1})
    terms = draft.terms.model_copy(update={"vehicles": (fewer, *draft.terms.vehicles[1:])})
    assert contradictions(Draft(terms=terms, planned=draft.planned)) == [(Clause.VEHICLES, first.kind), NO_HANDOVER]


def test_a_proposal_whose_column_takes_longer_than_its_windows_contradicts_it() -> None:
    draft = propose(*town())
    assert draft.planned is not None
    segment, clears_min = next(iter(draft.planned.clears_min.items()))
    slower = draft.planned.model_copy(update={"clears_min": {**draft.planned.clears_min, segment: clears_min + 24 * 60}})
    assert contradictions(Draft(terms=draft.terms, planned=slower)) == [(Clause.WINDOWS, segment), NO_HANDOVER]
