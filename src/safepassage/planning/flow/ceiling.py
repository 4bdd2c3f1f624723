"""The most units that the rules let arrive, proven: a number that no plan exceeds, by any minute asked for.

Maximise the units on ways over the loose roads (`loose_roads.py`), which hold everything that the rules allow and more, subject to the
quarters of every gate, the units of each row and the room of reception centres. Ways come by column generation. The bound is
Lagrange's: at whatever prices, nobody exceeds

    sum of price x quarter's places + sum of price x room + sum over rows of units x (1 - price of the cheapest way), where that is above 0

so it holds wherever the generation stops, and does not lean on the solver. Beside the cheapest ways of a row no other need be looked at.
Prices that were good for one moment, or where there were no convoys, are tried first: what convoys take is then deducted at these prices.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

from safepassage.planning.connect import Ground
from safepassage.planning.flow.loose_roads import LooseWays, Stretch, lay_loose_roads, ways_from
from safepassage.planning.master import quiet_highs
from safepassage.planning.own_schedule import whole_places
from safepassage.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Gate = tuple[str, str]
MOST_ROUNDS = 100
_WORTH_A_COLUMN = 1e-6
_LOOSE_MIN = 15
"""Parts of minutes that the loose roads may save in all."""
_SAFE = 1e-6
"""What sums of prices may have lost in rounding, for each unit and each place."""


@dataclass(frozen=True, slots=True)
class Way:
    """Units of a row that arrive at a reception centre, having used quarters of gates. `road`: over these stretches, where it is known."""

    row: int
    centre: int
    arrives_min: int
    uses: tuple[tuple[Gate, int], ...]
    road: tuple[Stretch, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """None is below 0: of quarters, `float[gate, quarter]`; of room, by reception centre and of all together; of units, by row."""

    quarter: Floats
    room: Floats
    row: Floats


class Ceiling:
    """The bound for one scenario; `places[gate]` are the vehicles by quarter that each gate still passes."""

    def __init__(self, scenario: Scenario, ground: Ground, places: Mapping[Gate, Floats], room: Mapping[str, int], offset_min: int) -> None:
        self._scenario = scenario
        shares = [own.passage_share for own in scenario.own_transport if own.units]
        self._gates = tuple(places)
        self._steps = len(ground.is_dark)
        self._quarter = (np.arange(self._steps) + offset_min) // 15
        shape = len(self._gates), int(self._quarter[-1]) + 1
        self._places = whole_places(np.array([places[gate] for gate in self._gates]).reshape(shape), shares)
        roads = {}
        self._ways: dict[int, LooseWays] = {}
        for row, own in enumerate(scenario.own_transport):
            if own.max_speed_kmh not in roads:
                roads[own.max_speed_kmh] = lay_loose_roads(ground, own.max_speed_kmh)
            ways = ways_from(ground, roads[own.max_speed_kmh], own.gathering_point, own.max_km, self._gates) if own.units else None
            if ways is not None:
                self._ways[row] = ways
        self._room = np.array([max(0, room[centre.id]) for centre in scenario.reception_centres], dtype=np.float64)
        self.rounds = 0
        """How often prices have been sought."""
        self.roads_wanted: dict[tuple[int, int], dict[tuple[Stretch, ...], None]] = {}
        """By row and reception centre, the roads that bounds above what was reached lean on, of those that they found themselves."""
        self._master = _Master(scenario, self._gates, self._places, self._room)
        self._prices: Prices | None = None
        """Those that proved most at the moment asked for last."""

    def add(self, ways: Iterable[Way]) -> None:
        """Ways known before: the more, the sooner the bound is found."""
        self._master.add(ways)

    def begin_from(self, other: "Ceiling") -> None:
        """From the ways and prices of another one for the same own transport, with more places or fewer."""
        self.add(other._master.known())
        self._prices = other._prices

    def most_by(self, minute: int, reached: int = 0, *, most_rounds: int = MOST_ROUNDS) -> int:
        """No plan has more units arrived by this minute of the horizon. Ends where `reached`, which some plan has, is proven the most.

        The prices of the moment before are tried first, then others are sought `most_rounds` times.
        """
        most = self._most_with_room
        if self._prices is not None:
            most = min(most, math.floor(self._price(self._prices, minute)[0]))
        for _ in range(most_rounds):
            if most <= reached:
                break
            self.rounds += 1
            prices = self._master.solve(minute)
            bound, new = self._price(prices, minute)
            if math.floor(bound) < most or self._prices is None:
                most, self._prices = min(most, math.floor(bound)), prices
            if most <= math.floor(self._master.points + _SAFE) or not self._master.add(new):
                break  # the linear optimum is no less than what is reached on the ways known
        if most > reached and most_rounds:
            for way in self._master.used():
                if way.road:
                    self.roads_wanted.setdefault((way.row, way.centre), {}).setdefault(way.road)
        return most

    def _in_time(self, minute: int) -> NDArray[np.bool_]:
        """`bool[gate, quarter]`: whether who passes a gate in a quarter may arrive by a minute. Later quarters are made free: any prices
        prove a bound, and these would only raise it.
        """
        from_gate_s = (
            np.min([ways.from_gate_s for ways in self._ways.values()], axis=0, initial=np.inf)
            if self._ways
            else np.full(len(self._gates), np.inf)
        )
        last_min = np.floor(minute - from_gate_s / 60.0) + _LOOSE_MIN
        last = np.where(last_min < 0, -1, self._quarter[np.clip(last_min, 0, self._steps - 1).astype(np.int64)])
        return np.asarray(np.arange(self._places.shape[1])[None, :] <= last[:, None])

    def _price(self, prices: Prices, minute: int) -> tuple[float, list[Way]]:
        """The bound at these prices, and ways that are worth more there than their row is paid."""
        from safepassage.planning.flow.loose_kernel import cheapest

        quarter = prices.quarter * self._in_time(minute)
        bound = float((quarter * self._places).sum() + prices.room @ self._master.room_sides) + _SAFE
        new: list[Way] = []
        for row, ways in self._ways.items():
            own = self._scenario.own_transport[row]
            exit_cost, price = self._exit_cost(row, ways, prices.room), quarter * own.passage_share
            least = cheapest(ways.net, exit_cost, price, self._quarter, minute)
            gain = 1.0 - float(least[ways.start].min()) + _SAFE
            bound += own.units * max(0.0, gain) + _SAFE
            if gain > prices.row[row] + _WORTH_A_COLUMN + _SAFE:
                new += self._cheap_ways(row, ways, least, exit_cost, price, minute, prices.row[row])
        return bound, new

    @cached_property
    def _most_with_room(self) -> int:
        """The most units whose people, counted as rule 24 counts the first of a row, all reception centres together have room for."""
        rows = [self._scenario.own_transport[row] for row in self._ways]
        people = [[sum(count * units // own.units for _, count in own.people.items()) for units in range(own.units + 1)] for own in rows]
        reached = {int(centre) for ways in self._ways.values() for centre in ways.exit_of if centre >= 0}
        room = int(sum(self._room[centre] for centre in reached))
        most = np.zeros(room + 1, dtype=np.int64)  # units by people
        for of_row in people:
            best = most.copy()
            for units in range(1, len(of_row)):
                if of_row[units] <= room and (units + 1 == len(of_row) or of_row[units + 1] > of_row[units]):
                    np.maximum(best[of_row[units] :], most[: room + 1 - of_row[units]] + units, out=best[of_row[units] :])
            most = best
        return int(most[-1])

    def _exit_cost(self, row: int, ways: LooseWays, room_price: Floats) -> Floats:
        people = self._master.people(row)
        cost = np.full(len(ways.exit_of), np.inf)
        for node in np.flatnonzero(ways.exit_of >= 0).tolist():
            cost[node] = people[0] * room_price[ways.exit_of[node]] + people[1] * room_price[-1]
        return cost

    def _cheap_ways(
        self, row: int, ways: LooseWays, least: Floats, exit_cost: Floats, price: Floats, minute: int, paid: float
    ) -> Iterator[Way]:
        """The cheapest way of each quarter of departure that is worth more than its row is paid."""
        from safepassage.planning.flow.loose_kernel import way

        of_start = least[ways.start]
        for quarter in range(int(self._quarter[-1]) + 1):
            at = np.flatnonzero(self._quarter == quarter)
            best = int(at[np.argmin(of_start[at])])
            if 1.0 - of_start[best] > paid + _WORTH_A_COLUMN + _SAFE:
                passed, node, arrives_min = way(ways.net, least, ways.start, best, exit_cost, price, self._quarter, minute)
                gates = [(int(ways.net.gate[arc]), slot) for arc, slot in passed.tolist()]
                uses = tuple((self._gates[gate], slot) for gate, slot in gates if gate >= 0)
                road = tuple(stretch for arc in passed[:, 0].tolist() if (stretch := ways.stretch[arc]) is not None)
                yield Way(row, int(ways.exit_of[node]), int(arrives_min), uses, road)


class _Master:
    """Ways as columns. The people of a unit count so low that no order of leaving has fewer (rule 24 rounds down)."""

    def __init__(self, scenario: Scenario, gates: Sequence[Gate], places: Floats, room: Floats) -> None:
        self._scenario = scenario
        self._number = {gate: number for number, gate in enumerate(gates)}
        self._places = places
        lost = sum(
            sum(1.0 - 1.0 / own.units for _, people in own.people.items() if people % own.units)
            for own in scenario.own_transport
            if own.units
        )
        self.room_sides = np.concatenate([room, [room.sum() + lost]])
        self._rows = len(scenario.own_transport)
        self._slot_row: dict[tuple[int, int], int] = {}
        self._known: dict[Way, int] = {}
        self._arrives: list[int] = []
        self._values = np.zeros(0)
        self.points = 0.0
        """Units in the last solution."""
        self._highs = quiet_highs()
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for own in scenario.own_transport:
            self._highs.addRow(-highspy.kHighsInf, float(own.units), 0, [], [])
        for side in self.room_sides:
            self._highs.addRow(-highspy.kHighsInf, float(side), 0, [], [])

    def people(self, row: int) -> tuple[float, float]:
        """People of a unit at the least, wherever it goes; and of an average unit, which all centres together are measured by."""
        own = self._scenario.own_transport[row]
        return float(sum(people // own.units for _, people in own.people.items())), own.people.total_people / own.units

    def add(self, ways: Iterable[Way]) -> int:
        """How many of them are new."""
        before = len(self._known)
        for way in ways:
            if way in self._known:
                continue
            share = self._scenario.own_transport[way.row].passage_share
            least, mean = self.people(way.row)
            entries = {way.row: 1.0, self._rows + way.centre: least, self._rows + len(self.room_sides) - 1: mean}
            for gate, slot in way.uses if share else ():
                row = self._slot(self._number[gate], slot)
                entries[row] = entries.get(row, 0.0) + share
            entries = {row: value for row, value in entries.items() if value}
            self._highs.addCol(
                1.0, 0.0, highspy.kHighsInf, len(entries), np.array(list(entries), np.int32), np.array(list(entries.values()))
            )
            self._known[way] = len(self._arrives)
            self._arrives.append(way.arrives_min)
        return len(self._known) - before

    def known(self) -> Iterable[Way]:
        return self._known.keys()

    def used(self) -> Iterator[Way]:
        """The ways that the last solution uses."""
        for way, column in self._known.items():
            if column < len(self._values) and self._values[column] > _WORTH_A_COLUMN:
                yield way

    def _slot(self, gate: int, slot: int) -> int:
        if (gate, slot) not in self._slot_row:
            self._slot_row[gate, slot] = self._highs.getNumRow()
            self._highs.addRow(-highspy.kHighsInf, float(self._places[gate, slot]), 0, [], [])
        return self._slot_row[gate, slot]

    def solve(self, minute: int) -> Prices:
        """The prices for ways that arrive by a minute."""
        price = np.zeros(self._places.shape)
        if not self._arrives:
            return Prices(price, np.zeros(len(self.room_sides)), np.zeros(self._rows))
        upper = np.where(np.array(self._arrives) <= minute, highspy.kHighsInf, 0.0)
        every = np.arange(len(upper), dtype=np.int32)
        self._highs.changeColsBounds(len(upper), every, np.zeros(len(upper)), upper)
        self._highs.run()
        self._values = np.array(self._highs.getSolution().col_value)
        self.points = float(self._values.sum())
        dual = np.maximum(np.array(self._highs.getSolution().row_dual), 0.0)
        for (gate, slot), row in self._slot_row.items():
            price[gate, slot] = dual[row]
        return Prices(price, dual[self._rows : self._rows + len(self.room_sides)], dual[: self._rows])
