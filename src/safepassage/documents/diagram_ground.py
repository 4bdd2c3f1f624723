"""The ground of a panel: dark hours, windows of silence, places, and who is said to hold what."""

from collections.abc import Mapping
from datetime import timedelta

from safepassage.corridor import Interval, PlaceKind
from safepassage.documents.captions import captions
from safepassage.documents.diagram_panel import Panel
from safepassage.documents.drawing import CHARACTER_PX, element, shortened, spread, text
from safepassage.documents.motion import Stretch, stretches_of
from safepassage.documents.party_style import PartyStyle
from safepassage.situation.control import holders
from safepassage.situation.windows import common_windows

_LABEL_GAP_PX, _STRIP_PX = 15.0, 16.0

PLACE_MARKS = {
    PlaceKind.GATHERING_POINT: "●",
    PlaceKind.RECEPTION_CENTRE: "▲",
    PlaceKind.HOSPITAL: "H",
    PlaceKind.DEPOT: "▽",
    PlaceKind.CHECKPOINT: "◆",
    PlaceKind.HANDOVER_POINT: "⇄",
    PlaceKind.SAFE_HALT: "■",
    PlaceKind.WAYPOINT: "·",
}


def _stretches(panel: Panel) -> list[tuple[Stretch, float, float]]:
    """The stretches of the axis with their lower and upper kilometre on it, from the foot up."""
    found = []
    for stretch in stretches_of(panel.axis.route):
        low, high = sorted((panel.axis.from_route_km(stretch.starts_km), panel.axis.from_route_km(stretch.ends_km)))
        found.append((stretch, low, high))
    return sorted(found, key=lambda row: row[1])


def draw_dark(panel: Panel) -> list[str]:
    """The hours within the horizon that are not light; of the hours before and after it nothing is said."""
    scale, dark = panel.scale, captions(panel.language)["dark"]
    horizon = panel.scenario.horizon
    drawn, dark_from, ends_at = [], horizon.starts_at, min(scale.ends_at, horizon.ends_at)
    ends = [(light.starts_at, light.ends_at) for light in panel.light if light.starts_at < ends_at]
    for light_from, light_until in [*ends, (ends_at, ends_at)]:
        left, right = max(scale.left, scale.x(dark_from)), scale.x(min(light_from, scale.ends_at))
        if right > left:
            drawn.append(
                element(
                    "rect",
                    x=left,
                    y=panel.plot_top,
                    width=right - left,
                    height=panel.plot_bottom - panel.plot_top,
                    fill=f"url(#{panel.prefix}-dark)",
                )
            )
            label = f"{dark} {dark_from:%H:%M}–{light_from:%H:%M} UTC"
            label = label if right - left > len(label) * CHARACTER_PX else dark
            if right - left > len(label) * CHARACTER_PX:
                drawn.append(
                    text(
                        (left + right) / 2,
                        panel.plot_top + 16,
                        label,
                        text_anchor="middle",
                        font_style="italic",
                        stroke="#ffffff",
                        stroke_width=3,
                        paint_order="stroke",
                        class_="ink halo",
                    )
                )
        dark_from = max(dark_from, light_until)
    return drawn


def draw_windows(panel: Panel, styles: Mapping[str | None, PartyStyle]) -> list[str]:
    words, scale = captions(panel.language), panel.scale
    common = common_windows(panel.scenario)
    drawn = []
    for stretch, low, high in _stretches(panel):
        if stretch.segment is None:
            continue
        for offered in common.get(stretch.segment, ()):
            tip = f"{panel.name(stretch.segment)}: {words['common window']}"
            drawn.append(_rectangle(panel, offered, low, high, tip, fill="none", stroke="#1a1a1a", stroke_dasharray="2 4", class_="common"))
        for window in panel.plan.windows:
            if window.segment != stretch.segment or window.interval.starts_at >= scale.ends_at:
                continue
            holder = panel.scenario.controlling_party(stretch.segment, window.interval.starts_at)
            tip = (
                f"{panel.name(stretch.segment)}: {words['window']} {window.interval.starts_at:%Y-%m-%d %H:%M}–"
                f"{window.interval.ends_at:%H:%M} UTC, {words[window.status.value]}"
            )
            fill = f"url(#{panel.prefix}-party-{holder or ''})"
            outline = {"stroke": styles[holder].colour, "stroke_width": 2, "class_": "window"}
            drawn.append(_rectangle(panel, window.interval, low, high, tip, fill=fill, **outline))
    return drawn


