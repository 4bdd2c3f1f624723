"""The whole of planning in one function: read it first.

A scenario is laid on its roads; the routes between its places become a problem in numbers; the search finds vehicles' days and a
bound; riders, goods and own cars are placed; what people hold is written from that; and an independent checker judges it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from time import monotonic

from safepassage.errors import PlanBrokenError
from safepassage.planning.bindings import find_bindings
from safepassage.planning.build import build_problem, most_points, people_points
from safepassage.planning.calling import call_waves, count_crowds
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checker import check_plan, count_figures
from safepassage.planning.connect import Ground, connect
from safepassage.planning.convoys import form_convoys
from safepassage.planning.deliveries import delivered_points, goods_lines
from safepassage.planning.graph import Field
from safepassage.planning.itineraries import write_itineraries
from safepassage.planning.master import Day
from safepassage.planning.own_columns import OwnColumns
from safepassage.planning.own_transport import OwnGroup, own_departures, place_own, without_own
from safepassage.planning.precedence import Orders, choose, man_beside, received_by, what_order_brings
from safepassage.planning.pricing import load
from safepassage.planning.problem import Problem
from safepassage.planning.proof import contradiction, leaving_otherwise, name_prices, name_prices_with_own, prove
from safepassage.planning.reasons import Reasons
from safepassage.planning.result import Certificate, Figures, GoodsLine, Plan
from safepassage.planning.routes import Routes, draw_route, find_routes, route_danger, route_open
from safepassage.planning.search import Found, Search, Searching, run
from safepassage.planning.search import Progress as SearchProgress
from safepassage.planning.shrink import shrink
from safepassage.planning.silence import ask_silence
from safepassage.scenario.hash import scenario_hash
from safepassage.scenario.scenario import Precedence, Scenario
from safepassage.situation import duty_min

Progress = Callable[[str, float | None, float | None, int], None]
"""Told the stage, the points of the best plan so far, the bound, and the units of work done."""

DEFAULT_SECONDS = 60.0

_LEFT_AFTER_S = 0.6
_LEFT_AFTER_SHARE = 1.2
"""What comes after the search takes a little longer than what came before it; less than half of it without the silence shrunk."""
_LEFT_AFTER_SHRINKING_SHARE = 0.5
_LEFT_FOR_OWN_SHARE = 0.4
"""More, where there is a bound with own transport to be worked out again."""
_SEARCH_SHARE = 0.25
"""The search has so much of the seconds at the least: there must be a plan."""

_ARITHMETIC = 1e-7
STILL_FALLING = "; it was still coming down when the search ended"
"""What a certificate says of a bound that more search would have lowered."""

_STAGES = {
    "first plan": "Making a first plan",
    "bound": "Proving what is possible at most",
    "plan at prices": "Planning at the prices of what is scarce",
    "improve": "Improving the plan",
}


def plan(
    scenario: Scenario,
    *,
    seconds: float | None = None,
    work: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    ground: Ground | None = None,
) -> Plan:
    """Plan a scenario.

    In `seconds` from laying the roads to checking the plan (60 where neither is given), as nearly as possible: the search ends in time for
    what follows, and the silence is shrunk as far as time is left. Or with `work` units of search: the same scenario, seed and work give
    the same plan to the byte. Ctrl-C while searching gives the best plan so far, and afterwards that plan without its silence shrunk.
    "Nothing can be done" is a plan with its reasons.

    Raises:
        InputError: the scenario does not fit its roads.
        PlanBrokenError: the checker found the plan broken: a fault of ours, and no plan is handed out.
    """
    tell = progress or (lambda stage, value, bound, done: None)
    if seed is not None:
        scenario = scenario.model_copy(update={"seed": seed})
    tell("Loading the planner", None, None, 0)
    load()  # compiling, after the program has changed, is in nobody's seconds
    began_at = monotonic()
    tell("Laying the scenario on its roads", None, None, 0)
    ground = ground if ground is not None and ground.scenario == scenario else connect(scenario)
    tell("Finding the routes", None, None, 0)
    routes = find_routes(ground)
    tell("Building the problem", None, None, 0)
    problem = build_problem(field_of(ground, routes))
    first_own = place_own(problem, scenario, [], {}) if own_goes_first(scenario) else []
    searched = without_own(problem, first_own, scenario)
    searching = _searching(problem, scenario, searched)
    clock = _share_out(began_at, seconds if seconds is not None else DEFAULT_SECONDS, has_own=bool(problem.own_flows))
    found = run(searching, ends_at=clock.search_ends_at, work=work, report=lambda told: _pass_on(tell, told))
    proven = name_prices(ground, routes, searched, found, own_departures(problem, scenario, first_own))
    with_own = name_prices_with_own(ground, routes, problem, found)
    chosen, own = found, first_own
    try:
        tell("Working the bound out again", None, None, found.work)
        proven = prove(ground, routes, proven)
        with_own = prove(ground, routes, with_own, with_own=True)
        tell("Checking the plan", None, None, found.work)
        chosen, own = choose(problem, scenario, found, first_own)
        shrinks_until = math.inf if work is not None else clock.shrinking_ends_at
        return write_checked(ground, routes, problem, chosen, own, proven=proven, with_own=with_own, shrinks_until=shrinks_until)
    except KeyboardInterrupt:
        # who is in a hurry gets the plan all the same, without what takes long and changes nobody's place
        return write_checked(ground, routes, problem, chosen, own, proven=proven, with_own=with_own, shrinks=False)


@dataclass(frozen=True, slots=True)
class _Clock:
    """When what can be ended by the clock is to end."""

    search_ends_at: float
    shrinking_ends_at: float


def _share_out(began_at: float, seconds: float, *, has_own: bool) -> _Clock:
    """What is left of the seconds now that the search can begin."""
    now = monotonic()
    ends_at, before_s = began_at + seconds, now - began_at
    left_share = _LEFT_AFTER_SHARE + (_LEFT_FOR_OWN_SHARE if has_own else 0.0)
    search_ends_at = max(ends_at - _LEFT_AFTER_S - left_share * before_s, now + _SEARCH_SHARE * seconds)
    return _Clock(search_ends_at, ends_at - _LEFT_AFTER_SHRINKING_SHARE * before_s)


def _searching(problem: Problem, scenario: Scenario, searched: Problem) -> Searching:
    """The search for the fleet's days, and for who goes first where that is to be whoever is worth more."""
    fuel_places = frozenset(place.id for place in scenario.places if place.has_fuel)
    if not problem.own_flows:
        return Search(problem, fuel_places, seed=scenario.seed)
    if scenario.column.own_transport_precedence is Precedence.WORTH:
        return Orders(problem, scenario, fuel_places, seed=scenario.seed)
    return Search(searched, fuel_places, seed=scenario.seed, own=OwnColumns(problem, scenario))


