"""How many people, and which people: planned and reported figures are kept apart, and no figure of people is a term."""

import re

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account
from safepassage.negotiation.peacerep.counts import read_counts
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Found, Unread

_NOUNS = r"people|civilians|residents|persons|evacuees|children|citizens|women"
_REPORTED = re.compile(
    r"\b(?:were|was|been|managed|able|left|came|arrived|reached|departed|rescued?|headed|transported|exited)\b", re.IGNORECASE
)
_PLANNED = re.compile(r"\b(?:plans?|planned to|will|expects?|to evacuate|going to|intends?)\b", re.IGNORECASE)
_WHOM = re.compile(
    r"\b(?:evacuat\w+|leave|rescue|transport)\s+(?:of\s+)?"
    r"(?P<whom>(?:[a-z]+\s+)?(?:civilians|residents|people|citizens)(?: and foreign citizens)?|women, children[^.;]{0,60}?)\b"
)


def read_people(account: Account) -> Found:
    """Figures of people that the text gives for this corridor."""
    return read_counts(account, FactKind.PEOPLE, Clause.PURPOSE, _NOUNS, lambda _, words: _counted(words))


def read_purpose(account: Account) -> Found:
    """Whom the text says the corridor brings out, in its words."""
    for sentence in account.sentences:
        whom = _WHOM.search(sentence.words)
        if whom is not None and account.concerns(sentence):
            return Found(
                (
                    Fact(
                        kind=FactKind.PURPOSE,
                        clause=Clause.PURPOSE,
                        states=whom["whom"],
                        words=sentence.words,
                        source=account.source(sentence),
                        is_precise=True,
                        values=(whom["whom"],),
                    ),
                )
            )
    return Found((), (Unread(clause=Clause.PURPOSE, why="it does not say whom this corridor brings out"),))


def _counted(sentence: str) -> str:
    """Whether people were meant to go or had gone; 'not said' where the sentence does not tell."""
    if _PLANNED.search(sentence):
        return "planned"
    return "reported" if _REPORTED.search(sentence) else "not said"
