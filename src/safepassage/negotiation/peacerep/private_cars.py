"""Own cars of those who leave: whether they may go, and whether the text says that they went."""

import re

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account
from safepassage.negotiation.peacerep.negation import is_negated
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Found

_CARS = re.compile(r"\b(?:own|private|personal)\s+(?:vehicles?|cars?|transport)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:can use|may use|can go|may go|can leave|may leave|allowed|admitted|permitted)\b", re.IGNORECASE)


def read_private_cars(account: Account) -> Found:
    """Sentences on own cars. Only one that admits them is a term: that some went is none."""
    return Found(
        tuple(
            Fact(
                kind=FactKind.PRIVATE_CARS,
                clause=Clause.PRIVATE_CARS,
                states="admitted" if (is_admitted := bool(_MAY.search(sentence.words)) and not is_negated(sentence.words)) else "mentioned",
                words=sentence.words,
                source=account.source(sentence),
                is_precise=is_admitted,
            )
            for sentence in account.sentences
            if _CARS.search(sentence.words) and account.concerns(sentence)
        )
    )
