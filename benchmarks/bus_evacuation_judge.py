"""Judges solutions of the Bus Evacuation Problem from the instance's file alone; shares no code with what made them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stop:
    """A place, such as "yard 0", "point 3" or "shelter 1", numbered from 0; at a point, whether a load boards."""

    place: str
    boards: bool = False


Tour = tuple[Stop, ...]
"""The stops of one bus, from its yard on. A load that boarded gets off at the next stop, which must be a shelter."""


def judge(path: Path, tours: Sequence[Tour]) -> int:
    """The time at which the last load is at its shelter, in the units of the file.

    Raises:
        ValueError: with everything that is wrong.
    """
    words = iter(path.read_text(encoding="ascii").split())

    def take(count: int) -> list[int]:
        return [int(next(words)) for _ in range(count)]

    take(2)
    buses = take(take(1)[0])
    points = take(1)[0]
    take(1)
    loads = take(points)
    shelters = take(1)[0]
    take(1)
    room = take(shelters)
    minutes: dict[tuple[str, str], int] = {}
    for yard in range(len(buses)):
        for point, length in enumerate(take(1 + points)[1:]):
            minutes[f"yard {yard}", f"point {point}"] = length
    for point in range(points):
        for shelter, length in enumerate(take(1 + shelters)[1:]):
            minutes[f"point {point}", f"shelter {shelter}"] = minutes[f"shelter {shelter}", f"point {point}"] = length

    faults: list[str] = []
    started, boarded, arrived = Counter[str](), Counter[str](), Counter[str]()
    last = 0
    for number, tour in enumerate(tours, 1):
        started[tour[0].place] += 1
        clock = 0
        for stop, following in pairwise(tour):
            if (stop.place, following.place) not in minutes:
                faults.append(f"bus {number}: no road from {stop.place} to {following.place}")
            clock += minutes.get((stop.place, following.place), 0)
            if stop.boards:
                boarded[stop.place] += 1
                arrived[following.place] += 1
                last = max(last, clock)
        if tour[-1].boards:
            faults.append(f"bus {number}: a load is still on board at the end")
    waiting = {f"point {point}": count for point, count in enumerate(loads)}
    places = {f"shelter {shelter}": count for shelter, count in enumerate(room)}
    at_yard = {f"yard {yard}": count for yard, count in enumerate(buses)}
    faults += [
        f"{place}: {count} buses start, {at_yard.get(place, 0)} are there"
        for place, count in started.items()
        if count > at_yard.get(place, 0)
    ]
    faults += [f"{place}: {boarded[place]} loads board, {count} wait" for place, count in waiting.items() if boarded[place] != count]
    faults += [f"{place}: a load boards where none waits" for place in boarded if place not in waiting]
    faults += [
        f"{place}: {count} loads arrive, {places.get(place, 0)} have room"
        for place, count in arrived.items()
        if count > places.get(place, 0)
    ]
    if faults:
        raise ValueError("; ".join(faults))
    return last
