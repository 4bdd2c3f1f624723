"""What several commands take."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, Token
from cyclopts.validators import Number

from safepassage.errors import InputError, Problem

ScenarioFolder = Annotated[Path, Parameter(help="The folder that holds scenario.toml.")]
RoadFile = Annotated[Path | None, Parameter(help="An OSM file to use instead of the scenario's own: .osm.pbf, .osm, .osm.gz or .osm.bz2.")]
Quiet = Annotated[bool, Parameter(help="Print no progress and no summary, only where the results are.")]


Scheduler = Annotated[str | None, Parameter(help="Address of a Dask scheduler, to live through the days on its workers.")]


def seconds_option(searched: str, *, usual: int) -> Parameter:
    """How long to search by the clock for what is searched, such as 'the plan'."""
    words = f"Search so many seconds for {searched}; {usual} if neither this nor --work is given."
    return Parameter(validator=Number(gt=0, lt=math.inf), help=words)


def work_option(searched: str, *, again: str) -> Parameter:
    """How much work to search with, for the same again, such as 'the same plan to the byte'."""
    words = f"Search so many units of work for {searched} instead of seconds: the same work and seed give {again}."
    return Parameter(converter=whole_number, validator=Number(gte=1), help=words)


def unknown_causes(without: Sequence[str] | None) -> list[Problem]:
    """What is wrong with the causes to switch off."""
    from safepassage.stress.assumptions import Cause

    unknown = [cause for cause in without or () if cause not in set(Cause)]
    return [Problem(f"--without {cause}", "there is no such cause", f"Give one of {', '.join(Cause)}.") for cause in unknown]


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
