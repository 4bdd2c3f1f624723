"""Looks for the roads between many pairs of places, at each top speed.

Invariant: at every top speed and in every state of the closures, a fastest road of each pair is among those found for it; and so are,
beyond the number asked for, the roads round what has little room or few hours (`roads_round.py`).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Checkpoint
from safepassage.planning.along import Arcs
from safepassage.planning.connect import Ground
from safepassage.planning.fan import Fan
from safepassage.planning.roads_round import find_roads_round
from safepassage.roads import find_alternatives
from safepassage.roads.alternatives import MOST_SHARED, shared_length
from safepassage.roads.turns import build_turn_graph

Pair = tuple[str, str, float]
"""Origin, destination, top speed in km/h."""

Ends = tuple[int, int]
"""The nodes where a road begins and ends."""

SMALL_TASK = 10_000
"""Arcs times pairs: up to this every pair is looked at closely by `find_alternatives`, beyond it a fan serves all pairs."""

ALIKE = 1.25
"""Top speeds up to so many times a lower one share its alternatives to their own fastest road, in a fan."""

_SHUN = 4.0
"""In a fan, the roads of least danger or silence are those fastest where an average arc of it counts so many times."""


def survey(ground: Ground, pairs: Sequence[Pair], most: int) -> dict[Pair, tuple[Arcs, ...]]:
    """At most `most` genuinely different roads for each pair, and those round what is limited, fastest first; none where no road leads.

    Roads are ranked by time with holds, danger and the kilometres that need silence. Where a closure holds for a part of the
    horizon only, roads are sought twice: as if it held all the time and as if it never did. Places on one node are joined by one
    road of no arcs.
    """
    search = _Search(ground, most)
    ends_at: dict[float, dict[Ends, None]] = {}
    for origin, destination, speed in pairs:
        ends_at.setdefault(speed, {})[ground.node[origin], ground.node[destination]] = None
    driven = {speed: [ends for ends in all_ends if ends[0] != ends[1]] for speed, all_ends in ends_at.items()}
    is_small = ground.network.arcs * len(pairs) <= SMALL_TASK
    found: dict[tuple[float, Ends], dict[Arcs, None]] = {}
    for closed in _closed_states(ground):
        for speed, ends, roads in search.closely(closed, driven) if is_small else search.by_fans(closed, driven):
            found.setdefault((speed, ends), {}).update(dict.fromkeys(roads))
    for speed, ends, road in find_roads_round(ground, driven, search.time_s, _never_open(ground), found):
        found[speed, ends][road] = None

    time_s = {speed: search.time_s(speed) for speed in driven}

    @cache  # many places can stand on one node
    def ranked(speed: float, ends: Ends) -> tuple[Arcs, ...]:
        if ends[0] == ends[1]:
            return ((),)
        return tuple(sorted(found[speed, ends], key=lambda road: (float(time_s[speed][list(road)].sum()), road)))

    return {pair: ranked(pair[2], (ground.node[pair[0]], ground.node[pair[1]])) for pair in pairs}


class _Search:
    """The ground as criteria, `float[arc]`, and two ways to search it. Both give (top speed, ends, roads), roads empty where none lead."""

    def __init__(self, ground: Ground, most: int) -> None:
        self._ground = ground
        self._most = most
        scenario = ground.scenario
        needs_silence = np.array([*(segment.needs_silence for segment in scenario.segments), False])
        self._silence_m = np.where(needs_silence[ground.arc_segment], ground.network.arc_length_m, 0.0)
        mean_per_h = [*(float(ground.segment_danger_per_h[segment.id].mean()) for segment in scenario.segments), 0.0]
        self._danger_per_h = np.array(mean_per_h)[ground.arc_segment]
        for near, rate_per_h in zip(ground.danger_arcs, ground.point_danger_per_h, strict=True):
            self._danger_per_h = self._danger_per_h + near * float(rate_per_h.mean())

    def time_s(self, speed: float) -> NDArray[np.float64]:
        """Driving time of each arc with the hold at its head."""
        return self._ground.driving_s(speed) + self._ground.hold_s[self._ground.network.arc_head]

    def closely(self, closed: NDArray[np.bool_], driven: dict[float, list[Ends]]) -> Iterator[tuple[float, Ends, Sequence[Arcs]]]:
        """One pair at a time, once for speeds that change no driving time."""
        found: dict[tuple[Ends, bytes], Sequence[Arcs]] = {}
        for speed, all_ends in driven.items():
            time_s = self.time_s(speed)
            key = time_s.tobytes()
            for ends in all_ends:
                if (ends, key) not in found:
                    found[ends, key] = self._alternatives(ends, time_s, closed)
                yield speed, ends, found[ends, key]

    def _alternatives(self, ends: Ends, time_s: NDArray[np.float64], closed: NDArray[np.bool_]) -> tuple[Arcs, ...]:
        danger = self._danger_per_h * time_s / 3600.0
        return find_alternatives(
            self._ground.network,
            *ends,
            time_s=time_s,
            danger=danger if danger.any() else None,
            closed=closed,
            silence_m=self._silence_m if self._silence_m.any() else None,
            most=self._most,
        )

    def by_fans(self, closed: NDArray[np.bool_], driven: dict[float, list[Ends]]) -> Iterator[tuple[float, Ends, Sequence[Arcs]]]:
        """All pairs at once: everything at the lowest of some speeds that are alike, at the others the fastest roads."""
        network = self._ground.network
        graph = build_turn_graph(network, closed)
        for speeds in _alike(driven):
            lowest_s = self.time_s(speeds[0])
            together = list(dict.fromkeys(chain.from_iterable(driven[speed] for speed in speeds)))
            sources = sorted({source for source, _ in together})
            by_time, *shunning = [Fan(network, graph, sources, weight) for weight in self._weights(lowest_s)]
            roads = {ends: self._fanned(ends, by_time, shunning) for ends in together}
            for speed in speeds:
                time_s = self.time_s(speed)
                is_as_lowest = np.array_equal(time_s, lowest_s)
                fan = by_time if is_as_lowest else Fan(network, graph, sorted({source for source, _ in driven[speed]}), time_s)
                for ends in driven[speed]:
                    fastest = fan.best(*ends)
                    yield speed, ends, () if fastest is None else tuple(dict.fromkeys((fastest, *roads[ends][1:])))

    def _weights(self, time_s: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Time, and one each that shuns danger and silence where there are any."""
        shunned = [weight for weight in (self._danger_per_h * time_s, self._silence_m) if weight.any()]
        return [time_s, *(time_s + _SHUN * weight * (time_s.mean() / weight[weight > 0].mean()) for weight in shunned)]

    def _fanned(self, ends: Ends, by_time: Fan, shunning: Sequence[Fan]) -> list[Arcs]:
        """The fastest road, the best that shuns danger, the best that shuns silence, then others that differ in their course."""
        bests = [road for fan in (by_time, *shunning) if (road := fan.best(*ends)) is not None]
        chosen = list(dict.fromkeys(bests))[: self._most]
        for fan in (by_time, *shunning) if chosen else ():
            for road in fan.others(*ends) if len(chosen) < self._most else ():
                if all(shared_length(self._ground.network, road, other) <= MOST_SHARED for other in chosen):
                    chosen.append(road)
                    if len(chosen) == self._most:
                        break
        return chosen


