"""Candidate plans of one scenario that leave slack in different ways.

A plan is made in a scenario that was made worse on purpose (`choice_slack.py`), and its movements are carried into the true one by what
they mean. There the checker judges it like any other plan.

Invariant: every candidate is a whole plan of the true scenario, in its own minutes, that the independent checker has passed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf

from safepassage.corridor import PriorityClass
from safepassage.planning.carry import road_of, tell_itinerary
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checking.certificate.bound import hash_roads
from safepassage.planning.connect import Ground, connect
from safepassage.planning.master import Day
from safepassage.planning.own_columns import TogetherBound
from safepassage.planning.own_transport import OwnGroup
from safepassage.planning.plan import STILL_FALLING, Progress, own_goes_first, write_checked
from safepassage.planning.plan import plan as make_plan
from safepassage.planning.price_plan import NotAsked
from safepassage.planning.proof import prove
from safepassage.planning.reasons import Reasons
from safepassage.planning.result import GoodsLine, Plan
from safepassage.planning.search import Found
from safepassage.planning.setting import Setting, lay_out, lay_out_like, with_more_roads
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

    def longer(self) -> "Effort":
        """For a bound, where the effort for a plan gave none."""
        return Effort(
            None if self.work is None else _LONGER * self.work,
            None if self.seconds is None else _LONGER * self.seconds,
        )

    def plan(self, scenario: Scenario, ground: Ground, words: str, tell: Progress) -> Plan:
        return make_plan(
            scenario,
            seconds=self.seconds,
            work=self.work,
            ground=ground,
            progress=lambda stage, value, bound, done: tell(words, value, bound, done),
        )


_LONGER = 3
"""A search for one plan that ended before it had a bound is done once more, so many times as long, for its bound alone."""


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
    nominal = effort.plan(scenario, base.ground, _words(NO_SLACK), say)
    if nominal.certificate.prices is None and not own_goes_first(scenario) and not is_stopped():
        say("Searching on for a bound", None, None, 0)
        nominal = _with_bound_of(effort.longer().plan(scenario, base.ground, "Searching on for a bound", say), nominal)
    made, left_out = [_named(NO_SLACK, nominal)], []
    for slack in find_slack(scenario):
        say(_words(slack), None, None, 0)
        if _changes_nothing(slack, scenario):
            left_out.append(f"'{slack.title}' changes nothing in this scenario.")
            continue
        try:
            plan = None if is_stopped() else _plan_with(slack, base, nominal, effort, say)
        except KeyboardInterrupt:
            plan = None
        if plan is None or is_stopped():
            left_out.append(f"'{slack.title}' was not made: it was stopped before.")
        else:
            made.append(_named(slack, plan))
    return made, tuple(left_out)


def _with_bound_of(longer: Plan, plan: Plan) -> Plan:
    """The plan with the bound of a longer search of the same scenario, on the same roads."""
    own, other = plan.certificate, longer.certificate
    names = ("bound_points", "covers", "prices", "with_own_bound_points", "with_own_covers", "with_own_prices")
    certificate = own.model_copy(update={name: getattr(other, name) for name in names})
    gaps = {"gap": _gap(own.value_points, other.bound_points)}
    if own.with_own_value_points is not None and other.with_own_bound_points is not None:
        gaps["with_own_gap"] = _gap(own.with_own_value_points, other.with_own_bound_points)
    return plan.model_copy(update={"certificate": certificate.model_copy(update=gaps)})


def _gap(value_points: float, bound_points: float) -> float:
    return (bound_points - value_points) / bound_points if bound_points else 0.0


def _words(slack: Slack) -> str:
    return f"Making the plan '{slack.title}'"


def _named(slack: Slack, plan: Plan) -> Candidate:
    return Candidate(slack.name, slack.title, slack.why, plan)


def _changes_nothing(slack: Slack, scenario: Scenario) -> bool:
    changes = [change for change in (slack.tightened, slack.slowed) if change is not None]
    return bool(changes) and all(change(scenario) == scenario for change in changes)


def _plan_with(slack: Slack, base: Setting, nominal: Plan, effort: Effort, tell: Progress) -> Plan:
    """Searched for where things are worst, written where only room and hours are less, carried into the true scenario."""
    scenario = base.scenario
    tightened = slack.tightened(scenario) if slack.tightened is not None else scenario
    tight = lay_out_like(tightened, base) if tightened != scenario else base
    if slack.slowed is not None:
        slowed = slack.slowed(tightened)
        slow = effort.plan(slowed, connect(slowed, base.ground.network), _words(slack), tell)
        made = _planned(_days(slow, tight), tight, tight.first_own, shrinks=slack.shrinks)
    elif slack.shrinks:
        made = effort.plan(tightened, tight.ground, _words(slack), tell)
    else:
        made = _planned(_days(nominal, tight), tight, tight.first_own, shrinks=False)
    return carried(made, base, nominal)


def _days(plan: Plan, setting: Setting) -> list[Day]:
    """The days of a plan of another scenario, as far as they can be done in this one."""
    roads = {route.id: route for route in plan.routes}
    told = [tell_itinerary(itinerary, roads) for itinerary in plan.itineraries]
    return setting.carrier.carry_plan(told)[0]


def _planned(days: Sequence[Day], setting: Setting, first_own: list[OwnGroup], *, shrinks: bool) -> Plan:
    found = Found(tuple(days), 0.0, inf, False, None, 0)
    return write_checked(setting.ground, setting.routes, setting.problem, found, first_own, reasons=NotAsked, shrinks=shrinks)


def carried(plan: Plan, base: Setting, nominal: Plan) -> Plan:
    """A plan of a tightened scenario as one of the true scenario, with the bound that the prices of the plan `nominal` prove.

    Raises:
        PlanBrokenError: the checker refuses it.
    """
    known = {road_of(route) for route in base.roads.values()}
    more = tuple(route for route in plan.routes if road_of(route) not in known)
    while True:  # where less is open other roads are looked at; those that are used here are beside the usual ones, and no others
        made = _carried_on(with_more_roads(base, more) if more else base, plan, nominal)
        used = {road_of(route) for route in made.routes}
        if all(road_of(route) in used for route in more):
            return made
        more = tuple(route for route in more if road_of(route) in used)


def _carried_on(base: Setting, plan: Plan, nominal: Plan) -> Plan:
    roads = {route.id: road_of(route) for route in plan.routes}
    flows = {(flow.row, road_of(base.roads[flow.route])): number for number, flow in enumerate(base.problem.own_flows)}
    own = [
        OwnGroup(
            flows[departure.own_transport_row, roads[departure.route]],
            (departure.departs_at - base.scenario.horizon.starts_at) // MINUTE,
            departure.units,
        )
        for departure in plan.own_departures
    ]
    return written(_days(plan, base), own, base, nominal)


def written(days: Sequence[Day], own: list[OwnGroup], base: Setting, nominal: Plan) -> Plan:
    """A plan of these movements and no others, with the bound that the prices of the plan `nominal` prove of the roads of the base.

    Raises:
        PlanBrokenError: the checker refuses it.
    """
    certificate = nominal.certificate
    bound, proven = _bound(base, certificate.bound_points, certificate.prices)
    together, with_own = None, None
    if certificate.with_own_bound_points is not None:
        bound_with_own, with_own = _bound(base, certificate.with_own_bound_points, certificate.with_own_prices, with_own=True)
        together = TogetherBound(bound_with_own, STILL_FALLING not in certificate.with_own_covers, None)
    found = Found(tuple(days), 0.0, bound, STILL_FALLING not in certificate.covers, None, certificate.work, together=together)
    # who stays at home for slack must not be placed again
    problem = base.problem if own else replace(base.problem, own_flows=())
    return write_checked(
        base.ground, base.routes, problem, found, own, proven=proven, with_own=with_own, reasons=_KeepingSlack, shrinks=False
    )


def _bound(base: Setting, bound_points: float, prices: BoundPrices | None, *, with_own: bool = False) -> tuple[float, BoundPrices | None]:
    """The bound of a plan on the roads of the base, and the prices that prove it: any prices prove one, of whatever roads.

    Without prices it was everybody and everything, or follows from the bound of the fleet.
    """
    if prices is None:
        return inf, None
    roads_hash = hash_roads(base.routes.all())
    if prices.roads_hash == roads_hash:
        return bound_points, prices
    anew = prove(base.ground, base.routes, prices.model_copy(update={"roads_hash": roads_hash}), with_own=with_own)
    return (inf if anew.bound_points is None else anew.bound_points), anew


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
