"""Figures of a choice: expected, in the worst five per cent of the days, and how far paired differences can be trusted.

The mean of the worst share a of the days is the conditional value at risk (Rockafellar and Uryasev 2000, doi:10.21314/JOR.2000.038): the
most, over all q, of q - E[(q - x)+] / a, which the a-quantile q attains. So each day has a **tail value** q - (q - x)+ / a, and their mean
is that figure. Since q is where that is most, an error in q hardly matters, and the mean of tail values over many days is as nearly normal
as any mean; of two plans that live through the same days, so is the mean of their differences day by day (common random numbers).

Invariant: a difference is called shown only where its interval leaves out zero; intervals of several comparisons hold together
(Bonferroni; beside common random numbers: Nelson and Matejcik 1995, doi:10.1287/mnsc.41.12.1935).
"""

from collections.abc import Sequence
from math import ceil, inf, sqrt

import numpy as np
from scipy.stats import t as student

from safepassage.stress.choice_result import Difference
from safepassage.stress.day import Floats
from safepassage.stress.result import WORST_SHARE

CONFIDENCE = 0.95


def tail_values(days: Floats, *, is_more_better: bool = True) -> Floats:
    """`float[day]` whose mean is that of the worst five per cent of the days."""
    if not is_more_better:
        return -tail_values(-days)
    worst = ceil(WORST_SHARE * len(days) - 1e-9)
    quantile = float(np.partition(days, worst - 1)[worst - 1])
    return quantile - np.maximum(0.0, quantile - days) / WORST_SHARE


def scores(points: Floats, worst_weight: float) -> Floats:
    """`float[day]` whose mean a plan is chosen by: the points expected and in the worst five per cent of the days, weighed."""
    return (1.0 - worst_weight) * points + worst_weight * tail_values(points)


def difference(days: Floats, others: Floats, *, comparisons: int) -> Difference:
    """The mean of the first less that of the others, who lived through the same days, with its interval.

    Student's interval of paired differences, so wide that as many comparisons hold together.
    """
    less = days - others
    estimate = float(less.mean())
    if len(less) < 2:
        return Difference(estimate=estimate, low=None, high=None)
    far = float(student.ppf(1.0 - (1.0 - CONFIDENCE) / (2.0 * max(1, comparisons)), len(less) - 1))
    wide = far * float(less.std(ddof=1)) / sqrt(len(less))
    return Difference(estimate=estimate, low=estimate - wide, high=estimate + wide)


def not_dominated(figures: Sequence[Sequence[float]]) -> list[int]:
    """Those that no other one beats: as good in every figure, and better in one."""

    def beats(one: Sequence[float], other: Sequence[float]) -> bool:
        return all(a >= b for a, b in zip(one, other, strict=True)) and any(a > b for a, b in zip(one, other, strict=True))

    return [row for row, own in enumerate(figures) if not any(beats(other, own) for other in figures)]


def choose_row(planned_points: Sequence[float], points: Sequence[Floats], worst_weight: float) -> int:
    """Which plan to take, from its points as planned and on the days to choose by, `float[day]` each.

    Of those that no other one beats in points as planned, expected and in the worst five per cent: the one with the best score; but where
    the days do not show that it is better than others, of these the one with the most points as planned.
    """
    weighed = [scores(of_plan, worst_weight) for of_plan in points]
    rows = not_dominated(
        [(planned, float(days.mean()), float(tail_values(days).mean())) for planned, days in zip(planned_points, points, strict=True)]
    )
    best = max(rows, key=lambda row: (float(weighed[row].mean()), planned_points[row], -row))
    comparisons = len(points) - 1

    def is_shown_worse(row: int) -> bool:
        low = difference(weighed[best], weighed[row], comparisons=comparisons).low
        return (low if low is not None else -inf) > 0.0

    alike = [row for row in rows if row == best or not is_shown_worse(row)]
    return max(alike, key=lambda row: (planned_points[row], float(weighed[row].mean()), -row))
