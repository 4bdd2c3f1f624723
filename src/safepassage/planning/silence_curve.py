"""People out against kilometre-hours of silence asked: plans from everybody who can come out down to nobody.

The fullest plan comes first. From it windows are closed step by step (`silence_descent.py`); and plans are searched for anew at prices of
silence, in points for a kilometre-hour. The plans that no other one beats in both people and silence make up the curve.

Invariant: every point of the curve is a whole plan that the checker has passed; its silence is that of the plan's windows, margins and
grain included.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf

from safepassage.corridor import PeopleByClass, PriorityClass, people_by_class
from safepassage.planning.build import build_problem, people_points, person_points
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.connect import Ground, connect
from safepassage.planning.deliveries import delivered_points
from safepassage.planning.own_transport import OwnGroup, place_own, without_own
from safepassage.planning.plan import Progress, field_of, own_goes_first, write_checked
from safepassage.planning.problem import Problem
from safepassage.planning.proof import name_prices, prove
from safepassage.planning.reasons import Reasons
from safepassage.planning.result import GoodsLine, Plan
from safepassage.planning.routes import Routes, find_routes
from safepassage.planning.search import Found, search
from safepassage.planning.silence_descent import Descent, Sketch, at_price_of_silence, with_stretchers_first
from safepassage.scenario.scenario import Scenario

NEARLY_ALL_SHARE = 0.95
"""Of the fullest plan's points, in the plan called nearly all."""

SEARCH_SECONDS = 20.0
_SEARCH_SHARES = (0.15, 0.6, 1.5)
"""Plans are searched for anew at such shares of the points that the fullest plan brings for a kilometre-hour."""

_SEARCH_WORK = 40
"""Units of work of such a search, and one for each vehicle."""

_STRETCHER_PRICE_SHARE = 0.5
"""Where stretcher cases go first, all silence of the fullest plan costs this share of what they are worth."""

_LIKE_SHARE = 0.01
"""Two plans that differ by less than this share of the fullest plan's silence are not told apart."""

_STAY_FOR_SILENCE = (
    "this plan asks for less silence than would be of use; what the fullest plan brings beyond it, and why it brings no more, is said there"
)


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
    is_stopped: bool = False


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
        seconds=seconds if seconds is not None else SEARCH_SECONDS,
        work=work,
        report=lambda told: tell(
            "Searching for the fullest plan", told.points, told.bound_points if told.bound_points < inf else None, told.work
        ),
    )
    if first_own:
        # that bound speaks of what all of own transport leaves; here some of it may stay
        found = replace(found, bound_points=inf)
    proven = prove(ground, routes, None if first_own else name_prices(ground, routes, problem, found))
    writer = _Writer(ground, routes, problem, found, proven)
    fullest = writer.fullest(first_own)
    written, stretchers = [fullest], []
    is_stopped = False
    way = _WayDown(ground, routes, problem, first_own, found, fullest)
    try:
        sketches = []
        for sketch in way.sketches():
            sketches.append(sketch)
            tell(f"Asking for less: sketch {len(sketches)}", None, None, 0)
        for sketch in _worth_writing(sketches, fullest):
            tell(f"Asking for less: plan {len(written) + 1}", None, None, 0)
            written.append(writer.write(sketch))
        if fullest.out.stretcher_people:
            tell("Asking for the least that stretcher cases need", None, None, 0)
            stretchers += [writer.write(sketch) for sketch in way.stretchers_first()]
    except KeyboardInterrupt:
        is_stopped = True
        tell("Stopped: with the plans found so far", None, None, 0)
    plans = _best_of([*written, *stretchers])
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
    return SilenceCurve(scenario, plans, named, is_stopped)


def _best_of(written: Iterable[CurvePlan]) -> tuple[CurvePlan, ...]:
    """Those that no other one beats in both, from the most silence to the least."""
    best: list[CurvePlan] = []
    for each in sorted(written, key=lambda each: (each.km_h, -each.points)):
        if not best or each.points > best[-1].points:
            best.append(each)
    return tuple(reversed(best))


def _worth_writing(sketches: Iterable[Sketch], fullest: CurvePlan) -> list[Sketch]:
    """Those that no other one beats in both, from the most silence to the least, none much like the one before it."""
    best: list[Sketch] = []
    for sketch in sorted(sketches, key=lambda sketch: (sketch.km_h, -sketch.points)):
        if sketch.points > (best[-1].points if best else 0.0):
            best.append(sketch)
    chosen: list[Sketch] = []
    for sketch in reversed(best):
        if not chosen or sketch.km_h <= chosen[-1].km_h - _LIKE_SHARE * fullest.km_h:
            chosen.append(sketch)
    return chosen


class _WayDown:
    """All ways down that are tried: from the fullest plan, and from plans that were searched for at a price of silence."""

    def __init__(
        self, ground: Ground, routes: Routes, problem: Problem, first_own: list[OwnGroup], found: Found, fullest: CurvePlan
    ) -> None:
        self._ground, self._routes, self._problem, self._first_own = ground, routes, problem, first_own
        self._fullest = fullest
        self._descent = Descent(ground, routes, problem, found.days, first_own)

    def sketches(self) -> Iterator[Sketch]:
        if not self._fullest.km_h:
            return
        yield from self._descent.sketches()
        for share in _SEARCH_SHARES:
            price = share * self._fullest.points / self._fullest.km_h
            yield from self._searched(self._problem, price).from_price(price)

    def stretchers_first(self) -> Iterator[Sketch]:
        if not self._fullest.km_h:
            return
        yield self._descent.stretchers_first()
        points = self._fullest.out.stretcher_people * person_points(self._ground.scenario.weights, PriorityClass.STRETCHER)
        price = _STRETCHER_PRICE_SHARE * points / self._fullest.km_h
        yield self._searched(with_stretchers_first(self._problem), price).stretchers_first()

    def _searched(self, problem: Problem, price: float) -> Descent:
        scenario = self._ground.scenario
        found = search(
            without_own(at_price_of_silence(problem, self._routes, price), self._first_own, scenario),
            frozenset(place.id for place in scenario.places if place.has_fuel),
            seed=scenario.seed,
            seconds=SEARCH_SECONDS,
            work=_SEARCH_WORK + sum(row.vehicles for row in problem.fleet),
        )
        return Descent(self._ground, self._routes, self._problem, found.days, self._first_own)


class _Writer:
    """Whole, checked plans of movements."""

    def __init__(self, ground: Ground, routes: Routes, problem: Problem, found: Found, proven: BoundPrices | None) -> None:
        self._ground, self._routes, self._problem, self._found, self._proven = ground, routes, problem, found, proven

    def fullest(self, first_own: list[OwnGroup]) -> CurvePlan:
        return self._seen(write_checked(self._ground, self._routes, self._problem, self._found, first_own, proven=self._proven))

    def write(self, sketch: Sketch) -> CurvePlan:
        """A plan of these movements and no others."""
        # who stays at home must not be placed again
        problem = self._problem if sketch.own else replace(self._problem, own_flows=())
        found = replace(self._found, days=tuple(sketch.days))
        plan = write_checked(self._ground, self._routes, problem, found, sketch.own, proven=self._proven, reasons=_AskingLess)
        return self._seen(plan)

    def _seen(self, plan: Plan) -> CurvePlan:
        weights = self._ground.scenario.weights
        out = people_by_class(
            {priority: plan.figures.out[priority] + plan.figures.own_transport_out[priority] for priority in PriorityClass}
        )
        points = people_points(weights, out) + delivered_points(weights, plan.goods)
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
