"""A route: one road between two places, with everything that a vehicle meets on it.

Times are whole minutes after departure, rounded up, and include the holds at checkpoints passed before.
"""

from pydantic import Field

from safepassage.corridor import Identifier, Latitude, Longitude, Record, RouteId


class Passage(Record):
    """The time that a vehicle is on one segment, once."""

    segment: Identifier
    enters_min: int = Field(ge=0, description="minutes after departure, rounded down")
    leaves_min: int = Field(ge=0, description="minutes after departure, rounded up, holds at checkpoints on the segment included")
    km: float = Field(ge=0.0)


class Crossing(Record):
    """The hold at one checkpoint."""

    checkpoint: Identifier
    arrives_min: int = Field(ge=0, description="minutes after departure, rounded down; the quarter hour of this minute is used")
    hold_min: int = Field(ge=0)


class RoutePoint(Record):
    """A point of the road's line."""

    latitude: Latitude
    longitude: Longitude
    km: float = Field(ge=0.0, description="kilometres from the origin")
    minutes: float = Field(ge=0.0, description="minutes after departure, holds included")
    place: Identifier | None = Field(default=None, description="the place that stands here, if one does")


class Route(Record):
    """One road between two places for vehicles of one top speed."""

    id: RouteId
    origin: Identifier
    destination: Identifier
    max_speed_kmh: float = Field(gt=0.0)
    km: float = Field(ge=0.0)
    minutes: int = Field(ge=0, description="driving and holds, rounded up")
    passages: tuple[Passage, ...]
    crossings: tuple[Crossing, ...]
    points: tuple[RoutePoint, ...]
    arcs: tuple[int, ...] = Field(description="the network's arcs in order; with its content hash they name the road exactly")
    roads: tuple[str, ...] = Field(default=(), description="names or numbers of the roads in order, without repetition")
