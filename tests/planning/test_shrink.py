"""Shrinking the silence of a plan takes nobody and nothing out of it, and asks for less: worked out by hand, and on random scenarios."""

from dataclasses import replace
from datetime import time, timedelta

import numpy as np
import pytest
from tests.oracles.tiny import odd, small
from tests.planning.hamlet import at, bus, buses, hamlet, leg, people_at, planned, span

from safepassage.corridor import Control, OfferedWindow, OwnTransport, OwnTransportMode, Segment
from safepassage.planning.boarding import Manned, man
from safepassage.planning.build import build_problem
from safepassage.planning.connect import Ground, connect
from safepassage.planning.itinerary import Drive
from safepassage.planning.master import Day, day_of
from safepassage.planning.own_transport import OwnGroup, place_own
from safepassage.planning.plan import field_of
from safepassage.planning.pricing import Step
from safepassage.planning.problem import Problem
from safepassage.planning.routes import Routes, find_routes
from safepassage.planning.search import search
from safepassage.planning.shrink import count_silence, shrink
from safepassage.scenario.scenario import Scenario, SilenceRules


def quiet_road(**changes: object) -> Scenario:
    """The hamlet with two buses, of fuel for one journey, and twenty people; the 20 km to the hall need silence, kept from 08:00."""
    silent = {"segment": "front", "opens": at("08:00"), "closes": at("15:00")}
    return hamlet(
        **{
            "segments": (Segment(id="front", name="Front", needs_silence=True),),
            "legs": (leg("depot", "square", 10), leg("square", "hall", 20, segment="front")),
            "control": (Control(segment="front", party="south", since=at("00:00"), source="invented"),),
            "windows": tuple(OfferedWindow(party=party, **silent) for party in ("north", "south")),
            "gathering_points": (people_at("square", 20),),
            "fleet": (buses(2),),
            "vehicle_types": (bus(fuel_range_km=36.0),),
            **changes,
        }
    )


class Made:
    """A scenario planned as far as `shrink` takes it."""

    def __init__(self, scenario: Scenario, *, later_min: int = 0, work: int = 60) -> None:
        self.scenario = scenario
        self.ground: Ground = connect(scenario)
        self.routes: Routes = find_routes(self.ground)
        self.problem: Problem = build_problem(field_of(self.ground, self.routes))
        fuel = frozenset(place.id for place in scenario.places if place.has_fuel)
        days = list(search(self.problem, fuel, seed=1, seconds=60, work=work).days)
        if later_min:
            days[-1] = later(self.problem, days[-1], later_min)
        self.manned: Manned = man(scenario, self.problem, days)
        received: dict[str, int] = {}
        for trip, riders in zip(self.manned.trips, self.manned.riders, strict=True):
            received[trip.reception] = received.get(trip.reception, 0) + riders.people.seated_people
        self.own = place_own(self.problem, scenario, list(self.manned.days), received)

    def shrunk(self, work: int = 500) -> tuple[Manned, list[OwnGroup]]:
        return shrink(self.ground, self.routes, self.problem, self.manned, self.own, work=work)

    def km_h(self, days: list[Day], own: list[OwnGroup]) -> float:
        return count_silence(self.ground, self.routes, self.problem, days, own).km_h()


def later(problem: Problem, day: Day, minutes: int) -> Day:
    return day_of(problem, day.fleet, tuple(Step(step.move, step.starts_min + minutes) for step in day.path))


def test_two_buses_an_hour_apart_are_brought_into_one_window() -> None:
    """Each alone needs 20 min and two margins of 15: an hour on the grain, 20 km·h; an hour and a half apart they need twice that."""
    made = Made(quiet_road(), later_min=90)
    assert made.km_h(list(made.manned.days), []) == pytest.approx(40.0)
    manned, own = made.shrunk()
    assert made.km_h(list(manned.days), own) == pytest.approx(20.0)
    assert manned.riders == made.manned.riders


def test_a_bus_waits_for_another_where_that_saves_a_window() -> None:
    """The crew of the second bus is on duty from 12:00. Ten seats three hours later weigh 90 vehicle minutes, an hour on 20 km 1,000."""
    plan = planned(quiet_road(fleet=(buses(), buses(duty_starts=time(12), duty_h=1.0))))
    assert plan.figures.out.total_people == 20
    assert [window.interval for window in plan.windows] == [span("12:00", "13:00")]


def test_own_cars_join_the_windows_of_the_convoys() -> None:
    """Cars that set out at once, while the buses board, wait for the buses' window where that saves silence; all still leave."""
    cars = OwnTransport(
        gathering_point="square", mode=OwnTransportMode.CAR, units=3, other_people=9, max_speed_kmh=100.0, passage_share=0.0
    )
    made = Made(quiet_road(own_transport=(cars,)), later_min=60)
    manned, own = made.shrunk()
    assert sum(group.units for group in own) == sum(group.units for group in made.own) == 3
    assert made.km_h(list(manned.days), own) == pytest.approx(20.0)
    assert manned.riders == made.manned.riders


