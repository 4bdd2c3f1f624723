"""The time axis of the diagram: hours to pixels, and every clock that somebody reads on its ticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from safepassage.corridor import Interval
from safepassage.documents.drawing import element, text
from safepassage.documents.local_times import offset_text

_PX_PER_HOUR = 22.0
_LEAST_PX = 640.0
_TICK_PX = 60.0
_GRID_PX = 15.0
"""Hours that lie nearer together have no grid lines but at the ticks."""
_STEPS_H = (1, 2, 3, 4, 6, 12, 24)
ROW_PX = 30.0


@dataclass(frozen=True, slots=True)
class TimeScale:
    """From instants to pixels: whole hours of UTC at both ends."""

    starts_at: datetime
    ends_at: datetime
    left: float
    px_per_hour: float

    @property
    def right(self) -> float:
        return self.x(self.ends_at)

    def x(self, at: datetime) -> float:
        return self.left + (at - self.starts_at).total_seconds() / 3600.0 * self.px_per_hour


def time_scale(span: Interval, left: float) -> TimeScale:
    """A scale that shows the whole span with some air at both ends."""
    starts_at = (span.starts_at - timedelta(minutes=30)).replace(minute=0, second=0, microsecond=0)
    ends_at = (span.ends_at + timedelta(minutes=90)).replace(minute=0, second=0, microsecond=0)
    hours = (ends_at - starts_at).total_seconds() / 3600.0
    return TimeScale(starts_at, ends_at, left, max(_PX_PER_HOUR, _LEAST_PX / hours))


def draw_time_axis(scale: TimeScale, zones: Sequence[str], top: float, bottom: float, language: str) -> str:
    """Grid lines through a panel and below it one row of times for UTC and each zone, dates where they change."""
    step_h = next((step for step in _STEPS_H if step * scale.px_per_hour >= _TICK_PX), _STEPS_H[-1])
    hours = [scale.starts_at + timedelta(hours=hour) for hour in range(round((scale.ends_at - scale.starts_at).total_seconds() / 3600) + 1)]
    ticks = [hour for hour in hours if hour.hour % step_h == 0]
    drawn = [
        element(
            "line",
            x1=scale.x(hour),
            x2=scale.x(hour),
            y1=top,
            y2=bottom + (5 if hour in ticks else 0),
            class_="grid",
            stroke="#8c8c8c",
            stroke_width=0.7 if hour in ticks else 0.25,
        )
        for hour in (hours if scale.px_per_hour >= _GRID_PX else ticks)
    ]
    clocks = ["UTC", *(zone for zone in zones if zone != "UTC")]
    for row, zone in enumerate(clocks):
        drawn += _draw_clock(scale, zone, ticks, bottom + 18 + row * ROW_PX, language)
    return "".join(drawn)


def axis_height_px(zones: Sequence[str]) -> float:
    return 10 + ROW_PX * len({"UTC", *zones})


def _draw_clock(scale: TimeScale, zone: str, ticks: Sequence[datetime], y: float, language: str) -> list[str]:
    clock = UTC if zone == "UTC" else ZoneInfo(zone)
    offsets = list(dict.fromkeys(offset_text(at, zone) for at in (*ticks, scale.ends_at))) if zone != "UTC" else []
    drawn = [text(scale.left - 34, y, zone, text_anchor="end", font_weight="bold")]
    if offsets:
        drawn.append(text(scale.left - 34, y + 12, " → ".join(offsets), text_anchor="end", font_size=11))
    before = None
    for tick in ticks:
        local = tick.astimezone(clock)
        drawn.append(text(scale.x(tick), y, f"{local:%H:%M}", text_anchor="middle"))
        if local.date() != before:
            date = format_date(local.date(), "d MMM", locale=language)
            drawn.append(text(scale.x(tick), y + 12, date, text_anchor="middle", font_size=11, font_weight="bold"))
        before = local.date()
    return drawn
