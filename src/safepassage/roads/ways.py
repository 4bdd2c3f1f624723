"""What one OSM way says about the road: direction, lanes, bridge, weight limit, names, speeds.

Invariant: a direction that is not understood leaves the way out; a road is never opened against a one-way by a guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from safepassage.roads.access import why_left_out
from safepassage.roads.speeds import free_speed

COACH_T = 18.0  # two axles, loaded: Council Directive 96/53/EC, annex I, point 2.3
COACH_HEIGHT_M = 4.0  # the same, point 1.3
LANES_BY_CLASS = {"motorway": 2, "trunk": 1}  # per direction, where no number is stated; 1 for every other class
MOST_LANES = 12
NAME_KEYS = (
    "name",
    "ref",
    "bridge:name",
    "alt_name",
    "official_name",
    "old_name",
    "short_name",
    "loc_name",
    "int_name",
    "int_ref",
    "nat_ref",
)
ONEWAY_VALUES = {"yes": "forward", "true": "forward", "1": "forward", "-1": "backward", "reverse": "backward"}
BOTH_WAYS = frozenset({"no", "false", "0", "alternating"})

_WEIGHT = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(t|kg|lbs|st)?$")
_HEIGHT = re.compile(r"^(\d+(?:[.,]\d+)?)\s*m?$")
_TONNES = {"t": 1.0, "kg": 0.001, "lbs": 0.00045359237, "st": 0.90718474}
_NAME_IN_LANGUAGE = re.compile(r"^(?:bridge:)?(?:alt_|official_|old_)?name(?::[A-Za-z\-]+)?$")


@dataclass(frozen=True, slots=True)
class WayFacts:
    """One way as a road. Lanes and speeds are 0 in a direction that is closed; `names[0]` is the one to print."""

    road_class: str
    forward_kmh: float
    backward_kmh: float
    forward_lanes: int
    backward_lanes: int
    is_bridge: bool
    max_weight_t: float
    names: tuple[str, ...]
    notes: tuple[str, ...]


def read_way(tags: Mapping[str, str], *, include_ferries: bool) -> WayFacts | str:
    """The facts of a way, or the reason why it is left out."""
    reason = why_left_out(tags, include_ferries=include_ferries)
    if reason is not None:
        return reason
    road_class = tags.get("highway", "ferry")
    direction = way_direction(road_class, tags)
    if direction == "changing":
        return "direction changes by the hour"
    if direction == "unknown":
        return "one-way value not known"
    speed = free_speed(road_class, tags)
    forward_lanes, backward_lanes = _lanes(road_class, tags, direction)
    max_weight_t, is_weight_known = _max_weight_t(tags)
    notes = [f"limit not understood, class speed taken: {value}" for value in speed.not_understood]
    if not is_weight_known:
        notes.append(f"weight limit not understood, none taken: maxweight={tags['maxweight']}")
    for key, meaning in (("hgv", "closed to lorries, kept"), ("bus", "closed to buses, kept"), ("psv", "closed to buses, kept")):
        if tags.get(key) in ("no", "private"):
            notes.append(f"{meaning}: {key}={tags[key]}")
    if any(key.endswith(":conditional") and key.split(":")[0] in ("access", "vehicle", "motor_vehicle", "motorcar") for key in tags):
        notes.append("closed or open at some hours only, kept as the rest of its tags say")
    if max_weight_t < COACH_T:
        notes.append(f"weight limit below {COACH_T:g} t (a loaded coach), kept: maxweight={tags['maxweight']}")
    if _height_m(tags) < COACH_HEIGHT_M:
        notes.append(f"height limit below {COACH_HEIGHT_M:g} m (a coach or lorry), kept: maxheight={tags['maxheight']}")
    is_bridge = tags.get("bridge", "no") != "no"
    return WayFacts(
        road_class=road_class,
        forward_kmh=speed.forward_kmh if direction != "backward" else 0.0,
        backward_kmh=speed.backward_kmh if direction != "forward" else 0.0,
        forward_lanes=forward_lanes,
        backward_lanes=backward_lanes,
        is_bridge=is_bridge,
        max_weight_t=max_weight_t,
        names=_names(tags, is_bridge=is_bridge),
        notes=tuple(notes),
    )


def way_direction(road_class: str, tags: Mapping[str, str]) -> str:
    """`forward` or `backward` along the drawn line, `both`, `changing` (reversible) or `unknown`.

    Roundabouts and motorways are one-way unless they say otherwise (OpenStreetMap wiki, "Key:oneway").
    """
    oneway = tags.get("oneway")
    if oneway is None:
        is_implied = tags.get("junction") in ("roundabout", "circular") or road_class == "motorway"
        return "forward" if is_implied else "both"
    if oneway in BOTH_WAYS:
        return "both"
    if oneway == "reversible":
        return "changing"
    return ONEWAY_VALUES.get(oneway, "unknown")


def _lanes(road_class: str, tags: Mapping[str, str], direction: str) -> tuple[int, int]:
    """Lanes along and against the way. An odd number of a two-way road counts the smaller half each way."""
    usual = LANES_BY_CLASS.get(road_class, 1)
    stated = _whole_number(tags.get("lanes"))
    if direction != "both":
        lanes = stated or usual
        return (lanes, 0) if direction == "forward" else (0, lanes)
    half = max(1, stated // 2) if stated else usual
    return _whole_number(tags.get("lanes:forward")) or half, _whole_number(tags.get("lanes:backward")) or half


def _whole_number(text: str | None) -> int:
    """The number of lanes in a tag, rounded down; 0 where it states none."""
    try:
        lanes = float(text or "")
    except ValueError:
        return 0
    return int(lanes) if 1.0 <= lanes <= MOST_LANES else 0


def _max_weight_t(tags: Mapping[str, str]) -> tuple[float, bool]:
    """The weight limit in tonnes (nan: none stated), and whether the tag was understood."""
    text = tags.get("maxweight")
    if text is None or text in ("none", "unsigned", "default", "no"):
        return float("nan"), True
    limits = []
    for part in text.split(";"):
        match = _WEIGHT.match(part.strip())
        if not match:
            return float("nan"), False
        limits.append(float(match[1].replace(",", ".")) * _TONNES[match[2] or "t"])
    return min(limits), True


def _height_m(tags: Mapping[str, str]) -> float:
    """The height limit in metres; nan where none is stated in metres."""
    match = _HEIGHT.match(tags.get("maxheight", ""))
    return float(match[1].replace(",", ".")) if match else float("nan")


def _names(tags: Mapping[str, str], *, is_bridge: bool) -> tuple[str, ...]:
    """Every name and number of a way, the one to print first; a bridge's own name before the road's."""
    order = ("bridge:name", *NAME_KEYS) if is_bridge else NAME_KEYS
    keys = [*order, *sorted(key for key in tags if key not in NAME_KEYS and _NAME_IN_LANGUAGE.match(key))]
    values: dict[str, None] = {}
    for key in keys:
        for value in tags.get(key, "").split(";"):
            if value.strip():
                values[value.strip()] = None
    return tuple(values)
