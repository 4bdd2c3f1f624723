"""Another scenario for the rest of a day: what cannot be otherwise, and the one that says what was so before and is so from now on.

Invariant: rows that a plan refers to by number keep their numbers, and the roads stay the roads.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from safepassage.corridor import Closure, Control, OfferedWindow, SegmentDanger
from safepassage.errors import Problem
from safepassage.roads import network_from_legs
from safepassage.scenario.scenario import Scenario

Timed = TypeVar("Timed", Closure, SegmentDanger)

_KEYS: dict[str, tuple[str, ...]] = {
    "fleet": ("type", "depot"),
    "groups": ("gathering_point", "stretcher_people", "infant_people", "frail_people", "other_people"),
    "needs": ("place", "kind"),
    "own_transport": ("gathering_point", "mode"),
}
"""Tables whose rows plans name by number, and the fields that say what a row is."""


def change_problems(old: Scenario, new: Scenario) -> Iterator[Problem]:
    """Everything that cannot change in the middle of a day, and does."""
    if old.horizon.starts_at != new.horizon.starts_at:
        yield Problem("scenario.toml, starts_at", "the horizon starts at another time than the plan's", "Keep it; its end may change.")
    if old.zone != new.zone:
        yield Problem("scenario.toml, zone", f"it is {new.zone}, the plan's is {old.zone}", f"Write {old.zone}.")
    for name in ("silence", "include_ferries"):
        if getattr(old, name) != getattr(new, name):
            yield Problem(f"scenario.toml, {name}", "it differs from the plan's", "Keep it for this day; plan the next with the other.")
    if old.legs != new.legs or bool(old.osm_file) != bool(new.osm_file):
        yield Problem("legs.csv", "the roads differ from the plan's", "Keep the roads, and say in closures.csv what cannot be driven.")
    places = {place.id for place in new.places}
    for place in old.places:
        if place.id not in places:
            what = f"{place.id} is missing, and the plan may have people or vehicles there"
            yield Problem("places", what, "Keep its row; write 0 for what it no longer has room for.")
    if not old.osm_file and old.legs == new.legs and places >= {place.id for place in old.places}:
        numbered = [network_from_legs(scenario.places, scenario.legs).content_hash for scenario in (old, new)]
        if numbered[0] != numbered[1]:
            what = "a place at which legs end lies elsewhere, or stands in another table or row, than in the plan"
            repair = "Keep all rows of places as they were; a gathering point at which people may have to wait can be planned with nobody."
            yield Problem("places", what, repair)
    speeds = {kind.id: kind.max_speed_kmh for kind in new.vehicle_types}
    for kind in old.vehicle_types:
        if speeds.get(kind.id) != kind.max_speed_kmh:
            yield Problem(f"vehicle_types.csv, {kind.id}", "it is missing, or has another top speed", "Keep its row as it was.")
    for table, fields in _KEYS.items():
        rows, rows_now = getattr(old, table), getattr(new, table)
        for number, row in enumerate(rows):
            if number >= len(rows_now) or any(getattr(row, name) != getattr(rows_now[number], name) for name in fields):
                what = "it is not the row that the plan knows by this number"
                yield Problem(f"{table}.csv, record {number + 1}", what, "Keep all rows in their order; add new ones at the end.")


def as_it_was_until(old: Scenario, new: Scenario, at: datetime) -> Scenario:
    """The new scenario, with windows, control, closures and danger as the old one had them before a moment."""
    return new.model_copy(
        update={
            "seed": old.seed,
            "windows": tuple(_windows(old, new, at)),
            "control": tuple(_control(old, new, at)),
            "closures": _timed(old.closures, new.closures, at),
            "dangers": _timed(old.dangers, new.dangers, at),
        }
    )


def _windows(old: Scenario, new: Scenario, at: datetime) -> Iterator[OfferedWindow]:
    if old.windows == new.windows:
        yield from new.windows
        return
    for key in dict.fromkeys((each.segment, each.party) for each in (*old.windows, *new.windows)):
        was, will_be = ([each for each in told.windows if (each.segment, each.party) == key] for told in (old, new))
        if was == will_be:
            yield from will_be
            continue
        for each in was:
            if each.closes <= at:
                yield each
            elif each.opens < at:
                yield each.model_copy(update={"closes": at, "also_closes": None})
        for each in will_be:
            if each.opens >= at:
                yield each
            elif each.closes > at:
                yield each.model_copy(update={"opens": at, "also_opens": None})


def _control(old: Scenario, new: Scenario, at: datetime) -> Iterator[Control]:
    if old.control == new.control:
        yield from new.control
        return
    for segment in dict.fromkeys(each.segment for each in (*old.control, *new.control)):
        was, will_be = ([each for each in told.control if each.segment == segment] for told in (old, new))
        if was == will_be:
            yield from will_be
            continue
        yield from (each for each in was if each.since < at)
        yield from (each for each in will_be if each.since >= at)
        holding = [each for each in will_be if each.since < at]
        if holding:
            latest = max(holding, key=lambda each: each.since)
            if old.controlling_party(segment, at) != latest.party:
                yield latest.model_copy(update={"since": at})


def _timed(old: tuple[Timed, ...], new: tuple[Timed, ...], at: datetime) -> tuple[Timed, ...]:
    """Records with `since` and `until`: those that stay as they are, those that end now, those that begin now."""
    merged = [each for each in new if each in old]
    for each in old:
        if each not in new and (each.since is None or each.since < at):
            merged.append(each if each.until is not None and each.until <= at else each.model_copy(update={"until": at}))
    for each in new:
        if each not in old and (each.until is None or each.until > at):
            merged.append(each if each.since is not None and each.since >= at else each.model_copy(update={"since": at}))
    return new if set(map(id, merged)) == set(map(id, new)) else tuple(merged)
