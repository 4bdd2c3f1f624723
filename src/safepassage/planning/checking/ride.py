"""A route driven again arc by arc: when a vehicle is on which segment, is held where, and is at which point of the road (rule 2)."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.spans import MINUTE_S
from safepassage.planning.route import Route

ROUNDING_MIN = 1e-6
"""A sum of times this near a whole minute counts as that minute, whichever way it was summed."""
ROUNDING_KM = 0.006
"""Kilometres may be written with two decimals."""
SPOT_DECIMALS = 6
"""Of degrees: a tenth of a metre."""


def minutes_down(time_s: float) -> int:
    return math.floor(time_s / MINUTE_S + ROUNDING_MIN)


def minutes_up(time_s: float) -> int:
    return math.ceil(time_s / MINUTE_S - ROUNDING_MIN)


@dataclass(frozen=True)
class Stretch:
    """Consecutive arcs of one segment, or of none. Seconds after departure; holds at its checkpoints are inside."""

    segment: str | None
    enters_s: float
    leaves_s: float
    km: float

    @property
    def enters_min(self) -> int:
        return minutes_down(self.enters_s)

    @property
    def leaves_min(self) -> int:
        return minutes_up(self.leaves_s)


@dataclass(frozen=True)
class Hold:
    """A stop at a checkpoint. Seconds after departure."""

    checkpoint: str
    arrives_s: float
    hold_min: int


@dataclass(frozen=True, eq=False)
class Ride:
    """One route driven once, in seconds after departure. `enters_s[arc]` and `leaves_s[arc]` (holds included) follow `arcs`."""

    arcs: NDArray[np.int64]
    enters_s: NDArray[np.float64]
    drives_s: NDArray[np.float64]
    leaves_s: NDArray[np.float64]
    stretches: tuple[Stretch, ...]
    holds: tuple[Hold, ...]
    km: float
    total_s: float


def drive_again(ground: Ground, route: Route) -> Ride | None:
    """The route's ride; None where it names arcs that the network does not have."""
    network = ground.network
    if not all(0 <= arc < len(network.arc_tail) for arc in route.arcs):
        return None
    arcs = np.array(route.arcs, dtype=np.int64)
    km = network.arc_length_m[arcs] / 1000.0
    drives_s = np.maximum(network.arc_time_s[arcs], km / route.max_speed_kmh * 3600.0)
    held_at = [ground.checkpoints_of_node.get(int(node), []) for node in network.arc_head[arcs[:-1]]]
    held_s = np.zeros(len(arcs))
    held_s[:-1] = [sum(checkpoint.hold_min for checkpoint in checkpoints) * MINUTE_S for checkpoints in held_at]
    leaves_s = np.cumsum(drives_s + held_s)
    enters_s = np.concatenate([[0.0], leaves_s[:-1]])[: len(arcs)]
    holds: list[Hold] = []
    for number, checkpoints in enumerate(held_at):
        arrives_s = float(enters_s[number] + drives_s[number])
        for checkpoint in checkpoints:
            holds.append(Hold(checkpoint.id, arrives_s, checkpoint.hold_min))
            arrives_s += checkpoint.hold_min * MINUTE_S
    return Ride(
        arcs=arcs,
        enters_s=enters_s,
        drives_s=drives_s,
        leaves_s=leaves_s,
        stretches=_stretches(ground, arcs, enters_s, leaves_s, km),
        holds=tuple(holds),
        km=float(km.sum()),
        total_s=float(leaves_s[-1]) if len(arcs) else 0.0,
    )


def _stretches(
    ground: Ground, arcs: NDArray[np.int64], enters_s: NDArray[np.float64], leaves_s: NDArray[np.float64], km: NDArray[np.float64]
) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    for number, arc in enumerate(arcs):
        segment = ground.segment_of_arc.get(int(arc))
        goes_on = bool(stretches) and stretches[-1].segment == segment
        before = stretches.pop() if goes_on else Stretch(segment, float(enters_s[number]), 0.0, 0.0)
        stretches.append(Stretch(segment, before.enters_s, float(leaves_s[number]), before.km + float(km[number])))
    return tuple(stretches)


def check_route(ground: Ground, route: Route, ride: Ride | None) -> list[Breach]:
    """Rule 2: the road is one, and what the route says of it is so."""
    where = f"route {route.id}"
    said = [f"it {text}" for text in _broken_road(ground, route)]
    if ride is None:
        return [Breach(2, where, text) for text in [*said, "it names arcs that the network does not have"]]
    is_least = route.minutes == 1 and ride.total_s < MINUTE_S
    if not is_least and (route.minutes < 1 or not _is_rounded_up(ride.total_s, route.minutes)):
        said.append(f"it takes {ride.total_s / MINUTE_S:.3f} min, not {route.minutes}")
    if abs(ride.km - route.km) > ROUNDING_KM:
        said.append(f"it is {ride.km:.3f} km long, not {route.km:g}")
    said += _wrong_passages(route, ride) + _wrong_crossings(route, ride) + _wrong_points(ground, route, ride)
    return [Breach(2, where, text) for text in said]


