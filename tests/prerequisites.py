"""What some tests need and no Python package brings: skipped by name where it is missing, a failure under `make test-all`."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IS_ALL_REQUIRED = os.environ.get("SAFEPASSAGE_TEST_ALL") == "1"


def require(is_there: bool, what: str, command: str) -> None:
    """Go on where `what` is there; else skip, naming it and the one command that brings it. With SAFEPASSAGE_TEST_ALL=1, fail instead."""
    if is_there:
        return
    reason = f"needs {what}: {command}"
    if IS_ALL_REQUIRED:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def require_program(program: str, package: str) -> str:
    """The path of a program; where it is missing, as `require` with the Debian package that brings it."""
    found = shutil.which(program)
    require(found is not None, program, f"sudo apt-get install {package}")
    return str(found)


def require_data() -> Path:
    """The folder of real data, which is no part of the project: SAFEPASSAGE_DATA, or ../shared/data beside the repository.

    SAFEPASSAGE_DATA=none says that there is none on purpose: such tests are then skipped under `make test-all` too.
    """
    stated = os.environ.get("SAFEPASSAGE_DATA")
    if stated == "none":
        pytest.skip("needs real data: SAFEPASSAGE_DATA is none")
    folder = Path(stated) if stated else ROOT.parent / "shared" / "data"
    require(folder.is_dir(), "real data", f"set SAFEPASSAGE_DATA to its folder; {folder} is none")
    return folder
