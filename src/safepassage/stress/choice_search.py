"""A plan put together from other plans by what becomes of it on days that do not go as planned.

Vehicles' days and departures of own transport are taken from two plans at random, some times are moved, what does not fit beside the others
is left out; the child is kept where it does better on a fixed sample of days (sample average approximation: Kleywegt, Shapiro and
Homem-de-Mello 2002, doi:10.1137/S1052623499363220). All children live through the same days, which are neither those to choose by nor those
to report by: what a plan owes to luck on the days that made it is in no figure.

Invariant: what is tried depends on the plans, the seed and the tries before, never on the clock or the number of workers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from safepassage.planning.carry import Road, Told, road_of, tell_itinerary
from safepassage.planning.master import Day
from safepassage.planning.own_transport import OwnGroup
from safepassage.planning.precedence import fitted, man_beside, received_by
from safepassage.planning.result import Plan
from safepassage.planning.setting import Setting, lay_out
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import MINUTE
from safepassage.stress.choice_candidates import Candidate, written

SEARCHED = "searched"

_PARENTS = 6
_OTHER_SHARES = (0.05, 0.6)
"""The share of vehicles that take their day from the other parent, drawn between these two."""

_MOVED_SHARE = 0.1
_MOST_MOVED_MIN = 30
_IDLE_SHARE = 0.02

Judge = Callable[[Plan], float]
"""The score of a plan on the days of the search: the more the better."""


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """What a plan is put together from: vehicles' days by vehicle, and own transport."""

    told: Mapping[str, Told]
    own: tuple[OwnGroup, ...]


def search_on_days(
    scenario: Scenario,
    candidates: Sequence[Candidate],
    judge: Judge,
    *,
    tries: int,
    seed: int,
    tell: Callable[[int, int], None] | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Candidate | None:
    """The best plan found in so many tries, checked like every other; None where none was better than the best candidate.

    The first candidate is the plan without slack, whose bound all have. Ctrl-C, which `is_stopped` then knows of, ends it with the best
    so far.

    Raises:
        PlanBrokenError: the checker found a plan broken: a fault of ours.
    """
    if not tries:
        return None
    say = tell or (lambda done, of: None)
    kept: Plan | None = None
    done = 0
    try:
        base = lay_out(scenario)
        own_flows = {(flow.row, road_of(base.roads[flow.route])): number for number, flow in enumerate(base.problem.own_flows)}
        usual = {road_of(route) for route in base.roads.values()}
        plans = [each.plan for each in candidates if {road_of(route) for route in each.plan.routes} <= usual]
        judged = sorted(((judge(plan), -row) for row, plan in enumerate(plans)), reverse=True)[:_PARENTS]
        if is_stopped() or not judged:
            return None
        pool = [_parts(plans[-row], scenario, own_flows) for _, row in judged]
        best, best_score = pool[0], judged[0][0]
        random = np.random.default_rng(seed)
        while done < tries:
            say(done, tries)
            child = _child(base, best, pool[int(random.integers(len(pool)))], random)
            plan = written(*child, base, candidates[0].plan)
            score = judge(plan)
            if is_stopped():  # the score may be one of fewer days
                break
            done += 1
            if score > best_score:
                best, best_score, kept = _parts(plan, scenario, own_flows), score, plan
    except KeyboardInterrupt:
        pass  # with the best so far
    if kept is None:
        return None
    why = f"put together from the other plans in {done} tries, by what became of it on days that are not among those it is judged by here"
    return Candidate(SEARCHED, "searched on days", why, kept)


def _parts(plan: Plan, scenario: Scenario, own_flows: Mapping[tuple[int, Road], int]) -> _Parts:
    roads = {route.id: route for route in plan.routes}
    own = (
        OwnGroup(
            own_flows[departure.own_transport_row, road_of(roads[departure.route])],
            (departure.departs_at - scenario.horizon.starts_at) // MINUTE,
            departure.units,
        )
        for departure in plan.own_departures
    )
    return _Parts({each.vehicle: tell_itinerary(each, roads) for each in plan.itineraries}, tuple(own))


def _child(base: Setting, best: _Parts, other: _Parts, random: np.random.Generator) -> tuple[list[Day], list[OwnGroup]]:
    """Vehicles, own transport or both from two plans; a few vehicles at other times, or none."""
    takes_vehicles, takes_own = ((True, False), (False, True), (True, True))[int(random.integers(3))]
    share = random.uniform(*_OTHER_SHARES) if takes_vehicles else 0.0
    told = []
    for vehicle in sorted(best.told.keys() | other.told.keys()):
        source = other if random.random() < share else best
        moved_min = int(random.integers(-_MOST_MOVED_MIN, _MOST_MOVED_MIN + 1)) if random.random() < _MOVED_SHARE else 0
        is_idle = random.random() < _IDLE_SHARE
        if vehicle in source.told and not is_idle:
            told.append(_moved(source.told[vehicle], moved_min))
    days, _ = base.carrier.carry_plan(told)
    flows = sorted({group.flow for group in (*best.own, *other.own)})
    from_other = {flow for flow in flows if takes_own and random.random() < 0.5}
    own = [group for group in best.own if group.flow not in from_other] + [group for group in other.own if group.flow in from_other]
    manned = man_beside(base.problem, base.scenario, days, [])
    return days, fitted(base.problem, base.scenario, own, manned.days, received_by(manned))


def _moved(told: Told, minutes: int) -> Told:
    by = timedelta(minutes=minutes)
    return replace(told, deeds=tuple(replace(deed, starts_at=deed.starts_at + by) for deed in told.deeds))
