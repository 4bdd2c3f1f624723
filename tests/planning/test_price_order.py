"""The turns of levers against a clock: what a negotiator asks about first is answered first, and every lever before any a second time."""

from collections.abc import Iterator
from dataclasses import replace

from tests.oracles.tiny import small

from safepassage.corridor import FleetEntry
from safepassage.planning.levers import Effect, LeverKind, find_levers
from safepassage.planning.price_base import plan_base
from safepassage.planning.price_desk import lay_out_with_levers
from safepassage.planning.price_one import solve_lever
from safepassage.planning.price_order import in_turn
from safepassage.planning.price_table import Table
from safepassage.planning.prices import _alike, _promises
from safepassage.scenario.scenario import Scenario


def two_types() -> Scenario:
    """A scenario whose fleet has a bus and an ambulance."""
    return next(scenario for scenario in map(small, range(40)) if len({entry.type for entry in scenario.fleet}) > 1)


def one_after_the_other(scenario: Scenario) -> tuple[Table, Iterator[str]]:
    """The table of a scenario, and the levers as it hands them out, each with a first plan only."""
    setting, levers = lay_out_with_levers(scenario)
    base = plan_base(setting, None, 20)
    promises = _promises(setting, levers, base)
    table = Table(levers, base, _alike(setting, levers), promises, in_turn(scenario, levers, promises))

    def taken() -> Iterator[str]:
        while (lever := table.take()) is not None:
            before = table.before.get(lever)
            table.put(solve_lever(table.levers[lever], setting, base, work=20, before=before, seek_s=0.0, dives=False))
            yield lever

    return table, taken()


def test_every_lever_has_one_turn() -> None:
    levers = find_levers(two_types())
    assert sorted(in_turn(two_types(), levers, {})) == sorted(lever.id for lever in levers)


def test_every_kind_of_lever_has_a_turn_before_any_kind_has_two() -> None:
    """A clock that stops after as many levers as there are kinds has an answer for each kind."""
    scenario = two_types()
    levers = {lever.id: lever for lever in find_levers(scenario)}
    turns = [levers[id_] for id_ in in_turn(scenario, tuple(levers.values()), {})]
    asked = [lever.kind for lever in turns if lever.effect is not Effect.HURTS]
    kinds = set(asked)
    assert {LeverKind.VEHICLES, LeverKind.HOURS, LeverKind.CAPACITY, LeverKind.RECEPTION} <= kinds
    # within a kind, what moves other tables or other vehicles is a kind by itself
    finer = {
        (lever.kind, tuple(name for name in Scenario.model_fields if getattr(lever.change(scenario), name) is not getattr(scenario, name)))
        for lever in turns
        if lever.effect is not Effect.HURTS
    }
    assert set(asked[: len(finer) + len(scenario.fleet)]) == kinds


def test_each_type_of_vehicle_is_asked_about_in_the_first_round() -> None:
    scenario = two_types()
    rows: dict[str, list[FleetEntry]] = {}
    for entry in scenario.fleet:
        rows.setdefault(entry.type, []).append(entry)
    turns = in_turn(scenario, find_levers(scenario), {})
    first = turns[: len(rows)]
    types = {scenario.fleet[int(id_.split(".")[1].split("+")[0])].type for id_ in first}
    assert all(id_.startswith("fleet.") and "+" in id_ for id_ in first)
    assert types == set(rows)


def test_of_one_kind_the_widest_comes_first_and_then_the_one_that_can_be_worth_most() -> None:
    scenario = two_types()
    levers = find_levers(scenario)
    turns = in_turn(scenario, levers, {})
    nested = [(lever.within, lever.id) for lever in levers if lever.kind is LeverKind.CAPACITY and lever.within is not None]
    assert nested
    assert all(turns.index(wide) < turns.index(narrow) for wide, narrow in nested)
    scenario = next(scenario for scenario in map(small, range(40)) if len(scenario.gathering_points) > 1)
    levers = find_levers(scenario)
    boardings = [lever.id for lever in levers if lever.kind is LeverKind.BOARDING and lever.effect is Effect.HELPS]
    assert len(boardings) > 1
    promised = in_turn(scenario, levers, {id_: float(worth) for worth, id_ in enumerate(boardings, start=1)})
    assert [id_ for id_ in promised if id_ in boardings] == boardings[::-1]


def test_no_lever_has_a_second_look_before_every_lever_has_a_first_plan() -> None:
    """Also where every first plan is stopped; a lever within one that is worth nothing needs none."""
    table, taken = one_after_the_other(small(3))
    seen: set[str] = set()
    tried_again = 0
    for lever in taken:
        if lever in seen:
            tried_again += 1
            assert all(table.is_known(other.id) for other in table.ordered)
            if tried_again > 3:
                break
        seen.add(lever)
    assert all(table.is_known(lever.id) for lever in table.ordered)
    assert tried_again


def test_what_is_proven_at_once_to_bring_nothing_comes_before_all_else() -> None:
    table, taken = one_after_the_other(small(3))
    free = [id_ for id_, promise in table.promise_points.items() if promise < 1e-6 and table.levers[id_].effect is Effect.HELPS]
    assert free
    first = [next(taken) for _ in range(sum(table.alike[id_] == id_ and table.levers[id_].within is None for id_ in free))]
    assert set(first) <= {table.alike[id_] for id_ in free}


def test_what_was_found_before_a_second_look_is_not_lost_by_it() -> None:
    """A second look that the clock ends sooner than the first one leaves the better plan and the lower bound."""
    scenario = small(3)
    setting, levers = lay_out_with_levers(scenario)
    base = plan_base(setting, None, 20)
    table = Table(levers, base, _alike(setting, levers), {}, [lever.id for lever in levers])
    solved = ((lever, solve_lever(lever, setting, base, work=20)) for lever in levers if lever.effect is Effect.HURTS)
    lever, full = next((lever, full) for lever, full in solved if full.outcome is not None and not full.is_kept)
    assert full.outcome is not None
    worse = replace(full.outcome, value_points=full.outcome.value_points - 1.0)
    table.put(replace(full, is_stopped=True))
    table.put(replace(full, is_stopped=True, outcome=worse, bound_points=full.bound_points + 5.0))
    assert table.outcome(lever.id).value_points == full.outcome.value_points
    assert table.solved[lever.id].bound_points == full.bound_points
