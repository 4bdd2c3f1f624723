"""What checkpoints, segments and reception centres still take after the convoys: by quarter of an hour (rules 13, 15 and 17).

Invariant: places are only ever taken, and never below zero.
"""

import math
from collections.abc import Mapping
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.flow.streets import CHECKPOINT, SEGMENT, Gate, Streets
from safepassage.planning.itinerary import Alight, Direction, Drive
from safepassage.planning.problem import QUARTER_MIN
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import horizon_min

QUEUE_MIN = 60
"""Who waits where is told by so many minutes."""

_ROUNDING = 1e-9


class Places:
    """Vehicles that each checkpoint and segment still lets through outbound, `float[quarter]`, and people that receptions still take."""

    def __init__(self, scenario: Scenario, plan: Plan | None) -> None:
        self._starts_at = scenario.horizon.starts_at
        self.minutes = horizon_min(scenario)
        self.offset_min = int(self._starts_at.timestamp() // 60) % QUARTER_MIN
        quarters = -(-(self.minutes + self.offset_min) // QUARTER_MIN)
        self._out: dict[tuple[str, str], NDArray[np.float64]] = {}
        self._both: dict[tuple[str, str], NDArray[np.float64]] = {}
        for checkpoint in scenario.checkpoints:
            self._out[CHECKPOINT, checkpoint.id] = np.full(quarters, float(checkpoint.outbound_vehicles_per_15_min))
            if checkpoint.vehicles_per_15_min is not None:
                self._both[CHECKPOINT, checkpoint.id] = np.full(quarters, float(checkpoint.vehicles_per_15_min))
        for segment in scenario.segments:
            if segment.vehicles_per_15_min is not None:
                self._out[SEGMENT, segment.id] = np.full(quarters, float(segment.vehicles_per_15_min))
        self.people = {centre.id: centre.capacity_people for centre in scenario.reception_centres}
        if plan is not None:
            self._deduct(plan)

    def _deduct(self, plan: Plan) -> None:
        for itinerary in plan.itineraries:
            for activity in itinerary.activities:
                if isinstance(activity, Drive):
                    route, departs_min = plan.route(activity.route), self._minute(activity.starts_at)
                    is_outbound = activity.direction is Direction.OUTBOUND
                    for crossing in route.crossings:
                        self._take(CHECKPOINT, crossing.checkpoint, departs_min + crossing.arrives_min, is_outbound)
                    for passage in route.passages:
                        self._take(SEGMENT, passage.segment, departs_min + passage.enters_min, is_outbound)
                elif isinstance(activity, Alight) and activity.place in self.people:
                    self.people[activity.place] -= activity.people.seated_people

    def _minute(self, at: datetime) -> int:
        return int((at - self._starts_at).total_seconds() // 60)

    def _take(self, kind: str, what: str, minute: int, is_outbound: bool) -> None:
        quarter = (minute + self.offset_min) // QUARTER_MIN
        for left in ([self._out] if is_outbound else []) + [self._both]:
            if (kind, what) in left:
                left[kind, what][quarter] = max(0.0, left[kind, what][quarter] - 1.0)

    def left(self, kind: str, what: str) -> NDArray[np.float64]:
        """Vehicles by quarter, both directions' limit observed too."""
        out = self._out[kind, what]
        both = self._both.get((kind, what))
        return out if both is None else np.minimum(out, both)

    def outbound(self, kind: str, what: str) -> NDArray[np.float64]:
        """Vehicles outbound by quarter, the limit of both directions apart."""
        return self._out[kind, what]

    def both_ways(self, checkpoint: str) -> NDArray[np.float64]:
        """Vehicles by quarter of a checkpoint that limits both directions together."""
        return self._both[CHECKPOINT, checkpoint]

    def gates(self) -> dict[tuple[str, str], NDArray[np.float64]]:
        """`left` of everything that has a limit."""
        return {key: self.left(*key) for key in self._out}

    def take_units(self, kind: str, what: str, units: NDArray[np.int64], share: float) -> None:
        """Deduct units by minute that have passed."""
        by_quarter = self.by_quarter(units) * share
        for left in (self._out, self._both):
            if (kind, what) in left:
                left[kind, what] = np.maximum(0.0, left[kind, what] - by_quarter)

    def widen(self, kind: str, what: str, vehicles: float) -> None:
        """So many vehicles more in every quarter."""
        for left in (self._out, self._both):
            if (kind, what) in left:
                left[kind, what] = left[kind, what] + vehicles

    def by_quarter(self, units: NDArray[np.int64]) -> NDArray[np.int64]:
        quarter = (np.arange(self.minutes) + self.offset_min) // QUARTER_MIN
        return np.bincount(quarter, weights=units, minlength=-(-(self.minutes + self.offset_min) // QUARTER_MIN)).astype(np.int64)

    def per_minute(self, streets: Streets, share: float, cut: Mapping[Gate, NDArray[np.int64]]) -> dict[Gate, NDArray[np.int64]]:
        """Units a minute through each gate: those of a quarter spread evenly over the minutes of it in which the gate is open.

        `cut` gives the units by quarter of gates that must share one limit with others.
        """
        quarter = (np.arange(self.minutes) + self.offset_min) // QUARTER_MIN
        spread = {}
        for gate, is_open in zip(streets.gate_of, streets.is_open, strict=True):
            if gate is None:
                continue
            if share == 0.0:
                spread[gate] = np.full(self.minutes, 2**29, dtype=np.int64)
                continue
            units = cut[gate] if gate in cut else np.floor(self.left(gate.kind, gate.what) / share + _ROUNDING).astype(np.int64)
            open_before = np.zeros(self.minutes, dtype=np.int64)
            opened = np.bincount(quarter, weights=is_open, minlength=len(units)).astype(np.int64)
            total = np.cumsum(is_open)
            first = np.searchsorted(quarter, np.arange(len(units)))
            open_before = total - is_open - (total[first] - is_open[first])[quarter]
            whole = np.maximum(opened, 1)[quarter]
            done = (units[quarter] * open_before) // whole
            spread[gate] = np.where(is_open, (units[quarter] * (open_before + 1)) // whole - done, 0)
        return spread

    def copy(self) -> "Places":
        other = object.__new__(Places)
        other.__dict__.update(self.__dict__)
        other._out, other._both = dict(self._out), dict(self._both)
        other.people = dict(self.people)
        return other


def units_of_people(people: int, most_per_unit: float) -> int:
    """Units whose people have room for sure."""
    return math.floor(people / most_per_unit + _ROUNDING) if most_per_unit > 0 else 2**29
