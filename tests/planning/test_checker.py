"""The checker finds nothing in a plan that holds, the right rule in each broken one, and never falls over."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.checker_town import (
    FIFTY,
    IN,
    OUT,
    THIRTY,
    checked_town,
    drive,
    people,
    place_nodes,
    route,
    town_network,
    valid_plan,
)
from tests.planning.town import at, changed, span

from safepassage.corridor import (
    Closure,
    ClosureKind,
    Need,
    OwnTransportMode,
    Stock,
    Waypoint,
    WindowStatus,
)
from safepassage.corridor.goods import GoodsKind
from safepassage.planning.checker import Breach, check_plan, count_figures
from safepassage.planning.itinerary import Alight, Board, Direction, Halt, Itinerary
from safepassage.planning.result import Plan
from safepassage.roads import RoadNetwork
from safepassage.scenario.scenario import Daylight, Scenario, SilenceRules


def breaches(scenario: Scenario, plan: Plan, network: RoadNetwork | None = None) -> tuple[Breach, ...]:
    return check_plan(scenario, network or town_network(), plan, place_nodes=place_nodes())


def test_a_plan_that_holds_has_no_breach() -> None:
    assert breaches(checked_town(), valid_plan()) == ()


def test_figures_are_those_counted_by_hand() -> None:
    plan = valid_plan()
    figures = count_figures(
        checked_town(), town_network(), plan.itineraries, plan.own_departures, plan.routes, plan.windows, place_nodes=place_nodes()
    )
    assert figures.out == people(2, 20, 10, 50)
    assert figures.own_transport_out == people(0, 1, 0, 6)  # of (2, 1, 9) in 4 cars, 3 leave: 6 // 4, 3 // 4, 27 // 4
    assert figures.value_points == pytest.approx(458.3)  # 2 x 50 + 21 x 12 + 10 x 5 + 56 x 1 + 0.1 t x 3
    assert figures.vehicle_h == pytest.approx(5.7)  # 12 + 100, 12 + 64 + 36, 12 + 106 min
    assert figures.vehicle_km == pytest.approx(275.0)  # 90 + 90 + 95
    assert figures.silence_km_h == pytest.approx(137.5)  # 50 km x 2.75 h
    # 50 at 10:15, 30 at 10:36, 2 at 10:06: 22.463 min after 10:00
    assert figures.mean_arrival_at == at("10:22") + timedelta(seconds=28)
    assert figures.vehicles_used == 3


def test_danger_is_people_times_hours_times_rate() -> None:
    plan = valid_plan()
    figures = count_figures(
        checked_town(), town_network(), plan.itineraries, plan.own_departures, plan.routes, plan.windows, place_nodes=place_nodes()
    )
    # on 'front': 82 people for 24 + 10 + 30 min, 7 in own cars for 30 + 10 + 45 min, at 0.06 an hour
    on_front = (82 * 64 + 7 * 85) / 60 * 0.06
    # within 1 km of the pit, in the middle of the straight line of l3: 2 km of its length as the crow flies, 0.25 by 1 degree
    degree_m = math.radians(1.0) * 6_371_008.8
    line_m = math.hypot(0.25 * degree_m, 1.0 * degree_m * math.cos(math.radians(47.425)))
    near_pit = (82 * 30 + 7 * 45) / 60 * (2_000 / line_m) * 0.6
    assert figures.danger_person_incidents == pytest.approx(on_front + near_pit, rel=1e-6)


def test_danger_counts_only_while_it_lasts() -> None:
    scenario = checked_town(danger_points=())
    until_nine = changed(scenario.dangers[0], until=at("09:00"))
    plan = valid_plan()
    figures = count_figures(
        changed(scenario, dangers=(until_nine,)), town_network(), plan.itineraries, (), plan.routes, plan.windows, place_nodes=place_nodes()
    )
    # before 09:00: 2 people from 08:20, 50 from 08:35, 30 from 08:40
    assert figures.danger_person_incidents == pytest.approx((2 * 40 + 50 * 25 + 30 * 20) / 60 * 0.06)


Broken = tuple[Scenario, Plan, RoadNetwork | None]


@dataclass(frozen=True)
class Mutation:
    """One change that breaks one rule. `also` are rules that cannot but break with it; rule 25 (the sums) always may."""

    name: str
    rule: int
    break_it: Callable[[], Broken]
    also: tuple[int, ...] = ()


def with_plan(**changes: Any) -> Broken:
    return checked_town(), valid_plan().model_copy(update=changes), None


def with_town(**changes: Any) -> Broken:
    return checked_town(**changes), valid_plan(), None


def with_place(field: str, **changes: Any) -> Broken:
    """The town with its first record of one kind changed."""
    first, *others = getattr(checked_town(), field)
    return with_town(**{field: (changed(first, **changes), *others)})


def with_vehicle(number: int, **changes: Any) -> Broken:
    itineraries = list(valid_plan().itineraries)
    itineraries[number] = itineraries[number].model_copy(update=changes)
    return with_plan(itineraries=tuple(itineraries))


def with_activities(vehicle: int, edit: Callable[[list[Any]], Any]) -> Broken:
    activities = list(valid_plan().itineraries[vehicle].activities)
    edit(activities)
    return with_vehicle(vehicle, activities=tuple(activities))


def with_activity(vehicle: int, number: int, **changes: Any) -> Broken:
    def edit(activities: list[Any]) -> None:
        activities[number] = activities[number].model_copy(update=changes)

    return with_activities(vehicle, edit)


def with_record(field: str, number: int, **changes: Any) -> Broken:
    """The plan with one record of one of its lists changed."""
    records = list(getattr(valid_plan(), field))
    records[number] = records[number].model_copy(update=changes)
    return with_plan(**{field: tuple(records)})


def with_value(field: str, **changes: Any) -> Broken:
    return with_plan(**{field: getattr(valid_plan(), field).model_copy(update=changes)})


def shifted(vehicle: int, minutes: float, last: int) -> Broken:
    """One vehicle's activities up to the last one, all later."""

    def edit(activities: list[Any]) -> None:
        for number in range(last + 1):
            activity = activities[number]
            times = {"starts_at": activity.starts_at + timedelta(minutes=minutes), "ends_at": activity.ends_at + timedelta(minutes=minutes)}
            activities[number] = activity.model_copy(update=times)

    return with_activities(vehicle, edit)


