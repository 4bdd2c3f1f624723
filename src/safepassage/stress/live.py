"""One day, lived through: every mover from gate to gate, in order of time wherever movers share a line.

A mover that has nobody to wait for runs on through its gates at once. At a line, and where its drive ends, it comes in the minute in
which it is there, and those of one minute in the order in which they were told to come. So a day is the same however it is computed.

Invariant: on a day on which nothing happens nobody is ever late, and the plan is what comes out.
"""

from numba.extending import register_jitable

from safepassage.corridor.day_rules import NEVER, Order, is_overdue, order_at_boundary
from safepassage.stress.ahead import earliest_entry, is_as_planned, sets_out_late
from safepassage.stress.cost import count_stay, danger_until
from safepassage.stress.day import Column, Gate, Kind, Mover
from safepassage.stress.encounter import arrive, board_or_wait, cross, handle, queue_for_segment, wait
from safepassage.stress.line import let_through, take_room
from safepassage.stress.mishap import break_down, count_unfinished, leave_halt, people_aboard, stop, turn_back

KIND, AT, WHAT, LASTS, LINE, SHARED, PARTNER, WHERE, CONVOY, BACK_MIN = (
    int(Gate.KIND),
    int(Gate.AT),
    int(Gate.WHAT),
    int(Gate.LASTS),
    int(Gate.LINE),
    int(Gate.SHARED),
    int(Gate.PARTNER),
    int(Gate.WHERE),
    int(Gate.CONVOY),
    int(Gate.BACK_MIN),
)
DEPART, ENTER, LEAVE, CROSS, ARRIVE, BOARD = (
    int(Kind.DEPART),
    int(Kind.ENTER),
    int(Kind.LEAVE),
    int(Kind.CROSS),
    int(Kind.ARRIVE),
    int(Kind.BOARD),
)
FIRST, LAST, VEHICLE = int(Mover.FIRST), int(Mover.END), int(Mover.VEHICLE)
DANGER, OVERDUE, BROKEN_DOWN, LEFT_OUT = (
    int(Column.DANGER),
    int(Column.OVERDUE),
    int(Column.BROKEN_DOWN),
    int(Column.LEFT_OUT),
)
HOLD, TURN_BACK = int(Order.HOLD), int(Order.TURN_BACK)


@register_jitable
def come_at(head, tail, queue_next, mover, at_min):  # type: ignore[no-untyped-def]
    """Have a mover looked at in a minute, after those that were told so before."""
    queue_next[mover] = -1
    if head[at_min] < 0:
        head[at_min] = mover
    else:
        queue_next[tail[at_min]] = mover
    tail[at_min] = mover


