"""Geocodes that are hardly the place meant: which end, and why. None is ever put right here.

Many Ukrainian towns share their names: a geocoder that knows only the name finds Bakhmut in Poltava oblast, Poltava in Luhansk oblast,
Lviv in Mykolaiv oblast. An end is doubted by the name that the geocoder found, by the oblast that the text names, by a gazetteer, and by
how far it lies from the other end.
"""

from dataclasses import dataclass
from enum import StrEnum

from pyproj import Geod

from safepassage.negotiation.peacerep.announced import AnnouncedCorridor, AnnouncedEnd
from safepassage.negotiation.peacerep.gazetteer import Gazetteer, Town
from safepassage.negotiation.peacerep.place_names import announced_name, is_same_place
from safepassage.negotiation.peacerep.stated_oblast import is_same_oblast, stated_oblast

AWAY_KM = 40.0
"""As far as this from the town of its name, a point is another place. A third of the table's ends are; the next nearest are under 10 km."""
FAR_KM = 150.0
"""Two ends farther apart than this are doubted where no gazetteer knows the town: within a day's window few columns drove so far."""
WGS84 = Geod(ellps="WGS84")


class Reason(StrEnum):
    """Why a geocode is doubted."""

    NAME = "another name"
    GAZETTEER = "far from the town of that name"
    HOMONYM = "another town of that name fits better"
    OBLAST = "another oblast"
    DISTANCE = "far from the other end"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to doubt one end of a corridor."""

    id: int
    line: int
    side: str
    """'from' or 'to', as the columns begin."""
    place: str
    reason: Reason
    what: str


def find_doubts(record: AnnouncedCorridor, gazetteer: Gazetteer) -> tuple[Doubt, ...]:
    """Every reason to doubt the geocodes of a record. Ends abroad and ends without a position are not judged.

    Without a gazetteer only name and oblast are held against them: cities lie far apart, and nothing would tell which places are cities.
    """
    return (*_doubts(record, "from", record.origin, gazetteer), *_doubts(record, "to", record.destination, gazetteer))


def _doubts(record: AnnouncedCorridor, side: str, end: AnnouncedEnd, gazetteer: Gazetteer) -> tuple[Doubt, ...]:
    if end.latitude is None or end.longitude is None or end.country != "UA":
        return ()
    name = announced_name(end.named)
    here = Town(name, end.latitude, end.longitude)
    there = _best(record, "to" if side == "from" else "from", gazetteer)
    towns = gazetteer.named(name)
    near = [town for town in towns if _km(here, town) <= AWAY_KM]
    far = [town for town in towns if _km(here, town) > AWAY_KM]
    found: list[tuple[Reason, str]] = []
    if (other_name := _other_name(end, name)) is not None:
        found.append((Reason.NAME, f"the geocoder found '{other_name}'"))
    if far and not near and (there is None or _km(here, there) > FAR_KM or min(_km(town, there) for town in far) < _km(here, there)):
        closest = min(far, key=lambda town: _km(here, town))
        found.append((Reason.GAZETTEER, f"{_km(here, closest):.0f} km from {closest.name} in the gazetteer"))
    if near and far and there is not None and (fitting := min(far, key=lambda town: _km(town, there))):
        nearer_km = _km(here, there) - _km(fitting, there)
        if nearer_km > AWAY_KM:
            found.append((Reason.HOMONYM, f"another {fitting.name} in the gazetteer lies {nearer_km:.0f} km nearer to {there.name}"))
    if not near:
        if (oblast := _other_oblast(record, side, end)) is not None:
            found.append((Reason.OBLAST, f"the record says {oblast}, the point lies in {end.oblast}"))
        if gazetteer.towns and there is not None and _km(here, there) > FAR_KM:
            found.append((Reason.DISTANCE, f"{_km(here, there):.0f} km from {there.name} as the crow flies"))
    return tuple(Doubt(record.id, record.line, side, name, reason, what) for reason, what in found)


def _best(record: AnnouncedCorridor, side: str, gazetteer: Gazetteer) -> Town | None:
    """Where an end most likely lies: the one town of its name, else its geocode; None abroad, and where that geocode is doubted itself."""
    end = record.origin if side == "from" else record.destination
    if end.country != "UA":
        return None
    name = announced_name(end.named)
    towns = gazetteer.named(name)
    if len(towns) == 1:
        return towns[0]
    if end.latitude is None or end.longitude is None or _other_name(end, name) or _other_oblast(record, side, end):
        return None
    return Town(name, end.latitude, end.longitude)


def _other_name(end: AnnouncedEnd, name: str) -> str | None:
    """What the geocoder found, where that is another name."""
    return end.geocoded_name if end.geocoded_name is not None and not is_same_place(end.geocoded_name, name) else None


def _other_oblast(record: AnnouncedCorridor, side: str, end: AnnouncedEnd) -> str | None:
    """The oblast that the record states, where the geocode lies in another one."""
    oblast = stated_oblast(record, side)
    return oblast if oblast is not None and end.oblast is not None and not is_same_oblast(oblast, end.oblast) else None


def _km(one: Town, other: Town) -> float:
    return float(WGS84.inv(one.longitude, one.latitude, other.longitude, other.latitude)[2]) / 1000.0
