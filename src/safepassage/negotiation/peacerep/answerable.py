"""Who answers: guarantor, intermediary, commanders and signatories, where the text names them as such.

Whoever announces, accuses or is quoted is none of these.
"""

import re

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Found, Unread
from safepassage.negotiation.peacerep.sentences import Sentence

_WHO = r"(?P<who>(?:[A-Z][\w’'.&-]+|of|the|for)(?: (?:[A-Z][\w’'.&-]+|of|the|for))*(?:['’]s)?(?: \([A-Z]+\))?)"
_ROLES = (
    (
        FactKind.GUARANTOR,
        Clause.GUARANTOR,
        re.compile(
            rf"\b(?:[Tt]he )?{_WHO} (?:is|are|was|will be|acts?|is acting|are acting|will act) (?:acting )?as (?:a |the )?guarantor"
        ),
    ),
    (
        FactKind.INTERMEDIARY,
        Clause.INTERMEDIARY,
        re.compile(rf"\b(?:[Vv]ia|[Tt]hrough|[Uu]nder|[Ww]ith) (?:the )?(?:aegis of (?:the )?|mediation of (?:the )?){_WHO}"),
    ),
    (FactKind.INTERMEDIARY, Clause.INTERMEDIARY, re.compile(rf"\b(?:[Vv]ia|[Tt]hrough|[Ww]ith|[Uu]nder) (?:the )?{_WHO} mediation")),
    (
        FactKind.COMMANDER,
        Clause.COMMANDERS,
        re.compile(r"\b[Cc]ommander of (?:the )?(?P<who>[\w ]*(?:brigade|battalion|regiment|division|army|group)[\w ]{0,20}?)(?=[,.;]|$)"),
    ),
    (FactKind.SIGNATORY, Clause.SIGNATORIES, re.compile(rf"\b(?:was|were|is|been) signed by (?:the )?{_WHO}")),
)


def read_answerable(account: Account) -> Found:
    """Guarantor, intermediary, commanders and signatories that the text names."""
    facts = tuple(fact for sentence in account.sentences for fact in _in(account, sentence))
    named = {fact.kind for fact in facts}
    unread = tuple(
        Unread(clause=clause, why=why)
        for kind, clause, why in (
            (FactKind.COMMANDER, Clause.COMMANDERS, "no commander on the road is named"),
            (FactKind.SIGNATORY, Clause.SIGNATORIES, "nobody is named who signs"),
        )
        if kind not in named
    )
    return Found(facts, unread)


def _in(account: Account, sentence: Sentence) -> list[Fact]:
    return [
        Fact(
            kind=kind,
            clause=clause,
            states=who,
            words=sentence.words,
            source=account.source(sentence),
            is_precise=kind in (FactKind.GUARANTOR, FactKind.INTERMEDIARY),
            values=(who,),
        )
        for kind, clause, pattern in _ROLES
        for match in pattern.finditer(sentence.words)
        if (who := re.sub(r"^the |['’]s(?= \(|$)", "", match["who"]).strip()) and _is_about(account, sentence)
    ]


def _is_about(account: Account, sentence: Sentence) -> bool:
    """An article's guarantor holds for the corridors that the article names; one who commands or signs, alike."""
    article = [other for other in account.sentences if other.article == sentence.article]
    return any(account.concerns(other) for other in article)
