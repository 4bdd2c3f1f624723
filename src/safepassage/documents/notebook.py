"""A plan that draws itself: in a notebook, a cell that ends in a plan shows its summary and its time-distance diagram.

`planning` knows nothing of documents, so the library's facade hands its planner through here. A plan does not carry its scenario;
the scenarios planned in this process are kept by their hash, and a plan of another is shown by its fields.
"""

import io
import sys
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import ParamSpec

from rich.console import Console

from safepassage.documents.summary import print_summary
from safepassage.documents.time_distance import time_distance_svg
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

P = ParamSpec("P")

_planned: dict[str, Scenario] = {}
_COLUMNS = 120


def plan_html(plan: Plan, scenario: Scenario) -> str:
    """The summary and the time-distance diagram of a plan as one piece of HTML."""
    console = Console(file=io.StringIO(), record=True, width=_COLUMNS)
    print_summary(plan, scenario, console)
    summary = console.export_html(inline_styles=True, code_format='<pre style="line-height:1.3">{code}</pre>')
    return f"<div>{summary}{time_distance_svg(plan, scenario)}</div>"


def draw_in_notebooks(planner: Callable[P, Plan]) -> Callable[P, Plan]:
    """The same planner, whose plans are drawn where an IPython notebook shows them. Its argument `scenario` is what it plans."""

    @wraps(planner)
    def plan(*args: P.args, **options: P.kwargs) -> Plan:
        result = planner(*args, **options)
        if "IPython" in sys.modules:
            _planned[result.scenario_hash] = signature(planner).bind(*args, **options).arguments["scenario"]
            _register()
        return result

    return plan


def _register() -> None:
    shell = sys.modules["IPython"].get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(Plan, _html)


def _html(plan: Plan) -> str | None:
    scenario = _planned.get(plan.scenario_hash)
    return None if scenario is None else plan_html(plan, scenario)
