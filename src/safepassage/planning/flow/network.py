"""What flows where: a network with capacities over time, and a flow on it.

Time is counted in steps from 0. Who enters an arc at a step is at its head `transit` steps later. Whoever is not at an exit by the last
step has not arrived.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int32s = NDArray[np.int32]

NO_LIMIT = 2**29
"""A capacity that nothing reaches: fewer units than this are ever sent."""


@dataclass(frozen=True, slots=True, eq=False)
class FlowNetwork:
    """Arc a passes `capacity[profile[a], step]` units that enter it at a step; 0 while it is closed.

    `may_wait[node]` says whether units may wait at a node. Row r of the sources: `source_units[r]` units are at node `source_node[r]` from
    step `source_step[r]` on. Exit number x is node `exit_node[x]`; it takes in `exit_capacity[x, step]` units at a step.
    Units may always wait at a source.
    """

    tail: Int32s
    head: Int32s
    transit: Int32s
    profile: Int32s
    capacity: Int32s
    may_wait: NDArray[np.bool_]
    source_node: Int32s
    source_step: Int32s
    source_units: Int32s
    exit_node: Int32s
    exit_capacity: Int32s

    def __post_init__(self) -> None:
        """Raises: ValueError where the arrays do not make a network (a fault of ours, not of a file)."""
        if not len(self.tail) == len(self.head) == len(self.transit) == len(self.profile):
            raise ValueError("arrays of arcs differ in length")
        if len(self.transit) and self.transit.min() < 0:
            raise ValueError("an arc leads back in time")
        if self.exit_capacity.shape != (len(self.exit_node), self.steps) or len(set(self.exit_node.tolist())) != len(self.exit_node):
            raise ValueError("exits and their capacities do not agree, or a node is an exit twice")
        if min(self.capacity.min(initial=0), self.exit_capacity.min(initial=0), self.source_units.min(initial=0)) < 0:
            raise ValueError("a capacity or a number of units is below zero")
        if int(self.source_units.sum(dtype=np.int64)) >= NO_LIMIT:
            raise ValueError("more units than can be counted")
        if not self.may_wait[self.source_node].all():
            raise ValueError("units must be able to wait where they start")

    @property
    def nodes(self) -> int:
        return len(self.may_wait)

    @property
    def arcs(self) -> int:
        return len(self.tail)

    @property
    def steps(self) -> int:
        return int(self.capacity.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """Units that enter each arc at each step, that wait at each node from a step to the next, that arrive at each exit at each step."""

    entering: Int32s
    waiting: Int32s
    arrivals: Int32s
    has_arrived_all: bool

    @property
    def arrived(self) -> NDArray[np.int64]:
        """Units that have arrived by each step, `int64[step]`."""
        return np.asarray(np.cumsum(self.arrivals.sum(axis=0, dtype=np.int64)))

    @property
    def last_arrival(self) -> int | None:
        """The step at which the last unit that arrives does so: the clearance time where all arrive. None: nobody does."""
        steps = np.flatnonzero(self.arrivals.sum(axis=0))
        return int(steps[-1]) if len(steps) else None
