"""The folder of results: every document of a plan, and a text that says what each is and who may see it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from safepassage.documents.captions import LANGUAGES
from safepassage.documents.geojson import write_geojson
from safepassage.documents.gpx import write_gpx
from safepassage.documents.map_page import write_map
from safepassage.documents.plan_file import PLAN_NAME, SCENARIO_NAME, write_plan, write_scenario
from safepassage.documents.route_card import read_drives, write_route_cards
from safepassage.documents.time_distance import time_distance_svg
from safepassage.documents.timetable import write_timetable
from safepassage.documents.waves import write_crowds, write_waves
from safepassage.errors import Problem
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

_README = """{title}

AUDIENCE OF EVERY FILE HERE: internal. They hold needs, reception addresses and every convoy; none may be given to a party,
to a driver or to the public. Only a route card leaves this folder, printed, for the leader of the one convoy it names.

map.html           the plan on a map with a time slider; open it in a browser, it needs no network and makes no request
time-distance.svg  time to the right, kilometres upwards: windows of silence as rectangles, convoys as lines
timetable.csv      what every vehicle does when, in UTC and on every party's clock (UTF-8, commas; opens in a spreadsheet)
waves.csv          who is called to which gathering point when, by ticket, and when they board
crowds.csv         how many people wait at each gathering point in each quarter of an hour, and whether it holds them
route-cards/       one card for each convoy leader: print on both sides of A4, flip on the short edge, fold to A5
plan.json          the whole plan for programs; safepassage.read_plan reads it
scenario.json      what the plan was made from, for programs; its SHA-256 stands in plan.json; keep both together
plan.geojson       roads, segments, places and convoys for a geographic information system
routes.gpx         the roads and places for a navigator, without any time

Leaving is voluntary. Those who stay lose no protection.
"""

_NAMES = (
    *("README.txt", "map.html", "time-distance.svg", "timetable.csv", "waves.csv", "crowds.csv"),
    *(PLAN_NAME, SCENARIO_NAME, "plan.geojson", "routes.gpx"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a folder of results, and what in them is printed otherwise than the scenario says it."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def write_documents(plan: Plan, scenario: Scenario, folder: Path, *, cards_since: datetime | None = None) -> Written:
    """Write every document into a folder, which is made where it is missing; the route cards come last.

    `cards_since`: only convoys that leave then or later get a card; the leaders of the others have theirs.

    Files of an earlier plan in the same folder are replaced, and all its route cards are removed before anything is written. A name
    that the cards cannot print is replaced by an id there; README.txt says so, and so do the problems returned.

    Raises:
        PlanBrokenError: a convoy would be on a segment outside its silence, in the dark, or at a closed checkpoint; nothing is written.
    """
    carded = make_room(plan, scenario, folder, cards_since=cards_since)
    (folder / "README.txt").write_text(_README.format(title=plan.scenario_title), encoding="utf-8")
    write_plan(plan, folder / PLAN_NAME)
    write_scenario(scenario, plan, folder / SCENARIO_NAME)
    write_timetable(plan, scenario, folder / "timetable.csv")
    write_waves(plan, scenario, folder / "waves.csv")
    write_crowds(plan, scenario, folder / "crowds.csv")
    write_map(plan, scenario, folder / "map.html")
    write_geojson(plan, scenario, folder / "plan.geojson")
    write_gpx(plan, scenario, folder / "routes.gpx")
    language = scenario.language if scenario.language in LANGUAGES else "en"
    (folder / "time-distance.svg").write_text(time_distance_svg(plan, scenario, language=language), encoding="utf-8")
    cards = write_route_cards(carded, scenario, folder / "route-cards")
    if cards.problems:
        with (folder / "README.txt").open("a", encoding="utf-8") as readme:
            readme.write("\nOn the route cards some names are not printed as they are written:\n")
            readme.writelines(f"- {problem.where}: {problem.what}. {problem.repair}\n" for problem in cards.problems)
    return Written((*(folder / name for name in _NAMES), *cards.paths), cards.problems)


def make_room(plan: Plan, scenario: Scenario, folder: Path, *, cards_since: datetime | None = None) -> Plan:
    """Make the folder, and remove from it what shows another plan: its cards, maps and tables. Gives the plan with the convoys that get
    a card.

    Raises:
        PlanBrokenError: as `write_documents`; nothing is removed.
    """
    convoys = tuple(convoy for convoy in plan.convoys if cards_since is None or convoy.departs_at >= cards_since)
    carded = plan.model_copy(update={"convoys": convoys})
    read_drives(carded, scenario)
    folder.mkdir(parents=True, exist_ok=True)
    for stale in (*sorted((folder / "route-cards").glob("route-card-*.pdf")), *(folder / name for name in _NAMES)):
        stale.unlink(missing_ok=True)
    return carded
