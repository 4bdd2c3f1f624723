"""The movements of a plan given other times and other roads, so that together they weigh less: what shrinks the silence asked for.

One piece of a window after the other is closed, and whoever needed it leaves at another time, or by another road between the same two
places, inside what stays silent (ruin and recreate, as in `search.py`). A try is kept where silence, lateness, danger and convoys,
less what the people and goods are worth, weigh less than before; silence is counted as rule 22 draws it.

Invariant: no limit is exceeded, and every vehicle drives whole journeys of the plan that was given, with their riders and loads. Where no
worth is given all of them stay; where it is, a journey or a unit that asks for more silence than it is worth stays at home.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from time import monotonic

import numpy as np

from safepassage.planning.insertion import journeys_of
from safepassage.planning.master import Day, day_of
from safepassage.planning.own_transport import OwnGroup, own_uses
from safepassage.planning.pricing import Path, Step, fuel_lasts
from safepassage.planning.problem import QUARTER_MIN, Floats, OwnFlow, Problem, VehicleGraph
from safepassage.planning.silent_minutes import Needed, Piece, SilentMinutes, runs_of
from safepassage.scenario.scenario import Scenario

_LATE_MINUTES_PER_PERSON_MIN = 0.05
"""A minute later for one person in own transport weighs what it does for one seat of the fleet (`graph.py`)."""

_MOST_JOURNEYS = 4
"""Of a day of so many journeys every choice is looked at; of a longer one, the first so many journeys, for each number of them."""

_BETTER_SHARE = 1e-6


def drives_of(graph: VehicleGraph, path: Path) -> Iterator[tuple[str, int]]:
    """Route and minute of departure of every drive."""
    for step in path:
        route = graph.shape(step.move).route
        if route is not None:
            yield route, step.starts_min


@dataclass(slots=True)
class State:
    """Movements as they were at one time."""

    days: dict[int, Day]
    worth: dict[int, tuple[float, ...]]
    own: list[OwnGroup]
    at_home: dict[tuple[int, str], int]
    taken: Floats
    needed: Needed


class Rearranging:
    """The plan as it is, what it takes of every limit, and the minutes of silence that it needs."""

    def __init__(
        self,
        scenario: Scenario,
        problem: Problem,
        silent: SilentMinutes,
        days: Iterable[Day],
        own: Iterable[OwnGroup],
        *,
        km_h_points: float,
        worth: Iterable[Sequence[float]] | None = None,
        own_worth: Mapping[int, float] | None = None,
        most_leaving: int,
    ) -> None:
        """`silent` has counted the days and groups. `km_h_points` is the price of a kilometre-hour. `worth` are the points of every
        journey of every day, `own_worth` those of a unit by row of own transport; without them everything must stay. A try lets no more
        than `most_leaving` vehicles and rows leave anew.
        """
        self.problem, self.silent = problem, silent
        self.days = dict(enumerate(days))
        self.own = list(own)
        self.km_h_points = km_h_points
        self.worth = None if worth is None else {number: tuple(of_day) for number, of_day in enumerate(worth)}
        self._whole = {number: (day, self.worth[number]) for number, day in self.days.items()} if self.worth is not None else {}
        self._own_worth = own_worth or {}
        self._at_home: dict[tuple[int, str], int] = {}
        self._most_leaving = most_leaving
        self._fuel_places = frozenset(place.id for place in scenario.places if place.has_fuel)
        self._capacity = np.array([limit.capacity for limit in problem.limits]).reshape(len(problem.limits), problem.slots)
        self._taken = np.zeros_like(self._capacity)
        self._opening = np.array([0.0 if limit.kind or limit.direction is None else limit.opening_points for limit in problem.limits])
        self._minute_slot = (np.arange(problem.horizon_min) + problem.quarter_offset_min) // QUARTER_MIN
        self._late_points = _LATE_MINUTES_PER_PERSON_MIN * points_per_minute(problem)
        own_rows = {row.row: scenario.own_transport[row.row] for row in problem.own_rows}
        self._people_per_unit = {row: entry.people.total_people / entry.units for row, entry in own_rows.items()}
        self._twins = [_twins(graph) for graph in problem.graphs]
        for day in self.days.values():
            self._take(day, 1)
        for group in self.own:
            self._take_own(group, 1)

    def run(self, work: int, ends_at: float = math.inf) -> None:
        """Try every piece, over and over, until none can go, the work is done or the clock stands at `ends_at`."""
        done, is_better = 0, self.km_h_points > 0.0
        while is_better:
            is_better = False
            for piece in self.silent.pieces():
                is_kept, left_anew = self._close(piece)
                is_better |= is_kept
                done += left_anew
                if done >= work or monotonic() >= ends_at:
                    return

    def weight(self) -> float:
        """What silence, lateness, danger and convoys weigh together, less what the people and goods are worth."""
        ties = sum(self._points_of(day) for day in self.days.values())
        convoys = float(((self._taken > 0).sum(axis=1) * self._opening).sum())
        late = sum(self._late_points_of(group) for group in self.own)
        return self.km_h_points * self.silent.km_h() + ties + convoys + late - self.worth_points()

    def worth_points(self) -> float:
        """What all journeys and units that go are worth; 0 where everything must stay."""
        own = sum(self._own_worth.get(self._flow(group).row, 0.0) * group.units for group in self.own)
        return own + sum(sum(of_day) for number, of_day in (self.worth or {}).items() if number in self.days)

    # --- one try

    def _close(self, piece: Piece) -> tuple[bool, int]:
        """Let everybody who needs a piece leave anew without it; whether that was kept, and how many left anew."""
        numbers, groups = self._who_needs(piece)
        leaving = len(numbers) + len({(self._flow(group).row, self._flow(group).reception) for group in groups})
        if not 0 < leaving <= self._most_leaving:
            # looking is work too
            return False, 1
        weight, before = self.weight(), self.copied()
        if self._leave_without(piece, numbers, groups) and self.weight() < weight - _BETTER_SHARE * abs(weight):
            return True, leaving
        self.become(before)
        return False, leaving

    def close(self, piece: Piece) -> None:
        """Close a piece whatever it costs; for movements that may stay at home only."""
        self._leave_without(piece, *self._who_needs(piece))

    def lost_and_saved(self, piece: Piece) -> tuple[float, float]:
        """The points lost and the kilometre-hours saved if every journey, and all own transport, that needs a piece did not take place."""
        numbers, groups = self._who_needs(piece)
        drives = [(self._flow(group).route, group.departs_min) for group in groups]
        lost = sum(self._own_worth.get(self._flow(group).row, 0.0) * group.units for group in groups)
        for number in numbers:
            day = self.days[number]
            graph = self.problem.graphs[self.problem.fleet[day.fleet].graph]
            for journey, worth in zip(journeys_of(graph, day.path), (self.worth or {}).get(number, ()), strict=True):
                of_journey = list(drives_of(graph, journey))
                if any(self.silent.needs(*drive, piece) for drive in of_journey):
                    lost += worth
                    drives += of_journey
        before = self.silent.km_h()
        for drive in drives:
            self.silent.count(*drive, -1)
        saved_km_h = before - self.silent.km_h()
        for drive in drives:
            self.silent.count(*drive, 1)
        return lost, saved_km_h

    def fill(self) -> None:
        """Let vehicles and units of own transport that stay at home leave after all where that is worth its silence at the price of now."""
        closed = Piece(-1, 0, 0)
        for number, (day, worth) in self._whole.items():
            if self.worth is not None and self.worth.get(number) != worth:
                if number in self.days:
                    self._count(self.days[number], -1)
                self.days[number], self.worth[number] = day, worth
                self._leave_anew(number, closed)
        for (row, reception), units in sorted(self._at_home.items()):
            self._at_home[row, reception] = self._own_leave(row, reception, units, closed)

    def send_home(self, number: int) -> None:
        """Let a vehicle stay at its depot."""
        self._count(self.days.pop(number), -1)
        (self.worth or {}).pop(number)

    def send_own_home(self, rows: Collection[int]) -> None:
        """Let all units of some rows of own transport stay."""
        for group in [group for group in self.own if self._flow(group).row in rows]:
            self._count_own(group, -1)
            self.own.remove(group)
            key = (self._flow(group).row, self._flow(group).reception)
            self._at_home[key] = self._at_home.get(key, 0) + group.units

    def copied(self) -> "State":
        return State(
            dict(self.days), dict(self.worth or {}), list(self.own), dict(self._at_home), self._taken.copy(), self.silent.needed.copy()
        )

    def become(self, state: "State") -> None:
        """Go back to a state that was copied before; it is used up."""
        self.days, self.own, self._at_home, self._taken = state.days, state.own, state.at_home, state.taken
        if self.worth is not None:
            self.worth = state.worth
        self.silent.restore(state.needed)

    def _who_needs(self, piece: Piece) -> tuple[list[int], list[OwnGroup]]:
        """Numbers of days, and groups of own transport, that need a piece."""
        numbers = [number for number, day in self.days.items() if any(self.silent.needs(*drive, piece) for drive in self._drives(day))]
        return numbers, [group for group in self.own if self.silent.needs(self._flow(group).route, group.departs_min, piece)]

    def _leave_without(self, piece: Piece, numbers: Sequence[int], groups: Sequence[OwnGroup]) -> bool:
        """Whether all who must go could."""
        for number in numbers:
            self._count(self.days[number], -1)
        for group in groups:
            self._count_own(group, -1)
            self.own.remove(group)
        if not all(self._leave_anew(number, piece) for number in numbers):
            return False
        waiting: dict[tuple[int, str], int] = {}
        for group in groups:
            flow = self._flow(group)
            waiting[flow.row, flow.reception] = waiting.get((flow.row, flow.reception), 0) + group.units
        for (row, reception), units in waiting.items():
            left = self._own_leave(row, reception, units, piece)
            if left and self.worth is None:
                return False
            self._at_home[row, reception] = self._at_home.get((row, reception), 0) + left
        return True

    def _leave_anew(self, number: int, piece: Piece) -> bool:
        """Give one vehicle its best times and roads beside what the others take, of the journeys that are worth it; False where it cannot
        go any more and must.
        """
        day = self.days[number]
        row = self.problem.fleet[day.fleet]
        graph = self.problem.graphs[row.graph]
        best: tuple[float, Path, tuple[float, ...]] | None = None
        for moves, worth in self._choices(number, graph, row.start_station):
            timed = self._best_times(row.graph, moves, piece)
            if timed is not None and (best is None or timed[0] + sum(worth) > best[0]) and fuel_lasts(graph, timed[1], self._fuel_places):
                best = (timed[0] + sum(worth), timed[1], worth)
            if timed is not None and -timed[0] <= min(worth):
                # no journey that is left out could save as much as it is worth
                break
        again = None if best is None else day_of(self.problem, day.fleet, best[1])
        if again is not None and any(self._taken[use] + count > self._capacity[use] + 1e-9 for use, count in again.takes.items()):
            again = None
        if best is None or again is None or (self.worth is not None and best[0] <= 0.0):
            if self.worth is None:
                return False
            del self.days[number], self.worth[number]
            return True
        self.days[number] = again
        if self.worth is not None:
            self.worth[number] = best[2]
        self._count(again, 1)
        return True

    def _choices(self, number: int, graph: VehicleGraph, station: int) -> Iterator[tuple[list[int], tuple[float, ...]]]:
        """The moves, and the worth of each journey, of what a vehicle may do: all of its day first; then, where it need not, less."""
        path = self.days[number].path
        if self.worth is None:
            yield [step.move for step in path], (0.0,)
            return
        journeys, worth = journeys_of(graph, path), self.worth[number]
        count = len(journeys)
        if count <= _MOST_JOURNEYS:
            chosen = [some for length in range(count, 0, -1) for some in combinations(range(count), length)]
        else:
            chosen = [tuple(range(length)) for length in range(count, 0, -1)]
        for some in chosen:
            moves = [step.move for journey in some for step in journeys[journey]]
            at = station
            for journey in some:
                if graph.moves[journeys[journey][0].move].tail != at:
                    break
                at = graph.moves[journeys[journey][-1].move].head
            else:
                yield moves, tuple(worth[journey] for journey in some)

    def _best_times(self, graph_number: int, moves: Sequence[int], piece: Piece) -> tuple[float, Path] | None:
        """Minus what the moves, or others that do the same, weigh, and when each starts, at the best times; None where there are none.

        A backward programme over the minutes.
        """
        graph, twins = self.problem.graphs[graph_number], self._twins[graph_number]
        horizon_min = self.problem.horizon_min
        value = np.zeros(horizon_min + 1)
        stages: list[tuple[list[int], Floats, Floats, Floats]] = []
        for last in reversed(moves):
            options = twins[last]
            earned = np.full((len(options), horizon_min), -np.inf)
            for option, move in enumerate(options):
                total_min = graph.shape(move).total_min
                start = slice(0, max(0, horizon_min + 1 - total_min))
                points = self._earned(graph, move, piece)
                earned[option, start] = points[start] + value[total_min:][: len(points[start])]
            leaving = earned.max(axis=0)
            value = self._with_waiting(graph, graph.moves[last].tail, leaving)
            stages.append((options, earned, leaving, value))
        value_at_start = value[0]
        if not np.isfinite(value_at_start):
            return None
        path: list[Step] = []
        minute = 0
        for options, earned, leaving, worth in reversed(stages):
            minute += int(np.argmax(leaving[minute:] >= worth[minute] - 1e-12 * max(1.0, abs(worth[minute]))))
            move = options[int(np.argmax(earned[:, minute]))]
            path.append(Step(move, minute))
            minute += graph.shape(move).total_min
        return float(value_at_start), tuple(path)

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
            earned -= self.km_h_points * self.silent.more_km_h(shape.route, piece)
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

    def _own_leave(self, row: int, reception: str, units: int, piece: Piece) -> int:
        """Let units of own transport leave at their best times, by their best roads, to one reception; how many do not."""
        flows = [number for number, flow in enumerate(self.problem.own_flows) if (flow.row, flow.reception) == (row, reception)]
        while units:
            placed = self._best_group(flows, units, piece)
            if placed is None:
                break
            self._count_own(placed, 1)
            self.own.append(placed)
            units -= placed.units
        return units

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
                more = self.km_h_points * self.silent.more_km_h(flow.route, piece)[minutes] / room[minutes]
                weight = more + self._late_points * self._people_per_unit[flow.row] * (minutes + flow.minutes)
                at = int(np.argmin(weight))
                most = self._own_worth.get(flow.row, np.inf) if self.worth is not None else np.inf
                if weight[at] < most and (best is None or weight[at] < best[0]):
                    best = (float(weight[at]), number, int(minutes[at]), int(room[minutes[at]]))
        return None if best is None else OwnGroup(best[1], best[2], best[3])

    def _flow(self, group: OwnGroup) -> OwnFlow:
        return self.problem.own_flows[group.flow]

    def _late_points_of(self, group: OwnGroup) -> float:
        flow = self._flow(group)
        return self._late_points * self._people_per_unit[flow.row] * group.units * (group.departs_min + flow.minutes)

    # --- counting

    def _count(self, day: Day, sign: int) -> None:
        self._take(day, sign)
        for drive in self._drives(day):
            self.silent.count(*drive, sign)

    def _drives(self, day: Day) -> Iterator[tuple[str, int]]:
        return drives_of(self.problem.graphs[self.problem.fleet[day.fleet].graph], day.path)

    def _count_own(self, group: OwnGroup, sign: int) -> None:
        self._take_own(group, sign)
        self.silent.count(self._flow(group).route, group.departs_min, sign)

    def _take(self, day: Day, sign: int) -> None:
        for use, count in day.takes.items():
            self._taken[use] += sign * count

    def _take_own(self, group: OwnGroup, sign: int) -> None:
        flow = self._flow(group)
        for use in own_uses(self.problem, flow, group.departs_min):
            self._taken[use] += sign * group.units * flow.share

    def _points_of(self, day: Day) -> float:
        graph = self.problem.graphs[self.problem.fleet[day.fleet].graph]
        moves = [(graph.moves[step.move].shape, step.starts_min) for step in day.path]
        return sum(float(graph.tie_points[move] + graph.cost_points[move]) for move in moves)


def points_per_minute(problem: Problem) -> float:
    """Points of one vehicle minute in the tie-break: what a drive of nobody costs, by its minutes."""
    per_min = [
        float(tie.min()) / shape.drive_min
        for graph in problem.graphs
        for shape, tie in zip(graph.shapes, graph.tie_points, strict=True)
        if shape.drive_min > 0
    ]
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
