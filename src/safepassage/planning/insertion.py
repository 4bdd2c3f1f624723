"""One more vehicle into a plan in the making: its best day at what the others left.

A day that serves one place twice would count the same people twice, so only its journeys up to there are fixed, and the rest is
found again at the new worth.
"""

from safepassage.planning.master import Day, day_of
from safepassage.planning.pricing import BestDays, DayFinder, Path, fuel_lasts
from safepassage.planning.problem import Problem, StationKind, VehicleGraph
from safepassage.planning.tally import Guide, Tally

_WORTH_A_JOURNEY_POINTS = 1e-10


class Inserter:
    """Puts vehicles into one tally at fixed prices for what they take.

    What a day is worth only falls as others are
    put in, so a vehicle that can follow the one before it for `follow_share` of the points is within that share of its best.
    """

    def __init__(
        self,
        problem: Problem,
        finders: list[DayFinder],
        tally: Tally,
        guide: Guide,
        fuel_places: frozenset[str],
        *,
        follow_share: float,
    ) -> None:
        self._problem = problem
        self._finders = finders
        self._tally = tally
        self._guide = guide
        self._fuel_places = fuel_places
        self._follow_share = follow_share
        self._best: dict[int, BestDays] = {}
        self._leaders: dict[int, tuple[Day, float]] = {}

    def insert(self, fleet: int) -> Day | None:
        """The day found for one vehicle of a fleet row, counted in the tally; None where it stays at its depot."""
        if (day := self._followed(fleet)) is not None:
            return day
        before = self._tally.points
        day = self._found(fleet)
        if day is not None:
            self._leaders[fleet] = (day, self._tally.points - before)
        return day

    def _followed(self, fleet: int) -> Day | None:
        """The day of the vehicle before in the row, where there is room and it is still worth nearly as much."""
        if fleet not in self._leaders:
            return None
        day, points = self._leaders[fleet]
        if not self._tally.has_room(day):
            return None
        tried = self._tally.copy()
        tried.take(day, self._problem.graphs[self._problem.fleet[fleet].graph])
        if tried.points - self._tally.points < self._follow_share * points:
            return None
        self._tally.become(tried)
        self._best.clear()
        return day

    def _found(self, fleet: int) -> Day | None:
        problem, tally = self._problem, self._tally
        row = problem.fleet[fleet]
        graph = problem.graphs[row.graph]
        station, minute = row.start_station, 0
        done: Path = ()
        while True:
            best = self._best_days(row.graph, minute)
            if best.points(station, minute) <= _WORTH_A_JOURNEY_POINTS:
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
            self._best.clear()
            done += journeys
            last = journeys[-1]
            station, minute = graph.moves[last.move].head, last.starts_min + graph.shape(last.move).total_min
            if len(journeys) == len(path):
                break
        return day_of(problem, fleet, done) if done else None

    def _best_days(self, graph: int, from_min: int) -> BestDays:
        """Best days from a minute on at what is left now; worked out again only after something was taken."""
        if graph in self._best:
            return self._best[graph]
        prices = self._tally.prices(self._problem.graphs[graph], self._guide)
        best = self._finders[graph].find(prices, from_min=from_min)
        if not from_min:
            self._best[graph] = best
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
