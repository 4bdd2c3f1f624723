"""The summary of a flow for a terminal: the figures of flow.json, in words."""

from rich.console import Console

from safepassage.documents.flow_page import closer_name, closer_text, opening
from safepassage.planning.flow.result import OwnFlow
from safepassage.scenario.scenario import Scenario


def print_flow(flow: OwnFlow, scenario: Scenario, console: Console) -> None:
    """Print who arrives, what holds them up, and what was computed."""
    console.print(f"\nOwn cars and people on foot: {flow.scenario_title}", style="bold", highlight=False)
    console.print(opening(flow), highlight=False)
    if flow.units:
        console.print(f"{flow.arrived_people:,} people are in the cars and groups that arrive.", highlight=False)
    if flow.gap_closers:
        console.print("\nOne vehicle more in every quarter of an hour, solved again", style="bold", highlight=False)
        for closer in flow.gap_closers:
            console.print(
                f"  {closer_name(closer, scenario)}, full for {closer.full_min:,} minutes: {closer_text(closer)}",
                highlight=False,
                soft_wrap=True,
            )
    console.print("\nWhat is proven, and what is not", style="bold", highlight=False)
    for statement in flow.statements:
        console.print(f"  {statement}", highlight=False, soft_wrap=True)
