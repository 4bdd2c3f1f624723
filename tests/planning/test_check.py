"""What a look over a scenario finds: each fault of the town is named, and the town itself is clean."""

from datetime import time

import pytest
from tests.planning.test_connect import in_liechtenstein
from tests.planning.town import at, changed, span, town

from safepassage.corridor import Closure, ClosureKind, Control, DangerPoint, Depot, FleetEntry, Leg, OfferedWindow, Segment, Stock
from safepassage.corridor.goods import GoodsKind
from safepassage.planning.check import check_scenario
from safepassage.planning.finding import Severity
from safepassage.scenario.scenario import Daylight

BUS, AMBULANCE = town().vehicle_types
SQUARE = town().gathering_points[0]


def window(party: str, opens: str, closes: str) -> OfferedWindow:
    return OfferedWindow(segment="front", party=party, opens=at(opens), closes=at(closes))


def found(**changes) -> list[str]:
    return [f"{finding.severity}: {finding.text}" for finding in check_scenario(town(**changes))]


def assert_found(texts: list[str], *parts: str) -> None:
    assert any(all(part in text for part in parts) for text in texts), texts


def test_a_scenario_without_fault_has_no_findings():
    assert found() == []


def test_what_connecting_refuses_comes_back_as_errors():
    barn = Depot(id="barn", name="Barn", latitude=47.0, longitude=37.0)
    texts = found(depots=(*town().depots, barn))
    assert texts == ["error: no leg ends at this place, so no road leads to it"]


def test_the_gravest_findings_come_first():
    severities = [
        finding.severity for finding in check_scenario(town(windows=(), fleet=(), gathering_points=(changed(SQUARE, holds_people=5),)))
    ]
    assert severities == sorted(severities, key=tuple(Severity).index)
    assert severities[0] is Severity.ERROR
    assert severities[-1] is Severity.INFO


def test_a_gathering_point_cut_off_is_an_error():
    texts = found(closures=(Closure(kind=ClosureKind.LEG, what="l4"),))
    assert_found(texts, "error", "no road leads from square to any reception centre or hospital")
    assert_found(texts, "warning", "no road leads from square to hall")


def test_a_segment_without_windows_is_named_with_what_follows():
    texts = found(windows=())
    assert_found(texts, "warning", "segment front needs silence and has no window")
    assert_found(texts, "no road from square to hall is ever open", "needs 64 min", "segment front, without its margins, gives 0 min")


def test_the_holder_without_a_window_is_named_with_its_hours():
    control = (*town().control, Control(segment="front", party="east", since=at("12:00"), source="the evening map"))
    texts = found(control=control)
    assert_found(texts, "east holds segment front from 2022-03-05 12:00 Europe/Kyiv to 2022-03-06 00:00 Europe/Kyiv and has no window")


def test_a_segment_that_nobody_is_known_to_hold_is_named_with_its_hours():
    control = (Control(segment="front", party="south", since=at("12:00"), source="the noon map"),)
    texts = found(control=control)
    assert_found(texts, "warning", "no source says who holds segment front from 2022-03-05 00:00", "12:00", "no vehicle may pass then")
    assert_found(found(control=()), "no road from square to hall is ever open", "segment front, without its margins, gives 0 min")


def test_windows_that_do_not_overlap_are_named_with_both_hours():
    texts = found(windows=(window("north", "08:00", "10:00"), window("south", "11:00", "13:00")))
    assert_found(texts, "no time in common", "north from 2022-03-05 08:00", "south from 2022-03-05 11:00")


def test_a_window_too_short_is_named_with_the_nearest_miss():
    texts = found(windows=(window("north", "08:00", "12:00"), window("south", "11:00", "13:00")))
    assert_found(texts, "warning", "from square to hall", "needs 64 min", "gives 30 min at most")


