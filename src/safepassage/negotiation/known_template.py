"""The file in which people write what no plan says: every term that is still empty, as a line to uncomment, before what they wrote.

Invariant: not a word that a person wrote is changed or lost: only lines that begin with the mark of this template are written anew.
"""

from collections.abc import Iterator

from safepassage.negotiation.terms import SegmentTerms, Terms

MARK = "#?"
_HEAD = """#? What no plan can say. Take away the "#? " from a line, fill it in, and run:
#?   safepassage propose PLAN --known known.toml --out DIR
#? Lines with "#?" are written anew each time; everything else in this file is yours and is kept as it is.
#? Every line stands for itself: add no [headings]. A line left empty ("") says nothing. A number takes the place of the quotation marks;
#? texts stay in them. Times with their zone: "2022-03-05 09:00 Europe/Kyiv".
#? Write nothing here that the other party may not read: no costs, no names of people who travel, no addresses where they are received.
"""
_PERSON = '{ office = "", name = "", contact = "" }'
_ONE_BY_ONE = {
    "intermediary": _PERSON,
    "guarantor": _PERSON,
    "monitors": '[{ office = "" }]',
    "opening_condition": '""',
    "extension_rule": '""',
    "destinations": '[{ en = "", uk = "", ru = "" }]',
    "hotline": '""',
    "incident_ladder": '[{ within_min = "", who = "", does = "" }]',
    "suspension_rule": '""',
    "resumption_rule": '""',
    "termination_rule": '""',
    "return_of_vehicles": '""',
    "linked_corridors": '[]  # none; else [{ id = "", names = { en = "" }, order = "" }]',
    "counting_rule": '""',
    "reporting_rule": '""',
    "data_rule": '""',
}
_PARTS = {
    "inspection": {
        "place": '{ id = "inspection", names = { en = "" }, latitude = "", longitude = "" }',
        "by": _PERSON,
        "are_sealed": '""  # true or false',
    },
    "private_cars": {"are_admitted": '""  # true or false', "place_in_column": '""', "most_cars": '""'},
    "escort": {"by": _PERSON},
    "public_notice": {"by": _PERSON, "channels": '[""]', "languages": '[""]', "released_by": _PERSON},
}
_OF_SEGMENT = {"roads": '[""]', "km": '""', "controlling_party": '""', "commander": _PERSON, "buffer_m": '""'}
_OF_CLEARANCE = {"author": _PERSON, "cleared_at": '""', "expires_at": '""', "certificate": '""'}


def known_text(terms: Terms, written: str = "") -> str:
    """The whole file. `written` is what stood in it before."""
    own = [line for line in written.splitlines() if not line.lstrip().startswith(MARK)]
    return "\n".join([_HEAD.rstrip("\n"), *(f"{MARK} {line}".rstrip() for line in _empty(terms)), *own]).rstrip() + "\n"


def _empty(terms: Terms) -> Iterator[str]:
    for who in (party.id for party in terms.parties):
        if not any(each.party == who for each in terms.signatories):
            yield f'signatories.{_key(who)} = {{ person = {_PERSON}, authority = "" }}'
    for segment in terms.segments:
        yield from _of_segment(segment)
    for point in terms.gathering_points:
        if point.holds_people is None:
            yield f'gathering_points.{_key(point.id)}.holds_people = ""'
    for vehicle in terms.vehicles:
        for field in ("colour", "marking", "plates_by"):
            if getattr(vehicle, field) is None:
                yield f'vehicles.{_key(vehicle.kind)}.{field} = ""'
    for checkpoint in terms.checkpoints:
        for field in ("may_check", "may_not"):
            if not getattr(checkpoint, field):
                yield f'checkpoints.{_key(checkpoint.id)}.{field} = [""]'
    reached = {contact.of for contact in terms.contacts}
    for who in (party.id for party in terms.parties):
        if who not in reached:
            yield f'contacts.{_key(who)} = {{ primary = "", alternate = "", contingency = "", emergency = "" }}'
    for field, example in _ONE_BY_ONE.items():
        known = getattr(terms, field)
        if known is None or (known == () and field != "linked_corridors"):
            yield f"{field} = {example}"
    for field, parts in _PARTS.items():
        for part, example in parts.items():
            if getattr(getattr(terms, field), part, None) in (None, ()):
                yield f"{field}.{part} = {example}"


def _of_segment(segment: SegmentTerms) -> Iterator[str]:
    table = f"segments.{_key(segment.id)}"
    for end in ("begins", "ends"):
        if getattr(segment, end) is None:
            yield f"{table}.{end} = {_point(segment.id, end)}"
    if any(way.begins is None or way.ends is None or way.km is None for way in segment.other_ways):
        begins, ends = (_point(segment.id, f"{end}-2") for end in ("begins", "ends"))
        yield f'{table}.other_ways = [{{ begins = {begins}, ends = {ends}, km = "" }}]  # all of them anew; []: none is used'
    for field, example in _OF_SEGMENT.items():
        if getattr(segment, field) in (None, ()):
            yield f"{table}.{field} = {example}"
    for field, example in _OF_CLEARANCE.items():
        if getattr(segment.clearance, field, None) is None:
            yield f"{table}.clearance.{field} = {example}"


def _point(segment: str, end: str) -> str:
    return f'{{ id = "{segment}-{end}", names = {{ en = "", uk = "", ru = "" }}, latitude = "", longitude = "" }}'


def _key(id_: str) -> str:
    """An id as a TOML key: one with a dot needs quotation marks."""
    return f'"{id_}"' if "." in id_ else id_
