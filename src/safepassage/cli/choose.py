"""`safepassage choose`."""

import math
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from safepassage.cli import screen
from safepassage.cli.interrupt import INTERRUPTED, noticing_interrupt
from safepassage.cli.options import (
    AssumptionsFile,
    Quiet,
    RoadFile,
    Scheduler,
    Seed,
    WithoutCauses,
    Workers,
    check_one_end,
    seconds_option,
    unknown_causes,
    whole_number,
    work_option,
)
from safepassage.cli.results import make_writable

_USUAL_SECONDS = 20


def choose(
    *given: Annotated[Path, Parameter(help="A scenario's folder, or two or more folders that `safepassage plan` wrote for one scenario.")],
    days: Annotated[
        int,
        Parameter(
            converter=whole_number,
            validator=Number(gte=20, lte=100_000),
            help="How many days to choose by, and how many others to report by; 5,000 if nothing else is said.",
        ),
    ] = 5_000,
    weight: Annotated[
        float,
        Parameter(
            validator=Number(gte=0, lte=1),
            help="How much the worst five per cent of the days count beside all days, 0 to 1; 0.5 if nothing else is said.",
        ),
    ] = 0.5,
    stranded: Annotated[
        float,
        Parameter(
            validator=Number(gte=0, lt=math.inf),
            help="How many times the weight of a person out one stranded on the way counts against a plan; 1 if nothing else is said.",
        ),
    ] = 1.0,
    days_seed: Annotated[
        int,
        Parameter(
            converter=whole_number, validator=Number(gte=0, lt=2**62), help="Start of the days' random numbers; 1 if nothing else is said."
        ),
    ] = 1,
    assumptions: AssumptionsFile = None,
    without: WithoutCauses = None,
    seconds: Annotated[float | None, seconds_option("each plan of a scenario", usual=_USUAL_SECONDS)] = None,
    work: Annotated[int | None, work_option("each plan of a scenario", again="the same plans")] = None,
    tries: Annotated[
        int,
        Parameter(
            converter=whole_number,
            validator=Number(gte=0),
            help="How many plans to put together from those of a scenario and to try on days of their own; 40 if nothing else is said.",
        ),
    ] = 40,
    seed: Seed = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    roads: RoadFile = None,
    out: Annotated[Path | None, Parameter(help="Folder for the results; without it, out/NAME-choice after the first folder given.")] = None,
    quiet: Quiet = False,
) -> int:
    """Choose among plans by what becomes of them on days that do not go as planned.

    Given a scenario, makes plans that leave slack in different ways; given folders of plans, judges these. Writes a page, the figures,
    every plan, and the chosen one with its documents. Ctrl-C gives the choice among the plans made, over the days that all of them have
    lived through, and leaves with 130.
    """
    from rich.console import Console

    from safepassage.cli.progress import progress_on_terminal
    from safepassage.documents.choice_file import CHOSEN_FOLDER, write_choice
    from safepassage.documents.choice_given import read_given
    from safepassage.documents.choice_summary import print_choice
    from safepassage.documents.plan_file import is_plan
    from safepassage.documents.stress_file import write_assumptions
    from safepassage.errors import InputError, Problem
    from safepassage.scenario.read import read_scenario
    from safepassage.stress.assumptions import ASSUMPTIONS_FILE, Cause, read_assumptions
    from safepassage.stress.choice import choose_plan, judge_on_days
    from safepassage.stress.choice_candidates import Effort, make_candidates
    from safepassage.stress.choice_days import ROUND_DAYS
    from safepassage.stress.choice_search import search_on_days

    check_one_end(seconds, work)
    told = read_assumptions(assumptions or ASSUMPTIONS_FILE)
    problems = unknown_causes(without)
    is_scenario = len(given) == 1 and not is_plan(given[0])
    if not is_scenario and len(given) < 2:
        where, what = (str(given[0]), "one plan alone: there is nothing to choose from") if given else ("plans", "no folder is given")
        problems.append(Problem(where, what, "Give a scenario's folder, or two or more folders of plans."))
    if not is_scenario and (work is not None or seconds is not None or seed is not None):
        repair = "Leave --work, --seconds and --seed out; --days-seed is for the days."
        problems.append(Problem("--work, --seconds, --seed", "plans that are given are not planned again", repair))
    if problems:
        raise InputError(problems)
    told = told.without(*(Cause(cause) for cause in without or ()))
    folder = out if out is not None else Path("out") / f"{given[0].resolve().name}-choice"
    scenario = read_scenario(given[0], osm_file=roads) if is_scenario else None
    if scenario is not None and seed is not None:
        scenario = scenario.model_copy(update={"seed": seed})
    effort = Effort(work, _USUAL_SECONDS if work is None and seconds is None else seconds)
    make_writable(folder)
    with noticing_interrupt() as is_interrupted, progress_on_terminal(is_quiet=quiet) as progress:
        left_out: tuple[str, ...] = ()
        if scenario is None:
            progress("Checking the plans", None, None, 0)
            scenario, candidates = read_given(given, osm_file=roads)
        else:
            candidates, left_out = make_candidates(scenario, effort=effort, tell=progress, is_stopped=is_interrupted)
            judge = judge_on_days(
                scenario, assumptions=told, seed=days_seed, worst_weight=weight, stranded_weight=stranded, workers=workers
            )
            searched = search_on_days(
                scenario,
                candidates,
                judge,
                tries=0 if is_interrupted() else tries,
                seed=scenario.seed,
                tell=lambda done, of: progress(f"Trying plans on days: {10 * done // of * 10} % of {of:,}", None, None, 0),
                is_stopped=is_interrupted,
            )
            candidates += [searched] if searched is not None else []
        choice = choose_plan(
            scenario,
            candidates,
            assumptions=told,
            days=min(days, ROUND_DAYS) if is_interrupted() else days,
            seed=days_seed,
            worst_weight=weight,
            stranded_weight=stranded,
            left_out=left_out,
            workers=workers,
            scheduler=scheduler,
            progress=lambda stage, done, of: progress(f"{stage}: {10 * done // of * 10} %", None, None, 0),
        )
        choice = choice.model_copy(update={"days_asked": days, "is_stopped": is_interrupted()})
        progress("Writing the page and the plans", None, None, 0)
        write_assumptions(assumptions, folder)
        written = write_choice(choice, scenario, candidates, folder)
    screen.print_warnings("On the route cards some names are not printed as they are written", written.problems)
    if not quiet:
        print_choice(choice, Console())
    chosen = folder / CHOSEN_FOLDER
    print(f"The results are in {folder}: open {folder / 'choice.html'}; the plan to be taken is in {chosen}, read its README.txt first")
    return INTERRUPTED if is_interrupted() else 0
