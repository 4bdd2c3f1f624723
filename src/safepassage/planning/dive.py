"""Whole plans out of the linear optimum: hold the days it wants most, price again, insert the other vehicles at its prices.

The first days held cost the linear optimum nearly nothing, the last ones much; so a plan is completed by insertion again and again on
the way down, and the best of them is kept. Diving: Sadykov et al. 2019, doi:10.1287/ijoc.2018.0822.

Invariant: days are held only as far as vehicles and quarters of an hour last, so what is held is part of a plan.
"""

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from safepassage.planning.bound import Generation
from safepassage.planning.insertion import Inserter
from safepassage.planning.master import Day, MasterResult
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import Problem
from safepassage.planning.tally import Layout, Tally

Keep = Callable[[list[Day], Tally], None]
"""Told of every plan that was completed."""

_PRICINGS = 4
"""Pricings after each holding: few find nearly all that many would."""

_HOLDINGS_BETWEEN_PLANS = 3
_MOST_TO_COMPLETE = 240
"""No plan is completed while more vehicles than this have no day: searching for all of theirs takes longer than diving on."""

_DAYS_HELD_SHARE = 1.0 / 60.0
"""Of the vehicles, how many get a day in one holding that the linear optimum gave a part of one."""

FOLLOW_SHARE = 0.98
"""A vehicle may follow the one before it in its row for this share of what that one brought."""

_WHOLE = 1.0 - 1e-6
_SOME = 1e-6


class Diver:
    """Dives from any part of a plan. `vehicles` are the fleet rows, one entry for each vehicle, in the order of insertion."""

    def __init__(
        self,
        problem: Problem,
        generation: Generation,
        finders: list[DayFinder],
        layout: Layout,
        vehicles: Sequence[int],
        fuel_places: frozenset[str],
    ) -> None:
        self._problem = problem
        self._generation = generation
        self._finders = finders
        self._layout = layout
        self._vehicles = vehicles
        self._fuel_places = fuel_places

    def dive(self, kept: Sequence[Day], keep: Keep, *, beat: Callable[[], float], shares: Sequence[tuple[float, float]]) -> Iterator[None]:
        """Hold `kept` and then one day after another, until the linear optimum is no better than what is to be beaten.

        Now and then a plan is completed at each of the `shares` of the prices (of quarters, of people).
        """
        held = Counter(self._generation.number(day) for day in kept)
        try:
            for holds in itertools.count():
                result = None
                for _ in range(_PRICINGS):
                    self._generation.master.hold(held)
                    try:
                        priced = self._generation.step()
                    except ArithmeticError:
                        # the solver gave up: what was completed before is kept
                        return
                    result = priced.result
                    yield
                    if not priced.new_columns:
                        break
                if result is None or result.points <= beat():
                    return
                # what is wanted is read off before completing, which leaves the solver alone
                more = self._wanted(held)
                free = len(self._vehicles) - held.total()
                if (holds % _HOLDINGS_BETWEEN_PLANS == 0 and free <= _MOST_TO_COMPLETE) or not more:
                    for slot_share, people_share in shares:
                        yield from self.complete(held, result, keep, slot_share=slot_share, people_share=people_share)
                if not more:
                    return
                held += more
        finally:
            self._generation.master.hold({})

    def complete(
        self,
        held: Mapping[int, int],
        linear: MasterResult | None,
        keep: Keep,
        *,
        slot_share: float,
        people_share: float,
        keeps_parts: bool = False,
        most_searches: float = math.inf,
        follow_share: float = FOLLOW_SHARE,
    ) -> Iterator[None]:
        """The plan that has the held days, and every other vehicle's best at what is left; with `keeps_parts`, told after each vehicle."""
        days = [self._generation.master.days[number] for number, vehicles in held.items() for _ in range(vehicles)]
        tally = Tally(self._layout, self._layout.guide(linear, slot_share=slot_share, people_share=people_share))
        for day in days:
            tally.take(day, self._problem.graphs[self._problem.fleet[day.fleet].graph])
        inserter = Inserter(self._problem, self._finders, tally, self._fuel_places, follow_share=follow_share, most_searches=most_searches)
        busy = Counter(day.fleet for day in days)
        for fleet in self._vehicles:
            if busy[fleet] > 0:
                busy[fleet] -= 1
                continue
            inserted = inserter.insert(fleet)
            if inserted is not None:
                days.append(inserted)
                if keeps_parts:
                    keep(days, tally)
            yield
        keep(days, tally)

    def _wanted(self, held: Mapping[int, int]) -> Counter[int]:
        """The days that run whole in the linear optimum, and some of those that do not, the fullest first, as far as there is room."""
        master = self._generation.master
        rest = master.vehicles()
        for number, vehicles in held.items():
            rest[number] -= vehicles
        left = self._layout.slots.copy()
        idle = [row.vehicles for row in self._problem.fleet]
        for number, vehicles in held.items():
            idle[master.days[number].fleet] -= vehicles
            for use, count in master.days[number].takes.items():
                left[use] -= count * vehicles
        parts_left = max(1, int(len(self._vehicles) * _DAYS_HELD_SHARE))
        more: Counter[int] = Counter()
        for number in sorted(np.flatnonzero(rest > _SOME).tolist(), key=lambda number: (-rest[number], number)):
            is_part = rest[number] < _WHOLE
            if is_part and not parts_left:
                break
            day = master.days[number]
            vehicles = max(1, int(rest[number] + _SOME))
            if idle[day.fleet] >= vehicles and all(left[use] >= count * vehicles for use, count in day.takes.items()):
                more[number] = vehicles
                parts_left -= is_part
                idle[day.fleet] -= vehicles
                for use, count in day.takes.items():
                    left[use] -= count * vehicles
        return more
