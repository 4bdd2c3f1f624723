"""The pictures of a choice among plans: expected against worst five per cent, and people out as bars.

Black, grey and one blue that grey paper keeps apart; shapes and letters tell plans apart, not colour alone. Each stands beside a table.
"""

from html import escape

from safepassage.documents.choice_words import letters
from safepassage.documents.drawing import element, polyline, sheet, shortened, spread, text
from safepassage.stress.choice_result import CandidateJudged, Choice

_INK, _BLUE, _LINE, _PALE = "#1a1a1a", "#2b5c8a", "#8c8c8c", "#dfe7ee"
_WIDTH = 860.0
_LEFT, _TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 86.0, 30.0, 500.0, 360.0
_LABEL_PX = 612.0
_NAME_PX, _ROW_PX = 250.0, 46.0
_MOST_TITLE = 30


def scatter_svg(choice: Choice) -> str:
    """Each plan by its points expected, to the right, and in the worst five per cent of the days, upwards."""
    lettered = letters(choice)
    low_x, high_x = _reach([each.points.mean for each in choice.candidates])
    low_y, high_y = _reach([each.points.worst_5_percent_mean for each in choice.candidates])
    right, bottom = _LEFT + _PLOT_WIDTH, _TOP + _PLOT_HEIGHT

    def spot(each: CandidateJudged) -> tuple[float, float]:
        x = _LEFT + _PLOT_WIDTH * (each.points.mean - low_x) / (high_x - low_x)
        return x, bottom - _PLOT_HEIGHT * (each.points.worst_5_percent_mean - low_y) / (high_y - low_y)

    drawn = [text(8, 16, "points in the worst five per cent of the days, mean")]
    for quarter in range(5):
        x, y = _LEFT + _PLOT_WIDTH * quarter / 4, bottom - _PLOT_HEIGHT * quarter / 4
        drawn.append(element("line", x1=_LEFT, x2=right, y1=y, y2=y, stroke="#d0d0d0", stroke_width=0.7))
        drawn.append(text(_LEFT - 8, y + 4, f"{low_y + (high_y - low_y) * quarter / 4:,.0f}", text_anchor="end"))
        drawn.append(element("line", x1=x, x2=x, y1=bottom, y2=bottom + 5, stroke=_INK))
        drawn.append(text(x, bottom + 19, f"{low_x + (high_x - low_x) * quarter / 4:,.0f}", text_anchor="middle"))
    drawn.append(text((_LEFT + right) / 2, bottom + 40, "points expected, mean of all days", text_anchor="middle"))
    frontier = sorted(spot(each) for each in choice.candidates if each.is_efficient)
    if len(frontier) > 1:
        drawn.append(polyline(frontier, stroke=_LINE, stroke_width=1.4, stroke_dasharray="5 3"))
    ordered = sorted(choice.candidates, key=lambda each: (spot(each)[1], each.name))
    labels = spread([spot(each)[1] for each in ordered], 19.0, _TOP + 4, bottom - 4)
    for each, y_label in zip(ordered, labels, strict=True):
        x, y = spot(each)
        words = f"{lettered[each.name]}  {shortened(each.title, _MOST_TITLE)}"
        weight = "bold" if each.name == choice.chosen else None
        drawn.append(polyline([(x, y), (right + 6, y_label), (_LABEL_PX - 4, y_label)], stroke=_LINE, stroke_width=0.6))
        drawn.append(_mark(choice, each, x, y))
        drawn.append(text(_LABEL_PX, y_label + 4, words, tip=_tip(each), font_weight=weight))
    drawn.append(_legend(bottom + 66))
    described = "; ".join(f"{lettered[each.name]}, {each.title}: {_tip(each)}" for each in choice.candidates)
    return sheet(
        "choice-scatter",
        "Plans by points expected and in the worst five per cent of the days",
        described,
        drawn,
        width=_WIDTH,
        height=bottom + 80,
    )


