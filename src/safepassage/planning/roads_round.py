"""Roads round what has little room or few hours: a slow lane past a full checkpoint can bring out more people than waiting does.

Invariant: on a network where `find_bypasses` comes to an end, a road that is left out is no faster (nor shorter, where kilometres matter)
than one that is held and passes nothing that it does not pass.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.connect import Ground
from safepassage.planning.fan import Fan
from safepassage.planning.limited import Limited
from safepassage.roads import find_bypasses
from safepassage.roads.pareto import TooManyLabelsError
from safepassage.roads.turns import build_turn_graph

Arcs = tuple[int, ...]
Ends = tuple[int, int]
Found = Iterator[tuple[float, Ends, Arcs]]
"""Top speed in km/h, the nodes where a road begins and ends, and the road."""

SMALL_NETWORK_ARCS = 2_000
"""Up to this size every road that no other one beats is found, unless there are too many; beyond it, those that a few searches find."""

MOST_LABELS = 20_000
"""Ways looked at from one node."""

MOST_SEARCHES = 24
"""On a large network: sets of limited things that roads are sought round, for all pairs together."""


def find_roads_round(
    ground: Ground, driven: Mapping[float, Sequence[Ends]], time_s: Callable[[float], NDArray[np.float64]], closed: NDArray[np.bool_]
) -> Found:
    """Roads that no other one beats in time and in the limited things passed, between nodes, for each top speed.

    `time_s` gives seconds for each arc with holds, at a top speed; `closed`, `bool[arc]`, what can never be driven.
    """
    limited = Limited(ground)
    if ground.network.arcs <= SMALL_NETWORK_ARCS:
        try:
            yield from list(_all_of_them(ground, limited, driven, time_s, closed))
            return
        except TooManyLabelsError:
            pass
    for speed, all_ends in driven.items():
        for ends, road in _by_searches(ground, limited, all_ends, time_s(speed), closed):
            yield speed, ends, road


def _all_of_them(
    ground: Ground,
    limited: Limited,
    driven: Mapping[float, Sequence[Ends]],
    time_s: Callable[[float], NDArray[np.float64]],
    closed: NDArray[np.bool_],
) -> Found:
    graph = build_turn_graph(ground.network, closed)
    for speed, all_ends in driven.items():
        sums = [time_s(speed), ground.network.arc_length_m] if _has_range(ground) else [time_s(speed)]
        targets: dict[int, list[int]] = {}
        for source, target in all_ends:
            targets.setdefault(source, []).append(target)
        for source, wanted in targets.items():
            roads = find_bypasses(graph, source, np.array(sums), on_arc=limited.on_arc, at_node=limited.at_node, most_labels=MOST_LABELS)
            for target in wanted:
                yield from ((speed, (source, target), road) for road in roads.get(target, ()))


def _by_searches(
    ground: Ground, limited: Limited, all_ends: Sequence[Ends], time_s: NDArray[np.float64], closed: NDArray[np.bool_]
) -> Iterator[tuple[Ends, Arcs]]:
    """The fastest road, then the fastest past each thing that it passes, past each thing that this one passes as well, and so on."""
    past: dict[int, dict[Ends, None]] = {0: dict.fromkeys(all_ends)}
    for _ in range(MOST_SEARCHES):
        if not past:
            return
        things = min(past, key=lambda things: (things.bit_count(), things))
        wanted = past.pop(things)
        sources = sorted({source for source, _ in wanted})
        fan = Fan(ground.network, build_turn_graph(ground.network, closed | limited.arcs_of(things)), sources, time_s)
        for ends in wanted:
            road = fan.best(*ends)
            if road is not None:
                yield ends, road
                passed = limited.passed(road)
                for thing in (1 << bit for bit in range(passed.bit_length()) if passed >> bit & 1):
                    past.setdefault(things | thing, {})[ends] = None


def _has_range(ground: Ground) -> bool:
    """Whether kilometres matter beside time: somebody cannot go as far as they like."""
    scenario = ground.scenario
    types = {entry.type for entry in scenario.fleet if entry.vehicles > 0}
    ranges = [kind.fuel_range_km for kind in scenario.vehicle_types if kind.id in types]
    return any(km is not None for km in (*ranges, *(own.max_km for own in scenario.own_transport if own.units > 0)))
