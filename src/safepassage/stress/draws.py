"""From random numbers between 0 and 1 to what befalls a day.

Each cause reads its own places in the day's row of numbers, whether it is switched on or not: switching one off, or taking another plan of
the same scenario, changes nothing in the others. The row of a day depends on the seed and the number of the day only.

Invariant: a cause that is off leaves its part of the draw as on a day on which nothing happens.
"""

from typing import NamedTuple

import numpy as np
from numba.extending import register_jitable
from numpy.typing import NDArray

from safepassage.stress.befall import block, darken, open_late, undisturbed
from safepassage.stress.day import CLASSES, Floats, Ints, Programme, Segment


class Chances(NamedTuple):
    """The assumptions as numbers (`assumptions.toml`), and where each cause reads. A cause that is off has probability 0."""

    bad_day: float
    bad_day_times: float
    closure: float
    closure_least_min: float
    closure_most_min: float
    suspension: float
    suspension_min: int
    late: float
    late_mean_min: float
    late_most_min: int
    slow: float
    slow_least_min: float
    slow_most_min: float
    slow_share: float
    slow_times: float
    dark: float
    dark_least_min: float
    dark_most_min: float
    breakdown_per_km: float
    repaired: float
    repair_min: int
    no_show: float
    more: float
    more_most_share: float
    more_boarding_min: int
    day_from: Ints  # [local day]: first minute of its light
    day_until: Ints  # [local day]
    light_span: Ints  # [local day]: the span of its light; -1 none
    dusk: Ints  # [local day]: the minute at which its light really ends, which may be after the horizon
    window_day: Ints  # [span]: the local day on which a window of silence opens; -1 no window
    stay_away: Floats  # [entry]: probability that no more than so many units stay away, for each part of a boarding and own departure
    stay_away_first: Ints  # [part of a boarding, then departure of own transport]


class Layout(NamedTuple):
    """Where in a day's row each cause begins to read."""

    dark: int
    closures: int
    suspensions: int
    late: int
    slow: int
    more: int
    breakdowns: int
    no_shows: int
    numbers: int


def lay_out(programme: Programme, days: int, vehicles: int) -> Layout:
    """First what befalls the scenario, then its vehicles, then what depends on the plan."""
    segments, checkpoints, points = programme.bounded_segments - 1, len(programme.checkpoints), len(programme.points)
    dark = 1
    closures = dark + 2 * days
    suspensions = closures + 3 * segments * days
    late = suspensions + 2 * segments * days
    slow = late + 2 * segments * days
    more = slow + 3 * checkpoints * days
    breakdowns = more + 2 * points
    no_shows = breakdowns + 2 * vehicles
    return Layout(
        dark, closures, suspensions, late, slow, more, breakdowns, no_shows, no_shows + len(programme.board_part) + len(programme.own)
    )


def random_rows(seed: int, first_day: int, days: int, numbers: int) -> NDArray[np.float64]:
    """The rows of some days, `float[day, number]`: each from its own counter, so that it never matters who computes which day."""
    rows = np.empty((days, numbers))
    for row in range(days):
        np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, 0, first_day + row])).random(out=rows[row])
    return rows


@register_jitable
def units_staying_away(stay_away, first, units, number):  # type: ignore[no-untyped-def]
    """How many of some units stay away: the binomial distribution turned round, from one number between 0 and 1."""
    away = 0
    while away < units and stay_away[first + away] <= number:
        away += 1
    return away


@register_jitable
def draw_day(programme, chances, layout, numbers, draw):  # type: ignore[no-untyped-def]
    """Fill a draw from a day's row of numbers."""
    undisturbed(programme, draw)
    times = chances.bad_day_times if numbers[0] < chances.bad_day else 1.0
    days = len(chances.day_from)
    segments = programme.bounded_segments - 1  # the road of no segment is none: nothing befalls it

    for day in range(days):
        at = layout.dark + 2 * day
        if chances.light_span[day] >= 0 and numbers[at] < chances.dark * times:
            earlier_min = chances.dark_least_min + numbers[at + 1] * (chances.dark_most_min - chances.dark_least_min)
            darken(programme, draw, chances.light_span[day], chances.dusk[day] - int(earlier_min))

    for segment in range(segments):
        for day in range(days):
            begins, lasts = chances.day_from[day], chances.day_until[day] - chances.day_from[day]
            at = layout.closures + 3 * (segment * days + day)
            if numbers[at] < chances.closure * times:
                since = begins + int(numbers[at + 1] * lasts)
                stays = chances.closure_least_min + numbers[at + 2] * (chances.closure_most_min - chances.closure_least_min)
                block(draw, segment, since, since + int(stays))
            at = layout.suspensions + 2 * (segment * days + day)
            if numbers[at] < chances.suspension * times:
                since = begins + int(numbers[at + 1] * lasts)
                block(draw, segment, since, since + chances.suspension_min)

    for segment in range(segments):
        first, end = programme.segments[segment, Segment.SILENCE_FIRST], programme.segments[segment, Segment.SILENCE_END]
        for day in range(days):
            at = layout.late + 2 * (segment * days + day)
            if numbers[at] < chances.late * times:
                late_min = min(chances.late_most_min, int(-chances.late_mean_min * np.log(1.0 - numbers[at + 1])) + 1)
                opens_min = -1
                for span in range(first, end):
                    if chances.window_day[span] == day:
                        if opens_min < 0:
                            opens_min = programme.opens[span] + late_min
                        open_late(draw, segment, span, span + 1, opens_min)

    draw.slow[0] = chances.slow_share
    draw.slow[1] = chances.slow_times
    for checkpoint in range(len(programme.checkpoints)):
        for day in range(days):
            begins, lasts = chances.day_from[day], chances.day_until[day] - chances.day_from[day]
            at = layout.slow + 3 * (checkpoint * days + day)
            if numbers[at] < chances.slow * times:
                since = begins + int(numbers[at + 1] * lasts)
                stays = chances.slow_least_min + numbers[at + 2] * (chances.slow_most_min - chances.slow_least_min)
                row = draw.slows[checkpoint]
                draw.slow_since[checkpoint, row] = since
                draw.slow_until[checkpoint, row] = since + int(stays)
                draw.slows[checkpoint] = row + 1

    for point in range(len(programme.points)):
        at = layout.more + 2 * point
        if numbers[at] < chances.more * times:
            draw.boarding_longer_min[point] = chances.more_boarding_min
            for priority in range(CLASSES):
                draw.more[point, priority] = int(numbers[at + 1] * chances.more_most_share * programme.points[point, priority])

    for vehicle in range(len(draw.breakdown_km)):
        at = layout.breakdowns + 2 * vehicle
        if chances.breakdown_per_km > 0.0:
            draw.breakdown_km[vehicle] = -np.log(1.0 - numbers[at]) / (chances.breakdown_per_km * times)
            draw.repair_min[vehicle] = chances.repair_min if numbers[at + 1] < chances.repaired else -1

    if chances.no_show > 0.0:
        draw.come[:] = 0
        parts = len(programme.board_part)
        for part in range(parts):
            boarding, units = programme.board_part[part, 0], programme.board_part[part, 1]
            come = units - units_staying_away(chances.stay_away, chances.stay_away_first[part], units, numbers[layout.no_shows + part])
            for priority in range(CLASSES):
                draw.come[boarding, priority] += come * programme.board_part[part, 2 + priority]
        for own in range(len(programme.own)):
            units, first = programme.own[own, 0], chances.stay_away_first[parts + own]
            draw.own_come[own] = units - units_staying_away(chances.stay_away, first, units, numbers[layout.no_shows + parts + own])
