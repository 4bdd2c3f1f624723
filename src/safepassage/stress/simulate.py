"""Simulate days: room for one in memory, and the compiled function that runs many.

Invariant: what comes out depends on the programme and on what is drawn, never on which days are computed together.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numba
import numpy as np

from safepassage.stress.befall import undisturbed
from safepassage.stress.compiled import source_digest
from safepassage.stress.day import COLUMNS, HOUR_MIN, Counts, Day, Draw, Floats, Gate, Programme
from safepassage.stress.daybreak import end_day, start_day
from safepassage.stress.draws import Chances, Layout, draw_day, random_rows
from safepassage.stress.live import live_day


@dataclass(frozen=True, slots=True, eq=False)
class Lived:
    """What was counted on some days: `counted[day, Column]`, and over all of them by location and hour."""

    counted: Floats
    stranded_at: Counts
    turned_at: Counts
    waited_at: Counts


def new_draw(programme: Programme, vehicles: int, days: int) -> Draw:
    """Room for a draw over so many local days, as on a day on which nothing happens."""
    segments, checkpoints = len(programme.segments), len(programme.checkpoints)
    draw = Draw(
        opens=np.empty_like(programme.opens),
        closes=np.empty_like(programme.closes),
        since=np.zeros((segments, 2 * days), np.int32),
        until=np.zeros((segments, 2 * days), np.int32),
        blocks=np.zeros(segments, np.int32),
        is_touched=np.zeros(segments, np.bool_),
        slow_since=np.zeros((checkpoints, days), np.int32),
        slow_until=np.zeros((checkpoints, days), np.int32),
        slows=np.zeros(checkpoints, np.int32),
        slow=np.ones(2),
        breakdown_km=np.empty(vehicles),
        repair_min=np.empty(vehicles, np.int32),
        come=np.zeros((len(programme.boards), 4), np.int32),
        own_come=np.zeros(len(programme.own), np.int32),
        more=np.zeros((len(programme.points), 4), np.int32),
        boarding_longer_min=np.zeros(len(programme.points), np.int32),
    )
    undisturbed(programme, draw)
    return draw


def new_day(programme: Programme) -> Day:
    """Room for a day, and counts by location and hour that begin at zero."""
    movers, gates, points = len(programme.movers), len(programme.gates), len(programme.points)
    locations = len(programme.places) + len(programme.segments)
    hours = -(-programme.horizon_min // HOUR_MIN)

    def ints(*shape: int) -> np.ndarray[Any, np.dtype[np.int32]]:
        return np.zeros(shape, np.int32)

    def flags(size: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
        return np.zeros(size, np.bool_)

    return Day(
        gate=ints(movers),
        late_min=ints(movers),
        free_min=ints(movers),
        place=ints(movers),
        convoy=ints(movers),
        held_since=ints(movers),
        owed_min=ints(movers),
        has_place=flags(movers),
        halt=ints(movers),
        halt_until=ints(movers),
        spared_km=np.zeros(movers),
        is_watched=flags(1 + max(programme.gates[:, Gate.CONVOY], default=-1)),
        is_broken=flags(movers),
        is_loaded=flags(movers),
        is_flagged=flags(movers),
        aboard=ints(movers, 4),
        units=ints(movers),
        entered=ints(gates),
        has_boarded=flags(len(programme.boards)),
        more_left=ints(points, 4),
        left_room=np.empty_like(programme.room),
        queue_head=ints(programme.horizon_min + 1),
        queue_next=ints(movers),
        at_halt=ints(len(programme.halts), programme.horizon_min + 1),
        received=np.zeros((len(programme.receptions), 2), np.int64),
        counted=np.zeros(COLUMNS),
        stranded_at=np.zeros((locations, hours), np.int64),
        turned_at=np.zeros((locations, hours), np.int64),
        waited_at=np.zeros(locations, np.int64),
    )


def simulate_draw(programme: Programme, chances: Chances, layout: Layout, draw: Draw) -> Lived:
    """One day of which everything that befalls it is given by the draw."""
    day, counted = new_day(programme), np.empty((1, COLUMNS))
    _compiled()(programme, chances, layout, np.empty((1, 0)), draw, day, counted)
    return Lived(counted, day.stranded_at, day.turned_at, day.waited_at)


def simulate_days(programme: Programme, chances: Chances, layout: Layout, *, vehicles: int, seed: int, first_day: int, days: int) -> Lived:
    """Days `first_day` to before `first_day + days` of a seed. Releases the interpreter's lock while it computes."""
    rows = random_rows(seed, first_day, days, layout.numbers)
    draw, day = new_draw(programme, vehicles, len(chances.day_from)), new_day(programme)
    counted = np.empty((days, COLUMNS))
    _compiled()(programme, chances, layout, rows, draw, day, counted)
    return Lived(counted, day.stranded_at, day.turned_at, day.waited_at)


@cache
def _compiled() -> Any:
    """The compiled function: some days from their numbers, or from the draw as it is where there are no numbers in a row."""
    digest = source_digest()

    def run_days(programme, chances, layout, rows, draw, day, counted):  # type: ignore[no-untyped-def]
        if digest < 0:  # never so: it names the sources, see `source_digest`
            return
        for row in range(counted.shape[0]):
            if rows.shape[1]:
                draw_day(programme, chances, layout, rows[row], draw)
            start_day(programme, draw, day)
            live_day(programme, draw, day)
            end_day(programme, draw, day)
            for column in range(COLUMNS):
                counted[row, column] = day.counted[column]

    # nothing is allocated inside, so no reference needs to be counted. The option is not documented; without it a day of the example takes
    # 2.8 instead of 0.65 ms (numba 0.68), since each call counts the references of every array in the tuples
    options: dict[str, Any] = {"nogil": True, "cache": True, "_nrt": False}
    return numba.njit(**options)(run_days)
