"""A journey goes straight where nobody boards at one of its two gathering points.

The search counts riders by a greedy judgement, the final boarding exactly: so a second stop that looked worth its detour may find
nobody to take.

Invariant: the vehicle takes nothing of any limit that its day did not take before, and stands free where and no later than it did.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import islice, takewhile

from safepassage.planning.master import Day, day_of
from safepassage.planning.pricing import Path, Step, fuel_lasts, path_holds
from safepassage.planning.problem import Move, Problem, VehicleGraph


def without_idle_stops(problem: Problem, day: Day, busy: Collection[int], fuel_places: frozenset[str]) -> Day:
    """The day without the stops of two-stop journeys at which nobody boards; a stop stays where it cannot be left out.

    `busy` are the positions in the day's path at which somebody boards.
    """
    graph = problem.graphs[problem.fleet[day.fleet].graph]
    for first, second, last in _journeys_with_two_stops(graph, day.path):
        if (first in busy) == (second in busy):
            continue
        options = _straight_on(graph, day.path, first, last) if first in busy else _straight_in(graph, day.path, first, second, last)
        best: Day | None = None
        for path in options:
            if not path_holds(problem, graph, path) or not fuel_lasts(graph, path, fuel_places):
                continue
            option = day_of(problem, day.fleet, path)
            if _takes_no_more(problem, option, day) and (best is None or option.tie_points < best.tie_points):
                best = option
        if best is not None:
            # positions after it have changed, so the others are looked at when the day is boarded again
            return best
    return day


def _journeys_with_two_stops(graph: VehicleGraph, path: Path) -> Iterator[tuple[int, int, int]]:
    """Positions of the first boarding, the second one and the alighting, where no halt lies between the latter two."""
    for position in range(2, len(path) - 1):
        before, here, after = (graph.moves[path[at].move] for at in (position - 2, position, position + 1))
        if before.boards_at and here.boards_at and after.alights and len(graph.stations[here.head].boarded_at) == 2:
            yield position - 2, position, position + 1


def _straight_on(graph: VehicleGraph, path: Path, first: int, last: int) -> Iterator[Path]:
    """From the first stop to where the journey ended, no later than it did."""
    ready = path[first].starts_min + graph.shape(path[first].move).total_min
    ended = path[last].starts_min + graph.shape(path[last].move).total_min
    head = graph.moves[path[last].move].head
    for number, move in _moves_from(graph, graph.moves[path[first].move].head):
        if move.alights and move.head == head:
            for departs_min in range(ready, ended - graph.shapes[move.shape].total_min + 1):
                yield (*path[: first + 1], Step(number, departs_min), *path[last + 1 :])


def _straight_in(graph: VehicleGraph, path: Path, first: int, second: int, last: int) -> Iterator[Path]:
    """Past the first stop to the second one, boarding there and driving on as before. Whoever unloaded at the first stop, stays on it."""
    into, boards, leaves = (graph.moves[path[at].move] for at in (first - 1, second, last))
    if first == 0 or into.unloads or into.boards_at or into.loads_at:
        return
    arrived = path[second].starts_min
    left = path[first - 1].starts_min
    for number, move in _moves_from(graph, into.tail):
        if graph.stations[move.head].place != boards.boards_at or graph.stations[move.head].boarded_at or move.unloads:
            continue
        for board, boarding in _moves_from(graph, move.head):
            for away, leaving in _moves_from(graph, boarding.head) if boarding.boards_at else ():
                if leaving.alights and (leaving.shape, leaving.head) == (leaves.shape, leaves.head):
                    for departs_min in range(left, arrived - graph.shapes[move.shape].total_min + 1):
                        steps = (Step(number, departs_min), Step(board, arrived), Step(away, path[last].starts_min))
                        yield (*path[: first - 1], *steps, *path[last + 1 :])


def _moves_from(graph: VehicleGraph, station: int) -> Iterator[tuple[int, Move]]:
    first = bisect_left(graph.moves, station, key=lambda move: move.tail)
    return takewhile(lambda numbered: numbered[1].tail == station, enumerate(islice(graph.moves, first, None), start=first))


def _takes_no_more(problem: Problem, option: Day, day: Day) -> bool:
    return all(count <= day.takes.get(use, 0) for use, count in option.takes.items() if problem.limits[use[0]].kind is not None)