def _rectangle(panel: Panel, interval: Interval, low: float, high: float, tip: str, **attributes: object) -> str:
    left = max(panel.scale.left, panel.scale.x(interval.starts_at))
    right = min(panel.scale.right, panel.scale.x(interval.ends_at))
    if right <= left:
        return ""
    return element(
        "rect",
        element("title", tip.replace("&", "&amp;").replace("<", "&lt;")),
        x=left,
        y=panel.y(high),
        width=right - left,
        height=panel.y(low) - panel.y(high),
        **attributes,
    )


def draw_places(panel: Panel) -> list[str]:
    """Checkpoints as lines across the panel, safe halts as dotted ones, every other place as a mark, all with name and kilometre."""
    kinds = {place.id: place.kind for place in panel.scenario.places}
    at_km = panel.axis.place_km([movement.route for movement in panel.movements])
    rows = sorted(((km, place) for place, km in at_km.items() if place in kinds), key=lambda row: (-row[0], row[1]))
    labels = spread([panel.y(km) for km, _ in rows], _LABEL_GAP_PX, panel.plot_top, panel.plot_bottom)
    left, right = panel.scale.left, panel.scale.right
    drawn = []
    for (km, place), label_y in zip(rows, labels, strict=True):
        y, kind = panel.y(km), kinds[place]
        if kind in (PlaceKind.CHECKPOINT, PlaceKind.SAFE_HALT, PlaceKind.HANDOVER_POINT):
            dash = {PlaceKind.CHECKPOINT: None, PlaceKind.SAFE_HALT: "2 3", PlaceKind.HANDOVER_POINT: "9 3"}[kind]
            drawn.append(
                element("line", x1=left, x2=right, y1=y, y2=y, stroke="#1a1a1a", stroke_width=0.9, stroke_dasharray=dash, class_="place")
            )
        drawn.append(
            element("path", d=f"M{left - 2:.1f},{y:.1f} L{left - 10:.1f},{label_y:.1f}", stroke="#767676", stroke_width=0.8, fill="none")
        )
        name = shortened(panel.name(place), 27)
        mark = PLACE_MARKS[kind]
        tip = f"{panel.name(place)}, {captions(panel.language)[kind.value]}, {km:.1f} km"
        drawn.append(text(left - 13, label_y + 4, f"{name} {mark} {km:.0f}", tip=tip, text_anchor="end"))
    return drawn


def draw_segments(panel: Panel, styles: Mapping[str | None, PartyStyle]) -> list[str]:
    """On the right, who is said to hold each stretch: a bar in the party's pattern, one part after the other where it changes."""
    words, x = captions(panel.language), panel.scale.right + 8
    rows = sorted(_stretches(panel), key=lambda row: -row[1])
    shown = Interval(starts_at=panel.scale.starts_at, ends_at=panel.scale.ends_at + timedelta(minutes=1))
    labels = spread([(panel.y(low) + panel.y(high)) / 2 for _, low, high in rows], 30, panel.plot_top + 8, panel.plot_bottom - 8)
    drawn = []
    for (stretch, low, high), label_y in zip(rows, labels, strict=True):
        if stretch.segment is None:
            parties: list[str | None] = []
            name, rule = words["no segment"], words["no silence needed"]
        else:
            spans = holders(panel.scenario, stretch.segment)
            parties = [party for span, party in spans if span.starts_at < shown.ends_at and span.ends_at > shown.starts_at]
            segment = next(segment for segment in panel.scenario.segments if segment.id == stretch.segment)
            name = panel.name(stretch.segment)
            rule = words["silence needed"] if segment.needs_silence else words["no silence needed"]
        for column, party in enumerate(parties):
            width = _STRIP_PX / len(parties)
            drawn.append(
                element(
                    "rect",
                    x=x + column * width,
                    y=panel.y(high) + 0.5,
                    width=width,
                    height=max(1.0, panel.y(low) - panel.y(high) - 1),
                    fill=f"url(#{panel.prefix}-party-{party or ''})",
                    stroke=styles[party].colour,
                    stroke_width=1.5,
                )
            )
        middle = (panel.y(low) + panel.y(high)) / 2
        drawn.append(
            element("path", d=f"M{x + 17:.1f},{middle:.1f} L{x + 24:.1f},{label_y:.1f}", stroke="#767676", stroke_width=0.8, fill="none")
        )
        held = " → ".join(panel.name(party) if party else words["nobody says"] for party in parties)
        drawn.append(text(x + 27, label_y - 1, shortened(name, 30), tip=name, font_weight="bold"))
        said = f"{held} · {rule}" if held else rule
        drawn.append(text(x + 27, label_y + 12, shortened(said, 36), tip=said, font_size=11))
    return drawn
