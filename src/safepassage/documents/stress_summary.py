"""The summary of a stress test for a terminal: the figures of stress.json, in words."""

from collections.abc import Iterator
from functools import partial

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from safepassage.documents.section import section
from safepassage.documents.stress_pictures import place_name
from safepassage.documents.summary import CLASS_WORDS
from safepassage.scenario.scenario import Scenario
from safepassage.stress.result import Spread, StressResult

MOST_LINES = 8
_listed = partial(section, most_lines=MOST_LINES, file="stress.json")


def print_stress(result: StressResult, scenario: Scenario, console: Console) -> None:
    """Print how the days went, what hurts most, and what was kept for it."""
    for part in _parts(result, scenario):
        console.print(part, highlight=False)


def _parts(result: StressResult, scenario: Scenario) -> Iterator[RenderableType]:
    done, asked = result.days_done, result.days_asked
    yield Text(f"\nStress test: {result.scenario_title}", style="bold")
    yield Text(f"{done:,} days" if done == asked else f"{done:,} of {asked:,} days: it was stopped")
    yield Text("How often things go wrong is assumed, not measured: assumptions.toml\n")
    yield _people(result)
    yield from _listed("What else to expect", _figures(result))
    yield from _listed("Where people are stranded", [_stranded(result, scenario, row) for row in range(len(result.stranded_at))])
    worst = [f"{failure.text}: {failure.people_lost:,} people fewer" for failure in result.failures if failure.people_lost > 0]
    yield from _listed("Which single failure hurts most", worst or ["none of those tried costs anybody the way out"])
    yield from _listed("Plans kept for the worst that a plan can answer", [each.text for each in result.contingencies])
    yield from _listed("Where nothing that can be planned helps", [each.text for each in result.unanswered])
    yield from _listed("Plans that are missing", missing_lines(result))


def missing_lines(result: StressResult) -> list[str]:
    """For which failures no plan was sought, and why."""
    if not result.contingencies_missing:
        return []
    return [f"No plan was sought, since {result.contingencies_missing_why}", *(f"in case {text}" for text in result.contingencies_missing)]


def _people(result: StressResult) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("People out")
    for heading in ("planned", "mean", "median", "worst 5 %", "their mean"):
        table.add_column(heading, justify="right")

    def add_row(words: str, spread: Spread) -> None:
        figures = (spread.planned, spread.mean, spread.median, spread.worst_5_percent, spread.worst_5_percent_mean)
        table.add_row(words, *(f"{figure:,.0f}" for figure in figures))

    for each in result.out:
        add_row(CLASS_WORDS[each.priority], each.spread)
    for each in result.own_transport_out:
        if each.spread.planned:
            add_row(f"{CLASS_WORDS[each.priority]}, by own means", each.spread)
    add_row("everybody", result.out_people)
    return table


def _figures(result: StressResult) -> list[str]:
    stranded, home = (sum(each.spread.mean for each in spreads) for spreads in (result.stranded, result.sent_home))
    goods = sum(each.kg.mean for each in result.goods)
    return [
        f"{home:,.0f} people who came are sent home and {stranded:,.0f} are stranded on the way, on average",
        f"{result.outside_silence_person_min.mean:,.0f} person-minutes and {result.outside_silence_vehicle_min.mean:,.0f} vehicle-minutes "
        f"outside silence, on average",
        f"{result.danger_person_incidents.mean:,.3f} harmful incidents to people "
        f"(worst 5 %: {result.danger_person_incidents.worst_5_percent_mean:,.3f})",
        f"{goods:,.0f} kg of goods are delivered, on average",
        f"{result.vehicles_home.mean:,.1f} vehicles end at a base and {result.vehicles_away.mean:,.1f} elsewhere, on average",
    ]


def _stranded(result: StressResult, scenario: Scenario, row: int) -> str:
    at = result.stranded_at[row]
    return f"{place_name(scenario, at)}: {at.total / result.days_done:,.1f} people a day"
