"""Buses and other vehicles, by number."""

from collections import defaultdict

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account
from safepassage.negotiation.peacerep.counts import read_counts
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Found, Unread
from safepassage.negotiation.terms import VehicleTerms

_NOUNS = r"buses|bus|minibuses|coaches|ambulances|trucks|lorries|cars|vehicles"
_KINDS = {"bus": "bus", "buses": "bus", "minibuses": "minibus", "coaches": "coach", "ambulances": "ambulance", "trucks": "truck"}
_KINDS |= {"lorries": "truck", "cars": "car", "vehicles": "vehicle"}


def read_vehicles(account: Account) -> Found:
    """Numbers of vehicles that the text gives for this corridor."""
    return read_counts(account, FactKind.VEHICLES, Clause.VEHICLES, _NOUNS, lambda figure, _: _KINDS[figure.noun], do_come_in=True)


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
