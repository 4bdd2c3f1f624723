"""People out against kilometre-hours of silence asked: plans from everybody who can come out down to nobody.

The fullest plan comes first. Then silence is given a price, in points for a kilometre-hour, and the price is raised step by step: each
plan starts from the one before, and what asks for more silence than it is worth at the price leaves at another time, by another road, or
stays (`rearrange.py`). The plans that no other one beats in both people and silence make up the curve.

Invariant: every point of the curve is a whole plan that the checker has passed; its silence is that of the plan's windows, margins and
grain included.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, pairwise
from math import inf

from safepassage.corridor import PeopleByClass, PriorityClass, people_by_class
from safepassage.planning.boarding import man
from safepassage.planning.build import build_problem, goods_points_per_kg, person_points
from safepassage.planning.connect import Ground, connect
from safepassage.planning.insertion import journeys_of
from safepassage.planning.master import Day
from safepassage.planning.own_transport import OwnGroup, place_own, without_own
from safepassage.planning.plan import DEFAULT_SECONDS, Progress, field_of, own_goes_first, write_checked
from safepassage.planning.problem import Problem
from safepassage.planning.rearrange import Rearranging, State
from safepassage.planning.reasons import Reasons
from safepassage.planning.result import GoodsLine, Plan
from safepassage.planning.routes import Routes, find_routes
from safepassage.planning.search import Found, search
from safepassage.planning.shrink import SHRINK_WORK, count_silence, shrink
from safepassage.scenario.scenario import Scenario

NEARLY_ALL_SHARE = 0.95
"""Of the fullest plan's points, in the plan called nearly all."""

_STEP_SHARE = 0.02
_LONG_STEP_SHARE = 0.12
"""A step down the curve is to save between these shares of the fullest plan's silence, and saves a third of the smaller at least."""

_LEAST_PRICE_SHARE = 0.01
_MOST_PRICE_SHARE = 0.5
"""Steps are polished at a price between these shares of the plan's points for a kilometre-hour; at more than all of it nobody would go."""

_PRICE_SHARES = (0.1, 0.3)
"""Before the first step, what is not worth such a price stays at home: the plans with nearly all."""

_MOST_LOOKED_AT = 8
"""Pieces that are closed to see what it costs, at each step: those that promise to cost least."""

_STAY_FOR_SILENCE = (
    "this plan asks for less silence than would be of use; what the fullest plan brings beyond it, and why it brings no more, is said there"
)

_PROHIBITIVE_POINTS = 1e9
_ALL = 1_000_000

_STEP_WORK = SHRINK_WORK // 4

_STRETCHER_POINTS = 1e6
_OTHERS_SHARE = 1e-3
"""Where stretcher cases go first, one of them is worth so much, and everybody and everything else this share of what it is worth."""


class Named(StrEnum):
    """The plans to choose from, in names that can be spoken at a table."""

    EVERYBODY = "everybody-we-can"
    NEARLY_ALL = "nearly-all"
    HALF = "half-the-silence"
    STRETCHERS = "stretcher-cases-first"


@dataclass(frozen=True, slots=True, eq=False)
class CurvePlan:
    """A plan on the curve: who comes out, in vehicles and by their own means, what that is worth, and the silence it asks for."""

    plan: Plan
    out: PeopleByClass
    points: float
    km_h: float


@dataclass(frozen=True, slots=True, eq=False)
class SilenceCurve:
    """`plans` from the most silence to the least: each has more people, as they are weighted, than all that ask for less.

    `named` holds for each name its plan; one plan may have several names, and the plan of the stretcher cases need not be on the curve.
    """

    scenario: Scenario
    plans: tuple[CurvePlan, ...]
    named: Mapping[Named, CurvePlan]


