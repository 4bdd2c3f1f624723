"""The rules of the day: who goes, holds, turns back, waits or is overdue.

Pure functions on plain numbers, so that live operation, the stress test and a look back at a day apply the very same rules. Times are
whole minutes of one clock; spans are given as two sequences, `opens` and `closes`, of which those from `first` to before `end` count,
in order of time. The stress test compiles these very functions, so they use nothing but numbers, sequences and loops; how it puts them
together for what lies ahead of a convoy is in `stress/ahead.py`.

Invariant: nobody is told to enter a road that, as far as is known now, cannot be left before its silence or the light ends.
"""

from collections.abc import Sequence
from enum import IntEnum

NEVER = 1 << 30
"""A minute later than all others: it does not happen within the horizon."""


class Order(IntEnum):
    """What the leader of a column is told where the road goes on."""

    GO = 0
    HOLD = 1
    TURN_BACK = 2


def earliest_within(at_min: int, stays_min: int, opens: Sequence[int], closes: Sequence[int], first: int, end: int) -> int:
    """The first minute from `at_min` on at which a stay of `stays_min` minutes begins and ends inside one span; NEVER where none does."""
    for span in range(first, end):
        starts_min = max(at_min, opens[span])
        if starts_min + stays_min <= closes[span]:
            return starts_min
    return NEVER


def earliest_silent(
    at_min: int, stays_min: int, now_min: int, agreed: Sequence[int], opens: Sequence[int], closes: Sequence[int], first: int, end: int
) -> int:
    """As `earliest_within`, for windows of silence that may open later than agreed.

    That one opens late is known only when the moment has come at which it should have opened.
    """
    for span in range(first, end):
        known_min = opens[span] if now_min >= agreed[span] else agreed[span]
        starts_min = max(at_min, known_min)
        if starts_min + stays_min <= closes[span]:
            return starts_min
    return NEVER


def earliest_unblocked(at_min: int, now_min: int, since: Sequence[int], until: Sequence[int], count: int) -> int:
    """The first minute from `at_min` on at which no closure or suspension is known to hold.

    One is known, with its end, from the moment at which it begins. Nobody enters while it holds; who is on the road goes on.
    """
    enters_min = at_min
    has_moved = True
    while has_moved:
        has_moved = False
        for row in range(count):
            if since[row] <= now_min and since[row] <= enters_min < until[row]:
                enters_min = until[row]
                has_moved = True
    return enters_min


def order_at_boundary(arrived_min: int, may_go_on_min: int, now_min: int, most_hold_min: int) -> Order:
    """What a column is told that has come to a segment or a checkpoint and may go on at `may_go_on_min`.

    It goes, or holds where it stands if it can go on within `most_hold_min` of its arrival, or turns back to the last safe place it
    has passed. Who holds goes on when let through.
    """
    if may_go_on_min <= now_min:
        return Order.GO
    if may_go_on_min - arrived_min <= most_hold_min:
        return Order.HOLD
    return Order.TURN_BACK


def last_safe_behind(safe_at: Sequence[int], here: int) -> int:
    """Which of the safe places along a road, given by how far along they stand, in order, is the last one not beyond `here`; -1: none."""
    found = -1
    for row in range(len(safe_at)):
        if safe_at[row] <= here:
            found = row
    return found


def wave_boards_at(now_min: int, boarding_min: int, vehicle_leaves_min: int) -> int:
    """When a wave boards: no earlier than the vehicle needs it to, so that people wait in the gathering point and not on board.

    NEVER where the vehicle cannot leave any more: the wave goes home.
    """
    if vehicle_leaves_min >= NEVER:
        return NEVER
    return max(now_min, vehicle_leaves_min - boarding_min)


def is_overdue(planned_min: int, now_min: int, tolerance_min: int) -> bool:
    """Whether a vehicle that should have been somewhere at `planned_min` is overdue, so that somebody must ask where it is."""
    return now_min - planned_min > tolerance_min


def minutes_outside(enters_min: int, leaves_min: int, opens: Sequence[int], closes: Sequence[int], first: int, end: int) -> int:
    """How many minutes of a stay lie in none of the spans, which do not overlap."""
    outside_min = leaves_min - enters_min
    for span in range(first, end):
        outside_min -= max(0, min(leaves_min, closes[span]) - max(enters_min, opens[span]))
    return outside_min
