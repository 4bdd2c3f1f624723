"""From a scenario with its routes to the problem in numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from safepassage.corridor import NOBODY, PeopleByClass, PriorityClass
from safepassage.planning.graph import Field, GraphGrower
from safepassage.planning.itinerary import Direction
from safepassage.planning.limits import Limits
from safepassage.planning.problem import (
    QUARTER_MIN,
    ROUNDING_KM,
    Demand,
    FleetRow,
    NeedLine,
    OwnFlow,
    OwnRow,
    Problem,
    Shelter,
    Station,
    StationKind,
    StockLine,
    VehicleGraph,
)
from safepassage.scenario.scenario import Scenario, Weights
from safepassage.situation.minutes import true_throughout

_TIE_SHARE = 0.4
"""What all ties of any plan cost together at most, of the least that a person or a load is worth: they decide between equals only."""

_CONVOY_MIN = 60.0
_SILENCE_KM_H_MIN = 5.0
"""In the tie-break, opening a convoy and asking for a kilometre-hour of silence weigh so many vehicle minutes."""


def build_problem(field: Field) -> Problem:
    """Stations and moves for each kind of vehicle, limits by quarter, people, receptions and goods."""
    scenario = field.scenario
    horizon_min = len(field.dark_min)
    offset_min = int(scenario.horizon.starts_at.timestamp() // 60) % QUARTER_MIN
    slots = -(-(horizon_min + offset_min) // QUARTER_MIN)
    demands, needs = tuple(demands_of(scenario)), tuple(_needs(scenario))
    silence_km_h = _silence_km_h(field)
    limits = Limits(scenario, slots, silence_km_h)
    pairs: dict[tuple[tuple[str, ...], str], int] = {}
    lanes: dict[tuple[str, str], int] = {}
    graphs: list[VehicleGraph] = []
    fleet: list[FleetRow] = []
    for rows in _rows_by_kind(scenario):
        grower = GraphGrower(field, scenario.fleet[rows[0]], limits, pairs, lanes)
        for row in rows:
            entry = scenario.fleet[row]
            start = grower.station(Station(StationKind.BASE, entry.depot, Direction.OUTBOUND))
            fleet.append(FleetRow(row, entry.vehicles, len(graphs), start))
        graphs.append(grower.grow())
    least_points = _least_points(scenario, demands, needs)
    tie_points = _TIE_SHARE * least_points / max(1.0, _most_tie_min(graphs, fleet, silence_km_h, horizon_min, slots))
    silence_points = scenario.weights.silence_km_h or _SILENCE_KM_H_MIN * tie_points
    return Problem(
        horizon_min=horizon_min,
        quarter_offset_min=offset_min,
        limits=tuple(limits.with_opening_points(silence=silence_points, convoy=_CONVOY_MIN * tie_points)),
        graphs=tuple(replace(graph, tie_points=graph.tie_points * tie_points) for graph in graphs),
        fleet=tuple(fleet),
        pairs=tuple(pairs),
        lanes=tuple(lanes),
        demands=demands,
        shelters=tuple(Shelter(place.id, place.capacity_people, place.hospital_beds) for place in scenario.receptions),
        needs=needs,
        stocks=tuple(StockLine(stock.place, stock.kind, stock.weight_kg) for stock in scenario.stocks),
        own_rows=tuple(_own_rows(scenario)),
        own_flows=tuple(_own_flows(field, limits)),
    )


def person_points(weights: Weights, priority: PriorityClass) -> float:
    return float(getattr(weights, f"{priority.value}_person"))


def people_points(weights: Weights, people: PeopleByClass) -> float:
    """Points of people who come out."""
    return sum(count * person_points(weights, priority) for priority, count in people.items())


def goods_points_per_kg(weights: Weights, priority: int) -> float:
    return float(getattr(weights, f"goods_tonne_priority_{priority}")) / 1000.0


def most_points(scenario: Scenario) -> float:
    """Points of everybody registered for a seat and of everything needed: no plan of the fleet is worth more."""
    people = sum((point.registered for point in scenario.gathering_points), NOBODY)
    return people_points(scenario.weights, people) + sum(
        need.weight_kg * goods_points_per_kg(scenario.weights, need.priority) for need in scenario.needs
    )


def _least_points(scenario: Scenario, demands: Iterable[Demand], needs: Iterable[NeedLine]) -> float:
    """The least that one unit of people, or one load for a need, is worth; 1 where nothing is worth anything."""
    used = {entry.type for entry in scenario.fleet if entry.vehicles}
    payload_kg = min((type_.payload_kg for type_ in scenario.vehicle_types if type_.id in used and type_.payload_kg), default=0)
    worth = [demand.points for demand in demands] + [need.points_per_kg * min(need.weight_kg, payload_kg) for need in needs]
    return min((points for points in worth if points > 0), default=1.0)


def _most_tie_min(
    graphs: Sequence[VehicleGraph], fleet: Iterable[FleetRow], silence_km_h: Mapping[str, float], horizon_min: int, slots: int
) -> float:
    """What the ties of a plan count at the very most, in vehicle minutes: worst moves throughout, all silence, a convoy for each move."""
    most = _SILENCE_KM_H_MIN * sum(silence_km_h.values()) * slots
    per_min = [
        max(
            (
                (float(worst) + _CONVOY_MIN) / shape.total_min
                for shape, worst in zip(graph.shapes, graph.tie_points.max(axis=1), strict=True)
            )
        )
        if graph.shapes
        else 0.0
        for graph in graphs
    ]
    return most + sum(row.vehicles * per_min[row.graph] * horizon_min for row in fleet)


def _silence_km_h(field: Field) -> dict[str, float]:
    """Kilometre-hours of a quarter of silence on each segment that needs it, as far as routes use the segment."""
    silent = {segment.id for segment in field.scenario.segments if segment.needs_silence}
    km: dict[str, float] = {}
    for roads in field.routes.values():
        for route in roads:
            for passage in route.passages:
                if passage.segment in silent:
                    km[passage.segment] = max(km.get(passage.segment, 0.0), passage.km)
    return {segment: length_km * QUARTER_MIN / 60.0 for segment, length_km in sorted(km.items())}


def _rows_by_kind(scenario: Scenario) -> list[list[int]]:
    """Fleet rows that share a graph: same type and same duty."""
    grouped: dict[tuple[object, ...], list[int]] = {}
    for row, entry in enumerate(scenario.fleet):
        if entry.vehicles > 0:
            grouped.setdefault((entry.type, entry.duty_starts, entry.duty_h, entry.relief_crews), []).append(row)
    return list(grouped.values())


def demands_of(scenario: Scenario) -> Iterable[Demand]:
    """People in no group by place and class, then the groups row by row."""
    for (place, priority), people in people_alone(scenario).items():
        if people:
            lying = priority is PriorityClass.STRETCHER
            yield Demand(place, people, 0 if lying else 1, 1 if lying else 0, person_points(scenario.weights, priority))
    for group in scenario.groups:
        points = sum(people * person_points(scenario.weights, priority) for priority, people in group.people.items())
        yield Demand(group.gathering_point, group.groups, group.people.seated_people, group.stretcher_people, points)


def people_alone(scenario: Scenario) -> dict[tuple[str, PriorityClass], int]:
    """People in no group, by gathering point and class."""
    alone = {(place.id, priority): people for place in scenario.gathering_points for priority, people in place.registered.items()}
    for group in scenario.groups:
        for priority, people in group.people.items():
            alone[group.gathering_point, priority] -= people * group.groups
    return alone


def _needs(scenario: Scenario) -> Iterable[NeedLine]:
    for row, need in enumerate(scenario.needs):
        yield NeedLine(row, need.place, need.kind, need.weight_kg, goods_points_per_kg(scenario.weights, need.priority))


def _own_rows(scenario: Scenario) -> Iterable[OwnRow]:
    """Own transport that somebody is in: empty units bring nobody out, and take nobody's place."""
    for row, own in enumerate(scenario.own_transport):
        if own.units and own.people.total_people:
            points = sum(people * person_points(scenario.weights, priority) for priority, people in own.people.items())
            yield OwnRow(row, own.units, points / own.units)


def _own_flows(field: Field, limits: Limits) -> Iterable[OwnFlow]:
    scenario = field.scenario
    for row, own in enumerate(scenario.own_transport):
        if not own.units or not own.people.total_people:
            continue
        for shelter in scenario.reception_centres:  # units with nobody in them may go where there is room for nobody (rule 13)
            for route in field.routes.get((own.gathering_point, shelter.id, own.max_speed_kmh), ()):
                open_min = field.open_min(route) & true_throughout(np.ones_like(field.dark_min), 0, max(1, route.minutes))
                if (own.max_km is None or route.km <= own.max_km + ROUNDING_KM) and open_min.any():
                    uses = limits.scarce_on_route(route, Direction.OUTBOUND)
                    yield OwnFlow(row, route.id, shelter.id, route.minutes, open_min, uses, own.passage_share)
