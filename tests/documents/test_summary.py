"""The summary says what plan.json says, in words."""

import re

import pytest
from rich.console import Console
from tests.documents.sample import sample_plan, sample_scenario

from safepassage.documents.summary import percent_up, print_summary


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> str:
    print_summary(sample_plan(), sample_scenario(), Console())
    return re.sub(r"\s+", " ", capsys.readouterr().out)


def test_people_are_those_of_the_plan(printed: str) -> None:
    """Each class is printed with registered, out and left, and the three agree."""
    figures = sample_plan().figures
    assert f"stretcher cases {figures.registered.stretcher_people} {figures.out.stretcher_people} " in printed
    for words, registered, out in [
        ("infants, children and carers", figures.registered.infant_people, figures.out.infant_people),
        ("together, in vehicles", figures.registered.total_people, figures.out.total_people),
        ("in own cars and on foot", figures.own_transport_registered.total_people, figures.own_transport_out.total_people),
    ]:
        assert f"{words} {registered} {out} {registered - out} " in printed


def test_every_window_is_printed_on_every_clock_that_a_party_reads(printed: str) -> None:
    """A window in the scenario's zone and in its party's: 06:30 in Kyiv is 07:30 in Moscow the day before Kyiv's clock changes."""
    assert "2022-03-26 06:30 to 08:00 Europe/Kyiv = 2022-03-26 07:30 to 09:00 Europe/Moscow" in printed
    assert "2022-03-27 07:00 to 08:15 Europe/Kyiv = 2022-03-27 07:00 to 08:15 Europe/Moscow" in printed


def test_windows_without_confirmation_are_called_so(printed: str) -> None:
    assert "8 of them are not confirmed: nobody may set out on them until every party has confirmed" in printed


def test_gap_and_what_stays_are_said_in_words(printed: str) -> None:
    plan = sample_plan()
    assert f"worth {plan.certificate.value_points:,.0f} points" in printed
    assert "At most 5.0 % of what is possible is missing" in printed
    assert all(re.sub(r"\s+", " ", reason) in printed for reason in plan.reasons)
    assert "lose no protection by staying" in printed


def test_brackets_in_texts_are_printed_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    """A name with square brackets is text, not a style."""
    print_summary(sample_plan().model_copy(update={"scenario_title": "Sumy [red] Poltava"}), sample_scenario(), Console())
    assert "Sumy [red] Poltava" in capsys.readouterr().out


@pytest.mark.parametrize(("share", "text"), [(0.0, "0.0 %"), (0.00001, "0.1 %"), (0.015, "1.5 %"), (0.01501, "1.6 %"), (1.0, "100.0 %")])
def test_gap_is_never_shown_smaller_than_it_is(share: float, text: str) -> None:
    assert percent_up(share) == text
