"""`safepassage new`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


def new(directory: Annotated[Path, Parameter(help="The folder to make. It must not exist, or be empty.")], /) -> None:
    """Write a commented scenario to start from.

    It is complete: it can be checked and planned as it is, then changed line by line.
    """
    from safepassage.scenario.template import write_template

    write_template(directory)
    print(
        f"A scenario to start from is in {directory}. Change it, then:\n\n  safepassage check {directory}\n  safepassage plan {directory}"
    )
