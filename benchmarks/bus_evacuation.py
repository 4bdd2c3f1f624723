"""The Bus Evacuation Problem: the least time until the last bus is done, beside what CPLEX found.

Bish (2011), doi:10.1007/s00291-011-0256-1; instances and CPLEX values of sets 2 to 5: J. Loyola Vitali, CEC 2017.

Buses start at yards; at each pick-up point so many whole bus loads wait; each shelter takes so many. A bus that has boarded drives
straight to a shelter, where all get off. Any road may also be driven empty: without that, set 3 number 5 would take 10, and CPLEX
proved 8; were loaded buses let past shelters, set 4 number 10 would take 23, and CPLEX proved 24. The way back to the yard is not counted.

Our engine solves it as it stands: a vehicle of one seat, one person for each load, a minute for each unit of time, no limits, and the
question of `planning/makespan.py`. Every solution is judged by `bus_evacuation_judge.py`, which shares no code with this file.
"""

import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.bus_evacuation_judge import Stop, Tour, judge

from safepassage.planning.makespan import LeastTime, find_least_time
from safepassage.planning.problem import Demand, FleetRow, Move, Problem, Shape, Shelter, Station, StationKind, VehicleGraph

SETS = (2, 3, 4, 5)
SECONDS = 10.0
_STATUS = {1: "optimal", 102: "optimal within tolerance", 11: "time limit"}
_PROVEN = (1, 102)

HEADING = """
| set | number | CPLEX | its status | its s | here | proven: no less than | s | s of processor |
|---:|---:|---:|---|---:|---:|---:|---:|---:|"""
"""CPLEX's seconds are the table's, on another machine. The first row's contain loading the solver and the compiler."""


