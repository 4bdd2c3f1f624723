"""Planning anew in the middle of a day. Figures can be worked out in the head: see `hamlet.py`.

As planned the bus leaves at 09:00, boards from 09:10 to 09:15, drives to 09:35 and is empty at 09:40.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.oracles.tiny import odd, tiny
from tests.planning.hamlet import SPOT, at, bus, buses, hall, hamlet, leg, people_at, planned, span

from safepassage.corridor import (
    Checkpoint,
    Closure,
    ClosureKind,
    Control,
    FleetEntry,
    GoodsKind,
    Group,
    Need,
    OfferedWindow,
    PeopleByClass,
    SafeHalt,
    Segment,
    Stock,
    Waypoint,
)
from safepassage.errors import InputError
from safepassage.planning.replanning import DayState, open_session, replan
from safepassage.planning.replanning.compare import difference_of
from safepassage.planning.replanning.difference import Kind
from safepassage.planning.replanning.state import CountedPeople, StockReport, VehicleReport, WaitingReport
from safepassage.planning.verify import verify_plan
from safepassage.scenario.scenario import Scenario, SilenceRules


def gated(hold_min: int) -> Scenario:
    """A gate in the middle of the ten minutes from the depot to the square, and two buses."""
    rates = {"inbound_vehicles_per_15_min": 9, "outbound_vehicles_per_15_min": 9}
    gate = Checkpoint(id="gate", name="Gate", party="south", lanes=1, hold_min=hold_min, **rates, **SPOT)
    legs = (leg("depot", "gate", 5), leg("gate", "square", 5), leg("square", "hall", 20))
    return hamlet(checkpoints=(gate,), fleet=(buses(2),), legs=legs)


def closed(*legs: str, since: str, until: str | None = None) -> tuple[Closure, ...]:
    return tuple(Closure(kind=ClosureKind.LEG, what=name, since=at(since), until=at(until) if until else None) for name in legs)


def anew(clock: str, changed: Scenario | None = None, *, scenario: Scenario | None = None, changes: int | None = 0, **state):
    scenario = scenario if scenario is not None else hamlet()
    session = open_session(scenario, planned(scenario, work=20))
    return replan(session, DayState(at=at(clock), **state), changed, most_changes=changes, work=20)


def times(itinerary):
    return [(each.activity, f"{each.starts_at:%H:%M}", f"{each.ends_at:%H:%M}") for each in itinerary.activities]


def late(minutes: int, vehicle: str = "bus-001"):
    return {"vehicles": (VehicleReport(vehicle=vehicle, late_min=minutes),)}


def out(vehicle: str = "bus-001"):
    return {"vehicles": (VehicleReport(vehicle=vehicle, is_out=True),)}


def test_at_any_minute_of_the_hamlets_day_nothing_new_changes_nothing() -> None:
    scenario = hamlet()
    made = planned(scenario)
    session = open_session(scenario, made)
    for minute in range(0, 240, 7):
        state = DayState(at=scenario.horizon.starts_at + timedelta(minutes=minute))
        assert replan(session, state, work=3).plan == made


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("made_of", [tiny, odd])
def test_nothing_new_changes_nothing_in_random_plans(made_of, seed: int) -> None:
    """Goods, halts, fuel, dusk, families and own cars among them."""
    scenario = made_of(seed)
    made = planned(scenario, work=15)
    session = open_session(scenario, made)
    horizon_min = (scenario.horizon.ends_at - scenario.horizon.starts_at) // timedelta(minutes=1)
    for minute in range(seed, horizon_min, max(1, horizon_min // 6)):
        state = DayState(at=scenario.horizon.starts_at + timedelta(minutes=minute))
        assert replan(session, state, most_changes=None, work=3).plan == made


def test_a_late_bus_boards_and_arrives_so_much_later() -> None:
    result = anew("09:05", **late(20))
    assert times(result.plan.itineraries[0]) == [
        ("drive", "09:00", "09:30"),
        ("board", "09:30", "09:35"),
        ("drive", "09:35", "09:55"),
        ("alight", "09:55", "10:00"),
    ]
    assert result.plan.figures.out == result.before.figures.out


def test_a_bus_that_is_late_at_its_depot_sets_out_later() -> None:
    result = anew("09:00", **late(15))
    assert times(result.plan.itineraries[0])[0] == ("drive", "09:15", "09:25")


def test_people_on_board_wait_where_they_boarded_until_their_road_opens() -> None:
    result = anew("09:12", hamlet(closures=closed("square-hall", since="09:12", until="10:30")))
    assert times(result.plan.itineraries[0])[2:] == [("drive", "10:30", "10:50"), ("alight", "10:50", "10:55")]


def test_a_drive_that_has_begun_is_finished_although_its_road_is_said_to_be_closed_now() -> None:
    result = anew("09:20", hamlet(closures=closed("square-hall", since="09:20")))
    assert result.plan.itineraries == result.before.itineraries


def test_people_on_board_with_no_way_on_are_named_with_place_and_time() -> None:
    result = anew("09:12", hamlet(closures=closed("square-hall", since="09:12")))
    assert result.ends_elsewhere == ("bus-001",)
    (stranded,) = difference_of(result).stranded
    assert (stranded.place, stranded.since, stranded.people.total_people) == ("square", at("09:15"), 10)
    assert result.plan.figures.out.total_people == 0


def test_people_on_board_of_a_broken_bus_are_named_on_the_road() -> None:
    result = anew("09:20", **out())
    (stranded,) = difference_of(result).stranded
    assert (stranded.place, stranded.towards, stranded.since) == ("square", "hall", at("09:20"))
    assert stranded.people.total_people == 10
    assert [activity.activity for activity in result.plan.itineraries[0].activities] == ["drive", "board", "drive"]


def test_people_on_board_go_to_another_reception_where_theirs_takes_nobody_any_more() -> None:
    two = {
        "reception_centres": (hall(), hall("school")),
        "legs": (leg("depot", "square", 10), leg("square", "hall", 20), leg("square", "school", 40)),
    }
    full = hamlet(**{**two, "reception_centres": (hall(people=0), hall("school"))})
    result = anew("09:12", full, scenario=hamlet(**two))
    assert times(result.plan.itineraries[0])[2:] == [("drive", "09:15", "09:55"), ("alight", "09:55", "10:00")]
    assert result.plan.itineraries[0].activities[-1].place == "school"


def test_people_who_still_wait_go_to_another_reception_where_theirs_takes_nobody_any_more() -> None:
    two = {
        "reception_centres": (hall(), hall("school")),
        "legs": (leg("depot", "square", 10), leg("square", "hall", 20), leg("square", "school", 40)),
    }
    full = hamlet(**{**two, "reception_centres": (hall(people=0), hall("school"))})
    result = anew("09:05", full, scenario=hamlet(**two))
    assert result.broken == ("bus-001",)
    assert (result.plan.figures.out.total_people, result.plan.itineraries[0].activities[-1].place) == (10, "school")


@pytest.mark.parametrize(("range_km", "people"), [(69.9, 10), (70.1, 20)])
def test_kilometres_driven_before_count_against_the_fuel(range_km: float, people: int) -> None:
    """At 09:50 the bus has driven 30 km; to the square and back are 40 more, and there is no fuel anywhere."""
    kind = {"vehicle_types": (bus(fuel_range_km=range_km),)}
    more = hamlet(**kind, gathering_points=(people_at("square", 20),))
    assert anew("09:50", more, scenario=hamlet(**kind), changes=None).plan.figures.out.total_people == people


def test_an_idle_bus_helps_only_if_one_more_vehicle_may_change() -> None:
    scenario = hamlet(fleet=(buses(2),))
    assert anew("09:05", scenario=scenario, **out()).plan.figures.out.total_people == 0
    helped = anew("09:05", scenario=scenario, changes=1, **out())
    assert helped.plan.figures.out.total_people == 10
    assert [itinerary.vehicle for itinerary in helped.plan.itineraries] == ["bus-001", "bus-002"]
    assert helped.plan.itineraries[1].activities[0].starts_at >= at("09:05")


def test_more_people_are_fetched_by_a_bus_whose_day_may_change() -> None:
    more = hamlet(gathering_points=(people_at("square", 20),))
    assert anew("09:20", more).plan.figures.out.total_people == 10
    assert anew("09:20", more, changes=1).plan.figures.out.total_people == 20


def test_more_people_take_seats_that_were_free_without_any_vehicle_changing() -> None:
    scenario = hamlet(gathering_points=(people_at("square", 6),))
    result = anew("09:05", hamlet(gathering_points=(people_at("square", 9),)), scenario=scenario)
    assert result.plan.figures.out.total_people == 9
    assert times(result.plan.itineraries[0]) == times(result.before.itineraries[0])


def test_fewer_people_wait_than_registered() -> None:
    result = anew("09:05", waiting=(WaitingReport(place="square", people=CountedPeople(other_people=4)),))
    assert (result.plan.figures.out.total_people, result.plan.figures.registered.total_people) == (4, 4)


def mixed() -> Scenario:
    """Four with infants and six others at the square; six of them in two families of three others."""
    point = people_at("square", 6).model_copy(update={"infant_people": 4})
    families = (Group(gathering_point="square", groups=2, other_people=3),)
    return hamlet(gathering_points=(point,), groups=families)


def test_a_class_that_nobody_counted_stays_as_the_plan_has_it_and_that_is_said() -> None:
    counted = (WaitingReport(place="square", people=CountedPeople(infant_people=2)),)
    result = anew("09:05", scenario=mixed(), waiting=counted)
    assert result.plan.figures.out == PeopleByClass(infant_people=2, other_people=6)
    assert difference_of(result).reports == (
        "square: 2 infants, children and carers wait (4 without the count); of classes that are not named, as many as the plan has",
    )


def test_a_class_that_nobody_counted_on_board_boarded_as_planned() -> None:
    counted = (VehicleReport(vehicle="bus-001", boarded=CountedPeople(infant_people=1)),)
    point = people_at("square", 6).model_copy(update={"infant_people": 4})
    result = anew("09:20", scenario=hamlet(gathering_points=(point,)), vehicles=counted)
    assert result.plan.figures.out == PeopleByClass(infant_people=1, other_people=6)


def test_fewer_who_wait_than_their_families_are_refused_with_the_field_of_the_state() -> None:
    people = CountedPeople(infant_people=4, other_people=5)
    with pytest.raises(InputError) as error:
        anew("09:05", scenario=mixed(), waiting=(WaitingReport(place="square", people=people),))
    (problem,) = error.value.problems
    assert problem.where == "state, waiting, record 1 (square), people, other_people"
    assert "the groups there hold 1 other people too many" in problem.what


def test_more_people_at_one_place_than_in_the_whole_scenario_are_refused_until_the_scenario_has_them() -> None:
    everybody = {"stretcher_people": 0, "infant_people": 0, "frail_people": 0}
    counted = (WaitingReport(place="square", people=CountedPeople(**everybody, other_people=99_999)),)
    with pytest.raises(InputError) as error:
        anew("09:05", waiting=counted)
    (problem,) = error.value.problems
    assert problem.where == "state, waiting, record 1 (square), people, other_people"
    assert problem.what == "99999 are more than all the 10 people who are registered at the gathering points of the scenario"
    result = anew("09:05", hamlet(gathering_points=(people_at("square", 99_999),)), waiting=counted)
    assert result.plan.figures.registered.total_people == 99_999


def test_an_id_that_is_nearly_right_is_offered() -> None:
    state = {
        "vehicles": (VehicleReport(vehicle="bus-01"), VehicleReport(vehicle="bus-001", is_out=True, set_down_at="sqare")),
        "waiting": (WaitingReport(place="squares", people=CountedPeople(other_people=1)),),
    }
    with pytest.raises(InputError) as error:
        anew("09:20", **state)
    offered = [problem.repair.split("?")[0] for problem in error.value.problems]
    assert offered == ["Did you mean 'bus-001'", "Did you mean 'square'", "Did you mean 'square'"]
    with pytest.raises(InputError) as error:
        anew("09:20", vehicles=(VehicleReport(vehicle="bus-009"),))
    assert error.value.problems[0].repair == "Write a vehicle as plan.json has it."  # bus-001 is another bus


def test_who_really_boarded_is_who_alights() -> None:
    boarded = VehicleReport(vehicle="bus-001", boarded=CountedPeople(other_people=7))
    result = anew("09:20", vehicles=(boarded,))
    assert result.plan.figures.out.total_people == 7
    assert [line.people for line in result.plan.left_behind] == [3]


def test_a_second_journey_is_dropped_where_the_road_closes_and_the_first_stays() -> None:
    scenario = hamlet(gathering_points=(people_at("square", 20),))
    result = anew(
        "09:20", hamlet(gathering_points=(people_at("square", 20),), closures=closed("square-hall", since="09:45")), scenario=scenario
    )
    assert result.before.figures.out.total_people == 20
    assert result.plan.figures.out.total_people == 10
    assert times(result.plan.itineraries[0]) == times(result.before.itineraries[0])[:4]


def test_the_vehicle_that_holds_is_kept_to_the_minute_beside_the_one_that_does_not() -> None:
    """Two places with a bus each, too little time for one bus to serve both; the roads to one of them open late."""
    town = {
        "horizon": span("09:00", "10:25"),
        "gathering_points": (people_at("square"), people_at("park")),
        "legs": (leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "park", 15), leg("park", "hall", 20)),
        "fleet": (buses(2),),
    }
    shut = hamlet(**town, closures=closed("park-hall", "depot-park", since="09:00", until="09:30"))
    result = anew("09:00", shut, scenario=hamlet(**town))
    kinds = {each.vehicle: each.kind for each in difference_of(result).vehicles}
    assert sorted(kinds.values()) == [Kind.AS_PLANNED, Kind.OTHER_TIMES]
    assert len(result.broken) == 1
    assert result.plan.figures.out.total_people == 20


def test_convoys_that_leave_later_keep_their_names_and_their_people_are_called_later() -> None:
    scenario = hamlet(horizon=hamlet().horizon)
    result = anew("09:00", hamlet(closures=closed("depot-square", since="09:00", until="09:45")), scenario=scenario)
    told = difference_of(result)
    assert [(each.id, each.kind) for each in told.convoys] == [("C001", Kind.OTHER_TIMES), ("C002", Kind.OTHER_TIMES)]
    (call,) = told.calls
    assert (call.first_ticket, call.last_ticket) == (1, 10)
    assert (call.boards_before, call.boards_now) == (at("09:10"), at("09:55"))


def test_allowing_more_changes_never_brings_less() -> None:
    result = anew("09:20", hamlet(gathering_points=(people_at("square", 35),), fleet=(buses(3),)), scenario=hamlet(fleet=(buses(3),)))
    assert [trade.most_changes for trade in result.trades] == [0, 5, None]
    people = [trade.out.total_people for trade in result.trades]
    assert people == sorted(people)
    assert people[0] == 10
    assert people[-1] == 35


def test_the_bound_of_the_rest_counts_who_is_out_already_and_is_reached_in_the_hamlet() -> None:
    result = anew("09:50", hamlet(gathering_points=(people_at("square", 20),)), changes=None)
    assert result.plan.certificate.value_points == 20
    assert result.plan.certificate.bound_points == pytest.approx(20, abs=1e-4)


def by_the_clock(changed: Scenario, clock: str, *, laid_out_s: float, seconds: float, scenario: Scenario | None = None):
    """Planned anew where laying out is said to have taken so long."""
    scenario = scenario if scenario is not None else hamlet()
    session = replace(open_session(scenario, planned(scenario, work=20)), laid_out_s=laid_out_s)
    return replan(session, DayState(at=at(clock)), changed, most_changes=None, seconds=seconds)


def test_without_time_a_closure_is_answered_on_known_roads_and_that_is_said() -> None:
    shut = hamlet(closures=closed("square-hall", since="09:00", until="09:30"))
    slow, fast = (by_the_clock(shut, "09:12", laid_out_s=laid_out_s, seconds=2.0) for laid_out_s in (1e6, 0.0))
    assert (slow.are_roads_sought, fast.are_roads_sought) == (False, True)
    assert slow.plan.itineraries == fast.plan.itineraries
    assert times(slow.plan.itineraries[0])[2] == ("drive", "09:30", "09:50")
    assert difference_of(slow).are_roads_sought is False


def test_whatever_the_clock_says_other_roads_are_sought_for_people_who_would_stay_on_the_road() -> None:
    result = by_the_clock(hamlet(closures=closed("square-hall", since="09:12")), "09:12", laid_out_s=1e6, seconds=2.0)
    assert result.ends_elsewhere == ("bus-001",)
    assert result.are_roads_sought


def test_a_bound_is_proven_only_where_the_time_that_is_left_is_enough() -> None:
    """Two hundred wait, and one bus of ten seats cannot bring them all."""
    many = hamlet(gathering_points=(people_at("square", 200),))
    shut = many.model_copy(update={"closures": closed("square-hall", since="09:00", until="09:30")})
    slow, fast = (by_the_clock(shut, "09:05", laid_out_s=laid_out_s, seconds=2.0, scenario=many) for laid_out_s in (1e6, 0.0))
    assert fast.plan.certificate.prices is not None
    assert slow.plan.certificate.prices is None
    assert "what can still be done from 2022-06-01 09:05 UTC on is not proven" in slow.plan.certificate.covers
    assert not verify_plan(slow.scenario, slow.plan).breaches


def test_everything_that_does_not_fit_the_plan_is_said_at_once() -> None:
    session = open_session(hamlet(), planned())
    state = DayState(
        at=at("14:00"),
        vehicles=(VehicleReport(vehicle="bus-007"), VehicleReport(vehicle="bus-001", is_out=True, late_min=3)),
        waiting=(WaitingReport(place="nowhere", people=CountedPeople()),),
        stocks=(StockReport(place="depot", kind=GoodsKind.FOOD, weight_kg=1),),
    )
    with pytest.raises(InputError) as error:
        replan(session, state)
    where = [problem.where for problem in error.value.problems]
    assert where[0] == "--at"
    assert {
        "state, vehicles, record 1 (bus-007), vehicle",
        "state, vehicles, record 2 (bus-001)",
        "state, waiting, record 1 (nowhere), place",
        "state, stocks, record 1 (depot), place",
    } <= set(where)


def test_a_scenario_with_other_roads_or_rows_is_refused() -> None:
    session = open_session(hamlet(), planned())
    other = hamlet(legs=(leg("depot", "square", 11), leg("square", "hall", 20)), fleet=())
    with pytest.raises(InputError) as error:
        replan(session, DayState(at=at("09:20")), other)
    assert [problem.where for problem in error.value.problems] == ["legs.csv", "fleet.csv, record 1"]


def test_fewer_people_than_have_boarded_are_refused() -> None:
    session = open_session(hamlet(), planned())
    with pytest.raises(InputError, match="10 have boarded already"):
        replan(session, DayState(at=at("09:20")), hamlet(gathering_points=(people_at("square", 4),)))


def villages() -> Scenario:
    """Two gathering points of six people each, ten minutes apart, and time for one journey: 09:10 the one, 09:25 the other."""
    return hamlet(
        horizon=span("09:00", "10:05"),
        gathering_points=(people_at("square", 6), people_at("mill", 6)),
        legs=(leg("depot", "square", 10), leg("square", "mill", 10), leg("mill", "hall", 20)),
    )


def test_between_two_boarding_points_no_more_are_called_than_seats_are_left() -> None:
    """Planned were four and six; six boarded at the first point, so four of the ten seats are left for the second."""
    boarded = VehicleReport(vehicle="bus-001", boarded=CountedPeople(other_people=6))
    result = anew("09:16", scenario=villages(), vehicles=(boarded,))
    assert [(each.place, each.people.total_people) for each in result.plan.itineraries[0].activities if each.activity == "board"] == [
        ("square", 6),
        ("mill", 4),
    ]
    assert result.plan.figures.out.total_people == 10


def test_who_boarded_at_the_point_before_counts_against_the_seats() -> None:
    """Four boarded at the first point: seven more at the second do not fit into ten seats."""
    with pytest.raises(InputError, match="with the 4 of the point before, than its 10 seats"):
        anew("09:26", scenario=villages(), vehicles=(VehicleReport(vehicle="bus-001", boarded=CountedPeople(other_people=7)),))


def test_a_bus_that_is_late_beyond_the_end_of_the_day_does_nothing() -> None:
    assert anew("09:00", **late(600)).plan.figures.out.total_people == 0


def supplied() -> Scenario:
    """150 kg are needed at the hall, 100 lie at the depot; the bus carries 100."""
    goods = {
        "needs": (Need(place="hall", kind=GoodsKind.FOOD, weight_kg=150, priority=1),),
        "stocks": (Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=100),),
        "vehicle_types": (bus(seats=0, payload_kg=100, goods_loading_min=5, goods_unloading_min=5),),
    }
    return hamlet(**goods)


def test_goods_that_came_in_are_brought_as_well() -> None:
    stocks = (StockReport(place="depot", kind=GoodsKind.FOOD, weight_kg=150),)
    result = anew("09:00", scenario=supplied(), changes=None, stocks=stocks)
    assert (result.before.goods[0].delivered_kg, result.plan.goods[0].delivered_kg) == (100, 150)


def test_a_kept_day_takes_what_else_lies_there_and_has_room() -> None:
    """60 kg lay at the depot when it was planned; by 09:00 it is 90, and the lorry that goes as planned has room for 100."""
    scenario = supplied().model_copy(update={"stocks": (Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=60),)})
    result = anew("09:00", scenario=scenario, stocks=(StockReport(place="depot", kind=GoodsKind.FOOD, weight_kg=90),))
    assert times(result.plan.itineraries[0]) == times(result.before.itineraries[0])
    assert (result.before.goods[0].delivered_kg, result.plan.goods[0].delivered_kg) == (60, 90)
    assert not result.broken
    (vehicle,) = difference_of(result).vehicles
    assert (vehicle.kind, vehicle.goods_before_kg, vehicle.goods_now_kg) == (Kind.AS_PLANNED, 60, 90)


def test_a_kept_day_takes_no_more_than_its_payload() -> None:
    stocks = (StockReport(place="depot", kind=GoodsKind.FOOD, weight_kg=500),)
    assert anew("09:00", scenario=supplied(), stocks=stocks).plan.goods[0].delivered_kg == 100


def test_a_day_for_goods_that_lie_no_more_does_not_hold() -> None:
    result = anew("09:00", scenario=supplied(), stocks=(StockReport(place="depot", kind=GoodsKind.FOOD, weight_kg=0),))
    assert result.broken == ("bus-001",)
    assert result.plan.goods[0].delivered_kg == 0


def at_the_inn(holds: int, **changes) -> Scenario:
    """Two buses board ten each and must be at the inn by 09:40, where the road to the hall opens at 11:00."""
    closures = (*closed("square-inn", since="09:40"), *closed("inn-hall", since="09:00", until="11:00"))
    return hamlet(
        **{
            "gathering_points": (people_at("square", 20),),
            "fleet": (buses(2),),
            "safe_halts": (SafeHalt(id="inn", name="Inn", holds_vehicles=holds, is_overnight=True, latitude=47.0, longitude=37.0),),
            "legs": (leg("depot", "square", 10), leg("square", "inn", 10), leg("inn", "hall", 20)),
            "closures": closures,
        }
        | changes
    )


def test_more_people_are_named_at_a_halt_they_cannot_leave_than_it_holds_now() -> None:
    """Both buses have reached the inn when the road on closes for good, and it is said to hold one: nobody can change that any more."""
    scenario = at_the_inn(2)
    shut = at_the_inn(1, closures=(*scenario.closures, *closed("inn-hall", since="09:00")))
    result = anew("09:45", shut, scenario=scenario)
    assert result.before.figures.out.total_people == 20
    assert result.ends_elsewhere == ("bus-001", "bus-002")
    assert [(each.place, each.people.total_people) for each in difference_of(result).stranded] == [("inn", 10), ("inn", 10)]


@pytest.mark.parametrize(("seed", "minute"), [(90055, 2), (90139, 41)])
def test_no_vehicle_counts_on_the_place_of_one_that_cannot_leave_its_halt(seed: int, minute: int) -> None:
    """The checkpoint closes for good while a vehicle is on its way to a halt for one: the checker passes whatever the others do."""
    scenario = odd(seed)
    session = open_session(scenario, planned(scenario, work=12))
    gates = tuple(
        gate.model_copy(update={"outbound_vehicles_per_15_min": 0, "inbound_vehicles_per_15_min": 0}) for gate in scenario.checkpoints
    )
    moment = scenario.horizon.starts_at + timedelta(minutes=minute)
    for changes in (0, 1, None):
        result = replan(session, DayState(at=moment), scenario.model_copy(update={"checkpoints": gates}), most_changes=changes, work=6)
        assert result.plan.figures.out.total_people <= result.before.figures.out.total_people


def test_a_party_takes_its_silence_back_while_a_bus_is_on_the_road() -> None:
    """The bus is on the road from 09:20 to 09:40; at 09:30 the north keeps silent no longer: it drives on, its window is told as it was."""
    silent = {
        "segments": (Segment(id="front", name="Front", needs_silence=True),),
        "control": (Control(segment="front", party="north", since=at("08:00"), source="invented"),),
        "legs": (leg("depot", "square", 10), leg("square", "hall", 20, segment="front")),
        "silence": SilenceRules(margin_before_min=5, margin_after_min=5),
    }
    offered = OfferedWindow(segment="front", party="north", opens=at("08:00"), closes=at("12:00"))
    result = anew("09:30", hamlet(**silent), scenario=hamlet(**silent, windows=(offered,)))
    assert result.plan.itineraries == result.before.itineraries
    assert result.plan.windows == result.before.windows
    assert len(result.plan.windows) == 1


@pytest.mark.parametrize(("before", "now", "people"), [("north", "south", 0), ("south", "north", 10)])
def test_who_drives_goes_by_the_silence_of_the_party_that_holds_the_road_now(before: str, now: str, people: int) -> None:
    """Only the north keeps silent; by 09:05 the front has changed hands, and nobody has left yet."""
    silent = {
        "segments": (Segment(id="front", name="Front", needs_silence=True),),
        "windows": (OfferedWindow(segment="front", party="north", opens=at("08:00"), closes=at("12:00")),),
        "legs": (leg("depot", "square", 10), leg("square", "hall", 20, segment="front")),
    }
    held, taken = (
        hamlet(**silent, control=(Control(segment="front", party=party, since=at("08:00"), source="invented"),)) for party in (before, now)
    )
    result = anew("09:05", taken, scenario=held, changes=None)
    assert (result.before.figures.out.total_people, result.plan.figures.out.total_people) == (10 - people, people)


def two_buses(people: int = 10, **changes) -> Scenario:
    return hamlet(**{"fleet": (buses(2),), "gathering_points": (people_at("square", people),)} | changes)


def holds(result) -> bool:
    """Whether separate code finds the plan kept, and its bound."""
    verdict = verify_plan(result.scenario, result.plan)
    assert not verdict.breaches, verdict.breaches
    assert not verdict.doubts, verdict.doubts
    return verdict.bound_points is not None


def test_people_of_a_bus_that_breaks_down_where_they_board_are_fetched_by_another() -> None:
    """Ten boarded from 09:10; the idle bus sets out at 09:12, boards at 09:22 and is empty at 09:52."""
    result = anew("09:12", scenario=two_buses(), changes=1, **out())
    assert result.plan.figures.out.total_people == 10
    assert result.plan.figures.registered.total_people == 10, "nobody is counted twice"
    assert [(each.place, each.people.total_people) for each in result.plan.itineraries[1].activities if each.activity == "board"] == [
        ("square", 10)
    ]
    (stranded,) = difference_of(result).stranded
    assert (stranded.set_down_at, stranded.stay_there) == ("square", 0)
    assert [(each.vehicle, each.at, each.people) for each in stranded.fetched_by] == [("bus-002", at("09:22"), 10)]
    assert not result.plan.left_behind
    assert holds(result)


def test_without_a_change_allowed_those_set_down_stay_and_are_counted_as_left() -> None:
    result = anew("09:12", scenario=two_buses(), **out())
    (stranded,) = difference_of(result).stranded
    assert (stranded.stay_there, stranded.fetched_by) == (10, ())
    assert result.plan.certificate.bound_points == 10, "everybody, each once"
    assert [line.people for line in result.plan.left_behind] == [10]
    assert holds(result)


def test_people_set_down_from_the_road_are_fetched_where_the_state_says_that_they_wait() -> None:
    """They were on the road to the hall at 09:20, and walked back to the square."""
    state = {"vehicles": (VehicleReport(vehicle="bus-001", is_out=True, set_down_at="square"),)}
    result = anew("09:20", scenario=two_buses(), changes=1, **state)
    assert result.plan.figures.out.total_people == 10
    assert holds(result)


def test_people_left_on_the_road_are_fetched_once_a_later_state_says_where_they_wait() -> None:
    """Out of service on the road at 09:20; by 09:40 they have come to the square, and it is said only once."""
    first = anew("09:20", scenario=two_buses(), **out())
    session = open_session(first.scenario, first.plan)
    state = DayState(at=at("09:40"), vehicles=(VehicleReport(vehicle="bus-001", is_out=True, set_down_at="square"),))
    result = replan(session, state, most_changes=1, work=20)
    assert result.plan.figures.out.total_people == 10
    (lost,) = result.plan.changed.out
    assert (lost.since, lost.set_down_at, lost.set_down.total_people) == (at("09:20"), "square", 10)
    assert holds(result)
    again = open_session(result.scenario, result.plan)
    with pytest.raises(InputError, match="out of service since before"):
        replan(again, DayState(at=at("09:50"), vehicles=state.vehicles))


def test_people_set_down_where_nobody_was_registered_are_fetched_there() -> None:
    """The school is a gathering point with nobody until the bus breaks down."""
    school = {
        "legs": (leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "school", 5), leg("school", "hall", 15)),
        "gathering_points": (people_at("square"), people_at("school", 0)),
    }
    state = {"vehicles": (VehicleReport(vehicle="bus-001", is_out=True, set_down_at="school"),)}
    result = anew("09:20", scenario=two_buses(**school), changes=1, **state)
    assert result.plan.figures.out.total_people == 10
    assert result.plan.figures.registered.total_people == 10
    assert holds(result)


def test_a_place_that_changes_its_table_under_the_legs_is_refused() -> None:
    """The nodes of the roads are numbered by the tables of places: the arcs of the plan would be others."""
    legs = (leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "school", 5), leg("school", "hall", 15))
    before = two_buses(legs=legs, waypoints=(Waypoint(id="school", name="School", **SPOT),))
    now = two_buses(legs=legs, gathering_points=(people_at("square"), people_at("school", 0)))
    with pytest.raises(InputError, match="stands in another table or row"):
        replan(open_session(before, planned(before, work=20)), DayState(at=at("09:20")), now, work=3)


def test_families_set_down_board_whole_again() -> None:
    """Two families of four and two single people are on board; the van of five that comes takes one family whole, and not five people."""
    families = {"groups": (Group(gathering_point="square", groups=2, infant_people=0, other_people=4),)}
    scenario = hamlet(
        **families,
        vehicle_types=(bus(), bus(id="van", name="Van", seats=5)),
        fleet=(buses(), FleetEntry(type="van", depot="depot", vehicles=1)),
        horizon=span("09:00", "10:05"),
    )
    result = anew("09:12", scenario=scenario, changes=None, **out())
    (board,) = (each for each in result.plan.itineraries[1].activities if each.activity == "board")
    assert board.people.total_people == 5
    assert [count for _, count in board.groups] == [1]
    assert result.scenario.groups[1].groups == 2
    assert holds(result)


def test_a_second_change_of_the_day_still_knows_who_was_set_down_and_who_is_out() -> None:
    """Nobody may change at first; then one may. The changed scenario is the user's, who knows nothing of those set down."""
    scenario = two_buses()
    first = anew("09:12", scenario=scenario, **out())
    session = open_session(first.scenario, first.plan)
    assert replan(session, DayState(at=at("09:30")), work=3).plan == first.plan
    more = scenario.model_copy(update={"fleet": (buses(3),)})
    second = replan(session, DayState(at=at("09:30")), more, most_changes=1, work=20)
    assert second.plan.figures.out.total_people == 10
    assert second.plan.figures.registered.total_people == 10
    assert "bus-001" not in {each.vehicle for each in second.plan.itineraries if each.activities[-1].ends_at > at("09:30")}
    (stranded,) = difference_of(second).stranded
    assert (stranded.vehicle, stranded.since) == ("bus-001", at("09:12"))
    assert holds(second)


