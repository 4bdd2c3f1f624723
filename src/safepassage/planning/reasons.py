"""Who and what stays, and why: only what was looked at and found so."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from safepassage.corridor import PeopleByClass, PriorityClass
from safepassage.planning.connect import Ground
from safepassage.planning.itinerary import Board, Itinerary
from safepassage.planning.pricing import DayFinder, Prices
from safepassage.planning.problem import Problem
from safepassage.planning.result import Binding, BindingKind, GoodsLine, LeftBehind
from safepassage.planning.routes import Routes, route_open

_CLASS_WORDS = {
    PriorityClass.STRETCHER: "stretcher cases",
    PriorityClass.INFANT: "infants, children and carers",
    PriorityClass.FRAIL: "frail, disabled or pregnant people",
    PriorityClass.OTHER: "others",
}
_ON_THE_WAY = {BindingKind.CHECKPOINT, BindingKind.BOARDING, BindingKind.ROAD, BindingKind.HALT, BindingKind.FLEET}
T = TypeVar("T", bound=Hashable)
_WITHIN_REACH = "within its duty, fuel, daylight, windows of silence and checkpoint hours"


class Reasons:
    """Answers why for one plan. `bindings` are those of the plan; `is_bound_final` tells whether the linear optimum was reached."""

    def __init__(self, ground: Ground, routes: Routes, problem: Problem, bindings: Sequence[Binding], *, is_bound_final: bool) -> None:
        self._ground = ground
        self._scenario = ground.scenario
        self._routes = routes
        self._problem = problem
        self._bindings = bindings
        self._is_bound_final = is_bound_final
        self._fetched: set[tuple[str, bool]] = set()
        self._unfetched: set[tuple[str, bool]] = set()
        self._served: set[tuple[str, bool]] | None = None
        self._short: Sequence[GoodsLine] = ()
        self._in_reach: set[int] | None = None
        used = {entry.type for entry in ground.scenario.fleet if entry.vehicles > 0}
        self._types = [type_ for type_ in ground.scenario.vehicle_types if type_.id in used]

    def left_behind(self, itineraries: Iterable[Itinerary]) -> tuple[LeftBehind, ...]:
        """Everybody who waits for a seat and gets none, by place and class."""
        boarded: Counter[tuple[str, PriorityClass]] = Counter()
        for itinerary in itineraries:
            for activity in itinerary.activities:
                if isinstance(activity, Board):
                    boarded.update({(activity.place, priority): people for priority, people in activity.people.items()})
        left = {
            (point.id, priority): registered - boarded[point.id, priority]
            for point in self._scenario.gathering_points
            for priority, registered in point.registered.items()
            if registered > boarded[point.id, priority]
        }
        self._fetched = {(point, _is_lying(priority)) for (point, priority), people in boarded.items() if people}
        self._unfetched = {(point, _is_lying(priority)) for point, priority in left} - self._fetched
        self._served = None
        return tuple(
            LeftBehind(place=point, priority=priority, people=people, reason=self._why(point, priority))
            for (point, priority), people in left.items()
        )

    def _why(self, point: str, priority: PriorityClass) -> str:
        lying = _is_lying(priority)
        if not any((type_.stretcher_bays if lying else type_.seats) for type_ in self._types):
            return "no vehicle of the fleet has a stretcher bay" if lying else "no vehicle of the fleet has a seat"
        receptions = self._receptions(lying=lying)
        if not receptions:
            return "no reception has a bed" if lying else "no reception has a place"
        if not self._is_served(point, lying=lying):
            return self._why_unreachable(point, receptions)
        if not self._is_bound_final:
            return "the search was stopped before it could tell whether they can leave as well"
        first = BindingKind.BEDS if lying else BindingKind.RECEPTION
        binding = [binding for binding in self._bindings if binding.kind is first]
        binding += [binding for binding in self._bindings if binding.kind in _ON_THE_WAY]
        if binding:
            return "others were worth more within what binds: " + "; ".join(binding.text.split(";")[0] for binding in binding[:3])
        weights = self._scenario.weights
        if weights.danger_incident or weights.silence_km_h or weights.vehicle_h:
            return "the best plan found leaves them; danger, silence or vehicle hours count against them by the scenario's own weights"
        return "the best plan found leaves no room for them; it is not proven that no better one exists"

    def _receptions(self, *, lying: bool) -> set[str]:
        return {place.id for place in self._scenario.receptions if (place.hospital_beds if lying else place.capacity_people) > 0}

    def _is_served(self, point: str, *, lying: bool) -> bool:
        """Whether any vehicle, alone on the road, could bring somebody lying, or seated, from the point to a reception.

        Where the plan fetches somebody, it can; all other points are asked about at once.
        """
        if self._served is None:
            prices = {}
            for asked_point, is_lying in sorted(self._unfetched):
                receptions = self._receptions(lying=is_lying)
                wanted = np.array([asked_point in points and place in receptions for points, place in self._problem.pairs], dtype=float)
                prices[asked_point, is_lying] = self._prices(bay=wanted) if is_lying else self._prices(seat=wanted)
            self._served = self._fetched | self._paying(prices)
        return (point, lying) in self._served

    def _prices(self, *, seat: np.ndarray | None = None, bay: np.ndarray | None = None, payload: np.ndarray | None = None) -> Prices:
        """Points for what is asked about, and nothing else costs or earns anything."""
        no_pair, no_lane = np.zeros(len(self._problem.pairs)), np.zeros(len(self._problem.lanes))
        return Prices(
            slot=np.zeros((len(self._problem.limits), self._problem.slots)),
            seat=no_pair if seat is None else seat,
            bay=no_pair if bay is None else bay,
            payload=no_lane if payload is None else payload,
        )

    def _paying(self, prices: Mapping[T, Prices]) -> set[T]:
        """At which of these prices some vehicle of the fleet has a day that earns anything."""
        paying: set[T] = set()
        for number, graph in enumerate(self._problem.graphs):
            starts = {row.start_station for row in self._problem.fleet if row.graph == number}
            if not starts or len(paying) == len(prices):
                continue
            finder = DayFinder(self._problem, graph)  # large, and slow to make
            for asked in prices.keys() - paying:
                best = finder.find(prices[asked], for_bound=True)
                if any(best.points(station) > 0 for station in starts):
                    paying.add(asked)
        return paying

    def _why_unreachable(self, point: str, receptions: set[str]) -> str:
        halts = {halt.id for halt in self._scenario.safe_halts}
        onward = [
            route
            for (origin, destination, _), roads in self._routes.by_pair.items()
            if origin == point and destination in receptions | halts
            for route in roads
        ]
        if not onward:
            return "no road leads from here to a reception or a safe halt"
        if not any(route_open(self._ground, route).any() for route in onward):
            return (
                "no road looked at from here to a reception or a halt is ever open long enough (windows, daylight, checkpoints, closures)"
            )
        return f"no vehicle can come here and bring them to a reception {_WITHIN_REACH}"

    def all(self, left: Sequence[LeftBehind], goods: Sequence[GoodsLine], own_left: PeopleByClass) -> tuple[str, ...]:
        """In words, why no more is done; empty only where nobody and nothing is left."""
        reasons = []
        if left:
            by_class: Counter[PriorityClass] = Counter()
            for line in left:
                by_class[line.priority] += line.people
            counts = ", ".join(f"{by_class[priority]} {_CLASS_WORDS[priority]}" for priority in PriorityClass if by_class[priority])
            reasons.append(f"Of those who wait for a seat or a bay stay: {counts}.")
            for reason in dict.fromkeys(line.reason for line in left):
                staying: Counter[str] = Counter()
                for line in left:
                    if line.reason == reason:
                        staying[self._scenario.name(line.place, self._scenario.language)] += line.people
                places = ", ".join(f"{people} at {place}" for place, people in staying.items())
                reasons.append(f"{places}: {reason}.")
        if own_left.total_people:
            reasons.append(f"{own_left.total_people} people with their own means stay: {self._why_own()}.")
        short = [need for need in goods if need.delivered_kg < need.needed_kg]
        self._short, self._in_reach = short, None
        reasons += [self._why_short(need) for need in short]
        return tuple(reasons)

    def _why_own(self) -> str:
        served = {flow.row for flow in self._problem.own_flows}
        unserved = [own.row for own in self._problem.own_rows if own.row not in served]
        used = "what checkpoints, roads, windows and receptions leave beside the convoys is used"
        if not unserved:
            return used
        points = ", ".join(dict.fromkeys(self._scenario.own_transport[row].gathering_point for row in unserved))
        none = f"from {points} no road to a reception centre is open long enough, or none within the distance they can go"
        return none if len(unserved) == len(self._problem.own_rows) else f"{none}; elsewhere {used}"

    def _can_be_brought(self, row: int) -> bool:
        """Whether any vehicle, alone on the road, could bring something for the need of this row; all needs are asked about at once."""
        if self._in_reach is None:
            prices = {}
            for need in self._short:
                stocked = {stock.place for stock in self._scenario.stocks if stock.kind == need.kind}
                wanted = [origin in stocked and target == need.place for origin, target in self._problem.lanes]
                prices[need.need_row] = self._prices(payload=np.array(wanted, dtype=float))
            self._in_reach = self._paying(prices)
        return row in self._in_reach

    def _why_short(self, need: GoodsLine) -> str:
        scenario = self._scenario
        place = scenario.name(need.place, scenario.language)
        what = f"{need.needed_kg - need.delivered_kg} kg of {need.kind.value} (priority {need.priority}) short at {place}"
        stocked = {stock.place for stock in scenario.stocks if stock.kind == need.kind}
        if not stocked:
            return f"{what}: there is no stock of it."
        if not any(type_.payload_kg for type_ in self._types):
            return f"{what}: no vehicle of the fleet carries goods."
        if not self._can_be_brought(need.need_row):
            return f"{what}: no vehicle can bring it there {_WITHIN_REACH}."
        total_kg = sum(stock.weight_kg for stock in scenario.stocks if stock.kind == need.kind)
        needed_kg = sum(other.weight_kg for other in scenario.needs if other.kind == need.kind)
        if total_kg < needed_kg:
            return f"{what}: the stocks hold {total_kg} kg for needs of {needed_kg} kg."
        if not self._is_bound_final:
            return f"{what}: the search was stopped before it could tell whether it can go as well."
        return f"{what}: the best plan found uses vehicles and quarters for what is worth more."


def _is_lying(priority: PriorityClass) -> bool:
    return priority is PriorityClass.STRETCHER
