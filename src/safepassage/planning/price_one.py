"""One lever, solved: the changed scenario laid out, its linear optimum, and a plan of it that begins with the days of the plan as it is.

Where the clock ends that, what has been proven and found by then is handed out, and can be taken up again. The first plan of a lever may be
asked for with little or no time for seeking: it is made of the days that are known already.

Invariant: a plan that is claimed for a changed scenario was checked against that scenario, or was checked against the scenario as it is
and cannot be forbidden by the change.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

from safepassage.planning.build import most_points
from safepassage.planning.carry import Change, tell_day
from safepassage.planning.levers import Effect, Lever
from safepassage.planning.linear import (
    Linear,
    best_columns,
    carried_columns,
    ceiling_points,
    is_same_optimum,
    shares_graphs,
    solve_linear,
)
from safepassage.planning.master import Day
from safepassage.planning.price_plan import KNOWN_DAYS, Outcome, chosen, dived_days, is_allowed, outcome_of, write_plan
from safepassage.planning.result import Plan
from safepassage.planning.setting import Setting, lay_out_like

_ARITHMETIC = 1e-7
"""To the safe side of the solver's arithmetic, as in the certificate of a plan."""

_FURTHER_SHARE = 0.01
"""Where a plan is further below its linear optimum than the plan as it is by more than this share, more days are sought for it."""

_DIVE_SHARE = 0.5
"""So many pricings go into that, beside those for the linear optimum."""

