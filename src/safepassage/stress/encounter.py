"""What a mover meets: a queue before a segment, a checkpoint, a wave that waits, the end of a drive."""

from numba.extending import register_jitable

from safepassage.corridor.day_rules import NEVER, Order, earliest_within, order_at_boundary, wave_boards_at
from safepassage.stress.ahead import earliest_entry, sets_out_late
from safepassage.stress.day import CLASSES, Board, Checkpoint, Column, Gate, Kind, Mover, Place
from safepassage.stress.line import let_through, take_room
from safepassage.stress.mishap import come_to, people_aboard


@register_jitable
def wait(late, counted, waited_at, mover, units, location, minutes):  # type: ignore[no-untyped-def]
    """A mover loses minutes where it stands."""
    late[mover] += minutes
    counted[Column.WAITED_VEHICLE_MIN] += units * minutes
    waited_at[location] += units * minutes


@register_jitable
def receive(programme, day, mover, column):  # type: ignore[no-untyped-def]
    """Who is aboard has arrived where the mover stands."""
    reception = programme.places[day.place[mover], Place.RECEPTION]
    for priority in range(CLASSES):
        people = day.aboard[mover, priority]
        day.counted[column + priority] += people
        if reception >= 0:
            day.received[reception, 1 if priority == 0 else 0] += people
        day.aboard[mover, priority] = 0


@register_jitable
def board(programme, draw, day, mover, boarding):  # type: ignore[no-untyped-def]
    """Who was called and came boards; then who came without being registered, while there is room."""
    day.has_boarded[boarding] = True
    point = programme.boards[boarding, Board.POINT]
    for priority in range(CLASSES):
        day.aboard[mover, priority] += draw.come[boarding, priority]
    for priority in range(CLASSES):
        seated = people_aboard(day, mover) - day.aboard[mover, 0]
        room = (
            programme.movers[mover, Mover.BAYS] - day.aboard[mover, 0] if priority == 0 else programme.movers[mover, Mover.SEATS] - seated
        )
        taken = max(0, min(room, day.more_left[point, priority]))
        day.aboard[mover, priority] += taken
        day.more_left[point, priority] -= taken
        day.counted[Column.MORE_TAKEN + priority] += taken


@register_jitable
def may_enter(programme, draw, segment, at_min, stays_min, now_min):  # type: ignore[no-untyped-def]
    """The first minute from `at_min` on at which a segment may be entered, as far as is known now; NEVER where there is none."""
    return earliest_entry(
        programme.segments,
        programme.opens,
        draw.opens,
        draw.closes,
        programme.light_first,
        programme.light_end,
        draw.since,
        draw.until,
        draw.blocks,
        segment,
        at_min,
        stays_min,
        now_min,
    )


