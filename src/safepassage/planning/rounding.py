"""Boarding cuts: no fraction of a vehicle comes to a gathering point, and no fraction of a family rides.

The linear optimum sends 1.08 coaches to 54 people. Let N seats be wanted at a point by some of its people, y of them be taken, and
t_v trips of vehicles with s_v seats board there. Then sum s_v t_v + (N - y) >= N, and mixed-integer rounding by any number S of seats with
r = N mod S > 0 gives, for whole trips,

    sum (floor(s_v / S) + min(1, (s_v mod S) / r)) t_v  +  (N - y) / r  >=  ceil(N / S).

Nemhauser and Wolsey 1990, doi:10.1007/BF01585752. And a coach of 41 seats takes 13 families of three, not 13.67: with g_d seats for a unit
of demand d, of which y_d ride, dividing the seats of each trip by any number S and rounding down gives

    sum floor(g_d / S) y_d  <=  sum floor(s_v / S) t_v

Gomory 1958, doi:10.1090/S0002-9904-1958-10224-4. Both hold for stretcher bays too.

Invariant: a cut holds for every plan that docs/rules.md allows, or the bound would not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safepassage.planning.problem import Demand, Problem


@dataclass(frozen=True, slots=True)
class BoardingCut:
    """sum riding[demand] x units riding - sum trip[graph] x trips boarding at the point <= upper.

    The number of `places` ("seats" or "bays") is rounded by `divisor`: that of whole "vehicles" up, or that of whole "groups" down.

    `riding` is by number of the demand; `trip` by number of the graph, for every journey that boards at the point,
    whether at another one too or not.
    """

    gathering_point: str
    places: str
    rounds: str
    divisor: int
    riding: Mapping[int, float]
    trip: tuple[float, ...]
    upper: float


def boarding_cuts(problem: Problem) -> tuple[BoardingCut, ...]:
    """The cuts of every gathering point, for its most urgent people, the two most urgent kinds, and so on; all are valid."""
    seats = [graph.seats for graph in problem.graphs]
    bays = [graph.stretcher_bays for graph in problem.graphs]
    points = sorted({point for points, _ in problem.pairs for point in points})
    cuts: list[BoardingCut] = []
    for point in points:
        here = [(number, demand) for number, demand in enumerate(problem.demands) if demand.gathering_point == point]
        for places, sizes in (("seats", seats), ("bays", bays)):
            wanting = [(number, demand.seats if places == "seats" else demand.stretcher_bays, demand) for number, demand in here]
            cuts += _of_vehicles(point, places, wanting, sizes)
            cuts += _of_groups(point, places, wanting, sizes)
    return tuple(cuts)


def _of_groups(point: str, places: str, wanting: list[tuple[int, int, Demand]], sizes: list[int]) -> Iterator[BoardingCut]:
    """For each size of group, that of all groups as large: rounded down they fit into the vehicles rounded down."""
    takers = [(number, each) for number, each, demand in wanting if demand.units and demand.points > 0]
    for divisor in sorted({each for _, each in takers if each > 1}):
        if any(size % divisor for size in sizes):
            riding = {number: float(each // divisor) for number, each in takers if each >= divisor}
            trip = tuple(float(size // divisor) for size in sizes)
            yield BoardingCut(point, places, "groups", divisor, riding, trip, 0.0)


def _of_vehicles(point: str, places: str, wanting: list[tuple[int, int, Demand]], sizes: list[int]) -> Iterator[BoardingCut]:
    """Cuts for one kind of place in a vehicle; `wanting` are (number, places that one unit takes, demand)."""
    takers = [(number, each, demand) for number, each, demand in wanting if each and demand.units and demand.points > 0]
    takers.sort(key=lambda taker: (-taker[2].points / taker[1], taker[0]))
    for urgent in range(1, len(takers) + 1):
        chosen = takers[:urgent]
        wanted = sum(each * demand.units for _, each, demand in chosen)
        for divisor in sorted(set(sizes)):
            over = wanted % divisor if divisor > 1 else 0
            if over:
                trip = tuple(size // divisor + min(1.0, size % divisor / over) for size in sizes)
                riding = {number: each / over for number, each, _ in chosen}
                yield BoardingCut(point, places, "vehicles", divisor, riding, trip, wanted / over - -(-wanted // divisor))
