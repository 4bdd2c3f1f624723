"""How every vehicle goes on: as planned where that still holds; mended where it does not; better where more may change.

First each day of the plan that still holds is kept to the minute. A broken one gets the least delays that make it hold, or its best
day at what is left. Then some vehicles are taken out and put in again (ruin and recreate, as in `search.py`), never more of them than
the user lets change.

Invariant: whoever is on board is brought on before anybody else is called; a way on is refused that leaves more of them on the road.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from safepassage.planning.carry import Carried, Carrier, Change, Told
from safepassage.planning.insertion import Inserter
from safepassage.planning.master import Day, MasterResult
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import StationKind
from safepassage.planning.replanning.book import Book
from safepassage.planning.replanning.bring_on import bring_on
from safepassage.planning.replanning.crew import Going
from safepassage.planning.replanning.rest import Rest, Vehicle, must_move, station_of
from safepassage.planning.tally import Guide, Layout, Tally

_BETTER_POINTS = 1e-9
_MOST_OUT = 5
"""Vehicles taken out in one try, at most."""
_TRIES_WITHOUT_GAIN = 30


@dataclass(frozen=True, slots=True, eq=False)
class Onward:
    """One way on. `days` and `changes` follow the rest's vehicles; no day: it stays where it is.

    `broken` are the numbers of the vehicles whose planned rest does not hold any more. `left_out` counts people on board who are not
    brought to a reception, `lost` vehicles that stay in the open; less of both comes before all `points`.
    """

    days: tuple[Day | None, ...]
    changes: tuple[Change, ...]
    broken: frozenset[int]
    left_out: int
    lost: int
    points: float

    @property
    def rank(self) -> tuple[int, int, float]:
        return -self.left_out, -self.lost, self.points

    @property
    def changed(self) -> frozenset[int]:
        """Numbers of the vehicles whose rest of the day is not the plan's."""
        return frozenset(number for number, change in enumerate(self.changes) if change is not Change.KEPT)

    def going(self, rest: Rest) -> tuple[Going, ...]:
        called = (Change.KEPT, Change.SHIFTED, Change.CUT)
        return tuple(
            Going(vehicle, day, change in called)
            for vehicle, day, change in zip(rest.vehicles, self.days, self.changes, strict=True)
            if day is not None
        )


