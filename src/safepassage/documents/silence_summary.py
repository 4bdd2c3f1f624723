"""The curve of silence for a terminal: the plans to choose from, what their names mean, and the curve."""

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from safepassage.corridor import PriorityClass
from safepassage.documents.silence_words import MEANINGS, NAMES, NO_BOUND, STOPPED, choices, letters
from safepassage.planning.silence_curve import CurvePlan, SilenceCurve


def print_silence(curve: SilenceCurve, console: Console) -> None:
    """Print the curve and the plans with a name."""
    lettered = letters(curve)
    marks = {id(each): " ".join(lettered[name] for name in names) for each, names in choices(curve)}
    shown = sorted({id(each): each for each in (*curve.plans, *curve.named.values())}.values(), key=lambda each: (-each.km_h, -each.points))
    console.print(Text(f"\n{curve.plans[0].plan.scenario_title}\n", style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("Plan")
    for heading in ("km·h asked", "windows", "people out", "stretcher cases", "points"):
        table.add_column(heading, justify="right")
    for each in shown:
        table.add_row(marks.get(id(each), ""), *_figures(each))
    console.print(table, highlight=False)
    console.print(Text("\nThe plans to choose from", style="bold"))
    for name in curve.named:
        console.print(Padding(Text(f"{lettered[name]}  {NAMES[name]}: {MEANINGS[name]}"), (0, 0, 0, 2)), highlight=False)
    console.print(Padding(Text(f"\n{NO_BOUND}\n"), (0, 0, 0, 0)), highlight=False)
    if curve.is_stopped:
        console.print(Text(f"{STOPPED}\n", style="bold"), highlight=False)


def _figures(each: CurvePlan) -> list[str]:
    return [
        f"{each.km_h:,.1f}",
        str(len(each.plan.windows)),
        f"{each.out.total_people:,}",
        f"{each.out[PriorityClass.STRETCHER]:,}",
        f"{each.points:,.0f}",
    ]
