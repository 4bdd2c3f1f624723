"""From a way on to the whole plan: the past as it was, the rest as it will be, and everything that follows from both.

Invariant: the past is taken over activity by activity; only convoys, waves and crowds are told anew, because the rest belongs to them too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version

from safepassage.corridor import Interval, PriorityClass, WindowStatus, local_text
from safepassage.planning.boarding import Manned
from safepassage.planning.build import most_points, people_points
from safepassage.planning.calling import call_waves, count_crowds
from safepassage.planning.checker import count_figures
from safepassage.planning.connect import Ground
from safepassage.planning.convoys import form_convoys
from safepassage.planning.deliveries import delivered_points, goods_lines
from safepassage.planning.itineraries import drive_on, write_itineraries
from safepassage.planning.itinerary import Activity, Board, Drive, Halt, Itinerary, OwnDeparture
from safepassage.planning.master import day_of
from safepassage.planning.problem import StationKind
from safepassage.planning.replanning.crew import Going
from safepassage.planning.replanning.judge import routes_of
from safepassage.planning.replanning.own import own_onward
from safepassage.planning.replanning.rest import Rest
from safepassage.planning.replanning.standing import Standing
from safepassage.planning.result import Certificate, Figures, GoodsLine, LeftBehind, Plan, SilenceWindow
from safepassage.planning.route import Route
from safepassage.planning.routes import draw_route
from safepassage.planning.silence import ask_silence, km_used
from safepassage.scenario.hash import scenario_hash
from safepassage.scenario.scenario import Scenario
from safepassage.situation import backing, common_windows, instant_of

_ARITHMETIC = 1e-7


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
    bound_points: float | None,
    work: int,
) -> Written:
    """The whole plan. `ground_before` is that of the plan `before`; `bound_points` bound what the rest can bring, None: not worked out."""
    scenario, setting = rest.setting.scenario, rest.setting
    old_routes = {route.id: route for route in before.routes}
    roads = {**{route.id: route for route in setting.routes.all()}, **old_routes}
    rests = _rests(rest, going, manned)
    itineraries, past = _joined(rest, going, rests)
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
    windows = _windows(setting.ground, ground_before, roads, (begun, own_past), (coming, own_coming))
    used = routes_of(itineraries) | {departure.route for departure in own}
    order = [route.id for route in before.routes if route.id in used]
    order += [route.id for route in setting.routes.all() if route.id in used and route.id not in old_routes]
    routes = tuple(old_routes[id_] if id_ in old_routes else draw_route(setting.ground, roads[id_]) for id_ in order)
    if set(order) == set(old_routes):
        routes = before.routes
    figures = count_figures(scenario, setting.ground.network, itineraries, own, routes, windows, place_nodes=setting.ground.node)
    left = _left_behind(scenario, itineraries, before, why)
    goods = goods_lines(scenario, itineraries)
    waves = call_waves(scenario, itineraries)
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
            "reasons": _reasons(before, left, goods, figures, why),
            "figures": figures,
            "certificate": _certificate(scenario, figures, goods, bound_points, at, work),
        }
    )
    ends = {place.id for place in (*scenario.depots, *scenario.receptions)}
    elsewhere = tuple(
        itinerary.vehicle
        for itinerary in itineraries
        if (roads[last.route].destination if isinstance(last := itinerary.activities[-1], Drive) else last.place) not in ends
        or _is_loaded(itinerary.activities)
    )
    return Written(plan, past, elsewhere)


def _is_loaded(activities: Iterable[Activity]) -> bool:
    people = goods_kg = 0
    for activity in activities:
        match activity.activity:
            case "board":
                people += activity.people.total_people
            case "alight":
                people -= activity.people.total_people
            case "load_goods":
                goods_kg += activity.weight_kg
            case "unload_goods":
                goods_kg -= activity.weight_kg
            case _:
                pass
    return people > 0 or goods_kg > 0


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


def _joined(rest: Rest, going: Sequence[Going], rests: Sequence[tuple[Activity, ...]]) -> tuple[tuple[Itinerary, ...], dict[str, int]]:
    """Whole itineraries: those of the plan in its order, then vehicles that it left idle; and how much of each has begun."""
    scenario = rest.setting.scenario
    of_plan = {each.vehicle.name: told for each, told in zip(going, rests, strict=True) if each.vehicle.name is not None}
    itineraries, past = [], {}
    for standing in rest.standings:
        onward = of_plan.get(standing.itinerary.vehicle, ())
        activities = (*standing.past, *_halt(standing, onward, scenario), *onward)
        if activities:
            itineraries.append(standing.itinerary.model_copy(update={"activities": activities}))
            past[standing.itinerary.vehicle] = len(standing.past)
    taken = {standing.itinerary.vehicle for standing in rest.standings}
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


Moving = tuple[Sequence[Itinerary], Sequence[OwnDeparture]]


def _windows(ground: Ground, ground_before: Ground, roads: Mapping[str, Route], begun: Moving, coming: Moving) -> tuple[SilenceWindow, ...]:
    """The windows that the past needed, as the old scenario had them, joined with those that the rest needs."""
    scenario = ground.scenario
    asked = (*ask_silence(ground_before, roads, *begun), *ask_silence(ground, roads, *coming))
    km = km_used(ground, [roads[id_] for id_ in routes_of([*begun[0], *coming[0]]) | {own.route for own in (*begun[1], *coming[1])}])
    spans: dict[str, list[Interval]] = defaultdict(list)
    for window in sorted(asked, key=lambda window: window.interval.starts_at):
        of_segment = spans[window.segment]
        if of_segment and window.interval.starts_at <= of_segment[-1].ends_at:
            ends_at = max(of_segment[-1].ends_at, window.interval.ends_at)
            of_segment[-1] = Interval(starts_at=of_segment[-1].starts_at, ends_at=ends_at)
        else:
            of_segment.append(window.interval)
    windows = []
    for segment in scenario.segments:
        for interval in spans.get(segment.id, []):
            parties, status = _kept_by(scenario, ground_before.scenario, segment.id, interval)
            windows.append(SilenceWindow(segment=segment.id, interval=interval, km=km[segment.id], parties=parties, status=status))
    return tuple(windows)


def _kept_by(scenario: Scenario, before: Scenario, segment: str, interval: Interval) -> tuple[tuple[str, ...], WindowStatus]:
    """Who keeps a segment silent by the words of now, or else by those that the past relied on; by neither throughout: it is asked for."""
    for words in (scenario, before):
        if any(hours.contains(interval.starts_at, interval.ends_at) for hours in common_windows(words).get(segment, ())):
            return backing(words, segment, interval)
    parties = {window.party for window in (*before.windows, *scenario.windows) if window.segment == segment}
    return tuple(party.id for party in scenario.parties if party.id in parties), WindowStatus.ASKED


def silenced_before(scenario: Scenario, before: Plan, windows: Iterable[SilenceWindow]) -> tuple[str, ...]:
    """Segments with a window of the plan that lies in no common window any more."""
    common = common_windows(scenario)
    return tuple(
        dict.fromkeys(
            window.segment
            for window in windows
            if not any(hours.contains(window.interval.starts_at, window.interval.ends_at) for hours in common.get(window.segment, ()))
        )
    )


def _left_behind(scenario: Scenario, itineraries: Iterable[Itinerary], before: Plan, why: str) -> tuple[LeftBehind, ...]:
    """Everybody who waits for a seat and gets none, with the plan's reason where it had one."""
    boarded: Counter[tuple[str, PriorityClass]] = Counter()
    for itinerary in itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, Board):
                boarded.update({(activity.place, priority): people for priority, people in activity.people.items()})
    known = {(line.place, line.priority): line for line in before.left_behind}
    lines = []
    for point in scenario.gathering_points:
        for priority, registered in point.registered.items():
            people = registered - boarded[point.id, priority]
            if people > 0:
                line = known.get((point.id, priority))
                reason = line.reason if line is not None and line.people >= people else why
                lines.append(LeftBehind(place=point.id, priority=priority, people=people, reason=reason))
    return tuple(lines)


