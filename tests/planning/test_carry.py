"""Days carried from one problem to another by what they mean."""

import pytest
from tests.oracles.tiny import odd, small
from tests.planning.hamlet import at, bus, buses, hall, hamlet, leg, people_at, problem_of, span
from tests.planning.town import town

from safepassage.corridor import Closure, ClosureKind, Segment, SegmentDanger
from safepassage.planning.carry import Carrier, Change, tell_day, tell_itinerary
from safepassage.planning.connect import connect
from safepassage.planning.itinerary import Board, Drive
from safepassage.planning.plan import plan
from safepassage.planning.routes import find_routes
from safepassage.planning.search import search
from safepassage.scenario.scenario import Scenario


def carrier(scenario: Scenario) -> Carrier:
    fuel = frozenset(place.id for place in scenario.places if place.has_fuel)
    return Carrier(problem_of(scenario), scenario, routes_of(scenario), fuel)


def routes_of(scenario: Scenario):
    return {route.id: route for route in find_routes(connect(scenario)).all()}


def told_plan(scenario: Scenario):
    made = plan(scenario, work=60)
    return [tell_itinerary(itinerary, {route.id: route for route in made.routes}) for itinerary in made.itineraries]


def starts(carried, problem):
    return [step.starts_min for step in carried.day.path]


def test_the_hamlets_day_is_told_as_drive_board_drive() -> None:
    (told,) = told_plan(hamlet())
    assert [(deed.place, deed.boards, deed.alights, deed.road and deed.road[:2]) for deed in told.deeds] == [
        ("square", False, False, ("depot", "square")),
        ("square", True, False, None),
        ("hall", False, True, ("square", "hall")),
    ]
    assert [deed.starts_at for deed in told.deeds] == [at("09:00"), at("09:10"), at("09:15")]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("made_of", [small, odd])
def test_a_day_found_by_the_search_is_carried_to_its_own_problem_as_it_was(made_of, seed: int) -> None:
    scenario = made_of(seed)
    problem = problem_of(scenario)
    found = search(problem, frozenset(), seed=1, seconds=60, work=10)
    routes = routes_of(scenario)
    carry = carrier(scenario)
    for day in found.days:
        carried = carry.carry(tell_day(problem, scenario, routes, day), exactly=True)
        assert carried.change is Change.KEPT
        assert (carried.day.fleet, carried.day.path) == (day.fleet, day.path)


@pytest.mark.parametrize("seed", range(12))
def test_the_itineraries_of_a_plan_are_days_of_its_problem_that_fit_together(seed: int) -> None:
    """Goods, halts, fuel, dusk and families among them."""
    scenario = odd(seed)
    told = told_plan(scenario)
    days, counts = carrier(scenario).carry_plan(told)
    assert len(days) == len(told) == counts[Change.KEPT]


def test_an_earlier_start_of_the_horizon_moves_the_minutes_and_not_the_times() -> None:
    (told,) = told_plan(hamlet())
    wider = hamlet(horizon=span("08:30", "13:00"))
    carried = carrier(wider).carry(told)
    assert carried.change is Change.KEPT
    assert starts(carried, wider) == [30, 40, 45]


def test_a_road_that_opens_later_shifts_the_day_by_as_little_as_can_be() -> None:
    """The road to the hall opens at 10:00; boarding 09:10 to 09:15 and waiting at the square leave the first two as they were."""
    (told,) = told_plan(hamlet())
    shut = hamlet(closures=(Closure(kind=ClosureKind.LEG, what="square-hall", until=at("10:00")),))
    carried = carrier(shut).carry(told)
    assert carried.change is Change.SHIFTED
    assert starts(carried, shut) == [0, 10, 60]


def test_a_day_that_must_end_sooner_is_advanced() -> None:
    """People were to board at 12:30; with an end at 12:45 they alight from 12:40 to 12:45, having left at 12:20: 15 minutes earlier."""
    scenario = hamlet(closures=(Closure(kind=ClosureKind.LEG, what="square-hall", until=at("12:35")),))
    (told,) = told_plan(scenario)
    assert told.deeds[-1].starts_at == at("12:35")
    carried = carrier(hamlet(horizon=span("09:00", "12:45"))).carry(told)
    assert carried.change is Change.SHIFTED
    assert starts(carried, None)[-1] == 200


