"""Column generation: the linear optimum over all days, and a proven bound at every step on the way.

Lagrangian bound, for any prices >= 0 under which no rider and no kilogram earns more than it pays:

    bound = sum over limits, people, receptions, goods of price x capacity
          + sum over fleet rows of vehicles x (points of the best day at these prices)

It holds at every iteration, so planning can stop at any time. Lasdon, Optimization Theory for Large Systems (1970), chapter 3.
"""

from dataclasses import dataclass

from safepassage.planning.master import Day, Master, MasterResult, day_of
from safepassage.planning.pricing import DayFinder, Path
from safepassage.planning.problem import Problem

_REDUCED_COST_POINTS = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """One iteration: the restricted optimum, its bound, and how many new columns it found."""

    result: MasterResult
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
        bound = result.fixed_points
        days: list[Day] = []
        for number, finder in enumerate(self._finders):
            best = finder.find(result.prices, for_bound=True)
            for fleet, row in enumerate(self.problem.fleet):
                if row.graph == number:
                    points = best.points(row.start_station, row.starts_min)
                    bound += row.vehicles * max(0.0, points)
                    if points > result.fleet[fleet] + _REDUCED_COST_POINTS:
                        days.append(day_of(self.problem, fleet, best.path(row.start_station, row.starts_min)))
        return Priced(result, bound, self.add(days))
