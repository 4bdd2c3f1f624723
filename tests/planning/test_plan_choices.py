"""What a plan chooses in scenarios small enough to know the answer."""

from datetime import time, timedelta

import pytest
from tests.planning.hamlet import SPOT, at, bus, buses, depot, hall, leg, people_at, planned, span

from safepassage.corridor import (
    Closure,
    ClosureKind,
    Control,
    GoodsKind,
    Group,
    Need,
    OfferedWindow,
    SafeHalt,
    Segment,
    SegmentDanger,
    Stock,
)
from safepassage.planning.itinerary import Activity, Board, Drive, Halt
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Daylight, Weights


def activities(plan: Plan) -> list[Activity]:
    return [activity for itinerary in plan.itineraries for activity in itinerary.activities]


def drives(plan: Plan) -> list[tuple[str, str]]:
    routes = {route.id: (route.origin, route.destination) for route in plan.routes}
    return [routes[activity.route] for activity in activities(plan) if isinstance(activity, Drive)]


def out(plan: Plan) -> int:
    return plan.figures.out.total_people


# --- roads and weights

TWO_ROADS = {
    "segments": (Segment(id="short", name="Short", needs_silence=False), Segment(id="long", name="Long", needs_silence=False)),
    "legs": (
        leg("depot", "square", 10),
        leg("square", "hall", 20, id="straight", segment="short"),
        leg("square", "hall", 45, id="round", segment="long"),
    ),
}


def legs_out(plan: Plan) -> set[str]:
    return {passage.segment for route in plan.routes for passage in route.passages}


def test_the_fastest_road_is_taken_where_nothing_speaks_against_it():
    assert legs_out(planned(**TWO_ROADS)) == {"short"}


def test_a_danger_that_counts_changes_the_road():
    """Ten people for 20 minutes at 0.3 an hour are one expected incident on the short road, none on the long one.

    There is time for one journey, so that nothing else speaks for the short one.
    """
    danger = (SegmentDanger(segment="short", rate_per_hour=0.3),)
    plan = planned(**TWO_ROADS, dangers=danger, weights=Weights(danger_incident=2.0), horizon=span("09:00", "10:15"))
    assert (legs_out(plan), out(plan)) == ({"long"}, 10)
    assert plan.figures.danger_person_incidents == 0.0


@pytest.mark.parametrize(
    ("weight", "people"),
    [
        (20.0, 0),
        (11.0, 0),
        (2.0, 10),
        (1.0, 10),
    ],
)
def test_a_danger_that_costs_more_than_people_are_worth_keeps_them_where_they_are(weight: float, people: int) -> None:
    """One expected incident a journey of ten people who are worth a point each."""
    danger = tuple(SegmentDanger(segment=name, rate_per_hour=0.3) for name in ("short", "long"))
    assert out(planned(**TWO_ROADS, dangers=danger, weights=Weights(danger_incident=weight))) == people


def test_a_danger_without_a_weight_leaves_nobody_behind():
    """Half an incident an hour on the only roads: danger chooses between plans of equal worth, and leaving ten people is none."""
    danger = tuple(SegmentDanger(segment=name, rate_per_hour=0.5) for name in ("short", "long"))
    plan = planned(**TWO_ROADS, dangers=danger)
    assert (out(plan), legs_out(plan)) == (10, {"short"})


def test_vehicle_hours_that_count_leave_a_journey_undone_that_is_not_worth_them():
    """Half an hour on the road for ten points: 30 points an hour are too many, 15 are not."""
    assert out(planned(weights=Weights(vehicle_h=30.0))) == 0
    assert out(planned(weights=Weights(vehicle_h=15.0))) == 10


def test_silence_that_counts_leaves_a_journey_undone_that_is_not_worth_it():
    """Twenty kilometres for an hour and more of silence: 20 km h at the least."""
    silent = {
        "segments": (Segment(id="front", name="Front", needs_silence=True),),
        "legs": (leg("depot", "square", 10), leg("square", "hall", 20, segment="front")),
        "control": (Control(segment="front", party="south", since=at("00:00"), source="invented"),),
        "windows": (OfferedWindow(segment="front", party="south", opens=at("09:00"), closes=at("13:00")),),
    }
    dear = planned(**silent, weights=Weights(silence_km_h=5.0))
    assert (out(dear), dear.windows) == (0, ())
    cheap = planned(**silent, weights=Weights(silence_km_h=0.01))
    assert (out(cheap), len(cheap.windows)) == (10, 1)


def test_the_slow_road_is_taken_while_the_fast_one_is_closed_and_time_is_short():
    """Closed until 10:00, the fast road ends at 10:20 at the earliest; the slow one at 10:00."""
    closed = (Closure(kind=ClosureKind.LEG, what="straight", until=at("10:00")),)
    in_time = planned(**TWO_ROADS, closures=closed, horizon=span("09:00", "10:10"))
    assert (legs_out(in_time), out(in_time)) == ({"long"}, 10)


