"""What befalls a day, written into its draw: one closure, one late opening, one early dusk.

Invariant: a draw in which nothing was written is that of a day on which nothing happens.
"""

import numpy as np
from numba.extending import register_jitable

from safepassage.stress.day import CLASSES, Board


@register_jitable
def undisturbed(programme, draw):  # type: ignore[no-untyped-def]
    """Make a draw that of a day on which nothing happens."""
    for span in range(len(programme.opens)):
        draw.opens[span] = programme.opens[span]
        draw.closes[span] = programme.closes[span]
    draw.blocks[:] = 0
    draw.is_touched[:] = False
    draw.slows[:] = 0
    draw.slow[0] = 1.0
    draw.slow[1] = 1.0
    draw.breakdown_km[:] = np.inf
    draw.repair_min[:] = -1
    draw.more[:] = 0
    draw.boarding_longer_min[:] = 0
    for boarding in range(len(programme.boards)):
        for priority in range(CLASSES):
            draw.come[boarding, priority] = programme.boards[boarding, Board.PEOPLE + priority]
    for own in range(len(programme.own)):
        draw.own_come[own] = programme.own[own, 0]


@register_jitable
def block(draw, segment, since_min, until_min):  # type: ignore[no-untyped-def]
    """Nobody enters a segment from one minute to another. Blocks that overlap are kept as one."""
    kept = 0
    for row in range(draw.blocks[segment]):
        since, until = draw.since[segment, row], draw.until[segment, row]
        if since <= until_min and since_min <= until:
            since_min, until_min = min(since, since_min), max(until, until_min)
        else:
            draw.since[segment, kept] = since
            draw.until[segment, kept] = until
            kept += 1
    draw.since[segment, kept] = since_min
    draw.until[segment, kept] = until_min
    draw.blocks[segment] = kept + 1
    draw.is_touched[segment] = True


@register_jitable
def open_late(draw, segment, first, end, opens_min):  # type: ignore[no-untyped-def]
    """No window from `first` to before `end` opens before a minute."""
    for span in range(first, end):
        draw.opens[span] = max(draw.opens[span], min(opens_min, draw.closes[span]))
    draw.is_touched[segment] = True


@register_jitable
def darken(programme, draw, span, until_min):  # type: ignore[no-untyped-def]
    """It is dark from a minute on; the horizon may end sooner."""
    draw.closes[span] = max(draw.opens[span], min(draw.closes[span], until_min))
    draw.is_touched[:] = True
