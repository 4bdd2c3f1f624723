"""`safepassage flow`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from safepassage.cli.interrupt import noticing_interrupt
from safepassage.cli.options import Quiet, RoadFile, ScenarioFolder
from safepassage.cli.results import make_writable


def flow(
    scenario: ScenarioFolder,
    /,
    *,
    plan: Annotated[
        Path | None, Parameter(help="The folder that `safepassage plan` wrote: what its convoys take of checkpoints and roads is deducted.")
    ] = None,
    queue_at_checkpoints: Annotated[
        bool, Parameter(help="Let cars and walkers queue before checkpoints; without it they wait where they start, as the rules have it.")
    ] = False,
    roads: RoadFile = None,
    out: Annotated[Path | None, Parameter(help="Folder for the results; without it, out/ and the name of the scenario's folder.")] = None,
    quiet: Quiet = False,
) -> int:
    """Find how soon those without a seat can be out: own cars and people on foot, on all roads of a scenario.

    Writes flow.json and flow.html: arrivals, queues by hour and place, what holds them up and what one vehicle more would bring. Ctrl-C
    stops it with nothing written and leaves with 130.
    """
    from rich.console import Console

    from safepassage.cli.progress import progress_on_terminal
    from safepassage.documents.flow_file import FLOW_NAME, write_flow
    from safepassage.documents.flow_page import write_flow_page
    from safepassage.documents.flow_summary import print_flow
    from safepassage.documents.plan_file import read_planned
    from safepassage.errors import InputError, Problem
    from safepassage.planning.flow.own_flow import flow_own
    from safepassage.scenario.read import read_scenario

    told = read_scenario(scenario, osm_file=roads)
    planned = None
    if plan is not None:
        of, planned = read_planned(plan)
        without_roads = {"osm_file": None}
        if of.model_copy(update=without_roads) != told.model_copy(update=without_roads):
            what = "the plan was made from another state of the scenario"
            raise InputError([Problem(f"--plan {plan}", what, "Plan the scenario again, then give that folder.")])
    folder = out if out is not None else Path("out") / scenario.resolve().name
    make_writable(folder)
    with noticing_interrupt(), progress_on_terminal(is_quiet=quiet) as progress:
        result = flow_own(told, plan=planned, may_wait_at_checkpoints=queue_at_checkpoints, progress=progress)
    write_flow(result, folder / FLOW_NAME)
    write_flow_page(result, told, folder / "flow.html")
    if not quiet:
        print_flow(result, told, Console())
    print(f"The results are in {folder}: open {folder / 'flow.html'}; it is internal, as a plan is")
    return 0
