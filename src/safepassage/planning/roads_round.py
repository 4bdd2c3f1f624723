"""Roads round what has little room or few hours: a slow lane past a full checkpoint can bring out more people than waiting does.

Invariant: on a network where `find_bypasses` comes to an end, a road that is left out is no faster (nor shorter, where kilometres matter)
than one that is held and passes nothing that it does not pass; or it takes too long.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from safepassage.planning.along import Arcs
from safepassage.planning.connect import Ground
from safepassage.planning.fan import Fan
from safepassage.planning.limited import Limited
from safepassage.planning.ride import runs
from safepassage.roads import RoadNetwork, find_bypasses
from safepassage.roads.pareto import TooManyLabelsError
from safepassage.roads.turns import build_turn_graph
from safepassage.situation.minutes import true_throughout

Ends = tuple[int, int]
Found = Iterator[tuple[float, Ends, Arcs]]
"""Top speed in km/h, the nodes where a road begins and ends, and the road."""
Known = Mapping[tuple[float, Ends], Collection[Arcs]]

SMALL_NETWORK_ARCS = 2_000
"""Up to this size every road that no other one beats is found, unless there are too many; beyond it, those that a few searches find."""

MOST_LABELS = 20_000
"""Ways looked at from one node."""

MOST_SEARCHES = 24
"""On a large network: sets of limited things that roads are sought round, for all pairs together."""

MORE_LIGHT_MIN = 30
"""Roads round are held for days that are light so much sooner and longer: prices say what more light is worth."""


def find_roads_round(
    ground: Ground,
    driven: Mapping[float, Sequence[Ends]],
    time_s: Callable[[float], NDArray[np.float64]],
    closed: NDArray[np.bool_],
    known: Known,
) -> Found:
    """Roads that no other one beats in time and in the limited things passed, between nodes, for each top speed, that are not known yet.

    Those that cannot be driven within the horizon and the light, or a little more light, are left out.

    `time_s` gives seconds for each arc with holds, at a top speed; `closed`, `bool[arc]`, what can never be driven.
    """
    if _has_one_road_only(ground.network):
        return
    fits = cache(lambda speed: _Fits(ground, time_s(speed)))
    for speed, ends, road in _round(ground, driven, time_s, closed, known):
        if road not in known[speed, ends] and fits(speed).has_time_for(road):
            yield speed, ends, road


def _has_one_road_only(network: RoadNetwork) -> bool:
    """Whether no two places are joined by more than one road: there is no circle, and no second road beside another."""
    ends = np.stack([network.arc_tail, network.arc_head], axis=1)
    joined = np.unique(np.sort(ends, axis=1), axis=0)
    graph = coo_array((np.ones(len(joined)), (joined[:, 0], joined[:, 1])), shape=(network.nodes, network.nodes))
    parts, _ = connected_components(graph, directed=False)
    return len(np.unique(ends, axis=0)) == network.arcs and len(joined) == network.nodes - parts


class _Fits:
    """Whether there is time to drive a road within the horizon and the light, whatever hours and silence, which can be had, are now."""

    def __init__(self, ground: Ground, time_s: NDArray[np.float64]) -> None:
        segments = ground.scenario.segments
        self._time_s = time_s
        self._needs_light = ~np.array([*(segment.is_night_allowed for segment in segments), False])[ground.arc_segment]
        self._is_light = binary_dilation(~ground.is_dark, iterations=MORE_LIGHT_MIN)

    def has_time_for(self, road: Arcs) -> bool:
        arcs = np.array(road)
        ends_min = np.cumsum(self._time_s[arcs]) / 60.0
        may_depart = true_throughout(np.ones_like(self._is_light), 0, int(ends_min[-1]))
        for first, last in runs(self._needs_light[arcs]):
            begins_min = float(ends_min[first - 1]) if first else 0.0
            may_depart = may_depart & true_throughout(self._is_light, int(begins_min), int(ends_min[last]))
        return bool(may_depart.any())


def _round(
    ground: Ground,
    driven: Mapping[float, Sequence[Ends]],
    time_s: Callable[[float], NDArray[np.float64]],
    closed: NDArray[np.bool_],
    known: Known,
) -> Found:
    limited = Limited(ground)
    if ground.network.arcs <= SMALL_NETWORK_ARCS:
        try:
            yield from list(_all_of_them(ground, limited, driven, time_s, closed))
            return
        except TooManyLabelsError:
            pass
    for speed, all_ends in driven.items():
        of_speed = {ends: tuple(road for road in known[speed, ends] if not closed[list(road)].any()) for ends in all_ends}
        for ends, road in _by_searches(ground, limited, all_ends, time_s(speed), closed, of_speed):
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
        sums = [time_s(speed), ground.network.arc_length_m] if has_range(ground) else [time_s(speed)]
        targets: dict[int, list[int]] = {}
        for source, target in all_ends:
            targets.setdefault(source, []).append(target)
        for source, wanted in targets.items():
            roads = find_bypasses(graph, source, np.array(sums), on_arc=limited.on_arc, at_node=limited.at_node, most_labels=MOST_LABELS)
            for target in wanted:
                yield from ((speed, (source, target), road) for road in roads.get(target, ()))


def _by_searches(
    ground: Ground,
    limited: Limited,
    all_ends: Sequence[Ends],
    time_s: NDArray[np.float64],
    closed: NDArray[np.bool_],
    known: Mapping[Ends, Iterable[Arcs]],
) -> Iterator[tuple[Ends, Arcs]]:
    """The fastest road past each thing that the fastest one passes, past each thing that this one passes as well, and so on.

    None is sought where a known one goes past all these things.
    """
    by_time = {ends: sorted(known[ends], key=lambda road: (float(time_s[list(road)].sum()), road)) for ends in all_ends}
    passed = {ends: [limited.passed(road) for road in roads] for ends, roads in by_time.items()}
    past: dict[int, dict[Ends, None]] = {0: dict.fromkeys(all_ends)}
    searches = 0
    while past:
        things = min(past, key=lambda things: (things.bit_count(), things))
        gone_past: dict[Ends, int] = {}
        sought = []
        for ends in past.pop(things):
            on_the_way = next((each for each in passed[ends] if not each & things), None)
            if on_the_way is None:
                sought.append(ends)
            else:
                gone_past[ends] = on_the_way
        if sought and searches < MOST_SEARCHES:
            searches += 1
            sources = sorted({source for source, _ in sought})
            fan = Fan(ground.network, build_turn_graph(ground.network, closed | limited.arcs_of(things)), sources, time_s)
            for ends in sought:
                road = fan.best(*ends)
                if road is not None:
                    yield ends, road
                    gone_past[ends] = limited.passed(road)
        for ends, on_the_way in gone_past.items():
            for bit in range(on_the_way.bit_length()):
                if on_the_way >> bit & 1:
                    past.setdefault(things | 1 << bit, {})[ends] = None


def has_range(ground: Ground) -> bool:
    """Whether kilometres matter beside time: somebody cannot go as far as they like."""
    scenario = ground.scenario
    types = {entry.type for entry in scenario.fleet if entry.vehicles > 0}
    ranges = [kind.fuel_range_km for kind in scenario.vehicle_types if kind.id in types]
    return any(km is not None for km in (*ranges, *(own.max_km for own in scenario.own_transport if own.units > 0)))
