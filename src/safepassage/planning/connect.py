"""Where a scenario meets the road network: every place gets a node, every road its segment, closures and danger.

Invariant: nothing that the scenario names is left out in silence. Either it is on the network here, or one `InputError` says what
is not, with everything else that is wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np
import shapely
from numpy.typing import NDArray

from safepassage.corridor import Checkpoint, Closure, ClosureKind, Interval, Place, PlaceKind
from safepassage.errors import InputError, Problem
from safepassage.roads import (
    RoadNetwork,
    arcs_in_ring,
    arcs_named,
    arcs_near,
    arcs_of_way,
    driving_time_s,
    network_from_legs,
    read_osm,
    snap,
)
from safepassage.scenario.scenario import Scenario
from safepassage.situation import checkpoint_open_min, danger_rate, dark_min, open_min, point_rate
from safepassage.situation.minutes import MINUTE, overlap

MOST_MOVED_M = 500.0
"""A place further than this from any usable road of the OSM file is refused: the wrong road would be planned."""

_DRAW_OVER_ROAD = "Draw it over the road that is meant; longitude comes first."

_MAY_LIE_OFF_THE_LEGS = (PlaceKind.WAYPOINT, PlaceKind.HANDOVER_POINT)


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A scenario on its road network. Arrays are indexed by arc, node or minute of the horizon, as their names say.

    `node` has no entry for a waypoint or handover point that no leg ends at. `hold_s` is `float[node]`: how long a vehicle that passes
    is held. `arc_segment` is `int32[arc]`: the row of the scenario's segments, -1 for none. `closures` are (`bool[arc]`, span within
    the horizon), those that hold at no time left out; `closure_rows` their rows in the scenario. `danger_arcs` is one `bool[arc]` for
    each danger point. `segment_open`, `checkpoint_open`, `segment_danger_per_h` are by id and minute.
    """

    scenario: Scenario
    network: RoadNetwork
    node: Mapping[str, int]
    moved_m: Mapping[str, float]
    checkpoints_at: Mapping[int, tuple[Checkpoint, ...]]
    hold_s: NDArray[np.float64]
    arc_segment: NDArray[np.int32]
    closures: tuple[tuple[NDArray[np.bool_], Interval], ...]
    closure_rows: tuple[int, ...]
    danger_arcs: tuple[NDArray[np.bool_], ...]
    is_dark: NDArray[np.bool_]
    segment_open: Mapping[str, NDArray[np.bool_]]
    checkpoint_open: Mapping[str, NDArray[np.bool_]]
    segment_danger_per_h: Mapping[str, NDArray[np.float64]]
    point_danger_per_h: tuple[NDArray[np.float64], ...]
    worked_out: dict[object, object] = field(default_factory=dict, repr=False)
    """What was worked out of all this once, by what it is: a cache, which no outcome depends on."""

    def driving_s(self, max_speed_kmh: float) -> NDArray[np.float64]:
        """Driving time of each arc at a top speed, `float[arc]`, holds not included."""
        key = ("driving_s", max_speed_kmh)
        if key not in self.worked_out:
            self.worked_out[key] = driving_time_s(self.network, max_speed_kmh)
        return self.worked_out[key]  # type: ignore[return-value]

    @property
    def is_checkpoint(self) -> NDArray[np.bool_]:
        """Whether a checkpoint stands there, `bool[node]`."""
        if "is_checkpoint" not in self.worked_out:
            self.worked_out["is_checkpoint"] = np.isin(np.arange(self.network.nodes), list(self.checkpoints_at))
        return self.worked_out["is_checkpoint"]  # type: ignore[return-value]

    @property
    def share_along(self) -> NDArray[np.float64]:
        """How far along its arc's line each point of the network's shapes lies, from 0 to 1."""
        if "share_along" not in self.worked_out:
            self.worked_out["share_along"] = _share_along(self.network)
        return self.worked_out["share_along"]  # type: ignore[return-value]


def connect(scenario: Scenario, network: RoadNetwork | None = None, *, cache: bool = True) -> Ground:
    """Lay a scenario on its road network: the one given, or its OSM file, or its table of legs.

    Raises:
        InputError: with every place off the roads, every closure, area, leg or segment that names nothing, and hours that are unclear.
    """
    problems = list(_horizon_problems(scenario))
    network = network or _read_network(scenario, cache=cache)
    node, moved_m, off = _place_nodes(scenario, network)
    problems += off
    arc_segment, unclear = _arc_segments(scenario, network)
    problems += unclear
    closures: dict[int, tuple[NDArray[np.bool_], Interval]] = {}
    for row, closure in enumerate(scenario.closures):
        arcs, problem = _closed_arcs(scenario, network, row, closure)
        problems += problem
        span = _span(scenario, closure)
        if span is not None:
            closures[row] = (arcs, span)
    try:
        checkpoint_open = checkpoint_open_min(scenario)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    checkpoints_at: dict[int, tuple[Checkpoint, ...]] = {}
    hold_s = np.zeros(network.nodes)
    for checkpoint in scenario.checkpoints:
        at = node[checkpoint.id]
        checkpoints_at[at] = (*checkpoints_at.get(at, ()), checkpoint)
        hold_s[at] += 60.0 * checkpoint.hold_min
    return Ground(
        scenario=scenario,
        network=network,
        node=node,
        moved_m=moved_m,
        checkpoints_at=checkpoints_at,
        hold_s=hold_s,
        arc_segment=arc_segment,
        closures=tuple(closures.values()),
        closure_rows=tuple(closures),
        danger_arcs=tuple(arcs_near(network, point.latitude, point.longitude, point.radius_m) for point in scenario.danger_points),
        is_dark=dark_min(scenario),
        segment_open=open_min(scenario),
        checkpoint_open=checkpoint_open,
        segment_danger_per_h=danger_rate(scenario),
        point_danger_per_h=tuple(point_rate(scenario, point) for point in scenario.danger_points),
    )