def test_windows_no_longer_than_their_margins_are_named_with_them():
    """Half an hour is common and the margins are a quarter of an hour each; one minute more, and there is one to pass in."""
    texts = found(windows=(window("north", "08:00", "11:30"), window("south", "11:00", "13:00")))
    assert_found(texts, "warning", "keep silent on segment front", "15 min before and 15 min after", "no vehicle may pass")
    longer = found(windows=(window("north", "08:00", "11:31"), window("south", "11:00", "13:00")))
    assert not any("keep silent on segment front" in text for text in longer)


def test_daylight_too_short_is_named_with_the_nearest_miss():
    """Light lasts 636 min of the town's day; margins of two hours more after sunrise and 4 hours before sunset leave 306."""
    slow = tuple(changed(kind, max_speed_kmh=15.0) for kind in (BUS, AMBULANCE))
    texts = found(vehicle_types=slow, daylight=Daylight(margin_after_sunrise_min=120, margin_before_sunset_min=240))
    assert_found(texts, "from square to hall", "needs 330 min and daylight gives 306 min at most")


def test_limits_that_are_met_apart_and_never_together_are_both_named():
    """The barrier opens 18:00 to 20:00 here, after dark and after the window."""
    barrier = changed(town().checkpoints[0], opens=time(19), closes=time(21))
    texts = found(checkpoints=(barrier,))
    assert_found(texts, "from square to hall", "checkpoint barrier allows departure between 2022-03-05 17:36", "and what comes before it")


def test_a_closure_throughout_the_drive_is_named_when_it_comes_and_goes():
    early = Closure(kind=ClosureKind.LEG, what="l4", until=at("14:00"))
    late = Closure(kind=ClosureKind.LEG, what="l4", since=at("14:00"))
    texts = found(closures=(early, late))
    assert_found(texts, "from square to hall", "the closure of l4")


def test_drives_that_a_halt_makes_possible_are_told_as_information():
    """The window lets a vehicle reach the halt by 16:00, and the rest of the road is closed until 15:30."""
    closure = Closure(kind=ClosureKind.LEG, what="l4", until=at("15:30"))
    texts = found(closures=(closure,), windows=(window("north", "08:00", "15:00"), window("south", "08:00", "15:00")))
    assert_found(texts, "info", "no road from square to hall is ever open in one drive")


def test_fuel_that_does_not_reach_out_again_is_named_with_the_kilometres():
    """10 km in, and 80 km out to the hall: 90 on one tank."""
    short = changed(BUS, fuel_range_km=85.0)
    assert_found(found(vehicle_types=(short, AMBULANCE)), "takes 90 km on one tank, a bus goes 85 km")
    assert found(vehicle_types=(changed(BUS, fuel_range_km=90.0), AMBULANCE)) == []
    fuelled = changed(SQUARE, has_fuel=True)
    assert found(vehicle_types=(short, AMBULANCE), gathering_points=(fuelled,)) == []


def test_duty_too_short_for_one_journey_is_named_with_its_minutes():
    """12 min in, 20 to board, 100 out, 15 to alight: 147."""
    rows = (FleetEntry(type="bus", depot="garage", vehicles=2, duty_starts=time(6), duty_h=2.4), town().fleet[1])
    assert_found(found(fleet=rows), "takes 147 min with boarding and alighting, and duty lasts 144 min at most")
    assert found(fleet=(changed(rows[0], duty_h=2.5), rows[1])) == []


def test_stretcher_cases_need_bays_and_beds():
    assert_found(
        found(fleet=town().fleet[:1]), "error", "2 stretcher cases are registered, and no vehicle of the fleet has a stretcher bay"
    )
    ward = changed(town().hospitals[0], hospital_beds=1)
    assert_found(found(hospitals=(ward,)), "warning", "1 beds for 2 stretcher cases")


def test_reception_with_too_little_room_is_named():
    hall = changed(town().reception_centres[0], capacity_people=80)
    assert_found(found(reception_centres=(hall,)), "room for 80 people, and 90 wait")


