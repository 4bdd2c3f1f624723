"""The command line as a user meets it: each test runs the program in a process of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = ("check", "plan", "roads", "new")
WRONG_NUMBERS = [
    ("plan", "x", *words)
    for words in [
        ("--seconds", "nan"),
        ("--seconds", "0"),
        ("--seconds", "inf"),
        ("--work", "0"),
        ("--work", "1.5"),
        ("--seed", "-1"),
        ("--seed", "1.5"),
    ]
]
SLOW_TO_IMPORT = ("numba", "highspy", "pydantic", "scipy", "shapely", "osmium", "typst")


def safepassage(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("safepassage")
    return subprocess.run([program, *words], cwd=cwd, capture_output=True, text=True, check=False, timeout=120)


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)


def test_help_names_every_command_with_one_sentence() -> None:
    result = safepassage("--help")
    assert result.returncode == 0
    for command in COMMANDS:
        line = next(line for line in result.stdout.splitlines() if f"│ {command} " in line)
        assert len(line.strip("│ ").removeprefix(command).split()) >= 3


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_explains_itself(command: str) -> None:
    """`--help` of each command works and leaves no argument or option without a sentence."""
    result = safepassage(command, "--help")
    assert result.returncode == 0
    code = (
        "from safepassage.cli import app\n"
        f"bare = [a.names for a in app['{command}'].assemble_argument_collection() if not a.parameter.help]\n"
        "assert not bare, bare"
    )
    assert python(code).returncode == 0, python(code).stderr


def test_help_loads_nothing_slow() -> None:
    """Asking for help loads no solver, no geometry, no compiler: it answers at once."""
    code = (
        "import sys; sys.argv = ['safepassage', 'plan', '--help']\n"
        "from safepassage.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', [name for name in {SLOW_TO_IMPORT} if name in sys.modules])"
    )
    assert "loaded: []" in python(code).stdout


def test_version_is_that_of_the_package() -> None:
    from importlib.metadata import version

    assert safepassage("--version").stdout.strip() == f"safepassage {version('safepassage')}"


@pytest.mark.parametrize("words", [("pln",), ("plan",), ("plan", "x", "--seconds", "soon"), ("check", "--colour", "x"), *WRONG_NUMBERS])
def test_wrong_command_line_says_what_is_wrong(words: tuple[str, ...]) -> None:
    """A wrong word, a missing folder, a number that is none, an unknown option: one sentence, exit code 2, no traceback."""
    result = safepassage(*words)
    assert result.returncode == 2
    assert "See safepassage --help." in result.stderr
    assert "Traceback" not in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("command", ["check", "plan"])
def test_problems_are_numbered_with_place_and_repair(command: str, tmp_path: Path) -> None:
    """A scenario that is not there is a numbered problem with its repair and exit code 2, and nothing is written."""
    result = safepassage(command, tmp_path / "nowhere", cwd=tmp_path)
    assert result.returncode == 2
    assert "  1. " in result.stderr
    assert "Repair: " in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


BROKEN_COMMAND = """
import sys
from safepassage.cli import app, main
from safepassage.errors import PlanBrokenError

@app.command
def fail(kind: str):
    raise {"defect": RuntimeError("seat 14"), "broken": PlanBrokenError("rule 10"), "stop": KeyboardInterrupt()}[kind]

sys.argv = ["safepassage", *WORDS]
main()
"""


def run_broken_command(*words: str) -> subprocess.CompletedProcess[str]:
    return python(BROKEN_COMMAND.replace("WORDS", repr(words)))


@pytest.mark.parametrize(("kind", "message"), [("defect", "RuntimeError: seat 14"), ("broken", "breaks a rule, so it is not handed out")])
def test_defect_of_ours_is_owned_up_to(kind: str, message: str) -> None:
    """An error that is not the user's says so, asks for a report, and leaves with 70 and no traceback."""
    result = run_broken_command("fail", kind)
    assert result.returncode == 70
    assert message in result.stderr
    assert "report" in result.stderr
    assert "Traceback" not in result.stderr


def test_debug_shows_where_a_defect_is() -> None:
    result = run_broken_command("fail", "defect", "--debug")
    assert "Traceback" in result.stderr
    assert "seat 14" in result.stderr


def test_interrupted_run_leaves_with_130_and_no_traceback() -> None:
    result = run_broken_command("fail", "stop")
    assert result.returncode == 130
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_names_every_command(shell: str) -> None:
    result = python(f"from safepassage.cli import app; print(app.generate_completion(prog_name='safepassage', shell='{shell}'))")
    for command in COMMANDS:
        assert command in result.stdout
