"""Earliest-arrival flow beside its peers, in one run: OR-Tools' minimum-cost flow, and HiGHS and networkx where they can.

All peers get the same time-expanded network, with the minute of arrival as the cost of arriving, and the number of minutes for vehicles
that do not. Each result is compared: the same sum, or the word WRONG. Every method runs in a process of its own (OR-Tools and HiGHS
cannot share one), with a cap of time. Run as a module with a method and a size, this file is that process.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.city_network import City, build_city
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
MOST_S = 900.0


@dataclass(frozen=True, slots=True)
class Size:
    """One instance: junctions, minutes, vehicles at each of 20 sources, seed."""

    nodes: int
    steps: int
    vehicles: int
    seed: int = 1


SIZES = {"small": Size(400, 60, 60), "2500": Size(2500, 120, 150), "10000": Size(10000, 240, 300)}
HEADING = """
| network | arcs, minutes | vehicles, all out after | method | s | s of processor | MB at most | times ours |
|---|---|---|---|---:|---:|---:|---:|"""


def flow_rows(sizes: Sequence[str] = tuple(SIZES)) -> Iterator[str]:
    """A row for each method and size as soon as it is measured. Compiling, once on a machine, is a row of its own."""
    started_s = time.perf_counter()
    _run("ours", Size(200, 20, 5))
    yield f"| | | | ours: starting, and compiling if this is the first run | {time.perf_counter() - started_s:.1f} | | | |"
    for name in sizes:
        size = SIZES[name]
        city = build_city(size.nodes, size.steps, size.vehicles, size.seed)
        ours = _run("ours", size)
        out = f"{city.source_vehicles.sum():,}, " + (f"{ours.last} min" if ours.has_all else "not all out")
        head = f"| {size.nodes:,} junctions, seed {size.seed} | {len(city.tail):,}, {size.steps} | {out} |"
        yield f"{head} ours | {ours.took_s:.2f} | {ours.processor_s:.2f} | {ours.memory_mb:,.0f} | 1 |"
        for method in ("OR-Tools", *(("HiGHS", "networkx") if size.nodes <= 400 else ())):
            peer = _run(method, size)
            if peer is None:
                yield f"{head} {method} | stopped after {MOST_S:.0f} | | | more than {MOST_S / ours.took_s:,.0f} |"
                continue
            right = "" if peer.cost == ours.cost else f" WRONG: {peer.cost} instead of {ours.cost}"
            ratios = f"{peer.took_s / ours.took_s:,.0f} ({peer.processor_s / ours.processor_s:,.0f} by processor)"
            yield f"{head} {method}{right} | {peer.took_s:.2f} | {peer.processor_s:.2f} | {peer.memory_mb:,.0f} | {ratios} |"


@dataclass(frozen=True, slots=True)
class Measured:
    """`cost` is the sum over vehicles of the minute of arrival, the number of minutes for those who do not arrive."""

    cost: int
    took_s: float
    processor_s: float
    memory_mb: float
    has_all: bool
    last: int


def _run(method: str, size: Size) -> Measured | None:
    """One method in a process of its own; None where it took too long."""
    words = [sys.executable, "-m", "benchmarks.flow", method, *(str(value) for value in (size.nodes, size.steps, size.vehicles, size.seed))]
    try:
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=MOST_S, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise RuntimeError(f"{method}: {done.stderr}")
    cost, took_s, processor_s, memory_mb, has_all, last = done.stdout.split()[-6:]
    return Measured(int(cost), float(took_s), float(processor_s), float(memory_mb), has_all == "True", int(last))


def expanded(city: City) -> tuple[NDArray[np.int64], ...]:
    """Tails, heads, capacities and costs of the time-expanded network; its last node is the sink, and the first units stand at minute 0."""
    steps, everybody = city.steps, int(city.source_vehicles.sum())
    rows: list[tuple[NDArray[np.int64], ...]] = []

    def add(tail: NDArray[np.int64], head: NDArray[np.int64], capacity: object, cost: object) -> None:
        tail, head = np.broadcast_arrays(tail, head)
        flat = (np.broadcast_to(np.asarray(each), tail.shape).ravel().astype(np.int64) for each in (tail, head, capacity, cost))
        rows.append(tuple(flat))

    for lasts in np.unique(city.transit_min):
        arcs, minute = np.flatnonzero(city.transit_min == lasts), np.arange(steps - lasts)
        tail, head = city.tail[arcs, None].astype(np.int64), city.head[arcs, None].astype(np.int64)
        add(tail * steps + minute, head * steps + minute + lasts, city.vehicles_per_min[arcs, None], 0)
    node, minute = np.arange(city.nodes, dtype=np.int64)[:, None], np.arange(steps - 1)
    add(node * steps + minute, node * steps + minute + 1, everybody, 0)
    sink = city.nodes * steps
    add(city.exit_node[:, None].astype(np.int64) * steps + np.arange(steps), np.int64(sink), everybody, np.arange(steps))
    add(city.source_node.astype(np.int64) * steps, np.int64(sink), city.source_vehicles, steps)
    return tuple(np.concatenate(column) for column in zip(*rows, strict=True))


def main() -> None:
    import resource

    method, *numbers = sys.argv[1:]
    city = build_city(*(int(number) for number in numbers))
    has_all, last = True, 0
    if method == "ours":
        from safepassage.planning.flow import FlowNetwork, check_flow, earliest_arrival

        network = network_of(city)
        earliest_arrival(network_of(build_city(200, 20, 5, 1)))  # load what is compiled
        started_s, processor_s = time.perf_counter(), time.process_time()
        flow = earliest_arrival(network)
        took_s, processor_s = time.perf_counter() - started_s, time.process_time() - processor_s
        has_all, last = flow.has_arrived_all, flow.last_arrival or 0
        by_minute = flow.arrivals.sum(axis=0, dtype=np.int64)
        cost = int((by_minute * np.arange(city.steps)).sum() + city.steps * (city.source_vehicles.sum() - by_minute.sum()))
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        assert isinstance(network, FlowNetwork)
        if city.nodes <= 2500:
            assert check_flow(network, flow) == []
    else:
        columns = expanded(city)
        supply = np.zeros(city.nodes * city.steps + 1, dtype=np.int64)
        supply[city.source_node.astype(np.int64) * city.steps] = city.source_vehicles
        supply[-1] = -int(city.source_vehicles.sum())
        started_s, processor_s = time.perf_counter(), time.process_time()
        cost = PEERS[method](columns, supply)
        took_s, processor_s = time.perf_counter() - started_s, time.process_time() - processor_s
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(cost, took_s, processor_s, memory_mb, has_all, last)


def network_of(city: City) -> object:
    """The city as our flow network: units may wait at every junction."""
    from safepassage.planning.flow.network import NO_LIMIT, FlowNetwork

    passes, profile = np.unique(city.vehicles_per_min, return_inverse=True)
    return FlowNetwork(
        tail=city.tail,
        head=city.head,
        transit=city.transit_min,
        profile=profile.astype(np.int32),
        capacity=np.repeat(passes[:, None], city.steps, axis=1).astype(np.int32),
        may_wait=np.ones(city.nodes, dtype=np.bool_),
        source_node=city.source_node,
        source_step=np.zeros(len(city.source_node), dtype=np.int32),
        source_units=city.source_vehicles,
        exit_node=city.exit_node,
        exit_capacity=np.full((len(city.exit_node), city.steps), NO_LIMIT, dtype=np.int32),
    )


def or_tools(columns: tuple[NDArray[np.int64], ...], supply: NDArray[np.int64]) -> int:
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(*columns)
    solver.set_nodes_supplies(np.arange(len(supply)), supply)
    assert solver.solve() == solver.OPTIMAL
    return int(solver.optimal_cost())


def highs(columns: tuple[NDArray[np.int64], ...], supply: NDArray[np.int64]) -> int:
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    tail, head, capacity, cost = columns
    arc = np.arange(len(tail))
    balance = coo_array(
        (np.concatenate([np.ones(len(tail)), -np.ones(len(tail))]), (np.concatenate([tail, head]), np.concatenate([arc, arc]))),
        shape=(len(supply), len(tail)),
    )
    bounds = np.stack([np.zeros(len(tail)), capacity], axis=1)
    solved = linprog(cost, A_eq=balance.tocsr(), b_eq=supply, bounds=bounds, method="highs")
    assert solved.success
    return round(solved.fun)


def networkx_simplex(columns: tuple[NDArray[np.int64], ...], supply: NDArray[np.int64]) -> int:
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_nodes_from((node, {"demand": -int(units)}) for node, units in enumerate(supply))
    graph.add_edges_from(
        (int(tail), int(head), {"capacity": int(capacity), "weight": int(cost)})
        for tail, head, capacity, cost in zip(*columns, strict=True)
    )
    return int(nx.network_simplex(graph)[0])


PEERS = {"OR-Tools": or_tools, "HiGHS": highs, "networkx": networkx_simplex}

if __name__ == "__main__":
    main()
