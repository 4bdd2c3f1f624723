"""A day at one moment, before anything is laid out: what holds from now on, where every vehicle stands, and what cannot be.

Invariant: whatever is wrong with a state or a changed scenario and needs no roads to be found is found here, all of it at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from safepassage.corridor import PeopleByClass
from safepassage.errors import InputError
from safepassage.planning.itinerary import OwnDeparture
from safepassage.planning.midday import OutOfService
from safepassage.planning.replanning.change import change_problems
from safepassage.planning.replanning.check_state import state_problems
from safepassage.planning.replanning.scenario_now import not_enough, scenario_now, waiting_by_plan
from safepassage.planning.replanning.set_down import with_set_down
from safepassage.planning.replanning.standing import Standing, stand
from safepassage.planning.replanning.state import DayState
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class DayNow:
    """`scenario` is that of the whole day: as it was until the moment, as it is from then on; `changed` is as it was given, with those set
    down before. `waiting` says who would wait at each gathering point had nobody counted them.
    """

    scenario: Scenario
    changed: Scenario | None
    standings: tuple[Standing, ...]
    own_past: tuple[OwnDeparture, ...]
    out: tuple[OutOfService, ...]
    waiting: Mapping[str, PeopleByClass]


def day_now(scenario: Scenario, plan: Plan, state: DayState, changed: Scenario | None) -> DayNow:
    """The day of a plan at the moment of a state; `changed` holds from then on, None: the plan's own scenario.

    Raises:
        InputError: the state or the changed scenario does not fit the plan, or the day; with everything that does not.
    """
    known = plan.changed.out if plan.changed is not None else ()
    changed = with_set_down(changed, known) if changed is not None else None
    problems = [
        *state_problems(state, plan, scenario, changed if changed is not None else scenario),
        *(change_problems(scenario, changed) if changed is not None else ()),
    ]
    if problems:
        raise InputError(problems)
    standings = stand(plan, state)
    now, out = scenario_now(scenario, changed, standings, state, known)
    own_past = tuple(departure for departure in plan.own_departures if departure.departs_at < state.at)
    problems = list(not_enough(now, standings, own_past, out, state))
    if problems:
        raise InputError(problems)
    uncounted, _ = scenario_now(scenario, changed, standings, state.model_copy(update={"waiting": ()}), known)
    return DayNow(now, changed, standings, own_past, out, waiting_by_plan(uncounted, standings))
