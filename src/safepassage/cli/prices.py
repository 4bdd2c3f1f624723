"""`safepassage prices`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from safepassage.cli.interrupt import INTERRUPTED, noticing_interrupt
from safepassage.cli.options import Quiet, RoadFile, ScenarioFolder, Seed, check_one_end, whole_number
from safepassage.cli.results import make_writable


def prices(
    scenario: ScenarioFolder,
    /,
    *,
    plan: Annotated[
        Path | None, Parameter(help="The folder of a plan of this scenario to begin with; without it the scenario is planned first.")
    ] = None,
    roads: RoadFile = None,
    seconds: Annotated[
        float | None,
        Parameter(
            validator=Number(gt=0, lte=86_400),
            help="Seconds by the clock, 60 if neither is said; levers not solved by then keep their bounds.",
        ),
    ] = None,
    work: Annotated[
        int | None,
        Parameter(
            converter=whole_number,
            validator=Number(gte=1),
            help="Effort for each lever instead of seconds, such as 20: the same effort and seed give the same prices.",
        ),
    ] = None,
    seed: Seed = None,
    only: Annotated[
        list[str] | None, Parameter(help="Price only this lever, by its id in prices.json; may be given more than once.")
    ] = None,
    processes: Annotated[
        int,
        Parameter(converter=whole_number, validator=Number(gte=1, lte=64), help="Levers solved at one time; 2 if nothing else is said."),
    ] = 2,
    out: Annotated[Path | None, Parameter(help="Folder for the results; without it, out/NAME-prices after the scenario's folder.")] = None,
    quiet: Quiet = False,
) -> int:
    """Say what every lever at the table is worth: in people by class, solved and not extrapolated, with bounds.

    Half an hour of silence, a lane, a shorter hold, a second road, coaches, beds: for each the changed scenario is planned and checked.
    Writes prices.json and prices.html. Ctrl-C gives the prices found so far, says which are missing, and leaves with 130.
    """
    from rich.console import Console

    from safepassage.cli.progress import progress_on_terminal
    from safepassage.documents.plan_file import read_planned
    from safepassage.documents.prices_summary import print_prices
    from safepassage.documents.prices_write import write_prices
    from safepassage.errors import InputError, Problem
    from safepassage.planning.levers import find_levers
    from safepassage.planning.prices import price_levers
    from safepassage.scenario.hash import scenario_hash
    from safepassage.scenario.read import read_scenario

    check_one_end(seconds, work)
    told = read_scenario(scenario, osm_file=roads)
    given = read_planned(plan, osm_file=roads)[1] if plan is not None else None
    problems = []
    if given is not None and scenario_hash(told.model_copy(update={"seed": given.certificate.seed})) != given.scenario_hash:
        problems.append(Problem(f"--plan {plan}", "it is not a plan of this scenario as it is written now", "Plan the scenario again."))
    known = {lever.id for lever in find_levers(told)}
    problems += [
        Problem(f"--only {id_}", "the scenario has no such lever", "Give an id that prices.json names.")
        for id_ in only or ()
        if id_ not in known
    ]
    if problems:
        raise InputError(problems)
    folder = out if out is not None else Path("out") / f"{scenario.resolve().name}-prices"
    make_writable(folder)
    with noticing_interrupt() as is_interrupted, progress_on_terminal(is_quiet=quiet) as progress:
        priced = price_levers(
            told,
            plan=given,
            seconds=seconds,
            work=work,
            seed=seed,
            only=only,
            processes=processes,
            progress=lambda words, done, of: progress(f"{words} ({done:,} of {of:,} levers)" if of else words, None, None, 0),
        )
        write_prices(priced, folder)
    if not quiet:
        print_prices(priced, Console())
    print(f"The results are in {folder}: open {folder / 'prices.html'}; it is not to be given to a party")
    return INTERRUPTED if is_interrupted() else 0
