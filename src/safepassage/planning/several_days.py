"""Several good days of one fleet row out of one pricing: the best, and the best of other first journeys and of other hours of leaving.

A pricing finds what every station and minute is worth, and that is what takes long. One day of it for each row would leave most unused:
where quarters are scarce, the linear optimum needs many days that differ in little but their hours.
"""

from safepassage.planning.pricing import BestDays, Path, Step
from safepassage.planning.problem import QUARTER_MIN, FleetRow

_REDUCED_COST_POINTS = 1e-6


def several_days(best: BestDays, row: FleetRow, more_than_points: float, most: int) -> list[Path]:
    """Days of a row that are worth more than this at these prices, the best first; beside it, at most `most` that differ in when the
    vehicle leaves, and as many that differ in where it goes first.
    """
    if best.points(row.start_station, row.starts_min) <= more_than_points + _REDUCED_COST_POINTS:
        return []
    by_quarter: dict[int, tuple[float, int, int]] = {}
    by_move: dict[int, tuple[float, int, int]] = {}
    for number, points, starts_min in _leavings(best, row):
        if points > more_than_points + _REDUCED_COST_POINTS:
            for known, key in ((by_quarter, starts_min // QUARTER_MIN), (by_move, number)):
                if key not in known or points > known[key][0]:
                    known[key] = (points, starts_min, number)
    paths = [best.path(row.start_station, row.starts_min)]
    for known in (by_quarter, by_move):
        for _, starts_min, number in sorted(known.values(), key=lambda leaving: (-leaving[0], *leaving[1:]))[:most]:
            move = best.finder.graph.moves[number]
            ends_min = starts_min + best.finder.graph.shapes[move.shape].total_min
            paths.append((Step(number, starts_min), *best.path(move.head, ends_min)))
    return list(dict.fromkeys(paths))


def _leavings(best: BestDays, row: FleetRow) -> list[tuple[int, float, int]]:
    """Move, points and minute of the best leaving from where the row starts, for each move and quarter of an hour."""
    graph = best.finder.graph
    horizon_min = graph.open_min.shape[1]
    found = []
    for number, move in enumerate(graph.moves):
        if move.tail != row.start_station:
            continue
        total_min = graph.shapes[move.shape].total_min
        points = best.earned(move.shape)[row.starts_min : horizon_min] + best.gain[number]
        points = points + best.value[move.head, row.starts_min + total_min : horizon_min + total_min]
        for first in range(0, len(points), QUARTER_MIN):
            at = first + int(points[first : first + QUARTER_MIN].argmax())
            found.append((number, float(points[at]), row.starts_min + at))
    return found
