"""The assumptions as a person writes them."""

from pathlib import Path

import pytest

from safepassage.errors import InputError
from safepassage.stress.assumptions import ASSUMPTIONS_FILE, Cause, read_assumptions


def test_those_that_come_with_safepassage_are_read_and_every_cause_is_on():
    told = read_assumptions()
    assert all(getattr(told, cause.value).is_on for cause in Cause)
    assert told.suspensions.lasts_min == 60


def test_every_cause_can_be_switched_off_and_only_it_changes():
    told = read_assumptions()
    for cause in Cause:
        off = told.without(cause)
        assert [other for other in Cause if not getattr(off, other.value).is_on] == [cause]


def test_every_problem_of_a_file_is_listed(tmp_path: Path):
    text = ASSUMPTIONS_FILE.read_text(encoding="utf-8")
    text = text.replace("probability = 0.01 ", "probability = 1.5 ").replace("lasts_min = 60", "lasts = 60").replace("most_share = 0.3", "")
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("least_min = 15\nmost_min = 120", "least_min = 150\nmost_min = 120"), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_assumptions(path)
    assert {problem.where for problem in raised.value.problems} == {
        "mine.toml, closures.probability",
        "mine.toml, suspensions.lasts_min",
        "mine.toml, suspensions.lasts",
        "mine.toml, more_people.most_share",
        "mine.toml, early_dark",
    }


@pytest.mark.parametrize(("content", "says"), [(b"format = ", "not TOML"), (b"\xff\xfe", "not UTF-8"), (None, "cannot be read")])
def test_a_file_that_is_none_is_refused_with_one_repair(content, says, tmp_path):
    path = tmp_path / "mine.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=says) as raised:
        read_assumptions(path)
    assert raised.value.problems[0].repair
