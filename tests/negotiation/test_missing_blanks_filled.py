"""A blank that is filled with nothing is still a blank: spaces, a question mark, 'to be confirmed', 'the competent authorities'."""

from collections.abc import Callable

import pytest
from tests.negotiation.complete import HILL, buses, checkpoint, clearance, complete, hill_segment, river_segment

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Severity
from safepassage.negotiation.missing import find_missing
from safepassage.negotiation.missing.vague import is_only_vague
from safepassage.negotiation.terms import Contact, Draft, Escort, Inspection, LadderStep, Person, PublicNotice, Signatory

TERMS = complete().terms
FILLINGS = ("   ", "?", "-", "to be confirmed", "unknown", "n/a", "the competent authorities", "невідомо", "неизвестно")


def signed_by(words: str) -> Draft:
    first, second = TERMS.signatories
    return complete(signatories=(Signatory(party=HILL, person=Person(office=words), authority=first.authority), second))


def noticed(**changes: object) -> Draft:
    notice = TERMS.public_notice
    assert notice is not None
    return complete(public_notice=PublicNotice(**{**dict(notice), **changes}))


FILLED: dict[str, tuple[Clause, Callable[[str], Draft]]] = {
    "commander": (
        Clause.COMMANDERS,
        lambda words: complete(segments=(hill_segment(commander=Person(office=words)), river_segment())),
    ),
    "who cleared": (
        Clause.CLEARANCE,
        lambda words: complete(segments=(hill_segment(clearance=clearance(author=Person(office=words))), river_segment())),
    ),
    "who signs": (Clause.SIGNATORIES, signed_by),
    "intermediary": (Clause.INTERMEDIARY, lambda words: complete(intermediary=Person(office=words))),
    "guarantor": (Clause.GUARANTOR, lambda words: complete(guarantor=Person(office=words))),
    "monitors": (Clause.MONITORS, lambda words: complete(monitors=(Person(office=words),))),
    "whom it brings out": (Clause.PURPOSE, lambda words: complete(brings_out=(words,))),
    "destinations": (Clause.DESTINATIONS, lambda words: complete(destinations=({"en": words},))),
    "hotline": (Clause.HOTLINE, lambda words: complete(hotline=words)),
    "contacts": (
        Clause.CONTACTS,
        lambda words: complete(contacts=(Contact(of=HILL, primary="+000 1", alternate=words), TERMS.contacts[1])),
    ),
    "what may not be done": (Clause.CHECKPOINTS, lambda words: complete(checkpoints=(checkpoint(may_not=(words,)),))),
    "what may be checked": (Clause.CHECKPOINTS, lambda words: complete(checkpoints=(checkpoint(may_check=(words,)),))),
    "who inspects": (
        Clause.INSPECTION,
        lambda words: complete(
            inspection=Inspection(place=TERMS.inspection.place if TERMS.inspection else None, by=Person(office=words), are_sealed=True)
        ),
    ),
    "escort": (
        Clause.ESCORT,
        lambda words: complete(
            escort=Escort(by=Person(office=words), handover_points=TERMS.escort.handover_points if TERMS.escort else ())
        ),
    ),
    "who tells": (Clause.PUBLIC_NOTICE, lambda words: noticed(by=Person(office=words))),
    "who releases": (Clause.PUBLIC_NOTICE, lambda words: noticed(released_by=Person(office=words))),
    "channels": (Clause.PUBLIC_NOTICE, lambda words: noticed(channels=(words,))),
    "languages": (Clause.PUBLIC_NOTICE, lambda words: noticed(languages=(words,))),
    "who does what": (
        Clause.INCIDENTS,
        lambda words: complete(incident_ladder=(LadderStep(within_min=5, who=words, does="reports"),)),
    ),
    "colour": (Clause.VEHICLES, lambda words: complete(vehicles=(buses(colour=words),))),
    "marking": (Clause.VEHICLES, lambda words: complete(vehicles=(buses(marking=words),))),
}


@pytest.mark.parametrize("words", FILLINGS)
@pytest.mark.parametrize("term", FILLED)
def test_a_blank_filled_with_nothing_is_found_as_one_that_is_left_empty(term: str, words: str) -> None:
    clause, filled = FILLED[term]
    assert {finding.clause for finding in find_missing(filled(words))} == {clause}


@pytest.mark.parametrize("term", ["commander", "who cleared"])
def test_nobody_overrides_a_commander_or_a_clearance_of_nobody(term: str) -> None:
    (finding,) = find_missing(FILLED[term][1]("to be confirmed"))
    assert (finding.severity, finding.can_be_overridden) == (Severity.BLOCKING, False)


def test_a_rule_at_a_checkpoint_that_is_empty_forbids_nothing() -> None:
    assert [finding.clause for finding in find_missing(complete(checkpoints=(checkpoint(may_not=("",)),)))] == [Clause.CHECKPOINTS]


@pytest.mark.parametrize("words", ["nobody enters the road after 14:30", "not known to be mined by record 12", "River's 7th brigade"])
def test_words_that_fill_a_blank_may_be_part_of_a_term(words: str) -> None:
    assert not is_only_vague(words)


def test_a_name_beside_an_office_that_says_nothing_names_somebody() -> None:
    commander = Person(office="the competent authorities", name="Colonel Oak")
    assert find_missing(complete(segments=(hill_segment(commander=commander), river_segment()))) == ()
