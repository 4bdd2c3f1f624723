"""The page of prices: what each figure is, the tornado picture, and every figure as a table, in one HTML file that makes no request."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from safepassage.corridor import PriorityClass
from safepassage.documents.price_words import (
    CLASS_SHORT,
    HEADINGS,
    NOT_GRANTED,
    NOT_TO_BE_ADDED,
    STOPPED,
    UNREACHED,
    WIDER_FIRST,
    base_lines,
    bounds_text,
    found_text,
    is_nothing,
    linear_text,
    nothing_groups,
    signed,
    unreached_text,
)
from safepassage.documents.printed_page import printed_page
from safepassage.documents.tornado import tornado_svg
from safepassage.planning.price_list import Found, Price, PriceList

_STYLE = """
:root { color-scheme: light dark; --ink: #17202a; --paper: #fff; --line: #d3d9de; --focus: #005b8f; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --paper: #12171c; --line: #3b454e; --focus: #7cc4ff; } }
body { margin: 0 auto; max-width: 1320px; padding: 0 1rem 2rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; }
.banner { max-width: none; margin: 0 -1rem; padding: .3rem 1rem; background: #17202a; color: #fff; font-size: .85rem;
  border-bottom: 1px solid var(--line); }
h1 { font-size: 1.45rem; line-height: 1.2; margin: .8rem 0 .2rem; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
p { max-width: 82ch; margin: .3rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
caption { text-align: left; font-weight: 700; padding: .9rem 0 .3rem; }
th, td { padding: .2rem .7rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 20rem; }
tbody td:last-child { min-width: 12rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
svg { display: block; max-width: 100%; height: auto; border-radius: 4px; }
dt { font-weight: 700; margin-top: .4rem; }
dd { margin: 0 0 0 1.5rem; max-width: 78ch; }
details { margin: .3rem 0; }
summary { cursor: pointer; max-width: 110ch; }
details ul { margin: .2rem 0 .6rem; columns: 2 28rem; column-gap: 3rem; }
li { break-inside: avoid; }
:focus-visible { outline: 3px solid var(--focus); }
@media screen and (max-width: 52rem) { svg { min-width: 48rem; max-width: none; } }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .banner { background: #fff; color: #000; border: 1px solid #000; margin: 0; }
  .scroll { overflow: visible; }
  h2, caption, summary { break-after: avoid; }
  tr, svg { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
"""


def write_prices_page(prices: PriceList, path: Path) -> None:
    """Write the page."""
    something = [price for price in prices.prices if not is_nothing(price) and price.found is not Found.STOPPED]
    stopped = [price for price in prices.prices if price.found is Found.STOPPED]
    definitions = "".join(f"<dt>{escape(name)}</dt><dd>{escape(meaning)}</dd>" for name, meaning in HEADINGS.items())
    body = [
        f'<p class="banner">AUDIENCE: {escape(prices.audience)}. '
        "Not to be given to a party: it shows what is scarce and what is wanted most.</p>",
        f"<h1>What levers are worth: {escape(prices.scenario_title)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in base_lines(prices)),
        f"<p><strong>{escape(NOT_TO_BE_ADDED)}</strong></p>",
        f"<p>{escape(NOT_GRANTED)}</p>",
        f"<dl>{definitions}</dl>",
        "<h2>Picture</h2>",
        f'<div class="scroll" tabindex="0" role="region" aria-label="Tornado picture">{tornado_svg(prices)}</div>',
        "<h2>Table</h2>",
        _table("Levers that bring or cost something, dearest first", something, prices),
        *([_table(STOPPED, stopped, prices)] if stopped else []),
        *_nothing(prices),
        *_missing(prices),
        f"<p><small>{escape(prices.planner)}</small></p>",
    ]
    page = printed_page("\n".join(body), title=f"Prices: {prices.scenario_title}", audience=prices.audience, style=_STYLE)
    path.write_text(page, encoding="utf-8", newline="\n")


def _nothing(prices: PriceList) -> list[str]:
    """Levers worth nothing, folded by what they move."""
    folded = [
        f"<details><summary>{escape(words)}</summary><ul>{''.join(f'<li>{escape(price.words)}</li>' for price in members)}</ul></details>"
        for words, members in nothing_groups(prices)
    ]
    return ["<h2>Worth nothing today</h2>", f"<p>{escape(WIDER_FIRST)}</p>" if folded else "<p>None.</p>", *folded]


def _missing(prices: PriceList) -> list[str]:
    if not prices.missing:
        return []
    lines = "".join(f"<li>{escape(lever.words)}: {escape(unreached_text(lever))}</li>" for lever in prices.missing)
    return ["<h2>Levers that were not reached</h2>", f"<p>{escape(UNREACHED)}</p>", f"<ul>{lines}</ul>"]


def _table(caption: str, rows: Iterable[Price], prices: PriceList) -> str:
    columns = [
        "People out",
        *CLASS_SHORT.values(),
        "Goods, kg",
        "In own cars, on foot",
        "Points in the plans",
        "Without rounding",
        "At least, at most",
    ]
    numbers = "".join(f'<th scope="col" class="number">{escape(name)}</th>' for name in columns)
    inside = "".join(_row(price, prices) for price in rows)
    if not inside:
        return f"<p>{escape(caption)}: none.</p>"
    table = (
        f'<table><caption>{escape(caption)}</caption><thead><tr><th scope="col">Lever</th>{numbers}'
        '<th scope="col">How it was found</th></tr></thead>'
        f"<tbody>{inside}</tbody></table>"
    )
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}">{table}</div>'


def _row(price: Price, prices: PriceList) -> str:
    figures = [
        signed(price.people.total_people),
        *(signed(price.people[priority]) for priority in PriorityClass),
        signed(price.goods_kg),
        signed(price.own_people),
        signed(price.plan_points, 1),
        linear_text(price),
        bounds_text(price),
    ]
    cells = "".join(f'<td class="number">{escape(figure)}</td>' for figure in figures)
    return f'<tr><th scope="row">{escape(price.words)}</th>{cells}<td>{escape(found_text(price, prices))}</td></tr>'
