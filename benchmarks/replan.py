"""Planning anew in the middle of the day: how long it takes with a session that is open already, as live operation has it, and without.

The plan is made by work, so that it is the same everywhere. At the moment given one checkpoint passes fewer vehicles, or a road closes.
Warm times are the best of three calls of one session, after a first one that loads the compiled loops; a cold one is a new process from
the imports to the written value. `safepassage replan` pays the cold time, and then uses the seconds it is given.
"""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.planning import find_scenario, title_of

from safepassage.corridor import Closure, ClosureKind
from safepassage.planning.plan import plan
from safepassage.planning.replanning import DayState, Replanned, Session, open_session, replan
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

HEADING = (
    "| instance | what changes | vehicles broken | changed | people out before | now | warm, s (of processor) | cold, s (of processor) |\n"
    "|---|---|---|---|---|---|---|---|"
)
LIMIT_S = {"mariupol-2022-03": 2.0, "20": 10.0}
_HOURS = {"mariupol-2022-03": 30.5, "20": 4.0}
_WORK = {"mariupol-2022-03": 60, "20": 120}
_SECONDS = {"mariupol-2022-03": 1.0, "20": 7.0}
"""Of search: the rest of the limit is for what comes before and after."""


def replan_rows(data: Path) -> Iterator[str]:
    """One row for each instance and change."""
    for name in LIMIT_S:
        scenario = find_scenario(data, name)
        if scenario is None:
            yield f"| {title_of(name)} | skipped: its file is not in {data} (SAFEPASSAGE_DATA) | | | | | | |"
            continue
        made = apart(_planned, scenario, _WORK[name])
        for what in CHANGES:
            yield apart(_row, name, what, scenario, made)


def slower(scenario: Scenario, _: DayState) -> Scenario:
    """The checkpoint that passes fewest passes three quarters of it."""
    least = min(place.outbound_vehicles_per_15_min for place in scenario.checkpoints)
    places = tuple(
        place.model_copy(
            update={
                name: None if (now := getattr(place, name)) is None else now * 3 // 4
                for name in ("inbound_vehicles_per_15_min", "outbound_vehicles_per_15_min", "vehicles_per_15_min")
            }
        )
        if place.outbound_vehicles_per_15_min == least
        else place
        for place in scenario.checkpoints
    )
    return scenario.model_copy(update={"checkpoints": places})


def shut(scenario: Scenario, state: DayState) -> Scenario:
    """The road of the last leg of the table closes for four hours."""
    closure = Closure(kind=ClosureKind.LEG, what=scenario.legs[-1].id, since=state.at, until=state.at + timedelta(hours=4))
    return scenario.model_copy(update={"closures": (*scenario.closures, closure)})


def nothing(scenario: Scenario, _: DayState) -> Scenario:
    return scenario


CHANGES: dict[str, Callable[[Scenario, DayState], Scenario]] = {
    "nothing": nothing,
    "its narrowest checkpoint passes a quarter less": slower,
    "a road closes for four hours": shut,
}


def _row(name: str, what: str, scenario: Scenario, made: Plan) -> str:
    state = DayState(at=scenario.horizon.starts_at + timedelta(hours=_HOURS[name]))
    changed = CHANGES[what](scenario, state)
    cold = _timed(lambda: _again(open_session(scenario, made), state, changed, _SECONDS[name]))
    session = open_session(scenario, made)
    _again(session, state, changed, _SECONDS[name])
    warm = min((_timed(lambda: _again(session, state, changed, _SECONDS[name])) for _ in range(3)), key=lambda timed: timed[1])
    result = warm[0]
    before, now = (each.figures.out.total_people for each in (result.before, result.plan))
    changes = result.trades[0].changed_vehicles if result.trades else 0
    return (
        f"| {title_of(name)} | {what} | {len(result.broken)} | {changes} | {before:,} | {now:,} | {warm[1]:.2f} ({warm[2]:.2f}), "
        f"limit {LIMIT_S[name]:g} | {cold[1]:.1f} ({cold[2]:.1f}) |"
    )


def _again(session: Session, state: DayState, changed: Scenario, seconds: float) -> Replanned:
    return replan(session, state, changed, most_changes=0, seconds=seconds, bounds=False, seeks_roads=False, trades=(0,))


def _timed(run: Callable[[], Replanned]) -> tuple[Replanned, float, float]:
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    result = run()
    return result, time.perf_counter() - began_s, time.process_time() - began_cpu_s


def _planned(scenario: Scenario, work: int) -> Plan:
    return plan(scenario, work=work)
