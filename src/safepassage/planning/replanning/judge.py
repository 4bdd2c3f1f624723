"""Whether a plan that was changed in the middle of a day holds: the whole of it goes to the independent checker.

What has happened cannot be changed any more, so it is not held against the new plan: the past alone is checked under the same new
conditions, and only what the whole breaks beyond that counts. A quarter at a checkpoint that was used more than it passes now stays as it
is; one vehicle more in it is a breach again. Vehicles that the plan itself names as stranded are let end where they end.

Invariant: no breach of what is to come is passed over but the end of a journey that is named.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from safepassage.planning.checker import Breach, check_plan
from safepassage.planning.itinerary import Drive, Halt, Itinerary
from safepassage.planning.midday import MiddayChange
from safepassage.planning.result import Plan
from safepassage.roads import RoadNetwork
from safepassage.scenario.scenario import Scenario

_STATEMENTS = {3, 22, 25, 26}
"""Rules of a whole plan and of its words: the past alone cannot keep them, and breaking them is never a matter of the past."""

_ENDS = {3, 5, 6}
"""Rules that a vehicle breaks by ending where it is."""

_HALTS = 18
"""The rule that vehicles break together by ending at one halt."""


class Judged(NamedTuple):
    """Breaches of what is to come, and those that are not held against a plan: of what has happened, or of an end that is named."""

    breaches: tuple[Breach, ...]
    passed_over: tuple[Breach, ...]


def judge(scenario: Scenario, network: RoadNetwork, plan: Plan, past: Mapping[str, int], *, place_nodes: Mapping[str, int]) -> Judged:
    """Judge a plan that says when it was changed. `past` says how many activities of each vehicle had begun then."""
    breaches = check_plan(scenario, network, plan, place_nodes=place_nodes)
    changed = plan.changed
    if not breaches or changed is None:
        return Judged(breaches, ())
    before = past_of(plan, past, changed.at)
    happened = set(check_plan(scenario, network, before, place_nodes=place_nodes))
    # where holds have changed, the checker cannot drive the past again: it was on these segments for other minutes
    driven_otherwise = {breach.where.removeprefix("route ") for breach in happened if breach.rule == 2}
    of_past = {passage.segment for route in before.routes if route.id in driven_otherwise for passage in route.passages}
    windows = tuple(f"window of {segment} " for segment in {*changed.silence_as_it_was, *of_past})
    overfull = _overfull(scenario, plan, changed)

    def is_passed_over(breach: Breach) -> bool:
        return (
            (breach in happened and breach.rule not in _STATEMENTS)
            or (breach.rule in _ENDS and _vehicle(breach) in changed.ends_elsewhere)
            or (breach.rule == _HALTS and breach.where.removeprefix("safe halt ") in overfull)
            or (breach.rule == 22 and (breach.where.startswith(windows) or _is_past(breach, past, len(before.own_departures))))
        )

    passed_over = tuple(breach for breach in breaches if is_passed_over(breach))
    return Judged(tuple(breach for breach in breaches if breach not in passed_over), passed_over)


def _overfull(scenario: Scenario, plan: Plan, changed: MiddayChange) -> set[str]:
    """Halts with room for fewer vehicles than are named as ending there."""
    stranded = Counter(
        itinerary.activities[-1].place
        for itinerary in plan.itineraries
        if itinerary.vehicle in changed.ends_elsewhere and isinstance(itinerary.activities[-1], Halt)
    )
    return {halt.id for halt in scenario.safe_halts if stranded[halt.id] > halt.holds_vehicles}


def _is_past(breach: Breach, past: Mapping[str, int], own_past: int) -> bool:
    """Whether it is about a drive, or a departure by own means, that has begun: those are the first of their kind in a plan."""
    if breach.where.startswith("own departure "):
        return int(breach.where.removeprefix("own departure ")) <= own_past
    words = breach.where.split(",")
    if len(words) < 2 or not breach.where.startswith("vehicle "):
        return False
    number = words[1].strip().removeprefix("activity ").split(" ")[0]
    return number.isdigit() and int(number) <= past.get(_vehicle(breach), 0)


def past_of(plan: Plan, past: Mapping[str, int], at: datetime) -> Plan:
    """The plan with only what has begun."""
    itineraries = tuple(
        itinerary.model_copy(update={"activities": itinerary.activities[: past[itinerary.vehicle]]})
        for itinerary in plan.itineraries
        if past.get(itinerary.vehicle, 0)
    )
    own = tuple(departure for departure in plan.own_departures if departure.departs_at < at)
    used = routes_of(itineraries) | {departure.route for departure in own}
    return plan.model_copy(
        update={
            "itineraries": itineraries,
            "own_departures": own,
            "routes": tuple(route for route in plan.routes if route.id in used),
        }
    )


def routes_of(itineraries: Collection[Itinerary]) -> set[str]:
    return {activity.route for itinerary in itineraries for activity in itinerary.activities if isinstance(activity, Drive)}


def _vehicle(breach: Breach) -> str:
    return breach.where.split(",")[0].removeprefix("vehicle ")
