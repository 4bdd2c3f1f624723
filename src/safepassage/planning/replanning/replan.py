"""Planning anew in the middle of a day, in one function: read it first.

The state says where every vehicle stands; the changed scenario says what holds from now on. What has begun is finished; every day of
the plan that still holds is kept to the minute; what is broken is mended; as many other vehicles as the user allows may change for the
better. The independent checker judges the whole.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from safepassage.corridor import NOBODY, PeopleByClass, local_text
from safepassage.errors import InputError, Problem
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checking.breach import Breach
from safepassage.planning.midday import OutOfService
from safepassage.planning.replanning.causes import changes_in_words
from safepassage.planning.replanning.crew import crew
from safepassage.planning.replanning.day_now import day_now
from safepassage.planning.replanning.hand_out import hand_out
from safepassage.planning.replanning.lay_out_now import Finders, lay_out_now
from safepassage.planning.replanning.onward import Continuing, Onward
from safepassage.planning.replanning.passing import Passing, next_past
from safepassage.planning.replanning.possible import most_onward, whole_day_prices
from safepassage.planning.replanning.rest import Rest, rest_of_day
from safepassage.planning.replanning.standing import Standing
from safepassage.planning.replanning.state import DayState
from safepassage.planning.result import Plan
from safepassage.planning.setting import Setting, lay_out
from safepassage.scenario.scenario import Scenario

Progress = Callable[[str, float | None, float | None, int], None]

DEFAULT_SECONDS = 10.0
DEFAULT_WORK = 200
SOME_CHANGES = 5
"""Of the trade shown: none but the broken ones, some, as many as help."""

_BOUND_SHARE = 0.4
"""Of the time for the search, for what is possible at most: its prices guide what is tried after it."""

_SEEKING_TIMES = 4.0
"""Other roads are sought where this many times as much time is left as laying out the session took: roads, graphs, and a search on them."""

_PROOF_TIMES = 1.5
"""A bound is worked out again in about this many times the time that laying out the session took."""


@dataclass(frozen=True, eq=False)
class Session:
    """A plan laid out on its roads, ready to be changed: made once for a day, used for every change of it."""

    plan: Plan
    setting: Setting
    laid_out_s: float = 0.0
    """How long laying out took here and now: by it is judged what there is time for."""

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

    `past` says how many activities of each vehicle have begun, `waiting`
    who would wait at each gathering point had nobody counted them. `trades` are in order of the changes allowed; the plan is that of
    `most_changes`. `out` are all vehicles out of service, and `passing` says by vehicle who passes those of them with people on board.
    `passed_over` are breaches of the rules as they are now by what had begun: nobody can change them any more. `most_points` is what is
    possible at most from then on, with what had arrived before, by the search's own word; None: not worked out. `is_cut_short`: the clock
    ended the search for better ways on, after so many `tries`. `are_roads_sought`: other roads were looked for where any could be needed.
    """

    plan: Plan
    scenario: Scenario
    before: Plan
    state: DayState
    changes: tuple[str, ...]
    past: dict[str, int]
    waiting: Mapping[str, PeopleByClass]
    standings: tuple[Standing, ...]
    most_changes: int | None
    broken: tuple[str, ...]
    out: tuple[OutOfService, ...]
    passing: Mapping[str, tuple[Passing, ...]]
    passed_over: tuple[Breach, ...]
    most_points: float | None
    ends_elsewhere: tuple[str, ...]
    unplaced: tuple[str, ...]
    trades: tuple[Trade, ...]
    is_stopped: bool
    is_cut_short: bool
    are_roads_sought: bool
    tries: int


