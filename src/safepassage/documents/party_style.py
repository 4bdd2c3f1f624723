"""How each party looks: a colour that colour-blind people tell apart (Okabe and Ito, 2008), and a pattern for black and white.

Vermilion is kept for what is wrong.
"""

from dataclasses import dataclass

from safepassage.scenario.scenario import Scenario

ALARM = "#D55E00"

_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#F0E442")
_DASHES = ((), (3.0, 1.2), (1.2, 1.0), (4.5, 1.0, 1.0, 1.0), (2.0, 2.0), (6.0, 1.5))
_HATCHES = (
    "M-2,10 L10,-2 M-2,18 L18,-2 M6,18 L18,6",
    "M-2,6 L10,18 M-2,-2 L18,18 M6,-2 L18,10",
    "M0,4 H16 M0,12 H16",
    "M4,0 V16 M12,0 V16",
    "M3,4 h3 M11,4 h3 M7,12 h3",
    "M0,8 H16 M8,0 V16",
)


@dataclass(frozen=True, slots=True)
class PartyStyle:
    """`dash` is in multiples of the line's width, `hatch` an SVG path on a tile of 16 by 16."""

    colour: str
    dash: tuple[float, ...]
    hatch: str


_NOBODY_SAYS_STYLE = PartyStyle("#767676", (0.6, 1.6), "M4,4 h1 M12,12 h1")


def party_styles(scenario: Scenario) -> dict[str | None, PartyStyle]:
    """One style for each party, in the scenario's order, and one under None for what no source speaks of.

    Past the sixth a colour returns with another pattern.
    """
    styles: dict[str | None, PartyStyle] = {
        party.id: PartyStyle(
            _COLOURS[row % 6],
            _DASHES[(row + row // 6) % 6],
            _HATCHES[(row + row // 6) % 6],
        )
        for row, party in enumerate(scenario.parties)
    }
    return styles | {None: _NOBODY_SAYS_STYLE}
