"""The linear optimum of a setting, from the columns of another one; and proofs that it is the same without solving it anew.

Invariant: an optimum called unchanged is unchanged. A relaxed problem cannot fall below it, and the prices of the old optimum prove that
it does not rise; a tightened one cannot rise above it, and the old columns that are left show that it does not fall.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from safepassage.planning.bound import Generation
from safepassage.planning.carry import Carrier, tell_day
from safepassage.planning.levers import Effect
from safepassage.planning.master import Day, MasterResult
from safepassage.planning.problem import Problem
from safepassage.planning.setting import Setting

_EXACT_SHARE = 1e-6
"""Optima closer than this share are one: the solver's arithmetic ends there."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """`points` is the optimum over the columns found, `bound_points` what no plan exceeds; the two meet where `is_final`."""

    points: float
    bound_points: float
    is_final: bool
    result: MasterResult | None
    columns: tuple[Day, ...]


def solve_linear(setting: Setting, columns: Iterable[Day], *, most_steps: int | None = None) -> Linear:
    """Column generation to the end, or for so many steps."""
    generation = Generation(setting.fleet_problem, setting.finders)
    generation.add(list(columns))
    bound_points, steps = np.inf, 0
    while True:
        priced = generation.step()
        bound_points, steps = min(bound_points, priced.bound_points), steps + 1
        points = priced.result.points
        is_final = priced.new_columns == 0 or bound_points - points < _EXACT_SHARE * bound_points
        if is_final or steps == most_steps:
            return Linear(points, max(bound_points, points), is_final, priced.result, tuple(generation.master.days))


def unchanged_linear(setting: Setting, base: Setting, known: Linear, effect: Effect) -> bool:
    """Whether it can be shown without solving anew that the base's optimum is that of the setting as well."""
    if not known.is_final or known.result is None or not _shares_graphs(setting, base):
        return False
    if effect is Effect.HELPS:
        return _prices_nothing(setting.fleet_problem, base.fleet_problem, known.result)
    if effect is Effect.HURTS:
        generation = Generation(setting.fleet_problem, [])
        generation.add(carried_columns(setting, base, known.columns))
        return is_same_optimum(generation.master.solve().points, known.points)
    return False


def is_same_optimum(one: float, other: float) -> bool:
    return abs(one - other) <= _EXACT_SHARE * max(1.0, abs(other))


def carried_columns(setting: Setting, base: Setting, columns: Iterable[Day]) -> list[Day]:
    """The base's columns as they are in the setting, those left out that cannot be done there just so."""
    if _shares_graphs(setting, base):
        return [day for day in columns if _is_open(setting.problem, day)]
    carrier = Carrier(setting.fleet_problem, setting.scenario, setting.roads, setting.fuel_places)
    carried = (carrier.carry(tell_day(base.problem, base.scenario, base.roads, day), exactly=True).day for day in columns)
    return [day for day in carried if day is not None]


def _shares_graphs(setting: Setting, base: Setting) -> bool:
    """Whether moves and limits have the numbers that they have in the base; hours may differ."""
    graphs, of_base = setting.problem.graphs, base.problem.graphs
    return len(graphs) == len(of_base) and all(one.moves is other.moves for one, other in zip(graphs, of_base, strict=True))


def _is_open(problem: Problem, day: Day) -> bool:
    graph = problem.graphs[problem.fleet[day.fleet].graph]
    return all(graph.open_min[graph.moves[step.move].shape, step.starts_min] for step in day.path)


def _prices_nothing(problem: Problem, base: Problem, optimum: MasterResult) -> bool:
    """Whether, at the prices of the base's optimum, all that there is more of costs nothing: then the optimum is the same."""
    if any(one is not other for one, other in zip(problem.graphs, base.graphs, strict=True)):
        return False
    gained = 0.0
    for number, (limit, other) in enumerate(zip(problem.limits, base.limits, strict=True)):
        if not np.array_equal(limit.capacity, other.capacity):  # unlimited ones would give inf - inf
            gained += float(optimum.prices.slot[number] @ np.abs(limit.capacity - other.capacity))
    for number, (row, other_row) in enumerate(zip(problem.fleet, base.fleet, strict=True)):
        gained += float(optimum.fleet[number]) * abs(row.vehicles - other_row.vehicles)
    for number, (shelter, other_shelter) in enumerate(zip(problem.shelters, base.shelters, strict=True)):
        gained += float(optimum.capacity["capacity"][number]) * abs(shelter.capacity_people - other_shelter.capacity_people)
        gained += float(optimum.capacity["bed"][number]) * abs(shelter.hospital_beds - other_shelter.hospital_beds)
    return gained <= _EXACT_SHARE * max(1.0, abs(optimum.points))
