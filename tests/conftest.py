"""Fixtures that tests of every room use."""

from pathlib import Path

import pytest
from tests.prerequisites import require_data, require_program


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real data; skips by name where there is none."""
    return require_data()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Debian's Chromium; skips by name where it is not installed."""
    return require_program("chromium", "chromium")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """The path of poppler's PDF renderer; skips by name where it is not installed."""
    return require_program("pdftoppm", "poppler-utils")
