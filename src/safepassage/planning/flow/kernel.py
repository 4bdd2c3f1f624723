"""The loops of earliest-arrival flow that are worth compiling. Imported only when a flow is computed: loading the compiler takes a second.

A state is a node at a step. For each step, in turns until nobody more can arrive at it:

1. Where units may wait everywhere, `_reach` goes forward from units that have not left, over what the residual network leaves (free
   places on arcs, and places that others can give up because they go another way), and finds the earliest step at which such units
   can be at each node: it stands for all later ones.
2. `_send_on_ways` goes back from the exits, sends units wherever it comes to some, and goes on from where the way was used up. Where
   units may wait, to be at a node by a step is as good as to be there earlier, so the latest step, the **deadline**, with which it left
   a node behind stands for all before it. Where they may not, states are kept one by one.

Invariants. (1) Units are sent only along states that have a way from a source, and open none into the others: states only become
later, or are lost. So what `_reach` found holds as a bound while units are sent; what a turn that sent nothing has tried is lost for good;
and a step that is done is done. (2) A way to an exit at a step passes only states from which, on empty roads, an exit could be reached by
that step (`to_exit`): arcs forward keep this, and those who give up a place were to arrive by then. So `_reach` looks at no others.
"""

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]


class Roads(NamedTuple):
    """The network. `ahead[ahead_first[node]:ahead_first[node + 1]]` are the ways on from a node; `back`, `back_first` those back from it,
    those that lead to a source soonest first.

    Arc a passes `capacity[profile[a], step]` units that enter it at a step. `single_row[node]` is -1 where units may wait, else the
    row of the node in the arrays of single states. Units of a node are ready at `ready_step[ready_first[node]:ready_first[node + 1]]`.
    `to_exit[node]` is the least number of steps from there to an exit.
    """

    ahead: Ints
    ahead_first: Ints
    back: Ints
    back_first: Ints
    transit: Ints
    profile: Ints
    capacity: Ints
    single_row: Ints
    to_exit: Ints
    ready_node: Ints
    ready_first: Ints
    ready_step: Ints
    exit_node: Ints
    exit_capacity: Ints


OTHER, WAY, EARLIER, LATER = range(4)
"""Columns of `ahead` and `back`: the other node; the arc between, ~arc where its units give up their places and so it leads against its
direction; and how a step here (s), a step of entering the arc (m) and a step there (t) hang together. Ahead: m >= s - `EARLIER` and
t = m + `LATER`; back: m <= s - `EARLIER` and t = m + `LATER`."""


class Sent(NamedTuple):
    """The flow so far: free places by arc and step, units by node or exit and step, units not sent yet by row of `ready_step`."""

    room: Ints
    waiting: Ints
    arrivals: Ints
    ready_units: Ints


class Seen(NamedTuple):
    """What turns, numbered from 1 in `turn[0]`, have seen: `node[node, column]`, and by single state the last turn in which it was
    tried, or LOST. `has_reach` is 1 where units may wait everywhere.
    """

    node: Ints
    single_tried: Ints
    turn: Ints
    has_reach: int


REACHED, EARLIEST, DONE, TRIED, DEADLINE = range(5)
"""Columns of `Seen.node`: the last turn in which `_reach` came to the node; no unit can be there before `EARLIEST`; from which step on the
ways ahead were followed; the last turn in which it was tried, and the deadline with which."""

LOST = 2**30

NODE, BY, REACH, PLACE, CLOCK, VIA, MOMENT, BEFORE = range(8)
"""Columns of the stack of `_send_on_ways`. Units are wanted at a node by a step; the places of others who wait reach until `REACH`; the
search goes on with way `PLACE` at step `CLOCK`; units come by `VIA` at `MOMENT`; `BEFORE` is the deadline of the node before."""

UNTRIED = -2
NEVER = 2**29
PATIENCE = 16
"""A turn that has sent something ends once it has tried so many states, for each node, in vain: what it knows is out of date."""

# the two loops that are entered for every state are compiled into their caller: a sixth of the time, measured