@register_jitable
def live_day(programme, draw, day):  # type: ignore[no-untyped-def]
    """Run every mover through its gates until its day ends. `day` has been made ready by `start_day`."""
    gates, movers, danger, part_min = programme.gates, programme.movers, programme.danger, programme.gate_part_min
    room, shift_min, share = day.left_room, programme.quarter_shift_min, programme.share
    late, free, aboard, units, entered, counted = day.late_min, day.free_min, day.aboard, day.units, day.entered, day.counted
    head, tail, queue_next, next_gate = day.queue_head, day.queue_tail, day.queue_next, day.gate
    is_touched, slows, breakdown_km, gate_km = draw.is_touched, draw.slows, draw.breakdown_km, programme.gate_km
    is_broken, owed, held_since = day.is_broken, day.owed_min, day.held_since
    segments, agreed, dawn, dusk = programme.segments, programme.opens, programme.light_first, programme.light_end
    opens, closes, since, until, blocks = draw.opens, draw.closes, draw.since, draw.until, draw.blocks
    horizon_min, bounded = programme.horizon_min, programme.bounded_segments
    for mover in range(movers.shape[0]):
        come_at(head, tail, queue_next, mover, gates[movers[mover, FIRST], AT])
    for now_min in range(horizon_min + 1):
        mover = head[now_min]
        while mover >= 0:
            following = queue_next[mover]
            gate = next_gate[mover]
            vehicle = movers[mover, VEHICLE]
            last = movers[mover, LAST]
            while True:  # from gate to gate, until the mover's day ends or it must come to a line, or arrive, later
                if gate == last:
                    stop(programme, day, mover, day.place[mover], free[mover])
                    break
                kind = gates[gate, KIND]
                is_driving = ENTER <= kind <= ARRIVE
                if is_driving:
                    if owed[mover]:
                        late[mover] += owed[mover]
                        owed[mover] = 0
                    at_min = gates[gate, AT] + late[mover]
                else:
                    at_min = max(gates[gate, AT], free[mover])
                if at_min > horizon_min:
                    if is_driving:
                        count_unfinished(programme, draw, day, mover, gate, horizon_min)
                    stop(programme, day, mover, gates[gate, WHERE], horizon_min)
                    break
                line = gates[gate, LINE]
                if (line >= 0 or kind == ARRIVE) and at_min > now_min:
                    next_gate[mover] = gate
                    come_at(head, tail, queue_next, mover, at_min)
                    break
                if is_driving and vehicle >= 0 and gate_km[gate] >= breakdown_km[vehicle] and not is_broken[mover]:
                    is_broken[mover] = True
                    counted[BROKEN_DOWN] += 1
                    if draw.repair_min[vehicle] < 0:
                        break_down(programme, draw, day, mover, gate, at_min)
                        break
                    late[mover] += draw.repair_min[vehicle]
                    continue

                if kind == LEAVE:
                    entry, segment = gates[gate, PARTNER], gates[gate, WHAT]
                    people = aboard[mover, 0] + aboard[mover, 1] + aboard[mover, 2] + aboard[mover, 3]
                    if segment >= bounded or (late[mover] == 0 and not is_touched[segment]):
                        if people:
                            before = danger_until(danger, segment, entered[entry] + part_min[entry])
                            counted[DANGER] += people * (danger_until(danger, segment, at_min + part_min[gate]) - before)
                    else:
                        count_stay(
                            programme, draw, day, segment, people, units[mover], entered[entry], at_min, part_min[entry], part_min[gate]
                        )
                elif kind == ENTER:
                    segment = gates[gate, WHAT]
                    if segment < bounded and (line >= 0 or late[mover] > 0 or is_touched[segment]):
                        enters_min = at_min
                        if late[mover] > 0 or is_touched[segment]:
                            stays_min = gates[gate, LASTS]
                            enters_min = earliest_entry(
                                segments,
                                agreed,
                                opens,
                                closes,
                                dawn,
                                dusk,
                                since,
                                until,
                                blocks,
                                segment,
                                at_min,
                                stays_min,
                                at_min,
                            )
                        if enters_min > at_min or line >= 0:
                            if held_since[mover] < 0:
                                held_since[mover] = at_min
                            if enters_min == at_min:
                                enters_min = queue_for_segment(programme, draw, day, mover, gate, at_min)
                            order = order_at_boundary(held_since[mover], enters_min, at_min, programme.hold_on_road_min)
                            if order == TURN_BACK:
                                held_since[mover] = -1
                                # a queue is not foreseen on the way, so who turned back from one does not come again at once
                                not_before_min = at_min + programme.hold_on_road_min if line >= 0 else 0
                                gate = turn_back(programme, draw, day, mover, gate, at_min, not_before_min)
                                if gate < 0:
                                    break
                                continue
                            if order == HOLD:
                                wait(late, counted, day.waited_at, mover, units[mover], gates[gate, WHERE], enters_min - at_min)
                                continue
                        held_since[mover] = -1
                    entered[gate] = gates[gate, AT] + late[mover]
                elif kind == CROSS:
                    if is_overdue(gates[gate, AT], at_min, programme.overdue_min) and not day.is_flagged[mover]:
                        day.is_flagged[mover] = True
                        counted[OVERDUE] += 1
                    needs, shared = share[mover] * units[mover], gates[gate, SHARED]
                    if (
                        late[mover] == 0
                        and slows[gates[gate, WHAT]] == 0
                        and let_through(room, shift_min, line, shared, at_min, needs) == at_min
                    ):
                        take_room(room, shift_min, line, shared, at_min, at_min, needs)
                    else:
                        again_min = cross(programme, draw, day, mover, gate, at_min)
                        if again_min < NEVER:
                            not_before_min = again_min - gates[gate, BACK_MIN] if again_min < NEVER - 1 else horizon_min + 1
                            gate = turn_back(programme, draw, day, mover, gate, at_min, not_before_min)
                            if gate < 0:
                                break
                            continue
                elif kind == ARRIVE:
                    if is_overdue(gates[gate, AT], at_min, programme.overdue_min) and not day.is_flagged[mover]:
                        counted[OVERDUE] += 1
                    arrive(programme, day, mover, gate, at_min)
                elif kind == DEPART:
                    late_min = at_min - gates[gate, AT]
                    if late_min > 0 or not is_as_planned(gates, is_touched, gate):
                        late_min = sets_out_late(programme, draw, mover, gate, late_min, at_min)
                    if late_min >= NEVER:
                        if gates[gate, PARTNER] < 0 or people_aboard(day, mover):
                            stop(programme, day, mover, gates[gate, WHERE], at_min)
                            break
                        counted[LEFT_OUT] += 1
                        day.is_loaded[mover] = False
                        free[mover] = at_min
                        gate = gates[gate, PARTNER]
                        continue
                    late[mover] = late_min
                    day.convoy[mover] = gates[gate, CONVOY]
                    day.is_flagged[mover] = False
                    leave_halt(programme, day, mover, gates[gate, AT] + late_min)
                elif kind == BOARD:
                    boards_min = board_or_wait(programme, draw, day, mover, gate, at_min)
                    if boards_min > at_min:
                        free[mover] = boards_min
                        continue
                else:
                    handle(programme, day, mover, gate, at_min)
                gate += 1
            mover = following
