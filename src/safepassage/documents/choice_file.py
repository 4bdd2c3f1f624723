"""The folder of a choice among plans: figures for programs and spreadsheets, the page, every plan, and the chosen one with its documents.

Invariant: equal choices give equal bytes.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from safepassage.documents.choice_page import write_choice_page
from safepassage.documents.choice_words import choice_sentences, rule_sentences
from safepassage.documents.plan_file import PLAN_NAME, SCENARIO_NAME, write_plan, write_scenario
from safepassage.documents.spreadsheet import Row, write_sheet
from safepassage.documents.write import Written, write_documents
from safepassage.scenario.scenario import Scenario
from safepassage.stress.choice_candidates import Candidate
from safepassage.stress.choice_result import Choice, Difference, Judged

CHOICE_NAME = "choice.json"
CHOSEN_FOLDER = "chosen"

_README = """{title}

AUDIENCE OF EVERY FILE HERE: internal. Give none of it to a party; in '{chosen}' its own README.txt says what may be given to whom.

choice.html        which plan holds up, with tables and pictures; it needs no network and makes no request
choice.json        all of it for programs
choice.csv         one row for each plan, for a spreadsheet
assumptions.toml   what was assumed to go wrong, and how often
{chosen}/            the plan to be taken by the rule, with its documents
plans/             every plan that was judged: plan.json and scenario.json belong together

Leaving is voluntary. Those who stay lose no protection.
"""


def write_choice(choice: Choice, scenario: Scenario, candidates: Sequence[Candidate], folder: Path) -> Written:
    """Write everything but the assumptions; what is returned is of the chosen plan's documents.

    Plans of an earlier choice in the same folder are removed, so that none is taken for one that was judged now.

    Raises:
        PlanBrokenError: a convoy of the chosen plan would be on a segment outside its silence, in the dark, or at a closed checkpoint.
    """
    plans = {each.name: each.plan for each in candidates}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(_README.format(title=choice.scenario_title, chosen=CHOSEN_FOLDER), encoding="utf-8", newline="\n")
    (folder / CHOICE_NAME).write_text(_choice_json(choice), encoding="utf-8", newline="\n")
    write_sheet(folder / "choice.csv", *_sheet(choice))
    write_choice_page(choice, folder / "choice.html")
    for stale in sorted((folder / "plans").glob("*")):
        for name in (PLAN_NAME, SCENARIO_NAME):
            (stale / name).unlink(missing_ok=True)
        if stale.is_dir() and not any(stale.iterdir()):
            stale.rmdir()
    for each in choice.candidates:
        kept = folder / each.folder
        kept.mkdir(parents=True, exist_ok=True)
        write_plan(plans[each.name], kept / PLAN_NAME)
        write_scenario(scenario, plans[each.name], kept / SCENARIO_NAME)
    return write_documents(plans[choice.chosen], scenario, folder / CHOSEN_FOLDER)


def _choice_json(choice: Choice) -> str:
    content = choice.model_dump(mode="json") | {"in_words": [*choice_sentences(choice)], "rule": [*rule_sentences(choice)]}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def _sheet(choice: Choice) -> tuple[list[str], list[Row]]:
    rows: list[Row] = []
    for each in choice.candidates:
        row: Row = {
            "audience": choice.audience,
            "name": each.name,
            "title": each.title,
            "why": each.why,
            "is_chosen": "yes" if each.name == choice.chosen else "no",
            "is_compared_with": "yes" if each.name == choice.compared_with else "no",
            "is_efficient": "yes" if each.is_efficient else "no",
            "score": _plain(each.score),
            **_difference("score_difference", each.score_difference),
            **_judged("points", each.points),
            **_judged("people_out", each.people),
        }
        for of_class in each.by_class:
            row |= _judged(f"{of_class.priority.value}_people_out", of_class.people)
        for name in ("in_vehicles", "by_own_means", "sent_home", "stranded", "goods_kg"):
            row |= _judged(name, getattr(each, name))
        for name in ("outside_silence_person_min", "outside_silence_vehicle_min", "dark_person_min", "danger_person_incidents"):
            row |= _judged(name, getattr(each, name))
        row["silence_km_h"] = _plain(each.silence_km_h)
        rows.append(row)
    return list(rows[0]), rows


def _judged(name: str, judged: Judged) -> Row:
    return {
        f"{name}_planned": _plain(judged.planned),
        f"{name}_mean": _plain(judged.mean),
        f"{name}_worst_5_percent_mean": _plain(judged.worst_5_percent_mean),
        **_difference(f"{name}_mean_difference", judged.mean_difference),
        **_difference(f"{name}_worst_difference", judged.worst_difference),
    }


def _difference(name: str, told: Difference | None) -> Row:
    def cells() -> Iterator[tuple[str, str]]:
        for edge in ("estimate", "low", "high"):
            value = getattr(told, edge) if told is not None else None
            yield f"{name}{'' if edge == 'estimate' else '_' + edge}", "" if value is None else _plain(value)

    return dict(cells())


def _plain(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
