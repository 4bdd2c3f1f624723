"""Levers of capacity: what checkpoints, segments, gathering points and halts let through or hold, vehicles, places and beds."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from safepassage.corridor import Checkpoint, Record
from safepassage.planning.levers.lever import Effect, Lever, LeverKind
from safepassage.planning.levers.table import changed_records
from safepassage.scenario.scenario import Scenario

_EACH_WAY = ("inbound_vehicles_per_15_min", "outbound_vehicles_per_15_min")
_BOTH_WAYS = "vehicles_per_15_min"

EVERY = "every-checkpoint"

MOST_ONE_BY_ONE = 8
"""Of more checkpoints than this, a lane and ten vehicles more are asked for at each; what is less than that, and what is taken back, by
party and at all of them: where many lie one behind the other, one vehicle at one of them is no question."""

COACHES, AMBULANCES = 5, 2
"""So many vehicles more or fewer of a row of the fleet: five with more seats than stretcher bays, two of the others."""

BEDS = (10, 1, -10, -1)


def capacity_levers(scenario: Scenario) -> Iterator[Lever]:
    """Everything that is a number of vehicles or people in the scenario, with both signs as far as there is something to take."""
    language = scenario.language
    is_brief = len(scenario.checkpoints) > MOST_ONE_BY_ONE
    for checkpoint in scenario.checkpoints:
        name, wider = scenario.name(checkpoint.id, language), f"checkpoints.{checkpoint.party}"
        yield from _of_checkpoints(f"checkpoint.{checkpoint.id}", name, (checkpoint,), wider, is_brief=is_brief)
    for party in scenario.parties:
        run = tuple(place for place in scenario.checkpoints if place.party == party.id)
        name = f"every checkpoint of {scenario.name(party.id, language)}"
        yield from _of_checkpoints(f"checkpoints.{party.id}", name, run, EVERY) if run else ()
    yield from _of_checkpoints(EVERY, "every checkpoint", scenario.checkpoints, None) if scenario.checkpoints else ()
    for number in _NUMBERS:
        yield from number.levers(scenario)
    yield from _vehicles(scenario)


def _of_checkpoints(id_: str, name: str, places: Collection[Checkpoint], wider: str | None, *, is_brief: bool = False) -> Iterator[Lever]:
    """A lane more or less; one or ten vehicles more per quarter, or one less; one direction alone where the directions do not share.

    In brief: a lane more, and ten vehicles.
    """
    wanted = {place.id for place in places}

    def lever(
        what: str, words: str, effect: Effect, update: Callable[[Checkpoint], Mapping[str, object]], within: str | None = None
    ) -> Lever:
        within = f"{id_}.{within}" if within else wider and f"{wider}.{what}"
        change = changed_records("checkpoints", wanted, update)
        return Lever(f"{id_}.{what}", LeverKind.CAPACITY, words, effect, change, within)

    yield lever("lane+1", f"1 more lane at {name}", Effect.HELPS, lambda place: _with_lanes(place, 1))
    per = f"per quarter of an hour, in and out, at {name}"
    yield lever("vehicles+10", f"10 more vehicles {per}", Effect.HELPS, lambda place: _with_vehicles(place, 10))
    if is_brief:
        return
    if all(place.lanes > 1 for place in places):
        yield lever("lane-1", f"1 fewer lane at {name}", Effect.HURTS, lambda place: _with_lanes(place, -1))
    yield lever("vehicles+1", f"1 more vehicle {per}", Effect.HELPS, lambda place: _with_vehicles(place, 1), "vehicles+10")
    yield lever("vehicles-1", f"1 fewer vehicle {per}", Effect.HURTS, lambda place: _with_vehicles(place, -1))
    if all(place.vehicles_per_15_min is None for place in places):
        for field, way in zip(_EACH_WAY, ("in", "out"), strict=True):
            words = f"1 more vehicle per quarter of an hour {way} at {name}"
            update = partial(_with_one_more, field)
            yield lever(f"{way}+1", words, Effect.HELPS, update, "vehicles+1")


def _with_one_more(field: str, place: Checkpoint) -> Mapping[str, object]:
    return {field: getattr(place, field) + 1}


def _with_lanes(place: Checkpoint, lanes: int) -> Mapping[str, object]:
    """Vehicles per quarter grow with the lanes, rounded down."""
    will_be = place.lanes + lanes
    return {"lanes": will_be} | {field: vehicles * will_be // place.lanes for field, vehicles in _vehicles_of(place).items()}


def _with_vehicles(place: Checkpoint, more: int) -> Mapping[str, object]:
    return {field: max(0, vehicles + more) for field, vehicles in _vehicles_of(place).items()}


def _vehicles_of(place: Checkpoint) -> dict[str, int]:
    given = {field: getattr(place, field) for field in (*_EACH_WAY, _BOTH_WAYS)}
    return {field: vehicles for field, vehicles in given.items() if vehicles is not None}


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of one kind of record: table and field, the steps tried, and its words for one and for many."""

    table: str
    field: str
    steps: tuple[int, ...]
    kind: LeverKind
    one: str
    many: str

    def levers(self, scenario: Scenario) -> Iterator[Lever]:
        """More and fewer of it at each place or segment that has any; half of it is left at least, where it is more than one."""
        for record in getattr(scenario, self.table):
            has = getattr(record, self.field)
            for step in dict.fromkeys(max(step, -taken_of(has)) for step in self.steps) if has else ():
                more, unit = "more" if step > 0 else "fewer", self.one if abs(step) == 1 else self.many
                words = f"{abs(step):,} {more} {unit} {scenario.name(record.id, scenario.language)}"
                id_ = f"{self.field}.{record.id}"
                most = max(self.steps) if step > 0 else max(min(self.steps), -taken_of(has))
                change = changed_records(self.table, {record.id}, partial(_with_more, self.field, step))
                yield Lever(f"{id_}{step:+d}", self.kind, words, _sign(step), change, f"{id_}{most:+d}" if most != step else None)


