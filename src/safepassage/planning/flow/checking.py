"""A flow looked at again, from its definition alone: it shares no code with what made it."""

from collections.abc import Iterator

import numpy as np

from safepassage.planning.flow.network import Flow, FlowNetwork


def check_flow(network: FlowNetwork, flow: Flow) -> list[str]:
    """Everything that is wrong with a flow, in words; empty where nothing is.

    Checked: nothing is below zero; no arc or exit passes more than it can at any step, closed ones nothing; who enters an arc is at its
    head in time; at every node and step as many units come, start or have waited as leave, arrive or wait; nobody waits where none may.
    """
    return list(_faults(network, flow))


def _faults(network: FlowNetwork, flow: Flow) -> Iterator[str]:
    entering, waiting, arrivals = (array.astype(np.int64) for array in (flow.entering, flow.waiting, flow.arrivals))
    for name, array in (("entering", entering), ("waiting", waiting), ("arrivals", arrivals)):
        for what, step in np.argwhere(array < 0)[:3]:
            yield f"{name} {what} at step {step}: {array[what, step]} units"
    for arc in range(network.arcs):
        passes = network.capacity[network.profile[arc]]
        for step in np.flatnonzero(entering[arc] > passes)[:3]:
            yield f"arc {arc} at step {step}: {entering[arc, step]} units enter where {passes[step]} can"
        late = entering[arc, max(0, network.steps - int(network.transit[arc])) :]
        if late.any():
            yield f"arc {arc}: {late.sum()} units are on it when time is up"
    for number, step in np.argwhere(arrivals > network.exit_capacity)[:3]:
        yield f"exit {number} at step {step}: {arrivals[number, step]} units arrive where {network.exit_capacity[number, step]} can"
    balance = np.zeros((network.nodes, network.steps), dtype=np.int64)  # what is at a node at a step less what goes on from it
    for arc in range(network.arcs):
        lasts = int(network.transit[arc])
        balance[network.tail[arc]] -= entering[arc]
        if lasts < network.steps:
            balance[network.head[arc], lasts:] += entering[arc, : network.steps - lasts]
    for number, node in enumerate(network.exit_node):
        balance[node] -= arrivals[number]
    balance -= waiting
    balance[:, 1:] += waiting[:, :-1]
    starts = np.zeros_like(balance)
    for node, step, units in zip(network.source_node, network.source_step, network.source_units, strict=True):
        if step < network.steps:
            starts[node, step] += units
    # units that never arrive need not move: at sources less may start than could, anywhere else everything must add up
    for node, step in np.argwhere((balance > 0) | (balance + starts < 0))[:5]:
        yield f"node {node} at step {step}: {balance[node, step]} units too many come, {starts[node, step]} could start"
    for node in np.flatnonzero(~network.may_wait):
        if waiting[node].any():
            yield f"node {node}: units wait where none may"
    sent = -balance.sum()
    if sent != arrivals.sum():
        yield f"{sent} units start and {arrivals.sum()} arrive"
    if flow.has_arrived_all != bool(arrivals.sum() == network.source_units.sum(dtype=np.int64)):
        yield "whether all have arrived is said wrongly"
