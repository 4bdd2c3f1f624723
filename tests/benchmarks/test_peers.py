"""Peers' trips are driven with queues under our rules, and the planner's checker counts what comes of it."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from benchmarks.generator import generate
from benchmarks.peers.driving import DrivenTrip, drive
from benchmarks.peers.judging import BrokenError, best_riders, judge
from benchmarks.peers.problem import Load, Request, Tour, Trip, loads_of, tour_of, vehicles_of, visit_minutes
from benchmarks.peers.running import PEERS, Peer, PeerFailedError, ask, best_run
from benchmarks.peers.writing import Field
from benchmarks.reference import scenario_of

from safepassage.planning.connect import connect
from safepassage.planning.routes import find_routes


def instance_of(*, passes: int = 9, boards: int = 9, horizon_min: int = 120, room: int = 1000, others: int = 60) -> dict[str, Any]:
    """One gathering point 10 minutes inside, one reception 20 minutes beyond; two minibuses and an ambulance."""
    return {
        "about": "A hamlet.",
        "horizon_minutes": horizon_min,
        "slot_minutes": 15,
        "checkpoint_vehicles_per_slot_both_directions": passes,
        "loading_bays_vehicles_per_slot": boards,
        "classes": [
            {"name": "stretcher", "weight": 50.0},
            {"name": "infant+carer", "weight": 12.0},
            {"name": "frail/pregnant", "weight": 5.0},
            {"name": "other", "weight": 1.0},
        ],
        "gathering_points": [
            {
                "id": "G",
                "minutes_to_checkpoint": 10,
                "people": {"stretcher": 3, "infant+carer": 4, "frail/pregnant": 0, "other": others},
                "x_km": 4.5,
                "y_km": 0.0,
            }
        ],
        "receptions": [
            {"id": "R", "minutes_to_checkpoint": 20, "capacity_people": room, "hospital_beds": 5, "x_km": 20.0, "y_km": 0.0},
            {"id": "S", "minutes_to_checkpoint": 25, "capacity_people": 1000, "hospital_beds": 5, "x_km": 24.0, "y_km": 0.0},
        ],
        "checkpoint": {"x_km": 8.0, "y_km": 0.0},
        "vehicle_types": [
            {"name": "minibus", "seats": 16, "stretcher_bays": 0, "loading_minutes": 10, "unloading_minutes": 5, "start_at": {"R": 2}},
            {"name": "ambulance", "seats": 3, "stretcher_bays": 2, "loading_minutes": 10, "unloading_minutes": 10, "start_at": {"R": 1}},
        ],
    }


def field_of(instance: dict[str, Any]) -> Field:
    ground = connect(scenario_of("hamlet", instance))
    return Field(instance, ground, find_routes(ground))


def tour(*people: dict[str, int], type_: str = "minibus", leaves_min: int = 0) -> Tour:
    return Tour(type_, "R", [Trip("G", "R", count, leaves_min) for count in people])


def test_an_open_road_is_driven_minute_by_minute() -> None:
    """20 and 10 minutes in, 10 to board, 10 and 20 out, 5 to alight: 75 minutes, and the next trip follows at once."""
    first, second = drive(instance_of(horizon_min=150), [tour({"other": 16}, {"other": 16})], at_once=True)
    assert (first.leaves_min, first.boards_min, first.returns_min, first.alights_min, first.ends_min) == (0, 30, 40, 70, 75)
    assert (second.leaves_min, second.ends_min) == (75, 150)


def test_a_full_quarter_at_the_checkpoint_holds_the_next_vehicle_back() -> None:
    """Two vehicles want to cross at minute 20; one passes in a quarter, so the second leaves at minute 10 to cross at 30."""
    driven = drive(instance_of(passes=1, horizon_min=300), [tour({"other": 16}), tour({"other": 16})], at_once=True)
    assert [trip.leaves_min for trip in driven] == [0, 10]


def test_a_full_quarter_at_the_gathering_point_holds_boarding_back() -> None:
    driven = drive(instance_of(boards=1, horizon_min=300), [tour({"other": 16}), tour({"other": 16})], at_once=True)
    assert [trip.boards_min for trip in driven] == [30, 45]


def test_a_vehicle_that_would_be_late_leaves_out_its_least_valued_trip() -> None:
    """Two trips take 150 of 149 minutes: the one with four infants is kept though it comes last."""
    tours = [tour({"other": 16}, {"infant+carer": 4})]
    (kept,) = drive(instance_of(horizon_min=149), tours, at_once=True)
    assert kept.trip == 1
    assert kept.leaves_min == 0


def test_a_vehicle_leaves_when_its_solver_says_unless_told_to_hurry() -> None:
    tours = [tour({"other": 16}, leaves_min=30)]
    assert [trip.leaves_min for trip in drive(instance_of(), tours, at_once=False)] == [30]
    assert [trip.leaves_min for trip in drive(instance_of(), tours, at_once=True)] == [0]


def test_people_go_on_to_the_next_reception_where_theirs_is_full() -> None:
    """The first sixteen fill the nearer one; the second vehicle drives five minutes further."""
    driven = drive(instance_of(room=16), [tour({"other": 16}), tour({"other": 16})], at_once=True)
    assert [(trip.reception, trip.ends_min) for trip in driven] == [("R", 75), ("S", 80)]


def test_the_best_riders_are_those_of_the_highest_weights_that_fit() -> None:
    """Of four infants, three stretcher cases and sixty others one minibus and one ambulance take 4 + 12, then 2 + 3 others."""
    instance = instance_of()
    tours = [tour({"other": 16}), tour({"stretcher": 1}, type_="ambulance")]
    minibus, ambulance = best_riders(instance, tours, drive(instance, tours, at_once=True))
    assert ambulance.stretcher_people == 2
    assert minibus.stretcher_people == 0
    assert minibus.infant_people + ambulance.infant_people == 4
    assert minibus.seated_people + ambulance.seated_people == 19


def test_the_checker_counts_a_peers_plan() -> None:
    """As planned 16 others are 16 points; the same trip carries the four infants and twelve others, 60 points."""
    judged = judge(field_of(instance_of()), [tour({"other": 16})])
    assert judged.as_planned.figures.value_points == 16
    assert judged.best_riders.figures.value_points == 60
    assert judged.points == 60
    assert judged.best_riders.figures.vehicles_used == 1


def test_more_people_than_are_there_are_refused_and_not_counted() -> None:
    """A solver that puts the same people on two vehicles gets no value for it: the checker breaks the plan."""
    with pytest.raises(BrokenError, match="rule 11"):
        judge(field_of(instance_of()), [tour({"infant+carer": 4}), tour({"infant+carer": 4})])


def test_drives_never_overlap_and_quarters_never_overflow_however_many_vehicles_there_are() -> None:
    """Loads dealt out to all vehicles in turn, three times more than fit."""
    instance = generate(vehicles=24, places=8, seed=5)
    request = Request(instance, 1.0, 1, {kind["name"]: sum(kind["start_at"].values()) for kind in instance["vehicle_types"]})
    tours = dealt(request)
    driven = drive(instance, tours, at_once=True)
    assert 0 < len(driven) < sum(len(one.trips) for one in tours)
    way_min = {place["id"]: place["minutes_to_checkpoint"] for place in (*instance["gathering_points"], *instance["receptions"])}
    crossings = Counter((trip.leaves_min + way_min[trip.starts_at]) // 15 for trip in driven)
    crossings.update((trip.returns_min + way_min[trip.gathering_point]) // 15 for trip in driven)
    assert max(crossings.values()) <= instance["checkpoint_vehicles_per_slot_both_directions"]
    assert all(before.ends_min <= after.leaves_min for before, after in of_one_vehicle(driven))
    judged = judge(field_of(instance), tours)
    assert judged.points >= judged.as_planned.certificate.value_points > 0


def dealt(request: Request) -> list[Tour]:
    vehicles, loads = vehicles_of(request), loads_of(request)
    hands: list[list[Load]] = [[] for _ in vehicles]
    for type_ in request.fleet:
        own = [number for number, vehicle in enumerate(vehicles) if vehicle.type["name"] == type_]
        for turn, load in enumerate(load for load in loads if load.type == type_):
            hands[own[turn % len(own)]].append(load)
    return [tour_of(request.instance, vehicle, hand[:12]) for vehicle, hand in zip(vehicles, hands, strict=True)]


def of_one_vehicle(driven: Sequence[DrivenTrip]) -> list[tuple[DrivenTrip, DrivenTrip]]:
    return [(before, after) for before, after in pairwise(driven) if before.tour == after.tour]


def test_loads_hold_everybody_once_and_fit_their_vehicles() -> None:
    instance = generate(vehicles=60, places=40, seed=1)
    request = Request(instance, 1.0, 1, {"coach": 20, "minibus": 25, "ambulance": 15})
    loads = loads_of(request)
    bays, seats = {"ambulance": 2}, {"coach": 50, "minibus": 16, "ambulance": 3}
    for number, point in enumerate(instance["gathering_points"]):
        held = sum((Counter(load.people) for load in loads if load.gathering_point == number), Counter())
        assert held == Counter(point["people"])
    for load in loads:
        lying = load.people.get("stretcher", 0)
        assert lying <= bays.get(load.type, 0)
        assert sum(load.people.values()) - lying <= seats[load.type]
    assert not any(load.type == "coach" for load in loads_of(Request(instance, 1.0, 1, {"coach": 0, "minibus": 25, "ambulance": 15})))


def test_a_visit_takes_what_the_road_takes() -> None:
    """From the reception 20 + 10 minutes and 10 to board; back 10 + 20 and 5 to alight; from load to load both."""
    request = Request(instance_of(), 1.0, 1, {"minibus": 1, "ambulance": 0})
    loads, (vehicle,) = loads_of(request), vehicles_of(request)
    minutes = visit_minutes(request.instance, loads, vehicle)
    assert (minutes[len(loads), 0], minutes[0, len(loads)], minutes[0, 1], minutes[0, 0]) == (40, 35, 75, 0)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_every_peer_brings_everybody_of_a_hamlet_out(peer: Peer) -> None:
    """Twelve others, four infants and three stretcher cases are one trip of a minibus and two of an ambulance; time is ample."""
    if not peer.is_installed:  # brought by `make bench` alone, so no failure under `make test-all`
        pytest.skip(f"needs {peer.name}: {peer.install_command}")
    instance = instance_of(horizon_min=240, others=12)
    answer = ask(peer, Request(instance, 2.0, 1, {"minibus": 2, "ambulance": 1}, peer.models[-1]))
    judged = judge(field_of(instance), answer.tours)
    assert judged.points == 3 * 50 + 4 * 12 + 12
    assert judged.as_planned.certificate.value_points == judged.points


@pytest.mark.skipif(not PEERS[0].is_installed, reason=f"needs VROOM: {PEERS[0].install_command}")
def test_the_fleet_search_keeps_the_whole_fleet_where_nothing_smaller_is_better() -> None:
    """Each smaller fleet is tried once: two minibuses bring 32 out and the ambulance two, one minibus could only bring half."""
    run = best_run(PEERS[0], field_of(instance_of(horizon_min=80, others=28)), 4.0, 1)
    assert run.fleet == {"minibus": 2, "ambulance": 1}
    assert 1 < run.runs <= 6
    assert run.judged.best_riders.figures.out.total_people == 32 + 2


def test_a_peer_that_fails_is_an_error_with_its_last_words() -> None:
    peer = Peer("Nobody", "benchmarks.peers.with_nobody", "nobody", "nobody")
    assert not peer.is_installed
    assert peer.install_command.endswith("pip install nobody")
    with pytest.raises(PeerFailedError, match="with_nobody"):
        ask(peer, Request(instance_of(), 1.0, 1, {"minibus": 1, "ambulance": 1}))
