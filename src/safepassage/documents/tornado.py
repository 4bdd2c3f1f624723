"""The tornado picture: one bar for each lever, to the right what it brings, to the left what it costs, in points.

A bar is cut into classes of people and goods; a black line is its sum. A whisker spans what is proven of the best plan, a diamond marks
the change of the linear optimum.
"""

from collections.abc import Sequence
from html import escape

from safepassage.corridor import PriorityClass
from safepassage.documents.drawing import FONT, TEXT_PX, element, shortened, text
from safepassage.documents.price_words import CLASS_SHORT, bounds_text, linear_text, people_text, signed, worth_showing
from safepassage.planning.price_list import Found, Price, PriceList

MOST_BARS = 30
_LABEL_PX, _PLOT_PX, _WORTH_PX, _ROW_PX, _HEAD_PX = 430.0, 440.0, 410.0, 26.0, 92.0
_MOST_CHARACTERS = 62
_GOODS = "goods"
_FILLS = {
    PriorityClass.STRETCHER: ("#7a1f5c", None),
    PriorityClass.INFANT: ("#0072B2", "M0,6 L6,0"),
    PriorityClass.FRAIL: ("#56B4E9", "M0,3 H6"),
    PriorityClass.OTHER: ("#c9d3dc", None),
    _GOODS: ("#E69F00", "M3,0 V6"),
}
"""Colour, and a pattern of white lines so that bars can be read in black and white."""


def tornado_svg(prices: PriceList) -> str:
    """The picture as one SVG text with its own title and description; at most 30 bars, the longest at both ends."""
    rows = _shown(prices)
    left, scale = _scale(rows)
    height = _HEAD_PX + _ROW_PX * max(1, len(rows)) + 70
    width = _LABEL_PX + _PLOT_PX + _WORTH_PX
    zero = _LABEL_PX + left
    title = f"What levers are worth: {prices.scenario_title}"
    solved = sum(price.found is not Found.STOPPED for price in worth_showing(prices))
    stopped = len(worth_showing(prices)) - solved
    hidden = (solved or stopped) - len(rows)
    described = (
        f"{len(rows)} levers as bars, those that bring most on top, those that cost most at the bottom. The table below says the same."
    )
    body = [
        element("title", escape(title), id="tornado-title"),
        element("desc", escape(described), id="tornado-desc"),
        element("defs", "".join(_pattern(str(key), *fill) for key, fill in _FILLS.items())),
        element("rect", width=width, height=height, fill="#ffffff"),
        text(16, 24, title, font_size=17, font_weight="bold"),
        *_legend(16, 44),
        text(_LABEL_PX + _PLOT_PX + 10, _HEAD_PX - 8, "points, by the scenario's weights", font_size=TEXT_PX),
        *_grid(zero, scale, height),
    ]
    for number, price in enumerate(rows):
        body += _row(price, prices, _HEAD_PX + _ROW_PX * number, zero, scale)
    if not rows:
        body.append(text(16, _HEAD_PX + 18, "No lever is worth anything."))
    if hidden:
        body.append(text(16, height - 40, f"{hidden} more levers, between these in worth, stand in the table."))
    if solved and stopped:
        words = "1 lever that the clock stopped stands" if stopped == 1 else f"{stopped} levers that the clock stopped stand"
        body.append(text(16, height - 22, f"{words} in the table below: what is proven of them is too wide for this picture."))
    return element(
        "svg",
        "".join(body),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=width,
        height=height,
        role="img",
        lang="en",
        aria_labelledby="tornado-title tornado-desc",
        font_family=FONT,
        font_size=TEXT_PX,
    )


def _shown(prices: PriceList) -> list[Price]:
    """Those solved to the end, where there are any: the wide bounds of the others would leave no room to read them."""
    rows = worth_showing(prices)
    rows = [price for price in rows if price.found is not Found.STOPPED] or rows
    if len(rows) <= MOST_BARS:
        return rows
    dearest = sorted(rows, key=lambda price: -max(abs(price.plan_points), abs(price.linear_points or 0.0)))[:MOST_BARS]
    return [price for price in rows if price in dearest]


def _scale(rows: Sequence[Price]) -> tuple[float, float]:
    """Where zero stands from the left of the plot, and pixels for a point."""
    values = [value for price in rows for value in (*_ends(price), price.at_least_points, price.at_most_points, price.linear_points or 0.0)]
    low, high = min([0.0, *values]), max([0.0, *values])
    span = high - low or 1.0
    scale = (_PLOT_PX - 20) / span
    return 10 - low * scale, scale


def _ends(price: Price) -> tuple[float, float]:
    return min(0.0, price.plan_points), max(0.0, price.plan_points)


