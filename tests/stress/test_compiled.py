"""What is compiled is the rules of the day themselves: run as plain Python, function by function, they give the same days."""

import numpy as np
import pytest
from tests.documents.sample import sample_plan, sample_scenario
from tests.planning.hamlet import buses, people_at
from tests.stress.days import TOWN, by_the_line, plan_of, ready

from safepassage.corridor import day_rules
from safepassage.scenario.read import read_scenario
from safepassage.stress import ahead, cost, encounter, live
from safepassage.stress.assumptions import Assumptions, read_assumptions
from safepassage.stress.compiled import source_digest
from safepassage.stress.day import COLUMNS
from safepassage.stress.daybreak import end_day, start_day
from safepassage.stress.draws import draw_day, random_rows
from safepassage.stress.live import live_day
from safepassage.stress.simulate import new_day, new_draw, simulate_days


def rough(silence: str = "offered") -> Assumptions:
    """Everything on and likely, so that every rule is met within a few days."""
    told = read_assumptions().model_dump()
    for cause in ("closures", "suspensions", "late_openings", "slow_checkpoints", "early_dark", "no_shows", "more_people"):
        told[cause]["probability"] = 0.3
    told["breakdowns"]["per_1000_km"] = 3.0
    told["rules"]["silence"] = silence
    return Assumptions.model_validate(told)


def cases():
    town = read_scenario(TOWN)
    full = by_the_line(gathering_points=(people_at("square", 90),), fleet=(buses(5),))
    return {"hamlet": (full, plan_of(full)), "town": (town, plan_of(town)), "by hand": (sample_scenario(), sample_plan())}


@pytest.mark.parametrize("case", ["hamlet", "town", "by hand"])
@pytest.mark.parametrize("silence", ["plan", "offered"])
def test_plain_python_lives_the_same_days(case, silence):
    scenario, plan = cases()[case]
    _, task = ready(scenario, plan, rough(silence))
    days = 25
    fast = simulate_days(task.programme, task.chances, task.layout, vehicles=task.vehicles, seed=5, first_day=0, days=days)
    draw, day = new_draw(task.programme, task.vehicles, len(task.chances.day_from)), new_day(task.programme)
    slow = np.empty((days, COLUMNS))
    for row, numbers in enumerate(random_rows(5, 0, days, task.layout.numbers)):
        draw_day(task.programme, task.chances, task.layout, numbers, draw)
        start_day(task.programme, draw, day)
        live_day(task.programme, draw, day)
        end_day(task.programme, draw, day)
        slow[row] = day.counted
    assert (slow == fast.counted).all()
    assert (day.stranded_at == fast.stranded_at).all()
    assert (day.turned_at == fast.turned_at).all()
    assert (day.waited_at == fast.waited_at).all()
    assert len(np.unique(slow, axis=0)) > days // 2, "the days differ, or this says nothing"


def test_the_simulator_holds_the_very_functions_of_the_rules():
    for module, names in (
        (live, ("is_overdue", "order_at_boundary")),
        (encounter, ("earliest_within", "order_at_boundary", "wave_boards_at")),
        (ahead, ("earliest_silent", "earliest_unblocked", "earliest_within")),
        (cost, ("minutes_outside",)),
    ):
        for name in names:
            assert getattr(module, name) is getattr(day_rules, name)


def test_an_edited_rule_is_never_answered_by_code_compiled_before(tmp_path, monkeypatch):
    """The digest in the compiled function changes with the text of the rules."""
    before = source_digest()
    edited = tmp_path / "day_rules.py"
    edited.write_bytes(open(day_rules.__file__, "rb").read() + b"\n")  # noqa: SIM115
    monkeypatch.setattr(day_rules, "__file__", str(edited))
    assert source_digest() != before
