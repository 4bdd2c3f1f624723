"""What the vehicles put in so far have taken of the rest of a day, and the room that is kept for people on board.

Invariant: who is put in later takes no place at a reception that is kept for people on board, and none at a halt where somebody stands.
"""

from collections import Counter

from safepassage.corridor import GoodsKind
from safepassage.planning.itinerary import Alight, LoadGoods, UnloadGoods
from safepassage.planning.master import Day
from safepassage.planning.pricing import fuel_lasts
from safepassage.planning.problem import VehicleGraph
from safepassage.planning.replanning.rest import Rest, Vehicle
from safepassage.planning.tally import Tally

_ROUNDING = 1e-9


class Book:
    """What the vehicles put in so far have taken, and the room that is kept for people on board."""

    def __init__(self, rest: Rest, tally: Tally) -> None:
        self.tally = tally
        self._rest = rest
        self._room = {place.id: place.capacity_people for place in rest.left.receptions}
        self._beds = {place.id: place.hospital_beds for place in rest.left.receptions}
        self._kept: Counter[tuple[str, bool]] = Counter()
        self._coming: Counter[tuple[str, bool]] = Counter()
        self._lie: Counter[tuple[str, GoodsKind]] = Counter()
        for stock in rest.left.stocks:
            self._lie[stock.place, stock.kind] += stock.weight_kg
        self._needed: Counter[tuple[str, GoodsKind]] = Counter()
        for need in rest.left.needs:
            self._needed[need.place, need.kind] += need.weight_kg

    def accepts(self, vehicle: Vehicle, day: Day, *, is_in_tally: bool = False) -> bool:
        """Whether there is room, at the halt where the vehicle stands until it leaves too, for those on board, and fuel."""
        if not is_in_tally and not self.tally.has_room(day):
            return False
        if any(self.tally.slots[use] < 1.0 - _ROUNDING for use in self._held(vehicle, day)):
            return False
        graph = self._graph(day)
        if not fuel_lasts(graph, day.path, self._rest.setting.fuel_places, used_km=vehicle.used_km):
            return False
        reception = self.reception_of_aboard(vehicle, day)
        if vehicle.standing is None or reception is None:
            return True
        aboard = vehicle.standing.aboard
        has_room = self._kept[reception, False] + aboard.seated_people <= self._room[reception]
        return has_room and self._kept[reception, True] + aboard.stretcher_people <= self._beds[reception]

    def take(self, vehicle: Vehicle, day: Day, *, is_in_tally: bool = False) -> None:
        if not is_in_tally:
            self.tally.take(day, self._graph(day))
        for use in self._held(vehicle, day):
            self.tally.slots[use] -= 1.0
        reception = self.reception_of_aboard(vehicle, day)
        if vehicle.standing is not None and reception is not None:
            self._kept[reception, False] += vehicle.standing.aboard.seated_people
            self._kept[reception, True] += vehicle.standing.aboard.stretcher_people

    def receives(self, vehicle: Vehicle) -> bool:
        """Whether there is room for all whom a vehicle sets down as planned, beside those of the ones before; it is kept for them."""
        coming: Counter[tuple[str, bool]] = Counter()
        for activity in vehicle.standing.planned if vehicle.standing is not None else ():
            if isinstance(activity, Alight):
                coming[activity.place, False] += activity.people.seated_people
                coming[activity.place, True] += activity.people.stretcher_people
        for (place, is_lying), people in coming.items():
            room = self._beds[place] if is_lying else self._room[place]
            if people and self._coming[place, is_lying] + people > room:
                return False
        self._coming.update(coming)
        return True

    def loads(self, vehicle: Vehicle) -> bool:
        """Whether there is something to load, and needed where it goes, each time as planned, after the vehicles before; it is kept."""
        lie, needed = Counter(self._lie), Counter(self._needed)
        loading: list[LoadGoods] = []
        for activity in vehicle.standing.planned if vehicle.standing is not None else ():
            if isinstance(activity, LoadGoods):
                loading.append(activity)
            elif isinstance(activity, UnloadGoods) and loading:
                loaded_kg = 0
                for load in loading:
                    kg = max(0, min(load.weight_kg, lie[load.place, load.kind], needed[activity.place, load.kind]))
                    lie[load.place, load.kind] -= kg
                    needed[activity.place, load.kind] -= kg
                    loaded_kg += kg
                if not loaded_kg:
                    return False
                loading = []
        self._lie, self._needed = lie, needed
        return True

    def stay(self, vehicle: Vehicle) -> bool:
        """A vehicle stays where it is; whether there is room for it."""
        has_room = all(self.tally.slots[use] >= 1.0 - _ROUNDING for use in vehicle.holds)
        for use in vehicle.holds:
            self.tally.slots[use] = max(0.0, self.tally.slots[use] - 1.0)
        return has_room

    def reception_of_aboard(self, vehicle: Vehicle, day: Day) -> str | None:
        """Where those on board alight; None where nobody is, or they do not."""
        if vehicle.standing is None or not vehicle.standing.aboard.total_people:
            return None
        graph = self._graph(day)
        alighting = next((move for step in day.path if (move := graph.moves[step.move]).alights), None)
        return None if alighting is None else self._rest.problem.pairs[alighting.pair][1]

    def _held(self, vehicle: Vehicle, day: Day) -> tuple[tuple[int, int], ...]:
        last = self._rest.problem.slot(day.path[0].starts_min - 1)
        return tuple(use for use in vehicle.holds if use[1] <= last)

    def _graph(self, day: Day) -> VehicleGraph:
        return self._rest.problem.graphs[self._rest.problem.fleet[day.fleet].graph]