def test_a_bus_lost_at_its_depot_is_not_back_at_the_next_change() -> None:
    first = anew("09:00", **out())
    assert not first.plan.itineraries
    session, state = open_session(first.scenario, first.plan), DayState(at=at("09:10"))
    more = {"gathering_points": (people_at("square", 20),), "horizon": span("09:00", "10:00")}
    assert not replan(session, state, hamlet(**more), most_changes=None, work=9).plan.itineraries
    helped = replan(session, state, hamlet(**more, fleet=(buses(2),)), most_changes=None, work=9).plan
    assert [each.vehicle for each in helped.itineraries] == ["bus-002"]
    assert helped.figures.out.total_people == 10


def test_who_comes_past_people_on_the_road_is_named_with_the_places_that_are_free() -> None:
    """Two buses leave the square at 09:15 and 09:30 for the hall, 20 minutes; the first stands at 09:20, a quarter of the way.

    The other comes at 09:30 onto the same road with three of its ten seats free.
    """
    slow = {"gathering_points": (people_at("square", 17, boardings_per_15_min=1),), "horizon": span("09:00", "10:00")}
    result = anew("09:20", scenario=two_buses(**slow), **out(first_of(two_buses(**slow))))
    (stranded,) = difference_of(result).stranded
    (passing,) = stranded.passing
    other = next(each for each in result.plan.itineraries if each.vehicle == passing.vehicle)
    assert passing.vehicle != stranded.vehicle
    departs = next(each.starts_at for each in other.activities if each.activity == "drive" and each.starts_at > at("09:15"))
    assert passing.at == departs
    assert passing.seats == 10 - sum(each.people.total_people for each in other.activities if each.activity == "board")
    later = replan(open_session(result.scenario, result.plan), DayState(at=at("09:40")), work=2)
    (stranded,) = difference_of(later).stranded
    assert (stranded.towards, stranded.since, stranded.passing) == ("hall", at("09:20"), ()), "it has come past by then"


