"""An optimiser broken on purpose never gets a plan past the checker."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.planning.hamlet import SPOT, at, bus, buses, hall, hamlet, leg, people_at, planned

from safepassage.corridor import Checkpoint, Closure, ClosureKind, Control, OfferedWindow, SafeHalt, Segment
from safepassage.errors import PlanBrokenError
from safepassage.planning import plan as planning
from safepassage.planning import precedence
from safepassage.planning.checker import Breach
from safepassage.planning.problem import Problem
from safepassage.planning.result import BindingKind
from safepassage.scenario.scenario import Scenario


def busy() -> Scenario:
    """Ten buses for a hundred people, over a checkpoint, a silent road of limited entry and square with one boarding a quarter."""
    gate = Checkpoint(
        id="gate", name="Gate", party="south", lanes=1, inbound_vehicles_per_15_min=9, outbound_vehicles_per_15_min=2, hold_min=5, **SPOT
    )  # fmt: skip
    return hamlet(
        checkpoints=(gate,),
        safe_halts=(SafeHalt(id="rest", name="Rest", holds_vehicles=1, **SPOT),),
        gathering_points=(people_at("square", 100, boardings_per_15_min=3),),
        reception_centres=(hall(people=75),),
        fleet=(buses(10),),
        segments=(Segment(id="front", name="Front", needs_silence=True, vehicles_per_15_min=3),),
        control=(Control(segment="front", party="south", since=at("00:00"), source="invented"),),
        windows=(OfferedWindow(segment="front", party="south", opens=at("10:00"), closes=at("12:00")),),
        legs=(leg("depot", "square", 10), leg("square", "gate", 10, segment="front"), leg("gate", "rest", 5), leg("rest", "hall", 10)),
        vehicle_types=(bus(),),
    )


def more_of(kind: BindingKind) -> Callable[[Problem], Problem]:
    def broken(problem: Problem) -> Problem:
        limits = tuple(
            replace(limit, capacity=limit.capacity + 5.0) if limit.kind is kind else replace(limit, capacity=limit.capacity + 99.0)
            for limit in problem.limits
        )
        return replace(problem, limits=limits)

    return broken


def always_open(problem: Problem) -> Problem:
    """Every road at every minute from which it can be driven to the end within the horizon."""
    graphs = []
    for graph in problem.graphs:
        open_min = np.ones_like(graph.open_min)
        for shape, row in zip(graph.shapes, open_min, strict=True):
            row[problem.horizon_min - shape.total_min + 1 :] = False
        graphs.append(replace(graph, open_min=open_min))
    return replace(problem, graphs=tuple(graphs))


def more_vehicles(problem: Problem) -> Problem:
    return replace(problem, fleet=tuple(replace(row, vehicles=row.vehicles + 5) for row in problem.fleet))


def faster_roads(problem: Problem) -> Problem:
    return replace(
        problem,
        graphs=tuple(
            replace(
                graph, shapes=tuple(replace(shape, drive_min=shape.drive_min - 1, total_min=shape.total_min - 1) for shape in graph.shapes)
            )
            for graph in problem.graphs
        ),
    )


BREAKS = {
    "rule 15": more_of(BindingKind.CHECKPOINT),
    "rule 16": more_of(BindingKind.BOARDING),
    "rule 17": more_of(BindingKind.ROAD),
    "rule 8": always_open,
    "rule 14": more_vehicles,
    "rule 4": faster_roads,
}


SCENARIOS: dict[str, dict[str, object]] = {
    "rule 14": {"fleet": (buses(1),)},
    "rule 8": {
        "closures": (Closure(kind=ClosureKind.LEG, what="rest-hall", until=at("10:30")),),
        "segments": (Segment(id="front", name="Front", needs_silence=False),),
    },
}
"""What is changed in the busy scenario so that the break has its effect."""


def test_the_scenario_itself_can_be_planned() -> None:
    assert planned(busy()).figures.out.total_people == 75


@pytest.mark.parametrize("rule", BREAKS)
def test_a_problem_broken_on_purpose_is_caught_under_its_rule(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = planning.build_problem
    monkeypatch.setattr(planning, "build_problem", lambda field: BREAKS[rule](right(field)))
    scenario = busy().model_copy(update=SCENARIOS.get(rule, {}))
    with check_told(monkeypatch) as told, suppress(PlanBrokenError):
        made = planned(scenario)
        # what one vehicle did wrong is left out of the plan, and the plan says so
        assert any("our own check refused" in reason for reason in made.reasons)
    assert any(str(breach).startswith(rule) for breach in told)


@contextmanager
def check_told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Breach]]:
    """Every breach that the checker finds meanwhile."""
    told: list[Breach] = []
    check = planning.check_plan

    def checked(*given: Any, **more: Any) -> tuple[Breach, ...]:
        breaches = check(*given, **more)
        told.extend(breaches)
        return breaches

    monkeypatch.setattr(planning, "check_plan", checked)
    yield told


def test_more_people_than_a_reception_takes_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boarding and the problem both believe in a hall of a thousand places."""
    right = precedence.with_room_left

    def generous(scenario: Scenario, *others: object) -> Scenario:
        return right(scenario, *others).model_copy(update={"reception_centres": (hall(people=1000),)})

    monkeypatch.setattr(precedence, "with_room_left", generous)
    with pytest.raises(PlanBrokenError, match="rule 13"):
        planned(hamlet(reception_centres=(hall(people=7),)))
