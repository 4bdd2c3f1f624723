"""The page on which somebody chooses how much silence to ask for: definitions, tables and pictures in one HTML file that makes no request.

Invariant: the page holds every figure of its pictures as text, and its policy forbids every request.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from safepassage.corridor import PriorityClass, WindowStatus
from safepassage.documents.local_times import zones_of
from safepassage.documents.printed_page import printed_page
from safepassage.documents.silence_picture import silence_curve_svg, silence_windows_svgs
from safepassage.documents.silence_words import MEANINGS, NAMES, NO_BOUND, STOPPED, choices, hours_text, letters
from safepassage.documents.summary import CLASS_WORDS
from safepassage.planning.silence_curve import CurvePlan, SilenceCurve

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1180px; padding: 0 1rem 2rem; background: #fff; color: #17202a;
  font: 15px/1.45 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; }
.banner { max-width: none; margin: 0 -1rem; padding: .3rem 1rem; background: #17202a; color: #fff; font-size: .85rem; }
h1 { font-size: 1.45rem; line-height: 1.2; margin: .8rem 0 .2rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
p { max-width: 78ch; margin: .3rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
caption { text-align: left; font-weight: 700; padding: .9rem 0 .3rem; }
th, td { padding: .2rem .7rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #d3d9de; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
svg { display: block; max-width: 100%; height: auto; }
dt { font-weight: 700; margin-top: .4rem; }
dd { margin: 0 0 0 1.5rem; max-width: 74ch; }
:focus-visible { outline: 3px solid #005b8f; }
@media screen and (max-width: 52rem) { svg { min-width: 48rem; max-width: none; } }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  .banner { background: #fff; color: #000; border: 1px solid #000; margin: 0; }
  .scroll { overflow: visible; break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  tr, svg { break-inside: avoid; }
}
"""


def write_silence_page(curve: SilenceCurve, path: Path) -> None:
    """Write the page."""
    plan, scenario = curve.plans[0].plan, curve.scenario
    rules = scenario.silence
    body = [
        f'<p class="banner">AUDIENCE: {escape(plan.audience)}. Not to be given to a party: it shows what would be conceded.</p>',
        f"<h1>How much silence to ask for: {escape(plan.scenario_title)}</h1>",
        f"<p>A window of silence is every passage with {rules.margin_before_min} minutes before and {rules.margin_after_min} minutes "
        f"after it, rounded out to {rules.grain_min} minutes. A kilometre-hour is one kilometre of road kept silent for one hour.</p>",
        f"<p>{escape(NO_BOUND)}</p>",
        *([f"<p><strong>{STOPPED}</strong></p>"] if curve.is_stopped else []),
        "<p>Nothing here is agreed. Nobody may set out on a window that is not confirmed by every party. "
        "Leaving is voluntary; those who stay lose no protection by staying.</p>",
        "<h2>The plans to choose from</h2>",
        _names(curve),
        _chosen_table(curve),
        "<h2>The curve</h2>",
        _scrolled("The curve", silence_curve_svg(curve)),
        _curve_table(curve),
        "<h2>What each plan asks for</h2>",
        *(_scrolled("Windows of silence as a picture", drawn) for drawn in silence_windows_svgs(curve)),
        *_windows_tables(curve),
        f"<p><small>{escape(plan.planner)}</small></p>",
    ]
    page = printed_page("\n".join(body), title=f"Silence: {plan.scenario_title}", audience=plan.audience, style=_STYLE)
    path.write_text(page, encoding="utf-8", newline="\n")


def _names(curve: SilenceCurve) -> str:
    lettered = letters(curve)
    return "<dl>" + "".join(f"<dt>{lettered[name]}: {NAMES[name]}</dt><dd>{escape(MEANINGS[name])}</dd>" for name in curve.named) + "</dl>"


def _chosen_table(curve: SilenceCurve) -> str:
    lettered = letters(curve)
    head = [
        "Plan",
        "Folder",
        "km·h",
        "Windows",
        "not confirmed",
        "People out",
        *(words for words in CLASS_WORDS.values()),
        "Goods, kg",
        "Points",
    ]
    rows = []
    for each, names in choices(curve):
        unconfirmed = sum(window.status is not WindowStatus.CONFIRMED for window in each.plan.windows)
        figures = [
            f"{each.km_h:,.1f}",
            str(len(each.plan.windows)),
            str(unconfirmed),
            f"{each.out.total_people:,}",
            *(f"{each.out[priority]:,}" for priority in PriorityClass),
            f"{each.plan.figures.goods_delivered_kg:,}",
            f"{each.points:,.0f}",
        ]
        title = "; ".join(f"{lettered[name]}: {NAMES[name]}" for name in names)
        rows.append(_row([title, names[0].value], figures))
    return _table("People are those out in vehicles, in own cars and on foot together", head, 2, rows)


def _curve_table(curve: SilenceCurve) -> str:
    head = ["km·h", "Windows", "People out", *CLASS_WORDS.values(), "Goods, kg", "Points"]
    rows = [_row([], _figures(each)) for each in curve.plans]
    return _table("Every plan on the curve, from the most silence to the least", head, 0, rows)


def _figures(each: CurvePlan) -> list[str]:
    people = [f"{each.out[priority]:,}" for priority in PriorityClass]
    goods = f"{each.plan.figures.goods_delivered_kg:,}"
    return [f"{each.km_h:,.1f}", str(len(each.plan.windows)), f"{each.out.total_people:,}", *people, goods, f"{each.points:,.0f}"]


def _windows_tables(curve: SilenceCurve) -> Iterable[str]:
    scenario, lettered = curve.scenario, letters(curve)
    zones = zones_of(scenario)
    for each, names in choices(curve):
        rows = []
        for window in each.plan.windows:
            parties = ", ".join(scenario.name(party, scenario.language) for party in window.parties)
            hours = [hours_text(window.interval, zone) for zone in zones]
            texts = [scenario.name(window.segment, scenario.language), *hours, parties, window.status.value]
            rows.append(_row(texts, [f"{window.km:,.1f}", f"{window.interval.hours:,.2f}", f"{window.km_h:,.1f}"]))
        title = "; ".join(f"{lettered[name]}: {NAMES[name]}" for name in names)
        head = ["Segment", *zones, "Parties", "Status", "km", "hours", "km·h"]
        yield _table(f"Windows of {title}", head, len(head) - 3, rows) if rows else f"<p>{escape(title)} asks for no silence.</p>"


def _table(caption: str, head: list[str], texts: int, rows: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col"{"" if column < texts else " class=number"}>{escape(name)}</th>' for column, name in enumerate(head))
    inside = f"<table><caption>{escape(caption)}</caption><thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return _scrolled(caption, inside)


def _scrolled(label: str, inside: str) -> str:
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}">{inside}</div>'


def _row(texts: list[str], figures: list[str]) -> str:
    cells = [f'<th scope="row">{escape(words)}</th>' if not column else f"<td>{escape(words)}</td>" for column, words in enumerate(texts)]
    return f"<tr>{''.join(cells)}{''.join(f'<td class=number>{figure}</td>' for figure in figures)}</tr>"
