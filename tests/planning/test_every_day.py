"""The list of days against all days of a small scenario, written down one by one."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from tests.planning.hamlet import at, buses, hall, hamlet, leg, people_at, problem_of, span

from safepassage.corridor import Control, OfferedWindow, SafeHalt, Segment
from safepassage.planning.every_day import DayLister, useful_trips
from safepassage.planning.master import Day, day_of
from safepassage.planning.pricing import DayFinder, Path, Prices, Step
from safepassage.planning.problem import Problem, StationKind, VehicleGraph
from safepassage.scenario.scenario import Scenario, SilenceRules

ROUNDING = 1e-9


def two_halls(**changes: object) -> Scenario:
    """Forty minutes; people for two journeys, boarding limited; one hall near, one further over a road with an inn on it."""
    figures: dict[str, object] = {
        "horizon": span("09:05", "09:45"),
        "gathering_points": (people_at("square", 20, boardings_per_15_min=1),),
        "reception_centres": (hall(people=10), hall("barn")),
        "fleet": (buses(2),),
        "legs": (leg("depot", "square", 5), leg("square", "hall", 8), leg("square", "inn", 6), leg("inn", "barn", 6)),
        "safe_halts": (SafeHalt(id="inn", name="Inn", latitude=47.0, longitude=37.0, holds_vehicles=1, is_overnight=True),),
    }
    return hamlet(**(figures | changes))


def only_with_a_halt() -> Scenario:
    """The road to the inn is silent until 09:27, that from there to the barn from 09:32: a bus has to stand at the inn at 09:30."""
    hours = {"front": ("09:05", "09:27"), "rear": ("09:32", "10:00")}
    return two_halls(
        legs=(
            leg("depot", "square", 5),
            leg("square", "hall", 8),
            leg("square", "inn", 6, segment="front"),
            leg("inn", "barn", 6, segment="rear"),
        ),
        silence=SilenceRules(grain_min=1, margin_before_min=0, margin_after_min=0),
        segments=tuple(Segment(id=name, name=name.title(), needs_silence=True) for name in hours),
        control=tuple(Control(segment=name, party="south", since=at("00:00"), source="invented") for name in hours),
        windows=tuple(
            OfferedWindow(segment=name, party="south", opens=at(opens), closes=at(closes)) for name, (opens, closes) in hours.items()
        ),
    )


def drawn(problem: Problem, seed: int) -> Prices:
    random = np.random.default_rng(seed)
    slot = random.uniform(0.0, 0.3, (len(problem.limits), problem.slots))
    slot[[not np.isfinite(limit.capacity).all() for limit in problem.limits]] = 0.0
    return Prices(slot, random.uniform(0.0, 0.1, len(problem.pairs)), np.zeros(len(problem.pairs)), np.zeros(len(problem.lanes)))


def all_paths(problem: Problem, graph: VehicleGraph, station: int, minute: int = 0) -> Iterator[Path]:
    """Every way from here to the end of the horizon."""
    if minute == problem.horizon_min:
        if graph.stations[station].kind is StationKind.BASE:
            yield ()
        return
    if graph.wait_min[station, minute]:
        yield from all_paths(problem, graph, station, minute + 1)
    for number, move in enumerate(graph.moves):
        then = minute + graph.shapes[move.shape].total_min
        if move.tail == station and graph.open_min[move.shape, minute] and then <= problem.horizon_min:
            for path in all_paths(problem, graph, move.head, then):
                yield (Step(number, minute), *path)


def worth(problem: Problem, graph: VehicleGraph, day: Day, prices: Prices) -> float:
    """Points of the useful journeys less what the quarters cost."""
    useful = useful_trips(problem, graph)
    earned = sum(min(times, useful[pair]) * graph.seats * prices.seat[pair] for pair, times in day.trips.items())
    return float(earned - sum(times * prices.slot[use] for use, times in day.uses.items()))


def is_as_good(problem: Problem, graph: VehicleGraph, one: Day, other: Day) -> bool:
    """Whether one provides every useful journey of the other and uses no more of what is scarce."""
    useful = useful_trips(problem, graph)
    provides = all(one.trips.get(pair, 0) >= min(times, useful[pair]) for pair, times in other.trips.items())
    scarce = [use for use in one.uses if np.isfinite(problem.limits[use[0]].capacity).all()]
    return provides and all(one.uses[use] <= other.uses.get(use, 0) for use in scarce)


@pytest.mark.parametrize("scenario", [two_halls, only_with_a_halt])
@pytest.mark.parametrize("seed", range(4, 8))
@pytest.mark.parametrize("lost", [0.0, 0.4, 1.5])
def test_for_every_day_worth_enough_the_list_has_one_as_good(scenario: Callable[[], Scenario], seed: int, lost: float) -> None:
    problem = problem_of(scenario())
    (graph,) = problem.graphs
    prices = drawn(problem, seed)
    best = DayFinder(problem, graph).find(prices, for_bound=True)
    start = problem.fleet[0].start_station
    least_points = best.points(start) - lost - ROUNDING
    paths = DayLister(problem, graph, prices, best).days(start, least_points, most=1_000_000)
    assert paths is not None
    listed = [day_of(problem, 0, path) for path in paths]
    # the list looks no dearer than it is, nor cheaper
    assert max(worth(problem, graph, day, prices) for day in listed) == pytest.approx(best.points(start))
    assert all(worth(problem, graph, day, prices) >= least_points - ROUNDING for day in listed)
    for path in all_paths(problem, graph, start):
        day = day_of(problem, 0, path)
        if worth(problem, graph, day, prices) >= least_points + ROUNDING:
            assert any(is_as_good(problem, graph, one, day) for one in listed)


def test_a_list_that_would_be_too_long_is_none() -> None:
    problem = problem_of(two_halls())
    (graph,) = problem.graphs
    prices = drawn(problem, 0)
    best = DayFinder(problem, graph).find(prices, for_bound=True)
    assert DayLister(problem, graph, prices, best).days(problem.fleet[0].start_station, -np.inf, most=10) is None
