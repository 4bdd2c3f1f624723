"""What on the roads has little room or few hours, and which of it a road passes.

Invariant: a road that is open at fewer minutes than another one, or takes a place that it does not take, passes something here that the
other one does not pass, or the two differ only in when they come to it and how long they are on it.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.connect import Ground


class Limited:
    """Each limited thing is a bit of a whole number: checkpoints; segments that need silence or let through so many vehicles; closures
    that come or go within the horizon; and roads that may not be driven in the dark, all together one thing.
    """

    def __init__(self, ground: Ground) -> None:
        scenario, network = ground.scenario, ground.network
        nowhere = np.zeros(network.arcs, dtype=np.bool_)
        self._into = [network.arc_head == node for node in ground.checkpoints_at]
        self._on = [
            ground.arc_segment == row
            for row, segment in enumerate(scenario.segments)
            if segment.needs_silence or segment.vehicles_per_15_min is not None
        ]
        self._on += [arcs for arcs, span in ground.closures if span != scenario.horizon]
        if ground.is_dark.any():
            night_allowed = np.array([*(segment.is_night_allowed for segment in scenario.segments), False])
            self._on.append(~night_allowed[ground.arc_segment])
        self._nothing = nowhere
        self._heads = network.arc_head
        self.at_node = [0] * network.nodes
        for bit, node in enumerate(ground.checkpoints_at):
            self.at_node[node] = 1 << bit

    @cached_property
    def on_arc(self) -> list[int]:
        """The things that a vehicle passes on each arc, `[arc]`; `at_node` has those at each node."""
        things = [0] * len(self._nothing)
        for bit, arcs in enumerate(self._on, start=len(self._into)):
            for arc in np.flatnonzero(arcs).tolist():
                things[arc] |= 1 << bit
        return things

    def arcs_of(self, things: int) -> NDArray[np.bool_]:
        """The arcs to leave out for a road that passes none of the things, `bool[arc]`."""
        marked = [arcs for bit, arcs in enumerate((*self._into, *self._on)) if things >> bit & 1]
        return np.asarray(np.logical_or.reduce([self._nothing, *marked]))

    def passed(self, road: Sequence[int]) -> int:
        """The things that a road passes; a checkpoint at its end is none of them."""
        things = 0
        for arc in road:
            things |= self.on_arc[arc]
        for arc in road[:-1]:
            things |= self.at_node[self._heads[arc]]
        return things
