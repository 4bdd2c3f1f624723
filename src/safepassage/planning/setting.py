"""A scenario laid out for planning, and another one like it without doing again what did not change.

Laying a scenario out takes seconds: roads, routes, graphs. A scenario that differs in a few numbers or hours shares most of that.

Graphs are grown once for the hours of all the scenarios that are to be looked at, and each of these, the base among them, closes what it
does not have. What no scenario but another opens is a move that may never start: it is there, and no path uses it.

Invariant: what is shared is what would have come out again. Numbers of vehicles, people and places are set anew; routes are kept only
where nothing that routes are sought by has changed; graphs only where their hours lie within those that they were grown for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from functools import cached_property
from typing import Any

import numpy as np

from safepassage.planning.build import build_problem
from safepassage.planning.connect import Ground, connect
from safepassage.planning.limits import Limits
from safepassage.planning.own_transport import OwnGroup, place_own, without_own
from safepassage.planning.plan import field_of, own_goes_first
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import Bools, Problem, Shelter, VehicleGraph
from safepassage.planning.roads_round import has_range
from safepassage.planning.route import Route
from safepassage.planning.routes import Routes, find_routes, needed_pairs, route_along, route_open
from safepassage.scenario.scenario import Scenario
from safepassage.situation import checkpoint_open_min, dark_min, open_min

_Rule = Callable[[Any, Any], object]
"""What of a field, beside the same field of the base, graphs depend on."""


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
    return Setting(ground, routes, _with_fewer_hours(widest.problem, hours), widest)


def _with_hours_of(ground: Ground, others: Iterable[Scenario]) -> Ground:
    """The ground, open whenever it is open itself or in one of the scenarios that differ in hours alone; itself where none is."""
    base = ground.scenario
    segments, checkpoints = dict(ground.segment_open), dict(ground.checkpoint_open)
    for other in others:
        has_other_hours = (other.windows, other.checkpoints) != (base.windows, base.checkpoints)
        if has_other_hours and _differs_in_hours_and_numbers(other, base):
            wider = _with_hours(ground, other)
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
    if _differs_in_hours_and_numbers(scenario, base.scenario):
        ground = _with_hours(base.ground, scenario)
        if _seeks_the_same_roads(ground, base.ground):
            return _refitted(ground, base)
    ground = connect(scenario, base.ground.network)
    if _seeks_the_same_roads(ground, base.ground):
        routes = base.routes
        if _skeleton(scenario, base.scenario) == _skeleton(base.scenario, base.scenario):
            return _refitted(ground, base)
    else:
        routes = _with_roads(ground, find_routes(ground), base.routes.all())
    return Setting(ground, routes, build_problem(field_of(ground, routes)), base=base)


def _differs_in_hours_and_numbers(scenario: Scenario, base: Scenario) -> bool:
    return _skeleton(scenario, base) == _skeleton(base, base) and scenario.closures == base.closures


def with_numbers(scenario: Scenario, base: Setting) -> Setting | None:
    """A scenario that differs from the base in numbers alone, at no cost; None where it differs in more."""
    other = base.scenario
    is_told_apart = (scenario.windows, scenario.control, scenario.daylight) != (other.windows, other.control, other.daylight)
    if is_told_apart or _checkpoint_hours(scenario) != _checkpoint_hours(other):
        return None
    if not _differs_in_hours_and_numbers(scenario, other):
        return None
    ground = replace(base.ground, scenario=scenario)
    return Setting(ground, base.routes, _with_numbers(base.problem, scenario), base=base)


def lay_out_on_known_roads(scenario: Scenario, base: Setting) -> Setting:
    """As `lay_out_like`, where only closures and hours differ without looking for other roads: at once, for when minutes count.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    bare, of_base = _skeleton(scenario, base.scenario), _skeleton(base.scenario, base.scenario)
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
    pairs = zip(_usable_hours(ground), _usable_hours(other), strict=True)
    return np.array_equal(ground.is_dark, other.is_dark) and all(np.array_equal(one, two) for one, two in pairs)


def view_of(scenario: Scenario, base: Setting) -> object:
    """What plans can see of a scenario beside the base: scenarios of equal views allow the same plans, worth the same.

    A scenario that differs in more than hours and numbers is a view of its own.
    """
    if not _differs_in_hours_and_numbers(scenario, base.scenario):
        return scenario
    ground = _with_hours(base.ground, scenario)
    problem = _with_numbers(base.problem, scenario)
    limits = tuple(limit.capacity.tobytes() for limit in problem.limits if limit.kind is not None)
    hours = tuple(mask.tobytes() for mask in _usable_hours(ground))
    return (ground.is_dark.tobytes(), hours, limits, problem.fleet, problem.shelters)


