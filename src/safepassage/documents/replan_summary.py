"""The summary of a changed plan for a terminal: the figures of difference.json, in words."""

from collections.abc import Iterator
from functools import partial

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from safepassage.corridor import PriorityClass
from safepassage.documents.replan_words import DifferenceWords
from safepassage.documents.section import section
from safepassage.documents.summary import CLASS_WORDS

MOST_LINES = 12
_listed = partial(section, most_lines=MOST_LINES, file="difference.html")


def print_difference(words: DifferenceWords, console: Console) -> None:
    """Print what is otherwise, what must be done at once first."""
    for part in _parts(words):
        console.print(part, highlight=False)


def _parts(words: DifferenceWords) -> Iterator[RenderableType]:
    told = words.difference
    yield Text(f"\nThe plan changed: {told.scenario_title}", style="bold")
    yield Text(words.opening())
    if told.is_stopped:
        yield Text("It was stopped before everything was looked at.")
    yield from section("Act on this at once", words.alarms(), most_lines=10_000, file="difference.html")
    yield from _listed("What has changed", words.causes())
    yield Text("")
    yield _people(words)
    yield from _listed("Convoys that set out from now on", words.convoys())
    yield from _listed("Who must be told at the gathering points", [*words.calls(), *words.own()])
    yield from _listed("Silence to be confirmed anew", words.windows())
    yield from _listed("Vehicles", words.vehicles())
    yield from _listed("Who stays now", words.left())
    if told.trades:
        yield Text("\nWhat more changes would bring", style="bold")
        yield _trade(words)
        if words.searched():
            yield Text(f"  {words.searched()}")
    yield Text(f"\n{words.possible()}")


def _people(words: DifferenceWords) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("People out")
    for heading in ("before", "now"):
        table.add_column(heading, justify="right")
    told = words.difference
    for priority in PriorityClass:
        table.add_row(CLASS_WORDS[priority], f"{told.out_before[priority]:,}", f"{told.out_now[priority]:,}")
    table.add_row("by own means", f"{told.own_out_before.total_people:,}", f"{told.own_out_now.total_people:,}")
    table.add_row("goods delivered, kg", f"{told.goods_before_kg:,}", f"{told.goods_now_kg:,}")
    return table


def _trade(words: DifferenceWords) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("  further vehicles that may change")
    for heading in ("vehicles with other times or journeys", "people out", "of these stretcher cases", "goods, kg"):
        table.add_column(heading, justify="right")
    for allowed, changed, out, goods_kg in words.trades():
        table.add_row(f"  {allowed}", changed, f"{out.total_people:,}", f"{out[PriorityClass.STRETCHER]:,}", f"{goods_kg:,}")
    return table
