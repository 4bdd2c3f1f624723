"""Numbers of people or vehicles that a text gives for one corridor, each with how sure it is."""

from collections.abc import Callable

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account, share_of
from safepassage.negotiation.peacerep.figures import Figure, figures_of, scopes_of
from safepassage.negotiation.peacerep.negation import is_negated
from safepassage.negotiation.peacerep.reading import Bound, Fact, FactKind, Found, Unread


def read_counts(
    account: Account, kind: FactKind, clause: Clause, nouns: str, unit: Callable[[Figure, str], str], *, do_come_in: bool = False
) -> Found:
    """Every number of these nouns, a pattern, that the text gives for this corridor.

    `unit` says of a figure and its sentence what it counts. A number is precise where it is exact, of this corridor alone, and not denied.
    `do_come_in`: figures of the way in count as well.
    """
    facts: list[Fact] = []
    unread: list[Unread] = []
    for sentence in account.sentences:
        figures = tuple(sorted(figures_of(sentence.words, nouns), key=lambda figure: figure.begin))
        for figure in figures:
            share = share_of(account, scopes_of(sentence.words, figure, figures), do_come_in=do_come_in)
            if not share.is_ours:
                continue
            is_exact = figure.bound is Bound.EXACTLY and not share.is_shared and not is_negated(sentence.words)
            facts.append(
                Fact(
                    kind=kind,
                    clause=clause,
                    states=figure.words,
                    words=sentence.words,
                    source=account.source(sentence),
                    is_precise=is_exact,
                    figure=figure.number,
                    bound=figure.bound,
                    unit=unit(figure, sentence.words),
                    is_shared=share.is_shared,
                )
            )
            if not is_exact:
                unread.append(Unread(clause=clause, why=f"no exact number of {kind} of this corridor alone", words=figure.words))
    if not facts:
        unread.append(Unread(clause=clause, why=f"no number of {kind} of this corridor"))
    return Found(tuple(facts), tuple(unread))
