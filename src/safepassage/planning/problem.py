"""The planning problem in numbers: what the optimiser sees of a scenario.

Time is the minute of the horizon, 0 to `horizon_min`. A vehicle's day is a path through **stations** (a place with what the
vehicle is there for) over **moves** (loading, boarding, or a drive with the unloading or alighting on arrival). Moves
use **limits**: so many vehicles per quarter hour.

Invariant: every option that `docs/rules.md` allows a vehicle is a path here, or the bound would not hold for it.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import GoodsKind
from safepassage.planning.result import BindingKind

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

QUARTER_MIN = 15

ROUNDING_KM = 0.001
"""A road may be so much longer than a limit of distance: what rounding of its arcs can add up to."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A capacity for every quarter of the horizon, or for every first minute of a quarter at a halt.

    `capacity` is indexed by slot. Minute m falls in slot (m + problem.quarter_offset_min) // 15. `opening_points` is the price of
    the first use of a slot: of a quarter of silence on a segment, or of a convoy on a route. These have no kind and no capacity of their
    own (infinite), and come last in a problem.
    """

    kind: BindingKind | None
    what: str
    direction: str | None
    capacity: Floats
    opening_points: float = 0.0


class StationKind(StrEnum):
    BASE = "base"
    READY = "ready"
    TARGET = "target"
    HALT = "halt"


@dataclass(frozen=True, slots=True)
class Station:
    """A place together with what the vehicle is there for.

    `boarded_at` are the gathering points, by name, whose people are on board, `loaded_at` the stock whose goods are, or were just
    unloaded at a target; None: none.
    `halts` counts the halts since the last place that is none; `used_km` is the distance since the last refuelling, rounded down to the
    graph's fuel grain.
    """

    kind: StationKind
    place: str
    direction: str
    boarded_at: tuple[str, ...] = ()
    loaded_at: str | None = None
    halts: int = 0
    used_km: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """The course of a move in time, shared by all moves that differ only in their stations.

    It begins with the drive; boarding and loading are moves of their own, without a route. `uses` are (limit, minutes after the start
    of the move).
    """

    route: str | None
    direction: str
    drive_min: int
    total_min: int
    km: float
    uses: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What a vehicle does between two stations, without a pause: load; board; drive and unload; drive and alight; drive to a halt.

    `pair` is the index of (gathering points, reception) whose seats this move provides, -1 for none; `lane` the index of (stock, place
    of need) whose payload it provides, -1 for none.
    """

    tail: int
    head: int
    shape: int
    boards_at: str | None
    alights: bool
    loads_at: str | None
    unloads: bool
    pair: int
    lane: int


@dataclass(frozen=True, slots=True, eq=False)
class VehicleGraph:
    """All paths of one kind of vehicle.

    Arrays: `open_min[shape, minute]` says when a move of this shape may start; `wait_min[station, minute]` whether a vehicle may stand
    there from this minute to the next; `tie_points[shape, minute]` is the small cost that orders plans of equal worth,
    `cost_points[shape, minute]` what the user's own weights charge. Moves are sorted by tail.
    """

    stations: tuple[Station, ...]
    moves: tuple[Move, ...]
    shapes: tuple[Shape, ...]
    open_min: Bools
    wait_min: Bools
    tie_points: Floats
    cost_points: Floats
    halt_limit: tuple[int, ...]
    seats: int
    stretcher_bays: int
    payload_kg: int
    fuel_range_km: float | None

    def shape(self, move: int) -> Shape:
        return self.shapes[self.moves[move].shape]


@dataclass(frozen=True, slots=True)
class FleetRow:
    """Vehicles of one row of the scenario's fleet: how many, which graph, where they start, and from which minute on."""

    row: int
    vehicles: int
    graph: int
    start_station: int
    starts_min: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """People who wait at one gathering point and board as whole units: one person of a class in no group, or a whole group.

    `seats` and `stretcher_bays` are what one unit takes, `points` what it is worth.
    """

    gathering_point: str
    units: int
    seats: int
    stretcher_bays: int
    points: float


@dataclass(frozen=True, slots=True)
class Shelter:
    """What a reception can take over the horizon."""

    place: str
    capacity_people: int
    hospital_beds: int


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Goods wanted: row of the scenario's needs, and the points for each kilogram."""

    row: int
    place: str
    kind: GoodsKind
    weight_kg: int
    points_per_kg: float


@dataclass(frozen=True, slots=True)
class StockLine:
    place: str
    kind: GoodsKind
    weight_kg: int


@dataclass(frozen=True, slots=True, eq=False)
class OwnFlow:
    """One row of own transport on one route: which minutes are open, what a unit uses and is worth."""

    row: int
    route: str
    reception: str
    minutes: int
    open_min: Bools
    uses: tuple[tuple[int, int], ...]
    share: float


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One row of own transport: units, and points of an average unit."""

    row: int
    units: int
    points_per_unit: float


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """The whole problem. `pairs` are (gathering points that a journey boards at, by name, reception): people of each of these points may
    take its seats. `lanes` are (stock, place of need).
    """

    horizon_min: int
    quarter_offset_min: int
    limits: tuple[Limit, ...]
    graphs: tuple[VehicleGraph, ...]
    fleet: tuple[FleetRow, ...]
    pairs: tuple[tuple[tuple[str, ...], str], ...]
    lanes: tuple[tuple[str, str], ...]
    demands: tuple[Demand, ...]
    shelters: tuple[Shelter, ...]
    needs: tuple[NeedLine, ...]
    stocks: tuple[StockLine, ...]
    own_rows: tuple[OwnRow, ...]
    own_flows: tuple[OwnFlow, ...]

    @property
    def slots(self) -> int:
        """Quarters that the horizon touches."""
        return -(-(self.horizon_min + self.quarter_offset_min) // QUARTER_MIN)

    def slot(self, minute: int) -> int:
        return (minute + self.quarter_offset_min) // QUARTER_MIN

    @property
    def scarce(self) -> int:
        """How many limits have a capacity; they come before all others."""
        return next((number for number, limit in enumerate(self.limits) if limit.kind is None), len(self.limits))

    def capacity(self) -> Floats:
        """`float[limit, slot]` of the limits that have a capacity."""
        return np.array([limit.capacity for limit in self.limits[: self.scarce]], float).reshape(self.scarce, self.slots)
