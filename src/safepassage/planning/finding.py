"""What a look over a scenario finds, before anything is planned."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """ERROR: somebody or something surely stays behind, or nothing can be planned. WARNING: probably not meant. INFO: to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: where in the scenario, what, and what to do about it."""

    severity: Severity
    where: str
    text: str
    repair: str
