"""The house keeps its own rules: rooms depend one way, every file says what it is, nothing names the machine it was written on."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "safepassage"
MODULES = sorted(SOURCE.rglob("*.py"))

REGISTRY_ADDRESS = re.compile(r"index-url|files\.pythonhosted|pypi\.org|registry\.npmjs|\"resolved\"|^\s*--find-links", re.MULTILINE)
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:work|root|home|Users)/[\w.-]+")
EMBLEMS = ("\N{HEAVY GREEK CROSS}", "\N{BLACK CROSS ON SHIELD}", "\N{HELMET WITH WHITE CROSS}", "\N{STAR AND CRESCENT}")


def files_of_the_project() -> list[Path]:
    """What git holds; in a tree without git, everything in the folders we write."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0 and listing.stdout:
        return [ROOT / name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file()]
    return [path for folder in ("src", "tests", "docs", "examples", "benchmarks") for path in (ROOT / folder).rglob("*") if path.is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_rooms_depend_one_way() -> None:
    """The import-linter contract of pyproject.toml holds."""
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_code_that_judges_plans_may_use_nothing_of_planning_but_what_a_plan_is() -> None:
    """The contract forbids the judges every file of planning but themselves and the words in which a plan is told: a new one too."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (contract,) = (each for each in contracts if each["type"] == "forbidden")
    planning = {f"safepassage.planning.{path.stem}" for path in (SOURCE / "planning").iterdir() if not path.stem.startswith("_")}
    words_of_a_plan = {f"safepassage.planning.{name}" for name in ("itinerary", "midday", "result", "route")}
    assert planning - set(contract["forbidden_modules"]) == words_of_a_plan | set(contract["source_modules"])


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_module_opens_with_what_it_is_for(module: Path) -> None:
    """Every module has a docstring."""
    assert ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))


def test_no_file_names_a_machine_path() -> None:
    """No file of the project holds a path of the machine it was written on."""
    found = {
        path.relative_to(ROOT).as_posix(): MACHINE_PATH.findall(text_of(path))
        for path in files_of_the_project()
        if MACHINE_PATH.search(text_of(path))
    }
    assert not found


def test_no_pinned_package_names_where_it_was_fetched() -> None:
    """Lock files and settings hold versions and hashes, and no address of a package index."""
    settings = [path for path in files_of_the_project() if path.suffix in {".lock", ".toml", ".cfg"} or path.name == "Makefile"]
    assert {path.name for path in settings} >= {"requirements.lock", "requirements-dev.lock", "pyproject.toml"}
    assert not [path for path in settings if REGISTRY_ADDRESS.search(text_of(path))]


def test_every_pinned_package_has_its_hash() -> None:
    """Whatever is installed is the file that was tested."""
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        blocks = re.split(r"\n(?=[A-Za-z])", (ROOT / name).read_text(encoding="utf-8"))
        pinned = [block for block in blocks if "==" in block]
        assert len(pinned) > 20
        assert not [block.split()[0] for block in pinned if "--hash=sha256:" not in block]


def test_every_dependency_is_pinned() -> None:
    """What pyproject.toml asks for stands in the lock files; `make lock` puts it there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *groups["build"]]
    dev = [*run, *groups["dev"], *groups["docs"]]
    for name, wanted in (
        ("requirements.lock", run),
        ("requirements-dev.lock", dev),
        ("requirements-bench.lock", [*dev, *groups["bench"]]),
    ):
        pinned = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        assert not {re.split(r"[<>=!~; \[]", dependency)[0].lower() for dependency in wanted} - pinned


def test_protected_emblems_are_never_drawn() -> None:
    """No source, page or template holds a red cross, crescent or crystal."""
    tests = ROOT / "tests"  # they may name what must not be drawn
    drawn = [path for path in files_of_the_project() if not path.is_relative_to(tests) and any(sign in text_of(path) for sign in EMBLEMS)]
    assert not drawn
