"""The bound that separate code works out from prices, against the search's own at the same prices, and against the best of all plans.

Prices are drawn at random: any that are not below zero prove some bound.
"""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.oracles.brute_force import Enumeration
from tests.oracles.tiny import odd, tiny

from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checking.certificate.bound import dual_points
from safepassage.planning.connect import Ground, connect
from safepassage.planning.master import MasterResult, fixed_points
from safepassage.planning.own_transport import own_departures, place_own, without_own
from safepassage.planning.plan import build_problem, field_of, own_goes_first
from safepassage.planning.pricing import DayFinder, Prices
from safepassage.planning.problem import Problem
from safepassage.planning.proof import prices_of
from safepassage.planning.rounding import boarding_cuts
from safepassage.planning.routes import Routes, find_routes
from safepassage.scenario.scenario import Scenario

ROUNDING = 1e-6


def laid_out(scenario: Scenario) -> tuple[Ground, Routes, Problem]:
    ground = connect(scenario)
    routes = find_routes(ground)
    return ground, routes, build_problem(field_of(ground, routes))


def drawn(problem: Problem, random: np.random.Generator) -> MasterResult:
    """Prices of nine decimals; of seats and payload the least at which nobody and nothing earns more than it pays."""

    def some(count: int, most_points: float) -> np.ndarray:
        return np.round(random.uniform(0.0, most_points, count) * (random.random(count) < 0.6), 9)

    slot = np.array([some(problem.slots, 8.0) for _ in range(problem.scarce)]).reshape(problem.scarce, problem.slots)
    capacity = {
        "demand": some(len(problem.demands), 20.0),
        "capacity": some(len(problem.shelters), 4.0),
        "bed": some(len(problem.shelters), 20.0),
        "stock": some(len(problem.stocks), 0.02),
        "need": some(len(problem.needs), 0.02),
    }
    all_cuts = boarding_cuts(problem)
    cuts = [(cut, price) for cut, price in zip(all_cuts, some(len(all_cuts), 5.0).tolist(), strict=True) if price]
    charged = np.zeros(len(problem.demands))
    visit = np.zeros((len(problem.graphs), len(problem.pairs)))
    for cut, price in cuts:
        for demand, share in cut.riding.items():
            charged[demand] += price * share
        for pair, (points, _) in enumerate(problem.pairs):
            if cut.gathering_point in points:
                visit[:, pair] += price * np.array(cut.trip)
    seat, bay = least_prices(problem, capacity, charged)
    payload = np.zeros(len(problem.lanes))
    for lane, (origin, target) in enumerate(problem.lanes):
        for row, need in enumerate(problem.needs):
            for number, stock in enumerate(problem.stocks):
                if (need.place, stock.place, stock.kind) == (target, origin, need.kind):
                    left = need.points_per_kg - capacity["stock"][number] - capacity["need"][row]
                    payload[lane] = max(payload[lane], left)
    prices = Prices(slot, seat, bay, payload, visit)
    fixed = fixed_points(problem, prices, capacity) + sum(price * cut.upper for cut, price in cuts)
    return MasterResult(0.0, prices, np.zeros(len(problem.fleet)), capacity, fixed, tuple(cuts))


def least_prices(problem: Problem, capacity: dict[str, np.ndarray], charged: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of a seat and of a bay on each pair, the seat's first, at which nobody earns anything."""
    seat, bay = np.zeros(len(problem.pairs)), np.zeros(len(problem.pairs))
    shelters = [shelter.place for shelter in problem.shelters]
    for pair, (points, reception) in enumerate(problem.pairs):
        place = shelters.index(reception)
        earns = {
            number: demand.points
            - capacity["demand"][number]
            - charged[number]
            - demand.seats * capacity["capacity"][place]
            - demand.stretcher_bays * capacity["bed"][place]
            for number, demand in enumerate(problem.demands)
            if demand.gathering_point in points
        }
        sitting = [number for number in earns if not problem.demands[number].stretcher_bays]
        seat[pair] = max(0.0, *(earns[number] / problem.demands[number].seats for number in sitting), 0.0)
        lying = [number for number in earns if problem.demands[number].stretcher_bays]
        left = [(earns[number] - problem.demands[number].seats * seat[pair]) / problem.demands[number].stretcher_bays for number in lying]
        bay[pair] = max(0.0, *left, 0.0)
    return seat, bay


def searched_points(problem: Problem, result: MasterResult) -> float:
    """The bound as the search works it out."""
    total = result.fixed_points
    for number, graph in enumerate(problem.graphs):
        best = DayFinder(problem, graph).find(result.prices, for_bound=True)
        rows = [row for row in problem.fleet if row.graph == number]
        total += sum(row.vehicles * max(0.0, best.points(row.start_station, row.starts_min)) for row in rows)
    return total


def at_drawn_prices(scenario: Scenario, seed: int) -> tuple[float, float]:
    """The bounds of the search and of separate code, where own transport goes first in what it leaves."""
    ground, routes, problem = laid_out(scenario)
    own = place_own(problem, scenario, [], {}) if own_goes_first(scenario) else []
    left = without_own(problem, own, scenario)
    result = drawn(left, np.random.default_rng(seed))
    prices = prices_of(scenario, left, result, "", own_departures(problem, scenario, own))
    return searched_points(left, result), recomputed(ground, routes, prices)


def recomputed(ground: Ground, routes: Routes, prices: BoundPrices) -> float:
    return dual_points(ground.scenario, ground.network, routes.all(), prices, place_nodes=ground.node)


def with_families_of_both_kinds(seed: int) -> Scenario:
    """Families with a stretcher case among them: they take a bay and seats."""
    scenario = odd(seed)
    groups = tuple(group.model_copy(update={"stretcher_people": 1}) for group in scenario.groups)
    points = tuple(
        point.model_copy(update={"stretcher_people": point.stretcher_people + sum(group.groups for group in groups)})
        for point in scenario.gathering_points
    )
    return scenario.model_copy(update={"groups": groups, "gathering_points": points})


@pytest.mark.parametrize("draw", [tiny, odd])
@pytest.mark.parametrize("seed", range(20))
def test_at_any_prices_separate_code_finds_the_same_bound(draw: Callable[[int], Scenario], seed: int) -> None:
    """Windows, halts, fuel, duty, dusk, families, goods, two boarding places, own transport first: all are modelled twice alike."""
    searched, again = at_drawn_prices(draw(seed), seed)
    assert again == pytest.approx(searched, abs=ROUNDING)


@pytest.mark.parametrize("seed", range(8))
def test_where_families_take_bays_and_seats_separate_code_prices_both_together(seed: int) -> None:
    """The search prices seats first; the least of both together is never more."""
    searched, again = at_drawn_prices(with_families_of_both_kinds(seed), seed)
    assert again <= searched + ROUNDING


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=1, max_value=100_000))
def test_at_any_prices_the_bound_is_no_less_than_the_best_of_all_plans(seed: int) -> None:
    scenario = tiny(seed)
    _, again = at_drawn_prices(scenario, seed)
    assert again >= Enumeration(scenario, pauses=True).best_points() - ROUNDING


def test_the_scenarios_drawn_try_two_boarding_places_and_own_transport_first() -> None:
    pairs = [points for draw in (tiny, odd) for seed in range(20) for points, _ in laid_out(draw(seed))[2].pairs]
    assert any(len(points) == 2 for points in pairs)
    assert any(own_goes_first(odd(seed)) and odd(seed).own_transport for seed in range(20))
