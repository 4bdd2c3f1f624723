"""What a choice among plans found, as a frozen value: choice.json is written from it, and every picture, table and sentence."""

from pydantic import Field

from safepassage.corridor import Identifier, Instant, PriorityClass, Record
from safepassage.stress.assumptions import Assumptions

CHOICE_FORMAT = 1


class Difference(Record):
    """Of two means over the same days: the estimate, and from where to where it may lie. None: too few days to say."""

    estimate: float
    low: float | None
    high: float | None

    @property
    def is_shown(self) -> bool:
        """Whether the days show that there is a difference, and which way it goes."""
        return self.low is not None and self.high is not None and (self.low > 0.0 or self.high < 0.0)


class Judged(Record):
    """One figure of a plan; differences are those to the plan that all are compared with, None for that plan itself."""

    planned: float = Field(description="on a day on which nothing happens")
    mean: float
    worst_5_percent_mean: float = Field(description="the mean of the worst five per cent of the days by this figure")
    mean_difference: Difference | None
    worst_difference: Difference | None


class ClassJudged(Record):
    """What a plan brings of one class."""

    priority: PriorityClass
    people: Judged = Field(description="out, in vehicles and by their own means")


class CandidateJudged(Record):
    """One plan, on the days kept for the report."""

    name: str
    title: str
    why: str
    folder: str = Field(description="of its plan.json, beside this file or as given")
    points: Judged = Field(description="people out as the scenario weights them, and goods, less people stranded at stranded_weight")
    people: Judged = Field(description="everybody out, in vehicles and by their own means")
    by_class: tuple[ClassJudged, ...]
    in_vehicles: Judged
    by_own_means: Judged
    sent_home: Judged = Field(description="called and come, and not fetched or turned back: they are at home")
    stranded: Judged = Field(description="on the way when the day ended, neither home nor received")
    goods_kg: Judged
    outside_silence_person_min: Judged
    outside_silence_vehicle_min: Judged
    dark_person_min: Judged
    danger_person_incidents: Judged
    silence_km_h: float = Field(description="that the plan asks for")
    score: float = Field(description="(1 - worst_weight) x mean + worst_weight x worst_5_percent_mean of the points")
    score_difference: Difference | None
    chosen_by_score: float = Field(description="the score on the days to choose by: flattering for the plan that was chosen")
    is_efficient: bool = Field(description="no other plan has as many points both expected and in the worst five per cent")


class Choice(Record):
    """A whole choice. Internal, as the plans are."""

    format: int = CHOICE_FORMAT
    audience: str = "internal"
    scenario: Identifier
    scenario_title: str
    scenario_hash: str = Field(description="of the plan that all are compared with")
    planner: str
    zone: str
    starts_at: Instant
    seed: int = Field(description="of the days")
    days_asked: int = Field(description="to choose by, and as many others to report by")
    days_done: int
    is_stopped: bool
    assumptions: Assumptions
    worst_weight: float = Field(description="how much the worst five per cent of the days count beside all days, 0 to 1")
    stranded_weight: float = Field(description="how often a person stranded on the way counts against the plan what one out counts for it")
    confidence: float
    comparisons: int = Field(description="that the intervals of one figure hold for together")
    compared_with: str = Field(description="the plan without slack; of given plans the one worth most as planned")
    chosen: str
    candidates: tuple[CandidateJudged, ...]
    left_out: tuple[str, ...] = Field(description="plans that are not judged, and why")