def with_shortcut() -> Broken:
    """The road from rest to hall is replaced by the road from hall to ward: the route is torn."""
    plan = valid_plan()
    arcs = list(plan.routes[2].arcs)
    arcs[2] = plan.routes[1].arcs[3]
    return with_record("routes", 2, arcs=tuple(arcs))


def with_banned_turn() -> Broken:
    network, arcs = town_network(), valid_plan().routes[3].arcs
    return checked_town(), valid_plan(), replace(network, banned_turns=np.array([arcs[:2]], dtype=np.int32))


def with_slow_road() -> Broken:
    """The network's own time for l4 is four minutes longer than the plan was made with."""
    network = town_network()
    slower = network.arc_time_s.copy()
    slower[valid_plan().routes[4].arcs[0]] += 240.0
    return checked_town(), valid_plan(), replace(network, arc_time_s=slower)


def with_wrong_way() -> Broken:
    """The arc from hall to rest stands for the one from rest to hall."""
    network = town_network()
    forth = valid_plan().routes[4].arcs[0]
    back = next(
        a for a in range(network.arcs) if network.arc_tail[a] == network.arc_head[forth] and network.arc_head[a] == network.arc_tail[forth]
    )
    return with_record("routes", 4, arcs=(back,))


def with_points_off_the_road() -> Broken:
    first, last = valid_plan().routes[0].points
    return with_record("routes", 0, points=(first, changed(last, latitude=last.latitude + 0.001)))


def with_points_astray() -> Broken:
    first, last = valid_plan().routes[0].points
    return with_record("routes", 0, points=(first, changed(last, minutes=3.0)))


def with_drive_out_of(place: str) -> Broken:
    """Bus 1 ends its day by a drive to a place where none may end."""
    plan = valid_plan()
    back = route("back", ("hall", place), 30.0, 36, None, None, 90.0)
    bus = plan.itineraries[0]
    going = drive("10:30", "11:06", "back", OUT, "c6")
    vehicle = bus.model_copy(update={"activities": (*bus.activities, going)})
    return with_plan(routes=(*plan.routes, back), itineraries=(vehicle, *plan.itineraries[1:]))


def with_empty_stop() -> Broken:
    """Bus 1 drives to the square and at once back to the garage and to the square again, without boarding."""
    plan = valid_plan()
    back = route("back", ("square", "garage"), 10.0, 12, None, None, 90.0)
    bus = plan.itineraries[0]
    before = (drive("07:00", "07:12", "in", IN, "c7"), drive("07:12", "07:24", "back", OUT, "c8"))
    vehicle = bus.model_copy(update={"activities": (*before, *bus.activities)})
    return with_plan(routes=(*plan.routes, back), itineraries=(vehicle, *plan.itineraries[1:]))


def with_second_boarding() -> Broken:
    def edit(activities: list[Any]) -> None:
        board = activities[1]
        half = people(infant=10, frail=5, other=10)
        activities[1:2] = [
            board.model_copy(update={"people": half, "starts_at": at("08:12"), "ends_at": at("08:32")}),
            board.model_copy(update={"people": half, "groups": (), "starts_at": at("08:32"), "ends_at": at("08:52")}),
        ]
        for number in (3, 4):
            activity = activities[number]
            activities[number] = activity.model_copy(
                update={"starts_at": activity.starts_at + timedelta(minutes=17), "ends_at": activity.ends_at + timedelta(minutes=17)}
            )

    return with_activities(0, edit)


def with_third_bus() -> Broken:
    plan = valid_plan()
    third = plan.itineraries[0].model_copy(update={"vehicle": "bus-3", "activities": ()})
    return with_plan(itineraries=(*plan.itineraries, third))


def with_food_on_top() -> Broken:
    """The ambulance loads food after medicine, in a span of its own."""
    needs, stocks = checked_town().needs, checked_town().stocks
    scenario = checked_town(
        needs=(*needs, Need(place="square", kind=GoodsKind.FOOD, weight_kg=50, priority=2)),
        stocks=(*stocks, Stock(place="garage", kind=GoodsKind.FOOD, weight_kg=50)),
    )

    def edit(activities: list[Any]) -> None:
        load, unload = activities[0], activities[2]
        activities[0:3] = [
            load.model_copy(update={"weight_kg": 50}),
            load.model_copy(update={"kind": GoodsKind.FOOD, "weight_kg": 50, "starts_at": at("07:35"), "ends_at": at("07:40")}),
            activities[1],
            unload.model_copy(update={"weight_kg": 50}),
            unload.model_copy(update={"kind": GoodsKind.FOOD, "weight_kg": 50}),
        ]

    return scenario, with_activities(2, edit)[1], None


def with_leg(leg_id: str, **changes: Any) -> Broken:
    legs = [changed(leg, **changes) if leg.id == leg_id else leg for leg in checked_town().legs]
    return with_town(legs=tuple(legs))


def with_window(number: int, **changes: Any) -> Broken:
    windows = list(checked_town().windows)
    windows[number] = changed(windows[number], **changes)
    return with_town(windows=tuple(windows))


def closed(kind: ClosureKind, what: str, since: str, until: str) -> Broken:
    return with_town(closures=(Closure(kind=kind, what=what, since=at(since), until=at(until)),))


def own(number: int, **changes: Any) -> Broken:
    return with_record("own_departures", number, **changes)


DARK_UNTIL_NINE = Daylight(margin_after_sunrise_min=200)

