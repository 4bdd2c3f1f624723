"""The summary says what plan.json says, in words."""

import re

import pytest
from rich.console import Console
from tests.documents.sample import sample_plan, sample_scenario

from safepassage.documents.summary import percent_up, print_summary
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario


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


def said_of(capsys: pytest.CaptureFixture[str], plan: Plan, scenario: Scenario | None = None) -> str:
    print_summary(plan, scenario or sample_scenario(), Console(width=400))
    return re.sub(r"\s+", " ", capsys.readouterr().out)


def certified(value_points: float, bound_points: float, net_points: float) -> Plan:
    plan = sample_plan()
    gap = 0.0 if bound_points == 0.0 else (bound_points - value_points) / bound_points
    certificate = plan.certificate.model_copy(update={"value_points": value_points, "bound_points": bound_points, "gap": gap})
    return plan.model_copy(update={"certificate": certificate, "figures": plan.figures.model_copy(update={"value_points": net_points})})


def test_best_possible_is_said_only_where_the_bound_is_reached_and_nothing_else_is_weighted(capsys: pytest.CaptureFixture[str]) -> None:
    """With a weight on silence the plan's net worth is said, and that the bound does not count it."""
    assert "It is the best possible." in said_of(capsys, certified(3000.0, 3000.0, 3000.0))
    assert "best possible" not in said_of(capsys, certified(2999.0, 3000.0, 2999.0))
    for weight in ("silence_km_h", "danger_incident", "vehicle_h"):
        weights = sample_scenario().weights.model_copy(update={weight: 0.5})
        said = said_of(capsys, certified(3000.0, 3000.0, 2300.0), sample_scenario().model_copy(update={"weights": weights}))
        assert "best possible" not in said
        assert "it is worth 2,300 points; the bound does not count these costs" in said


def test_a_bound_of_nothing_is_not_a_share_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    said = said_of(capsys, certified(0.0, 0.0, 0.0))
    assert "Nothing can be done" in said
    assert "%" not in said
    assert "best possible" not in said


def test_an_empty_plan_asks_for_no_silence_because_nothing_moves(capsys: pytest.CaptureFixture[str]) -> None:
    nothing = {"convoys": (), "own_departures": (), "itineraries": (), "windows": (), "routes": ()}
    said = said_of(capsys, sample_plan().model_copy(update=nothing))
    assert "nothing moves, so no silence is asked for" in said
    assert "no window of silence is needed" not in said


def test_one_is_not_many(capsys: pytest.CaptureFixture[str]) -> None:
    plan = sample_plan()
    one = {
        "convoys": plan.convoys[:1],
        "windows": plan.windows[:1],
        "figures": plan.figures.model_copy(update={"vehicles_used": 1, "own_transport_units_out": 1}),
    }
    said = said_of(capsys, plan.model_copy(update=one))
    assert "1 convoy, 1 vehicle in all:" in said
    assert "1 window, " in said
    assert "1 of them is not confirmed" in said
    assert "1 own car or group on foot leaves as well" in said


def test_the_bound_with_own_transport_is_said_where_there_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    plan = sample_plan()
    fields = {"with_own_value_points": 3800.0, "with_own_bound_points": 4000.0, "with_own_gap": 0.05, "with_own_covers": "everybody"}
    both = plan.model_copy(update={"certificate": plan.certificate.model_copy(update=fields)})
    said = said_of(capsys, both)
    assert "With own cars and people on foot it is worth 3,800 points; no plan can be worth more than 4,000: at most 5.0 % of that" in said
    assert "With own cars and people on foot" not in said_of(capsys, plan)
