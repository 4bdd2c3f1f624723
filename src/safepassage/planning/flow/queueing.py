"""Own cars and people on foot where units may queue before checkpoints: how long the queues would be.

The rules of a plan do not allow it (rule 24), so this is a reckoning of its own: each class of own transport (one mode, top speed, share
of a place, range) as an earliest-arrival flow in what convoys and the classes before it leave; classes in order of people out for a
place. Beside it stands what could arrive if each class had the roads to itself and every reception centre room for all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from importlib.metadata import version
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval, OwnTransport
from safepassage.planning.connect import Ground, connect
from safepassage.planning.flow.checking import check_flow
from safepassage.planning.flow.earliest import earliest_arrival
from safepassage.planning.flow.network import NO_LIMIT, Flow, FlowNetwork
from safepassage.planning.flow.places import QUARTER_MIN, Places, units_of_people
from safepassage.planning.flow.result import ClassFlow, Departures, GapCloser, Moment, OwnFlow, Queue
from safepassage.planning.flow.streets import SEGMENT, Gate, Streets, lay_streets, network_of
from safepassage.planning.flow.ways import Way, ways_of
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import instant_of

Progress = Callable[[str, float | None, float | None, int], None]
MOST_CLOSERS = 8
QUEUE_MIN = 60


@dataclass(frozen=True, slots=True, eq=False)
class _Class:
    """Rows of own transport that are one commodity, with their streets."""

    rows: tuple[OwnTransport, ...]
    streets: Streets

    @property
    def own(self) -> OwnTransport:
        return self.rows[0]

    @property
    def units(self) -> dict[str, int]:
        units: dict[str, int] = {}
        for row in self.rows:
            units[row.gathering_point] = units.get(row.gathering_point, 0) + row.units
        return units

    @property
    def most_people_per_unit(self) -> float:
        return max(row.people.total_people / row.units for row in self.rows)


@dataclass(frozen=True, eq=False)
class _Solved:
    of: _Class
    network: FlowNetwork
    flow: Flow
    is_split: bool
    is_room_short: bool

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        return tuple(ways_of(self.network, self.flow))

    @cached_property
    def names(self) -> dict[int, tuple[str, ...]]:
        """What each node of the flow network is."""
        return {node: tuple(str(part) for part in name) for name, node in self.of.streets.names.items() if isinstance(name, tuple)}


def queue_own(scenario: Scenario, plan: Plan | None, tell: Progress) -> OwnFlow:
    """Who can be out when, if units may queue before checkpoints. With a plan, what its convoys take is deducted.

    Raises:
        InputError: what `connect` raises.
    """
    tell("Laying the roads", None, None, 0)
    ground = connect(scenario)
    places = Places(scenario, plan)
    classes = _classes(ground, scenario)
    solved, left = [], places.copy()
    for number, each in enumerate(classes):
        tell(f"Flow of class {number + 1} of {len(classes)}", None, None, 0)
        done = _solve(each, left)
        _take(done, left)
        solved.append(done)
    tell("How many this reckoning lets arrive", None, None, 0)
    bounds = [_relaxed(each, places) for each in classes]
    closers = tuple(_closers(solved, places, tell))
    return _result(scenario, plan, solved, bounds, closers)


def _classes(ground: Ground, scenario: Scenario) -> list[_Class]:
    """Most people for a place first; walkers and cars are never one class, since their roads take other times."""

    def key(own: OwnTransport) -> tuple[str, float, float, float]:
        return (own.mode, own.max_speed_kmh, own.passage_share, own.max_km or 0.0)

    rows = sorted((own for own in scenario.own_transport if own.units), key=key)
    grouped = [tuple(each) for _, each in groupby(rows, key)]

    def people_for_a_place(rows: tuple[OwnTransport, ...]) -> float:
        places = sum(row.units * row.passage_share for row in rows)
        return sum(row.people.total_people for row in rows) / places if places else float("inf")

    grouped.sort(key=people_for_a_place, reverse=True)
    return [_Class(each, lay_streets(ground, each[0])) for each in grouped]


def _network(of: _Class, places: Places, cut: dict[Gate, NDArray[np.int64]], exits: dict[str, NDArray[np.int32]]) -> FlowNetwork:
    names = of.streets.names
    for point in of.units:
        of.streets.node(("start", point))
    may_wait = np.zeros(len(names), dtype=np.bool_)
    for name, node in names.items():
        assert isinstance(name, tuple)  # noqa: S101
        may_wait[node] = name[0] in ("start", "before", "behind")
    return network_of(of.streets, places.per_minute(of.streets, of.own.passage_share, cut), of.units, exits, may_wait)


def _open_exits(places: Places, steps: int) -> dict[str, NDArray[np.int32]]:
    return {centre: np.full(steps, NO_LIMIT, dtype=np.int32) for centre in places.people}


def _relaxed(of: _Class, places: Places) -> Flow:
    """The class alone, every entry of a segment with the whole of its limit, every reception centre with room for all."""
    return earliest_arrival(_network(of, places, {}, _open_exits(places, of.streets.steps)))


def _solve(of: _Class, places: Places) -> _Solved:
    """Earliest arrivals in the places left; where one limit or a reception centre is shared, shared out until it holds."""
    exits = _open_exits(places, of.streets.steps)
    cut: dict[Gate, NDArray[np.int64]] = {}
    is_room_short = False
    while True:
        network = _network(of, places, cut, exits)
        flow = earliest_arrival(network)
        faults = check_flow(network, flow)
        if faults:
            raise AssertionError(f"a flow that is none: {'; '.join(faults)}")
        if not cut:
            cut = _shares(of, flow, places)
            if cut:
                continue
        over = _overfull(of, network, flow, places)
        if not over:
            return _Solved(of, network, flow, bool(cut), is_room_short)
        is_room_short = True
        for centre, step, units in over:
            exits[centre][step] = min(int(exits[centre][step]), units)
            exits[centre][step + 1 :] = 0


def _shares(of: _Class, flow: Flow, places: Places) -> dict[Gate, NDArray[np.int64]]:
    """Units by quarter for each entry of the segments whose entries together pass more than the limit: in proportion to what they pass."""
    passed: dict[str, dict[Gate, NDArray[np.int64]]] = {}
    for arc, gate in enumerate(of.streets.gate_of):
        if gate is not None and gate.kind == SEGMENT and of.own.passage_share > 0:
            passed.setdefault(gate.what, {})[gate] = places.by_quarter(flow.entering[arc].astype(np.int64))
    shares: dict[Gate, NDArray[np.int64]] = {}
    for segment, by_gate in passed.items():
        limit = np.floor(places.left(SEGMENT, segment) / of.own.passage_share + 1e-9).astype(np.int64)
        total = sum(by_gate.values(), np.zeros_like(limit))
        if (total <= limit).all():
            continue
        given = {gate: limit * units // np.maximum(total, 1) for gate, units in by_gate.items()}
        most = max(by_gate, key=lambda gate: int(by_gate[gate].sum()))
        given[most] = given[most] + limit - sum(given.values(), np.zeros_like(limit))
        shares |= given
    return shares


def _overfull(of: _Class, network: FlowNetwork, flow: Flow, places: Places) -> list[tuple[str, int, int]]:
    """Reception centres that get more people than they have room for: (centre, the step at which it is full, units it still takes then)."""
    by_node = {node: name for name, node in of.streets.names.items()}
    over = []
    for number, node in enumerate(network.exit_node.tolist()):
        name = by_node[node]
        assert isinstance(name, tuple)  # noqa: S101
        room = units_of_people(max(0, places.people[name[1]]), of.most_people_per_unit)
        arrived = np.cumsum(flow.arrivals[number], dtype=np.int64)
        if arrived[-1] > room:
            step = int(np.searchsorted(arrived, room, side="right"))
            over.append((str(name[1]), step, room - int(arrived[step - 1] if step else 0)))
    return over


def _take(done: _Solved, places: Places) -> None:
    by_node = {node: name for name, node in done.of.streets.names.items()}
    for arc, gate in enumerate(done.of.streets.gate_of):
        if gate is not None:
            places.take_units(gate.kind, gate.what, done.flow.entering[arc].astype(np.int64), done.of.own.passage_share)
    for number, node in enumerate(done.network.exit_node.tolist()):
        name = by_node[node]
        assert isinstance(name, tuple)  # noqa: S101
        units = int(done.flow.arrivals[number].sum(dtype=np.int64))
        places.people[name[1]] -= int(np.ceil(units * done.of.most_people_per_unit))


def _closers(solved: list[_Solved], places: Places, tell: Progress) -> Iterable[GapCloser]:
    """The limits that are full while units wait, those full longest first, each widened by a vehicle a quarter and solved again."""
    full: dict[tuple[str, str], NDArray[np.bool_]] = {}
    for done in solved:
        waiting = done.flow.waiting.sum(axis=0) > 0
        late = np.cumsum(done.flow.arrivals.sum(axis=0)[::-1])[::-1] > 0
        if not done.flow.has_arrived_all:
            waiting, late = np.ones_like(waiting), np.ones_like(late)
        for arc, gate in enumerate(done.of.streets.gate_of):
            if gate is not None:
                passes = done.network.capacity[done.network.profile[arc]]
                is_full = (done.flow.entering[arc] == passes) & (passes > 0) & waiting & late
                key = (gate.kind, gate.what)
                full[key] = full.get(key, np.zeros_like(is_full)) | is_full
    arrived = sum(int(done.flow.arrivals.sum(dtype=np.int64)) for done in solved)
    last = max((done.flow.last_arrival or 0 for done in solved), default=0)
    candidates = sorted(((int(mask.sum()), key) for key, mask in full.items() if mask.any()), reverse=True)[:MOST_CLOSERS]
    trials: list[tuple[int, str, str | None, list[tuple[str, str]]]] = [(minutes, *key, [key]) for minutes, key in candidates]
    if len(candidates) > 1:
        trials.append((candidates[0][0], "together", None, [key for _, key in candidates]))
    for number, (minutes, kind, what, keys) in enumerate(trials, start=1):
        tell(f"One vehicle more where it is full ({number} of {len(trials)})", None, None, 0)
        wider = places.copy()
        for key in keys:
            wider.widen(*key, 1.0)
        again = []
        for done in solved:
            again.append(_solve(done.of, wider))
            _take(again[-1], wider)
        more = sum(int(done.flow.arrivals.sum(dtype=np.int64)) for done in again) - arrived
        then = max((done.flow.last_arrival or 0 for done in again), default=0)
        yield GapCloser(kind=kind, what=what, full_min=minutes, more_units=more, earlier_min=last - then if more == 0 else None)


def _result(scenario: Scenario, plan: Plan | None, solved: list[_Solved], bounds: list[Flow], closers: tuple[GapCloser, ...]) -> OwnFlow:
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


def _class_flow(scenario: Scenario, done: _Solved) -> ClassFlow:
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


def _people(done: _Solved) -> int:
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


def _name(done: _Solved, node: int) -> str:
    return done.names[node][1]


def _queues(scenario: Scenario, solved: list[_Solved]) -> Iterable[Queue]:
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


def _checkpoint_at(done: _Solved, node: int) -> str:
    return next(gate.what for gate in done.of.streets.gate_of if gate is not None and gate.node == node and gate.kind != SEGMENT)


def _departures(scenario: Scenario, solved: list[_Solved]) -> Iterable[Departures]:
    leaving: dict[tuple[str, str, int], int] = {}
    for done in solved:
        exits = [_name(done, node) for node in done.network.exit_node.tolist()]
        for way in done.ways:
            key = (_name(done, way.source), exits[way.exit_number], way.leaves // QUARTER_MIN)
            leaving[key] = leaving.get(key, 0) + way.units
    for (point, centre, quarter), units in sorted(leaving.items()):
        yield Departures(gathering_point=point, reception=centre, starts_at=instant_of(scenario, quarter * QUARTER_MIN), units=units)


def _statements(scenario: Scenario, solved: list[_Solved], plan: Plan | None) -> Iterable[str]:
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


def _far_units(done: _Solved) -> int:
    """Units on ways that may be longer than their range: as long as the top speed would make them."""
    own = done.of.own
    if own.max_km is None:
        return 0
    return sum(way.units for way in done.ways if _km_at_most(done, way, own.max_speed_kmh) > own.max_km)


def _km_at_most(done: _Solved, way: Way, speed_kmh: float) -> float:
    minutes = sum(int(done.network.transit[arc]) for arc in way.arcs if done.of.streets.gate_of[arc] is None)
    return minutes / 60.0 * speed_kmh
