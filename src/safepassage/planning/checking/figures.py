"""What a plan does, counted from its itineraries."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from safepassage.corridor import NOBODY, GoodsKind, PeopleByClass, PriorityClass, people_by_class
from safepassage.planning.checking.danger import Exposure, exposures_of
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.journey import Step
from safepassage.planning.checking.trips import Trip
from safepassage.planning.itinerary import Alight, Drive, OwnDeparture, UnloadGoods
from safepassage.planning.result import Figures, SilenceWindow
from safepassage.scenario.scenario import Scenario, Weights


def count(
    ground: Ground,
    steps_of: Sequence[tuple[Step, ...]],
    departures: Sequence[OwnDeparture],
    trips: Sequence[Trip],
    windows: Iterable[SilenceWindow],
    *,
    set_down: PeopleByClass = NOBODY,
) -> Figures:
    """The plan's figures. Vehicles are those of the fleet; danger and value are of the fleet and of own transport.

    `set_down` are registered twice: where they boarded first, and where they wait anew. They are counted once.
    """
    scenario = ground.scenario
    out = sum((step.activity.people for steps in steps_of for step in steps if isinstance(step.activity, Alight)), NOBODY)
    own_out = sum((departure.people for departure in departures), NOBODY)
    delivered_kg = delivered_by_need(scenario, [step for steps in steps_of for step in steps])
    driven = [trip for trip in trips if trip.vehicle is not None]
    incidents = _incidents(ground, trips)
    silence_km_h = sum(window.km_h for window in windows)
    vehicle_h = sum((trip.arrives_s - trip.departs_s) for trip in driven) / 3600.0
    weights = scenario.weights
    costs = weights.silence_km_h * silence_km_h + weights.danger_incident * incidents + weights.vehicle_h * vehicle_h
    return Figures(
        registered=_without(sum((point.registered for point in scenario.gathering_points), NOBODY), set_down),
        out=out,
        own_transport_registered=sum((row.people for row in scenario.own_transport), NOBODY),
        own_transport_out=own_out,
        own_transport_units_out=sum(departure.units for departure in departures),
        goods_needed_kg=sum(need.weight_kg for need in scenario.needs),
        goods_delivered_kg=sum(step.activity.weight_kg for steps in steps_of for step in steps if isinstance(step.activity, UnloadGoods)),
        value_points=people_points(weights, out + own_out) + goods_points(scenario, delivered_kg) - costs,
        danger_person_incidents=incidents,
        silence_km_h=silence_km_h,
        vehicle_h=max(0.0, vehicle_h),
        vehicle_km=sum(trip.ride.km for trip in driven),
        vehicles_used=sum(1 for steps in steps_of if steps),
        mean_arrival_at=_mean_arrival(steps_of),
    )


def _without(people: PeopleByClass, some: PeopleByClass) -> PeopleByClass:
    return people_by_class({priority: max(0, people[priority] - some[priority]) for priority in PriorityClass})


def people_points(weights: Weights, people: PeopleByClass) -> float:
    return (
        weights.stretcher_person * people.stretcher_people
        + weights.infant_person * people.infant_people
        + weights.frail_person * people.frail_people
        + weights.other_person * people.other_people
    )


def goods_points(scenario: Scenario, delivered_kg: Sequence[int]) -> float:
    """The points of what is delivered to each need, in the needs' order."""
    weights = scenario.weights
    by_priority = {1: weights.goods_tonne_priority_1, 2: weights.goods_tonne_priority_2, 3: weights.goods_tonne_priority_3}
    return sum(kg / 1000.0 * by_priority[need.priority] for need, kg in zip(scenario.needs, delivered_kg, strict=True))


def delivered_by_need(scenario: Scenario, steps: Iterable[Step]) -> list[int]:
    """Kilograms for each row of the needs: what is unloaded at a place goes to its needs by priority, then by row."""
    unloaded: Counter[tuple[str, GoodsKind]] = Counter()
    for step in steps:
        if isinstance(step.activity, UnloadGoods):
            unloaded[step.activity.place, step.activity.kind] += step.activity.weight_kg
    delivered = [0] * len(scenario.needs)
    for row, need in sorted(enumerate(scenario.needs), key=lambda entry: (entry[1].priority, entry[0])):
        delivered[row] = min(need.weight_kg, unloaded[need.place, need.kind])
        unloaded[need.place, need.kind] -= delivered[row]
    return delivered


def _incidents(ground: Ground, trips: Iterable[Trip]) -> float:
    """Sum over trips of people x hours x rate."""
    exposures: dict[int, list[Exposure]] = {}
    incidents = 0.0
    for trip in trips:
        people = trip.people.total_people
        if people:
            if id(trip.ride) not in exposures:
                exposures[id(trip.ride)] = exposures_of(ground, trip.ride)
            incidents += people * sum(exposure.incidents(trip.departs_s) for exposure in exposures[id(trip.ride)])
    return incidents


def _mean_arrival(steps_of: Iterable[tuple[Step, ...]]) -> datetime | None:
    """When people of the fleet arrive where they alight, on average over them, to the second."""
    people, person_seconds = 0, 0.0
    for steps in steps_of:
        arrived_s: float | None = None
        for step in steps:
            if isinstance(step.activity, Drive):
                arrived_s = step.ends_s
            elif isinstance(step.activity, Alight):
                people += step.activity.people.total_people
                person_seconds += step.activity.people.total_people * (step.starts_s if arrived_s is None else arrived_s)
    return datetime.fromtimestamp(round(person_seconds / people), UTC) if people else None
