"""The state of a day as a JSON file, read strictly: every problem at once, with its place, in words."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from safepassage.errors import InputError, Problem
from safepassage.planning.replanning import DayState
from safepassage.planning.replanning.state import CountedPeople, StockReport, VehicleReport, WaitingReport
from safepassage.scenario.sentences import explain_refusal

_SHOWN = "Write it as docs/replan.md shows."
_RECORDS: dict[str, type[BaseModel]] = {
    "vehicles": VehicleReport,
    "waiting": WaitingReport,
    "stocks": StockReport,
    "people": CountedPeople,
    "boarded": CountedPeople,
}
"""What the keys hold that hold more than one value."""

_LABELS = {"vehicles": "vehicle", "waiting": "place", "stocks": "place"}


def read_state(path: Path) -> DayState:
    """Read the state of a day from a JSON file.

    Raises:
        InputError: it cannot be read, or a field is missing, unknown, twice there or of the wrong kind; every such field is listed.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError([Problem(str(path), f"it cannot be read ({error.strerror})", "Give a file that is there.")]) from None
    except UnicodeDecodeError as error:
        raise InputError([Problem(f"{path.name}, byte {error.start}", "it is not UTF-8 text", "Save it as UTF-8.")]) from None
    twice: list[str] = []
    try:
        written = json.loads(text, object_pairs_hook=lambda pairs: _noted(pairs, twice))
    except json.JSONDecodeError as error:
        where = f"{path.name}, line {error.lineno}, column {error.colno}"
        raise InputError([Problem(where, f"it is not JSON from here on ({error.msg})", _SHOWN)]) from None
    except RecursionError:
        raise InputError([Problem(path.name, "its brackets are nested too deep to be read", _SHOWN)]) from None
    if not isinstance(written, dict):
        raise InputError([Problem(path.name, "it is JSON, but not one object in braces", _SHOWN)])
    problems = [Problem(path.name, f"the key '{key}' stands twice in one object", "Write it once.") for key in twice]
    try:
        state = DayState.model_validate_json(text)
    except ValidationError as error:
        raise InputError([*problems, *(_problem(path.name, written, dict(found)) for found in error.errors())]) from None
    if problems:
        raise InputError(problems)
    return state


def in_file(problems: Iterable[Problem], path: Path) -> list[Problem]:
    """Problems of a state, told with the name of the file that it was read from."""
    return [
        Problem(path.name + problem.where.removeprefix("state"), problem.what, problem.repair)
        if problem.where.startswith("state, ")
        else problem
        for problem in problems
    ]


def _noted(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    twice += [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
    return dict(pairs)


def _problem(file: str, written: dict[str, Any], found: dict[str, Any]) -> Problem:
    where = ", ".join([file, *_steps(written, found["loc"])])
    last = found["loc"][-1] if found["loc"] else ""
    match found["type"]:
        case "extra_forbidden":
            return Problem(where, f"there is no key '{last}' here", _other_keys(found["loc"]))
        case "model_type" | "model_attributes_type" | "dict_type":
            return Problem(where, "it is not an object in braces", _SHOWN)
        case "tuple_type" | "list_type":
            return Problem(where, "it is not a list in square brackets", _SHOWN)
        case "value_error":
            what, repair = explain_refusal(found)
            return Problem(where, what, repair)
        case "missing" if last == "at":
            return Problem(where, "the moment is not given", "Write 'at', such as \"2022-03-05 09:00 Europe/Kyiv\".")
        case _:
            return Problem(where, *explain_refusal(found))


def _steps(written: Any, loc: tuple[int | str, ...]) -> Iterator[str]:
    """The way to a field, as people read it: numbers of records from 1, with the vehicle or place that they are about."""
    here, name = written, ""
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            label = here.get(_LABELS.get(name, "")) if isinstance(here, dict) else None
            yield f"record {step + 1}" + (f" ({label})" if isinstance(label, str) else "")
        else:
            name = step
            yield step


def _other_keys(loc: tuple[int | str, ...]) -> str:
    names = [step for step in loc[:-1] if isinstance(step, str)]
    record = _RECORDS.get(names[-1], DayState) if names else DayState
    keys = [key for key in record.model_fields if key != "format"]
    near = get_close_matches(str(loc[-1]), keys, n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else f"Leave it out; known are {', '.join(keys)}."
