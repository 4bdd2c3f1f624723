"""What is known of every lever so far, and what follows from it for others.

Invariant: of two scenarios of which one allows every plan of the other, it never shows the worse plan.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from safepassage.planning.levers import Effect, Lever
from safepassage.planning.linear import Linear
from safepassage.planning.price_one import Base, Solved
from safepassage.planning.price_order import NOTHING_POINTS
from safepassage.planning.price_plan import Outcome

_BETTER_POINTS = 1e-6


@dataclass(slots=True)
class Table:
    """The levers in their order, the plan as it is, what was solved, and for levers worth nothing by it the wider lever.

    `alike` names for each lever the first one after which plans see the same scenario; that one is solved for all of them. `promise_points`
    is how much at most the bound moves by a lever, as far as that is known beforehand; `turns` are all levers in the order in which they
    are solved. `tries` counts how often each was. Those `outdated` were solved beside a plan as it is that has since been bettered: what
    was proven and checked holds, but more may be found.
    """

    ordered: Sequence[Lever]
    base: Base
    alike: Mapping[str, str]
    promise_points: Mapping[str, float]
    turns: Sequence[str]
    levers: dict[str, Lever] = field(init=False)
    solved: dict[str, Solved] = field(default_factory=dict)
    implied: dict[str, str] = field(default_factory=dict)
    before: dict[str, Linear] = field(default_factory=dict)
    outdated: set[str] = field(default_factory=set)
    tries: Counter[str] = field(default_factory=Counter)
    _under_way: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.levers = {lever.id: lever for lever in self.ordered}

    @property
    def done(self) -> int:
        return sum(self.is_done(lever.id) for lever in self.ordered)

    def is_done(self, lever: str) -> bool:
        return self.is_known(lever) and self._source(lever) not in self.outdated

    def is_known(self, lever: str) -> bool:
        """Whether there is a proven interval and a checked plan, be they outdated."""
        return self._source(lever) in self.solved

    def is_stopped(self, lever: str) -> bool:
        """Whether the clock kept plan and bounds of a known lever from coming nearer to each other."""
        source = self._source(lever)
        return source in self.outdated or self.solved[source].is_stopped

    def is_settled(self, lever: str) -> bool:
        """Whether nothing more is to be found of it."""
        return self.is_done(lever) and not self.is_stopped(lever)

    def first_writings(self) -> float:
        """How many times as long as writing one plan the first plans take of the levers that have none and wait for no wider one."""
        ready = {self.alike[lever.id] for lever in self.ordered if not self.is_known(lever.id) and self._is_wider_ready(lever)}
        return sum(map(self._writings, ready - self._under_way))

    def _writings(self, lever: str) -> float:
        """Where every day of the plan fits, it is only checked again."""
        if self.promise_points.get(lever, math.inf) > NOTHING_POINTS:
            return 2.0
        return 0.5 if self.levers[lever].effect is Effect.HURTS else 0.0

    def bound_points(self, lever: str) -> float:
        """What no plan of a known lever's scenario exceeds: what helps brings no more than the wider lever."""
        wider, bound_points = self._wider(self.levers[lever]), self.solved[self._source(lever)].bound_points
        helps = wider is not None and self.levers[lever].effect is Effect.HELPS and self.is_known(wider)
        return min(bound_points, self.bound_points(wider)) if wider is not None and helps else bound_points

    def wider_known(self, lever: Lever) -> str | None:
        """The wider lever, where something is known of it."""
        wider = self._wider(lever)
        return wider if wider is not None and self.is_known(wider) else None

    def at_once_points(self, lever: str) -> float:
        """What no plan of what can only help exceeds by the prices as they are, as far as that is known."""
        helps = self.levers[lever].effect is Effect.HELPS
        return self.base.linear.points + self.promise_points.get(self.alike[lever], math.inf) if helps else math.inf

    def _source(self, lever: str) -> str:
        """The lever whose solution stands for this one."""
        return self.alike[self.implied.get(lever, lever)]

    def put(self, solved: Solved) -> None:
        before = self.solved.get(solved.lever)
        if before is not None and before.is_stopped and not solved.is_same:
            # what was proven and checked before holds still
            solved = replace(solved, bound_points=min(solved.bound_points, before.bound_points))
        self.solved[solved.lever] = solved
        if before is not None and before.is_stopped and before.outcome is not None and not solved.is_same:
            self._offer(solved.lever, before.outcome)
        self._under_way.discard(solved.lever)
        self.outdated.discard(solved.lever)
        self.tries[solved.lever] += 1
        if solved.linear is not None:
            self.before[solved.lever] = solved.linear

    def take(self, *, only_free: bool = False) -> str | None:
        """The lever to solve next: what is proven at once to bring nothing, and nothing else with `only_free`; then what was tried least,
        in turn. None: nothing to do before one under way is done.

        A lever waits for the wider one that it lies in: where that is worth nothing, this one is put under `implied` unsolved.
        """
        self._imply()
        ready: dict[str, bool] = {}
        for id_ in self.turns:
            source = self.alike[id_]
            if source not in self._under_way and not self.is_settled(id_) and self._is_wider_ready(self.levers[id_]):
                is_free = self._is_free(self.levers[id_]) and not self.tries[source]
                if is_free or not only_free:
                    ready.setdefault(source, is_free)
        if not ready:
            return None
        best = min(ready, key=lambda source: (not ready[source], self.tries[source]))
        self._under_way.add(best)
        return best

    def _imply(self) -> None:
        """Put what follows from wider levers."""
        for lever in self._by_depth():
            wider = self._wider(lever)
            if wider is not None and self.is_done(wider) and not self.is_done(lever.id):
                nothing = self._nothing_by(wider)
                if nothing is not None:
                    self.implied[lever.id] = nothing
                else:
                    self.implied.pop(lever.id, None)

    def _is_free(self, lever: Lever) -> bool:
        """Whether it is proven at once that the lever brings nothing."""
        return lever.effect is Effect.HELPS and self.promise_points.get(self.alike[lever.id], math.inf) < NOTHING_POINTS

    def _is_wider_ready(self, lever: Lever) -> bool:
        """Whether all is known of the wider lever, or it was tried once more than this one."""
        wider = self._wider(lever)
        return wider is None or self.is_settled(wider) or self.tries[self._source(wider)] > self.tries[self.alike[lever.id]]

    def outcome(self, lever: str) -> Outcome:
        """The best plan known that a lever's scenario allows."""
        solved = self.solved.get(self._source(lever))
        return solved.outcome if solved is not None and solved.outcome is not None else self.base.outcome

    def level(self) -> None:
        """Better plans adopted where they are allowed as well: by what helps from what helps less, by what hurts from what hurts more."""
        for lever in reversed(self._by_depth()):
            wider = self._wider(lever)
            if wider is not None and self.alike[wider] in self.solved and lever.effect is Effect.HELPS:
                self._offer(self.alike[wider], self.outcome(lever.id))
        for lever in self._by_depth():
            wider = self._wider(lever)
            is_found = wider is not None and self.alike[lever.id] in self.solved and self.alike[wider] in self.solved
            if wider is not None and is_found and lever.effect is Effect.HURTS:
                self._offer(self.alike[lever.id], self.outcome(wider))

    def plans(self) -> Iterable[Outcome]:
        """The plans found for levers, other than the plan as it is; in the order of the levers, whichever was done first."""
        found = dict.fromkeys(self.alike[lever.id] for lever in self.ordered if self.alike[lever.id] in self.solved)
        outcomes = (self.solved[id_].outcome for id_ in found)
        return [outcome for outcome in outcomes if outcome is not None and outcome is not self.base.outcome]

    def begin_again(self, base: Base) -> None:
        """With a better plan as it is: what was kept of the old one is to be solved again, what was found stays where it is as good."""
        self.base = base
        for id_, solved in list(self.solved.items()):
            effect = self.levers[id_].effect
            if effect is Effect.HELPS and solved.outcome is not None:
                self._offer(id_, base.outcome)
            elif not solved.is_same and (effect is Effect.EITHER or (effect is Effect.HURTS and solved.is_kept)):
                self.outdated.add(id_)

    def _offer(self, lever: str, outcome: Outcome) -> None:
        mine = self.outcome(lever)
        if outcome.value_points > mine.value_points + _BETTER_POINTS:
            self.solved[lever] = replace(self.solved[lever], outcome=outcome, is_kept=False)

    def _wider(self, lever: Lever) -> str | None:
        return lever.within if lever.within in self.levers and lever.effect is not Effect.EITHER else None

    def _nothing_by(self, lever: str) -> str | None:
        """The lever by which everything within this one, which is done, is worth nothing; None: nothing is known."""
        if lever in self.implied:
            return self.implied[lever]
        solved = self.solved[self.alike[lever]]
        return lever if solved.is_same or (solved.is_linear_same and solved.is_kept) else None

    def _by_depth(self) -> list[Lever]:
        """Wider levers before those within them."""

        def depth(lever: Lever) -> int:
            wider = self._wider(lever)
            return 0 if wider is None else 1 + depth(self.levers[wider])

        return sorted(self.ordered, key=depth)
