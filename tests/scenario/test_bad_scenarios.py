"""Bad scenarios: every problem is named, where it is and how to repair it, and nothing else is said."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scenario.bad_cases import BAD, GOOD, NAMES, build_case, expected_messages, messages, readme

from safepassage.errors import InputError
from safepassage.scenario import Scenario, read_scenario
from safepassage.scenario.files import TABLES


@pytest.mark.parametrize("name", NAMES)
def test_each_bad_scenario_is_refused_with_exactly_its_messages(name: str, tmp_path: Path) -> None:
    """Every bad scenario gives its own messages, all of them, each once, and no more."""
    expected = expected_messages(name)
    assert expected, "a bad case without a message is not a bad case"
    assert len(expected) == len(set(expected))
    assert messages(build_case(name, tmp_path / "scenario")) == expected


def test_the_good_scenario_beside_them_has_no_problem() -> None:
    """What is said of a bad case is due to its own files: the files it shares are good."""
    assert messages(GOOD) == []


def test_no_message_is_a_raw_one_of_the_validator() -> None:
    """Messages are sentences for people: none uses the validator's words."""
    for name in NAMES:
        for message in expected_messages(name):
            assert not any(raw in message for raw in ("Input should", "validation", "pydantic", "Value error", "unable to parse"))
            assert message.endswith((".", '("").'))


def test_ten_errors_in_five_files_are_all_reported_at_once() -> None:
    """One reading names ten errors, two in each of five files."""
    found = expected_messages("ten-errors-in-five-files")
    files = [message.split(",")[0] for message in found]
    assert len(found) == 10
    assert {file: files.count(file) for file in files} == {
        "scenario.toml": 2,
        "gathering_points.csv": 2,
        "needs.csv": 2,
        "fleet.csv": 2,
        "windows.csv": 2,
    }


def test_the_table_of_bad_cases_is_current() -> None:
    """tests/data/bad/README.md shows every case with its messages."""
    assert (BAD / "README.md").read_text(encoding="utf-8") == readme()


def test_every_table_of_the_format_is_in_the_good_scenario() -> None:
    """The cases start from a scenario that has a row in every table but those of places nobody needs."""
    absent = {table.file_name for table in TABLES if not (GOOD / table.file_name).exists()}
    assert absent == {"handover_points.csv", "safe_halts.csv", "waypoints.csv"}


def read_or_refuse(folder: Path) -> Scenario | InputError:
    """What reading ends in; an error without a problem is none, and any other exception fails the test."""
    try:
        return read_scenario(folder)
    except InputError as error:
        if not error.problems:
            raise
        return error


CELLS = [
    (path.name, line, cell)
    for path in sorted(GOOD.glob("*.csv"))
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines())
    for cell in range(len(text.split(",")))
]
NASTY = [
    "",
    "-1",
    "0",
    "1e9",
    "1,5",
    '"',
    "nan",
    "inf",
    "yes",
    "#",
    ";",
    "school",
    "l1",
    "2022-03-05 09:00",
    "2022-03-05 09:00 Europe",
    "99999",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.sampled_from(CELLS), text=st.one_of(st.sampled_from(NASTY), st.text(max_size=12)))
def test_any_text_in_any_cell_gives_a_scenario_or_an_input_error(where: tuple[str, int, int], text: str, tmp_path: Path) -> None:
    """Whatever stands in a cell, reading ends in a scenario or in an InputError with a problem, never in a traceback."""
    file_name, line, cell = where
    folder = tmp_path / "scenario"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(GOOD, folder)
    lines = [row.split(",") for row in (GOOD / file_name).read_text(encoding="utf-8").splitlines()]
    lines[line][cell] = text
    (folder / file_name).write_bytes("\n".join(",".join(row) for row in lines).encode("utf-8", errors="surrogatepass"))
    outcome = read_or_refuse(folder)
    assert isinstance(outcome, Scenario) or all(problem.what and problem.repair.endswith((".", ")")) for problem in outcome.problems)


TOML_LINES = [line for line in (GOOD / "scenario.toml").read_text(encoding="utf-8").splitlines() if "=" in line]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    line=st.sampled_from(TOML_LINES),
    value=st.sampled_from(
        [
            "1",
            "-1",
            "1.5",
            "true",
            '""',
            '"x"',
            "[]",
            "[1]",
            "{}",
            "{ a = 1 }",
            "nan",
            "inf",
            "2022-03-05",
            "06:00:00",
            "2022-03-05T06:00:00Z",
            "1" * 5000,
        ]
    ),
)
def test_any_value_of_any_key_gives_a_scenario_or_an_input_error(line: str, value: str, tmp_path: Path) -> None:
    """Whatever TOML value a key of scenario.toml has, reading ends in a scenario or in an InputError with a problem."""
    folder = tmp_path / "scenario"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(GOOD, folder)
    text = (GOOD / "scenario.toml").read_text(encoding="utf-8")
    (folder / "scenario.toml").write_text(text.replace(line, f"{line.split('=')[0]}= {value}", 1), encoding="utf-8")
    outcome = read_or_refuse(folder)
    assert isinstance(outcome, Scenario) or "cannot be used (" not in str(outcome)
