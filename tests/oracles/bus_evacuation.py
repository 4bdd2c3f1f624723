"""Two second opinions on the Bus Evacuation Problem: looking at every solution, and an integer programme over places and minutes.

Neither shares anything with our engine but the instance as read.
"""

from functools import cache
from itertools import product

import numpy as np
from benchmarks.bus_evacuation import Evacuation
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

FEASIBLE, INFEASIBLE = 0, 2


def least_by_enumeration(evacuation: Evacuation) -> int:
    """The least time over all ways to give each load a shelter and a bus, and each bus an order. For a handful of loads."""
    empty = _empty_min(evacuation)
    loads = [point for point, count in enumerate(evacuation.loads) for _ in range(count)]
    yards = [yard for yard, count in enumerate(evacuation.buses) for _ in range(count)]
    shelters = range(len(evacuation.room_loads))

    @cache
    def fastest(yard: int, rides: tuple[tuple[int, int], ...]) -> int:
        """The least time of one bus for its rides, in the best order: by the last of them."""
        if not rides:
            return 0
        least = 10**9
        for point, shelter in set(rides):
            before = list(rides)
            before.remove((point, shelter))
            least = min(least, fastest_to(yard, tuple(before), point) + evacuation.road_min[point][shelter])
        return least

    @cache
    def fastest_to(yard: int, rides: tuple[tuple[int, int], ...], goes_to: int) -> int:
        """The same, and then empty to a point."""
        if not rides:
            return empty[f"yard {yard}"][goes_to]
        least = 10**9
        for point, shelter in set(rides):
            before = list(rides)
            before.remove((point, shelter))
            done = fastest_to(yard, tuple(before), point) + evacuation.road_min[point][shelter]
            least = min(least, done + empty[f"shelter {shelter}"][goes_to])
        return least

    best = 10**9
    for to in product(shelters, repeat=len(loads)):
        if any(to.count(shelter) > evacuation.room_loads[shelter] for shelter in shelters):
            continue
        for bus_of in product(range(len(yards)), repeat=len(loads)):
            rides = [tuple(sorted((loads[n], to[n]) for n in range(len(loads)) if bus_of[n] == bus)) for bus in range(len(yards))]
            best = min(best, max(fastest(yards[bus], rides[bus]) for bus in range(len(yards))))
    return best


def _empty_min(evacuation: Evacuation) -> dict[str, list[int]]:
    """From each yard and shelter to each point, over any roads."""
    points, shelters = range(len(evacuation.loads)), range(len(evacuation.room_loads))
    road = evacuation.road_min
    between = [[min(road[one][to] + road[other][to] for to in shelters) if one != other else 0 for other in points] for one in points]
    for middle, one, other in product(points, repeat=3):
        between[one][other] = min(between[one][other], between[one][middle] + between[middle][other])
    first = {f"yard {yard}": row for yard, row in enumerate(evacuation.from_yard_min)}
    first |= {f"shelter {shelter}": tuple(road[point][shelter] for point in points) for shelter in shelters}
    return {place: [min(row[via] + between[via][to] for via in points) for to in points] for place, row in first.items()}


def is_possible(evacuation: Evacuation, minutes: int) -> bool:
    """Whether whole buses, as integer flows over places and minutes, can be done within so many minutes."""
    yards, points, shelters = len(evacuation.buses), len(evacuation.loads), len(evacuation.room_loads)
    place = {("yard", number): number for number in range(yards)}
    place |= {("point", number): yards + number for number in range(points)}
    place |= {("shelter", number): yards + points + number for number in range(shelters)}
    arcs = [
        (place["yard", yard], place["point", to], row[to], -1) for yard, row in enumerate(evacuation.from_yard_min) for to in range(points)
    ]
    for point, shelter in product(range(points), range(shelters)):
        length, ride = evacuation.road_min[point][shelter], point * shelters + shelter
        arcs += [
            (place["point", point], place["shelter", shelter], length, ride),
            (place["shelter", shelter], place["point", point], length, -1),
        ]
    arcs += [(number, number, 1, -1) for number in place.values()]
    moves = [(arc, minute) for arc in arcs for minute in range(minutes - arc[2] + 1)]
    columns = len(moves) + points * shelters

    entries: list[tuple[int, int, float]] = []
    lower: list[float] = []
    upper: list[float] = []
    for number, minute in product(place.values(), range(minutes)):
        starts = float(evacuation.buses[number]) if number < yards and minute == 0 else 0.0
        lower.append(starts)
        upper.append(starts)
    for column, ((tail, head, length, _), minute) in enumerate(moves):
        entries.append((tail * minutes + minute, column, 1.0))
        if minute + length < minutes:
            entries.append((head * minutes + minute + length, column, -1.0))

    def row(terms: list[tuple[int, float]], least: float, most: float) -> None:
        entries.extend((len(lower), column, share) for column, share in terms)
        lower.append(least)
        upper.append(most)

    for ride in range(points * shelters):
        driven = [(column, -1.0) for column, (arc, _) in enumerate(moves) if arc[3] == ride]
        row([*driven, (len(moves) + ride, 1.0)], -np.inf, 0.0)
    for point, count in enumerate(evacuation.loads):
        row([(len(moves) + point * shelters + shelter, 1.0) for shelter in range(shelters)], count, count)
    for shelter, count in enumerate(evacuation.room_loads):
        row([(len(moves) + point * shelters + shelter, 1.0) for point in range(points)], 0.0, count)
    rows, in_columns, shares = zip(*entries, strict=True)
    matrix = coo_array((shares, (rows, in_columns)), shape=(len(lower), columns)).tocsr()
    result = milp(
        np.zeros(columns), integrality=np.ones(columns), bounds=Bounds(0, np.inf), constraints=LinearConstraint(matrix, lower, upper)
    )
    assert result.status in (FEASIBLE, INFEASIBLE), result.message
    return bool(result.status == FEASIBLE)
