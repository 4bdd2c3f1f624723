"""The road network: a compact directed graph, the same value whether it was read from OSM or from a table of legs.

Invariant: arrays are read-only and agree in length; `content_hash` is the SHA-256 over all of them, so that two networks
with one hash are the same network and an arc number means the same road in both.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Int32s = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class RoadNetwork:
    """A directed network of N nodes and A arcs; a road open in both directions is two arcs.

    `node_ids` are OSM node ids; negative ones were made by the reader (a long straight road cut into pieces, the two sides of
    a barrier). On a table of legs they are the row of the place, and `node_place` holds the place ids.
    `arc_way` is the OSM way id, or the row of the leg. `arc_lanes` counts lanes of the arc's own direction.
    `arc_max_weight_t` is nan where no limit is stated, which does not mean that there is none.
    `arc_name` indexes `names` (-1: none); `alias_arc` and `alias_name` are pairs that say by which further names an arc goes.
    The line of arc `a` is `shape_latitude[shape_start[a]:shape_start[a + 1]]`, tail and head included, and so for longitude.
    `banned_turns[k]` is a pair of arcs that may not follow one another.
    """

    node_latitude: Floats
    node_longitude: Floats
    node_ids: Ints
    node_place: tuple[str, ...] | None
    arc_tail: Int32s
    arc_head: Int32s
    arc_length_m: Floats
    arc_time_s: Floats
    arc_way: Ints
    arc_lanes: NDArray[np.int16]
    arc_is_bridge: Bools
    arc_max_weight_t: Floats
    arc_name: Int32s
    names: tuple[str, ...]
    alias_arc: Int32s
    alias_name: Int32s
    shape_start: Ints
    shape_latitude: Floats
    shape_longitude: Floats
    banned_turns: Int32s
    content_hash: str

    @property
    def nodes(self) -> int:
        return len(self.node_ids)

    @property
    def arcs(self) -> int:
        return len(self.arc_tail)


TEXT_FIELDS = ("node_place", "names")
ARRAY_TYPES = {
    "node_latitude": np.float64,
    "node_longitude": np.float64,
    "node_ids": np.int64,
    "arc_tail": np.int32,
    "arc_head": np.int32,
    "arc_length_m": np.float64,
    "arc_time_s": np.float64,
    "arc_way": np.int64,
    "arc_lanes": np.int16,
    "arc_is_bridge": np.bool_,
    "arc_max_weight_t": np.float64,
    "arc_name": np.int32,
    "alias_arc": np.int32,
    "alias_name": np.int32,
    "shape_start": np.int64,
    "shape_latitude": np.float64,
    "shape_longitude": np.float64,
    "banned_turns": np.int32,
}


def build_network(*, node_place: tuple[str, ...] | None, names: tuple[str, ...], **arrays: Any) -> RoadNetwork:
    """A network from its arrays (any array-like, by field name): brought to type, locked against writing, and hashed.

    Raises:
        ValueError: an array is missing or too much, or their lengths disagree (a fault of ours, not of a file).
    """
    if set(arrays) != set(ARRAY_TYPES):
        raise ValueError(f"arrays missing or unknown: {sorted(set(arrays) ^ set(ARRAY_TYPES))}")
    locked: dict[str, Any] = {}
    for field, dtype in ARRAY_TYPES.items():
        array: NDArray[np.generic] = np.ascontiguousarray(arrays[field], dtype=dtype)
        if field == "banned_turns":
            array = array.reshape(-1, 2)
        array.setflags(write=False)
        locked[field] = array
    node_count, arc_count = len(locked["node_ids"]), len(locked["arc_tail"])
    for field, array in locked.items():
        wanted = node_count if field.startswith("node_") else arc_count if field.startswith("arc_") else len(array)
        if len(array) != wanted:
            raise ValueError(f"{field} has {len(array)} entries, not {wanted}")
    if len(locked["shape_start"]) != arc_count + 1 or locked["shape_start"][-1] != len(locked["shape_latitude"]):
        raise ValueError("the lines of the arcs do not fit the arcs")
    return RoadNetwork(**locked, node_place=node_place, names=names, content_hash=_content_hash(locked, node_place, names))


def _content_hash(arrays: dict[str, NDArray[np.generic]], node_place: tuple[str, ...] | None, names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for field in sorted(arrays):
        digest.update(f"{field} {arrays[field].dtype.str} {arrays[field].shape}\n".encode())
        digest.update(arrays[field].tobytes())
    digest.update(json.dumps([node_place, names], ensure_ascii=False).encode())
    return digest.hexdigest()


def driving_time_s(network: RoadNetwork, max_speed_kmh: float) -> Floats:
    """Driving time of every arc for a vehicle of this top speed, in seconds: `[arc]`.

    The longer of the free driving time and the arc's length at the top speed.
    """
    if not max_speed_kmh > 0.0:
        raise ValueError("a top speed must be above zero")
    return np.maximum(network.arc_time_s, network.arc_length_m / (max_speed_kmh / 3.6))


assert {field.name for field in fields(RoadNetwork)} == {*ARRAY_TYPES, *TEXT_FIELDS, "content_hash"}  # noqa: S101  the two lists above