MUTATIONS = [
    Mutation("horizon starts too late", 1, lambda: with_value_of_horizon("07:35", "23:00")),
    Mutation("horizon ends too early", 1, lambda: with_value_of_horizon("00:00", "10:50")),
    Mutation("half a minute", 1, lambda: shifted(2, 0.5, last=0)),
    Mutation(
        "own cars at half a minute",
        1,
        lambda: own(1, departs_at=at("09:00") + timedelta(seconds=30), arrives_at=at("11:10") + timedelta(seconds=30)),
    ),
    Mutation("torn road", 2, with_shortcut),
    Mutation("banned turn", 2, with_banned_turn),
    Mutation("slower road", 2, with_slow_road),
    Mutation("one-way road driven the wrong way", 2, with_wrong_way),
    Mutation("arc that does not exist", 2, lambda: with_record("routes", 4, arcs=(999,))),
    Mutation("forgotten crossing", 2, lambda: with_record("routes", 2, crossings=())),
    Mutation("forgotten passage", 2, lambda: with_record("routes", 2, passages=())),
    Mutation("longer hold", 2, lambda: with_place("checkpoints", hold_min=12), also=(22,)),
    Mutation("kilometres", 2, lambda: with_record("routes", 0, km=11.0)),
    Mutation("point of the road too early", 2, with_points_astray),
    Mutation("point a hundred metres off the road", 2, with_points_off_the_road),
    Mutation("no depot", 3, lambda: with_vehicle(0, depot="square"), also=(14,)),
    Mutation("activity elsewhere", 3, lambda: with_activity(0, 1, place="hall"), also=(9, 11, 12)),
    Mutation("overlap", 3, lambda: with_activity(0, 1, starts_at=at("08:11"), ends_at=at("08:31"))),
    Mutation("unknown route", 3, lambda: with_activity(0, 0, route="nowhere")),
    Mutation("ends on the road", 3, lambda: with_drive_out_of("rest")),
    Mutation("ends with people on board", 3, lambda: with_activities(0, lambda activities: activities.pop())),
    Mutation("short boarding", 4, lambda: with_activity(0, 1, starts_at=at("08:16"))),
    Mutation("long alighting", 4, lambda: with_activity(0, 3, ends_at=at("10:31"))),
    Mutation("fast drive", 4, lambda: with_activity(1, 4, ends_at=at("10:35"))),
    Mutation("route of another speed", 4, lambda: with_record("routes", 4, max_speed_kmh=80.0)),
    Mutation("short loading", 4, lambda: with_activity(2, 0, starts_at=at("07:31"))),
    Mutation("alighting later than arrival", 4, lambda: with_activity(1, 5, starts_at=at("10:37"), ends_at=at("10:52"))),
    Mutation("unloading later than arrival", 4, lambda: with_activity(2, 2, starts_at=at("07:53"), ends_at=at("07:58"))),
    Mutation("waiting at a safe halt", 5, lambda: with_activity(1, 3, ends_at=at("09:59"))),
    Mutation("no halt", 5, lambda: with_activities(1, lambda activities: activities.pop(3))),
    Mutation("halt of no time", 5, lambda: with_halt_of_no_time()),
    Mutation("halt at a place that is no safe halt", 5, lambda: with_town(safe_halts=(), waypoints=(rest_as_waypoint(),))),
    Mutation("waiting at a checkpoint", 5, lambda: with_drive_out_of_checkpoint(), also=(22,)),
    Mutation("standing at the square in the dark", 5, lambda: with_square_in_the_dark()),
    Mutation("halt in the dark without beds", 5, lambda: with_halt_in_the_dark()),
    Mutation("turned round at the square", 5, with_empty_stop, also=(6,)),
    Mutation("three halts on one way", 5, lambda: with_three_halts(), also=(22,)),
    Mutation("halt on the way from one reception to another", 5, lambda: with_way_from_hall_to_ward(halts=True)),
    Mutation("halt on the way from one gathering point to another", 5, lambda: with_way_from_square_to_ward(halts=True)),
    Mutation("outbound called inbound", 6, lambda: with_activity(0, 2, direction=Direction.INBOUND)),
    Mutation("inbound called outbound", 6, lambda: with_activity(2, 1, direction=Direction.OUTBOUND)),
    Mutation("before light", 7, lambda: with_town(daylight=DARK_UNTIL_NINE), also=(5,)),
    Mutation("leg closed", 8, lambda: closed(ClosureKind.LEG, "l4", "10:00", "10:01")),
    Mutation("road closed by its number", 8, lambda: closed(ClosureKind.NAME, "m-14", "09:43", "09:50")),
    Mutation("area closed", 8, lambda: with_closed_area()),
    Mutation("stretcher case to the depot", 9, lambda: with_activity(2, 5, place="garage"), also=(3,)),
    Mutation("alight one by one", 9, lambda: with_activity(0, 3, people=people(20, 9, 20)), also=(3, 13)),
    Mutation("second boarding", 9, with_second_boarding, also=(22,)),
    Mutation("too many seats", 10, lambda: with_type(0, seats=49)),
    Mutation("stretcher case on a seat", 10, lambda: with_type(1, stretcher_bays=1)),
    Mutation("more than registered", 11, lambda: with_place("gathering_points", infant_people=19), also=(12,)),
    Mutation("group too many", 12, lambda: with_activity(0, 1, groups=((0, 3),))),
    Mutation("group of nowhere", 12, lambda: with_activity(0, 1, groups=((0, 2), (7, 1)))),
    Mutation("group of another place", 12, lambda: with_group_of_another_place()),
    Mutation("group split", 12, lambda: with_activity(0, 1, groups=((0, 1),))),
    Mutation("group beyond those who board", 12, lambda: with_group_of_stretchers()),
    Mutation("reception full", 13, lambda: with_place("reception_centres", capacity_people=86)),
    Mutation("no bed", 13, lambda: with_place("hospitals", hospital_beds=1)),
    Mutation("one bus too many", 14, with_third_bus),
    Mutation("vehicle twice", 14, lambda: with_vehicle(1, vehicle="bus-1")),
    Mutation("fleet row of another type", 14, lambda: with_wrong_fleet_row()),
    Mutation("no such vehicle type", 14, lambda: with_town(vehicle_types=checked_town().vehicle_types[1:])),
    Mutation("no such fleet row", 14, lambda: with_vehicle(1, fleet_row=5)),
    Mutation("checkpoint out", 15, lambda: with_place("checkpoints", outbound_vehicles_per_15_min=0)),
    Mutation("checkpoint both ways", 15, lambda: with_place("checkpoints", vehicles_per_15_min=0)),
    Mutation("checkpoint opens later", 15, lambda: with_place("checkpoints", opens=time(9, 45), closes=time(20))),  # 08:45 in Kyiv
    Mutation("checkpoint closes earlier", 15, lambda: with_place("checkpoints", opens=time(6), closes=time(10, 39))),
    Mutation("bays", 16, lambda: with_place("gathering_points", boardings_per_15_min=0)),
    Mutation("road full", 17, lambda: with_place("segments", vehicles_per_15_min=1)),
    Mutation("halt full", 18, lambda: with_place("safe_halts", holds_vehicles=0)),
    Mutation("duty starts later", 19, lambda: with_fleet(duty_starts=time(8, 1), duty_h=12.0)),
    Mutation("duty ends earlier", 19, lambda: with_fleet(duty_starts=time(6), duty_h=4.8)),  # bus 2 is empty at 10:51
    Mutation("fuel", 20, lambda: with_type(0, fuel_range_km=89.0)),
    Mutation("its own depot has no fuel", 20, lambda: with_second_load(depot_has_fuel=False)),
    Mutation("a party's window ends before", 21, lambda: with_window(0, closes=at("10:20")), also=(22,)),
    Mutation("entered within the margin", 21, lambda: with_common_hours("08:06", "16:00"), also=(22,)),
    Mutation("left within the margin", 21, lambda: with_common_hours("08:00", "10:39"), also=(22,)),
    Mutation("a margin longer than the silence", 21, lambda: with_town(silence=SilenceRules(margin_before_min=21)), also=(22,)),
    Mutation("no window", 21, lambda: with_town(windows=()), also=(22,)),
    Mutation("the holder has no window", 21, lambda: with_window(1, party="north"), also=(22,)),
    Mutation("the holder changes", 21, lambda: with_new_holder(), also=(22,)),
    Mutation("nobody is known to hold it yet", 21, lambda: with_place("control", since=at("08:30")), also=(22,)),
    Mutation("window too short", 22, lambda: with_record("windows", 0, interval=span("08:00", "10:30"))),
    Mutation("window too long", 22, lambda: with_record("windows", 0, interval=span("08:00", "11:00"))),
    Mutation("window off the grain", 22, lambda: with_record("windows", 0, interval=span("08:00", "10:40"))),
    Mutation("no window in the plan", 22, lambda: with_plan(windows=())),
    Mutation("window beyond the common one", 22, lambda: with_window(0, opens=at("08:04"))),
    Mutation("margins grow", 22, lambda: with_town(silence=SilenceRules(margin_after_min=30))),
    Mutation("kilometres of a window", 22, lambda: with_record("windows", 0, km=40.0)),
    Mutation("party left out", 22, lambda: with_record("windows", 0, parties=("north",))),
    Mutation("only asked for", 22, lambda: with_asked_window()),
    Mutation("payload", 23, lambda: with_type(1, payload_kg=99)),
    Mutation("stock", 23, lambda: with_place("stocks", weight_kg=99)),
    Mutation("need", 23, lambda: with_place("needs", weight_kg=99)),
    Mutation("no such stock", 23, lambda: with_place("stocks", kind=GoodsKind.FOOD)),
    Mutation("goods kept", 23, lambda: with_activity(2, 2, weight_kg=60), also=(3, 9)),
    Mutation("goods on top of goods", 23, with_food_on_top),
    Mutation("too far for own cars", 24, lambda: with_place("own_transport", max_km=79.0)),
    Mutation("too many units", 24, lambda: own(1, units=3)),
    Mutation("other people than the share", 24, lambda: own(1, people=people(other=3))),
    Mutation("own cars too fast", 24, lambda: own(0, arrives_at=at("10:54"))),
    Mutation("own cars' speed", 24, lambda: with_place("own_transport", max_speed_kmh=50.0)),
    Mutation("own transport of no row", 24, lambda: own(1, own_transport_row=3), also=(22,)),
    Mutation("own transport of another mode", 24, lambda: own(1, mode=OwnTransportMode.FOOT)),
    Mutation("own transport on no route", 24, lambda: own(1, route="nowhere"), also=(22,)),
    Mutation("own cars to a hospital", 24, lambda: with_own_cars_to_hospital(), also=(13,)),
    Mutation("people out", 25, lambda: with_value("figures", out=people(2, 20, 10, 51))),
    Mutation("danger", 25, lambda: with_value("figures", danger_person_incidents=6.5)),
    Mutation("another scenario", 25, lambda: with_plan(scenario="elsewhere")),
    Mutation("another network", 25, lambda: with_plan(network_hash="")),
    Mutation("no scenario hash", 25, lambda: with_plan(scenario_hash="")),
    Mutation("route listed for nothing", 25, lambda: with_plan(own_departures=()), also=(22,)),
    Mutation("drive in no convoy", 25, lambda: with_activity(0, 2, convoy="c9")),
    Mutation("convoy of more than may be", 25, lambda: with_column(1)),
    Mutation("convoy's people", 25, lambda: with_record("convoys", 3, people=THIRTY)),
    Mutation("convoy's goods", 25, lambda: with_record("convoys", 0, goods_kg=99)),
    Mutation("convoy's arrival", 25, lambda: with_record("convoys", 3, arrives_at=at("10:14"))),
    Mutation("convoy's number", 25, lambda: with_record("convoys", 0, serial=3)),
    Mutation("wave's tickets", 25, lambda: with_record("waves", 1, first_ticket=4)),
    Mutation("wave's people", 25, lambda: with_record("waves", 1, people=FIFTY)),
    Mutation("wave called late", 25, lambda: with_record("waves", 1, called_at=at("08:00"))),
    Mutation("crowd understated", 25, lambda: with_record("crowds", 1, waiting_people=40)),
    Mutation("crowd left out", 25, lambda: with_plan(crowds=valid_plan().crowds[1:])),
    Mutation("goods line", 25, lambda: with_record("goods", 0, delivered_kg=300)),
    Mutation("people left and not named", 25, lambda: with_plan(left_behind=())),
    Mutation("people left for no reason", 25, lambda: with_plan(reasons=())),
    Mutation("gap", 25, lambda: with_value("certificate", gap=0.01)),
    Mutation("value above the bound", 25, lambda: with_value("certificate", bound_points=400.0, gap=(400.0 - 440.3) / 400.0)),
    Mutation("value with own transport above its bound", 25, lambda: with_own_certified(458.3, 450.0)),
    Mutation("value with own transport of another plan", 25, lambda: with_own_certified(440.3, 500.0)),
    Mutation("gap with own transport", 25, lambda: with_own_certified(458.3, 500.0, 0.01)),
    Mutation("own transport in the value of the fleet", 25, lambda: with_value("certificate", value_points=458.3, gap=0.0834)),
    Mutation("value with own transport, and no bound of it", 25, lambda: with_value("certificate", with_own_value_points=9999.0)),
    Mutation("value of another plan", 25, lambda: with_value("certificate", value_points=480.0, gap=0.04)),
]


