"""The last step of a plan: the same people and goods in fewer kilometre-hours of silence.

Invariant: every vehicle keeps its trips with their riders and its loads, and every row of own transport its units for each reception,
so the people out, by class, and the goods stay what they were.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from safepassage.planning.boarding import Manned, trips_of
from safepassage.planning.connect import Ground
from safepassage.planning.master import Day
from safepassage.planning.own_transport import OwnGroup, people_of_units
from safepassage.planning.problem import Problem
from safepassage.planning.rearrange import Rearranging, drives_of, points_per_minute
from safepassage.planning.routes import Routes
from safepassage.planning.silent_minutes import SilentMinutes
from safepassage.scenario.scenario import Scenario

SHRINK_WORK = 1000
"""Vehicles, and rows of own transport, that are given other times, over all tries, at most."""

_MINUTES_PER_KM_H = 50.0
"""A kilometre-hour of silence weighs as many vehicle minutes: a coach of 40 that arrives 25 minutes later. In the search it weighs less
(`build.py`), because there a quarter that is opened is likely to serve others; here it is known that nobody else needs it."""

_MOST_LEAVING = 60
"""Who is given other times in one try, at most: tries with more are long and seldom kept."""


def shrink(
    ground: Ground,
    routes: Routes,
    problem: Problem,
    manned: Manned,
    own: Sequence[OwnGroup],
    *,
    work: int = SHRINK_WORK,
    ends_at: float = math.inf,
) -> tuple[Manned, list[OwnGroup]]:
    """The same people and goods with less silence, or what was given where none is found. The same work gives the same plan,
    unless the clock stands at `ends_at` before it is done.
    """
    if not manned.days and not own:
        return manned, list(own)
    silent = count_silence(ground, routes, problem, manned.days, own)
    price = max(ground.scenario.weights.silence_km_h, _MINUTES_PER_KM_H * points_per_minute(problem))
    km_h = silent.km_h()
    moving = Rearranging(ground.scenario, problem, silent, manned.days, own, km_h_points=price, most_leaving=_MOST_LEAVING)
    moving.run(work, ends_at)
    days = [moving.days[number] for number in range(len(manned.days))]
    left = sorted(moving.own, key=lambda group: (group.departs_min, group.flow))
    # another road between the same places may make a segment longer than it was counted
    is_less = count_silence(ground, routes, problem, days, left).km_h() < km_h
    if not is_less or not _has_room(ground.scenario, problem, manned, left):
        return manned, list(own)
    trips, hauls = trips_of(problem, days)
    return replace(manned, days=days, trips=trips, hauls=hauls), left


def count_silence(ground: Ground, routes: Routes, problem: Problem, days: Iterable[Day], own: Iterable[OwnGroup]) -> SilentMinutes:
    """The silence that these movements need, with as many kilometres of each segment as they use."""
    drives = [drive for day in days for drive in drives_of(problem.graphs[problem.fleet[day.fleet].graph], day.path)]
    drives += [(problem.own_flows[group.flow].route, group.departs_min) for group in own]
    used = {route for route, _ in drives}
    silent = SilentMinutes(ground, routes.all(), [route for route in routes.all() if route.id in used])
    for drive in drives:
        silent.count(*drive, 1)
    return silent


def _has_room(scenario: Scenario, problem: Problem, manned: Manned, own: Sequence[OwnGroup]) -> bool:
    """Whether rounding people to units in another order of leaving still fits every reception."""
    received: dict[str, int] = {}
    for trip, riders in zip(manned.trips, manned.riders, strict=True):
        received[trip.reception] = received.get(trip.reception, 0) + riders.people.seated_people
    gone: dict[int, int] = {}
    for group in own:
        flow = problem.own_flows[group.flow]
        first = gone.get(flow.row, 0)
        gone[flow.row] = first + group.units
        people = people_of_units(scenario, flow.row, first, gone[flow.row]).total_people
        received[flow.reception] = received.get(flow.reception, 0) + people
    return all(received.get(shelter.place, 0) <= shelter.capacity_people for shelter in problem.shelters)
