"""Prices for the table, in one function: what every lever of a scenario is worth.

The scenario as it is gets a plan; then each lever is solved: the changed scenario, its linear optimum, a plan that begins with the days of
that plan and is improved with the same effort. Wider levers come first: where one is worth nothing, all that it holds is worth nothing.

Invariant: no plan contradicts another. A plan that is allowed in two scenarios is worth as much in both.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from importlib.metadata import version

from safepassage.planning.carry import Carrier, Change, tell_itinerary
from safepassage.planning.levers import Lever, find_levers
from safepassage.planning.linear import solve_linear
from safepassage.planning.master import Day
from safepassage.planning.price_desk import Desk, Task
from safepassage.planning.price_figures import base_figures, dearest_first, price_of
from safepassage.planning.price_list import PriceList
from safepassage.planning.price_one import Base, improved, write_outcome
from safepassage.planning.price_table import Table
from safepassage.planning.result import Plan
from safepassage.planning.search import Found, search
from safepassage.planning.setting import Setting, lay_out, view_of
from safepassage.scenario.hash import scenario_hash
from safepassage.scenario.scenario import Scenario

Progress = Callable[[str, int, int], None]
"""Told the stage or the lever in words, the levers done, and the levers in all."""

DEFAULT_WORK = 20
BASE_WORK = 100
"""Units of search for a plan of the scenario as it is, where none is given."""


def price_levers(
    scenario: Scenario,
    *,
    plan: Plan | None = None,
    work: int = DEFAULT_WORK,
    base_work: int = BASE_WORK,
    seed: int | None = None,
    only: Collection[str] | None = None,
    processes: int = 2,
    progress: Progress | None = None,
) -> PriceList:
    """Price every lever of a scenario, or only those with these ids.

    `plan` is a plan of this scenario to begin with; without it one is made with `base_work` units of search. Then `work` units go into the
    scenario as it is and again into each changed one: the same scenario, plan, seed and work give the same prices, whatever the processes.
    Ctrl-C gives the prices found so far and says which are missing.

    Raises:
        InputError: the scenario does not fit its roads.
        PlanBrokenError: the checker found a plan broken: a fault of ours, and no prices are handed out.
    """
    tell = progress or (lambda words, done, of: None)
    if seed is not None:
        scenario = scenario.model_copy(update={"seed": seed})
    with Desk(scenario, processes=processes) as desk:
        tell("Planning the scenario as it is", 0, 0)
        setting = lay_out(scenario)
        levers = [lever for lever in find_levers(scenario) if only is None or lever.id in only]
        desk.use(setting, levers)
        table = Table(levers, _plan_base(setting, plan, base_work, work), _alike(setting, levers))
        try:
            while True:
                for ids in table.widest_first():
                    for solved in desk.solve([Task(id_, table.base, work, scenario.seed) for id_ in ids]):
                        table.put(solved)
                        tell(table.levers[solved.lever].words, table.done, len(levers))
                table.level()
                if not _adopted(setting, table):
                    break
        except KeyboardInterrupt:
            table.level()  # those solved so far
    return _written(setting, plan, table, work)


def _alike(setting: Setting, levers: Sequence[Lever]) -> dict[str, str]:
    """For each lever the first of the same effect after which plans see the same scenario, often itself."""
    first: dict[object, str] = {}
    alike = {}
    for lever in levers:
        scenario = lever.change(setting.scenario)
        view = lever.id if scenario is None else view_of(scenario, setting)
        # a scenario cannot be looked up by its value: one of its own
        key = (lever.effect, lever.id if view is scenario else view)
        alike[lever.id] = first.setdefault(key, lever.id)
    return alike


def _plan_base(setting: Setting, plan: Plan | None, base_work: int, work: int) -> Base:
    """The days of the plan given, or found here; their linear optimum; and the best plan that comes of them."""
    problem, places, seed = setting.fleet_problem, setting.fuel_places, setting.scenario.seed
    if plan is None:
        days: Sequence[Day] = search(problem, places, seed=seed, seconds=0.0, work=base_work).days
    else:
        roads = {route.id: route for route in plan.routes}
        told = [tell_itinerary(itinerary, roads) for itinerary in plan.itineraries]
        days, _ = Carrier(problem, setting.scenario, setting.roads, places).carry_plan(told)
    linear = solve_linear(setting, days)
    return Base(write_outcome(setting, improved(setting, days, linear, work=work, seed=seed)), linear)


def _adopted(setting: Setting, table: Table) -> bool:
    """Whether a plan of a tightened scenario turned out better than the plan as it is, and has taken its place."""
    better = table.best_tightened()
    if better is None:
        return False
    carrier = Carrier(setting.fleet_problem, setting.scenario, setting.roads, setting.fuel_places)
    days, counts = carrier.carry_plan(better.days)
    if counts[Change.KEPT] < len(better.days):
        return False
    bound_points = table.base.outcome.bound_points
    outcome = write_outcome(setting, Found(tuple(days), 0.0, bound_points, table.base.linear.is_final, None, 0))
    if outcome.value_points <= table.base.outcome.value_points:
        return False
    table.begin_again(replace(table.base, outcome=outcome))
    return True


def _written(setting: Setting, plan: Plan | None, table: Table, work: int) -> PriceList:
    scenario = setting.scenario
    prices = [price_of(lever, table) for lever in table.ordered if table.is_done(lever.id)]
    return PriceList(
        scenario=scenario.id,
        scenario_title=scenario.title,
        scenario_hash=scenario_hash(scenario),
        planner=f"safepassage {version('safepassage')}",
        zone=scenario.zone,
        horizon=scenario.horizon,
        seed=scenario.seed,
        work=work,
        weights=scenario.weights,
        base=base_figures(table.base, plan),
        prices=tuple(sorted(prices, key=dearest_first)),
        missing=tuple(lever.words for lever in table.ordered if not table.is_done(lever.id)),
    )
