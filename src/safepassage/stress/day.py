"""A plan as tables that a simulated day runs through, what is drawn for one day, and what is counted on it.

Times are whole minutes after the horizon's start. A **mover** is a vehicle of the fleet, or own cars or a group on foot that leave
together. Its **gates** are the moments that matter, in order: a segment begins or ends, a checkpoint, a boarding. Each has the minute
that the plan gives it; a mover is late by some minutes, and that is all that changes. A **line** is where movers queue: a direction of a
checkpoint, the entrance of a segment that takes so many vehicles in a quarter of an hour, the boarding of a gathering point.

Invariant: the columns of the tables are named here and nowhere else.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


CLASSES = 4
HOUR_MIN = 60


class Kind(IntEnum):
    """What happens at a gate."""

    DEPART = 0
    ENTER = 1
    LEAVE = 2
    CROSS = 3
    ARRIVE = 4
    LOAD = 5
    UNLOAD = 6
    BOARD = 7
    ALIGHT = 8


class Gate(IntEnum):
    """Columns of the gates. A gate that has none of something has -1."""

    KIND = 0
    AT = 1  # planned minute
    WHAT = 2  # segment, checkpoint, boarding or unloading
    LASTS = 3  # minutes on the segment, of the hold, of the boarding
    LINE = 4
    SHARED = 5  # the line that both directions of a checkpoint share
    END = 6  # on a drive: the gate of its arrival
    PARTNER = 7  # ENTER: its LEAVE; LEAVE: its ENTER; BOARD: the next DEPART; DEPART: the next DEPART from here with nobody on board
    BACK = 8  # on a drive: the gate from which it goes on after turning back
    BACK_MIN = 9  # and the minutes it takes to get there
    BACK_PLACE = 10  # and the location
    WHERE = 11  # location: of the place, or the segment on which the mover comes to the gate
    CONVOY = 12
    START = 13  # on a drive: the gate of its departure


class Mover(IntEnum):
    """Columns of the movers."""

    FIRST = 0
    END = 1
    VEHICLE = 2  # number among all vehicles of the fleet; -1 for own transport
    OWN = 3  # number among the departures of own transport; -1 for the fleet
    UNITS = 4
    SEATS = 5
    BAYS = 6
    DUTY_FIRST = 7
    DUTY_END = 8


class Segment(IntEnum):
    """Columns of the segments. After those of the scenario stands the road of no segment, then what is near each danger point."""

    SILENCE_FIRST = 0
    SILENCE_END = 1
    NEEDS_SILENCE = 2
    NEEDS_LIGHT = 3


class Place(IntEnum):
    """Columns of the places: numbers of a safe halt or reception, -1 where it is none."""

    IS_GATHERING_POINT = 0
    IS_BASE = 1
    HALT = 2
    RECEPTION = 3


class Checkpoint(IntEnum):
    """Columns of the checkpoints: the spans of its hours, where it stands, then its three lines."""

    HOURS_FIRST = 0
    HOURS_END = 1
    PLACE = 2
    LINES = 3


class Board(IntEnum):
    """Columns of the boardings: the gathering point, and who boards by class."""

    POINT = 0
    PEOPLE = 1


class Programme(NamedTuple):
    """A plan as tables. Arrays name their axes."""

    horizon_min: int
    quarter_shift_min: int  # from the start of the horizon's first quarter of an hour to its first minute
    bounded_segments: int  # how many segments can be refused: those after them are near danger points
    light_first: int
    light_end: int
    hold_on_road_min: int
    queue_min: int
    overdue_min: int
    transfer_min: int
    gates: Ints  # [gate, Gate]
    gate_km: Floats  # [gate]: kilometres that the mover has driven
    gate_part_min: Floats  # [gate]: what was rounded off its minute
    movers: Ints  # [mover, Mover]
    share: Floats  # [mover]: what one unit takes of a line
    opens: Ints  # [span]: of silence, of checkpoints, of duty, of light
    closes: Ints  # [span]
    segments: Ints  # [segment, Segment]
    checkpoints: Ints  # [checkpoint, Checkpoint]: the lines are inbound, outbound, shared
    room: Floats  # [line, quarter]: vehicles that pass
    danger: Floats  # [segment, minute]: incidents to one person who has been there since the first minute
    boards: Ints  # [boarding, Board]
    points: Counts  # [gathering point, class]: registered
    board_part: Ints  # [part of a boarding, boarding, units, people of one unit by class]
    unloads: Counts  # [unloading, kind of goods]: kilograms
    own: Ints  # [departure of own transport, units and people by class]
    places: Ints  # [place, Place]
    halts: Ints  # [safe halt]: vehicles it holds
    receptions: Ints  # [reception, seated people, stretcher cases]


class Draw(NamedTuple):
    """What befalls one day."""

    opens: Ints  # [span]: when it really opens
    closes: Ints  # [span]: when it really closes; of light and of checkpoints known from the start
    since: Ints  # [segment, block]: closures and suspensions
    until: Ints  # [segment, block]
    blocks: Ints  # [segment]: how many
    is_touched: NDArray[np.bool_]  # [segment]: something befalls it
    slow_since: Ints  # [checkpoint, time]
    slow_until: Ints  # [checkpoint, time]
    slows: Ints  # [checkpoint]: how many
    slow: Floats  # [0: share of the vehicles that pass, 1: times as long a hold]
    breakdown_km: Floats  # [vehicle]: after so many kilometres; beyond all driving where it does not break down
    repair_min: Ints  # [vehicle]: -1 where it is lost
    come: Ints  # [boarding, class]: how many of those called come
    own_come: Ints  # [departure of own transport]: units
    more: Ints  # [gathering point, class]: people who come without having been registered
    boarding_longer_min: Ints  # [gathering point]


class Column(IntEnum):
    """What is counted on a day. Four columns each by class of people or kind of goods, then single figures."""

    OUT = 0
    OWN_OUT = 4
    HOME = 8
    STRANDED = 12
    STAYED_AWAY = 16
    MORE_TAKEN = 20
    GOODS_KG = 24
    OUTSIDE_PERSON_MIN = 28
    OUTSIDE_VEHICLE_MIN = 29
    DARK_PERSON_MIN = 30
    DANGER = 31
    TURNED_BACK = 32
    TURNED_BACK_PEOPLE = 33
    OVERDUE = 34
    BROKEN_DOWN = 35
    LOST = 36
    LEFT_OUT = 37
    VEHICLES_HOME = 38
    VEHICLES_AWAY = 39
    WAITED_VEHICLE_MIN = 40
    OVERFULL_HALT_VEHICLE_MIN = 41
    OVERFULL_RECEPTION_PEOPLE = 42


COLUMNS = 43


class Day(NamedTuple):
    """One day in progress, and the ensemble's counts by place and hour, to which it adds."""

    gate: Ints  # [mover]: the next one
    late_min: Ints  # [mover]
    free_min: Ints  # [mover]: when its last activity ended
    place: Ints  # [mover]: where it stands or last stood
    convoy: Ints  # [mover]: -1 when not on a drive
    held_since: Ints  # [mover]: -1 when not held
    owed_min: Ints  # [mover]: time lost to taking others on board
    has_place: NDArray[np.bool_]  # [mover]: has queued for the segment before it, and its turn has come
    halt: Ints  # [mover]: the safe halt at which a vehicle of the fleet stands, last stood, or to which it turned back; -1 none
    halt_until: Ints  # [mover]: when it leaves or left there; NEVER while that is not known
    spared_km: Floats  # [mover]: kilometres of the plan that it has left out
    is_watched: NDArray[np.bool_]  # [convoy]: a vehicle may be lost in it, so that its movers are looked at in order of time
    is_broken: NDArray[np.bool_]  # [mover]: has broken down once
    is_loaded: NDArray[np.bool_]  # [mover]: with goods
    is_flagged: NDArray[np.bool_]  # [mover]: overdue on this drive
    aboard: Ints  # [mover, class]
    units: Ints  # [mover]
    entered: Ints  # [gate]: when a segment was really entered
    has_boarded: NDArray[np.bool_]  # [boarding]
    more_left: Ints  # [gathering point, class]
    left_room: Floats  # [line, quarter]
    queue_head: Ints  # [minute]: movers to be looked at in this minute; -1 nobody
    queue_next: Ints  # [mover]: the next one of the same minute, in the order of their numbers
    at_halt: Ints  # [safe halt, minute]: vehicles that come less those that leave
    received: Counts  # [reception, seated or stretcher]
    counted: Floats  # [Column]
    stranded_at: Counts  # [location, hour]: people
    turned_at: Counts  # [location, hour]: vehicles
    waited_at: Counts  # [location]: vehicle-minutes
