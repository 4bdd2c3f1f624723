"""Candidate plans of one scenario that leave slack in different ways.

A plan is made in a scenario that was made worse on purpose (`choice_slack.py`), and its movements are carried into the true one by what
they mean. There the checker judges it like any other plan.

Invariant: every candidate is a whole plan of the true scenario, in its own minutes, that the independent checker has passed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from safepassage.corridor import PriorityClass
from safepassage.planning.carry import Carrier, road_of, tell_day, tell_itinerary
from safepassage.planning.own_transport import OwnGroup
from safepassage.planning.plan import DEFAULT_SECONDS, Progress, own_goes_first, write_checked
from safepassage.planning.price_one import NotAsked
from safepassage.planning.reasons import Reasons
from safepassage.planning.result import GoodsLine, Plan
from safepassage.planning.search import Found, search
from safepassage.planning.search import Progress as SearchProgress
from safepassage.planning.setting import Setting, lay_out, lay_out_like
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import MINUTE
from safepassage.stress.choice_slack import NO_SLACK, Slack, find_slack

_STAY_FOR_SLACK = "this plan leaves slack for days that do not go as planned; what the plan without slack brings beyond it is said there"


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A plan to choose, with its name and why it may hold up better."""

    name: str
    title: str
    why: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to search for each plan: units of work, or seconds where they are None."""

    work: int | None
    seconds: float | None

    def search(self, setting: Setting, *, seed_step: int = 0, report: Callable[[SearchProgress], None] | None = None) -> Found:
        return search(
            setting.fleet_problem,
            setting.fuel_places,
            seed=setting.scenario.seed + seed_step,
            seconds=self.seconds if self.seconds is not None else DEFAULT_SECONDS,
            work=self.work,
            report=report,
        )


def make_candidates(
    scenario: Scenario, *, effort: Effort, tell: Progress | None = None, is_stopped: Callable[[], bool] = lambda: False
) -> tuple[list[Candidate], tuple[str, ...]]:
    """The plan for the day as planned, then those with slack; and in words which were not made, and why.

    The same scenario, seed and work give the same plans. Ctrl-C, which `is_stopped` then knows of, ends it with the plans made so far; the
    one for the day as planned, as far as it was searched for, is always among them.

    Raises:
        InputError: the scenario does not fit its roads.
        PlanBrokenError: the checker found a plan broken: a fault of ours.
    """
    say = tell or (lambda stage, value, bound, done: None)
    say("Laying the scenario on its roads", None, None, 0)
    base = lay_out(scenario)
    found = effort.search(base, report=_reporting(say, NO_SLACK))
    try:
        made = [_named(NO_SLACK, write_checked(base.ground, base.routes, base.problem, found, base.first_own))]
    except KeyboardInterrupt:  # without what takes long and changes nobody's place
        made = [_named(NO_SLACK, write_checked(base.ground, base.routes, base.problem, found, base.first_own, shrinks=False))]
    left_out = []
    for slack in find_slack(scenario):
        say(f"Making the plan '{slack.title}'", None, None, 0)
        if _changes_nothing(slack, scenario):
            left_out.append(f"'{slack.title}' changes nothing in this scenario.")
            continue
        try:
            plan = None if is_stopped() else _plan_with(slack, base, found, effort, _reporting(say, slack))
        except KeyboardInterrupt:
            plan = None
        if plan is None or is_stopped():
            left_out.append(f"'{slack.title}' was not made: it was stopped before.")
        else:
            made.append(_named(slack, plan))
    return made, tuple(left_out)


def _reporting(say: Progress, slack: Slack) -> Callable[[SearchProgress], None]:
    words = f"Making the plan '{slack.title}'"
    return lambda told: say(words, told.points, told.bound_points if told.bound_points < inf else None, told.work)


def _named(slack: Slack, plan: Plan) -> Candidate:
    return Candidate(slack.name, slack.title, slack.why, plan)


def _changes_nothing(slack: Slack, scenario: Scenario) -> bool:
    changes = [change for change in (slack.tightened, slack.slowed) if change is not None]
    return bool(changes) and all(change(scenario) == scenario for change in changes)


def _plan_with(slack: Slack, base: Setting, known: Found, effort: Effort, report: Callable[[SearchProgress], None]) -> Plan:
    """Searched for where things are worst, written where only room and hours are less, carried into the true scenario."""
    scenario = base.scenario
    tightened = slack.tightened(scenario) if slack.tightened is not None else scenario
    tight = lay_out_like(tightened, base) if tightened != scenario else base
    slow = lay_out_like(slack.slowed(tightened), base) if slack.slowed is not None else tight
    found = known if slow is base and not slack.seed_step else effort.search(slow, seed_step=slack.seed_step, report=report)
    if slow is not tight:
        told = [tell_day(slow.problem, slow.scenario, slow.roads, day) for day in found.days]
        days, _ = Carrier(tight.fleet_problem, tight.scenario, tight.roads, tight.fuel_places).carry_plan(told)
        found = replace(found, days=tuple(days))
    made = write_checked(tight.ground, tight.routes, tight.problem, found, tight.first_own, reasons=NotAsked, shrinks=slack.shrinks)
    return carried(made, tight, base, known)


def carried(plan: Plan, tight: Setting, base: Setting, known: Found) -> Plan:
    """A plan of a tightened scenario as one of the true scenario, whose bound is that of `known`.

    Raises:
        PlanBrokenError: the checker refuses it.
    """
    scenario = base.scenario
    roads = {route.id: route for route in plan.routes}
    known_roads = {road_of(route) for route in base.roads.values()}
    if any(road_of(route) not in known_roads for route in roads.values()):
        # where less is open other roads are looked at; the bound does not speak of these
        base, known = lay_out_like(scenario, tight), replace(known, bound_points=inf, is_bound_final=False)
    told = [tell_itinerary(itinerary, roads) for itinerary in plan.itineraries]
    days, _ = Carrier(base.fleet_problem, scenario, base.roads, base.fuel_places).carry_plan(told)
    flows = {(flow.row, road_of(base.roads[flow.route])): number for number, flow in enumerate(base.problem.own_flows)}
    own = [
        OwnGroup(
            flows[departure.own_transport_row, road_of(roads[departure.route])],
            (departure.departs_at - scenario.horizon.starts_at) // MINUTE,
            departure.units,
        )
        for departure in plan.own_departures
    ]
    # who stays at home for slack must not be placed again; and where own transport goes first, the bound speaks of all of it
    problem = base.problem if own else replace(base.problem, own_flows=())
    found = replace(known, days=tuple(days), bound_points=inf if own_goes_first(scenario) else known.bound_points)
    return write_checked(base.ground, base.routes, problem, found, own, reasons=_KeepingSlack, shrinks=False)


class _KeepingSlack(Reasons):
    """Why people stay in a plan that is to leave slack."""

    def _why(self, point: str, priority: PriorityClass) -> str:
        return _STAY_FOR_SLACK

    def _why_own(self) -> str:
        return _STAY_FOR_SLACK

    def _why_short(self, need: GoodsLine) -> str:
        place = self._scenario.name(need.place, self._scenario.language)
        short_kg = need.needed_kg - need.delivered_kg
        return f"{short_kg} kg of {need.kind.value} (priority {need.priority}) short at {place}: {_STAY_FOR_SLACK}."
