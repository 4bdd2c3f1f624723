"""A day on which nothing happens is the plan."""

import pytest
from tests.documents.sample import sample_plan, sample_scenario
from tests.planning.hamlet import hamlet as nothing_there
from tests.planning.hamlet import people_at
from tests.stress.days import TOWN, by_the_line, calm, plan_of, ready

from safepassage.corridor import PriorityClass
from safepassage.planning.result import Plan
from safepassage.scenario.read import read_scenario
from safepassage.scenario.scenario import Scenario
from safepassage.stress.assumptions import read_assumptions
from safepassage.stress.day import Column
from safepassage.stress.simulate import new_draw, simulate_draw
from safepassage.stress.stress import PlanNotReproducedError, stress_test, undisturbed_day


def town() -> tuple[Scenario, Plan]:
    scenario = read_scenario(TOWN)
    return scenario, plan_of(scenario)


def by_hand() -> tuple[Scenario, Plan]:
    """Two days, halts, own cars, goods, a danger point: made by hand, not by the planner.

    Its 40 cars leave together and take the room of 12 vehicles, where its checkpoints pass 10: here they pass 12.
    """
    scenario = sample_scenario()
    wider = tuple(place.model_copy(update={"outbound_vehicles_per_15_min": 12}) for place in scenario.checkpoints)
    return scenario.model_copy(update={"checkpoints": wider}), sample_plan()


def hamlet() -> tuple[Scenario, Plan]:
    return by_the_line(), plan_of(by_the_line())


@pytest.mark.parametrize("case", [hamlet, town, by_hand])
def test_people_and_goods_are_those_of_the_plan_by_class_and_nobody_is_late(case):
    """Under the hours that the plan itself asks for, and under those offered."""
    scenario, plan = case()
    for silence in ("plan", "offered"):
        _, task = ready(scenario, plan, calm(silence=silence))
        draw = new_draw(task.programme, task.vehicles, len(task.chances.day_from))
        counted = simulate_draw(task.programme, task.chances, task.layout, draw).counted[0]
        for row, priority in enumerate(PriorityClass):
            assert counted[Column.OUT + row] == plan.figures.out[priority]
            assert counted[Column.OWN_OUT + row] == plan.figures.own_transport_out[priority]
        assert counted[Column.GOODS_KG : Column.GOODS_KG + 4].sum() == plan.figures.goods_delivered_kg
        assert counted[Column.VEHICLES_HOME] == sum(bool(each.activities) for each in plan.itineraries)
        late = (Column.WAITED_VEHICLE_MIN, Column.OVERDUE, Column.TURNED_BACK, Column.OUTSIDE_PERSON_MIN, Column.DARK_PERSON_MIN)
        assert not counted[list(late)].any()


@pytest.mark.parametrize("case", [hamlet, town])
def test_danger_is_that_of_the_plan_but_for_the_rounding_of_its_minutes(case):
    scenario, plan = case()
    _, task = ready(scenario, plan, calm())
    assert undisturbed_day(plan, task)[Column.DANGER] == pytest.approx(plan.figures.danger_person_incidents, rel=0.06)


def test_with_every_cause_off_every_day_is_the_plan():
    scenario, plan = town()
    result = stress_test(scenario, plan, assumptions=calm(), days=20, workers=1)
    assert result.out_people.least == result.out_people.most == result.out_people.planned
    assert result.out_people.planned == plan.figures.out.total_people + plan.figures.own_transport_out.total_people


def test_a_plan_that_is_not_reproduced_gives_no_figures():
    """A plan that claims one person more than its itineraries bring out is answered by an error, not by a distribution."""
    scenario, plan = hamlet()
    out = plan.figures.out.model_copy(update={"other_people": plan.figures.out.other_people + 1})
    claims = plan.model_copy(update={"figures": plan.figures.model_copy(update={"out": out})})
    with pytest.raises(PlanNotReproducedError, match="10 other out where the plan has 11"):
        stress_test(scenario, claims, assumptions=read_assumptions(), days=1, workers=1)


def test_a_plan_in_which_nothing_moves_is_put_to_the_test_all_the_same():
    """Nobody waits, no checkpoint, no segment: nobody gets out on any day, and no failure costs anybody anything."""
    scenario = nothing_there(gathering_points=(people_at("square", 0),))
    plan = plan_of(scenario)
    assert not plan.itineraries
    result = stress_test(scenario, plan, assumptions=read_assumptions(), days=10, workers=1)
    assert (result.out_people.planned, result.out_people.most) == (0, 0)
    assert not [failure for failure in result.failures if failure.people_lost]


@pytest.mark.parametrize("case", [hamlet, town, by_hand])
def test_the_rules_themselves_find_that_the_plan_fits(case):
    """Every segment marked as touched though nothing befalls it: every departure and entry is judged by the rules, and all may go."""
    scenario, plan = case()
    _, task = ready(scenario, plan, calm(silence="plan"))
    draw = new_draw(task.programme, task.vehicles, len(task.chances.day_from))
    calm_day = simulate_draw(task.programme, task.chances, task.layout, draw).counted[0]
    draw.is_touched[:] = True
    judged = simulate_draw(task.programme, task.chances, task.layout, draw).counted[0]
    assert judged == pytest.approx(calm_day)
