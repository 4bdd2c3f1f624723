"""People of a vehicle that is out of service who got off at a gathering point, and wait there for other vehicles.

A vehicle that breaks down where people board lets them off there; from anywhere else they wait at a gathering point only where the state
says so. They are registered there anew, families with them.

Invariant: whoever is on board of a vehicle out of service is set down with a place, or stays on board and is named; nobody is in neither.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from safepassage.corridor import Group
from safepassage.planning.midday import OutOfService
from safepassage.planning.replanning.on_board import on_board
from safepassage.planning.replanning.standing import Standing
from safepassage.scenario.scenario import Scenario


def newly_out(standings: Iterable[Standing], known: Sequence[OutOfService], at: datetime, scenario: Scenario) -> tuple[OutOfService, ...]:
    """Vehicles that went out of service by a moment and are not `known` yet, and those known whose people are set down only now; new rows
    for their families follow the scenario's groups.
    """
    since = {each.vehicle: each.since for each in known}
    out = []
    row = len(scenario.groups)
    for standing in standings:
        if not standing.is_out or (standing.itinerary.vehicle in since and standing.set_down_at is None):
            continue
        if standing.set_down_at is None:
            out.append(OutOfService(vehicle=standing.itinerary.vehicle, fleet_row=standing.itinerary.fleet_row, since=at))
            continue
        groups = sorted(on_board(standing.past).groups.items())
        families = tuple((of, count, row + number) for number, (of, count) in enumerate(groups))
        row += len(families)
        out.append(
            OutOfService(
                vehicle=standing.itinerary.vehicle,
                fleet_row=standing.itinerary.fleet_row,
                since=since.get(standing.itinerary.vehicle, at),
                set_down_at=standing.set_down_at,
                set_down=standing.aboard,
                families=families,
            )
        )
    return tuple(out)


def with_set_down(scenario: Scenario, out: Sequence[OutOfService]) -> Scenario:
    """The scenario with those set down registered where they wait, their groups in the very rows that are written."""
    if not any(each.set_down_at for each in out):
        return scenario
    points = {point.id: point for point in scenario.gathering_points}
    groups = list(scenario.groups)
    for each in out:
        if each.set_down_at is None or each.set_down_at not in points:
            continue
        point = points[each.set_down_at]
        points[point.id] = point.model_copy(update=(point.registered + each.set_down).model_dump())
        for row, count, now in each.families:
            if row < len(groups):
                groups.insert(now, _waiting_anew(groups[row], each.set_down_at, count, each.vehicle))
    return scenario.model_copy(update={"gathering_points": tuple(points.values()), "groups": tuple(groups)})


def _waiting_anew(group: Group, place: str, count: int, vehicle: str) -> Group:
    return group.model_copy(update={"gathering_point": place, "groups": count, "note": f"set down by {vehicle}"})
