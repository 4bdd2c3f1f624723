"""The stress test against closed forms: a queue with a known delay, binomial no-shows, binomial breakdowns."""

from math import comb, exp, floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from tests.planning.hamlet import at, buses, people_at, span
from tests.stress.days import Told, by_the_line, calm, plan_of, ready

from safepassage.stress.assumptions import Assumptions
from safepassage.stress.day import Column
from safepassage.stress.draws import units_staying_away
from safepassage.stress.ensemble import live_ensemble
from safepassage.stress.line import QUARTER_MIN, let_through, take_room
from safepassage.stress.simulate import new_draw, simulate_draw

DAYS = 20_000


@given(st.integers(1, 9), st.integers(1, 30), st.integers(0, 14))
def test_a_line_that_all_join_at_once_lets_the_nth_through_after_n_over_c_quarters(passes, vehicles, minute):
    """Fluid queue: the n-th of them (from 0) goes in quarter floor(n / c), at its beginning but for the first quarter."""
    room = np.full((1, 40), float(passes))
    for n in range(vehicles):
        goes_min = let_through(room, 0, 0, -1, minute, 1.0)
        take_room(room, 0, 0, -1, minute, goes_min, 1.0)
        assert goes_min == max(minute, QUARTER_MIN * floor(n / passes))


@pytest.mark.parametrize(("arrive", "passes"), [(4, 2), (3, 2), (9, 4), (2, 2), (1, 3)])
def test_a_deterministic_queue_grows_by_what_arrives_beyond_what_passes(arrive, passes):
    """D/D/1: `arrive` in each quarter's first minute, `passes` served: the n-th waits floor(n / c) - floor(n / a) quarters, or not."""
    room = np.full((1, 200), float(passes))
    for n in range(20 * arrive):
        at_min = QUARTER_MIN * (n // arrive)
        goes_min = let_through(room, 0, 0, -1, at_min, 1.0)
        take_room(room, 0, 0, -1, at_min, goes_min, 1.0)
        assert goes_min - at_min == QUARTER_MIN * max(0, n // passes - n // arrive)


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from([0.25, 1.0, 3.0, 7.5])), min_size=1, max_size=25), st.integers(1, 5))
def test_a_line_is_first_come_first_served_and_never_lets_more_through_than_it_passes(coming, passes):
    """Whatever joins, by quarter's end no more has passed than the quarters until then pass; and nobody overtakes."""
    room = np.full((1, 200), float(passes))
    passed = []
    for at_min, needs in sorted(coming):
        goes_min = let_through(room, 0, 0, -1, at_min, needs)
        take_room(room, 0, 0, -1, at_min, goes_min, needs)
        assert goes_min >= at_min
        passed.append((goes_min, needs))
    assert [goes for goes, _ in passed] == sorted(goes for goes, _ in passed)
    for quarter in range(100):
        through = sum(needs for goes, needs in passed if goes < QUARTER_MIN * (quarter + 1))
        assert through <= passes * (quarter + 1) + 1e-5