_NUMBERS = (
    _Number(
        *("gathering_points", "boardings_per_15_min", (1, -1), LeverKind.BOARDING),
        *("boarding per quarter of an hour at", "boardings per quarter of an hour at"),
    ),
    _Number(
        *("segments", "vehicles_per_15_min", (1, -1), LeverKind.CAPACITY),
        *("vehicle per quarter of an hour each way on", "vehicles per quarter of an hour each way on"),
    ),
    _Number("safe_halts", "holds_vehicles", (10, -10), LeverKind.CAPACITY, "vehicle may halt at", "vehicles may halt at"),
    _Number("reception_centres", "capacity_people", (100, -100), LeverKind.RECEPTION, "place at", "places at"),
    _Number("hospitals", "capacity_people", (100, -100), LeverKind.RECEPTION, "place at", "places at"),
    _Number("reception_centres", "hospital_beds", BEDS, LeverKind.RECEPTION, "hospital bed at", "hospital beds at"),
    _Number("hospitals", "hospital_beds", BEDS, LeverKind.RECEPTION, "hospital bed at", "hospital beds at"),
)


def taken_of(has: int) -> int:
    """The most that a lever takes of what there is: half, but one at least."""
    return max(1, has // 2)


def _with_more(field: str, step: int, record: Record) -> Mapping[str, object]:
    return {field: max(0, getattr(record, field) + step)}


def _vehicles(scenario: Scenario) -> Iterator[Lever]:
    types = {kind.id: kind for kind in scenario.vehicle_types}
    for row, entry in enumerate(scenario.fleet):
        kind = types[entry.type]
        step = COACHES if kind.seats > kind.stretcher_bays else AMBULANCES
        for more in dict.fromkeys((step, max(-step, -taken_of(entry.vehicles)))) if entry.vehicles else (step,):
            unit = f"vehicle{'' if abs(more) == 1 else 's'} of type {kind.name}"
            words = f"{abs(more)} {'more' if more > 0 else 'fewer'} {unit} at {scenario.name(entry.depot, scenario.language)}"
            change = changed_records("fleet", {row}, partial(_with_more, "vehicles", more), key="row")
            yield Lever(f"fleet.{row}{more:+d}", LeverKind.VEHICLES, words, _sign(more), change)


def _sign(more: int) -> Effect:
    return Effect.HELPS if more > 0 else Effect.HURTS
