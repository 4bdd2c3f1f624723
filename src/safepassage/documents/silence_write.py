"""The folder of a curve of silence: the page, the pictures, the figures, and a folder for each plan that has a name."""

import json
from pathlib import Path

from safepassage.corridor import PriorityClass
from safepassage.documents.captions import LANGUAGES
from safepassage.documents.local_times import zones_of
from safepassage.documents.map_page import write_map
from safepassage.documents.plan_file import PLAN_NAME, SCENARIO_NAME, write_plan, write_scenario
from safepassage.documents.route_card import read_drives
from safepassage.documents.silence_page import write_silence_page
from safepassage.documents.silence_picture import silence_curve_svg, silence_windows_svgs
from safepassage.documents.silence_words import MEANINGS, NAMES, NO_BOUND, choices
from safepassage.documents.spreadsheet import times, write_sheet
from safepassage.documents.time_distance import time_distance_svg
from safepassage.documents.timetable import write_timetable
from safepassage.planning.result import Plan
from safepassage.planning.silence_curve import CurvePlan, SilenceCurve
from safepassage.scenario.scenario import Scenario

SILENCE_FORMAT = 1

_README = """{title}

AUDIENCE OF EVERY FILE HERE: internal. They show what would be conceded in talks; none may be given to a party.

silence.html       definitions, tables and pictures to choose a plan by; it needs no network and makes no request
silence.svg        people out against kilometre-hours of silence asked
silence.json       all of it for programs

Plans with a name, each whole and checked, in a folder of its own:
{folders}
In each of them:

plan.json, scenario.json  the plan and what it was made from; keep both together
windows.csv, windows.svg  the windows of silence to be agreed, on every party's clock, and as a picture
timetable.csv             what every vehicle does when
map.html                  the plan on a map with a time slider
time-distance.svg         time to the right, kilometres upwards

Leaving is voluntary. Those who stay lose no protection.
"""


def write_silence(curve: SilenceCurve, folder: Path) -> None:
    """Write everything into a folder, which is made where it is missing. Route cards are made for a plan that has been chosen, not here.

    Raises:
        PlanBrokenError: a convoy would be on a segment outside its silence, in the dark, or at a closed checkpoint; nothing is written.
    """
    chosen = choices(curve)
    for each, _ in chosen:
        read_drives(each.plan, curve.scenario)
    folder.mkdir(parents=True, exist_ok=True)
    lines = (f"{names[0].value + '/':<24}{'; '.join(NAMES[name] for name in names)}\n" for _, names in chosen)
    readme = _README.format(title=curve.plans[0].plan.scenario_title, folders="".join(lines))
    (folder / "README.txt").write_text(readme, encoding="utf-8", newline="\n")
    (folder / "silence.json").write_text(_silence_json(curve), encoding="utf-8", newline="\n")
    (folder / "silence.svg").write_text(silence_curve_svg(curve), encoding="utf-8", newline="\n")
    write_silence_page(curve, folder / "silence.html")
    pictures = iter(silence_windows_svgs(curve))
    for each, names in chosen:
        _write_plan_folder(each.plan, curve.scenario, folder / names[0].value)
        if each.plan.windows:
            (folder / names[0].value / "windows.svg").write_text(next(pictures), encoding="utf-8", newline="\n")


def _write_plan_folder(plan: Plan, scenario: Scenario, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    write_plan(plan, folder / PLAN_NAME)
    write_scenario(scenario, plan, folder / SCENARIO_NAME)
    write_windows(plan, scenario, folder / "windows.csv")
    write_timetable(plan, scenario, folder / "timetable.csv")
    write_map(plan, scenario, folder / "map.html")
    language = scenario.language if scenario.language in LANGUAGES else "en"
    (folder / "time-distance.svg").write_text(time_distance_svg(plan, scenario, language=language), encoding="utf-8", newline="\n")


def write_windows(plan: Plan, scenario: Scenario, path: Path) -> None:
    """Write one row for each window of silence of a plan: where, when on every clock, how much, and who stands behind it."""
    zones = zones_of(scenario)
    edges = [column for edge in ("starts_at", "ends_at") for column in (f"{edge}_utc", *(f"{edge} {zone}" for zone in zones))]
    rows = (
        {
            "audience": plan.audience,
            "segment": window.segment,
            "segment_name": scenario.name(window.segment, scenario.language),
            **times("starts_at", window.interval.starts_at, zones),
            **times("ends_at", window.interval.ends_at, zones),
            "km": f"{window.km:.3f}",
            "km_h": f"{window.km_h:.3f}",
            "parties": ", ".join(window.parties),
            "status": window.status.value,
        }
        for window in plan.windows
    )
    write_sheet(path, ["audience", "segment", "segment_name", *edges, "km", "km_h", "parties", "status"], rows)


def _silence_json(curve: SilenceCurve) -> str:
    scenario, plan = curve.scenario, curve.plans[0].plan
    folders = {id(each): names[0].value for each, names in choices(curve)}
    content = {
        "format": SILENCE_FORMAT,
        "audience": plan.audience,
        "scenario": scenario.id,
        "scenario_hash": plan.scenario_hash,
        "planner": plan.planner,
        "seed": plan.certificate.seed,
        "work": plan.certificate.work,
        "rules": scenario.silence.model_dump(mode="json"),
        "bound": NO_BOUND,
        "is_stopped": curve.is_stopped,
        "named": [
            {"id": name.value, "name": NAMES[name], "meaning": MEANINGS[name], "folder": folders[id(each)], **_figures(each)}
            for name, each in curve.named.items()
        ],
        "curve": [_figures(each) for each in curve.plans],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _figures(each: CurvePlan) -> dict[str, object]:
    figures = each.plan.figures
    return {
        "silence_km_h": each.km_h,
        "points": each.points,
        "people_out": each.out.total_people,
        **{f"{priority.value}_people_out": each.out[priority] for priority in PriorityClass},
        "fleet_people_out": figures.out.total_people,
        "own_transport_people_out": figures.own_transport_out.total_people,
        "goods_delivered_kg": figures.goods_delivered_kg,
        "vehicles_used": figures.vehicles_used,
        "windows": [window.model_dump(mode="json") | {"km_h": window.km_h} for window in each.plan.windows],
    }
