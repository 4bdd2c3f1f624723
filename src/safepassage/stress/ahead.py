"""What lies ahead of a mover, as far as it is known at a moment."""

from numba.extending import register_jitable

import safepassage.stress.compiled  # noqa: F401  makes the rules known to the compiler
from safepassage.corridor.day_rules import NEVER, earliest_silent, earliest_unblocked, earliest_within
from safepassage.stress.day import Gate, Kind, Mover, Segment


@register_jitable
def earliest_entry(segments, agreed, opens, closes, light_first, light_end, since, until, blocks, segment, at_min, stays_min, now_min):  # type: ignore[no-untyped-def]
    """The first minute from `at_min` on at which a segment may be entered for `stays_min` minutes; NEVER where there is none."""
    enters_min = at_min
    while True:
        before_min = enters_min
        if segments[segment, Segment.NEEDS_SILENCE]:
            first, end = segments[segment, Segment.SILENCE_FIRST], segments[segment, Segment.SILENCE_END]
            enters_min = earliest_silent(enters_min, stays_min, now_min, agreed, opens, closes, first, end)
        if enters_min < NEVER and segments[segment, Segment.NEEDS_LIGHT]:
            enters_min = earliest_within(enters_min, stays_min, opens, closes, light_first, light_end)
        if enters_min >= NEVER:
            return NEVER
        if blocks[segment]:
            enters_min = earliest_unblocked(enters_min, now_min, since[segment], until[segment], blocks[segment])
        if enters_min == before_min:
            return enters_min


@register_jitable
def is_as_planned(gates, is_touched, gate):  # type: ignore[no-untyped-def]
    """Whether nothing befalls any segment of the rest of a drive, so that who is on time need not look."""
    for ahead in range(gate, gates[gate, Gate.END]):
        if gates[ahead, Gate.KIND] == Kind.ENTER and is_touched[gates[ahead, Gate.WHAT]]:
            return False
    return True


@register_jitable
def least_late(programme, draw, mover, gate, here_min, late_min, now_min):  # type: ignore[no-untyped-def]
    """By how many minutes a mover that is `late_min` late must be late for the whole rest of a drive to fit; NEVER where it never does.

    It stands where the plan has it at `here_min`, and `gate` is the next one. From there to the arrival: every segment inside its silence,
    in the light and not blocked, every checkpoint open, the crew on duty, everything within the horizon, at the speed and with the holds
    planned. Queues are not foreseen.
    """
    gates, checkpoints, bounded = programme.gates, programme.checkpoints, programme.bounded_segments
    segments, agreed, light_first, light_end = programme.segments, programme.opens, programme.light_first, programme.light_end
    opens, closes, since, until, blocks = draw.opens, draw.closes, draw.since, draw.until, draw.blocks
    first, last = programme.movers[mover, Mover.DUTY_FIRST], programme.movers[mover, Mover.DUTY_END]
    start, end = gates[gate, Gate.START], gates[gate, Gate.END]
    arrives_min = gates[end, Gate.AT]
    until_gate = end
    while until_gate > start:
        moved_at = start
        for ahead in range(start, until_gate):
            kind, what, from_min = gates[ahead, Gate.KIND], gates[ahead, Gate.WHAT], gates[ahead, Gate.AT]
            at_min = from_min + late_min
            if kind == Kind.CROSS and ahead >= gate:
                hours, hours_end = checkpoints[what, 0], checkpoints[what, 1]
                goes_min = earliest_within(at_min, gates[ahead, Gate.LASTS], opens, closes, hours, hours_end)
            elif kind == Kind.ENTER and what < bounded and gates[ahead, Gate.PARTNER] >= gate:
                if ahead < gate:  # the mover stands in the middle of this segment
                    from_min, at_min = here_min, here_min + late_min
                stays_min = gates[gates[ahead, Gate.PARTNER], Gate.AT] - from_min
                if stays_min == 0 and ahead < gate:  # and leaves it at once
                    continue
                goes_min = earliest_entry(
                    segments, agreed, opens, closes, light_first, light_end, since, until, blocks, what, at_min, stays_min, now_min
                )
            else:
                continue
            if goes_min >= NEVER:
                return NEVER
            if goes_min > at_min:
                late_min += goes_min - at_min
                moved_at = ahead
        until_gate = moved_at  # those after it were looked at with what is needed now
        if first < last:
            departs_min = here_min + late_min
            on_duty_min = earliest_within(departs_min, arrives_min - here_min, opens, closes, first, last)
            if on_duty_min >= NEVER:
                return NEVER
            if on_duty_min > departs_min:
                late_min += on_duty_min - departs_min
                until_gate = end
        if arrives_min + late_min > programme.horizon_min:
            return NEVER
    return late_min


@register_jitable
def sets_out_late(programme, draw, mover, gate, here_min, late_min, now_min):  # type: ignore[no-untyped-def]
    """By how many minutes late a mover that is ready now at a safe place sets out for the rest of a drive; NEVER: it does not.

    The plan has it there at `here_min`; `gate` is the next one. It waits where it is until the whole rest fits, and looks again when that
    moment has come, with what is known by then.
    """
    if late_min == 0 and is_as_planned(programme.gates, draw.is_touched, gate):
        return late_min
    while True:
        needed_min = least_late(programme, draw, mover, gate, here_min, late_min, now_min)
        if needed_min == late_min or needed_min >= NEVER:
            return needed_min
        late_min = needed_min
        now_min = here_min + late_min
