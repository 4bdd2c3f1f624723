"""The loops of pricing that are worth compiling. Imported only when a search begins: loading the compiler costs a second.

All arrays have the minute first, because the programme runs over minutes and touches every station and shape in each. Shapes
are those of `pricing.DayFinder`; -inf is "not allowed".
"""

import numba
import numpy as np


@numba.njit(cache=True)
def charge(points, run_first, run_start, run_end, use_first, use_limit, use_offset, price, earned):  # type: ignore[no-untyped-def]
    """earned[minute, shape] = points[shape, minute] - prices of all quarters that a move of the shape starting then uses.

    Only minutes in the shape's runs [run_start, run_end) are written, the others are closed. `price[limit, minute]` is that of the
    quarter in which the minute lies; a limit without any price has -1 in its first minute.
    """
    left = np.empty(points.shape[1])
    for shape in range(points.shape[0]):
        for run in range(run_first[shape], run_first[shape + 1]):
            start, end = run_start[run], run_end[run]
            left[start:end] = points[shape, start:end]
            for use in range(use_first[shape], use_first[shape + 1]):
                of_limit, offset = price[use_limit[use]], use_offset[use]
                if of_limit[0] != -1.0:
                    for minute in range(start, end):
                        left[minute] -= of_limit[minute + offset]
            for minute in range(start, end):
                earned[minute, shape] = left[minute]


@numba.njit(cache=True)
def find_best_days(  # type: ignore[no-untyped-def]
    earned, is_open, gain, move_first, move_shape, move_head, move_total, standing, standing_row, value, moving
):
    """Fill value[minute, station] and moving[minute, station] (the best of leaving at that minute), from the last minute back."""
    minutes, stations = moving.shape
    for minute in range(minutes - 1, -1, -1):
        for station in range(stations):
            best = -np.inf
            if is_open[minute]:
                for move in range(move_first[station], move_first[station + 1]):
                    points = earned[minute, move_shape[move]]
                    if points > -np.inf:
                        points += gain[move] + value[minute + move_total[move], move_head[move]]
                        if points > best:
                            best = points
            moving[minute, station] = best
            stays = value[minute + 1, station] + standing[minute, standing_row[station]]
            value[minute, station] = best if best > stays else stays
