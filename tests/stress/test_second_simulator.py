"""The simulator against a second one, written from the words of docs/stress.md: hundreds of random days, day by day."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.oracles.tiny import odd, small
from tests.stress.days import ready
from tests.stress.second_simulator import Befallen, SecondDay
from tests.stress.strip import strip
from tests.stress.test_compiled import cases, rough

from safepassage.planning.itinerary import Board, Drive
from safepassage.planning.plan import plan as make_plan
from safepassage.planning.result import Plan
from safepassage.scenario.read import read_scenario
from safepassage.scenario.scenario import ColumnRules, Scenario
from safepassage.stress.assumptions import Assumptions, read_assumptions
from safepassage.stress.build import Staged
from safepassage.stress.day import Column, Draw
from safepassage.stress.draws import draw_day, random_rows
from safepassage.stress.simulate import new_draw, simulate_draw

BY_CLASS = (Column.OUT, Column.OWN_OUT, Column.HOME, Column.STRANDED, Column.STAYED_AWAY, Column.MORE_TAKEN, Column.GOODS_KG)


def told_of(scenario: Scenario, plan: Plan, staged: Staged, draw: Draw) -> Befallen:
    """What a draw holds, by name."""
    opens: dict[str, list[int]] = {segment.id: [] for segment in scenario.segments}
    for span, segment in enumerate(staged.window_segments.tolist()):
        if segment >= 0:
            opens[scenario.segments[segment].id].append(int(draw.opens[span]))
    programme = staged.programme
    return Befallen(
        opens=opens,
        dusk=draw.closes[programme.light_first : programme.light_end].tolist(),
        blocks={
            segment.id: list(zip(draw.since[row, : draw.blocks[row]].tolist(), draw.until[row, : draw.blocks[row]].tolist(), strict=True))
            for row, segment in enumerate(scenario.segments)
        },
        slow={
            place.id: list(
                zip(draw.slow_since[row, : draw.slows[row]].tolist(), draw.slow_until[row, : draw.slows[row]].tolist(), strict=True)
            )
            for row, place in enumerate(scenario.checkpoints)
        },
        passes_share=float(draw.slow[0]),
        holds_times=float(draw.slow[1]),
        breakdown={name: (float(draw.breakdown_km[row]), int(draw.repair_min[row])) for name, row in staged.vehicle_of.items()},
        come=draw.come.tolist(),
        own_come=draw.own_come.tolist(),
        more={place.id: draw.more[row].tolist() for row, place in enumerate(scenario.gathering_points)},
        longer_min={place.id: int(draw.boarding_longer_min[row]) for row, place in enumerate(scenario.gathering_points)},
    )


def both(
    scenario: Scenario, plan: Plan, assumptions: Assumptions, *, seed: int, first: int, days: int
) -> Iterator[tuple[int, dict[str, float], dict[str, float]]]:
    """The same days by both simulators, as far as they differ."""
    staged, task = ready(scenario, plan, assumptions, seed)
    draw = new_draw(task.programme, task.vehicles, len(task.chances.day_from))
    for day, numbers in enumerate(random_rows(seed, first, days, task.layout.numbers), start=first):
        draw_day(task.programme, task.chances, task.layout, numbers, draw)
        one = simulate_draw(task.programme, task.chances, task.layout, draw)
        other = SecondDay(
            scenario, plan, assumptions.rules, assumptions.breakdowns.transfer_min, told_of(scenario, plan, staged, draw)
        ).live()
        yield day, *differing(one.counted[0], one.stranded_at, staged, other)


def differing(counted: np.ndarray, stranded_at: np.ndarray, staged: Staged, other: SecondDay) -> tuple[dict[str, float], dict[str, float]]:  # type: ignore[type-arg]
    ours, theirs = {}, {}
    for column in Column:
        for row, name in enumerate([f"{column.name}+{row}" for row in range(4)] if column in BY_CLASS else [column.name]):
            a, b = float(counted[column + row]), float(other.count[name])
            if abs(a - b) > (1e-6 + 1e-6 * abs(a) if column is Column.DANGER else 0):
                ours[name], theirs[name] = a, b
    where = Counter({(staged.locations[row], hour): int(n) for (row, hour), n in np.ndenumerate(stranded_at) if n})
    if where != +other.stranded:
        ours["where"], theirs["where"] = where - other.stranded, other.stranded - where  # type: ignore[assignment]
    return ours, theirs


def assert_same(scenario: Scenario, plan: Plan, assumptions: Assumptions, *, seed: int, days: int, first: int = 0) -> None:
    for day, ours, theirs in both(scenario, plan, assumptions, seed=seed, first=first, days=days):
        assert ours == theirs, f"{scenario.id}, seed {seed}, day {day}"


def hasty(silence: str) -> Assumptions:
    """Everything likely, and short enough for a day of two hours: what is met in Mariupol in four days happens here in minutes."""
    told = rough(silence).model_dump()
    changes = {
        "breakdowns": {"per_1000_km": 20.0, "repair_min": 12, "transfer_min": 4},
        "suspensions": {"lasts_min": 25},
        "closures": {"least_min": 10, "most_min": 90},
        "late_openings": {"mean_min": 15.0},
        "slow_checkpoints": {"least_min": 15, "most_min": 90},
        "early_dark": {"least_min": 5, "most_min": 40},
        "rules": {"hold_on_road_min": 15, "queue_min": 40, "overdue_min": 5},
    }
    return Assumptions.model_validate(
        {name: fields | changes.get(name, {}) if name != "format" else fields for name, fields in told.items()}
    )


def tight(scenario: Scenario) -> Scenario:
    """Halts that hold one vehicle and segments that two may enter in a quarter of an hour: everybody meets somebody."""
    halts = tuple(halt.model_copy(update={"holds_vehicles": 1}) for halt in scenario.safe_halts)
    segments = tuple(segment.model_copy(update={"vehicles_per_15_min": 2}) for segment in scenario.segments)
    return scenario.model_copy(update={"safe_halts": halts, "segments": segments})


@pytest.mark.parametrize("case", ["hamlet", "town", "by hand"])
@pytest.mark.parametrize("silence", ["plan", "offered"])
def test_both_live_the_same_days(case, silence):
    """People by class, stranded where and when, minutes outside a window, danger: everything that is counted, on every day."""
    assert_same(*cases()[case], rough(silence), seed=11, days=120)


@pytest.mark.parametrize("seed", range(16))
def test_both_live_the_same_days_of_odd_plans(seed):
    """Halts, fuel, dusk, duty, goods for a centre, families, two journeys of a vehicle; and all that where everything is tight."""
    scenario = odd(seed)
    plan = make_plan(scenario, work=8)
    assert_same(scenario, plan, hasty("offered"), seed=seed, days=8)
    assert_same(tight(scenario), plan, hasty("plan"), seed=seed, days=8)


@pytest.mark.parametrize("seed", range(10))
def test_both_live_the_same_days_on_a_road_where_everything_is_met(seed):
    """Full halts, queues before segments, convoys that lose vehicles, crews that go off duty, windows with a gap, vehicles that go on from
    a halt: on such days a rule changed by hand in one of the two is found.
    """
    scenario = strip(seed)
    plan = make_plan(scenario, work=8)
    for silence in ("offered", "plan"):
        assert_same(scenario, plan, hasty(silence), seed=seed, days=8)


@pytest.mark.parametrize("seed", [1, 3, 9])
def test_both_live_the_same_days_of_plans_that_board_at_two_places(seed):
    """Vehicles that take people at one gathering point and drive them to another, where more board."""
    scenario = small(seed).model_copy(update={"column": ColumnRules(second_boarding_within_min=60)})
    plan = make_plan(scenario, work=8)
    assert any(
        isinstance(one, Board) and isinstance(other, Drive) and isinstance(third, Board)
        for each in plan.itineraries
        for one, other, third in zip(each.activities, each.activities[1:], each.activities[2:], strict=False)
    )
    assert_same(scenario, plan, hasty("offered"), seed=seed, days=25)


def test_both_live_the_same_days_of_mariupol():
    """Own cars, nights at halts, two roads, a danger point: twenty whole horizons of four days."""
    scenario = read_scenario(Path(__file__).parents[2] / "examples" / "mariupol-2022-03")
    assert_same(scenario, make_plan(scenario, work=10), read_assumptions(), seed=3, days=20)
