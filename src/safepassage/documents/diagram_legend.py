"""The legend of the time-distance diagram."""

from collections.abc import Mapping

from safepassage.documents.captions import captions
from safepassage.documents.drawing import CHARACTER_PX, element, polyline, text
from safepassage.documents.party_style import ALARM, PartyStyle
from safepassage.scenario.scenario import Scenario

LEGEND_PX = 100.0
_SAMPLE_PX = 40.0


def draw_legend(scenario: Scenario, styles: Mapping[str | None, PartyStyle], language: str, prefix: str, top: float, width: float) -> str:
    """Each sign with its meaning, in rows as wide as the diagram."""
    words = captions(language)
    window = {"x": 0, "y": -12, "width": _SAMPLE_PX, "height": 15}
    entries = [
        (
            element("rect", **window, fill=f"url(#{prefix}-party-{party.id})", stroke=styles[party.id].colour, stroke_width=2),
            f"{words['window']}, {scenario.name(party.id, language)}",
        )
        for party in scenario.parties
    ]
    held = {entry.segment for entry in scenario.control}
    if any(segment.id not in held for segment in scenario.segments):
        unheld = element("rect", **window, fill=f"url(#{prefix}-party-)", stroke=styles[None].colour, stroke_width=2)
        entries.append((unheld, f"{words['window']}, {words['nobody says']}"))
    entries += [
        (element("rect", **window, fill="none", stroke="#1a1a1a", stroke_dasharray="2 4", class_="common"), words["common window"]),
        (_line(stroke_width=2.1), words["convoy outbound"]),
        (_line(stroke_width=2.1, stroke_dasharray="9 4"), words["convoy inbound"]),
        (_line(stroke_width=2.1, stroke_dasharray="2 3"), words["own transport"]),
        (_line(stroke_width=6, stroke="#5a5a5a", opacity="0.45", class_="halt"), words["halted"]),
        (_line(stroke_width=0.9), words["checkpoint"] + " ◆"),
        (_line(stroke_width=0.9, stroke_dasharray="2 3"), words["safe_halt"] + " ■"),
        (_line(stroke_width=0.9, stroke_dasharray="9 3"), words["handover_point"] + " ⇄"),
        (element("rect", **window, fill=f"url(#{prefix}-dark)"), words["dark"]),
        (
            _line(stroke=ALARM, stroke_width=9, class_="outside")
            + _line(stroke="#ffffff", stroke_width=5, stroke_dasharray="4 4", class_="outside-stripe"),
            words["outside"],
        ),
    ]
    drawn, x, y = [], 16.0, top + 16
    for sample, meaning in entries:
        needed = _SAMPLE_PX + 8 + len(meaning) * CHARACTER_PX + 22
        if x + needed > width and x > 16:
            x, y = 16.0, y + 22
        drawn.append(element("g", sample + text(_SAMPLE_PX + 8, 0, meaning), transform=f"translate({x:.0f},{y:.0f})"))
        x += needed
    return element("g", "".join(drawn), class_="legend")


def _line(**look: object) -> str:
    return polyline([(0, -4), (_SAMPLE_PX, -4)], **{"stroke": "#1a1a1a", "class_": "movement", **look})
