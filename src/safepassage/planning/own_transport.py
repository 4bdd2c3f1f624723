"""Own cars and people on foot: they take the quarters that the convoys leave, or leave them, as the scenario's precedence says."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from safepassage.corridor import PeopleByClass, people_by_class
from safepassage.planning.itinerary import OwnDeparture
from safepassage.planning.master import Day
from safepassage.planning.own_schedule import Departing, departures_of, own_slots, schedule, whole_places
from safepassage.planning.problem import Floats, OwnFlow, Problem
from safepassage.scenario.scenario import Scenario
from safepassage.situation import instant_of


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """Units of one row that leave on one flow in one minute."""

    flow: int
    departs_min: int
    units: int


def place_own(problem: Problem, scenario: Scenario, days: list[Day], received: Mapping[str, int]) -> list[OwnGroup]:
    """Own transport into what the days leave: the better of what a programme finds (`own_schedule.py`) and the first come, first served.

    Better: worth more, or as much and earlier. `received` is how many seated people each reception has been given already.
    """
    slots = np.array([limit.capacity for limit in problem.limits]).reshape(len(problem.limits), problem.slots)
    for day in days:
        for use, count in day.takes.items():
            slots[use] -= count
    room = {shelter.place: shelter.capacity_people - received.get(shelter.place, 0) for shelter in problem.shelters}
    worth = {own.row: own.points_per_unit for own in problem.own_rows}
    return place_in(problem, scenario, slots, room, worth)


def place_in(problem: Problem, scenario: Scenario, slots: Floats, room: Mapping[str, int], worth: Mapping[int, float]) -> list[OwnGroup]:
    """Own transport into these places by limit and slot and this room; `worth` of a unit is by row."""

    def is_worth(groups: list[OwnGroup]) -> tuple[float, int]:
        points = sum(group.units * worth[problem.own_flows[group.flow].row] for group in groups)
        return round(points, 6), -sum(group.units * (group.departs_min + problem.own_flows[group.flow].minutes) for group in groups)

    departing = departures_of(problem)
    found = [_filled(problem, scenario, slots, room, worth, [])]
    for spare_people in (0, _rounded_people(scenario)) if len(departing.flow) else ():
        with_spare = {place: people + spare_people for place, people in room.items()}
        groups, is_room_scarce = _scheduled(problem, scenario, departing, slots, with_spare, worth)
        found.append(_filled(problem, scenario, slots, room, worth, _without_last(problem, scenario, groups, room)))
        if not is_room_scarce:
            break
    return max(found, key=is_worth)


def _rounded_people(scenario: Scenario) -> int:
    """How many fewer people than their mean some units can have, since the people of the first units are rounded down."""
    return sum(len([people for _, people in own.people.items() if people % own.units]) for own in scenario.own_transport if own.units)


def _scheduled(
    problem: Problem, scenario: Scenario, departing: Departing, slots: Floats, room: Mapping[str, int], worth: Mapping[int, float]
) -> tuple[list[OwnGroup], bool]:
    """What the programme has leave, in order, if every unit had its row's mean of people; and whether more room would let more out."""
    rows = {own.row: scenario.own_transport[own.row] for own in problem.own_rows}
    units, is_room_scarce = schedule(
        departing,
        problem.own_flows,
        left=whole_places(slots.ravel(), (own.passage_share for own in rows.values())),
        units={own.row: own.units for own in problem.own_rows},
        worth=worth,
        people={row: own.people.total_people / own.units for row, own in rows.items()},
        room=room,
    )
    groups = [
        OwnGroup(int(departing.flow[column]), int(departing.departs_min[column]), int(units[column]))
        for column in np.lexsort((departing.flow, departing.departs_min)).tolist()
        if units[column]
    ]
    return groups, is_room_scarce


def _without_last(problem: Problem, scenario: Scenario, groups: list[OwnGroup], room: Mapping[str, int]) -> list[OwnGroup]:
    """The groups without the last units for whose people there is no room."""
    while over := _over(problem, scenario, groups, room):
        last = max(number for number, group in enumerate(groups) if problem.own_flows[group.flow].reception in over)
        groups[last] = replace(groups[last], units=groups[last].units - 1)
        groups = [group for group in groups if group.units]
    return groups


