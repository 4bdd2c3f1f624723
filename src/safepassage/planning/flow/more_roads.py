"""Roads that the bound leans on and nobody has looked at yet: slower ones, say, that pass round a full checkpoint."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.connect import Ground
from safepassage.planning.fan import Fan
from safepassage.planning.flow.loose_roads import Stretch
from safepassage.roads.turns import build_turn_graph

Arcs = tuple[int, ...]


def roads_over(ground: Ground, max_speed_kmh: float, roads: Iterable[tuple[Stretch, ...]]) -> Iterator[Arcs]:
    """The fastest arcs over each sequence of stretches, all closures kept to and none; those left out whose turns are banned."""
    finder = _Finder(ground, max_speed_kmh)
    banned = {(int(first), int(after)) for first, after in ground.network.banned_turns}
    for stretches in roads:
        for kept in (True, False):
            parts = [finder.fastest(stretch, kept) for stretch in stretches]
            arcs = tuple(arc for part in parts if part is not None for arc in part)
            if all(part is not None for part in parts) and not any(turn in banned for turn in pairwise(arcs)):
                yield arcs


class _Finder:
    def __init__(self, ground: Ground, max_speed_kmh: float) -> None:
        self._ground = ground
        self._time_s = ground.driving_s(max_speed_kmh)
        self._found: dict[tuple[Stretch, bool], Arcs | None] = {}

    def fastest(self, stretch: Stretch, keeps_closures: bool) -> Arcs | None:
        key = (stretch, keeps_closures)
        if key not in self._found:
            source, target, _ = stretch
            graph = build_turn_graph(self._ground.network, self._shut(*key))
            self._found[key] = Fan(self._ground.network, graph, [source], self._time_s).best(source, target)
        return self._found[key]

    def _shut(self, stretch: Stretch, keeps_closures: bool) -> NDArray[np.bool_]:
        """Other segments, ways through checkpoints, and what is closed: at any time or throughout."""
        ground = self._ground
        passing = np.zeros(ground.network.nodes, dtype=np.bool_)
        passing[list(ground.checkpoints_at)] = True
        passing[stretch[0]] = False
        shut = (ground.arc_segment != stretch[2]) | passing[ground.network.arc_tail]
        for arcs, span in ground.closures:
            if keeps_closures or span == ground.scenario.horizon:
                shut = shut | arcs
        return np.asarray(shut)