def silence_curve(
    scenario: Scenario, *, seconds: float | None = None, work: int | None = None, seed: int | None = None, progress: Progress | None = None
) -> SilenceCurve:
    """The curve of a scenario, and the plans on it to choose from.

    `seconds` or `work` bound the search for the fullest plan as in `plan`; the steps down from it come on top, some dozen of them. The same
    scenario, seed and work give the same curve. Ctrl-C ends the search, or the way down, with the plans found so far.

    Raises:
        InputError: the scenario does not fit its roads.
        PlanBrokenError: the checker found a plan broken.
    """
    tell = progress or (lambda stage, value, bound, done: None)
    if seed is not None:
        scenario = scenario.model_copy(update={"seed": seed})
    tell("Laying the scenario on its roads", None, None, 0)
    ground = connect(scenario)
    routes = find_routes(ground)
    problem = build_problem(field_of(ground, routes))
    first_own = place_own(problem, scenario, [], {}) if own_goes_first(scenario) else []
    tell("Searching for the fullest plan", None, None, 0)
    found = search(
        without_own(problem, first_own, scenario),
        frozenset(place.id for place in scenario.places if place.has_fuel),
        seed=scenario.seed,
        seconds=seconds if seconds is not None else DEFAULT_SECONDS,
        work=work,
        report=lambda told: tell(
            "Searching for the fullest plan", told.points, told.bound_points if told.bound_points < inf else None, told.work
        ),
    )
    if first_own:
        # that bound speaks of what all of own transport leaves; here some of it may stay
        found = replace(found, bound_points=inf)
    writer = _Writer(ground, routes, problem, found)
    fullest = writer.fullest(first_own)
    descent = _Descent(ground, routes, problem, found.days, first_own)
    written = [fullest]
    stretchers: list[CurvePlan] = []
    try:
        for days, own in descent.states():
            tell(f"Asking for less: plan {len(written) + 1}", None, None, 0)
            written.append(writer.write(days, own))
        if fullest.out.stretcher_people:
            tell("Asking for the least that stretcher cases need", None, None, 0)
            stretchers.append(writer.write(*descent.stretchers_first()))
    except KeyboardInterrupt:
        tell("Stopped: with the plans found so far", None, None, 0)
    plans = _best_of(written)
    named = {
        Named.EVERYBODY: plans[0],
        Named.NEARLY_ALL: [each for each in plans if each.points >= NEARLY_ALL_SHARE * plans[0].points][-1],
    }
    half = next((each for each in plans if each.km_h <= plans[0].km_h / 2.0), None)
    if half is not None and half is not plans[0] and half.out.total_people:
        named[Named.HALF] = half
    enough = [each for each in (*plans, *stretchers) if each.out.stretcher_people >= plans[0].out.stretcher_people > 0]
    if enough:
        named[Named.STRETCHERS] = min(enough, key=lambda each: each.km_h)
    return SilenceCurve(scenario, plans, named)


def _best_of(written: Iterable[CurvePlan]) -> tuple[CurvePlan, ...]:
    """Those that no other one beats in both, from the most silence to the least."""
    best: list[CurvePlan] = []
    for each in sorted(written, key=lambda each: (each.km_h, -each.points)):
        if not best or each.points > best[-1].points:
            best.append(each)
    return tuple(reversed(best))


class _Descent:
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

    def states(self) -> Iterator[tuple[list[Day], list[OwnGroup]]]:
        """Movements of ever less silence, until nobody moves."""
        moving = self._moving(self._worth(self._people), self._own_worth)
        fullest_km_h, fullest_points = moving.silent.km_h(), moving.worth_points()
        if not fullest_km_h:
            return
        least_price = _LEAST_PRICE_SHARE * fullest_points / fullest_km_h
        moving.km_h_points = least_price
        moving.run(SHRINK_WORK)
        yield _movements(moving)
        fullest = moving.copied()
        for share in _PRICE_SHARES:
            moving.km_h_points = share * fullest_points / fullest_km_h
            moving.run(SHRINK_WORK)
            yield _movements(moving)
        moving.become(fullest)
        while moving.silent.km_h() > 0.0:
            most_km_h = moving.silent.km_h() - _STEP_SHARE / 3.0 * fullest_km_h
            price = _step_down(moving, fullest_km_h)
            if not moving.silent.km_h():
                break
            most_price = _MOST_PRICE_SHARE * moving.worth_points() / moving.silent.km_h()
            moving.km_h_points = max(least_price, min(price, most_price))
            closed = moving.copied()
            moving.run(_STEP_WORK)
            moving.fill()
            moving.run(_STEP_WORK)
            if moving.silent.km_h() > max(0.0, most_km_h):
                moving.become(closed)
            yield _movements(moving)

    def stretchers_first(self) -> tuple[list[Day], list[OwnGroup]]:
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
        return _movements(moving)

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


