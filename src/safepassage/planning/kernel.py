"""The loops of pricing that are worth compiling. Imported only when a search begins: loading the compiler costs a second.

Shapes are those of `pricing.DayFinder`; -inf is "not allowed". The programme runs over blocks of minutes: a move that lasts at least a
block leads beyond it, so all its minutes are done in one sweep over neighbouring memory; shorter moves are done minute by minute.
"""

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def charge(  # type: ignore[no-untyped-def]
    quarter_min, quarter_offset_min, from_min, points, run_first, run_start, run_end, use_first, use_limit, use_offset, price, earned
):
    """earned[shape, minute] = points[shape, minute] - prices of all quarters that a move of the shape starting then uses.

    Only minutes from `from_min` on in the shape's runs [run_start, run_end) are written, the others are closed. `price[limit, slot]`.
    """
    for shape in range(points.shape[0]):
        for run in range(run_first[shape], run_first[shape + 1]):
            start, end = max(run_start[run], from_min), run_end[run]
            if start >= end:
                continue
            earned[shape, start:end] = points[shape, start:end]
            for use in range(use_first[shape], use_first[shape + 1]):
                of_limit, shift_min = price[use_limit[use]], use_offset[use] + quarter_offset_min
                for slot in range((start + shift_min) // quarter_min, (end - 1 + shift_min) // quarter_min + 1):
                    if of_limit[slot] != 0.0:
                        first = max(start, slot * quarter_min - shift_min)
                        past = min(end, (slot + 1) * quarter_min - shift_min)
                        for minute in range(first, past):
                            earned[shape, minute] -= of_limit[slot]


@numba.njit(cache=True, nogil=True)
def find_best_days(  # type: ignore[no-untyped-def]
    block_min,
    from_min,
    earned,
    is_open,
    gain,
    long_moves,
    short_moves,
    far_stations,
    near_stations,
    move_shape,
    move_tail,
    move_head,
    move_total,
    standing,
    standing_row,
    value,
    moving,
):
    """Fill value[station, minute] and moving[station, minute] (the best of leaving at that minute), from the last minute back to `from_min`
    or a little further.

    `long_moves` last at least `block_min`; `near_stations` are those that short moves leave from, `far_stations` all others.
    `is_open[shape, block]` tells whether the shape is open at any minute of the block. `value` has -inf behind the horizon, as far as
    the longest move reaches.
    """
    minutes = moving.shape[1]
    for block in range((minutes - 1) // block_min, from_min // block_min - 1, -1):
        start, end = block * block_min, min((block + 1) * block_min, minutes)
        moving[:, start:end] = -np.inf
        for move in long_moves:
            shape = move_shape[move]
            if is_open[shape, block]:
                station, head, total, points = move_tail[move], move_head[move], move_total[move], gain[move]
                earns, then, best = earned[shape, start:end], value[head, start + total : end + total], moving[station, start:end]
                # no branch: so the loop runs over several minutes at once
                for minute in range(end - start):
                    best[minute] = max(best[minute], earns[minute] + then[minute] + points)
        for station in far_stations:
            for minute in range(end - 1, start - 1, -1):
                stays = value[station, minute + 1] + standing[standing_row[station], minute]
                value[station, minute] = max(moving[station, minute], stays)
        for minute in range(end - 1, start - 1, -1):
            for move in short_moves:
                shape, station = move_shape[move], move_tail[move]
                if is_open[shape, block]:
                    leaving = earned[shape, minute] + value[move_head[move], minute + move_total[move]] + gain[move]
                    if leaving > moving[station, minute]:
                        moving[station, minute] = leaving
            for station in near_stations:
                stays = value[station, minute + 1] + standing[standing_row[station], minute]
                value[station, minute] = max(moving[station, minute], stays)
