"""What one convoy is told: the rules of the day (`day_rules.py`) put together for a live state, in plain values.

They are for whoever follows a convoy and knows where it is; the stress test compiles the same rules over tables, and a test holds the two
equal. Times are whole minutes of one clock; what lies ahead is told in minutes from where the convoy stands, at its planned speed and
with its planned holds.

Invariant: nobody is told to set out for a road that, as far as is known now, cannot be left before its silence or the light ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from safepassage.corridor.day_rules import NEVER, Order, earliest_silent, earliest_unblocked, earliest_within, order_at_boundary


class Span(NamedTuple):
    """Hours in which something is open, in minutes; closed from `closes_min` on."""

    opens_min: int
    closes_min: int


class SilentSpan(NamedTuple):
    """A window of silence. That it opens later than agreed counts only once it should have opened."""

    agreed_min: int
    opens_min: int
    closes_min: int


@dataclass(frozen=True, slots=True)
class RoadAhead:
    """A segment that the convoy still has to pass, or stands on."""

    enters_in_min: int
    """0 where it stands on it."""
    leaves_in_min: int
    silence: tuple[SilentSpan, ...] | None = None
    """None: it needs no silence."""
    light: tuple[Span, ...] | None = None
    """None: it may be passed in the dark."""
    blocks: tuple[Span, ...] = ()
    """Closures and suspensions, from when to when; one that has not begun yet is not known."""


@dataclass(frozen=True, slots=True)
class CheckpointAhead:
    """A checkpoint on the rest of a drive, so many minutes from where the convoy stands, with the hours in which it lets through."""

    arrives_in_min: int
    hold_min: int
    hours: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DriveAhead:
    """The rest of a drive to the next place where a convoy may stay."""

    arrives_in_min: int
    roads: tuple[RoadAhead, ...]
    checkpoints: tuple[CheckpointAhead, ...] = ()
    duty: tuple[Span, ...] | None = None
    """None: the crew may drive at any hour."""
    ends_min: int = NEVER
    """The end of the horizon: it must have arrived by then."""


@dataclass(frozen=True, slots=True)
class SafePlace:
    """A place that a convoy has passed and may turn back to; the first of them is where its drive began."""

    place: str
    at_km: float
    has_room: bool = True
    """Asked by radio: who stands there, and who is on the way back to it, counts."""


class Told(NamedTuple):
    """An order, and the minute from which on the convoy may go on, as far as is known; NEVER: not within the horizon."""

    order: Order
    goes_min: int


def may_enter_at(road: RoadAhead, at_min: int, now_min: int) -> int:
    """The first minute from `at_min` on at which a segment may be entered, as far as is known at `now_min`; NEVER where there is none."""
    stays_min = road.leaves_in_min - road.enters_in_min
    enters_min = at_min
    while True:
        before_min = enters_min
        if road.silence is not None:
            agreed, opens, closes = _columns(road.silence, 3)
            enters_min = earliest_silent(enters_min, stays_min, now_min, agreed, opens, closes, 0, len(opens))
        if road.light is not None and enters_min < NEVER:
            opens, closes = _columns(road.light, 2)
            enters_min = earliest_within(enters_min, stays_min, opens, closes, 0, len(opens))
        if enters_min >= NEVER:
            return NEVER
        since, until = _columns(road.blocks, 2)
        enters_min = earliest_unblocked(enters_min, now_min, since, until, len(since))
        if enters_min == before_min:
            return enters_min


def sets_out_at(drive: DriveAhead, ready_min: int, now_min: int) -> int:
    """When a convoy that is ready at `ready_min` sets out from a safe place; NEVER: it does not.

    It waits until the whole rest of the drive fits, and looks again when that moment has come. Queues are not foreseen. Ask again whenever
    something new is known: this counts on nothing new until then.
    """
    leaves_min = ready_min
    while True:
        fits_min = _fits_at(drive, leaves_min, now_min)
        if fits_min == leaves_min or fits_min >= NEVER:
            return fits_min
        leaves_min = now_min = fits_min


def order_before_segment(road: RoadAhead, came_min: int, now_min: int, most_hold_min: int) -> Told:
    """What a convoy is told that came to a segment at `came_min` and stands before it now: go, hold, or turn back."""
    goes_min = may_enter_at(road, now_min, now_min)
    return Told(order_at_boundary(came_min, goes_min, now_min, most_hold_min), goes_min)


def order_at_checkpoint(let_through_min: int, now_min: int, most_queue_min: int) -> Told:
    """What a convoy is told that comes to a checkpoint which would let it through at `let_through_min`."""
    return Told(order_at_boundary(now_min, let_through_min, now_min, most_queue_min), let_through_min)


def turns_back_to(behind: Sequence[SafePlace]) -> SafePlace:
    """Where a convoy turns back to, of the safe places that it has passed, in order: the last one with room, or else where it came from.

    Raises:
        ValueError: there is no place at all; a drive begins at one.
    """
    if not behind:
        raise ValueError("a convoy has always passed the place where its drive began")
    return next((place for place in reversed(behind) if place.has_room), behind[0])


def _fits_at(drive: DriveAhead, ready_min: int, now_min: int) -> int:
    leaves_min = ready_min
    while True:
        before_min = leaves_min
        for road in drive.roads:
            enters_min = leaves_min + road.enters_in_min
            leaves_min += may_enter_at(road, enters_min, now_min) - enters_min
            if leaves_min >= NEVER // 2:
                return NEVER
        for checkpoint in drive.checkpoints:
            opens, closes = _columns(checkpoint.hours, 2)
            comes_min = leaves_min + checkpoint.arrives_in_min
            leaves_min += earliest_within(comes_min, checkpoint.hold_min, opens, closes, 0, len(opens)) - comes_min
            if leaves_min >= NEVER // 2:
                return NEVER
        if drive.duty is not None:
            opens, closes = _columns(drive.duty, 2)
            leaves_min = earliest_within(leaves_min, drive.arrives_in_min, opens, closes, 0, len(opens))
        if leaves_min + drive.arrives_in_min > drive.ends_min or leaves_min >= NEVER // 2:
            return NEVER
        if leaves_min == before_min:
            return leaves_min


def _columns(rows: Sequence[tuple[int, ...]], width: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row[column] for row in rows) for column in range(width))
