"""Column generation: the linear optimum over all days, and a proven bound at every step on the way.

Lagrangian bound, for any prices >= 0 under which no rider and no kilogram earns more than it pays:

    bound = sum over limits, people, receptions, goods of price x capacity
          + sum over fleet rows of vehicles x (points of the best day at these prices)

It holds at every iteration, so planning can stop at any time. Lasdon, Optimization Theory for Large Systems (1970), chapter 3.
"""

import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from safepassage.planning.master import Day, Master, MasterResult, blended, day_of
from safepassage.planning.pricing import BestDays, DayFinder, Path, Prices
from safepassage.planning.problem import Problem

_REDUCED_COST_POINTS = 1e-6

_CENTRE_SHARE = 0.6
"""The share that the prices which proved most have in a smoothed step."""

_SERVED_SHARE = 0.1
"""Of the worth of a gathering point, what each day found that serves it takes off for the days found next."""

_THREADS = 2
_MOVES_WORTH_A_THREAD = 8_000


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """One iteration: the restricted optimum; the prices at which days were found, the bound that they prove; and how many days were new."""

    result: MasterResult
    proof: MasterResult
    bound_points: float
    new_columns: int


class Generation:
    """Alternates between the master and the pricing of days."""

    def __init__(self, problem: Problem, finders: list[DayFinder]) -> None:
        self.problem = problem
        self.master = Master(problem)
        self._finders = finders
        self._numbers: dict[tuple[int, Path], int] = {}
        self._reached_points = 0.0
        self._centre: MasterResult | None = None
        self._centre_bound_points = math.inf

    def add(self, days: list[Day]) -> int:
        """Put days into the master, without doubles; how many were new."""
        before = len(self._numbers)
        fresh = []
        for day in days:
            if (day.fleet, day.path) not in self._numbers:
                self._numbers[day.fleet, day.path] = len(self._numbers)
                fresh.append(day)
        self.master.add_days(fresh)
        return len(self._numbers) - before

    def number(self, day: Day) -> int:
        """The number of a day in the master, which gets it where it has not."""
        self.add([day])
        return self._numbers[day.fleet, day.path]

    def cut(self) -> float:
        """Cut off what no whole vehicles can do, as far as the last optimum does it; the share of it that this can bring down at most."""
        before = self._reached_points  # the solver forgets its own once columns are added
        if not self.master.add_cuts():
            return 0.0
        # pricing can only add to what the days known so far still reach
        return (before - self.master.solve().points) / before

    def step(self) -> Priced:
        """Solve the master, and price every fleet row once."""
        result = self.master.solve()
        self._reached_points = result.points
        bound, days = self._price(result)
        return Priced(result, result, bound, self.add(days))

    def smoothed_step(self) -> Priced:
        """As `step`, at prices between those of the master and those that proved most so far: a few columns make the master's own swing.

        Where no day is worth more than its vehicle there, the master's own prices decide. Wentges 1997, doi:10.1016/S0969-6016(97)00001-4.
        """
        result = self.master.solve()
        self._reached_points = result.points
        proof = result if self._centre is None else blended(self._centre, result, _CENTRE_SHARE)
        bound, days = self._price(proof)
        new = self.add(days)
        if new:
            new += self.add(self._look_elsewhere(proof, days))
        elif proof is not result:
            own_bound, days = self._price(result)
            new = self.add(days)
            if own_bound < bound:
                proof, bound = result, own_bound
        if bound < self._centre_bound_points:
            self._centre, self._centre_bound_points = proof, bound
        return Priced(result, proof, bound, new)

    def _price(self, result: MasterResult) -> tuple[float, list[Day]]:
        """The bound at these prices, and the best day of every fleet row that is worth more than its vehicle."""
        bound = result.fixed_points
        days: list[Day] = []
        for number, best in enumerate(self._find(result.prices)):
            for fleet, row in enumerate(self.problem.fleet):
                if row.graph == number:
                    points = best.points(row.start_station, row.starts_min)
                    bound += row.vehicles * max(0.0, points)
                    if points > result.fleet[fleet] + _REDUCED_COST_POINTS:
                        days.append(day_of(self.problem, fleet, best.path(row.start_station, row.starts_min)))
        return bound, days

    def _look_elsewhere(self, at: MasterResult, days: list[Day]) -> list[Day]:
        """The best days of every fleet row where the points that these days serve are worth a little less, once for each.

        Days found at one set of prices are much alike; these are those that the master would ask for next.
        """
        problem = self.problem
        served = Counter(point for day in days for pair in day.trips for point in problem.pairs[pair][0])
        kept = np.array([(1.0 - _SERVED_SHARE) ** sum(served[point] for point in points) for points, _ in problem.pairs])
        elsewhere = replace(at.prices, seat=at.prices.seat * kept, bay=at.prices.bay * kept)
        return [
            day_of(problem, fleet, path)
            for number, best in enumerate(self._find(elsewhere))
            for fleet, row in enumerate(problem.fleet)
            if row.graph == number and (path := best.path(row.start_station, row.starts_min))
        ]

    def _find(self, prices: Prices) -> list[BestDays]:
        """The best days of every graph; each is found alone, so two at a time are the same as one after the other."""
        if len(self._finders) < 2 or sum(len(graph.moves) for graph in self.problem.graphs) < _MOVES_WORTH_A_THREAD:
            return [finder.find(prices, for_bound=True) for finder in self._finders]
        with ThreadPoolExecutor(_THREADS) as pool:
            return list(pool.map(lambda finder: finder.find(prices, for_bound=True), self._finders))
