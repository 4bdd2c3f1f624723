"""The summary of a choice among plans for a terminal: the figures of choice.json, in words."""

from collections.abc import Iterator
from functools import partial

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from safepassage.documents.choice_words import choice_sentences, days_text, letters, signed
from safepassage.documents.section import section
from safepassage.stress.choice_result import Choice, Difference

_listed = partial(section, most_lines=8, file="choice.json")


def print_choice(choice: Choice, console: Console) -> None:
    """Print which plan to take, what it costs, and the figures of all."""
    for part in _parts(choice):
        console.print(part, highlight=False)


def _parts(choice: Choice) -> Iterator[RenderableType]:
    yield Text(f"\nWhich plan holds up: {choice.scenario_title}", style="bold")
    yield Text(days_text(choice))
    yield Text("How often things go wrong is assumed, not measured: assumptions.toml\n")
    for words in choice_sentences(choice):
        yield Padding(Text(words), (0, 0, 0, 2))
    yield Text("")
    yield _table(choice)
    yield Text("* to be taken by the rule; scores are in points, differences those of scores to the plan that all are compared with")
    yield from _listed("Not judged", list(choice.left_out))


def _table(choice: Choice) -> Table:
    lettered = letters(choice)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("People out", no_wrap=True)
    for heading in ("planned", "mean", "worst 5 %", "score", "difference"):
        table.add_column(heading, justify="right")
    for each in choice.candidates:
        mark = " *" if each.name == choice.chosen else ""
        figures = (each.people.planned, each.people.mean, each.people.worst_5_percent_mean, each.score)
        style = "bold" if each.name == choice.chosen else ""
        cells = [f"{figure:,.0f}" for figure in figures]
        table.add_row(f"{lettered[each.name]} {each.name}{mark}", *cells, _shown(each.score_difference), style=style)
    return table


def _shown(told: Difference | None) -> str:
    return "" if told is None else signed(told.estimate) if told.is_shown else "not shown"
