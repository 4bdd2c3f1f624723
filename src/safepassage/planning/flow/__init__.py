"""Flow over time: those who move by themselves, on roads with capacities, as early as can be."""

from safepassage.planning.flow.checking import check_flow
from safepassage.planning.flow.earliest import earliest_arrival
from safepassage.planning.flow.network import Flow, FlowNetwork

__all__ = ["Flow", "FlowNetwork", "check_flow", "earliest_arrival"]
