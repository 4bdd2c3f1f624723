"""The compiled programme for best days against a plain one, on random graphs."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.planning.pricing import BestDays, DayFinder, Prices, slots_used_and_taken
from safepassage.planning.problem import FleetRow, Limit, Move, Problem, Shape, Shelter, Station, StationKind, VehicleGraph
from safepassage.planning.result import BindingKind

HORIZON_MIN = 40
LIMITS = 3


def random_problem(seed: int) -> Problem:
    """One graph of six stations, some of them bases or halts, with moves open at random minutes; limits at random."""
    random = np.random.default_rng(seed)
    kinds = [StationKind.BASE, *random.choice(list(StationKind), 5)]
    stations = tuple(Station(StationKind(str(kind)), f"s{number}", "outbound") for number, kind in enumerate(kinds))
    shapes = []
    for _ in range(8):
        is_drive = bool(random.random() < 0.8)
        drive_min = int(random.integers(1, 9)) if is_drive else 0
        total_min = max(1, drive_min + int(random.integers(0, 3)))
        uses = tuple((int(random.integers(LIMITS)), int(random.integers(0, total_min))) for _ in range(random.integers(0, 3)))
        shapes.append(Shape("road" if is_drive else None, "outbound", drive_min, total_min, 1.0, uses))
    # a shape leads to one place
    heads, shape_of = random.integers(0, 6, len(shapes)), random.integers(0, len(shapes), 14)
    moves = sorted(
        (
            Move(int(tail), int(head), int(shape), None, False, None, False, int(random.integers(-1, 2)), int(random.integers(-1, 1)))
            for tail, head, shape in zip(random.integers(0, 6, 14), heads[shape_of], shape_of, strict=True)
        ),
        key=lambda move: move.tail,
    )
    open_min = random.random((len(shapes), HORIZON_MIN)) < 0.7
    for shape, row in zip(shapes, open_min, strict=True):
        row[max(0, HORIZON_MIN - shape.total_min + 1) :] = False
    graph = VehicleGraph(
        stations=stations,
        moves=tuple(moves),
        shapes=tuple(shapes),
        open_min=open_min,
        wait_min=np.array([(random.random(HORIZON_MIN) < 0.8) | (station.kind is StationKind.BASE) for station in stations]),
        tie_points=0.01 * random.random((len(shapes), HORIZON_MIN)),
        cost_points=0.1 * random.random((len(shapes), HORIZON_MIN)),
        halt_limit=tuple(2 if station.kind is StationKind.HALT else -1 for station in stations),
        seats=4,
        stretcher_bays=1,
        payload_kg=10,
        fuel_range_km=None,
    )
    slots = 4
    return Problem(
        horizon_min=HORIZON_MIN,
        quarter_offset_min=int(random.integers(0, 15)),
        limits=tuple(
            Limit(BindingKind.HALT if number == 2 else BindingKind.CHECKPOINT, f"l{number}", None, np.ones(slots))
            for number in range(LIMITS)
        ),
        graphs=(graph,),
        fleet=(FleetRow(0, 1, 0, 0),),
        pairs=((("p",), "r"), (("q",), "r")),
        lanes=(("s", "t"),),
        demands=(),
        shelters=(Shelter("r", 9, 9),),
        needs=(),
        stocks=(),
        own_rows=(),
        own_flows=(),
    )


def random_prices(seed: int) -> Prices:
    random = np.random.default_rng([seed, 1])
    slot = 5.0 * random.random((LIMITS, 4)) * (random.random((LIMITS, 4)) < 0.6)
    slot[int(random.integers(LIMITS))] *= float(random.integers(0, 2))
    return Prices(slot=slot, seat=random.random(2), bay=random.random(2), payload=0.2 * random.random(1))


def points_of_move(problem: Problem, prices: Prices, number: int, minute: int, *, for_bound: bool) -> float:
    graph = problem.graphs[0]
    move = graph.moves[number]
    points = 0.0 if for_bound else -graph.tie_points[move.shape, minute] - graph.cost_points[move.shape, minute]
    if move.pair >= 0:
        points += graph.seats * prices.seat[move.pair] + graph.stretcher_bays * prices.bay[move.pair]
    if move.lane >= 0:
        points += graph.payload_kg * prices.payload[move.lane]
    for limit, offset_min in uses_of_move(problem, number, for_bound=for_bound):
        points -= prices.slot[limit, problem.slot(minute + offset_min)]
    return float(points)


def uses_of_move(problem: Problem, number: int, *, for_bound: bool) -> list[tuple[int, int]]:
    """(limit, minutes after the start): of its shape, and but for the bound, a halt in the quarter of arrival there."""
    graph = problem.graphs[0]
    move = graph.moves[number]
    shape = graph.shapes[move.shape]
    halt = graph.halt_limit[move.head]
    return [*shape.uses, (halt, shape.total_min - 1)] if halt >= 0 and not for_bound else list(shape.uses)


def plain_best(problem: Problem, prices: Prices, *, for_bound: bool) -> float:
    """The best from station 0 at minute 0, by recursion over every choice."""
    graph = problem.graphs[0]

    @cache
    def best(station: int, minute: int) -> float:
        is_base = graph.stations[station].kind is StationKind.BASE
        if minute == HORIZON_MIN:
            return 0.0 if is_base else -np.inf
        options = []
        if graph.wait_min[station, minute]:
            pays = graph.halt_limit[station] >= 0 and (minute + problem.quarter_offset_min) % 15 == 0
            options.append(best(station, minute + 1) - (prices.slot[graph.halt_limit[station], problem.slot(minute)] if pays else 0.0))
        for number, move in enumerate(graph.moves):
            if move.tail == station and graph.open_min[move.shape, minute]:
                then = minute + graph.shapes[move.shape].total_min
                options.append(points_of_move(problem, prices, number, minute, for_bound=for_bound) + best(move.head, then))
        return max(options, default=-np.inf)

    return best(0, 0)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**9), for_bound=st.booleans())
def test_the_best_day_is_worth_what_a_plain_recursion_finds(seed: int, for_bound: bool) -> None:
    """For the bound neither ties nor the user's costs count."""
    problem, prices = random_problem(seed), random_prices(seed)
    found = DayFinder(problem, problem.graphs[0]).find(prices, for_bound=for_bound)
    assert found.points(0) == pytest.approx(plain_best(problem, prices, for_bound=for_bound), abs=1e-9)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**9), for_bound=st.booleans())