def _step_down(moving: Rearranging, fullest_km_h: float) -> float:
    """Close the piece that costs least for each kilometre-hour it saves, of those of a fit size; the points that one cost."""
    least, most = _STEP_SHARE * fullest_km_h, _LONG_STEP_SHARE * fullest_km_h
    promising = []
    for piece in sorted(set(moving.silent.pieces())):
        lost, saved_km_h = moving.lost_and_saved(piece)
        is_fit = least <= saved_km_h <= most
        # of those that are too small or too large, the nearest in size
        promising.append((not is_fit, lost / saved_km_h if is_fit else abs(saved_km_h - least), lost, saved_km_h, piece))
    promising.sort()
    points, km_h = moving.worth_points(), moving.silent.km_h()
    best: tuple[float, State] | None = None
    for _, _, lost, saved_km_h, piece in promising[:_MOST_LOOKED_AT]:
        before = moving.copied()
        moving.km_h_points = lost / saved_km_h
        moving.close(piece)
        less_km_h = km_h - moving.silent.km_h()
        if less_km_h > least / 3.0:
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


def _movements(moving: Rearranging) -> tuple[list[Day], list[OwnGroup]]:
    days = [moving.days[number] for number in sorted(moving.days)]
    return days, sorted(moving.own, key=lambda group: (group.departs_min, group.flow))


class _Writer:
    """Whole, checked plans of movements."""

    def __init__(self, ground: Ground, routes: Routes, problem: Problem, found: Found) -> None:
        self._ground, self._routes, self._problem, self._found = ground, routes, problem, found

    def fullest(self, first_own: list[OwnGroup]) -> CurvePlan:
        return self._seen(write_checked(self._ground, self._routes, self._problem, self._found, first_own))

    def write(self, days: Iterable[Day], own: list[OwnGroup]) -> CurvePlan:
        """A plan of these days and groups and no others."""
        # who stays at home must not be placed again
        problem = self._problem if own else replace(self._problem, own_flows=())
        found = replace(self._found, days=tuple(days))
        return self._seen(write_checked(self._ground, self._routes, problem, found, own, reasons=_AskingLess))

    def _seen(self, plan: Plan) -> CurvePlan:
        weights = self._ground.scenario.weights
        out = people_by_class(
            {priority: plan.figures.out[priority] + plan.figures.own_transport_out[priority] for priority in PriorityClass}
        )
        points = sum(count * person_points(weights, priority) for priority, count in out.items())
        points += sum(line.delivered_kg * goods_points_per_kg(weights, line.priority) for line in plan.goods)
        return CurvePlan(plan, out, points, plan.figures.silence_km_h)


class _AskingLess(Reasons):
    """Why people stay in a plan that is to ask for less silence than it could use."""

    def _why(self, point: str, priority: PriorityClass) -> str:
        return _STAY_FOR_SILENCE

    def _why_own(self) -> str:
        return _STAY_FOR_SILENCE

    def _why_short(self, need: GoodsLine) -> str:
        place = self._scenario.name(need.place, self._scenario.language)
        short_kg = need.needed_kg - need.delivered_kg
        return f"{short_kg} kg of {need.kind.value} (priority {need.priority}) short at {place}: {_STAY_FOR_SILENCE}."
