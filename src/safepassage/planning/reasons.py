"""What binds a plan, who is left behind and why, in words and figures.

Prices come from the linear optimum: what one unit more would be worth at the margin. They are never multiplied here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from safepassage.corridor import Interval, PeopleByClass, PriorityClass, local_text
from safepassage.planning.connect import Ground
from safepassage.planning.itinerary import Board, Itinerary
from safepassage.planning.problem import QUARTER_MIN, Problem
from safepassage.planning.result import Binding, BindingKind, GoodsLine, LeftBehind
from safepassage.planning.routes import Routes, route_open
from safepassage.planning.search import Found
from safepassage.situation import instant_of

_WORTH_NAMING_POINTS = 0.01
_JOINED_SLOTS = 4
_MOST_NAMED = 40
_CLASS_WORDS = {
    PriorityClass.STRETCHER: "stretcher cases",
    PriorityClass.INFANT: "infants, children and carers",
    PriorityClass.FRAIL: "frail, disabled or pregnant people",
    PriorityClass.OTHER: "others",
}


def find_bindings(ground: Ground, problem: Problem, found: Found) -> tuple[Binding, ...]:
    """The limits that hold the plan back, those of the greatest total price first."""
    if found.linear is None:
        return ()
    weighed = [*_slot_bindings(ground, problem, found), *_other_bindings(ground, problem, found)]
    weighed.sort(key=lambda item: -item[0])
    return tuple(binding for _, binding in weighed[:_MOST_NAMED])


def _slot_bindings(ground: Ground, problem: Problem, found: Found) -> Iterable[tuple[float, Binding]]:
    scenario = ground.scenario
    assert found.linear is not None  # noqa: S101 - the caller has looked
    for number, limit in enumerate(problem.limits):
        prices = found.linear.prices.slot[number]
        for first, last in _runs([slot for slot in range(problem.slots) if prices[slot] > _WORTH_NAMING_POINTS]):
            run = prices[first : last + 1]
            starts_min = max(0, first * QUARTER_MIN - problem.quarter_offset_min)
            ends_min = min(problem.horizon_min, (last + 1) * QUARTER_MIN - problem.quarter_offset_min)
            interval = Interval(starts_at=instant_of(scenario, starts_min), ends_at=instant_of(scenario, ends_min))
            name = scenario.name(limit.what, scenario.language)
            hours = f"from {local_text(interval.starts_at, scenario.zone)} to {local_text(interval.ends_at, scenario.zone)}"
            subject = {
                BindingKind.CHECKPOINT: f"checkpoint {name}{_of_direction(limit.direction)}",
                BindingKind.BOARDING: f"boarding at {name}",
                BindingKind.ROAD: f"road {name}{_of_direction(limit.direction)}",
                BindingKind.HALT: f"halt {name}",
            }[limit.kind]
            per = "at a time" if limit.kind is BindingKind.HALT else "a quarter hour"
            what = f"{subject}: {limit.capacity[first]:g} vehicles {per}"
            price = float(run.max())
            text = f"{what}, {hours}; one more vehicle there is worth up to {price:.1f} points at the margin"
            yield (
                float(run.sum()),
                Binding(kind=limit.kind, what=limit.what, direction=limit.direction, interval=interval, price_points=price, text=text),
            )


def _other_bindings(ground: Ground, problem: Problem, found: Found) -> Iterable[tuple[float, Binding]]:
    scenario = ground.scenario
    assert found.linear is not None  # noqa: S101 - the caller has looked
    for number, row in enumerate(problem.fleet):
        price = float(found.linear.fleet[number])
        if price > _WORTH_NAMING_POINTS:
            entry = scenario.fleet[row.row]
            depot = scenario.name(entry.depot, scenario.language)
            text = f"fleet: {row.vehicles} of {entry.type} at {depot}; one more is worth {price:.1f} points at the margin"
            yield price * row.vehicles, Binding(kind=BindingKind.FLEET, what=entry.type, price_points=price, text=text)
    for number, shelter in enumerate(problem.shelters):
        name = scenario.name(shelter.place, scenario.language)
        for kind, key, capacity, unit in (
            (BindingKind.RECEPTION, "capacity", shelter.capacity_people, "place"),
            (BindingKind.BEDS, "bed", shelter.hospital_beds, "bed"),
        ):
            price = float(found.linear.capacity[key][number])
            if price > _WORTH_NAMING_POINTS and capacity > 0:
                text = f"reception {name}: {capacity} {unit}s; one more is worth {price:.1f} points at the margin"
                yield price * capacity, Binding(kind=kind, what=shelter.place, price_points=price, text=text)
    for number, stock in enumerate(problem.stocks):
        price = float(found.linear.capacity["stock"][number])
        if price > 0 and stock.weight_kg > 0:
            name = scenario.name(stock.place, scenario.language)
            text = f"stock of {stock.kind.value} at {name}: {stock.weight_kg} kg; a tonne more is worth {1000 * price:.2f} points"
            yield price * stock.weight_kg, Binding(kind=BindingKind.STOCK, what=stock.place, price_points=price, text=text)


def name_left_behind(
    ground: Ground, routes: Routes, itineraries: Iterable[Itinerary], bindings: Sequence[Binding]
) -> tuple[LeftBehind, ...]:
    """Everybody who waits for a seat and gets none, by place and class, with the nearest reason that can be shown."""
    boarded: Counter[tuple[str, PriorityClass]] = Counter()
    for itinerary in itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, Board):
                boarded.update({(activity.place, priority): people for priority, people in activity.people.items()})
    left = []
    for point in ground.scenario.gathering_points:
        for priority, registered in point.registered.items():
            people = registered - boarded[point.id, priority]
            if people > 0:
                reason = _why(ground, routes, point.id, priority, bindings)
                left.append(LeftBehind(place=point.id, priority=priority, people=people, reason=reason))
    return tuple(left)


def _why(ground: Ground, routes: Routes, point: str, priority: PriorityClass, bindings: Sequence[Binding]) -> str:
    scenario = ground.scenario
    lying = priority is PriorityClass.STRETCHER
    types = {entry.type for entry in scenario.fleet if entry.vehicles > 0}
    if not any((type_.stretcher_bays if lying else type_.seats) for type_ in scenario.vehicle_types if type_.id in types):
        return "no vehicle of the fleet has a stretcher bay" if lying else "no vehicle of the fleet has a seat"
    receptions = {place.id for place in scenario.receptions if (place.hospital_beds if lying else place.capacity_people) > 0}
    if not receptions:
        return "no reception has a bed" if lying else "no reception has a place"
    halts = {halt.id for halt in scenario.safe_halts}
    outward = [
        route
        for (origin, destination, _), roads in routes.by_pair.items()
        if origin == point and destination in receptions | halts
        for route in roads
    ]
    if not outward:
        return "no road leads from here to a reception or a safe halt"
    if not any(route_open(ground, route).any() for route in outward):
        return "no road from here to a reception or a safe halt is ever open long enough: windows, daylight, checkpoint hours or closures"
    inward = [
        route
        for (origin, destination, _), roads in routes.by_pair.items()
        if destination == point and origin not in receptions
        for route in roads
    ]
    if not any(route_open(ground, route).any() for route in inward):
        return "no vehicle can come here in time: no road is ever open long enough"
    kinds = {BindingKind.BEDS} if lying else {BindingKind.RECEPTION}
    full = [binding for binding in bindings if binding.kind in kinds]
    shown = [*full, *(binding for binding in bindings if binding.kind in _ON_THE_WAY and binding not in full)][:3]
    if shown:
        return "others were worth more within what binds: " + "; ".join(binding.text.split(";")[0] for binding in shown)
    return "no vehicle that could come here in the time was found free for them"


_ON_THE_WAY = {BindingKind.CHECKPOINT, BindingKind.BOARDING, BindingKind.ROAD, BindingKind.HALT, BindingKind.FLEET}


def give_reasons(
    ground: Ground,
    routes: Routes,
    left: Sequence[LeftBehind],
    goods: Sequence[GoodsLine],
    own_left: PeopleByClass,
) -> tuple[str, ...]:
    """In words, why no more is done; empty only where nobody and nothing is left."""
    scenario = ground.scenario
    reasons = []
    if left:
        by_class: Counter[PriorityClass] = Counter()
        for line in left:
            by_class[line.priority] += line.people
        counts = ", ".join(f"{by_class[priority]} {_CLASS_WORDS[priority]}" for priority in PriorityClass if by_class[priority])
        reasons.append(f"No seat or bay for: {counts}.")
        for reason in dict.fromkeys(line.reason for line in left):
            staying: Counter[str] = Counter()
            for line in left:
                if line.reason == reason:
                    staying[scenario.name(line.place, scenario.language)] += line.people
            places = ", ".join(f"{people} at {place}" for place, people in staying.items())
            reasons.append(f"{places}: {reason}.")
    if own_left.total_people:
        reasons.append(
            f"{own_left.total_people} people with their own means do not get through: what checkpoints, roads, windows, "
            "receptions and the convoys leave is used."
        )
    for need in goods:
        short_kg = need.needed_kg - need.delivered_kg
        if short_kg > 0:
            reasons.append(_why_short(ground, routes, need, short_kg))
    return tuple(reasons)


def _why_short(ground: Ground, routes: Routes, need: GoodsLine, short_kg: int) -> str:
    scenario = ground.scenario
    place = scenario.name(need.place, scenario.language)
    what = f"{short_kg} kg of {need.kind.value} (priority {need.priority}) short at {place}"
    stocked = [stock for stock in scenario.stocks if stock.kind == need.kind]
    if not stocked:
        return f"{what}: there is no stock of it."
    total_kg = sum(stock.weight_kg for stock in stocked)
    needed_kg = sum(other.weight_kg for other in scenario.needs if other.kind == need.kind)
    if total_kg < needed_kg:
        return f"{what}: the stocks hold {total_kg} kg for needs of {needed_kg} kg."
    payload = {entry.type for entry in scenario.fleet if entry.vehicles > 0}
    if not any(type_.payload_kg for type_ in scenario.vehicle_types if type_.id in payload):
        return f"{what}: no vehicle of the fleet carries goods."
    inward = [route for (_, destination, _), roads in routes.by_pair.items() if destination == need.place for route in roads]
    if not any(route_open(ground, route).any() for route in inward):
        return f"{what}: no road there is ever open long enough."
    return f"{what}: payload and trips were worth more elsewhere within the limits that bind."


def _runs(slots: Sequence[int]) -> Iterable[tuple[int, int]]:
    """First and last of each run of slots, runs less than an hour apart joined."""
    if not slots:
        return
    first = last = slots[0]
    for slot in slots[1:]:
        if slot - last > _JOINED_SLOTS:
            yield first, last
            first = slot
        last = slot
    yield first, last


def _of_direction(direction: str | None) -> str:
    return f" {direction}" if direction else ", both directions"
