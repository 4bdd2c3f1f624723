"""The plan and the scenario it was made from as files: canonical JSON that a program can read back.

Invariant: equal plans give equal bytes, what is read back equals what was written, and no plan is read with another's scenario.
"""

import hashlib
import json
from pathlib import Path

from pydantic import ValidationError

from safepassage.errors import InputError, Problem
from safepassage.planning.result import PLAN_FORMAT, Plan
from safepassage.scenario.files import SETTINGS_FILE
from safepassage.scenario.hash import canonical_json
from safepassage.scenario.scenario import Scenario

PLAN_NAME = "plan.json"
SCENARIO_NAME = "scenario.json"

_REPAIR_FILE = "Give the plan.json that 'safepassage plan' wrote."
_REPAIR_FIELD = "Restore the plan.json that 'safepassage plan' wrote; do not edit it by hand."


def write_plan(plan: Plan, path: Path) -> None:
    """Write a plan as UTF-8 JSON: keys in alphabetical order, one value per line, a newline at the end."""
    text = json.dumps(plan.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_scenario(scenario: Scenario, plan: Plan, path: Path) -> None:
    """Write the scenario that a plan was made from: the text, with the plan's own seed, whose SHA-256 the plan holds."""
    planned = scenario.model_copy(update={"seed": plan.certificate.seed})
    path.write_bytes(canonical_json(planned).encode())


def is_plan(path: Path) -> bool:
    """Whether this is the folder of a finished plan, or the plan.json in it; a scenario's folder with a plan in it is a scenario's."""
    return path.name == PLAN_NAME or ((path / PLAN_NAME).is_file() and not (path / SETTINGS_FILE).is_file())


def read_planned(folder: Path | str, *, osm_file: Path | str | None = None) -> tuple[Scenario, Plan]:
    """Read a plan and its scenario from the folder of results that holds them, or from the plan.json in it.

    The file names no folder of the machine it was written on: `osm_file` says where the OSM file lies; without it, it is looked for
    in the folder of results, and where it is not there the scenario keeps its bare name.

    Raises:
        InputError: a file is absent or broken, or the scenario is not the one that the plan was made from.
    """
    folder = Path(folder)
    path = folder / PLAN_NAME if folder.is_dir() else folder
    if not path.exists():
        raise InputError([_no_plan(folder)])
    plan = read_plan(path)
    beside = path.with_name(SCENARIO_NAME)
    repair = f"Give the whole folder that 'safepassage plan' wrote: {PLAN_NAME} and {SCENARIO_NAME} belong together."
    try:
        content = beside.read_bytes()
    except OSError as error:
        raise InputError([Problem(str(beside), f"it cannot be read ({error.strerror})", repair)]) from None
    if hashlib.sha256(content).hexdigest() != plan.scenario_hash:
        raise InputError([Problem(str(beside), f"it is not the scenario that {path.name} was made from", repair)])
    try:
        scenario = Scenario.model_validate_json(content)
    except ValidationError as error:  # the very text of another version
        what = f"this version cannot read it ({error.error_count()} fields, the first: {error.errors()[0]['msg']})"
        raise InputError([Problem(str(beside), what, "Plan the scenario again with this version.")]) from None
    if scenario.osm_file is None:
        if osm_file is not None:
            raise InputError([Problem(str(osm_file), "the plan was made from a table of legs", "Leave the OSM file out.")])
        return scenario, plan
    roads = Path(osm_file) if osm_file is not None else path.with_name(scenario.osm_file.name)
    return (scenario.model_copy(update={"osm_file": roads.resolve()}) if roads.is_file() or osm_file else scenario), plan


def _no_plan(folder: Path) -> Problem:
    if not folder.exists():
        return Problem(str(folder), "there is no such folder", "Give the folder that 'safepassage plan' wrote.")
    if (folder / SETTINGS_FILE).is_file():
        repair = (
            f"Plan it with 'safepassage plan {folder}' first. A scenario's folder is for check, plan, prices, silence, choose and flow."
        )
        return Problem(str(folder), "this is the folder of a scenario, and that of a finished plan is wanted", repair)
    return Problem(str(folder), f"there is no {PLAN_NAME} in this folder", "Give the folder that 'safepassage plan' wrote.")


def read_plan(path: Path) -> Plan:
    """Read a plan written by `write_plan`.

    Raises:
        InputError: the file is absent, not UTF-8, not JSON, of another format, or any field is missing, unknown or
            of the wrong kind; every such field is listed.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError([Problem(str(path), f"it cannot be read ({error.strerror})", _REPAIR_FILE)]) from None
    except UnicodeDecodeError as error:
        raise InputError([Problem(f"{path.name}, byte {error.start}", "it is not UTF-8 text", _REPAIR_FILE)]) from None
    try:
        written = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"{path.name}, line {error.lineno}" if isinstance(error, json.JSONDecodeError) else path.name
        raise InputError([Problem(where, f"it is not JSON ({error})", _REPAIR_FILE)]) from None
    except _JsonRuleBrokenError as error:
        raise InputError([Problem(path.name, str(error), _REPAIR_FIELD)]) from None
    if not isinstance(written, dict):
        raise InputError([Problem(path.name, "it is JSON, but not a plan", _REPAIR_FILE)])
    if written.get("format") != PLAN_FORMAT:
        what = f"its format is {written.get('format', 'not given')}, this version reads format {PLAN_FORMAT}"
        raise InputError([Problem(f"{path.name}, format", what, "Plan the scenario again with this version.")])
    try:
        return Plan.model_validate_json(text)
    except ValidationError as error:
        raise InputError(
            Problem(f"{path.name}, {'.'.join(str(part) for part in found['loc'])}", found["msg"], _REPAIR_FIELD) for found in error.errors()
        ) from None


class _JsonRuleBrokenError(ValueError):
    pass


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    seen: dict[str, object] = {}
    for key, value in pairs:
        if key in seen:
            raise _JsonRuleBrokenError(f"the key '{key}' stands twice in one object")
        seen[key] = value
    return seen


def _no_constant(constant: str) -> object:
    raise _JsonRuleBrokenError(f"'{constant}' is not a number that JSON knows")
