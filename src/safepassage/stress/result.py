"""What a stress test found, as a frozen value: stress.json is written from it and every picture and table is drawn from it."""

from enum import StrEnum

from pydantic import Field

from safepassage.corridor import GoodsKind, Identifier, Instant, PeopleByClass, PriorityClass, Record
from safepassage.stress.assumptions import Assumptions

STRESS_FORMAT = 1
WORST_SHARE = 0.05


class Spread(Record):
    """How one figure is spread over the days. Of people out and goods few is bad, of everything else much."""

    planned: float = Field(description="on a day on which nothing happens")
    mean: float
    median: float
    least: float
    most: float
    worst_5_percent: float = Field(description="five per cent of the days are at least as bad")
    worst_5_percent_mean: float = Field(description="the mean of the worst five per cent of the days by this figure")
    mean_error: float | None = Field(description="standard error of `mean`, since not all days that could be were tried; None: of one day")
    worst_5_percent_mean_error: float | None = Field(description="standard error of `worst_5_percent_mean`")


class ClassSpread(Record):
    priority: PriorityClass
    spread: Spread


class GoodsSpread(Record):
    kind: GoodsKind
    kg: Spread


class WhereAndWhen(Record):
    """People stranded, or vehicles turned back, at one place or on one segment. Counts over all days, by hour of the horizon."""

    where: str = Field(description="id of a place or segment; empty: a road of no segment")
    is_segment: bool
    total: int
    by_hour: tuple[int, ...]


class Bar(Record):
    """So many days had from `least` up to before `below`."""

    least: int
    below: int
    days: int


class FailureKind(StrEnum):
    SEGMENT_CLOSED = "segment_closed"
    SEGMENT_CLOSED_ONE_DAY = "segment_closed_one_day"
    SEGMENT_SUSPENDED = "segment_suspended"
    WINDOW_LATE = "window_late"
    CHECKPOINT_SLOW = "checkpoint_slow"
    EARLY_DARK = "early_dark"
    VEHICLE_LOST = "vehicle_lost"
    MORE_PEOPLE = "more_people"


class Failure(Record):
    """One thing that goes wrong, alone, at the moment at which it hurts most of those tried."""

    kind: FailureKind
    what: str = Field(description="the segment, checkpoint, gathering point or vehicle type; empty for the light")
    road: tuple[str, ...] = Field(default=(), description="segments that the same journeys pass, `what` among them: they fall together")
    fleet_row: int | None = None
    since: Instant | None = None
    until: Instant | None = None
    tried: int = Field(ge=1, description="how many moments, days or vehicles were tried")
    people_lost: int = Field(description="people out on a day on which nothing happens less those out with this failure alone")
    out: PeopleByClass
    own_transport_out: PeopleByClass
    stranded_people: int
    goods_lost_kg: int
    text: str


class Contingency(Record):
    """The plan kept for one failure, or why there is none."""

    failure: Failure
    folder: str | None = Field(description="beside the plan; None: no plan answers it")
    people_out_unprepared: int = Field(description="with the failure, under the plan as it is")
    people_out_prepared: int | None = Field(description="under the best plan found for it; None: none was sought")
    text: str


class StressResult(Record):
    """A whole stress test. Internal, as the plan is."""

    format: int = STRESS_FORMAT
    audience: str = "internal"
    scenario: Identifier
    scenario_title: str
    scenario_hash: str
    network_hash: str
    planner: str
    zone: str
    starts_at: Instant
    seed: int
    days_asked: int
    days_done: int
    assumptions: Assumptions
    out_people: Spread = Field(description="of the fleet and of own transport together")
    out: tuple[ClassSpread, ...]
    own_transport_out: tuple[ClassSpread, ...]
    sent_home: tuple[ClassSpread, ...] = Field(description="called, came, and were not fetched or could not leave: they are at home")
    stranded: tuple[ClassSpread, ...] = Field(description="on the way when their day ended, neither home nor received")
    stayed_away: tuple[ClassSpread, ...]
    unregistered_taken: tuple[ClassSpread, ...]
    goods: tuple[GoodsSpread, ...]
    outside_silence_person_min: Spread
    outside_silence_vehicle_min: Spread
    dark_person_min: Spread
    danger_person_incidents: Spread
    turned_back_vehicles: Spread
    turned_back_people: Spread
    overdue: Spread
    broken_down_vehicles: Spread
    lost_vehicles: Spread
    journeys_left_out: Spread
    vehicles_home: Spread
    vehicles_away: Spread
    waited_vehicle_min: Spread
    overfull_halt_vehicle_min: Spread
    overfull_reception_people: Spread
    out_people_days: tuple[Bar, ...]
    worst_days: tuple[int, ...] = Field(description="numbers of the worst days by people out, the worst first, at most twenty")
    stranded_at: tuple[WhereAndWhen, ...]
    turned_back_at: tuple[WhereAndWhen, ...]
    failures: tuple[Failure, ...] = Field(description="each alone, the worst first")
    contingencies: tuple[Contingency, ...] = Field(default=(), description="of the worst failures those that a plan answers")
    unanswered: tuple[Contingency, ...] = Field(default=(), description="of the worst failures those that no plan was found to answer")
    contingencies_missing: tuple[str, ...] = Field(
        default=(), description="failures, in words, for which a plan was asked for and not sought"
    )
    contingencies_missing_why: str = ""
