"""The loops of pricing that are worth compiling. Imported only when a search begins: loading the compiler costs a second.

Shapes are those of `pricing.DayFinder`; -inf is "not allowed". The programme runs over blocks of minutes: a move that lasts at least a
block leads beyond it, so all its minutes are done in one sweep over neighbouring memory; shorter moves so in steps of a few minutes, and
the shortest minute by minute.
"""

import numba
import numpy as np


@numba.njit(cache=True, nogil=True)
def charge(  # type: ignore[no-untyped-def]
    quarter_min,
    quarter_offset_min,
    has_points,
    points,
    run_first,
    run_start,
    run_end,
    use_first,
    use_limit,
    use_offset,
    price,
    shape,
    first_min,
    end_min,
    earned,
):
    """earned[minute - first_min] = points[shape, minute] - prices of all quarters that a move of the shape starting then uses, for every
    minute from `first_min` to before `end_min`; -inf outside of the shape's runs [run_start, run_end), which are all that is open.

    Without the points where it has none: they are not looked at then. `price[limit, slot]`.
    """
    earned[: end_min - first_min] = -np.inf
    for run in range(run_first[shape], run_first[shape + 1]):
        start, end = max(run_start[run], first_min), min(run_end[run], end_min)
        if start >= end:
            continue
        if has_points:
            earned[start - first_min : end - first_min] = points[shape, start:end]
        else:
            earned[start - first_min : end - first_min] = 0.0
        for use in range(use_first[shape], use_first[shape + 1]):
            of_limit, shift_min = price[use_limit[use]], use_offset[use] + quarter_offset_min
            for slot in range((start + shift_min) // quarter_min, (end - 1 + shift_min) // quarter_min + 1):
                if of_limit[slot] != 0.0:
                    first = max(start, slot * quarter_min - shift_min)
                    past = min(end, (slot + 1) * quarter_min - shift_min)
                    for minute in range(first, past):
                        earned[minute - first_min] -= of_limit[slot]


@numba.njit(cache=True, nogil=True)
def find_best_days(  # type: ignore[no-untyped-def]
    quarter_min,
    quarter_offset_min,
    has_points,
    points,
    run_first,
    run_start,
    run_end,
    use_first,
    use_limit,
    use_offset,
    price,
    block_min,
    step_min,
    from_min,
    is_open,
    is_left,
    gain,
    long_moves,
    middle_moves,
    short_moves,
    far_stations,
    middle_stations,
    near_stations,
    move_shape,
    move_tail,
    move_head,
    move_total,
    standing,
    standing_row,
    earned,
    value,
    moving,
):
    """Fill value[station, minute] and moving[station, minute] (the best of leaving at that minute), from the last minute back to `from_min`
    or a little further.

    `long_moves` last at least `block_min`, `middle_moves` at least `step_min`; `far_stations` are those that only long moves leave from,
    `near_stations` those that a short move leaves from. `is_open[shape, block]` tells whether the shape is open at any minute of the block,
    `is_left[station, block]` whether any move from the station is; where none is, `moving` is -inf already and stays so. `value` has -inf
    behind the horizon, as far as the longest move reaches. `earned[shape, minute of a span]` is room to work in: what moves earn is worked
    out for a span of some blocks at a time, since memory is what this waits for.
    """
    minutes = moving.shape[1]
    open_short = np.empty(len(short_moves), np.int64)
    span_min = earned.shape[1]
    span_start = minutes
    for block in range((minutes - 1) // block_min, from_min // block_min - 1, -1):
        start, end = block * block_min, min((block + 1) * block_min, minutes)
        if start < span_start:
            span_start = start // span_min * span_min
            for shape in range(len(is_open)):
                charge(
                    quarter_min,
                    quarter_offset_min,
                    has_points,
                    points,
                    run_first,
                    run_start,
                    run_end,
                    use_first,
                    use_limit,
                    use_offset,
                    price,
                    shape,
                    span_start,
                    end,
                    earned[shape],
                )
        for station in range(moving.shape[0]):
            if is_left[station, block]:
                moving[station, start:end] = -np.inf
        _sweep(
            span_start, start, end, block, earned, is_open, gain, long_moves, move_shape, move_tail, move_head, move_total, value, moving
        )
        _stand(start, end, block, is_left, far_stations, standing, standing_row, value, moving)
        shorts = 0
        for move in short_moves:
            if is_open[move_shape[move], block]:
                open_short[shorts] = move
                shorts += 1
        for first in range(start + (end - 1 - start) // step_min * step_min, start - 1, -step_min):
            past = min(first + step_min, end)
            _sweep(
                span_start,
                first,
                past,
                block,
                earned,
                is_open,
                gain,
                middle_moves,
                move_shape,
                move_tail,
                move_head,
                move_total,
                value,
                moving,
            )
            _stand(first, past, block, is_left, middle_stations, standing, standing_row, value, moving)
            for minute in range(past - 1, first - 1, -1):
                for number in range(shorts):
                    move = open_short[number]
                    leaving = earned[move_shape[move], minute - span_start] + value[move_head[move], minute + move_total[move]] + gain[move]
                    if leaving > moving[move_tail[move], minute]:
                        moving[move_tail[move], minute] = leaving
                for station in near_stations:
                    stays = value[station, minute + 1] + standing[standing_row[station], minute]
                    value[station, minute] = max(moving[station, minute], stays)


@numba.njit(cache=True, nogil=True)
def _sweep(  # type: ignore[no-untyped-def]
    span_start, start, end, block, earned, is_open, gain, moves, move_shape, move_tail, move_head, move_total, value, moving
):
    """Let these moves start at every minute from `start` to before `end`, which none of them ends before."""
    for move in moves:
        shape = move_shape[move]
        if is_open[shape, block]:
            station, head, total, points = move_tail[move], move_head[move], move_total[move], gain[move]
            earns, then = earned[shape, start - span_start : end - span_start], value[head, start + total : end + total]
            best = moving[station, start:end]
            # no branch: so the loop runs over several minutes at once
            for minute in range(end - start):
                best[minute] = max(best[minute], earns[minute] + then[minute] + points)


@numba.njit(cache=True, nogil=True)
def _stand(start, end, block, is_left, stations, standing, standing_row, value, moving):  # type: ignore[no-untyped-def]
    """What vehicles at these stations can still earn, from before `end` back to `start`, when all that leaves there is known."""
    for station in stations:
        stands, values = standing[standing_row[station]], value[station]
        later = values[end]
        if is_left[station, block]:
            leaves = moving[station]
            for minute in range(end - 1, start - 1, -1):
                later = max(leaves[minute], later + stands[minute])
                values[minute] = later
        else:
            for minute in range(end - 1, start - 1, -1):
                later = later + stands[minute]
                values[minute] = later


@numba.njit(cache=True, nogil=True)
def follow_best_day(  # type: ignore[no-untyped-def]
    quarter_min,
    quarter_offset_min,
    has_points,
    points,
    run_first,
    run_start,
    run_end,
    use_first,
    use_limit,
    use_offset,
    price,
    station,
    minute,
    first_move,
    move_shape,
    move_head,
    move_total,
    gain,
    standing,
    standing_row,
    value,
    moving,
):
    """(move, minute at which it starts) of each move of a best day from this station and minute on, `int64[step, 2]`.

    It leaves as soon as leaving is better than staying; of moves that are equally good the first is taken.
    """
    minutes = moving.shape[1]
    steps = np.empty((minutes, 2), np.int64)
    earned = np.empty(1)
    count = 0
    while minute < minutes:
        if not moving[station, minute] > value[station, minute + 1] + standing[standing_row[station], minute]:
            minute += 1
            continue
        best, chosen = -np.inf, first_move[station]
        for move in range(first_move[station], first_move[station + 1]):
            if minute + move_total[move] <= minutes:
                charge(
                    quarter_min,
                    quarter_offset_min,
                    has_points,
                    points,
                    run_first,
                    run_start,
                    run_end,
                    use_first,
                    use_limit,
                    use_offset,
                    price,
                    move_shape[move],
                    minute,
                    minute + 1,
                    earned,
                )
                worth = earned[0] + gain[move] + value[move_head[move], minute + move_total[move]]
                if worth > best:
                    best, chosen = worth, move
        steps[count] = chosen, minute
        count += 1
        station, minute = move_head[chosen], minute + move_total[chosen]
    return steps[:count]
