"""`safepassage silence`."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from safepassage.cli.interrupt import INTERRUPTED, noticing_interrupt
from safepassage.cli.options import Quiet, RoadFile, ScenarioFolder, Seed, check_one_end, seconds_option, work_option
from safepassage.cli.results import make_writable


def silence(
    scenario: ScenarioFolder,
    /,
    *,
    roads: RoadFile = None,
    seconds: Annotated[float | None, seconds_option("the fullest plan", usual=20)] = None,
    work: Annotated[int | None, work_option("the fullest plan", again="the same curve")] = None,
    seed: Seed = None,
    out: Annotated[Path | None, Parameter(help="Folder for the results; without it, out/NAME-silence after the scenario's folder.")] = None,
    quiet: Quiet = False,
) -> int:
    """Show how many people come out for how much silence, with plans to choose from.

    Writes a page, pictures and figures of the curve, from the fullest plan down to nobody, and a folder for each plan with a name:
    everybody we can; nearly all, for less; what half the silence buys; stretcher cases first. Ctrl-C ends the search for the fullest
    plan, or the way down, with the plans found so far and leaves with 130.
    """
    from rich.console import Console

    from safepassage.cli.progress import progress_on_terminal
    from safepassage.documents.silence_summary import print_silence
    from safepassage.documents.silence_write import write_silence
    from safepassage.planning.silence_curve import silence_curve
    from safepassage.scenario.read import read_scenario

    check_one_end(seconds, work)
    told = read_scenario(scenario, osm_file=roads)
    folder = out if out is not None else Path("out") / f"{scenario.resolve().name}-silence"
    make_writable(folder)
    with noticing_interrupt() as is_interrupted, progress_on_terminal(is_quiet=quiet) as progress:
        curve = silence_curve(told, seconds=seconds, work=work, seed=seed, progress=progress)
        curve = replace(curve, is_stopped=curve.is_stopped or is_interrupted())
        progress("Writing the page and the plans", None, None, 0)
        write_silence(curve, folder)
    if not quiet:
        print_silence(curve, Console())
    print(f"The results are in {folder}: open {folder / 'silence.html'}, and read {folder / 'README.txt'} before you share anything")
    return INTERRUPTED if is_interrupted() else 0
