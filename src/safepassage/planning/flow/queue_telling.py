"""The reckoning with queues before checkpoints as it is handed out, and what it is not, in words."""

from collections.abc import Iterable
from datetime import timedelta
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval
from safepassage.planning.flow.network import Flow
from safepassage.planning.flow.places import QUEUE_MIN
from safepassage.planning.flow.queue_classes import Solved
from safepassage.planning.flow.result import ClassFlow, Departures, GapCloser, Moment, OwnFlow, Queue
from safepassage.planning.flow.streets import SEGMENT
from safepassage.planning.flow.ways import Way
from safepassage.planning.problem import QUARTER_MIN
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import instant_of


def tell_queues(scenario: Scenario, plan: Plan | None, solved: list[Solved], bounds: list[Flow], closers: tuple[GapCloser, ...]) -> OwnFlow:
    """What was solved, class by class, in order; `bounds` are flows that nobody else takes places from, the most by every minute."""
    steps = solved[0].of.streets.steps if solved else 0
    classes = tuple(_class_flow(scenario, done) for done in solved)
    units = sum(each.units for each in classes)
    arrived_units = sum(each.arrived_units for each in classes)
    last = max((done.flow.last_arrival for done in solved if done.flow.last_arrival is not None), default=None)
    ends = [*range(QUARTER_MIN, steps, QUARTER_MIN), steps] if steps else []
    return OwnFlow(
        scenario=scenario.id,
        scenario_title=scenario.title,
        zone=scenario.zone,
        horizon=scenario.horizon,
        made_by=f"safepassage {version('safepassage')}",
        is_plan_deducted=plan is not None,
        may_wait_at_checkpoints=True,
        keeps_rules=False,
        units=units,
        arrived_units=arrived_units,
        arrived_people=sum(each.arrived_people for each in classes),
        bound_units=sum(int(bound.arrived[-1]) for bound in bounds),
        is_earliest=False,
        clears_at=instant_of(scenario, last) if last is not None and arrived_units == units else None,
        classes=classes,
        arrivals=tuple(
            Moment(
                at=instant_of(scenario, end),
                arrived_units=sum(int(done.flow.arrived[end - 1]) for done in solved),
                bound_units=sum(int(bound.arrived[end - 1]) for bound in bounds),
            )
            for end in ends
        ),
        queues=tuple(_queues(scenario, solved)),
        departures=tuple(_departures(scenario, solved)),
        own_departures=(),
        routes=(),
        gap_closers=closers,
        statements=tuple(_statements(scenario, solved, plan)),
    )


def _class_flow(scenario: Scenario, done: Solved) -> ClassFlow:
    own, arrived = done.of.own, int(done.flow.arrivals.sum(dtype=np.int64))
    last = done.flow.last_arrival
    return ClassFlow(
        mode=own.mode,
        max_speed_kmh=own.max_speed_kmh,
        passage_share=own.passage_share,
        max_km=own.max_km,
        gathering_points=tuple(done.of.units),
        units=sum(done.of.units.values()),
        arrived_units=arrived,
        arrived_people=_people(done),
        last_arrival_at=None if last is None else instant_of(scenario, last),
    )


