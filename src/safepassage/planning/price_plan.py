"""A checked plan for a scenario of which little is asked but its figures: made of known days, written, and judged by the checker.

Invariant: no figure is given of a plan that the independent checker has not passed in the scenario that it is claimed for.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import Any

from safepassage.corridor import PeopleByClass, PriorityClass
from safepassage.planning.bound import Generation
from safepassage.planning.carry import Told, tell_itinerary
from safepassage.planning.checker import check_plan
from safepassage.planning.dive import Diver
from safepassage.planning.insertion import Inserter
from safepassage.planning.known_days import best_of_known
from safepassage.planning.linear import Linear, best_columns
from safepassage.planning.master import Day
from safepassage.planning.plan import write_checked
from safepassage.planning.reasons import Reasons
from safepassage.planning.result import Plan
from safepassage.planning.search import Found
from safepassage.planning.setting import Setting
from safepassage.planning.tally import Layout, Tally

_PRICE_SHARE = 0.65
"""Idle vehicles pay this share of the prices, as in the first plans of a search."""

KNOWN_DAYS = 200
"""Plans are made of so many days of the linear optimum, besides those of the plan that is there."""

_NODES = 10
"""Of the tree in which they are sought."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A checked plan, by what it does and by the days it is made of. `bound_points` holds for every plan of its scenario."""

    days: tuple[Told, ...]
    out: PeopleByClass
    own_out_people: int
    goods_kg: int
    value_points: float
    bound_points: float


class NotAsked(Reasons):
    """Prices compare figures of plans: why people stay is not asked."""

    def _why(self, point: str, priority: PriorityClass, *_: object) -> str:
        return "not asked: this plan was made to compare its figures"

    def _paying(self, prices: object) -> set[Any]:
        return set()


def chosen(setting: Setting, days: Sequence[Day], linear: Linear, *, until: float = math.inf) -> Sequence[Day]:
    """The best plan of the days of the linear optimum and of those given, a plan themselves; by the clock until `until`.

    Where the solver does not come to an end of it, idle vehicles are put in one by one, at the prices of the linear optimum, and the
    better of the two plans is taken.
    """
    problem = setting.fleet_problem
    known = best_columns(problem, linear, KNOWN_DAYS)
    best = best_of_known(problem, known, start=days, most_nodes=_NODES, seconds=until - monotonic())
    if best.is_near or monotonic() >= until:
        return best.days
    return max(best.days, filled(setting, days, linear), key=lambda plan: worth(setting, plan))


def filled(setting: Setting, days: Sequence[Day], linear: Linear) -> list[Day]:
    """The days, and one for each vehicle that stands idle, at a share of the prices of the linear optimum."""
    problem = setting.fleet_problem
    layout = Layout(problem)
    tally = Tally(layout, layout.guide(linear.result, slot_share=_PRICE_SHARE, people_share=0.0))
    idle = [row.vehicles for row in problem.fleet]
    for day in days:
        tally.take(day, problem.graphs[problem.fleet[day.fleet].graph])
        idle[day.fleet] -= 1
    inserter = Inserter(problem, setting.finders, tally, setting.fuel_places, follow_share=1.0)
    found = [inserter.insert(fleet) for fleet, vehicles in enumerate(idle) for _ in range(vehicles)]
    return [*days, *(day for day in found if day is not None)]


def dived_days(setting: Setting, days: Sequence[Day], linear: Linear, beat_points: float, work: int, *, until: float) -> list[Day]:
    """Days that a dive from the linear optimum prices on its way down, in so many pricings at most, by the clock until `until`."""
    problem = setting.fleet_problem
    generation = Generation(problem, setting.finders)
    generation.add([*linear.columns, *days])
    known = len(generation.master.days)
    vehicles = [fleet for fleet, row in enumerate(problem.fleet) for _ in range(row.vehicles)]
    diver = Diver(problem, generation, setting.finders, Layout(problem), vehicles, setting.fuel_places)
    for _ in islice(diver.dive((), lambda days, tally: None, beat=lambda: beat_points, shares=()), work):
        if monotonic() >= until:
            break
    return generation.master.days[known:]


def worth(setting: Setting, days: Sequence[Day]) -> float:
    """Points of days as the search counts them."""
    tally = Tally(Layout(setting.fleet_problem))
    for day in days:
        tally.take(day, setting.problem.graphs[setting.problem.fleet[day.fleet].graph])
    return tally.points


def write_plan(setting: Setting, days: Sequence[Day], linear: Linear) -> Plan:
    """The days as a checked plan.

    Raises:
        PlanBrokenError: the checker found the plan broken: a fault of ours.
    """
    found = Found(tuple(days), 0.0, linear.bound_points, linear.is_final, None, 0)
    return write_checked(setting.ground, setting.routes, setting.problem, found, setting.first_own, reasons=NotAsked, shrinks=False)


def is_allowed(setting: Setting, plan: Plan) -> bool:
    """Whether the checker passes a plan of another scenario, as it stands, in this one."""
    ground = setting.ground
    if plan.network_hash != ground.network.content_hash:
        return False
    return not check_plan(ground.scenario, ground.network, plan, place_nodes=ground.node)


def outcome_of(plan: Plan) -> Outcome:
    roads = {route.id: route for route in plan.routes}
    figures = plan.figures
    return Outcome(
        days=tuple(tell_itinerary(itinerary, roads) for itinerary in plan.itineraries),
        out=figures.out,
        own_out_people=figures.own_transport_out.total_people,
        goods_kg=figures.goods_delivered_kg,
        value_points=plan.certificate.value_points,
        bound_points=plan.certificate.bound_points,
    )
