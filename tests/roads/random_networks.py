"""Small random networks with one-ways, parallel legs and turn bans, for property tests."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from safepassage.corridor import Leg, Waypoint
from safepassage.roads import RoadNetwork, network_from_legs
from safepassage.roads.network import ARRAY_TYPES, build_network


def with_bans(network: RoadNetwork, bans: list[tuple[int, int]]) -> RoadNetwork:
    """The same network with other turn bans."""
    arrays = {field: getattr(network, field) for field in ARRAY_TYPES} | {"banned_turns": np.array(bans).reshape(-1, 2)}
    return build_network(node_place=network.node_place, names=network.names, **arrays)


def turns_of(network: RoadNetwork) -> list[tuple[int, int]]:
    """Every pair of arcs that meet."""
    meets = network.arc_head[:, None] == network.arc_tail[None, :]
    return [(int(first), int(second)) for first, second in np.argwhere(meets)]


@st.composite
def networks(draw: DrawFn, most_places: int = 7, most_legs: int = 14, has_bans: bool = True) -> RoadNetwork:
    count = draw(st.integers(3, most_places))
    places = [Waypoint(id=f"P{i}", name=f"P{i}", latitude=47.0 + 0.1 * i, longitude=37.0 + 0.07 * (i * i % 5)) for i in range(count)]
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] != pair[1])
    road = st.tuples(ends, st.integers(1, 9), st.integers(1, 9), st.booleans())
    legs = [
        Leg(id=str(row), from_place=f"P{tail}", to_place=f"P{head}", km=float(km), minutes=float(minutes), is_one_way=one_way)
        for row, ((tail, head), km, minutes, one_way) in enumerate(draw(st.lists(road, min_size=2, max_size=most_legs)))
    ]
    network = network_from_legs(places, legs)
    turns = turns_of(network)
    return with_bans(network, draw(st.lists(st.sampled_from(turns), max_size=6, unique=True)) if has_bans and turns else [])