def _with_hours(ground: Ground, scenario: Scenario) -> Ground:
    """The ground of a scenario of the same skeleton and closures: only hours and numbers can differ."""
    places = {place.id: place for place in scenario.checkpoints}
    has_same_hours = _checkpoint_hours(scenario) == _checkpoint_hours(ground.scenario)
    return replace(
        ground,
        scenario=scenario,
        checkpoints_at={node: tuple(places[place.id] for place in at) for node, at in ground.checkpoints_at.items()},
        is_dark=dark_min(scenario) if scenario.daylight != ground.scenario.daylight else ground.is_dark,
        segment_open=open_min(scenario) if scenario.windows != ground.scenario.windows else ground.segment_open,
        checkpoint_open=ground.checkpoint_open if has_same_hours else checkpoint_open_min(scenario),
        worked_out={},
    )


def _checkpoint_hours(scenario: Scenario) -> list[tuple[str, time | None, time | None]]:
    return [(place.id, place.opens, place.closes) for place in scenario.checkpoints]


# --- roads


def _seeks_the_same_roads(ground: Ground, base: Ground) -> bool:
    """Whether everything that roads are sought and ranked by is as it was (see `survey`)."""
    has_no_more_pairs = set(needed_pairs(ground.scenario)) <= set(needed_pairs(base.scenario))
    return has_no_more_pairs and _sought_by(ground) == _sought_by(base) and _closed(ground) == _closed(base)


def _sought_by(ground: Ground) -> tuple[object, ...]:
    scenario = ground.scenario
    return (
        ground.hold_s.tobytes(),
        tuple((place.id, place.hold_min) for place in scenario.checkpoints),
        tuple(
            (segment.id, segment.needs_silence, segment.is_night_allowed, segment.vehicles_per_15_min is None)
            for segment in scenario.segments
        ),
        tuple(bool(ground.segment_open[segment.id].any()) for segment in scenario.segments),
        tuple(bool(ground.checkpoint_open[place.id].any()) for place in scenario.checkpoints),
        tuple(float(ground.segment_danger_per_h[segment.id].mean()) for segment in scenario.segments),
        tuple(float(rate.mean()) for rate in ground.point_danger_per_h),
        bool(ground.is_dark.any()),
        has_range(ground),
    )


def _closed(ground: Ground) -> tuple[object, ...]:
    return tuple((arcs.tobytes(), span == ground.scenario.horizon) for arcs, span in ground.closures)


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


# --- numbers and hours


def _skeleton(scenario: Scenario, base: Scenario) -> Scenario:
    """The scenario without its numbers and hours: what graphs are grown from, but for when routes are open and when it is dark.

    What has none left of something that it has in the base counts as having it: graphs of the base lead there as well, to no use.
    """

    def bare(table: str, **rules: _Rule) -> tuple[object, ...]:
        records, of_base = getattr(scenario, table), getattr(base, table)
        if len(records) != len(of_base):
            return (*records, "not those of the base")
        return tuple(
            record.model_copy(update={name: rule(getattr(record, name), getattr(other, name)) for name, rule in rules.items()})
            for record, other in zip(records, of_base, strict=True)
        )

    def ever(number: int, number_in_base: int) -> bool:
        return number > 0 or number_in_base > 0

    def given(number: int | None, _: object) -> bool:
        return number is not None

    def nothing(*_: object) -> None:
        return None

    hours: dict[str, _Rule] = {"opens": nothing, "closes": nothing}
    passes: dict[str, _Rule] = {
        "inbound_vehicles_per_15_min": nothing,
        "outbound_vehicles_per_15_min": nothing,
        "vehicles_per_15_min": given,
    }
    return scenario.model_copy(
        update={
            "windows": (),
            "control": (),
            "closures": (),
            "checkpoints": bare("checkpoints", lanes=nothing, **hours, **passes),
            "gathering_points": bare("gathering_points", boardings_per_15_min=nothing),
            "segments": bare("segments", vehicles_per_15_min=given),
            "safe_halts": bare("safe_halts", holds_vehicles=ever),
            "reception_centres": bare("reception_centres", capacity_people=ever, hospital_beds=ever),
            "hospitals": bare("hospitals", capacity_people=ever, hospital_beds=ever),
            "fleet": bare("fleet", vehicles=ever),
            "daylight": scenario.daylight.model_copy(update={"margin_before_sunset_min": 0, "margin_after_sunrise_min": 0}),
        }
    )


