"""What one vehicle does by itself: rules 1, 3 to 6, 9, 10, 19, 20 and 23."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from safepassage.corridor import FleetEntry, VehicleType
from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.journey import Stay, Step, stays_of
from safepassage.planning.checking.ride import Ride
from safepassage.planning.checking.spans import (
    DAY_S,
    FOREVER,
    MINUTE_S,
    NEVER,
    Span,
    local_days,
    local_instant_s,
    merge,
    span_around,
)
from safepassage.planning.itinerary import Alight, Board, Direction, Drive, Halt, Itinerary, LoadGoods, UnloadGoods
from safepassage.planning.route import Route

Found = Iterator[tuple[int, Step | None, str]]
"""Rule, step, what is wrong."""

ROUNDING_KM = 0.001
MOST_HALTS = 2
"""Halts on one way between two places that are no halts."""


def check_vehicle(
    ground: Ground, itinerary: Itinerary, steps: tuple[Step, ...], routes: Mapping[str, Route], rides: Mapping[str, Ride | None]
) -> list[Breach]:
    """Everything that one itinerary breaks without regard to the others."""
    found: list[tuple[int, Step | None, str]] = [*_check_times(ground, steps), *_check_continuity(ground, itinerary, steps, routes)]
    found += [*_check_waiting(ground, steps), *_check_halts(ground, steps), *_check_directions(ground, steps, routes)]
    found += [*_check_people(ground, steps, routes), *_check_goods(ground, steps)]
    vehicle_type = ground.types.get(itinerary.type)
    if vehicle_type is not None:
        found += [*_check_durations(vehicle_type, steps, routes), *_check_load(vehicle_type, steps)]
        found += _check_fuel(ground, vehicle_type, steps, rides)
    if itinerary.fleet_row < len(ground.scenario.fleet):
        found += _check_duty(ground, ground.scenario.fleet[itinerary.fleet_row], steps)
    return [Breach(rule, _where(ground, itinerary, step), what) for rule, step, what in found]


def _where(ground: Ground, itinerary: Itinerary, step: Step | None) -> str:
    if step is None:
        return f"vehicle {itinerary.vehicle}"
    return f"vehicle {itinerary.vehicle}, activity {step.number} ({step.activity.activity}, {ground.clock(step.starts_s)})"


def _check_times(ground: Ground, steps: tuple[Step, ...]) -> Found:
    """Rule 1."""
    for step in steps:
        if span_around([ground.horizon], step.starts_s, step.ends_s) is None:
            yield 1, step, "it lies outside the horizon"
        if step.starts_s % MINUTE_S or step.ends_s % MINUTE_S:
            yield 1, step, "it does not start and end on a whole minute"


def _is_same_span(step: Step, before: Step | None) -> bool:
    """Whether this is one more kind of goods loaded (or unloaded) in the span of the step before."""
    if before is None or not isinstance(step.activity, LoadGoods | UnloadGoods):
        return False
    if type(step.activity) is not type(before.activity):
        return False
    return (step.starts_s, step.ends_s) == (before.starts_s, before.ends_s) and step.place == before.place


def _check_continuity(ground: Ground, itinerary: Itinerary, steps: tuple[Step, ...], routes: Mapping[str, Route]) -> Found:
    """Rule 3."""
    if itinerary.depot not in ground.depots:
        yield 3, None, f"it starts at {itinerary.depot}, which is no depot"
    before: Step | None = None
    for step in steps:
        activity = step.activity
        if step.ends_s < step.starts_s:
            yield 3, step, "it ends before it starts"
        if before is not None and step.starts_s < before.ends_s and not _is_same_span(step, before):
            yield 3, step, "it starts before the activity before it has ended"
        if isinstance(activity, Drive):
            happens_at = routes[activity.route].origin if activity.route in routes else None
            if happens_at is None:
                yield 3, step, f"it drives route {activity.route}, which the plan does not have"
        else:
            happens_at = activity.place
        if happens_at is not None and step.place is not None and happens_at != step.place:
            yield 3, step, f"it happens at {happens_at}, but the vehicle is at {step.place}"
        before = step
    if before is not None:
        if not ground.is_end_of_journey(before.next_place):
            yield 3, before, f"the itinerary ends at {before.next_place}, which is no depot, reception centre or hospital"
        if before.next_people.total_people or before.next_goods_kg:
            yield 3, before, "the itinerary ends with somebody or something on board"


def _check_durations(vehicle_type: VehicleType, steps: tuple[Step, ...], routes: Mapping[str, Route]) -> Found:
    """Rule 4."""
    arrived_s: float | None = None
    for step in steps:
        activity, takes_min = step.activity, (step.ends_s - step.starts_s) / MINUTE_S
        if isinstance(activity, Halt):
            continue
        if isinstance(activity, Alight | UnloadGoods) and step.starts_s != arrived_s:
            yield 4, step, "it does not begin at once on arrival"
        if isinstance(activity, Drive):
            arrived_s = step.ends_s
            if activity.route not in routes:
                continue
            should_take = routes[activity.route].minutes
            if routes[activity.route].max_speed_kmh != vehicle_type.max_speed_kmh:
                yield 4, step, f"route {activity.route} is not for a top speed of {vehicle_type.max_speed_kmh:g} km/h"
        elif isinstance(activity, Board):
            should_take = max(1, vehicle_type.boarding_min)
        elif isinstance(activity, Alight):
            should_take = vehicle_type.alighting_min
        elif isinstance(activity, LoadGoods):
            should_take = max(1, vehicle_type.goods_loading_min)
        else:
            should_take = vehicle_type.goods_unloading_min
        if takes_min != should_take:
            yield 4, step, f"it takes {takes_min:g} min, not {should_take}"


def _check_waiting(ground: Ground, steps: tuple[Step, ...]) -> Found:
    """Rule 5: where a vehicle waits and stands."""
    before: Step | None = None
    for step in steps:
        may_wait = ground.is_end_of_journey(step.place) or step.place in ground.gathering_points or step.place in ground.need_places
        if step.place is not None and step.starts_s > step.free_at_s and not may_wait:
            yield 5, step, f"it waits at {step.place} before"
        if before is not None and isinstance(step.activity, Drive) and isinstance(before.activity, Drive):
            is_new_journey = ground.is_end_of_journey(step.place) and step.is_empty
            if not is_new_journey:
                yield 5, step, f"there is no halt at {step.place} between two drives of one journey"
        before = step
    for stay in stays_of(steps):
        if ground.is_exposed(stay.place) and stay.from_s < stay.until_s and span_around(ground.light, stay.from_s, stay.until_s) is None:
            yield (
                5,
                _first(stay),
                f"it stands at {stay.place} from {ground.clock(stay.from_s)} to {ground.clock(stay.until_s)}, partly in the dark",
            )


def _first(stay: Stay) -> Step | None:
    return stay.steps[0] if stay.steps else None


def _check_halts(ground: Ground, steps: tuple[Step, ...]) -> Found:
    """Rule 5: halts."""
    for step in steps:
        if not isinstance(step.activity, Halt):
            continue
        halt = ground.safe_halts.get(step.activity.place)
        if halt is None:
            yield 5, step, f"{step.activity.place} is no safe halt"
        elif not halt.is_overnight and span_around(ground.light, step.starts_s, step.ends_s) is None:
            yield 5, step, f"{halt.id} is no safe halt for the night"
        if step.ends_s - step.starts_s < MINUTE_S:
            yield 5, step, "a halt takes at least one minute"
    halts = 0
    left: str | None = None
    for stay in stays_of(steps):
        if stay.place in ground.safe_halts:
            halts += 1
            if halts > MOST_HALTS:
                yield 5, _first(stay), f"it is the {halts}. halt on one way, {MOST_HALTS} are allowed"
            continue
        if halts and (_is_from_end_to_end(ground, left, stay) or _are_only_targets(ground, left, stay.place)):
            yield 5, _first(stay), f"it halts on the way from {left} to {stay.place}"
        halts, left = 0, stay.place


def _is_from_end_to_end(ground: Ground, left: str | None, stay: Stay) -> bool:
    """From a depot, reception or hospital, where nothing is needed, to another one, where nothing is unloaded."""
    is_unloaded = any(isinstance(step.activity, UnloadGoods) for step in stay.steps)
    return ground.is_end_of_journey(left) and left not in ground.need_places and ground.is_end_of_journey(stay.place) and not is_unloaded


def _are_only_targets(ground: Ground, *places: str | None) -> bool:
    """Gathering points or places of need, and no end of a journey."""
    return all(ground.is_exposed(place) for place in places)


def _check_directions(ground: Ground, steps: tuple[Step, ...], routes: Mapping[str, Route]) -> Found:
    """Rule 6."""
    stays = list(stays_of(steps))
    drives = [step for step in steps if isinstance(step.activity, Drive)]
    for number, step in enumerate(drives):
        activity = step.activity
        if not isinstance(activity, Drive) or activity.route not in routes:
            continue
        towards = next((stay for stay in stays[number + 1 :] if stay.place not in ground.safe_halts), None)
        is_inbound = (
            towards is not None
            and not _has_boarded(steps, step)
            and (towards.place in ground.gathering_points or any(isinstance(there.activity, UnloadGoods) for there in towards.steps))
        )
        direction = Direction.INBOUND if is_inbound else Direction.OUTBOUND
        if activity.direction is not direction:
            yield 6, step, f"it is {direction.value}, not {activity.direction.value}"


def _has_boarded(steps: tuple[Step, ...], step: Step) -> bool:
    """Whether people boarded, were it nobody in the end, and have not alighted yet."""
    before = [each.activity for each in steps[: step.number - 1] if isinstance(each.activity, Board | Alight)]
    return bool(before) and isinstance(before[-1], Board)


def _check_people(ground: Ground, steps: tuple[Step, ...], routes: Mapping[str, Route]) -> Found:
    """Rule 9."""
    boarded_at: list[Step] = []
    for step in steps:
        activity = step.activity
        if isinstance(activity, Board):
            if activity.place not in ground.gathering_points:
                yield 9, step, f"people board at {activity.place}, which is no gathering point"
            if boarded_at:
                yield from ((9, step, what) for what in _second_boarding(ground, steps, boarded_at, step, routes))
            elif not step.is_empty:
                yield 9, step, "people board a vehicle with somebody or something on board"
            boarded_at.append(step)
        elif isinstance(activity, Alight):
            if activity.place not in ground.receptions:
                yield 9, step, f"people alight at {activity.place}, which is no reception centre or hospital"
            if activity.people != step.people:
                yield 9, step, f"{activity.people.total_people} people alight, not exactly the {step.people.total_people} on board"
            boarded_at = []


def _second_boarding(
    ground: Ground, steps: tuple[Step, ...], boarded_at: list[Step], step: Step, routes: Mapping[str, Route]
) -> Iterator[str]:
    """What is wrong with one more boarding on the way: the first one is the first of `boarded_at`."""
    most_min = ground.scenario.column.second_boarding_within_min
    between = [each.activity for each in steps[boarded_at[-1].number : step.number - 1]]
    drives = [activity for activity in between if isinstance(activity, Drive)]
    if len(boarded_at) > 1:
        yield "people board a third time on one journey"
    if any(before.place == step.place for before in boarded_at):
        yield f"people board at {step.place} twice on one journey"
    if len(between) != 1 or len(drives) != 1:
        yield "it is not one drive, and nothing else, from the boarding before"
    elif drives[0].route in routes and routes[drives[0].route].minutes > most_min:
        yield f"it is {routes[drives[0].route].minutes} min from the boarding before, and no more than {most_min} are allowed"
    if step.goods_kg:
        yield "people board a vehicle with goods on board"


def _check_load(vehicle_type: VehicleType, steps: tuple[Step, ...]) -> Found:
    """Rule 10, and the payload of rule 23."""
    for step in steps:
        if isinstance(step.activity, Board):
            people = step.next_people
            if people.stretcher_people > vehicle_type.stretcher_bays:
                yield 10, step, f"{people.stretcher_people} stretcher cases on {vehicle_type.stretcher_bays} bays"
            if people.seated_people > vehicle_type.seats:
                yield 10, step, f"{people.seated_people} people on {vehicle_type.seats} seats"
        if isinstance(step.activity, LoadGoods) and sum(step.next_goods_kg.values()) > vehicle_type.payload_kg:
            yield 23, step, f"{sum(step.next_goods_kg.values())} kg on a payload of {vehicle_type.payload_kg} kg"


def _check_goods(ground: Ground, steps: tuple[Step, ...]) -> Found:
    """Rule 23, one vehicle's part of it."""
    for number, step in enumerate(steps):
        activity, before = step.activity, steps[number - 1] if number else None
        if isinstance(activity, LoadGoods):
            if (activity.place, activity.kind) not in ground.stock_kg:
                yield 23, step, f"no {activity.kind.value} lies at {activity.place}"
            if step.people.total_people or (step.goods_kg and not _is_same_span(step, before)):
                yield 23, step, "goods are loaded on a vehicle with somebody or something on board"
        elif isinstance(activity, UnloadGoods):
            if (activity.place, activity.kind) not in ground.need_kg:
                yield 23, step, f"no {activity.kind.value} is needed at {activity.place}"
            if activity.weight_kg > step.goods_kg.get(activity.kind, 0):
                yield 23, step, f"{activity.weight_kg} kg of {activity.kind.value} unloaded, {step.goods_kg.get(activity.kind, 0)} on board"
            is_last = number + 1 == len(steps) or not _is_same_span(steps[number + 1], step)
            if is_last and step.next_goods_kg:
                yield 23, step, "not everything on board is unloaded together"


