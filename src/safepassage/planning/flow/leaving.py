"""Who leaves when on which road: a schedule that the independent checker has found to keep the rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from safepassage.errors import PlanBrokenError
from safepassage.planning.build import build_problem
from safepassage.planning.checker import check_own_departures
from safepassage.planning.connect import Ground, connect
from safepassage.planning.flow.ceiling import Ceiling, Way
from safepassage.planning.flow.more_roads import roads_over
from safepassage.planning.flow.places import Places
from safepassage.planning.flow.streets import CHECKPOINT, SEGMENT
from safepassage.planning.itinerary import Direction, Drive, OwnDeparture
from safepassage.planning.own_schedule import departures_of
from safepassage.planning.own_transport import own_departures, place_in
from safepassage.planning.plan import field_of
from safepassage.planning.problem import Limit, Problem
from safepassage.planning.result import BindingKind, Plan
from safepassage.planning.route import Route
from safepassage.planning.routes import Routes, find_routes, route_along
from safepassage.planning.silence import ask_silence
from safepassage.scenario.scenario import Scenario

_GATES = {BindingKind.CHECKPOINT: CHECKPOINT, BindingKind.ROAD: SEGMENT}
_MOST_ROADS = 40
"""Roads more that are looked at in one go."""


@dataclass(frozen=True, eq=False)
class Layout:
    """Own transport alone on its roads, and what convoys leave it. `bare` is the scenario without its fleet."""

    scenario: Scenario
    bare: Scenario
    ground: Ground
    routes: Routes
    places: Places

    @cached_property
    def problem(self) -> Problem:
        return build_problem(field_of(self.ground, self.routes))

    @cached_property
    def roads(self) -> dict[str, Route]:
        return {route.id: route for route in self.routes.all()}


@dataclass(frozen=True, eq=False)
class Leaving:
    """Departures in order, with their routes."""

    departures: tuple[OwnDeparture, ...]
    routes: Mapping[str, Route]
    scenario: Scenario

    @property
    def units(self) -> int:
        return sum(departure.units for departure in self.departures)

    @cached_property
    def arrived(self) -> NDArray[np.int64]:
        """Units that have arrived by each minute of the horizon, its end included, `int64[minute]`."""
        horizon = self.scenario.horizon
        arriving = np.zeros(int((horizon.ends_at - horizon.starts_at).total_seconds() // 60) + 1, dtype=np.int64)
        for departure in self.departures:
            arriving[self.minute(departure.arrives_at)] += departure.units
        return np.cumsum(arriving)

    def minute(self, at: datetime) -> int:
        return int((at - self.scenario.horizon.starts_at).total_seconds() // 60)

    @property
    def last_min(self) -> int | None:
        """The minute of the last arrival; None: nobody arrives."""
        return max((self.minute(departure.arrives_at) for departure in self.departures), default=None)

    @property
    def merit(self) -> tuple[int, int]:
        """More units are better, then earlier ones."""
        return self.units, int(self.arrived.sum())


def lay(scenario: Scenario, plan: Plan | None) -> Layout:
    """Raises: InputError: what `connect` raises."""
    bare = scenario.model_copy(update={"fleet": (), "needs": (), "stocks": ()})
    ground = connect(bare)
    return Layout(scenario, bare, ground, find_routes(ground), Places(scenario, plan))


def leave(layout: Layout, places: Places) -> Leaving:
    """The departures that bring out most in these places, as far as is found, then earliest."""
    problem = layout.problem
    slots = np.array([_capacity(limit, places) for limit in problem.limits]).reshape(len(problem.limits), problem.slots)
    room = {shelter.place: places.people.get(shelter.place, 0) for shelter in problem.shelters}
    groups = place_in(problem, layout.bare, slots, room, {own.row: 1.0 for own in problem.own_rows})
    return Leaving(own_departures(problem, layout.bare, groups), layout.roads, layout.scenario)


def _capacity(limit: Limit, places: Places) -> NDArray[np.float64]:
    if limit.kind not in _GATES or limit.direction == Direction.INBOUND:
        return limit.capacity
    return places.outbound(_GATES[limit.kind], limit.what) if limit.direction is not None else places.both_ways(limit.what)


def leave_as_planned(layout: Layout, plan: Plan) -> Leaving:
    """The plan's own departures."""
    return Leaving(plan.own_departures, {route.id: route for route in plan.routes}, layout.scenario)


def known_ways(layout: Layout) -> Iterator[Way]:
    """The departures of the layout's roads as ways for the bound."""
    problem, departing = layout.problem, departures_of(layout.problem)
    centres = {centre.id: number for number, centre in enumerate(layout.scenario.reception_centres)}
    first = departing.uses.indptr
    for column, number in enumerate(departing.flow.tolist()):
        flow, uses = problem.own_flows[number], []
        for row in departing.uses.indices[first[column] : first[column + 1]].tolist():
            limit = problem.limits[row // problem.slots]
            if limit.direction is not None:
                assert limit.kind is not None  # noqa: S101
                uses.append(((_GATES[limit.kind], limit.what), row % problem.slots))
        yield Way(flow.row, centres[flow.reception], int(departing.arrives_min[column]), tuple(uses))


def with_more_roads(layout: Layout, ceiling: Ceiling) -> Layout | None:
    """The layout with the roads that the bound leans on; None where there is none that was not known."""
    by_pair = dict(layout.routes.by_pair)
    added = 0
    for (row, centre), stretches in sorted(ceiling.roads_wanted.items()):
        own, place = layout.scenario.own_transport[row], layout.scenario.reception_centres[centre].id
        pair = (own.gathering_point, place, own.max_speed_kmh)
        known = {route.arcs for route in by_pair.get(pair, ())}
        for arcs in dict.fromkeys(roads_over(layout.ground, own.max_speed_kmh, list(stretches)[:_MOST_ROADS])):
            if arcs not in known:
                added += 1
                id_ = f"{own.gathering_point[:22]}_to_{place[:22]}_more_{added}.{len(by_pair.get(pair, ()))}"
                more = route_along(layout.ground, id_, own.gathering_point, place, own.max_speed_kmh, arcs)
                by_pair[pair] = (*by_pair.get(pair, ()), more)
    return replace(layout, routes=Routes(by_pair, layout.routes.unreachable)) if added else None


def judge(layout: Layout, leaving: Leaving, plan: Plan | None) -> None:
    """Raises: PlanBrokenError: the departures break a rule, beside the plan's convoys: a fault of ours."""
    itineraries = plan.itineraries if plan is not None else ()
    used = {departure.route for departure in leaving.departures}
    driven = {activity.route for itinerary in itineraries for activity in itinerary.activities if isinstance(activity, Drive)}
    routes = {route.id: route for route in plan.routes if route.id in driven} if plan is not None else {}
    own = {id_: leaving.routes[id_].model_copy(update={"id": f"own.{number}"}) for number, id_ in enumerate(sorted(used))}
    departures = [departure.model_copy(update={"route": own[departure.route].id}) for departure in leaving.departures]
    routes |= {route.id: route for route in own.values()}
    windows = ask_silence(layout.ground, routes, itineraries, departures)
    breaches = check_own_departures(
        layout.scenario, layout.ground.network, itineraries, departures, tuple(routes.values()), windows, place_nodes=layout.ground.node
    )
    if breaches:
        raise PlanBrokenError("\n".join(str(breach) for breach in breaches))
