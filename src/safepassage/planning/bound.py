"""Column generation: the linear optimum over all days, and a proven bound at every step on the way.

Lagrangian bound, for any prices >= 0 under which no rider, kilogram or own car earns more than it pays:

    bound = sum over limits, people, receptions, goods of price x capacity
          + sum over fleet rows of vehicles x (points of the best day at these prices)
          + sum over own rows of units x (points of the best departure at these prices)

It holds at every iteration, so planning can stop at any time. Lasdon, Optimization Theory for Large Systems (1970), chapter 3.
"""

from dataclasses import dataclass

import numpy as np

from safepassage.planning.master import Day, Master, MasterResult, OwnColumn, day_of, own_uses
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import QUARTER_MIN, Floats, Problem

_REDUCED_COST_POINTS = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """One iteration: the restricted optimum, its bound, and how many new columns it found."""

    result: MasterResult
    bound_points: float
    new_columns: int


class Generation:
    """Alternates between the master and the pricing of days and own departures."""

    def __init__(self, problem: Problem, finders: list[DayFinder], *, with_own: bool) -> None:
        self.problem = problem
        self.master = Master(problem)
        self.with_own = with_own
        self._finders = finders
        self._known: set[tuple[int, object]] = set()
        self._known_own: set[OwnColumn] = set()

    def add(self, days: list[Day]) -> int:
        """Put days into the master, without doubles; how many were new."""
        fresh = []
        for day in days:
            key = (day.fleet, day.path)
            if key not in self._known:
                self._known.add(key)
                fresh.append(day)
        self.master.add_days(fresh)
        return len(fresh)

    def step(self) -> Priced:
        """Solve the master, price every fleet row and own row once."""
        result = self.master.solve()
        bound = result.fixed_points
        days: list[Day] = []
        for number, finder in enumerate(self._finders):
            best = finder.find(result.prices)
            for fleet, row in enumerate(self.problem.fleet):
                if row.graph == number:
                    points = best.points(row.start_station)
                    bound += row.vehicles * max(0.0, points)
                    if points > result.fleet[fleet] + _REDUCED_COST_POINTS:
                        days.append(day_of(self.problem, fleet, best.path(row.start_station)))
        own: list[OwnColumn] = []
        if self.with_own:
            own_bound, own = self._price_own(result)
            bound += own_bound
        self.master.add_own(own)
        return Priced(result, bound, self.add(days) + len(own))

    def _price_own(self, result: MasterResult) -> tuple[float, list[OwnColumn]]:
        """Bound of the own rows, and the best departure of each flow where it earns more than its row's price."""
        problem = self.problem
        places = {shelter.place: number for number, shelter in enumerate(problem.shelters)}
        rows = {own.row: number for number, own in enumerate(problem.own_rows)}
        minute_slot = (np.arange(problem.horizon_min) + problem.quarter_offset_min) // QUARTER_MIN
        best = np.zeros(len(problem.own_rows))
        columns = []
        for number, flow in enumerate(problem.own_flows):
            row = rows[flow.row]
            own = problem.own_rows[row]
            points: Floats = np.where(flow.open_min, own.points_per_unit, -np.inf)
            points -= own.people_per_unit * result.capacity["capacity"][places[flow.reception]]
            for limit, offset_min in flow.uses:
                charged = flow.share * result.prices.slot[limit][minute_slot]
                points[: problem.horizon_min - offset_min] -= charged[offset_min:]
            departs_min = int(np.argmax(points))
            best[row] = max(best[row], points[departs_min])
            column = OwnColumn(number, departs_min, own_uses(problem, flow, departs_min))
            if points[departs_min] > result.own_row[row] + _REDUCED_COST_POINTS and column not in self._known_own:
                self._known_own.add(column)
                columns.append(column)
        units = np.array([own.units for own in problem.own_rows], float)
        return float(units @ best), columns
