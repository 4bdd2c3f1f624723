"""`safepassage stress`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from safepassage.cli.interrupt import INTERRUPTED, noticing_interrupt
from safepassage.cli.options import AssumptionsFile, Quiet, RoadFile, Scheduler, WithoutCauses, Workers, unknown_causes, whole_number
from safepassage.cli.results import make_writable

if TYPE_CHECKING:
    from safepassage.scenario.scenario import Scenario
    from safepassage.stress.result import StressResult


def stress(
    plan: Annotated[Path, Parameter(help="The folder that `safepassage plan` wrote, or the plan.json in it.")],
    /,
    *,
    days: Annotated[
        int,
        Parameter(converter=whole_number, validator=Number(gte=1, lte=10_000_000), help="How many days; 10,000 if nothing else is said."),
    ] = 10_000,
    seed: Annotated[
        int,
        Parameter(
            converter=whole_number, validator=Number(gte=0, lt=2**64), help="Start of the random numbers; 1 if nothing else is said."
        ),
    ] = 1,
    assumptions: AssumptionsFile = None,
    without: WithoutCauses = None,
    contingencies: Annotated[
        int,
        Parameter(
            converter=whole_number,
            validator=Number(gte=0, lte=20),
            help="Plan for so many of the worst single failures; 3 if nothing else is said.",
        ),
    ] = 3,
    work: Annotated[
        int,
        Parameter(
            converter=whole_number, validator=Number(gte=1), help="Units of work for each of these plans; 60 if nothing else is said."
        ),
    ] = 60,
    workers: Workers = None,
    scheduler: Scheduler = None,
    roads: RoadFile = None,
    out: Annotated[Path | None, Parameter(help="Folder for the results; without it, that of the plan.")] = None,
    quiet: Quiet = False,
) -> int:
    """Live through a plan's days thousands of times with what may go wrong, and prepare for the worst.

    Writes stress.json and stress.html beside the plan, the assumptions to edit, and a plan for each of the worst single failures. Ctrl-C
    gives the result over the days done so far and leaves with 130.
    """
    from rich.console import Console

    from safepassage.cli.progress import progress_on_terminal
    from safepassage.documents.plan_file import read_planned
    from safepassage.documents.stress_file import STRESS_NAME, write_assumptions, write_contingency, write_stress
    from safepassage.documents.stress_page import write_stress_page
    from safepassage.documents.stress_summary import print_stress
    from safepassage.errors import InputError, Problem
    from safepassage.stress.assumptions import ASSUMPTIONS_FILE, Cause, read_assumptions
    from safepassage.stress.contingency import prepare_worst, worst_to_prepare
    from safepassage.stress.stress import stress_test

    scenario, planned = read_planned(plan, osm_file=roads)
    told = read_assumptions(assumptions or ASSUMPTIONS_FILE)
    if unknown := unknown_causes(without):
        raise InputError(unknown)
    told = told.without(*(Cause(cause) for cause in without or ()))
    if roads is not None and not roads.is_file():
        raise InputError([Problem(f"--roads {roads}", "there is no such file", "Say where the OSM file of the plan lies.")])
    folder = out if out is not None else plan if plan.is_dir() else plan.parent
    make_writable(folder)

    def save(result: "StressResult") -> "StressResult":
        write_stress(result, folder / STRESS_NAME)
        write_stress_page(result, scenario, folder / "stress.html")
        return result

    with noticing_interrupt() as is_interrupted, progress_on_terminal(is_quiet=quiet) as progress:
        result = stress_test(
            scenario,
            planned,
            assumptions=told,
            days=days,
            seed=seed,
            workers=workers,
            scheduler=scheduler,
            progress=lambda stage, done, of: progress(f"{stage}: {10 * done // of * 10} % of {of:,} days", None, None, 0),
        )
        write_assumptions(assumptions, folder)
        save(result)
        wanted, done = worst_to_prepare(result.failures, contingencies), 0
        for found in prepare_worst(
            scenario,
            planned,
            result.failures if scenario.osm_file is None or scenario.osm_file.is_file() else (),
            told,
            most=contingencies,
            work=work,
            tell=lambda failure: progress(f"Planning in case {failure.text}", None, None, 0),
            is_stopped=is_interrupted,
        ):
            if found.plan is not None and found.scenario is not None:
                write_contingency(found.contingency, found.plan, found.scenario, folder)
            kept = "contingencies" if found.plan is not None else "unanswered"
            result = save(result.model_copy(update={kept: (*getattr(result, kept), found.contingency)}))
            done += 1
        missing = wanted[done:][: contingencies - len(result.contingencies)]
        if missing and (done == 0 or is_interrupted()):
            why = (
                "it was stopped"
                if is_interrupted()
                else _without_roads(scenario, plan, ["--days", days, "--seed", seed, "--contingencies", contingencies, "--out", folder])
            )
            texts = tuple(failure.text for failure in missing)
            result = save(result.model_copy(update={"contingencies_missing": texts, "contingencies_missing_why": why}))
    kept_folders = {each.folder for each in result.contingencies}
    if stale := sorted(each.name for each in folder.glob("contingency-*") if each.is_dir() and each.name not in kept_folders):
        print(f"Of an earlier test, not of this one: {', '.join(stale)} in {folder}")
    if not quiet:
        print_stress(result, scenario, Console())
    print(f"The results are in {folder}: open {folder / 'stress.html'}; it is internal, as the plan is")
    return INTERRUPTED if is_interrupted() else 0


def _without_roads(scenario: "Scenario", plan: Path, given: list[object]) -> str:
    """Why no plan was sought where the roads are absent, and the command that gives them."""
    from shlex import join

    roads = scenario.osm_file.name if scenario.osm_file is not None else ""
    command = join(["safepassage", "stress", str(plan), "--roads", f"FOLDER/{roads}", *map(str, given)])
    return f"planning needs the roads, and {roads} is not beside the plan; say where it lies: {command}"
