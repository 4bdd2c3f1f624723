"""The state of a day as a file: what is wrong with it is said at once, each with its place and its repair, in words."""

import json

import pytest

from safepassage.documents.replan_state import read_state
from safepassage.errors import InputError


def problems(tmp_path, text: str) -> list[str]:
    path = tmp_path / "state.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_state(path)
    return [str(problem) for problem in error.value.problems]


def test_every_wrong_field_is_told_with_its_record_and_its_repair(tmp_path) -> None:
    state = {
        "at": "2022-06-01 09:20",
        "vehicles": [{"vehicle": "bus-001", "late_min": "ten"}, {"vehicle": "bus-002", "is_gone": True, "late_min": -3}, {"is_out": "yes"}],
        "waiting": [{"place": "square", "people": {"other_people": 2.5, "children": 4}}],
        "stocks": [{"place": "depot", "kind": "tents", "weight_kg": 4}],
        "wheather": "rain",
    }
    told = problems(tmp_path, json.dumps(state))
    assert told == [
        "state.json, at: '2022-06-01 09:20' has no time zone. "
        "Write it with its zone, such as '2022-03-05 09:00 Europe/Kyiv' or '2022-03-05T09:00+02:00'.",
        "state.json, vehicles, record 1 (bus-001), late_min: 'ten' is not a whole number. Write a whole number, without quotation marks.",
        "state.json, vehicles, record 2 (bus-002), late_min: '-3' is below zero. Write 0 or more.",
        "state.json, vehicles, record 2 (bus-002), is_gone: there is no key 'is_gone' here. Did you mean 'is_out'?",
        "state.json, vehicles, record 3, vehicle: 'vehicle' is not given. Write 'vehicle'.",
        "state.json, vehicles, record 3, is_out: 'yes' is neither true nor false. Write true or false.",
        "state.json, waiting, record 1 (square), people, other_people: '2.5' is not a whole number. "
        "Write a whole number, without quotation marks.",
        "state.json, waiting, record 1 (square), people, children: there is no key 'children' here. "
        "Leave it out; known are stretcher_people, infant_people, frail_people, other_people.",
        "state.json, stocks, record 1 (depot), kind: 'tents' is not 'medicine', 'food', 'water' or 'other'. Write one of these.",
        "state.json, wheather: there is no key 'wheather' here. Leave it out; known are at, vehicles, waiting, stocks.",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"at": "2022-06-01 09:20 UTC",\n "vehicles": [}', "state.json, line 2, column 15: it is not JSON from here on"),
        ("[]", "state.json: it is JSON, but not one object in braces"),
        ('{"at": "2022-06-01 09:20 UTC", "vehicles": 3}', "state.json, vehicles: it is not a list in square brackets"),
        ('{"at": "2022-06-01 09:20 UTC", "vehicles": ["bus-001"]}', "state.json, vehicles, record 1: it is not an object in braces"),
        ('{"vehicles": []}', "state.json, at: the moment is not given"),
        ('{"at": "2022-06-01 09:20 UTC", "at": "2022-06-01 09:30 UTC"}', "state.json: the key 'at' stands twice in one object"),
    ],
)
def test_a_file_that_is_no_state_says_where_it_begins_to_be_none(tmp_path, text: str, words: str) -> None:
    (told,) = problems(tmp_path, text)
    assert told.startswith(words)


def test_a_file_that_is_not_there_is_said_without_numbers_of_the_machine(tmp_path) -> None:
    with pytest.raises(InputError, match="it cannot be read \\(No such file or directory\\)"):
        read_state(tmp_path / "none.json")
