"""The rest of a day as a problem: what is left of everything, and each vehicle where it stands.

It shares the graphs of the whole day: a vehicle under way begins at the station that it has reached, no sooner than it is free. People
on board count as waiting where they boarded until they alight, and goods on board as stock and need, so that bringing them on is
worth what it was worth; `crew.py` says who really rides.

Invariant: nothing that was used, brought or received before the moment can be used again, and no move begins before it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from safepassage.planning.build import demands_of
from safepassage.planning.carry import Carrier, Deed
from safepassage.planning.itinerary import Drive, OwnDeparture
from safepassage.planning.midday import OutOfService
from safepassage.planning.problem import FleetRow, NeedLine, Problem, Shelter, Station, StationKind, StockLine, VehicleGraph
from safepassage.planning.replanning.left import left_for_rest, with_aboard
from safepassage.planning.replanning.standing import Standing
from safepassage.planning.replanning.state import DayState
from safepassage.planning.replanning.used import used_before
from safepassage.planning.result import BindingKind
from safepassage.planning.route import Route
from safepassage.planning.setting import Setting
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import MINUTE


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle that can still do something. `fleet` is its row in the rest's problem; `standing` None: the plan left it idle.

    `holds` are the (limit, slot) of the halt where it stands or is about to arrive, quarter by quarter from its arrival on.
    """

    name: str | None
    fleet: int
    standing: Standing | None
    coming: tuple[Deed, ...]
    holds: tuple[tuple[int, int], ...] = ()
    used_km: float = 0.0

    @property
    def is_under_way(self) -> bool:
        return self.standing is not None and self.standing.has_begun


@dataclass(frozen=True, slots=True)
class Rest:
    """`problem` is as the vehicles meet it, `left` the scenario with only those who wait and what is free: who is on board is not in it."""

    setting: Setting
    problem: Problem
    left: Scenario
    standings: tuple[Standing, ...]
    vehicles: tuple[Vehicle, ...]
    unplaced: tuple[Standing, ...]
    at_min: int


def rest_of_day(
    setting: Setting,
    standings: Sequence[Standing],
    state: DayState,
    past_routes: Mapping[str, Route],
    own_past: Sequence[OwnDeparture],
    out: Sequence[OutOfService],
) -> Rest:
    """The rest of the day of a scenario. `past_routes` are those that the past was driven on."""
    scenario, whole = setting.scenario, setting.problem
    at_min = (state.at - scenario.horizon.starts_at) // MINUTE
    past = [activity for standing in standings for activity in standing.past]
    used = np.zeros((len(whole.limits), whole.slots))
    for use, share in used_before(whole, scenario.horizon.starts_at, standings, past_routes, own_past, scenario):
        used[use] += share
    left = left_for_rest(scenario, past, standings, own_past, past_routes, state)
    fleet, vehicles, unplaced = _fleet(setting, standings, at_min, past_routes, out)
    aboard = with_aboard(left, standings)
    problem = replace(
        whole,
        limits=tuple(
            replace(limit, capacity=np.maximum(0.0, limit.capacity - taken)) for limit, taken in zip(whole.limits, used, strict=True)
        ),
        fleet=fleet,
        demands=tuple(demands_of(aboard)),
        shelters=tuple(Shelter(place.id, place.capacity_people, place.hospital_beds) for place in aboard.receptions),
        needs=tuple(
            NeedLine(line.row, line.place, line.kind, need.weight_kg, line.points_per_kg)
            for line, need in zip(whole.needs, aboard.needs, strict=True)
        ),
        stocks=tuple(StockLine(stock.place, stock.kind, stock.weight_kg) for stock in aboard.stocks),
    )
    return Rest(setting, problem, left, tuple(standings), vehicles, unplaced, at_min)


