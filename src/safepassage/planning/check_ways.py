"""Places and roads: moved places, pairs that no road joins or that are never open and why, names that nothing uses."""

from collections.abc import Iterable, Iterator

import numpy as np

from safepassage.corridor import local_text
from safepassage.planning.connect import Ground
from safepassage.planning.finding import Finding, Severity
from safepassage.planning.opening import CHECKPOINT, CLOSED, DARK, HORIZON, SILENCE, Limit, limits_of, route_open
from safepassage.planning.route import Route
from safepassage.planning.routes import Routes
from safepassage.situation import instant_of, spans_of

MUCH_MOVED_M = 100.0
HARDLY_MOVED_M = 25.0
"""Half a wide road: whoever marked the place meant this one."""


def check_places(ground: Ground) -> Iterator[Finding]:
    """Places that were moved noticeably, and checkpoints that share their spot with another place."""
    at: dict[int, list[str]] = {}
    for place in ground.scenario.places:
        if place.id not in ground.node:
            continue
        at.setdefault(ground.node[place.id], []).append(place.id)
        moved_m = ground.moved_m[place.id]
        if moved_m > HARDLY_MOVED_M:
            severity = Severity.WARNING if moved_m > MUCH_MOVED_M else Severity.INFO
            text = f"{place.id} was moved {moved_m:.0f} m to the nearest road"
            yield Finding(severity, f"{place.kind}s.csv, {place.id}", text, "Look on the map whether this is the road that is meant.")
    for checkpoint in ground.scenario.checkpoints:
        others = [other for other in at[ground.node[checkpoint.id]] if other != checkpoint.id]
        if others:
            text = f"{checkpoint.id} stands on the same spot of the road as {', '.join(others)}: who starts or ends there is not held"
            yield Finding(Severity.WARNING, f"checkpoints.csv, {checkpoint.id}", text, "Move one of them along the road.")


def check_unreachable(ground: Ground, routes: Routes) -> Iterator[Finding]:
    """Pairs that no road joins, whatever the hour."""
    apart = dict.fromkeys((origin, destination) for origin, destination, _ in routes.unreachable)
    joined = {(origin, destination) for origin, destination, _ in routes.by_pair}
    for point in _people_wait(ground):
        for what, pairs in (
            (f"no road leads to {point} from any depot", [(depot.id, point) for depot in ground.scenario.depots]),
            (f"no road leads from {point} to any reception centre or hospital", [(point, place) for place in _shelters(ground)]),
        ):
            if pairs and not joined & set(pairs):
                yield Finding(Severity.ERROR, f"gathering_points.csv, {point}", what, "Look at the roads and closures round it.")
    for origin, destination in apart:
        text = f"no road leads from {origin} to {destination}"
        yield Finding(Severity.WARNING, f"{origin} to {destination}", text, "Look at one-way roads and closures, or leave it so.")


def check_never_open(ground: Ground, routes: Routes) -> Iterator[Finding]:
    """Drives to and from gathering points and places of need that roads allow and hours never do, with the first reason why."""
    wanted = {need.place for need in ground.scenario.needs}
    targets = [*_people_wait(ground), *sorted(wanted - set(_people_wait(ground)))]
    by_ends: dict[tuple[str, str], list[Route]] = {}
    for (origin, destination, _), found in routes.by_pair.items():
        by_ends.setdefault((origin, destination), []).extend(found)
    halts = [halt.id for halt in ground.scenario.safe_halts]
    bases = [*(depot.id for depot in ground.scenario.depots), *_shelters(ground)]
    pairs = [(base, target) for target in targets for base in bases] + [
        (target, place) for target in targets for place in _shelters(ground)
    ]
    for pair in pairs:
        roads = by_ends.get(pair, [])
        if pair[0] == pair[1] or not roads or any(route_open(ground, route).any() for route in roads):
            continue
        by_halt = any(
            any(route_open(ground, route).any() for route in by_ends.get((pair[0], halt), []))
            and any(route_open(ground, route).any() for route in by_ends.get((halt, pair[1]), []))
            for halt in halts
        )
        text = (
            f"no road from {pair[0]} to {pair[1]} is ever open in one drive: {why_never_open(ground, min(roads, key=lambda r: r.minutes))}"
        )
        if by_halt:
            yield Finding(Severity.INFO, f"{pair[0]} to {pair[1]}", text, "Halts between allow it in parts.")
        else:
            yield Finding(Severity.WARNING, f"{pair[0]} to {pair[1]}", text, "Ask for longer hours, or add a safe halt between.")


