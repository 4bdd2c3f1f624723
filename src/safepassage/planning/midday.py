"""What a plan says of itself that was changed in the middle of its day: from when on it is anew, and who is out of service since.

It is kept in the plan, so that whoever judges the plan later, or changes it again, knows what could not be changed any more, and who was
set down where.
"""

from pydantic import Field

from safepassage.corridor import NOBODY, Identifier, Instant, PeopleByClass, Record


class OutOfService(Record):
    """A vehicle that does nothing more. Those set down wait for other vehicles at a gathering point, where the scenario of the plan counts
    them among the registered.

    `families` are (row of the scenario's groups in which they boarded, how many, row in which they wait now).
    """

    vehicle: Identifier
    fleet_row: int = Field(ge=0)
    since: Instant
    set_down_at: Identifier | None = Field(default=None, description="the gathering point at which all on board wait; None: they do not")
    set_down: PeopleByClass = NOBODY
    families: tuple[tuple[int, int, int], ...] = ()


class MiddayChange(Record):
    """The last change of a plan in the middle of its day."""

    at: Instant = Field(description="what began before was as it is told here; everything else was planned then")
    ends_elsewhere: tuple[Identifier, ...] = Field(
        default=(), description="vehicles named as ending where no journey ends, or with somebody or something on board"
    )
    silence_as_it_was: tuple[Identifier, ...] = Field(
        default=(), description="segments whose windows before that moment are told as they were then"
    )
    out: tuple[OutOfService, ...] = ()

    @property
    def set_down(self) -> PeopleByClass:
        """Everybody who waits anew: counted where they boarded first and where they wait now."""
        return sum((each.set_down for each in self.out), NOBODY)