def _people(done: Solved) -> int:
    """People of the units that arrive, rows of a gathering point in the scenario's order, the first n units as rule 24 counts them."""
    out: dict[str, int] = {}
    for way in done.ways:
        name = _name(done, way.source)
        out[name] = out.get(name, 0) + way.units
    people = 0
    for row in done.of.rows:
        units = min(row.units, out.get(row.gathering_point, 0))
        out[row.gathering_point] = out.get(row.gathering_point, 0) - units
        people += sum(count * units // row.units for _, count in row.people.items())
    return people


def _name(done: Solved, node: int) -> str:
    return done.names[node][1]


def _queues(scenario: Scenario, solved: list[Solved]) -> Iterable[Queue]:
    """By hour and place: units not arrived that are ready at a gathering point, or wait at a checkpoint."""
    by_place: dict[str, NDArray[np.int64]] = {}
    for done in solved:
        starts = set(done.of.units)
        for name, node in done.of.streets.names.items():
            assert isinstance(name, tuple)  # noqa: S101
            if name[0] == "start":
                if name[1] not in starts:
                    continue  # where another class starts
                gone = np.zeros(done.network.steps, dtype=np.int64)
                for arc in np.flatnonzero(done.network.tail == node):
                    gone += done.flow.entering[arc]
                place, waiting = str(name[1]), done.of.units[name[1]] - np.cumsum(gone)
            elif done.network.may_wait[node]:
                at = int(str(name[1]))
                place = str(name[2]) if len(name) > 2 else _checkpoint_at(done, at)
                waiting = done.flow.waiting[node].astype(np.int64)
            else:
                continue
            by_place[place] = by_place.get(place, np.zeros(done.network.steps, dtype=np.int64)) + waiting
    for place, waiting in by_place.items():
        for first in range(0, len(waiting), QUEUE_MIN):
            most = int(waiting[first : first + QUEUE_MIN].max())
            if most:
                starts_at = instant_of(scenario, first)
                ends_at = min(scenario.horizon.ends_at, starts_at + timedelta(minutes=QUEUE_MIN))
                yield Queue(place=place, interval=Interval(starts_at=starts_at, ends_at=ends_at), units=most)


def _checkpoint_at(done: Solved, node: int) -> str:
    return next(gate.what for gate in done.of.streets.gate_of if gate is not None and gate.node == node and gate.kind != SEGMENT)


def _departures(scenario: Scenario, solved: list[Solved]) -> Iterable[Departures]:
    leaving: dict[tuple[str, str, int], int] = {}
    for done in solved:
        exits = [_name(done, node) for node in done.network.exit_node.tolist()]
        for way in done.ways:
            key = (_name(done, way.source), exits[way.exit_number], way.leaves // QUARTER_MIN)
            leaving[key] = leaving.get(key, 0) + way.units
    for (point, centre, quarter), units in sorted(leaving.items()):
        yield Departures(gathering_point=point, reception=centre, starts_at=instant_of(scenario, quarter * QUARTER_MIN), units=units)


def _statements(scenario: Scenario, solved: list[Solved], plan: Plan | None) -> Iterable[str]:
    if not solved:
        yield "The scenario has no own cars and nobody on foot: there is nothing to compute."
        return
    yield (
        "A reckoning with queues before checkpoints, which the rules of a plan do not allow (rule 24): it shows how long they would be. "
        "It is no plan and no bound on plans; without --queue-at-checkpoints both are given."
    )
    yield (
        "By every minute at once as many have arrived as this reckoning lets: the places of each quarter of an hour are spread evenly "
        "over its minutes, and each stretch takes the fastest road, in whole minutes, rounded up."
    )
    yield "Roads have no capacity of their own unless the scenario gives one: queues that roads alone would cause are not shown."
    if plan is None:
        yield "No convoys are deducted: give a plan with --plan."
    else:
        yield "What convoys of the plan take is deducted."
    if len(solved) > 1:
        order = ", then ".join(f"{done.of.own.mode} at {done.of.own.max_speed_kmh:g} km/h" for done in solved)
        yield f"Classes share the checkpoints, each earliest in what those before it leave ({order}); together they are not proven so."
    for done in solved:
        who = f"{done.of.own.mode} at {done.of.own.max_speed_kmh:g} km/h"
        if done.is_split:
            yield f"{who}: a segment with a limit is entered at several spots; its places were shared out by use, so more might arrive."
        if done.is_room_short:
            yield (
                f"{who}: a reception centre is full; centres are filled in the order of arrival, {done.of.most_people_per_unit:.1f} people "
                "counted for each unit, so more might arrive (see the bound)."
            )
        far = _far_units(done)
        if far:
            yield (
                f"{who}: {far:,} of the units that arrive travel ways that may be longer than their range of {done.of.own.max_km:g} km; "
                "whether they are was not looked at, so fewer may arrive."
            )


def _far_units(done: Solved) -> int:
    """Units on ways that may be longer than their range: as long as the top speed would make them."""
    own = done.of.own
    if own.max_km is None:
        return 0
    return sum(way.units for way in done.ways if _km_at_most(done, way, own.max_speed_kmh) > own.max_km)


def _km_at_most(done: Solved, way: Way, speed_kmh: float) -> float:
    minutes = sum(int(done.network.transit[arc]) for arc in way.arcs if done.of.streets.gate_of[arc] is None)
    return minutes / 60.0 * speed_kmh
