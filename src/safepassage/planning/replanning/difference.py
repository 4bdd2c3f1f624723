"""What is otherwise in a plan that was changed in the middle of its day, as values: vehicles, convoys, calls, windows, people.

Invariant: nothing is left out: each vehicle of either plan is told once, and everybody on board whom nobody brings on is named with
place and time.
"""

from enum import StrEnum

from pydantic import Field

from safepassage.corridor import Identifier, Instant, Interval, OwnTransportMode, PeopleByClass, PriorityClass, Record

DIFFERENCE_FORMAT = 1


class Kind(StrEnum):
    """What became of a vehicle, a convoy, a call or a window."""

    AS_PLANNED = "as planned"
    DONE = "done"
    OTHER_TIMES = "other times"
    OTHER = "other orders"
    NEW = "new"
    CANCELLED = "cancelled"
    OUT = "out"
    ENDS_ELSEWHERE = "ends elsewhere"
    NOT_PLANNED = "not planned"


class VehicleChange(Record):
    """The rest of one vehicle's day. `later_min` is how much later its next departure is; people are those it sets down, goods those it
    delivers from now on.
    """

    vehicle: Identifier
    kind: Kind
    later_min: int | None = None
    people_before: int
    people_now: int
    goods_before_kg: int = 0
    goods_now_kg: int = 0


class ConvoyChange(Record):
    """One convoy that sets out at the moment or later, in the old plan or the new."""

    id: Identifier
    kind: Kind
    route: str
    departs_before: Instant | None
    departs_now: Instant | None
    vehicles_before: tuple[Identifier, ...]
    vehicles_now: tuple[Identifier, ...]
    people_before: int
    people_now: int
    arrives_later_min: int = Field(default=0, description="of one that sets out in both plans")


class CallChange(Record):
    """People of some tickets at one gathering point. No call now: they are to be told to wait, that nobody comes for them yet."""

    place: Identifier
    first_ticket: int
    last_ticket: int
    called_before: Instant | None
    called_now: Instant | None
    boards_before: Instant | None
    boards_now: Instant | None


class WindowChange(Record):
    """A window of silence that must be confirmed anew, or is not needed any more. `is_shorter`: hours that are agreed already, but fewer.
    `before` are the hours of the plan before that it meets.
    """

    segment: Identifier
    interval: Interval
    kind: Kind
    is_shorter: bool = False
    parties: tuple[Identifier, ...]
    before: tuple[Interval, ...] = ()


class PassingVehicle(Record):
    """A vehicle of the plan that comes past, with so many places free."""

    vehicle: Identifier
    at: Instant
    seats: int
    stretcher_bays: int


class Fetching(Record):
    """A vehicle that is planned to board people where some were set down; not all of them need be those."""

    vehicle: Identifier
    at: Instant
    people: int


class Stranded(Record):
    """A vehicle that ends where no journey ends, with whom and what is on board. On the road it was on its way from `place` `towards`.

    Those on board of a vehicle that is out may have been `set_down_at` a gathering point: `fetched_by` says who boards there from then on,
    `stay_there` how many are planned to stay there in all. For those on board still, `passing` says who comes past.
    """

    vehicle: Identifier
    place: Identifier
    towards: Identifier | None
    is_out: bool
    since: Instant
    people: PeopleByClass
    goods_kg: int
    set_down_at: Identifier | None = None
    fetched_by: tuple[Fetching, ...] = ()
    stay_there: int = 0
    passing: tuple[PassingVehicle, ...] = ()


class Overdue(Record):
    """A late vehicle that is on a segment outside the hours in which it is silent."""

    vehicle: Identifier
    segment: Identifier
    interval: Interval


class OnClosedRoad(Record):
    """A vehicle on its way that comes to a road that is closed by then: its drive had begun, and is finished in the plan."""

    vehicle: Identifier
    origin: Identifier
    destination: Identifier
    departed_at: Instant
    arrives_at: Instant


class OwnOnClosedRoad(Record):
    """Own cars, or groups on foot, on their way that come to a road that is closed by then."""

    mode: OwnTransportMode
    units: int
    people: int
    origin: Identifier
    destination: Identifier
    departed_at: Instant
    arrives_at: Instant


class OwnChange(Record):
    """Own cars, or groups on foot, of one gathering point that leave from now on; other times even where as many leave."""

    place: Identifier
    mode: OwnTransportMode
    units_before: int
    units_now: int


class LeftChange(Record):
    place: Identifier
    priority: PriorityClass
    people_before: int
    people_now: int
    reason: str


class TradeLine(Record):
    """What is reached if so many more vehicles may change; None: as many as help."""

    most_changes: int | None
    changed_vehicles: int
    out: PeopleByClass
    goods_kg: int


class Difference(Record):
    """The whole difference. Internal, as the plan is."""

    format: int = DIFFERENCE_FORMAT
    audience: str = "internal"
    scenario: Identifier
    scenario_title: str
    zone: str
    at: Instant
    changes: tuple[str, ...]
    reports: tuple[str, ...]
    most_changes: int | None
    broken: tuple[Identifier, ...] = Field(description="vehicles whose planned rest of the day did not hold any more")
    out_before: PeopleByClass
    out_now: PeopleByClass
    own_out_before: PeopleByClass
    own_out_now: PeopleByClass
    goods_before_kg: int
    goods_now_kg: int
    vehicles: tuple[VehicleChange, ...]
    convoys: tuple[ConvoyChange, ...]
    calls: tuple[CallChange, ...]
    windows: tuple[WindowChange, ...]
    own: tuple[OwnChange, ...]
    left: tuple[LeftChange, ...]
    stranded: tuple[Stranded, ...]
    overdue: tuple[Overdue, ...]
    on_closed_roads: tuple[OnClosedRoad, ...] = ()
    own_on_closed_roads: tuple[OwnOnClosedRoad, ...] = ()
    trades: tuple[TradeLine, ...]
    is_stopped: bool
    is_cut_short: bool = Field(default=False, description="the clock ended the search for better ways on")
    are_roads_sought: bool = Field(default=True, description="other roads were looked for than those known, where any could be needed")
    tries: int = Field(default=0, description="better ways on that were looked for")
    most_points: float | None = Field(
        default=None, description="what is possible at most from then on, by the search's own word; None: not worked out"
    )
    value_points: float = 0.0
