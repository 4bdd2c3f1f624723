"""The two loops of pricing that are worth compiling. Imported only when a search begins: loading the compiler costs a second.

Shapes are those of `pricing.DayFinder`; -inf is "not allowed".
"""

import numba
import numpy as np


@numba.njit(cache=True, boundscheck=False)
def charge(points, use_first, use_limit, use_offset, price, earned):  # type: ignore[no-untyped-def]  # pragma: no cover - compiled
    """earned[shape, minute] = points[shape, minute] - prices of all quarters that a move of the shape starting then uses."""
    shapes, minutes = points.shape
    for shape in range(shapes):
        for minute in range(minutes):
            left = points[shape, minute]
            if left > -np.inf:
                for use in range(use_first[shape], use_first[shape + 1]):
                    left -= price[use_limit[use], minute + use_offset[use]]
            earned[shape, minute] = left


@numba.njit(cache=True, boundscheck=False)
def find_best_days(  # type: ignore[no-untyped-def]  # pragma: no cover - compiled
    earned, gain, move_first, move_shape, move_head, move_total, standing, standing_row, value, moving
):
    """Fill value[station, minute] and moving[station, minute] (the best of leaving at that minute), from the last minute back."""
    stations, minutes = moving.shape
    for minute in range(minutes - 1, -1, -1):
        for station in range(stations):
            best = -np.inf
            for move in range(move_first[station], move_first[station + 1]):
                points = earned[move_shape[move], minute]
                if points > -np.inf:
                    points += gain[move] + value[move_head[move], minute + move_total[move]]
                    if points > best:
                        best = points
            moving[station, minute] = best
            stays = value[station, minute + 1] + standing[standing_row[station], minute]
            value[station, minute] = best if best > stays else stays
