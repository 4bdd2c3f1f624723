"""The folder of a changed plan: all documents of a plan, and what is otherwise in it."""

import json
from pathlib import Path

from safepassage.documents.plan_file import PLAN_NAME, SCENARIO_NAME, write_plan, write_scenario
from safepassage.documents.replan_page import write_difference_page
from safepassage.documents.replan_words import DifferenceWords
from safepassage.documents.waves import write_waves
from safepassage.documents.write import Written, make_room, write_documents
from safepassage.planning.replanning.compare import difference_of
from safepassage.planning.replanning.difference import Difference
from safepassage.planning.replanning.replan import Replanned

DIFFERENCE_NAME = "difference.json"
_README = """
difference.html    what is otherwise than in the plan before: convoys, calls, silence, vehicles, people; it is internal as well
difference.json    the same for programs

Route cards are here for convoys that leave at the change or later; the others have theirs.
"""


def write_replanned(replanned: Replanned, folder: Path) -> tuple[Written, DifferenceWords]:
    """Write everything into a folder.

    Raises:
        PlanBrokenError: a convoy to come would be on a segment outside its silence, in the dark, or at a closed checkpoint; nothing is
            written.
    """
    words = write_answer(replanned, folder)
    return write_rest(replanned, folder), words


def write_answer(replanned: Replanned, folder: Path) -> DifferenceWords:
    """Write what somebody waits for: what is otherwise, who is called when, and the plan. What shows an earlier plan is removed.

    Raises:
        PlanBrokenError: as `write_replanned`; nothing is written.
    """
    plan, scenario = replanned.plan, replanned.scenario
    make_room(plan, scenario, folder, cards_since=replanned.state.at)
    difference = difference_of(replanned)
    words = DifferenceWords(difference, scenario, plan, replanned.before)
    write_difference(difference, folder / DIFFERENCE_NAME)
    write_difference_page(words, folder / "difference.html")
    write_plan(plan, folder / PLAN_NAME)
    write_scenario(scenario, plan, folder / SCENARIO_NAME)
    write_waves(plan, scenario, folder / "waves.csv")
    return words


def write_rest(replanned: Replanned, folder: Path) -> Written:
    """Write all documents of the plan: the map, the timetable and the route cards of convoys to come take a while."""
    written = write_documents(replanned.plan, replanned.scenario, folder, cards_since=replanned.state.at)
    with (folder / "README.txt").open("a", encoding="utf-8") as readme:
        readme.write(_README)
    return written


def write_difference(difference: Difference, path: Path) -> None:
    """Write a difference as UTF-8 JSON: keys in alphabetical order, a newline at the end."""
    text = json.dumps(difference.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
