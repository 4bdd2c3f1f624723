"""The assumptions about what may go wrong, as a person writes them (`assumptions.toml`).

Invariant: nothing is guessed: a file says everything, or is refused with every problem.
"""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, model_validator

from safepassage.corridor import Record
from safepassage.errors import InputError, Problem

ASSUMPTIONS_FILE = Path(__file__).with_name("assumptions.toml")
_REPAIR = "Write it as in the assumptions.toml that every stress test puts beside its results."

Share = Field(ge=0.0, le=1.0)
Minutes = Field(ge=0, le=14400)


class _Cause(Record):
    is_on: bool


class _Lasting(_Cause):
    probability: float = Share
    least_min: int = Minutes
    most_min: int = Minutes

    @model_validator(mode="after")
    def _is_a_range(self) -> "_Lasting":
        if self.most_min < self.least_min:
            raise ValueError("most_min is below least_min")
        return self


class BadDay(_Cause):
    probability: float = Share
    times_likelier: float = Field(ge=1.0, le=100.0)


class Suspensions(_Cause):
    probability: float = Share
    lasts_min: int = Minutes


class LateOpenings(_Cause):
    probability: float = Share
    mean_min: float = Field(gt=0.0, le=14400.0)
    most_min: int = Minutes


class SlowCheckpoints(_Lasting):
    passes_share: float = Share
    holds_times: float = Field(ge=1.0, le=100.0)


class Breakdowns(_Cause):
    per_1000_km: float = Field(ge=0.0, le=1000.0)
    repaired_share: float = Share
    repair_min: int = Minutes
    transfer_min: int = Minutes


class NoShows(_Cause):
    probability: float = Share


class MorePeople(_Cause):
    probability: float = Share
    most_share: float = Field(ge=0.0, le=10.0)
    boarding_longer_min: int = Minutes


class RulesOfTheDay(Record):
    silence: Literal["plan", "offered"]
    hold_on_road_min: int = Minutes
    queue_min: int = Minutes
    overdue_min: int = Minutes


class Cause(StrEnum):
    """What may go wrong: the tables of the file that can be switched off."""

    BAD_DAY = "bad_day"
    CLOSURES = "closures"
    SUSPENSIONS = "suspensions"
    LATE_OPENINGS = "late_openings"
    SLOW_CHECKPOINTS = "slow_checkpoints"
    EARLY_DARK = "early_dark"
    BREAKDOWNS = "breakdowns"
    NO_SHOWS = "no_shows"
    MORE_PEOPLE = "more_people"


class Assumptions(Record):
    """Everything that a stress test assumes."""

    format: Literal[1]
    bad_day: BadDay
    closures: _Lasting
    suspensions: Suspensions
    late_openings: LateOpenings
    slow_checkpoints: SlowCheckpoints
    early_dark: _Lasting
    breakdowns: Breakdowns
    no_shows: NoShows
    more_people: MorePeople
    rules: RulesOfTheDay

    def without(self, *causes: Cause) -> "Assumptions":
        """The same with some causes switched off."""
        return self.model_copy(update={cause.value: getattr(self, cause.value).model_copy(update={"is_on": False}) for cause in causes})


def read_assumptions(path: Path | str = ASSUMPTIONS_FILE) -> Assumptions:
    """Read the assumptions from a file; without one, those that come with safepassage.

    Raises:
        InputError: the file is absent or not TOML, or a field is missing, unknown or out of range; every such field is listed.
    """
    path = Path(path)
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError([Problem(str(path), f"it cannot be read ({error.strerror})", "Give a file of assumptions.")]) from None
    except UnicodeDecodeError as error:
        raise InputError([Problem(f"{path.name}, byte {error.start}", "it is not UTF-8 text", "Save it as UTF-8.")]) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError([Problem(path.name, f"it is not TOML ({error})", _REPAIR)]) from None
    try:
        return Assumptions.model_validate(written)
    except ValidationError as error:
        raise InputError(
            Problem(f"{path.name}, {'.'.join(map(str, found['loc']))}", _said(found["type"], found["msg"]), _REPAIR)
            for found in error.errors()
        ) from None


def _said(kind: str, message: str) -> str:
    return {"missing": "it is missing", "extra_forbidden": "there is no such entry"}.get(kind, message)