def test_the_fast_road_is_taken_from_the_minute_it_opens():
    """Three journeys of the one bus need it: out 20 and back 20 minutes, with 5 to board and 5 to alight."""
    closed = (Closure(kind=ClosureKind.LEG, what="straight", until=at("10:00")),)
    plan = planned(**TWO_ROADS, closures=closed, horizon=span("09:00", "11:35"), gathering_points=(people_at("square", 100),))
    departures = [a.starts_at for a in activities(plan) if isinstance(a, Drive) and a.route.startswith("square_to_hall")]
    for activity in activities(plan):
        if isinstance(activity, Drive) and any(passage.segment == "short" for passage in plan.route(activity.route).passages):
            assert activity.starts_at >= at("10:00")
    assert len(departures) == 2


# --- ties never outweigh anybody or anything


@pytest.mark.parametrize("ends", ["09:40", "09:45", "10:00", "11:00"])
def test_one_person_for_one_vehicle_is_worth_the_journey(ends: str) -> None:
    """One journey of forty minutes, however short the horizon that the tie-break is measured by."""
    assert out(planned(gathering_points=(people_at("square", 1),), vehicle_types=(bus(seats=1),), horizon=span("09:00", ends))) == 1


def test_silence_without_a_weight_leaves_nobody_behind() -> None:
    """One person, 200 km of silence for two and a half hours: silence chooses between plans of equal worth, and staying is none."""
    plan = planned(
        segments=(Segment(id="front", name="Front", needs_silence=True),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 150, km=200.0, segment="front")),
        control=(Control(segment="front", party="south", since=at("00:00"), source="invented"),),
        windows=(OfferedWindow(segment="front", party="south", opens=at("09:00"), closes=at("17:00")),),
        gathering_points=(people_at("square", 1),),
        horizon=span("09:00", "17:00"),
    )
    assert out(plan) == 1


@pytest.mark.parametrize(
    ("payload_kg", "needed_kg", "delivered_kg"),
    [
        (450, 900, 900),
        (100, 2000, 800),
        (20, 450, 160),
    ],
)
def test_a_load_is_worth_its_journey_however_large_the_need(payload_kg: int, needed_kg: int, delivered_kg: int) -> None:
    """Ten minutes to load, ten there and ten back: eight loads in four hours where nothing else is to be done."""
    plan = planned(
        needs=(Need(place="square", kind=GoodsKind.FOOD, weight_kg=needed_kg, priority=2),),
        stocks=(Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=needed_kg),),
        vehicle_types=(bus(payload_kg=payload_kg, goods_loading_min=10),),
        gathering_points=(people_at("square", 0),),
    )
    assert plan.figures.goods_delivered_kg == delivered_kg


# --- fuel, duty, night


def rest(**fields: object) -> SafeHalt:
    return SafeHalt(**({"id": "rest", "name": "Rest", "holds_vehicles": 9, **SPOT} | fields))


FAR = {
    "legs": (leg("depot", "square", 10), leg("square", "rest", 20), leg("rest", "hall", 20)),
    "vehicle_types": (bus(fuel_range_km=45.0),),
}


def test_a_range_too_short_forces_a_halt_where_there_is_fuel():
    """Fifty kilometres on a range of 45: with fuel at the halt all get out over it, without nobody does."""
    plan = planned(**FAR, safe_halts=(rest(has_fuel=True),))
    assert (out(plan), drives(plan)) == (10, [("depot", "square"), ("square", "rest"), ("rest", "hall")])
    assert out(planned(**FAR, safe_halts=(rest(),))) == 0


def test_a_vehicle_refuels_at_the_hall_before_it_goes_again():
    """30 km to the hall, 20 back and 20 out again: 70 on a range of 60; only a hall with fuel lets it go twice."""
    given = {"gathering_points": (people_at("square", 20),), "vehicle_types": (bus(fuel_range_km=60.0),)}
    assert out(planned(**given, reception_centres=(hall(has_fuel=True),))) == 20
    assert out(planned(**given)) == 10


def test_crews_work_within_their_duty_and_relief_crews_lengthen_it():
    """One journey ends at 09:40, two at 10:30, three at 11:20: boarding and alighting are duty as driving is."""
    given = {"gathering_points": (people_at("square", 100),)}
    for duty_h, relief_crews, journeys in ((0.6, 0, 0), (0.7, 0, 1), (1.4, 0, 1), (1.5, 0, 2), (0.75, 1, 2), (0.8, 2, 3)):
        fleet = (buses(duty_starts=time(9), duty_h=duty_h, relief_crews=relief_crews),)
        assert out(planned(**given, fleet=fleet)) == 10 * journeys, (duty_h, relief_crews)


NIGHT = {
    "daylight": Daylight(),
    "horizon": span("15:00", "+1 08:00"),
    "legs": (leg("depot", "square", 10), leg("square", "rest", 30), leg("rest", "hall", 60)),
}