def test_goods_need_a_stock_and_a_vehicle_that_carries_them():
    assert_found(found(stocks=()), "error", "300 kg of medicine are needed, and 0 kg lie in stock")
    low = (Stock(place="garage", kind=GoodsKind.MEDICINE, weight_kg=100),)
    assert_found(found(stocks=low), "warning", "300 kg of medicine are needed, and 100 kg")
    assert_found(found(vehicle_types=(BUS, changed(AMBULANCE, payload_kg=0))), "error", "no vehicle of the fleet has a payload")


def test_stock_that_no_road_leads_from_is_named():
    legs = (*town().legs, Leg(id="l6", from_place="hall", to_place="barn", km=1.0, minutes=1.0, is_one_way=True))
    barn = Depot(id="barn", name="Barn", latitude=47.9, longitude=35.0)
    stocks = (*town().stocks, Stock(place="barn", kind=GoodsKind.MEDICINE, weight_kg=10))
    assert_found(
        found(depots=(*town().depots, barn), legs=legs, stocks=stocks),
        "warning",
        "no road leads from barn to any place that needs medicine",
    )


def test_more_people_than_can_wait_are_told_as_information():
    assert found(gathering_points=(changed(SQUARE, holds_people=50),)) == [
        "info: 92 people are registered and 50 can wait at one time: they are called in waves, by ticket"
    ]


def test_assumptions_are_counted_by_table():
    legs = tuple(changed(leg, is_assumption=leg.id in {"l1", "l2"}) for leg in town().legs)
    texts = found(legs=legs, gathering_points=(changed(SQUARE, is_assumption=True),))
    assert_found(texts, "info: 3 of 23 records are assumptions of yours: 1 in gathering_points.csv, 2 in legs.csv")


def test_names_that_touch_no_road_are_told():
    point = DangerPoint(id="crater", latitude=45.0, longitude=37.0, radius_m=100.0, rate_per_hour=1.0)
    closure = Closure(kind=ClosureKind.LEG, what="l1", until=at("2022-03-04 12:00"))
    segments = (*town().segments, Segment(id="lane", name="Lane", needs_silence=False))
    texts = found(danger_points=(point,), closures=(closure,), segments=segments)
    assert_found(texts, "no road comes within 100 m of danger point crater")
    assert_found(texts, "the closure holds at no time of the horizon")
    assert_found(texts, "no road between the places passes segment lane")


def test_a_checkpoint_that_no_road_passes_is_told():
    legs = (*town().legs[:1], Leg(id="l2", from_place="square", to_place="rest", km=50.0, minutes=54.0, segment="front"),
            Leg(id="l3", from_place="rest", to_place="barrier", km=1.0, minutes=1.0), *town().legs[3:])  # fmt: skip
    assert_found(found(legs=legs), "warning", "no road between the places passes barrier")


def test_rates_of_zero_are_told():
    barrier = changed(town().checkpoints[0], inbound_vehicles_per_15_min=0)
    assert_found(found(checkpoints=(barrier,)), "warning", "it lets no vehicle pass inbound")
    assert_found(found(gathering_points=(changed(SQUARE, boardings_per_15_min=0),)), "error", "no vehicle can board here")


def test_a_horizon_in_the_dark_is_an_error():
    assert_found(found(horizon=span("00:00", "06:00")), "error", "dark throughout")


def test_on_an_osm_file_only_a_place_that_was_moved_noticeably_is_told(data_dir):
    """The garage is 9 m from its road, the hall 31 m."""
    texts = [finding.text for finding in check_scenario(town(**in_liechtenstein(data_dir)))]
    assert [text for text in texts if "to the nearest road" in text] == ["hall was moved 31 m to the nearest road"]


@pytest.mark.parametrize("finding", check_scenario(town(windows=(), stocks=(), fleet=())))
def test_every_finding_says_where_and_what_to_do(finding):
    assert finding.where
    assert finding.repair.endswith(".")
