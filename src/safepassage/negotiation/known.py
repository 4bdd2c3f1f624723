"""Terms that people supply: who signs and commands, buffers, clearances, rules; a TOML file, merged into a proposal by id.

`segments.river.buffer_m = 500` speaks of the segment with the id `river`; every other key is named as in the terms. What a plan says is
not said anew here: windows, for one, are changed by planning again, so that plan and text cannot part.

Invariant: either everything in the file is used, or one error lists all that is wrong with it.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from safepassage.corridor import Record
from safepassage.errors import InputError, Problem
from safepassage.negotiation.terms import Terms
from safepassage.scenario.columns import explain_unknown_name
from safepassage.scenario.sentences import explain_refusal
from safepassage.scenario.text import read_text

BY_ID = {
    "segments": "id",
    "gathering_points": "id",
    "checkpoints": "id",
    "safe_halts": "id",
    "vehicles": "kind",
    "signatories": "party",
    "contacts": "of",
}
"""Terms that are lists of records: in the file each is a table by this field of theirs."""
BEYOND_PARTIES = {"signatories": ("intermediary", "guarantor"), "contacts": ("intermediary", "guarantor", "convoy")}
"""Who may sign or be reached besides the parties."""
_FROM_PLAN = ("format", "id", "standing", "parties", "standing_clauses")
_REPAIR_PLAN = "Leave it out; change the scenario and plan again, if it must change."


@dataclass(frozen=True, slots=True)
class Known:
    """What a file says: its name, its text as written, and the values in it."""

    file: str
    text: str
    told: Mapping[str, Any]


def read_known(path: Path | str) -> Known:
    """Read the file; whether it fits a plan is seen when it is merged (`with_known`).

    Raises:
        InputError: it cannot be read, or is no TOML.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(
            [Problem(str(path), "there is no such file", "Run 'safepassage propose' without --known: it writes one to fill in.")]
        )
    text, problems = read_text(path)
    if text is None:
        raise InputError(problems)
    try:
        return Known(path.name, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{path.name}, line {line[1]}" if line else path.name
        repair = 'Correct the line; a text goes into quotation marks, and a key stands once: hotline = "+380 ...".'
        raise InputError([Problem(where, f"it is not TOML ({error})", repair)]) from None


def with_known(terms: Terms, known: Known) -> Terms:
    """The terms with everything that the file says.

    Raises:
        InputError: unknown ids or fields, values of the wrong kind, or something that only the plan may say; all of them.
    """
    written = _filled_in(json.loads(json.dumps(known.told, default=_as_text))) or {}
    problems = list(_misplaced(terms, known.file, written))
    base = terms.model_dump(mode="json")
    kept = {key: value for key, value in written.items() if key in Terms.model_fields and key not in _FROM_PLAN}
    for field, key in BY_ID.items():
        if isinstance(kept.get(field), dict):
            kept[field] = _rows(base[field], kept[field], key)
        else:
            kept.pop(field, None)
    try:
        found = Terms.model_validate_json(json.dumps(_laid_over(base, kept)))
    except ValidationError as refused:
        merged = _laid_over(base, kept)
        problems += [_explain(error, known.file, merged) for error in refused.errors()]
    if problems:
        raise InputError(sorted(set(problems)))
    return found


def _as_text(value: Any) -> str:
    """TOML's own dates and times as the text that was written: the records read times in one way only."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"TOML has no {type(value).__name__}")


def _filled_in(value: Any) -> Any:
    """The value without every text that was left empty, and without what holds nothing else; None where nothing is left.

    A line of the template that was uncommented and not filled in says nothing. An empty list that somebody wrote says "none".
    """
    if isinstance(value, dict):
        return {key: kept for key, inner in value.items() if (kept := _filled_in(inner)) is not None} or None
    if isinstance(value, list) and value:
        return [kept for inner in value if (kept := _filled_in(inner)) is not None] or None
    return None if isinstance(value, str) and not value.strip() else value


def _misplaced(terms: Terms, file: str, written: Mapping[str, Any]) -> Iterator[Problem]:
    """Keys and ids that there is no place for."""
    for key, value in written.items():
        where = f"{file}, {key}"
        if key in _FROM_PLAN:
            yield Problem(where, "the proposal itself says this", _REPAIR_PLAN)
        elif key not in Terms.model_fields:
            what, repair, _ = explain_unknown_name(key, tuple(Terms.model_fields))
            yield Problem(where, f"the key {what}", repair)
        elif key in BY_ID:
            if not isinstance(value, dict):
                yield Problem(where, "it is not a table by id", f'Write one line for each, such as {key}.ID.names.en = "...".')
                continue
            known_ids = _known_ids(terms, key)
            for id_, fields in value.items():
                if id_ not in known_ids:
                    repair = f"Write one of {', '.join(known_ids)}." if known_ids else "Leave it out: the plan has none."
                    yield Problem(f"{where}.{id_}", "the proposal has nothing with this id", repair)
                elif not isinstance(fields, dict):
                    yield Problem(f"{where}.{id_}", "it is not a table of fields", f"Write {key}.{id_}.FIELD = ...")
                elif key == "segments" and "windows" in fields:
                    yield Problem(f"{where}.{id_}.windows", "the plan itself says this", _REPAIR_PLAN)
                elif BY_ID[key] in fields:
                    yield Problem(f"{where}.{id_}.{BY_ID[key]}", "an id cannot be changed", "Leave it out.")


def _known_ids(terms: Terms, field: str) -> tuple[str, ...]:
    if field in BEYOND_PARTIES:
        return (*(party.id for party in terms.parties), *BEYOND_PARTIES[field])
    return tuple(getattr(entry, BY_ID[field]) for entry in getattr(terms, field))


def _rows(base: list[dict[str, Any]], told: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The records in their order, each with what the file says of it; those that only the file has come last."""
    given = {id_: fields for id_, fields in told.items() if isinstance(fields, dict)}
    old = [_laid_over(row, given.get(row[key], {})) for row in base]
    known = {row[key] for row in base}
    return old + [{**fields, key: id_} for id_, fields in given.items() if id_ not in known and key in ("party", "of")]


def _laid_over(base: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    laid = dict(base)
    for key, value in told.items():
        below = laid.get(key)
        laid[key] = _laid_over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return laid


def _explain(error: Any, file: str, merged: Mapping[str, Any]) -> Problem:
    path: list[str] = []
    at: Any = merged
    record: type[Record] = Terms
    for part in error["loc"]:
        row = at[part] if isinstance(at, list | dict) and _has(at, part) else None
        if isinstance(part, int):
            key = BY_ID.get(path[-1]) if len(path) == 1 else None
            path.append(str(row[key]) if key and isinstance(row, dict) else str(part + 1))
        else:
            path.append(str(part))
            record = _record_in(record, str(part)) or record
        at = row
    where = f"{file}, {'.'.join(path)}"
    if error["type"] == "extra_forbidden":
        what, repair, _ = explain_unknown_name(path[-1], tuple(record.model_fields))
        return Problem(where, f"the key {what}", repair)
    return Problem(where, *explain_refusal(error))


def _has(at: Any, part: Any) -> bool:
    return 0 <= part < len(at) if isinstance(at, list) and isinstance(part, int) else part in at


def _record_in(record: type[Record], field: str) -> type[Record] | None:
    """The kind of record that a field holds, alone or in a list; None where it holds none."""
    info = record.model_fields.get(field)
    waiting = [info.annotation] if info else []
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, Record):
            return kind
        waiting += get_args(kind)
    return None