def open_session(scenario: Scenario, plan: Plan) -> Session:
    """Raises: InputError: the scenario does not fit its roads, or the roads are not those of the plan."""
    began_at = monotonic()
    setting = lay_out(scenario)
    if setting.ground.network.content_hash != plan.network_hash:
        what = "the roads are not those that the plan was made on"
        raise InputError([Problem("roads", what, "Give the very OSM file that the plan was made on.")])
    return Session(plan, setting, laid_out_s=monotonic() - began_at)


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
    are looked for than those known, where there is time for that, or people would stay on the road. Ctrl-C ends it with the best so far.

    Raises:
        InputError: the state or the changed scenario does not fit the plan; with everything that does not.
        PlanBrokenError: the checker found the new plan broken: a fault of ours, and no plan is handed out.
    """
    tell = progress or (lambda stage, value, bound, done: None)
    ends_at = monotonic() + (seconds if seconds is not None else DEFAULT_SECONDS)
    tell("Laying out the rest of the day", None, None, 0)
    before, at = session.plan, state.at
    day = day_now(session.scenario, before, state, changed)
    now, standings, own_past, out, changed = day.scenario, day.standings, day.own_past, day.out, day.changed
    is_changed = now != session.scenario
    routes = {route.id: route for route in before.routes}
    has_time = work is not None or ends_at - monotonic() >= _SEEKING_TIMES * session.laid_out_s
    may_need_roads = now.closures != session.scenario.closures
    is_sought_first = seeks_roads and (has_time or not may_need_roads)
    for seeks in (True,) if is_sought_first else (False, True) if seeks_roads else (False,):
        setting = lay_out_now(now, session.setting, before, seeks_roads=seeks)
        rest = rest_of_day(setting, standings, state, routes, own_past, out)
        finders = Finders(rest, session.setting)
        continuing = Continuing(rest, finders, seed=now.seed)
        tell("Keeping what still holds", None, None, 0)
        mended = continuing.mend()
        if not (mended.left_out or mended.lost):  # else other roads are worth the time, whatever the clock says
            break
    is_news = is_changed or not state.is_as_planned
    why = f"by {local_text(at, now.zone)} the day had changed, and no vehicle of this plan takes them in what is left"
    order = sorted({*trades, most_changes}, key=lambda changes: float("inf") if changes is None else changes)
    found: dict[int | None, Onward] = {}
    best, done, stopped, cut_short = mended, 0, False, False
    prices: BoundPrices | None = None
    most_points: float | None = None
    proof_s = _PROOF_TIMES * session.laid_out_s
    # the search gives up the end of its time where that is less than half of it
    search_ends_at = ends_at - proof_s if bounds and ends_at - monotonic() >= 2 * proof_s else ends_at
    try:
        if bounds and is_news and (work is not None or monotonic() < ends_at):
            bound_ends_at = monotonic() + _BOUND_SHARE * (search_ends_at - monotonic())
            for most_points, continuing.linear in most_onward(rest, list(finders), mended, bound_ends_at, work):
                tell("Looking for what is possible at most", None, most_points, 0)
        for turn, changes in enumerate(order):
            share_ends_at = monotonic() + (search_ends_at - monotonic()) / (len(order) - turn)
            found[changes] = best
            if not is_news:
                continue
            for onward in continuing.improve(best, most_changes=changes, work=work if work is not None else DEFAULT_WORK):
                done += 1
                found[changes] = best = onward
                tell("Looking for better ways on", None, None, done)
                if work is None and monotonic() >= share_ends_at:
                    cut_short = True
                    break
        if bounds and is_news and (work is not None or search_ends_at < ends_at or ends_at - monotonic() >= proof_s):
            tell("Proving what is possible at most", None, None, done)
            prices = whole_day_prices(setting, before.certificate.prices)
    except KeyboardInterrupt:
        stopped = True
    chosen = found.get(most_changes, found[max(found, key=lambda changes: float("inf") if changes is None else changes)])
    tell("Writing and checking the plan", None, None, done)
    written, passed_over = hand_out(before, session.setting, rest, chosen, state, out, why=why, fills_up=is_news, prices=prices, work=done)
    out_since = {each.vehicle: (each.since, at) for each in out if each.set_down_at is None}
    return Replanned(
        plan=written.plan if is_news else _as_before(written.plan, before),
        scenario=now,
        before=before,
        state=state,
        changes=changes_in_words(session.scenario, changed, zone=now.zone) if changed is not None else (),
        past=dict(written.past),
        waiting=day.waiting,
        standings=standings,
        most_changes=most_changes,
        broken=tuple(str(rest.vehicles[number].name) for number in sorted(mended.broken)),
        out=out,
        passing={
            itinerary.vehicle: next_past(setting.ground, written.plan, itinerary, out_since[itinerary.vehicle])
            for itinerary in written.plan.itineraries
            if itinerary.vehicle in out_since
        },
        passed_over=passed_over,
        most_points=most_points,
        ends_elsewhere=written.ends_elsewhere,
        unplaced=tuple(standing.itinerary.vehicle for standing in rest.unplaced),
        trades=tuple(
            _trade(rest, changes, found[changes], fills_up=is_news) for changes in order if changes in trades and changes in found
        ),
        is_stopped=stopped,
        is_cut_short=cut_short,
        are_roads_sought=seeks or not may_need_roads,
        tries=done,
    )


def _as_before(plan: Plan, before: Plan) -> Plan:
    """A plan that is what it was has also the proof and the reasons that it had."""
    is_same = all(getattr(plan, name) == getattr(before, name) for name in ("itineraries", "own_departures", "figures", "scenario_hash"))
    proof = {name: getattr(before, name) for name in ("certificate", "bindings", "reasons", "planner", "changed")}
    return plan.model_copy(update=proof) if is_same else plan


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
