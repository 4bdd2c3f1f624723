"""Earliest-arrival flow against networkx on the whole time-expanded network: minimum cost, and the maximum flow of each horizon."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Generator

from safepassage.planning.flow import Flow, FlowNetwork, check_flow, earliest_arrival


def random_network(random: Generator, *, waits: str) -> FlowNetwork:
    """Up to eight nodes and twelve steps; capacities come and go; `waits`: all, none or some nodes besides the sources."""
    nodes, steps, arcs = int(random.integers(3, 9)), int(random.integers(3, 13)), int(random.integers(4, 22))
    profiles = int(random.integers(1, 5))
    capacity = random.integers(0, 6, (profiles, steps)) * (random.random((profiles, steps)) < 0.8)
    capacity[0] = random.integers(1, 6)
    sources = random.integers(0, nodes, int(random.integers(1, 4)))
    exits = random.permutation(nodes)[: int(random.integers(1, 4))]
    may_wait = {"all": np.ones(nodes, dtype=bool), "none": np.zeros(nodes, dtype=bool), "some": random.random(nodes) < 0.5}[waits].copy()
    may_wait[sources] = True
    limits = np.full((len(exits), steps), 1000) if random.random() < 0.5 else random.integers(0, 5, (len(exits), steps))
    return FlowNetwork(
        tail=random.integers(0, nodes, arcs).astype(np.int32),
        head=random.integers(0, nodes, arcs).astype(np.int32),
        transit=random.integers(0 if random.random() < 0.3 else 1, 4, arcs).astype(np.int32),
        profile=random.integers(0, profiles, arcs).astype(np.int32),
        capacity=capacity.astype(np.int32),
        may_wait=may_wait,
        source_node=sources.astype(np.int32),
        source_step=random.integers(0, 3, len(sources)).astype(np.int32),
        source_units=random.integers(0, 15, len(sources)).astype(np.int32),
        exit_node=exits.astype(np.int32),
        exit_capacity=limits.astype(np.int32),
    )


def expanded(network: FlowNetwork, last_step: int) -> nx.DiGraph:
    """The time-expanded network up to a step: arcs to the sink cost the step of arrival, every arc has a node of its own."""
    graph = nx.DiGraph()
    graph.add_node("start")
    graph.add_node("end")
    for arc in range(network.arcs):
        for step in range(last_step + 1 - int(network.transit[arc])):
            passes = int(network.capacity[network.profile[arc], step])
            graph.add_edge((int(network.tail[arc]), step), ("arc", arc, step), capacity=passes, weight=0)
            graph.add_edge(("arc", arc, step), (int(network.head[arc]), step + int(network.transit[arc])), capacity=passes, weight=0)
    for node in np.flatnonzero(network.may_wait):
        for step in range(last_step):
            graph.add_edge((int(node), step), (int(node), step + 1), capacity=10**6, weight=0)
    for number, (node, step, units) in enumerate(zip(network.source_node, network.source_step, network.source_units, strict=True)):
        graph.add_edge("start", ("source", number), capacity=int(units), weight=0)
        if step <= last_step:
            graph.add_edge(("source", number), (int(node), int(step)), capacity=int(units), weight=0)
    for number, node in enumerate(network.exit_node):
        for step in range(last_step + 1):
            graph.add_edge((int(node), step), ("exit", number, step), capacity=int(network.exit_capacity[number, step]), weight=step)
            graph.add_edge(("exit", number, step), "end", capacity=10**6, weight=0)
    return graph


def most_by_each_step(network: FlowNetwork) -> list[int]:
    """The maximum flow for every horizon, solved one by one."""
    return [int(nx.maximum_flow_value(expanded(network, step), "start", "end")) for step in range(network.steps)]


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), waits=st.sampled_from(["all", "none", "some"]))
def test_by_every_step_as_many_have_arrived_as_a_maximum_flow_for_that_horizon_alone(seed: int, waits: str) -> None:
    network = random_network(np.random.default_rng(seed), waits=waits)
    flow = earliest_arrival(network)
    assert check_flow(network, flow) == []
    assert flow.arrived.tolist() == most_by_each_step(network)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_the_sum_of_arrival_times_is_that_of_a_minimum_cost_maximum_flow(seed: int) -> None:
    network = random_network(np.random.default_rng(seed), waits="all")
    flow = earliest_arrival(network)
    graph = expanded(network, network.steps - 1)
    cheapest = nx.max_flow_min_cost(graph, "start", "end")
    assert total_step(flow) == nx.cost_of_flow(graph, cheapest)


def total_step(flow: Flow) -> int:
    return int((flow.arrivals.sum(axis=0) * np.arange(flow.arrivals.shape[1])).sum())
