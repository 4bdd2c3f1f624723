"""Own cars and people on foot where units may queue before checkpoints: how long the queues would be.

The rules of a plan do not allow it (rule 24), so this is a reckoning of its own: each class of own transport (one mode, top speed, share
of a place, range) as an earliest-arrival flow in what convoys and the classes before it leave; classes in order of people out for a
place. Beside it stands what could arrive if each class had the roads to itself and every reception centre room for all.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import OwnTransport
from safepassage.planning.connect import Ground, connect
from safepassage.planning.flow.checking import check_flow
from safepassage.planning.flow.earliest import earliest_arrival
from safepassage.planning.flow.network import NO_LIMIT, Flow, FlowNetwork
from safepassage.planning.flow.places import Places, units_of_people
from safepassage.planning.flow.queue_classes import QueueClass, Solved
from safepassage.planning.flow.queue_telling import tell_queues
from safepassage.planning.flow.result import GapCloser, OwnFlow
from safepassage.planning.flow.streets import SEGMENT, Gate, lay_streets, network_of
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

Progress = Callable[[str, float | None, float | None, int], None]
MOST_CLOSERS = 8


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
    return tell_queues(scenario, plan, solved, bounds, closers)


def _classes(ground: Ground, scenario: Scenario) -> list[QueueClass]:
    """Most people for a place first; walkers and cars are never one class, since their roads take other times."""

    def key(own: OwnTransport) -> tuple[str, float, float, float]:
        return (own.mode, own.max_speed_kmh, own.passage_share, own.max_km or 0.0)

    rows = sorted((own for own in scenario.own_transport if own.units), key=key)
    grouped = [tuple(each) for _, each in groupby(rows, key)]

    def people_for_a_place(rows: tuple[OwnTransport, ...]) -> float:
        places = sum(row.units * row.passage_share for row in rows)
        return sum(row.people.total_people for row in rows) / places if places else float("inf")

    grouped.sort(key=people_for_a_place, reverse=True)
    return [QueueClass(each, lay_streets(ground, each[0])) for each in grouped]


def _network(of: QueueClass, places: Places, cut: dict[Gate, NDArray[np.int64]], exits: dict[str, NDArray[np.int32]]) -> FlowNetwork:
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


def _relaxed(of: QueueClass, places: Places) -> Flow:
    """The class alone, every entry of a segment with the whole of its limit, every reception centre with room for all."""
    return earliest_arrival(_network(of, places, {}, _open_exits(places, of.streets.steps)))


def _solve(of: QueueClass, places: Places) -> Solved:
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
            return Solved(of, network, flow, bool(cut), is_room_short)
        is_room_short = True
        for centre, step, units in over:
            exits[centre][step] = min(int(exits[centre][step]), units)
            exits[centre][step + 1 :] = 0


def _shares(of: QueueClass, flow: Flow, places: Places) -> dict[Gate, NDArray[np.int64]]:
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


def _overfull(of: QueueClass, network: FlowNetwork, flow: Flow, places: Places) -> list[tuple[str, int, int]]:
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


def _take(done: Solved, places: Places) -> None:
    by_node = {node: name for name, node in done.of.streets.names.items()}
    for arc, gate in enumerate(done.of.streets.gate_of):
        if gate is not None:
            places.take_units(gate.kind, gate.what, done.flow.entering[arc].astype(np.int64), done.of.own.passage_share)
    for number, node in enumerate(done.network.exit_node.tolist()):
        name = by_node[node]
        assert isinstance(name, tuple)  # noqa: S101
        units = int(done.flow.arrivals[number].sum(dtype=np.int64))
        places.people[name[1]] -= int(np.ceil(units * done.of.most_people_per_unit))


def _closers(solved: list[Solved], places: Places, tell: Progress) -> Iterable[GapCloser]:
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
