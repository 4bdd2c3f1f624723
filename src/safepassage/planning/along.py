"""A sequence of arcs as a route: what a vehicle meets on it, and when."""

from collections.abc import Iterator

import numpy as np

from safepassage.planning.connect import Ground
from safepassage.planning.ride import Ride, minute_down, minute_up, ride, runs
from safepassage.planning.route import Crossing, Passage, Route

Arcs = tuple[int, ...]


def route_along(ground: Ground, id_: str, origin: str, destination: str, max_speed_kmh: float, arcs: Arcs) -> Route:
    """The route over given arcs, with its passages and crossings; its line is not drawn."""
    network = ground.network
    driven = ride(ground, arcs, max_speed_kmh)
    names = dict.fromkeys(network.arc_name[driven.arcs].tolist())
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
        points=(),
        arcs=arcs,
        roads=tuple(network.names[name] for name in names if name >= 0),
    )


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