def first_of(scenario: Scenario) -> str:
    """The vehicle that boards first."""
    return min(planned(scenario, work=20).itineraries, key=lambda each: each.activities[1].starts_at).vehicle


def test_the_bound_kept_with_a_changed_plan_is_that_of_whole_days_and_is_proven_again() -> None:
    """Twenty people wait since 09:50; the prices of the plan for ten prove no more than twenty."""
    result = anew("09:50", hamlet(gathering_points=(people_at("square", 20),)), changes=None)
    verdict = verify_plan(result.scenario, result.plan)
    assert not verdict.breaches
    assert not verdict.doubts
    assert verdict.bound_points == pytest.approx(20, abs=1e-6)


def test_a_bound_that_prices_prove_lies_below_everybody_and_is_worked_out_again() -> None:
    """The square holds 100, two buses can bring 10 each twice or so: the kept prices prove far less than 100."""
    scenario = hamlet(gathering_points=(people_at("square", 100),), horizon=span("09:00", "11:00"))
    result = anew("09:12", scenario=scenario, **late(3))
    certificate = result.plan.certificate
    assert certificate.prices is not None
    assert certificate.bound_points < 100
    assert certificate.value_points <= certificate.bound_points
    assert holds(result)


def test_breaches_that_a_changed_plan_is_not_blamed_for_are_named_and_others_are_found() -> None:
    result = anew("09:20", **out())
    verdict = verify_plan(result.scenario, result.plan)
    assert {breach.rule for breach in verdict.passed_over} == {3}
    unnamed = result.plan.model_copy(update={"changed": result.plan.changed.model_copy(update={"ends_elsewhere": ()})})
    assert {breach.rule for breach in verify_plan(result.scenario, unnamed).breaches} == {3}
    (lost,) = result.plan.changed.out
    forged = lost.model_copy(update={"set_down_at": "square", "set_down": PeopleByClass(other_people=7)})
    told = result.plan.model_copy(update={"changed": result.plan.changed.model_copy(update={"out": (forged,)})})
    assert 26 in {breach.rule for breach in verify_plan(result.scenario, told).breaches}


