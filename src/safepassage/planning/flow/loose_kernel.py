"""The cheapest way from a start to a reception centre by a minute, at prices of quarters: the loops of the bound worth compiling.

Invariant: every way costs `STEP` for each arc and each minute of lingering, so none that is cheapest runs in a circle.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

STEP = 1e-10
"""Too little to count: see `ceiling.py`, which adds what it may come to."""


class Net(NamedTuple):
    """The loose roads as one row of own transport meets them. Time is counted in **delays**: at a node, whole minutes after the least
    time from the start to there. So a delay at the start is the minute of departure, it never falls along a way, and on the fastest ways
    it stays what it was.

    `first_min[node]` and `last_min[node]`, equal or one apart, are the least time in minutes rounded down and up: delay and either of
    them make the minutes of the horizon at which the node can be passed. `delay[arc, delay]` is how much more it is at the head;
    `is_open[arc, delay]`; `gate[arc]` is -1 where there is none;
    `opens[arc, 0 or 1, delay]` tells whether the gate is passed in the earlier or the later of the two minutes of the arc's tail.
    Arcs are sorted so that most of those that lead on within one delay come after those they lead to.
    """

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    delay: NDArray[np.int32]
    is_open: NDArray[np.bool_]
    gate: NDArray[np.int32]
    opens: NDArray[np.bool_]
    may_linger: NDArray[np.bool_]
    first_min: NDArray[np.int32]
    last_min: NDArray[np.int32]


@numba.njit(cache=True, nogil=True)
def cheapest(net, exit_cost, price, quarter, by_min):  # type: ignore[no-untyped-def]
    """`float[node, delay]`: the least price from there to an exit that is reached by minute `by_min`; inf: none is.

    `exit_cost[node]` is inf where there is no exit; `price[gate, quarter]`; `quarter[minute]`.
    """
    nodes, steps = net.may_linger.shape
    least = np.full((nodes, steps), np.inf)
    for at in range(steps - 1, -1, -1):
        for node in range(nodes):
            if exit_cost[node] < np.inf and at + net.last_min[node] <= by_min:
                least[node, at] = exit_cost[node]
            if at + 1 < steps and net.may_linger[node, at]:
                least[node, at] = min(least[node, at], least[node, at + 1] + STEP)
        is_changed = True
        while is_changed:
            is_changed = False
            for arc in range(len(net.tail)):
                tail, then = net.tail[arc], at + net.delay[arc, at]
                if then < steps and net.is_open[arc, at] and least[net.head[arc], then] + STEP < least[tail, at]:
                    takes = least[net.head[arc], then] + STEP + _gate_price(net, arc, price, quarter, at)[0]
                    if takes < least[tail, at]:
                        least[tail, at] = takes
                        is_changed = is_changed or net.delay[arc, at] == 0
    return least


@numba.njit(cache=True, nogil=True)
def way(net, least, start, at, exit_cost, price, quarter, by_min):  # type: ignore[no-untyped-def]
    """A cheapest way from the start with a delay, where there is one: its arcs with the quarters of their gates, `int[k, 2]`, the exit, and
    the minute of arrival.
    """
    passed = np.empty((len(net.tail), 2), dtype=np.int64)
    count, node = 0, start
    while not (exit_cost[node] <= least[node, at] and at + net.last_min[node] <= by_min):
        best, found, slot = np.inf, -1, -1
        for arc in range(len(net.tail)):
            then = at + net.delay[arc, at]
            if net.tail[arc] == node and then < least.shape[1] and net.is_open[arc, at] and least[net.head[arc], then] < np.inf:
                takes, taken = _gate_price(net, arc, price, quarter, at)
                if takes + least[net.head[arc], then] < best:
                    best, found, slot = takes + least[net.head[arc], then], arc, taken
        if at + 1 < least.shape[1] and net.may_linger[node, at] and least[node, at + 1] < best:
            at += 1
            continue
        passed[count, 0], passed[count, 1] = found, slot
        count += 1
        at += net.delay[found, at]
        node = net.head[found]
    return passed[:count], node, at + net.last_min[node]


@numba.njit(cache=True, nogil=True)
def _gate_price(net, arc, price, quarter, at):  # type: ignore[no-untyped-def]
    """The price of an arc's gate, and the quarter in which it is passed."""
    gate, tail = net.gate[arc], net.tail[arc]
    if gate < 0:
        return 0.0, -1
    takes, slot = np.inf, -1
    early, late = at + net.first_min[tail], at + net.last_min[tail]
    if early < len(quarter) and net.opens[arc, 0, at]:
        takes, slot = price[gate, quarter[early]], quarter[early]
    if late < len(quarter) and net.opens[arc, 1, at] and price[gate, quarter[late]] < takes:
        takes, slot = price[gate, quarter[late]], quarter[late]
    return takes, slot
