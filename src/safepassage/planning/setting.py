"""A scenario laid out for planning, and another one like it without doing again what did not change.

Laying a scenario out takes seconds: roads, routes, graphs. A scenario that differs in a few numbers or hours shares most of that.

Graphs are grown once for the hours of all the scenarios that are to be looked at, and each of these, the base among them, closes what it
does not have. What no scenario but another opens is a move that may never start: it is there, and no path uses it.

Invariant: what is shared is what would have come out again. Numbers of vehicles, people and places are set anew; routes are kept only
where nothing that routes are sought by has changed; graphs only where their hours lie within those that they were grown for.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from safepassage.planning.build import build_problem
from safepassage.planning.carry import Carrier
from safepassage.planning.connect import Ground, connect
from safepassage.planning.numbers_and_hours import (
    checkpoint_hours,
    ground_with_hours,
    problem_with_fewer_hours,
    problem_with_numbers,
    usable_hours,
)
from safepassage.planning.own_transport import OwnGroup, place_own, without_own
from safepassage.planning.plan import field_of, own_goes_first
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import Bools, Problem
from safepassage.planning.route import Route
from safepassage.planning.routes import Routes, find_routes, route_along, route_open
from safepassage.planning.same_roads import seeks_the_same_roads
from safepassage.planning.skeleton import differs_in_hours_and_numbers, skeleton
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Setting:
    """A scenario on its roads and in numbers.

    `widest` has the hours that the graphs were grown for, where these are wider than the scenario's own. `base` is the setting that
    this one was laid out like; `is_as_base` where no plan can tell the two apart.
    """

    ground: Ground
    routes: Routes
    problem: Problem
    widest: "Setting | None" = None
    base: "Setting | None" = None
    is_as_base: bool = False

    @property
    def scenario(self) -> Scenario:
        return self.ground.scenario

    @cached_property
    def first_own(self) -> list[OwnGroup]:
        """Own transport that goes before the fleet."""
        return place_own(self.problem, self.scenario, [], {}) if own_goes_first(self.scenario) else []

    @cached_property
    def fleet_problem(self) -> Problem:
        """The problem as the fleet meets it."""
        return without_own(self.problem, self.first_own, self.scenario)

    @cached_property
    def fuel_places(self) -> frozenset[str]:
        return frozenset(place.id for place in self.scenario.places if place.has_fuel)

    @cached_property
    def roads(self) -> dict[str, Route]:
        return {route.id: route for route in self.routes.all()}

    @cached_property
    def carrier(self) -> Carrier:
        """Lays days that were told of other settings on this one, as its fleet meets it."""
        return Carrier(self.fleet_problem, self.scenario, self.roads, self.fuel_places)

    @cached_property
    def finders(self) -> list[DayFinder]:
        """One for each graph; those of the base where the graph is the base's."""
        of_base = {} if self.base is None else dict(zip(map(id, self.base.problem.graphs), self.base.finders, strict=True))
        return [of_base.get(id(graph)) or DayFinder(self.problem, graph) for graph in self.problem.graphs]


def lay_out(scenario: Scenario, *, others: Iterable[Scenario] = ()) -> Setting:
    """Lay a scenario out, with graphs that have room for the hours of `others`, as far as these differ in hours only.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    ground = connect(scenario)
    routes = find_routes(ground)
    wide = _with_hours_of(ground, others)
    if wide is ground:
        return Setting(ground, routes, build_problem(field_of(ground, routes)))
    widest = Setting(wide, routes, build_problem(field_of(wide, routes)))
    hours = {route.id: route_open(ground, route) for route in routes.all()}
    return Setting(ground, routes, problem_with_fewer_hours(widest.problem, hours), widest)


def _with_hours_of(ground: Ground, others: Iterable[Scenario]) -> Ground:
    """The ground, open whenever it is open itself or in one of the scenarios that differ in hours alone; itself where none is."""
    base = ground.scenario
    segments, checkpoints = dict(ground.segment_open), dict(ground.checkpoint_open)
    for other in others:
        has_other_hours = (other.windows, other.control, other.checkpoints) != (base.windows, base.control, base.checkpoints)
        if has_other_hours and differs_in_hours_and_numbers(other, base):
            wider = ground_with_hours(ground, other)
            segments = {id_: is_open | wider.segment_open[id_] for id_, is_open in segments.items()}
            checkpoints = {id_: is_open | wider.checkpoint_open[id_] for id_, is_open in checkpoints.items()}
    is_same = all(np.array_equal(is_open, ground.segment_open[id_]) for id_, is_open in segments.items())
    is_same &= all(np.array_equal(is_open, ground.checkpoint_open[id_]) for id_, is_open in checkpoints.items())
    return ground if is_same else replace(ground, segment_open=segments, checkpoint_open=checkpoints, worked_out={})


def lay_out_like(scenario: Scenario, base: Setting) -> Setting:
    """A scenario on the roads of another one, of the same legs or OSM file.

    Every road of the base stays among the roads looked at, so that days of the base can be driven here as far as hours allow it.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    if differs_in_hours_and_numbers(scenario, base.scenario):
        ground = ground_with_hours(base.ground, scenario)
        if seeks_the_same_roads(ground, base.ground):
            return _refitted(ground, base)
    ground = connect(scenario, base.ground.network)
    if seeks_the_same_roads(ground, base.ground):
        routes = base.routes
        if skeleton(scenario, base.scenario) == skeleton(base.scenario, base.scenario):
            return _refitted(ground, base)
    else:
        routes = _with_roads(ground, find_routes(ground), base.routes.all())
    return Setting(ground, routes, build_problem(field_of(ground, routes)), base=base)


