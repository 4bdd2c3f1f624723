"""The curve of silence as SVG: people out against kilometre-hours asked, and for each plan with a name its windows as bars in time.

The curve is a stair: between two plans nothing was found, so whoever grants less than a plan asks for gets the next one below. Letters and
shapes tell the plans apart, not colour alone.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from safepassage.corridor import Interval, WindowStatus
from safepassage.documents.drawing import FONT, TEXT_PX, element, polyline, shortened, text
from safepassage.documents.local_times import zones_of
from safepassage.documents.silence_words import NAMES, choices, letters
from safepassage.documents.time_axis import TimeScale, axis_height_px, draw_time_axis, time_scale
from safepassage.planning.silence_curve import CurvePlan, SilenceCurve
from safepassage.scenario.scenario import Scenario

_LEFT_PX, _TOP_PX, _CURVE_WIDTH_PX, _CURVE_HEIGHT_PX = 100.0, 76.0, 720.0, 340.0
_BARS_WIDTH_PX = 790.0
_BARS_LEFT_PX, _ROW_PX, _BAR_PX, _RIGHT_PX = 252.0, 18.0, 12.0, 110.0
_INK, _SOFT, _BLUE = "#1a1a1a", "#595959", "#0072B2"
_FILLS = {WindowStatus.CONFIRMED: _BLUE, WindowStatus.OFFERED: "#8fc1e3", WindowStatus.ASKED: "#ffffff"}


def silence_curve_svg(curve: SilenceCurve) -> str:
    """The stair, with every plan as a dot and the named ones with their letters."""
    most_km_h = _round_up(max((each.km_h for each in curve.plans), default=0.0))
    most_people = _round_up(max((each.out.total_people for each in curve.plans), default=0))
    right, bottom = _LEFT_PX + _CURVE_WIDTH_PX, _TOP_PX + _CURVE_HEIGHT_PX

    def spot(each: CurvePlan) -> tuple[float, float]:
        return _LEFT_PX + _CURVE_WIDTH_PX * each.km_h / most_km_h, bottom - _CURVE_HEIGHT_PX * each.out.total_people / most_people

    drawn = [text(_LEFT_PX - 84, 24, "People out, by the silence asked for", font_weight="bold", font_size=15)]
    for fifth in range(6):
        x, y = _LEFT_PX + _CURVE_WIDTH_PX * fifth / 5, bottom - _CURVE_HEIGHT_PX * fifth / 5
        drawn.append(element("line", x1=_LEFT_PX, x2=right, y1=y, y2=y, stroke="#d0d0d0", stroke_width=0.7))
        drawn.append(text(_LEFT_PX - 8, y + 4, _number(most_people * fifth / 5), text_anchor="end"))
        drawn.append(element("line", x1=x, x2=x, y1=bottom, y2=bottom + 5, stroke=_INK, stroke_width=1))
        drawn.append(text(x, bottom + 19, _number(most_km_h * fifth / 5), text_anchor="middle"))
    drawn.append(text((_LEFT_PX + right) / 2, bottom + 40, "kilometre-hours of silence, margins and grain included", text_anchor="middle"))
    drawn.append(text(_LEFT_PX - 84, 44, "people out, own cars and on foot included"))
    stair: list[tuple[float, float]] = [(_LEFT_PX, bottom)]
    for each in sorted(curve.plans, key=lambda each: each.km_h):
        x, y = spot(each)
        stair += [(x, stair[-1][1]), (x, y)]
    stair.append((right, stair[-1][1]))
    drawn.append(polyline(stair, stroke=_SOFT, stroke_width=1.4, stroke_dasharray="5 3"))
    for each in curve.plans:
        x, y = spot(each)
        drawn.append(element("circle", element("title", escape(_tip(each))), cx=x, cy=y, r=4, fill=_INK))
    beside = {id(each): each for each in curve.named.values()}.values()
    for x, y in (spot(each) for each in beside if each not in curve.plans):
        drawn.append(element("circle", cx=x, cy=y, r=4, fill="#ffffff", stroke=_INK, stroke_width=1.5))
    lettered = letters(curve)
    for each, names in choices(curve):
        x, y = spot(each)
        marks = " ".join(lettered[name] for name in names)
        half = 7.0 + 6.0 * len(names)
        y_mark = y - 24 if y - 40 > _TOP_PX else y + 16
        drawn.append(element("line", x1=x, x2=x, y1=y, y2=y_mark + (9 if y_mark < y else -9), stroke=_BLUE, stroke_width=1.5))
        drawn.append(element("rect", x=x - half, y=y_mark - 10, width=2 * half, height=20, rx=4, fill=_BLUE))
        drawn.append(text(x, y_mark + 5, marks, text_anchor="middle", font_weight="bold", fill="#ffffff", class_=None, tip=_tip(each)))
    summary = "; ".join(f"{lettered[name]}, {NAMES[name]}: {_tip(each)}" for each, names in choices(curve) for name in names)
    return _sheet("Curve of silence", f"A stair of {len(curve.plans)} plans. {summary}.", right + 30, bottom + 54, drawn, "sc")


def silence_windows_svgs(curve: SilenceCurve) -> tuple[str, ...]:
    """One picture for each plan with a name that asks for silence, all on one time axis: a row for each segment, its windows as bars.

    A bar is full where its window is confirmed, light where offered, hollow where asked for.
    """
    scenario, lettered = curve.scenario, letters(curve)
    chosen = [(each, names) for each, names in choices(curve) if each.plan.windows]
    spans = [window.interval for each, _ in chosen for window in each.plan.windows]
    whole = Interval(
        starts_at=min((span.starts_at for span in spans), default=scenario.horizon.starts_at),
        ends_at=max((span.ends_at for span in spans), default=scenario.horizon.ends_at),
    )
    # as wide as a page, so that it can be seen at once; the exact times stand in the tables
    scale, zones = replace(time_scale(whole, _BARS_LEFT_PX), px_per_hour=_BARS_WIDTH_PX / max(1.0, whole.hours + 2.0)), zones_of(scenario)
    sheets = []
    for number, (each, names) in enumerate(chosen):
        title = "; ".join(f"{lettered[name]}: {NAMES[name]}" for name in names)
        segments = [segment.id for segment in scenario.segments if any(window.segment == segment.id for window in each.plan.windows)]
        top, bottom = 34.0, 34.0 + _ROW_PX * len(segments)
        drawn = [
            text(12, 18, f"{title}: {_tip(each)}", font_weight="bold", font_size=14),
            draw_time_axis(scale, zones, top - 4, bottom, "en"),
        ]
        for row, segment in enumerate(segments):
            drawn += _draw_row(scenario, each, segment, top + _ROW_PX * row, scale)
        foot = bottom + axis_height_px(zones) + 22
        drawn += _draw_legend(foot)
        about = f"{len(each.plan.windows)} windows of silence as bars in time, one row for each segment."
        sheets.append(_sheet(f"Windows of silence. {title}", about, scale.right + _RIGHT_PX, foot + 14, drawn, f"sw-{number}"))
    return tuple(sheets)


def _draw_row(scenario: Scenario, each: CurvePlan, segment: str, y: float, scale: TimeScale) -> Iterable[str]:
    name = scenario.name(segment, scenario.language)
    yield text(_BARS_LEFT_PX - 12, y + _BAR_PX - 1, shortened(name, 31), tip=name, text_anchor="end")
    windows = [window for window in each.plan.windows if window.segment == segment]
    for window in windows:
        starts_at, ends_at = window.interval.starts_at, window.interval.ends_at
        tip = f"{name}: {starts_at:%Y-%m-%d %H:%M} to {ends_at:%H:%M} UTC, {window.km_h:,.1f} km·h, {window.status.value}"
        yield element(
            "rect",
            element("title", escape(tip)),
            x=scale.x(starts_at),
            y=y,
            width=scale.x(ends_at) - scale.x(starts_at),
            height=_BAR_PX,
            fill=_FILLS[window.status],
            stroke=_BLUE,
            stroke_width=1.2,
            stroke_dasharray="3 2" if window.status is WindowStatus.ASKED else None,
        )
    yield text(scale.right + 8, y + _BAR_PX - 1, f"{sum(window.km_h for window in windows):,.1f} km·h")


def _draw_legend(y: float) -> Iterable[str]:
    x = 12.0
    for status, words in ((WindowStatus.CONFIRMED, "confirmed"), (WindowStatus.OFFERED, "offered"), (WindowStatus.ASKED, "asked for only")):
        dash = "3 2" if status is WindowStatus.ASKED else None
        yield element(
            "rect", x=x, y=y - 10, width=26, height=_BAR_PX, fill=_FILLS[status], stroke=_BLUE, stroke_width=1.2, stroke_dasharray=dash
        )
        yield text(x + 32, y, words)
        x += 140


def _tip(each: CurvePlan) -> str:
    return f"{each.out.total_people:,} people out, {each.km_h:,.1f} km·h"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:,.1f}"


def _round_up(value: float) -> float:
    """A round number at or above, of which a fifth is round too."""
    if value <= 0:
        return 5.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0) if step * power >= value)


def _sheet(title: str, description: str, width: float, height: float, drawn: Iterable[str], prefix: str) -> str:
    head = element("title", escape(title), id=f"{prefix}-title") + element("desc", escape(description), id=f"{prefix}-desc")
    paper = element("rect", x=0, y=0, width=width, height=height, fill="#ffffff")
    return element(
        "svg",
        head + paper + "".join(drawn),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family=FONT,
        font_size=TEXT_PX,
    )
