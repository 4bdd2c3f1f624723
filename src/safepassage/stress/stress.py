"""The stress test in one function: read it first.

A plan becomes a programme of tables; a day on which nothing happens must give the plan; thousands of days are drawn and lived through;
and each single failure is tried alone.
"""

import os
from collections.abc import Callable

import numpy as np

from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.assumptions import Assumptions, read_assumptions
from safepassage.stress.build import stage
from safepassage.stress.chances import weigh_chances
from safepassage.stress.count import bars, people_out, spread, spread_classes, spread_column, spread_goods, where_and_when
from safepassage.stress.day import Column, Floats
from safepassage.stress.ensemble import Ensemble, Task, live_ensemble
from safepassage.stress.failures import rank_failures
from safepassage.stress.result import StressResult
from safepassage.stress.simulate import new_draw, simulate_draw

DEFAULT_DAYS = 10_000
MOST_WORST_DAYS = 20

Progress = Callable[[str, int, int], None]
"""Told the stage in words, how many days are done, and of how many."""


class PlanNotReproducedError(AssertionError):
    """A day on which nothing happens did not give the plan: our fault, not the user's. No figure is handed out."""


def stress_test(
    scenario: Scenario,
    plan: Plan,
    *,
    assumptions: Assumptions | None = None,
    days: int = DEFAULT_DAYS,
    seed: int = 1,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> StressResult:
    """Live through a plan's horizon thousands of times, and try each single failure alone.

    The same plan, assumptions, days and seed give the same result to the byte, on one core, on many, and on the cluster of a Dask
    `scheduler`. Ctrl-C gives the result over the days done so far; `days_done` says how many.

    Raises:
        InputError: there is no Dask, or its scheduler does not answer.
        PlanNotReproducedError: a fault of ours.
    """
    tell = progress or (lambda stage, done, of: None)
    assumptions = assumptions if assumptions is not None else read_assumptions()
    tell("Laying out the day", 0, days)
    staged = stage(scenario, plan, assumptions)
    chances, layout = weigh_chances(scenario, staged, assumptions)
    task = Task(staged.programme, chances, layout, staged.vehicles, seed)
    planned = undisturbed_day(plan, task)
    ensemble = live_ensemble(
        task, days, workers=workers, scheduler=scheduler, progress=lambda done, of: tell("Living through days", done, of)
    )
    tell("Trying each failure alone", len(ensemble.days), days)
    failures = rank_failures(scenario, plan, staged, task, assumptions, planned, workers=workers or os.cpu_count() or 1)
    counted, lived = ensemble.lived.counted, ensemble.lived
    places = len(scenario.places)
    people = people_out(counted)
    return StressResult(
        scenario=scenario.id,
        scenario_title=scenario.title,
        scenario_hash=plan.scenario_hash,
        network_hash=plan.network_hash,
        planner=plan.planner,
        zone=scenario.zone,
        starts_at=scenario.horizon.starts_at,
        seed=seed,
        days_asked=days,
        days_done=len(ensemble.days),
        assumptions=assumptions,
        out_people=spread(people, float(people_out(planned[np.newaxis])[0]), is_more_better=True),
        out=spread_classes(counted, planned, Column.OUT, is_more_better=True),
        own_transport_out=spread_classes(counted, planned, Column.OWN_OUT, is_more_better=True),
        sent_home=spread_classes(counted, planned, Column.HOME),
        stranded=spread_classes(counted, planned, Column.STRANDED),
        stayed_away=spread_classes(counted, planned, Column.STAYED_AWAY),
        unregistered_taken=spread_classes(counted, planned, Column.MORE_TAKEN),
        goods=spread_goods(counted, planned),
        vehicles_home=spread_column(counted, planned, Column.VEHICLES_HOME, is_more_better=True),
        out_people_days=bars(people),
        worst_days=_worst_days(ensemble, people),
        stranded_at=where_and_when(lived.stranded_at, staged.locations, places),
        turned_back_at=where_and_when(lived.turned_at, staged.locations, places),
        failures=failures,
        outside_silence_person_min=spread_column(counted, planned, Column.OUTSIDE_PERSON_MIN),
        outside_silence_vehicle_min=spread_column(counted, planned, Column.OUTSIDE_VEHICLE_MIN),
        dark_person_min=spread_column(counted, planned, Column.DARK_PERSON_MIN),
        danger_person_incidents=spread_column(counted, planned, Column.DANGER),
        turned_back_vehicles=spread_column(counted, planned, Column.TURNED_BACK),
        turned_back_people=spread_column(counted, planned, Column.TURNED_BACK_PEOPLE),
        overdue=spread_column(counted, planned, Column.OVERDUE),
        broken_down_vehicles=spread_column(counted, planned, Column.BROKEN_DOWN),
        lost_vehicles=spread_column(counted, planned, Column.LOST),
        journeys_left_out=spread_column(counted, planned, Column.LEFT_OUT),
        vehicles_away=spread_column(counted, planned, Column.VEHICLES_AWAY),
        waited_vehicle_min=spread_column(counted, planned, Column.WAITED_VEHICLE_MIN),
        overfull_halt_vehicle_min=spread_column(counted, planned, Column.OVERFULL_HALT_VEHICLE_MIN),
        overfull_reception_people=spread_column(counted, planned, Column.OVERFULL_RECEPTION_PEOPLE),
    )


def undisturbed_day(plan: Plan, task: Task) -> Floats:
    """What is counted on a day on which nothing happens, `float[Column]`: the plan, or nothing is handed out.

    Raises:
        PlanNotReproducedError: people out by class are not those of the plan.
    """
    draw = new_draw(task.programme, task.vehicles, len(task.chances.day_from))
    counted: Floats = simulate_draw(task.programme, task.chances, task.layout, draw).counted[0]
    for column, people in ((Column.OUT, plan.figures.out), (Column.OWN_OUT, plan.figures.own_transport_out)):
        for row, (priority, count) in enumerate(people.items()):
            if counted[column + row] != count:
                raise PlanNotReproducedError(f"{counted[column + row]:g} {priority.value} out where the plan has {count}")
    return counted


def _worst_days(ensemble: Ensemble, people: Floats) -> tuple[int, ...]:
    order = sorted(range(len(people)), key=lambda row: (people[row], ensemble.days[row]))
    return tuple(ensemble.days[row] for row in order[:MOST_WORST_DAYS])
