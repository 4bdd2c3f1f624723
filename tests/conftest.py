"""Fixtures that every room's tests share."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data sets, which are never part of the project; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("SAFEPASSAGE_DATA", REPOSITORY / ".." / "shared" / "data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder}: set SAFEPASSAGE_DATA to its folder")
    return folder