def with_own_certified(value: float, bound: float, gap: float | None = None) -> Broken:
    """Seven people in own cars, a child among them, are worth 18 points beside the 440.3 of the fleet."""
    gap = gap if gap is not None else (bound - value) / bound
    return with_value("certificate", with_own_value_points=value, with_own_bound_points=bound, with_own_gap=gap)


def with_value_of_horizon(starts: str, ends: str) -> Broken:
    horizon = span(starts, ends)
    return checked_town(horizon=horizon), valid_plan().model_copy(update={"horizon": horizon}), None


def with_type(number: int, **changes: Any) -> Broken:
    types = list(checked_town().vehicle_types)
    types[number] = changed(types[number], **changes)
    return with_town(vehicle_types=tuple(types))


def with_fleet(**changes: Any) -> Broken:
    return with_place("fleet", **changes)


def with_column(most: int) -> Broken:
    return with_town(column=changed(checked_town().column, max_vehicles=most))


def with_common_hours(opens: str, closes: str) -> Broken:
    """Both parties keep silent from and to these times; the plan's vehicles are on the segment from 08:20 to 10:25."""
    return with_town(windows=tuple(changed(window, opens=at(opens), closes=at(closes)) for window in checked_town().windows))


def with_asked_window() -> Broken:
    """One party was only asked for its hours; the plan calls the window offered."""
    return with_window(0, status=WindowStatus.ASKED)