def _read_network(scenario: Scenario, *, cache: bool) -> RoadNetwork:
    if scenario.osm_file is not None:
        return read_osm(scenario.osm_file, include_ferries=scenario.include_ferries, cache=cache)
    if not scenario.legs:
        raise InputError(
            [Problem("scenario.toml, roads", "there is neither an OSM file nor a table of legs", "Name an osm_file or write legs.csv.")]
        )
    return network_from_legs(scenario.places, scenario.legs)


def _horizon_problems(scenario: Scenario) -> Iterator[Problem]:
    for name, instant in (("starts_at", scenario.horizon.starts_at), ("ends_at", scenario.horizon.ends_at)):
        if instant.second or instant.microsecond:
            yield Problem(f"scenario.toml, horizon, {name}", "it is not on a whole minute", "Write hours and minutes only.")
    if scenario.horizon.ends_at - scenario.horizon.starts_at < MINUTE:
        yield Problem("scenario.toml, horizon", "it is shorter than a minute", "Write a later ends_at.")


def _place_nodes(scenario: Scenario, network: RoadNetwork) -> tuple[dict[str, int], dict[str, float], list[Problem]]:
    if network.node_place is not None:
        return _ends_of_legs(scenario, network.node_place)
    places = scenario.places
    snapped = snap(network, np.array([place.latitude for place in places]), np.array([place.longitude for place in places]))
    node = {place.id: int(at) for place, at in zip(places, snapped.node, strict=True)}
    moved_m = {place.id: float(metres) for place, metres in zip(places, snapped.moved_m, strict=True)}
    problems = [
        Problem(
            f"{_file(place)}, {place.id}, latitude and longitude",
            f"the nearest road that can be driven{_road_at(network, node[place.id])} is {moved_m[place.id]:,.0f} m away",
            f"Move the place to a road (at most {MOST_MOVED_M:.0f} m), or use an OSM file that covers it.",
        )
        for place in places
        if not moved_m[place.id] <= MOST_MOVED_M
    ]
    return node, moved_m, problems


def _ends_of_legs(scenario: Scenario, node_place: tuple[str, ...]) -> tuple[dict[str, int], dict[str, float], list[Problem]]:
    node = {place: number for number, place in enumerate(node_place)}
    wanted_goods = {need.place for need in scenario.needs} | {stock.place for stock in scenario.stocks}
    problems = [
        Problem(
            f"{_file(place)}, {place.id}", "no leg ends at this place, so no road leads to it", "Write a leg to it, or take the place out."
        )
        for place in scenario.places
        if place.id not in node and (place.kind not in _MAY_LIE_OFF_THE_LEGS or place.id in wanted_goods)
    ]
    return node, dict.fromkeys(node, 0.0), problems


def _arc_segments(scenario: Scenario, network: RoadNetwork) -> tuple[NDArray[np.int32], list[Problem]]:
    """The row of the segment of each arc: of its leg, or of the area that holds the middle of its line."""
    arc_segment = np.full(network.arcs, -1, dtype=np.int32)
    row_of = {segment.id: row for row, segment in enumerate(scenario.segments)}
    problems = []
    if network.node_place is not None:
        for row, leg in enumerate(scenario.legs):
            if leg.segment is not None and leg.segment in row_of:
                arc_segment[arcs_of_way(network, row)] = row_of[leg.segment]
            elif leg.segment is not None:
                problems.append(
                    Problem(f"legs.csv, {leg.id}, segment", f"there is no segment '{leg.segment}'", _did_you_mean(leg.segment, row_of))
                )
        return arc_segment, problems
    areas = {area.id: area for area in scenario.areas}
    latitude, longitude = _middles(network)
    for row, segment in enumerate(scenario.segments):
        where = f"areas.geojson, segment {segment.id}"
        if segment.id not in areas:
            problems.append(
                Problem(where, "the segment has no area, so no road belongs to it", f"Draw a polygon with the id '{segment.id}'.")
            )
            continue
        try:
            inside = arcs_in_ring(network, areas[segment.id].ring)
        except InputError as error:
            problems += [Problem(where, problem.what, problem.repair) for problem in error.problems]
            continue
        inside &= shapely.intersects_xy(shapely.Polygon(areas[segment.id].ring), longitude, latitude)
        if not inside.any():
            problems.append(Problem(where, "no road lies in the segment's area", _DRAW_OVER_ROAD))
        for other in np.unique(arc_segment[inside & (arc_segment >= 0)]):
            shared = int((arc_segment[inside] == other).sum())
            theirs = scenario.segments[other].id
            problems.append(Problem(where, f"{shared} pieces of road lie in the area of segment '{theirs}' as well", "Draw them apart."))
        arc_segment[inside] = row
    return arc_segment, problems


