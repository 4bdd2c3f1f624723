"""Planning anew in the middle of a day, in one function: read it first.

The state says where every vehicle stands; the changed scenario says what holds from now on. What has begun is finished; every day of
the plan that still holds is kept to the minute; what is broken is mended; as many other vehicles as the user allows may change for the
better. The independent checker judges the whole.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from time import monotonic

from safepassage.corridor import NOBODY, PeopleByClass, local_text
from safepassage.errors import InputError, PlanBrokenError, Problem
from safepassage.planning.bound import Generation
from safepassage.planning.build import goods_points_per_kg, people_points
from safepassage.planning.carry import Change
from safepassage.planning.checking.breach import Breach
from safepassage.planning.itinerary import Halt
from safepassage.planning.master import MasterResult
from safepassage.planning.pricing import DayFinder
from safepassage.planning.replanning.change import changes_in_words, check_change
from safepassage.planning.replanning.crew import crew
from safepassage.planning.replanning.judge import judge
from safepassage.planning.replanning.onward import Continuing, Onward
from safepassage.planning.replanning.rest import Rest, rest_of_day
from safepassage.planning.replanning.scenario_now import check_enough, scenario_now
from safepassage.planning.replanning.standing import Standing, stand
from safepassage.planning.replanning.state import DayState, check_state
from safepassage.planning.replanning.write import Written, silenced_before, write_plan_onward
from safepassage.planning.result import Plan
from safepassage.planning.routes import Routes
from safepassage.planning.setting import Setting, lay_out, lay_out_like, lay_out_on_known_roads
from safepassage.scenario.scenario import Scenario
from safepassage.situation import common_windows

Progress = Callable[[str, float | None, float | None, int], None]

DEFAULT_SECONDS = 10.0
DEFAULT_WORK = 200
SOME_CHANGES = 5
"""Of the trade shown: none but the broken ones, some, as many as help."""

_BOUND_SHARE = 0.4
"""Of the time, for what is possible at most: its prices guide what is tried after it."""

_WORTH_CUTTING_SHARE = 0.002
_EXACT_POINTS = 1e-6


@dataclass(frozen=True, eq=False)
class Session:
    """A plan laid out on its roads, ready to be changed: made once for a day, used for every change of it."""

    plan: Plan
    setting: Setting

    @property
    def scenario(self) -> Scenario:
        return self.setting.scenario


@dataclass(frozen=True, slots=True)
class Trade:
    """What is reached when so many vehicles may change beyond those that must; None: as many as help."""

    most_changes: int | None
    changed_vehicles: int
    out: PeopleByClass
    goods_kg: int


@dataclass(frozen=True, slots=True)
class Replanned:
    """The plan from a moment on, and all that is needed to say what is otherwise.

    `past` says how many activities of each vehicle have begun. `trades` are in order of the changes allowed; the plan is that of
    `most_changes`. `happened` are breaches of the new conditions by what has begun already: nobody can change them any more.
    """

    plan: Plan
    scenario: Scenario
    before: Plan
    state: DayState
    changes: tuple[str, ...]
    past: dict[str, int]
    standings: tuple[Standing, ...]
    most_changes: int | None
    broken: tuple[str, ...]
    ends_elsewhere: tuple[str, ...]
    unplaced: tuple[str, ...]
    trades: tuple[Trade, ...]
    is_stopped: bool


def open_session(scenario: Scenario, plan: Plan) -> Session:
    """Raises: InputError: the scenario does not fit its roads, or the roads are not those of the plan."""
    setting = lay_out(scenario)
    if setting.ground.network.content_hash != plan.network_hash:
        what = "the roads are not those that the plan was made on"
        raise InputError([Problem("roads", what, "Give the very OSM file that the plan was made on.")])
    return Session(plan, setting)


def replan(
    session: Session,
    state: DayState,
    changed: Scenario | None = None,
    *,
    most_changes: int | None = 0,
    seconds: float | None = None,
    work: int | None = None,
    trades: Sequence[int | None] = (0, SOME_CHANGES, None),
    bounds: bool = True,
    seeks_roads: bool = True,
    progress: Progress | None = None,
) -> Replanned:
    """The plan from the moment of a state on.

    `changed` is the scenario that holds from then on, None: the plan's own. `most_changes` vehicles may change beyond those whose
    rest of the day does not hold any more; None: as many as help. It ends after `seconds` (10 where neither is given), or after `work`
    tries for each number of changes: the same work gives the same plan. `trades` are numbers of changes for which it is said what would
    be reached. `bounds`: a part of the time is used to work out what is possible at most. `seeks_roads`: after a closure other roads
    are looked for than those known; without it, the answer is there sooner. Ctrl-C ends it with the best so far.

    Raises:
        InputError: the state or the changed scenario does not fit the plan; with everything that does not.
        PlanBrokenError: the checker found the new plan broken: a fault of ours, and no plan is handed out.
    """
    tell = progress or (lambda stage, value, bound, done: None)
    ends_at = monotonic() + (seconds if seconds is not None else DEFAULT_SECONDS)
    tell("Laying out the rest of the day", None, None, 0)
    before, at = session.plan, state.at
    check_state(state, before, session.scenario)
    if changed is not None:
        check_change(session.scenario, changed)
    standings = stand(before, session.scenario, state)
    now = scenario_now(session.scenario, changed, standings, state)
    own_past = [departure for departure in before.own_departures if departure.departs_at < at]
    check_enough(now, standings, own_past)
    is_changed = now != session.scenario
    lay = lay_out_like if seeks_roads else lay_out_on_known_roads
    setting = _with_own_names(lay(now, session.setting), before) if is_changed else session.setting
    routes = {route.id: route for route in before.routes}
    rest = rest_of_day(setting, standings, state, routes, own_past)
    finders = _Finders(rest, session.setting)
    continuing = Continuing(rest, finders, seed=now.seed)
    tell("Keeping what still holds", None, None, 0)
    mended = continuing.mend()
    is_news = is_changed or not state.is_as_planned
    why = f"by {local_text(at, now.zone)} the day had changed, and there is no way for them in what is left"
    order = sorted({*trades, most_changes}, key=lambda changes: float("inf") if changes is None else changes)
    found: dict[int | None, Onward] = {}
    best, done, stopped, bound_points = mended, 0, False, None
    try:
        if bounds and is_news:
            bound_ends_at = monotonic() + _BOUND_SHARE * (ends_at - monotonic())
            for bound_points, continuing.linear in _bound(rest, finders(), mended, bound_ends_at, work):
                tell("Proving what is possible at most", None, bound_points, 0)
        for turn, changes in enumerate(order):
            share_ends_at = monotonic() + (ends_at - monotonic()) / (len(order) - turn)
            found[changes] = best
            if not is_news:
                continue
            for onward in continuing.improve(best, most_changes=changes, work=work if work is not None else DEFAULT_WORK):
                done += 1
                found[changes] = best = onward
                tell("Looking for better ways on", None, None, done)
                if work is None and monotonic() >= share_ends_at:
                    break
    except KeyboardInterrupt:
        stopped = True
    chosen = found.get(most_changes, found[max(found, key=lambda changes: float("inf") if changes is None else changes)])
    tell("Writing and checking the plan", None, None, done)
    written, chosen = _written_and_judged(
        session, rest, chosen, mended, state, why=why, fills_up=is_news, bound_points=bound_points, work=done
    )
    return Replanned(
        plan=written.plan if is_news else _as_before(written.plan, before),
        scenario=now,
        before=before,
        state=state,
        changes=changes_in_words(session.scenario, changed, zone=now.zone) if changed is not None else (),
        past=dict(written.past),
        standings=standings,
        most_changes=most_changes,
        broken=tuple(str(rest.vehicles[number].name) for number in sorted(mended.broken)),
        ends_elsewhere=written.ends_elsewhere,
        unplaced=tuple(standing.itinerary.vehicle for standing in rest.unplaced),
        trades=tuple(
            _trade(rest, changes, found[changes], fills_up=is_news) for changes in order if changes in trades and changes in found
        ),
        is_stopped=stopped,
    )


def _as_before(plan: Plan, before: Plan) -> Plan:
    """A plan that is what it was has also the proof and the reasons that it had."""
    is_same = all(getattr(plan, name) == getattr(before, name) for name in ("itineraries", "own_departures", "figures", "scenario_hash"))
    proof = {name: getattr(before, name) for name in ("certificate", "bindings", "reasons", "planner")}
    return plan.model_copy(update=proof) if is_same else plan


def _with_own_names(setting: Setting, before: Plan) -> Setting:
    """A road that takes other minutes than the plan's road of that name gets a name of its own: the past was driven on the plan's."""
    known = {route.id: route for route in before.routes}
    clashing = {
        route.id for route in setting.routes.all() if route.id in known and route != known[route.id].model_copy(update={"points": ()})
    }
    if not clashing:
        return setting
    taken = {route.id for route in setting.routes.all()} | set(known)
    names = {}
    for id_ in sorted(clashing):
        names[id_] = next(name for count in range(2, len(taken) + 3) if (name := f"{id_[:150]}@{count}") not in taken)
        taken.add(names[id_])
    by_pair = {
        pair: tuple(route.model_copy(update={"id": names[route.id]}) if route.id in names else route for route in routes)
        for pair, routes in setting.routes.by_pair.items()
    }
    problem = replace(
        setting.problem,
        graphs=tuple(
            replace(graph, shapes=tuple(replace(shape, route=names.get(shape.route or "", shape.route)) for shape in graph.shapes))
            for graph in setting.problem.graphs
        ),
        own_flows=tuple(replace(flow, route=names.get(flow.route, flow.route)) for flow in setting.problem.own_flows),
    )
    return Setting(setting.ground, Routes(by_pair, setting.routes.unreachable), problem)


class _Finders:
    """The finders of a rest's graphs, made when first asked for; those of graphs that the session knows are the session's."""

    def __init__(self, rest: Rest, base: Setting) -> None:
        self._rest, self._base = rest, base
        self._made: list[DayFinder] | None = None

    def __call__(self) -> list[DayFinder]:
        if self._made is None:
            known = {id(graph): number for number, graph in enumerate(self._base.problem.graphs)}
            self._made = [
                self._base.finders[known[id(graph)]]
                if id(graph) in known and known[id(graph)] == number
                else DayFinder(self._rest.problem, graph)
                for number, graph in enumerate(self._rest.problem.graphs)
            ]
        return self._made


def _bound(rest: Rest, finders: list[DayFinder], mended: Onward, ends_at: float, work: int | None) -> Iterator[tuple[float, MasterResult]]:
    """Less and less of what the whole day can be worth at most, given its past, and the prices that prove it.

    It ends where no more is gained, by the clock, or after `work` rounds.
    """
    generation = Generation(rest.problem, finders)
    generation.add([day for day in mended.days if day is not None])
    brought, bound = _brought_points(rest), inf
    rounds = 0
    while monotonic() < ends_at if work is None else rounds < work:
        rounds += 1
        try:
            priced = generation.step()
            bound = min(bound, priced.bound_points)
            yield bound + brought, priced.result
            is_optimal = priced.new_columns == 0 or priced.bound_points - priced.result.points < _EXACT_POINTS * priced.bound_points
            if is_optimal and generation.cut() < _WORTH_CUTTING_SHARE:
                return
        except ArithmeticError:  # the solver gave up: what was proven before still holds
            return


def _brought_points(rest: Rest) -> float:
    """Points of the people and goods that have arrived already."""
    scenario = rest.setting.scenario
    points = 0.0
    for standing in rest.standings:
        for activity in standing.past:
            if activity.activity == "alight":
                points += people_points(scenario.weights, activity.people)
    delivered = [need.weight_kg - left.weight_kg for need, left in zip(scenario.needs, rest.left.needs, strict=True)]
    return points + sum(
        kg * goods_points_per_kg(scenario.weights, need.priority) for kg, need in zip(delivered, scenario.needs, strict=True)
    )


def _written_and_judged(
    session: Session,
    rest: Rest,
    chosen: Onward,
    mended: Onward,
    state: DayState,
    *,
    why: str,
    fills_up: bool,
    bound_points: float | None,
    work: int,
) -> tuple[Written, Onward]:
    """The plan of a way on, without changed vehicles whose own day the checker refuses.

    Raises:
        PlanBrokenError: the checker found it broken, and no changed day was the cause.
    """
    while True:
        manned, going = crew(rest, chosen.going(rest), tops_up=fills_up)
        written = write_plan_onward(
            rest,
            session.plan,
            session.setting.ground,
            going,
            manned,
            at=state.at,
            why=why,
            fills_up=fills_up,
            bound_points=bound_points,
            work=work,
        )
        breaches = _judged(session, rest, written, state)
        if not breaches:
            return written, chosen
        named = {breach.where.split(",")[0].removeprefix("vehicle ") for breach in breaches}
        dropped = [
            number
            for number, vehicle in enumerate(rest.vehicles)
            if chosen.days[number] is not None and chosen.changes[number] is not Change.KEPT and vehicle.name in named
        ]
        if not dropped:
            raise PlanBrokenError("\n".join(str(breach) for breach in breaches))
        days = tuple(None if number in dropped else day for number, day in enumerate(chosen.days))
        chosen = replace(chosen, days=days)


def _judged(session: Session, rest: Rest, written: Written, state: DayState) -> tuple[Breach, ...]:
    ground, scenario = rest.setting.ground, rest.setting.scenario
    # windows that the past needed end where the common ones ended then
    hours_before, hours = common_windows(session.scenario), common_windows(scenario)
    cut_otherwise = {window.segment for window in session.plan.windows if hours_before.get(window.segment) != hours.get(window.segment)}
    return judge(
        scenario,
        ground.network,
        written.plan,
        written.past,
        place_nodes=ground.node,
        at=state.at,
        ends_elsewhere=written.ends_elsewhere,
        silenced_before={*silenced_before(scenario, session.plan, written.plan.windows), *cut_otherwise},
        overfull=_overfull(scenario, written),
    )


def _overfull(scenario: Scenario, written: Written) -> set[str]:
    """Halts with room for fewer vehicles than are stranded there."""
    stranded = Counter(
        itinerary.activities[-1].place
        for itinerary in written.plan.itineraries
        if itinerary.vehicle in written.ends_elsewhere and isinstance(itinerary.activities[-1], Halt)
    )
    return {halt.id for halt in scenario.safe_halts if stranded[halt.id] > halt.holds_vehicles}


def _trade(rest: Rest, changes: int | None, onward: Onward, *, fills_up: bool) -> Trade:
    manned, _ = crew(rest, onward.going(rest), tops_up=fills_up)
    out = sum((riders.people for riders in manned.riders), NOBODY)
    goods_kg = sum(sum(load.values()) for load in manned.loads)
    for standing in rest.standings:
        for activity in standing.past:
            if activity.activity == "alight":
                out += activity.people
            elif activity.activity == "unload_goods":
                goods_kg += activity.weight_kg
    return Trade(changes, len(onward.changed), out, goods_kg)
