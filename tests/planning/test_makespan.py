"""The least time until everybody is out: figures worked out in the head, and complete enumerations of tiny scenarios."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.oracles.brute_force import Enumeration
from tests.oracles.tiny import STEP_MIN, instant, tiny
from tests.planning.hamlet import bus, buses, hall, hamlet, leg, people_at, problem_of

from safepassage.corridor import FleetEntry, Group, Hospital, Interval, VehicleType
from safepassage.planning.makespan import LeastTime, find_least_time
from safepassage.planning.plan import plan
from safepassage.scenario import read_scenario
from safepassage.scenario.scenario import Scenario

SECONDS = 60.0
"""Never reached: a limit for when something is wrong."""

SEEDS = range(20)


def least_time(scenario: Scenario) -> LeastTime:
    fuel = frozenset(place.id for place in scenario.places if place.has_fuel)
    return find_least_time(problem_of(scenario), seconds=SECONDS, fuel_places=fuel)


def test_one_bus_brings_ten_people_out_in_forty_minutes() -> None:
    """There in 10, boarded at 15, at the hall at 35, alighted at 40."""
    least = least_time(hamlet())
    assert (least.minutes, least.proven_min) == (40, 40)
    assert least.is_optimal
    assert len(least.days) == 1


def test_twice_the_people_take_one_bus_back_again() -> None:
    """The second journey takes 20 back, 5 to board, 20 out, 5 to alight."""
    assert least_time(hamlet(gathering_points=(people_at("square", 20),))).minutes == 90


def test_a_second_bus_boards_in_the_next_quarter_where_one_may_board_in_each() -> None:
    scenario = hamlet(gathering_points=(people_at("square", 20, boardings_per_15_min=1),), fleet=(buses(2),))
    least = least_time(scenario)
    assert (least.minutes, least.proven_min) == (45, 45)
    assert sorted(day.path[1].starts_min for day in least.days) in ([10, 15], [12, 15], [11, 15], [13, 15], [14, 15])


def test_the_hall_being_full_the_rest_go_further() -> None:
    """Ten find room in the hall, ten in the barn an hour away: 10 + 5 + 60 + 5."""
    scenario = hamlet(
        gathering_points=(people_at("square", 20),),
        reception_centres=(hall(people=10), hall("barn")),
        fleet=(buses(2),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("square", "barn", 60)),
    )
    least = least_time(scenario)
    assert (least.minutes, least.proven_min) == (80, 80)


def test_stretcher_cases_need_their_bays_and_beds() -> None:
    ambulance = VehicleType(
        id="ambulance", name="Ambulance", seats=0, stretcher_bays=1, payload_kg=0, max_speed_kmh=100.0, boarding_min=5, alighting_min=5
    )
    scenario = hamlet(
        gathering_points=(people_at("square", 10, stretcher_people=2),),
        vehicle_types=(bus(), ambulance),
        fleet=(buses(), buses(type="ambulance")),
        hospitals=(Hospital(id="clinic", name="Clinic", latitude=47.0, longitude=37.0, hospital_beds=2, capacity_people=0),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("square", "clinic", 30)),
    )
    # the ambulance twice: 10 + 5 + 30 + 5, and 30 + 5 + 30 + 5
    assert least_time(scenario).minutes == 120


def test_without_room_for_all_no_time_within_the_horizon_is_enough() -> None:
    least = least_time(hamlet(reception_centres=(hall(people=9),)))
    assert (least.minutes, least.proven_min) == (None, 4 * 60 + 1)
    assert not least.is_optimal


def test_with_nobody_there_it_takes_no_time() -> None:
    assert least_time(hamlet(gathering_points=(people_at("square", 0),))).minutes == 0


def test_families_that_do_not_fit_together_take_a_journey_more_than_is_proven() -> None:
    """Three families of six take three journeys; eighteen people without families take two, and so much is proven."""
    scenario = hamlet(
        gathering_points=(people_at("square", 18),), groups=(Group(gathering_point="square", groups=3, infant_people=0, other_people=6),)
    )
    least = least_time(scenario)
    assert least.minutes is not None
    assert least.proven_min == 90
    assert least.minutes >= 140


def test_the_planner_brings_the_small_town_out_within_the_least_time_and_proves_that_a_minute_less_is_too_short() -> None:
    """A second way to the same: a checked plan of each horizon, and its bound."""
    town = read_scenario(Path(__file__).parents[2] / "examples" / "tutorial-town").model_copy(update={"needs": (), "stocks": ()})
    least = least_time(town)
    assert least.is_optimal
    assert least.minutes is not None
    enough = plan(until(town, least.minutes), seconds=SECONDS)
    assert enough.figures.out == enough.figures.registered
    everybody = enough.certificate.value_points
    assert plan(until(town, least.minutes - 1), seconds=SECONDS, work=100).certificate.bound_points < everybody - 1.0


@pytest.mark.parametrize("seed", SEEDS)
def test_looking_at_every_plan_finds_one_within_the_least_time_and_none_within_less(seed: int) -> None:
    """Every time of these scenarios is a multiple of `STEP_MIN`. With families, the least time may lie between what is said."""
    scenario = roomy(seed)
    least = least_time(scenario)
    assert not clears(scenario, (least.proven_min - 1) // STEP_MIN * STEP_MIN)
    if least.minutes is not None:
        assert least.is_optimal or scenario.groups
        assert clears(scenario, least.minutes)


def test_everybody_can_be_out_in_time_in_a_quarter_of_these_scenarios() -> None:
    """Or the test before would say little."""
    assert sum(least_time(roomy(seed)).minutes is not None for seed in SEEDS) >= len(SEEDS) / 4


def roomy(seed: int) -> Scenario:
    """Two hours of a tiny scenario, with two buses and an ambulance, and beds and places for all."""
    fleet = (FleetEntry(type="bus", depot="depot", vehicles=2), FleetEntry(type="ambulance", depot="depot", vehicles=1))
    horizon = Interval(starts_at=instant(0), ends_at=instant(120))
    scenario = tiny(seed, needs=(), stocks=(), own_transport=(), fleet=fleet, horizon=horizon)
    centres = tuple(place.model_copy(update={"capacity_people": 40}) for place in scenario.reception_centres)
    hospitals = tuple(place.model_copy(update={"hospital_beds": 6}) for place in scenario.hospitals)
    return scenario.model_copy(update={"reception_centres": centres, "hospitals": hospitals})


def clears(scenario: Scenario, minutes: int) -> bool:
    """Whether the best plan of a shorter horizon brings everybody out."""
    if minutes < STEP_MIN:
        return False
    shorter = until(scenario, minutes)
    everybody = sum(demand.units * demand.points for demand in problem_of(shorter).demands)
    return Enumeration(shorter, pauses=True).best_points() >= everybody - 1e-6


def until(scenario: Scenario, minutes: int) -> Scenario:
    """The scenario with a horizon of so many minutes."""
    starts_at = scenario.horizon.starts_at
    return scenario.model_copy(update={"horizon": Interval(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes))})
