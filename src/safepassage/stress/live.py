"""One day, lived through: every mover from gate to gate, in order of time wherever movers share a line.

A mover that has nobody to wait for runs on through its gates at once. At a line, where its drive ends, where it turns back, and wherever a
vehicle of its convoy may be lost, it comes in the minute in which it is there, and those of one minute in the order of their numbers: the
vehicles as the plan lists them, then own transport. So a day is the same as if every gate had been looked at in order of time.

Invariant: on a day on which nothing happens nobody is ever late, and the plan is what comes out.
"""

from numba.extending import register_jitable

from safepassage.corridor.day_rules import NEVER, Order, is_overdue, order_at_boundary
from safepassage.stress.ahead import earliest_entry, is_as_planned, sets_out_late
from safepassage.stress.cost import count_stay, danger_until
from safepassage.stress.day import Column, Gate, Kind, Mover
from safepassage.stress.encounter import arrive, board_or_wait, cross, handle, queue_for_segment, wait
from safepassage.stress.line import let_through, take_room
from safepassage.stress.mishap import break_down, count_unfinished, leave, location_of, people_aboard, stop, turn_back


@register_jitable
def come_at(head, queue_next, mover, at_min):  # type: ignore[no-untyped-def]
    """Have a mover looked at in a minute, among the others of that minute by its number."""
    before, after = -1, head[at_min]
    while 0 <= after < mover:
        before, after = after, queue_next[after]
    queue_next[mover] = after
    if before < 0:
        head[at_min] = mover
    else:
        queue_next[before] = mover


@register_jitable
def watch_convoys(programme, draw, day):  # type: ignore[no-untyped-def]
    """Mark the convoys in which a vehicle may be lost: what happens to it concerns those that drive with it."""
    gates, movers = programme.gates, programme.movers
    day.is_watched[:] = False
    for mover in range(movers.shape[0]):
        vehicle, last = movers[mover, Mover.VEHICLE], movers[mover, Mover.END]
        if vehicle < 0 or draw.repair_min[vehicle] >= 0 or programme.gate_km[last - 1] < draw.breakdown_km[vehicle]:
            continue
        for gate in range(movers[mover, Mover.FIRST], last):
            if gates[gate, Gate.KIND] == Kind.DEPART and programme.gate_km[gates[gate, Gate.END]] >= draw.breakdown_km[vehicle]:
                day.is_watched[gates[gate, Gate.CONVOY]] = True


@register_jitable
def live_day(programme, draw, day):  # type: ignore[no-untyped-def]
    """Run every mover through its gates until its day ends. `day` has been made ready by `start_day`."""
    gates, movers, danger, part_min = programme.gates, programme.movers, programme.danger, programme.gate_part_min
    room, shift_min, share = day.left_room, programme.quarter_shift_min, programme.share
    late, free, aboard, units, entered, counted = day.late_min, day.free_min, day.aboard, day.units, day.entered, day.counted
    head, queue_next, next_gate = day.queue_head, day.queue_next, day.gate
    is_touched, slows, breakdown_km, gate_km = draw.is_touched, draw.slows, draw.breakdown_km, programme.gate_km
    is_broken, owed, held_since = day.is_broken, day.owed_min, day.held_since
    segments, agreed, dawn, dusk = programme.segments, programme.opens, programme.light_first, programme.light_end
    opens, closes, since, until, blocks = draw.opens, draw.closes, draw.since, draw.until, draw.blocks
    horizon_min, bounded = programme.horizon_min, programme.bounded_segments
    watch_convoys(programme, draw, day)
    for mover in range(movers.shape[0]):
        come_at(head, queue_next, mover, gates[movers[mover, Mover.FIRST], Gate.AT])
    for now_min in range(horizon_min + 1):
        mover = head[now_min]
        while mover >= 0:
            following = queue_next[mover]
            gate = next_gate[mover]
            vehicle = movers[mover, Mover.VEHICLE]
            last = movers[mover, Mover.END]
            while True:  # from gate to gate, until the mover's day ends or it must come to a line, or arrive, later
                if gate == last:
                    stop(programme, day, mover, day.place[mover], free[mover])
                    break
                kind = gates[gate, Gate.KIND]
                is_driving = Kind.ENTER <= kind <= Kind.ARRIVE
                if is_driving:
                    if owed[mover]:
                        late[mover] += owed[mover]
                        owed[mover] = 0
                    at_min = gates[gate, Gate.AT] + late[mover]
                else:
                    at_min = max(gates[gate, Gate.AT], free[mover])
                line = gates[gate, Gate.LINE]
                if at_min > now_min:
                    convoy = gates[gate, Gate.CONVOY] if kind == Kind.DEPART else day.convoy[mover] if is_driving else -1
                    is_watched = convoy >= 0 and day.is_watched[convoy]
                    comes_min = min(at_min, horizon_min)
                    if comes_min > now_min and (is_watched or ((line >= 0 or kind == Kind.ARRIVE) and at_min <= horizon_min)):
                        next_gate[mover] = gate
                        come_at(head, queue_next, mover, comes_min)
                        break
                if at_min > horizon_min:
                    if is_driving:
                        count_unfinished(programme, draw, day, mover, gate, horizon_min)
                    stop(programme, day, mover, location_of(gates, gate), horizon_min)
                    break
                if is_driving and vehicle >= 0 and gate_km[gate] - day.spared_km[mover] >= breakdown_km[vehicle] and not is_broken[mover]:
                    is_broken[mover] = True
                    counted[Column.BROKEN_DOWN] += 1
                    if draw.repair_min[vehicle] < 0:
                        break_down(programme, draw, day, mover, gate, at_min)
                        break
                    late[mover] += draw.repair_min[vehicle]
                    continue

                if kind == Kind.LEAVE:
                    entry, segment = gates[gate, Gate.PARTNER], gates[gate, Gate.WHAT]
                    people = aboard[mover, 0] + aboard[mover, 1] + aboard[mover, 2] + aboard[mover, 3]
                    if segment >= bounded or (late[mover] == 0 and not is_touched[segment]):
                        if people:
                            before = danger_until(danger, segment, entered[entry] + part_min[entry])
                            counted[Column.DANGER] += people * (danger_until(danger, segment, at_min + part_min[gate]) - before)
                    else:
                        count_stay(
                            programme, draw, day, segment, people, units[mover], entered[entry], at_min, part_min[entry], part_min[gate]
                        )
                elif kind == Kind.ENTER:
                    segment = gates[gate, Gate.WHAT]
                    if segment < bounded and (line >= 0 or late[mover] > 0 or is_touched[segment]):
                        enters_min = at_min
                        if late[mover] > 0 or is_touched[segment]:
                            stays_min = gates[gate, Gate.LASTS]
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
                            if enters_min == at_min and not day.has_place[mover]:
                                enters_min = queue_for_segment(programme, draw, day, mover, gate, at_min)
                                if day.has_place[mover] and enters_min > at_min:  # it looks again when its turn comes
                                    wait(late, counted, day.waited_at, mover, units[mover], gates[gate, Gate.WHERE], enters_min - at_min)
                                    held_since[mover] = enters_min
                                    continue
                            order = order_at_boundary(held_since[mover], enters_min, at_min, programme.hold_on_road_min)
                            if order == Order.TURN_BACK:
                                if at_min > now_min:  # whether a halt behind has room is seen in that minute
                                    next_gate[mover] = gate
                                    come_at(head, queue_next, mover, at_min)
                                    break
                                held_since[mover] = -1
                                day.has_place[mover] = False
                                # a queue is not foreseen on the way, so who turned back from one does not come again at once
                                not_before_min = at_min + programme.hold_on_road_min if line >= 0 else 0
                                gate = turn_back(programme, draw, day, mover, gate, at_min, not_before_min, 0)
                                if gate < 0:
                                    break
                                continue
                            if order == Order.HOLD:
                                wait(late, counted, day.waited_at, mover, units[mover], gates[gate, Gate.WHERE], enters_min - at_min)
                                continue
                        held_since[mover] = -1
                        day.has_place[mover] = False
                    entered[gate] = gates[gate, Gate.AT] + late[mover]
                elif kind == Kind.CROSS:
                    if is_overdue(gates[gate, Gate.AT], at_min, programme.overdue_min) and not day.is_flagged[mover]:
                        day.is_flagged[mover] = True
                        counted[Column.OVERDUE] += 1
                    needs, shared = share[mover] * units[mover], gates[gate, Gate.SHARED]
                    if (
                        late[mover] == 0
                        and slows[gates[gate, Gate.WHAT]] == 0
                        and let_through(room, shift_min, line, shared, at_min, needs) == at_min
                    ):
                        take_room(room, shift_min, line, shared, at_min, at_min, needs)
                    else:
                        again_min = cross(programme, draw, day, mover, gate, at_min)
                        if again_min < NEVER:
                            through_min = again_min if again_min < NEVER - 1 else horizon_min + horizon_min
                            gate = turn_back(programme, draw, day, mover, gate, at_min, 0, through_min)
                            if gate < 0:
                                break
                            continue
                elif kind == Kind.ARRIVE:
                    if is_overdue(gates[gate, Gate.AT], at_min, programme.overdue_min) and not day.is_flagged[mover]:
                        counted[Column.OVERDUE] += 1
                    arrive(programme, day, mover, gate, at_min)
                elif kind == Kind.DEPART:
                    late_min = at_min - gates[gate, Gate.AT]
                    if late_min > 0 or not is_as_planned(gates, is_touched, gate):
                        late_min = sets_out_late(programme, draw, mover, gate, gates[gate, Gate.AT], late_min, at_min)
                    if late_min >= NEVER:
                        following_gate = gates[gate, Gate.PARTNER]
                        if following_gate < 0 or people_aboard(day, mover):
                            stop(programme, day, mover, gates[gate, Gate.WHERE], at_min)
                            break
                        counted[Column.LEFT_OUT] += 1
                        day.is_loaded[mover] = False
                        day.spared_km[mover] += gate_km[following_gate] - gate_km[gate]
                        free[mover] = at_min
                        gate = following_gate
                        continue
                    if gates[gate, Gate.AT] + late_min > at_min:
                        free[mover] = gates[gate, Gate.AT] + late_min
                        continue
                    late[mover] = late_min
                    day.convoy[mover] = gates[gate, Gate.CONVOY]
                    day.is_flagged[mover] = False
                    leave(day, mover, at_min)
                elif kind == Kind.BOARD:
                    boards_min = board_or_wait(programme, draw, day, mover, gate, at_min)
                    if boards_min > at_min:
                        free[mover] = boards_min
                        continue
                else:
                    handle(programme, day, mover, gate, at_min)
                gate += 1
            mover = following
