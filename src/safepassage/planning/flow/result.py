"""What a flow of own transport comes to: who is out when, who waits where, what holds them up."""

from pydantic import Field

from safepassage.corridor import Identifier, Instant, Interval, OwnTransportMode, Record
from safepassage.planning.itinerary import OwnDeparture
from safepassage.planning.route import Route

FLOW_FORMAT = 2


class ClassFlow(Record):
    """Own transport of one mode, top speed, share and range, moved together: its units take one another's places."""

    mode: OwnTransportMode
    max_speed_kmh: float
    passage_share: float
    max_km: float | None
    gathering_points: tuple[Identifier, ...]
    units: int = Field(ge=0)
    arrived_units: int = Field(ge=0)
    arrived_people: int = Field(ge=0)
    last_arrival_at: Instant | None = Field(description="when the last unit that arrives does so; None: nobody arrives")


class Moment(Record):
    """Cumulative arrivals at the end of a quarter of an hour, and the most that can have arrived by then."""

    at: Instant
    arrived_units: int = Field(ge=0)
    bound_units: int = Field(ge=0)


class Queue(Record):
    """The most units that wait at a place at one time within a part of the horizon."""

    place: Identifier
    interval: Interval
    units: int = Field(gt=0)


class Departures(Record):
    """Units that leave a gathering point for a reception centre within a quarter of an hour."""

    gathering_point: Identifier
    reception: Identifier
    starts_at: Instant
    units: int = Field(gt=0)


class GapCloser(Record):
    """A limit that holds the flow up, and what one vehicle more in every quarter of an hour brings: solved again, not extrapolated."""

    kind: str
    what: Identifier | None = Field(description="None: all that stand before it together, since limits in a row hold one another")
    full_min: int = Field(gt=0, description="minutes in which it passes all that it can while others still wait")
    more_units: int = Field(description="units more that arrive within the horizon")
    earlier_min: int | None = Field(description="minutes by which the last arrival is earlier; None: not the same number arrive")


class OwnFlow(Record):
    """The whole answer. Internal, like a plan: it says who waits where."""

    format: int = FLOW_FORMAT
    audience: str = "internal"
    scenario: Identifier
    scenario_title: str
    zone: str
    horizon: Interval
    made_by: str
    is_plan_deducted: bool
    may_wait_at_checkpoints: bool
    units: int = Field(ge=0)
    arrived_units: int = Field(ge=0)
    arrived_people: int = Field(ge=0)
    keeps_rules: bool = Field(
        description="true: the checker of plans has found that `own_departures` keep the rules, and no plan that keeps them exceeds the "
        "bounds; false: a reckoning with queues at checkpoints, which rule 24 does not allow; bounds are those of the reckoning"
    )
    bound_units: int = Field(ge=0, description="no more can arrive within the horizon")
    is_earliest: bool = Field(description="by the end of every quarter of an hour as many have arrived as the bound says")
    clears_at: Instant | None = Field(description="when the last of all units arrives; None: not all arrive")
    classes: tuple[ClassFlow, ...]
    arrivals: tuple[Moment, ...]
    queues: tuple[Queue, ...]
    departures: tuple[Departures, ...]
    own_departures: tuple[OwnDeparture, ...] = Field(description="the departures of a flow that keeps the rules")
    routes: tuple[Route, ...] = Field(description="the routes of `own_departures`, their lines not drawn")
    gap_closers: tuple[GapCloser, ...]
    statements: tuple[str, ...] = Field(description="what was computed, and where it is less than exact")
