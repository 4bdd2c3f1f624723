"""Prices for a terminal: the dearest levers of both signs, and how many are worth nothing."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from safepassage.documents.price_words import (
    NOT_TO_BE_ADDED,
    base_lines,
    bounds_text,
    is_nothing,
    linear_text,
    people_text,
    signed,
    worth_showing,
)
from safepassage.planning.price_list import PriceList

MOST_LINES = 40


def print_prices(prices: PriceList, console: Console) -> None:
    """Print what each lever is worth, the dearest first, those that cost most last."""
    console.print(Text(f"\nWhat levers are worth: {prices.scenario_title}", style="bold"))
    for line in base_lines(prices):
        console.print(Text(line), highlight=False)
    rows = worth_showing(prices)
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for heading, justify in (
        ("Lever", "left"),
        ("Worth, between two checked plans", "left"),
        ("points", "right"),
        ("without rounding", "right"),
        ("best plan, proven", "right"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    shown = rows if len(rows) <= MOST_LINES else [*rows[: MOST_LINES // 2], *rows[-MOST_LINES // 2 :]]
    for price in shown:
        table.add_row(price.words, people_text(price), signed(price.plan_points, 1), linear_text(price), bounds_text(price))
    console.print("")
    console.print(table, highlight=False)
    if len(rows) > len(shown):
        console.print(Text(f"and {len(rows) - len(shown)} more between them in prices.json"))
    nothing = sum(is_nothing(price) for price in prices.prices)
    alike = len(prices.prices) - nothing - len(rows)
    if alike:
        console.print(Text(f"\n{alike:,} levers come to the same for any plan as one of these."))
    if nothing:
        console.print(Text(f"\n{nothing:,} levers are worth nothing today; prices.html names them."))
    console.print(Text(f"\n{NOT_TO_BE_ADDED}\n"))
