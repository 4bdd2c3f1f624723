"""Each single failure alone, at every moment tried: which one hurts most."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

import numpy as np

from safepassage.corridor import PriorityClass, local_text, people_by_class
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.assumptions import Assumptions
from safepassage.stress.befall import block, darken, open_late
from safepassage.stress.build import Staged
from safepassage.stress.chances import local_days
from safepassage.stress.day import HOUR_MIN, Column, Draw, Floats, Gate, Kind, Segment
from safepassage.stress.ensemble import Task
from safepassage.stress.result import Failure, FailureKind
from safepassage.stress.simulate import new_draw, simulate_draw
from safepassage.stress.together import roads_in_series


@dataclass(frozen=True, slots=True)
class Trial:
    """One failure at one moment, and how it is put into a draw on which nothing else happens."""

    kind: FailureKind
    what: str
    befall: Callable[[Draw], None]
    since_min: int | None = None
    until_min: int | None = None
    fleet_row: int | None = None
    road: tuple[str, ...] = ()
    """The segments that fall together with this one, itself among them; of one trial in so many only the worst is told."""

    @property
    def told_as(self) -> tuple[FailureKind, str, int]:
        """Trials that are told as one failure have this in common."""
        return self.kind, self.road[0] if self.road else self.what, -1 if self.fleet_row is None else self.fleet_row


def rank_failures(
    scenario: Scenario, plan: Plan, staged: Staged, task: Task, assumptions: Assumptions, planned: Floats, *, workers: int
) -> tuple[Failure, ...]:
    """Every kind of failure of everything that the plan uses, the worst first; of its moments the worst.

    Segments that the same journeys pass are one road: of them, too, the worst.
    """
    trials = list(list_trials(scenario, plan, staged, task, assumptions))
    with ThreadPoolExecutor(workers) as pool:
        counted = list(pool.map(lambda trial: _try(task, trial), trials))
    failures = []
    tried = sorted(range(len(trials)), key=lambda row: (trials[row].told_as, row))
    for _, group in groupby(tried, key=lambda row: trials[row].told_as):
        rows = list(group)
        worst = min(rows, key=lambda row: (_people(counted[row]), row))
        failures.append(_tell(scenario, assumptions, trials[worst], counted[worst], planned, len(rows)))
    return tuple(sorted(failures, key=lambda failure: (-failure.people_lost, failure.kind, failure.what, failure.fleet_row or 0)))


def list_trials(scenario: Scenario, plan: Plan, staged: Staged, task: Task, assumptions: Assumptions) -> Iterator[Trial]:
    """Everything that can go wrong alone with what the plan uses, moment by moment."""
    yield from _segment_trials(scenario, staged, task, assumptions)
    programme = staged.programme
    crossings = programme.gates[programme.gates[:, Gate.KIND] == Kind.CROSS][:, Gate.WHAT]
    for row in np.unique(crossings).tolist():
        yield Trial(FailureKind.CHECKPOINT_SLOW, scenario.checkpoints[row].id, lambda draw, row=row: _slow(draw, row, staged, assumptions))  # type: ignore[misc]
    earlier_min = assumptions.early_dark.most_min
    for day, span in enumerate(task.chances.light_span.tolist()):
        if span >= 0:
            dusk_min = int(task.chances.dusk[day])
            if dusk_min - earlier_min >= int(task.chances.day_until[day]):
                continue  # the horizon ends before it could be dark
            yield Trial(
                FailureKind.EARLY_DARK,
                "",
                lambda draw, span=span, at=dusk_min - earlier_min: darken(programme, draw, span, at),  # type: ignore[misc]
                dusk_min - earlier_min,
                dusk_min,
            )
    yield from _vehicle_trials(plan, staged)
    for row in np.unique(programme.boards[:, 0]).tolist():
        yield Trial(
            FailureKind.MORE_PEOPLE,
            scenario.gathering_points[row].id,
            lambda draw, row=row: _crowd(draw, row, staged, assumptions),  # type: ignore[misc]
        )


def _segment_trials(scenario: Scenario, staged: Staged, task: Task, assumptions: Assumptions) -> Iterator[Trial]:
    programme = staged.programme
    entries = programme.gates[programme.gates[:, Gate.KIND] == Kind.ENTER]
    days = local_days(scenario)
    roads = roads_in_series(scenario, programme)
    for row, in_series in sorted((row, segments) for segments in roads for row in segments):
        segment, road = scenario.segments[row].id, tuple(scenario.segments[other].id for other in in_series)
        of_segment = entries[entries[:, Gate.WHAT] == row]

        def closed(since: int, until: int, row: int = row) -> Callable[[Draw], None]:
            return lambda draw: block(draw, row, since, until)

        yield Trial(FailureKind.SEGMENT_CLOSED, segment, closed(0, programme.horizon_min + 1), road=road)
        for begins, ends in days if len(days) > 1 else []:
            yield Trial(FailureKind.SEGMENT_CLOSED_ONE_DAY, segment, closed(begins, ends), begins, ends, road=road)
        lasts_min = assumptions.suspensions.lasts_min
        for hour in sorted({int(at) // HOUR_MIN for at in of_segment[:, Gate.AT]}):
            since = hour * HOUR_MIN
            yield Trial(FailureKind.SEGMENT_SUSPENDED, segment, closed(since, since + lasts_min), since, since + lasts_min, road=road)
        first, end = programme.segments[row, Segment.SILENCE_FIRST], programme.segments[row, Segment.SILENCE_END]
        late_min = round(assumptions.late_openings.mean_min)
        for day in range(len(days)):
            spans = [span for span in range(first, end) if task.chances.window_day[span] == day]
            if spans:
                opens = int(programme.opens[spans[0]])
                yield Trial(
                    FailureKind.WINDOW_LATE,
                    segment,
                    lambda draw, row=row, spans=spans, at=opens + late_min: open_late(draw, row, spans[0], spans[-1] + 1, at),  # type: ignore[misc]
                    opens,
                    opens + late_min,
                    road=road,
                )


def _vehicle_trials(plan: Plan, staged: Staged) -> Iterator[Trial]:
    """Each vehicle is lost in the middle of each of its drives."""
    programme = staged.programme
    rows = {staged.vehicle_of[each.vehicle]: each for each in plan.itineraries if each.vehicle in staged.vehicle_of}
    for first, end, vehicle in programme.movers[:, :3].tolist():
        if vehicle < 0:
            continue
        gates, km = programme.gates[first:end], programme.gate_km[first:end]
        for start, stop in zip(
            np.flatnonzero(gates[:, Gate.KIND] == Kind.DEPART), np.flatnonzero(gates[:, Gate.KIND] == Kind.ARRIVE), strict=True
        ):
            at_km, since = float(km[start] + km[stop]) / 2, int(gates[start, Gate.AT])
            itinerary = rows[vehicle]

            def lose(draw: Draw, vehicle: int = vehicle, at_km: float = at_km) -> None:
                draw.breakdown_km[vehicle] = at_km

            yield Trial(FailureKind.VEHICLE_LOST, itinerary.type, lose, since, int(gates[stop, Gate.AT]), itinerary.fleet_row)


def _slow(draw: Draw, row: int, staged: Staged, assumptions: Assumptions) -> None:
    draw.slow_since[row, 0], draw.slow_until[row, 0], draw.slows[row] = 0, staged.programme.horizon_min + 1, 1
    draw.slow[:] = assumptions.slow_checkpoints.passes_share, assumptions.slow_checkpoints.holds_times


def _crowd(draw: Draw, row: int, staged: Staged, assumptions: Assumptions) -> None:
    draw.boarding_longer_min[row] = assumptions.more_people.boarding_longer_min
    draw.more[row] = (assumptions.more_people.most_share * staged.programme.points[row]).astype(np.int32)


def _try(task: Task, trial: Trial) -> Floats:
    draw = new_draw(task.programme, task.vehicles, len(task.chances.day_from))
    trial.befall(draw)
    counted: Floats = simulate_draw(task.programme, task.chances, task.layout, draw).counted[0]
    return counted


def _people(counted: Floats) -> int:
    """People out who were registered: those who came besides do not make good for others."""
    return int(counted[Column.OUT : Column.OWN_OUT + 4].sum() - counted[Column.MORE_TAKEN : Column.MORE_TAKEN + 4].sum())


def _tell(scenario: Scenario, assumptions: Assumptions, trial: Trial, counted: Floats, planned: Floats, tried: int) -> Failure:
    by_class = [
        people_by_class({priority: int(counted[column + row]) for row, priority in enumerate(PriorityClass)})
        for column in (Column.OUT, Column.OWN_OUT)
    ]
    goods = slice(Column.GOODS_KG, Column.GOODS_KG + 4)
    since, until = (_instant(scenario, minute) for minute in (trial.since_min, trial.until_min))
    return Failure(
        kind=trial.kind,
        what=trial.what,
        road=trial.road,
        fleet_row=trial.fleet_row,
        since=since,
        until=until,
        tried=tried,
        people_lost=_people(planned) - _people(counted),
        out=by_class[0],
        own_transport_out=by_class[1],
        stranded_people=int(counted[Column.STRANDED : Column.STRANDED + 4].sum()),
        goods_lost_kg=int(planned[goods].sum() - counted[goods].sum()),
        text=_words(scenario, assumptions, trial, since, until),
    )


def _instant(scenario: Scenario, minute: int | None) -> datetime | None:
    return None if minute is None else scenario.horizon.starts_at + timedelta(minutes=minute)


def _words(scenario: Scenario, assumptions: Assumptions, trial: Trial, since: datetime | None, until: datetime | None) -> str:
    at = local_text(since, scenario.zone) if since is not None else ""
    if trial.kind is FailureKind.EARLY_DARK:
        return f"it is dark {assumptions.early_dark.most_min} minutes early, from {at}"
    if trial.kind is FailureKind.VEHICLE_LOST:
        entry = scenario.fleet[trial.fleet_row or 0]
        kind = next(each.name for each in scenario.vehicle_types if each.id == entry.type)
        return f"one vehicle of type {kind} of {scenario.name(entry.depot, scenario.language)} is lost on the drive that begins at {at}"
    name = scenario.name(trial.what, scenario.language)
    others = ", ".join(scenario.name(segment, scenario.language) for segment in trial.road if segment != trial.what)
    or_another = f", or another segment of its road ({others})" if others else ""
    worst = f", the worst segment of its road (with {others})" if others else ""
    slow = assumptions.slow_checkpoints
    return {
        FailureKind.SEGMENT_CLOSED: f"{name} is closed all the time{or_another}",
        FailureKind.SEGMENT_CLOSED_ONE_DAY: f"{name} is closed for a day, from {at}{or_another}",
        FailureKind.SEGMENT_SUSPENDED: f"{name} is suspended for {assumptions.suspensions.lasts_min} minutes from {at}{worst}",
        FailureKind.WINDOW_LATE: f"{name} is silent only {assumptions.late_openings.mean_min:g} minutes after {at}{worst}",
        FailureKind.CHECKPOINT_SLOW: f"{name} passes {slow.passes_share * 100:.0f} % of its vehicles and holds {slow.holds_times:g} times "
        "as long, all the time",
        FailureKind.MORE_PEOPLE: f"{assumptions.more_people.most_share * 100:.0f} % more people than registered come to {name}",
    }[trial.kind]
