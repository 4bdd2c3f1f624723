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
    assert fleet[0].price_points == pytest.approx(10.0, abs=1e-6)
    assert fleet[0].text == "fleet: 1 of bus at Depot; one more is worth at most 10.0 points"
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
    low = {"needs": (need,), "stocks": (Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=100),)}
    assert any("no vehicle of the fleet carries goods" in reason for reason in planned(**low).reasons)
    carried = planned(**low, vehicle_types=(bus(payload_kg=400),)).reasons
    assert carried == ("400 kg of food (priority 2) short at Square: the stocks hold 100 kg for needs of 500 kg.",)


def test_goods_that_no_vehicle_can_bring_in_time_say_so():
    """Twenty minutes of loading and ten of road end at 09:30; the goods would be there at 09:40, after ten minutes of unloading."""
    given = {
        "needs": (Need(place="square", kind=GoodsKind.FOOD, weight_kg=500, priority=2),),
        "stocks": (Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=900),),
        "vehicle_types": (bus(payload_kg=500, goods_loading_min=20, goods_unloading_min=10),),
        "gathering_points": (people_at("square", 0),),
    }
    late = planned(**given, horizon=span("09:00", "09:39"))
    assert [reason.split(":")[1] for reason in late.reasons] == [
        " no vehicle can bring it there within its duty, fuel, daylight, windows of silence and checkpoint hours."
    ]


def test_goods_that_wait_for_more_vehicles_say_so():
    """Loaded at 09:30, there at 09:40; back at 09:50 and loaded again at 10:20 it would be too late."""
    plan = planned(
        needs=(Need(place="square", kind=GoodsKind.FOOD, weight_kg=500, priority=2),),
        stocks=(Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=900),),
        vehicle_types=(bus(payload_kg=400, goods_loading_min=30),),
        gathering_points=(people_at("square", 0),),
        horizon=span("09:00", "10:00"),
    )
    assert plan.figures.goods_delivered_kg == 400
    assert plan.reasons == (
        "100 kg of food (priority 2) short at Square: the best plan found uses vehicles and quarters for what is worth more.",
    )


def test_nothing_is_said_to_bind_by_a_search_that_was_stopped_before_it_could_know():
    """After one unit of work there is a plan and no linear optimum."""
    scenario = hamlet(gathering_points=(people_at("square", 100),), horizon=span("09:00", "09:45"))
    stopped, whole = planned(scenario, work=1), planned(scenario)
    assert stopped.bindings == ()
    assert stopped.left_behind[0].reason == "the search was stopped before it could tell whether they can leave as well"
    assert whole.bindings != ()
    assert whole.left_behind[0].reason == "others were worth more within what binds: fleet: 1 of bus at Depot"


def test_those_who_stay_are_counted_by_class_before_the_reasons():
    """Ten seats, one journey: ten infants go, five infants and all others stay."""
    plan = planned(gathering_points=(people_at("square", 20, infant_people=15),), horizon=span("09:00", "09:45"))
    assert plan.reasons[0] == "Of those who wait for a seat or a bay stay: 5 infants, children and carers, 20 others."


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
