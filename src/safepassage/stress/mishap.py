"""How a mover's day ends or turns: it stops for good, turns back to a safe place, or breaks down."""

from numba.extending import register_jitable

from safepassage.corridor.day_rules import NEVER
from safepassage.stress.ahead import sets_out_late
from safepassage.stress.cost import count_stay
from safepassage.stress.day import Column, Gate, Kind, Mover

KIND, AT, WHAT, PARTNER, WHERE, START = (
    int(Gate.KIND),
    int(Gate.AT),
    int(Gate.WHAT),
    int(Gate.PARTNER),
    int(Gate.WHERE),
    int(Gate.START),
)
BACK, BACK_MIN, BACK_PLACE = int(Gate.BACK), int(Gate.BACK_MIN), int(Gate.BACK_PLACE)
ENTER, DEPART = int(Kind.ENTER), int(Kind.DEPART)
VEHICLE, SEATS, BAYS = int(Mover.VEHICLE), int(Mover.SEATS), int(Mover.BAYS)
HOME, STRANDED, LOST = int(Column.HOME), int(Column.STRANDED), int(Column.LOST)
VEHICLES_HOME, VEHICLES_AWAY = int(Column.VEHICLES_HOME), int(Column.VEHICLES_AWAY)
TURNED_BACK, TURNED_BACK_PEOPLE = int(Column.TURNED_BACK), int(Column.TURNED_BACK_PEOPLE)
CLASSES = 4
IS_GATHERING_POINT, IS_BASE, HALT = 0, 1, 2
"""Columns of the places."""
HOUR_MIN = 60


@register_jitable
def people_aboard(day, mover):  # type: ignore[no-untyped-def]
    return day.aboard[mover, 0] + day.aboard[mover, 1] + day.aboard[mover, 2] + day.aboard[mover, 3]


@register_jitable
def come_to_halt(programme, day, mover, place, at_min):  # type: ignore[no-untyped-def]
    """Note that a vehicle of the fleet stands at a safe halt from a minute on."""
    day.place[mover] = place
    if programme.places[place, HALT] >= 0 and programme.movers[mover, VEHICLE] >= 0:
        day.at_halt[programme.places[place, HALT], at_min] += 1
        day.halted_since[mover] = at_min


@register_jitable
def leave_halt(programme, day, mover, at_min):  # type: ignore[no-untyped-def]
    if day.halted_since[mover] >= 0:
        day.at_halt[programme.places[day.place[mover], HALT], at_min] -= 1
        day.halted_since[mover] = -1


@register_jitable
def count_unfinished(programme, draw, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """Count the stays on segments that a mover has entered and will not leave by the gates ahead of it."""
    gates = programme.gates
    for entry in range(gates[gate, START], gate):
        if gates[entry, KIND] == ENTER and gates[entry, PARTNER] >= gate:
            people, units = people_aboard(day, mover), day.units[mover]
            count_stay(programme, draw, day, gates[entry, WHAT], people, units, day.entered[entry], at_min, 0.0, 0.0)


@register_jitable
def stop(programme, day, mover, location, at_min):  # type: ignore[no-untyped-def]
    """The mover's day ends here. Who is aboard is stranded, or at home where they were to be picked up."""
    is_place = location < programme.places.shape[0]
    is_at_home = is_place and programme.places[location, IS_GATHERING_POINT]
    hour = min(at_min, programme.horizon_min - 1) // HOUR_MIN
    for priority in range(CLASSES):
        people = day.aboard[mover, priority]
        day.counted[(HOME if is_at_home else STRANDED) + priority] += people
        if not is_at_home:
            day.stranded_at[location, hour] += people
        day.aboard[mover, priority] = 0
    if programme.movers[mover, VEHICLE] >= 0:
        day.counted[VEHICLES_HOME if is_place and programme.places[location, IS_BASE] else VEHICLES_AWAY] += 1
    day.convoy[mover] = -1


@register_jitable
def turn_back(programme, draw, day, mover, gate, at_min, not_before_min):  # type: ignore[no-untyped-def]
    """Send a mover back to the last safe place that it has passed. Returns the gate from which it goes on; -1: its day ends there.

    It goes back by the road it came, in the time that it took to come, holds included, and sets out again when the rest of the drive
    fits, but not before `not_before_min`.
    """
    gates = programme.gates
    people, units = people_aboard(day, mover), day.units[mover]
    day.counted[TURNED_BACK] += units
    day.counted[TURNED_BACK_PEOPLE] += people
    day.turned_at[gates[gate, WHERE], min(at_min, programme.horizon_min - 1) // HOUR_MIN] += units
    count_unfinished(programme, draw, day, mover, gate, at_min)
    back, back_min, place = gates[gate, BACK], gates[gate, BACK_MIN], gates[gate, BACK_PLACE]
    here_min = gates[gate, AT]
    for entry in range(gates[gate, START], gate):
        if gates[entry, KIND] == ENTER:
            enters_min = max(gates[entry, AT], here_min - back_min)
            leaves_min = min(gates[gates[entry, PARTNER], AT], here_min)
            again_min = at_min + here_min - leaves_min
            count_stay(programme, draw, day, gates[entry, WHAT], people, units, again_min, again_min + leaves_min - enters_min, 0.0, 0.0)
    back_at_min = at_min + back_min
    if back_at_min > programme.horizon_min:
        stop(programme, day, mover, gates[gate, WHERE], at_min)
        return -1
    day.convoy[mover] = -1
    come_to_halt(programme, day, mover, place, back_at_min)
    ready_min = max(back_at_min, not_before_min)
    day.free_min[mover] = ready_min
    if gates[back, KIND] == DEPART:
        return back
    late_min = sets_out_late(programme, draw, mover, back, ready_min - gates[back, AT], back_at_min)
    if late_min >= NEVER:
        stop(programme, day, mover, place, back_at_min)
        return -1
    day.late_min[mover] = late_min
    leave_halt(programme, day, mover, gates[back, AT] + late_min)
    for entry in range(gates[gate, START], back):
        day.entered[entry] = gates[back, AT] + late_min  # who stood in the middle of a segment is on it again from now on
    return back


@register_jitable
def break_down(programme, draw, day, mover, gate, at_min):  # type: ignore[no-untyped-def]
    """A vehicle is lost on the road: others of its convoy take aboard whom they have room for; the rest are stranded."""
    day.counted[LOST] += 1
    count_unfinished(programme, draw, day, mover, gate, at_min)
    for other in range(programme.movers.shape[0]):
        if other == mover or day.convoy[mover] < 0 or day.convoy[other] != day.convoy[mover]:
            continue
        seats = programme.movers[other, SEATS] - people_aboard(day, other) + day.aboard[other, 0]
        bays = programme.movers[other, BAYS] - day.aboard[other, 0]
        for priority in range(CLASSES):
            taken = max(0, min(day.aboard[mover, priority], bays if priority == 0 else seats))
            if taken:
                day.aboard[other, priority] += taken
                day.aboard[mover, priority] -= taken
                seats -= 0 if priority == 0 else taken
                day.owed_min[other] = programme.transfer_min
    stop(programme, day, mover, programme.gates[gate, WHERE], at_min)