def test_a_trip_that_does_not_fit_before_dark_halts_overnight_and_arrives_the_next_day():
    """On 1 June at 47 N 37 E the sun sets at about 17:20 UTC; light ends half an hour before. The road to the halt opens at 16:00."""
    closed = (
        Closure(kind=ClosureKind.LEG, what="square-rest", until=at("16:00")),
        Closure(kind=ClosureKind.LEG, what="square-rest", since=at("17:00")),
    )
    plan = planned(**NIGHT, safe_halts=(rest(is_overnight=True),), closures=closed)
    halts = [activity for activity in activities(plan) if isinstance(activity, Halt)]
    assert out(plan) == 10
    assert [halt.place for halt in halts] == ["rest"]
    assert halts[0].starts_at < at("17:00") < at("+1 01:00") < halts[0].ends_at
    assert out(planned(**NIGHT, safe_halts=(rest(),), closures=closed)) == 0


# --- goods and groups


def test_goods_go_in_on_the_way_to_people_and_are_counted():
    """One bus of 400 kg: 400 of 500 kg needed go in with its one journey, worth 3 points a tonne beside ten people."""
    plan = planned(
        needs=(Need(place="square", kind=GoodsKind.WATER, weight_kg=500, priority=1),),
        stocks=(Stock(place="depot", kind=GoodsKind.WATER, weight_kg=1000),),
        vehicle_types=(bus(payload_kg=400, goods_loading_min=5, goods_unloading_min=5),),
        horizon=span("09:00", "09:50"),
    )
    assert plan.figures.goods_delivered_kg == 400
    assert plan.goods[0].delivered_kg == 400
    assert plan.certificate.value_points == pytest.approx(10 + 1.2)
    assert plan.convoys[0].goods_kg == 400
    assert any("100 kg of water" in reason for reason in plan.reasons)


def test_goods_are_left_where_they_would_cost_people_their_journey():
    """With loading and unloading the journey would end at 09:50; it must end at 09:40."""
    plan = planned(
        needs=(Need(place="square", kind=GoodsKind.WATER, weight_kg=500, priority=1),),
        stocks=(Stock(place="depot", kind=GoodsKind.WATER, weight_kg=1000),),
        vehicle_types=(bus(payload_kg=400, goods_loading_min=5, goods_unloading_min=5),),
        horizon=span("09:00", "09:40"),
    )
    assert (out(plan), plan.figures.goods_delivered_kg) == (10, 0)


def test_groups_are_never_split():
    """Three families of four on buses of ten, two to a bus: the last two seats stay free or go to people in no group."""
    families = Group(gathering_point="square", groups=3, infant_people=2, other_people=2)
    point = people_at("square", 7, infant_people=6)
    plan = planned(gathering_points=(point,), groups=(families,), fleet=(buses(2),), horizon=span("09:00", "09:45"))
    boards = [activity for activity in activities(plan) if isinstance(activity, Board)]
    assert sorted(number for board in boards for _, number in board.groups) == [1, 2]
    assert out(plan) == 13  # 12 in families, and the one in none


def test_a_group_too_large_for_any_vehicle_stays_together_and_is_named():
    point = people_at("square", 3, infant_people=11)
    plan = planned(gathering_points=(point,), groups=(Group(gathering_point="square", groups=1, infant_people=11),), fleet=(buses(3),))
    assert out(plan) == 3
    assert [(line.priority.value, line.people) for line in plan.left_behind] == [("infant", 11)]


def test_the_most_urgent_ride_first():
    """Ten seats, one journey: all four infants and all three frail people before others."""
    point = people_at("square", 20, infant_people=4, frail_people=3)
    plan = planned(gathering_points=(point,), horizon=span("09:00", "09:45"))
    assert plan.figures.out.model_dump() == {"stretcher_people": 0, "infant_people": 4, "frail_people": 3, "other_people": 3}


def test_vehicles_of_two_depots_are_each_used_from_where_they_stand():
    plan = planned(
        depots=(depot(), depot("yard")),
        legs=(leg("depot", "square", 10), leg("yard", "square", 15), leg("square", "hall", 20)),
        fleet=(buses(), buses(depot="yard")),
        gathering_points=(people_at("square", 20),),
        horizon=span("09:00", "09:50"),
    )
    assert out(plan) == 20
    assert {itinerary.depot for itinerary in plan.itineraries} == {"depot", "yard"}


def test_everything_happens_on_whole_minutes_of_the_horizon():
    plan = planned(gathering_points=(people_at("square", 55),), fleet=(buses(3),))
    for activity in activities(plan):
        assert plan.horizon.starts_at <= activity.starts_at <= activity.ends_at <= plan.horizon.ends_at
        assert (activity.starts_at - plan.horizon.starts_at) % timedelta(minutes=1) == timedelta(0)
