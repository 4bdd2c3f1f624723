"""One bottleneck at a time: what gets through is what a hand formula says."""

import pytest
from tests.planning.hamlet import SPOT, at, bus, buses, hall, hamlet, leg, people_at, planned

from safepassage.corridor import Checkpoint, Interval
from safepassage.scenario.scenario import Scenario

SEATS = 10


def gate(outbound: int) -> Checkpoint:
    return Checkpoint(
        id="gate", name="Gate", party="south", lanes=1, inbound_vehicles_per_15_min=99, outbound_vehicles_per_15_min=outbound, hold_min=0,
        **SPOT,
    )  # fmt: skip


def queue(outbound: int, ends: str, vehicles: int) -> Scenario:
    """Depot --15-- square --10-- gate --15-- hall, boarding and alighting 5 minutes each, more people than can ever leave."""
    return hamlet(
        horizon=Interval(starts_at=at("09:00"), ends_at=at(ends)),
        checkpoints=(gate(outbound),),
        gathering_points=(people_at("square", 10_000),),
        reception_centres=(hall(people=10_000),),
        vehicle_types=(bus(seats=SEATS),),
        fleet=(buses(vehicles),),
        legs=(leg("depot", "square", 15), leg("square", "gate", 10), leg("gate", "hall", 15)),
    )


@pytest.mark.parametrize(("outbound", "ends", "quarters"), [(1, "10:50", 4), (2, "10:50", 4), (3, "10:50", 4), (2, "11:05", 5)])
def test_a_checkpoint_passes_its_rate_in_every_quarter_between_the_first_and_the_last_vehicle(outbound, ends, quarters):
    """The first can be at the gate at 09:30 (15 + 5 + 10), the last 20 minutes before the end: 10:30, a quarter's first minute, or 10:45.

    From 09:30 to 10:30 that is five quarters, the last of which is only its first minute.
    """
    plan = planned(queue(outbound, ends, vehicles=outbound * (quarters + 1)))
    assert plan.figures.out.total_people == SEATS * outbound * (quarters + 1)
    assert plan.certificate.gap == pytest.approx(0.0, abs=0.5 / plan.certificate.bound_points)


@pytest.mark.parametrize("vehicles", [1, 2, 5])
def test_vehicles_that_meet_no_bottleneck_go_round_as_often_as_time_allows(vehicles):
    """One way out takes 5 + 25 + 5, the way back 25 minutes: from 09:15 on a journey each hour, the last one ends at 11:50."""
    plan = planned(queue(99, "12:00", vehicles))
    assert plan.figures.out.total_people == SEATS * vehicles * 3


@pytest.mark.parametrize("capacity", [7, 25, 60, 1000])
def test_a_reception_takes_its_capacity_and_no_more(capacity):
    plan = planned(reception_centres=(hall(people=capacity),), gathering_points=(people_at("square", 60),), fleet=(buses(9),))
    assert plan.figures.out.total_people == min(60, capacity)
    assert plan.certificate.bound_points <= min(60, capacity) + 0.5


@pytest.mark.parametrize(("boardings", "people"), [(1, 30), (2, 60)])
def test_a_gathering_point_boards_its_vehicles_in_every_quarter(boardings, people):
    """At the square from 09:10; the last boarding begins 30 minutes before 10:04, at 09:34: quarters of 09:00, 09:15 and 09:30."""
    point = people_at("square", 1000, boardings_per_15_min=boardings)
    plan = planned(horizon=Interval(starts_at=at("09:00"), ends_at=at("10:04")), gathering_points=(point,), fleet=(buses(9),))
    assert plan.figures.out.total_people == people