def people_svg(choice: Choice) -> str:
    """People out of each plan: as planned, on average, and in the worst five per cent of the days."""
    lettered = letters(choice)
    top, room = 34.0, _WIDTH - _NAME_PX - 84.0
    most = max(1.0, *(max(each.people.planned, each.people.mean) for each in choice.candidates))
    drawn = [text(_NAME_PX, 16, "as planned (pale), mean of all days (blue), mean of the worst five per cent of the days (black)")]
    for row, each in enumerate(choice.candidates):
        y = top + _ROW_PX * row
        is_chosen = each.name == choice.chosen
        words = f"{lettered[each.name]}  {shortened(each.title, _MOST_TITLE)}"
        drawn.append(text(8, y + 17, words, tip=each.title, font_weight="bold" if is_chosen else None))
        if is_chosen:
            drawn.append(text(8, y + 33, "to be taken by the rule", font_size=11))
        bars = ((each.people.planned, _PALE, _LINE), (each.people.mean, _BLUE, _BLUE), (each.people.worst_5_percent_mean, _INK, _INK))
        for line, (people, fill, stroke) in enumerate(bars):
            wide = max(1.0, room * people / most)
            drawn.append(element("rect", x=_NAME_PX, y=y + 13 * line, width=wide, height=11, fill=fill, stroke=stroke, stroke_width=0.8))
            drawn.append(text(_NAME_PX + wide + 5, y + 13 * line + 10, f"{people:,.0f}", font_size=11))
    described = "; ".join(
        f"{each.title}: {each.people.planned:,.0f} as planned, {each.people.mean:,.0f} on average, "
        f"{each.people.worst_5_percent_mean:,.0f} in the worst five per cent"
        for each in choice.candidates
    )
    return sheet(
        "choice-people", "People out of each plan", described, drawn, width=_WIDTH, height=top + _ROW_PX * len(choice.candidates) + 6
    )


def _mark(choice: Choice, each: CandidateJudged, x: float, y: float) -> str:
    tip = element("title", escape(f"{each.title}: {_tip(each)}"))
    if each.name == choice.chosen:
        return element("rect", tip, x=x - 7, y=y - 7, width=14, height=14, fill=_BLUE, stroke=_INK, stroke_width=1.5)
    if each.name == choice.compared_with:
        return element("path", tip, d=f"M{x:.1f},{y - 8:.1f} l8,14 h-16 z", fill="#ffffff", stroke=_INK, stroke_width=1.6)
    return element("circle", tip, cx=x, cy=y, r=5.5, fill=_INK if each.is_efficient else "#ffffff", stroke=_INK, stroke_width=1.4)


def _legend(y: float) -> str:
    return "".join(
        (
            element("rect", x=_LEFT, y=y - 10, width=12, height=12, fill=_BLUE, stroke=_INK, stroke_width=1.5),
            text(_LEFT + 18, y, "to be taken by the rule"),
            element("path", d=f"M{_LEFT + 178:.1f},{y - 11:.1f} l7,12 h-14 z", fill="#ffffff", stroke=_INK, stroke_width=1.6),
            text(_LEFT + 192, y, "compared with"),
            element("circle", cx=_LEFT + 318, cy=y - 4, r=5.5, fill=_INK),
            text(_LEFT + 330, y, "no plan is better in both (also joined)"),
            element("circle", cx=_LEFT + 576, cy=y - 4, r=5.5, fill="#ffffff", stroke=_INK, stroke_width=1.4),
            text(_LEFT + 588, y, "others"),
        )
    )


def _reach(values: list[float]) -> tuple[float, float]:
    """An axis a little longer than the values, of some length also where they are all the same."""
    low, high = min(values), max(values)
    beyond = max(0.06 * (high - low), 0.005 * abs(high), 1.0)
    return low - beyond, high + beyond


def _tip(each: CandidateJudged) -> str:
    return (
        f"{each.points.planned:,.0f} points as planned, {each.points.mean:,.0f} expected, "
        f"{each.points.worst_5_percent_mean:,.0f} in the worst five per cent"
    )
