"""What a plan in the making has taken, and what is left for the next vehicle.

Riders are counted greedily: each trip takes the people worth most for each seat who still wait at its point, groups whole. That is a
judgement to search by; the final boarding (`boarding.py`) is exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from safepassage.planning.master import Day, MasterResult
from safepassage.planning.pricing import Prices
from safepassage.planning.problem import Floats, Problem, VehicleGraph

_TAKEN_POINTS = 1e9


@dataclass(frozen=True, slots=True, eq=False)
class Guide:
    """What others would give for what one more vehicle takes, in points.

    Shapes: `slot[limit, slot]` for its place in a quarter, `seat[point, column]` for each seated person as in `Layout.people`,
    `bay[point]` for each stretcher case.
    """

    slot: Floats
    seat: Floats
    bay: Floats


class Layout:
    """The arrays of a problem that every tally starts from.

    `people[point, column]` wait in units of `unit_seats`, worth `seat_points` a seat; gathering points and receptions by number.
    `rides[pair]` are (point, column) of all who may ride on it, in falling order of worth: shape (pair, rank, 2), a column of nobody where
    there are fewer. `lying_at[pair]` are its points, shape (pair, 2), the number of no point where there is one only.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        points = sorted(
            {point for of_pair, _ in problem.pairs for point in of_pair} | {demand.gathering_point for demand in problem.demands}
        )
        number = {point: position for position, point in enumerate(points)}
        shelters = {shelter.place: position for position, shelter in enumerate(problem.shelters)}
        alone = [demand for demand in problem.demands if demand.stretcher_bays == 1 and not demand.seats]
        self.lying_points = max((demand.points for demand in alone), default=0.0)
        seated: list[list[tuple[float, int, int, int]]] = [[] for _ in points]
        # one more point than there are, where nobody waits
        self.lying = np.zeros(len(points) + 1)
        self.lying_demand = np.full(len(points) + 1, -1, dtype=np.int64)
        for row, demand in enumerate(problem.demands):
            if not any(graph.seats >= demand.seats and graph.stretcher_bays >= demand.stretcher_bays for graph in problem.graphs):
                continue  # a group that no vehicle takes whole stays (rule 12)
            point = number[demand.gathering_point]
            self.lying[point] += demand.units * demand.stretcher_bays
            if demand.stretcher_bays and not demand.seats:
                self.lying_demand[point] = row
            # companions of a stretcher case board where it boards: not for any seat, so they are left to the final boarding
            if demand.seats and not demand.stretcher_bays:
                seated[point].append((demand.points / demand.seats, demand.seats, demand.units * demand.seats, row))
        most = max((len(of_point) for of_point in seated), default=0)
        shape = (len(points) + 1, max(1, most))
        self.seat_points = np.zeros(shape)
        self.unit_seats = np.ones(shape)
        self.people = np.zeros(shape)
        self.demand = np.full(shape, -1, dtype=np.int64)
        for point, of_point in enumerate(seated):
            for column, (worth, seats, people, row) in enumerate(sorted(of_point, reverse=True)):
                self.seat_points[point, column], self.unit_seats[point, column], self.people[point, column] = worth, seats, people
                self.demand[point, column] = row
        ranked = [
            sorted(
                ((number[point], column) for point in of_pair for column in range(len(seated[number[point]]))),
                key=lambda at: (-self.seat_points[at], at),
            )
            for of_pair, _ in problem.pairs
        ]
        self.rides = np.zeros((len(ranked), max((len(of_pair) for of_pair in ranked), default=0), 2), dtype=np.int64)
        self.rides[:, :, 0] = len(points)
        self.lying_at = np.full((len(ranked), 2), len(points), dtype=np.int64)
        for pair, ranks in enumerate(ranked):
            if ranks:
                self.rides[pair, : len(ranks)] = ranks
            of_points = sorted(number[point] for point in problem.pairs[pair][0])
            self.lying_at[pair, : len(of_points)] = of_points
        self.pair_shelter = np.array([shelters[reception] for _, reception in problem.pairs], dtype=np.int64)
        self.room = np.array([shelter.capacity_people for shelter in problem.shelters], dtype=float)
        self.beds = np.array([shelter.hospital_beds for shelter in problem.shelters], dtype=float)
        self.needs = np.array([need.weight_kg for need in problem.needs], dtype=float)
        self.stocks = np.array([stock.weight_kg for stock in problem.stocks], dtype=float)
        self.slots = np.array([limit.capacity for limit in problem.limits]).reshape(len(problem.limits), problem.slots)
        self.silence_points = np.array([limit.opening_points for limit in problem.limits])
        by_points = sorted(range(len(problem.needs)), key=lambda need: (-problem.needs[need].points_per_kg, need))
        self.hauls = [
            [
                (need, stock)
                for need in by_points
                for stock, line in enumerate(problem.stocks)
                if problem.needs[need].place == target and line.place == origin and line.kind == problem.needs[need].kind
            ]
            for origin, target in problem.lanes
        ]

    def guide(self, linear: MasterResult | None, *, slot_share: float | Floats, people_share: float) -> Guide:
        """Shares of the prices of a linear optimum: whole ones leave much unused, none let the first vehicle take what others need more."""
        if linear is None:
            return Guide(np.zeros(self.slots.shape), np.zeros(self.people.shape), np.zeros(self.lying.shape))
        of_demand = np.append(people_share * linear.capacity["demand"], 0.0)
        slot = np.zeros(self.slots.shape)
        scarce = len(linear.prices.slot)
        slot[:scarce] = (slot_share if isinstance(slot_share, float) else slot_share[:scarce]) * linear.prices.slot
        return Guide(slot, of_demand[self.demand] / self.unit_seats, of_demand[self.lying_demand])


