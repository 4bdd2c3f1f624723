"""Own cars and people on foot: they take the quarters that the convoys leave, or leave them, as the scenario's precedence says."""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from safepassage.corridor import PeopleByClass, people_by_class
from safepassage.planning.itinerary import OwnDeparture
from safepassage.planning.master import Day
from safepassage.planning.problem import OwnFlow, Problem
from safepassage.scenario.scenario import Scenario
from safepassage.situation import instant_of


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """Units of one row that leave on one flow in one minute."""

    flow: int
    departs_min: int
    units: int


def place_own(problem: Problem, scenario: Scenario, days: list[Day], received: Mapping[str, int]) -> list[OwnGroup]:
    """Own transport into what the days leave, minute by minute, the units worth most first and the fastest road first.

    `received` is how many seated people each reception has been given already.
    """
    slots = np.array([limit.capacity for limit in problem.limits]).reshape(len(problem.limits), problem.slots)
    for day in days:
        for use, count in day.takes.items():
            slots[use] -= count
    room = {shelter.place: shelter.capacity_people - received.get(shelter.place, 0) for shelter in problem.shelters}
    rows = {own.row: own for own in problem.own_rows}
    waiting = {own.row: own.units for own in problem.own_rows}
    order = sorted(
        range(len(problem.own_flows)),
        key=lambda number: (-rows[problem.own_flows[number].row].points_per_unit, problem.own_flows[number].minutes, number),
    )
    groups = []
    for minute in range(problem.horizon_min):
        for number in order:
            flow = problem.own_flows[number]
            if not flow.open_min[minute] or not waiting[flow.row]:
                continue
            uses = own_uses(problem, flow, minute)
            units = waiting[flow.row]
            if flow.share > 0 and uses:
                units = min(units, math.floor((min(slots[use] for use in uses) + 1e-9) / flow.share))
            units = _units_received(scenario, flow.row, rows[flow.row].units - waiting[flow.row], units, room[flow.reception])
            if units <= 0:
                continue
            for use in uses:
                slots[use] -= units * flow.share
            gone = rows[flow.row].units - waiting[flow.row]
            room[flow.reception] -= people_of_units(scenario, flow.row, gone, gone + units).total_people
            waiting[flow.row] -= units
            groups.append(OwnGroup(number, minute, units))
    return groups


def own_departures(problem: Problem, scenario: Scenario, groups: list[OwnGroup]) -> tuple[OwnDeparture, ...]:
    """The groups in order of departure, with their people by class."""
    gone: dict[int, int] = {}
    departures = []
    for group in groups:
        flow = problem.own_flows[group.flow]
        own = scenario.own_transport[flow.row]
        first = gone.get(flow.row, 0)
        gone[flow.row] = first + group.units
        departures.append(
            OwnDeparture(
                own_transport_row=flow.row,
                gathering_point=own.gathering_point,
                mode=own.mode,
                route=flow.route,
                departs_at=instant_of(scenario, group.departs_min),
                arrives_at=instant_of(scenario, group.departs_min + flow.minutes),
                units=group.units,
                people=people_of_units(scenario, flow.row, first, first + group.units),
            )
        )
    return tuple(departures)


def people_of_units(scenario: Scenario, row: int, first: int, last: int) -> PeopleByClass:
    """The people of the units numbered first to last - 1, such that the first n units hold n / units of each class, rounded down."""
    own = scenario.own_transport[row]
    return people_by_class({priority: people * last // own.units - people * first // own.units for priority, people in own.people.items()})


def without_own(problem: Problem, groups: list[OwnGroup], scenario: Scenario) -> Problem:
    """The problem with what own transport has taken: what is left for the fleet where own transport goes first."""
    slots = [limit.capacity.copy() for limit in problem.limits]
    room = {shelter.place: shelter.capacity_people for shelter in problem.shelters}
    gone: dict[int, int] = {}
    for group in groups:
        flow = problem.own_flows[group.flow]
        for limit, slot in own_uses(problem, flow, group.departs_min):
            slots[limit][slot] -= group.units * flow.share
        first = gone.get(flow.row, 0)
        gone[flow.row] = first + group.units
        room[flow.reception] -= people_of_units(scenario, flow.row, first, gone[flow.row]).total_people
    return replace(
        problem,
        limits=tuple(replace(limit, capacity=np.maximum(0.0, left)) for limit, left in zip(problem.limits, slots, strict=True)),
        shelters=tuple(replace(shelter, capacity_people=room[shelter.place]) for shelter in problem.shelters),
    )


def _units_received(scenario: Scenario, row: int, gone: int, units: int, room: int) -> int:
    """The most of these units whose people still have room."""
    return bisect_right(range(1, units + 1), room, key=lambda number: people_of_units(scenario, row, gone, gone + number).total_people)


def own_uses(problem: Problem, flow: OwnFlow, departs_min: int) -> tuple[tuple[int, int], ...]:
    """(limit, slot) that a unit leaving at this minute uses."""
    return tuple((limit, problem.slot(departs_min + offset_min)) for limit, offset_min in flow.uses)
