"""Which segments always fall together: those that the very same journeys pass, one after the other, on one road."""

from collections.abc import Mapping

from safepassage.scenario.scenario import Scenario
from safepassage.stress.day import Gate, Kind, Mover, Programme


def roads_in_series(scenario: Scenario, programme: Programme) -> tuple[tuple[int, ...], ...]:
    """The rows of the segments that a plan uses, those together that the same journeys pass; in the scenario's order.

    A journey is what a vehicle does between leaving a depot or reception and leaving one again, or a departure of own transport. Where
    two segments are passed by the same journeys, whatever closes one of them for good stops whom it would stop on the other.
    """
    passed_by: dict[int, set[tuple[int, int]]] = {}
    bases = {row for row, place in enumerate(programme.places) if place[1]}
    for mover, (first, end) in enumerate(programme.movers[:, [Mover.FIRST, Mover.END]].tolist()):
        journey = 0
        for gate in programme.gates[first:end]:
            if gate[Gate.KIND] == Kind.DEPART and int(gate[Gate.WHERE]) in bases:
                journey += 1
            elif gate[Gate.KIND] == Kind.ENTER and gate[Gate.WHAT] < len(scenario.segments):
                passed_by.setdefault(int(gate[Gate.WHAT]), set()).add((mover, journey))
    return _alike(passed_by)


def _alike(passed_by: Mapping[int, set[tuple[int, int]]]) -> tuple[tuple[int, ...], ...]:
    roads: dict[frozenset[tuple[int, int]], list[int]] = {}
    for segment in sorted(passed_by):
        roads.setdefault(frozenset(passed_by[segment]), []).append(segment)
    return tuple(tuple(segments) for segments in roads.values())
