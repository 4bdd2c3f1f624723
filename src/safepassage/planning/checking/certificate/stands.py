"""Where a vehicle can be, with all that decides what it may do next."""

from dataclasses import dataclass
from enum import Enum


class At(Enum):
    """What the vehicle is there for. The places that it waits at for people are gathering points; where it has unloaded, a place of need
    that is no end of a journey.
    """

    FREE = "empty at a depot, reception or hospital"
    LOADED = "goods on board where they lay"
    WAITING = "to board people"
    UNLOADED = "its goods given"
    BOARDED = "people on board"
    HALT = "on the way"


class Heading(Enum):
    """What is on board at a halt, or where an empty vehicle goes from there."""

    NOWHERE = "at no halt"
    PEOPLE = "with people to a reception"
    GOODS = "with goods to a need"
    TO_PEOPLE = "empty to a gathering point"
    TO_END = "empty to any end of a journey"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a vehicle is, and all that decides what it may do next. `boarded` and `stock` say what is on board."""

    at: At
    place: str
    boarded: tuple[str, ...] = ()
    stock: str = ""
    heading: Heading = Heading.NOWHERE
    halts: int = 0
    fuel_mm: int = 0