@numba.njit(cache=True, nogil=True)
def send(roads, sent, seen, first_step, end_step):  # type: ignore[no-untyped-def]
    """Send all that can arrive at each step from `first_step` to before `end_step`, earlier steps being done."""
    queue = np.empty((1024, 3), dtype=np.int32)
    stack = np.empty((1024, 8), dtype=np.int32)
    tried = np.empty((1024, 2), dtype=np.int32)
    newest = np.full(sent.waiting.shape[1], -1, dtype=np.int32)
    for step in range(first_step, end_step):
        while True:
            seen.turn[0] += 1
            if seen.has_reach:
                queue = _reach(roads, sent, seen, queue, newest, step)
            units, count = 0, 0
            for number in range(len(roads.exit_node)):
                if sent.arrivals[number, step] < roads.exit_capacity[number, step]:
                    more, stack, count, tried = _send_on_ways(roads, sent, seen, stack, tried, count, number, step, units)
                    units += more
            if units == 0:
                for state in range(count):
                    seen.single_tried[tried[state, 0], tried[state, 1]] = LOST
                if not seen.has_reach:
                    for node in range(len(roads.single_row)):
                        of = seen.node[node]
                        if roads.single_row[node] < 0 and of[TRIED] == seen.turn[0]:
                            of[EARLIEST] = max(of[EARLIEST], of[DEADLINE] + 1)
                break


@numba.njit(cache=True, nogil=True)
def _reach(roads, sent, seen, queue, newest, step):  # type: ignore[no-untyped-def]
    """Find the earliest step at which units not sent yet can be at each node, as far as it matters at this step.

    `queue` holds (node, state, the entry before it of the same state); `newest[state]` its last entry.
    """
    turn, end, earliest = seen.turn[0], 0, 0
    for row in range(len(roads.ready_step)):
        if sent.ready_units[row] > 0:
            end, queue, _ = _come(roads, sent, seen, queue, newest, end, roads.ready_node[row], roads.ready_step[row], step)
    while earliest <= step:
        entry = newest[earliest]
        if entry < 0:
            earliest += 1
            continue
        newest[earliest] = queue[entry, 2]
        node, state = queue[entry, 0], queue[entry, 1]
        if seen.node[node, EARLIEST] != state:
            continue  # it was reached again, earlier
        before = seen.node[node, DONE]
        seen.node[node, DONE] = state
        for place in range(roads.ahead_first[node], roads.ahead_first[node + 1]):
            other, way, earlier, later = roads.ahead[place]
            first, end_moment = max(0, state - earlier), min(before - earlier, step - roads.to_exit[other] - later + 1)
            if seen.node[other, REACHED] == turn:
                end_moment = min(end_moment, seen.node[other, EARLIEST] - later)
            for moment in range(first, end_moment):
                if _has_room(roads, sent, way, moment):
                    end, queue, reached = _come(roads, sent, seen, queue, newest, end, other, moment + later, step)
                    earliest = min(earliest, reached)
                    break
    return queue


@numba.njit(cache=True, nogil=True)
def _come(roads, sent, seen, queue, newest, end, node, state, step):  # type: ignore[no-untyped-def]
    """Mark a state as reached where that is news; returns it, or NEVER, too."""
    while state > 0 and sent.waiting[node, state - 1] > 0:
        state -= 1
    if state + roads.to_exit[node] > step:
        return end, queue, NEVER
    of = seen.node[node]
    if of[REACHED] != seen.turn[0]:
        of[REACHED] = seen.turn[0]
        of[DONE] = NEVER
    elif of[EARLIEST] <= state:
        return end, queue, NEVER
    of[EARLIEST] = state
    if end == len(queue):
        longer = np.empty((2 * end, 3), dtype=np.int32)
        longer[:end] = queue
        queue = longer
    queue[end, 0], queue[end, 1], queue[end, 2] = node, state, newest[state]
    newest[state] = end
    return end + 1, queue, state


@numba.njit(cache=True, nogil=True)
def _has_room(roads, sent, way, moment):  # type: ignore[no-untyped-def]
    if way >= 0:
        return sent.room[way, moment] > 0
    return sent.room[~way, moment] < roads.capacity[roads.profile[~way], moment]


@numba.njit(cache=True, nogil=True)
def _ready_row(roads, sent, node, reach):  # type: ignore[no-untyped-def]
    """The units that can leave from this state, the latest first; -1: none."""
    for row in range(roads.ready_first[node + 1] - 1, roads.ready_first[node] - 1, -1):
        if sent.ready_units[row] > 0 and roads.ready_step[row] <= reach:  # units may always wait where they start
            return row
    return -1


