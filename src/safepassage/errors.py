"""Errors for users: one error lists every problem, where it is and how to repair it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with what a user gave us.

    `where` is a file with line and field ("fleet.csv, line 3, vehicles"), or a place in the data; `repair` is one sentence in
    the imperative.
    """

    where: str
    what: str
    repair: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}. {self.repair}"


class InputError(ValueError):
    """What a user gave us cannot be used. Lists every problem found; nothing has been changed or guessed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class PlanBrokenError(AssertionError):
    """A plan that our own checker found broken: our fault, not the user's. It is never handed out."""