def _reasons(before: Plan, left: tuple[LeftBehind, ...], goods: tuple[GoodsLine, ...], figures: Figures, why: str) -> tuple[str, ...]:
    if (left, goods, figures) == (before.left_behind, before.goods, before.figures):
        return before.reasons
    people = sum(line.people for line in left)
    reasons = [f"Of those who wait for a seat or a bay stay {people}: {why}."] if people else []
    short = [line for line in goods if line.delivered_kg < line.needed_kg]
    reasons += [f"{line.needed_kg - line.delivered_kg} kg of {line.kind.value} short at {line.place}: {why}." for line in short]
    own_left = figures.own_transport_registered.total_people - figures.own_transport_out.total_people
    reasons += [f"{own_left} people with their own means stay: {why}."] if own_left else []
    return tuple(reasons)


def _certificate(
    scenario: Scenario, figures: Figures, goods: tuple[GoodsLine, ...], bound_points: float | None, at: datetime, work: int
) -> Certificate:
    value = people_points(scenario.weights, figures.out) + delivered_points(scenario.weights, goods)
    most = most_points(scenario)
    since = local_text(at, scenario.zone)
    if bound_points is None:
        bound, covers = most, f"everybody and everything; what can still be done from {since} on was not worked out"
    else:
        bound = min(most, bound_points + _ARITHMETIC * (bound_points + most))
        covers = f"all ways to go on from {since} with what had begun by then, on the roads looked at, own transport not counted"
    gap = (bound - value) / bound if bound else 0.0
    return Certificate(value_points=value, bound_points=bound, gap=gap, covers=covers, seed=scenario.seed, work=work)