def test_a_place_to_be_set_down_that_cannot_be_is_refused_with_everything_else() -> None:
    session = open_session(hamlet(), planned())
    reports = (VehicleReport(vehicle="bus-001", is_out=True, set_down_at="hall"),)
    with pytest.raises(InputError, match="'hall' is no gathering point"):
        replan(session, DayState(at=at("09:20"), vehicles=reports))
    with pytest.raises(InputError, match="nobody is on board"):
        replan(session, DayState(at=at("09:05"), vehicles=(VehicleReport(vehicle="bus-001", is_out=True, set_down_at="square"),)))
    with pytest.raises(InputError, match="is not out of service"):
        replan(session, DayState(at=at("09:20"), vehicles=(VehicleReport(vehicle="bus-001", set_down_at="square"),)))


def test_after_holds_have_changed_later_changes_drive_the_road_in_its_new_minutes_under_one_name() -> None:
    """The first bus set out before the hold of five minutes. It breaks down at once; the second one takes fifteen minutes, not ten."""
    first = anew("09:02", gated(5), scenario=gated(0))
    again = replan(open_session(first.scenario, first.plan), DayState(at=at("09:04"), **out()), most_changes=None, work=20)
    assert again.plan.figures.out.total_people == 10
    assert times(again.plan.itineraries[0]) == [("drive", "09:00", "09:10")]
    drive = again.plan.itineraries[1].activities[0]
    assert drive.ends_at - drive.starts_at == timedelta(minutes=15)
    assert [again.plan.route(name).minutes for name in ("depot_to_square_1", drive.route)] == [10, 15]
    assert holds(again)
    session = open_session(again.scenario, again.plan)
    for minute in range(5, 60, 9):
        assert replan(session, DayState(at=at(f"09:{minute:02d}")), work=3).plan == again.plan


