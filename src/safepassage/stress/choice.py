"""Choose among plans by what becomes of them on days that do not go as planned: read it first.

Every candidate lives through the same days. On some of them one is chosen, by its points expected and in the worst five per cent; what is
told of all of them is counted on others. What slack costs on the day as planned is told beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from safepassage.corridor import GoodsKind, PriorityClass
from safepassage.planning.build import goods_points_per_kg, person_points
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.assumptions import Assumptions, read_assumptions
from safepassage.stress.build import stage
from safepassage.stress.chances import weigh_chances
from safepassage.stress.choice_candidates import Candidate
from safepassage.stress.choice_count import CONFIDENCE, choose_row, difference, not_dominated, scores, tail_values
from safepassage.stress.choice_days import DAYS_OF_SEARCH, SEARCH_DAYS, CommonDays, live_common_days
from safepassage.stress.choice_result import CandidateJudged, Choice, ClassJudged, Judged
from safepassage.stress.choice_slack import AS_PLANNED
from safepassage.stress.count import people_out
from safepassage.stress.day import Column, Floats
from safepassage.stress.ensemble import Task, live_ensemble
from safepassage.stress.stress import undisturbed_day

DEFAULT_DAYS = 5_000
DEFAULT_WEIGHT = 0.5
DEFAULT_STRANDED = 1.0

Progress = Callable[[str, int, int], None]
"""Told the stage in words, how much is done, and of how much."""


@dataclass(frozen=True, slots=True, eq=False)
class _Contender:
    """A candidate ready to live through days, and its day on which nothing happens, `float[1, Column]`."""

    candidate: Candidate
    task: Task
    planned: Floats


def choose_plan(
    scenario: Scenario,
    candidates: Sequence[Candidate],
    *,
    assumptions: Assumptions | None = None,
    days: int = DEFAULT_DAYS,
    seed: int = 1,
    worst_weight: float = DEFAULT_WEIGHT,
    stranded_weight: float = DEFAULT_STRANDED,
    left_out: Sequence[str] = (),
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Choice:
    """Live through `days` days with every candidate to choose one, and through as many others to tell what to expect of each.

    The same candidates, assumptions, days, seed and weight give the same choice to the byte, on one core, on many, and on the cluster of a
    Dask `scheduler`. Ctrl-C gives the choice over the days that all have lived through. A candidate that is the same plan as one before
    it is left out, and said to be.

    Raises:
        ValueError: there is no candidate, or a weight is out of range.
        InputError: there is no Dask, or its scheduler does not answer.
        PlanNotReproducedError: a fault of ours.
        KeyboardInterrupt: before anything was judged.
    """
    if not candidates or not 0.0 <= worst_weight <= 1.0 or stranded_weight < 0.0:
        raise ValueError("at least one candidate, a weight of the worst days from 0 to 1, and one of the stranded of at least 0")
    tell = progress or (lambda stage, done, of: None)
    assumptions = assumptions if assumptions is not None else read_assumptions()
    different, same = _different(candidates)
    contenders = []
    for number, candidate in enumerate(different):
        tell("Laying out the day of each plan", number, len(different))
        contenders.append(_ready(scenario, candidate, assumptions, seed))
    lived = live_common_days(
        [each.task for each in contenders],
        days,
        workers=workers,
        scheduler=scheduler,
        progress=lambda done, of: tell("Living through days", done, of),
    )

    def count_points(plan: Plan, counted: Floats) -> Floats:
        return _points(scenario, plan, counted, stranded_weight)

    points = [
        (count_points(each.candidate.plan, choosing), count_points(each.candidate.plan, reporting))
        for each, choosing, reporting in zip(contenders, lived.choosing, lived.reporting, strict=True)
    ]
    planned_points = [float(count_points(each.candidate.plan, each.planned)[0]) for each in contenders]
    # convoys may go first, so that a plan with slack is worth more as planned, own cars included: slack is measured from the plan without
    nominal = max(range(len(contenders)), key=lambda row: (contenders[row].candidate.name == AS_PLANNED, planned_points[row], -row))
    chosen = choose_row(planned_points, [choosing for choosing, _ in points], worst_weight)
    efficient = not_dominated([(float(reporting.mean()), float(tail_values(reporting).mean())) for _, reporting in points])
    first = contenders[nominal].candidate.plan
    return Choice(
        scenario=scenario.id,
        scenario_title=scenario.title,
        scenario_hash=first.scenario_hash,
        planner=first.planner,
        zone=scenario.zone,
        starts_at=scenario.horizon.starts_at,
        seed=seed,
        days_asked=days,
        days_done=lived.days,
        is_stopped=lived.is_stopped,
        assumptions=assumptions,
        worst_weight=worst_weight,
        stranded_weight=stranded_weight,
        confidence=CONFIDENCE,
        comparisons=max(1, len(contenders) - 1),
        compared_with=contenders[nominal].candidate.name,
        chosen=contenders[chosen].candidate.name,
        candidates=tuple(
            _judged(contenders, lived, row, nominal, count_points, worst_weight, is_efficient=row in efficient)
            for row in range(len(contenders))
        ),
        left_out=(*left_out, *same),
    )


def judge_on_days(
    scenario: Scenario,
    *,
    assumptions: Assumptions,
    seed: int,
    worst_weight: float,
    stranded_weight: float,
    workers: int | None = None,
) -> Callable[[Plan], float]:
    """What gives a plan the score by which one is chosen, on days for a search: neither those to choose by nor those to report by."""

    def judge(plan: Plan) -> float:
        task = _ready(scenario, Candidate("", "", "", plan), assumptions, seed ^ SEARCH_DAYS).task
        counted = live_ensemble(task, DAYS_OF_SEARCH, workers=workers).lived.counted
        return float(scores(_points(scenario, plan, counted, stranded_weight), worst_weight).mean())

    return judge


def _different(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[str]]:
    """Those whose movements are not those of one before, and in words which are."""
    different: list[Candidate] = []
    same: list[str] = []
    for candidate in candidates:
        plan = candidate.plan
        twin = next(
            (
                other
                for other in different
                if (other.plan.itineraries, other.plan.own_departures) == (plan.itineraries, plan.own_departures)
            ),
            None,
        )
        if twin is None:
            different.append(candidate)
        else:
            same.append(f"'{candidate.title}' is the same plan as '{twin.title}'.")
    return different, same


def _ready(scenario: Scenario, candidate: Candidate, assumptions: Assumptions, seed: int) -> _Contender:
    staged = stage(scenario, candidate.plan, assumptions)
    chances, layout = weigh_chances(scenario, staged, assumptions)
    task = Task(staged.programme, chances, layout, staged.vehicles, seed)
    return _Contender(candidate, task, undisturbed_day(candidate.plan, task)[np.newaxis])


def _points(scenario: Scenario, plan: Plan, counted: Floats, stranded_weight: float) -> Floats:
    """`float[day]`: people out as the scenario weights them; a kilogram of goods as the mean one of its kind in the plan; and who is
    stranded on the way counts against the plan, so many times the weight of a person out.
    """
    weights = scenario.weights
    total = np.zeros(len(counted))
    for row, priority in enumerate(PriorityClass):
        out = counted[:, Column.OUT + row] + counted[:, Column.OWN_OUT + row]
        total += person_points(weights, priority) * (out - stranded_weight * counted[:, Column.STRANDED + row])
    for row, kind in enumerate(GoodsKind):
        lines = [line for line in plan.goods if line.kind is kind and line.delivered_kg]
        planned_kg = sum(line.delivered_kg for line in lines)
        if planned_kg:
            worth = sum(line.delivered_kg * goods_points_per_kg(weights, line.priority) for line in lines)
            total += worth / planned_kg * counted[:, Column.GOODS_KG + row]
    return total


def _judged(
    contenders: Sequence[_Contender],
    lived: CommonDays,
    row: int,
    nominal: int,
    points: Callable[[Plan, Floats], Floats],
    worst_weight: float,
    *,
    is_efficient: bool,
) -> CandidateJudged:
    """What the days to report by say of one plan, beside the one that all are compared with."""
    own, other = contenders[row], contenders[nominal]
    counted, others = lived.reporting[row], lived.reporting[nominal]
    comparisons = len(contenders) - 1

    def judge(figure: Callable[[Plan, Floats], Floats], *, is_more_better: bool = False) -> Judged:
        days, planned = figure(own.candidate.plan, counted), figure(own.candidate.plan, own.planned)
        tail = tail_values(days, is_more_better=is_more_better)
        beside = None if row == nominal else figure(other.candidate.plan, others)
        return Judged(
            planned=float(planned[0]),
            mean=float(days.mean()),
            worst_5_percent_mean=float(tail.mean()),
            mean_difference=None if beside is None else difference(days, beside, comparisons=comparisons),
            worst_difference=None
            if beside is None
            else difference(tail, tail_values(beside, is_more_better=is_more_better), comparisons=comparisons),
        )

    def summed(first: Column, width: int = 4) -> Callable[[Plan, Floats], Floats]:
        return lambda plan, table: table[:, first : first + width].sum(axis=1)

    def of_class(number: int) -> Callable[[Plan, Floats], Floats]:
        return lambda plan, table: table[:, Column.OUT + number] + table[:, Column.OWN_OUT + number]

    own_points = points(own.candidate.plan, counted)
    weighed = scores(own_points, worst_weight)
    return CandidateJudged(
        name=own.candidate.name,
        title=own.candidate.title,
        why=own.candidate.why,
        folder=f"plans/{own.candidate.name}",
        points=judge(points, is_more_better=True),
        people=judge(lambda plan, table: people_out(table), is_more_better=True),
        by_class=tuple(
            ClassJudged(priority=priority, people=judge(of_class(number), is_more_better=True))
            for number, priority in enumerate(PriorityClass)
        ),
        in_vehicles=judge(summed(Column.OUT), is_more_better=True),
        by_own_means=judge(summed(Column.OWN_OUT), is_more_better=True),
        sent_home=judge(summed(Column.HOME)),
        stranded=judge(summed(Column.STRANDED)),
        goods_kg=judge(summed(Column.GOODS_KG, len(GoodsKind)), is_more_better=True),
        outside_silence_person_min=judge(summed(Column.OUTSIDE_PERSON_MIN, 1)),
        outside_silence_vehicle_min=judge(summed(Column.OUTSIDE_VEHICLE_MIN, 1)),
        dark_person_min=judge(summed(Column.DARK_PERSON_MIN, 1)),
        danger_person_incidents=judge(summed(Column.DANGER, 1)),
        silence_km_h=own.candidate.plan.figures.silence_km_h,
        score=float(weighed.mean()),
        score_difference=None
        if row == nominal
        else difference(weighed, scores(points(other.candidate.plan, others), worst_weight), comparisons=comparisons),
        chosen_by_score=float(scores(points(own.candidate.plan, lived.choosing[row]), worst_weight).mean()),
        is_efficient=is_efficient,
    )
