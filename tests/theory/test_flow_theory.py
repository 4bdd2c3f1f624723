"""Earliest-arrival flow against what theory says in closed form."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from safepassage.planning.flow import FlowNetwork, check_flow, earliest_arrival


def network(
    arcs: list[tuple[int, int, int, int]], steps: int, sources: dict[int, int], exits: list[int], *, may_wait: bool = True
) -> FlowNetwork:
    """Arcs are (tail, head, steps, units a step); all capacities are constant."""
    tail, head, transit, passes = (np.array(column, dtype=np.int32) for column in zip(*arcs, strict=True))
    waits = np.full(int(max(tail.max(), head.max())) + 1, may_wait)
    waits[list(sources)] = True
    return FlowNetwork(
        tail=tail,
        head=head,
        transit=transit,
        profile=np.arange(len(arcs), dtype=np.int32),
        capacity=np.repeat(passes[:, None], steps, axis=1),
        may_wait=waits,
        source_node=np.array(list(sources), dtype=np.int32),
        source_step=np.zeros(len(sources), dtype=np.int32),
        source_units=np.array(list(sources.values()), dtype=np.int32),
        exit_node=np.array(exits, dtype=np.int32),
        exit_capacity=np.full((len(exits), steps), 10**6, dtype=np.int32),
    )


def test_on_a_single_road_units_arrive_at_the_rate_of_its_narrowest_arc_once_the_first_has_come_through() -> None:
    flow = earliest_arrival(network([(0, 1, 2, 7), (1, 2, 3, 4), (2, 3, 1, 9)], 40, {0: 100}, [3]))
    expected = [0 if step < 6 else min(100, 4 * (step - 5)) for step in range(40)]
    assert flow.arrived.tolist() == expected
    assert flow.last_arrival == 6 + 24
    assert flow.has_arrived_all


def test_without_waiting_on_the_road_the_same_single_road_brings_as_many() -> None:
    roads = [(0, 1, 2, 7), (1, 2, 3, 4), (2, 3, 1, 9)]
    free, held = (earliest_arrival(network(roads, 40, {0: 100}, [3], may_wait=may_wait)) for may_wait in (True, False))
    assert free.arrived.tolist() == held.arrived.tolist()
    assert not held.waiting[1:].any()


def test_with_a_slow_wide_detour_the_most_that_can_arrive_is_the_temporally_repeated_flow_of_ford_and_fulkerson() -> None:
    """Ford and Fulkerson 1958 (doi:10.1287/opre.6.3.419): max over static flows f of horizon x value(f) - sum of time x f."""
    roads = [(0, 1, 1, 3), (1, 3, 1, 2), (0, 2, 2, 4), (2, 3, 2, 5), (1, 2, 1, 2)]
    steps = 15
    flow = earliest_arrival(network(roads, steps, {0: 10_000}, [3]))
    for horizon in range(1, steps):
        graph = nx.DiGraph()
        for tail, head, lasts, passes in roads:
            graph.add_edge(tail, head, capacity=passes, weight=lasts)
        graph.add_edge(3, 0, capacity=1000, weight=-(horizon + 1))  # a unit each step: steps 0 to horizon
        assert flow.arrived[horizon] == -nx.cost_of_flow(graph, nx.min_cost_flow(graph))


@pytest.mark.parametrize("name", ["SiouxFalls", "Anaheim"])
def test_in_the_long_run_units_arrive_at_the_rate_of_the_static_maximum_flow(name: str, data_dir: Path) -> None:
    roads = tntp_roads(data_dir / "networks" / "tntp" / name / f"{name}_net.tntp")
    first, last = 1, 24 if name == "SiouxFalls" else 38
    graph = nx.DiGraph()
    for tail, head, _, passes in roads:
        graph.add_edge(tail, head, capacity=passes)
    rate = nx.maximum_flow_value(graph, first, last)
    steps = 150
    flows = network(roads, steps, {first: 2_000_000}, [last])
    flow = earliest_arrival(flows)
    assert check_flow(flows, flow) == []
    assert set(np.diff(flow.arrived)[-30:].tolist()) == {rate}


def tntp_roads(path: Path) -> list[tuple[int, int, int, int]]:
    """Tail, head, free-flow time as whole steps of at least one, capacity in hundreds."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(("\t", " ")) and line.strip(" \t;")]
    return [
        (int(row[0]), int(row[1]), max(1, round(float(row[4]))), max(1, round(float(row[2]) / 100))) for row in rows if row[0].isdigit()
    ]
