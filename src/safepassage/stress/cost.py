"""What a stay on a road costs: minutes outside silence, minutes in the dark, danger borne."""

from numba.extending import register_jitable

from safepassage.corridor.day_rules import minutes_outside
from safepassage.stress.day import Column, Segment


@register_jitable
def minutes_without_silence(opens, closes, first, end, since, until, blocks, enters_min, leaves_min):  # type: ignore[no-untyped-def]
    """Minutes of a stay that lie outside the windows of silence as they really were, or inside them while the segment was blocked."""
    outside_min = minutes_outside(enters_min, leaves_min, opens, closes, first, end)
    for row in range(blocks):
        begins_min, ends_min = max(enters_min, since[row]), min(leaves_min, until[row])
        if begins_min < ends_min:
            outside_min += ends_min - begins_min - minutes_outside(begins_min, ends_min, opens, closes, first, end)
    return outside_min


@register_jitable
def danger_until(danger, segment, at_min):  # type: ignore[no-untyped-def]
    """Incidents to one person who has been on a segment since the first minute, at a moment between two minutes."""
    last = danger.shape[1] - 1
    if at_min >= last:
        return danger[segment, last]
    minute = int(at_min)
    return danger[segment, minute] + (at_min - minute) * (danger[segment, minute + 1] - danger[segment, minute])


@register_jitable
def count_stay(programme, draw, day, segment, people, units, enters_min, leaves_min, enters_part, leaves_part):  # type: ignore[no-untyped-def]
    """Count one stay on a segment, wherever it lies."""
    if leaves_min + leaves_part <= enters_min + enters_part:
        return
    if people:
        before = danger_until(programme.danger, segment, enters_min + enters_part)
        day.counted[Column.DANGER] += people * max(0.0, danger_until(programme.danger, segment, leaves_min + leaves_part) - before)
    if segment >= programme.bounded_segments:
        return
    if programme.segments[segment, Segment.NEEDS_SILENCE]:
        outside_min = minutes_without_silence(
            draw.opens,
            draw.closes,
            programme.segments[segment, Segment.SILENCE_FIRST],
            programme.segments[segment, Segment.SILENCE_END],
            draw.since[segment],
            draw.until[segment],
            draw.blocks[segment],
            enters_min,
            leaves_min,
        )
        day.counted[Column.OUTSIDE_PERSON_MIN] += people * outside_min
        day.counted[Column.OUTSIDE_VEHICLE_MIN] += units * outside_min
    if programme.segments[segment, Segment.NEEDS_LIGHT]:
        dark_min = minutes_outside(enters_min, leaves_min, draw.opens, draw.closes, programme.light_first, programme.light_end)
        day.counted[Column.DARK_PERSON_MIN] += people * dark_min