def field_of(ground: Ground, routes: Routes) -> Field:
    scenario = ground.scenario
    rows = {id(entry): number for number, entry in enumerate(scenario.fleet)}
    return Field(
        scenario=scenario,
        routes=routes.by_pair,
        open_min=lambda route: route_open(ground, route),
        incidents=lambda route: route_danger(ground, route),
        dark_min=ground.is_dark,
        duty_min=lambda entry: duty_min(scenario, rows[id(entry)]),
    )


def own_goes_first(scenario: Scenario) -> bool:
    return scenario.column.own_transport_precedence is Precedence.OWN_TRANSPORT


def _pass_on(tell: Progress, told: SearchProgress) -> None:
    bound = told.bound_points if told.bound_points != float("inf") else None
    tell(_STAGES[told.stage], told.points, bound, told.work)


def write_checked(
    ground: Ground,
    routes: Routes,
    problem: Problem,
    found: Found,
    first_own: list[OwnGroup],
    *,
    proven: BoundPrices | None = None,
    with_own: BoundPrices | None = None,
    reasons: type[Reasons] = Reasons,
    shrinks: bool = True,
    shrinks_until: float = math.inf,
) -> Plan:
    """The plan of the days found, without vehicles whose own day the checker refuses; how many is among the plan's reasons.

    `proven` are the prices of the bound, `with_own` those of the bound with own transport; `reasons` says why people stay; `shrinks` tells
    whether the silence asked for is made less at equal people out, by the clock until `shrinks_until`. These two take long and change
    nobody's place.

    Raises:
        PlanBrokenError: the checker found the plan broken, and no vehicle's own day was the cause.
    """
    refused = 0
    while True:
        ends_at = shrinks_until if shrinks else -math.inf
        made, days = _write(ground, routes, problem, found, first_own, refused, proven, with_own, reasons, ends_at)
        breaches = check_plan(ground.scenario, ground.network, made, place_nodes=ground.node)
        if not breaches:
            return made
        named = {breach.where.split(",")[0].removeprefix("vehicle ") for breach in breaches}
        kept = [day for day, itinerary in zip(days, made.itineraries, strict=True) if itinerary.vehicle not in named]
        if len(kept) == len(days):
            raise PlanBrokenError("\n".join(str(breach) for breach in breaches))
        refused += len(days) - len(kept)
        found = replace(found, days=tuple(kept))


