"""One breach of one rule."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """A rule of `docs/rules.md` (by its number) that a plan breaks, where, and how."""

    rule: int
    where: str
    what: str

    def __str__(self) -> str:
        return f"rule {self.rule}: {self.where}: {self.what}"
