"""What several commands take."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, Token
from cyclopts.validators import Number

from safepassage.errors import InputError, Problem

ScenarioFolder = Annotated[Path, Parameter(help="The folder that holds scenario.toml.")]
RoadFile = Annotated[Path | None, Parameter(help="An OSM file to use instead of the scenario's own: .osm.pbf, .osm, .osm.gz or .osm.bz2.")]
Quiet = Annotated[bool, Parameter(help="Print no progress and no summary, only where the results are.")]


def check_one_end(seconds: float | None, work: int | None) -> None:
    """Raises: InputError: a search is to end in two ways."""
    if seconds is not None and work is not None:
        what = "--seconds and --work are two ways to end one search"
        raise InputError([Problem("--seconds, --work", what, "Give one: --work for the same plan again, --seconds for a plan by a time.")])


def whole_number(type_: Any, tokens: Sequence[Token]) -> int:
    """A number as it is written, never one rounded to it.

    Raises:
        ValueError: it is not written as a whole number.
    """
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f"{tokens[0].value} is not a whole number") from None


Seed = Annotated[
    int | None,
    Parameter(converter=whole_number, validator=Number(gte=0), help="Start of the random choices, instead of the scenario's own."),
]
AssumptionsFile = Annotated[
    Path | None, Parameter(help="What may go wrong and how often, as TOML; without it, the assumptions that come with safepassage.")
]
WithoutCauses = Annotated[list[str] | None, Parameter(help="Switch a cause off, such as closures; may be given more than once.")]
Workers = Annotated[int | None, Parameter(converter=whole_number, validator=Number(gte=1, lte=512), help="Cores to use; without it, all.")]
