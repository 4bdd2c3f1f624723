"""The difference in words, on the terminal and on a page: the hamlet's bus, late, out, or before a closed road."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from rich.console import Console
from tests.planning.hamlet import at, buses, hamlet, leg, people_at, planned, span
from tests.planning.replanning.test_replan import anew, closed, first_of, late, out, supplied, two_buses
from tests.planning.test_own_transport import cars
from tests.stress.days import by_the_line

from safepassage.corridor import Control, GoodsKind, OfferedWindow, Segment, Stock
from safepassage.documents.replan_page import write_difference_page
from safepassage.documents.replan_summary import print_difference
from safepassage.documents.replan_words import DifferenceWords
from safepassage.documents.replan_write import write_answer, write_replanned
from safepassage.planning.replanning import DayState, Replanned, open_session, replan
from safepassage.planning.replanning.compare import difference_of
from safepassage.planning.replanning.difference import Difference
from safepassage.planning.replanning.state import StockReport
from safepassage.planning.verify import verify_plan


def words_of(result: Replanned) -> DifferenceWords:
    return DifferenceWords(difference_of(result), result.scenario, result.plan, result.before)


def test_a_late_convoy_is_told_with_both_times_and_its_people_with_their_tickets() -> None:
    words = words_of(anew("09:05", **late(20)))
    assert words.causes() == ["bus-001: 20 min late"]
    assert words.convoys() == ["C002, Square to Hall: leaves at 09:35 instead of 09:15, 20 min later"]
    assert words.calls() == ["Square, tickets 1 to 10: have been called already; they board at 09:30 instead of 09:10"]
    assert words.vehicles() == ["bus-001: the same journeys at other times, first 20 min later"]


def test_people_who_were_called_and_are_not_fetched_are_told_to_wait() -> None:
    words = words_of(anew("09:05", **out()))
    assert words.calls() == [
        "Square, tickets 1 to 10: have been called: tell them to wait, nobody comes for them now (were to board at 09:10)"
    ]
    assert words.convoys() == ["C002, Square to Hall: cancelled (was to leave at 09:15 with 1 vehicle)"]
    assert words.left()[0].startswith("Square, everybody else: 10 stay, 0 before (by 2022-06-01 09:05 UTC the day had changed")


def test_people_on_board_of_a_vehicle_that_is_out_are_the_first_thing_said() -> None:
    stays, past = words_of(anew("09:20", **out())).alarms()
    assert stays == (
        "bus-001 stays on the road from Square to Hall from 09:20 on, with 10 people on board (10 everybody else): "
        "it is out of service, and nobody is planned to fetch them; once they wait at a gathering point, say so in the state "
        "(set_down_at), and vehicles are planned for them"
    )
    assert past == "Past the people of bus-001 no vehicle of the plan with a free place comes any more"


def test_nobody_is_told_to_call_at_a_time_that_is_over() -> None:
    """The second bus comes at 09:22; half an hour before that was 08:52, and the first one broke down at 09:12."""
    words = words_of(anew("09:12", scenario=two_buses(), changes=1, **out()))
    assert words.calls() == ["Square, tickets 11 to 20: called now too, at once; they board at 09:22"]


def test_the_table_of_waves_calls_when_the_page_does(tmp_path) -> None:
    result = anew("09:12", scenario=two_buses(), changes=1, **out())
    write_answer(result, tmp_path)
    rows = list(csv.DictReader((tmp_path / "waves.csv").open(encoding="utf-8")))
    assert [row["called_at_utc"][11:16] for row in rows] == ["09:00", "09:12"]
    assert not verify_plan(result.scenario, result.plan).breaches


def test_people_who_were_called_and_board_much_later_are_called_again() -> None:
    words = words_of(anew("09:05", **late(60)))
    assert words.calls() == [
        "Square, tickets 1 to 10: have been called already, call them again at 09:40; they board at 10:10 instead of 09:10"
    ]


def test_those_of_a_wave_that_is_boarding_are_told_when_the_next_vehicle_boards() -> None:
    """The first bus boards at 09:02 and is out a minute later; the second boards at 09:05, in the same quarter and so in the same wave."""
    near = two_buses(legs=(leg("depot", "square", 2), leg("square", "hall", 20)))
    words = words_of(anew("09:03", scenario=near, changes=1, **out()))
    assert words.calls() == ["Square, tickets 11 to 20: called now too, at once; they board at 09:05"]


def test_who_fetches_people_set_down_and_who_stays_is_said_first() -> None:
    words = words_of(anew("09:12", scenario=two_buses(), changes=1, **out()))
    assert words.alarms() == [
        "bus-001 is out of service at Square since 09:12: its 10 people (10 everybody else) wait at Square and need new tickets",
        "Square: bus-002 boards 10 at 09:22; by this plan nobody stays there",
    ]
    assert words_of(anew("09:12", scenario=two_buses(), **out())).alarms()[1] == (
        "Square: no vehicle is planned to board there any more; 10 of all who wait there stay by this plan"
    )


def test_who_comes_past_people_on_the_road_is_told_with_time_and_free_places() -> None:
    """Seventeen people, one boarding a quarter: the second bus takes seven onto the road on which the first stands with ten."""
    scenario = two_buses(gathering_points=(people_at("square", 17, boardings_per_15_min=1),), horizon=span("09:00", "10:00"))
    words = words_of(anew("09:20", scenario=scenario, **out(first_of(scenario))))
    (told,) = words.difference.stranded
    (passing,) = told.passing
    assert words.alarms()[1] == (
        f"Past the people of {told.vehicle} comes next: {passing.vehicle} at about {words.clock(passing.at)} with {passing.seats} free "
        "seats; no rule lets people board on the road, decide by hand"
    )


def test_goods_that_a_kept_day_brings_more_are_told() -> None:
    scenario = supplied().model_copy(update={"stocks": (Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=60),)})
    result = anew("09:00", scenario=scenario, stocks=(StockReport(place="depot", kind=GoodsKind.FOOD, weight_kg=90),))
    assert words_of(result).vehicles() == ["bus-001: goes as planned; it delivers 90 kg of goods, not 60"]


def test_people_whose_road_is_closed_are_named_where_they_are() -> None:
    (alarm,) = words_of(anew("09:12", hamlet(closures=closed("square-hall", since="09:12")))).alarms()
    assert alarm.startswith("bus-001 stays at Square from 09:15 on, with 10 people on board")


def test_who_drives_towards_a_road_that_is_closed_now_is_named_with_when_it_set_out() -> None:
    """The bus left the square at 09:15; its road closes at 09:20, while it is on it; no alarm where it closes after the bus has come."""
    shut = hamlet(closures=closed("square-hall", since="09:20"))
    assert words_of(anew("09:20", shut)).alarms() == [
        "bus-001 is on the road from Square to Hall since 09:15 and would come to a road that is closed now: stop it or lead it round; "
        "the plan counts on its arrival at 09:35"
    ]
    assert not words_of(anew("09:20", hamlet(closures=closed("square-hall", since="09:40")))).alarms()


def test_own_cars_that_drive_towards_a_road_that_is_closed_now_are_named_too() -> None:
    """Three cars with three people each leave the square for the hall; the road closes two minutes later, while they are on it."""
    scenario = hamlet(own_transport=(cars(3),))
    own = planned(scenario, work=20).own_departures
    assert [(each.units, each.people.total_people) for each in own] == [(3, 9)]
    clock = f"{own[0].departs_at + timedelta(minutes=2):%H:%M}"
    shut = scenario.model_copy(update={"closures": closed("square-hall", since=clock)})
    left, comes = (f"{each:%H:%M}" for each in (own[0].departs_at, own[0].arrives_at))
    assert (
        f"3 own cars with 9 people are on the road from Square to Hall since {left} and would come to a road that is closed now: "
        f"warn them; the plan counts on their arrival at {comes}"
    ) in words_of(anew(clock, shut, scenario=scenario)).alarms()
    later = scenario.model_copy(update={"closures": closed("square-hall", since=comes)})
    assert not any("own cars" in line for line in words_of(anew(clock, later, scenario=scenario)).alarms())


def test_lines_of_a_search_that_the_clock_ended_say_so() -> None:
    """Of a search by work nothing is said; with no seconds left there is one try at most for each line."""
    scenario = two_buses()
    session = open_session(scenario, planned(scenario, work=20))
    short = words_of(replan(session, DayState(at=at("09:05"), **out()), most_changes=None, seconds=0.0))
    assert short.searched() is not None
    console = Console(file=io.StringIO(), width=400)
    print_difference(short, console)
    assert short.searched() in console.file.getvalue()
    assert words_of(anew("09:05", scenario=scenario, **out())).searched() is None


def test_a_new_vehicle_and_its_convoys_are_told() -> None:
    words = words_of(anew("09:05", scenario=hamlet(fleet=(buses(2),)), changes=1, **out()))
    assert "bus-002: goes although the plan left it idle; it sets down 10 people, not 0" in words.vehicles()
    assert any(": new, leaves at " in line for line in words.convoys())


def test_what_has_changed_in_the_scenario_is_told_field_by_field() -> None:
    more = hamlet(gathering_points=(people_at("square", 12),), closures=closed("square-hall", since="10:00", until="11:00"))
    assert words_of(anew("09:20", more)).causes() == [
        "12 other people are registered at Square, not 10",
        "new: leg square-hall is closed from 2022-06-01 10:00 UTC until 2022-06-01 11:00 UTC",
    ]


def test_the_summary_says_alarms_before_figures() -> None:
    console = Console(file=io.StringIO(), width=200)
    print_difference(words_of(anew("09:20", **out())), console)
    text = console.file.getvalue()
    assert text.index("Act on this at once") < text.index("People out")
    assert "10 people" in text


@pytest.mark.parametrize("is_alarming", [True, False])
def test_the_page_prints_without_script_or_request_and_says_everything_of_the_summary(tmp_path, is_alarming: bool) -> None:
    words = words_of(anew("09:20", **out()) if is_alarming else anew("09:05", **late(20)))
    write_difference_page(words, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|https?:|src=|url\(", page)
    text = unescape(page)
    for line in (words.opening(), *words.alarms(), *words.causes(), *words.convoys(), *words.calls(), *words.vehicles(), *words.left()):
        assert line in text
    assert ('class="alarm"' in page) is is_alarming


def test_the_folder_holds_the_plan_and_the_difference_as_it_can_be_read_again(tmp_path) -> None:
    result = anew("09:05", **late(20))
    write_replanned(result, tmp_path)
    told = Difference.model_validate_json((tmp_path / "difference.json").read_text(encoding="utf-8"))
    assert told == difference_of(result)
    assert told.at == at("09:05")
    # the convoy that had left at 09:00 keeps the card it has
    assert len(list((tmp_path / "route-cards").glob("*.pdf"))) == 1


def test_a_longer_hold_on_the_way_leaves_a_convoy_its_name_and_is_told_as_a_later_arrival() -> None:
    """Held eight minutes at the gate, not five: the bus leaves the square at 09:15 all the same, and no convoy is cancelled."""
    before = by_the_line()
    (gate,) = before.checkpoints
    slower = before.model_copy(update={"checkpoints": (gate.model_copy(update={"hold_min": 8}),)})
    words = words_of(anew("09:12", slower, scenario=before))
    assert words.causes() == ["the hold at Gate is 8 minutes, not 5"]
    assert words.convoys() == ["C002, Square to Hall: leaves at 09:15 as planned, arrives 3 min later"]
    assert words.vehicles() == ["bus-001: the same journeys at other times"]


def test_a_window_that_grows_says_which_hours_were_there_before() -> None:
    """The bus is on the road from 09:15 to 09:35, and 20 minutes later now; the grain and the margins are a quarter of an hour."""
    offered = OfferedWindow(segment="road", party="north", opens=at("08:00"), closes=at("12:00"))
    quiet = hamlet(
        legs=(leg("depot", "square", 10), leg("square", "hall", 20, segment="road")),
        segments=(Segment(id="road", name="Road", needs_silence=True),),
        control=(Control(segment="road", party="north", since=at("00:00"), source="invented"),),
        windows=(offered, offered.model_copy(update={"party": "south"})),
    )
    told = difference_of(anew("09:05", scenario=quiet, **late(20)))
    (window,) = told.windows
    assert (window.interval, window.before) == (span("09:15", "10:15"), (span("09:00", "10:00"),))
    (line,) = words_of(anew("09:05", scenario=quiet, **late(20))).windows()
    assert "what lies outside 2022-06-01 09:00 to 10:00 UTC, as it was before, must be confirmed by North, South" in line


def test_the_answer_is_written_before_the_map_and_nothing_of_an_earlier_plan_stays_beside_it(tmp_path) -> None:
    write_replanned(anew("09:05"), tmp_path)
    assert (tmp_path / "map.html").exists()
    assert list((tmp_path / "route-cards").glob("*.pdf"))
    write_answer(anew("09:05", **late(20)), tmp_path)
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        "difference.html",
        "difference.json",
        "plan.json",
        "scenario.json",
        "waves.csv",
    }
    assert not list((tmp_path / "route-cards").glob("*.pdf"))


def test_that_only_known_roads_were_looked_at_is_said_beside_the_trade() -> None:
    told = difference_of(anew("09:12")).model_copy(update={"are_roads_sought": False})
    result = anew("09:12")
    words = DifferenceWords(told, result.scenario, result.plan, result.before)
    assert words.searched() == "Round what is closed now only roads that the plan knew were looked at: more --seconds looks for others too."
