"""What the scenario and the network say about the places and arcs of a plan, looked up once.

Only the arcs that the plan's routes use are looked at: their segments and their closures.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray

from safepassage.corridor import (
    Checkpoint,
    Closure,
    ClosureKind,
    GatheringPoint,
    GoodsKind,
    Hospital,
    Place,
    ReceptionCentre,
    SafeHalt,
    Segment,
    VehicleType,
    local_text,
)
from safepassage.planning.checking.daylight import light_spans
from safepassage.planning.checking.spans import FOREVER, NEVER, Span, daily_hours, posix_s
from safepassage.planning.route import Route
from safepassage.roads import RoadNetwork
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True)
class Ground:
    """The ground on which a plan is checked. Arcs are those of the plan's routes that the network has."""

    scenario: Scenario
    network: RoadNetwork
    place_nodes: Mapping[str, int]
    light: list[Span]
    segment_of_arc: dict[int, str]
    closed_of_arc: dict[int, list[Span]]
    banned_turns: set[tuple[int, int]]

    @cached_property
    def gathering_points(self) -> dict[str, GatheringPoint]:
        return {place.id: place for place in self.scenario.gathering_points}

    @cached_property
    def receptions(self) -> dict[str, ReceptionCentre | Hospital]:
        centres: tuple[ReceptionCentre | Hospital, ...] = (*self.scenario.reception_centres, *self.scenario.hospitals)
        return {place.id: place for place in centres}

    @cached_property
    def depots(self) -> set[str]:
        return {place.id for place in self.scenario.depots}

    @cached_property
    def safe_halts(self) -> dict[str, SafeHalt]:
        return {place.id: place for place in self.scenario.safe_halts}

    @cached_property
    def checkpoints(self) -> dict[str, Checkpoint]:
        return {place.id: place for place in self.scenario.checkpoints}

    @cached_property
    def checkpoint_hours(self) -> dict[str, list[Span]]:
        """When each checkpoint is open, by the clock of its party."""
        zones = {party.id: ZoneInfo(party.zone) for party in self.scenario.parties}
        return {
            place.id: daily_hours(self.horizon, place.opens, place.closes, zones.get(place.party, ZoneInfo(self.scenario.zone)))
            for place in self.scenario.checkpoints
        }

    @cached_property
    def checkpoints_of_node(self) -> dict[int, list[Checkpoint]]:
        at_node: dict[int, list[Checkpoint]] = {}
        for checkpoint in self.scenario.checkpoints:
            if checkpoint.id in self.place_nodes:
                at_node.setdefault(self.place_nodes[checkpoint.id], []).append(checkpoint)
        return at_node

    @cached_property
    def places(self) -> dict[str, Place]:
        return {place.id: place for place in self.scenario.places}

    @cached_property
    def segments(self) -> dict[str, Segment]:
        return {segment.id: segment for segment in self.scenario.segments}

    @cached_property
    def types(self) -> dict[str, VehicleType]:
        return {vehicle_type.id: vehicle_type for vehicle_type in self.scenario.vehicle_types}

    @cached_property
    def stock_kg(self) -> Counter[tuple[str, GoodsKind]]:
        total: Counter[tuple[str, GoodsKind]] = Counter()
        for stock in self.scenario.stocks:
            total[stock.place, stock.kind] += stock.weight_kg
        return total

    @cached_property
    def need_kg(self) -> Counter[tuple[str, GoodsKind]]:
        total: Counter[tuple[str, GoodsKind]] = Counter()
        for need in self.scenario.needs:
            total[need.place, need.kind] += need.weight_kg
        return total

    @cached_property
    def need_places(self) -> set[str]:
        return {need.place for need in self.scenario.needs}

    @property
    def horizon(self) -> Span:
        return posix_s(self.scenario.horizon.starts_at), posix_s(self.scenario.horizon.ends_at)

    def clock(self, at_s: float) -> str:
        """A moment as people of the scenario's zone read it."""
        return local_text(datetime.fromtimestamp(at_s, UTC), self.scenario.zone)

    def road_of(self, arc: int) -> str:
        """An arc as people know it: its leg, or its OSM way with the name of the road."""
        network, number = self.network, int(self.network.arc_way[arc])
        if network.node_place is not None:
            legs = self.scenario.legs
            return f"leg {legs[number].id}" if 0 <= number < len(legs) else f"leg {number + 1}"
        name = int(network.arc_name[arc])
        return f"{network.names[name]}, OSM way {number}" if name >= 0 else f"OSM way {number}"

    def is_end_of_journey(self, place: str | None) -> bool:
        return place in self.depots or place in self.receptions

    def is_exposed(self, place: str | None) -> bool:
        """Whether nothing may stand there in the dark."""
        return (place in self.gathering_points or place in self.need_places) and not self.is_end_of_journey(place)


