"""In which turn levers are solved: first those that a negotiator asks about first.

Levers are of one kind here where they move the same thing in the same sense: coaches more, ambulances more, the checkpoints' numbers, the
hours of silence. In every round each kind has one turn: its widest lever first, then the one that can be worth most, then the next.

Invariant: every lever has one turn.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from safepassage.planning.levers import Effect, Lever, LeverKind
from safepassage.scenario.scenario import Scenario

NOTHING_POINTS = 1e-6
"""What can be worth no more than this is worth nothing."""

_KINDS = (
    LeverKind.VEHICLES,
    LeverKind.HOURS,
    LeverKind.CAPACITY,
    LeverKind.HOLD,
    LeverKind.RECEPTION,
    LeverKind.ROAD,
    LeverKind.BOARDING,
    LeverKind.LIGHT,
)
"""As they are asked about in a round; in each, what is asked for before what is taken back."""


def in_turn(scenario: Scenario, levers: Sequence[Lever], promise_points: Mapping[str, float]) -> list[str]:
    """The ids of the levers in turn. `promise_points` is how much the bound moves by them at most, as far as that is known."""
    known = {lever.id: lever for lever in levers}
    kinds = defaultdict(list)
    for lever in levers:
        kinds[_is_taken_back(lever), _KINDS.index(lever.kind), *_moved(scenario, lever)].append(lever)

    def depth(lever: Lever) -> int:
        return 1 + depth(known[lever.within]) if lever.within in known else 0

    def width(lever: Lever) -> tuple[int, bool, float]:
        promise = promise_points.get(lever.id)
        return depth(lever), promise is not None and promise <= NOTHING_POINTS, -promise if promise is not None else 0.0

    ordered = [sorted(kinds[key], key=width) for key in sorted(kinds)]
    return [lever.id for each_round in zip_longest(*ordered) for lever in each_round if lever is not None]


def _is_taken_back(lever: Lever) -> bool:
    return lever.effect is Effect.HURTS


def _moved(scenario: Scenario, lever: Lever) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """The tables that a lever changes, and the vehicle types, where it is of vehicles: one type before all of them."""
    changed = lever.change(scenario)
    if changed is None:
        return (), 0, ()
    tables = tuple(name for name in type(scenario).model_fields if getattr(changed, name) is not getattr(scenario, name))
    rows = zip(changed.fleet, scenario.fleet, strict=True)
    types = sorted({entry.type for entry, before in rows if entry != before})
    return tables, len(types), tuple(types)
