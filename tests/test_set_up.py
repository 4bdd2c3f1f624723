"""A missing prerequisite of `make` is named with the one command that installs it, before anything is made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEEDED = ("bash", "dirname", "basename", "id", "env")


def run_set_up(folder: Path, *, python: str | None, broken: str = "") -> subprocess.CompletedProcess[str]:
    """Run the set-up on a machine whose only programs are a few of the shell's and, if given, a Python with a broken start-up file."""
    programs = folder / "bin"
    programs.mkdir()
    for name in NEEDED:
        found = next(path for part in os.environ["PATH"].split(os.pathsep) if (path := Path(part) / name).is_file())
        (programs / name).symlink_to(found)
    if python is not None:
        start_up = folder / "start-up"
        start_up.mkdir()
        (start_up / "sitecustomize.py").write_text(broken)
        launcher = programs / python
        launcher.write_text(f'#!{programs}/env bash\nPYTHONPATH="{start_up}" exec "{sys.executable}" "$@"\n')
        launcher.chmod(0o755)
    environment = {"PATH": str(programs), "VENV": str(folder / "environment"), "HOME": str(folder)}
    return subprocess.run(
        [ROOT / "tools" / "set-up.sh", "run"], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("python", "broken", "command"),
    [
        (None, "", "apt-get install -y python3 python3-venv"),
        ("python3", "import sys; sys.version_info = (3, 9, 2, 'final', 0)", "apt-get install -y python3.11 python3.11-venv"),
        ("python3", "import sys; sys.version_info = (3, 15, 1, 'final', 0)", "apt-get install -y python3.14 python3.14-venv"),
        ("python3", "import sys; sys.modules['ensurepip'] = None", "apt-get install -y python3-venv"),
        ("python3.12", "import sys; sys.modules['ensurepip'] = None", "apt-get install -y python3.12-venv"),
    ],
    ids=[
        "no Python",
        "an old Python",
        "a Python for which there are no packages yet",
        "Debian's Python without ensurepip",
        "a newer Python beside it without ensurepip",
    ],
)
def test_missing_prerequisite_is_named_with_its_command(tmp_path: Path, python: str | None, broken: str, command: str) -> None:
    """The set-up stops with the command to run, and leaves no half-made environment behind."""
    result = run_set_up(tmp_path, python=python, broken=broken)
    assert result.returncode == 1
    assert command in result.stderr
    assert not (tmp_path / "environment").exists()


def test_without_a_connection_it_says_that_packages_are_missing(tmp_path: Path) -> None:
    """Where no package can be fetched, pip's words are followed by what to do, and the next run goes on."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment |= {"VENV": str(tmp_path / "environment"), "PYTHON": sys.executable, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    result = subprocess.run(
        [ROOT / "tools" / "set-up.sh", "run"], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 1
    assert "Python package index: is there a connection?" in result.stderr
