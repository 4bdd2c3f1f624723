"""A hamlet whose road out passes a gate and a segment that needs silence, and days of it with one thing that goes wrong.

    depot --10 min-- square --10-- gate (held 5) --20, segment 'line'-- hall        from 09:00 to 13:00 UTC

The bus is at the square at 09:10, boards until 09:15, is at the gate from 09:25 to 09:30, on the line until 09:50, empty at 09:55.
Minutes are counted from 09:00.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from tests.planning.hamlet import SPOT, at, hamlet, leg, planned

from safepassage.corridor import Checkpoint, Control, OfferedWindow, Segment
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.assumptions import Assumptions, Cause, read_assumptions
from safepassage.stress.build import Staged, stage
from safepassage.stress.chances import weigh_chances
from safepassage.stress.day import Column, Draw
from safepassage.stress.ensemble import Task
from safepassage.stress.simulate import new_draw, simulate_draw

ROOT = Path(__file__).parents[2]
TOWN = ROOT / "examples" / "tutorial-town"


def by_the_line(**changes: Any) -> Scenario:
    """The hamlet with its gate and line; any field of the scenario can be given instead."""
    gate = Checkpoint(
        id="gate", name="Gate", party="south", lanes=1, inbound_vehicles_per_15_min=4, outbound_vehicles_per_15_min=4, hold_min=5, **SPOT,
    )  # fmt: skip
    fields: dict[str, Any] = {
        "checkpoints": (gate,),
        "segments": (Segment(id="line", name="Line", needs_silence=True),),
        "control": (Control(segment="line", party="south", since=at("09:00") - timedelta(days=9), source="invented"),),
        "windows": (OfferedWindow(segment="line", party="south", opens=at("08:00"), closes=at("14:00")),),
        "legs": (leg("depot", "square", 10), leg("square", "gate", 10), leg("gate", "hall", 20, segment="line")),
    }
    return hamlet(**(fields | changes))


def calm(**rules: Any) -> Assumptions:
    """The assumptions with every cause off, and silence as it was offered."""
    told = read_assumptions().without(*Cause)
    return told.model_copy(update={"rules": told.rules.model_copy(update={"silence": "offered"} | rules)})


def ready(scenario: Scenario, plan: Plan, assumptions: Assumptions, seed: int = 1) -> tuple[Staged, Task]:
    staged = stage(scenario, plan, assumptions)
    chances, layout = weigh_chances(scenario, staged, assumptions)
    return staged, Task(staged.programme, chances, layout, staged.vehicles, seed)


@cache
def plan_of(scenario: Scenario) -> Plan:
    return planned(scenario, work=30)


class Told:
    """What was counted on one day."""

    def __init__(self, counted: np.ndarray[Any, np.dtype[np.float64]]) -> None:
        self.counted = counted

    def __getitem__(self, column: Column) -> int:
        """One figure, or the sum of a figure kept by class."""
        width = 4 if column < Column.OUTSIDE_PERSON_MIN else 1
        return int(self.counted[column : column + width].sum())


def one_day(
    scenario: Scenario, befall: Callable[[Staged, Draw], None], assumptions: Assumptions | None = None, plan: Plan | None = None
) -> Told:
    """The day of a scenario's plan, or of another one for it, on which only this befalls."""
    staged, task = ready(scenario, plan or plan_of(scenario), assumptions or calm())
    draw = new_draw(task.programme, task.vehicles, len(task.chances.day_from))
    befall(staged, draw)
    return Told(simulate_draw(task.programme, task.chances, task.layout, draw).counted[0])


def task_of(scenario: Scenario, assumptions: Assumptions, seed: int = 1) -> Task:
    return ready(scenario, plan_of(scenario), assumptions, seed)[1]
