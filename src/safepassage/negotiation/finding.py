"""One point that is open before anybody signs."""

from dataclasses import dataclass
from enum import StrEnum

from safepassage.corridor import Identifier
from safepassage.negotiation.clauses import Clause


class Kind(StrEnum):
    """What is wrong with the point."""

    ABSENT = "absent"
    VAGUE = "vague"
    CONTRADICTORY = "contradictory"
    UNPROVEN = "unproven"


class Severity(StrEnum):
    """BLOCKING: nothing is sealed while it is open. SERIOUS: people came to harm or went nowhere for want of it. ADVICE: worth asking."""

    BLOCKING = "blocking"
    SERIOUS = "serious"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Case:
    """What happened elsewhere for want of such a point, in our own words, as a source has it. Attributed, never adjudicated."""

    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One open point of one clause. `about` names the segment, checkpoint, place or party; None: the whole clause.

    `can_be_overridden` tells whether a named person may seal in spite of it, giving a reason that stays in the text. Mine clearance, the
    confirmation of a segment and the voluntary clause never can.
    """

    clause: Clause
    about: Identifier | None
    kind: Kind
    severity: Severity
    point: str
    reason: str
    happened: Case | None
    repair: str
    can_be_overridden: bool = True