@numba.njit(cache=True, nogil=True)
def _send_on_ways(roads, sent, seen, stack, tried, count, number, step, sent_before):  # type: ignore[no-untyped-def]
    """Send units to one exit at a step along states that are open, each of which is left behind once it has failed.

    Returns the units, the stack, and single states tried in this turn: their count, and (row, step) of each.
    """
    units, top, patience = 0, -1, PATIENCE * len(roads.single_row)
    if _is_open(roads, seen, roads.exit_node[number], step):
        top = 0
        _enter(roads, sent, seen, stack, 0, roads.exit_node[number], step)
        count, tried = _note(roads, tried, count, roads.exit_node[number], step)
    while top >= 0:
        if stack[top, CLOCK] == UNTRIED and stack[top, PLACE] == roads.back_first[stack[top, NODE]]:
            source = _ready_row(roads, sent, stack[top, NODE], stack[top, REACH])
            if source >= 0:
                amount = min(sent.ready_units[source], roads.exit_capacity[number, step] - sent.arrivals[number, step])
                amount = _least_on_way(roads, sent, stack, top, roads.ready_step[source], amount)
                _push(roads, sent, stack, top, roads.ready_step[source], amount)
                sent.ready_units[source] -= amount
                sent.arrivals[number, step] += amount
                units += amount
                if sent.arrivals[number, step] == roads.exit_capacity[number, step]:
                    break
                top = _retreat(roads, sent, seen, stack, top, roads.ready_step[source])
                patience = PATIENCE * len(roads.single_row)
                continue
        other, arrives = _next_state(roads, sent, seen, stack[top])
        if other < 0:
            top -= 1
            patience -= 1
            if patience < 0 and units + sent_before > 0:
                break
            continue
        top += 1
        if top == len(stack):
            longer = np.empty((2 * top, 8), dtype=np.int32)
            longer[:top] = stack
            stack = longer
        _enter(roads, sent, seen, stack, top, other, arrives)
        count, tried = _note(roads, tried, count, other, arrives)
    return units, stack, count, tried


@numba.njit(cache=True, nogil=True)
def _note(roads, tried, count, node, step):  # type: ignore[no-untyped-def]
    if roads.single_row[node] < 0:
        return count, tried
    if count == len(tried):
        longer = np.empty((2 * count, 2), dtype=np.int32)
        longer[:count] = tried
        tried = longer
    tried[count, 0], tried[count, 1] = roads.single_row[node], step
    return count + 1, tried


@numba.njit(cache=True, nogil=True)
def _is_open(roads, seen, node, step):  # type: ignore[no-untyped-def]
    """Whether units may still be in this state and it has not been tried in this turn."""
    row, turn = roads.single_row[node], seen.turn[0]
    if row >= 0:
        return step >= seen.node[node, EARLIEST] and seen.single_tried[row, step] != turn and seen.single_tried[row, step] != LOST
    of = seen.node[node]
    is_reached = of[REACHED] == turn or not seen.has_reach
    return is_reached and of[EARLIEST] <= step and (of[TRIED] != turn or of[DEADLINE] < step)


@numba.njit(cache=True, nogil=True, inline="always")
def _enter(roads, sent, seen, stack, top, node, wanted):  # type: ignore[no-untyped-def]
    row, reach = roads.single_row[node], wanted
    if row < 0:
        while reach + 1 < sent.waiting.shape[1] and sent.waiting[node, reach] > 0:
            reach += 1
        stack[top, BEFORE] = seen.node[node, DEADLINE] if seen.node[node, TRIED] == seen.turn[0] else -1
        seen.node[node, TRIED] = seen.turn[0]
        seen.node[node, DEADLINE] = reach
    else:
        seen.single_tried[row, wanted] = seen.turn[0]
    stack[top, NODE] = node
    stack[top, BY] = wanted
    stack[top, REACH] = reach
    stack[top, PLACE] = roads.back_first[node]
    stack[top, CLOCK] = UNTRIED