def _fleet(
    setting: Setting, standings: Sequence[Standing], at_min: int, past_routes: Mapping[str, Route], out: Sequence[OutOfService]
) -> tuple[tuple[FleetRow, ...], tuple[Vehicle, ...], tuple[Standing, ...]]:
    """The rows, first those of vehicles at their depots, then one for each vehicle under way; and the vehicles that no station fits."""
    scenario, problem = setting.scenario, setting.problem
    number_of = {row.row: number for number, row in enumerate(problem.fleet)}
    carrier = Carrier(problem, scenario, setting.roads, setting.fuel_places)
    gone = Counter(standing.itinerary.fleet_row for standing in standings if standing.has_begun or standing.is_out)
    known = {standing.itinerary.vehicle for standing in standings}
    gone.update(each.fleet_row for each in out if each.vehicle not in known)  # lost at its depot, before a change before
    fleet = [replace(row, vehicles=max(0, scenario.fleet[row.row].vehicles - gone[row.row]), starts_min=at_min) for row in problem.fleet]
    vehicles: list[Vehicle] = []
    unplaced: list[Standing] = []
    waiting: Counter[int] = Counter()
    for standing in standings:
        row = standing.itinerary.fleet_row
        if standing.is_out:
            continue
        if not standing.has_begun:
            late_min = min((standing.free_at - scenario.horizon.starts_at) // MINUTE, problem.horizon_min)
            if row not in number_of or waiting[row] == fleet[number_of[row]].vehicles:
                unplaced.append(standing)
            elif late_min > at_min:
                fleet[number_of[row]] = replace(fleet[number_of[row]], vehicles=fleet[number_of[row]].vehicles - 1)
                fleet.append(replace(fleet[number_of[row]], vehicles=1, starts_min=late_min))
                vehicles.append(Vehicle(standing.itinerary.vehicle, len(fleet) - 1, standing, standing.coming))
            else:
                waiting[row] += 1
                vehicles.append(Vehicle(standing.itinerary.vehicle, number_of[row], standing, standing.coming))
            continue
        station = _station(carrier, problem, number_of.get(row), standing)
        if station is None:
            unplaced.append(standing)
            continue
        graph = problem.fleet[number_of[row]].graph
        free_min = (standing.free_at - scenario.horizon.starts_at) // MINUTE
        fleet.append(FleetRow(row, 1, graph, station, min(max(at_min, free_min), problem.horizon_min)))
        holds = tuple(_holds(problem, standing, scenario.horizon.starts_at))
        used_km = _used_km(standing, past_routes, setting.fuel_places)
        vehicles.append(Vehicle(standing.itinerary.vehicle, len(fleet) - 1, standing, standing.coming, holds, used_km))
    for number, at_depot in enumerate(fleet[: len(problem.fleet)]):
        vehicles += [Vehicle(None, number, None, ())] * (at_depot.vehicles - waiting[at_depot.row])
    return tuple(fleet), tuple(vehicles), tuple(unplaced)


def _station(carrier: Carrier, problem: Problem, number: int | None, standing: Standing) -> int | None:
    """The station that a vehicle has reached, None where the graph has none such."""
    if number is None:
        return None
    row = problem.fleet[number]
    moves = carrier.moves(row.graph, row.start_station, (*standing.begun, *standing.coming))
    last = len(standing.begun) - 1
    return problem.graphs[row.graph].moves[moves[last]].head if len(moves) > last else None


def _holds(problem: Problem, standing: Standing, starts_at: datetime) -> Iterable[tuple[int, int]]:
    if standing.halts_at is None or standing.halts_since is None:
        return
    limit = next(row for row, limit in enumerate(problem.limits) if (limit.kind, limit.what) == (BindingKind.HALT, standing.halts_at))
    for slot in range(problem.slot((standing.halts_since - starts_at) // MINUTE), problem.slots):
        yield limit, slot


def _used_km(standing: Standing, routes: Mapping[str, Route], fuel_places: frozenset[str]) -> float:
    """Kilometres since the vehicle could last refuel (rule 20)."""
    used_km = 0.0
    for activity in standing.past:
        if isinstance(activity, Drive):
            if routes[activity.route].origin in fuel_places:
                used_km = 0.0
            used_km += routes[activity.route].km
    return 0.0 if standing.place in fuel_places else used_km


def graph_of(rest: Rest, vehicle: Vehicle) -> VehicleGraph:
    return rest.problem.graphs[rest.problem.fleet[vehicle.fleet].graph]


def station_of(rest: Rest, vehicle: Vehicle) -> Station:
    """Where a vehicle begins the rest of its day."""
    row = rest.problem.fleet[vehicle.fleet]
    return rest.problem.graphs[row.graph].stations[row.start_station]


def must_move(rest: Rest, vehicle: Vehicle) -> bool:
    """Whether a vehicle begins the rest of its day anywhere but at a depot, reception centre or hospital."""
    return station_of(rest, vehicle).kind is not StationKind.BASE
