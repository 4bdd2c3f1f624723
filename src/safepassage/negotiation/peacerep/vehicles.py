"""Buses and other vehicles, by number."""

from collections import defaultdict

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account, share_of
from safepassage.negotiation.peacerep.figures import figures_of, scopes_of
from safepassage.negotiation.peacerep.negation import is_negated
from safepassage.negotiation.peacerep.reading import Bound, Fact, FactKind, Found, Unread
from safepassage.negotiation.terms import VehicleTerms

_NOUNS = r"buses|bus|minibuses|coaches|ambulances|trucks|lorries|cars|vehicles"
_KINDS = {"bus": "bus", "buses": "bus", "minibuses": "minibus", "coaches": "coach", "ambulances": "ambulance", "trucks": "truck"}
_KINDS |= {"lorries": "truck", "cars": "car", "vehicles": "vehicle"}


def read_vehicles(account: Account) -> Found:
    """Numbers of vehicles that the text gives for this corridor."""
    facts: list[Fact] = []
    unread: list[Unread] = []
    for sentence in account.sentences:
        figures = tuple(sorted(figures_of(sentence.words, _NOUNS), key=lambda figure: figure.begin))
        for figure in figures:
            share = share_of(account, scopes_of(sentence.words, figure, figures), do_come_in=True)
            if not share.is_ours:
                continue
            is_exact = figure.bound is Bound.EXACTLY and not share.is_shared and not is_negated(sentence.words)
            kind = _KINDS[figure.noun]
            facts.append(
                Fact(
                    kind=FactKind.VEHICLES,
                    clause=Clause.VEHICLES,
                    states=figure.words,
                    words=sentence.words,
                    source=account.source(sentence),
                    is_precise=is_exact,
                    figure=figure.number,
                    bound=figure.bound,
                    unit=kind,
                    is_shared=share.is_shared,
                )
            )
            if not is_exact:
                unread.append(Unread(clause=Clause.VEHICLES, why="no exact number of vehicles of this corridor alone", words=figure.words))
    if not facts:
        unread.append(Unread(clause=Clause.VEHICLES, why="no number of vehicles of this corridor"))
    return Found(tuple(facts), tuple(unread))


def vehicle_terms(facts: tuple[Fact, ...]) -> tuple[tuple[VehicleTerms, ...], tuple[Unread, ...]]:
    """Terms by kind, where one exact number is stated; two numbers for one kind are none."""
    stated: dict[str, set[int]] = defaultdict(set)
    for fact in facts:
        if fact.kind is FactKind.VEHICLES and fact.is_precise and fact.unit and fact.figure is not None:
            stated[fact.unit].add(fact.figure)
    terms = tuple(VehicleTerms(kind=kind, vehicles=min(numbers)) for kind, numbers in sorted(stated.items()) if len(numbers) == 1)
    unread = tuple(
        Unread(
            clause=Clause.VEHICLES, why=f"{len(numbers)} different numbers of one kind are stated: {', '.join(map(str, sorted(numbers)))}"
        )
        for _, numbers in sorted(stated.items())
        if len(numbers) > 1
    )
    return terms, unread