class Tally:
    """Running totals. `points` are those of people and goods so far, less ties and the silence that was opened; `worth_points` the same
    less what others would give, by the guide, for what was taken.
    """

    def __init__(self, layout: Layout, guide: Guide | None = None) -> None:
        self._layout = layout
        self._guide = guide if guide is not None else layout.guide(None, slot_share=0.0, people_share=0.0)
        self.people = layout.people.copy()
        self.lying = layout.lying.copy()
        self.room = layout.room.copy()
        self.beds = layout.beds.copy()
        self.needs = layout.needs.copy()
        self.stocks = layout.stocks.copy()
        self.slots = layout.slots.copy()
        self.is_opened = np.zeros(self.slots.shape, dtype=bool)
        self.points = 0.0
        self.worth_points = 0.0

    def copy(self) -> "Tally":
        copy = Tally(self._layout, self._guide)
        copy.become(self)
        return copy

    def become(self, other: "Tally") -> None:
        """Take over all of another tally's counts."""
        self.people, self.lying, self.room, self.beds = other.people.copy(), other.lying.copy(), other.room.copy(), other.beds.copy()
        self.needs, self.stocks = other.needs.copy(), other.stocks.copy()
        self.slots, self.is_opened = other.slots.copy(), other.is_opened.copy()
        self.points, self.worth_points = other.points, other.worth_points

    def has_room(self, day: Day) -> bool:
        return all(self.slots[use] + 1e-9 >= count for use, count in day.takes.items())

    def take(self, day: Day, graph: VehicleGraph) -> None:
        """Count a day, or part of one, in the order of its moves."""
        layout = self._layout
        before, charged = self.points, 0.0
        for use, count in day.takes.items():
            self.slots[use] -= count
            charged += count * float(self._guide.slot[use])
            if not self.is_opened[use]:
                self.is_opened[use] = True
                self.points -= layout.silence_points[use[0]]
        for step in day.path:
            move = graph.moves[step.move]
            if move.pair >= 0:
                charged += self._ride(move.pair, graph.seats, graph.stretcher_bays)
            if move.lane >= 0:
                self._haul(move.lane, graph.payload_kg)
            self.points -= float(graph.cost_points[move.shape, step.starts_min])
        self.points -= day.tie_points
        self.worth_points += self.points - before - charged

    def prices(self, graph: VehicleGraph) -> Prices:
        """What one more trip on each pair, and one more haul on each lane, of this kind of vehicle would bring now."""
        layout, guide = self._layout, self._guide
        left = np.minimum(float(graph.seats), self.room)[layout.pair_shelter]
        seated = np.zeros(len(layout.pair_shelter))
        seat_points = np.maximum(0.0, layout.seat_points - guide.seat)
        for rank in range(layout.rides.shape[1]):
            at = (layout.rides[:, rank, 0], layout.rides[:, rank, 1])
            unit = layout.unit_seats[at]
            riders = np.minimum(left, self.people[at]) // unit * unit
            seated += seat_points[at] * riders
            left = left - riders
        bays = np.minimum(self.beds[layout.pair_shelter], graph.stretcher_bays)
        bay_points = np.maximum(0.0, layout.lying_points - guide.bay)
        lying = np.zeros(len(layout.pair_shelter))
        for points in layout.lying_at.T:
            taken = np.minimum(self.lying[points], bays)
            lying += bay_points[points] * taken
            bays = bays - taken
        payload = np.array([self._worth_of_haul(lane, graph.payload_kg) for lane in range(len(layout.hauls))])
        silence = np.where(self.is_opened, 0.0, layout.silence_points[:, None])
        return Prices(
            slot=np.where(self.slots >= 1.0 - 1e-9, guide.slot + silence, _TAKEN_POINTS),
            seat=seated / max(1, graph.seats),
            bay=lying / max(1, graph.stretcher_bays),
            payload=payload / max(1, graph.payload_kg),
        )

    def _ride(self, pair: int, seats: int, bays: int) -> float:
        """Count the riders of one trip; what others would give for them."""
        layout, guide = self._layout, self._guide
        charged = 0.0
        shelter = layout.pair_shelter[pair]
        left = min(float(seats), self.room[shelter])
        for point, column in layout.rides[pair].tolist():
            unit = layout.unit_seats[point, column]
            riders = min(left, self.people[point, column]) // unit * unit
            self.people[point, column] -= riders
            self.room[shelter] -= riders
            self.points += layout.seat_points[point, column] * riders
            # nobody is worth less than nothing to a vehicle: a seat may stay empty
            charged += min(layout.seat_points[point, column], guide.seat[point, column]) * riders
            left -= riders
        left = min(float(bays), self.beds[shelter])
        for point in layout.lying_at[pair].tolist():
            lying = min(left, self.lying[point])
            self.lying[point] -= lying
            self.beds[shelter] -= lying
            self.points += layout.lying_points * lying
            charged += min(layout.lying_points, guide.bay[point]) * lying
            left -= lying
        return float(charged)

    def _loads(self, lane: int, payload_kg: float) -> Iterable[tuple[int, int, float]]:
        stocks, needs = self.stocks.copy(), self.needs.copy()
        for need, stock in self._layout.hauls[lane]:
            kg = min(payload_kg, stocks[stock], needs[need])
            if kg > 0:
                stocks[stock] -= kg
                needs[need] -= kg
                payload_kg -= kg
                yield need, stock, kg

    def _worth_of_haul(self, lane: int, payload_kg: float) -> float:
        needs = self._layout.problem.needs
        return sum(kg * needs[need].points_per_kg for need, _, kg in self._loads(lane, payload_kg))

    def _haul(self, lane: int, payload_kg: float) -> None:
        for need, stock, kg in list(self._loads(lane, payload_kg)):
            self.needs[need] -= kg
            self.stocks[stock] -= kg
            self.points += kg * self._layout.problem.needs[need].points_per_kg