def _alike(speeds: Sequence[float] | dict[float, list[Ends]]) -> list[list[float]]:
    """Speeds in groups, lowest first, none more than `ALIKE` times the lowest of its group."""
    groups: list[list[float]] = []
    for speed in sorted(speeds):
        if groups and speed <= ALIKE * groups[-1][0]:
            groups[-1].append(speed)
        else:
            groups.append([speed])
    return groups


def _closed_states(ground: Ground) -> tuple[NDArray[np.bool_], ...]:
    """The arcs to leave out in each search, without doubles.

    Those closed throughout the horizon; those closed at any time of it; those that can never be driven, because their segment is never
    silent or the checkpoint at their end never open; and those that may not be driven in the dark.
    """
    scenario = ground.scenario
    always = _closed_throughout(ground)
    ever = np.logical_or.reduce([always, *(arcs for arcs, _ in ground.closures)])
    dark = np.array([*(not segment.is_night_allowed for segment in scenario.segments), True])
    states = [always, ever, _never_open(ground)]
    if ground.is_dark.any() and not dark[:-1].all():
        states.append(always | dark[ground.arc_segment])
    return tuple({state.tobytes(): state for state in states}.values())


def _closed_throughout(ground: Ground) -> NDArray[np.bool_]:
    nothing = np.zeros(ground.network.arcs, dtype=np.bool_)
    closed = [arcs for arcs, span in ground.closures if span == ground.scenario.horizon]
    return np.asarray(np.logical_or.reduce([nothing, *closed]))


def _never_open(ground: Ground) -> NDArray[np.bool_]:
    """The arcs that nobody can drive at any minute of the horizon."""
    never_silent = np.array([*(not ground.segment_open[segment.id].any() for segment in ground.scenario.segments), False])
    shut = {node for node, checkpoints in ground.checkpoints_at.items() if not _is_ever_open(ground, checkpoints)}
    never = _closed_throughout(ground) | never_silent[ground.arc_segment] | np.isin(ground.network.arc_head, sorted(shut))
    return np.asarray(never)


def _is_ever_open(ground: Ground, checkpoints: tuple[Checkpoint, ...]) -> bool:
    return bool(np.logical_and.reduce([ground.checkpoint_open[checkpoint.id] for checkpoint in checkpoints]).any())
