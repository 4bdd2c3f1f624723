"""Journeys that board at two gathering points: the seats they share, the drive between, and what the checker refuses.

    depot --10-- square --10-- mill --20-- hall     09:00 to 10:05: time for one journey of the one bus, six people at each point

09:10 at the square, 09:15 boarded, 09:25 at the mill, 09:30 boarded, 09:50 at the hall, 09:55 everybody has alighted.
"""

from typing import Any

import pytest
from tests.planning.hamlet import at, buses, depot, hall, hamlet, leg, people_at, planned, span

from safepassage.corridor import Group, PeopleByClass
from safepassage.planning.checker import check_plan
from safepassage.planning.connect import connect
from safepassage.planning.itinerary import Alight, Board, Direction, Drive, Halt
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import ColumnRules, Scenario


def two_villages(within_min: int = 20, **changes: Any) -> Scenario:
    fields: dict[str, Any] = {
        "horizon": span("09:00", "10:05"),
        "gathering_points": (people_at("square", 6), people_at("mill", 6)),
        "legs": (leg("depot", "square", 10), leg("square", "mill", 10), leg("mill", "hall", 20)),
        "column": ColumnRules(second_boarding_within_min=within_min),
    }
    return hamlet(**(fields | changes))


def boardings(made: Plan) -> list[tuple[str, int]]:
    return [(each.place, each.people.total_people) for each in made.itineraries[0].activities if isinstance(each, Board)]


def breached(scenario: Scenario, made: Plan) -> set[int]:
    ground = connect(scenario)
    return {breach.rule for breach in check_plan(scenario, ground.network, made, place_nodes=ground.node)}


def test_a_bus_fills_its_seats_at_a_second_point():
    """Ten seats, six people at each point: ten are out, and the bound says that no more can be."""
    made = planned(two_villages())
    assert made.figures.out.total_people == 10
    assert made.certificate.bound_points == pytest.approx(10.0)
    assert [place for place, _ in boardings(made)] == ["square", "mill"]
    assert sum(people for _, people in boardings(made)) == 10
    drives = [each for each in made.itineraries[0].activities if isinstance(each, Drive)]
    assert [drive.direction for drive in drives] == [Direction.INBOUND, Direction.OUTBOUND, Direction.OUTBOUND]
    (alights,) = (each for each in made.itineraries[0].activities if isinstance(each, Alight))
    assert (alights.starts_at, alights.ends_at, alights.people.total_people) == (at("09:50"), at("09:55"), 10)


def test_people_on_the_road_between_the_points_are_those_of_the_first_one():
    made = planned(two_villages())
    (first, _), (second, _) = boardings(made)
    between = next(convoy for convoy in made.convoys if convoy.route.startswith(f"{first}_to_{second}"))
    assert between.people.total_people == boardings(made)[0][1]


@pytest.mark.parametrize("within_min", [0, 9])
def test_a_point_that_is_too_far_is_no_second_one(within_min: int):
    made = planned(two_villages(within_min))
    assert made.figures.out.total_people == 6
    assert made.certificate.bound_points == pytest.approx(6.0)


def test_a_group_boards_whole_at_its_own_point():
    """Four families of three at the mill and two people at the square: three families and one person fill ten seats."""
    families = (Group(gathering_point="mill", groups=4, infant_people=1, other_people=2),)
    points = (people_at("square", 2), people_at("mill", 8, infant_people=4))
    made = planned(two_villages(gathering_points=points, groups=families))
    assert dict(boardings(made)) == {"square": 1, "mill": 9}
    assert made.figures.out == PeopleByClass(infant_people=3, other_people=7)


def test_a_stop_where_nobody_boards_in_the_end_is_left_out():
    """Ten people wait at the square already: the bus goes straight on."""
    made = planned(two_villages(gathering_points=(people_at("square", 10), people_at("mill", 1))))
    assert boardings(made) == [("square", 10)]


def test_the_checker_refuses_a_second_boarding_beyond_what_is_allowed():
    made = planned(two_villages())
    assert breached(two_villages(), made) == set()
    assert 9 in breached(two_villages(9), made)
    assert 9 in breached(two_villages(0), made)


def edited(made: Plan, edit: Any) -> Plan:
    """The plan with another list of activities of its one bus."""
    bus = made.itineraries[0]
    activities = list(bus.activities)
    edit(activities)
    return made.model_copy(update={"itineraries": (bus.model_copy(update={"activities": tuple(activities)}),)})


def test_the_checker_refuses_a_third_boarding():
    points = (people_at("square", 4), people_at("mill", 4), people_at("pond", 4))
    legs = (leg("depot", "square", 10), leg("square", "mill", 10), leg("mill", "pond", 10), leg("pond", "hall", 20))
    scenario = two_villages(gathering_points=points, legs=legs, horizon=span("09:00", "13:00"))
    made = planned(scenario)
    first = made.itineraries[0].activities
    number = next(at for at, each in enumerate(first) if isinstance(each, Board) and isinstance(first[at + 2], Board))
    last = first[number + 2]

    def boards_again(activities: list[Any]) -> None:
        activities.insert(number + 3, last)

    assert 9 in breached(scenario, edited(made, boards_again))


def test_the_checker_refuses_a_halt_between_the_two_points():
    made = planned(two_villages())

    def halts(activities: list[Any]) -> None:
        drive = next(number for number, each in enumerate(activities) if isinstance(each, Drive) and number > 0)
        activities.insert(drive + 1, Halt(place="mill", starts_at=activities[drive].ends_at, ends_at=activities[drive].ends_at))

    assert 9 in breached(two_villages(), edited(made, halts))


def test_the_checker_refuses_a_drive_inbound_with_people_on_board():
    made = planned(two_villages())

    def turns_round(activities: list[Any]) -> None:
        drive = [number for number, each in enumerate(activities) if isinstance(each, Drive)][1]
        activities[drive] = activities[drive].model_copy(update={"direction": Direction.INBOUND})

    assert 6 in breached(two_villages(), edited(made, turns_round))


def test_one_of_two_buses_takes_the_rest_of_two_points():
    """Two buses, three points: everybody comes out in one journey each, since one of them boards at two."""
    points = (people_at("square", 10), people_at("mill", 5), people_at("pond", 5))
    legs = (leg("depot", "square", 10), leg("square", "mill", 10), leg("mill", "pond", 5), leg("pond", "hall", 20))
    made = planned(two_villages(gathering_points=points, legs=legs, fleet=(buses(2),), depots=(depot(),), reception_centres=(hall(),)))
    assert made.figures.out.total_people == 20