def _refitted(ground: Ground, base: Setting) -> Setting:
    """The base's graphs where hours are the same or within those that they were grown for, grown again elsewhere."""
    routes, problem = base.routes, _with_numbers(base.problem, ground.scenario)
    if not np.array_equal(ground.is_dark, base.ground.is_dark):
        return Setting(ground, routes, build_problem(field_of(ground, routes)), base=base)
    moved = _hours_moved(ground, base)
    if not moved:
        return Setting(ground, routes, problem, base=base, is_as_base=problem is base.problem)
    widest = base.widest or base
    hours = {route.id: moved[route.id] if route.id in moved else route_open(base.ground, route) for route in routes.all()}
    if any((hours[route.id] & ~route_open(widest.ground, route)).any() for route in routes.all() if route.id in moved):
        return Setting(ground, routes, build_problem(field_of(ground, routes)), base=base)
    return Setting(ground, routes, _with_fewer_hours(_with_numbers(widest.problem, ground.scenario), hours), base=base)


def _hours_moved(ground: Ground, base: Setting) -> dict[str, Bools]:
    """For each route that is open at other minutes than in the base, `bool[minute]`: when it is open now."""
    scenario = ground.scenario
    ids = [*(segment.id for segment in scenario.segments), *(place.id for place in scenario.checkpoints)]
    usable = zip(ids, _usable_hours(ground), _usable_hours(base.ground), strict=True)
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


def _usable_hours(ground: Ground) -> Iterator[Bools]:
    """When each segment is silent or each checkpoint open, in the scenario's order, as far as vehicles can be there.

    In the dark they cannot, where night is not allowed (rule 7): hours that differ in the dark only are the same.
    """
    scenario = ground.scenario
    lit = ~ground.is_dark
    by_night = [row for row, segment in enumerate(scenario.segments) if segment.is_night_allowed]
    reached_by_night = set(ground.network.arc_head[np.isin(ground.arc_segment, by_night)].tolist())
    for segment in scenario.segments:
        yield ground.segment_open[segment.id] & (lit | segment.is_night_allowed)
    for place in scenario.checkpoints:
        yield ground.checkpoint_open[place.id] & (lit | (ground.node[place.id] in reached_by_night))


def _with_numbers(problem: Problem, scenario: Scenario) -> Problem:
    """The problem with the scenario's numbers; itself where they are the same."""
    anew = {(limit.kind, limit.what, limit.direction): limit.capacity for limit in Limits(scenario, problem.slots, {}).limits}
    limits = tuple(
        limit
        if limit.kind is None or np.array_equal(limit.capacity, anew[limit.kind, limit.what, limit.direction])
        else replace(limit, capacity=anew[limit.kind, limit.what, limit.direction])
        for limit in problem.limits
    )
    fleet = tuple(replace(row, vehicles=scenario.fleet[row.row].vehicles) for row in problem.fleet)
    shelters = tuple(Shelter(place.id, place.capacity_people, place.hospital_beds) for place in scenario.receptions)
    is_same = fleet == problem.fleet and shelters == problem.shelters
    if is_same and all(one is other for one, other in zip(limits, problem.limits, strict=True)):
        return problem
    return replace(problem, limits=limits, fleet=fleet, shelters=shelters)


def _with_fewer_hours(problem: Problem, open_min: Mapping[str, Bools]) -> Problem:
    """The problem with each route open at these minutes only, as far as the problem itself is."""

    def narrowed(graph: VehicleGraph) -> VehicleGraph:
        hours = graph.open_min.copy()
        for number, shape in enumerate(graph.shapes):
            if shape.route is not None:
                hours[number] &= open_min[shape.route]
        return replace(graph, open_min=hours)

    flows = (replace(flow, open_min=flow.open_min & open_min[flow.route]) for flow in problem.own_flows)
    return replace(
        problem,
        graphs=tuple(narrowed(graph) for graph in problem.graphs),
        own_flows=tuple(flow for flow in flows if flow.open_min.any()),
    )
