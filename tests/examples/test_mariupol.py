"""The bundled example holds what its sources say, and its two roads can be driven: reckoned here without the planner."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import networkx as nx
import pytest
from astral import Observer
from astral.sun import sun
from pyproj import Geod

from safepassage.corridor import PriorityClass, SourcedRecord, WindowStatus
from safepassage.scenario import Scenario, read_scenario

FOLDER = Path(__file__).parents[2] / "examples" / "mariupol-2022-03"
KYIV = ZoneInfo("Europe/Kyiv")
DAYS = [date(2022, 3, day) for day in (14, 15, 16, 17)]
THROUGH_BERDIANSK, THROUGH_ORIKHIV = {"a1"}, {"c01", "c20"}
"""What each road does not pass."""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(FOLDER)


@pytest.fixture(scope="module")
def roads(scenario: Scenario) -> nx.Graph:
    closed = {closure.what for closure in scenario.closures}
    graph = nx.Graph()
    for leg in scenario.legs:
        if leg.id not in closed:
            graph.add_edge(leg.from_place, leg.to_place, km=leg.km, minutes=leg.minutes, segment=leg.segment)
    return graph


def shortest(roads: nx.Graph, origin: str, destination: str, avoid: set[str]) -> list[str]:
    return nx.shortest_path(roads.subgraph(set(roads) - avoid), origin, destination, weight="km")


def km(roads: nx.Graph, path: list[str]) -> float:
    return sum(roads.edges[pair]["km"] for pair in pairwise(path))


def driving_min(roads: nx.Graph, path: list[str]) -> float:
    return sum(roads.edges[pair]["minutes"] for pair in pairwise(path))


def held(scenario: Scenario, path: list[str]) -> list[int]:
    hold_min = {checkpoint.id: checkpoint.hold_min for checkpoint in scenario.checkpoints}
    return [hold_min[place] for place in path[1:-1] if place in hold_min]


def trip(scenario: Scenario, roads: nx.Graph, origin: str, destination: str, avoid: set[str]) -> timedelta:
    path = shortest(roads, origin, destination, avoid)
    return timedelta(minutes=driving_min(roads, path) + sum(held(scenario, path)))


def light(scenario: Scenario, day: date) -> tuple[datetime, datetime]:
    """Latest sunrise and earliest sunset of all places, less the scenario's margin."""
    suns = [sun(Observer(place.latitude, place.longitude), day, tzinfo=KYIV) for place in scenario.places]
    margin = timedelta(minutes=scenario.daylight.margin_before_sunset_min)
    return max(s["sunrise"] for s in suns), min(s["sunset"] for s in suns) - margin


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2022-03-{day} {clock}").replace(tzinfo=KYIV)


@pytest.mark.parametrize(
    ("origin", "destination", "avoid", "reported_km"),
    [
        ("drama-theatre", "berdiansk", THROUGH_BERDIANSK, 84.0),
        ("berdiansk", "epicentr", THROUGH_BERDIANSK, 206.5),
        ("drama-theatre", "epicentr", THROUGH_ORIKHIV, 226.0),
    ],
)
def test_the_legs_add_up_to_the_kilometres_reported(roads, origin, destination, avoid, reported_km):
    """AP: 84 and 206.5 km; announcement of 5 March: 226 km."""
    assert km(roads, shortest(roads, origin, destination, avoid)) == pytest.approx(reported_km, abs=0.01)


def test_no_leg_is_shorter_than_the_straight_line(scenario):
    places = {place.id: place for place in scenario.places}
    for leg in scenario.legs:
        a, b = places[leg.from_place], places[leg.to_place]
        _, _, straight_m = Geod(ellps="WGS84").inv(a.longitude, a.latitude, b.longitude, b.latitude)
        assert leg.km * 1000 > straight_m * 0.997, leg.id  # legs were drawn on a sphere, up to 0.3 % off the ellipsoid


def test_the_road_passes_the_towns_that_were_announced(roads):
    through_berdiansk = shortest(roads, "drama-theatre", "epicentr", THROUGH_BERDIANSK)
    through_orikhiv = shortest(roads, "drama-theatre", "epicentr", THROUGH_ORIKHIV)
    for path, towns in (
        (through_berdiansk, ["manhush", "berdiansk", "tokmak", "vasylivka", "kamianske", "stepnohirsk"]),
        (through_orikhiv, ["nikolske", "rozivka", "bilmak", "polohy", "orikhiv"]),
    ):
        assert [place for place in path if place in towns] == towns


