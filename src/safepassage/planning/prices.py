"""Prices for the table, in one function: what every lever of a scenario is worth.

The scenario as it is gets a plan; then each lever is solved: the changed scenario, its linear optimum, a plan that begins with the days of
that plan. Those that can be worth most come first. What a lever can be worth at most is known at the prices of the linear optimum without
solving anything; where that is nothing, nothing is solved, and where a wider lever is worth nothing, all that it holds is worth nothing.

Invariant: no plan contradicts another. A plan that is allowed in two scenarios is worth as much in both.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version

from safepassage.planning.carry import Carrier, Told, tell_itinerary
from safepassage.planning.known_days import best_of_known
from safepassage.planning.levers import Effect, Lever
from safepassage.planning.linear import ceiling_points, solve_linear, with_day_points
from safepassage.planning.master import Day
from safepassage.planning.price_desk import Desk, Task, lay_out_with_levers
from safepassage.planning.price_figures import base_figures, dearest_first, price_of
from safepassage.planning.price_list import PriceList
from safepassage.planning.price_one import Base, chosen, write_outcome
from safepassage.planning.price_table import Table
from safepassage.planning.result import Plan
from safepassage.planning.search import Search
from safepassage.planning.setting import Setting, view_of, with_numbers
from safepassage.scenario.hash import scenario_hash
from safepassage.scenario.scenario import Scenario

Progress = Callable[[str, int, int], None]
"""Told the stage or the lever in words, the levers done, and the levers in all."""

DEFAULT_WORK = 30
"""Pricings for the linear optimum of a changed scenario at most."""

BASE_WORK = 100
"""Units of search for a plan of the scenario as it is, where none is given and its linear optimum does not give the best one."""

_NODES = 50
_BETTER_POINTS = 1e-6


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

    `plan` is a plan of this scenario to begin with; without it one is made, with `base_work` units of search where it must be searched for.
    At most `work` pricings go into the linear optimum of each changed scenario. The same scenario, plan, seed and work give the same
    prices, whatever the processes. Ctrl-C gives the prices found so far and says which are missing.

    Raises:
        InputError: the scenario does not fit its roads.
        PlanBrokenError: the checker found a plan broken: a fault of ours, and no prices are handed out.
    """
    tell = progress or (lambda words, done, of: None)
    if seed is not None:
        scenario = scenario.model_copy(update={"seed": seed})
    with Desk(scenario, processes=processes) as desk:
        tell("Planning the scenario as it is", 0, 0)
        setting, found = lay_out_with_levers(scenario)
        levers = [lever for lever in found if only is None or lever.id in only]
        desk.use(setting, levers)
        base = _plan_base(setting, plan, base_work)
        table = Table(levers, base, _alike(setting, levers), _promises(setting, levers, base))

        def take() -> Task | None:
            lever = table.take()
            return None if lever is None else Task(lever, table.base, work, table.before.get(lever))

        try:
            while True:
                for solved in desk.solve(take):
                    table.put(solved)
                    tell(table.levers[solved.lever].words, table.done, len(levers))
                table.level()
                better = _better_base(setting, table)
                if better is None:
                    break
                table.begin_again(better)
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


def _promises(setting: Setting, levers: Sequence[Lever], base: Base) -> dict[str, float]:
    """How much the bound moves at the prices of the linear optimum, by levers that change numbers only; of others nothing is known yet."""
    promises = {}
    for lever in levers:
        scenario = lever.change(setting.scenario)
        changed = None if scenario is None else with_numbers(scenario, setting)
        ceiling = None if changed is None else ceiling_points(changed, setting, base.linear)
        if ceiling is not None and lever.effect is not Effect.EITHER:
            promises[lever.id] = abs(ceiling - base.linear.points)
    return promises


def _plan_base(setting: Setting, plan: Plan | None, base_work: int) -> Base:
    """The best plan of the days of the linear optimum and of the plan given, or searched for; and that optimum."""
    problem = setting.fleet_problem
    if plan is not None:
        roads = {route.id: route for route in plan.routes}
        given = _carried(setting, [tell_itinerary(itinerary, roads) for itinerary in plan.itineraries])
        linear = solve_linear(setting, given)
        plans: list[Sequence[Day]] = [given, chosen(setting, given, linear)]
    else:
        searching = Search(problem, setting.fuel_places, seed=setting.scenario.seed)
        units = searching.units()
        first = _after(searching, units, lambda _: searching.stage != "first plan")
        linear = solve_linear(setting, first)
        plans = [first]
        best = best_of_known(problem, linear.columns, start=first, most_nodes=_NODES)
        if not best.is_near:
            plans.append(_after(searching, units, lambda done: done == base_work))
        plans.append(best.days)
    outcomes = [write_outcome(setting, days, linear) for days in plans]
    return Base(max(outcomes, key=lambda outcome: outcome.value_points), with_day_points(setting, linear))


def _after(searching: Search, units: Iterator[None], is_enough: Callable[[int], bool]) -> Sequence[Day]:
    """The best days after so many units more."""
    for done, _ in enumerate(units, start=1):
        if is_enough(done):
            break
    return searching.found(0).days


def _carried(setting: Setting, told: Sequence[Told]) -> list[Day]:
    carrier = Carrier(setting.fleet_problem, setting.scenario, setting.roads, setting.fuel_places)
    return carrier.carry_plan(told)[0]


def _better_base(setting: Setting, table: Table) -> Base | None:
    """A better plan of the scenario as it is, out of all days that plans of changed scenarios drive and that are allowed here."""
    carrier = Carrier(setting.fleet_problem, setting.scenario, setting.roads, setting.fuel_places)
    base = table.base
    told = {day: None for outcome in table.plans() for day in outcome.days}
    known = [day for day in (carrier.carry(one, exactly=True).day for one in told) if day is not None]
    better = chosen(setting, _carried(setting, base.outcome.days), replace(base.linear, columns=(*base.linear.columns, *known)))
    outcome = write_outcome(setting, better, base.linear)
    if outcome.value_points <= base.outcome.value_points + _BETTER_POINTS:
        return None
    return replace(base, outcome=outcome)


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