def _broken_road(ground: Ground, route: Route) -> list[str]:
    network, arcs = ground.network, [arc for arc in route.arcs if 0 <= arc < len(ground.network.arc_tail)]
    said = []
    ends = [ground.place_nodes.get(route.origin), ground.place_nodes.get(route.destination)]
    for place, node in zip((route.origin, route.destination), ends, strict=True):
        if node is None:
            said.append(f"names {place}, which stands at no node of the network")
        elif network.node_place is not None and not (0 <= node < len(network.node_place) and network.node_place[node] == place):
            said.append(f"names {place}, but node {node} is another place")
    first, last = (int(network.arc_tail[arcs[0]]), int(network.arc_head[arcs[-1]])) if arcs else (ends[0], ends[0])
    if first != ends[0]:
        said.append(f"does not start at {route.origin}")
    if last != ends[1]:
        said.append(f"does not end at {route.destination}")
    for number, (arc, following) in enumerate(itertools.pairwise(arcs)):
        if network.arc_head[arc] != network.arc_tail[following]:
            said.append(f"is torn between its arcs {number} and {number + 1}")
        if (arc, following) in ground.banned_turns:
            said.append(f"takes a turn that is banned between its arcs {number} and {number + 1}")
    return said


def _is_rounded_up(time_s: float, minutes: int) -> bool:
    return minutes_up(time_s) <= minutes <= math.ceil(time_s / MINUTE_S + ROUNDING_MIN)


def _is_rounded_down(time_s: float, minutes: int) -> bool:
    return math.floor(time_s / MINUTE_S - ROUNDING_MIN) <= minutes <= minutes_down(time_s)


def _wrong_passages(route: Route, ride: Ride) -> list[str]:
    passages = [stretch for stretch in ride.stretches if stretch.segment is not None]
    if [passage.segment for passage in route.passages] != [stretch.segment for stretch in passages]:
        return [f"its passages are on {', '.join(str(stretch.segment) for stretch in passages) or 'no segment'}"]
    return [
        f"it is on {passage.segment} from {stretch.enters_s / MINUTE_S:.3f} to {stretch.leaves_s / MINUTE_S:.3f} min for "
        f"{stretch.km:.3f} km, not {passage.enters_min} to {passage.leaves_min} for {passage.km:g}"
        for passage, stretch in zip(route.passages, passages, strict=True)
        if not _is_rounded_down(stretch.enters_s, passage.enters_min)
        or not _is_rounded_up(stretch.leaves_s, passage.leaves_min)
        or abs(passage.km - stretch.km) > ROUNDING_KM
    ]


def _wrong_crossings(route: Route, ride: Ride) -> list[str]:
    if [crossing.checkpoint for crossing in route.crossings] != [hold.checkpoint for hold in ride.holds]:
        return [f"it crosses {', '.join(hold.checkpoint for hold in ride.holds) or 'no checkpoint'}"]
    return [
        f"it is at {hold.checkpoint} after {hold.arrives_s / MINUTE_S:.3f} min for {hold.hold_min} min, "
        f"not after {crossing.arrives_min} for {crossing.hold_min}"
        for crossing, hold in zip(route.crossings, ride.holds, strict=True)
        if not _is_rounded_down(hold.arrives_s, crossing.arrives_min) or crossing.hold_min != hold.hold_min
    ]


def _wrong_points(ground: Ground, route: Route, ride: Ride) -> list[str]:
    """The points run from start to end along the road, and a place among them is passed when it says so (to a tenth of a minute)."""
    said = []
    heads = ground.network.arc_head[ride.arcs]
    reached_km = np.cumsum(ground.network.arc_length_m[ride.arcs]) / 1000.0
    for number, (point, following) in enumerate(zip(route.points, route.points[1:], strict=False)):
        if following.km < point.km - ROUNDING_KM or following.minutes < point.minutes - ROUNDING_MIN:
            said.append(f"its point {number + 1} lies before its point {number}")
    line = _line(ground, route, ride)
    for number, point in enumerate(route.points):
        if (round(point.latitude, SPOT_DECIMALS), round(point.longitude, SPOT_DECIMALS)) not in line:
            said.append(f"its point {number} lies off its road")
        if point.km > ride.km + ROUNDING_KM or point.minutes > ride.total_s / MINUTE_S + 1.0:
            said.append(f"its point {number} lies beyond its end")
        if point.place is None:
            continue
        if point.place not in ground.places:
            said.append(f"its point {number} names {point.place}, which is no place of the scenario")
        node = ground.place_nodes.get(point.place)
        visits = [i for i in range(len(heads)) if int(heads[i]) == node]
        is_start = point.km <= ROUNDING_KM and point.minutes <= 0.1
        is_passed = any(
            abs(point.km - reached_km[i]) <= ROUNDING_KM
            and ride.enters_s[i] + ride.drives_s[i] - 6.0 <= point.minutes * MINUTE_S <= ride.leaves_s[i] + 6.0
            for i in visits
        )
        if node is not None and not is_passed and not (is_start and node == ground.place_nodes.get(route.origin)):
            said.append(f"its point {number} does not pass {point.place} at km {point.km:g} after {point.minutes:g} min")
    return said


def _line(ground: Ground, route: Route, ride: Ride) -> set[tuple[float, float]]:
    """Every point of the lines of the road's arcs; of a road without arcs, where it stands."""
    network, at = ground.network, ground.place_nodes.get(route.origin)
    stands = at is not None and 0 <= at < len(network.node_latitude)
    spots = {(float(network.node_latitude[at]), float(network.node_longitude[at]))} if stands else set()
    for arc in ride.arcs:
        span = slice(int(network.shape_start[arc]), int(network.shape_start[arc + 1]))
        spots |= set(zip(network.shape_latitude[span].tolist(), network.shape_longitude[span].tolist(), strict=True))
    return {(round(latitude, SPOT_DECIMALS), round(longitude, SPOT_DECIMALS)) for latitude, longitude in spots}
