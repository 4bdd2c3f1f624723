"""What is said to bind, and why somebody or something stays."""

import pytest
from tests.planning.hamlet import SPOT, bus, buses, hall, hamlet, leg, people_at, planned, span

from safepassage.corridor import Checkpoint, GoodsKind, Need, Stock
from safepassage.planning.result import BindingKind


def kinds(plan) -> set[BindingKind]:
    return {binding.kind for binding in plan.bindings}


def test_where_everybody_gets_out_nothing_is_left_to_explain():
    plan = planned()
    assert (plan.left_behind, plan.reasons) == ((), ())


def test_a_fleet_that_is_too_small_is_named_with_the_worth_of_one_more():
    """One journey only: one more bus would bring ten more people."""
    plan = planned(gathering_points=(people_at("square", 100),), horizon=span("09:00", "09:45"))
    fleet = [binding for binding in plan.bindings if binding.kind is BindingKind.FLEET]
    assert [binding.what for binding in fleet] == ["bus"]
    assert fleet[0].price_points == pytest.approx(10.0, abs=0.5)
    assert plan.left_behind[0].people == 90
    assert any("fleet" in reason for reason in plan.reasons)


def test_a_full_reception_is_named_with_the_worth_of_one_more_place():
    plan = planned(gathering_points=(people_at("square", 100),), reception_centres=(hall(people=25),), fleet=(buses(9),))
    reception = [binding for binding in plan.bindings if binding.kind is BindingKind.RECEPTION]
    assert [(binding.what, round(binding.price_points, 1)) for binding in reception] == [("hall", 1.0)]
    assert "Hall" in plan.left_behind[0].reason


def test_a_checkpoint_that_holds_the_plan_back_is_named_with_its_hours():
    gate = Checkpoint(
        id="gate", name="Gate", party="south", lanes=1, inbound_vehicles_per_15_min=9, outbound_vehicles_per_15_min=1, hold_min=0, **SPOT
    )  # fmt: skip
    plan = planned(
        checkpoints=(gate,),
        gathering_points=(people_at("square", 100),),
        fleet=(buses(9),),
        legs=(leg("depot", "square", 10), leg("square", "gate", 10), leg("gate", "hall", 10)),
        horizon=span("09:00", "10:00"),
    )
    gates = [binding for binding in plan.bindings if binding.kind is BindingKind.CHECKPOINT]
    assert {(binding.what, binding.direction) for binding in gates} == {("gate", "outbound")}
    assert all(plan.horizon.starts_at <= binding.interval.starts_at < binding.interval.ends_at <= plan.horizon.ends_at for binding in gates)
    assert any("Gate" in reason for reason in plan.reasons)


def test_missing_stretcher_bays_and_beds_are_the_reason_for_stretcher_cases():
    point = people_at("square", 0, stretcher_people=2)
    assert planned(gathering_points=(point,)).left_behind[0].reason == "no vehicle of the fleet has a stretcher bay"
    with_bays = planned(gathering_points=(point,), vehicle_types=(bus(stretcher_bays=2),))
    assert with_bays.left_behind[0].reason == "no reception has a bed"


def test_goods_that_are_short_say_what_is_missing():
    need = Need(place="square", kind=GoodsKind.FOOD, weight_kg=500, priority=2)
    assert any("there is no stock of it" in reason for reason in planned(needs=(need,)).reasons)
    low = Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=100)
    assert any("the stocks hold 100 kg for needs of 500 kg" in reason for reason in planned(needs=(need,), stocks=(low,)).reasons)
    full = Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=900)
    assert any("no vehicle of the fleet carries goods" in reason for reason in planned(needs=(need,), stocks=(full,)).reasons)


def test_everybody_who_stays_is_named_once_with_a_reason():
    scenario = hamlet(
        gathering_points=(people_at("square", 30, infant_people=5, frail_people=2), people_at("yard", 8)),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "yard", 5, is_one_way=True)),
        horizon=span("09:00", "09:45"),
    )
    plan = planned(scenario)
    assert sum(line.people for line in plan.left_behind) == 45 - plan.figures.out.total_people
    yard = next(line for line in plan.left_behind if line.place == "yard")
    assert (yard.people, yard.reason) == (8, "no road leads from here to a reception or a safe halt")
    assert all(line.reason for line in plan.left_behind)
