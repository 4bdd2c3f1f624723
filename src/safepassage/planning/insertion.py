"""One more vehicle into a plan in the making: its best day at what the others left.

A day that serves one place twice would count the same people twice, so only its journeys up to there are fixed, and the rest is
found again at the new worth.
"""

import math
from collections.abc import Sequence

from safepassage.planning.master import Day, day_of
from safepassage.planning.pricing import BestDays, DayFinder, Path, fuel_lasts
from safepassage.planning.problem import Problem, StationKind, VehicleGraph
from safepassage.planning.tally import Tally

_WORTH_A_JOURNEY_POINTS = 1e-10
_ROUNDING_POINTS = 1e-12


class Inserter:
    """Puts vehicles into one tally.

    What a day is worth only falls as others are put in. So a day that was best a little earlier, or that the vehicle before it in the row
    drives, and that still brings `follow_share` of what it did then, is within that share of the best one. After `most_searches` for a best
    day only such days are put in.
    """

    def __init__(
        self,
        problem: Problem,
        finders: Sequence[DayFinder],
        tally: Tally,
        fuel_places: frozenset[str],
        *,
        follow_share: float,
        most_searches: float = math.inf,
    ) -> None:
        self._problem = problem
        self._finders = finders
        self._tally = tally
        self._fuel_places = fuel_places
        self._follow_share = follow_share
        self._searches_left = most_searches
        self._best: dict[int, BestDays] = {}
        self._starts_min = {
            graph: min(row.starts_min for row in problem.fleet if row.graph == graph) for graph in {row.graph for row in problem.fleet}
        }
        self._is_fresh: set[int] = set()
        self._leaders: dict[int, tuple[Day, float]] = {}

    def insert(self, fleet: int) -> Day | None:
        """The day found for one vehicle of a fleet row, counted in the tally; None where it stays at its depot."""
        if (day := self._followed(fleet)) is not None:
            return day
        before = self._tally.worth_points
        day = self._whole(fleet) or self._in_parts(fleet)
        if day is not None:
            self._leaders[fleet] = (day, self._tally.worth_points - before)
        return day

    def _followed(self, fleet: int) -> Day | None:
        """The day of the vehicle before in the row, where there is room and it is still worth nearly as much."""
        if fleet not in self._leaders:
            return None
        day, points = self._leaders[fleet]
        return self._tried(day, self._follow_share * points)

    def _tried(self, day: Day, least_points: float) -> Day | None:
        """The day, counted in the tally, where there is room and it is worth so much."""
        if not self._tally.has_room(day):
            return None
        tried = self._tally.copy()
        tried.take(day, self._problem.graphs[self._problem.fleet[day.fleet].graph])
        if tried.worth_points - self._tally.worth_points < least_points - _ROUNDING_POINTS:
            return None
        self._tally.become(tried)
        self._is_fresh.clear()
        return day

    def _whole(self, fleet: int) -> Day | None:
        """The best day as it was found a little earlier, or is found now, if it brings what it promised."""
        row = self._problem.fleet[fleet]
        graph = self._problem.graphs[row.graph]
        while True:
            was_fresh = row.graph in self._is_fresh or row.graph not in self._best
            best = self._best[row.graph] if row.graph in self._best else self._best_days(row.graph, self._starts_min[row.graph])
            if best is None:
                return None
            points = best.points(row.start_station, row.starts_min)
            if points > _WORTH_A_JOURNEY_POINTS:
                path = best.path(row.start_station, row.starts_min)
                if fuel_lasts(graph, path, self._fuel_places):
                    day = self._tried(day_of(self._problem, fleet, path), self._follow_share * points)
                    if day is not None:
                        return day
            if was_fresh or not self._searches_left:
                return None
            del self._best[row.graph]

    def _in_parts(self, fleet: int) -> Day | None:
        """A day found journey by journey, each at what those before it left."""
        problem, tally = self._problem, self._tally
        row = problem.fleet[fleet]
        graph = problem.graphs[row.graph]
        station, minute = row.start_station, row.starts_min
        done: Path = ()
        while True:
            best = self._best_days(row.graph, minute)
            if best is None or best.points(station, minute) <= _WORTH_A_JOURNEY_POINTS:
                break
            path = best.path(station, minute)
            journeys = _until_served_twice(graph, path)
            part = day_of(problem, fleet, journeys)
            if not tally.has_room(part):
                # the journeys of one day can meet in one quarter: fewer of them
                journeys = journeys_of(graph, path)[0]
                part = day_of(problem, fleet, journeys)
                if not tally.has_room(part):
                    break
            if not fuel_lasts(graph, done + journeys, self._fuel_places):
                break
            tally.take(part, graph)
            self._is_fresh.clear()
            done += journeys
            last = journeys[-1]
            station, minute = graph.moves[last.move].head, last.starts_min + graph.shape(last.move).total_min
            if len(journeys) == len(path):
                break
        return day_of(problem, fleet, done) if done else None

    def _best_days(self, graph: int, from_min: int) -> BestDays | None:
        """Best days from a minute on at what is left now, worked out again only after something was taken; None after the last search."""
        if graph in self._is_fresh:
            return self._best[graph]
        if not self._searches_left:
            return None
        self._searches_left -= 1
        best = self._finders[graph].find(self._tally.prices(self._problem.graphs[graph]), from_min=from_min)
        if from_min > self._starts_min[graph]:
            # it overwrites the later part of the one before
            self._best.pop(graph, None)
        else:
            self._best[graph] = best
            self._is_fresh.add(graph)
        return best


def journeys_of(graph: VehicleGraph, path: Path) -> list[Path]:
    """The path cut where the vehicle stands free at a base."""
    journeys: list[Path] = []
    first = 0
    for position, step in enumerate(path):
        if graph.stations[graph.moves[step.move].head].kind is StationKind.BASE:
            journeys.append(path[first : position + 1])
            first = position + 1
    return journeys


def _until_served_twice(graph: VehicleGraph, path: Path) -> Path:
    served: set[str] = set()
    kept: Path = ()
    for journey in journeys_of(graph, path):
        targets = {
            graph.stations[graph.moves[step.move].head].place
            for step in journey
            if graph.stations[graph.moves[step.move].head].kind is StationKind.TARGET or graph.moves[step.move].lane >= 0
        }
        if served & targets:
            return kept
        served |= targets
        kept += journey
    return kept
