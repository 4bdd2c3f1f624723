"""Which corridor a statement is about: one article speaks of many.

Invariant: what a sentence says of another corridor is never read as said of this one. Where that is in doubt, it is not read.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from safepassage.negotiation.peacerep.announced import AnnouncedCorridor
from safepassage.negotiation.peacerep.place_names import (
    all_names,
    announced_name,
    is_same_place,
    names_of_destinations,
    names_of_origins,
)
from safepassage.negotiation.peacerep.sentences import Sentence, sentences_of


@dataclass(frozen=True, slots=True)
class Account:
    """A record and its text as sentences."""

    record: AnnouncedCorridor
    sentences: tuple[Sentence, ...]

    @property
    def origin(self) -> str:
        return announced_name(self.record.origin.named)

    @property
    def destination(self) -> str:
        return announced_name(self.record.destination.named)

    def source(self, sentence: Sentence) -> str:
        """Where a fact was read."""
        return f"PeaceRep record {self.record.id}, line {self.record.line}, article {sentence.article}, sentence {sentence.number}"

    def is_of_origin(self, name: str) -> bool:
        return is_same_place(name, self.origin)

    def is_of_destination(self, name: str) -> bool:
        return is_same_place(name, self.destination)

    def concerns(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of this corridor: it names its origin, or names no place and goes on from one that does."""
        at = self.sentences.index(sentence)
        for earlier in reversed(self.sentences[: at + 1]):
            if earlier.article != sentence.article:
                return False
            if origins := names_of_origins(earlier.words):
                return any(self.is_of_origin(name) for name in origins)
            named = [name for name in all_names(earlier.words) if not self.is_of_destination(name)]
            if any(self.is_of_origin(name) for name in named):
                return True
            if earlier is not sentence and len(named) > 0 and names_of_destinations(earlier.words):
                return False
        return False


@dataclass(frozen=True, slots=True)
class Share:
    """Whether a figure is this corridor's, and whether it is one figure for several."""

    is_ours: bool
    is_shared: bool


_ALL_CORRIDORS = re.compile(r"\bcorridors\b|\bvia them\b")
_ONE_PLACE = re.compile(r"\b(?:city|town|village|settlement)\b")
NOT_OURS = Share(is_ours=False, is_shared=False)


def share_of(account: Account, scopes: Sequence[str], *, do_come_in: bool = False) -> Share:
    """Whose a figure is, by the first of the stretches of text around it that names where somebody comes from.

    With `do_come_in` what goes from the destination to the origin counts too, as empty buses do.
    """
    for scope in scopes:
        origins = names_of_origins(scope)
        if origins:
            if do_come_in and _is_way_in(account, scope):
                return Share(is_ours=True, is_shared=False)
            if not any(account.is_of_origin(name) for name in origins):
                return NOT_OURS
            others = [name for name in names_of_destinations(scope) if not (account.is_of_destination(name) or account.is_of_origin(name))]
            goes_elsewhere = bool(others) and not any(account.is_of_destination(name) for name in names_of_destinations(scope))
            return NOT_OURS if goes_elsewhere else Share(is_ours=True, is_shared=len(origins) > 1)
        if any(account.is_of_origin(name) for name in all_names(scope)):
            return Share(is_ours=True, is_shared=False)
    if _ALL_CORRIDORS.search(scopes[-1]) and not _ONE_PLACE.search(scopes[-1]):
        return Share(is_ours=True, is_shared=True)
    return NOT_OURS


def _is_way_in(account: Account, scope: str) -> bool:
    origins, destinations = names_of_origins(scope), names_of_destinations(scope)
    return len(origins) == 1 and account.is_of_destination(origins[0]) and len(destinations) == 1 and account.is_of_origin(destinations[0])


def account_of(record: AnnouncedCorridor) -> Account:
    return Account(record, sentences_of(record.text, record.day.year))
