"""What the commands print when something is wrong."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cyclopts import CycloptsError

    from safepassage.errors import InputError, Problem


def complain(text: str) -> None:
    """Print to where errors go, so that a pipe of the results stays clean."""
    print(text, file=sys.stderr)


def print_problems(error: "InputError") -> None:
    """Print every problem with its number, place and repair."""
    many = len(error.problems)
    complain("1 problem to repair:" if many == 1 else f"{many} problems to repair:")
    for number, problem in enumerate(error.problems, start=1):
        complain(f"\n{number:>3}. {problem.where}\n     {problem.what}.\n     Repair: {problem.repair}")
    complain("\nNothing was written.")


def print_warnings(heading: str, problems: "Sequence[Problem]") -> None:
    """Print what was done otherwise than the user gave it; nothing where there is none."""
    if problems:
        complain(f"{heading}:")
    for problem in problems:
        complain(f"  {problem.where}: {problem.what}. {problem.repair}")


def print_usage_error(error: "CycloptsError") -> None:
    """Print what is wrong with the command line itself."""
    complain(f"{error}\nSee safepassage --help.")


def print_defect(error: Exception, *, is_plan_broken: bool) -> None:
    """Print that safepassage itself failed, what to do, and nothing that looks like a result."""
    if is_plan_broken:
        complain("The plan that was found breaks a rule, so it is not handed out. This is a defect of safepassage:")
    else:
        complain("Something went wrong inside safepassage. This is a defect of safepassage, not of your files:")
    complain(f"\n    {type(error).__name__}: {error}\n")
    complain(
        "Do not use what this run may have written. Please report it with the command you ran;\n"
        "do not attach real locations or people. The same command with --debug shows where it happened."
    )
