"""The independent checker of plans, written from `docs/rules.md` alone.

Invariant: it shares no code with what makes plans. It takes from the scenario what was written, from the network plain arrays,
and works out everything else again: driving times, crossings, closures, daylight, common windows, figures.
"""

from collections.abc import Mapping, Sequence

from safepassage.corridor import NOBODY, PeopleByClass
from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.counts import (
    check_boarded,
    check_fleet,
    check_goods,
    check_own_transport,
    check_received,
)
from safepassage.planning.checking.crowds import check_crowds
from safepassage.planning.checking.figures import count
from safepassage.planning.checking.ground import survey
from safepassage.planning.checking.journey import follow
from safepassage.planning.checking.midday import check_set_down
from safepassage.planning.checking.ride import check_route, drive_again
from safepassage.planning.checking.silence import check_silence
from safepassage.planning.checking.statements import (
    boards_of,
    check_certificate,
    check_convoys,
    check_figures,
    check_goods_lines,
    check_heading,
    check_left_behind,
)
from safepassage.planning.checking.traffic import check_halts, check_traffic
from safepassage.planning.checking.trips import fleet_trips, own_trips
from safepassage.planning.checking.vehicle import check_vehicle
from safepassage.planning.itinerary import Alight, Drive, Itinerary, OwnDeparture
from safepassage.planning.result import Figures, Plan, SilenceWindow
from safepassage.planning.route import Route
from safepassage.roads import RoadNetwork
from safepassage.scenario.scenario import Scenario

__all__ = ["Breach", "check_own_departures", "check_plan", "count_figures"]


def check_plan(scenario: Scenario, network: RoadNetwork, plan: Plan, *, place_nodes: Mapping[str, int]) -> tuple[Breach, ...]:
    """Every breach of the rules in a plan, sorted; empty where the plan holds.

    `place_nodes` is the network's node for each place that stands on it. Never raises on a broken plan.
    """
    ground = survey(scenario, network, plan.routes, place_nodes)
    routes = {route.id: route for route in plan.routes}
    rides = {route.id: drive_again(ground, route) for route in plan.routes}
    steps_of = [follow(itinerary, routes) for itinerary in plan.itineraries]
    all_steps = [step for steps in steps_of for step in steps]
    boards = boards_of(steps_of)
    alights = [step.activity for step in all_steps if isinstance(step.activity, Alight)]
    of_fleet = fleet_trips(plan.itineraries, steps_of, routes, rides)
    trips = [*of_fleet, *own_trips(scenario, plan.own_departures, routes, rides)]
    routes_used = {step.activity.route for step in all_steps if isinstance(step.activity, Drive)}
    routes_used |= {departure.route for departure in plan.own_departures}

    breaches: list[Breach] = []
    for route in plan.routes:
        breaches += check_route(ground, route, rides[route.id])
    for itinerary, steps in zip(plan.itineraries, steps_of, strict=True):
        breaches += check_vehicle(ground, itinerary, steps, routes, rides)
    breaches += check_traffic(ground, trips)
    breaches += check_halts(ground, steps_of)
    breaches += check_silence(ground, trips, plan.windows, [ride for ride in rides.values() if ride is not None])
    breaches += check_boarded(ground, boards)
    breaches += check_received(ground, alights, plan.own_departures, routes)
    breaches += check_fleet(ground, plan.itineraries)
    breaches += check_goods(ground, all_steps)
    breaches += check_own_transport(ground, plan.own_departures, routes, rides)
    breaches += check_heading(ground, plan, routes_used)
    breaches += check_convoys(ground, plan, of_fleet)
    breaches += check_crowds(ground, plan, boards)
    breaches += check_goods_lines(ground, plan, all_steps)
    breaches += check_left_behind(ground, plan, boards)
    breaches += check_certificate(ground, plan, all_steps)
    breaches += check_set_down(ground, plan, steps_of)
    set_down = plan.changed.set_down if plan.changed is not None else NOBODY
    breaches += check_figures(plan.figures, count(ground, steps_of, plan.own_departures, trips, plan.windows, set_down=set_down))
    return tuple(sorted(set(breaches)))


def check_own_departures(
    scenario: Scenario,
    network: RoadNetwork,
    itineraries: Sequence[Itinerary],
    own_departures: Sequence[OwnDeparture],
    routes: Sequence[Route],
    windows: Sequence[SilenceWindow],
    *,
    place_nodes: Mapping[str, int],
) -> tuple[Breach, ...]:
    """Every breach of the rules that rule 24 names, by own cars and people on foot beside the fleet's itineraries, sorted.

    `routes` are those of the itineraries and of the departures.
    """
    ground = survey(scenario, network, routes, place_nodes)
    route_of = {route.id: route for route in routes}
    rides = {route.id: drive_again(ground, route) for route in routes}
    steps_of = [follow(itinerary, route_of) for itinerary in itineraries]
    trips = [*fleet_trips(itineraries, steps_of, route_of, rides), *own_trips(scenario, own_departures, route_of, rides)]
    alights = [step.activity for steps in steps_of for step in steps if isinstance(step.activity, Alight)]
    breaches = [breach for route in routes for breach in check_route(ground, route, rides[route.id])]
    breaches += check_traffic(ground, trips)
    breaches += check_silence(ground, trips, windows, [ride for ride in rides.values() if ride is not None])
    breaches += check_received(ground, alights, own_departures, route_of)
    breaches += check_own_transport(ground, own_departures, route_of, rides)
    return tuple(sorted(set(breaches)))


def count_figures(
    scenario: Scenario,
    network: RoadNetwork,
    itineraries: Sequence[Itinerary],
    own_departures: Sequence[OwnDeparture],
    routes: Sequence[Route],
    windows: Sequence[SilenceWindow],
    *,
    place_nodes: Mapping[str, int],
    set_down: PeopleByClass = NOBODY,
) -> Figures:
    """What these itineraries do. Danger counts passengers, own cars and people on foot; vehicles are those of the fleet.

    People `set_down` to wait anew are counted once among the registered.
    """
    ground = survey(scenario, network, routes, place_nodes)
    route_of = {route.id: route for route in routes}
    rides = {route.id: drive_again(ground, route) for route in routes}
    steps_of = [follow(itinerary, route_of) for itinerary in itineraries]
    trips = [*fleet_trips(itineraries, steps_of, route_of, rides), *own_trips(scenario, own_departures, route_of, rides)]
    return count(ground, steps_of, own_departures, trips, windows, set_down=set_down)
