"""Plans kept for the worst failures: the scenario changed as the failure changes it, and planned again.

They answer a failure that is known before the horizon begins. One that comes in the middle of the day is for planning anew from there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from safepassage.corridor import Closure, ClosureKind, PeopleByClass, Record
from safepassage.planning.build import person_points
from safepassage.planning.plan import plan as make_plan
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.assumptions import Assumptions
from safepassage.stress.result import Contingency, Failure, FailureKind

DEFAULT_WORK = 60
_MOST_MARGIN_MIN = 240
"""Of the scenario's daylight: its own limit."""
_WHY_NOT = {
    FailureKind.MORE_PEOPLE: "it needs people, not vehicles: more marshals, and word that more cannot be taken",
    FailureKind.EARLY_DARK: f"since a scenario takes no margin before sunset of more than {_MOST_MARGIN_MIN} minutes",
}


TRIES_EACH = 3
"""So many failures are looked at for each plan that is asked for: planning again takes its time, and some have no answer."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A contingency, and the scenario and plan kept for it; None where no plan answers the failure."""

    contingency: Contingency
    scenario: Scenario | None
    plan: Plan | None


def prepare_worst(
    scenario: Scenario,
    plan: Plan,
    failures: Sequence[Failure],
    assumptions: Assumptions,
    *,
    most: int,
    work: int = DEFAULT_WORK,
    tell: Callable[[Failure], None] = lambda failure: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Prepared]:
    """Look at the worst failures in turn until `most` of them are answered by a plan, each to be kept in a folder of its own.

    Those that no plan answers come as well, without a plan: they take no other's place. It ends early when it is stopped, or Ctrl-C comes
    while a changed scenario is laid out; what came before stands.
    """
    answered = 0
    for failure in worst_to_prepare(failures, most):
        if is_stopped():
            return
        tell(failure)
        try:
            found = prepare(scenario, plan, failure, assumptions, folder=f"contingency-{answered + 1}", work=work)
        except KeyboardInterrupt:
            return
        yield found
        answered += found.plan is not None
        if answered == most:
            return


def worst_to_prepare(failures: Sequence[Failure], most: int) -> tuple[Failure, ...]:
    """The failures that are looked at, the worst first, where so many plans are asked for."""
    return tuple(failure for failure in failures if failure.people_lost > 0)[: TRIES_EACH * most]


def prepare(
    scenario: Scenario,
    plan: Plan,
    failure: Failure,
    assumptions: Assumptions,
    *,
    folder: str,
    work: int = DEFAULT_WORK,
) -> Prepared:
    """Plan again for one failure, to be kept in a folder of this name, and say in words what changes."""
    unprepared = failure.out.total_people + failure.own_transport_out.total_people
    changed = changed_by(scenario, failure, assumptions)
    if changed is None:
        text = f"If {failure.text}: no plan answers this, {_WHY_NOT.get(failure.kind, 'since no scenario can say it')}."
        return Prepared(_kept(failure, None, unprepared, None, text), None, None)
    again = make_plan(changed, work=work)
    prepared = _people_out(again)
    # by worth, not by heads: nobody gives up stretcher cases for more people
    if _points(scenario, again.figures.out, again.figures.own_transport_out) <= _points(scenario, failure.out, failure.own_transport_out):
        text = (
            f"If {failure.text}: the plan as it is brings out {unprepared:,} people; no plan was found that is better "
            f"(the best one brings out {prepared:,})."
        )
        return Prepared(_kept(failure, None, unprepared, prepared, text), None, None)
    words = f"the plan as it is brings out {unprepared:,} people, the one kept in {folder} {prepared:,}."
    text = f"If {failure.text}: {words} {_changes(scenario, plan, again)}"
    return Prepared(_kept(failure, folder, unprepared, prepared, text), changed, again)