def _middles(network: RoadNetwork) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitude and longitude of the middle of each arc's line, `float[arc]`."""
    lines = shapely.linestrings(
        np.column_stack([network.shape_longitude, network.shape_latitude]),
        indices=np.repeat(np.arange(network.arcs), np.diff(network.shape_start)),
    )
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    return shapely.get_y(middles), shapely.get_x(middles)


def _share_along(network: RoadNetwork) -> NDArray[np.float64]:
    first, end = network.shape_start[:-1], network.shape_start[1:]
    arc = np.repeat(np.arange(network.arcs), end - first)
    east = np.diff(network.shape_longitude, prepend=0.0) * np.cos(np.radians(network.shape_latitude))
    step = np.hypot(east, np.diff(network.shape_latitude, prepend=0.0))
    step[first] = 0.0
    travelled = np.cumsum(step)
    travelled -= travelled[first][arc]
    whole = travelled[end - 1][arc]
    evenly = (np.arange(len(arc)) - first[arc]) / (end - first - 1)[arc]
    return np.asarray(np.where(whole > 0, travelled / np.where(whole > 0, whole, 1.0), evenly))


def _closed_arcs(scenario: Scenario, network: RoadNetwork, row: int, closure: Closure) -> tuple[NDArray[np.bool_], list[Problem]]:
    """The arcs of a closure, `bool[arc]`, and what is wrong with it."""
    where = f"closures.csv, record {row + 1}"
    problems = []
    arcs = np.zeros(network.arcs, dtype=np.bool_)
    try:
        arcs = _named_arcs(scenario, network, closure)
        if not arcs.any():
            problems.append(Problem(f"{where}, what", f"no road lies in the area '{closure.what}'", _DRAW_OVER_ROAD))
    except InputError as error:
        problems += [Problem(f"{where}, what", f"{problem.where}: {problem.what}", problem.repair) for problem in error.problems]
    if closure.since is not None and closure.until is not None and closure.until <= closure.since:
        problems.append(Problem(f"{where}, until", "the closure ends before or when it starts", "Write the later time as 'until'."))
    return arcs, problems


def _named_arcs(scenario: Scenario, network: RoadNetwork, closure: Closure) -> NDArray[np.bool_]:
    """Raises: InputError where the network or the scenario has nothing of this kind and name."""
    areas = {area.id: area for area in scenario.areas}
    legs = {leg.id: row for row, leg in enumerate(scenario.legs)}
    on_legs = network.node_place is not None
    unknown = f"{closure.kind} '{closure.what}'"
    match closure.kind:
        case ClosureKind.NAME:
            return arcs_named(network, closure.what)
        case ClosureKind.AREA if closure.what in areas:
            return arcs_in_ring(network, areas[closure.what].ring)
        case ClosureKind.AREA:
            raise InputError([Problem(unknown, "there is no area of this id", _did_you_mean(closure.what, areas))])
        case ClosureKind.LEG if on_legs and closure.what in legs:
            return arcs_of_way(network, legs[closure.what])
        case ClosureKind.LEG if on_legs:
            raise InputError([Problem(unknown, "there is no leg of this id", _did_you_mean(closure.what, legs))])
        case ClosureKind.LEG:
            raise InputError([Problem(unknown, "roads come from the OSM file, not from legs", "Close a name, way or area.")])
        case ClosureKind.WAY if on_legs:
            raise InputError([Problem(unknown, "roads come from legs, not from an OSM file", "Close a leg, name or area.")])
        case ClosureKind.WAY if not closure.what.isdecimal():
            raise InputError([Problem(unknown, "it is not the number of an OSM way", "Write digits only.")])
        case ClosureKind.WAY:
            return arcs_of_way(network, int(closure.what))


def _span(scenario: Scenario, closure: Closure) -> Interval | None:
    """When a closure holds within the horizon; None where it does not."""
    since, until = closure.since or scenario.horizon.starts_at, closure.until or scenario.horizon.ends_at
    shared = overlap((Interval(starts_at=since, ends_at=until),), (scenario.horizon,)) if since < until else ()
    return shared[0] if shared else None


def _did_you_mean(written: str, known: Mapping[str, object]) -> str:
    by_lower = {name.casefold(): name for name in known}
    near = get_close_matches(written.casefold(), by_lower, n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(repr(by_lower[name]) for name in near)}?" if near else "Nothing of a similar name is known."


def _road_at(network: RoadNetwork, node: int) -> str:
    names = {network.names[name] for name in network.arc_name[(network.arc_tail == node) | (network.arc_head == node)] if name >= 0}
    return f" ({', '.join(sorted(names))})" if names else ""


def _file(place: Place) -> str:
    return f"{place.kind}s.csv"
