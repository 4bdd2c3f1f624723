"""A proposal says what the plan says, and nothing that is internal."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.negotiation.town import town

from safepassage.corridor import Control, Interval, Leg, Party, PlaceName, WindowStatus, parse_instant
from safepassage.negotiation.clauses import StandingClause
from safepassage.negotiation.overnight import overnight_people
from safepassage.negotiation.passages import OnSegment
from safepassage.negotiation.propose import propose, window_terms
from safepassage.negotiation.terms import Draft, SegmentTerms
from safepassage.planning.itinerary import Activity, Alight, Board, Drive
from safepassage.planning.result import Plan, SilenceWindow
from safepassage.scenario.scenario import Precedence, Scenario


@pytest.fixture(scope="module")
def draft() -> Draft:
    return propose(*town())


def segment(draft: Draft, id_: str) -> SegmentTerms:
    return next(each for each in draft.terms.segments if each.id == id_)


def test_segments_stand_in_the_order_in_which_people_come_to_them(draft: Draft) -> None:
    assert [each.id for each in draft.terms.segments] == ["north-side", "river", "south-side"]
    assert [each.controlling_party for each in draft.terms.segments] == ["north-bank", "south-bank", "south-bank"]
    assert [each.needs_silence for each in draft.terms.segments] == [True, True, False]


def test_the_road_over_the_old_bridge_is_measured_from_the_map(draft: Draft) -> None:
    """The bridge runs along 0.018 E from 0.021 N to 0.015 N: six thousandths of a degree, 0.66 km."""
    river = segment(draft, "river")
    assert river.begins
    assert river.ends
    assert (river.begins.latitude, river.begins.longitude) == (0.021, 0.018)
    assert (river.ends.latitude, river.ends.longitude) == (0.015, 0.018)
    assert river.km == 0.7


def test_the_second_bridge_is_named_as_another_road(draft: Draft) -> None:
    """Station Bridge, 0.042 E, opens at 11:00 and is driven only inwards: it is agreed on all the same."""
    (other,) = segment(draft, "river").other_ways
    assert other.begins
    assert other.ends
    assert (other.begins.latitude, other.begins.longitude, other.ends.latitude, other.ends.longitude) == (0.021, 0.042, 0.015, 0.042)


def test_where_people_are_received_is_not_given_away_by_the_end_of_the_road(draft: Draft) -> None:
    """The last segment ends at the reception centre and the hospital: no point of it, and no length to reckon one from."""
    south = segment(draft, "south-side")
    assert (south.ends, south.km) == (None, None)
    assert all(way.ends is None and way.km is None for way in south.other_ways)
    assert draft.terms.destinations == ()


def test_windows_are_the_plan_s_in_utc_and_on_both_clocks(draft: Draft) -> None:
    """Lagos is an hour ahead of Abidjan, which is UTC. The last convoy leaves the school at 12:22 and is off the river at 12:27."""
    (window,) = segment(draft, "river").windows
    assert window.opens == datetime(2030, 5, 6, 8, 45, tzinfo=UTC)
    assert window.closes == datetime(2030, 5, 6, 12, 45, tzinfo=UTC)
    assert window.last_entry == datetime(2030, 5, 6, 12, 24, tzinfo=UTC)
    assert window.last_exit == datetime(2030, 5, 6, 12, 27, tzinfo=UTC)
    assert [(hours.zone, hours.opens, hours.closes) for hours in window.local_hours] == [
        ("Africa/Abidjan", "2030-05-06 08:45", "2030-05-06 12:45"),
        ("Africa/Lagos", "2030-05-06 09:45", "2030-05-06 13:45"),
    ]
    assert segment(draft, "south-side").windows == ()


def test_a_vehicle_that_joins_late_on_the_way_does_not_make_the_last_entry() -> None:
    """Of 100 km, 99 are entered at 10:00 at the latest; who joins for the last 10 at 13:00 leaves with the others."""
    day = datetime(2030, 5, 6, tzinfo=UTC)
    window = SilenceWindow(
        segment="river",
        interval=Interval(starts_at=day.replace(hour=8), ends_at=day.replace(hour=14)),
        km=100.0,
        parties=("north-bank",),
        status=WindowStatus.ASKED,
    )
    times = [
        OnSegment("river", day.replace(hour=9), day.replace(hour=13), 100.0),
        OnSegment("river", day.replace(hour=10), day.replace(hour=13, minute=30), 99.0),
        OnSegment("river", day.replace(hour=13), day.replace(hour=13, minute=20), 10.0),
    ]
    terms = window_terms(window, times, ["UTC"])
    assert (terms.last_entry, terms.last_exit) == (day.replace(hour=10), day.replace(hour=13, minute=30))


def test_kyiv_and_moscow_part_by_an_hour_before_27_march_2022_and_read_alike_after() -> None:
    scenario, plan = town()
    zones = {"north-bank": "Europe/Kyiv", "south-bank": "Europe/Moscow"}
    parties = tuple(Party(id=party.id, name=party.name, zone=zones[party.id]) for party in scenario.parties)
    for day, kyiv, moscow in ((26, "2022-03-26 10:45", "2022-03-26 11:45"), (27, "2022-03-27 11:45", "2022-03-27 11:45")):
        shift = datetime(2022, 3, day, tzinfo=UTC) - datetime(2030, 5, 6, tzinfo=UTC)
        moved = propose(scenario.model_copy(update={"parties": parties}), shifted(plan, shift))
        (window,) = segment(moved, "river").windows
        assert window.opens == datetime(2022, 3, day, 8, 45, tzinfo=UTC)
        assert [hours.opens for hours in window.local_hours] == [kyiv, moscow]


def shifted(plan: Plan, shift: timedelta) -> Plan:
    """The same plan on another day; who held what then is not known."""
    itineraries = tuple(
        itinerary.model_copy(
            update={
                "activities": tuple(
                    each.model_copy(update={"starts_at": each.starts_at + shift, "ends_at": each.ends_at + shift})
                    for each in itinerary.activities
                )
            }
        )
        for itinerary in plan.itineraries
    )
    own = tuple(
        each.model_copy(update={"departs_at": each.departs_at + shift, "arrives_at": each.arrives_at + shift})
        for each in plan.own_departures
    )
    windows = tuple(
        each.model_copy(update={"interval": Interval(starts_at=each.interval.starts_at + shift, ends_at=each.interval.ends_at + shift)})
        for each in plan.windows
    )
    return plan.model_copy(update={"itineraries": itineraries, "own_departures": own, "windows": windows})


def test_three_buses_and_an_ambulance_drive_and_twelve_cars_join_behind(draft: Draft) -> None:
    assert [(each.kind, each.vehicles) for each in draft.terms.vehicles] == [("bus", 3), ("ambulance", 1)]
    cars = draft.terms.private_cars
    assert cars
    assert (cars.are_admitted, cars.most_cars, cars.place_in_column) == (True, 12, "behind the last vehicle of the convoy")


def test_no_place_in_the_column_is_made_up_where_worth_decides_at_the_checkpoint() -> None:
    scenario, plan = town()
    column = scenario.column.model_copy(update={"own_transport_precedence": Precedence.WORTH})
    cars = propose(scenario.model_copy(update={"column": column}), plan).terms.private_cars
    assert cars
    assert cars.place_in_column is None


def test_that_own_cars_are_not_admitted_does_not_follow_from_a_plan_without_any() -> None:
    scenario, plan = town()
    assert propose(scenario, plan.model_copy(update={"own_departures": ()})).terms.private_cars is None


def test_what_is_brought_in_is_the_sum_by_kind_that_the_plan_delivers(draft: Draft) -> None:
    assert [(goods.kind, goods.weight_kg) for goods in draft.terms.brings_in] == [("medicine", 150), ("water", 1500)]


def test_the_checkpoint_on_the_road_has_its_party_and_its_hold(draft: Draft) -> None:
    (checkpoint,) = draft.terms.checkpoints
    assert (checkpoint.id, checkpoint.party, checkpoint.longest_hold_min) == ("mill-cross", "south-bank", 5)
    assert checkpoint.may_check == checkpoint.may_not == ()


def test_every_standing_clause_is_proposed(draft: Draft) -> None:
    assert set(draft.terms.standing_clauses) == set(StandingClause)
    assert draft.terms.are_destinations_free


def test_what_a_plan_cannot_say_stays_empty(draft: Draft) -> None:
    terms = draft.terms
    assert (terms.intermediary, terms.guarantor, terms.hotline, terms.inspection, terms.escort, terms.linked_corridors) == (None,) * 6
    assert terms.signatories == terms.monitors == terms.contacts == terms.incident_ladder == terms.safe_halts == ()
    assert all(each.commander is each.buffer_m is each.clearance is None for each in terms.segments)


def test_who_holds_a_segment_is_asked_at_the_first_entry_and_named_with_its_source() -> None:
    scenario, plan = town()
    later = Control(segment="river", party="north-bank", since=parse_instant("2030-05-06 09:30 Africa/Abidjan"), source="later")
    reported = Control(segment="river", party="north-bank", since=parse_instant("2030-05-06 08:00 Africa/Abidjan"), source="radio")
    after = propose(scenario.model_copy(update={"control": (*scenario.control, later)}), plan)
    before = propose(scenario.model_copy(update={"control": (*scenario.control, reported)}), plan)
    assert (segment(after, "river").controlling_party, segment(after, "river").control_source) == ("south-bank", "invented (assumed)")
    assert (segment(before, "river").controlling_party, segment(before, "river").control_source) == ("north-bank", "radio")


def test_roads_are_named_from_a_table_of_legs_but_never_one_that_leads_to_where_people_are_received() -> None:
    scenario, plan = town()
    fields = {"km": 1.0, "minutes": 1.0}
    legs = (
        Leg(id="a", from_place="school", to_place="mill-cross", segment="river", road="Old Bridge", **fields),
        Leg(id="b", from_place="school", to_place="mill-cross", segment="river", road="Nobody's Lane", **fields),
        Leg(id="c", from_place="mill-cross", to_place="hospital", segment="south-side", road="Hospital Road", **fields),
    )
    told = propose(scenario.model_copy(update={"legs": legs}), plan)
    assert [each.roads for each in told.terms.segments] == [(), ("Old Bridge",), ()]
    assert all(each.roads == () for each in propose(scenario, plan).terms.segments)


def test_names_stand_in_each_language_that_the_scenario_has_them_in() -> None:
    scenario, plan = town()
    told = propose(named(scenario), plan, languages=("en", "uk", "ru")).terms
    assert told.segments[1].names == {"en": "The river", "uk": "Річка"}
    assert told.party_names["north-bank"] == {"en": "North Bank Council", "uk": "Рада північного берега"}


def named(scenario: Scenario) -> Scenario:
    names = (
        PlaceName(id="river", language="uk", name="Річка"),
        PlaceName(id="river", language="uk", name="Ріка", is_alias=True),
        PlaceName(id="north-bank", language="uk", name="Рада північного берега"),
    )
    return scenario.model_copy(update={"names": names})


def test_what_the_plan_does_is_kept_beside_the_terms(draft: Draft) -> None:
    """North side: own cars enter at 09:00, the last bus is out at 12:25. River: first in at 09:00, last out at 12:27."""
    assert draft.planned is not None
    assert draft.planned.vehicles == {"ambulance": 1, "bus": 3}
    assert draft.planned.clears_min == {"north-side": 205, "river": 207}
    assert draft.planned.overnight_people == 0


def test_people_on_board_over_midnight_are_counted_once() -> None:
    """14 h 25 min later the own cars of 09:00 arrive at 23:42, the ambulance of 09:21 with 3 people and the buses of 09:28 with 80 at 00:04
    and 00:10; everybody else boards after midnight.
    """
    plan = town()[1]
    assert overnight_people(shifted(plan, timedelta(hours=14, minutes=25))) == 80 + 3


def test_people_on_board_over_two_midnights_are_counted_once() -> None:
    """The ambulance's first three people alight two days late; nobody else is on board over a midnight."""
    plan = town()[1]
    (ambulance,) = (itinerary for itinerary in plan.itineraries if itinerary.type == "ambulance")
    day, activities = timedelta(), []
    for each in ambulance.activities:
        later = day + timedelta(days=1) if isinstance(each, Drive | Alight) and len(activities) < 6 and on_board(activities) else day
        activities.append(each.model_copy(update={"starts_at": each.starts_at + later, "ends_at": each.ends_at + later}))
        day = later
    late = plan.model_copy(update={"itineraries": (ambulance.model_copy(update={"activities": tuple(activities)}),)})
    assert day == timedelta(days=2)
    assert overnight_people(late) == 3


def on_board(activities: list[Activity]) -> bool:
    """Whether anybody has boarded and not alighted."""
    return sum(isinstance(each, Board) for each in activities) > sum(isinstance(each, Alight) for each in activities)


def test_only_drives_make_a_vehicle_part_of_the_proposal() -> None:
    scenario, plan = town()
    parked = tuple(
        itinerary.model_copy(update={"activities": tuple(each for each in itinerary.activities if not isinstance(each, Drive))})
        if itinerary.vehicle == "bus-003"
        else itinerary
        for itinerary in plan.itineraries
    )
    buses = propose(scenario, plan.model_copy(update={"itineraries": parked})).terms.vehicles[0]
    assert (buses.kind, buses.vehicles) == ("bus", 2)


def test_the_window_s_backing_is_not_taken_for_agreement(draft: Draft) -> None:
    """Whatever stands behind a window in the scenario, a proposal's text is a proposal."""
    assert {window.status for window in town()[1].windows} == {WindowStatus.OFFERED}
    assert draft.terms.standing == "proposal"
