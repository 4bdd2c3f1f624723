"""The library's facade: eight names, loaded when first used."""

import subprocess
import sys

import pytest

import safepassage


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys, safepassage; print(sorted(name for name in sys.modules if name.startswith('safepassage.')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.mark.parametrize("name", safepassage.__all__)
def test_every_name_of_the_facade_is_there_and_documented(name: str) -> None:
    """Each name leads to the function or value it says, which has a docstring."""
    value = getattr(safepassage, name)
    assert value.__name__ == name
    assert value.__doc__
    assert name in dir(safepassage)


def test_unknown_name_is_refused_by_name() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'plans'"):
        _ = safepassage.plans
