"""Who could ride on each pair of gathering points and reception, and the least that a seat there must cost.

A rider may not earn more than it pays: on a pair that no day serves yet, the least prices of a seat and a bay at which that holds are

    seat >= (points - price of the demand - seats x price of room - charges) / seats               for who takes seats alone
    bay  >= (the same with the price of a bed, less seats x seat) / bays                           for who takes bays

Invariant: at these prices no rider on any pair earns anything, or the bound of `bound.py` would not hold.
"""

from collections.abc import Mapping

import numpy as np

from safepassage.planning.problem import Floats, Problem


class Riding:
    """The demands of each pair, as numbers."""

    def __init__(self, problem: Problem) -> None:
        self._shelter = {shelter.place: number for number, shelter in enumerate(problem.shelters)}
        at: dict[str, list[int]] = {}
        for number, demand in enumerate(problem.demands):
            at.setdefault(demand.gathering_point, []).append(number)
        self._pairs = problem.pairs
        self._at = at
        rides = [(pair, number, self.shelter_of(pair)) for pair in range(len(problem.pairs)) for number in self.demands_of(pair)]
        self._pair, self._demand, self._place = np.array(rides, dtype=np.int64).reshape(-1, 3).T
        self._points = np.array([demand.points for demand in problem.demands], dtype=float)
        self._seats = np.array([demand.seats for demand in problem.demands], dtype=float)[self._demand]
        self._bays = np.array([demand.stretcher_bays for demand in problem.demands], dtype=float)[self._demand]
        self.most_of_a_place = {
            "seat": max((demand.points / demand.seats for demand in problem.demands if demand.seats), default=0.0),
            "bay": max((demand.points / demand.stretcher_bays for demand in problem.demands if demand.stretcher_bays), default=0.0),
        }

    def demands_of(self, pair: int) -> list[int]:
        """Numbers of the demands at the pair's gathering points."""
        return [demand for point in self._pairs[pair][0] for demand in self._at.get(point, [])]

    def shelter_of(self, pair: int) -> int:
        """Number of the pair's reception."""
        return self._shelter[self._pairs[pair][1]]

    def least_prices(self, capacity: Mapping[str, Floats], charged: Floats, least_seat: Floats, least_bay: Floats) -> tuple[Floats, Floats]:
        """seat[pair] and bay[pair] in points, and no less than these. `charged[demand]` is what a unit of it pays besides, `capacity` as in
        `MasterResult`.
        """
        left = (self._points - capacity["demand"] - charged)[self._demand]
        left = left - self._seats * capacity["capacity"][self._place] - self._bays * capacity["bed"][self._place]
        seat, bay = least_seat.copy(), least_bay.copy()
        lying = self._bays > 0
        np.maximum.at(seat, self._pair[~lying], left[~lying] / self._seats[~lying])
        rest = left[lying] - self._seats[lying] * seat[self._pair[lying]]
        np.maximum.at(bay, self._pair[lying], rest / self._bays[lying])
        return seat, bay
