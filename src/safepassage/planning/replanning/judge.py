"""Whether a plan that was changed in the middle of a day holds: the whole of it goes to the independent checker.

What has happened cannot be changed any more, so it is not held against the new plan: the past alone is checked under the same new
conditions, and only what the whole breaks beyond that counts. A quarter at a checkpoint that was used more than it passes now stays as it
is; one vehicle more in it is a breach again. Vehicles that the plan itself names as stranded are let end where they end.

Invariant: no breach of what is to come is passed over but the end of a journey that is named.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from safepassage.planning.checker import Breach, check_plan
from safepassage.planning.itinerary import Drive, Itinerary
from safepassage.planning.result import Plan
from safepassage.roads import RoadNetwork
from safepassage.scenario.scenario import Scenario

_STATEMENTS = {3, 22, 25}
"""Rules of a whole plan and of its words: the past alone cannot keep them, and breaking them is never a matter of the past."""

_ENDS = {3, 5, 6}
"""Rules that a vehicle breaks by ending where it is."""

_HALTS = 18
"""The rule that vehicles break together by ending at one halt."""


def judge(
    scenario: Scenario,
    network: RoadNetwork,
    plan: Plan,
    past: Mapping[str, int],
    *,
    place_nodes: Mapping[str, int],
    at: datetime,
    ends_elsewhere: Collection[str] = (),
    silenced_before: Collection[str] = (),
    overfull: Collection[str] = (),
) -> tuple[Breach, ...]:
    """Breaches of the rest of a plan. `past` says how many activities of each vehicle have begun.

    `ends_elsewhere` are vehicles named as ending where no journey ends; `silenced_before` segments that the past needed silent in hours
    that are not silent any more: their windows are as they were. `overfull` are halts with room for fewer than end there.
    """
    breaches = check_plan(scenario, network, plan, place_nodes=place_nodes)
    if not breaches:
        return ()
    before = past_of(plan, past, at)
    happened = set(check_plan(scenario, network, before, place_nodes=place_nodes))
    # where holds have changed, the checker cannot drive the past again: it was on these segments for other minutes
    driven_otherwise = {breach.where.removeprefix("route ") for breach in happened if breach.rule == 2}
    of_past = {passage.segment for route in before.routes if route.id in driven_otherwise for passage in route.passages}
    windows = tuple(f"window of {segment} " for segment in {*silenced_before, *of_past})
    return tuple(
        breach
        for breach in breaches
        if not (breach in happened and breach.rule not in _STATEMENTS)
        and not (breach.rule in _ENDS and _vehicle(breach) in ends_elsewhere)
        and not (breach.rule == _HALTS and breach.where.removeprefix("safe halt ") in overfull)
        and not (breach.rule == 22 and (breach.where.startswith(windows) or _is_past(breach, past, len(before.own_departures))))
    )


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
