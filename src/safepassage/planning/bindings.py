"""What binds a plan: limits with a price in the linear optimum. One more unit is worth at most its price; prices are never multiplied."""

from collections.abc import Iterable, Sequence

from safepassage.corridor import Interval, local_text
from safepassage.planning.connect import Ground
from safepassage.planning.problem import QUARTER_MIN, Problem
from safepassage.planning.result import Binding, BindingKind
from safepassage.planning.search import Found
from safepassage.situation import instant_of

_WORTH_NAMING_POINTS = 0.05
_JOINED_SLOTS = 4
_MOST_NAMED = 40


def find_bindings(ground: Ground, problem: Problem, found: Found) -> tuple[Binding, ...]:
    """The limits that hold the plan back, those of the greatest total price first; none while the linear optimum is not reached."""
    if found.linear is None or not found.is_bound_final:
        return ()
    weighed = [*_slot_bindings(ground, problem, found), *_other_bindings(ground, problem, found)]
    weighed.sort(key=lambda item: -item[0])
    return tuple(binding for _, binding in weighed[:_MOST_NAMED])


def _slot_bindings(ground: Ground, problem: Problem, found: Found) -> Iterable[tuple[float, Binding]]:
    scenario = ground.scenario
    assert found.linear is not None  # noqa: S101 - the caller has looked
    for number, limit in enumerate(problem.limits):
        if limit.kind is None:
            continue
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
            text = f"{what}, {hours}; one more vehicle there is worth at most {price:.1f} points"
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
            text = f"fleet: {row.vehicles} of {entry.type} at {depot}; one more is worth at most {price:.1f} points"
            yield price * row.vehicles, Binding(kind=BindingKind.FLEET, what=entry.type, price_points=price, text=text)
    for number, shelter in enumerate(problem.shelters):
        name = scenario.name(shelter.place, scenario.language)
        for kind, key, capacity, unit in (
            (BindingKind.RECEPTION, "capacity", shelter.capacity_people, "place"),
            (BindingKind.BEDS, "bed", shelter.hospital_beds, "bed"),
        ):
            price = float(found.linear.capacity[key][number])
            if price > _WORTH_NAMING_POINTS and capacity > 0:
                text = f"reception {name}: {capacity} {unit}s; one more is worth at most {price:.1f} points"
                yield price * capacity, Binding(kind=kind, what=shelter.place, price_points=price, text=text)


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
