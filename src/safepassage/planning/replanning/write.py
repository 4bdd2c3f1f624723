"""From a way on to the whole plan: the past as it was, the rest as it will be, and everything that follows from both.

Invariant: the past is taken over activity by activity; only convoys, waves and crowds are told anew, because the rest belongs to them too.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version

from safepassage.corridor import NOBODY
from safepassage.planning.boarding import Manned
from safepassage.planning.calling import call_waves, count_crowds
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checker import count_figures
from safepassage.planning.connect import Ground
from safepassage.planning.convoys import form_convoys
from safepassage.planning.deliveries import goods_lines
from safepassage.planning.itineraries import drive_on, write_itineraries
from safepassage.planning.itinerary import Activity, Drive, Halt, Itinerary
from safepassage.planning.master import day_of
from safepassage.planning.midday import MiddayChange, OutOfService
from safepassage.planning.problem import StationKind
from safepassage.planning.replanning.account import certify, left_behind, reasons_onward
from safepassage.planning.replanning.crew import Going
from safepassage.planning.replanning.judge import routes_of
from safepassage.planning.replanning.on_board import on_board
from safepassage.planning.replanning.own import own_onward
from safepassage.planning.replanning.rest import Rest
from safepassage.planning.replanning.silence_onward import silence_as_it_was, windows_onward
from safepassage.planning.replanning.standing import Standing
from safepassage.planning.result import Plan
from safepassage.planning.route import Route
from safepassage.planning.routes import draw_route
from safepassage.scenario.hash import scenario_hash
from safepassage.scenario.scenario import Scenario
from safepassage.situation import instant_of


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A plan, how many activities of each vehicle have begun, and who ends where no journey ends."""

    plan: Plan
    past: Mapping[str, int]
    ends_elsewhere: tuple[str, ...]


def write_plan_onward(
    rest: Rest,
    before: Plan,
    ground_before: Ground,
    going: Sequence[Going],
    manned: Manned,
    *,
    at: datetime,
    why: str,
    fills_up: bool,
    out: Sequence[OutOfService],
    prices: BoundPrices | None,
    work: int,
) -> Written:
    """The whole plan. `ground_before` is that of the plan `before`; `prices` prove a bound for the scenario now, None: nothing does."""
    scenario, setting = rest.setting.scenario, rest.setting
    old_routes = {route.id: route for route in before.routes}
    roads = {**{route.id: route for route in setting.routes.all()}, **old_routes}
    rests = _rests(rest, going, manned)
    itineraries, past = _joined(rest, going, rests, {each.vehicle for each in out})
    itineraries, convoys = form_convoys(itineraries, roads, most_vehicles=scenario.column.max_vehicles, before=before.convoys)
    own_past = tuple(departure for departure in before.own_departures if departure.departs_at < at)
    gone: Counter[int] = Counter()
    for departure in own_past:
        gone[departure.own_transport_row] += departure.units
    own_coming = own_onward(
        rest,
        manned,
        [use for each in going for use in each.vehicle.holds if use[1] <= rest.problem.slot(each.day.path[0].starts_min - 1)],
        [departure for departure in before.own_departures if departure.departs_at >= at],
        old_routes,
        gone=gone,
        fills_up=fills_up,
    )
    own = (*own_past, *own_coming)
    begun = [itinerary.model_copy(update={"activities": itinerary.activities[: past[itinerary.vehicle]]}) for itinerary in itineraries]
    coming = [itinerary.model_copy(update={"activities": itinerary.activities[past[itinerary.vehicle] :]}) for itinerary in itineraries]
    windows = windows_onward(setting.ground, ground_before, roads, (begun, own_past), (coming, own_coming))
    used = routes_of(itineraries) | {departure.route for departure in own}
    order = [route.id for route in before.routes if route.id in used]
    order += [route.id for route in setting.routes.all() if route.id in used and route.id not in old_routes]
    routes = tuple(old_routes[id_] if id_ in old_routes else draw_route(setting.ground, roads[id_]) for id_ in order)
    if set(order) == set(old_routes):
        routes = before.routes
    set_down = sum((each.set_down for each in out), NOBODY)
    figures = count_figures(
        scenario, setting.ground.network, itineraries, own, routes, windows, place_nodes=setting.ground.node, set_down=set_down
    )
    left = left_behind(scenario, itineraries, before, why)
    goods = goods_lines(scenario, itineraries)
    waves = call_waves(scenario, itineraries, changed_at=at, before=before.waves)
    plan = before.model_copy(
        update={
            "scenario": scenario.id,
            "scenario_title": scenario.title,
            "scenario_hash": scenario_hash(scenario),
            "planner": f"safepassage {version('safepassage')}",
            "horizon": scenario.horizon,
            "routes": routes,
            "itineraries": itineraries,
            "own_departures": own,
            "convoys": convoys,
            "windows": windows,
            "waves": waves,
            "crowds": count_crowds(scenario, itineraries, waves),
            "goods": goods,
            "left_behind": left,
            "bindings": (),
            "reasons": reasons_onward(before, left, goods, figures, why),
            "figures": figures,
            "certificate": certify(scenario, figures, goods, prices, at, set_down=set_down, work=work),
        }
    )
    elsewhere = _ends_elsewhere(scenario, itineraries, roads)
    changed = MiddayChange(
        at=at, ends_elsewhere=elsewhere, silence_as_it_was=silence_as_it_was(rest, before, ground_before, windows), out=tuple(out)
    )
    return Written(plan.model_copy(update={"changed": changed}), past, elsewhere)