def _check_duty(ground: Ground, entry: FleetEntry, steps: tuple[Step, ...]) -> Found:
    """Rule 19."""
    on_duty = duty_spans(ground, entry)
    for step in steps:
        if not isinstance(step.activity, Halt) and span_around(on_duty, step.starts_s, step.ends_s) is None:
            yield 19, step, "it lies outside the crew's duty hours"


def duty_spans(ground: Ground, entry: FleetEntry) -> list[Span]:
    if entry.duty_starts is None or entry.duty_h is None:
        return [(NEVER, FOREVER)]
    duty_s = min(entry.duty_h * (1 + entry.relief_crews) * 3600.0, DAY_S)
    if duty_s == DAY_S:
        return [(NEVER, FOREVER)]
    zone = ZoneInfo(ground.scenario.zone)
    starts = [local_instant_s(day, entry.duty_starts, zone) for day in local_days(ground.horizon, zone)]
    return merge((start, start + duty_s) for start in starts)


def _check_fuel(ground: Ground, vehicle_type: VehicleType, steps: tuple[Step, ...], rides: Mapping[str, Ride | None]) -> Found:
    """Rule 20. The tank is full when the vehicle first leaves its depot."""
    driven_km = 0.0
    for step in steps:
        if not isinstance(step.activity, Drive):
            continue
        if step.place is not None and ground.places.get(step.place) is not None and ground.places[step.place].has_fuel:
            driven_km = 0.0
        ride = rides.get(step.activity.route)
        driven_km += ride.km if ride is not None else 0.0
        if vehicle_type.fuel_range_km is not None and driven_km > vehicle_type.fuel_range_km + ROUNDING_KM:
            yield 20, step, f"{driven_km:.1f} km without refuelling on a range of {vehicle_type.fuel_range_km:g} km"