@numba.njit(cache=True, nogil=True, inline="always")
def _next_state(roads, sent, seen, entry):  # type: ignore[no-untyped-def]
    """The next open state from which the residual network leads to this one, and its step; (-1, 0): none."""
    node, reach, turn = entry[NODE], entry[REACH], seen.turn[0]
    is_single = roads.single_row[node] >= 0
    while entry[PLACE] < roads.back_first[node + 1]:
        place = entry[PLACE]
        other, way, earlier, later = roads.back[place, 0], roads.back[place, 1], roads.back[place, 2], roads.back[place, 3]
        arc = way if way >= 0 else ~way
        profile = roads.profile[arc]
        is_other_single = roads.single_row[other] >= 0
        latest, lowest = reach - earlier, max(0, seen.node[other, EARLIEST] - later)
        if not is_other_single:  # then any state not before `lowest` is open
            if seen.node[other, REACHED] != turn and seen.has_reach:
                lowest = NEVER
            elif seen.node[other, TRIED] == turn:
                lowest = max(lowest, seen.node[other, DEADLINE] + 1 - later)
        if is_single:
            lowest = max(lowest, latest)
        moment = latest if entry[CLOCK] == UNTRIED else entry[CLOCK]
        while moment >= lowest:
            room = sent.room[arc, moment]
            has_room = room > 0 if way >= 0 else room < roads.capacity[profile, moment]
            if has_room and (not is_other_single or _is_open(roads, seen, other, moment + later)):
                entry[CLOCK] = moment
                entry[VIA] = way
                entry[MOMENT] = moment
                return other, moment + later
            moment -= 1
        entry[PLACE] += 1
        entry[CLOCK] = UNTRIED
    return -1, 0


@numba.njit(cache=True, nogil=True)
def _comes(roads, entry):  # type: ignore[no-untyped-def]
    """The step at which units come to this state from the next one on the stack."""
    return entry[MOMENT] + roads.transit[entry[VIA]] if entry[VIA] >= 0 else entry[MOMENT]


@numba.njit(cache=True, nogil=True)
def _least_on_way(roads, sent, stack, top, starts, amount):  # type: ignore[no-untyped-def]
    """The most units, of so many, that the way on the stack can take."""
    for level in range(top + 1):
        comes = starts
        if level < top:
            way, moment = stack[level, VIA], stack[level, MOMENT]
            comes = _comes(roads, stack[level])
            if way >= 0:
                amount = min(amount, sent.room[way, moment])
            else:
                amount = min(amount, roads.capacity[roads.profile[~way], moment] - sent.room[~way, moment])
        for step in range(stack[level, BY], comes):
            amount = min(amount, sent.waiting[stack[level, NODE], step])
    return amount


@numba.njit(cache=True, nogil=True)
def _push(roads, sent, stack, top, starts, amount):  # type: ignore[no-untyped-def]
    for level in range(top + 1):
        node, wanted, comes = stack[level, NODE], stack[level, BY], starts
        if level < top:
            way, moment = stack[level, VIA], stack[level, MOMENT]
            comes = _comes(roads, stack[level])
            if way >= 0:
                sent.room[way, moment] -= amount
            else:
                sent.room[~way, moment] += amount
        for step in range(wanted, comes):
            sent.waiting[node, step] -= amount
        for step in range(comes, wanted):
            sent.waiting[node, step] += amount


@numba.njit(cache=True, nogil=True)
def _retreat(roads, sent, seen, stack, top, starts):  # type: ignore[no-untyped-def]
    """Back to the state nearest the exit behind which the way is used up; the states behind it may be tried again."""
    keep, is_cut_short = top, False
    for level in range(top, -1, -1):
        comes = starts
        if level < top:
            if not _has_room(roads, sent, stack[level, VIA], stack[level, MOMENT]):
                keep, is_cut_short = level, False
            comes = _comes(roads, stack[level])
        for step in range(stack[level, BY], comes):
            if sent.waiting[stack[level, NODE], step] == 0:
                keep, is_cut_short = level, True
                break
    for level in range(top, keep - 1 if is_cut_short else keep, -1):
        node, row = stack[level, NODE], roads.single_row[stack[level, NODE]]
        if row < 0:
            seen.node[node, DEADLINE] = stack[level, BEFORE]
        else:
            seen.single_tried[row, stack[level, BY]] = 0
    if is_cut_short:
        _enter(roads, sent, seen, stack, keep, stack[keep, NODE], stack[keep, BY])
    return keep
