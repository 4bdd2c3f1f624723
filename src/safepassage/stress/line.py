"""Lines: where movers wait their turn, first come, first served, so many vehicles in each quarter of an hour."""

from numba.extending import register_jitable

from safepassage.corridor.day_rules import NEVER

QUARTER_MIN = 15
_LEAST = 1e-6
"""Shares of own cars are summed in floating point; less room than this is none."""


@register_jitable
def let_through(room, quarter_shift_min, line, shared, at_min, needs):  # type: ignore[no-untyped-def]
    """When a mover that joins a line at `at_min` and takes the room of `needs` vehicles is let through; NEVER: not within the horizon.

    Who needs more than a quarter has left takes what there is and the rest of the next quarters, so that nobody who joins later finds
    room before. Nothing is taken here: see `take_room`.
    """
    quarter = (at_min + quarter_shift_min) // QUARTER_MIN
    left = needs
    while quarter < room.shape[1]:
        has = room[line, quarter]
        if shared >= 0:
            has = min(has, room[shared, quarter])
        if has >= left - _LEAST:
            return max(at_min, quarter * QUARTER_MIN - quarter_shift_min)
        left -= max(has, 0.0)
        quarter += 1
    return NEVER


@register_jitable
def take_room(room, quarter_shift_min, line, shared, at_min, goes_min, needs):  # type: ignore[no-untyped-def]
    """Take the room that `let_through` found for a mover that joined the line at `at_min` and goes on at `goes_min`."""
    quarter = (at_min + quarter_shift_min) // QUARTER_MIN
    last = (goes_min + quarter_shift_min) // QUARTER_MIN
    left = needs
    while quarter <= last:
        has = room[line, quarter]
        if shared >= 0:
            has = min(has, room[shared, quarter])
        takes = min(max(has, 0.0), left) if quarter < last else left
        room[line, quarter] -= takes
        if shared >= 0:
            room[shared, quarter] -= takes
        left -= takes
        quarter += 1
