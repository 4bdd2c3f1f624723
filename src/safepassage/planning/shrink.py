"""The last step of a plan: the same people and goods in fewer kilometre-hours of silence.

One piece of a window after the other is closed, and whoever needed it leaves at another time, or by another road between the same two
places, inside what stays silent (ruin and recreate, as in `search.py`). A try is kept where silence, lateness, danger and convoys
together weigh less than before, as the ties between plans of equal worth weigh them; silence is counted as rule 22 draws it.

Invariant: every vehicle keeps its trips with their riders and its loads, and every row of own transport its units for each reception,
so the people out, by class, and the goods stay what they were.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from safepassage.planning.boarding import Manned, trips_of
from safepassage.planning.connect import Ground
from safepassage.planning.master import Day, day_of
from safepassage.planning.own_transport import OwnGroup, own_uses, people_of_units
from safepassage.planning.pricing import Path, Step, fuel_lasts
from safepassage.planning.problem import QUARTER_MIN, Floats, OwnFlow, Problem, VehicleGraph
from safepassage.planning.routes import Routes
from safepassage.planning.silent_minutes import Piece, SilentMinutes, runs_of
from safepassage.scenario.scenario import Scenario

SHRINK_WORK = 1000
"""Vehicles, and rows of own transport, that are given other times, over all tries, at most."""

_MINUTES_PER_KM_H = 50.0
"""A kilometre-hour of silence weighs as many vehicle minutes: a coach of 40 that arrives 25 minutes later. In the search it weighs less
(`build.py`), because there a quarter that is opened is likely to serve others; here it is known that nobody else needs it."""

_LATE_MINUTES_PER_PERSON_MIN = 0.05
"""A minute later for one person in own transport weighs what it does for one seat of the fleet (`graph.py`)."""

_MOST_LEAVING = 60
"""Who is given other times in one try, at most."""

_BETTER_SHARE = 1e-6


def shrink(
    ground: Ground, routes: Routes, problem: Problem, manned: Manned, own: Sequence[OwnGroup], *, work: int = SHRINK_WORK
) -> tuple[Manned, list[OwnGroup]]:
    """The same people and goods with less silence, or what was given where none is found. The same work gives the same plan."""
    if not manned.days and not own:
        return manned, list(own)
    before = _silence_of(ground, routes, problem, manned.days, own)
    shrinking = _Shrinking(ground.scenario, problem, before, manned.days, own)
    km_h = before.km_h()
    shrinking.run(work)
    days = [shrinking.days[number] for number in range(len(manned.days))]
    trips, hauls = trips_of(problem, days)
    left = sorted(shrinking.own, key=lambda group: (group.departs_min, group.flow))
    # another road between the same places may make a segment longer than it was counted
    after = _Shrinking(ground.scenario, problem, _silence_of(ground, routes, problem, days, left), days, left)
    if after.silent.km_h() >= km_h or not _has_room(ground.scenario, problem, manned, left):
        return manned, list(own)
    return replace(manned, days=days, trips=trips, hauls=hauls), left


def _silence_of(ground: Ground, routes: Routes, problem: Problem, days: Iterable[Day], own: Iterable[OwnGroup]) -> SilentMinutes:
    """Nobody counted yet; the kilometres of each segment are those that these movements use."""
    used = {route for day in days for route, _ in _drives(problem, day)} | {problem.own_flows[group.flow].route for group in own}
    return SilentMinutes(ground, routes.all(), [route for route in routes.all() if route.id in used])


def _drives(problem: Problem, day: Day) -> Iterator[tuple[str, int]]:
    """Route and minute of departure of every drive."""
    graph = problem.graphs[problem.fleet[day.fleet].graph]
    for step in day.path:
        route = graph.shape(step.move).route
        if route is not None:
            yield route, step.starts_min


class _Shrinking:
    """The plan as it is, what it takes of every limit, and the minutes of silence that it needs."""

    def __init__(self, scenario: Scenario, problem: Problem, silent: SilentMinutes, days: Iterable[Day], own: Iterable[OwnGroup]) -> None:
        self.problem, self.silent = problem, silent
        self.days = dict(enumerate(days))
        self.own = list(own)
        self._fuel_places = frozenset(place.id for place in scenario.places if place.has_fuel)
        self._capacity = np.array([limit.capacity for limit in problem.limits]).reshape(len(problem.limits), problem.slots)
        self._taken = np.zeros_like(self._capacity)
        self._opening = np.array([0.0 if limit.kind or limit.direction is None else limit.opening_points for limit in problem.limits])
        self._minute_slot = (np.arange(problem.horizon_min) + problem.quarter_offset_min) // QUARTER_MIN
        minute_points = min((_least_per_minute(graph) for graph in problem.graphs), default=0.0)
        self._km_h_points = max(scenario.weights.silence_km_h, _MINUTES_PER_KM_H * minute_points)
        self._late_points = _LATE_MINUTES_PER_PERSON_MIN * minute_points
        own_rows = {row.row: scenario.own_transport[row.row] for row in problem.own_rows}
        self._people_per_unit = {row: entry.people.total_people / entry.units for row, entry in own_rows.items()}
        self._twins = [_twins(graph) for graph in problem.graphs]
        for day in self.days.values():
            self._count(day, 1)
        for group in self.own:
            self._count_own(group, 1)

    def run(self, work: int) -> None:
        """Try every piece, over and over, until none can go or the work is done."""
        done, is_better = 0, self._km_h_points > 0.0
        while is_better:
            is_better = False
            for piece in self.silent.pieces():
                is_kept, left_anew = self._close(piece)
                is_better |= is_kept
                done += left_anew
                if done >= work:
                    return

    def points(self) -> float:
        """What silence, lateness, danger and convoys weigh together."""
        ties = sum(self._points_of(day) for day in self.days.values())
        convoys = float(((self._taken > 0).sum(axis=1) * self._opening).sum())
        late = sum(self._late_points_of(group) for group in self.own)
        return self._km_h_points * self.silent.km_h() + ties + convoys + late

    # --- one try

    def _close(self, piece: Piece) -> tuple[bool, int]:
        """Let everybody who needs a piece leave anew without it; whether that was kept, and how many left anew."""
        numbers = [
            number for number, day in self.days.items() if any(self.silent.needs(*drive, piece) for drive in _drives(self.problem, day))
        ]
        groups = [group for group in self.own if self.silent.needs(self._flow(group).route, group.departs_min, piece)]
        leaving = len(numbers) + len({(self._flow(group).row, self._flow(group).reception) for group in groups})
        if not 0 < leaving <= _MOST_LEAVING:
            return False, 0
        points = self.points()
        days, own, taken, needed = dict(self.days), list(self.own), self._taken.copy(), self.silent.needed.copy()
        for number in numbers:
            self._count(self.days[number], -1)
        for group in groups:
            self._count_own(group, -1)
            self.own.remove(group)
        have_left = all(self._leave_anew(number, piece) for number in numbers) and self._own_anew(groups, piece)
        if have_left and self.points() < points * (1.0 - _BETTER_SHARE):
            return True, leaving
        self.days, self.own, self._taken = days, own, taken
        self.silent.restore(needed)
        return False, leaving

    def _leave_anew(self, number: int, piece: Piece) -> bool:
        """Give one vehicle its best times and roads beside what the others take."""
        day = self.days[number]
        path = self._best_times(day, piece)
        if path is None:
            return False
        graph = self.problem.graphs[self.problem.fleet[day.fleet].graph]
        again = day_of(self.problem, day.fleet, path)
        if any(self._taken[use] + count > self._capacity[use] + 1e-9 for use, count in again.takes.items()):
            return False
        if not fuel_lasts(graph, path, self._fuel_places):
            return False
        self.days[number] = again
        self._count(again, 1)
        return True

    def _best_times(self, day: Day, piece: Piece) -> Path | None:
        """A backward programme over the moves of one day; None where it cannot be driven any more."""
        row = self.problem.fleet[day.fleet]
        graph, twins = self.problem.graphs[row.graph], self._twins[row.graph]
        horizon_min = self.problem.horizon_min
        value = np.zeros(horizon_min + 1)
        stages: list[tuple[list[int], Floats, Floats, Floats]] = []
        for step in reversed(day.path):
            options = twins[step.move]
            earned = np.full((len(options), horizon_min), -np.inf)
            for option, move in enumerate(options):
                total_min = graph.shape(move).total_min
                start = slice(0, max(0, horizon_min + 1 - total_min))
                points = self._earned(graph, move, piece)
                earned[option, start] = points[start] + value[total_min:][: len(points[start])]
            leaving = earned.max(axis=0)
            value = self._with_waiting(graph, graph.moves[step.move].tail, leaving)
            stages.append((options, earned, leaving, value))
        if not np.isfinite(value[0]):
            return None
        path: list[Step] = []
        minute = 0
        for options, earned, leaving, worth in reversed(stages):
            minute += int(np.argmax(leaving[minute:] >= worth[minute] - 1e-12 * max(1.0, abs(worth[minute]))))
            move = options[int(np.argmax(earned[:, minute]))]
            path.append(Step(move, minute))
            minute += graph.shape(move).total_min
        return tuple(path)

    def _earned(self, graph: VehicleGraph, move: int, piece: Piece) -> Floats:
        """Minus what a move weighs by its starting minute; -inf where it is not allowed or there is no room."""
        number = graph.moves[move].shape
        shape = graph.shapes[number]
        earned = np.where(graph.open_min[number], -graph.tie_points[number] - graph.cost_points[number], -np.inf)
        for limit, offset_min in shape.uses:
            slots = self._minute_slot[offset_min:]
            here = earned[: len(slots)]
            if np.isfinite(self._capacity[limit, 0]):
                room = self._taken[limit] + 1.0 <= self._capacity[limit] + 1e-9
                here[~room[slots]] = -np.inf
            elif self._opening[limit]:
                here -= np.where(self._taken[limit] > 0, 0.0, self._opening[limit])[slots]
        if shape.route is not None:
            earned -= self._km_h_points * self.silent.more_km_h(shape.route, piece)
        return earned

    def _with_waiting(self, graph: VehicleGraph, station: int, leaving: Floats) -> Floats:
        """value[minute] of standing at a station: leave now, or stay as long as one may."""
        may_stay = graph.wait_min[station]
        limit = graph.halt_limit[station]
        value = np.append(leaving, -np.inf)
        if limit >= 0:
            has_room = (self._taken[limit] + 1.0 <= self._capacity[limit] + 1e-9)[self._minute_slot]
            may_stay = may_stay & has_room
        for first, end in runs_of(may_stay):
            last = min(end, len(leaving) - 1) + 1
            value[first:last] = np.maximum.accumulate(leaving[first:last][::-1])[::-1]
        if limit >= 0:
            # a move to a halt ends a minute after it has arrived there
            value[1:-1][~has_room[:-1]] = -np.inf
        return value

    # --- own transport

    def _own_anew(self, groups: Iterable[OwnGroup], piece: Piece) -> bool:
        """Let units of own transport leave at other times or by other roads, to the same receptions."""
        waiting: dict[tuple[int, str], int] = {}
        for group in groups:
            flow = self._flow(group)
            waiting[flow.row, flow.reception] = waiting.get((flow.row, flow.reception), 0) + group.units
        for (row, reception), units in waiting.items():
            flows = [number for number, flow in enumerate(self.problem.own_flows) if (flow.row, flow.reception) == (row, reception)]
            while units:
                placed = self._best_group(flows, units, piece)
                if placed is None:
                    return False
                self._count_own(placed, 1)
                self.own.append(placed)
                units -= placed.units
        return True

    def _best_group(self, flows: Sequence[int], units: int, piece: Piece) -> OwnGroup | None:
        """As many units as have room in the minute that weighs least for each of them."""
        best: tuple[float, int, int, int] | None = None
        for number in flows:
            flow = self.problem.own_flows[number]
            room = np.where(flow.open_min, float(units), 0.0)
            for limit, offset_min in flow.uses:
                slots = self._minute_slot[offset_min:]
                if flow.share > 0:
                    left = np.floor((self._capacity[limit] - self._taken[limit] + 1e-9) / flow.share)
                    room[: len(slots)] = np.minimum(room[: len(slots)], left[slots])
            minutes = np.flatnonzero(room >= 1.0)
            if len(minutes):
                more = self._km_h_points * self.silent.more_km_h(flow.route, piece)[minutes] / room[minutes]
                weight = more + self._late_points * self._people_per_unit[flow.row] * (minutes + flow.minutes)
                at = int(np.argmin(weight))
                if np.isfinite(weight[at]) and (best is None or weight[at] < best[0]):
                    best = (float(weight[at]), number, int(minutes[at]), int(room[minutes[at]]))
        return None if best is None else OwnGroup(best[1], best[2], best[3])

    def _flow(self, group: OwnGroup) -> OwnFlow:
        return self.problem.own_flows[group.flow]

    def _late_points_of(self, group: OwnGroup) -> float:
        flow = self._flow(group)
        return self._late_points * self._people_per_unit[flow.row] * group.units * (group.departs_min + flow.minutes)

    # --- counting

    def _count(self, day: Day, sign: int) -> None:
        for use, count in day.takes.items():
            self._taken[use] += sign * count
        for route, departs_min in _drives(self.problem, day):
            self.silent.count(route, departs_min, sign)

    def _count_own(self, group: OwnGroup, sign: int) -> None:
        flow = self._flow(group)
        for use in own_uses(self.problem, flow, group.departs_min):
            self._taken[use] += sign * group.units * flow.share
        self.silent.count(flow.route, group.departs_min, sign)

    def _points_of(self, day: Day) -> float:
        graph = self.problem.graphs[self.problem.fleet[day.fleet].graph]
        moves = [(graph.moves[step.move].shape, step.starts_min) for step in day.path]
        return sum(float(graph.tie_points[move] + graph.cost_points[move]) for move in moves)


def _least_per_minute(graph: VehicleGraph) -> float:
    """Points of one vehicle minute in the tie-break: what a drive of nobody costs, by its minutes."""
    per_min = [float(tie.min()) / shape.drive_min for shape, tie in zip(graph.shapes, graph.tie_points, strict=True) if shape.drive_min > 0]
    return min(per_min, default=0.0)


def _twins(graph: VehicleGraph) -> list[list[int]]:
    """For each move, all that do the same between the same stations, by whatever road; itself among them."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, move in enumerate(graph.moves):
        alike.setdefault((move.tail, move.head, move.boards_at, move.alights, move.loads_at, move.unloads), []).append(number)
    of_move: list[list[int]] = [[] for _ in graph.moves]
    for numbers in alike.values():
        for number in numbers:
            of_move[number] = numbers
    return of_move


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
