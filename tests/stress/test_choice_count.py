"""The arithmetic of a choice against closed forms, brute force and theory."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from safepassage.stress.choice_count import choose_row, difference, not_dominated, scores, tail_values

SHARE = 0.05
FIGURES = st.lists(st.integers(0, 400), min_size=2, max_size=120)


def test_the_worst_five_per_cent_of_a_normal_figure_have_the_mean_that_theory_gives():
    """Mean 1,000 and deviation 100: 1,000 - 100 x density at the quantile / 0.05."""
    days = np.random.default_rng(1).normal(1000.0, 100.0, 400_000)
    assert tail_values(days).mean() == pytest.approx(1000.0 - 100.0 * norm.pdf(norm.ppf(SHARE)) / SHARE, abs=1.5)


def test_of_a_uniform_figure_it_is_half_the_share():
    days = np.arange(10_000) / 10_000
    assert tail_values(days).mean() == pytest.approx(0.025, abs=1e-4)
    assert tail_values(days, is_more_better=False).mean() == pytest.approx(0.975, abs=1e-4)


@given(FIGURES)
def test_it_is_the_most_that_the_formula_of_rockafellar_and_uryasev_gives_over_all_quantiles(figures):
    days = np.array(figures, float)
    best = max(q - np.maximum(0.0, q - days).mean() / SHARE for q in days)
    assert tail_values(days).mean() == pytest.approx(best, abs=1e-9)


@given(st.lists(st.integers(0, 400), min_size=20, max_size=20))
def test_of_twenty_days_it_is_the_worst_one(figures):
    assert tail_values(np.array(figures, float)).mean() == pytest.approx(min(figures))
    assert tail_values(np.array(figures, float), is_more_better=False).mean() == pytest.approx(max(figures))


def test_ranges_of_paired_differences_hold_the_truth_as_often_as_they_say():
    """Two figures that share most of their luck; of 500 samples of 2,000 days, 95 in 100 ranges of both figures hold the known truth."""
    random = np.random.default_rng(7)
    truth = -2.0 + 1.0 * (norm.pdf(norm.ppf(SHARE)) / SHARE) * (np.hypot(10.0, 3.0) - 10.0)
    held = {"mean": 0, "tail": 0}
    for _ in range(500):
        shared = random.normal(0.0, 10.0, 2000)
        one, other = 100.0 + shared, 102.0 + shared + random.normal(0.0, 3.0, 2000)
        mean = difference(one, other, comparisons=1)
        tail = difference(tail_values(one), tail_values(other), comparisons=1)
        held["mean"] += mean.low <= -2.0 <= mean.high
        held["tail"] += tail.low <= truth <= tail.high
    assert 0.92 <= held["mean"] / 500 <= 0.98
    assert 0.91 <= held["tail"] / 500 <= 0.98


def test_pairing_shows_a_difference_that_two_samples_of_their_own_would_hide():
    random = np.random.default_rng(3)
    shared = random.normal(0.0, 100.0, 400)
    assert difference(shared + 2.0, shared + random.normal(0.0, 1.0, 400), comparisons=1).is_shown
    assert not difference(shared + 2.0, random.normal(0.0, 100.0, 400), comparisons=1).is_shown


def test_more_comparisons_make_ranges_wider_and_one_day_shows_nothing():
    days = np.random.default_rng(2).normal(0.0, 1.0, 100)
    one, nine = (difference(days, 0.0 * days, comparisons=count) for count in (1, 9))
    assert nine.high - nine.estimate > one.high - one.estimate
    assert difference(days[:1], 0.0 * days[:1], comparisons=1).low is None
    assert not difference(days[:1] + 9.0, 0.0 * days[:1], comparisons=1).is_shown


@given(
    st.lists(st.tuples(st.integers(0, 20), st.lists(st.integers(0, 20), min_size=40, max_size=40)), min_size=1, max_size=6),
    st.sampled_from([0.0, 0.3, 0.5, 1.0]),
)
def test_a_plan_that_another_beats_in_everything_is_never_chosen(plans, weight):
    points = [np.array(days, float) for _, days in plans]
    planned = [float(value) for value, _ in plans]
    chosen = choose_row(planned, points, weight)
    figures = [(value, days.mean(), tail_values(days).mean()) for value, days in zip(planned, points, strict=True)]
    for other in figures:
        assert not (all(a >= b for a, b in zip(other, figures[chosen], strict=True)) and other != figures[chosen])


def test_a_lead_that_the_days_do_not_show_gives_way_to_the_plan_that_is_worth_more_as_planned():
    random = np.random.default_rng(5)
    base = random.normal(100.0, 10.0, 200)
    luckier = base + random.permutation(np.where(np.arange(200) % 2, 1.3, -1.0))
    lead = difference(scores(luckier, 0.5), scores(base, 0.5), comparisons=1)
    assert lead.estimate > 0.0
    assert not lead.is_shown
    assert choose_row([120.0, 119.0], [base, luckier], 0.5) == 0
    assert choose_row([120.0, 119.0], [base, base + 5.0], 0.5) == 1


def test_the_weight_decides_between_more_on_most_days_and_more_on_the_worst():
    bold = np.where(np.arange(1000) % 10, 20.0, 0.0)
    steady = np.full(1000, 15.0)
    assert choose_row([20.0, 15.0], [bold, steady], 0.0) == 0
    assert choose_row([20.0, 15.0], [bold, steady], 1.0) == 1
    assert not_dominated([(18.0, 0.0), (15.0, 15.0), (15.0, 14.0)]) == [0, 1]


def test_a_beaten_plan_is_not_taken_for_its_wide_range_either():
    """The second is shown to be worse than the first, the third is not, only because it varies more; but the second beats the third."""
    base = np.random.default_rng(8).normal(100.0, 10.0, 300)
    noise = np.random.default_rng(9).normal(0.0, 8.0, 300)
    points = [base + 1.0, base + 0.5, base + noise - noise.mean()]
    assert difference(scores(points[0], 0.0), scores(points[1], 0.0), comparisons=2).is_shown
    assert not difference(scores(points[0], 0.0), scores(points[2], 0.0), comparisons=2).is_shown
    assert choose_row([10.0, 12.0, 11.0], points, 0.0) == 0
