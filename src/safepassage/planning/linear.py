"""The linear optimum of a setting, from the columns of another one; and what its prices prove of others without solving them.

Invariant: an optimum called final is proven. Prices prove that nothing is better than a bound, and columns reach it. What is known before
is part of the proof: a tightened problem cannot rise above the optimum of the one it was tightened from.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np

from safepassage.planning.bound import Generation
from safepassage.planning.carry import tell_day
from safepassage.planning.master import Day, MasterResult, blended, day_of, fixed_points
from safepassage.planning.problem import Floats, Problem
from safepassage.planning.setting import Setting
from safepassage.planning.several_days import several_days

_EXACT_SHARE = 1e-6
"""Optima closer than this share are one: the solver's arithmetic ends there."""

_TOLERANCE = 1e-7

_CENTRE_SHARE = 0.6
"""The share that the prices which proved most have where days are looked for; Wentges 1997, doi:10.1016/S0969-6016(97)00001-4."""

_SEVERAL = 15
"""Days of one fleet row out of one pricing: so many by when the vehicle leaves, and by where it goes first."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """`points` is the optimum over the columns found, `bound_points` what no plan exceeds; the two meet where `is_final`.

    `result` holds the prices that prove most; they prove the bound where nothing was known before. `is_late`: the clock ended the search,
    which can be taken up again with these columns.
    """

    points: float
    bound_points: float
    is_final: bool
    result: MasterResult | None
    columns: tuple[Day, ...]
    day_points: tuple[float, ...] = ()
    """Of each fleet row, the best day at the prices of `result`; empty where nobody asked (see `with_day_points`)."""
    is_late: bool = False


def solve_linear(
    setting: Setting,
    columns: Iterable[Day],
    *,
    most_steps: int | None = None,
    most_columns: int | None = None,
    at_most_points: float = math.inf,
    until: float = math.inf,
) -> Linear:
    """Column generation to the end, or for so many pricings, or until the clock (`time.monotonic`) says so.

    `at_most_points` is what the optimum is known not to exceed: where the days reach it, it is found. Of the columns those
    are handed out that the optimum runs, and then those that come nearest to paying their way, `most_columns` at most.
    """
    generation = Generation(setting.fleet_problem, [])
    generation.add(list(columns))
    steps, bound_points, reached_points = 0, at_most_points, -math.inf
    is_late = False
    centre: MasterResult | None = None
    centre_bound_points = math.inf
    while True:
        result = generation.master.solve()
        points = result.points
        is_final = bound_points - points < _EXACT_SHARE * bound_points
        is_late = not is_final and steps != most_steps and monotonic() >= until
        if is_final or steps == most_steps or is_late:
            break
        # smoothed prices find better days; where they no longer do, the master's own come to an end sooner
        is_rising, reached_points = points > reached_points + _EXACT_SHARE * abs(points), points
        is_new = False
        for at in [blended(centre, result, _CENTRE_SHARE), result] if centre is not None and is_rising else [result]:
            proven_points, days = _price(setting, at)
            steps += 1
            if proven_points < centre_bound_points:
                centre, centre_bound_points = at, proven_points
            bound_points, is_new = min(bound_points, proven_points), generation.add(days) > 0
            if is_new:
                break
        if not is_new:
            is_final = True
            break
    # where nothing more is found at the master's own prices, these prove the bound
    proof = result if is_final or centre is None else centre
    vehicles = generation.master.vehicles()
    columns = _worth_keeping(setting.fleet_problem, generation.master.days, vehicles, result, most_columns)
    return Linear(points, max(bound_points, points), is_final, proof, columns, is_late=is_late)


def _worth_keeping(problem: Problem, days: Sequence[Day], vehicles: Floats, optimum: MasterResult, most: int | None) -> tuple[Day, ...]:
    if most is None or len(days) <= most:
        return tuple(days)
    loss = np.array([optimum.fleet[day.fleet] - _earned(problem, optimum, day) for day in days])
    order = np.lexsort((loss, vehicles <= _TOLERANCE))
    return tuple(days[number] for number in sorted(order[:most].tolist()))


def _price(setting: Setting, at: MasterResult) -> tuple[float, list[Day]]:
    """The bound that prices prove, and days of every fleet row that are worth more than its vehicle at them."""
    problem, bound_points = setting.fleet_problem, at.fixed_points
    days: list[Day] = []
    for number, finder in enumerate(setting.finders):
        best = finder.find(at.prices, for_bound=True)
        for fleet, row in enumerate(problem.fleet):
            if row.graph == number:
                bound_points += row.vehicles * max(0.0, best.points(row.start_station, row.starts_min))
                paths = several_days(best, row, float(at.fleet[fleet]), _SEVERAL)
                days += (day_of(problem, fleet, path) for path in paths)
    return bound_points, days


def with_day_points(setting: Setting, linear: Linear) -> Linear:
    """The optimum with what the best days are worth at its prices: with these, many ceilings cost nothing."""
    if linear.result is None:
        return linear
    best = [finder.find(linear.result.prices, for_bound=True) for finder in setting.finders]
    rows = setting.fleet_problem.fleet
    return replace(linear, day_points=tuple(best[row.graph].points(row.start_station, row.starts_min) for row in rows))


def is_same_optimum(one: float, other: float) -> bool:
    return abs(one - other) <= _EXACT_SHARE * max(1.0, abs(other))


def carried_columns(setting: Setting, base: Setting, columns: Iterable[Day]) -> list[Day]:
    """The base's columns as they are in the setting, those left out that cannot be done there just so."""
    if shares_graphs(setting, base):
        return [day for day in columns if _is_open(setting.problem, day)]
    carried = (setting.carrier.carry(tell_day(base.problem, base.scenario, base.roads, day), exactly=True).day for day in columns)
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