_CHOOSE_S = 3.0
"""Seconds for choosing a plan of the days that are known, where there are none for seeking others."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """The scenario as it is: its best plan so far and its linear optimum.

    `plan` is that plan as it was checked, None where that was in a scenario with less; `writing_s` is what making such a plan of its days
    took.
    """

    outcome: Outcome
    linear: Linear
    plan: Plan | None
    writing_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """What became of one lever.

    `is_same`: no plan can tell the two scenarios apart. `is_kept`: the plan stays as it is; then `outcome` may be None. `linear_points` is
    None where the optimum was not reached. `is_stopped`: by the clock, so that bounds and plan could have come nearer to each other.
    `linear` is what to begin with where the lever is solved again.
    """

    lever: str
    is_same: bool
    is_linear_same: bool
    is_kept: bool
    linear_points: float | None
    bound_points: float
    outcome: Outcome | None
    is_stopped: bool = False
    linear: Linear | None = None


def solve_lever(
    lever: Lever,
    setting: Setting,
    base: Base,
    *,
    work: int,
    before: Linear | None = None,
    until: float = math.inf,
    seek_s: float = math.inf,
    dives: bool = True,
) -> Solved:
    """Solve one lever of the setting as it is, with at most `work` pricings, by the clock until `until` or a little later.

    `before` is its linear optimum, as far as that is known already. After laying it out, days are sought for `seek_s` seconds at most; with
    none, the plan is made of the days that are known. Without `dives`, no more days are sought for a plan that is far below its optimum.

    Raises:
        ValueError: the lever does not apply.
    """
    scenario = lever.change(setting.scenario)
    if scenario is None:
        raise ValueError(f"lever {lever.id} does not apply")
    known = base.linear
    changed = lay_out_like(scenario, setting)
    if changed.is_as_base:
        return Solved(lever.id, True, True, True, known.points if known.is_final else None, base.outcome.bound_points, None)
    at_most_points = _at_most_points(changed, setting, base, lever.effect)
    if lever.effect is Effect.HELPS and known.is_final and before is None and is_no_more(at_most_points, known.points):
        bound_points = _to_the_safe_side(changed, max(known.bound_points, at_most_points))
        return Solved(lever.id, False, True, True, known.points, bound_points, None)
    days, counts = changed.carrier.carry_plan(base.outcome.days)
    is_whole = lever.effect is Effect.HURTS and counts[Change.KEPT] == len(base.outcome.days)
    is_whole = is_whole and base.plan is not None and is_allowed(changed, base.plan)
    seeking = _Seeking(work, min(monotonic() + seek_s, until - 2.0 * base.writing_s), until - base.writing_s, dives)
    linear = (
        before
        if before is not None and not before.is_late
        else _solved_linear(changed, setting, base, before, days, at_most_points, seeking)
    )
    is_linear_same = linear.is_final and known.is_final and is_same_optimum(linear.points, known.points)
    bound_points = _to_the_safe_side(changed, min(linear.bound_points, at_most_points))
    if lever.effect is Effect.HURTS:
        bound_points = min(bound_points, base.outcome.bound_points)
    linear_points = linear.points if linear.is_final else None
    solved = Solved(lever.id, False, is_linear_same, False, linear_points, bound_points, None, linear=linear)
    if is_linear_same and lever.effect is Effect.HELPS:
        return replace(solved, is_kept=True)
    if is_whole:
        # no plan of a tightened scenario is better than the best one as it is: what is kept whole needs no search
        return replace(solved, is_kept=True, outcome=base.outcome, is_stopped=linear.is_late)
    if lever.effect is Effect.HELPS and monotonic() >= seeking.write_at:
        return replace(solved, outcome=base.outcome, is_stopped=True)  # it stays allowed, and there is no time to write another
    is_unmoved = lever.effect is Effect.HELPS and counts[Change.KEPT] == len(base.outcome.days)
    outcome, is_stopped = _planned(changed, days, linear, base, seeking, is_unmoved=is_unmoved)
    if lever.effect is Effect.HELPS and outcome.value_points < base.outcome.value_points:
        outcome = base.outcome  # it stays allowed
    return replace(solved, outcome=outcome, is_stopped=is_stopped)


@dataclass(frozen=True, slots=True)
class _Seeking:
    """How far days are sought: pricings, and instants of `time.monotonic`: until when, and when the plan must be written at last."""

    work: int
    until: float
    write_at: float
    dives: bool

    @property
    def choose_until(self) -> float:
        """A plan is chosen of the days however late it is, as long as it can be written."""
        return min(self.write_at, max(self.until, monotonic() + _CHOOSE_S))


def is_no_more(points: float, known_points: float) -> bool:
    return points <= known_points or is_same_optimum(points, known_points)


def _at_most_points(changed: Setting, setting: Setting, base: Base, effect: Effect) -> float:
    """What no plan of a changed scenario exceeds, at once: by the prices as they are; what can only hurt brings no more."""
    ceiling = None if effect is Effect.HURTS and not _is_free(changed, setting) else ceiling_points(changed, setting, base.linear)
    at_most = math.inf if ceiling is None else ceiling
    return min(at_most, base.linear.bound_points) if effect is Effect.HURTS else at_most


def _is_free(changed: Setting, setting: Setting) -> bool:
    """Whether the graphs are those of the base, so that its best days are known."""
    return all(one is other for one, other in zip(changed.problem.graphs, setting.problem.graphs, strict=False))


def _planned(
    changed: Setting, days: Sequence[Day], linear: Linear, base: Base, seeking: _Seeking, *, is_unmoved: bool
) -> tuple[Outcome, bool]:
    """A checked plan of the changed scenario: no further from its linear optimum than the plan as it is, or after more days were sought;
    and whether the clock ended that. `is_unmoved`: the days are those of the plan as it is, which stays allowed.
    """
    best = chosen(changed, days, linear, until=seeking.choose_until)
    if is_unmoved and linear.is_late and not seeking.dives and _same(best, days):
        return base.outcome, True  # a first plan need not be written twice
    outcome = outcome_of(write_plan(changed, best, linear))
    usual_points = base.linear.points - base.outcome.value_points
    is_near = linear.points - outcome.value_points <= usual_points + _FURTHER_SHARE * abs(linear.points)
    if is_near:
        return outcome, linear.is_late
    if not seeking.dives or monotonic() >= seeking.until:
        return outcome, True
    pricings = max(1, round(_DIVE_SHARE * seeking.work))
    dived = dived_days(changed, days, linear, outcome.value_points, pricings, until=seeking.until)
    is_stopped = linear.is_late or monotonic() >= seeking.until
    more = replace(linear, columns=(*linear.columns, *dived))
    other = outcome_of(write_plan(changed, chosen(changed, days, more, until=seeking.choose_until), linear))
    return max(outcome, other, key=lambda each: each.value_points), is_stopped


def _same(days: Sequence[Day], others: Sequence[Day]) -> bool:
    return Counter((day.fleet, day.path) for day in days) == Counter((day.fleet, day.path) for day in others)


def _solved_linear(
    changed: Setting, setting: Setting, base: Base, begun: Linear | None, days: Sequence[Day], at_most_points: float, seeking: _Seeking
) -> Linear:
    """The linear optimum of a changed scenario, with those of its days that come nearest to paying their way; or what was `begun` of it
    taken up again.
    """
    columns = _columns(changed, setting, base.linear) if begun is None else begun.columns
    known_points = at_most_points if begun is None else min(at_most_points, begun.bound_points)
    return solve_linear(
        changed,
        [*columns, *days],
        most_steps=seeking.work,
        most_columns=KNOWN_DAYS,
        at_most_points=known_points,
        until=seeking.until,
    )


def _columns(changed: Setting, setting: Setting, known: Linear) -> list[Day]:
    """Days of the base's linear optimum to begin with: as they are, or, on other graphs, at the nearest times there."""
    if shares_graphs(changed, setting):
        return carried_columns(changed, setting, known.columns)
    best = best_columns(setting.fleet_problem, known, KNOWN_DAYS)
    carried = (changed.carrier.carry(tell_day(setting.problem, setting.scenario, setting.roads, day)).day for day in best)
    return [day for day in carried if day is not None]


def _to_the_safe_side(setting: Setting, bound_points: float) -> float:
    return min(bound_points * (1.0 + _ARITHMETIC), most_points(setting.scenario))