def test_melekine_and_portivske_are_a_detour_that_can_be_driven(roads):
    """Announced as an alternative; it cannot fit into AP's 84 km, which are hardly more than its straight lines."""
    direct = km(roads, shortest(roads, "drama-theatre", "berdiansk", THROUGH_BERDIANSK))
    detour = km(roads, shortest(roads, "drama-theatre", "melekine", THROUGH_BERDIANSK)) + km(
        roads, shortest(roads, "melekine", "berdiansk", THROUGH_BERDIANSK)
    )
    assert 10 < detour - direct < 30


def test_berdiansk_to_zaporizhzhia_takes_three_hours_in_peace_time(roads):
    path = shortest(roads, "berdiansk", "epicentr", THROUGH_BERDIANSK)
    assert driving_min(roads, path) == pytest.approx(180, abs=1)


def test_the_road_through_berdiansk_has_twenty_checkpoints_and_takes_about_eleven_hours(scenario, roads):
    """LA Times, April 2022: 20 checkpoints, 11 hours. By hand: 253.2 min of driving and 20 holds of 20 min are 653.2 min."""
    path = shortest(roads, "drama-theatre", "epicentr", THROUGH_BERDIANSK)
    assert held(scenario, path) == [20] * 20
    assert driving_min(roads, path) + 400 == pytest.approx(653.2, abs=0.6)
    assert 10.5 < (driving_min(roads, path) + 400) / 60 < 11.5


def test_the_other_road_has_eight_checkpoints(scenario, roads):
    """By hand: 197 min of driving at the same pace and 8 holds of 20 min are 357 min."""
    path = shortest(roads, "drama-theatre", "epicentr", THROUGH_ORIKHIV)
    assert held(scenario, path) == [20] * 8
    assert driving_min(roads, path) + 160 == pytest.approx(357, abs=0.6)


def test_light_lasts_from_six_to_five(scenario):
    """Zaporizhzhia sees the sun last, at 05:55 on 14 March; it leaves the easternmost place first, at 17:33, less 30 minutes."""
    starts, ends = light(scenario, DAYS[0])
    assert abs(starts - at(14, "05:56")) < timedelta(minutes=2)
    assert abs(ends - at(14, "17:03")) < timedelta(minutes=2)


def test_the_road_through_berdiansk_brings_people_out_on_the_third_day(scenario, roads):
    """In to Berdiansk, on to Mariupol and back to Berdiansk, out: each day in light, in the windows and in 12 h of duty."""

    def leg(origin: str, destination: str) -> timedelta:
        return trip(scenario, roads, origin, destination, THROUGH_BERDIANSK)

    boarding = timedelta(minutes=30)
    first = at(14, "06:00") + leg("depot", "berdiansk-halt")
    second = at(15, "06:00") + leg("berdiansk-halt", "drama-theatre") + boarding + leg("drama-theatre", "berdiansk-halt")
    third = at(16, "06:00") + leg("berdiansk-halt", "epicentr")
    assert first < at(14, "13:44")
    assert second < at(15, "13:01")
    assert third < at(16, "13:40")
    for end, day in ((first, DAYS[0]), (second, DAYS[1]), (third, DAYS[2])):
        starts, ends = light(scenario, day)
        assert starts < at(day.day, "06:00")
        assert end < min(ends, at(day.day, "18:00"))


def test_the_whole_way_and_back_does_not_fit_into_one_day(scenario, roads):
    """Out of Mariupol by Berdiansk fits only if it starts within the first hour of light: halts for the night are needed."""
    inward = trip(scenario, roads, "depot", "drama-theatre", THROUGH_BERDIANSK)
    starts, ends = light(scenario, DAYS[0])
    assert ends - starts < inward + timedelta(minutes=30)


def test_the_road_through_orikhiv_brings_people_out_on_the_second_day(scenario, roads):
    """In through the line at 09:15, board, back to Nikolske for the night; out the next day from 09:15.

    Windows open at 09:00 and close at 16:00, with margins of a quarter of an hour: there is no time left to unload goods as well.
    """

    def leg(origin: str, destination: str) -> timedelta:
        return trip(scenario, roads, origin, destination, THROUGH_ORIKHIV)

    at_the_line = at(14, "09:15")
    assert at_the_line - leg("depot", "orikhiv") > at(14, "07:55")
    in_mariupol = at_the_line + leg("orikhiv", "drama-theatre")
    boarded = in_mariupol + timedelta(minutes=30)
    halted = boarded + leg("drama-theatre", "nikolske-halt")
    assert in_mariupol < at(14, "14:04")
    assert halted < at(14, "15:37") < at(14, "15:45") < halted + timedelta(minutes=20)
    through = at(15, "09:15") + leg("nikolske-halt", "orikhiv")
    received = through + leg("orikhiv", "epicentr")
    assert through < at(15, "13:04") < at(15, "15:45")
    assert received < at(15, "14:14")


