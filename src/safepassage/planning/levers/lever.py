"""What a lever is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from safepassage.scenario.scenario import Scenario


class LeverKind(StrEnum):
    """What is moved at the table."""

    HOURS = "hours"
    LIGHT = "light"
    CAPACITY = "capacity"
    HOLD = "hold"
    ROAD = "road"
    BOARDING = "boarding"
    VEHICLES = "vehicles"
    RECEPTION = "reception"


class Effect(StrEnum):
    """What a lever can do to the best plan there is.

    HELPS: every plan of the scenario as it is stays allowed, so the best plan can only get better. HURTS: every plan of the changed
    scenario is allowed in the scenario as it is. EITHER: neither is certain.
    """

    HELPS = "helps"
    HURTS = "hurts"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that a party could grant or take back.

    `change` is a pure function; it gives None where the lever does not apply to a scenario. `within` is the id of a wider lever of the
    same effect, where there is one: what this one grants or takes, that one does too. So where the wider one is worth nothing, this one is.
    """

    id: str
    kind: LeverKind
    words: str
    effect: Effect
    change: Callable[[Scenario], Scenario | None]
    within: str | None = None
