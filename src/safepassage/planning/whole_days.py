"""Whole vehicle days that bring everybody out, and the check that they do.

Invariant: `are_allowed` counts in whole numbers and trusts no solver.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from safepassage.planning.master import Day
from safepassage.planning.pricing import fuel_lasts
from safepassage.planning.problem import Demand, Problem, VehicleGraph


class Verdict(StrEnum):
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, eq=False)
class WholeDays:
    """Whether whole days bring everybody out; and where they do, those days, and how many units ride by (pair, demand)."""

    verdict: Verdict
    days: tuple[Day, ...] = ()
    riders: Mapping[tuple[int, int], int] = field(default_factory=dict)


def are_allowed(problem: Problem, whole: WholeDays, fuel_places: frozenset[str]) -> bool:
    """Whether there are the vehicles, everybody rides, every family whole, and no limit, reception or fuel is exceeded.

    Families are seated the largest first, each in the first vehicle with room: where that does not work out, the answer is no.
    """
    return (
        _has_vehicles(problem, whole.days)
        and _everybody_rides(problem, whole.riders)
        and _has_places(problem, whole.riders)
        and _is_within_limits(problem, whole.days)
        and all(fuel_lasts(_graph(problem, day), day.path, fuel_places) for day in whole.days)
        and all(_are_seated(problem, whole, pair) for pair in {pair for pair, _ in whole.riders})
    )


def _graph(problem: Problem, day: Day) -> VehicleGraph:
    return problem.graphs[problem.fleet[day.fleet].graph]


def _has_vehicles(problem: Problem, days: Iterable[Day]) -> bool:
    used = Counter(day.fleet for day in days)
    return all(used[number] <= row.vehicles for number, row in enumerate(problem.fleet))


def _everybody_rides(problem: Problem, riders: Mapping[tuple[int, int], int]) -> bool:
    riding: Counter[int] = Counter()
    for (pair, number), units in riders.items():
        if problem.demands[number].gathering_point not in problem.pairs[pair][0]:
            return False
        riding[number] += units
    return all(riding[number] == demand.units for number, demand in enumerate(problem.demands))


def _has_places(problem: Problem, riders: Mapping[tuple[int, int], int]) -> bool:
    seated: Counter[str] = Counter()
    lying: Counter[str] = Counter()
    for (pair, number), units in riders.items():
        seated[problem.pairs[pair][1]] += units * problem.demands[number].seats
        lying[problem.pairs[pair][1]] += units * problem.demands[number].stretcher_bays
    return all(
        seated[shelter.place] <= shelter.capacity_people and lying[shelter.place] <= shelter.hospital_beds for shelter in problem.shelters
    )


def _is_within_limits(problem: Problem, days: Iterable[Day]) -> bool:
    taken: Counter[tuple[int, int]] = Counter()
    for day in days:
        taken.update(day.takes)
    return all(times <= problem.limits[limit].capacity[slot] for (limit, slot), times in taken.items())


def _are_seated(problem: Problem, whole: WholeDays, pair: int) -> bool:
    """Whether the journeys on a pair have room for those who ride on it."""
    journeys = [
        [_graph(problem, day).seats, _graph(problem, day).stretcher_bays] for day in whole.days for _ in range(day.trips.get(pair, 0))
    ]
    units = [problem.demands[number] for (on, number), count in whole.riders.items() if on == pair for _ in range(count)]
    for unit in sorted(units, key=_size, reverse=True):
        room = next((left for left in journeys if unit.seats <= left[0] and unit.stretcher_bays <= left[1]), None)
        if room is None:
            return False
        room[0] -= unit.seats
        room[1] -= unit.stretcher_bays
    return True


def _size(unit: Demand) -> int:
    return unit.seats + unit.stretcher_bays
