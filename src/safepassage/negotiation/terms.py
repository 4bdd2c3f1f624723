"""The terms of an agreement on one corridor, as data: what the text of every clause is written from.

A term that is not known is None, or empty: it is missing, and never zero, and nothing is guessed for it. Where a party or a report said
something about a clause that is no precise term ("in the morning", "the main road"), its words stand in `said`.

Invariant: nothing here is internal. Costs, mandates, red lines, needs, reception addresses, positions and names of people who travel have
no place in terms, so no text written from them can give them away. Officials and officers are named as far as they sign or answer.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from safepassage.corridor import GoodsKind, Identifier, Instant, Latitude, Longitude, Party, Record

TERMS_FORMAT = 1

Names = Mapping[str, str]
"""A name in each language, by BCP 47 tag: {"uk": "Мангуш", "ru": "Мангуш", "en": "Manhush"}."""


class Standing(StrEnum):
    """What kind of text it is. Only a text sealed by all is an agreement; the three must never look alike."""

    ANNOUNCEMENT = "announcement"
    AGREEMENT_IN_PRINCIPLE = "agreement_in_principle"
    PROPOSAL = "proposal"


class Said(Record):
    """What somebody said about a clause, where it is no precise term."""

    clause: Identifier = Field(description="the clause that the words are about")
    about: Identifier | None = Field(default=None, description="the segment, checkpoint or place that they are about; None: all")
    words: str = Field(min_length=1, description="as they were said or printed")
    language: str = "en"
    source: str = Field(min_length=1, description="who said so, where, when")


class Point(Record):
    """A named point on the ground."""

    id: Identifier
    names: Names
    latitude: Latitude | None = None
    longitude: Longitude | None = None


class GatheringTerms(Point):
    """Where people gather and board."""

    holds_people: int | None = Field(default=None, ge=0, description="how many may wait here at one time without a crush")


class Person(Record):
    """An official or officer who signs, commands or answers: by office; by name where the office alone leaves a doubt."""

    office: str = Field(min_length=1, description="such as 'deputy minister of reintegration', 'commander of the 1st brigade'")
    name: str | None = None
    contact: str | None = Field(default=None, description="telephone or radio")


class Signatory(Record):
    """Who signs for a party, the intermediary or the guarantor, and by what authority."""

    party: Identifier
    person: Person
    authority: str | None = Field(default=None, description="what authorises this person to sign; None: not known")


class LocalHours(Record):
    """A window as the clocks of one zone show it, as it stands in that party's text: without any reckoning of ours."""

    zone: str = Field(description="IANA time zone")
    opens: str = Field(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$")
    closes: str = Field(pattern=r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$")


class WindowTerms(Record):
    """Hours in which a segment is silent: instants, and the same on each party's clock."""

    opens: Instant | None = None
    closes: Instant | None = None
    last_entry: Instant | None = Field(default=None, description="the last vehicle that drives all of the segment drives onto it")
    last_exit: Instant | None = Field(default=None, description="the last vehicle has left the segment")
    local_hours: tuple[LocalHours, ...] = ()


class ClearanceTerms(Record):
    """That a segment is free of mines: who cleared or checked it, when, and until when that may be relied on."""

    author: Person | None = None
    cleared_at: Instant | None = None
    expires_at: Instant | None = None
    certificate: str | None = Field(default=None, description="number or place of the record")


class Way(Record):
    """One road through a segment. An end that would give away where people are received or vehicles stand is None, and so are its km."""

    begins: Point | None = None
    passes: Point | None = Field(default=None, description="where it is farthest from another road with the same ends")
    ends: Point | None = None
    km: float | None = Field(default=None, gt=0.0)


class SegmentTerms(Record):
    """A part of the route that one party controls."""

    id: Identifier
    names: Names
    begins: Point | None = None
    ends: Point | None = None
    km: float | None = Field(default=None, gt=0.0)
    roads: tuple[str, ...] = Field(default=(), description="numbers or names of the roads, in order")
    other_ways: tuple[Way, ...] = Field(default=(), description="further roads through it that vehicles use: agreed on as the first")
    controlling_party: Identifier | None = None
    control_source: str | None = Field(default=None, description="who says that this party controls it")
    commander: Person | None = Field(default=None, description="whose units hold it and stop firing on it")
    buffer_m: int | None = Field(default=None, gt=0, description="on each side of the road, where nothing is fired, flown or moved")
    needs_silence: bool = True
    windows: tuple[WindowTerms, ...] = ()
    clearance: ClearanceTerms | None = None


class VehicleTerms(Record):
    """Vehicles of one kind."""

    kind: Identifier
    names: Names = Field(default_factory=dict)
    vehicles: int | None = Field(default=None, ge=0)
    colour: str | None = None
    marking: str | None = Field(default=None, description="what is painted or flown; no protected emblem is drawn by this software")
    plates_by: Instant | None = Field(default=None, description="until when the plates are notified")


class PrivateCars(Record):
    """Own cars of those who leave."""

    are_admitted: bool | None = None
    place_in_column: str | None = Field(default=None, description="such as 'behind the last bus'")
    most_cars: int | None = Field(default=None, ge=0)


class CheckpointTerms(Record):
    """What may and may not be done where vehicles are stopped."""

    id: Identifier
    names: Names
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    party: Identifier | None = None
    may_check: tuple[str, ...] = ()
    may_not: tuple[str, ...] = Field(
        default=(), description="such as 'search telephones', 'hold back men of any age', 'take anything away'"
    )
    longest_hold_min: int | None = Field(default=None, ge=0)


class Inspection(Record):
    """Of goods that go in: where, by whom, once, and how it is known afterwards."""

    place: Point | None = None
    by: Person | None = None
    are_sealed: bool | None = Field(default=None, description="inspected loads are sealed, and not opened again on the way")


class Escort(Record):
    """Who goes with the convoys, and where one escort ends and the other begins: no armed vehicle goes past it."""

    by: Person | None = None
    handover_points: tuple[Point, ...] = ()


class Contact(Record):
    """How to reach a party, the intermediary or a convoy: primary, alternate, contingency, emergency."""

    of: Identifier
    person: Person | None = None
    primary: str | None = None
    alternate: str | None = None
    contingency: str | None = None
    emergency: str | None = None


class PublicNotice(Record):
    """Who tells the people, how, in which languages, and not before when."""

    by: Person | None = None
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    released_by: Person | None = Field(default=None, description="who releases it once every segment is confirmed")


class LadderStep(Record):
    """What is done so many minutes after an incident."""

    within_min: int = Field(ge=0)
    who: str = Field(min_length=1)
    does: str = Field(min_length=1)


class LinkedCorridor(Record):
    """Another corridor that this one depends on, and in which order they are opened."""

    id: Identifier
    names: Names
    order: str = Field(min_length=1, description="such as 'at the same hour', 'after the first 500 have arrived'")


class GoodsTerms(Record):
    """What is carried in. Quantities by kind only: what a place needs is not for a party."""

    kind: GoodsKind
    weight_kg: int | None = Field(default=None, ge=0)


class Terms(Record):
    """Everything that the parties are asked to agree on for one corridor."""

    format: int = TERMS_FORMAT
    id: Identifier
    version: int = Field(default=1, ge=1)
    standing: Standing = Standing.PROPOSAL
    names: Names = Field(description="what the corridor is called")
    said: tuple[Said, ...] = ()

    parties: tuple[Party, ...] = ()
    party_names: Mapping[Identifier, Names] = Field(default_factory=dict, description="a party's name in each language, by its id")
    signatories: tuple[Signatory, ...] = ()
    intermediary: Person | None = None
    guarantor: Person | None = None
    monitors: tuple[Person, ...] = ()

    brings_out: tuple[str, ...] = Field(default=(), description="whom: such as 'civilians who wish to leave', 'the wounded'")
    brings_in: tuple[GoodsTerms, ...] = ()
    segments: tuple[SegmentTerms, ...] = ()
    opening_condition: str | None = Field(default=None, description="what must have happened before the first vehicle moves")
    extension_rule: str | None = None
    gathering_points: tuple[GatheringTerms, ...] = ()
    destinations: tuple[Names, ...] = Field(default=(), description="towns, not addresses; everybody chooses freely among them")
    are_destinations_free: bool | None = Field(default=None, description="true: everybody chooses freely where to go")
    vehicles: tuple[VehicleTerms, ...] = ()
    private_cars: PrivateCars | None = None
    checkpoints: tuple[CheckpointTerms, ...] = ()
    inspection: Inspection | None = None
    escort: Escort | None = None
    contacts: tuple[Contact, ...] = ()
    hotline: str | None = Field(default=None, description="between the parties, at all hours of the operation")
    public_notice: PublicNotice | None = None
    incident_ladder: tuple[LadderStep, ...] = ()
    suspension_rule: str | None = None
    resumption_rule: str | None = None
    termination_rule: str | None = None
    safe_halts: tuple[Point, ...] = ()
    return_of_vehicles: str | None = Field(
        default=None, description="by when, by which road and with what fuel vehicles and crews come back"
    )
    linked_corridors: tuple[LinkedCorridor, ...] | None = Field(default=None, description="empty: said to be linked to none")
    counting_rule: str | None = Field(default=None, description="who counts people, goods and vehicles, where, and who is told")
    reporting_rule: str | None = Field(default=None, description="who reports when the corridor is closed, and what became of it")
    standing_clauses: tuple[Identifier, ...] = Field(default=(), description="ids of the standing clauses that are part of the text")
    data_rule: str | None = Field(default=None, description="which lists are shared with whom, for what, and when they are destroyed")


class Planned(Record):
    """What the plan behind a proposal does, as far as the terms are checked against it. Internal: it is never part of the text."""

    vehicles: Mapping[str, int] = Field(description="vehicles in the plan by kind")
    clears_min: Mapping[str, int] = Field(description="by segment: minutes from the first vehicle's entry to the last one's exit")
    overnight_people: int = Field(default=0, ge=0, description="people that the plan has on the road overnight")


class Draft(Record):
    """A proposal on our own desk: the terms, and what the plan behind them does, where there is one. Internal."""

    terms: Terms
    planned: Planned | None = None