def with_numbers(scenario: Scenario, base: Setting) -> Setting | None:
    """A scenario that differs from the base in numbers alone, at no cost; None where it differs in more."""
    other = base.scenario
    is_told_apart = (scenario.windows, scenario.control, scenario.daylight) != (other.windows, other.control, other.daylight)
    if is_told_apart or checkpoint_hours(scenario) != checkpoint_hours(other):
        return None
    if not differs_in_hours_and_numbers(scenario, other):
        return None
    ground = replace(base.ground, scenario=scenario)
    return Setting(ground, base.routes, problem_with_numbers(base.problem, scenario), base=base)


def lay_out_on_known_roads(scenario: Scenario, base: Setting) -> Setting:
    """As `lay_out_like`, where only closures and hours differ without looking for other roads: at once, for when minutes count.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    bare, of_base = skeleton(scenario, base.scenario), skeleton(base.scenario, base.scenario)
    if bare != of_base or scenario.closures == base.scenario.closures:
        return lay_out_like(scenario, base)
    ground = connect(scenario, base.ground.network)
    if not np.array_equal(ground.hold_s, base.ground.hold_s):
        return lay_out_like(scenario, base)
    shut = np.zeros(ground.network.arcs, dtype=np.bool_)
    for closures in (ground.closures, base.ground.closures):
        for arcs, _ in closures:
            shut |= arcs
    same_hours = _usable_hours_equal(ground, base.ground)
    for route in base.routes.all():
        key = ("open", route.arcs, route.max_speed_kmh)
        if same_hours and key in base.ground.worked_out and not shut[list(route.arcs)].any():
            ground.worked_out[key] = base.ground.worked_out[key]
    return _refitted(ground, base)


def _usable_hours_equal(ground: Ground, other: Ground) -> bool:
    pairs = zip(usable_hours(ground), usable_hours(other), strict=True)
    return np.array_equal(ground.is_dark, other.is_dark) and all(np.array_equal(one, two) for one, two in pairs)


def view_of(scenario: Scenario, base: Setting) -> object:
    """What plans can see of a scenario beside the base: scenarios of equal views allow the same plans, worth the same.

    A scenario that differs in more than hours and numbers is a view of its own.
    """
    if not differs_in_hours_and_numbers(scenario, base.scenario):
        return scenario
    ground = ground_with_hours(base.ground, scenario)
    problem = problem_with_numbers(base.problem, scenario)
    limits = tuple(limit.capacity.tobytes() for limit in problem.limits if limit.kind is not None)
    hours = tuple(mask.tobytes() for mask in usable_hours(ground))
    return (ground.is_dark.tobytes(), hours, limits, problem.fleet, problem.shelters)


def with_more_roads(base: Setting, more: Iterable[Route]) -> Setting:
    """The same scenario, with other roads beside those looked at."""
    routes = _with_roads(base.ground, base.routes, more)
    return Setting(base.ground, routes, build_problem(field_of(base.ground, routes)), base=base)


def _with_roads(ground: Ground, found: Routes, more: Iterable[Route]) -> Routes:
    """The roads found, and after them others that are not among them."""
    by_pair = dict(found.by_pair)
    taken = {route.id for route in found.all()}
    for route in more:
        pair = route.origin, route.destination, route.max_speed_kmh
        if route.arcs not in {other.arcs for other in by_pair.get(pair, ())}:
            id_ = next(id_ for copy in range(len(taken) + 1) if (id_ := f"{route.id[:150]}/{copy}") not in taken)
            taken.add(id_)
            by_pair[pair] = (*by_pair.get(pair, ()), route_along(ground, id_, *pair, route.arcs))
    return Routes(by_pair, tuple(pair for pair in found.unreachable if pair not in by_pair))


def _refitted(ground: Ground, base: Setting) -> Setting:
    """The base's graphs where hours are the same or within those that they were grown for, grown again elsewhere."""
    routes, problem = base.routes, problem_with_numbers(base.problem, ground.scenario)
    if not np.array_equal(ground.is_dark, base.ground.is_dark):
        return Setting(ground, routes, build_problem(field_of(ground, routes)), base=base)
    moved = _hours_moved(ground, base)
    if not moved:
        return Setting(ground, routes, problem, base=base, is_as_base=problem is base.problem)
    widest = base.widest or base
    hours = {route.id: moved[route.id] if route.id in moved else route_open(base.ground, route) for route in routes.all()}
    if any((hours[route.id] & ~route_open(widest.ground, route)).any() for route in routes.all() if route.id in moved):
        return Setting(ground, routes, build_problem(field_of(ground, routes)), base=base)
    return Setting(ground, routes, problem_with_fewer_hours(problem_with_numbers(widest.problem, ground.scenario), hours), base=base)


def _hours_moved(ground: Ground, base: Setting) -> dict[str, Bools]:
    """For each route that is open at other minutes than in the base, `bool[minute]`: when it is open now."""
    scenario = ground.scenario
    ids = [*(segment.id for segment in scenario.segments), *(place.id for place in scenario.checkpoints)]
    usable = zip(ids, usable_hours(ground), usable_hours(base.ground), strict=True)
    touched = {id_ for id_, now, before in usable if not np.array_equal(now, before)}
    same_closures = [span for _, span in ground.closures] == [span for _, span in base.ground.closures]
    moved = {}
    for route in base.routes.all():
        met = {passage.segment for passage in route.passages} | {crossing.checkpoint for crossing in route.crossings}
        if met & touched or not same_closures:
            now = route_open(ground, route)
            if not np.array_equal(now, route_open(base.ground, route)):
                moved[route.id] = now
    return moved