def with_new_holder() -> Broken:
    control = checked_town().control[0]
    return with_town(
        control=(control, changed(control, party="east", since=at("10:00"))),
        parties=(*checked_town().parties, changed(checked_town().parties[0], id="east")),
    )


def with_group_of_stretchers() -> Broken:
    group = checked_town().groups[0]
    return with_town(groups=(changed(group, infant_people=0, frail_people=0, stretcher_people=1, groups=2),))


def with_group_of_another_place() -> Broken:
    """Row 1 of the groups waits at another point; the boarding at the square names it."""
    point, group = checked_town().gathering_points[0], checked_town().groups[0]
    other = changed(point, id="mall", stretcher_people=0, infant_people=0, frail_people=0, other_people=0)
    scenario = checked_town(gathering_points=(point, other), groups=(group, changed(group, gathering_point="mall")))
    return scenario, with_activity(0, 1, groups=((0, 2), (1, 0)))[1], None


def with_own_cars_to_hospital() -> Broken:
    """Five kilometres beyond the hall, at 40 km/h: 137.5 min."""
    plan = valid_plan()
    to_ward = route("cars-ward", ("square", "barrier", "rest", "hall", "ward"), 85.0, 138, (0, 85), 30, 40.0)
    to_ward = changed(to_ward, points=(to_ward.points[0], changed(to_ward.points[1], minutes=137.5)))
    last = plan.own_departures[1].model_copy(update={"route": "cars-ward", "arrives_at": at("11:18")})
    return with_plan(routes=(*plan.routes, to_ward), own_departures=(plan.own_departures[0], last))


def with_wrong_fleet_row() -> Broken:
    """There are two ambulances, and bus 2 is said to be the second of them."""
    buses, ambulances = checked_town().fleet
    return checked_town(fleet=(buses, changed(ambulances, vehicles=2))), with_vehicle(1, fleet_row=1)[1], None


def with_closed_area() -> Broken:
    """An area over the middle of l4, where no shape point of the road lies."""
    ring = ((35.55, 47.6), (35.65, 47.6), (35.65, 47.75), (35.55, 47.75), (35.55, 47.6))
    return with_town(areas=({"id": "mined", "ring": ring},), closures=(Closure(kind=ClosureKind.AREA, what="mined"),))


