"""How a mover's day ends or turns: it stops for good, turns back to a safe place, or breaks down."""

from numba.extending import register_jitable

from safepassage.corridor.day_rules import NEVER
from safepassage.stress.ahead import sets_out_late
from safepassage.stress.cost import count_stay
from safepassage.stress.day import CLASSES, HOUR_MIN, Column, Gate, Kind, Mover, Place


@register_jitable
def people_aboard(day, mover):  # type: ignore[no-untyped-def]
    return day.aboard[mover, 0] + day.aboard[mover, 1] + day.aboard[mover, 2] + day.aboard[mover, 3]


@register_jitable
def come_to(programme, day, mover, place, at_min):  # type: ignore[no-untyped-def]
    """Note that a mover stands at a place from a minute on; of vehicles of the fleet safe halts keep count."""
    day.place[mover] = place
    day.halt[mover] = programme.places[place, Place.HALT] if programme.movers[mover, Mover.VEHICLE] >= 0 else -1
    day.halt_until[mover] = NEVER
    if day.halt[mover] >= 0:
        day.at_halt[day.halt[mover], at_min] += 1


@register_jitable
def leave(day, mover, at_min):  # type: ignore[no-untyped-def]
    """Note that a mover sets out from where it stands."""
    if day.halt[mover] >= 0 and day.halt_until[mover] >= NEVER:
        day.at_halt[day.halt[mover], at_min] -= 1
        day.halt_until[mover] = at_min


@register_jitable
def has_room(programme, day, mover, halt, at_min):  # type: ignore[no-untyped-def]
    """Whether a safe halt has room in a minute for one more: beside those that stand there then, and those that are turning back to it."""
    standing = 0
    for other in range(programme.movers.shape[0]):
        standing += other != mover and day.halt[other] == halt and day.halt_until[other] >= at_min
    return standing < programme.halts[halt]


@register_jitable
def location_of(gates, gate):  # type: ignore[no-untyped-def]
    """Where a mover is that has not passed a gate yet: not at the end of a drive, but on the road to it."""
    return gates[gate - 1 if gates[gate, Gate.KIND] == Kind.ARRIVE else gate, Gate.WHERE]


