"""From one plan down to nobody: movements that ask for ever less silence, and bring out as many as they can.

Pieces of windows are closed one after the other, each time the one that costs least for what it saves; who needed it leaves at another time
or by another road, or stays where that would ask for more silence than it is worth (`rearrange.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from safepassage.corridor import PriorityClass
from safepassage.planning.boarding import man
from safepassage.planning.build import goods_points_per_kg, person_points
from safepassage.planning.connect import Ground
from safepassage.planning.insertion import journeys_of
from safepassage.planning.master import Day
from safepassage.planning.own_transport import OwnGroup, place_own
from safepassage.planning.problem import QUARTER_MIN, Problem
from safepassage.planning.rearrange import Rearranging, State
from safepassage.planning.routes import Routes
from safepassage.planning.shrink import SHRINK_WORK, count_silence, shrink

_STEPS, _LONG_STEPS = (0.02, 0.12), (0.05, 0.3)
"""Steps save between these shares of the silence at the start, and a third of the smaller at least."""

_LEAST_PRICE_SHARE = 0.01
_MOST_PRICE_SHARE = 0.5
"""Steps are polished at a price between these shares of the plan's points for a kilometre-hour; at more than all of it nobody would go."""

_PRICE_SHARES = (0.1, 0.3)
"""Before the first step, what is not worth such a price stays at home: the plans with nearly all."""

_MOST_LOOKED_AT = 8
"""Pieces that are closed to see what it costs, at each step: those that promise to cost least."""

_PROHIBITIVE_POINTS = 1e9
_ALL = 1_000_000

_STEP_WORK = SHRINK_WORK // 4

_STRETCHER_POINTS = 1e6
_OTHERS_SHARE = 1e-3
"""Where stretcher cases go first, one of them is worth so much, and everybody and everything else this share of what it is worth."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Movements before they are a plan, with what they are worth and the silence they ask for."""

    days: Sequence[Day]
    own: list[OwnGroup]
    points: float
    km_h: float


def at_price_of_silence(problem: Problem, routes: Routes, km_h_points: float) -> Problem:
    """The problem in which a search pays so many points for each kilometre-hour of silence that it opens."""
    km: dict[str, float] = {}
    for route in routes.all():
        for passage in route.passages:
            km[passage.segment] = max(km.get(passage.segment, 0.0), passage.km)
    limits = tuple(
        replace(limit, opening_points=km_h_points * km[limit.what] * QUARTER_MIN / 60.0)
        if limit.kind is None and limit.direction is None
        else limit
        for limit in problem.limits
    )
    return replace(problem, limits=limits)


def with_stretchers_first(problem: Problem) -> Problem:
    """The problem in which everybody and everything but stretcher cases counts for little."""
    return replace(
        problem,
        demands=tuple(
            demand if demand.stretcher_bays else replace(demand, points=_OTHERS_SHARE * demand.points) for demand in problem.demands
        ),
        needs=tuple(replace(need, points_per_kg=_OTHERS_SHARE * need.points_per_kg) for need in problem.needs),
    )


