"""What `safepassage roads` prints: the account of one reading."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from safepassage.roads import OsmReport, Tally


def print_road_report(report: "OsmReport") -> None:
    """Print what was read by class of road, what was left out and why, and what the network is like."""
    console = Console(highlight=False)
    console.print(Text(f"\n{report.file}", style="bold"))
    console.print(_read_table(report))
    for heading, tallies in [
        ("Left out", report.left_out),
        ("Read, with a remark", report.notes),
        ("Barriers that stop vehicles", report.barriers_blocking),
        ("Turn restrictions obeyed", report.restrictions_applied),
        ("Turn restrictions left out", report.restrictions_left_out),
    ]:
        if tallies:
            console.print(Text(f"\n{heading}", style="bold"))
            console.print(_tally_table(tallies))
    console.print(Text("\nThe network", style="bold"))
    for line in _network_lines(report):
        console.print(Text(f"  {line}"))


def _table(first: str, *numbers: str) -> Table:
    table = Table(box=None, pad_edge=True, padding=(0, 2, 0, 0))
    table.add_column(f"  {first}")
    for heading in numbers:
        table.add_column(heading, justify="right")
    return table


def _read_table(report: "OsmReport") -> Table:
    table = _table("Read", "ways", "one-way", "km")
    for entry in report.read:
        table.add_row(Text(f"  {entry.road_class}"), f"{entry.ways:,}", f"{entry.one_way_ways:,}", f"{entry.km:,.1f}")
    table.add_row("  together", f"{report.ways_read:,}", f"{sum(entry.one_way_ways for entry in report.read):,}", f"{report.km:,.1f}")
    return table


def _tally_table(tallies: "Iterable[Tally]") -> Table:
    table = _table("why", "count")
    table.add_column("such as OSM id")
    for tally in tallies:
        table.add_row(Text(f"  {tally.what}"), f"{tally.count:,}", ", ".join(map(str, tally.examples)))
    return table


def _network_lines(report: "OsmReport") -> list[str]:
    lines = [
        f"{report.nodes:,} nodes, {report.arcs:,} arcs, {report.banned_turns:,} turns that may not be made",
        f"{report.largest_part_share:.1%} of the nodes lie in the largest part from which every point of it can be reached and left; "
        "places snap to that part",
        f"{report.bridges:,} bridges" + (f", named: {', '.join(report.named_bridges)}" if report.named_bridges else ""),
    ]
    lines.append("ferries are read as roads" if report.include_ferries else "ferries are left out; --ferries reads them")
    return lines
