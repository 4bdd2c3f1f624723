"""From the assumptions to the numbers that days are drawn from."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from scipy.special import bdtr

from safepassage.corridor import Interval
from safepassage.scenario.scenario import Scenario
from safepassage.situation import daylight
from safepassage.stress.assumptions import Assumptions
from safepassage.stress.build import Staged
from safepassage.stress.draws import Chances, Layout, lay_out
from safepassage.stress.spans import minute_down, minute_up


def weigh_chances(scenario: Scenario, staged: Staged, assumptions: Assumptions) -> tuple[Chances, Layout]:
    """The chances of everything that may befall a day, and where each cause reads its numbers."""
    told, programme = assumptions, staged.programme
    days = local_days(scenario)
    light = [_light_of(programme.opens, programme.closes, programme.light_first, programme.light_end, day) for day in days]
    spans = [(int(programme.opens[span]), int(programme.closes[span])) if span >= 0 else day for span, day in zip(light, days, strict=True)]
    units = [*programme.board_part[:, 1].tolist(), *programme.own[:, 0].tolist()]
    tables = [bdtr(np.arange(count + 1.0), count, told.no_shows.probability) for count in units]
    is_window = staged.window_segments >= 0
    chances = Chances(
        bad_day=told.bad_day.probability * told.bad_day.is_on,
        bad_day_times=told.bad_day.times_likelier,
        closure=told.closures.probability * told.closures.is_on,
        closure_least_min=float(told.closures.least_min),
        closure_most_min=float(told.closures.most_min),
        suspension=told.suspensions.probability * told.suspensions.is_on,
        suspension_min=told.suspensions.lasts_min,
        late=told.late_openings.probability * told.late_openings.is_on,
        late_mean_min=told.late_openings.mean_min,
        late_most_min=told.late_openings.most_min,
        slow=told.slow_checkpoints.probability * told.slow_checkpoints.is_on,
        slow_least_min=float(told.slow_checkpoints.least_min),
        slow_most_min=float(told.slow_checkpoints.most_min),
        slow_share=told.slow_checkpoints.passes_share,
        slow_times=told.slow_checkpoints.holds_times,
        dark=told.early_dark.probability * told.early_dark.is_on,
        dark_least_min=float(told.early_dark.least_min),
        dark_most_min=float(told.early_dark.most_min),
        breakdown_per_km=told.breakdowns.per_1000_km / 1000.0 * told.breakdowns.is_on,
        repaired=told.breakdowns.repaired_share,
        repair_min=told.breakdowns.repair_min,
        no_show=told.no_shows.probability * told.no_shows.is_on,
        more=told.more_people.probability * told.more_people.is_on,
        more_most_share=told.more_people.most_share,
        more_boarding_min=told.more_people.boarding_longer_min,
        day_from=np.array([opens for opens, _ in spans], np.int32),
        day_until=np.array([closes for _, closes in spans], np.int32),
        dusk=np.array([_dusk_min(scenario, closes) for _, closes in spans], np.int32),
        light_span=np.array([-1 if scenario.daylight.is_night_driving_allowed else span for span in light], np.int32),
        window_day=np.array(
            [_day_of(int(opens), days) if window else -1 for opens, window in zip(programme.opens, is_window, strict=True)], np.int32
        ),
        stay_away=np.concatenate([np.empty(0), *tables]),
        stay_away_first=np.concatenate([[0], np.cumsum([len(table) for table in tables])]).astype(np.int32),
    )
    return chances, lay_out(programme, len(days), staged.vehicles)


def local_days(scenario: Scenario) -> list[tuple[int, int]]:
    """The days of the scenario's zone as minutes of the horizon, cut at its ends."""
    zone = ZoneInfo(scenario.zone)
    date = scenario.horizon.starts_at.astimezone(zone).date()
    horizon = minute_up(scenario, scenario.horizon.ends_at)
    days = []
    while True:
        begins = minute_up(scenario, datetime.combine(date, time(), zone))
        ends = minute_up(scenario, datetime.combine(date + timedelta(days=1), time(), zone))
        days.append((max(0, begins), min(ends, horizon)))
        if ends >= horizon:
            return days
        date += timedelta(days=1)


def _dusk_min(scenario: Scenario, closes: int) -> int:
    """When it really gets dark, where light within the horizon ends at a minute: the horizon may end long before."""
    horizon = scenario.horizon
    longer = Interval(starts_at=horizon.starts_at, ends_at=horizon.ends_at + timedelta(days=2))
    light = daylight(scenario.model_copy(update={"horizon": longer}))
    spans = ((minute_down(scenario, span.starts_at), minute_up(scenario, span.ends_at)) for span in light)
    return next((dusk for dawn, dusk in spans if dawn < closes <= dusk), closes)


def _light_of(opens: np.ndarray, closes: np.ndarray, first: int, end: int, day: tuple[int, int]) -> int:
    """The span of light that begins on a day; -1 where none does."""
    return next((span for span in range(first, end) if day[0] <= max(0, opens[span]) < day[1] and closes[span] > opens[span]), -1)


def _day_of(minute: int, days: list[tuple[int, int]]) -> int:
    return next((row for row, (begins, ends) in enumerate(days) if begins <= max(0, minute) < ends), -1)
