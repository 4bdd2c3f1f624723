"""The plan as a file."""

import hashlib
import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from tests.documents.sample import sample_plan, sample_scenario

from safepassage.documents.plan_file import read_plan, read_planned, write_plan, write_scenario
from safepassage.documents.plan_schema import PLAN_SCHEMA_FILE, plan_schema_text
from safepassage.errors import InputError
from safepassage.planning.plan import plan
from safepassage.scenario.hash import scenario_hash
from safepassage.scenario.read import read_scenario

TOWN = Path(__file__).parents[2] / "examples" / "tutorial-town"


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    write_plan(sample_plan(), path)
    return path


def test_what_was_written_is_read_back_equal(written: Path) -> None:
    assert read_plan(written) == sample_plan()


def test_equal_plans_give_equal_bytes_and_end_with_a_newline(written: Path, tmp_path: Path) -> None:
    write_plan(read_plan(written), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == written.read_bytes()
    assert written.read_bytes().endswith(b"}\n")


def test_keys_stand_in_alphabetical_order(written: Path) -> None:
    plan = json.loads(written.read_text(encoding="utf-8"))
    assert list(plan) == sorted(plan)
    assert list(plan["figures"]) == sorted(plan["figures"])


def test_the_shipped_schema_is_current() -> None:
    assert PLAN_SCHEMA_FILE.read_text(encoding="utf-8") == plan_schema_text()


def test_a_written_plan_is_valid_by_the_shipped_schema_and_a_broken_one_is_not(written: Path) -> None:
    schema = json.loads(PLAN_SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    plan = json.loads(written.read_text(encoding="utf-8"))
    jsonschema.validate(plan, schema)
    plan["figures"]["out"]["other_people"] = -1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plan, schema)


def test_every_broken_field_is_listed_with_its_place(written: Path) -> None:
    plan = json.loads(written.read_text(encoding="utf-8"))
    plan["figures"]["vehicles_used"] = -3
    plan["surprise"] = 1
    del plan["zone"]
    plan["convoys"][0]["departs_at"] = "2022-03-26T05:30"
    written.write_text(json.dumps(plan), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_plan(written)
    places = {problem.where for problem in raised.value.problems}
    assert places == {
        "plan.json, figures.vehicles_used",
        "plan.json, surprise",
        "plan.json, zone",
        "plan.json, convoys.0.departs_at",
    }


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[1]", "not a plan"),
        (b'{"format": 2}', "format is 2"),
        (b"{}", "format is not given"),
        (b'{"format": 1, "format": 1}', "stands twice"),
        (b'{"format": NaN}', "not a number"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_one_repair(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_plan(path)
    (problem,) = raised.value.problems
    assert says in problem.what
    assert problem.repair


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_plan(tmp_path / "none.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plan and its scenario in one folder of results."""
    made = sample_plan().model_copy(update={"scenario_hash": scenario_hash(sample_scenario())})
    folder = tmp_path / "results"
    folder.mkdir()
    write_plan(made, folder / "plan.json")
    write_scenario(sample_scenario(), made, folder / "scenario.json")
    return folder


def test_plan_and_scenario_are_read_back_from_the_folder_or_the_plan_in_it(folder: Path) -> None:
    scenario, made = read_planned(folder)
    assert scenario == sample_scenario()
    assert made == read_plan(folder / "plan.json")
    assert read_planned(folder / "plan.json") == (scenario, made)


def test_the_hash_in_the_plan_is_that_of_the_scenarios_file(folder: Path) -> None:
    """Anybody can compare them with sha256sum."""
    assert hashlib.sha256((folder / "scenario.json").read_bytes()).hexdigest() == read_plan(folder / "plan.json").scenario_hash


def test_the_scenario_of_another_plan_is_refused(folder: Path) -> None:
    """One figure changed, or the file is absent: one problem, with its repair."""
    text = (folder / "scenario.json").read_text(encoding="utf-8")
    (folder / "scenario.json").write_text(text.replace('"other_people":300', '"other_people":301', 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"not the scenario that plan\.json was made from"):
        read_planned(folder)
    (folder / "scenario.json").unlink()
    with pytest.raises(InputError, match=r"scenario\.json: it cannot be read"):
        read_planned(folder)


def test_a_plan_with_another_seed_keeps_the_scenario_with_that_seed_and_no_folder_of_the_machine(tmp_path: Path) -> None:
    """An OSM file is named without its folder, and found again beside the plan or where the reader says."""
    scenario = read_scenario(TOWN)
    made = plan(scenario, work=1, seed=7)
    write_plan(made, tmp_path / "plan.json")
    write_scenario(scenario, made, tmp_path / "scenario.json")
    assert str(TOWN.parent) not in (tmp_path / "scenario.json").read_text(encoding="utf-8")
    bare, _ = read_planned(tmp_path)
    assert (bare.seed, bare.osm_file) == (7, Path("town.osm"))
    found, _ = read_planned(tmp_path, osm_file=TOWN / "town.osm")
    assert found == scenario.model_copy(update={"seed": 7})
    shutil.copy(TOWN / "town.osm", tmp_path)
    beside, _ = read_planned(tmp_path)
    assert beside.osm_file == tmp_path / "town.osm"
