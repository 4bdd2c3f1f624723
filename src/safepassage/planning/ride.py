"""One drive along a sequence of arcs: when it is where. The one place where driving and holds become minutes (rule 2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Checkpoint
from safepassage.planning.connect import Ground

_ROUNDING_MIN = 1e-6
"""Sums of binary fractions miss whole minutes by less than this; it is no time."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The hold at one checkpoint, in seconds after departure."""

    checkpoint: Checkpoint
    arrives_s: float
    leaves_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Ride:
    """Seconds after departure, `float[step]`: onto each arc, at its end, and on from there after the hold."""

    arcs: NDArray[np.int64]
    enters_s: NDArray[np.float64]
    arrives_s: NDArray[np.float64]
    leaves_s: NDArray[np.float64]
    stops: tuple[Stop, ...]

    @property
    def minutes(self) -> int:
        """Driving and holds, rounded up; a drive takes at least a minute."""
        return max(1, minute_up(float(self.leaves_s[-1]))) if len(self.arcs) else 1


def ride(ground: Ground, arcs: Sequence[int], max_speed_kmh: float) -> Ride:
    """Drive the arcs at a top speed, held at every checkpoint on the way but not at either end."""
    steps = np.asarray(arcs, dtype=np.int64)
    heads = ground.network.arc_head[steps]
    driving_s = ground.driving_s(max_speed_kmh)[steps]
    hold_s = ground.hold_s[heads]
    hold_s[-1:] = 0.0
    leaves_s = np.cumsum(driving_s + hold_s)
    enters_s = np.concatenate(([0.0], leaves_s))[:-1]  # not arrival less driving time, which rounding can bring below zero
    arrives_s = enters_s + driving_s
    stops = tuple(_stops(ground, heads[:-1], arrives_s))
    return Ride(arcs=steps, enters_s=enters_s, arrives_s=arrives_s, leaves_s=leaves_s, stops=stops)


def _stops(ground: Ground, passed: NDArray[np.int32], arrives_s: NDArray[np.float64]) -> Iterator[Stop]:
    for step in np.flatnonzero(ground.is_checkpoint[passed]):
        at_s = float(arrives_s[step])
        for checkpoint in ground.checkpoints_at[int(passed[step])]:  # two at one spot hold one after the other
            yield Stop(checkpoint, at_s, at_s + 60.0 * checkpoint.hold_min)
            at_s += 60.0 * checkpoint.hold_min


def minute_down(seconds: float) -> int:
    return max(0, floor(seconds / 60.0 + _ROUNDING_MIN))


def minute_up(seconds: float) -> int:
    return ceil(seconds / 60.0 - _ROUNDING_MIN)


def runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and last step of each unbroken run of marked steps."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return [(int(first), int(end) - 1) for first, end in zip(edges[::2], edges[1::2], strict=True)]
