"""The text of a proposal: every clause in every language, blanks that show, nothing internal."""

import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.negotiation.complete import complete
from tests.negotiation.town import town

from safepassage.corridor import ReceptionCentre
from safepassage.documents.proposal_page import proposal_page
from safepassage.documents.proposal_print import write_proposal_pdf
from safepassage.documents.proposal_text import ProposalText, proposal_text
from safepassage.documents.proposal_write import write_proposal
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.propose import propose
from safepassage.negotiation.terms import GatheringTerms, LadderStep, PrivateCars, Said, Standing, Terms

LANGUAGES = ("en", "uk", "ru")
NOTHING = Terms(id="nothing", names={"en": "Nothing"})


def lines(text: ProposalText, clause: Clause) -> list[str]:
    return [line.words for line in next(each for each in text.clauses if each.clause is clause).lines]


def everything(text: ProposalText) -> list[str]:
    return [*text.preamble, *(words for each in text.clauses for words in (each.heading, *(line.words for line in each.lines)))]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("terms", [NOTHING, complete().terms, propose(*town()).terms], ids=["nothing", "complete", "town"])
def test_every_clause_has_a_heading_and_a_sentence_and_no_placeholder(language: str, terms: Terms) -> None:
    text = proposal_text(terms, language)
    assert [each.clause for each in text.clauses] == list(Clause)
    assert [each.number for each in text.clauses] == list(range(1, len(Clause) + 1))
    assert all(each.heading and each.lines and all(line.words.strip() for line in each.lines) for each in text.clauses)
    assert not [words for words in everything(text) if re.search(r"[{}]|None|\bnan\b", words)]


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_no_english_is_left_in_a_translation_of_nothing(language: str) -> None:
    """With no terms at all every word is ours, and ours are Cyrillic; UTC is the one exception."""
    words = " ".join(everything(proposal_text(NOTHING, language)))
    assert set(re.findall("[A-Za-z]+", words)) <= {"UTC"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complete_agreement_has_no_blank_and_loses_no_term(language: str) -> None:
    terms = complete().terms
    text = proposal_text(terms, language)
    assert text.blanks == 0
    words = " ".join(everything(text))
    for said in (
        "order 17 of 20 March 2022",
        "+000 99",
        "radio 101.2 FM",
        "record 12 of 23 March 2022",
        "M14",
        "within 24 hours",
        "30 days",
    ):
        assert said in words


def test_every_clause_of_nothing_shows_what_is_missing() -> None:
    """Only the version speaks of itself."""
    text = proposal_text(NOTHING, "en")
    assert [each.clause for each in text.clauses if not any(line.is_blank for line in each.lines)] == [Clause.VERSION]
    assert f"{text.blanks} points are not yet agreed." in text.preamble


def test_a_time_stands_in_utc_and_on_every_clock_with_its_date_where_that_is_another() -> None:
    (opens, *_, expires) = [
        line
        for line in (
            *lines(proposal_text(complete().terms, "en"), Clause.WINDOWS),
            *lines(proposal_text(complete().terms, "en"), Clause.CLEARANCE),
        )
        if "UTC;" in line
    ]
    assert opens == "Silence begins: 2022-03-24 07:00 UTC; 10:00 Europe/Moscow (UTC+3); 09:00 Europe/Kyiv (UTC+2)."
    assert expires == (
        "This may be relied on until: 2022-03-24 22:00 UTC; 2022-03-25 01:00 Europe/Moscow (UTC+3); 2022-03-25 00:00 Europe/Kyiv (UTC+2)."
    )


PLURALS = {
    "uk": {
        1: ("не більше ніж 1 особа", "1 власний автомобіль", "на 1 хвилину", "Протягом 1 хвилини"),
        2: ("не більше ніж 2 особи", "2 власні автомобілі", "на 2 хвилини", "Протягом 2 хвилин"),
        5: ("не більше ніж 5 осіб", "5 власних автомобілів", "на 5 хвилин", "Протягом 5 хвилин"),
        11: ("не більше ніж 11 осіб", "11 власних автомобілів", "на 11 хвилин", "Протягом 11 хвилин"),
        21: ("не більше ніж 21 особа", "21 власний автомобіль", "на 21 хвилину", "Протягом 21 хвилини"),
        22: ("не більше ніж 22 особи", "22 власні автомобілі", "на 22 хвилини", "Протягом 22 хвилин"),
    },
    "ru": {
        1: ("не более чем 1 человек.", "1 собственный автомобиль", "на 1 минуту", "В течение 1 минуты"),
        2: ("не более чем 2 человека.", "2 собственных автомобиля", "на 2 минуты", "В течение 2 минут"),
        5: ("не более чем 5 человек.", "5 собственных автомобилей", "на 5 минут", "В течение 5 минут"),
        11: ("не более чем 11 человек.", "11 собственных автомобилей", "на 11 минут", "В течение 11 минут"),
        21: ("не более чем 21 человек.", "21 собственный автомобиль", "на 21 минуту", "В течение 21 минуты"),
        22: ("не более чем 22 человека.", "22 собственных автомобиля", "на 22 минуты", "В течение 22 минут"),
    },
}


@pytest.mark.parametrize(("language", "count"), [(language, count) for language in PLURALS for count in PLURALS[language]])
def test_counts_have_the_plural_form_of_the_language(language: str, count: int) -> None:
    terms = complete(
        gathering_points=(GatheringTerms(id="square", names={"en": "Square"}, holds_people=count),),
        private_cars=PrivateCars(are_admitted=True, most_cars=count),
        checkpoints=(complete().terms.checkpoints[0].model_copy(update={"longest_hold_min": count}),),
        incident_ladder=(LadderStep(within_min=count, who="A", does="B"),),
    ).terms
    words = " ".join(everything(proposal_text(terms, language)))
    assert all(expected in words for expected in PLURALS[language][count])


def test_the_three_standings_never_look_alike() -> None:
    for language in LANGUAGES:
        kinds = {proposal_text(NOTHING.model_copy(update={"standing": standing}), language).kind for standing in Standing}
        assert len(kinds) == 3


def test_words_that_are_no_term_stand_in_their_clause_with_who_said_them() -> None:
    said = Said(clause="windows", words="in the morning", source="a broadcast")
    text = proposal_text(NOTHING.model_copy(update={"said": (said,)}), "en")
    assert lines(text, Clause.WINDOWS)[0] == "In the words of a broadcast: “in the morning”"


def test_a_standing_clause_that_was_dropped_shows_as_a_blank() -> None:
    text = proposal_text(complete(standing_clauses=("voluntary",)).terms, "en")
    standing = next(each for each in text.clauses if each.clause is Clause.STANDING)
    assert [line.is_blank for line in standing.lines] == [False, True, True, True, True]


def test_names_are_printed_in_the_language_of_the_text() -> None:
    terms = complete().terms
    assert "Театр (47.0990, 37.5010)." in lines(proposal_text(terms, "uk"), Clause.GATHERING)
    assert "Theatre (47.0990, 37.5010)." in lines(proposal_text(terms, "en"), Clause.GATHERING)


def test_the_page_is_one_file_without_script_request_or_emblem_and_escapes_what_people_wrote() -> None:
    marked = complete().terms.segments[0].model_copy(update={"names": {"en": "<script>alert('y')</script>"}})
    terms = complete(hotline="<script>alert('x')</script> & more", segments=(marked,)).terms
    page = proposal_page([proposal_text(terms, language) for language in LANGUAGES])
    assert "<script" not in page
    assert "&lt;script&gt;alert(&#x27;x" in page
    assert "<h3>1. &lt;script&gt;alert(&#x27;y" in page
    assert not re.search(r"""(src|href)=["'](?!#)|url\(|@import|<svg|<img|<link""", page)
    assert "default-src 'none'" in page
    assert [f'lang="{language}"' in page for language in LANGUAGES] == [True] * 3
    assert page.count("<h2>") == 3 * len(Clause)


def test_nothing_internal_is_in_any_file_that_may_be_shown(tmp_path: Path) -> None:
    """Reception centres, hospitals, depots, needs, capacities, values, prices and people's classes by place: none is in terms or text.

    The figures of the town are changed to ones that occur nowhere else, so that finding one proves a leak.
    """
    scenario, plan = town()
    marked = scenario.model_copy(
        update={
            "reception_centres": tuple(
                each.model_copy(update={"name": "Zzhall, Secret street 77", "capacity_people": 73019})
                for each in scenario.reception_centres
            ),
            "hospitals": tuple(each.model_copy(update={"name": "Zzclinic", "hospital_beds": 73021}) for each in scenario.hospitals),
            "depots": tuple(each.model_copy(update={"name": "Zzyard"}) for each in scenario.depots),
            "gathering_points": tuple(
                each.model_copy(update={"stretcher_people": 73023, "infant_people": 73025, "frail_people": 73027, "other_people": 73029})
                for each in scenario.gathering_points
            ),
            "needs": tuple(each.model_copy(update={"weight_kg": 73031}) for each in scenario.needs),
        }
    )
    goods = tuple(each.model_copy(update={"needed_kg": 73033}) for each in plan.goods)
    certificate = plan.certificate.model_copy(update={"value_points": 73035.5, "bound_points": 73037.5})
    draft = propose(marked, plan.model_copy(update={"goods": goods, "certificate": certificate, "reasons": ("Zzreason",)}))
    write_proposal(draft, tmp_path, LANGUAGES)
    hidden: list[ReceptionCentre] = [*scenario.reception_centres]
    spots = {(place.latitude, place.longitude) for place in (*hidden, *scenario.hospitals, *scenario.depots)}
    for path in tmp_path.iterdir():
        content = path.read_text(encoding="utf-8")
        assert not re.search(r"730[1-3]\d|Zz|Secret|points_|hospital|sports-hall|bus-00|C00", content.replace("not yet agreed", "")), (
            path.name
        )
        for latitude, longitude in spots:
            assert f"{latitude:.4f}, {longitude:.4f}" not in content
    terms = json.loads((tmp_path / "terms.json").read_text(encoding="utf-8"))
    assert "planned" not in terms
    assert terms == json.loads((tmp_path / "proposal.json").read_text(encoding="utf-8"))["terms"]


def test_no_point_of_the_terms_lies_near_where_people_are_received() -> None:
    scenario, plan = town()
    hidden = [(place.latitude, place.longitude) for place in (*scenario.receptions, *scenario.depots)]
    found = re.findall(r'"latitude":(-?[\d.]+),"longitude":(-?[\d.]+)', propose(scenario, plan).terms.model_dump_json())
    assert len(found) > 8
    for latitude, longitude in found:
        for north, east in hidden:
            assert max(abs(float(latitude) - north), abs(float(longitude) - east)) * 111.2 > 0.7


def test_the_same_plan_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_proposal(propose(*town()), tmp_path / name, LANGUAGES)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_no_text_of_an_older_proposal_stays_beside_a_newer_one(tmp_path: Path) -> None:
    write_proposal(complete(), tmp_path, LANGUAGES)
    write_proposal(complete(version=4), tmp_path, ("uk", "ru"))
    assert sorted(path.name for path in tmp_path.glob("proposal-*.txt")) == ["proposal-ru.txt", "proposal-uk.txt"]


def test_the_pdf_holds_every_sentence_of_every_language(tmp_path: Path) -> None:
    texts = [proposal_text(propose(*town()).terms, language) for language in ("uk", "ru")]
    assert write_proposal_pdf(texts, tmp_path / "proposal.pdf") == ()
    pages = "".join(page.extract_text() for page in PdfReader(tmp_path / "proposal.pdf").pages)
    printed = re.sub(r"[\s\u00ad-]+", "", pages)
    missing = [words for text in texts for words in everything(text) if re.sub(r"[\s-]+", "", words) not in printed]
    assert not missing


def test_a_letter_that_the_fonts_lack_is_told_and_no_old_pdf_is_left(tmp_path: Path) -> None:
    path = tmp_path / "proposal.pdf"
    path.write_bytes(b"an older one")
    (problem,) = write_proposal_pdf([proposal_text(complete(hotline="خط").terms, "en")], path)
    assert "خ" in problem.what
    assert not path.exists()