def with_drive_out_of_checkpoint() -> Broken:
    """Bus 1 turns off at hall and waits at the barrier between two drives."""
    plan = valid_plan()
    there = route("there", ("hall", "rest", "barrier"), 60.0, 66, None, None, 90.0)
    back = route("back", ("barrier", "rest", "hall"), 60.0, 66, None, None, 90.0)
    there = changed(there, passages=(changed(plan.routes[3].passages[0], enters_min=36, leaves_min=66, km=30.0),))
    back = changed(back, passages=(changed(plan.routes[3].passages[0], enters_min=0, leaves_min=30, km=30.0),))
    bus = plan.itineraries[0]
    more = (drive("10:30", "11:36", "there", OUT, "c6"), drive("11:40", "12:46", "back", OUT, "c7"))
    vehicle = bus.model_copy(update={"activities": (*bus.activities, *more)})
    return with_plan(routes=(*plan.routes, there, back), itineraries=(vehicle, *plan.itineraries[1:]))


def with_square_in_the_dark() -> Broken:
    """Light from 08:00 on, by the margin; the ambulance stands at the square from 07:52. Night driving is allowed on every road."""
    scenario = checked_town()
    segments = (
        *(changed(segment, is_night_allowed=True) for segment in scenario.segments),
        changed(scenario.segments[0], id="rear", needs_silence=False, is_night_allowed=True),
    )
    legs = tuple(changed(leg, segment=leg.segment or "rear") for leg in scenario.legs)
    plan = valid_plan()
    return changed(scenario, segments=segments, legs=legs, daylight=DARK_UNTIL_NINE), with_rear(plan), None


def with_halt_in_the_dark(is_overnight: bool = False) -> Broken:
    """Bus 2 halts until 20:00 and drives on in the dark, on roads where that is allowed, with drivers who may."""
    scenario, plan, _ = with_square_in_the_dark()
    bus = plan.itineraries[1]
    halt, going, alight = bus.activities[3:]
    late = (
        halt.model_copy(update={"ends_at": at("20:00")}),
        going.model_copy(update={"starts_at": at("20:00"), "ends_at": at("20:36")}),
        alight.model_copy(update={"starts_at": at("20:36"), "ends_at": at("20:51")}),
    )
    bus = bus.model_copy(update={"activities": (*bus.activities[:3], *late)})
    safe_halt = changed(scenario.safe_halts[0], is_overnight=is_overnight)
    fleet = (changed(scenario.fleet[0], duty_starts=None, duty_h=None), *scenario.fleet[1:])
    scenario = changed(scenario, safe_halts=(safe_halt,), fleet=fleet, daylight=Daylight())
    return scenario, plan.model_copy(update={"itineraries": (plan.itineraries[0], bus, plan.itineraries[2])}), None


def test_a_halt_for_the_night_is_allowed_where_it_is_meant() -> None:
    """The same drive in the dark breaks nothing but the sums where people can spend the night."""
    assert {breach.rule for breach in breaches(*with_halt_in_the_dark(is_overnight=True))} == {25}


def with_three_halts() -> Broken:
    """The ward is a safe halt too; bus 2 halts at rest, at the ward and at rest again before it drives to the hall."""
    plan = valid_plan()
    scenario = checked_town()
    ward = changed(scenario.safe_halts[0], id="ward", name="Ward", latitude=47.84, longitude=35.15)
    on = route("on", ("rest", "hall", "ward"), 35.0, 42, None, None, 90.0)
    back = route("back", ("ward", "hall", "rest"), 35.0, 42, None, None, 90.0)
    bus = plan.itineraries[1]
    halts = [
        Halt(starts_at=at(start), ends_at=at(end), place=place)
        for place, start, end in (("rest", "09:44", "09:45"), ("ward", "10:27", "10:28"), ("rest", "11:10", "11:11"))
    ]
    drives = [
        drive("09:45", "10:27", "on", OUT, "c6"),
        drive("10:28", "11:10", "back", OUT, "c7"),
        drive("11:11", "11:47", "rest-hall", OUT, "c5"),
    ]
    alight = bus.activities[-1].model_copy(update={"starts_at": at("11:47"), "ends_at": at("12:02")})
    way = [activity for pair in zip(halts, drives, strict=True) for activity in pair]
    bus = bus.model_copy(update={"activities": (*bus.activities[:3], *way, alight)})
    broken = plan.model_copy(update={"itineraries": (plan.itineraries[0], bus), "routes": (*plan.routes, on, back)})
    return changed(scenario, hospitals=(), safe_halts=(*scenario.safe_halts, ward)), broken, None


def test_two_halts_on_one_way_are_allowed() -> None:
    """The same way without the last halt breaks nothing but the sums and the window, which the ambulance no longer needs."""
    scenario, plan, _ = with_three_halts()
    bus = plan.itineraries[1]
    to_hall = route("ward-hall", ("ward", "hall"), 5.0, 6, None, None, 90.0)
    alight = bus.activities[-1].model_copy(update={"starts_at": at("10:34"), "ends_at": at("10:49")})
    last = (drive("10:28", "10:34", "ward-hall", OUT, "c8"), alight)
    bus = bus.model_copy(update={"activities": (*bus.activities[:6], *last)})
    plan = plan.model_copy(update={"itineraries": (plan.itineraries[0], bus), "routes": (*plan.routes, to_hall)})
    assert {breach.rule for breach in breaches(scenario, plan)} == {22, 25}


def with_second_load(depot_has_fuel: bool) -> Broken:
    """The ambulance takes goods in twice: 10 km in, 10 back, 10 in and 85 out, on a range of 100 km."""
    plan = valid_plan()
    garage, ambulance_type = checked_town().depots[0], checked_town().vehicle_types[1]
    scenario = checked_town(
        depots=(changed(garage, has_fuel=depot_has_fuel),),
        vehicle_types=(checked_town().vehicle_types[0], changed(ambulance_type, fuel_range_km=100.0)),
    )
    ambulance = plan.itineraries[2]
    load, _, unload = ambulance.activities[:3]
    before = (
        load.model_copy(update={"starts_at": at("06:45"), "ends_at": at("06:50")}),
        drive("06:50", "07:02", "in", IN, "c6"),
        unload.model_copy(update={"starts_at": at("07:02"), "ends_at": at("07:07")}),
        drive("07:07", "07:19", "home", OUT, "c7"),
    )
    ambulance = ambulance.model_copy(update={"activities": (*before, *ambulance.activities)})
    home = route("home", ("square", "garage"), 10.0, 12, None, None, 90.0)
    return scenario, plan.model_copy(update={"itineraries": (*plan.itineraries[:2], ambulance), "routes": (*plan.routes, home)}), None