def _row(price: Price, prices: PriceList, top: float, zero: float, scale: float) -> list[str]:
    middle = top + _ROW_PX / 2
    worth = f"{people_text(price)}; {signed(price.plan_points, 1)} points"
    tip = f"{price.words}: {worth}; without rounding {linear_text(price)}; best plan {bounds_text(price)}"
    parts = [text(_LABEL_PX - 10, middle + 4, shortened(price.words, _MOST_CHARACTERS), tip=price.words, text_anchor="end")]
    right = left = zero
    for key, points in _pieces(price, prices):
        length = abs(points) * scale
        x = right if points > 0 else left - length
        right, left = (right + length, left) if points > 0 else (right, left - length)
        parts.append(
            element("rect", f"<title>{escape(tip)}</title>", x=x, y=top + 5, width=length, height=_ROW_PX - 10, fill=f"url(#fill-{key})")
        )
    low, high, net = zero + price.at_least_points * scale, zero + price.at_most_points * scale, zero + price.plan_points * scale
    cap = f"M{low:.1f},{middle - 4:.1f} v8 M{low:.1f},{middle:.1f} H{high:.1f} M{high:.1f},{middle - 4:.1f} v8"
    parts.append(element("path", d=cap, stroke="#17202a", stroke_width=1.2, fill="none"))
    parts.append(element("path", d=f"M{net:.1f},{top + 3:.1f} V{top + _ROW_PX - 3:.1f}", stroke="#000000", stroke_width=2.4))
    if price.linear_points is not None:
        x = zero + price.linear_points * scale
        diamond = f"M{x:.1f},{middle - 5:.1f} l5,5 l-5,5 l-5,-5 z"
        parts.append(element("path", d=diamond, fill="#ffffff", stroke="#17202a", stroke_width=1.3))
    parts.append(text(_LABEL_PX + _PLOT_PX + 10, middle + 4, shortened(people_text(price).removeprefix("0 people; "), 62), tip=tip))
    return parts


def _pieces(price: Price, prices: PriceList) -> list[tuple[str, float]]:
    """Points of each class and of goods; goods are what people do not make up."""
    points = {priority: price.people[priority] * float(getattr(prices.weights, f"{priority.value}_person")) for priority in PriorityClass}
    goods = price.plan_points - sum(points.values())
    pieces = [(str(priority), value) for priority, value in points.items() if value]
    return [*pieces, (_GOODS, goods)] if abs(goods) > 1e-6 else pieces


def _legend(x: float, y: float) -> list[str]:
    parts = []
    for key, words in [*CLASS_SHORT.items(), (_GOODS, "goods")]:
        parts.append(element("rect", x=x, y=y - 10, width=16, height=12, fill=f"url(#fill-{key})"))
        parts.append(text(x + 22, y, words))
        x += 40 + 7.0 * len(words)
    parts.append(element("path", d=f"M16,{y + 14} V{y + 26}", stroke="#000000", stroke_width=2.4))
    parts.append(text(26, y + 24, "sum, between the plans"))
    parts.append(element("path", d=f"M200,{y + 20} h30 M200,{y + 16} v8 M230,{y + 16} v8", stroke="#17202a", stroke_width=1.2, fill="none"))
    parts.append(text(238, y + 24, "the best plan: no less and no more than this, proven"))
    parts.append(element("path", d=f"M590,{y + 15} l5,5 l-5,5 l-5,-5 z", fill="#ffffff", stroke="#17202a", stroke_width=1.3))
    parts.append(text(602, y + 24, "without rounding to whole vehicles"))
    return parts


def _grid(zero: float, scale: float, height: float) -> list[str]:
    step = next(step for power in range(12) for step in (10.0**power, 2 * 10.0**power, 5 * 10.0**power) if step * scale >= 70)
    parts = []
    first = -int((zero - _LABEL_PX) / scale // step)
    for number in range(first, int((_LABEL_PX + _PLOT_PX - zero) / scale // step) + 1):
        x = zero + number * step * scale
        colour = "#17202a" if number == 0 else "#d3d9de"
        parts.append(element("path", d=f"M{x:.1f},{_HEAD_PX:.1f} V{height - 56:.1f}", stroke=colour, stroke_width=1))
        parts.append(text(x, _HEAD_PX - 8, signed(number * step), text_anchor="middle"))
    return parts


def _pattern(key: str, colour: str, lines: str | None) -> str:
    inside = element("rect", width=6, height=6, fill=colour)
    if lines is not None:
        inside += element("path", d=lines, stroke="#ffffff", stroke_width=1)
    return element("pattern", inside, id=f"fill-{key}", width=6, height=6, patternUnits="userSpaceOnUse")
