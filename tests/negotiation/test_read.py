"""Terms and drafts are read strictly: what is written comes back; what is wrong is told all at once, with where and how to repair it."""

import json
from pathlib import Path

import pytest
from tests.negotiation.complete import complete

from safepassage.errors import InputError, Problem
from safepassage.negotiation.missing import find_missing
from safepassage.negotiation.read import read_draft
from safepassage.negotiation.terms import Draft

SMALL = 'id = "a"\nnames = {en = "A"}\n'


def problems(path: Path) -> tuple[Problem, ...]:
    """What the reading of a file refuses, each with a place and a repair."""
    with pytest.raises(InputError) as caught:
        read_draft(path)
    told = caught.value.problems
    assert all(problem.where.startswith(path.name) or problem.where == str(path) for problem in told)
    assert all(problem.repair.endswith((".", "so on")) for problem in told)
    return told


def written(folder: Path, text: str | bytes, name: str = "terms.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_draft_comes_back_as_it_was_written(tmp_path: Path) -> None:
    draft = complete()
    assert read_draft(written(tmp_path, draft.model_dump_json(), "draft.json")) == draft


def test_a_file_of_terms_only_has_no_plan_behind_it(tmp_path: Path) -> None:
    terms = complete().terms
    assert read_draft(written(tmp_path, terms.model_dump_json(), "terms.json")) == Draft(terms=terms, planned=None)


def test_toml_says_the_same_as_json(tmp_path: Path) -> None:
    """A time may be written as TOML's own, with its offset, or as text with its zone."""
    text = SMALL + '[[segments]]\nid = "s"\nnames = {}\n[[segments.windows]]\nopens = 2022-03-05T09:00:00+02:00\n'
    again = SMALL + '[[segments]]\nid = "s"\nnames = {}\n[[segments.windows]]\nopens = "2022-03-05 09:00 Europe/Kyiv"\n'
    first, second = read_draft(written(tmp_path, text)), read_draft(written(tmp_path, again, "again.toml"))
    assert first == second
    window = first.terms.segments[0].windows[0]
    assert window.opens is not None
    assert window.opens.isoformat() == "2022-03-05T07:00:00+00:00"


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    text = SMALL + (
        'hotlin = "1"\nversion = 0\n[[parties]]\nid = "k"\nname = "K"\nzone = "Europe/Kyev"\n'
        '[[segments]]\nid = "s s"\n[[segments.windows]]\nopens = 2022-03-05T09:00:00\n'
    )
    told = {problem.where: problem for problem in problems(written(tmp_path, text))}
    assert set(told) == {
        "terms.toml, hotlin",
        "terms.toml, version",
        "terms.toml, parties 1 zone",
        "terms.toml, segments 1 id",
        "terms.toml, segments 1 names",
        "terms.toml, segments 1 windows 1 opens",
    }
    assert "hotline" in told["terms.toml, hotlin"].repair
    assert "Europe/Kyiv" in told["terms.toml, parties 1 zone"].repair
    assert "no time zone" in told["terms.toml, segments 1 windows 1 opens"].what


def test_ids_that_stand_for_two_things_and_clauses_that_do_not_exist_are_told(tmp_path: Path) -> None:
    text = SMALL + (
        'standing_clauses = ["free"]\n[[said]]\nclause = "roads"\nwords = "w"\nsource = "s"\n'
        '[[segments]]\nid = "s"\nnames = {}\n[[segments]]\nid = "s"\nnames = {}\n'
    )
    told = [problem.what for problem in problems(written(tmp_path, text))]
    assert told == ["there is no clause 'roads'", "there is no standing clause 'free'", "'s' is there twice"]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("absent.toml", None, "there is no such file"),
        ("terms.txt", b"id = 1", ".json or .toml"),
        ("terms.toml", b"id = ", "not TOML"),
        ("terms.toml", b'id = "a"\nid = "b"\n', "not TOML"),
        ("terms.json", b"{", "not JSON"),
        ("terms.json", b'{"id": "a", "id": "b"}', "written twice: id"),
        ("terms.json", b'{"km": NaN}', "NaN is no number"),
        ("terms.json", b"[" * 100_000, "not JSON"),
        ("terms.json", b"[]", "no table of terms"),
        ("terms.json", b'{"id": "\\ud800"}', "cannot be used"),
        ("terms.json", b'{"version": ' + b"1" * 5000 + b"}", "not JSON"),
        ("terms.json", b'{"terms": 3}', "not a table"),
        ("terms.toml", "id = 'я'".encode("utf-16"), "UTF-16"),
        ("terms.toml", b"id = '\xff'", "not UTF-8"),
        ("terms.toml", b"format = 2\n" + SMALL.encode(), "this version reads format 1"),
        ("terms.toml", b"x = nan\n" + SMALL.encode(), "nan is no number"),
    ],
)
def test_a_file_that_is_no_terms_is_refused_in_words(tmp_path: Path, name: str, content: bytes | None, what: str) -> None:
    path = tmp_path / name if content is None else written(tmp_path, content, name)
    assert any(what in problem.what for problem in problems(path))


def test_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    assert "this is a folder" in problems(tmp_path)[0].what


def test_what_is_read_is_checked_as_what_was_written(tmp_path: Path) -> None:
    draft = complete(counting_rule=None)
    again = read_draft(written(tmp_path, json.dumps(draft.model_dump(mode="json")), "draft.json"))
    assert find_missing(again) == find_missing(draft)
