"""All the roads that a plan may use: between every two places that some vehicle may have to drive between, at each top speed.

Invariant: a pair of places that the rules let a vehicle drive between is in `Routes.by_pair`, or named in `Routes.unreachable`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.connect import Ground
from safepassage.planning.fan import Fan
from safepassage.planning.line import route_points
from safepassage.planning.opening import route_open
from safepassage.planning.peril import route_danger
from safepassage.planning.ride import Ride, minute_down, minute_up, ride, runs
from safepassage.planning.route import Crossing, Passage, Route
from safepassage.roads import find_alternatives
from safepassage.roads.alternatives import MOST_SHARED, shared_length
from safepassage.roads.turns import build_turn_graph
from safepassage.scenario.scenario import Scenario

__all__ = ["Pair", "Routes", "find_routes", "needed_pairs", "route_along", "route_danger", "route_open"]

Pair = tuple[str, str, float]
"""Origin, destination, top speed in km/h."""

Arcs = tuple[int, ...]

SMALL_TASK = 10_000
"""Arcs times pairs: up to this every pair is looked at closely by `find_alternatives`, beyond it a fan serves all pairs."""

_SHUN = 4.0
"""In a fan, the roads of least danger or silence are those fastest where an average arc of it counts so many times."""


@dataclass(frozen=True, slots=True, eq=False)
class Routes:
    """The roads between every needed pair of places, fastest first, and the pairs that no road joins."""

    by_pair: Mapping[Pair, tuple[Route, ...]]
    unreachable: tuple[Pair, ...]

    def all(self) -> tuple[Route, ...]:
        return tuple(route for routes in self.by_pair.values() for route in routes)


def find_routes(ground: Ground, *, most: int = 3, progress: Callable[[int, int], None] | None = None) -> Routes:
    """At most `most` genuinely different roads for each needed pair; more where closures come and go within the horizon.

    Each pair is looked at closely where arcs times pairs are few (`SMALL_TASK`); beyond that, by one search for all (`fan.py`).

    Roads are ranked by time with holds, danger and the kilometres that need silence. Where a closure holds for a part of the
    horizon only, roads are sought twice: as if it held all the time and as if it never did. `progress` is told pairs done and pairs in all.
    """
    pairs = tuple(needed_pairs(ground.scenario))
    search = _Search(ground, most, pairs)
    by_pair: dict[Pair, tuple[Route, ...]] = {}
    unreachable = []
    speeds: dict[tuple[str, str], set[float]] = {}
    for origin, destination, speed in pairs:
        speeds.setdefault((origin, destination), set()).add(speed)
    taken: set[str] = set()
    for done, pair in enumerate(pairs):
        origin, destination, speed = pair
        several = len(speeds[origin, destination]) > 1
        roads = search.roads(pair)
        if roads:
            ids = [_route_id(pair, number, several, taken) for number in range(1, len(roads) + 1)]
            by_pair[pair] = tuple(route_along(ground, id_, origin, destination, speed, arcs) for id_, arcs in zip(ids, roads, strict=True))
        else:
            unreachable.append(pair)
        if progress is not None:
            progress(done + 1, len(pairs))
    return Routes(by_pair=by_pair, unreachable=tuple(unreachable))


def needed_pairs(scenario: Scenario) -> Iterator[Pair]:
    """Every (origin, destination, top speed) that some vehicle of the fleet, or some own transport, may drive.

    Bases are depots, reception centres, hospitals and places of stock; targets are gathering points and places of need; halts are
    safe halts with room. Vehicles drive from bases to targets and back, from places of need to gathering
    points, to stocks and to fuel, and over halts.
    """
    bases = _ids(scenario.depots, scenario.reception_centres, scenario.hospitals) | dict.fromkeys(stock.place for stock in scenario.stocks)
    targets = _ids(scenario.gathering_points) | dict.fromkeys(need.place for need in scenario.needs)
    halts = dict.fromkeys(halt.id for halt in scenario.safe_halts if halt.holds_vehicles > 0)
    refills = dict.fromkeys(place.id for place in scenario.places if place.has_fuel and place.id in bases)
    stocks = dict.fromkeys(stock.place for stock in scenario.stocks)
    types = {entry.type for entry in scenario.fleet if entry.vehicles > 0}
    wanted: dict[Pair, None] = {}
    for speed in dict.fromkeys(kind.max_speed_kmh for kind in scenario.vehicle_types if kind.id in types):
        for origin, destination in (
            *product(bases, targets),
            *product(targets, bases),
            *product((need.place for need in scenario.needs), _ids(scenario.gathering_points)),
            *product(bases, stocks | refills),
            *product(bases | targets, halts),
            *product(halts, bases | targets | halts),
        ):
            wanted[origin, destination, speed] = None
    for own in scenario.own_transport:
        if own.units > 0:
            for centre in scenario.reception_centres:
                wanted[own.gathering_point, centre.id, own.max_speed_kmh] = None
    return (pair for pair in wanted if pair[0] != pair[1])


def route_along(ground: Ground, id_: str, origin: str, destination: str, max_speed_kmh: float, arcs: Arcs) -> Route:
    """The route over given arcs, with its passages, crossings and line."""
    network = ground.network
    driven = ride(ground, arcs, max_speed_kmh)
    names = (int(network.arc_name[arc]) for arc in arcs)
    return Route(
        id=id_,
        origin=origin,
        destination=destination,
        max_speed_kmh=max_speed_kmh,
        km=float(network.arc_length_m[driven.arcs].sum()) / 1000.0,
        minutes=driven.minutes,
        passages=tuple(_passages(ground, driven)),
        crossings=tuple(
            Crossing(checkpoint=stop.checkpoint.id, arrives_min=minute_down(stop.arrives_s), hold_min=stop.checkpoint.hold_min)
            for stop in driven.stops
        ),
        points=route_points(ground, origin, destination, driven),
        arcs=arcs,
        roads=tuple(dict.fromkeys(network.names[name] for name in names if name >= 0)),
    )


def _ids(*kinds: tuple[object, ...]) -> dict[str, None]:
    return dict.fromkeys(str(place.id) for places in kinds for place in places)  # type: ignore[attr-defined]


def _passages(ground: Ground, driven: Ride) -> Iterator[Passage]:
    segment = ground.arc_segment[driven.arcs]
    spans = sorted((first, last, row) for row in np.unique(segment[segment >= 0]).tolist() for first, last in runs(segment == row))
    for first, last, row in spans:
        yield Passage(
            segment=ground.scenario.segments[row].id,
            enters_min=minute_down(float(driven.enters_s[first])),
            leaves_min=minute_up(float(driven.leaves_s[last])),
            km=float(ground.network.arc_length_m[driven.arcs[first : last + 1]].sum()) / 1000.0,
        )


def _route_id(pair: Pair, number: int, several_speeds: bool, taken: set[str]) -> str:
    origin, destination, speed = pair
    end = f"_{number}_{speed:g}kmh" if several_speeds else f"_{number}"
    room = (64 - len(end) - len("_to_")) // 2
    wanted = f"{origin[:room]}_to_{destination[:room]}{end}"
    id_, copy = wanted, 1
    while id_ in taken:  # shortened ids, or ids that hold '_to_' themselves
        copy += 1
        id_ = f"{wanted[: 60 - len(str(copy))]}_x{copy}"
    taken.add(id_)
    return id_


class _Search:
    """Alternatives on the ground, each sought once: speeds that change no driving time share theirs."""

    def __init__(self, ground: Ground, most: int, pairs: tuple[Pair, ...]) -> None:
        self.ground = ground
        self.most = most
        scenario = ground.scenario
        self.is_small = ground.network.arcs * len(pairs) <= SMALL_TASK
        self.closed = _closed_states(ground)
        self.sources = sorted({ground.node[origin] for origin, _, _ in pairs})
        self.targets = sorted({ground.node[destination] for _, destination, _ in pairs})
        needs_silence = np.array([*(segment.needs_silence for segment in scenario.segments), False])
        self.silence_m = np.where(needs_silence[ground.arc_segment], ground.network.arc_length_m, 0.0)
        mean_per_h = [*(float(ground.segment_danger_per_h[segment.id].mean()) for segment in scenario.segments), 0.0]
        self.danger_per_h = np.array(mean_per_h)[ground.arc_segment]
        for near, rate_per_h in zip(ground.danger_arcs, ground.point_danger_per_h, strict=True):
            self.danger_per_h = self.danger_per_h + near * float(rate_per_h.mean())
        self.found: dict[tuple[int, int, bytes], tuple[Arcs, ...]] = {}
        self.times: dict[float, tuple[NDArray[np.float64], bytes]] = {}
        self.fans: dict[bytes, list[list[Fan]]] = {}

    def roads(self, pair: Pair) -> tuple[Arcs, ...]:
        """Fastest first; none where no road leads there; one of no arcs where both places stand on one node."""
        origin, destination, speed = pair
        source, target = self.ground.node[origin], self.ground.node[destination]
        if source == target:
            return ((),)
        time_s, key = self._time_s(speed)
        if (source, target, key) not in self.found:
            if self.is_small:
                sought: list[Sequence[Arcs]] = [self._alternatives(source, target, time_s, closed) for closed in self.closed]
            else:
                sought = [self._fanned(source, target, time_s, fans) for fans in self._fans(time_s, key)]
            roads = {road: None for found in sought for road in found}
            self.found[source, target, key] = tuple(sorted(roads, key=lambda road: (float(time_s[list(road)].sum()), road)))
        return self.found[source, target, key]

    def _alternatives(self, source: int, target: int, time_s: NDArray[np.float64], closed: NDArray[np.bool_]) -> tuple[Arcs, ...]:
        danger = self.danger_per_h * time_s / 3600.0
        return find_alternatives(
            self.ground.network,
            source,
            target,
            time_s=time_s,
            danger=danger if danger.any() else None,
            closed=closed,
            silence_m=self.silence_m if self.silence_m.any() else None,
            most=self.most,
        )

    def _fans(self, time_s: NDArray[np.float64], key: bytes) -> list[list[Fan]]:
        """For each state of closures: a fan by time, and one each that shuns danger and silence where there are any."""
        if key not in self.fans:
            shunned = [weight for weight in (self.danger_per_h * time_s, self.silence_m) if weight.any()]
            weights = [time_s, *(time_s + _SHUN * weight * (time_s.mean() / weight[weight > 0].mean()) for weight in shunned)]
            network = self.ground.network
            graphs = [build_turn_graph(network, closed) for closed in self.closed]
            self.fans[key] = [[Fan(network, graph, self.sources, self.targets, weight) for weight in weights] for graph in graphs]
        return self.fans[key]

    def _fanned(self, source: int, target: int, time_s: NDArray[np.float64], fans: list[Fan]) -> list[Arcs]:
        """The fastest road, the first that shuns danger, the first that shuns silence, then others that differ in their course."""
        streams = [fan.roads(source, target) for fan in fans]
        firsts = [road for stream in streams for road in islice(stream, 1)]
        chosen = list(dict.fromkeys(firsts))[: self.most]
        for road in chain.from_iterable(streams):
            if len(chosen) == self.most:
                break
            if all(shared_length(self.ground.network, road, other) <= MOST_SHARED for other in chosen):
                chosen.append(road)
        return chosen

    def _time_s(self, speed: float) -> tuple[NDArray[np.float64], bytes]:
        """Driving time of each arc with the hold at its head, and what tells it from that of other speeds."""
        if speed not in self.times:
            time_s = self.ground.driving_s(speed) + self.ground.hold_s[self.ground.network.arc_head]
            self.times[speed] = time_s, time_s.tobytes()
        return self.times[speed]


def _closed_states(ground: Ground) -> tuple[NDArray[np.bool_], ...]:
    """The arcs closed throughout the horizon; and, where they differ, the arcs closed at any time of it."""
    always = np.zeros(ground.network.arcs, dtype=np.bool_)
    ever = always.copy()
    for arcs, span in ground.closures:
        ever |= arcs
        if span == ground.scenario.horizon:
            always |= arcs
    return (always,) if (always == ever).all() else (always, ever)