def test_a_whole_day_at_a_gate_that_passes_half_waits_as_the_closed_form_says():
    """Four buses at the gate at 09:25, which passes two in a quarter: two go at once, two at 09:30, five minutes late each."""
    changes = {"gathering_points": (people_at("square", 40),), "fleet": (buses(4),)}
    plan = plan_of(by_the_line(**changes, horizon=span("09:00", "10:15")))
    _, task = ready(by_the_line(**changes), plan, calm())
    draw = new_draw(task.programme, task.vehicles, len(task.chances.day_from))
    draw.slow_since[0, 0], draw.slow_until[0, 0], draw.slows[0], draw.slow[0] = 0, 1000, 1, 0.5
    told = Told(simulate_draw(task.programme, task.chances, task.layout, draw).counted[0])
    assert told[Column.WAITED_VEHICLE_MIN] == sum(max(0, QUARTER_MIN * (1 + n // 2) - 25) for n in range(4)) == 10


@pytest.mark.parametrize(("units", "probability"), [(1, 0.3), (10, 0.05), (41, 0.05), (200, 0.5), (500, 0.01)])
def test_who_stays_away_is_binomial(units, probability):
    """Turned round from evenly spread numbers, each count comes as often as the formula says; so mean n p and variance n p (1 - p)."""
    table = binom.cdf(np.arange(units + 1), units, probability)
    numbers = (np.arange(20_000) + 0.5) / 20_000
    away = np.array([units_staying_away(table, 0, units, number) for number in numbers])
    assert away.mean() == pytest.approx(units * probability, rel=1e-3)
    assert away.var() == pytest.approx(units * probability * (1 - probability), rel=5e-3)
    for count in (0, 1, units // 2):
        expected = comb(units, count) * probability**count * (1 - probability) ** (units - count)
        assert (away == count).mean() == pytest.approx(expected, abs=2e-4)


def likely(**causes: dict[str, float]) -> Assumptions:
    told = calm().model_dump()
    for cause, values in causes.items():
        told[cause] |= {"is_on": True} | values
    return Assumptions.model_validate(told)


def test_no_shows_of_an_ensemble_have_the_binomials_mean_and_variance():
    """Forty people, one in eight stays away: mean 5, variance 4.375, within four standard errors."""
    scenario = by_the_line(gathering_points=(people_at("square", 40),), fleet=(buses(4),))
    _, task = ready(scenario, plan_of(scenario), likely(no_shows={"probability": 0.125}))
    counted = live_ensemble(task, DAYS, workers=2).lived.counted
    away = counted[:, Column.STAYED_AWAY : Column.STAYED_AWAY + 4].sum(axis=1)
    assert away.mean() == pytest.approx(5.0, abs=4 * (4.375 / DAYS) ** 0.5)
    assert away.var() == pytest.approx(4.375, abs=4 * 4.375 * (2 / DAYS) ** 0.5)
    out = counted[:, Column.OUT : Column.OUT + 4].sum(axis=1)
    assert (out == 40 - away).all()


def test_breakdowns_of_vehicles_that_drive_the_same_way_are_binomial():
    """Four buses drive 40 km each at 10 breakdowns per 1,000 km: each fails with p = 1 - exp(-0.4); so many of four with its binomial."""
    changes = {"gathering_points": (people_at("square", 40),), "fleet": (buses(4),), "horizon": span("09:00", "10:15")}
    scenario = by_the_line(**changes)
    plan = plan_of(scenario)
    assert plan.figures.vehicle_km == pytest.approx(160.0)
    _, task = ready(scenario, plan, likely(breakdowns={"per_1000_km": 10.0, "repaired_share": 1.0, "repair_min": 0}))
    broken = live_ensemble(task, DAYS, workers=2).lived.counted[:, Column.BROKEN_DOWN]
    p = 1 - exp(-0.4)
    for count in range(5):
        expected = comb(4, count) * p**count * (1 - p) ** (4 - count)
        assert (broken == count).mean() == pytest.approx(expected, abs=4 * (expected * (1 - expected) / DAYS) ** 0.5)


@pytest.mark.parametrize("passes", [1, 2, 3, 4])
def test_of_a_column_at_a_gate_before_a_window_that_closes_so_many_pass_as_the_quarters_left(passes):
    """Eight buses at the gate at 09:25; `passes` go in each quarter, in the first at 09:25, then at 09:30, 09:45, 10:00 and so on.

    Held five minutes, twenty on the line, which is silent until 10:31: who leaves the gate's queue by 10:06 gets through, that is those of
    the quarters that begin at 09:15, 09:30, 09:45 and 10:00, 4 x `passes`; every bus after them turns back, and its people are home.
    """
    changes = {"gathering_points": (people_at("square", 80),), "fleet": (buses(8),)}
    gate = by_the_line().checkpoints[0].model_copy(update={"outbound_vehicles_per_15_min": 8, "inbound_vehicles_per_15_min": 8})
    plan = plan_of(by_the_line(**changes, checkpoints=(gate,), horizon=span("09:00", "10:15")))
    assert plan.figures.out.total_people == 80
    scenario = by_the_line(**changes, checkpoints=(gate,))
    scenario = scenario.model_copy(update={"windows": tuple(w.model_copy(update={"closes": at("10:31")}) for w in scenario.windows)})
    _, task = ready(scenario, plan, calm())
    draw = new_draw(task.programme, task.vehicles, len(task.chances.day_from))
    draw.slow_since[0, 0], draw.slow_until[0, 0], draw.slows[0], draw.slow[0] = 0, 1000, 1, passes / 8
    told = Told(simulate_draw(task.programme, task.chances, task.layout, draw).counted[0])
    through = min(8, 4 * passes)
    assert (told[Column.OUT], told[Column.HOME]) == (10 * through, 80 - 10 * through)
    assert told[Column.OUTSIDE_PERSON_MIN] == 0


def test_suspensions_cost_the_minutes_that_a_geometric_argument_says():
    """One bus is on the line from 09:30 to 09:50; a suspension of 30 minutes begins evenly between 09:00 and 13:00 with probability 1/2.

    It is known at the square if it begins by 09:10, when the bus comes: it then waits there and holds nowhere. Beginning at minute s from
    16 to 29 it is met before the line and costs s + 30 - 30 minutes of holding; between 31 and 49 the bus is on the line, 50 - s minutes
    outside; else nothing. Means over s = 0 ... 239: the sums of both, divided by 2 x 240, within four standard errors.
    """
    scenario = by_the_line()
    _, task = ready(scenario, plan_of(scenario), likely(suspensions={"probability": 0.5, "lasts_min": 30}))
    counted = live_ensemble(task, DAYS, workers=2).lived.counted
    outside = counted[:, Column.OUTSIDE_VEHICLE_MIN]
    expected = sum(50 - s for s in range(31, 50)) / 480
    assert outside.mean() == pytest.approx(expected, abs=4 * outside.std() / DAYS**0.5)
    held = counted[:, Column.WAITED_VEHICLE_MIN]
    expected = sum(s for s in range(16, 31)) / 480
    assert held.mean() == pytest.approx(expected, abs=4 * held.std() / DAYS**0.5)
    assert (counted[:, Column.OUT : Column.OUT + 4].sum(axis=1) == 10).all()


def test_standard_errors_are_those_of_many_repetitions():
    """Of 400 ensembles of 500 days from an exponential distribution, the means scatter as each one's own standard errors say."""
    from safepassage.stress.count import spread

    random = np.random.default_rng(7)
    told = [spread(random.exponential(100.0, 500), 0, is_more_better=False) for _ in range(400)]
    for mean, error in (("mean", "mean_error"), ("worst_5_percent_mean", "worst_5_percent_mean_error")):
        scatter = np.std([getattr(each, mean) for each in told])
        assert np.mean([getattr(each, error) for each in told]) == pytest.approx(scatter, rel=0.12)


def test_the_worst_five_per_cent_of_a_known_distribution():
    """Of the numbers 1 to 100 the five lowest are 1 to 5: from 5, mean 3; of costs 96 to 100: from 96, mean 98."""
    from safepassage.stress.count import spread

    days = np.arange(1.0, 101.0)
    people, costs = spread(days, 100, is_more_better=True), spread(days, 0, is_more_better=False)
    assert (people.worst_5_percent, people.worst_5_percent_mean, people.median) == (5, 3, 50.5)
    assert (costs.worst_5_percent, costs.worst_5_percent_mean) == (96, 98)
    few = spread(days[:7], 7, is_more_better=True)
    assert (few.worst_5_percent, few.worst_5_percent_mean) == (1, 1), "of seven days the worst one"
