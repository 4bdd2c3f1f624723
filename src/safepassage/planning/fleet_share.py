"""How much of the fleet it takes to bring everybody out; and whether whole days of it do.

Minimise  share + people left behind   subject to

    days of a fleet row                 <= share x its vehicles                          (fleet)
    uses of a limit in a quarter        <= its capacity                                  (slot, added when first exceeded)
    seats, bays taken on a pair         <= seats, bays that the days provide on the pair (seat, bay)
    people of a demand riding or left   >= all of them                                   (demand)
    seated, stretcher at a reception    <= capacity, beds                                (capacity, bed)

with days as columns, as in `master.py`. A share above 1 says that the fleet cannot do it. For any prices >= 0 under which no rider
earns more than it pays, the points that must be earned are at least `needed` = what people pay - what receptions and quarters charge;
so the share is at least needed / sum of vehicles x best day: Farley (1990), doi:10.1287/opre.38.5.922.

Invariant: everything asked here is asked by the rules too, so what is impossible here is impossible.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import highspy
import numpy as np

from safepassage.planning.master import Day, quiet_highs
from safepassage.planning.pricing import Prices
from safepassage.planning.problem import Floats, Problem
from safepassage.planning.whole_days import Verdict, WholeDays

_EXCEEDED = 1e-6
_LEFT_BEHIND_SHARE = 1.0
"""What a unit left behind costs: as much as the whole fleet, so that whoever can be brought out by the fleet is."""


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """The linear optimum over the days known: at least the share of the fleet needed, were these all days that there are.

    `fleet[fleet row]` is the price of a vehicle; `needed` the points that all days together must earn at these prices.
    """

    share: float
    prices: Prices
    fleet: Floats
    needed: float


class ShareMaster:
    """The programme, kept in the solver while days are added."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.days: list[Day] = []
        self._known: set[tuple[int, object]] = set()
        self._day_columns: list[int] = []
        self._slot_rows: dict[tuple[int, int], int] = {}
        self._rows: dict[tuple[str, int], int] = {}
        self._riders: dict[tuple[int, int], int] = {}
        self._shelters = {shelter.place: number for number, shelter in enumerate(problem.shelters)}
        self._highs = quiet_highs()
        self._add_rows()
        self._share = self._column(1.0, {self._rows["fleet", number]: -float(row.vehicles) for number, row in enumerate(problem.fleet)})
        self._left = [self._column(_LEFT_BEHIND_SHARE, {self._rows["demand", number]: -1.0}) for number in range(len(problem.demands))]
        self._add_riders()

    def add(self, days: Iterable[Day]) -> int:
        """Put days in, without doubles; how many were new."""
        fresh = []
        for day in days:
            key = (day.fleet, day.path)
            if key not in self._known:
                self._known.add(key)
                fresh.append(day)
        for day in fresh:
            graph = self.problem.graphs[self.problem.fleet[day.fleet].graph]
            rows = {self._rows["fleet", day.fleet]: 1.0}
            for pair, times in day.trips.items():
                rows[self._rows["seat", pair]] = -float(graph.seats * times)
                rows[self._rows["bay", pair]] = -float(graph.stretcher_bays * times)
            rows |= {self._slot_rows[use]: float(times) for use, times in day.uses.items() if use in self._slot_rows}
            self._day_columns.append(self._column(0.0, rows))
            self.days.append(day)
        return len(fresh)

    def solve(self) -> Share:
        """The linear optimum over the days known.

        Raises:
            ArithmeticError: the solver gave up.
        """
        while True:
            values = self._run()
            if values is None:
                raise ArithmeticError(f"the programme of shares ended as {self._highs.getModelStatus()}")
            if not self._add_exceeded(values):
                return self._result(np.asarray(self._highs.getSolution().row_dual))

    def solve_whole(self, seconds: float) -> WholeDays:
        """Whole days among those known that bring everybody out; the programme stays whole after this."""
        highs = self._highs
        whole = [*self._day_columns, *self._riders.values()]
        kinds = np.full(len(whole), highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(len(whole), np.array(whole, np.int32), kinds)
        # whether, not how little of the fleet: the first days that do are good enough
        highs.changeColCost(self._share, 0.0)
        highs.changeColBounds(self._share, 0.0, 1.0)
        for column in self._left:
            highs.changeColBounds(column, 0.0, 0.0)
        ends_s = highs.getRunTime() + seconds
        while True:
            highs.setOptionValue("time_limit", ends_s)
            values = self._run()
            if values is None:
                is_impossible = highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible
                return WholeDays(Verdict.IMPOSSIBLE if is_impossible else Verdict.UNDECIDED)
            if not self._add_exceeded(values):
                return self._whole(values)

    # --- rows and columns

    def _add_rows(self) -> None:
        problem = self.problem
        for number in range(len(problem.fleet)):
            self._row("fleet", number, 0.0)
        for number in range(len(problem.pairs)):
            self._row("seat", number, 0.0)
            self._row("bay", number, 0.0)
        for number, demand in enumerate(problem.demands):
            self._row("demand", number, -float(demand.units))
        for number, shelter in enumerate(problem.shelters):
            self._row("capacity", number, float(shelter.capacity_people))
            self._row("bed", number, float(shelter.hospital_beds))

    def _add_riders(self) -> None:
        problem = self.problem
        for pair, (points, reception) in enumerate(problem.pairs):
            for number, demand in enumerate(problem.demands):
                if demand.gathering_point in points:
                    place = self._shelters[reception]
                    seats, bays = float(demand.seats), float(demand.stretcher_bays)
                    shares = {("seat", pair): seats, ("bay", pair): bays, ("capacity", place): seats, ("bed", place): bays}
                    rows = {self._rows[key]: share for key, share in shares.items() if share}
                    self._riders[pair, number] = self._column(0.0, rows | {self._rows["demand", number]: -1.0})

    def _row(self, kind: str, number: int, upper: float) -> None:
        self._rows[kind, number] = len(self._rows)
        self._add_row(upper, {})

    def _add_row(self, upper: float, columns: Mapping[int, float]) -> int:
        number = int(self._highs.getNumRow())
        self._highs.addRow(-highspy.kHighsInf, upper, len(columns), np.array(list(columns), np.int32), np.array(list(columns.values())))
        return number

    def _column(self, cost: float, rows: Mapping[int, float]) -> int:
        number = int(self._highs.getNumCol())
        self._highs.addCol(cost, 0.0, highspy.kHighsInf, len(rows), np.array(list(rows), np.int32), np.array(list(rows.values())))
        return number

    # --- solving

    def _run(self) -> Floats | None:
        """The values of all columns; None where there is no optimum."""
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.asarray(self._highs.getSolution().col_value)

    def _add_exceeded(self, values: Floats) -> bool:
        limits = self.problem.limits
        used: dict[tuple[int, int], float] = {}
        for day, column in zip(self.days, self._day_columns, strict=True):
            if values[column] > _EXCEEDED:
                for use, times in day.uses.items():
                    used[use] = used.get(use, 0.0) + times * values[column]
        exceeded = sorted(
            use for use, vehicles in used.items() if use not in self._slot_rows and vehicles > limits[use[0]].capacity[use[1]] + _EXCEEDED
        )
        for use in exceeded:
            users = {column: float(day.uses[use]) for day, column in zip(self.days, self._day_columns, strict=True) if use in day.uses}
            self._slot_rows[use] = self._add_row(float(limits[use[0]].capacity[use[1]]), users)
        return bool(exceeded)

    def _result(self, duals: Floats) -> Share:
        problem = self.problem
        # rows are <= and the cost is minimised: a dual is minus the price
        price = np.maximum(0.0, -duals)
        slot = np.zeros((len(problem.limits), problem.slots))
        for use, row in self._slot_rows.items():
            slot[use] = price[row]

        def of(kind: str, count: int) -> Floats:
            return np.array([price[self._rows[kind, number]] for number in range(count)])

        prices = Prices(
            slot=slot,
            seat=of("seat", len(problem.pairs)),
            bay=of("bay", len(problem.pairs)),
            payload=np.zeros(len(problem.lanes)),
        )
        capacity, bed = of("capacity", len(problem.shelters)), of("bed", len(problem.shelters))
        needed = self._paid(prices, capacity, bed)
        needed -= float(capacity @ [float(shelter.capacity_people) for shelter in problem.shelters])
        needed -= float(bed @ [float(shelter.hospital_beds) for shelter in problem.shelters])
        needed -= sum(slot[use] * float(problem.limits[use[0]].capacity[use[1]]) for use in self._slot_rows)
        return Share(float(self._highs.getObjectiveValue()), prices, of("fleet", len(problem.fleet)), needed)

    def _paid(self, prices: Prices, capacity: Floats, bed: Floats) -> float:
        """What all people pay: each unit what its cheapest way costs, which is the most it may pay whatever the solver's rounding."""
        cheapest = [_LEFT_BEHIND_SHARE] * len(self.problem.demands)
        for pair, number in self._riders:
            demand = self.problem.demands[number]
            place = self._shelters[self.problem.pairs[pair][1]]
            seat, bay = prices.seat[pair] + capacity[place], prices.bay[pair] + bed[place]
            cheapest[number] = min(cheapest[number], float(demand.seats * seat + demand.stretcher_bays * bay))
        return sum(demand.units * pays for demand, pays in zip(self.problem.demands, cheapest, strict=True))

    def _whole(self, values: Floats) -> WholeDays:
        days = [day for day, column in zip(self.days, self._day_columns, strict=True) for _ in range(round(values[column]))]
        riders: dict[tuple[int, int], int] = {}
        left = [demand.units for demand in self.problem.demands]
        for (pair, number), column in self._riders.items():
            # the programme may count somebody twice: everybody rides once
            units = min(round(values[column]), left[number])
            left[number] -= units
            if units:
                riders[pair, number] = units
        return WholeDays(Verdict.POSSIBLE, tuple(days), riders)