def test_what_no_longer_fits_is_cut_after_the_last_journey_that_does() -> None:
    """Two rounds of 35 + 30 minutes; before 10:20 there is time for the first only."""
    two_rounds = hamlet(gathering_points=(people_at("square", 20),), horizon=span("09:00", "11:00"))
    (told,) = told_plan(two_rounds)
    assert sum(deed.boards for deed in told.deeds) == 2
    carried = carrier(hamlet(gathering_points=(people_at("square", 20),), horizon=span("09:00", "10:00"))).carry(told)
    assert carried.change is Change.CUT
    assert starts(carried, None) == [0, 10, 15]


def test_a_road_that_is_gone_drops_the_day() -> None:
    (told,) = told_plan(hamlet())
    shut = hamlet(closures=(Closure(kind=ClosureKind.LEG, what="square-hall"),))
    carried = carrier(shut).carry(told)
    assert carried.day is None
    assert carried.change is Change.DROPPED


def test_of_days_that_cannot_all_be_done_the_first_are_kept() -> None:
    hour = {"gathering_points": (people_at("square", 30),), "horizon": span("09:00", "10:00")}
    told = told_plan(hamlet(fleet=(buses(3),), **hour))
    days, counts = carrier(hamlet(fleet=(buses(2),), **hour)).carry_plan(told)
    assert len(days) == 2
    assert counts == {Change.KEPT: 2, Change.SHIFTED: 0, Change.CUT: 0, Change.DROPPED: 1}
    narrow = hamlet(fleet=(buses(3),), **hour | {"gathering_points": (people_at("square", 30, boardings_per_15_min=1),)})
    days, counts = carrier(narrow).carry_plan(told)
    # all three boarded at 09:10; one boards in a quarter, and the last that can be out by 10:00 boards at 09:30
    boards = sorted(step.starts_min for day in days for step in day.path[1:2])
    assert boards[0] == 10
    assert [minute // 15 for minute in boards] == [0, 1, 2]
    assert counts == {Change.KEPT: 1, Change.SHIFTED: 2, Change.CUT: 0, Change.DROPPED: 0}


def test_a_day_keeps_its_road_where_routes_are_numbered_anew() -> None:
    """A lane that is faster and more dangerous becomes route 1; the day stays on the road that it was told on."""
    (told,) = told_plan(hamlet())
    lane = leg("square", "hall", 10, id="lane", segment="front")
    front, danger = Segment(id="front", name="Front", needs_silence=False), SegmentDanger(segment="front", rate_per_hour=1.0)
    with_lane = hamlet(legs=(*hamlet().legs, lane), segments=(front,), dangers=(danger,))
    assert len([route for route in routes_of(with_lane).values() if (route.origin, route.destination) == ("square", "hall")]) == 2
    carried = carrier(with_lane).carry(told)
    graph_route = problem_of(with_lane).graphs[0].shape(carried.day.path[-1].move).route
    assert routes_of(with_lane)[graph_route].arcs == told.deeds[-1].road[2]
    assert routes_of(with_lane)[graph_route].minutes == 20


def test_another_kind_of_vehicle_in_the_row_does_not_take_over_what_it_cannot_do() -> None:
    (told,) = told_plan(hamlet())
    no_seats = hamlet(vehicle_types=(bus(seats=0, payload_kg=100),))
    assert carrier(no_seats).carry(told).day is None


def test_the_day_of_a_convoy_of_the_town_is_told_with_its_goods() -> None:
    scenario = town()
    made = plan(scenario, work=60)
    with_goods = next(each for each in made.itineraries if each.type == "ambulance")
    told = tell_itinerary(with_goods, {route.id: route for route in made.routes})
    drives = [activity for activity in with_goods.activities if isinstance(activity, Drive)]
    boards = [activity for activity in with_goods.activities if isinstance(activity, Board)]
    assert sum(deed.road is not None for deed in told.deeds) == len(drives)
    assert sum(deed.boards for deed in told.deeds) == len(boards)
    assert sum(deed.loads for deed in told.deeds) == sum(deed.unloads for deed in told.deeds) > 0


def test_a_day_does_not_lead_to_another_place_by_itself() -> None:
    """Two halls: people who were to go to the one that is full do not go to the other."""
    (told,) = told_plan(hamlet())
    legs = (leg("depot", "square", 10), leg("square", "hall", 20), leg("hall", "barn", 5))
    full = hamlet(legs=legs, reception_centres=(hall(people=0), hall("barn")))
    carried = carrier(full).carry(told)
    assert carried.day is None
