"""The pictures of a stress test: the days by people out, the worst failures, and where and when people are stranded.

Each is drawn in black, grey and one blue that grey paper keeps apart, has a title and a description, and stands beside a table.
"""

from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from safepassage.documents.drawing import CHARACTER_PX, element, sheet, shortened, text
from safepassage.scenario.scenario import Scenario
from safepassage.stress.result import StressResult, WhereAndWhen

INK, BAR, LINE, PALE = "#1a1a1a", "#2b5c8a", "#8c8c8c", "#e8e8e8"
_WIDTH, _LEFT, _RIGHT = 860.0, 40.0, 20.0
MOST_FAILURES = 12
MOST_PLACES = 8
MOST_FAILURE_CHARACTERS = 74


def days_svg(result: StressResult) -> str:
    """How many days had how many people out, with the plan, the mean and the worst five per cent marked."""
    bars, spread = result.out_people_days, result.out_people
    top, bottom, height = 70.0, 300.0, 350.0
    low, high = min(bars[0].least, int(spread.planned)), max(bars[-1].below, int(spread.planned) + 1)
    most = max(bar.days for bar in bars)

    def x(people: float) -> float:
        return _LEFT + (people - low) / max(1, high - low) * (_WIDTH - _LEFT - _RIGHT)

    drawn = []
    for bar in bars:
        tall = (bottom - top) * bar.days / most
        tip = element("title", escape(f"{bar.least:,} to {bar.below - 1:,} people: {bar.days:,} days"))
        wide = max(1.0, x(bar.below) - x(bar.least) - 1.5)
        drawn.append(element("rect", tip, x=x(bar.least), y=bottom - tall, width=wide, height=tall, fill=BAR))
    drawn.append(element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=bottom, y2=bottom, stroke=INK))
    for step in range(5):
        people = low + (high - low) * step / 4
        anchor = "start" if step == 0 else "end" if step == 4 else "middle"
        drawn.append(text(x(people), bottom + 18, f"{people:,.0f}", text_anchor=anchor))
    drawn.append(text(_WIDTH / 2, bottom + 38, f"people out; the tallest bar stands for {most:,} days", text_anchor="middle"))
    marks = (
        (spread.worst_5_percent_mean, f"mean of the worst 5 %: {spread.worst_5_percent_mean:,.0f}", "6 3"),
        (spread.mean, f"mean: {spread.mean:,.0f}", "2 2"),
        (spread.planned, f"as planned: {spread.planned:,.0f}", None),
    )
    for row, (people, words, dashes) in enumerate(marks):
        y = top - 50 + 16 * row
        is_right = x(people) > _WIDTH / 2
        drawn.append(element("line", x1=x(people), x2=x(people), y1=y, y2=bottom, stroke=INK, stroke_width=1.4, stroke_dasharray=dashes))
        drawn.append(text(x(people) + (-5 if is_right else 5), y + 10, words, text_anchor="end" if is_right else "start"))
    described = (
        f"{result.days_done:,} days. As planned {spread.planned:,.0f} people are out; mean {spread.mean:,.0f}, median "
        f"{spread.median:,.0f}, "
        f"mean of the worst five per cent {spread.worst_5_percent_mean:,.0f}."
    )
    return sheet("days", "Days by people out", described, drawn, width=_WIDTH, height=height)


def failures_svg(result: StressResult) -> str:
    """What each failure alone costs in people, the worst first."""
    failures = [failure for failure in result.failures if failure.people_lost > 0][:MOST_FAILURES]
    label_px, row_px, top = 540.0, 24.0, 20.0
    most = max((failure.people_lost for failure in failures), default=1)
    room = _WIDTH - label_px - 90
    drawn = []
    for row, failure in enumerate(failures):
        y = top + row * row_px
        wide = max(1.0, room * failure.people_lost / most)
        words = shortened(failure.text, MOST_FAILURE_CHARACTERS)
        drawn.append(text(label_px - 8, y + 15, words, tip=failure.text, text_anchor="end"))
        drawn.append(element("rect", x=label_px, y=y + 3, width=wide, height=row_px - 7, fill=BAR))
        drawn.append(text(label_px + wide + 6, y + 15, f"{failure.people_lost:,}"))
    if not failures:
        drawn.append(text(_LEFT, top + 15, "No single failure tried costs anybody the way out."))
    described = "; ".join(f"{failure.text}: {failure.people_lost:,} people fewer" for failure in failures) or "Nothing to show."
    return sheet(
        "failures",
        "Which single failure hurts most: people who do not get out",
        described,
        drawn,
        width=_WIDTH,
        height=top + row_px * max(1, len(failures)) + 10,
    )


def stranded_svg(result: StressResult, scenario: Scenario) -> str:
    """Where and when people are stranded: one row for each place, one field for each hour, the darker the more."""
    places = result.stranded_at[:MOST_PLACES]
    label_px, row_px, top = 220.0, 26.0, 44.0
    hours = len(places[0].by_hour) if places else 0
    wide = (_WIDTH - label_px - _RIGHT) / max(1, hours)
    most = max((max(place.by_hour) for place in places), default=1)
    bottom = top + row_px * len(places)
    drawn = []
    for row, place in enumerate(places):
        y = top + row * row_px
        name = place_name(scenario, place)
        drawn.append(text(label_px - 8, y + 17, shortened(name, int(label_px / CHARACTER_PX)), tip=name, text_anchor="end"))
        drawn.append(element("rect", x=label_px, y=y + 2, width=_WIDTH - label_px - _RIGHT, height=row_px - 4, fill=PALE))
        for hour, people in enumerate(place.by_hour):
            if people:
                each = people / result.days_done
                tip = element("title", escape(f"{name}, {_clock(result, hour)}: {each:,.1f} people a day"))
                shade = 0.15 + 0.85 * (people / most) ** 0.5
                drawn.append(
                    element(
                        "rect",
                        tip,
                        x=label_px + hour * wide,
                        y=y + 2,
                        width=max(1.0, wide - 0.5),
                        height=row_px - 4,
                        fill=BAR,
                        opacity=f"{shade:.2f}",
                    )
                )
    step_h = 1 if hours <= 12 else 6
    for hour in range(hours):
        local = _local(result, hour)
        if local.hour % step_h == 0:
            drawn.append(element("line", x1=label_px + hour * wide, x2=label_px + hour * wide, y1=top - 4, y2=bottom, stroke=LINE))
            if local.hour % 12 == 0 or hours <= 30:
                drawn.append(text(label_px + hour * wide + 2, top - 8, f"{local:%H:%M}", font_size=11))
            if local.hour == 0:
                drawn.append(text(label_px + hour * wide + 2, top - 22, f"{local:%d.%m.}", font_size=11, font_weight="bold"))
    if not places:
        drawn.append(text(_LEFT, top, "Nobody was stranded on any day."))
    described = "; ".join(f"{place_name(scenario, place)}: {place.total / result.days_done:,.1f} people a day" for place in places)
    return sheet("stranded", "Where and when people are stranded", described or "Nobody.", drawn, width=_WIDTH, height=bottom + 14)


def place_name(scenario: Scenario, at: WhereAndWhen) -> str:
    return scenario.name(at.where, scenario.language) if at.where else "a road of no segment"


def _local(result: StressResult, hour: int) -> datetime:
    return (result.starts_at + timedelta(hours=hour)).astimezone(ZoneInfo(result.zone))


def _clock(result: StressResult, hour: int) -> str:
    return f"{_local(result, hour):%Y-%m-%d %H:%M} {result.zone}"
