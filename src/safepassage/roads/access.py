"""Which ways and barriers vehicles may pass.

One network serves buses, ambulances, lorries and private cars, so a way belongs to it only if an ordinary motor vehicle may use
it: a way for buses only (`motor_vehicle=no`, `bus=yes`) is left out. Ways closed to lorries or buses stay in and are counted
in the report: convoys pass them by agreement, and the reader is told. Decisions:

- service roads are used (hospitals and depots stand on them), but not driveways, parking aisles, drive-throughs and the like;
- tracks are used only where firm enough for a bus: `tracktype` grade1 or grade2, or a paved surface, or signed for motor vehicles;
- roads under construction, planned, abandoned or razed are not roads; a road drawn as an area has no line to drive;
- `destination`, `delivery`, `customers` and `permissive` are open; private, agricultural, forestry and military roads are not;
- a bollard, block or other obstacle stops every vehicle, a gate only where it is marked as private or closed, and a kind of
  barrier that is not known stops.

Tag meanings: OpenStreetMap wiki, "Key:access", "Key:barrier", "Key:tracktype".
"""

from collections.abc import Mapping

from safepassage.roads.speeds import CLASS_SPEED_KMH

ROAD_CLASSES = frozenset(CLASS_SPEED_KMH) - {"ferry"}
NOT_YET_OR_NO_MORE = frozenset(
    {"construction", "proposed", "planned", "abandoned", "disused", "razed", "demolished", "dismantled", "removed", "no"}
)
SERVICE_LEFT_OUT = frozenset(
    {"driveway", "driveway2", "parking_aisle", "drive-through", "drive_through", "emergency_access", "slipway", "spur", "layby"}
)
PAVED = frozenset({"asphalt", "paved", "concrete", "concrete:plates", "concrete:lanes", "paving_stones", "sett", "chipseal", "metal"})
FIRM_TRACKS = frozenset({"grade1", "grade2"})

OPEN = frozenset(
    {"yes", "permissive", "designated", "official", "public", "destination", "delivery", "customers", "residents", "residential"}
)
SHUT = frozenset(
    {
        "no",
        "private",
        "agricultural",
        "forestry",
        "military",
        "emergency",
        "permit",
        "restricted",
        "psv",
        "bus",
        "foot",
        "bicycle",
        "use_sidepath",
    }
)
ACCESS_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")  # the most specific that is given decides

PASSABLE_BARRIERS = frozenset(
    {
        "gate",
        "lift_gate",
        "swing_gate",
        "sliding_gate",
        "hampshire_gate",
        "bump_gate",
        "sally_port",
        "border_control",
        "toll_booth",
        "checkpoint",
        "cattle_grid",
        "entrance",
        "kerb",
        "no",
        "speed_bump",
        "chicane",
    }
)


def access_of(tags: Mapping[str, str]) -> str | None:
    """Why a way or node is shut to motor vehicles by its access tags, None where it is open."""
    for key in ACCESS_KEYS:
        if key not in tags:
            continue
        values = {value.strip() for value in tags[key].split(";")}
        if values & OPEN:
            return None
        if values & SHUT:
            is_for_buses = any(tags.get(bus) in ("yes", "designated") for bus in ("bus", "psv"))
            return "open to buses only" if is_for_buses else "access is private or forbidden"
        return "access value not known"
    return None


def why_left_out(tags: Mapping[str, str], *, include_ferries: bool) -> str | None:
    """Why a way with these tags is no part of the network, None where it is."""
    highway = tags.get("highway")
    if highway is None:
        return _why_ferry_left_out(tags, include_ferries=include_ferries)
    if highway in NOT_YET_OR_NO_MORE:
        return "under construction, planned or gone"
    if highway not in ROAD_CLASSES:
        return "not a road for vehicles"
    if tags.get("area", "no") != "no":
        return "drawn as an area"
    if tags.get("construction", "no") not in ("no", "minor", "widening") and highway == "road":
        return "under construction, planned or gone"
    if tags.get("impassable") == "yes" or tags.get("smoothness") == "impassable":
        return "marked as impassable"
    if highway == "service" and tags.get("service") in SERVICE_LEFT_OUT:
        return "driveway, parking aisle or similar"
    if highway == "track" and not _is_firm(tags):
        return "track not known to be firm"
    return access_of(tags)


def _why_ferry_left_out(tags: Mapping[str, str], *, include_ferries: bool) -> str | None:
    if tags.get("route") != "ferry":
        return "not a road for vehicles"
    if not include_ferries:
        return "ferry"
    if not any(key in tags for key in ("motorcar", "motor_vehicle", "vehicle")):
        return "ferry not known to take vehicles"
    return access_of(tags)


def _is_firm(tags: Mapping[str, str]) -> bool:
    return (
        tags.get("tracktype") in FIRM_TRACKS
        or tags.get("surface") in PAVED
        or any(tags.get(key) in ("yes", "designated") for key in ("motorcar", "motor_vehicle"))
    )


def is_blocked(node_tags: Mapping[str, str]) -> bool:
    """Whether the barrier on a node stops vehicles. Access tags on it decide first."""
    barrier = node_tags.get("barrier")
    if barrier is None:
        return False
    if any(key in node_tags for key in ACCESS_KEYS):
        return access_of(node_tags) is not None
    return barrier not in PASSABLE_BARRIERS
