"""Own cars and people on foot in one linear programme with the days of vehicles: the bound that covers both.

Beside the rows of `master.py`, which own transport shares,

    units of a row of own transport    <= those that there are                           (own)

with columns x[flow, minute of departure] in units. A unit is worth the points of an average one, uses its share of a passage in every
quarter that it passes, and the room of its people at the reception. Lagrangian bound, for any prices >= 0, as in `bound.py`:

    bound = the bound of `bound.py`
          + sum over rows of the most, over n, of what its first n units earn at these prices, each by its own best departure

Invariant: every plan that rules 13, 15, 17 and 24 allow is a solution here, or the bound would not hold for it. The first n units hold
their share of each class, rounded down: the bound counts these people, unit by unit. For the columns they are worth no more than n
average units, but may need less room than these: see `_room`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from safepassage.planning.build import person_points
from safepassage.planning.master import Day, Master, MasterResult, day_of
from safepassage.planning.own_transport import own_uses
from safepassage.planning.pricing import DayFinder, Ints, Path, Prices
from safepassage.planning.problem import QUARTER_MIN, Floats, OwnFlow, Problem
from safepassage.scenario.scenario import Scenario

_REDUCED_COST_POINTS = 1e-6
_EXACT_SHARE = 1e-6
_WHOLE = 1e-6

_OLD_SHARE = 0.5
_PRICINGS = 30
"""Pricings of own transport between two of the fleet, at most."""

_WORTH_CUTTING_SHARE = 0.002
"""As in the search: cuts are followed while they may bring the bound down by so much."""


class OwnColumns:
    """What may leave by its own means, and when, in numbers.

    `problem` is that with the room which rounding people to units can save, and with all that the fleet and own transport share.
    """

    def __init__(self, problem: Problem, scenario: Scenario) -> None:
        self.scenario = scenario
        self.flows = problem.own_flows
        self.units = {own.row: own.units for own in problem.own_rows}
        self.points = {own.row: own.points_per_unit for own in problem.own_rows}
        shelters = {shelter.place: number for number, shelter in enumerate(problem.shelters)}
        self.shelter = [shelters[flow.reception] for flow in self.flows]
        self._of_unit = {row: _people_and_points(scenario, row) for row in self.units}
        self.room_people, spare_people = _room(problem, scenario)
        self._spare_people = np.array([spare_people.get(shelter.place, 0) for shelter in problem.shelters], dtype=np.float64)
        self._capacity = [shelter.capacity_people for shelter in problem.shelters]
        self.problem = replace(
            problem,
            shelters=tuple(
                replace(shelter, capacity_people=shelter.capacity_people + spare_people.get(shelter.place, 0))
                for shelter in problem.shelters
            ),
        )
        departures = [_departures(problem, flow) for flow in self.flows]
        self.minutes = [minutes for minutes, _ in departures]
        self._slots = [slots for _, slots in departures]

    def uses(self, flow: int, departure: int) -> dict[tuple[int, int], float]:
        """What one unit takes of each quarter; nothing where it takes no place."""
        taken: dict[tuple[int, int], float] = {}
        own = self.flows[flow]
        if own.share > 0:
            for use in own_uses(self.problem, own, int(self.minutes[flow][departure])):
                taken[use] = taken.get(use, 0.0) + own.share
        return taken

    def earned(self, flow: int, result: MasterResult) -> Floats:
        """Points of a unit at these prices, for each departure of a flow."""
        points = self.points[self.flows[flow].row] - self.room_people[flow] * float(result.capacity["capacity"][self.shelter[flow]])
        return points - self._paid(flow, result)

    def _paid(self, flow: int, result: MasterResult) -> Floats:
        """Points that a unit pays for what it passes, for each departure of a flow."""
        own = self.flows[flow]
        paid = np.zeros(len(self.minutes[flow]))
        for (limit, _), slots in zip(own.uses, self._slots[flow], strict=True):
            paid += own.share * result.prices.slot[limit, slots]
        return paid

    def fixed_points(self, result: MasterResult) -> float:
        """The sum of price x capacity as it is, without the room that only the columns need."""
        return result.fixed_points - float(self._spare_people @ result.capacity["capacity"])

    def most_points(self, row: int, result: MasterResult) -> float:
        """The most that the first units of a row earn at these prices, however many leave."""
        people, points = self._of_unit[row]
        earned = np.full(len(people), -np.inf)
        for number, flow in enumerate(self.flows):
            if flow.row == row:
                place = self.shelter[number]
                here = points - people * float(result.capacity["capacity"][place]) - float(self._paid(number, result).min())
                earned = np.maximum(earned, np.where(people <= self._capacity[place], here, -np.inf))
        return max(0.0, float(np.cumsum(earned).max(initial=0.0)))


def _departures(problem: Problem, flow: OwnFlow) -> tuple[Ints, Ints]:
    """minutes[departure], the first of each set of quarters used, and slots[use, departure]."""
    minutes = np.flatnonzero(flow.open_min)
    offsets = np.array([offset_min for _, offset_min in flow.uses], dtype=np.int64)
    slots = (minutes[None, :] + offsets[:, None] + problem.quarter_offset_min) // QUARTER_MIN
    if not len(offsets) or flow.share == 0:
        return minutes[:1], slots[:, :1]
    _, first = np.unique(slots, axis=1, return_index=True)
    first.sort()
    return minutes[first], slots[:, first]


def _people_and_points(scenario: Scenario, row: int) -> tuple[Floats, Floats]:
    """Who sits in the first unit of a row to leave, in the second one and so on: how many people, and their points."""
    own = scenario.own_transport[row]
    units = np.arange(own.units + 1)
    of_class = [
        (np.diff(people * units // own.units), person_points(scenario.weights, priority)) for priority, people in own.people.items()
    ]
    return (
        np.asarray(sum((people for people, _ in of_class), np.zeros(own.units))),
        np.asarray(sum((people * points for people, points in of_class), np.zeros(own.units))),
    )


def _room(problem: Problem, scenario: Scenario) -> tuple[list[float], dict[str, int]]:
    """The room that a unit of each flow needs at the least, and how many more people each reception may seem to take.

    Where all units of a row go to one reception, any n of them are n average ones less what rounding saves. Where there is a choice, those
    may go to one place that hold the fewest people.
    """
    receptions: dict[int, set[str]] = {}
    for flow in problem.own_flows:
        receptions.setdefault(flow.row, set()).add(flow.reception)
    per_unit: dict[int, float] = {}
    saved_people: dict[str, float] = {}
    for row, places in receptions.items():
        own = scenario.own_transport[row]
        units = np.arange(own.units + 1)
        gone = sum((people * units // own.units for _, people in own.people.items()), np.zeros_like(units))
        if len(places) == 1:
            per_unit[row] = own.people.total_people / own.units
            (place,) = places
            saved_people[place] = saved_people.get(place, 0.0) + float((per_unit[row] * units - gone).max())
        else:
            per_unit[row] = float(np.diff(gone).min())
    spare = {place: int(np.ceil(people - _WHOLE)) for place, people in saved_people.items()}
    return [per_unit[flow.row] for flow in problem.own_flows], spare


class OwnMaster(Master):
    """The restricted master with departures of own transport as columns beside the days."""

    def __init__(self, own: OwnColumns) -> None:
        super().__init__(own.problem)
        self.own = own
        self._departing: dict[tuple[int, int], int] = {}
        for row, units in own.units.items():
            self._row("own", row, None, units)
        for shelter in sorted(set(own.shelter)):
            self._row("capacity", shelter, None, own.problem.shelters[shelter].capacity_people)

    def add_departures(self, departures: Iterable[tuple[int, int]]) -> int:
        """Put departures, by flow and number, into the programme; how many were new."""
        before = len(self._departing)
        for key in departures:
            if key not in self._departing:
                flow, uses = self.own.flows[key[0]], self.own.uses(*key)
                rows = {self._rows["own", flow.row, None]: 1.0}
                if (room := self.own.room_people[key[0]]) > 0:
                    rows[self._rows["capacity", self.own.shelter[key[0]], None]] = room
                self._departing[key] = self._column(self.own.points[flow.row], rows | self._known_slots(uses.items()))
                self._remember(self._departing[key], uses)
        return len(self._departing) - before

    def departing(self) -> dict[tuple[int, int], float]:
        """Units of each departure in the last solution."""
        values = self._last_values()
        return {key: float(values[column]) for key, column in self._departing.items() if values[column] > _WHOLE}

    def _result(self, duals: Floats) -> MasterResult:
        self.own_prices = {row: max(0.0, float(duals[self._rows["own", row, None]])) for row in self.own.units}
        return super()._result(duals)


@dataclass(frozen=True, slots=True, eq=False)
class TogetherBound:
    """No plan of the fleet and own transport together is worth more than `bound_points`. `linear` is the linear optimum, as far as it was
    reached; `proof` holds the prices that prove the bound, None where none was reached.
    """

    bound_points: float
    is_final: bool
    linear: MasterResult | None
    proof: MasterResult | None = None


class Together:
    """Column generation over the days of vehicles and the departures of own transport, from the days that the fleet alone was found."""

    def __init__(self, own: OwnColumns, finders: Sequence[DayFinder], days: Iterable[Day]) -> None:
        self.own = own
        self.master = OwnMaster(own)
        self.bound_points = np.inf
        self.is_final = False
        self.linear: MasterResult | None = None
        self._best: MasterResult | None = None
        self._finders = finders
        self._known: set[tuple[int, Path]] = set()
        self._add(days)

    def steps(self) -> Iterator[None]:
        """One pricing after the other, until the linear optimum is reached or the solver gives up: what was proven before still holds."""
        try:
            while not self.is_final:
                new_columns = self._step()
                assert self.linear is not None  # noqa: S101 - a step has a result
                points = self.linear.points
                if new_columns == 0 or self.bound_points - points < _EXACT_SHARE * self.bound_points:
                    self.is_final = self._cut(points) < _WORTH_CUTTING_SHARE
                yield
        except ArithmeticError:
            return

    def bound(self) -> TogetherBound:
        return TogetherBound(self.bound_points, self.is_final, self.linear, self._best)

    def _step(self) -> int:
        """Solve with all departures that are worth it, and price every fleet row once or twice; how many columns were new.

        Prices jump from one optimum to the next, so days are sought at prices between these and the best so far, and at these where that
        finds nothing new. Any prices prove a bound (Wentges 1997, doi:10.1016/S0969-6016(97)00001-4).
        """
        result, new_departures = self._with_departures()
        self.linear = result
        new_days = self._price(between(result, self._best, _OLD_SHARE)) if self._best is not None else 0
        return new_departures + (new_days or self._price(result))

    def _price(self, at: MasterResult) -> int:
        """Price every fleet row, and prove a bound at these prices; how many days were new."""
        problem = self.own.problem
        bound = self.own.fixed_points(at) + sum(self.own.most_points(row, at) for row in self.own.units)
        days: list[Day] = []
        for number, finder in enumerate(self._finders):
            best = finder.find(at.prices, for_bound=True)
            for fleet, row in enumerate(problem.fleet):
                if row.graph == number:
                    points = best.points(row.start_station, row.starts_min)
                    bound += row.vehicles * max(0.0, points)
                    if points > at.fleet[fleet] + _REDUCED_COST_POINTS:
                        days.append(day_of(problem, fleet, best.path(row.start_station, row.starts_min)))
        if bound < self.bound_points:
            self.bound_points, self._best = bound, at
        return self._add(days)

    def _with_departures(self) -> tuple[MasterResult, int]:
        """The optimum over the days known, and departures that are still new.

        Departures are priced in no time beside days, so they are priced until hardly any is new.
        """
        for _ in range(_PRICINGS):
            result = self.master.solve()
            departures = [
                (number, departure)
                for number in range(len(self.own.flows))
                for departure in self._worth_adding(number, self.own.earned(number, result))
            ]
            if not (new := self.master.add_departures(departures)):
                break
        return result, new

    def _worth_adding(self, flow: int, earned: Floats) -> list[int]:
        """The best departure of each quarter, of those that earn more than a unit costs."""
        quarters = self.own.minutes[flow] // QUARTER_MIN
        order = np.lexsort((-earned, quarters))
        best = order[np.diff(quarters[order], prepend=-1) > 0]
        price = self.master.own_prices[self.own.flows[flow].row]
        return [int(departure) for departure in best if earned[departure] > price + _REDUCED_COST_POINTS]

    def _add(self, days: Iterable[Day]) -> int:
        fresh: dict[tuple[int, Path], Day] = {(day.fleet, day.path): day for day in days if (day.fleet, day.path) not in self._known}
        self._known |= fresh.keys()
        self.master.add_days(fresh.values())
        return len(fresh)

    def _cut(self, points: float) -> float:
        """Cut off what no whole vehicles can do; the share of the optimum that this can bring the bound down by at most."""
        if not self.master.add_cuts():
            return 0.0
        return (points - self.master.solve().points) / points


def between(now: MasterResult, old: MasterResult, old_share: float) -> MasterResult:
    """Prices between those of two optima. No rider earns anything at them where none does at either."""

    def mixed(one: Floats, other: Floats) -> Floats:
        return (1.0 - old_share) * one + old_share * other

    at, before = now.prices, old.prices
    cuts = {id(cut): (cut, (1.0 - old_share) * price) for cut, price in now.cuts}
    for cut, price in old.cuts:
        cuts[id(cut)] = (cut, cuts.get(id(cut), (cut, 0.0))[1] + old_share * price)
    visit = None if at.visit is None or before.visit is None else mixed(at.visit, before.visit)
    return replace(
        now,
        prices=Prices(
            slot=mixed(at.slot, before.slot),
            seat=mixed(at.seat, before.seat),
            bay=mixed(at.bay, before.bay),
            payload=mixed(at.payload, before.payload),
            visit=visit,
        ),
        fleet=mixed(now.fleet, old.fleet),
        capacity={kind: mixed(prices, old.capacity[kind]) for kind, prices in now.capacity.items()},
        fixed_points=(1.0 - old_share) * now.fixed_points + old_share * old.fixed_points,
        cuts=tuple(cuts.values()),
    )
