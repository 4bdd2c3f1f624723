"""The road of a corridor: the places on the way, where the text names them in order.

A pair of ends ("from Polohy to Zaporizhzhya") states no road.
"""

import re

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.about import Account
from safepassage.negotiation.peacerep.place_names import CHAIN, leading_names, names_of_destinations, names_of_origins, skeleton
from safepassage.negotiation.peacerep.reading import Fact, FactKind, Found, Unread
from safepassage.negotiation.peacerep.sentences import Sentence

_TIGHT_CHAIN = re.compile(r"\b[A-Z][a-z’']+(?:[-–—][A-Z][a-z’']+){2,}\b")
_THROUGH = re.compile(
    r"\b(?:goes through|going through|passes through|runs through|via|through)\s+(?:the exit towards\s+)?(?=(?:the )?[\w ]*[A-Z])"
)
_STREETS = re.compile(r"^[^.;]*\b(?:Streets|Street|Avenue|Highway)\b")
_STREET_NOTE = re.compile(r"^via (?P<names>[^.;]+ Streets)$")
STREETS = "streets"
"""The unit of a fact whose values are streets, not places on the way."""
DOUBTED = "(?)"
NO_ROAD = Unread(clause=Clause.ROUTE, why="it names no road and no place between the ends")


def read_roads(account: Account) -> Found:
    """The places on the way from origin to destination, in order."""
    ways: list[tuple[Sentence, tuple[str, ...]]] = []
    for sentence in account.sentences:
        ways += [(sentence, way) for stated in _stated_ways(account, sentence) if (way := _between_ends(account, stated)) is not None]
    ways = [(sentence, way) for sentence, way in ways if way]
    streets = tuple(fact for sentence in account.sentences for fact in _streets(account, sentence))
    if not ways:
        return Found(streets, () if streets else (NO_ROAD,))
    longest = max(ways, key=lambda found: len(found[1]))
    differing = [way for _, way in ways if not _is_part_of(way, longest[1])]
    is_doubted = DOUBTED in longest[0].words
    facts = tuple(
        Fact(
            kind=FactKind.ROAD,
            clause=Clause.ROUTE,
            states=" - ".join((account.origin, *way, account.destination)),
            words=sentence.words,
            source=account.source(sentence),
            is_precise=not differing and not is_doubted and (sentence, way) == longest,
            values=way,
        )
        for sentence, way in ways
    )
    if differing:
        why = "it names different roads: " + "; ".join(dict.fromkeys(fact.states for fact in facts))
        return Found((*facts, *streets), (Unread(clause=Clause.ROUTE, why=why),))
    if is_doubted:
        why = "the table puts a question mark behind the road"
        return Found((*facts, *streets), (Unread(clause=Clause.ROUTE, why=why, words=longest[0].words),))
    return Found((*facts, *streets))


def _streets(account: Account, sentence: Sentence) -> list[Fact]:
    """Streets that the table itself gives as this corridor's way: a note of its own that begins with 'via'."""
    noted = _STREET_NOTE.match(sentence.words)
    if noted is None:
        return []
    names = tuple(f"{name.removesuffix(' Streets')} Street" for name in leading_names(noted["names"]))
    return [
        Fact(
            kind=FactKind.ROAD,
            clause=Clause.ROUTE,
            states="by " + ", ".join(names),
            words=sentence.words,
            source=account.source(sentence),
            is_precise=True,
            unit=STREETS,
            values=names,
        )
    ]


def _stated_ways(account: Account, sentence: Sentence) -> list[tuple[str, ...]]:
    """Every list of places that the sentence gives as a road, with the ends where it names them apart."""
    words = sentence.words
    ways = [tuple(re.split(r"\s+[-–—]\s+", chain.group())) for chain in CHAIN.finditer(words)]
    ways += [tuple(re.split(r"[-–—]", chain.group())) for chain in _TIGHT_CHAIN.finditer(words)]
    for through in _THROUGH.finditer(words):
        rest = words[through.end() :]
        names = leading_names(rest)
        if not names or _STREETS.match(rest):
            continue
        before = words[: through.start()]
        origins, destinations = names_of_origins(before), names_of_destinations(before)
        if origins and account.is_of_origin(origins[0]):
            names = (origins[0], *names) if not account.is_of_origin(names[0]) else names
        is_going_there = any(account.is_of_destination(name) for name in destinations)
        if is_going_there and not any(account.is_of_destination(name) for name in names):
            names = (*names, account.destination)
        elif origins and destinations and not is_going_there and not account.is_of_destination(names[-1]):
            continue  # the road of another corridor
        elif origins and not any(account.is_of_origin(name) for name in (*origins, *names)):
            names = (*names, *destinations[:1])
        ways.append(names)
    return ways


def _between_ends(account: Account, stated: tuple[str, ...]) -> tuple[str, ...] | None:
    """The places between this corridor's ends on a stated road, turned round where it is given from destination to origin."""
    origin = [place for place, name in enumerate(stated) if account.is_of_origin(name)]
    destination = [place for place, name in enumerate(stated) if account.is_of_destination(name)]
    if len(origin) != 1 or len(destination) != 1:
        return None
    first, last = origin[0], destination[0]
    return stated[first + 1 : last] if first < last else stated[last + 1 : first][::-1]


def _is_part_of(way: tuple[str, ...], longest: tuple[str, ...]) -> bool:
    """Whether a road names the same places as a longer one, leaving some out; 'Polohy' and 'Polohe' count as one."""
    rest = iter([skeleton(name) for name in longest])
    return all(skeleton(name) in rest for name in way)
