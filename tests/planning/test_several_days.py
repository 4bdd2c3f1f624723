"""Several days out of one pricing: the best is among them, all can be driven, and each is worth more than was asked for."""

import pytest
from tests.planning.hamlet import buses, hamlet, leg, people_at, problem_of, span

from safepassage.planning.bound import Generation
from safepassage.planning.master import MasterResult
from safepassage.planning.pricing import DayFinder, Path, path_holds
from safepassage.planning.problem import Problem
from safepassage.planning.several_days import several_days


def priced() -> tuple[Problem, DayFinder, MasterResult]:
    """Two gathering points, one bus: prices of the master before it knows any day."""
    scenario = hamlet(
        gathering_points=(people_at("square", 30), people_at("yard", 30)),
        fleet=(buses(1),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "yard", 10), leg("yard", "hall", 20)),
        horizon=span("09:00", "11:00"),
    )
    problem = problem_of(scenario)
    finder = DayFinder(problem, problem.graphs[0])
    return problem, finder, Generation(problem, [finder]).master.solve()


def earned(problem: Problem, finder: DayFinder, optimum: MasterResult, path: Path) -> float:
    """Points of a path where no quarter has a price yet: seats and bays at theirs."""
    graph = problem.graphs[0]
    pairs = [graph.moves[step.move].pair for step in path if graph.moves[step.move].pair >= 0]
    return sum(graph.seats * optimum.prices.seat[pair] + graph.stretcher_bays * optimum.prices.bay[pair] for pair in pairs)


def test_the_best_day_comes_first_and_the_others_differ_from_it_in_hour_or_first_stop() -> None:
    problem, finder, optimum = priced()
    row, best = problem.fleet[0], finder.find(optimum.prices, for_bound=True)
    paths = several_days(best, row, 0.0, 5)
    assert paths[0] == best.path(row.start_station, row.starts_min)
    assert len(set(paths)) == len(paths) > 2
    stops = {problem.graphs[0].stations[problem.graphs[0].moves[path[0].move].head].place for path in paths}
    assert stops >= {"square", "yard"}
    assert all(path_holds(problem, problem.graphs[0], path) for path in paths)


def test_each_is_worth_more_than_was_asked_for_and_none_is_given_where_no_day_is() -> None:
    problem, finder, optimum = priced()
    row, best = problem.fleet[0], finder.find(optimum.prices, for_bound=True)
    top = best.points(row.start_station, row.starts_min)
    assert earned(problem, finder, optimum, several_days(best, row, 0.0, 5)[0]) == pytest.approx(top)
    for floor in (0.0, 0.4 * top, 0.9 * top):
        assert all(earned(problem, finder, optimum, path) > floor for path in several_days(best, row, floor, 5))
    assert several_days(best, row, top, 5) == []
