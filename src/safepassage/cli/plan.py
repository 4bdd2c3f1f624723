"""`safepassage plan`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from safepassage.cli import screen
from safepassage.cli.interrupt import INTERRUPTED, noticing_interrupt
from safepassage.cli.options import Quiet, RoadFile, ScenarioFolder, Seed, check_one_end, seconds_option, work_option
from safepassage.cli.results import make_writable


def plan(
    scenario: ScenarioFolder,
    /,
    *,
    roads: RoadFile = None,
    seconds: Annotated[float | None, seconds_option("the plan, its roads and checks counted and its files not", usual=60)] = None,
    work: Annotated[int | None, work_option("the plan", again="the same plan to the byte")] = None,
    seed: Seed = None,
    out: Annotated[Path | None, Parameter(help="Folder for the results; without it, out/ and the name of the scenario's folder.")] = None,
    quiet: Quiet = False,
) -> int:
    """Plan a scenario and write what people hold.

    Writes the plan, the timetable, the map page, the time-distance diagram and a route card for each convoy leader.
    "Nothing can be done" is an answer with its reasons, not an error. Ctrl-C ends the search with the best plan so far and leaves
    with 130.
    """
    from rich.console import Console

    from safepassage.cli.progress import progress_on_terminal
    from safepassage.documents.summary import print_summary
    from safepassage.documents.write import write_documents
    from safepassage.planning.plan import plan as make_plan
    from safepassage.scenario.read import read_scenario

    check_one_end(seconds, work)
    told = read_scenario(scenario, osm_file=roads)
    folder = out if out is not None else Path("out") / scenario.resolve().name
    make_writable(folder)
    with noticing_interrupt() as is_interrupted, progress_on_terminal(is_quiet=quiet) as progress:
        planned = make_plan(told, seconds=seconds, work=work, seed=seed, progress=progress)
        progress(f"Writing the map, the diagram and {len(planned.convoys):,} route cards", None, None, 0)
        written = write_documents(planned, told, folder)
    screen.print_warnings("On the route cards some names are not printed as they are written", written.problems)
    if not quiet:
        print_summary(planned, told, Console())
    print(f"The results are in {folder}: open {folder / 'map.html'}, and read {folder / 'README.txt'} before you share anything")
    return INTERRUPTED if is_interrupted() else 0
