"""What another scenario says otherwise, in sentences: one for each figure, record or setting that differs.

Invariant: no field that differs is left out but sources and notes: one that has no sentence of its own is told by its name.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from enum import Enum
from typing import Any

from safepassage.corridor import Record, local_text
from safepassage.scenario.scenario import Scenario

_TABLES = tuple(
    name for name in Scenario.model_fields if isinstance(Scenario.model_fields[name].default, tuple) and name not in ("areas", "names")
)
_SETTINGS = ("weights", "daylight", "silence", "column")
_ROWS = ("fleet", "groups", "needs", "own_transport")
"""Tables whose rows stay in their order: they are compared row by row."""

_LABELS = ("segment", "party", "type", "depot", "gathering_point", "mode", "place", "kind", "what")
_NAMED = ("segment", "party", "depot", "gathering_point", "place")
"""Fields that hold the id of something with a name."""

_QUARTER = "in a quarter of an hour"
PEOPLE_WORDS = {
    "stretcher_people": "stretcher cases",
    "infant_people": "infants, children and carers",
    "frail_people": "frail, disabled or pregnant people",
    "other_people": "other people",
}
_SENTENCES: dict[str, str] = {
    "checkpoints.hold_min": "the hold at {name} is {now} minutes, not {was}",
    "checkpoints.lanes": "{name} has {now} lanes in use, not {was}",
    "checkpoints.inbound_vehicles_per_15_min": f"{{name}} lets {{now}} vehicles in {_QUARTER}, not {{was}}",
    "checkpoints.outbound_vehicles_per_15_min": f"{{name}} lets {{now}} vehicles out {_QUARTER}, not {{was}}",
    "checkpoints.vehicles_per_15_min": f"{{name}} passes {{now}} vehicles {_QUARTER} in both directions together, not {{was}}",
    "checkpoints.opens": "{name} opens at {now}, not {was}",
    "checkpoints.closes": "{name} closes at {now}, not {was}",
    "checkpoints.party": "{now} runs {name}, not {was}",
    "gathering_points.boardings_per_15_min": f"at {{name}} {{now}} vehicles may begin to board {_QUARTER}, not {{was}}",
    "gathering_points.holds_people": "{now} people may wait at {name} at one time, not {was}",
    "reception_centres.capacity_people": "{name} receives {now} people over the day, not {was}",
    "reception_centres.hospital_beds": "{name} has {now} hospital beds, not {was}",
    "hospitals.capacity_people": "{name} receives {now} seated people over the day, not {was}",
    "hospitals.hospital_beds": "{name} has {now} beds, not {was}",
    "safe_halts.holds_vehicles": "{now} vehicles can stand at {name} at one time, not {was}",
    "safe_halts.is_overnight": "whether people can spend the night at {name}: {now}, not {was}",
    "segments.needs_silence": "whether {name} needs silence: {now}, not {was}",
    "segments.is_night_allowed": "whether vehicles may be on {name} after dark: {now}, not {was}",
    "segments.vehicles_per_15_min": f"{{now}} vehicles may enter {{name}} {_QUARTER} and direction, not {{was}}",
    "vehicle_types.seats": "a {name} has {now} seats, not {was}",
    "vehicle_types.stretcher_bays": "a {name} has {now} stretcher bays, not {was}",
    "vehicle_types.payload_kg": "a {name} carries {now} kg of goods, not {was}",
    "vehicle_types.boarding_min": "boarding a {name} takes {now} minutes, not {was}",
    "vehicle_types.alighting_min": "until a {name} is empty it takes {now} minutes, not {was}",
    "vehicle_types.goods_loading_min": "loading a {name} takes {now} minutes, not {was}",
    "vehicle_types.goods_unloading_min": "unloading a {name} takes {now} minutes, not {was}",
    "vehicle_types.fuel_range_km": "a {name} goes {now} km on a full tank, not {was}",
    "fleet.vehicles": "{now} vehicles of type {type} start at {depot}, not {was}",
    "fleet.duty_starts": "the duty of {type} at {depot} starts at {now}, not {was}",
    "fleet.duty_h": "the crews of {type} at {depot} are on duty for {now} hours, not {was}",
    "fleet.relief_crews": "{type} at {depot} has {now} relief crews on board, not {was}",
    "needs.weight_kg": "{now} kg of {kind} are needed at {place}, not {was}",
    "needs.priority": "the need of {kind} at {place} has priority {now}, not {was}",
    "own_transport.units": "{now} of those by own means ({mode}) at {gathering_point}, not {was}",
    "own_transport.max_km": "those by own means ({mode}) at {gathering_point} can go {now} km, not {was}",
    "groups.groups": "{now} groups of this kind wait at {gathering_point}, not {was}",
    **{f"gathering_points.{field}": f"{{now}} {words} are registered at {{name}}, not {{was}}" for field, words in PEOPLE_WORDS.items()},
    **{
        f"own_transport.{field}": f"{{now}} {words} leave {{gathering_point}} by {{mode}}, not {{was}}"
        for field, words in PEOPLE_WORDS.items()
    },
    **{f"groups.{field}": f"{{now}} {words} in each group at {{gathering_point}}, not {{was}}" for field, words in PEOPLE_WORDS.items()},
    "daylight.is_night_driving_allowed": "whether vehicles may be on the road after dark: {now}, not {was}",
    "daylight.margin_after_sunrise_min": "the first vehicle departs {now} minutes after sunrise, not {was}",
    "daylight.margin_before_sunset_min": "the last vehicle has arrived {now} minutes before sunset, not {was}",
    "column.max_vehicles": "{now} vehicles may travel in one convoy, not {was}",
    "column.call_before_boarding_min": "people are called {now} minutes before they board, not {was}",
    "column.second_boarding_within_min": "a second boarding may be {now} minutes away, not {was}",
}
_RECORDS: dict[str, str] = {
    "windows": "{party} keeps {segment} silent from {opens} to {closes} ({status})",
    "control": "{party} holds {segment} since {since}, says {source}",
    "closures": "{kind} {what} is closed from {since} until {until}",
    "dangers": "on {segment} {rate_per_hour} incidents are expected in a vehicle hour, from {since} until {until}",
    "stocks": "{weight_kg} kg of {kind} lie at {place}",
    "needs": "{weight_kg} kg of {kind} are needed at {place}, priority {priority}",
    "fleet": "{vehicles} vehicles of type {type} start at {depot}",
    "groups": "{groups} groups of {size} people wait at {gathering_point}",
    "own_transport": "{units} by own means ({mode}) at {gathering_point}",
}


def changes_in_words(old: Scenario, new: Scenario, *, zone: str) -> tuple[str, ...]:
    """What the new scenario says otherwise: one line for each record or setting; sources and notes left out."""
    told = _Telling(old, new, zone)
    lines = []
    if old.horizon != new.horizon:
        lines.append(f"the day ends at {told.value(new.horizon.ends_at)}, not at {told.value(old.horizon.ends_at)}")
    for name in _SETTINGS:
        lines += told.fields(name, getattr(old, name), getattr(new, name))
    for name in _TABLES:
        lines += told.table(name, getattr(old, name), getattr(new, name))
    return tuple(lines)


class _Telling:
    """Tells records of two scenarios, places and parties by their names, times in one zone."""

    def __init__(self, old: Scenario, new: Scenario, zone: str) -> None:
        self._scenarios, self._zone = (new, old), zone

    def table(self, name: str, old: tuple[Record, ...], new: tuple[Record, ...]) -> Iterator[str]:
        if old == new:
            return
        if any("id" in type(record).model_fields for record in (*old, *new)):
            before, after = ({record.id: record for record in records} for records in (old, new))  # type: ignore[attr-defined]
            for id_ in dict.fromkeys((*before, *after)):
                if id_ in before and id_ in after:
                    yield from self.fields(name, before[id_], after[id_])
                else:
                    yield f"{name.replace('_', ' ')}: {self._name(id_)} is {'new' if id_ in after else 'there no more'}"
            return
        if name in _ROWS or [self._key(record) for record in old] == [self._key(record) for record in new]:
            for one, other in zip(old, new, strict=False):
                yield from self._row(name, one, other)
            old, new = old[len(new) :], new[len(old) :]
        yield from (f"no more: {self._record(name, record)}" for record in old if record not in new)
        yield from (f"new: {self._record(name, record)}" for record in new if record not in old)

    def fields(self, table: str, old: Record, new: Record) -> Iterator[str]:
        """A sentence for each field that differs."""
        words = self._words(new)
        for name in _facts(new):
            was, now = getattr(old, name, None), getattr(new, name)
            if was == now:
                continue
            plain = f"{table.replace('_', ' ')}, {words.get('name') or self._label(new)}: {name.replace('_', ' ')} {{now}}, not {{was}}"
            sentence = _SENTENCES.get(f"{table}.{name}", plain.replace(", : ", ": "))
            yield sentence.format(**(words | {"now": self.value(now), "was": self.value(was)}))

    def _row(self, table: str, old: Record, new: Record) -> Iterator[str]:
        """Field by field where there are sentences for that; else both records."""
        if table in _ROWS:
            yield from self.fields(table, old, new)
        elif any(getattr(old, name) != getattr(new, name) for name in _facts(new)):
            yield f"{self._record(table, new)}; before: {self._record(table, old)}"

    def _record(self, table: str, record: Record) -> str:
        if table in _RECORDS:
            return _RECORDS[table].format(**self._words(record))
        told = ((name, getattr(record, name)) for name in _facts(record))
        return ", ".join(f"{name.replace('_', ' ')} {self.value(value)}" for name, value in told if value is not None)

    def _words(self, record: Record) -> dict[str, str]:
        """Every field as people read it; open ends of times as the day's, the sizes of groups counted."""
        words = {name: self.value(getattr(record, name)) for name in type(record).model_fields}
        words |= {name: self._name(getattr(record, name)) for name in _NAMED if getattr(record, name, None) is not None}
        for name, open_end in (("since", "the start of the day"), ("until", "the end of the day")):
            if getattr(record, name, "") is None:
                words[name] = open_end
        people = getattr(record, "people", None)
        return words | ({"size": str(people.total_people)} if people is not None else {}) | self._name_of(record)

    def _name_of(self, record: Record) -> dict[str, str]:
        if "id" not in type(record).model_fields:
            return {}
        return {"name": getattr(record, "name", None) or self._name(record.id)}  # type: ignore[attr-defined]

    def _name(self, id_: str) -> str:
        for scenario in self._scenarios:
            try:
                return scenario.name(id_, scenario.language)
            except KeyError:
                continue
        return id_

    def _key(self, record: Record) -> tuple[object, ...]:
        return tuple(getattr(record, name) for name in ("segment", "party", "kind", "what", "place") if hasattr(record, name))

    def _label(self, record: Record) -> str:
        return " ".join(self.value(getattr(record, name)) for name in _LABELS if hasattr(record, name))

    def value(self, value: Any) -> str:
        match value:
            case None:
                return "not given"
            case bool():
                return "yes" if value else "no"
            case datetime():
                return local_text(value, self._zone)
            case time():
                return f"{value:%H:%M}"
            case Enum():
                return str(value.value)
            case float():
                return f"{value:g}"
            case int():
                return f"{value:,}"
            case _:
                return str(value)


def _facts(record: Record) -> Iterable[str]:
    return (name for name in type(record).model_fields if name not in ("source", "is_assumption", "note"))
