"""A scenario laid out like another one, against the same scenario laid out from nothing, array by array."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.oracles.tiny import small
from tests.planning.town import changed as with_changes
from tests.planning.town import town

from safepassage.planning.levers import Lever, find_levers
from safepassage.planning.linear import ceiling_points, solve_linear
from safepassage.planning.price_desk import lay_out_with_levers
from safepassage.planning.problem import Problem, VehicleGraph
from safepassage.planning.setting import Setting, lay_out, lay_out_like
from safepassage.scenario.read import read_scenario
from safepassage.scenario.scenario import Scenario

TOWN = Path(__file__).parents[2] / "examples" / "tutorial-town"


def refitted(scenario: Scenario, *, every: int = 1) -> Iterator[tuple[Lever, Setting, Setting]]:
    """Every lever, or each so-manieth, whose scenario is laid out without growing graphs anew: so laid out, and from nothing."""
    base, levers = lay_out_with_levers(scenario)
    for lever in levers[::every]:
        changed = lever.change(scenario)
        assert changed is not None
        like = lay_out_like(changed, base)
        has_none_left = {place.id for place in changed.receptions if not (place.capacity_people or place.hospital_beds)}
        if has_none_left - {place.id for place in scenario.receptions if not (place.capacity_people or place.hospital_beds)}:
            continue  # graphs of the base lead there as well, to no use
        if all(one.moves is other.moves for one, other in zip(like.problem.graphs, base.problem.graphs, strict=True)):
            yield lever, like, lay_out(changed)


def limit_key(problem: Problem, number: int) -> tuple[object, ...]:
    limit = problem.limits[number]
    return limit.kind, limit.what, limit.direction


def limits(problem: Problem) -> dict[tuple[object, ...], bytes]:
    return {limit_key(problem, number): limit.capacity.tobytes() for number, limit in enumerate(problem.limits) if limit.kind}


def moves(problem: Problem, graph: VehicleGraph, start: int) -> dict[tuple[object, ...], bytes]:
    """What a vehicle can do from where it starts, told without any number, and at which minutes."""
    leaving: dict[int, list[int]] = {}
    for number, move in enumerate(graph.moves):
        if graph.open_min[move.shape].any():
            leaving.setdefault(move.tail, []).append(number)
    found: dict[tuple[object, ...], bytes] = {}
    reached, waiting = {start}, [start]
    while waiting:
        for number in leaving.get(waiting.pop(), []):
            move, shape = graph.moves[number], graph.shape(number)
            uses = tuple(sorted((str(limit_key(problem, limit)), minute) for limit, minute in shape.uses))
            told = (
                *(graph.stations[move.tail], graph.stations[move.head], shape.route, shape.direction, shape.drive_min, shape.total_min),
                *(shape.km, uses, move.boards_at, move.alights, move.loads_at, move.unloads),
                *(problem.pairs[move.pair] if move.pair >= 0 else None, problem.lanes[move.lane] if move.lane >= 0 else None),
            )
            found[told] = (
                graph.open_min[move.shape].tobytes()
                + graph.cost_points[move.shape].tobytes()
                + graph.wait_min[move.tail].tobytes()
                + graph.wait_min[move.head].tobytes()
            )
            if move.head not in reached:
                reached.add(move.head)
                waiting.append(move.head)
    return found


def assert_equal(like: Setting, fresh: Setting, lever: Lever) -> None:
    one, other = like.problem, fresh.problem
    rows = [row for row in one.fleet if row.vehicles]  # laid out from nothing, a row without vehicles has none of its own
    assert [(row.row, row.vehicles) for row in rows] == [(row.row, row.vehicles) for row in other.fleet], lever.id
    assert limits(one) == limits(other), lever.id
    assert (one.shelters, one.demands, one.needs, one.stocks) == (other.shelters, other.demands, other.needs, other.stocks), lever.id
    for row, row_again in zip(rows, other.fleet, strict=True):
        told = moves(one, one.graphs[row.graph], row.start_station)
        assert told == moves(other, other.graphs[row_again.graph], row_again.start_station), lever.id
    flows = [{(flow.row, flow.route): (flow.open_min.tobytes(), flow.share) for flow in each.own_flows} for each in (one, other)]
    assert flows[0] == flows[1], lever.id


def test_the_towns_levers_of_hours_and_numbers_are_laid_out_as_from_nothing() -> None:
    """Hours both ways, lanes, vehicles, beds: no graph is grown again, and every one comes out the same."""
    kinds = set()
    for lever, like, fresh in refitted(read_scenario(TOWN), every=3):
        assert_equal(like, fresh, lever)
        kinds.add(lever.id.split(".")[0])
    assert {"hours", "checkpoint", "fleet", "hospital_beds"} <= kinds


@pytest.mark.parametrize("seed", range(4))
def test_levers_of_small_scenarios_are_laid_out_as_from_nothing(seed: int) -> None:
    for lever, like, fresh in refitted(small(seed), every=2):
        assert_equal(like, fresh, lever)


@pytest.mark.parametrize("seed", range(4))
def test_the_prices_of_one_optimum_bound_that_of_every_lever(seed: int) -> None:
    """Weak duality: no optimum of a changed scenario lies above what the base's prices say of it."""
    scenario = small(seed)
    base, levers = lay_out_with_levers(scenario)
    known = solve_linear(base, ())
    compared = 0
    for lever in levers[seed % 3 :: 3]:
        changed = lever.change(scenario)
        assert changed is not None
        like = lay_out_like(changed, base)
        ceiling = ceiling_points(like, base, known)
        if ceiling is not None:
            compared += 1
            assert solve_linear(like, ()).points <= ceiling + 1e-4 * max(1.0, ceiling), lever.id
    assert compared


def test_hours_beyond_those_that_graphs_were_grown_for_are_grown_again() -> None:
    """A base laid out for itself alone has no room for more hours: the lever's graphs are new, and right."""
    scenario = read_scenario(TOWN)
    base = lay_out(scenario)
    lever = next(lever for lever in find_levers(scenario) if lever.id == "hours.every-party.begin-earlier")
    changed = lever.change(scenario)
    assert changed is not None
    like = lay_out_like(changed, base)
    assert not np.array_equal(like.ground.segment_open["river"], base.ground.segment_open["river"])
    assert_equal(like, lay_out(changed), lever)


@pytest.mark.parametrize(("before", "now"), [("north", "south"), ("south", "north")])
def test_a_segment_that_changes_hands_is_silent_when_its_new_holder_keeps_it_so(before: str, now: str) -> None:
    """The north keeps the front silent and the south does not: for the one it is 450 minutes of silence or none (rule 21)."""
    scenario = with_changes(town(), windows=tuple(window for window in town().windows if window.party == "north"))
    one, other = (with_changes(scenario, control=(with_changes(town().control[0], party=party),)) for party in (before, now))
    like, fresh = lay_out_like(other, lay_out(one)), lay_out(other)
    assert like.ground.segment_open["front"].tolist() == fresh.ground.segment_open["front"].tolist()
    assert like.ground.segment_open["front"].any() == (now == "north")
    assert not like.is_as_base