def test_the_path_of_a_best_day_is_allowed_and_earns_its_points(seed: int, for_bound: bool) -> None:
    problem, prices = random_problem(seed), random_prices(seed)
    found = DayFinder(problem, problem.graphs[0]).find(prices, for_bound=for_bound)
    points = path_points(problem, prices, found, for_bound=for_bound)
    # who comes to one halt twice in a quarter takes one place there, and is charged two
    assert points == pytest.approx(found.points(0), abs=1e-6) or (not for_bound and points > found.points(0))


def test_a_finder_asked_again_answers_as_a_new_one() -> None:
    """Nothing of the first prices stays behind, nor of whether it was for the bound."""
    problem = random_problem(7)
    finder = DayFinder(problem, problem.graphs[0])
    for seed, for_bound in ((1, False), (2, True), (3, False), (1, True), (1, False)):
        asked = finder.find(random_prices(seed), for_bound=for_bound).points(0)
        assert asked == DayFinder(problem, problem.graphs[0]).find(random_prices(seed), for_bound=for_bound).points(0)


def path_points(problem: Problem, prices: Prices, found: BestDays, *, for_bound: bool) -> float:
    """The points of a path, worked out from its steps; fails where a step is not allowed."""
    graph = problem.graphs[0]
    path = found.path(0)
    station, minute, points = 0, 0, 0.0
    for step in path:
        move = graph.moves[step.move]
        assert move.tail == station
        assert graph.wait_min[station, minute : step.starts_min].all()
        assert graph.open_min[move.shape, step.starts_min]
        points += points_of_move(problem, prices, step.move, step.starts_min, for_bound=for_bound)
        for limit, offset_min in uses_of_move(problem, step.move, for_bound=for_bound):
            points += prices.slot[limit, problem.slot(step.starts_min + offset_min)]
        station, minute = move.head, step.starts_min + graph.shapes[move.shape].total_min
    assert graph.stations[station].kind is StationKind.BASE
    used = slots_used_and_taken(problem, graph, path)[0 if for_bound else 1]
    return points - sum(prices.slot[use] * times for use, times in used.items())