def test_a_vehicle_refuels_at_its_depot_where_that_has_fuel() -> None:
    assert {breach.rule for breach in breaches(*with_second_load(depot_has_fuel=True))} == {25}


def test_margins_may_touch_the_edges_of_the_common_window() -> None:
    """The first vehicle enters at 08:20 and the last one leaves at 10:25, with a quarter of an hour on either side: 08:05 to 10:40."""
    scenario, plan, _ = with_common_hours("08:05", "10:40")
    window = plan.windows[0].model_copy(update={"interval": span("08:05", "10:40")})
    assert {breach.rule for breach in breaches(scenario, plan.model_copy(update={"windows": (window,)}))} == {25}


def test_a_window_of_silence_reaches_beyond_the_horizon_where_the_parties_keep_silent() -> None:
    """With an hour of silence before and windows from 06:00, 08:20 needs silence from 07:20, before the horizon begins at 07:30."""
    windows = tuple(changed(window, opens=at("06:00")) for window in checked_town().windows)
    scenario = checked_town(windows=windows, silence=SilenceRules(margin_before_min=60), horizon=span("07:30", "23:00"))
    plan = valid_plan().model_copy(update={"horizon": scenario.horizon})
    for starts, rules in (("07:15", {25}), ("07:00", {22, 25}), ("07:30", {22, 25})):
        window = plan.windows[0].model_copy(update={"interval": span(starts, "10:45")})
        assert {breach.rule for breach in breaches(scenario, plan.model_copy(update={"windows": (window,)}))} == rules


def with_halt_of_no_time() -> Broken:
    def edit(activities: list[Any]) -> None:
        activities[3] = activities[3].model_copy(update={"ends_at": at("09:44")})
        activities[4] = activities[4].model_copy(update={"starts_at": at("09:44"), "ends_at": at("10:20")})
        activities[5] = activities[5].model_copy(update={"starts_at": at("10:20"), "ends_at": at("10:35")})

    return with_activities(1, edit)


def with_way_from_hall_to_ward(halts: bool) -> Broken:
    """Bus 1 drives on empty from the hall to the ward; with a halt it turns back to rest on the way."""
    plan, bus = valid_plan(), valid_plan().itineraries[0]
    direct = route("direct", ("hall", "ward"), 5.0, 6, None, None, 90.0)
    back = route("back", ("hall", "rest"), 30.0, 36, None, None, 90.0)
    on = route("on", ("rest", "hall", "ward"), 35.0, 42, None, None, 90.0)
    way = (
        (
            drive("10:30", "11:06", "back", OUT, "c6"),
            Halt(starts_at=at("11:06"), ends_at=at("11:10"), place="rest"),
            drive("11:10", "11:52", "on", OUT, "c7"),
        )
        if halts
        else (drive("10:30", "10:36", "direct", OUT, "c6"),)
    )
    bus = bus.model_copy(update={"activities": (*bus.activities, *way)})
    return with_plan(routes=(*plan.routes, direct, back, on), itineraries=(bus, *plan.itineraries[1:]))


def with_way_from_square_to_ward(halts: bool) -> Broken:
    """The ward is a gathering point; the ambulance goes there from the square, where it unloads, and takes one person to the hall."""
    scenario, plan = checked_town(), valid_plan()
    ward = changed(scenario.gathering_points[0], id="ward", stretcher_people=0, infant_people=0, frail_people=0, other_people=1)
    earlier = tuple(changed(window, opens=at("07:00")) for window in scenario.windows)
    scenario = changed(scenario, hospitals=(), gathering_points=(*scenario.gathering_points, ward), windows=earlier)
    window = plan.windows[0].model_copy(update={"interval": span("07:45", "10:45")})
    on = route("on", ("rest", "hall", "ward"), 35.0, 42, None, None, 90.0)
    to_hall = route("ward-hall", ("ward", "hall"), 5.0, 6, None, None, 90.0)
    way = (
        (
            drive("08:00", "09:04", "to-rest", IN, "c6"),
            Halt(starts_at=at("09:04"), ends_at=at("09:05"), place="rest"),
            drive("09:05", "09:47", "on", IN, "c7"),
        )
        if halts
        else (drive("08:00", "09:46", "to-ward", IN, "c6"),)
    )
    ambulance = plan.itineraries[2]
    activities = (
        *ambulance.activities[:3],
        *way,
        Board(starts_at=at("09:50"), ends_at=at("10:00"), place="ward", people=people(other=1)),
        drive("10:00", "10:06", "ward-hall", OUT, "c8"),
        Alight(starts_at=at("10:06"), ends_at=at("10:16"), place="hall", people=people(other=1)),
    )
    ambulance = ambulance.model_copy(update={"activities": activities})
    changes = {"itineraries": (*plan.itineraries[:2], ambulance), "routes": (*plan.routes, on, to_hall), "windows": (window,)}
    return scenario, plan.model_copy(update=changes), None


@pytest.mark.parametrize("way", [with_way_from_hall_to_ward, with_way_from_square_to_ward])
def test_without_the_halt_the_same_way_breaks_nothing_but_the_sums(way: Callable[[bool], Broken]) -> None:
    assert {breach.rule for breach in breaches(*way(False))} == {25}