def test_the_silence_counted_is_that_of_the_plans_windows() -> None:
    """The plan's windows are drawn by other code, and its kilometre-hours counted by the checker."""
    scenario = quiet_road(silence=SilenceRules(grain_min=50, margin_before_min=7, margin_after_min=12))
    plan = planned(scenario)
    made = Made(scenario)
    routes = {route.id: route for route in plan.routes}
    silent = count_silence(made.ground, made.routes, made.problem, [], [])
    for vehicle in plan.itineraries:
        for drive in vehicle.activities:
            if isinstance(drive, Drive):
                silent.count(routes[drive.route].id, (drive.starts_at - scenario.horizon.starts_at) // timedelta(minutes=1), 1)
    assert silent.km_h() == pytest.approx(plan.figures.silence_km_h)


def test_where_no_silence_is_needed_nothing_changes() -> None:
    made = Made(hamlet())
    assert made.shrunk() == (made.manned, made.own)


def test_nothing_at_all_moves_stays_so() -> None:
    made = Made(quiet_road(windows=()))
    assert made.shrunk() == (made.manned, [])


@pytest.mark.parametrize(
    "scenario", [*(small(seed) for seed in range(300, 330)), *(odd(seed) for seed in range(8))], ids=lambda each: each.id
)
def test_people_goods_and_limits_hold_and_silence_never_grows(scenario: Scenario) -> None:
    made = Made(scenario, work=30)
    manned, own = made.shrunk(200)
    days = list(manned.days)
    assert made.km_h(days, own) <= made.km_h(list(made.manned.days), made.own) + 1e-9
    assert (manned.riders, manned.loads) == (made.manned.riders, made.manned.loads)
    kept = [(trip.day, trip.gathering_point, trip.reception) for trip in made.manned.trips]
    assert [(trip.day, trip.gathering_point, trip.reception) for trip in manned.trips] == kept
    assert units_by_reception(made, own) == units_by_reception(made, made.own)
    taken = np.zeros((len(made.problem.limits), made.problem.slots))
    for day in days:
        for use, count in day.takes.items():
            taken[use] += count
    capacity = np.array([limit.capacity for limit in made.problem.limits])
    assert (taken <= capacity + 1e-9).all()


def units_by_reception(made: Made, own: list[OwnGroup]) -> dict[tuple[int, str], int]:
    units: dict[tuple[int, str], int] = {}
    for group in own:
        flow = made.problem.own_flows[group.flow]
        units[flow.row, flow.reception] = units.get((flow.row, flow.reception), 0) + group.units
    return units


def test_the_same_work_gives_the_same_days() -> None:
    made = Made(quiet_road(fleet=(buses(4),), gathering_points=(people_at("square", 60),)), later_min=60)
    (one, _), (other, _) = made.shrunk(7), made.shrunk(7)
    assert [day.path for day in one.days] == [day.path for day in other.days]


def test_another_road_is_taken_where_it_needs_less_silence() -> None:
    """A way round takes 25 min on a free road: five minutes more for one bus, for an hour of silence on 20 km less."""
    scenario = quiet_road(
        legs=(leg("depot", "square", 10), leg("square", "hall", 20, segment="front"), leg("square", "hall", 25, id="round")),
        vehicle_types=(bus(),),
        fleet=(buses(),),
        gathering_points=(people_at("square", 10),),
    )
    made = Made(scenario)
    on_front = [route.id for route in made.routes.all() if route.passages]
    graph = made.problem.graphs[0]
    twin = {
        (move.tail, move.head, graph.shapes[move.shape].route in on_front): number
        for number, move in enumerate(graph.moves)
        if graph.shapes[move.shape].route is not None
    }
    by_front = []
    for day in made.manned.days:
        steps = [
            replace(step, move=twin.get((graph.moves[step.move].tail, graph.moves[step.move].head, True), step.move)) for step in day.path
        ]
        by_front.append(day_of(made.problem, day.fleet, tuple(steps)))
    made.manned = man(scenario, made.problem, by_front)
    assert made.km_h(list(made.manned.days), []) > 0.0
    manned, own = made.shrunk()
    assert made.km_h(list(manned.days), own) == 0.0


def test_windows_of_the_hamlets_plan_start_and_end_on_the_grain_with_full_margins() -> None:
    plan = planned(quiet_road())
    assert plan.figures.out.total_people == 20
    assert plan.figures.silence_km_h == pytest.approx(20.0)
    assert [window.interval for window in plan.windows] == [span("09:00", "10:00")]
