"""Plans that were given, to be chosen from: of one scenario, and each judged again by the independent checker."""

from collections.abc import Sequence
from pathlib import Path

from safepassage.documents.plan_file import read_planned
from safepassage.errors import InputError, Problem
from safepassage.planning.checker import check_plan
from safepassage.planning.connect import connect
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.choice_candidates import Candidate


def read_given(folders: Sequence[Path], *, osm_file: Path | None = None) -> tuple[Scenario, list[Candidate]]:
    """The scenario and its plans, named after their folders.

    The scenarios may differ in the seed only.

    Raises:
        InputError: a file is absent or broken, the plans are not of one scenario, the roads are not there, or the checker refuses a plan;
            every problem is listed.
    """
    read: list[tuple[Path, Scenario, Plan]] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            read.append((folder, *read_planned(folder, osm_file=osm_file)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    _, scenario, first = read[0]
    for folder, other, plan in read[1:]:
        if _without_seed(other) != _without_seed(scenario) or plan.network_hash != first.network_hash:
            what = f"it is not a plan of the same scenario and roads as {folders[0]}"
            problems.append(
                Problem(str(folder), what, "Give plans of one scenario, planned with the same files; only the seed may differ.")
            )
    if scenario.osm_file is not None and not scenario.osm_file.is_file():
        what = "to check the plans their roads are needed, and they are not beside the first plan"
        problems.append(Problem(f"--roads {scenario.osm_file.name}", what, "Say where the file lies with --roads."))
    if problems:
        raise InputError(problems)
    ground = connect(scenario)
    for folder, own, plan in read:
        own = own.model_copy(update={"osm_file": scenario.osm_file})
        for breach in check_plan(own, ground.network, plan, place_nodes=ground.node):
            problems.append(Problem(str(folder), f"the checker refuses this plan: {breach}", "Plan the scenario again."))
    if problems:
        raise InputError(problems)
    names = _names([folder for folder, _, _ in read])
    return scenario, [Candidate(name, name, "it was given to be judged", plan) for name, (_, _, plan) in zip(names, read, strict=True)]


def _without_seed(scenario: Scenario) -> Scenario:
    """What two scenarios must have in common; where the OSM file lies does not matter, the hash of the roads tells them apart."""
    osm_file = None if scenario.osm_file is None else Path(scenario.osm_file.name)
    return scenario.model_copy(update={"seed": 0, "osm_file": osm_file})


def _names(folders: Sequence[Path]) -> list[str]:
    """The folders' own names; where two are the same, with a number."""
    names: list[str] = []
    for folder in folders:
        at = folder.resolve()
        name = at.name if at.is_dir() else at.parent.name
        taken = next(number for number in range(1, len(folders) + 1) if (name if number == 1 else f"{name}-{number}") not in names)
        names.append(name if taken == 1 else f"{name}-{taken}")
    return names
