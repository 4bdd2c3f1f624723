"""Standing, who answers, own cars, and that nothing is invented."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.negotiation.peacerep.table import facts, reading, record

from safepassage.negotiation.peacerep.read import read_terms
from safepassage.negotiation.peacerep.reading import FactKind
from safepassage.negotiation.read import read_draft
from safepassage.negotiation.terms import Standing


@pytest.mark.parametrize(
    ("proposal", "standing", "parties"),
    [
        ("Ukraine", Standing.ANNOUNCEMENT, ["ukraine"]),
        ("Russia", Standing.ANNOUNCEMENT, ["russia"]),
        ("Agreed", Standing.AGREEMENT_IN_PRINCIPLE, ["ukraine", "russia"]),
    ],
)
def test_standing_is_who_announced_and_never_a_sealed_agreement(
    tmp_path: Path, proposal: str, standing: Standing, parties: list[str]
) -> None:
    terms = reading(tmp_path, "", proposal=proposal).terms
    assert (terms.standing, [party.id for party in terms.parties]) == (standing, parties)
    assert [said.clause for said in terms.said] == ["parties"]


def test_a_record_without_text_gives_ends_and_nothing_else(tmp_path: Path) -> None:
    read = reading(tmp_path, "")
    assert (read.read, [unread.why for unread in read.unread]) == ((), ["the record has no text"])
    terms = read.terms
    assert (terms.vehicles, terms.private_cars, terms.guarantor, terms.brings_out) == ((), None, None, ())
    assert len(terms.segments) == 1


def test_every_fact_names_its_record_line_article_and_sentence(tmp_path: Path) -> None:
    read = reading(tmp_path, "Talks went on. ;;;; Nothing moved. 11 buses left Vyrii for Luhiv.")
    (fact,) = facts(read, FactKind.VEHICLES)
    assert (fact.source, fact.words) == ("PeaceRep record 7, line 2, article 2, sentence 2", "11 buses left Vyrii for Luhiv.")


def test_guarantor_and_intermediary_are_read_by_their_role(tmp_path: Path) -> None:
    text = "A corridor from Vyrii was agreed via the Committee of Elders mediation. The Committee of Elders is acting as a guarantor."
    terms = reading(tmp_path, text).terms
    assert terms.guarantor is not None
    assert terms.intermediary is not None
    assert (terms.guarantor.office, terms.intermediary.office) == ("Committee of Elders", "Committee of Elders")


def test_whoever_announces_neither_commands_nor_signs(tmp_path: Path) -> None:
    read = reading(tmp_path, "Gen. Ivan Vydumka, head of the control center, announced a corridor from Vyrii to Luhiv.")
    assert not facts(read, FactKind.COMMANDER)
    assert not facts(read, FactKind.SIGNATORY)


def test_a_commander_that_is_named_is_told_and_put_on_no_stretch(tmp_path: Path) -> None:
    """Which part of the road the unit holds is not said, so the term stays open."""
    read = reading(tmp_path, "The commander of the 1st brigade, agreed to a corridor from Vyrii to Luhiv.")
    assert [(fact.states, fact.is_precise) for fact in facts(read, FactKind.COMMANDER)] == [("1st brigade", False)]
    assert read.terms.segments[0].commander is None


def test_own_cars_are_admitted_only_where_the_text_admits_them(tmp_path: Path) -> None:
    admitted = reading(tmp_path, "You can use your own vehicles from Vyrii to Luhiv.").terms.private_cars
    assert admitted is not None
    assert admitted.are_admitted
    assert reading(tmp_path, "400 people left Vyrii in private cars.").terms.private_cars is None
    assert reading(tmp_path, "Private cars are not allowed to leave Vyrii.").terms.private_cars is None


def test_a_doubted_end_has_no_position_in_the_terms(tmp_path: Path) -> None:
    segment = read_terms(record(tmp_path), doubtful_ends={"to"}).terms.segments[0]
    assert segment.begins is not None
    assert segment.ends is not None
    assert (segment.begins.latitude, segment.ends.latitude, segment.ends.longitude) == (47.1, None, None)


PIECES = (
    "Vyrii Luhiv Dubrava from to via and - , . ; ;;; ceasefire buses people 9 a.m. p.m. 25:61 17:00 0700 UTC Kyiv Moscow local time",
    "( ) [past] until KYIV. February 30 (Agency) Wednesday March 27 20 dozens of up region signed by commander brigade (?)",
)


@given(st.lists(st.sampled_from(" ".join(PIECES).split()), max_size=40).map(" ".join) | st.text(max_size=80))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_stops_the_reader_and_the_terms_can_be_written_and_read_back(tmp_path: Path, text: str) -> None:
    corridor = record(tmp_path).model_copy(update={"text": f"Status: disputed; {text}"})
    terms = read_terms(corridor).terms
    path = tmp_path / "terms.json"
    path.write_text(terms.model_dump_json(exclude_none=True), encoding="utf-8")
    assert read_draft(path).terms == terms
