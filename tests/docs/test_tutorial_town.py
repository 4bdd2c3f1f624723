"""What the README of the tutorial's town says of plans is so."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import safepassage
from safepassage.planning.itinerary import Alight
from safepassage.planning.result import Plan

TOWN = Path(__file__).parents[2] / "examples" / "tutorial-town"

Rows = list[dict[str, str]]


def plan_changed(folder: Path, file: str, change: Callable[[Rows], Rows]) -> Plan:
    """Plan the town with one file changed, until no better plan can be."""
    town = folder / "town"
    shutil.copytree(TOWN, town)
    text = "".join(f"{line}\n" for line in (town / file).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    rows = change(list(csv.DictReader(text.splitlines())))
    with (town / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return safepassage.plan(safepassage.read_scenario(town), seconds=300)


def first_arrival(plan: Plan) -> str:
    arrivals = [activity.starts_at for day in plan.itineraries for activity in day.activities if isinstance(activity, Alight)]
    return f"{min(arrivals):%H:%M}"


def test_everybody_comes_out_and_the_first_reach_the_reception_before_ten() -> None:
    plan = safepassage.plan(safepassage.read_scenario(TOWN), seconds=300)
    assert plan.figures.out.total_people == 300
    assert plan.figures.own_transport_units_out == 12
    assert plan.figures.goods_delivered_kg == 1650
    assert first_arrival(plan) < "10:00"
    assert plan.certificate.gap == pytest.approx(0.0, abs=1e-6)


def test_with_four_beds_two_stretcher_cases_stay_and_the_plan_says_why(tmp_path: Path) -> None:
    plan = plan_changed(tmp_path, "hospitals.csv", lambda rows: [row | {"hospital_beds": "4"} for row in rows])
    assert plan.figures.registered.stretcher_people - plan.figures.out.stretcher_people == 2
    assert any("beds" in reason for reason in plan.reasons)


def test_with_both_bridges_closed_nobody_leaves_before_eleven_and_some_stay(tmp_path: Path) -> None:
    def close_old_bridge(rows: Rows) -> Rows:
        return [*rows, {"kind": "name", "what": "Old Bridge", "until": "2030-05-06 11:00 Africa/Abidjan", "source": "invented"}]

    plan = plan_changed(tmp_path, "closures.csv", close_old_bridge)
    assert first_arrival(plan) > "11:00"
    assert 0 < plan.figures.out.total_people < 300