@register_jitable
def queue_for_segment(programme, draw, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """A mover comes to a segment that takes so many vehicles in a quarter of an hour, and may enter it now but for that.

    Returns when its turn comes, and it has its place then. Where it could not enter when its turn comes, as far as is known, it does not
    queue: returns when it could; NEVER: not at all, or the queue is too long.
    """
    gates, segment, line = programme.gates, programme.gates[gate, Gate.WHAT], programme.gates[gate, Gate.LINE]
    needs, stays_min = programme.share[mover] * day.units[mover], gates[gate, Gate.LASTS]
    goes_min = let_through(day.left_room, programme.quarter_shift_min, line, -1, at_min, needs)
    if goes_min >= NEVER or order_at_boundary(at_min, goes_min, at_min, programme.queue_min) == Order.TURN_BACK:
        return NEVER
    fits_min = goes_min if goes_min == at_min else may_enter(programme, draw, segment, goes_min, stays_min, at_min)
    if fits_min == goes_min:
        take_room(day.left_room, programme.quarter_shift_min, line, -1, at_min, goes_min, needs)
        day.has_place[mover] = True
    return fits_min


@register_jitable
def cross(programme, draw, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """A mover comes to a checkpoint: it queues, is held and goes on. Returns NEVER where it goes on, else when it would be let through."""
    checkpoints, room, shift_min = programme.checkpoints, day.left_room, programme.quarter_shift_min
    opens, closes, units, gates = draw.opens, draw.closes, day.units[mover], programme.gates
    checkpoint, planned_min, line, shared = (
        gates[gate, Gate.WHAT],
        gates[gate, Gate.LASTS],
        gates[gate, Gate.LINE],
        gates[gate, Gate.SHARED],
    )
    first, end = checkpoints[checkpoint, Checkpoint.HOURS_FIRST], checkpoints[checkpoint, Checkpoint.HOURS_END]
    hold_min = planned_min
    for row in range(draw.slows[checkpoint]):
        if draw.slow_since[checkpoint, row] <= at_min < draw.slow_until[checkpoint, row]:
            hold_min = int(planned_min * draw.slow[1] + 0.999999)
    needs = programme.share[mover] * units
    joins_min, goes_min = at_min, -1
    while goes_min != joins_min:
        joins_min = earliest_within(max(joins_min, goes_min), hold_min, opens, closes, first, end)
        if joins_min >= NEVER:
            return NEVER - 1
        goes_min = let_through(room, shift_min, line, shared, joins_min, needs)
        if goes_min >= NEVER:
            return NEVER - 1
        if earliest_within(goes_min, hold_min, opens, closes, first, end) == goes_min:
            break
    if order_at_boundary(at_min, goes_min, at_min, programme.queue_min) == Order.TURN_BACK:
        return goes_min
    take_room(room, shift_min, line, shared, joins_min, goes_min, needs)
    if goes_min > at_min:
        wait(day.late_min, day.counted, day.waited_at, mover, units, checkpoints[checkpoint, Checkpoint.PLACE], goes_min - at_min)
    day.late_min[mover] += hold_min - planned_min
    return NEVER


@register_jitable
def arrive(programme, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """A drive ends. Own transport has arrived with all its people."""
    day.free_min[mover] = at_min
    day.convoy[mover] = -1
    come_to(programme, day, mover, programme.gates[gate, Gate.WHERE], at_min)
    if programme.movers[mover, Mover.OWN] >= 0:
        receive(programme, day, mover, Column.OWN_OUT)


@register_jitable
def handle(programme, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """Goods are loaded or unloaded, or people alight."""
    kind, what = programme.gates[gate, Gate.KIND], programme.gates[gate, Gate.WHAT]
    if kind == Kind.ALIGHT:
        receive(programme, day, mover, Column.OUT)
    elif kind == Kind.UNLOAD and day.is_loaded[mover]:
        for goods in range(programme.unloads.shape[1]):
            day.counted[Column.GOODS_KG + goods] += programme.unloads[what, goods]
    day.is_loaded[mover] = kind == Kind.LOAD
    day.free_min[mover] = at_min + programme.gates[gate, Gate.LASTS]


@register_jitable
def board_or_wait(programme, draw, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """A vehicle is where a wave waits. Returns a later minute where the wave is to board then; else it has boarded, or goes home."""
    gates = programme.gates
    boarding, departure, line = gates[gate, Gate.WHAT], gates[gate, Gate.PARTNER], gates[gate, Gate.LINE]
    lasts_min = gates[gate, Gate.LASTS] + draw.boarding_longer_min[programme.boards[boarding, Board.POINT]]
    ready_late_min = max(0, at_min + lasts_min - gates[departure, Gate.AT])
    late_min = sets_out_late(programme, draw, mover, departure, gates[departure, Gate.AT], ready_late_min, at_min)
    leaves_min = NEVER if late_min >= NEVER else gates[departure, Gate.AT] + late_min
    boards_min = wave_boards_at(at_min, lasts_min, leaves_min)
    if late_min < NEVER and late_min > ready_late_min and boards_min > at_min:
        return boards_min
    day.free_min[mover] = at_min
    goes_min = let_through(day.left_room, programme.quarter_shift_min, line, -1, at_min, 1.0)
    if boards_min < NEVER and goes_min < NEVER:
        take_room(day.left_room, programme.quarter_shift_min, line, -1, at_min, goes_min, 1.0)
        board(programme, draw, day, mover, boarding)
        day.free_min[mover] = goes_min + lasts_min
    return at_min
