"""`safepassage replan`."""

import math
from pathlib import Path
from time import monotonic
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from safepassage.cli import screen
from safepassage.cli.interrupt import INTERRUPTED, noticing_interrupt
from safepassage.cli.options import Quiet, RoadFile, check_one_end, whole_number
from safepassage.cli.results import make_writable


def replan(
    plan: Annotated[Path, Parameter(help="The folder that `safepassage plan` or `safepassage replan` wrote, or the plan.json in it.")],
    changed: Annotated[
        Path | None, Parameter(help="The folder of the scenario that holds from now on; without it, only the state differs.")
    ] = None,
    /,
    *,
    at: Annotated[str | None, Parameter(help="The moment, such as '2022-03-15 11:30 Europe/Kyiv'; without it, that of --state.")] = None,
    state: Annotated[
        Path | None, Parameter(help="What has gone otherwise than planned, as JSON; without it, all went as planned until then.")
    ] = None,
    changes: Annotated[
        str,
        Parameter(help="How many vehicles may change besides those whose plan does not hold any more: a number, or all. 0 if not given."),
    ] = "0",
    seconds: Annotated[
        float | None,
        Parameter(
            validator=Number(gt=0, lt=math.inf), help="Be so long about laying out, searching and proving; 10 if nothing else is said."
        ),
    ] = None,
    work: Annotated[
        int | None,
        Parameter(converter=whole_number, validator=Number(gte=1), help="Try so often instead: the same work gives the same plan."),
    ] = None,
    roads: RoadFile = None,
    out: Annotated[Path | None, Parameter(help="Folder for the results; without it, replan/ in that of the plan.")] = None,
    quiet: Quiet = False,
) -> int:
    """Change a plan in the middle of its day: keep what is under way and what still holds, and change no more than is allowed.

    Writes the whole new plan, with the past as it was, and what is otherwise: convoys, calls, silence, vehicles, people. Ctrl-C gives
    the best so far and leaves with 130.
    """
    from rich.console import Console

    from safepassage.cli.progress import progress_on_terminal
    from safepassage.corridor import parse_instant
    from safepassage.documents.plan_file import read_planned
    from safepassage.documents.replan_state import in_file, read_state
    from safepassage.documents.replan_summary import print_difference
    from safepassage.documents.replan_write import write_answer, write_rest
    from safepassage.errors import InputError, Problem
    from safepassage.planning.replanning import DayState, day_now, open_session
    from safepassage.planning.replanning import replan as make_anew
    from safepassage.planning.replanning.replan import DEFAULT_SECONDS
    from safepassage.scenario.read import read_scenario

    check_one_end(seconds, work)
    problems = []
    if changes != "all" and not changes.isdecimal():
        problems.append(Problem(f"--changes {changes}", "it is no number of vehicles", "Give a whole number such as 5, or all."))
    if at is None and state is None:
        problems.append(Problem("--at", "there is no moment from which to plan anew", "Give --at, or a state with its time."))
    moment = None
    try:
        moment = parse_instant(at) if at is not None else None
    except ValueError as error:
        problems.append(Problem("--at", str(error), "Write it so."))
    told = None
    try:
        told = read_state(state) if state is not None else None
    except InputError as error:
        problems += error.problems
    if told is not None and moment is not None and told.at != moment:
        problems.append(Problem("--at, --state", "they name two moments", "Leave --at out, or make them the same."))
    if problems:
        raise InputError(problems)
    scenario, planned = read_planned(plan, osm_file=roads)
    now = read_scenario(changed, osm_file=roads) if changed is not None else None
    if roads is None and now is not None and now.osm_file is not None and scenario.osm_file is not None and not scenario.osm_file.is_file():
        # A copy of the plan's scenario most often has its roads too; that they are the plan's is made sure of when they are read.
        scenario, planned = read_planned(plan, osm_file=now.osm_file)
    day = told if told is not None else DayState(at=moment)  # type: ignore[arg-type]  # one of the two is given
    try:
        day_now(scenario, planned, day, now)  # what needs no roads is found before they are laid
    except InputError as error:
        raise InputError(in_file(error.problems, state) if state is not None else error.problems) from None
    if scenario.osm_file is not None and not scenario.osm_file.is_file():
        what = "to go on from the plan its roads are needed, and they are not beside it"
        raise InputError([Problem(f"--roads {scenario.osm_file.name}", what, "Say where the file lies with --roads.")])
    folder = out if out is not None else (plan if plan.is_dir() else plan.parent) / "replan"
    make_writable(folder)
    ends_at = monotonic() + (seconds if seconds is not None else DEFAULT_SECONDS)
    with noticing_interrupt() as is_interrupted, progress_on_terminal(is_quiet=quiet) as progress:
        progress("Laying the plan on its roads", None, None, 0)
        session = open_session(scenario, planned)
        replanned = make_anew(
            session,
            day,
            now,
            most_changes=None if changes == "all" else int(changes),
            seconds=max(0.0, ends_at - monotonic()),
            work=work,
            progress=progress,
        )
        progress("Writing the plan and what is otherwise", None, None, 0)
        words = write_answer(replanned, folder)
    for alarm in words.alarms() if quiet else ():
        screen.complain(f"Act on this at once: {alarm}.")
    if not quiet:
        print_difference(words, Console())
    print(f"What is otherwise is in {folder / 'difference.html'}; it is internal, as the plan is", flush=True)
    with progress_on_terminal(is_quiet=quiet) as progress:
        progress("Writing the map, the timetable and the route cards", None, None, 0)
        written = write_rest(replanned, folder)
    screen.print_warnings("On the route cards some names are not printed as they are written", written.problems)
    print(f"The results are in {folder}")
    return INTERRUPTED if is_interrupted() else 0
