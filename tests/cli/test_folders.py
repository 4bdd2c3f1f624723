"""What each command says of a folder that is not of the kind it takes: one problem, which says what the folder is and what to give."""

from pathlib import Path

import pytest

from safepassage.cli import app
from safepassage.errors import InputError, Problem

SCENARIO = Path(__file__).parents[1] / "data" / "town-legs"
AT = ("--at", "2022-03-15 11:30 Europe/Kyiv")

TAKE_A_SCENARIO = [("plan",), ("silence",), ("prices",), ("flow",)]
TAKE_A_PLAN = [("stress",), ("replan", *AT), ("prices", SCENARIO, "--plan"), ("flow", SCENARIO, "--plan")]


@pytest.fixture
def plans_folder(tmp_path: Path) -> Path:
    """What tells a plan's folder from others is its plan.json."""
    (tmp_path / "plan.json").write_text("{}", encoding="utf-8")
    return tmp_path


def refused(*words: object) -> Problem:
    with pytest.raises(InputError) as raised:
        app([str(word) for word in words], result_action="return_value", exit_on_error=False, print_error=False)
    (problem,) = raised.value.problems
    return problem


@pytest.mark.parametrize("command", TAKE_A_SCENARIO, ids=" ".join)
def test_the_folder_of_a_plan_is_called_that_where_a_scenario_is_wanted(command: tuple[str, ...], plans_folder: Path) -> None:
    problem = refused(*command, plans_folder)
    assert problem.where == str(plans_folder)
    assert problem.what == "this is the folder of a finished plan, and that of a scenario is wanted"
    assert "check, stress and replan" in problem.repair


@pytest.mark.parametrize("command", TAKE_A_PLAN, ids=lambda words: words[0])
def test_the_folder_of_a_scenario_is_called_that_where_a_plan_is_wanted(command: tuple[object, ...]) -> None:
    problem = refused(*command, SCENARIO)
    assert problem.where == str(SCENARIO)
    assert problem.what == "this is the folder of a scenario, and that of a finished plan is wanted"
    assert f"safepassage plan {SCENARIO}" in problem.repair


@pytest.mark.parametrize("command", [("check",), ("choose",), *TAKE_A_SCENARIO, *TAKE_A_PLAN], ids=lambda words: words[0])
def test_a_folder_that_does_not_exist_is_called_that(command: tuple[object, ...], tmp_path: Path) -> None:
    problem = refused(*command, tmp_path / "nowhere")
    assert (problem.where, problem.what) == (str(tmp_path / "nowhere"), "there is no such folder")


@pytest.mark.parametrize("command", TAKE_A_PLAN, ids=lambda words: words[0])
def test_a_folder_with_neither_is_said_to_hold_no_plan(command: tuple[object, ...], tmp_path: Path) -> None:
    assert refused(*command, tmp_path).what == "there is no plan.json in this folder"


def test_one_plan_is_no_choice_and_plans_and_scenarios_are_not_mixed(plans_folder: Path) -> None:
    assert "one plan alone" in refused("choose", plans_folder).what
    assert refused("choose").what == "no folder is given"
    with pytest.raises(InputError, match="this is the folder of a scenario"):
        app(["choose", str(SCENARIO), str(plans_folder)], result_action="return_value", exit_on_error=False, print_error=False)