def _write(
    ground: Ground,
    routes: Routes,
    problem: Problem,
    found: Found,
    first_own: list[OwnGroup],
    refused: int,
    proven: BoundPrices | None,
    with_own: BoundPrices | None,
    asked: type[Reasons],
    shrinks_until: float,
) -> tuple[Plan, Sequence[Day]]:
    """Everything that follows from the days found; and the days in the order of the itineraries."""
    scenario = ground.scenario
    roads = {route.id: route for route in routes.all()}
    manned = man_beside(problem, scenario, found.days, first_own)
    own = first_own or place_own(problem, scenario, list(manned.days), received_by(manned))
    if shrinks_until > monotonic():
        manned, own = shrink(ground, routes, problem, manned, own, ends_at=shrinks_until)
    itineraries, convoys = form_convoys(write_itineraries(problem, scenario, manned), roads, most_vehicles=scenario.column.max_vehicles)
    departures = own_departures(problem, scenario, own)
    if proven is not None and proven.own_first and proven.own_first != departures:
        found, proven = leaving_otherwise(ground, routes, found, proven, departures)
    windows = ask_silence(ground, roads, itineraries, departures)
    used = {drive.route for drive in convoys} | {departure.route for departure in departures}
    used_routes = tuple(draw_route(ground, route) for route in routes.all() if route.id in used)
    figures = count_figures(scenario, ground.network, itineraries, departures, used_routes, windows, place_nodes=ground.node)
    bindings = find_bindings(ground, problem, found)
    why = asked(ground, routes, problem, bindings, is_bound_final=found.is_bound_final)
    left = why.left_behind(itineraries)
    goods = goods_lines(scenario, itineraries)
    waves = call_waves(scenario, itineraries)
    own_left = figures.own_transport_registered - figures.own_transport_out
    certificate = _certify(scenario, found, proven, with_own, figures, goods)
    reasons = why.all(left, goods, own_left)
    if reasons and found.together is not None:
        reasons = (*reasons, what_order_brings(scenario, certificate))
    if refused:
        reasons = (
            *reasons,
            f"{refused} vehicles were given days that our own check refused, and stay at their depots: please report this.",
        )
    contradictions = [contradiction(found.bound_points, proven)]
    if found.together is not None:
        contradictions += [contradiction(found.together.bound_points, with_own, " of the fleet and own transport together")]
    reasons = (*reasons, *(contradicted for contradicted in contradictions if contradicted))
    plan = Plan(
        scenario=scenario.id,
        scenario_title=scenario.title,
        scenario_hash=scenario_hash(scenario),
        network_hash=ground.network.content_hash,
        planner=f"safepassage {version('safepassage')}",
        zone=scenario.zone,
        horizon=scenario.horizon,
        routes=used_routes,
        itineraries=itineraries,
        own_departures=departures,
        convoys=convoys,
        windows=windows,
        waves=waves,
        crowds=count_crowds(scenario, itineraries, waves),
        goods=goods,
        left_behind=left,
        bindings=bindings,
        reasons=reasons,
        figures=figures,
        certificate=certificate,
    )
    return plan, manned.days


def _certify(
    scenario: Scenario,
    found: Found,
    proven: BoundPrices | None,
    with_own: BoundPrices | None,
    figures: Figures,
    goods: tuple[GoodsLine, ...],
) -> Certificate:
    """The plan's points in people and goods beside the bounds, which never exceed everybody and everything."""
    value = people_points(scenario.weights, figures.out) + delivered_points(scenario.weights, goods)
    most = most_points(scenario)
    left_by_own = own_goes_first(scenario) and figures.own_transport_units_out
    own = "with what own transport leaves it" if left_by_own else "own transport not counted"
    covers = f"all plans of the fleet under the rules on the roads looked at, {own}; people and goods counted, silence and danger not"
    if found.bound_points == math.inf:
        covers += "; the search ended before any bound was reached: this one is everybody and everything"
    elif not found.is_bound_final:
        covers += STILL_FALLING
    bound = _bound_said(found.bound_points, proven, most)
    certificate = Certificate(
        value_points=value,
        bound_points=bound,
        gap=(bound - value) / bound if bound else 0.0,
        covers=covers,
        seed=scenario.seed,
        work=found.work,
        prices=proven,
    )
    if not figures.own_transport_registered.total_people:
        return certificate
    value += people_points(scenario.weights, figures.own_transport_out)
    own_points = people_points(scenario.weights, figures.own_transport_registered)
    covers = "all plans of the fleet, own cars and people on foot together under the same rules, whoever goes first"
    # each as if the other were not there; where own transport goes first, the bound of the fleet is that of what it leaves
    bound = (most if left_by_own else bound) + own_points
    if found.together is None:
        covers += "; each of them was counted as if the others were not there"
    else:
        bound = min(bound, _bound_said(found.together.bound_points, with_own, most + own_points))
        covers += "" if found.together.is_final else STILL_FALLING
    return certificate.model_copy(
        update={
            "with_own_value_points": value,
            "with_own_bound_points": bound,
            "with_own_gap": (bound - value) / bound if bound else 0.0,
            "with_own_covers": covers,
            "with_own_prices": with_own,
        }
    )


def _bound_said(bound_points: float, proven: BoundPrices | None, most: float) -> float:
    """Of the search's bound and that of separate code the higher; never more than everybody and everything."""
    if proven is not None and proven.bound_points is not None:
        # what separate code proved in whole numbers needs no allowance
        return min(most, max(bound_points, proven.bound_points))
    # the solver's arithmetic may err by its tolerance for each row and for each rider
    return min(most, bound_points + _ARITHMETIC * (bound_points + most))