class Continuing:
    """Finds ways on from one rest of a day."""

    def __init__(self, rest: Rest, finders: Sequence[DayFinder], *, seed: int) -> None:
        """`finders` are those of the rest's graphs, in their order."""
        self.rest = rest
        self.finders = finders
        self.layout = Layout(rest.problem)
        self.linear: MasterResult | None = None
        setting = rest.setting
        self._carrier = Carrier(rest.problem, setting.scenario, setting.roads, setting.fuel_places)
        self._random = np.random.default_rng(seed)
        self._urgent = sorted(range(len(rest.vehicles)), key=self._urgency)

    def mend(self, stays: frozenset[int] = frozenset()) -> Onward:
        """The plan's days where they hold, to the minute; broken ones later or cut short; and who cannot stay where it is, brought on.

        `stays` are known to stay at the halt where they are: no other counts on their place.
        """
        vehicles = self.rest.vehicles
        book = Book(self.rest, Tally(self.layout))
        days: list[Day | None] = [None] * len(vehicles)
        changes = [Change.KEPT] * len(vehicles)
        broken, unreceived = sorted(stays), set()
        for number in stays:
            book.stay(vehicles[number])
        for number in self._urgent:
            vehicle = vehicles[number]
            if number in stays:
                continue
            if vehicle.standing is None or (not vehicle.coming and not must_move(self.rest, vehicle)):
                continue
            carried = self._carried(vehicle, book, exactly=True).day if vehicle.coming else None
            if carried is None or not book.accepts(vehicle, carried):
                broken.append(number)
                continue
            if not book.receives(vehicle) or not book.loads(vehicle):
                broken.append(number)
                unreceived.add(number)
                continue
            book.take(vehicle, carried)
            days[number] = carried
        for number in broken:
            changes[number] = Change.DROPPED
            if number not in unreceived and number not in stays:
                days[number], changes[number] = self._shifted(vehicles[number], book)
        inserter: Inserter | None = None
        for number in broken:
            if days[number] is None and number not in stays and must_move(self.rest, vehicles[number]):
                inserter = inserter or self._inserter(book)
                days[number] = self._inserted(vehicles[number], book, inserter) or bring_on(
                    self.rest, self._carrier, vehicles[number], book
                )
        staying = frozenset(number for number in broken if days[number] is None and vehicles[number].holds)
        if staying - stays:
            return self.mend(stays | staying)
        return self._onward(days, changes, frozenset(broken), book)

    def improve(self, start: Onward, *, most_changes: int | None, work: int) -> Iterator[Onward]:
        """Better and better ways on, the best so far after every try; no more than `most_changes` vehicles change that are not broken.

        It ends after `work` tries, or when many tries in a row have gained nothing.
        """
        best, stale, done = start, 0, 0
        for best in self._filled(start):
            done += 1
            yield best
            if done == work:
                return
        for _ in range(work - done):
            tried = self._tried(best, most_changes)
            if tried is None:
                return
            stale += 1
            if tried.rank > (*best.rank[:2], best.points + _BETTER_POINTS):
                best, stale = tried, 0
            yield best
            if stale >= _TRIES_WITHOUT_GAIN + len(self.rest.vehicles) // 4:
                return

    def _filled(self, start: Onward) -> Iterator[Onward]:
        """New days for the broken vehicles that have none, one after the other."""
        idle = [number for number in self._urgent if number in start.broken and start.days[number] is None]
        if not idle:
            return
        book = self._book_of(start, out=frozenset())
        inserter = self._inserter(book)
        days, changes = list(start.days), list(start.changes)
        for number in idle:
            days[number] = self._inserted(self.rest.vehicles[number], book, inserter)
            if days[number] is not None:
                yield self._onward(days, changes, start.broken, book)

    # --- one try

    def _tried(self, best: Onward, most_changes: int | None) -> Onward | None:
        """One try: some vehicles are put in anew; None where there is nothing to try."""
        vehicles, random = self.rest.vehicles, self._random
        changed = best.changed
        may = [number for number in range(len(vehicles)) if number in best.broken or number in changed]
        others = [number for number in range(len(vehicles)) if number not in best.broken and number not in changed]
        left = len(others) if most_changes is None else most_changes - len(changed - best.broken)
        count = int(random.integers(1, _MOST_OUT + 1))
        pool = [*may, *(random.permutation(others)[: min(left, count)].tolist() if left > 0 and others else [])]
        if not pool:
            return None
        out = set(random.permutation(pool)[:count].tolist())
        shaken = random.uniform(0.3, 1.2) * random.uniform(0.8, 1.2, self.layout.slots.shape) if self.linear is not None else 0.0
        guide = self.layout.guide(self.linear, slot_share=shaken, people_share=random.uniform(0.0, 0.8))
        book = self._book_of(best, out=frozenset(out), guide=guide)
        days, changes = list(best.days), list(best.changes)
        inserter = self._inserter(book)
        urgent = [number for number in self._urgent if number in out and self._urgency(number) < 2]
        rest = random.permutation([number for number in self._urgent if number in out and self._urgency(number) >= 2]).tolist()
        for number in [*urgent, *rest]:
            days[number], changes[number] = self._anew(vehicles[number], number in best.broken, book, inserter)
            if days[number] is None and not book.stay(vehicles[number]):
                return best  # another one has taken its place at the halt that it cannot leave
        return self._onward(days, changes, best.broken, book)

    def _anew(self, vehicle: Vehicle, is_broken: bool, book: Book, inserter: Inserter) -> tuple[Day | None, Change]:
        """The best day at what is left; the planned one where that is what comes out, or where nothing does."""
        day = self._inserted(vehicle, book, inserter)
        planned = self._carried(vehicle, book, exactly=True).day if day is None and vehicle.coming and not is_broken else None
        if planned is not None and book.accepts(vehicle, planned):
            book.take(vehicle, planned)
            return planned, Change.KEPT
        if day is None:
            day = bring_on(self.rest, self._carrier, vehicle, book)
        if day is None and vehicle.standing is None:
            return None, Change.KEPT
        if day is not None and not is_broken and self._is_as_planned(vehicle, day):
            return day, Change.KEPT
        return day, Change.DROPPED

    def _is_as_planned(self, vehicle: Vehicle, day: Day) -> bool:
        carried = self._carrier.carry(self._told(vehicle), exactly=True, fleet=vehicle.fleet).day if vehicle.coming else None
        return carried is not None and carried.path == day.path

    def _shifted(self, vehicle: Vehicle, book: Book) -> tuple[Day | None, Change]:
        """A broken day with the least delays, or as many of its journeys as can be; taken. None where nothing of it can be."""
        carried = self._carried(vehicle, book, exactly=False)
        if not vehicle.coming or carried.day is None or not book.accepts(vehicle, carried.day):
            return None, Change.DROPPED
        book.take(vehicle, carried.day)
        return carried.day, carried.change

    def _inserted(self, vehicle: Vehicle, book: Book, inserter: Inserter) -> Day | None:
        """The best day that the vehicle has now; taken."""
        before = book.tally.copy()
        day = inserter.insert(vehicle.fleet)
        if day is not None and not book.accepts(vehicle, day, is_in_tally=True):
            day = None
        if day is not None and vehicle.standing is not None and vehicle.standing.aboard.total_people:
            day = day if book.reception_of_aboard(vehicle, day) is not None else None
        if day is None:
            book.tally.become(before)
            return None
        book.take(vehicle, day, is_in_tally=True)
        return day

    # --- what they share

    def _book_of(self, onward: Onward, *, out: frozenset[int], guide: Guide | None = None) -> Book:
        """What all vehicles but those of `out` take."""
        book = Book(self.rest, Tally(self.layout, guide))
        for number, (vehicle, day) in enumerate(zip(self.rest.vehicles, onward.days, strict=True)):
            if day is not None and number not in out:
                book.take(vehicle, day)
            elif vehicle.standing is not None and number not in out:
                book.stay(vehicle)
        return book

    def _onward(self, days: Sequence[Day | None], changes: Sequence[Change], broken: frozenset[int], book: Book) -> Onward:
        left_out = lost = 0
        for vehicle, day in zip(self.rest.vehicles, days, strict=True):
            if vehicle.standing is None:
                continue
            brought = day is not None and book.reception_of_aboard(vehicle, day) is not None
            left_out += 0 if brought else vehicle.standing.aboard.total_people
            lost += day is None and station_of(self.rest, vehicle).kind in (StationKind.READY, StationKind.TARGET)
        return Onward(tuple(days), tuple(changes), broken, left_out, lost, book.tally.points)

    def _carried(self, vehicle: Vehicle, book: Book, *, exactly: bool) -> Carried:
        return self._carrier.carry(self._told(vehicle), exactly=exactly, beside=book.tally, fleet=vehicle.fleet)

    def _told(self, vehicle: Vehicle) -> Told:
        return Told(self.rest.problem.fleet[vehicle.fleet].row, vehicle.coming)

    def _urgency(self, number: int) -> int:
        """0 with people on board, 1 on the way with goods or in the open, 2 anywhere else."""
        vehicle = self.rest.vehicles[number]
        if vehicle.standing is None or not vehicle.is_under_way:
            return 2
        return 0 if vehicle.standing.aboard.total_people else 1 if must_move(self.rest, vehicle) else 2

    def _inserter(self, book: Book) -> Inserter:
        return Inserter(self.rest.problem, self.finders, book.tally, self.rest.setting.fuel_places, follow_share=1.0)
