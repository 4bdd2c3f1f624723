"""Who holds which road when, when it is silent, light and open, and how dangerous it is: masks over the minutes of the horizon."""

from safepassage.situation.checkpoints import checkpoint_open_min
from safepassage.situation.control import holders
from safepassage.situation.danger import danger_rate, point_rate
from safepassage.situation.daylight import dark_min, daylight
from safepassage.situation.duty import duty_min
from safepassage.situation.minutes import horizon_min, instant_of, minutes_touched, minutes_within, spans_of
from safepassage.situation.windows import backing, common_windows, open_min

__all__ = [
    "backing",
    "checkpoint_open_min",
    "common_windows",
    "danger_rate",
    "dark_min",
    "daylight",
    "duty_min",
    "holders",
    "horizon_min",
    "instant_of",
    "minutes_touched",
    "minutes_within",
    "open_min",
    "point_rate",
    "spans_of",
]
