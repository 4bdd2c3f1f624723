"""The pictures of a flow: arrivals over time beside the most that could arrive, and who waits where in which hour.

Drawn in black, grey and blue that grey paper keeps apart; each has a title and a description, and stands beside a table.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from safepassage.documents.drawing import CHARACTER_PX, element, polyline, sheet, shortened, text
from safepassage.planning.flow.result import OwnFlow
from safepassage.scenario.scenario import Scenario

INK, BAR, PALE = "#1a1a1a", "#2b5c8a", "#8c8c8c"
_WIDTH, _RIGHT = 860.0, 20.0
MOST_PLACES = 20
_MOST_TICKS = 7
MOST_WORDS = {True: "most that the rules allow", False: "most in this reckoning"}
"""By whether a flow keeps the rules."""


def arrivals_svg(flow: OwnFlow) -> str:
    """Units arrived by each quarter of an hour, and the bound."""
    left, top, bottom = 70.0, 34.0, 300.0
    zone = ZoneInfo(flow.zone)
    most = max(flow.units, 1)
    span_s = (flow.horizon.ends_at - flow.horizon.starts_at).total_seconds()

    def x(at: datetime) -> float:
        return left + (at - flow.horizon.starts_at).total_seconds() / span_s * (_WIDTH - left - _RIGHT)

    def y(units: float) -> float:
        return bottom - (bottom - top) * units / most

    drawn = []
    for step in range(5):
        units = most * step / 4
        drawn.append(element("line", x1=left, x2=_WIDTH - _RIGHT, y1=y(units), y2=y(units), stroke=PALE, stroke_width=0.5))
        drawn.append(text(left - 8, y(units) + 4, f"{units:,.0f}", text_anchor="end"))
    for at in _ticks(flow.horizon.starts_at, flow.horizon.ends_at, zone):
        drawn.append(element("line", x1=x(at), x2=x(at), y1=bottom, y2=bottom + 5, stroke=PALE))
        drawn.append(text(x(at), bottom + 18, f"{at.astimezone(zone):%d %b %H:%M}", text_anchor="end" if x(at) > _WIDTH - 50 else "middle"))
    start = [(x(flow.horizon.starts_at), y(0))]
    bound = start + [(x(moment.at), y(moment.bound_units)) for moment in flow.arrivals]
    arrived = start + [(x(moment.at), y(moment.arrived_units)) for moment in flow.arrivals]
    drawn.append(polyline(bound, MOST_WORDS[flow.keeps_rules], stroke=PALE, stroke_width=2, stroke_dasharray="6 4"))
    drawn.append(polyline(arrived, "arrived", stroke=BAR, stroke_width=2.5))
    drawn.append(element("line", x1=left, x2=left + 30, y1=14, y2=14, stroke=BAR, stroke_width=2.5))
    drawn.append(text(left + 36, 18, "arrived"))
    drawn.append(element("line", x1=left + 120, x2=left + 150, y1=14, y2=14, stroke=PALE, stroke_width=2, stroke_dasharray="6 4"))
    drawn.append(text(left + 156, 18, f"{MOST_WORDS[flow.keeps_rules]}; cars and groups, times of {flow.zone}"))
    described = (
        f"{flow.arrived_units:,} of {flow.units:,} cars and groups have arrived at the end; "
        f"{MOST_WORDS[flow.keeps_rules]}: {flow.bound_units:,}."
    )
    return sheet("arrivals", "Arrivals over time", described, drawn, width=_WIDTH, height=bottom + 34)


def _ticks(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Whole hours of the zone, at most seven, as many as that allows."""
    first = starts_at.replace(minute=0, second=0, microsecond=0)
    hours = [first + timedelta(hours=hour) for hour in range(int((ends_at - first).total_seconds() // 3600) + 1)]
    inside = [at for at in hours if at >= starts_at]
    for step_h in (1, 2, 3, 6, 12, 24):
        ticks = [at for at in inside if at.astimezone(zone).hour % step_h == 0]
        if len(ticks) <= _MOST_TICKS:
            return ticks
    return ticks[:: -(-len(ticks) // _MOST_TICKS)]


def queues_svg(flow: OwnFlow, scenario: Scenario) -> str:
    """One row for each place, one field for each hour, the darker the more wait; the number stands in it where it fits."""
    hours = sorted({queue.interval.starts_at for queue in flow.queues})
    places = list(dict.fromkeys(queue.place for queue in sorted(flow.queues, key=lambda queue: -queue.units)))[:MOST_PLACES]
    if not hours:
        return sheet("queues", "Who waits where", "Nobody waits.", [text(10, 24, "Nobody waits.")], width=_WIDTH, height=40)
    zone, left, top, row_px = ZoneInfo(flow.zone), 190.0, 40.0, 22.0
    every = [hours[0] + (hours[1] - hours[0]) * number for number in range(1 + _between(hours))] if len(hours) > 1 else hours
    wide = (_WIDTH - left - _RIGHT) / len(every)
    most = max(queue.units for queue in flow.queues)
    units = {(queue.place, queue.interval.starts_at): queue.units for queue in flow.queues}
    drawn = []
    for number, place in enumerate(places):
        y, name = top + number * row_px, scenario.name(place, scenario.language)
        drawn.append(text(left - 8, y + 15, shortened(name, int((left - 12) / CHARACTER_PX)), tip=name, text_anchor="end"))
        for column, hour in enumerate(every):
            count = units.get((place, hour), 0)
            tip = element("title", escape(f"{name}, {hour.astimezone(zone):%d %b %H:%M}: at most {count:,} wait"))
            shade = f"#{_grey(count / most)}"
            drawn.append(
                element(
                    "rect", tip, x=left + column * wide, y=y, width=wide, height=row_px - 2, fill=shade, stroke="#ffffff", stroke_width=0.4
                )
            )
            if count and wide > CHARACTER_PX * len(f"{count:,}") + 8:
                ink = "#ffffff" if count / most > 0.45 else INK
                drawn.append(text(left + (column + 0.5) * wide, y + 14, f"{count:,}", fill=ink, class_="cell", text_anchor="middle"))
    step = max(1, round(64 / wide))
    for column, hour in list(enumerate(every))[::step]:
        if left + column * wide < _WIDTH - _RIGHT - 60:
            words = f"{hour.astimezone(zone):%d %b %H}" if len(every) > 24 else f"{hour.astimezone(zone):%H:%M}"
            drawn.append(text(left + column * wide, top - 10, words))
    described = f"At most {most:,} cars and groups wait at one place. The table below holds every figure."
    return sheet("queues", "Who waits where, hour by hour", described, drawn, width=_WIDTH, height=top + len(places) * row_px + 10)


def _between(hours: Sequence[datetime]) -> int:
    return round((hours[-1] - hours[0]).total_seconds() / 3600)


def _grey(share: float) -> str:
    """From nearly white to a dark blue that stays dark on grey paper."""
    return (
        "f4f4f4" if share == 0 else "".join(f"{round(high + (low - high) * share):02x}" for high, low in ((214, 20), (227, 54), (240, 92)))
    )
