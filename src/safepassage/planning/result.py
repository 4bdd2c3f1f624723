"""A plan: what to do, what it achieves, how near the best possible it is, what binds and what is left undone."""

from enum import StrEnum

from pydantic import Field

from safepassage.corridor import GoodsKind, Identifier, Instant, Interval, PeopleByClass, PriorityClass, Record, WindowStatus
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.itinerary import Convoy, Itinerary, OwnDeparture
from safepassage.planning.midday import MiddayChange
from safepassage.planning.route import Route

PLAN_FORMAT = 1


class SilenceWindow(Record):
    """Hours in which one segment must be silent for this plan: passages, margins, rounded out to the grain."""

    segment: Identifier
    interval: Interval
    km: float = Field(ge=0.0, description="length of the segment as far as the plan's roads use it")
    parties: tuple[Identifier, ...] = Field(description="who offered, or must be asked for, these hours")
    status: WindowStatus = Field(description="the weakest of what stands behind it")

    @property
    def km_h(self) -> float:
        return self.km * self.interval.hours


class Wave(Record):
    """People called to a gathering point together, by ticket: first and last ticket number of the wave."""

    gathering_point: Identifier
    wave: int = Field(ge=1)
    called_at: Instant
    boards_at: Instant
    people: PeopleByClass
    first_ticket: int = Field(ge=1)
    last_ticket: int = Field(ge=1)


class Crowd(Record):
    """People waiting at a gathering point in one quarter of an hour: called by their wave's ticket, not yet boarded."""

    gathering_point: Identifier
    starts_at: Instant
    waiting_people: int = Field(ge=0)
    holds_people: int | None = Field(description="None: not known")


class GoodsLine(Record):
    """One need, and how much of it the plan delivers."""

    need_row: int = Field(ge=0)
    place: Identifier
    kind: GoodsKind
    priority: int
    needed_kg: int
    delivered_kg: int = Field(ge=0)


class LeftBehind(Record):
    """People who stay, where, and why. They lose no protection by staying."""

    place: Identifier
    priority: PriorityClass
    people: int = Field(gt=0)
    reason: str


class BindingKind(StrEnum):
    CHECKPOINT = "checkpoint"
    BOARDING = "boarding"
    ROAD = "road"
    FLEET = "fleet"
    RECEPTION = "reception"
    BEDS = "beds"
    HALT = "halt"


class Binding(Record):
    """A limit that holds the plan back, and what one unit more of it would be worth at the margin.

    The price holds at the margin only and is never to be multiplied: solve the changed scenario instead.
    """

    kind: BindingKind
    what: Identifier = Field(description="the checkpoint, place, segment or vehicle type")
    direction: str | None = None
    interval: Interval | None = None
    price_points: float = Field(ge=0.0)
    text: str


class Certificate(Record):
    """How near the plan is to the best possible, in the scenario's points for people and goods."""

    value_points: float
    bound_points: float
    gap: float = Field(description="(bound - value) / bound; 0 where the bound is 0")
    covers: str = Field(description="which plans the bound speaks of")
    seed: int
    work: int = Field(ge=0, description="units of work done; the same work and seed give the same plan to the byte")
    prices: BoundPrices | None = Field(default=None, description="what proves the bound; None where no bound was reached or no proof kept")
    with_own_value_points: float | None = Field(default=None, description="with own cars and people on foot; None where there are none")
    with_own_bound_points: float | None = Field(default=None, description="no plan of the fleet and own transport together is worth more")
    with_own_gap: float | None = None
    with_own_covers: str = Field(default="", description="which plans the bound with own transport speaks of")
    with_own_prices: BoundPrices | None = Field(
        default=None,
        description="what proves the bound with own transport; None where it follows from that of the fleet, or no proof is kept",
    )


class Figures(Record):
    """What the plan does, counted from its itineraries by the checker."""

    registered: PeopleByClass = Field(description="each person once: not again who waits anew, set down by a vehicle out of service")
    out: PeopleByClass
    own_transport_registered: PeopleByClass
    own_transport_out: PeopleByClass
    own_transport_units_out: int = Field(ge=0)
    goods_needed_kg: int = Field(ge=0)
    goods_delivered_kg: int = Field(ge=0)
    value_points: float = Field(description="weights x people and goods, costs with a weight above zero subtracted")
    danger_person_incidents: float = Field(ge=0.0, description="sum over people and segments of hours x rate per hour")
    silence_km_h: float = Field(ge=0.0)
    vehicle_h: float = Field(ge=0.0, description="hours that vehicles are on the road")
    vehicle_km: float = Field(ge=0.0)
    vehicles_used: int = Field(ge=0)
    mean_arrival_at: Instant | None = Field(description="mean over people out by the fleet; None where nobody is")


class Plan(Record):
    """A whole plan. Internal: it holds needs, reception addresses and every convoy; it is never to be given to a party."""

    format: int = PLAN_FORMAT
    audience: str = "internal"
    scenario: Identifier
    scenario_title: str
    scenario_hash: str = Field(description="SHA-256 of the scenario's canonical JSON")
    network_hash: str = Field(description="SHA-256 of the road network's content")
    planner: str = Field(description="name and version of the software")
    zone: str
    horizon: Interval
    routes: tuple[Route, ...] = Field(description="the routes that the plan uses")
    itineraries: tuple[Itinerary, ...]
    own_departures: tuple[OwnDeparture, ...]
    convoys: tuple[Convoy, ...]
    windows: tuple[SilenceWindow, ...]
    waves: tuple[Wave, ...]
    crowds: tuple[Crowd, ...]
    goods: tuple[GoodsLine, ...]
    left_behind: tuple[LeftBehind, ...]
    bindings: tuple[Binding, ...]
    reasons: tuple[str, ...] = Field(description="in words: why no more can be done; never empty where somebody or something is left")
    figures: Figures
    certificate: Certificate
    changed: MiddayChange | None = Field(default=None, description="what was changed in the middle of the day; None: nothing")

    def route(self, route_id: str) -> Route:
        """Raises: KeyError where the plan has no such route."""
        for route in self.routes:
            if route.id == route_id:
                return route
        raise KeyError(route_id)
