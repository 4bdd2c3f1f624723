"""The best day of a vehicle at given prices, for every stand and minute from the last one back."""

import numpy as np

from safepassage.planning.checking.certificate.limits import Ints
from safepassage.planning.checking.certificate.moves import Moves
from safepassage.planning.checking.certificate.stands import At

NEVER = -(1 << 61)
_MOST = 1 << 59


def best_units(moves: Moves) -> Ints:
    """What a vehicle still earns at most that stands there when the horizon begins, `int64[stand]`; below zero where it cannot end.

    Exact, as all are whole numbers.

    Raises:
        OverflowError: the numbers are too large for that.
    """
    minutes, stands = len(moves.may_stand), len(moves.stands)
    largest = int(moves.gain.max(initial=0)) + int(moves.paid.max(initial=0)) + int(moves.stand_paid.max(initial=0))
    if largest * (minutes + 1) > _MOST:
        raise OverflowError
    value = np.full((minutes + 1, stands), NEVER, dtype=np.int64)
    value[minutes, [number for stand, number in moves.stands.items() if stand.at is At.FREE]] = 0
    reached = value.reshape(-1)
    for minute in range(minutes - 1, -1, -1):
        stays = value[minute + 1] - moves.stand_paid[minute][moves.standing]
        best = np.where(moves.may_stand[minute][moves.standing], stays, NEVER)
        going = np.flatnonzero(moves.open_min[minute][moves.course])
        if len(going):
            tail = moves.tail[going]
            earned = moves.gain[going] - moves.paid[minute][moves.course[going]]
            earned += reached[(minute + moves.minutes[going]) * stands + moves.head[going]]
            begins = np.flatnonzero(np.diff(tail, prepend=-1))
            leaving = tail[begins]
            best[leaving] = np.maximum(best[leaving], np.maximum.reduceat(earned, begins))
        value[minute] = np.maximum(best, NEVER)
    first: Ints = value[0]
    return first
