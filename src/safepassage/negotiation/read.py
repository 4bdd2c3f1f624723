"""Read a draft, or terms only, that a person or `safepassage propose` wrote: .json or .toml, strictly, with every problem at once.

Invariant: a Draft is returned only if nothing at all is wrong with the file; nothing is guessed, and nothing in it is passed over.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from safepassage.errors import InputError, Problem
from safepassage.negotiation.clauses import Clause, StandingClause
from safepassage.negotiation.terms import TERMS_FORMAT, Draft, Terms

_REPAIRS = {
    "missing": "Write it.",
    "extra_forbidden": "Remove it, or write its name as docs/missing.md has it.",
    "enum": "Write one of these.",
}


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
        text = json.dumps(content if is_draft else {"terms": content})
        draft = Draft.model_validate_json(text)
    except ValidationError as error:
        raise InputError(_problem(path, detail, is_draft=is_draft) for detail in error.errors(include_url=False)) from None
    problems = tuple(_unknown_names(path, draft.terms))
    if problems:
        raise InputError(problems)
    return draft


def _content(path: Path) -> dict[str, Any]:
    if path.suffix.lower() not in (".json", ".toml"):
        raise InputError([Problem(str(path), "terms are read from .json or .toml", "Give a file that ends in .json or .toml.")])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        what = "there is no such file" if isinstance(error, FileNotFoundError) else f"it cannot be read ({error.strerror})"
        raise InputError([Problem(str(path), what, "Give a file with terms, such as the one that `safepassage propose` wrote.")]) from None
    except UnicodeDecodeError as error:
        what = f"byte {error.start + 1} is not UTF-8"
        raise InputError([Problem(str(path), what, "Save the file as UTF-8.")]) from None
    try:
        if path.suffix.lower() == ".json":
            content = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
        else:
            content = _plain(tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        form = path.suffix[1:].upper()
        raise InputError([Problem(str(path), f"it is no {form} ({error})", f"Repair it as {form}.")]) from None
    if not isinstance(content, dict):
        raise InputError([Problem(str(path), "it holds no table of terms", "Write the terms by name: id = ..., names = ...")])
    return content


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


def _problem(path: Path, detail: ErrorDetails, *, is_draft: bool) -> Problem:
    place = [str(step + 1) if isinstance(step, int) else step for step in detail["loc"]]
    if not is_draft and place[:1] == ["terms"]:
        place = place[1:]
    where = f"{path.name}, {' '.join(place)}" if place else path.name
    message = detail["msg"].removeprefix("Value error, ")
    message = f"{message[:1].lower()}{message[1:]}"
    given = detail["input"]
    if detail["type"] not in ("missing", "extra_forbidden") and isinstance(given, str | int | float | bool):
        message = f"'{given}': {message}" if str(given) not in message else message
    return Problem(where, message.rstrip("."), _REPAIRS.get(detail["type"], "Write it as docs/missing.md has it."))


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
