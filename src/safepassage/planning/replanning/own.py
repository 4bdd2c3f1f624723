"""Own cars and people on foot on the rest of a day: who was told to leave at a time leaves then, if that still can be."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from safepassage.planning.boarding import Manned
from safepassage.planning.itinerary import OwnDeparture
from safepassage.planning.own_transport import OwnGroup, own_departures, own_uses, people_of_units, place_own
from safepassage.planning.problem import Shelter
from safepassage.planning.replanning.rest import Rest
from safepassage.planning.route import Route
from safepassage.situation.minutes import MINUTE

_ROUNDING = 1e-9


def own_onward(
    rest: Rest,
    manned: Manned,
    holds: Iterable[tuple[int, int]],
    before: Sequence[OwnDeparture],
    routes: Mapping[str, Route],
    *,
    gone: Mapping[int, int],
    fills_up: bool,
) -> tuple[OwnDeparture, ...]:
    """Departures to come. `before` are those planned, on `routes`; `gone` units by row have left already.

    `fills_up`: units that the plan left at home may leave as well, where there is room.
    """
    problem, scenario = rest.problem, rest.setting.scenario
    slots = np.array([limit.capacity for limit in problem.limits]).reshape(len(problem.limits), problem.slots)
    for day in manned.days:
        for use, count in day.takes.items():
            slots[use] -= count
    for use in holds:
        slots[use] -= 1.0
    room = {place.id: place.capacity_people for place in rest.left.receptions}
    for trip, riders in zip(manned.trips, manned.riders, strict=True):
        room[trip.reception] -= riders.people.seated_people
    roads = rest.setting.roads
    flows = {(flow.row, roads[flow.route].arcs): number for number, flow in enumerate(problem.own_flows)}
    leaving = Counter(gone)
    kept: list[OwnGroup] = []
    waiting: Counter[int] = Counter()
    for departure in before:
        row = departure.own_transport_row
        units = min(departure.units, scenario.own_transport[row].units - leaving[row])
        number = flows.get((row, routes[departure.route].arcs))
        minute = (departure.departs_at - scenario.horizon.starts_at) // MINUTE
        if number is not None and units > 0:
            flow = problem.own_flows[number]
            uses = own_uses(problem, flow, minute)
            fits = bool(flow.open_min[minute]) and all(slots[use] + _ROUNDING >= units * flow.share for use in uses)
            people = people_of_units(scenario, row, leaving[row], leaving[row] + units).total_people
            if fits and room[flow.reception] >= people:
                for use in uses:
                    slots[use] -= units * flow.share
                room[flow.reception] -= people
                leaving[row] += units
                kept.append(OwnGroup(number, minute, units))
                continue
        waiting[row] += max(0, units)
    if fills_up:
        waiting = Counter({row.row: max(0, row.units - leaving[row.row]) for row in problem.own_rows})
    if any(waiting.values()):
        later = np.arange(problem.horizon_min) >= rest.at_min
        left = replace(
            problem,
            limits=tuple(replace(limit, capacity=np.maximum(0.0, free)) for limit, free in zip(problem.limits, slots, strict=True)),
            shelters=tuple(Shelter(place, max(0, people), 0) for place, people in room.items()),
            own_rows=tuple(replace(row, units=waiting[row.row]) for row in problem.own_rows),
            own_flows=tuple(replace(flow, open_min=flow.open_min & later) for flow in problem.own_flows),
        )
        kept += place_own(left, scenario, [], {})
    kept.sort(key=lambda group: group.departs_min)
    free = {place.id: place.capacity_people for place in rest.left.receptions}
    for trip, riders in zip(manned.trips, manned.riders, strict=True):
        free[trip.reception] -= riders.people.seated_people
    return own_departures(problem, scenario, _as_far_as_received(rest, kept, gone, free), gone=gone)


def _as_far_as_received(rest: Rest, groups: Sequence[OwnGroup], gone: Mapping[int, int], free: Mapping[str, int]) -> list[OwnGroup]:
    """Without the last units to leave for a reception that has no room for them: in another order of leaving people round otherwise."""
    kept = list(groups)
    while True:
        came: Counter[str] = Counter()
        for group, departure in zip(kept, own_departures(rest.problem, rest.setting.scenario, kept, gone=gone), strict=True):
            came[rest.problem.own_flows[group.flow].reception] += departure.people.total_people
        full = next((place for place, people in came.items() if people > free[place]), None)
        if full is None:
            return kept
        last = max(number for number, group in enumerate(kept) if rest.problem.own_flows[group.flow].reception == full)
        if kept[last].units == 1:
            del kept[last]
        else:
            kept[last] = replace(kept[last], units=kept[last].units - 1)