def check_unused(ground: Ground, routes: Routes) -> Iterator[Finding]:
    """Checkpoints, segments, danger points and closures that touch no road of any route."""
    crossed = {crossing.checkpoint for route in routes.all() for crossing in route.crossings}
    passed = {passage.segment for route in routes.all() for passage in route.passages}
    for checkpoint in ground.scenario.checkpoints:
        if checkpoint.id not in crossed:
            text = f"no road between the places passes {checkpoint.id}: nobody will be held there"
            yield Finding(
                Severity.WARNING, f"checkpoints.csv, {checkpoint.id}", text, "Look whether it stands on the road it is meant for."
            )
    for segment in ground.scenario.segments:
        if segment.id not in passed:
            text = f"no road between the places passes segment {segment.id}"
            yield Finding(Severity.WARNING, f"segments.csv, {segment.id}", text, "Look whether its roads are those that are meant.")
    for point, near in zip(ground.scenario.danger_points, ground.danger_arcs, strict=True):
        if not near.any():
            text = f"no road comes within {point.radius_m:.0f} m of danger point {point.id}"
            yield Finding(Severity.WARNING, f"danger_points.csv, {point.id}", text, "Look at its coordinates and radius.")
    for row in sorted(set(range(len(ground.scenario.closures))) - set(ground.closure_rows)):
        text = "the closure holds at no time of the horizon"
        yield Finding(Severity.WARNING, f"closures.csv, record {row + 1}", text, "Look at its times.")


def why_never_open(ground: Ground, route: Route) -> str:
    """The first reason why a route is never open: one limit that is never met, or two that are never met together."""
    limits = list(limits_of(ground, route))
    for limit in limits:
        if not limit.allowed.any():
            return _never(ground, limit)
    met = np.ones_like(limits[0].allowed)
    for limit in limits:
        if not (met & limit.allowed).any():
            so_far, then = _departures(ground, met), _departures(ground, limit.allowed)
            return f"{_name(ground, limit)} allows departure {then} only, and what comes before it {so_far} only"
        met &= limit.allowed
    raise ValueError(f"route '{route.id}' is open at times")


def _never(ground: Ground, limit: Limit) -> str:
    if limit.kind == CLOSED:
        return f"{_name(ground, limit)} closes it throughout"
    longest_min = max((round(span.hours * 60) for span in spans_of(ground.scenario, limit.holds)), default=0)
    return f"it needs {limit.end_min - limit.first_min} min and {_name(ground, limit)} gives {longest_min} min at most"


def _name(ground: Ground, limit: Limit) -> str:
    closures = ground.scenario.closures
    return {
        HORIZON: "the horizon",
        DARK: "daylight",
        SILENCE: f"the common window of segment {limit.what}, without its margins,",
        CHECKPOINT: f"checkpoint {limit.what}",
        CLOSED: f"the closure of {closures[int(limit.what)].what}" if limit.kind == CLOSED else "",
    }[limit.kind]


def _departures(ground: Ground, allowed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> str:
    minutes = np.flatnonzero(allowed)
    first, last = (local_text(instant_of(ground.scenario, int(minute)), ground.scenario.zone) for minute in (minutes[0], minutes[-1]))
    return f"between {first} and {last}"


def _people_wait(ground: Ground) -> list[str]:
    own = {row.gathering_point for row in ground.scenario.own_transport if row.units}
    return [point.id for point in ground.scenario.gathering_points if point.registered.total_people or point.id in own]


def _shelters(ground: Ground) -> Iterable[str]:
    return [place.id for place in (*ground.scenario.reception_centres, *ground.scenario.hospitals)]
