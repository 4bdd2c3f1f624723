"""How many people, and which people: planned and reported figures are kept apart, and no figure of people is a term."""

import re

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account, share_of
from safepassage.negotiation.peacerep.figures import figures_of, scopes_of
from safepassage.negotiation.peacerep.negation import is_negated
from safepassage.negotiation.peacerep.reading import Bound, Fact, FactKind, Found, Unread

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
    """Figures of people that the text gives for this corridor, and whom it says are brought out."""
    facts: list[Fact] = []
    unread: list[Unread] = []
    for sentence in account.sentences:
        figures = tuple(sorted(figures_of(sentence.words, _NOUNS), key=lambda figure: figure.begin))
        for figure in figures:
            scopes = scopes_of(sentence.words, figure, figures)
            share = share_of(account, scopes)
            if not share.is_ours:
                continue
            is_exact = figure.bound is Bound.EXACTLY and not share.is_shared and not is_negated(sentence.words)
            facts.append(
                Fact(
                    kind=FactKind.PEOPLE,
                    clause=Clause.PURPOSE,
                    states=figure.words,
                    words=sentence.words,
                    source=account.source(sentence),
                    is_precise=is_exact,
                    figure=figure.number,
                    bound=figure.bound,
                    unit=_counted(sentence.words),
                    is_shared=share.is_shared,
                )
            )
            if not is_exact:
                unread.append(Unread(clause=Clause.PURPOSE, why="no exact number of people of this corridor alone", words=figure.words))
    if not facts:
        unread.append(Unread(clause=Clause.PURPOSE, why="no number of people of this corridor"))
    return Found(tuple(facts), tuple(unread))


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