def _over(problem: Problem, scenario: Scenario, groups: list[OwnGroup], room: Mapping[str, int]) -> set[str]:
    """The receptions that are given more people than they have room for."""
    of_row = {own.row: (own.units, [people for _, people in scenario.own_transport[own.row].people.items()]) for own in problem.own_rows}
    gone = dict.fromkeys(of_row, 0)
    people = dict.fromkeys(room, 0)
    for group in groups:
        flow = problem.own_flows[group.flow]
        first, last = gone[flow.row], gone[flow.row] + group.units
        gone[flow.row] = last
        units, classes = of_row[flow.row]
        people[flow.reception] += sum(count * last // units - count * first // units for count in classes)
    return {place for place, count in people.items() if count > max(0, room[place])}


def _filled(
    problem: Problem, scenario: Scenario, slots: Floats, room: Mapping[str, int], worth: Mapping[int, float], planned: list[OwnGroup]
) -> list[OwnGroup]:
    """What is planned, and into what it leaves, minute by minute, the units worth most first and the fastest road first."""
    slots, groups = slots.copy(), list(planned)
    units_left = {own.row: own.units for own in problem.own_rows}
    for group in planned:
        flow = problem.own_flows[group.flow]
        units_left[flow.row] -= group.units
        for use in own_uses(problem, flow, group.departs_min):
            slots[use] -= group.units * flow.share
    flows = sorted(
        range(len(problem.own_flows)), key=lambda number: (-worth[problem.own_flows[number].row], problem.own_flows[number].minutes, number)
    )
    rows_used = {number: own_slots(problem, problem.own_flows[number]) for number in flows}
    free = slots.reshape(-1)
    full: set[tuple[int, str]] = set()
    for minute in range(problem.horizon_min):
        for number in flows:
            flow = problem.own_flows[number]
            if not flow.open_min[minute] or not units_left[flow.row] or (flow.row, flow.reception) in full:
                continue
            units, used = units_left[flow.row], rows_used[number][:, minute]
            if len(used):
                units = min(units, math.floor((float(free[used].min()) + 1e-9) / flow.share))
            if units <= 0:
                continue
            more = OwnGroup(number, minute, units)
            received = _most_received(problem, scenario, groups, more, room)
            if received < units:
                full.add((flow.row, flow.reception))
            if not received:
                continue
            groups = _with(groups, replace(more, units=received))
            units_left[flow.row] -= received
            np.subtract.at(free, used, received * flow.share)
    return groups


def _with(groups: list[OwnGroup], more: OwnGroup) -> list[OwnGroup]:
    place = bisect_right(groups, more.departs_min, key=lambda group: group.departs_min)
    return [*groups[:place], more, *groups[place:]]


def _most_received(problem: Problem, scenario: Scenario, groups: list[OwnGroup], more: OwnGroup, room: Mapping[str, int]) -> int:
    """The most of these units that there is room for, those who leave later and so hold other people than before included."""
    return bisect_right(
        range(1, more.units + 1), 0, key=lambda units: len(_over(problem, scenario, _with(groups, replace(more, units=units)), room))
    )


def own_departures(
    problem: Problem, scenario: Scenario, groups: Iterable[OwnGroup], *, gone: Mapping[int, int] | None = None
) -> tuple[OwnDeparture, ...]:
    """The groups in order of departure, with their people by class. `gone` units of each row have left before."""
    units_gone = dict(gone or {})
    departures = []
    for group in groups:
        flow = problem.own_flows[group.flow]
        own = scenario.own_transport[flow.row]
        first = units_gone.get(flow.row, 0)
        units_gone[flow.row] = first + group.units
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


def own_uses(problem: Problem, flow: OwnFlow, departs_min: int) -> tuple[tuple[int, int], ...]:
    """(limit, slot) that a unit leaving at this minute uses."""
    return tuple((limit, problem.slot(departs_min + offset_min)) for limit, offset_min in flow.uses)