def test_tanks_last_from_one_fuel_to_the_next(scenario, roads):
    """Out and back by Orikhiv 453.7 km without fuel; by Berdiansk half of it, with fuel at the halt."""
    to_and_fro = km(roads, shortest(roads, "depot", "drama-theatre", THROUGH_ORIKHIV)) + 226.0
    assert to_and_fro == pytest.approx(453.7, abs=0.3)
    assert all(kind.fuel_range_km > to_and_fro for kind in scenario.vehicle_types)
    assert next(halt for halt in scenario.safe_halts if halt.id == "berdiansk-halt").has_fuel


def test_each_party_holds_its_side_of_the_front_line(scenario):
    """Interfax, 15 March: the line stood between Vasylivka and Kamianske; Manhush changed hands before."""
    noon = at(14, "12:00")
    assert scenario.controlling_party("vasylivka-line", noon) == "russia"
    assert scenario.controlling_party("line-stepnohirsk", noon) == "ukraine"
    assert scenario.controlling_party("mariupol-manhush", at(11, "12:00")) == "ukraine"
    assert scenario.controlling_party("mariupol-manhush", noon) == "russia"


def test_every_silent_segment_has_both_parties_windows_on_every_day(scenario):
    """The road through Berdiansk is offered from 06:00 to 18:00, the other only asked for, from 09:00 to 16:00, in Kyiv time."""
    silent = {segment.id for segment in scenario.segments if segment.needs_silence} - {"manhush-rozivka"}
    for day in DAYS:
        for segment in silent:
            windows = [w for w in scenario.windows if w.segment == segment and w.opens.astimezone(KYIV).date() == day]
            assert {window.party for window in windows} == {"ukraine", "russia"}
            for window in windows:
                hours = (f"{window.opens.astimezone(KYIV):%H:%M}", f"{window.closes.astimezone(KYIV):%H:%M}")
                asked = window.status is WindowStatus.ASKED
                assert hours == (("09:00", "16:00") if asked else ("06:00", "18:00"))
                assert window.also_opens == window.opens
                assert window.opens.astimezone(ZoneInfo("Europe/Moscow")).hour == window.opens.astimezone(KYIV).hour + 1
    assert not [window for window in scenario.windows if window.segment == "manhush-rozivka"]


def test_fleet_aid_and_cars_are_of_the_size_reported(scenario):
    """About 50 buses; 30 t for Mariupol and 14 t for Berdiansk; 20,000 people in 4,000 cars (Ukraine on 15 March)."""
    vehicles = {entry.type: entry.vehicles for entry in scenario.fleet}
    assert vehicles["coach"] + vehicles["minibus"] == 50
    needed_kg = {place: sum(n.weight_kg for n in scenario.needs if n.place == place) for place in {n.place for n in scenario.needs}}
    assert needed_kg.pop("berdiansk") == 14_000
    assert sum(needed_kg.values()) == 30_000
    assert sum(stock.weight_kg for stock in scenario.stocks) == 44_000
    assert sum(row.units for row in scenario.own_transport) == 4_000
    assert sum(row.people.total_people for row in scenario.own_transport) == 20_000


def test_the_people_who_wait_are_as_many_as_were_registered_in_a_day(scenario):
    """4,329 at each point in Mariupol (arrivals of 16 March), 1,100 in Berdiansk (22 March); every class, 100 stretcher cases."""
    assert [point.registered.total_people for point in scenario.gathering_points] == [4329, 4329, 4329, 1100]
    assert sum(point.stretcher_people for point in scenario.gathering_points) == 100 == sum(h.hospital_beds for h in scenario.hospitals)
    assert all(sum(point.registered[priority] for point in scenario.gathering_points) > 0 for priority in PriorityClass)


def test_every_record_names_its_source_and_every_assumption_is_explained(scenario):
    tables = [getattr(scenario, name) for name in type(scenario).model_fields if name != "names"]
    records = [record for table in tables if isinstance(table, tuple) for record in table if isinstance(record, SourcedRecord)]
    assert len(records) > 250
    for record in records:
        assert record.source, record
        assert record.note or not record.is_assumption, record


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_place_segment_and_party_has_its_name_in_both_languages(scenario, language):
    named = {entry.id for entry in scenario.names if entry.language == language and not entry.is_alias}
    assert named >= {place.id for place in scenario.places} | {s.id for s in scenario.segments} | {p.id for p in scenario.parties}


def test_the_other_spellings_of_the_press_are_known(scenario):
    aliases = {entry.name for entry in scenario.names if entry.is_alias}
    assert aliases >= {"Mangush", "Nikolskoye", "Volodarske", "Berdyansk", "Pologi", "Orekhov", "Kamenskoye", "Kamianka"}
