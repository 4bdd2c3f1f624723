"""The lines of convoys, own cars and people on foot in a panel, and the marks where one leaves its window."""

from datetime import datetime, timedelta

import numpy as np
import shapely

from safepassage.documents.axis import Track
from safepassage.documents.captions import captions
from safepassage.documents.diagram_panel import Panel
from safepassage.documents.drawing import CHARACTER_PX, element, polyline, text
from safepassage.documents.movement import Movement, WindowBreak
from safepassage.documents.party_style import ALARM
from safepassage.planning.itinerary import Direction

Box = tuple[float, float, float, float]
_DASH = {("convoy", Direction.OUTBOUND): None, ("convoy", Direction.INBOUND): "9 4"}
_MOST_OWN_LABELS = 6
_OWN_DASH = {"car": "2 3", "foot": "1 5"}


def draw_movements(panel: Panel) -> str:
    """Halts, then lines (a band from the first vehicle to the last), then what is outside its window, then labels."""
    taken: list[Box] = []
    halts, lines, alarms, labels = [], [], [], []
    own_first = sorted(panel.movements, key=lambda movement: movement.kind == "convoy")
    is_labelled = sum(movement.kind != "convoy" for movement in panel.movements) <= _MOST_OWN_LABELS
    for movement in own_first:
        tracks = panel.axis.tracks.get(movement.route.id, ())
        if not tracks:
            continue
        halts += _draw_halt(panel, movement, tracks[-1])
        for track in tracks:
            lines.append(_draw_line(panel, movement, track))
        mine = [found for found in panel.breaks if found.movement == movement.id]
        for found in mine:
            alarms += _draw_break(panel, movement, found, tracks, taken)
        if movement.kind == "convoy" or is_labelled:
            labels += _draw_label(panel, movement, max(tracks, key=lambda track: float(np.ptp(track.axis_km))), taken)
    return "".join([*halts, *lines, *alarms, *labels])


def line_points(
    panel: Panel, departs_at: datetime, track: Track, first_min: float = 0.0, last_min: float = 1e9
) -> list[tuple[float, float]]:
    """The line of a vehicle that departs then, in pixels, cut to minutes after departure and thinned to a third of a pixel."""
    inside = (track.minutes > first_min) & (track.minutes < last_min)
    starts, ends = max(first_min, track.minutes[0]), min(last_min, track.minutes[-1])
    if ends <= starts:
        return []
    minutes = np.concatenate(([starts], track.minutes[inside], [ends]))
    km = np.concatenate(
        ([np.interp(starts, track.minutes, track.axis_km)], track.axis_km[inside], [np.interp(ends, track.minutes, track.axis_km)])
    )
    x = panel.scale.x(departs_at) + minutes / 60.0 * panel.scale.px_per_hour
    points = np.column_stack((x, panel.y(km)))
    return [(float(a), float(b)) for a, b in shapely.LineString(points).simplify(0.3).coords]


def _tip(panel: Panel, movement: Movement) -> str:
    words = captions(panel.language)
    return (
        f"{movement.id}: {panel.name(movement.route.origin)} → {panel.name(movement.route.destination)}, "
        f"{movement.departs_at:%Y-%m-%d %H:%M}–{movement.arrives_at:%H:%M} UTC, "
        f"{movement.units} {words['vehicles' if movement.kind != 'foot' else 'groups on foot']}, "
        f"{movement.people.total_people} {words['people']}"
    )


def _draw_line(panel: Panel, movement: Movement, track: Track) -> str:
    first = line_points(panel, movement.departs_at, track)
    last = line_points(panel, movement.tail_departs_at, track)
    if not first:
        return ""
    dash = _DASH.get((movement.kind, movement.direction), _OWN_DASH.get(movement.kind))
    look: dict[str, object] = {"stroke": "#1a1a1a", "stroke_linejoin": "round", "stroke_dasharray": dash, "class_": "movement"}
    drawn = []
    if movement.tail_departs_at > movement.departs_at:
        band = [*first, *reversed(last)]
        drawn.append(polyline([*band, band[0]], fill="#1a1a1a", opacity="0.28", class_="band"))
        drawn.append(polyline(last, **{**look, "stroke_width": 0.8}))
    if movement.kind == "convoy":
        drawn.append(polyline(first, stroke="#ffffff", stroke_width=4.5, opacity="0.8", class_="movement-halo"))
    drawn.append(polyline(first, _tip(panel, movement), **{**look, "stroke_width": 2.1 if movement.kind == "convoy" else 1.3}))
    return element("g", "".join(drawn), data_movement=movement.id)


