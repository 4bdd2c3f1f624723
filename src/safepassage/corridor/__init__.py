"""The words of the field: pure values, no input or output. Start reading here.

A **corridor** is a route agreed for a purpose. Its **segments** are each held by one **party** and pass through
**checkpoints**; a **window** is when a segment is silent. People wait at **gathering points** by **priority class**, travel in
**convoys** and are received at **reception centres** and **hospitals**; goods go in on the way.
"""

from safepassage.corridor.control import (
    Control,
    DangerPoint,
    Interval,
    OfferedWindow,
    Party,
    Segment,
    SegmentDanger,
    WindowStatus,
)
from safepassage.corridor.fleet import FleetEntry, OwnTransport, OwnTransportMode, VehicleType
from safepassage.corridor.goods import GoodsKind, Need, Stock
from safepassage.corridor.instants import Instant, known_zone, local_text, parse_instant
from safepassage.corridor.people import NOBODY, Group, PeopleByClass, PriorityClass, people_by_class
from safepassage.corridor.places import (
    Checkpoint,
    Depot,
    GatheringPoint,
    HandoverPoint,
    Hospital,
    Place,
    PlaceKind,
    PlaceName,
    ReceptionCentre,
    SafeHalt,
    Waypoint,
)
from safepassage.corridor.record import Identifier, Latitude, Longitude, Record, RouteId, SourcedRecord
from safepassage.corridor.roads import Closure, ClosureKind, Leg

__all__ = [
    "NOBODY",
    "Checkpoint",
    "Closure",
    "ClosureKind",
    "Control",
    "DangerPoint",
    "Depot",
    "FleetEntry",
    "GatheringPoint",
    "GoodsKind",
    "Group",
    "HandoverPoint",
    "Hospital",
    "Identifier",
    "Instant",
    "Interval",
    "Latitude",
    "Leg",
    "Longitude",
    "Need",
    "OfferedWindow",
    "OwnTransport",
    "OwnTransportMode",
    "Party",
    "PeopleByClass",
    "Place",
    "PlaceKind",
    "PlaceName",
    "PriorityClass",
    "ReceptionCentre",
    "Record",
    "RouteId",
    "SafeHalt",
    "Segment",
    "SegmentDanger",
    "SourcedRecord",
    "Stock",
    "VehicleType",
    "Waypoint",
    "WindowStatus",
    "known_zone",
    "local_text",
    "parse_instant",
    "people_by_class",
]