def changed_by(scenario: Scenario, failure: Failure, assumptions: Assumptions) -> Scenario | None:
    """The scenario in which a failure is known from the start; None where a scenario cannot say it."""
    if failure.kind in (
        FailureKind.SEGMENT_CLOSED,
        FailureKind.SEGMENT_CLOSED_ONE_DAY,
        FailureKind.SEGMENT_SUSPENDED,
        FailureKind.WINDOW_LATE,
    ):
        is_closed = failure.kind in (FailureKind.SEGMENT_CLOSED, FailureKind.SEGMENT_CLOSED_ONE_DAY)
        segments = failure.road if is_closed and failure.road else (failure.what,)  # what holds wherever its road is closed
        if scenario.osm_file is None:
            named = [(ClosureKind.LEG, leg.id) for leg in scenario.legs if leg.segment in segments]
        else:
            named = [(ClosureKind.AREA, segment) for segment in segments]
        source = f"stress test: {failure.text}"
        closures = (Closure(kind=kind, what=what, since=failure.since, until=failure.until, source=source) for kind, what in named)
        return scenario.model_copy(update={"closures": (*scenario.closures, *closures)})
    if failure.kind is FailureKind.CHECKPOINT_SLOW:
        return _replaced(scenario, "checkpoints", [place.id == failure.what for place in scenario.checkpoints], _slowed(assumptions))
    if failure.kind is FailureKind.VEHICLE_LOST:
        return _replaced(
            scenario,
            "fleet",
            [row == failure.fleet_row for row in range(len(scenario.fleet))],
            lambda entry: {"vehicles": entry.vehicles - 1},  # type: ignore[attr-defined]
        )
    if failure.kind is FailureKind.EARLY_DARK:
        earlier_min = scenario.daylight.margin_before_sunset_min + assumptions.early_dark.most_min
        if earlier_min > _MOST_MARGIN_MIN:
            return None
        return scenario.model_copy(update={"daylight": scenario.daylight.model_copy(update={"margin_before_sunset_min": earlier_min})})
    return None


def _slowed(assumptions: Assumptions) -> Callable[[Record], dict[str, object]]:
    slow = assumptions.slow_checkpoints
    limits = ("inbound_vehicles_per_15_min", "outbound_vehicles_per_15_min", "vehicles_per_15_min")

    def change(place: Record) -> dict[str, object]:
        passes = {name: getattr(place, name) for name in limits}
        fewer = {name: None if most is None else floor(most * slow.passes_share) for name, most in passes.items()}
        return {**fewer, "hold_min": ceil(getattr(place, "hold_min") * slow.holds_times)}  # noqa: B009  a record of any kind

    return change


def _replaced(scenario: Scenario, name: str, is_meant: Sequence[bool], change: Callable[[Record], dict[str, object]]) -> Scenario:
    records = (
        record.model_copy(update=change(record)) if meant else record
        for record, meant in zip(getattr(scenario, name), is_meant, strict=True)
    )
    return scenario.model_copy(update={name: tuple(records)})


def _kept(failure: Failure, folder: str | None, unprepared: int, prepared: int | None, text: str) -> Contingency:
    return Contingency(failure=failure, folder=folder, people_out_unprepared=unprepared, people_out_prepared=prepared, text=text)


def _points(scenario: Scenario, *people: PeopleByClass) -> float:
    return sum(count * person_points(scenario.weights, priority) for group in people for priority, count in group.items())


def _people_out(plan: Plan) -> int:
    return plan.figures.out.total_people + plan.figures.own_transport_out.total_people


def _changes(scenario: Scenario, plan: Plan, again: Plan) -> str:
    """What somebody who knows the plan must know of the other one."""
    before = {each.vehicle: _movements(plan, each.vehicle) for each in plan.itineraries}
    after = {each.vehicle: _movements(again, each.vehicle) for each in again.itineraries}
    changed = sum(1 for vehicle, moves in after.items() if before.get(vehicle) != moves)
    words = ["No vehicle of the fleet moves in it."]
    if after:
        words = [f"{changed} of its {len(after)} vehicles have other orders than in the plan."]
        if idle := len(before.keys() - after.keys()):
            words.append(f"{idle} that moves in the plan stays idle." if idle == 1 else f"{idle} that move in the plan stay idle.")
    used, used_again = ({passage.segment for route in each.routes for passage in route.passages} for each in (plan, again))
    for verb, segments in (("It no longer uses", used - used_again), ("It also uses", used_again - used)):
        if segments:
            words.append(f"{verb} {', '.join(scenario.name(segment, scenario.language) for segment in sorted(segments))}.")
    return " ".join(words)


def _movements(plan: Plan, vehicle: str) -> list[object]:
    itinerary = next(each for each in plan.itineraries if each.vehicle == vehicle)
    return [activity.model_dump(exclude={"convoy"}) for activity in itinerary.activities]
