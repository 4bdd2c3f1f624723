"""How a day begins and ends: everybody at the first gate, on time; and who was not fetched or found no room is counted."""

from numba.extending import register_jitable

from safepassage.stress.day import CLASSES, Board, Checkpoint, Column, Mover
from safepassage.stress.line import QUARTER_MIN


@register_jitable
def copy_rows(target, source):  # type: ignore[no-untyped-def]
    """Number by number: the compiled code allocates nothing, which a copy by slices would."""
    for row in range(source.shape[0]):
        for column in range(source.shape[1]):
            target[row, column] = source[row, column]


@register_jitable
def start_day(programme, draw, day):  # type: ignore[no-untyped-def]
    """Make a day ready to be lived through: every mover at its first gate, on time, and the lines with the room that the draw leaves."""
    day.queue_head[:] = -1
    day.late_min[:] = 0
    day.free_min[:] = 0
    day.convoy[:] = -1
    day.held_since[:] = -1
    day.owed_min[:] = 0
    day.has_place[:] = False
    day.halt[:] = -1
    day.halt_until[:] = 0
    day.spared_km[:] = 0.0
    day.is_broken[:] = False
    day.is_loaded[:] = False
    day.is_flagged[:] = False
    day.aboard[:] = 0
    day.units[:] = 1
    day.has_boarded[:] = False
    copy_rows(day.more_left, draw.more)
    copy_rows(day.left_room, programme.room)
    day.at_halt[:] = 0
    day.received[:] = 0
    day.counted[:] = 0.0
    for checkpoint in range(len(programme.checkpoints)):
        for row in range(draw.slows[checkpoint]):
            first = (draw.slow_since[checkpoint, row] + programme.quarter_shift_min + QUARTER_MIN - 1) // QUARTER_MIN
            end = (draw.slow_until[checkpoint, row] + programme.quarter_shift_min + QUARTER_MIN - 1) // QUARTER_MIN
            for line in programme.checkpoints[checkpoint, Checkpoint.LINES :]:
                for quarter in range(min(first, day.left_room.shape[1]), min(end, day.left_room.shape[1])):
                    if line >= 0 and day.left_room[line, quarter] == programme.room[line, quarter]:
                        day.left_room[line, quarter] *= draw.slow[0]
    for mover in range(len(programme.movers)):
        day.gate[mover] = programme.movers[mover, Mover.FIRST]
        own = programme.movers[mover, Mover.OWN]
        if own >= 0:
            day.units[mover] = draw.own_come[own]
            for priority in range(CLASSES):
                people = programme.own[own, 1 + priority]
                come = people * draw.own_come[own] // programme.own[own, 0]
                day.aboard[mover, priority] = come
                day.counted[Column.STAYED_AWAY + priority] += people - come


@register_jitable
def end_day(programme, draw, day):  # type: ignore[no-untyped-def]
    """Count who stayed away, who was not fetched, and where more stood than there is room for."""
    for boarding in range(len(programme.boards)):
        for priority in range(CLASSES):
            come = draw.come[boarding, priority]
            day.counted[Column.STAYED_AWAY + priority] += programme.boards[boarding, Board.PEOPLE + priority] - come
            if not day.has_boarded[boarding]:
                day.counted[Column.HOME + priority] += come
    for halt in range(len(programme.halts)):
        standing = 0
        for minute in range(programme.horizon_min):
            standing += day.at_halt[halt, minute]
            day.counted[Column.OVERFULL_HALT_VEHICLE_MIN] += max(0, standing - programme.halts[halt])
    for reception in range(len(programme.receptions)):
        for row in range(2):
            day.counted[Column.OVERFULL_RECEPTION_PEOPLE] += max(0, day.received[reception, row] - programme.receptions[reception, row])