def survey(scenario: Scenario, network: RoadNetwork, routes: Iterable[Route], place_nodes: Mapping[str, int]) -> Ground:
    """Look up everything that the routes touch."""
    used = sorted({arc for route in routes for arc in route.arcs if 0 <= arc < len(network.arc_tail)})
    arcs = np.array(used, dtype=np.int64)
    lines = _lines(network, arcs)
    bans: NDArray[np.int32] = network.banned_turns[np.isin(network.banned_turns, arcs).all(axis=1)]
    return Ground(
        scenario=scenario,
        network=network,
        place_nodes=place_nodes,
        light=light_spans(scenario),
        segment_of_arc=_segments(scenario, network, arcs, lines),
        closed_of_arc=_closures(scenario, network, arcs, lines),
        banned_turns={(int(arc), int(following)) for arc, following in bans},
    )


def _lines(network: RoadNetwork, arcs: NDArray[np.int64]) -> NDArray[np.object_]:
    """Each arc's line in degrees, longitude first."""
    lines = []
    for arc in arcs:
        points = slice(int(network.shape_start[arc]), int(network.shape_start[arc + 1]))
        lines.append(shapely.linestrings(network.shape_longitude[points], network.shape_latitude[points]))
    return np.array(lines, dtype=object)


def _segments(scenario: Scenario, network: RoadNetwork, arcs: NDArray[np.int64], lines: NDArray[np.object_]) -> dict[int, str]:
    """The segment of each arc that is on one: of its leg, or of the area in which its middle lies."""
    if network.node_place is not None:
        segment_of_leg = [leg.segment for leg in scenario.legs]
        rows = {int(arc): int(network.arc_way[arc]) for arc in arcs}
        stated = {arc: segment_of_leg[row] for arc, row in rows.items() if 0 <= row < len(segment_of_leg)}
        return {arc: segment for arc, segment in stated.items() if segment is not None}
    if not len(arcs):
        return {}
    middles = shapely.line_interpolate_point(lines, 0.5, normalized=True)
    rings = {area.id: area.ring for area in scenario.areas}
    found: dict[int, str] = {}
    for segment in scenario.segments:
        if segment.id in rings:
            for arc in arcs[shapely.contains(shapely.Polygon(rings[segment.id]), middles)]:
                found.setdefault(int(arc), segment.id)
    return found


def _closures(scenario: Scenario, network: RoadNetwork, arcs: NDArray[np.int64], lines: NDArray[np.object_]) -> dict[int, list[Span]]:
    """When each arc that a closure names is closed."""
    closed: dict[int, list[Span]] = {}
    for closure in scenario.closures:
        span = (
            NEVER if closure.since is None else posix_s(closure.since),
            FOREVER if closure.until is None else posix_s(closure.until),
        )
        for arc in arcs[_is_named(closure, scenario, network, arcs, lines)]:
            closed.setdefault(int(arc), []).append(span)
    return closed


def _is_named(
    closure: Closure, scenario: Scenario, network: RoadNetwork, arcs: NDArray[np.int64], lines: NDArray[np.object_]
) -> NDArray[np.bool_]:
    nothing = np.zeros(len(arcs), dtype=np.bool_)
    if closure.kind is ClosureKind.AREA:
        ring = next((area.ring for area in scenario.areas if area.id == closure.what), None)
        return nothing if ring is None else np.asarray(shapely.intersects(shapely.Polygon(ring), lines), dtype=np.bool_)
    if closure.kind is ClosureKind.NAME:
        named = [index for index, name in enumerate(network.names) if _plain(name) == _plain(closure.what)]
        by_alias = network.alias_arc[np.isin(network.alias_name, named)]
        return np.isin(network.arc_name[arcs], named) | np.isin(arcs, by_alias)
    if closure.kind is ClosureKind.WAY:
        is_number = closure.what.strip().isdecimal() and network.node_place is None
        return network.arc_way[arcs] == int(closure.what) if is_number else nothing
    if network.node_place is None:
        return nothing
    return np.isin(network.arc_way[arcs], [row for row, leg in enumerate(scenario.legs) if leg.id == closure.what])


def _plain(name: str) -> str:
    """A name as it is compared: letters and digits only, without capitals."""
    return "".join(character for character in unicodedata.normalize("NFKC", name).casefold() if character.isalnum())
