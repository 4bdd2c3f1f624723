"""Read a draft, or terms only, that a person or `safepassage propose` wrote: .json or .toml, strictly, with every problem at once.

Invariant: a Draft is returned only if nothing at all is wrong with the file; nothing is guessed, and nothing in it is passed over.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from safepassage.corridor import Record
from safepassage.errors import InputError, Problem
from safepassage.negotiation.clauses import Clause, StandingClause
from safepassage.negotiation.terms import TERMS_FORMAT, Draft, Terms
from safepassage.scenario.columns import explain_unknown_name
from safepassage.scenario.sentences import explain_refusal
from safepassage.scenario.text import read_text


def read_draft(path: Path | str) -> Draft:
    """Read terms (then nothing is known of a plan: `planned` is None) or a whole draft.

    Raises:
        InputError: with every problem of the file; each says where it is and how to repair it.
    """
    path = Path(path)
    content = _content(path)
    is_draft = "terms" in content
    told = content["terms"] if is_draft else content
    if isinstance(told, dict) and "format" in told and told["format"] != TERMS_FORMAT:
        what = f"it is of format {told['format']!r}, and this version reads format {TERMS_FORMAT}"
        raise InputError([Problem(f"{path.name}, format", what, f"Write format = {TERMS_FORMAT}, or use the version that wrote it.")])
    try:
        text = json.dumps(content)
        draft = Draft.model_validate_json(text) if is_draft else Draft(terms=Terms.model_validate_json(text))
    except ValidationError as error:
        raise InputError(_problem(path, detail) for detail in error.errors(include_url=False)) from None
    problems = tuple(_unknown_names(path, draft.terms))
    if problems:
        raise InputError(problems)
    return draft


def _content(path: Path) -> dict[str, Any]:
    if not path.is_file():
        what = "this is a folder, and a file with terms is wanted" if path.is_dir() else "there is no such file"
        raise InputError([Problem(str(path), what, "Give a file with terms, such as the one that `safepassage propose` wrote.")])
    if path.suffix.lower() not in (".json", ".toml"):
        raise InputError([Problem(str(path), "terms are read from .json or .toml", "Give a file that ends in .json or .toml.")])
    text, problems = read_text(path)
    if text is None:
        raise InputError(problems)
    form = path.suffix[1:].upper()
    try:
        content = _from_json(text) if form == "JSON" else _plain(tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise InputError([Problem(path.name, f"it is not {form} ({error})", "Correct it there; every name stands once.")]) from None
    if not isinstance(content, dict):
        raise InputError([Problem(path.name, "it holds no table of terms", "Write the terms by name: id, names, segments and so on.")])
    return content


def _from_json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A table whose every name is written once: of two, none could be preferred."""
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"written twice: {', '.join(twice)}")
    return table


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _plain(value: Any) -> Any:
    """TOML's own dates and times as text, which is read like all other text: an instant needs its zone."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise ValueError(f"{value} is no number")
    return value


def _problem(path: Path, detail: ErrorDetails) -> Problem:
    place = [str(step + 1) if isinstance(step, int) else step for step in detail["loc"]]
    where = f"{path.name}, {' '.join(place)}" if place else path.name
    if detail["type"] == "extra_forbidden":
        what, repair, _ = explain_unknown_name(place[-1], _names_beside(detail["loc"]))
        return Problem(where, f"the key {what}", repair)
    return Problem(where, *explain_refusal(detail))


def _names_beside(place: Sequence[str | int]) -> tuple[str, ...]:
    """The names that the record has in which an unknown one was written."""
    record: type[Record] = Draft if place[0] in Draft.model_fields else Terms
    for step in place[:-1]:
        waiting = [record.model_fields[step].annotation] if isinstance(step, str) and step in record.model_fields else []
        while waiting:
            kind = waiting.pop()
            if isinstance(kind, type) and issubclass(kind, Record):
                record = kind
                break
            waiting += get_args(kind)
    return tuple(record.model_fields)


def _unknown_names(path: Path, terms: Terms) -> Iterator[Problem]:
    clauses: Mapping[str, None] = dict.fromkeys(Clause)
    for number, said in enumerate(terms.said, start=1):
        if said.clause not in clauses:
            repair = f"Write one of {', '.join(clauses)}."
            yield Problem(f"{path.name}, said {number} clause", f"there is no clause '{said.clause}'", repair)
    for clause in terms.standing_clauses:
        if clause not in set(StandingClause):
            repair = f"Write one of {', '.join(StandingClause)}."
            yield Problem(f"{path.name}, standing_clauses", f"there is no standing clause '{clause}'", repair)
    for what, ids in (
        ("parties", [party.id for party in terms.parties]),
        ("segments", [segment.id for segment in terms.segments]),
        ("gathering_points", [place.id for place in terms.gathering_points]),
        ("checkpoints", [place.id for place in terms.checkpoints]),
        ("vehicles", [vehicle.kind for vehicle in terms.vehicles]),
    ):
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            yield Problem(f"{path.name}, {what}", f"'{twice}' is there twice", "Give each its own id.")
