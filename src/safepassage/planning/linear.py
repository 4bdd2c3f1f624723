"""The linear optimum of a setting, from the columns of another one; and proofs that it is the same without solving it anew.

Invariant: an optimum called unchanged is unchanged. A relaxed problem cannot fall below it, and the prices of the old optimum prove that
it does not rise; a tightened one cannot rise above it, and the old columns that are left show that it does not fall.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from safepassage.planning.bound import Generation
from safepassage.planning.carry import Carrier, tell_day
from safepassage.planning.levers import Effect
from safepassage.planning.master import Day, MasterResult, fixed_points
from safepassage.planning.problem import Problem
from safepassage.planning.setting import Setting

_EXACT_SHARE = 1e-6
"""Optima closer than this share are one: the solver's arithmetic ends there."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """`points` is the optimum over the columns found, `bound_points` what no plan exceeds; the two meet where `is_final`.

    `result` holds the prices that prove the bound.
    """

    points: float
    bound_points: float
    is_final: bool
    result: MasterResult | None
    columns: tuple[Day, ...]
    day_points: tuple[float, ...] = ()
    """Of each fleet row, the best day at the prices of `result`; empty where nobody asked (see `with_day_points`)."""


def solve_linear(setting: Setting, columns: Iterable[Day], *, most_steps: int | None = None) -> Linear:
    """Column generation to the end, or for so many steps."""
    generation = Generation(setting.fleet_problem, setting.finders)
    generation.add(list(columns))
    bound_points, steps = np.inf, 0
    proof = None
    while True:
        priced = generation.smoothed_step()
        steps += 1
        if priced.bound_points < bound_points:
            bound_points, proof = priced.bound_points, priced.proof
        points = priced.result.points
        is_final = priced.new_columns == 0 or bound_points - points < _EXACT_SHARE * bound_points
        if is_final or steps == most_steps:
            return Linear(points, max(bound_points, points), is_final, proof or priced.result, tuple(generation.master.days))


def with_day_points(setting: Setting, linear: Linear) -> Linear:
    """The optimum with what the best days are worth at its prices: with these, many ceilings cost nothing."""
    if linear.result is None:
        return linear
    best = [finder.find(linear.result.prices, for_bound=True) for finder in setting.finders]
    rows = setting.fleet_problem.fleet
    return replace(linear, day_points=tuple(best[row.graph].points(row.start_station, row.starts_min) for row in rows))


def unchanged_linear(setting: Setting, base: Setting, known: Linear, effect: Effect) -> bool:
    """Whether it can be shown without solving anew that the base's optimum is that of the setting as well."""
    if not known.is_final or known.result is None or not shares_graphs(setting, base):
        return False
    if effect is Effect.HELPS:
        ceiling = ceiling_points(setting, base, known)
        return ceiling is not None and ceiling <= known.points + _EXACT_SHARE * max(1.0, abs(known.points))
    if effect is Effect.HURTS:
        generation = Generation(setting.fleet_problem, [])
        generation.add(carried_columns(setting, base, known.columns))
        return is_same_optimum(generation.master.solve().points, known.points)
    return False


def is_same_optimum(one: float, other: float) -> bool:
    return abs(one - other) <= _EXACT_SHARE * max(1.0, abs(other))


def carried_columns(setting: Setting, base: Setting, columns: Iterable[Day]) -> list[Day]:
    """The base's columns as they are in the setting, those left out that cannot be done there just so."""
    if shares_graphs(setting, base):
        return [day for day in columns if _is_open(setting.problem, day)]
    carrier = Carrier(setting.fleet_problem, setting.scenario, setting.roads, setting.fuel_places)
    carried = (carrier.carry(tell_day(base.problem, base.scenario, base.roads, day), exactly=True).day for day in columns)
    return [day for day in carried if day is not None]


def shares_graphs(setting: Setting, base: Setting) -> bool:
    """Whether moves and limits have the numbers that they have in the base; hours may differ."""
    graphs, of_base = setting.problem.graphs, base.problem.graphs
    return len(graphs) == len(of_base) and all(one.moves is other.moves for one, other in zip(graphs, of_base, strict=True))


def _is_open(problem: Problem, day: Day) -> bool:
    graph = problem.graphs[problem.fleet[day.fleet].graph]
    return all(graph.open_min[graph.moves[step.move].shape, step.starts_min] for step in day.path)


def ceiling_points(setting: Setting, base: Setting, known: Linear) -> float | None:
    """What no plan of the setting exceeds, by the prices of the base's optimum and without solving anything; None: nothing is known.

    Prices of one problem bound every other that has the same moves: what there is of everything at its price, and for each vehicle its
    best day at these prices, within its hours (weak duality).
    """
    optimum = known.result
    if optimum is None or not shares_graphs(setting, base):
        return None
    problem, of_base = setting.fleet_problem, base.fleet_problem
    by_cuts = optimum.fixed_points - fixed_points(of_base, optimum.prices, optimum.capacity)
    ceiling = fixed_points(problem, optimum.prices, optimum.capacity) + by_cuts
    for number, graph in enumerate(problem.graphs):
        is_known = graph is of_base.graphs[number] and len(known.day_points) == len(problem.fleet)
        best = None if is_known else setting.finders[number].find(optimum.prices, for_bound=True)
        for fleet, row in enumerate(problem.fleet):
            if row.graph == number:
                points = known.day_points[fleet] if best is None else best.points(row.start_station, row.starts_min)
                ceiling += row.vehicles * max(0.0, points)
    return ceiling


def best_columns(problem: Problem, linear: Linear, most: int) -> list[Day]:
    """The days of the linear optimum that come nearest to paying their way at its prices, in the order in which they were found."""
    if linear.result is None or len(linear.columns) <= most:
        return list(linear.columns)
    loss = np.array([linear.result.fleet[day.fleet] - _earned(problem, linear.result, day) for day in linear.columns])
    return [linear.columns[number] for number in sorted(np.argsort(loss, kind="stable")[:most].tolist())]


def _earned(problem: Problem, optimum: MasterResult, day: Day) -> float:
    """Points of a day at the prices of an optimum."""
    number = problem.fleet[day.fleet].graph
    graph, prices = problem.graphs[number], optimum.prices
    points = sum(times * (graph.seats * prices.seat[pair] + graph.stretcher_bays * prices.bay[pair]) for pair, times in day.trips.items())
    if prices.visit is not None:
        points += sum(times * prices.visit[number, pair] for pair, times in day.trips.items())
    points += sum(times * graph.payload_kg * prices.payload[lane] for lane, times in day.hauls.items())
    return float(points - sum(times * prices.slot[use] for use, times in day.uses.items()))
