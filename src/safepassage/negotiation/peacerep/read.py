"""From a record to terms: a thin draft of what was announced, and all that is unread.

Nothing in these records is a sealed agreement: one side announced, or both are said to have agreed in principle.
"""

import itertools
from collections.abc import Collection, Sequence

from safepassage.corridor import Party, parse_instant
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account, account_of
from safepassage.negotiation.peacerep.announced import AnnouncedCorridor, AnnouncedEnd, ProposedBy
from safepassage.negotiation.peacerep.answerable import read_answerable
from safepassage.negotiation.peacerep.hours import read_hours
from safepassage.negotiation.peacerep.people import read_people, read_purpose
from safepassage.negotiation.peacerep.private_cars import read_private_cars
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Reading, Unread
from safepassage.negotiation.peacerep.roads import STREETS, read_roads
from safepassage.negotiation.peacerep.vehicles import read_vehicles, vehicle_terms
from safepassage.negotiation.terms import (
    LocalHours,
    Person,
    Point,
    PrivateCars,
    Said,
    SegmentTerms,
    Standing,
    Terms,
    WindowTerms,
)

_UKRAINE = Party(id="ukraine", name="Ukraine", zone="Europe/Kyiv", source="PeaceRep, column proposal")
_RUSSIA = Party(id="russia", name="Russian Federation", zone="Europe/Moscow", source="PeaceRep, column proposal")
_PARTIES = {
    ProposedBy.UKRAINE: (_UKRAINE,),
    ProposedBy.RUSSIA: (_RUSSIA,),
    ProposedBy.AGREED: (_UKRAINE, _RUSSIA),
}
_READERS = (read_roads, read_hours, read_vehicles, read_people, read_purpose, read_private_cars, read_answerable)


def read_terms(record: AnnouncedCorridor, *, doubtful_ends: Collection[str] = ()) -> Reading:
    """Read roads, hours, vehicles, people and who answers out of a record's text.

    `doubtful_ends` are those of 'from' and 'to' whose geocode is flagged: their coordinates are left out of the terms.
    """
    account = account_of(record)
    found = [reader(account) for reader in _READERS]
    facts = tuple(fact for part in found for fact in part.facts)
    unread = [problem for part in found for problem in part.unread]
    if not account.sentences:
        unread = [Unread(clause=Clause.ROUTE, why="the record has no text")]
    window, window_unread = _window(facts)
    vehicles, vehicles_unread = vehicle_terms(facts)
    roads = [fact for fact in facts if fact.kind is FactKind.ROAD and fact.is_precise]
    way = next((fact.values for fact in roads if fact.unit != STREETS), ())
    streets = next((fact.values for fact in roads if fact.unit == STREETS), ())
    terms = Terms(
        id=f"peacerep-{record.id}",
        standing=Standing.AGREEMENT_IN_PRINCIPLE if record.proposed_by is ProposedBy.AGREED else Standing.ANNOUNCEMENT,
        names={"en": f"{account.origin} to {account.destination}, {record.day}"},
        said=_said(account, facts),
        parties=_PARTIES[record.proposed_by],
        guarantor=_office(facts, FactKind.GUARANTOR),
        intermediary=_office(facts, FactKind.INTERMEDIARY),
        brings_out=next((fact.values for fact in facts if fact.kind is FactKind.PURPOSE), ()),
        segments=_segments(account, way, streets, window, doubtful_ends),
        destinations=({"en": account.destination},),
        vehicles=vehicles,
        private_cars=PrivateCars(are_admitted=True) if _admits_cars(facts) else None,
    )
    return Reading(terms, facts, (*unread, *window_unread, *vehicles_unread))


def _said(account: Account, facts: Sequence[Fact]) -> tuple[Said, ...]:
    """The words of every fact, by clause; and who is said to have proposed the corridor."""
    record = account.record
    who = {
        ProposedBy.UKRAINE: "announced by Ukraine",
        ProposedBy.RUSSIA: "announced by the Russian Federation",
        ProposedBy.AGREED: "said to be agreed; no text that both have signed is known",
    }[record.proposed_by]
    table = f"PeaceRep record {record.id}, line {record.line}, column proposal; {record.link or 'no address given'}"
    standing = Said(clause=Clause.PARTIES, words=who, source=table)
    words = {(fact.clause, fact.words): Said(clause=fact.clause, words=fact.words, source=fact.source) for fact in facts}
    return (standing, *words.values())


def _office(facts: Sequence[Fact], kind: FactKind) -> Person | None:
    named = {fact.values[0] for fact in facts if fact.kind is kind}
    return Person(office=named.pop()) if len(named) == 1 else None


def _admits_cars(facts: Sequence[Fact]) -> bool:
    return any(fact.kind is FactKind.PRIVATE_CARS and fact.is_precise for fact in facts)


def _window(facts: Sequence[Fact]) -> tuple[WindowTerms | None, tuple[Unread, ...]]:
    """The window where all hours that are stated as instants agree; an end stated twice and differently is none."""
    values = {
        kind: tuple(dict.fromkeys(value for fact in facts if fact.kind is kind and fact.is_precise for value in fact.values))
        for kind in (FactKind.OPENS, FactKind.CLOSES)
    }
    unread = []
    instants = {}
    for kind, stated in values.items():
        distinct = {parse_instant(value) for value in stated}
        if len(distinct) > 1:
            unread.append(Unread(clause=Clause.WINDOWS, why=f"different hours at which the silence {kind}: {'; '.join(stated)}"))
        instants[kind] = distinct.pop() if len(distinct) == 1 else None
    opens, closes = instants[FactKind.OPENS], instants[FactKind.CLOSES]
    if opens is not None and closes is not None and closes <= opens:
        why = f"the silence ends before it begins: {'; '.join((*values[FactKind.OPENS], *values[FactKind.CLOSES]))}"
        return None, (*unread, Unread(clause=Clause.WINDOWS, why=why))
    if opens is None and closes is None:
        return None, tuple(unread)
    local_hours = tuple(
        LocalHours(zone=zone, opens=begin.rpartition(" ")[0], closes=end.rpartition(" ")[0])
        for begin in values[FactKind.OPENS]
        for end in values[FactKind.CLOSES]
        if opens is not None and closes is not None and (zone := begin.rpartition(" ")[2]) == end.rpartition(" ")[2]
    )
    return WindowTerms(opens=opens, closes=closes, local_hours=local_hours), tuple(unread)


def _segments(
    account: Account,
    way: tuple[str, ...],
    streets: tuple[str, ...],
    window: WindowTerms | None,
    doubtful_ends: Collection[str],
) -> tuple[SegmentTerms, ...]:
    """The stretches between the places that the text names, in order; nobody is said to control any of them."""
    places = [
        _point("origin", account.origin, account.record.origin, "from" in doubtful_ends),
        *(Point(id=f"way-{number}", names={"en": name}) for number, name in enumerate(way, start=1)),
        _point("destination", account.destination, account.record.destination, "to" in doubtful_ends),
    ]
    return tuple(
        SegmentTerms(
            id=f"stretch-{number}",
            names={"en": f"{begins.names['en']} - {ends.names['en']}"},
            begins=begins,
            ends=ends,
            roads=streets if not way else (),
            windows=(window,) if window is not None else (),
        )
        for number, (begins, ends) in enumerate(itertools.pairwise(places), start=1)
    )


def _point(id_: str, name: str, end: AnnouncedEnd, is_doubtful: bool) -> Point:
    if is_doubtful:
        return Point(id=id_, names={"en": name})
    return Point(id=id_, names={"en": name}, latitude=end.latitude, longitude=end.longitude)