def _ends_elsewhere(scenario: Scenario, itineraries: Iterable[Itinerary], roads: Mapping[str, Route]) -> tuple[str, ...]:
    """Vehicles that end where no journey ends, or with somebody or something on board."""
    ends = {place.id for place in (*scenario.depots, *scenario.receptions)}
    return tuple(
        itinerary.vehicle
        for itinerary in itineraries
        if (roads[last.route].destination if isinstance(last := itinerary.activities[-1], Drive) else last.place) not in ends
        or not on_board(itinerary.activities).is_empty
    )


def _rests(rest: Rest, going: Sequence[Going], manned: Manned) -> list[tuple[Activity, ...]]:
    """What each vehicle does from now on; one that ends at a halt stands there to the end of the horizon."""
    scenario, problem = rest.setting.scenario, rest.problem
    days, ends = [], []
    for each in going:
        graph = problem.graphs[problem.fleet[each.day.fleet].graph]
        last = each.day.path[-1]
        is_halt = graph.stations[graph.moves[last.move].head].kind is StationKind.HALT
        ends.append(last if is_halt else None)
        days.append(day_of(problem, each.day.fleet, each.day.path[:-1]) if is_halt else each.day)
    itineraries = write_itineraries(problem, scenario, replace(manned, days=days))
    told = []
    for each, itinerary, end in zip(going, itineraries, ends, strict=True):
        activities: tuple[Activity, ...] = itinerary.activities
        if end is not None:
            graph = problem.graphs[problem.fleet[each.day.fleet].graph]
            shape, head = graph.shape(end.move), graph.stations[graph.moves[end.move].head]
            arrives_at = instant_of(scenario, end.starts_min + shape.drive_min)
            drive = drive_on(shape, instant_of(scenario, end.starts_min), arrives_at)
            activities = (*activities, drive, Halt(place=head.place, starts_at=arrives_at, ends_at=scenario.horizon.ends_at))
        told.append(activities)
    return told


def _joined(
    rest: Rest, going: Sequence[Going], rests: Sequence[tuple[Activity, ...]], out: set[str]
) -> tuple[tuple[Itinerary, ...], dict[str, int]]:
    """Whole itineraries: those of the plan in its order, then vehicles that it left idle; and how much of each has begun. No name of one
    that is `out` is given again.
    """
    scenario = rest.setting.scenario
    of_plan = {each.vehicle.name: told for each, told in zip(going, rests, strict=True) if each.vehicle.name is not None}
    itineraries, past = [], {}
    for standing in rest.standings:
        onward = of_plan.get(standing.itinerary.vehicle, ())
        activities = (*standing.past, *_halt(standing, onward, scenario), *onward)
        if activities:
            itineraries.append(standing.itinerary.model_copy(update={"activities": activities}))
            past[standing.itinerary.vehicle] = len(standing.past)
    taken = {standing.itinerary.vehicle for standing in rest.standings} | out
    for each, told in zip(going, rests, strict=True):
        if each.vehicle.name is None:
            row = rest.problem.fleet[each.day.fleet].row
            entry = scenario.fleet[row]
            name = next(name for count in range(1, 10_000) if (name := f"{entry.type[:56]}-{count:03d}") not in taken)
            taken.add(name)
            itineraries.append(Itinerary(vehicle=name, fleet_row=row, type=entry.type, depot=entry.depot, activities=told))
            past[name] = 0
    return tuple(itineraries), past


def _halt(standing: Standing, onward: Sequence[Activity], scenario: Scenario) -> tuple[Activity, ...]:
    """The halt that a vehicle has not left yet, until it goes on, or to the end."""
    if standing.halts_at is None or standing.halts_since is None or standing.is_out:
        return ()
    ends_at = onward[0].starts_at if onward else scenario.horizon.ends_at
    return (Halt(place=standing.halts_at, starts_at=standing.halts_since, ends_at=ends_at),)