class Descent:
    """From the fullest plan down: what asks for most silence for its worth stays at home first."""

    def __init__(self, ground: Ground, routes: Routes, problem: Problem, days: Iterable[Day], first_own: list[OwnGroup]) -> None:
        scenario = ground.scenario
        self._ground, self._routes, self._problem = ground, routes, problem
        manned = man(
            scenario,
            problem,
            sorted(days, key=lambda day: (problem.fleet[day.fleet].row, [(step.starts_min, step.move) for step in day.path])),
        )
        received: dict[str, int] = {}
        for trip, boarded in zip(manned.trips, manned.riders, strict=True):
            received[trip.reception] = received.get(trip.reception, 0) + boarded.people.seated_people
        own = first_own or place_own(problem, scenario, list(manned.days), received)
        self._manned, self._own = shrink(ground, routes, problem, manned, own)
        self._people = {priority: person_points(scenario.weights, priority) for priority in PriorityClass}
        self._own_worth = {own.row: own.points_per_unit for own in problem.own_rows}

    def sketches(self) -> Iterator[Sketch]:
        """Movements of ever less silence, until nobody would move."""
        moving = self._moving(self._worth(self._people), self._own_worth)
        fullest_km_h, fullest_points = moving.silent.km_h(), moving.worth_points()
        if not fullest_km_h:
            return
        least_price = _LEAST_PRICE_SHARE * fullest_points / fullest_km_h
        moving.km_h_points = least_price
        moving.run(SHRINK_WORK)
        yield _sketch(moving)
        fullest = moving.copied()
        for share in _PRICE_SHARES:
            moving.km_h_points = share * fullest_points / fullest_km_h
            moving.run(SHRINK_WORK)
            yield _sketch(moving)
        moving.become(fullest)
        yield from _steps_down(moving, _STEPS[0] * fullest_km_h, _STEPS[1] * fullest_km_h, least_price)

    def from_price(self, km_h_points: float) -> Iterator[Sketch]:
        """The movements without what is not worth its silence at a price; then in long steps down."""
        moving = self._moving(self._worth(self._people), self._own_worth)
        moving.km_h_points = km_h_points
        moving.run(SHRINK_WORK)
        moving.fill()
        moving.run(_STEP_WORK)
        yield _sketch(moving)
        km_h = moving.silent.km_h()
        yield from _steps_down(moving, _LONG_STEPS[0] * km_h, _LONG_STEPS[1] * km_h, _LEAST_PRICE_SHARE * km_h_points)

    def stretchers_first(self) -> Sketch:
        """The least silence found that every stretcher case needs; then whoever else can come along within it."""
        worth_in_others = {priority: _OTHERS_SHARE * points for priority, points in self._people.items()}
        worth = self._worth(worth_in_others | {PriorityClass.STRETCHER: _STRETCHER_POINTS}, goods_share=_OTHERS_SHARE)
        own = self._ground.scenario.own_transport
        own_worth = {
            row: _STRETCHER_POINTS if own[row].people.stretcher_people else _OTHERS_SHARE * points
            for row, points in self._own_worth.items()
        }
        moving = self._moving(worth, own_worth)
        for number, of_day in enumerate(worth):
            if max(of_day) < _STRETCHER_POINTS:
                moving.send_home(number)
        moving.send_own_home([row for row in own_worth if not own[row].people.stretcher_people])
        moving.km_h_points = 0.1 * _STRETCHER_POINTS / max(1.0, moving.silent.km_h())
        moving.run(SHRINK_WORK)
        moving.fill()
        return _sketch(moving)

    def _worth(self, people_points: Mapping[PriorityClass, float], goods_share: float = 1.0) -> list[tuple[float, ...]]:
        """Points of every journey of every day, by its riders and goods."""
        scenario, manned = self._ground.scenario, self._manned
        points: dict[tuple[int, int], float] = {}
        for trip, boarded in zip(manned.trips, manned.riders, strict=True):
            of_riders = sum(count * people_points[priority] for priority, count in boarded.people.items())
            step = (trip.day, trip.alight_step)
            points[step] = points.get(step, 0.0) + of_riders
        for haul, load in zip(manned.hauls, manned.loads, strict=True):
            for kind, weight_kg in load.items():
                wanted = [need.priority for need in scenario.needs if need.place == haul.need and need.kind == kind]
                per_kg = max((goods_points_per_kg(scenario.weights, priority) for priority in wanted), default=0.0)
                step = (haul.day, haul.unload_step)
                points[step] = points.get(step, 0.0) + goods_share * per_kg * weight_kg
        worth = []
        for number, day in enumerate(manned.days):
            graph = self._problem.graphs[self._problem.fleet[day.fleet].graph]
            ends = list(accumulate(len(journey) for journey in journeys_of(graph, day.path)))
            worth.append(tuple(sum(points.get((number, step), 0.0) for step in range(*span)) for span in pairwise([0, *ends])))
        return worth

    def _moving(self, worth: Sequence[Sequence[float]], own_worth: Mapping[int, float]) -> Rearranging:
        silent = count_silence(self._ground, self._routes, self._problem, self._manned.days, self._own)
        return Rearranging(
            self._ground.scenario,
            self._problem,
            silent,
            self._manned.days,
            self._own,
            km_h_points=0.0,
            worth=worth,
            own_worth=own_worth,
            most_leaving=_ALL,
        )


def _steps_down(moving: Rearranging, least_km_h: float, most_km_h: float, least_price: float) -> Iterator[Sketch]:
    while moving.silent.km_h() > 0.0:
        enough_km_h = moving.silent.km_h() - least_km_h / 3.0
        price = _step_down(moving, least_km_h, most_km_h)
        if not moving.silent.km_h():
            return
        most_price = _MOST_PRICE_SHARE * moving.worth_points() / moving.silent.km_h()
        moving.km_h_points = max(least_price, min(price, most_price))
        closed = moving.copied()
        moving.run(_STEP_WORK)
        moving.fill()
        moving.run(_STEP_WORK)
        if moving.silent.km_h() > max(0.0, enough_km_h):
            moving.become(closed)
        yield _sketch(moving)


def _step_down(moving: Rearranging, least_km_h: float, most_km_h: float) -> float:
    """Close the piece that costs least for each kilometre-hour it saves, of those of a fit size; the points that one cost."""
    promising = []
    for piece in sorted(set(moving.silent.pieces())):
        lost, saved_km_h = moving.lost_and_saved(piece)
        is_fit = least_km_h <= saved_km_h <= most_km_h
        # of those that are too small or too large, the nearest in size
        promising.append((not is_fit, lost / saved_km_h if is_fit else abs(saved_km_h - least_km_h), lost, saved_km_h, piece))
    promising.sort()
    points, km_h = moving.worth_points(), moving.silent.km_h()
    best: tuple[float, State] | None = None
    for _, _, lost, saved_km_h, piece in promising[:_MOST_LOOKED_AT]:
        before = moving.copied()
        moving.km_h_points = lost / saved_km_h
        moving.close(piece)
        less_km_h = km_h - moving.silent.km_h()
        if less_km_h > least_km_h / 3.0:
            cost = (points - moving.worth_points()) / less_km_h
            if best is None or cost < best[0]:
                best = (cost, moving.copied())
        moving.become(before)
    if best is not None:
        moving.become(best[1])
        return best[0]
    # nothing that leaves anew may open what was not open
    moving.km_h_points = _PROHIBITIVE_POINTS
    moving.close(promising[0][-1])
    return (points - moving.worth_points()) / (km_h - moving.silent.km_h())


def _sketch(moving: Rearranging) -> Sketch:
    days = [moving.days[number] for number in sorted(moving.days)]
    own = sorted(moving.own, key=lambda group: (group.departs_min, group.flow))
    return Sketch(days, own, moving.worth_points(), moving.silent.km_h())