@pytest.mark.parametrize(("minutes", "rules"), [(0, [2]), (1, []), (2, [2])])
def test_a_drive_between_two_places_on_one_spot_takes_a_minute(minutes: int, rules: list[int]) -> None:
    """Bus 1 ends its day at a depot that was moved to the node of the hall, on a network that has no nodes of its own for places."""
    yard = changed(checked_town().depots[0], id="yard", name="Yard", latitude=47.80, longitude=35.20)
    scenario = checked_town(depots=(*checked_town().depots, yard))
    plan, bus = valid_plan(), valid_plan().itineraries[0]
    hall = plan.routes[2].points[-1]
    ends = (changed(hall, km=0.0, minutes=0.0), changed(hall, place="yard", km=0.0, minutes=0.0))
    hop = changed(plan.routes[0], id="hop", origin="hall", destination="yard", km=0.0, minutes=minutes, arcs=(), points=ends)
    going = drive("10:30", f"10:3{minutes}", "hop", OUT, "c6")
    bus = bus.model_copy(update={"activities": (*bus.activities, going)})
    changes = {"routes": (*plan.routes, hop), "itineraries": (bus, *plan.itineraries[1:])}
    nodes, network = place_nodes(), replace(town_network(), node_place=None)
    found = check_plan(scenario, network, plan.model_copy(update=changes), place_nodes={**nodes, "yard": nodes["hall"]})
    assert [breach.rule for breach in found if breach.where == "route hop"] == rules
    assert not [breach for breach in found if breach.where.startswith("vehicle bus-1")]


def rest_as_waypoint() -> Waypoint:
    rest = checked_town().safe_halts[0]
    return Waypoint(id=rest.id, name=rest.name, latitude=rest.latitude, longitude=rest.longitude)


def with_rear(plan: Plan) -> Plan:
    """The plan's routes with the passages of 'rear' on all legs but 'front'."""
    passage = plan.routes[2].passages[0]

    def rear(enters: int, leaves: int, km: float) -> Any:
        return changed(passage, segment="rear", enters_min=enters, leaves_min=leaves, km=km)

    rears = [
        ((rear(0, 12, 10.0),), ()),
        ((), (rear(64, 106, 35.0),)),
        ((), (rear(64, 100, 30.0),)),
        ((), ()),
        ((rear(0, 36, 30.0),), ()),
        ((), (rear(85, 130, 30.0),)),
    ]
    routes = tuple(
        route.model_copy(update={"passages": (*before, *route.passages, *after)})
        for route, (before, after) in zip(plan.routes, rears, strict=True)
    )
    return plan.model_copy(update={"routes": routes})


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation.rule}: {mutation.name}")
def test_a_broken_plan_is_reported_under_its_rule(mutation: Mutation) -> None:
    found = breaches(*mutation.break_it())
    rules = {breach.rule for breach in found}
    assert mutation.rule in rules, found
    assert rules <= {mutation.rule, 25, *mutation.also}, found


def test_every_rule_is_broken_at_least_once() -> None:
    assert {mutation.rule for mutation in MUTATIONS} == set(range(1, 26))


@settings(max_examples=150, deadline=None)
@given(vehicle=st.integers(0, 2), number=st.integers(0, 5), starts=st.integers(-90, 90), ends=st.integers(-90, 90))
def test_a_jitter_of_any_activity_is_reported_unless_nothing_depends_on_it(vehicle: int, number: int, starts: int, ends: int) -> None:
    """What is not pinned by a duration, a neighbour, a convoy, a wave or a crowd stands in the list of slacks."""
    activities = valid_plan().itineraries[vehicle].activities
    number = min(number, len(activities) - 1)
    activity = activities[number]
    moved = {"starts_at": activity.starts_at + timedelta(minutes=starts), "ends_at": activity.ends_at + timedelta(minutes=ends)}
    found = breaches(*with_activity(vehicle, number, **moved))
    harmless = (starts == ends == 0) or _is_free(vehicle, number, starts, ends)
    assert bool(found) is not harmless


def _is_free(vehicle: int, number: int, starts: int, ends: int) -> bool:
    """The slack in the plan: whole activities that may happen earlier or later by so many minutes."""
    if starts != ends:
        return False
    slack = {
        (0, 1): (-3, 0),  # boards 08:15-08:35, there from 08:12, leaves at 08:35
        (1, 1): (0, 3),  # boards from 08:12, leaves at 08:40, but from 08:15 on it would leave a crowd that is not stated
        (2, 0): (-90, 5),  # loads 07:30-07:35, leaves at 07:40
    }
    low, high = slack.get((vehicle, number), (0, 0))
    return low <= starts <= high and starts != 0


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_checker_never_falls_over(data: st.DataObject) -> None:
    """Activities of all vehicles shuffled, dropped and given to others, and parts of the plan dropped, raise nothing."""
    plan = valid_plan()
    activities = [activity for itinerary in plan.itineraries for activity in itinerary.activities]
    extra = [
        Halt(starts_at=at("09:00"), ends_at=at("08:00"), place="nowhere"),
        Alight(starts_at=at("09:00"), ends_at=at("09:00"), place="nowhere", people=FIFTY),
    ]
    itineraries = tuple(
        Itinerary(
            vehicle=data.draw(st.sampled_from(["bus-1", "bus-9"])),
            fleet_row=data.draw(st.integers(0, 3)),
            type=data.draw(st.sampled_from(["bus", "ambulance", "tram"])),
            depot=data.draw(st.sampled_from(["garage", "nowhere"])),
            activities=tuple(data.draw(st.lists(st.sampled_from([*activities, *extra]), max_size=8))),
        )
        for _ in range(2)
    )
    kept = {
        field: tuple(data.draw(st.lists(st.sampled_from(getattr(plan, field)), max_size=4)))
        for field in ("routes", "own_departures", "convoys", "windows", "waves", "crowds", "goods", "left_behind")
    }
    found = breaches(checked_town(), plan.model_copy(update={"itineraries": itineraries, **kept}))
    assert list(found) == sorted(found)