def test_nothing_new_changes_nothing_after_holds_have_changed() -> None:
    """The bus has not come to the gate yet: the road there has another name than the plan's, which is in the new plan no more."""
    legs = (leg("depot", "square", 10), leg("square", "gate", 10), leg("gate", "hall", 10))
    first = anew("09:02", gated(5).model_copy(update={"legs": legs}), scenario=gated(0).model_copy(update={"legs": legs}))
    (bus_out,) = first.plan.itineraries
    assert times(bus_out)[2] == ("drive", "09:15", "09:40")
    session = open_session(first.scenario, first.plan)
    for minute in range(3, 50, 9):
        assert replan(session, DayState(at=at(f"09:{minute:02d}")), work=3).plan == first.plan


def test_what_is_told_of_a_vehicle_out_of_service_is_checked() -> None:
    """The bus breaks down with ten on board, who wait at the square again."""
    vehicles = (VehicleReport(vehicle="bus-001", is_out=True, set_down_at="square"),)
    result = anew("09:20", scenario=hamlet(fleet=(buses(2),)), changes=None, vehicles=vehicles)
    assert holds(result)
    (lost,) = result.plan.changed.out
    for wrong in ({"fleet_row": 7}, {"since": at("09:21")}):
        told = result.plan.changed.model_copy(update={"out": (lost.model_copy(update=wrong),)})
        assert [breach.rule for breach in verify_plan(result.scenario, result.plan.model_copy(update={"changed": told})).breaches] == [26]
    once = result.scenario.model_copy(update={"gathering_points": (people_at("square", 9),)})
    assert "not all of them are registered anew" in str(verify_plan(once, result.plan).breaches)
