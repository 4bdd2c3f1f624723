"""The master programme: which days to run, who rides, what goods go in.

Maximise  sum points x people riding + sum points x kilograms   subject to

    days of a fleet row                <= its vehicles                                   (fleet)
    uses of a limit in a quarter       <= its capacity                                   (slot, added when first exceeded)
    seats taken at a gathering point   <= seats that days fill there and leave not empty (seat)
    bays taken at a gathering point    <= bays that days fill there and leave not empty  (bay)
    people alone, groups from a point  <= registered                                     (demand)
    seats, bays brought to a reception <= capacity, beds, and those left empty           (capacity, bed, added when first exceeded)
    seats, bays left empty on a pair   <= seats, bays that the days provide on the pair  (empty seat, empty bay, as capacity, bed)
    kilograms of a lane                <= payload that the days provide on the lane      (payload)
    kilograms of a stock, of a need    <= there is, is wanted                            (stock, need)
    boarding cuts                                                                        (cut, see `rounding.py`, added on request)

with days of a fleet row as columns (Dantzig-Wolfe). Every row is of the form <=, so duals are prices >= 0. Who rides to which of the
receptions is left open: whoever is to be found a place there, any rider does. So most receptions need no row at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from safepassage.planning.pricing import Path, Prices, slots_used_and_taken
from safepassage.planning.problem import Floats, Problem
from safepassage.planning.riding import Riding
from safepassage.planning.rounding import BoardingCut, boarding_cuts

_TOLERANCE = 1e-7
_ROOM = {"seat": "capacity", "bay": "bed"}
"""The row of a reception that each kind of place takes up there."""
_PRIMAL_IF_BETTER = 0
_CUT_VIOLATION = 0.01
"""A cut is worth adding that cuts off so much, in trips."""


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """A column: one whole day of one vehicle of a fleet row.

    `uses` never counts more than the vehicle uses of what is scarce, as the bound needs it; `takes` never less of anything, as whole plans
    do.
    """

    fleet: int
    path: Path
    uses: Mapping[tuple[int, int], int]
    takes: Mapping[tuple[int, int], int]
    trips: Mapping[int, int]
    hauls: Mapping[int, int]
    tie_points: float


def day_of(problem: Problem, fleet: int, path: Path) -> Day:
    """What a path uses and provides."""
    graph = problem.graphs[problem.fleet[fleet].graph]
    trips: dict[int, int] = {}
    hauls: dict[int, int] = {}
    tie_points = 0.0
    for step in path:
        move = graph.moves[step.move]
        tie_points += float(graph.tie_points[move.shape, step.starts_min])
        if move.pair >= 0:
            trips[move.pair] = trips.get(move.pair, 0) + 1
        if move.lane >= 0:
            hauls[move.lane] = hauls.get(move.lane, 0) + 1
    return Day(fleet, path, *slots_used_and_taken(problem, graph, path), trips, hauls, tie_points)


@dataclass(frozen=True, slots=True, eq=False)
class MasterResult:
    """Optimum of the restricted master, in points. `capacity` holds the prices of demands, receptions, beds, stocks and needs, by number.

    `fleet[fleet row]` is the price of one more vehicle of each row; `fixed_points` the sum of price x capacity over all rows but fleet;
    `cuts` the boarding cuts that have a price, with it.
    """

    points: float
    prices: Prices
    fleet: Floats
    capacity: Mapping[str, Floats]
    fixed_points: float
    cuts: tuple[tuple[BoardingCut, float], ...] = ()


def blended(first: MasterResult, second: MasterResult, first_share: float) -> MasterResult:
    """Prices between those of two results of one master, at which nobody earns anything either, as the bound needs it."""

    def mixed(one: Floats, other: Floats) -> Floats:
        return np.asarray(first_share * one + (1.0 - first_share) * other)

    def visits(result: MasterResult) -> Floats:
        return result.prices.visit if result.prices.visit is not None else np.zeros(1)

    cuts = {id(cut): (cut, first_share * price) for cut, price in first.cuts}
    for cut, price in second.cuts:
        cuts[id(cut)] = (cut, cuts.get(id(cut), (cut, 0.0))[1] + (1.0 - first_share) * price)
    return MasterResult(
        points=second.points,
        prices=Prices(
            slot=mixed(first.prices.slot, second.prices.slot),
            seat=mixed(first.prices.seat, second.prices.seat),
            bay=mixed(first.prices.bay, second.prices.bay),
            payload=mixed(first.prices.payload, second.prices.payload),
            visit=mixed(visits(first), visits(second)),
        ),
        fleet=mixed(first.fleet, second.fleet),
        capacity={kind: mixed(prices, second.capacity[kind]) for kind, prices in first.capacity.items()},
        fixed_points=first_share * first.fixed_points + (1.0 - first_share) * second.fixed_points,
        cuts=tuple(cuts.values()),
    )


class Master:
    """The restricted master, kept in the solver between solves so that each starts from the last basis."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.days: list[Day] = []
        self._day_columns: list[int] = []
        self._slot_rows: dict[tuple[int, int], int] = {}
        self._capacity = problem.capacity()
        self._use_columns, self._use_slots, self._use_times = _Grown(np.int64), _Grown(np.int64), _Grown(np.float64)
        self._riders: dict[int, list[int]] = {}
        self._may_ride: set[tuple[tuple[str, ...], int]] = set()
        self._providers: dict[tuple[str, int], list[tuple[int, float]]] = {}
        self._pairs_to: dict[int, dict[int, None]] = {}
        self._visitors: dict[str, list[tuple[int, int, int]]] = {}
        self._worth = Riding(problem)
        self._has_room = {
            "seat": np.array([shelter.capacity_people > 0 for shelter in problem.shelters], dtype=bool),
            "bay": np.array([shelter.hospital_beds > 0 for shelter in problem.shelters], dtype=bool),
        }
        self._cuts = boarding_cuts(problem)
        self._cut_rows: dict[int, int] = {}
        self._held: dict[int, int] = {}
        self._values: Floats = np.zeros(0)
        self._highs = quiet_highs()
        # columns come far oftener than rows, and leave the last solution feasible
        self._highs.setOptionValue("simplex_strategy", _PRIMAL_IF_BETTER)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._rows: dict[tuple[str, object, object], int] = {}
        self._rhs: list[float] = []
        self._add_static_rows()
        self._add_goods()

    # --- rows and columns that are there from the start

    def _add_static_rows(self) -> None:
        problem = self.problem
        for number, row in enumerate(problem.fleet):
            self._row("fleet", number, None, row.vehicles)
        for number, demand in enumerate(problem.demands):
            self._row("demand", number, None, demand.units)
        for number in range(len(problem.lanes)):
            self._row("payload", number, None, 0)
        for number, stock in enumerate(problem.stocks):
            self._row("stock", number, None, stock.weight_kg)
        for number, need in enumerate(problem.needs):
            self._row("need", number, None, need.weight_kg)

    def _add_goods(self) -> None:
        problem = self.problem
        for lane, (origin, target) in enumerate(problem.lanes):
            for number, need in enumerate(problem.needs):
                for stock_number, stock in enumerate(problem.stocks):
                    if need.place == target and stock.place == origin and stock.kind == need.kind:
                        rows = {
                            self._rows["payload", lane, None]: 1.0,
                            self._rows["need", number, None]: 1.0,
                            self._rows["stock", stock_number, None]: 1.0,
                        }
                        self._column(need.points_per_kg, rows)

    # --- rows and columns that come with the search

    def _provide(self, pair: int, places: Mapping[str, float], rows: dict[int, float]) -> None:
        """Count what a day provides on a pair into the rows of its column: `places` by kind, seat or bay."""
        for kind, count in places.items():
            points, shelter = self.problem.pairs[pair][0], self._worth.shelter_of(pair)
            self._open_points(kind, pair)
            row = self._rows[kind, points, None]
            rows[row] = rows.get(row, 0.0) - count
            if (room := self._rows.get((_ROOM[kind], shelter, None))) is not None:
                rows[room] = rows.get(room, 0.0) + count
            if (empty := self._rows.get(("empty " + kind, pair, None))) is not None:
                rows[empty] = -count

    def _open_points(self, kind: str, pair: int) -> None:
        """Let people board at a pair's points, from the first day on that serves them: many are never worth a row."""
        points = self.problem.pairs[pair][0]
        if (kind, points, None) in self._rows:
            return
        self._row(kind, points, None, 0)
        for demand in self._worth.demands_of(pair):
            wanted = self.problem.demands[demand]
            taken = {of: places for of, places in (("seat", wanted.seats), ("bay", wanted.stretcher_bays)) if places}
            if (points, demand) not in self._may_ride and all((of, points, None) in self._rows for of in taken):
                self._may_ride.add((points, demand))
                rows = {self._rows[of, points, None]: float(places) for of, places in taken.items()}
                rows[self._rows["demand", demand, None]] = 1.0
                rows |= {row: share for number, row in self._cut_rows.items() if (share := self._cuts[number].riding.get(demand))}
                self._riders.setdefault(demand, []).append(self._column(wanted.points, rows))

    def _open_empty(self, kind: str, pair: int) -> None:
        """Let places stay empty on a pair whose reception is full otherwise."""
        provided: dict[int, float] = {}
        for column, count in self._providers.get((kind, pair), ()):
            provided[column] = provided.get(column, 0.0) - count
        empty = self._row("empty " + kind, pair, None, 0, provided)
        points, shelter = self.problem.pairs[pair][0], self._worth.shelter_of(pair)
        self._column(0.0, {empty: 1.0, self._rows[kind, points, None]: 1.0, self._rows[_ROOM[kind], shelter, None]: -1.0})

    def add_days(self, days: Iterable[Day]) -> None:
        for day in days:
            graph = self.problem.graphs[self.problem.fleet[day.fleet].graph]
            rows = {self._rows["fleet", day.fleet, None]: 1.0}
            provided: list[tuple[int, dict[str, float]]] = []
            for pair, times in day.trips.items():
                places = {"seat": float(graph.seats * times), "bay": float(graph.stretcher_bays * times)}
                shelter = self._worth.shelter_of(pair)
                provided.append((pair, {kind: count for kind, count in places.items() if count and self._has_room[kind][shelter]}))
                self._provide(*provided[-1], rows)
            for lane, times in day.hauls.items():
                rows[self._rows["payload", lane, None]] = -float(graph.payload_kg * times)
            visits: dict[str, int] = {}
            for pair, times in day.trips.items():
                for point in self.problem.pairs[pair][0]:
                    visits[point] = visits.get(point, 0) + times
            for number, row in self._cut_rows.items():
                if (cut := self._cuts[number]).gathering_point in visits:
                    rows[row] = -cut.trip[self.problem.fleet[day.fleet].graph] * visits[cut.gathering_point]
            column = self._column(0.0, rows | self._known_slots(day.uses.items()))
            self._remember(column, day.uses)
            for pair, places in provided:
                for kind, count in places.items():
                    self._pairs_to.setdefault(self._worth.shelter_of(pair), {})[pair] = None
                    self._providers.setdefault((kind, pair), []).append((column, count))
            for point, times in visits.items():
                self._visitors.setdefault(point, []).append((column, self.problem.fleet[day.fleet].graph, times))
            self.days.append(day)
            self._day_columns.append(column)

    def _known_slots(self, uses: Iterable[tuple[tuple[int, int], float]]) -> dict[int, float]:
        return {self._slot_rows[use]: float(times) for use, times in uses if use in self._slot_rows}

    def _remember(self, column: int, uses: Mapping[tuple[int, int], float]) -> None:
        slots = self.problem.slots
        self._use_columns.extend([column] * len(uses))
        self._use_slots.extend([limit * slots + slot for limit, slot in uses])
        self._use_times.extend(list(uses.values()))

    # --- solving

    def solve(self) -> MasterResult:
        """Solve to optimality, adding slot rows until none is exceeded."""
        while True:
            self._highs.run()
            status = self._highs.getModelStatus()
            if status == highspy.HighsModelStatus.kModelEmpty:
                # nobody can be helped and nothing moved: there is nothing to decide
                self._values = np.zeros(0)
                return self._result(np.zeros(len(self._rhs)))
            if status == highspy.HighsModelStatus.kInfeasible and self._leave_places_empty(None):
                continue  # days that are held bring more places than there is room for
            if status != highspy.HighsModelStatus.kOptimal:
                raise ArithmeticError(f"the linear master ended as {status}")
            solution = self._highs.getSolution()
            values = self._values = np.asarray(solution.col_value)
            duals = np.asarray(solution.row_dual)
            # all three are asked, or one would wait for another
            if not any([self._leave_places_empty(duals), self._add_exceeded_slots(values), self._add_overfull_receptions(values)]):
                return self._result(duals)

    def add_cuts(self) -> int:
        """Add the boarding cuts that the last solution breaks; how many. Solve again then."""
        values = self._last_values()
        broken = [
            number
            for number, cut in enumerate(self._cuts)
            if number not in self._cut_rows and self._left_side(cut, values) > cut.upper + _CUT_VIOLATION
        ]
        for number in broken:
            cut = self._cuts[number]
            shares = {column: share for demand, share in cut.riding.items() for column in self._riders.get(demand, ())}
            for column, graph, times in self._visitors.get(cut.gathering_point, ()):
                shares[column] = -cut.trip[graph] * times
            self._cut_rows[number] = self._row("cut", number, None, cut.upper, shares)
        return len(broken)

    def _left_side(self, cut: BoardingCut, values: Floats) -> float:
        riding = sum(share * values[self._riders[demand]].sum() for demand, share in cut.riding.items() if demand in self._riders)
        visits = self._visitors.get(cut.gathering_point, ())
        return float(riding - sum(cut.trip[graph] * times * values[column] for column, graph, times in visits))

    @property
    def points(self) -> float:
        """The optimum last found."""
        return float(self._highs.getObjectiveValue())

    def hold(self, vehicles: Mapping[int, int]) -> None:
        """Give the days of these numbers at least so many vehicles from now on, and every other day none but by choice."""
        for number in {*self._held, *vehicles}:
            if self._held.get(number, 0) != vehicles.get(number, 0):
                self._highs.changeColBounds(self._day_columns[number], float(vehicles.get(number, 0)), highspy.kHighsInf)
        self._held = dict(vehicles)

    def vehicles(self) -> Floats:
        """How many vehicles run each day in the last solution, by number of the day."""
        return self._last_values()[self._day_columns]

    def _last_values(self) -> Floats:
        """The last solution; columns that came after it have none of it."""
        return np.concatenate((self._values, np.zeros(int(self._highs.getNumCol()) - len(self._values))))

    def _add_exceeded_slots(self, values: Floats) -> bool:
        columns, slots, times = self._use_columns.all(), self._use_slots.all(), self._use_times.all()
        capacity = self._capacity.ravel()
        used = np.bincount(slots, weights=times * values[columns], minlength=len(capacity))
        is_added = False
        for number in np.flatnonzero(used > capacity + 1e-6).tolist():
            limit, slot = divmod(number, self.problem.slots)
            if (limit, slot) not in self._slot_rows:
                users: dict[int, float] = {}
                for at in np.flatnonzero(slots == number).tolist():
                    users[int(columns[at])] = users.get(int(columns[at]), 0.0) + float(times[at])
                self._slot_rows[limit, slot] = self._row("slot", limit, slot, float(capacity[number]), users)
                is_added = True
        return is_added

    def _add_overfull_receptions(self, values: Floats) -> bool:
        """Rows for receptions that the last solution brings more to than they have room for."""
        overfull = []
        for number, shelter in enumerate(self.problem.shelters):
            for kind, room in (("seat", shelter.capacity_people), ("bay", shelter.hospital_beds)):
                if (_ROOM[kind], number, None) in self._rows:
                    continue
                users: dict[int, float] = {}
                for pair in self._pairs_to.get(number, ()):
                    for column, count in self._providers.get((kind, pair), ()):
                        users[column] = users.get(column, 0.0) + count
                if sum(count * values[column] for column, count in users.items()) > room + 1e-6:
                    overfull.append((kind, number, room, users))
        for kind, number, room, users in overfull:
            self._row(_ROOM[kind], number, None, room, users)
        return bool(overfull)

    def _leave_places_empty(self, duals: Floats | None) -> bool:
        """Let places stay empty on pairs where room at the reception costs more than a place brings; without prices, everywhere."""
        wanted = []
        for kind, room in _ROOM.items():
            for number in range(len(self.problem.shelters)):
                row = self._rows.get((room, number, None))
                for pair in self._pairs_to.get(number, ()) if row is not None else ():
                    if (kind, pair) in self._providers and ("empty " + kind, pair, None) not in self._rows:
                        place = self._rows[kind, self.problem.pairs[pair][0], None]
                        if duals is None or duals[row] > max(0.0, duals[place]) + _TOLERANCE:
                            wanted.append((kind, pair))
        for kind, pair in wanted:
            self._open_empty(kind, pair)
        return bool(wanted)

    def _result(self, duals: Floats) -> MasterResult:
        problem = self.problem
        slot = np.zeros(self._capacity.shape)
        for (limit, number), row in self._slot_rows.items():
            slot[limit, number] = max(0.0, duals[row])

        def of(kind: str, count: int) -> Floats:
            rows = (self._rows.get((kind, number, None)) for number in range(count))
            return np.array([max(0.0, duals[row]) if row is not None else 0.0 for row in rows])

        fleet = of("fleet", len(problem.fleet))
        capacity = {
            "demand": of("demand", len(problem.demands)),
            # where there is no room or bed at all, it is worth whatever makes nobody wish to be brought there
            "capacity": np.where(self._has_room["seat"], of("capacity", len(problem.shelters)), self._worth.most_of_a_place["seat"]),
            "bed": np.where(self._has_room["bay"], of("bed", len(problem.shelters)), self._worth.most_of_a_place["bay"]),
            "stock": of("stock", len(problem.stocks)),
            "need": of("need", len(problem.needs)),
        }
        cuts = {number: max(0.0, float(duals[row])) for number, row in self._cut_rows.items()}
        paid = {kind: self._paid_for_places(kind, duals, capacity[room]) for kind, room in _ROOM.items()}
        seat, bay = self._worth.least_prices(capacity, self._riding_prices(cuts), paid["seat"], paid["bay"])
        prices = Prices(
            slot=slot,
            seat=seat,
            bay=bay,
            payload=of("payload", len(problem.lanes)),
            visit=self._visit_prices(cuts),
        )
        return MasterResult(
            points=self.points,
            prices=prices,
            fleet=fleet,
            capacity=capacity,
            fixed_points=fixed_points(problem, prices, capacity) + sum(price * self._cuts[number].upper for number, price in cuts.items()),
            cuts=tuple((self._cuts[number], price) for number, price in cuts.items() if price),
        )

    def _paid_for_places(self, kind: str, duals: Floats, room: Floats) -> Floats:
        """What the master pays for a place on each pair: what riders pay at its points, less the room that it takes up at its reception."""
        paid = np.zeros(len(self.problem.pairs))
        for pair, (points, _) in enumerate(self.problem.pairs):
            row, shelter = self._rows.get((kind, points, None)), self._worth.shelter_of(pair)
            if row is not None and self._has_room[kind][shelter]:
                paid[pair] = max(0.0, duals[row] - room[shelter])
        return paid

    def _riding_prices(self, cuts: Mapping[int, float]) -> Floats:
        """What the cuts charge for one unit of each demand that rides."""
        charged = np.zeros(len(self.problem.demands))
        for number, price in cuts.items():
            for demand, share in self._cuts[number].riding.items():
                charged[demand] += price * share
        return charged

    def _visit_prices(self, cuts: Mapping[int, float]) -> Floats:
        by_point: dict[str, Floats] = {}
        for number, price in cuts.items():
            point = self._cuts[number].gathering_point
            by_point[point] = by_point.get(point, np.zeros(len(self.problem.graphs))) + price * np.array(self._cuts[number].trip)
        visit = np.zeros((len(self.problem.graphs), len(self.problem.pairs)))
        for pair, (points, _) in enumerate(self.problem.pairs):
            for point in points:
                visit[:, pair] += by_point.get(point, 0.0)
        return visit

    def _row(self, kind: str, first: object, second: object, upper: float, users: Mapping[int, float] | None = None) -> int:
        users = dict(users or {})
        self._highs.addRow(-highspy.kHighsInf, float(upper), len(users), np.array(list(users), np.int32), np.array(list(users.values())))
        number = len(self._rhs)
        self._rhs.append(float(upper))
        self._rows[kind, first, second] = number
        return number

    def _column(self, points: float, rows: Mapping[int, float]) -> int:
        number = int(self._highs.getNumCol())
        self._highs.addCol(points, 0.0, highspy.kHighsInf, len(rows), np.array(list(rows), np.int32), np.array(list(rows.values())))
        return number