@register_jitable
def count_unfinished(programme, draw, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """Count the stays on segments that a mover has entered and will not leave by the gates ahead of it."""
    gates = programme.gates
    for entry in range(gates[gate, Gate.START], gate):
        if gates[entry, Gate.KIND] == Kind.ENTER and gates[entry, Gate.PARTNER] >= gate:
            people, units = people_aboard(day, mover), day.units[mover]
            count_stay(programme, draw, day, gates[entry, Gate.WHAT], people, units, day.entered[entry], at_min, 0.0, 0.0)


@register_jitable
def stop(programme, day, mover, location, at_min):  # type: ignore[no-untyped-def]
    """The mover's day ends here. Who is aboard is stranded, or at home where they were to be picked up."""
    is_place = location < programme.places.shape[0]
    is_at_home = is_place and programme.places[location, Place.IS_GATHERING_POINT]
    hour = min(at_min, programme.horizon_min - 1) // HOUR_MIN
    for priority in range(CLASSES):
        people = day.aboard[mover, priority]
        day.counted[(Column.HOME if is_at_home else Column.STRANDED) + priority] += people
        if not is_at_home:
            day.stranded_at[location, hour] += people
        day.aboard[mover, priority] = 0
    if programme.movers[mover, Mover.VEHICLE] >= 0:
        day.counted[Column.VEHICLES_HOME if is_place and programme.places[location, Place.IS_BASE] else Column.VEHICLES_AWAY] += 1
    day.convoy[mover] = -1


@register_jitable
def safe_place_behind(programme, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """Where a mover turns back to: the last safe halt passed that has room, or else where its drive began, which takes it in any case.

    Returns the place, when the plan has the mover there, and the gate that follows.
    """
    gates, start = programme.gates, programme.gates[gate, Gate.START]
    row = gate
    while row > start:
        place, safe_min = gates[row, Gate.BACK_PLACE], gates[row, Gate.AT] - gates[row, Gate.BACK_MIN]
        halt = programme.places[place, Place.HALT]
        if gates[row, Gate.BACK] == start or halt < 0 or programme.movers[mover, Mover.VEHICLE] < 0:
            return place, safe_min, gates[row, Gate.BACK]
        if has_room(programme, day, mover, halt, at_min):
            return place, safe_min, gates[row, Gate.BACK]
        while row > start and gates[row, Gate.AT] - gates[row, Gate.BACK_MIN] >= safe_min:
            row -= 1
    return gates[start, Gate.WHERE], gates[start, Gate.AT], start


@register_jitable
def turn_back(programme, draw, day, mover, gate, at_min, not_before_min, through_min):  # type: ignore[no-untyped-def]
    """Send a mover back to a safe place that it has passed. Returns the gate from which it goes on; -1: its day ends there.

    It goes back by the road it came, in the time that it took to come, holds included, and sets out again when the rest of the drive fits,
    but not before `not_before_min`, nor so as to be here again before `through_min`. Where it would not be back before the horizon ends it
    stays on the road.
    """
    gates = programme.gates
    people, units = people_aboard(day, mover), day.units[mover]
    day.counted[Column.TURNED_BACK] += units
    day.counted[Column.TURNED_BACK_PEOPLE] += people
    day.turned_at[gates[gate, Gate.WHERE], min(at_min, programme.horizon_min - 1) // HOUR_MIN] += units
    count_unfinished(programme, draw, day, mover, gate, at_min)
    place, safe_min, back = safe_place_behind(programme, day, mover, gate, at_min)
    here_min = gates[gate, Gate.AT]
    back_at_min = at_min + here_min - safe_min
    if back_at_min > programme.horizon_min:
        stop(programme, day, mover, gates[gate, Gate.WHERE], at_min)
        return -1
    for entry in range(gates[gate, Gate.START], gate):
        if gates[entry, Gate.KIND] == Kind.ENTER:
            enters_min = max(gates[entry, Gate.AT], safe_min)
            leaves_min = min(gates[gates[entry, Gate.PARTNER], Gate.AT], here_min)
            again_min = at_min + here_min - leaves_min
            count_stay(
                programme, draw, day, gates[entry, Gate.WHAT], people, units, again_min, again_min + leaves_min - enters_min, 0.0, 0.0
            )
    day.convoy[mover] = -1
    come_to(programme, day, mover, place, back_at_min)
    ready_min = max(back_at_min, not_before_min, through_min - (here_min - safe_min))
    day.free_min[mover] = ready_min
    if gates[back, Gate.KIND] == Kind.DEPART:
        return back
    late_min = sets_out_late(programme, draw, mover, back, safe_min, ready_min - safe_min, back_at_min)
    if late_min >= NEVER:
        stop(programme, day, mover, place, back_at_min)
        return -1
    day.late_min[mover] = late_min
    leave(day, mover, safe_min + late_min)
    for entry in range(gates[gate, Gate.START], back):
        day.entered[entry] = safe_min + late_min  # who stood in the middle of a segment is on it again from now on
    return back


@register_jitable
def break_down(programme, draw, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """A vehicle is lost on the road: others of its convoy take aboard whom they have room for; the rest are stranded."""
    day.counted[Column.LOST] += 1
    count_unfinished(programme, draw, day, mover, gate, at_min)
    for other in range(programme.movers.shape[0]):
        if other == mover or day.convoy[mover] < 0 or day.convoy[other] != day.convoy[mover]:
            continue
        seats = programme.movers[other, Mover.SEATS] - people_aboard(day, other) + day.aboard[other, 0]
        bays = programme.movers[other, Mover.BAYS] - day.aboard[other, 0]
        takes = False
        for priority in range(CLASSES):
            taken = max(0, min(day.aboard[mover, priority], bays if priority == 0 else seats))
            if taken:
                day.aboard[other, priority] += taken
                day.aboard[mover, priority] -= taken
                seats -= 0 if priority == 0 else taken
                takes = True
        if takes:
            day.owed_min[other] += programme.transfer_min
    stop(programme, day, mover, location_of(programme.gates, gate), at_min)