@dataclass(frozen=True, slots=True)
class Evacuation:
    """One instance. Arrays of minutes: `from_yard_min[yard][point]`, `road_min[point][shelter]`, the same in both directions."""

    buses: tuple[int, ...]
    loads: tuple[int, ...]
    room_loads: tuple[int, ...]
    from_yard_min: tuple[tuple[int, ...], ...]
    road_min: tuple[tuple[int, ...], ...]

    @property
    def enough_min(self) -> int:
        """A time in which it can be done, as long as there is room at all: buses take turns over the longest roads."""
        turns = -(-sum(self.loads) // sum(self.buses))
        return max(map(max, self.from_yard_min)) + turns * 2 * max(map(max, self.road_min))


def read_evacuation(path: Path) -> Evacuation:
    """An instance from its file: buses and loads per bus; yards with their buses; points with their loads, after the sum; shelters with
    their room, after the sum; then minutes from each yard to each point and from each point to each shelter, each row after its number.

    Raises:
        ValueError: the figures do not fit together.
    """
    rows = [[int(word) for word in line.split()] for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    (buses, loads_per_bus), (yards, *at_yard), (points, waiting, *loads), (shelters, places, *room), *minutes = rows
    counts = (len(at_yard), len(loads), len(room), len(minutes), sum(at_yard), sum(loads), sum(room), loads_per_bus)
    if counts != (yards, points, shelters, yards + points, buses, waiting, places, 1):
        raise ValueError(f"{path}: counts and sums do not fit what follows them")
    numbers = [row[0] for row in minutes]
    widths = [len(row) - 1 for row in minutes]
    if numbers != [*range(1, yards + 1), *range(1, points + 1)] or widths != [points] * yards + [shelters] * points:
        raise ValueError(f"{path}: rows of minutes are missing or out of order")
    table = tuple(tuple(row[1:]) for row in minutes)
    return Evacuation(tuple(at_yard), tuple(loads), tuple(room), table[:yards], table[yards:])


def problem_of(evacuation: Evacuation) -> Problem:
    """The instance as a problem of our engine."""
    points, shelters, yards = range(len(evacuation.loads)), range(len(evacuation.room_loads)), range(len(evacuation.buses))
    yard = [Station(StationKind.BASE, f"yard {number}", "outbound") for number in yards]
    shelter = [Station(StationKind.BASE, f"shelter {number}", "outbound") for number in shelters]
    point = [Station(StationKind.TARGET, f"point {number}", "outbound") for number in points]
    stations = (*yard, *shelter, *point)
    number_of = {station: number for number, station in enumerate(stations)}
    pairs = [((point[each].place,), shelter[to].place) for each in points for to in shelters]
    drives = [(yard[start], point[each], evacuation.from_yard_min[start][each]) for start in yards for each in points]
    drives += [(shelter[start], point[each], evacuation.road_min[each][start]) for start in shelters for each in points]
    drives += [(point[each], shelter[to], evacuation.road_min[each][to]) for each in points for to in shelters]
    drives.sort(key=lambda drive: number_of[drive[0]])
    horizon_min = evacuation.enough_min
    open_min = np.ones((len(drives), horizon_min), dtype=np.bool_)
    graph = VehicleGraph(
        stations=stations,
        moves=tuple(_move(number_of[tail], number_of[head], number, tail, head, pairs) for number, (tail, head, _) in enumerate(drives)),
        shapes=tuple(Shape(None, "outbound", minutes, minutes, 0.0, ()) for _, _, minutes in drives),
        open_min=open_min,
        wait_min=np.ones((len(stations), horizon_min), dtype=np.bool_),
        tie_points=np.zeros(open_min.shape),
        cost_points=np.zeros(open_min.shape),
        halt_limit=(-1,) * len(stations),
        seats=1,
        stretcher_bays=0,
        payload_kg=0,
        fuel_range_km=None,
    )
    return Problem(
        horizon_min=horizon_min,
        quarter_offset_min=0,
        limits=(),
        graphs=(graph,),
        fleet=tuple(FleetRow(number, evacuation.buses[number], 0, number_of[yard[number]]) for number in yards),
        pairs=tuple(pairs),
        lanes=(),
        demands=tuple(Demand(point[each].place, evacuation.loads[each], 1, 0, 1.0) for each in points),
        shelters=tuple(Shelter(shelter[each].place, evacuation.room_loads[each], 0) for each in shelters),
        needs=(),
        stocks=(),
        own_rows=(),
        own_flows=(),
    )


def _move(tail_number: int, head_number: int, shape: int, tail: Station, head: Station, pairs: list[tuple[tuple[str, ...], str]]) -> Move:
    """A drive; from a point, with a load if one is left there."""
    is_loaded = tail.kind is StationKind.TARGET
    pair = pairs.index(((tail.place,), head.place)) if is_loaded else -1
    return Move(tail_number, head_number, shape, tail.place if is_loaded else None, is_loaded, None, False, pair, -1)


def tours_of(problem: Problem, least: LeastTime) -> list[Tour]:
    """Every bus's stops in order; a day that drives between two places more often than loads ride there drives empty."""
    (graph,) = problem.graphs
    left: dict[int, int] = {}
    for (pair, _), units in least.riders.items():
        left[pair] = left.get(pair, 0) + units
    tours = []
    for day in least.days:
        stops = [Stop(graph.stations[problem.fleet[day.fleet].start_station].place)]
        for step in day.path:
            move = graph.moves[step.move]
            if left.get(move.pair, 0):
                left[move.pair] -= 1
                stops[-1] = Stop(stops[-1].place, boards=True)
            stops.append(Stop(graph.stations[move.head].place))
        tours.append(tuple(stops))
    return tours


@dataclass(frozen=True, slots=True)
class Solved:
    """One instance solved and judged: `minutes` as the judge counts them."""

    set_number: int
    number: int
    cplex_min: int
    cplex_status: int
    cplex_s: float
    minutes: int | None
    proven_min: int
    took_s: float
    processor_s: float

    @property
    def row(self) -> str:
        minutes = "none found" if self.minutes is None else str(self.minutes)
        status = _STATUS.get(self.cplex_status, str(self.cplex_status))
        by_cplex = f"{self.cplex_min} | {status} | {self.cplex_s:,.0f}"
        here = f"{minutes} | {self.proven_min} | {self.took_s:.2f} | {self.processor_s:.2f}"
        return f"| {self.set_number} | {self.number} | {by_cplex} | {here} |"


def solve(path: Path, *, seconds: float) -> tuple[int | None, int]:
    """The time of the solution found, as the judge counts it (None: none found), and the time proven to be needed.

    Raises:
        ValueError: the judge refuses the solution.
    """
    problem = problem_of(read_evacuation(path))
    least = find_least_time(problem, seconds=seconds)
    return (None if least.minutes is None else judge(path, tours_of(problem, least))), least.proven_min


def bus_evacuation_rows(data: Path, *, seconds: float = SECONDS, sets: tuple[int, ...] = SETS) -> Iterator[str]:
    """A row for each instance as soon as it is solved, and at the end one that sums up. Missing data is named."""
    folder = data / "networks" / "bep"
    values = folder / "results_cplex_sets2-5.csv"
    if not values.is_file():
        yield f"| | | skipped: {values.name} is not in {folder} (SAFEPASSAGE_DATA) | | | | | | |"
        return
    solved = []
    with values.open(encoding="ascii", newline="") as file:
        for line in csv.DictReader(file, delimiter=";"):
            set_number, number = int(line["set"]), int(line["instance"])
            if set_number in sets:
                (path,) = (folder / f"set{set_number}").glob(f"BEP-*-i{number}.txt")
                started_s, processor_s = time.perf_counter(), time.process_time()
                minutes, proven_min = solve(path, seconds=seconds)
                took_s, processor_s = time.perf_counter() - started_s, time.process_time() - processor_s
                by_cplex = int(line["solution"]), int(line["cplexStatus"]), float(line["time"])
                solved.append(Solved(set_number, number, *by_cplex, minutes, proven_min, took_s, processor_s))
                yield solved[-1].row
    yield _sum_up(solved)


def _sum_up(solved: list[Solved]) -> str:
    better = sum(each.minutes is not None and each.minutes < each.cplex_min for each in solved)
    worse = sum(each.minutes is None or each.minutes > each.cplex_min for each in solved)
    by_cplex = [each for each in solved if each.cplex_status in _PROVEN]
    differ = sum(each.minutes != each.cplex_min for each in by_cplex)
    proven = [each for each in solved if each.minutes == each.proven_min]
    longest_s, longest_processor_s = max(each.took_s for each in solved), max(each.processor_s for each in solved)
    return (
        f"| all | {len(solved)} | {better} worse than here, {worse} better | proven {len(by_cplex)}, {differ} of them not as here | "
        f"| proven {len(proven)} | | at most {longest_s:.2f} | at most {longest_processor_s:.2f} |"
    )
