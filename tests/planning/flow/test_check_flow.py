"""The checker of flows finds each kind of fault put into a flow that has none."""

from dataclasses import replace

import numpy as np
import pytest

from safepassage.planning.flow import Flow, FlowNetwork, check_flow, earliest_arrival


def two_roads() -> FlowNetwork:
    """0 to 1 by a road that is closed at steps 2 and 3, then 1 to 2, where nobody may wait at 1."""
    capacity = np.full((2, 12), 3, dtype=np.int32)
    capacity[0, 2:4] = 0
    return FlowNetwork(
        tail=np.array([0, 1], dtype=np.int32),
        head=np.array([1, 2], dtype=np.int32),
        transit=np.array([2, 1], dtype=np.int32),
        profile=np.array([0, 1], dtype=np.int32),
        capacity=capacity,
        may_wait=np.array([True, False, True]),
        source_node=np.array([0], dtype=np.int32),
        source_step=np.array([0], dtype=np.int32),
        source_units=np.array([10], dtype=np.int32),
        exit_node=np.array([2], dtype=np.int32),
        exit_capacity=np.full((1, 12), 5, dtype=np.int32),
    )


def test_units_wait_at_home_while_the_road_is_closed() -> None:
    flow = earliest_arrival(two_roads())
    assert check_flow(two_roads(), flow) == []
    assert flow.arrivals[0].tolist() == [0, 0, 0, 3, 3, 0, 0, 3, 1, 0, 0, 0]
    assert flow.waiting[0].tolist() == [7, 4, 4, 4, 1, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("array", "index", "change", "words"),
    [
        ("entering", (0, 2), 1, "arc 0 at step 2: 1 units enter where 0 can"),
        ("entering", (0, 0), 1, "arc 0 at step 0: 4 units enter where 3 can"),
        ("entering", (1, 11), 1, "are on it when time is up"),
        ("entering", (1, 2), -1, "node 1 at step 2"),
        ("arrivals", (0, 9), 1, "node 2 at step 9"),
        ("arrivals", (0, 3), 3, "exit 0 at step 3: 6 units arrive where 5 can"),
        ("arrivals", (0, 3), -4, "arrivals 0 at step 3: -1 units"),
        ("waiting", (1, 4), 1, "node 1: units wait where none may"),
        ("waiting", (0, 3), 9, "node 0 at step"),
    ],
)
def test_each_fault_is_found(array: str, index: tuple[int, int], change: int, words: str) -> None:
    flow = earliest_arrival(two_roads())
    broken = getattr(flow, array).copy()
    broken[index] += change
    faults = check_flow(two_roads(), replace(flow, **{array: broken}))
    assert any(words in fault for fault in faults), faults


def test_a_wrong_word_about_everybody_is_found() -> None:
    flow = earliest_arrival(two_roads())
    said = Flow(entering=flow.entering, waiting=flow.waiting, arrivals=flow.arrivals, has_arrived_all=False)
    assert check_flow(two_roads(), said) == ["whether all have arrived is said wrongly"]
