"""The time-distance diagram: x is time, y kilometres along the corridor, one panel for each corridor.

Each segment's window of silence is a rectangle, each convoy a line from its first vehicle to its last, each checkpoint a
horizontal line. A line that leaves its rectangle is marked by shape, pattern and words, not by colour alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from safepassage.corridor import Interval
from safepassage.documents.axis import Axis, axes_of
from safepassage.documents.captions import captions
from safepassage.documents.diagram_ground import draw_dark, draw_places, draw_segments, draw_windows
from safepassage.documents.diagram_legend import LEGEND_PX, draw_legend
from safepassage.documents.diagram_lines import draw_movements
from safepassage.documents.diagram_panel import Panel, panel_height_px
from safepassage.documents.drawing import FONT, TEXT_PX, element, text
from safepassage.documents.local_times import zones_of
from safepassage.documents.movement import movements_of, window_breaks
from safepassage.documents.party_style import ALARM, PartyStyle, party_styles
from safepassage.documents.time_axis import TimeScale, draw_time_axis, time_scale
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation.daylight import daylight

_LEFT_PX, _RIGHT_PX, _HEAD_PX = 252.0, 290.0, 74.0


def time_distance_svg(plan: Plan, scenario: Scenario, *, language: str = "en") -> str:
    """The diagram as one SVG text, with its own title and description.

    Shows every convoy and every departure of own cars or people on foot. Roads that run along each other share a panel;
    a movement whose road lies on several corridors is drawn in the panel of each.

    Raises:
        KeyError: there are no captions in this language.
    """
    return _draw_sheet(plan, scenario, axes_of(movements_of(plan)), language, f"td-{language}")


def time_distance_svgs(plan: Plan, scenario: Scenario, *, language: str = "en") -> tuple[str, ...]:
    """The same with one SVG for each corridor, to be shown in one page: their element ids differ."""
    axes = axes_of(movements_of(plan))
    sheets: list[tuple[Axis, ...]] = [(axis,) for axis in axes] or [()]
    return tuple(_draw_sheet(plan, scenario, sheet, language, f"td-{language}-{number}") for number, sheet in enumerate(sheets))


def _draw_sheet(plan: Plan, scenario: Scenario, axes: Sequence[Axis], language: str, prefix: str) -> str:
    """Heading, one panel for each axis, legend."""
    words = captions(language)
    movements = movements_of(plan)
    breaks = window_breaks(plan, scenario)
    scale = time_scale(_shown(plan), _LEFT_PX)
    styles = party_styles(scenario)
    light = daylight(scenario)
    top = _HEAD_PX
    panels = []
    for axis in axes:
        panel = Panel(plan, scenario, axis, movements, breaks, scale, top, language, light, prefix)
        panels.append(_draw_panel(panel, styles))
        top += panel_height_px(panel)
    width, height = scale.right + _RIGHT_PX, top + LEGEND_PX
    verdict = words["all inside"] if not breaks else words["outside count"].format(count=len({found.movement for found in breaks}))
    verdict = verdict if movements else words["nothing moves"]
    title = f"{words['time-distance diagram']}: {plan.scenario_title}"
    described = words["diagram described"].format(movements=len(movements), panels=len(axes), verdict=verdict)
    inside = [
        element("title", escape(title), id=f"{prefix}-title"),
        element("desc", escape(described), id=f"{prefix}-desc"),
        element("defs", "".join(_hatch(prefix, party, style) for party, style in styles.items()) + _fixed_hatches(prefix)),
        element("rect", width=width, height=height, fill="#ffffff", class_="paper"),
        text(16, 26, title, font_size=17, font_weight="bold"),
        text(16, 46, f"{words['audience']}: {words['internal']} · {plan.planner}"),
        text(16, 64, ("▲ " if breaks else "") + verdict, font_weight="bold", **({"fill": ALARM, "class_": "alarm"} if breaks else {})),
        *panels,
        draw_legend(scenario, styles, language, prefix, top + 8, width),
    ]
    return element(
        "svg",
        "".join(inside),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=width,
        height=height,
        role="img",
        lang=language,
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family=FONT,
        font_size=TEXT_PX,
        **_for_the_page(scale),
    )


def _draw_panel(panel: Panel, styles: Mapping[str | None, PartyStyle]) -> str:
    """Background to foreground: dark hours, windows, grid, places, movements."""
    scale, words = panel.scale, captions(panel.language)
    foot, head = panel.axis.route.origin, panel.axis.route.destination
    if panel.axis.is_reversed:
        foot, head = head, foot
    title = words["panel"].format(foot=panel.name(foot), head=panel.name(head), km=round(panel.axis.km))
    drawn = [
        text(16, panel.top + 22, title, font_size=14, font_weight="bold"),
        *draw_dark(panel),
        *draw_windows(panel, styles),
        draw_time_axis(scale, zones_of(panel.scenario), panel.plot_top, panel.plot_bottom, panel.language),
        *draw_places(panel),
        *draw_segments(panel, styles),
        draw_movements(panel),
        element(
            "rect",
            x=scale.left,
            y=panel.plot_top,
            width=scale.right - scale.left,
            height=panel.plot_bottom - panel.plot_top,
            fill="none",
            stroke="#1a1a1a",
            class_="frame",
        ),
    ]
    return element("g", "".join(drawn), class_="panel", data_top=panel.plot_top, data_bottom=panel.plot_bottom)


def _shown(plan: Plan) -> Interval:
    """From the first to the last thing that the diagram draws; the horizon where nothing moves."""
    movements = movements_of(plan)
    times: list[datetime] = [window.interval.starts_at for window in plan.windows] + [window.interval.ends_at for window in plan.windows]
    times += [at for movement in movements for at in (movement.departs_at, movement.arrives_at)]
    times += [movement.halts_until for movement in movements if movement.halts_until is not None]
    return Interval(starts_at=min(times), ends_at=max(times)) if times else plan.horizon


def _hatch(prefix: str, party: str | None, style: PartyStyle) -> str:
    lines = element("path", d=style.hatch, stroke=style.colour, stroke_width=1.6, fill="none")
    ground = element("rect", width=16, height=16, fill=style.colour, opacity="0.14")
    return element("pattern", ground + lines, id=f"{prefix}-party-{party or ''}", width=16, height=16, patternUnits="userSpaceOnUse")


def _fixed_hatches(prefix: str) -> str:
    dark = element("path", d="M0,0 H6", stroke="#404040", stroke_width=1, class_="dark-line")
    alarm = element("rect", width=6, height=6, fill="#ffffff") + element("path", d="M0,6 L6,0", stroke=ALARM, stroke_width=2.4)
    return element(
        "pattern",
        element("rect", width=6, height=6, fill="#000000", opacity="0.07", class_="dark-ground") + dark,
        id=f"{prefix}-dark",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    ) + element("pattern", alarm, id=f"{prefix}-alarm", width=6, height=6, patternUnits="userSpaceOnUse")


def _for_the_page(scale: TimeScale) -> dict[str, object]:
    """What the map page needs to draw its moving line."""
    return {
        "data_starts": int(scale.starts_at.timestamp()),
        "data_ends": int(scale.ends_at.timestamp()),
        "data_left": scale.left,
        "data_right": scale.right,
    }
