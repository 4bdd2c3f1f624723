"""A network from a table of legs."""

import numpy as np
import pytest

from safepassage.corridor import Leg, Waypoint
from safepassage.errors import InputError
from safepassage.roads import arcs_named, driving_time_s, network_from_legs, travel_times_s


def place(place_id: str) -> Waypoint:
    return Waypoint(id=place_id, name=place_id, latitude=47.0 + ord(place_id[0]) / 100, longitude=37.0)


def leg(leg_id: str, from_place: str, to_place: str, km: float, minutes: float, **more: object) -> Leg:
    return Leg(id=leg_id, from_place=from_place, to_place=to_place, km=km, minutes=minutes, **more)  # type: ignore[arg-type]


PLACES = [place(name) for name in "ABCD"]


def test_a_leg_is_two_arcs_unless_one_way() -> None:
    """Two arcs for A-B, one for B-C; D, at the end of no leg, is no node."""
    network = network_from_legs(
        PLACES, [leg("1", "A", "B", 10.0, 12.0, lanes=2, road="М-14"), leg("2", "B", "C", 5.0, 4.0, is_one_way=True)]
    )
    assert network.node_place == ("A", "B", "C")
    assert list(zip(network.arc_tail.tolist(), network.arc_head.tolist(), network.arc_way.tolist(), strict=True)) == [
        (0, 1, 0),
        (1, 0, 0),
        (1, 2, 1),
    ]
    assert network.arc_length_m.tolist() == [10_000.0, 10_000.0, 5_000.0]
    assert network.arc_time_s.tolist() == [720.0, 720.0, 240.0]
    assert network.arc_lanes.tolist() == [2, 2, 1]
    assert arcs_named(network, "м-14").tolist() == [True, True, False]
    assert network.shape_latitude[:2].tolist() == [PLACES[0].latitude, PLACES[1].latitude]


def test_times_are_sums_of_minutes() -> None:
    """A to C takes 16 minutes; there is no way back from C."""
    network = network_from_legs(PLACES, [leg("1", "A", "B", 10.0, 12.0), leg("2", "B", "C", 5.0, 4.0, is_one_way=True)])
    assert travel_times_s(network, [0, 2], [2, 0], network.arc_time_s).tolist() == [[960.0, 0.0], [0.0, np.inf]]


def test_a_slow_vehicle_takes_its_own_time() -> None:
    """10 km in 12 minutes are 50 km/h: at 40 km/h they take 15 minutes, at 80 they still take 12."""
    network = network_from_legs(PLACES, [leg("1", "A", "B", 10.0, 12.0)])
    assert driving_time_s(network, 40.0) == pytest.approx([900.0, 900.0])
    assert driving_time_s(network, 80.0).tolist() == [720.0, 720.0]
    with pytest.raises(ValueError, match="above zero"):
        driving_time_s(network, 0.0)


def test_of_two_legs_between_the_same_places_the_faster_counts() -> None:
    network = network_from_legs(PLACES, [leg("1", "A", "B", 10.0, 12.0), leg("2", "A", "B", 14.0, 9.0)])
    assert travel_times_s(network, [0], [1], network.arc_time_s).tolist() == [[540.0]]
    assert travel_times_s(network, [0], [1], network.arc_time_s, closed=network.arc_way == 1).tolist() == [[720.0]]


def test_every_fault_of_a_table_is_named() -> None:
    """An unknown place, a leg to itself and an id given twice are three problems of one refusal."""
    with pytest.raises(InputError) as refusal:
        network_from_legs(PLACES, [leg("1", "A", "X", 1.0, 1.0), leg("2", "B", "B", 1.0, 1.0), leg("2", "A", "B", 1.0, 1.0)])
    assert [(problem.where, problem.what) for problem in refusal.value.problems] == [
        ("leg 1", "no place 'X'"),
        ("leg 2", "it starts and ends at one place"),
        ("leg 2", "its id is given twice"),
    ]


def test_no_leg_is_refused() -> None:
    with pytest.raises(InputError, match="there is no leg"):
        network_from_legs(PLACES, [])


def test_arrays_cannot_be_changed_and_the_hash_names_the_network() -> None:
    """The same table gives the same hash, another minute another one."""
    one, same, other = (network_from_legs(PLACES, [leg("1", "A", "B", 10.0, minutes)]) for minutes in (12.0, 12.0, 13.0))
    assert one.content_hash == same.content_hash != other.content_hash
    with pytest.raises(ValueError, match="read-only"):
        one.arc_time_s[0] = 0.0
