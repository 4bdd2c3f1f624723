"""What is known of every lever so far, and what follows from it for others.

Invariant: of two scenarios of which one allows every plan of the other, it never shows the worse plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from safepassage.planning.levers import Effect, Lever
from safepassage.planning.price_one import Base, Outcome, Solved

_BETTER_POINTS = 1e-6


@dataclass(slots=True)
class Table:
    """The levers in their order, the plan as it is, what was solved, and for levers worth nothing by it the wider lever.

    `alike` names for each lever the first one after which plans see the same scenario; that one is solved for all of them.
    """

    ordered: Sequence[Lever]
    base: Base
    alike: Mapping[str, str]
    levers: dict[str, Lever] = field(init=False)
    solved: dict[str, Solved] = field(default_factory=dict)
    implied: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.levers = {lever.id: lever for lever in self.ordered}

    @property
    def done(self) -> int:
        return sum(self.is_done(lever.id) for lever in self.ordered)

    def is_done(self, lever: str) -> bool:
        return self.alike[lever] in self.solved or lever in self.implied

    def put(self, solved: Solved) -> None:
        self.solved[solved.lever] = solved

    def widest_first(self) -> Iterator[list[str]]:
        """Levers to solve, those in no other one first; what follows from a wider one is put under `implied` on the way."""
        waiting = [lever for lever in self.ordered if not self.is_done(lever.id)]
        while waiting:
            ready = [lever for lever in waiting if self._wider(lever) is None or self.is_done(self._wider(lever) or "")]
            ready += [lever for lever in waiting if self.alike[lever.id] in {other.id for other in ready} and lever not in ready]
            waiting = [lever for lever in waiting if lever not in ready]
            to_solve: list[str] = []
            for lever in ready:
                nothing = self._nothing_by(self._wider(lever))
                if nothing is not None:
                    self.implied[lever.id] = nothing
                elif self.alike[lever.id] not in (*to_solve, *self.solved):
                    to_solve.append(self.alike[lever.id])
            if to_solve:
                yield to_solve

    def outcome(self, lever: str) -> Outcome:
        """The best plan known that a lever's scenario allows."""
        solved = self.solved.get(self.alike[lever])
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

    def best_tightened(self) -> Outcome | None:
        """The best plan of the scenarios that allow less than the one as it is, where it is better than the plan as it is."""
        outcomes = [
            solved.outcome for id_, solved in self.solved.items() if self.levers[id_].effect is Effect.HURTS and solved.outcome is not None
        ]
        best = max(outcomes, key=lambda outcome: outcome.value_points, default=None)
        return best if best is not None and best.value_points > self.base.outcome.value_points + _BETTER_POINTS else None

    def begin_again(self, base: Base) -> None:
        """With a better plan as it is: what was kept of the old one is to be solved again, what was found stays where it is as good."""
        self.base = base
        for id_, solved in list(self.solved.items()):
            effect = self.levers[id_].effect
            if effect is Effect.HELPS and solved.outcome is not None:
                self._offer(id_, base.outcome)
            elif not solved.is_same and (effect is Effect.EITHER or (effect is Effect.HURTS and solved.is_kept)):
                del self.solved[id_]
        self.implied = {id_: by for id_, by in self.implied.items() if self.alike[by] in self.solved}

    def _offer(self, lever: str, outcome: Outcome) -> None:
        mine = self.outcome(lever)
        if outcome.value_points > mine.value_points + _BETTER_POINTS:
            self.solved[lever] = replace(self.solved[lever], outcome=outcome, is_kept=False)

    def _wider(self, lever: Lever) -> str | None:
        return lever.within if lever.within in self.levers and lever.effect is not Effect.EITHER else None

    def _nothing_by(self, lever: str | None) -> str | None:
        """The lever by which everything within this one is worth nothing; None: nothing is known."""
        if lever is None or lever in self.implied:
            return self.implied.get(lever or "")
        solved = self.solved.get(self.alike[lever])
        if solved is None:
            return None
        return lever if solved.is_same or (solved.is_linear_same and solved.is_kept) else None

    def _by_depth(self) -> list[Lever]:
        """Wider levers before those within them."""

        def depth(lever: Lever) -> int:
            wider = self._wider(lever)
            return 0 if wider is None else 1 + depth(self.levers[wider])

        return sorted(self.ordered, key=depth)