def fixed_points(problem: Problem, prices: Prices, capacity: Mapping[str, Floats]) -> float:
    """Sum of price x capacity over slots, demands, receptions, stocks and needs: the part of the dual value without vehicles."""
    total = float((prices.slot * problem.capacity()).sum())
    total += float(capacity["demand"] @ np.array([demand.units for demand in problem.demands], float))
    total += float(capacity["capacity"] @ np.array([shelter.capacity_people for shelter in problem.shelters], float))
    total += float(capacity["bed"] @ np.array([shelter.hospital_beds for shelter in problem.shelters], float))
    total += float(capacity["stock"] @ np.array([stock.weight_kg for stock in problem.stocks], float))
    return total + float(capacity["need"] @ np.array([need.weight_kg for need in problem.needs], float))


class _Grown:
    """An array that grows at its end."""

    def __init__(self, dtype: type) -> None:
        self._array: NDArray[Any] = np.zeros(1024, dtype)
        self._length = 0

    def extend(self, more: Sequence[float]) -> None:
        length = self._length + len(more)
        if length > len(self._array):
            self._array = np.concatenate((self._array, np.zeros(max(len(self._array), len(more)), self._array.dtype)))
        self._array[self._length : length] = more
        self._length = length

    def all(self) -> NDArray[Any]:
        """Not to be kept: it is overwritten as it grows."""
        return self._array[: self._length]


def quiet_highs() -> highspy.Highs:
    """A solver without output, on one thread.

    HiGHS given a second value of `threads` in one process returns an error and no solution, silently, so it is one everywhere.
    """
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs
