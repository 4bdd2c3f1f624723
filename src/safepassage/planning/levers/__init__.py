"""The levers of a negotiation: what a party could grant or take back, read off what the scenario holds.

Each is offered with both signs where a negotiator may also have to give.
"""

from safepassage.planning.levers.find import find_levers
from safepassage.planning.levers.lever import Effect, Lever, LeverKind

__all__ = ["Effect", "Lever", "LeverKind", "find_levers"]
