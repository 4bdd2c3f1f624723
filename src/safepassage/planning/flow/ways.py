"""A flow taken apart into ways: who leaves when from where, and arrives where."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safepassage.planning.flow.network import Flow, FlowNetwork


@dataclass(frozen=True, slots=True)
class Way:
    """Units that go together from a source node, leaving it at a step, over arcs to an exit."""

    source: int
    leaves: int
    exit_number: int
    arrives: int
    units: int
    arcs: tuple[int, ...]


def ways_of(network: FlowNetwork, flow: Flow) -> Iterator[Way]:
    """The ways of a flow, earliest arrivals first; together they are the flow. A flow has no ways in circles without end."""
    entering, waiting = flow.entering.copy(), flow.waiting.copy()
    order = np.argsort(network.head, kind="stable")
    into = np.split(order, np.cumsum(np.bincount(network.head, minlength=network.nodes))[:-1])
    sources = set(network.source_node.tolist())
    for step in range(network.steps):
        for number in np.flatnonzero(flow.arrivals[:, step]).tolist():
            left = int(flow.arrivals[number, step])
            while left:
                node, at, units, leaves = int(network.exit_node[number]), step, left, step
                arcs: list[tuple[int, int]] = []
                holds: list[tuple[int, int]] = []
                while True:
                    comes = into[node][network.transit[into[node]] <= at]
                    comes = comes[entering[comes, at - network.transit[comes]] > 0]
                    if len(comes):
                        arc = int(comes[0])
                        at -= int(network.transit[arc])
                        units = min(units, int(entering[arc, at]))
                        arcs.append((arc, at))
                        node, leaves = int(network.tail[arc]), at
                    elif at > 0 and waiting[node, at - 1] > 0:
                        at -= 1
                        units = min(units, int(waiting[node, at]))
                        holds.append((node, at))
                    elif node in sources:
                        break
                    else:
                        raise AssertionError("a flow that comes from nowhere")
                for each, moment in arcs:
                    entering[each, moment] -= units
                for each, moment in holds:
                    waiting[each, moment] -= units
                left -= units
                yield Way(node, leaves, number, step, units, tuple(arc for arc, _ in reversed(arcs)))
