"""Own cars and people on foot of a scenario: the most that can come out under the rules, from two sides.

From below: departures by road and minute that the independent checker has judged (`leaving.py`). From above: what no plan under the rules
exceeds on any road of the network (`ceiling.py`). Where they meet, it is exact; where not, the gap is said. With queues at checkpoints,
which the rules do not allow, there is another reckoning: `queueing.py`.
"""

from collections.abc import Callable

import numpy as np

from safepassage.planning.flow.ceiling import Ceiling
from safepassage.planning.flow.closers import close_gaps
from safepassage.planning.flow.leaving import Layout, Leaving, judge, known_ways, lay, leave, leave_as_planned, with_more_roads
from safepassage.planning.flow.places import Places
from safepassage.planning.flow.queueing import queue_own
from safepassage.planning.flow.result import OwnFlow
from safepassage.planning.flow.telling import tell_flow
from safepassage.planning.problem import QUARTER_MIN
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

Progress = Callable[[str, float | None, float | None, int], None]
MOST_MOMENTS = 192
"""By so many moments at most is the bound computed; before any other the bound of the next one holds."""

MOST_ROUNDS = 120
"""Once prices have been sought so often, those known are tried and no others sought: convoys that leave odd places make it long."""

MOST_ROUNDS_OF_A_MOMENT = 10
"""For each but the last moment of all."""


def flow_own(
    scenario: Scenario, *, plan: Plan | None = None, may_wait_at_checkpoints: bool = False, progress: Progress | None = None
) -> OwnFlow:
    """Who of those without a seat can be out when. With a plan, what its convoys take is deducted.

    Raises:
        InputError: what `connect` raises.
        PlanBrokenError: the checker found that departures break the rules: a fault of ours, and nothing is handed out.
    """
    tell = progress or (lambda stage, value, bound, work: None)
    if may_wait_at_checkpoints:
        return queue_own(scenario, plan, tell)
    tell("Laying the roads", None, None, 0)
    layout = lay(scenario, plan)
    tell("Placing departures", None, None, 0)
    leaving = leave(layout, layout.places)
    if plan is not None:
        leaving = max(leaving, leave_as_planned(layout, plan), key=lambda each: each.merit)
    ceiling = Ceiling(scenario, layout.ground, layout.places.gates(), layout.places.people, layout.places.offset_min)
    ceiling.add(known_ways(layout))
    if plan is not None:
        tell("Proving the most without convoys", None, None, 0)
        ceiling.begin_from(_without_convoys(layout))
    bounds = _bounds(leaving, ceiling, tell)
    wider = with_more_roads(layout, ceiling)
    if wider is not None:
        tell("Placing departures on more roads", None, None, 0)
        layout, leaving = wider, max(leaving, leave(wider, wider.places), key=lambda each: each.merit)
    judge(layout, leaving, plan)
    return tell_flow(layout, leaving, bounds, tuple(close_gaps(layout, leaving, tell)), plan)


def _without_convoys(layout: Layout) -> Ceiling:
    """What is the most where convoys take nothing: it is found far sooner, and its prices are good beside convoys too."""
    places = Places(layout.scenario, None)
    ceiling = Ceiling(layout.scenario, layout.ground, places.gates(), places.people, places.offset_min)
    ceiling.add(known_ways(layout))
    ceiling.most_by(places.minutes)
    return ceiling


def _bounds(leaving: Leaving, ceiling: Ceiling, tell: Progress) -> list[tuple[int, int]]:
    """The most that can have arrived by the end of each quarter of an hour: (minute, units) in order of time.

    From the end of the horizon back, since what is the most by then is no less than the most before.
    """
    horizon_min = len(leaving.arrived) - 1
    ends = [*range(QUARTER_MIN, horizon_min, QUARTER_MIN), horizon_min]
    different = len(np.unique(leaving.arrived[ends]))
    bounds: list[tuple[int, int]] = []
    most, asked = None, 0
    for number, end in enumerate(reversed(ends)):
        reached = int(leaving.arrived[end])
        if most is None or (most > reached and number * MOST_MOMENTS >= asked * different):
            tell(f"Proving the most by each quarter of an hour ({len(ends) - number} to go)", None, None, 0)
            if most is None:
                most = ceiling.most_by(end, reached)
            else:
                rounds = min(MOST_ROUNDS_OF_A_MOMENT, max(0, MOST_ROUNDS - ceiling.rounds))
                most = min(most, ceiling.most_by(end, reached, most_rounds=rounds))
            asked += 1
        bounds.append((end, most))
    return bounds[::-1]
