"""One crossing more in every quarter, on the reference instance with ten vehicles per quarter of an hour."""

from pathlib import Path

from benchmarks.reference import CHECKPOINT, reference_scenario

from safepassage.planning.levers import find_levers
from safepassage.planning.linear import solve_linear
from safepassage.planning.setting import lay_out, lay_out_like


def test_one_crossing_more_in_every_quarter_is_worth_what_was_published(data_dir: Path) -> None:
    """Published for this instance, where people count who have arrived when the day ends: 1,647.7 by the prices and 1,647.8 solved from 9
    to 10. Here they must also have been set down by then (rule 1), so a little less can be done.
    """
    scenario = reference_scenario(data_dir / "planning" / "reference-10.json")
    levers = {lever.id: lever for lever in find_levers(scenario)}
    base = lay_out(scenario)
    ten = solve_linear(base, ())
    fewer, more = (levers[f"checkpoint.{CHECKPOINT}.vehicles{step}"].change(scenario) for step in ("-1", "+1"))
    assert fewer is not None
    assert more is not None
    nine = solve_linear(lay_out_like(fewer, base), ten.columns)
    eleven = solve_linear(lay_out_like(more, base), ten.columns)
    assert ten.is_final
    assert nine.is_final
    assert eleven.is_final
    slots = [number for number, limit in enumerate(base.problem.limits) if limit.what == CHECKPOINT]
    assert ten.result is not None
    priced = float(ten.result.prices.slot[slots].sum())
    # the optimum is concave in what passes: its slope at ten lies between the two steps
    assert eleven.points - ten.points <= priced + 1e-3 <= ten.points - nine.points + 2e-3
    assert 0.95 * 1647.8 < ten.points - nine.points <= 1647.8
