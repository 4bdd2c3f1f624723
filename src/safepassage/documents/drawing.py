"""SVG text and shapes as strings. No style attribute, no outside font: a page with a strict policy may hold them."""

from collections.abc import Iterable, Sequence
from html import escape

FONT = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"
TEXT_PX = 12
CHARACTER_PX = 7.1
"""A generous mean width of a character at TEXT_PX, for room between labels."""

Points = Sequence[tuple[float, float]]


def element(name: str, inside: str = "", /, **attributes: object) -> str:
    """One element. `class_` is written as class, an underscore as a hyphen; None leaves an attribute out; numbers are rounded."""
    written = "".join(f' {key.strip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(x: float, y: float, words: str, /, *, tip: str | None = None, **attributes: object) -> str:
    inside = escape(words) + (f"<title>{escape(tip)}</title>" if tip else "")
    return element("text", inside, x=x, y=y, **{"class_": "ink", "fill": "#1a1a1a", **attributes})


def polyline(points: Points, tip: str | None = None, /, **attributes: object) -> str:
    path = "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return element("path", f"<title>{escape(tip)}</title>" if tip else "", d=path, **{"fill": "none", **attributes})


def shortened(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def spread(wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Places for labels as near as can be to where they are wanted, in order, at least `gap` apart if the room allows it.

    Labels that push each other share the way: each block of them stands at its mean (pool adjacent violators).
    """
    if len(wanted) < 2:
        return [min(max(want, top), bottom) for want in wanted]
    gap = min(gap, (bottom - top) / (len(wanted) - 1))
    blocks: list[tuple[float, int]] = []
    for index, want in enumerate(wanted):
        mean, count = want - index * gap, 1
        while blocks and blocks[-1][0] > mean:
            before, others = blocks.pop()
            mean, count = (before * others + mean * count) / (others + count), others + count
        blocks.append((mean, count))
    means = [mean for mean, count in blocks for _ in range(count)]
    last = bottom - (len(wanted) - 1) * gap
    return [min(max(mean, top), last) + index * gap for index, mean in enumerate(means)]


def sheet(name: str, title: str, described: str, drawn: Iterable[str], *, width: float, height: float) -> str:
    """A picture for a page in English, with its title and what it shows in words for who cannot see it; lengths in px."""
    told = element("title", escape(title), id=f"{name}-title") + element("desc", escape(described), id=f"{name}-desc")
    return element(
        "svg",
        told + "".join(drawn),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="img",
        lang="en",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
        font_size=TEXT_PX,
    )


def _value(value: object) -> str:
    return escape(f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value))
