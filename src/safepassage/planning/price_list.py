"""What levers are worth: the values that documents print.

Invariant: figures of different kinds are never mixed. What a plan does is counted by the checker; what no plan can exceed is proven;
what the linear optimum gains is neither, but exact.
"""

from enum import StrEnum

from pydantic import Field

from safepassage.corridor import Identifier, Interval, PeopleByClass, PriorityClass, Record
from safepassage.planning.levers import Effect, LeverKind
from safepassage.scenario.scenario import Weights

PRICES_FORMAT = 1


class Found(StrEnum):
    """How the price of a lever was found.

    SOLVED: a plan was sought in the changed scenario. KEPT: the linear optimum is proven to stay as it was, and so does the plan.
    IMPLIED: a wider lever was found to be worth nothing. SAME: no plan can tell the changed scenario from the one as it is.
    STOPPED: the seconds were over first; what is proven holds, the plan is the best found by then and may be a poor one.
    """

    SOLVED = "solved"
    KEPT = "kept"
    IMPLIED = "implied"
    SAME = "same"
    STOPPED = "stopped"


class ClassChange(Record):
    """People more (or fewer, below zero) of each class."""

    stretcher_people: int = 0
    infant_people: int = 0
    frail_people: int = 0
    other_people: int = 0

    def __getitem__(self, priority: PriorityClass) -> int:
        return int(getattr(self, f"{priority.value}_people"))

    @property
    def total_people(self) -> int:
        return sum(self[priority] for priority in PriorityClass)


class Price(Record):
    """What one lever is worth, in the scenario's points for people and goods, and in people of the two plans compared.

    All figures are differences, changed scenario less the scenario as it is: below zero where the lever costs something.
    """

    lever: str
    kind: LeverKind
    words: str
    effect: Effect
    found: Found
    implied_by: str | None = Field(
        default=None,
        description="the lever that this price follows from: a wider one worth nothing, or one after which plans see the same scenario",
    )
    people: ClassChange = Field(description="people out by the fleet, between two checked plans of equal search effort")
    own_people: int = Field(description="people out in own cars and on foot, between the same two plans; in no points")
    goods_kg: int = Field(description="goods delivered, between the same two plans")
    plan_points: float = Field(description="points of people and goods, between the same two plans")
    linear_points: float | None = Field(description="change of the linear optimum; None where one of the two was not reached")
    at_least_points: float = Field(description="proven: the best plan changes by no less than this")
    at_most_points: float = Field(description="proven: the best plan changes by no more than this")


class Unreached(Record):
    """A lever for which no plan was made, and what is proven of it at no cost."""

    lever: str
    words: str
    at_least_points: float = Field(description="proven: the best plan changes by no less than this")
    at_most_points: float = Field(description="proven: the best plan changes by no more than this")


class PriceBase(Record):
    """The plan that all prices are differences to."""

    out: PeopleByClass
    own_out_people: int
    goods_delivered_kg: int
    value_points: float
    bound_points: float
    linear_points: float | None
    given_points: float | None = Field(description="points of the plan that was given to start from; None: planned here")


class PriceList(Record):
    """The levers of one scenario with their prices, the dearest first. Internal: it shows what is scarce and where."""

    format: int = PRICES_FORMAT
    audience: str = "internal"
    scenario: Identifier
    scenario_title: str
    scenario_hash: str
    planner: str
    zone: str
    horizon: Interval
    seed: int
    work: int = Field(description="pricings for the linear optimum of each changed scenario, at most")
    seconds: float | None = Field(default=None, description="by the clock, in all; None: there was no clock, only `work`")
    weights: Weights = Field(description="points for a person of each class and a tonne of goods")
    base: PriceBase
    prices: tuple[Price, ...]
    missing: tuple[Unreached, ...] = Field(description="levers that were not reached; stopped before")
