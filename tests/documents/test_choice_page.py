"""What people hold of a choice among plans."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console
from tests.stress.test_choice import bold_and_steady, gate_closes, two_roads

from safepassage.documents.choice_file import write_choice
from safepassage.documents.choice_pictures import people_svg, scatter_svg
from safepassage.documents.choice_summary import print_choice
from safepassage.documents.choice_words import choice_sentences, nobody_beats, range_text, signed
from safepassage.documents.plan_file import read_planned
from safepassage.stress.choice import choose_plan
from safepassage.stress.choice_result import Choice, ClassJudged, Difference

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>alert("1")</script> & =cmd()'


def judged(**options: object) -> Choice:
    return choose_plan(two_roads(), bold_and_steady(), assumptions=gate_closes(1.0), days=1000, workers=2, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def choice() -> Choice:
    return judged(worst_weight=0.8)


@pytest.fixture(scope="module")
def folder(choice: Choice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("choice")
    write_choice(choice, two_roads(), bold_and_steady(), folder)
    return folder


def test_words_say_what_robustness_costs_as_planned_and_what_it_brings(choice: Choice) -> None:
    """Ten of twenty as planned; 10 less than 17.09 expected; 10 more than nobody in the worst twentieth."""
    words = " ".join(choice_sentences(choice))
    assert "Take 'round the gate'" in words
    assert "On a day as planned 10 fewer people come out than with 'through the gate' (10 others fewer; 10 points fewer)." in words
    assert re.search(r"7 fewer people come out \(\d to \d\) on average", words)
    assert "10 more people come out (10 to 10) in the worst twentieth of the days" in words


def test_more_people_in_all_do_not_hide_fewer_of_a_class_or_less_aid(choice: Choice) -> None:
    """Half a stretcher case fewer on average is said, one infant fewer that the days do not show is not."""
    row = next(number for number, each in enumerate(choice.candidates) if each.name == choice.chosen)
    chosen = choice.candidates[row]
    stretcher, infant, *others = chosen.by_class
    fewer, less = Difference(estimate=-0.46, low=-0.53, high=-0.38), Difference(estimate=-530.0, low=-669.0, high=-391.0)
    unsure = Difference(estimate=-1.0, low=-3.0, high=1.0)

    def with_mean(each: ClassJudged, told: Difference) -> ClassJudged:
        return each.model_copy(update={"people": each.people.model_copy(update={"mean_difference": told})})

    changed = chosen.model_copy(
        update={
            "by_class": (with_mean(stretcher, fewer), with_mean(infant, unsure), *others),
            "goods_kg": chosen.goods_kg.model_copy(update={"worst_difference": less}),
        }
    )
    told = choice.model_copy(update={"candidates": (*choice.candidates[:row], changed, *choice.candidates[row + 1 :])})
    (words,) = (each for each in choice_sentences(told) if each.startswith("What it costs on such days, beside 'through the gate': "))
    assert "0.5 fewer stretcher cases on average; 530 kg of goods less in the worst twentieth of the days" in words
    assert "infants" not in words
    assert not any(each.startswith("What it costs") for each in choice_sentences(choice)), "others fewer are told with everybody"


def test_a_difference_that_is_not_shown_is_called_that() -> None:
    assert range_text(Difference(estimate=3.0, low=-1.0, high=7.0)) == "not shown (\N{MINUS SIGN}1 to +7)"
    assert range_text(Difference(estimate=3.0, low=1.0, high=5.0)) == "+3 (+1 to +5)"
    assert range_text(Difference(estimate=3.0, low=None, high=None)) == "too few days to say"
    assert signed(-0.2) == "0"


def test_where_the_plan_as_planned_is_taken_no_gain_is_claimed() -> None:
    choice = judged(worst_weight=0.0)
    words = " ".join(choice_sentences(choice))
    assert choice.chosen == choice.compared_with == "bold"
    assert "Take 'through the gate'" in words
    assert "fewer people come out than" not in words


def with_scores(choice: Choice, bold: tuple[float, float], steady: tuple[float, float]) -> Choice:
    """Each plan with other scores: on the days of the report, and on those to choose by."""
    scores = {"bold": bold, "steady": steady}
    candidates = (
        each.model_copy(update={"score": scores[each.name][0], "chosen_by_score": scores[each.name][1]}) for each in choice.candidates
    )
    return choice.model_copy(update={"candidates": tuple(candidates)})


def test_a_plan_that_is_taken_with_a_lower_score_than_another_says_why(choice: Choice) -> None:
    """20 people as planned by the bold plan, 10 by the steady one."""
    luck = with_scores(choice.model_copy(update={"chosen": "bold"}), (9.0, 9.5), (12.0, 11.5))
    (told,) = (each for each in choice_sentences(luck) if "higher score" in each)
    assert told.startswith("'round the gate' has a higher score on the days of the report, 12 against 9. ")
    assert "no larger than luck can make it" in told
    assert told.endswith("the one that is worth most on a day as planned: 10 points more than that one.")

    other_days = with_scores(choice, (14.0, 9.0), (12.0, 11.0))
    (told,) = (each for each in choice_sentences(other_days) if "higher score" in each)
    assert told.endswith("on the days to choose by, which are others, it does not: 9 against 11.")

    by_a_third = with_scores(choice, (14.0, 12.0), (12.0, 11.0))
    assert any("a third plan" in each for each in choice_sentences(by_a_third))
    assert not any("higher score" in each for each in choice_sentences(with_scores(choice, (9.0, 9.0), (12.0, 12.0))))


def test_one_plan_alone_is_no_choice() -> None:
    choice = choose_plan(two_roads(), bold_and_steady()[:1], assumptions=gate_closes(1.0), days=40)
    assert next(choice_sentences(choice)) == "'through the gate' is the only plan: there is nothing to choose."


def test_the_efficient_set_is_named(choice: Choice) -> None:
    assert nobody_beats(choice).endswith("'through the gate', 'round the gate'.")


def test_pictures_have_titles_descriptions_and_every_plan(choice: Choice) -> None:
    for svg in (scatter_svg(choice), people_svg(choice)):
        drawn = ElementTree.fromstring(svg)
        assert drawn.get("role") == "img"
        assert drawn.findtext(f"{SVG}title")
        for each in choice.candidates:
            assert each.title in (drawn.findtext(f"{SVG}desc") or "")


def test_the_scatter_puts_more_expected_to_the_right_and_more_on_the_worst_days_higher(choice: Choice) -> None:
    drawn = ElementTree.fromstring(scatter_svg(choice))
    taken = [box for box in drawn.iter(f"{SVG}rect") if box.findtext(f"{SVG}title")]
    most = [path for path in drawn.iter(f"{SVG}path") if (path.findtext(f"{SVG}title") or "").startswith("through the gate")]
    x, y = float(taken[0].get("x", "")) + 7.0, float(taken[0].get("y", "")) + 7.0
    bold_x, bold_y = re.match(r"M([\d.]+),([\d.]+)", most[0].get("d", "")).groups()  # type: ignore[union-attr]
    assert float(bold_x) > x
    assert float(bold_y) > y


def test_the_page_makes_no_request_runs_no_script_and_names_its_audience(folder: Path) -> None:
    page = (folder / "choice.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page.replace("&#x27;", "'")
    assert not re.search(r"<script|src=|href=|url\(|@import", page)
    assert "Audience: internal" in page
    assert "assumed, not measured" in page


def test_names_from_outside_are_written_as_text(tmp_path: Path) -> None:
    named = [replace(each, title=f"{NASTY} {each.title}", why=NASTY) for each in bold_and_steady()]
    choice = choose_plan(two_roads(), named, assumptions=gate_closes(1.0), days=40)
    write_choice(choice, two_roads(), named, tmp_path)
    assert "<script" not in (tmp_path / "choice.html").read_text(encoding="utf-8")
    rows = list(csv.DictReader((tmp_path / "choice.csv").open(encoding="utf-8-sig", newline="")))
    assert not any(cell.startswith(("=", "@", "+")) for row in rows for cell in row.values())


def test_figures_of_the_sheet_are_those_of_the_file(choice: Choice, folder: Path) -> None:
    told = json.loads((folder / "choice.json").read_text(encoding="utf-8"))
    rows = list(csv.DictReader((folder / "choice.csv").open(encoding="utf-8-sig", newline="")))
    assert told["chosen"] == choice.chosen == next(row["name"] for row in rows if row["is_chosen"] == "yes")
    for row, each in zip(rows, told["candidates"], strict=True):
        if each["people"]["mean_difference"] is not None:
            low = each["people"]["mean_difference"]["low"]
            assert float(row["people_out_mean_difference_low"]) == pytest.approx(low, abs=1e-4), "below zero too it is a number"
        assert float(row["people_out_mean"]) == pytest.approx(each["people"]["mean"], abs=1e-4)
        assert float(row["points_worst_5_percent_mean"]) == pytest.approx(each["points"]["worst_5_percent_mean"], abs=1e-4)
    assert told["in_words"] == list(choice_sentences(choice))


def test_every_plan_and_the_chosen_one_with_its_documents_can_be_read_back(choice: Choice, folder: Path) -> None:
    for each, candidate in zip(choice.candidates, bold_and_steady(), strict=True):
        assert read_planned(folder / each.folder)[1] == candidate.plan
    assert read_planned(folder / "chosen")[1] == bold_and_steady()[1].plan
    assert (folder / "chosen" / "map.html").is_file()
    assert list((folder / "chosen" / "route-cards").glob("*.pdf"))


def test_plans_of_an_earlier_choice_do_not_stay(tmp_path: Path) -> None:
    others = [replace(each, name=f"old-{each.name}") for each in bold_and_steady()]
    for named in (others, list(bold_and_steady())):
        write_choice(choose_plan(two_roads(), named, assumptions=gate_closes(1.0), days=40), two_roads(), named, tmp_path)
    assert sorted(kept.name for kept in (tmp_path / "plans").iterdir()) == ["bold", "steady"]


def test_the_terminal_marks_the_plan_to_be_taken_within_eighty_columns(choice: Choice) -> None:
    console = Console(width=80, record=True, file=open("/dev/null", "w"))  # noqa: SIM115  closed with the test's process
    print_choice(choice, console)
    printed = console.export_text()
    assert max(len(line.rstrip()) for line in printed.splitlines()) <= 80
    assert "B steady *" in printed
    assert "assumed, not measured" in printed