def _draw_halt(panel: Panel, movement: Movement, track: Track) -> list[str]:
    if movement.halts_until is None or track.minutes[-1] < movement.route.points[-1].minutes - 1:
        return []
    y = panel.y(float(track.axis_km[-1]))
    starts = movement.departs_at + timedelta(minutes=movement.route.minutes)
    points = [(panel.scale.x(starts), y), (panel.scale.x(movement.halts_until), y)]
    words = captions(panel.language)["halted"]
    return [polyline(points, f"{movement.id}: {words}", stroke="#5a5a5a", stroke_width=6, opacity="0.45", class_="halt")]


def _draw_break(panel: Panel, movement: Movement, found: WindowBreak, tracks: tuple[Track, ...], taken: list[Box]) -> list[str]:
    """A thick striped line over what is outside, with a flag that says so."""
    drawn, at = [], None
    for passage in movement.route.passages:
        if passage.segment != found.segment:
            continue
        for departs_at in dict.fromkeys((movement.departs_at, movement.tail_departs_at)):
            first = max(float(passage.enters_min), (found.interval.starts_at - departs_at).total_seconds() / 60.0)
            last = min(float(passage.leaves_min), (found.interval.ends_at - departs_at).total_seconds() / 60.0)
            for track in tracks:
                points = line_points(panel, departs_at, track, first, last) if last > first else []
                if points:
                    drawn.append(polyline(points, stroke=ALARM, stroke_width=9, class_="outside", stroke_linecap="butt"))
                    drawn.append(polyline(points, stroke="#ffffff", stroke_width=5, stroke_dasharray="4 4", class_="outside-stripe"))
                    at = at or points[len(points) // 2]
    if at is None:
        return []
    words = captions(panel.language)
    hours = f"{found.interval.starts_at:%H:%M}–{found.interval.ends_at:%H:%M} UTC"
    flag = f"▲ {movement.id}: {words['outside']} – {panel.name(found.segment)}, {hours}"
    width = len(flag) * CHARACTER_PX * 1.15 + 10
    right_of_it, left_of_it = at[0] + 14, at[0] - width - 24
    x = right_of_it if right_of_it + width < panel.scale.right else max(panel.scale.left + 2, left_of_it)
    y = next(
        (y for y in (at[1] + shift for shift in (-10, 14, -34, 38, -58, 62)) if _is_free((x, y, width, 20), taken, panel)),
        at[1] - 10,
    )
    taken.append((x, y, width, 20))
    drawn.append(element("rect", x=x, y=y, width=width, height=20, fill="#ffffff", stroke=ALARM, stroke_width=2, class_="flag"))
    drawn.append(text(x + 5, y + 14, flag, font_weight="bold", fill="#1a1a1a", class_="flag-text"))
    return drawn


def _draw_label(panel: Panel, movement: Movement, track: Track, taken: list[Box]) -> list[str]:
    """The movement's name beside its line, where there is room; its line carries it as a tip in any case."""
    width = len(movement.id) * CHARACTER_PX + 4
    for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9):
        minutes = track.minutes[0] + share * (track.minutes[-1] - track.minutes[0])
        at_x = panel.scale.x(movement.tail_departs_at) + minutes / 60.0 * panel.scale.px_per_hour
        at_y = panel.y(float(np.interp(minutes, track.minutes, track.axis_km)))
        for x, y in ((at_x + 6, at_y - 2), (at_x + 6, at_y - 14), (at_x - width - 14, at_y - 14)):
            if _is_free((x, y, width, 14), taken, panel):
                taken.append((x, y, width, 14))
                return [
                    text(
                        x + 2,
                        y + 11,
                        movement.id,
                        font_weight="bold",
                        stroke="#ffffff",
                        stroke_width=3,
                        paint_order="stroke",
                        class_="ink halo",
                    )
                ]
    return []


def _is_free(box: Box, taken: list[Box], panel: Panel) -> bool:
    x, y, width, height = box
    if x < panel.scale.left or x + width > panel.scale.right or y < panel.plot_top or y + height > panel.plot_bottom:
        return False
    return all(x + width < a or a + w < x or y + height < b or b + h < y for a, b, w, h in taken)
