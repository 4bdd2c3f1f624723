"""What `safepassage check` says of a plan that was changed in the middle of its day: each thing once, and roads by their names."""

from pathlib import Path

from tests.planning.hamlet import hamlet
from tests.planning.replanning.test_replan import anew, closed, out

from safepassage.cli.findings import print_verdict
from safepassage.planning.checking.ground import survey
from safepassage.planning.verify import verify_plan
from safepassage.roads import read_osm
from safepassage.scenario.read import read_scenario

TOWN = Path(__file__).parents[2] / "examples" / "tutorial-town"


def said(result, capsys) -> list[str]:
    print_verdict(verify_plan(result.scenario, result.plan), result.plan)
    return capsys.readouterr().out.splitlines()


def test_a_vehicle_out_of_service_is_told_once_with_those_whom_it_set_down(capsys) -> None:
    lines = said(anew("09:12", **out()), capsys)
    assert [line for line in lines if "bus-001" in line] == [
        "It says that bus-001 is out of service since 2022-06-01 09:12 UTC, and that its 10 people wait at square.",
        "Not held against it: that bus-001 ends so (rule 3).",
    ]
    assert lines[0].startswith("The plan breaks no rule beyond the 2 breaches of what it says had begun before")


def test_people_on_board_of_a_vehicle_that_stays_are_counted_with_its_place(capsys) -> None:
    lines = said(anew("09:12", hamlet(closures=closed("square-hall", since="09:12"))), capsys)
    assert "It says that bus-001 ends at square, with 10 people on board." in lines


def test_a_closed_road_is_told_by_the_name_of_its_leg(capsys) -> None:
    lines = said(anew("09:20", hamlet(closures=closed("square-hall", since="09:20"))), capsys)
    (road,) = [line for line in lines if "rule 8" in line]
    assert road.endswith("it uses leg square-hall (arc 1 of route square_to_hall_1) while it is closed.")


def test_a_road_from_openstreetmap_is_told_by_its_way_and_its_name() -> None:
    network = read_osm(TOWN / "town.osm")
    ground = survey(read_scenario(TOWN), network, (), {})
    named = next(arc for arc in range(network.arcs) if network.arc_name[arc] >= 0)
    name, way = network.names[network.arc_name[named]], int(network.arc_way[named])
    assert ground.road_of(named) == f"{name}, OSM way {way}"
