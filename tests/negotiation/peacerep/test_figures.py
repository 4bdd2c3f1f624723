"""Numbers of vehicles and people: exact ones only where the words are exact, and only of this corridor."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.negotiation.peacerep.table import facts, reading

from safepassage.negotiation.peacerep.reading import Bound, FactKind


@pytest.mark.parametrize(
    ("words", "figure", "bound"),
    [
        ("11 buses", 11, Bound.EXACTLY),
        ("Eleven buses", 11, Bound.EXACTLY),
        ("A total of twenty-four yellow buses", 24, Bound.EXACTLY),
        ("1,200 buses", 1200, Bound.EXACTLY),
        ("more than 20 buses", 20, Bound.AT_LEAST),
        ("Over twenty buses", 20, Bound.AT_LEAST),
        ("no fewer than 20 buses", 20, Bound.AT_LEAST),
        ("20+ buses", 20, Bound.AT_LEAST),
        ("20 buses or more", 20, Bound.AT_LEAST),
        ("up to 50 buses", 50, Bound.AT_MOST),
        ("as many as 50 buses", 50, Bound.AT_MOST),
        ("less than 50 buses", 50, Bound.AT_MOST),
        ("about 30 buses", 30, Bound.ABOUT),
        ("Some 30 buses", 30, Bound.ABOUT),
        ("nearly 30 buses", 30, Bound.ABOUT),
        ("~30 buses", 30, Bound.ABOUT),
        ("20-25 buses", 25, Bound.ABOUT),
        ("20 to 25 buses", 25, Bound.ABOUT),
        ("between 20 and 25 buses", 25, Bound.ABOUT),
        ("11 of the 20 buses", 20, Bound.ABOUT),
        ("dozens of buses", None, Bound.NO_FIGURE),
        ("several buses", None, Bound.NO_FIGURE),
    ],
)
def test_only_an_exact_number_is_a_figure(tmp_path: Path, words: str, figure: int | None, bound: Bound) -> None:
    read = reading(tmp_path, f"{words} left Vyrii for Luhiv.")
    (fact,) = facts(read, FactKind.VEHICLES)
    assert (fact.figure, fact.bound, fact.is_precise) == (figure, bound, bound is Bound.EXACTLY)
    assert [given.vehicles for given in read.terms.vehicles] == ([figure] if bound is Bound.EXACTLY else [])
    assert any(words in said.words for said in read.terms.said if said.clause == "vehicles")


@pytest.mark.parametrize(
    "text",
    [
        "On March 9 buses left Vyrii for Luhiv.",
        "In 2022, buses left Vyrii for Luhiv.",
        "30 tonnes of food and buses left Vyrii for Luhiv.",
        "Buses left Vyrii for Luhiv in 3 hours.",
        "20 buses left Dubrava for Luhiv.",
        "20 buses left Vyrii for Dubrava.",
        "20 buses stood in Dubrava.",
    ],
)
def test_what_is_no_number_of_this_corridors_buses_is_not_read(tmp_path: Path, text: str) -> None:
    assert facts(reading(tmp_path, text), FactKind.VEHICLES) == []


def test_thousands_in_words_make_no_figure(tmp_path: Path) -> None:
    (fact,) = facts(reading(tmp_path, "15 thousand people left Vyrii for Luhiv."), FactKind.PEOPLE)
    assert (fact.figure, fact.is_precise) == (None, False)


@pytest.mark.parametrize(
    "text",
    [
        "20 buses were not let out of Vyrii.",
        "20 buses from Vyrii were seized.",
        "20 buses failed to leave Vyrii.",
        "20 buses didn't leave Vyrii.",
    ],
)
def test_buses_that_did_not_go_are_no_term(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, text)
    assert read.terms.vehicles == ()


def test_two_numbers_for_one_kind_are_a_contradiction_and_no_term(tmp_path: Path) -> None:
    read = reading(tmp_path, "20 buses left Vyrii for Luhiv. 22 buses left Vyrii for Luhiv.")
    assert read.terms.vehicles == ()
    assert any("2 different numbers of one kind are stated: 20, 22" in unread.why for unread in read.unread)


def test_empty_buses_that_come_from_the_destination_count(tmp_path: Path) -> None:
    read = reading(tmp_path, "We will bring back 22 buses from Luhiv to Vyrii.")
    assert [(given.kind, given.vehicles) for given in read.terms.vehicles] == [("bus", 22)]


def test_one_figure_for_several_towns_is_shared_and_no_figure_of_one(tmp_path: Path) -> None:
    (fact,) = facts(reading(tmp_path, "We rescued 7,144 people from Vyrii, Dubrava and Lisne."), FactKind.PEOPLE)
    assert (fact.figure, fact.is_shared, fact.is_precise) == (7144, True, False)


def test_each_figure_goes_to_the_town_that_it_is_about(tmp_path: Path) -> None:
    read = reading(tmp_path, "2,000 people were evacuated from Vyrii to Luhiv and 1,130 people were evacuated from Dubrava to Luhiv.")
    assert [(fact.figure, fact.is_precise) for fact in facts(read, FactKind.PEOPLE)] == [(2000, True)]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Ukraine plans to evacuate 900 people from Vyrii.", "planned"),
        ("900 people were evacuated from Vyrii.", "reported"),
        ("900 people from Vyrii.", "not said"),
    ],
)
def test_people_planned_and_people_reported_are_kept_apart(tmp_path: Path, text: str, counted: str) -> None:
    (fact,) = facts(reading(tmp_path, text), FactKind.PEOPLE)
    assert fact.unit == counted


def test_a_bound_with_no_in_it_denies_nothing(tmp_path: Path) -> None:
    read = reading(tmp_path, "No fewer than 900 people in 20 buses left Vyrii for Luhiv.")
    assert [given.vehicles for given in read.terms.vehicles] == [20]


def test_buses_for_two_towns_together_are_no_term_of_one(tmp_path: Path) -> None:
    read = reading(tmp_path, "20 buses left Vyrii and Dubrava for Luhiv.")
    assert read.terms.vehicles == ()
    (fact,) = facts(read, FactKind.VEHICLES)
    assert fact.is_shared


@given(
    number=st.integers(min_value=2, max_value=99_999),
    bound=st.sampled_from(["more than", "over", "at least", "up to", "about", "some", "nearly", "almost", "around", "fewer than"]),
    noun=st.sampled_from(["buses", "white buses", "private cars", "vehicles"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bounded_number_ever_becomes_a_term(tmp_path: Path, number: int, bound: str, noun: str) -> None:
    for digits in (f"{number}", f"{number:,}"):
        read = reading(tmp_path, f"On Wednesday {bound} {digits} {noun} left Vyrii for Luhiv.")
        assert read.terms.vehicles == ()
        assert [fact.figure for fact in facts(read, FactKind.VEHICLES)] == [number]
