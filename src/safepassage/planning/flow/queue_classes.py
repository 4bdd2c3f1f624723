"""Classes of own transport that queue together, and the flow of one of them."""

from dataclasses import dataclass
from functools import cached_property

from safepassage.corridor import OwnTransport
from safepassage.planning.flow.network import Flow, FlowNetwork
from safepassage.planning.flow.streets import Streets
from safepassage.planning.flow.ways import Way, ways_of


@dataclass(frozen=True, slots=True, eq=False)
class QueueClass:
    """Rows of own transport that are one commodity, with their streets."""

    rows: tuple[OwnTransport, ...]
    streets: Streets

    @property
    def own(self) -> OwnTransport:
        return self.rows[0]

    @property
    def units(self) -> dict[str, int]:
        units: dict[str, int] = {}
        for row in self.rows:
            units[row.gathering_point] = units.get(row.gathering_point, 0) + row.units
        return units

    @property
    def most_people_per_unit(self) -> float:
        return max(row.people.total_people / row.units for row in self.rows)


@dataclass(frozen=True, eq=False)
class Solved:
    """`is_split`: a limit was shared out among entries; `is_room_short`: a reception centre was full."""

    of: QueueClass
    network: FlowNetwork
    flow: Flow
    is_split: bool
    is_room_short: bool

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        return tuple(ways_of(self.network, self.flow))

    @cached_property
    def names(self) -> dict[int, tuple[str, ...]]:
        """What each node of the flow network is."""
        return {node: tuple(str(part) for part in name) for name, node in self.of.streets.names.items() if isinstance(name, tuple)}
