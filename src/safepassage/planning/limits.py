"""The limits of a scenario by quarter of an hour, and what a drive uses of them."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from safepassage.planning.itinerary import Direction
from safepassage.planning.problem import QUARTER_MIN, Limit
from safepassage.planning.result import BindingKind
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario


class Limits:
    """The limits of the scenario, numbered, found by what they limit: those that have a capacity first."""

    def __init__(self, scenario: Scenario, slots: int, silence_km_h: Mapping[str, float]) -> None:
        self.limits: list[Limit] = []
        self._silence_km_h = silence_km_h
        self._convoy: dict[tuple[str, str], int] = {}
        self._crossing: dict[tuple[str, str], list[int]] = {}
        self._boarding: dict[str, int] = {}
        self._entry: dict[tuple[str, str], int] = {}
        self._halt: dict[str, int] = {}
        self._silence: dict[str, int] = {}
        for checkpoint in scenario.checkpoints:
            per_quarter = {
                Direction.INBOUND: checkpoint.inbound_vehicles_per_15_min,
                Direction.OUTBOUND: checkpoint.outbound_vehicles_per_15_min,
            }
            both: list[int] = []
            if checkpoint.vehicles_per_15_min is not None:
                both = [self._add(BindingKind.CHECKPOINT, checkpoint.id, None, checkpoint.vehicles_per_15_min, slots)]
            for direction, vehicles in per_quarter.items():
                own = self._add(BindingKind.CHECKPOINT, checkpoint.id, direction, vehicles, slots)
                self._crossing[checkpoint.id, direction] = [own, *both]
        for point in scenario.gathering_points:
            self._boarding[point.id] = self._add(BindingKind.BOARDING, point.id, None, point.boardings_per_15_min, slots)
        for segment in scenario.segments:
            if segment.vehicles_per_15_min is not None:
                for direction in Direction:
                    self._entry[segment.id, direction] = self._add(
                        BindingKind.ROAD, segment.id, direction, segment.vehicles_per_15_min, slots
                    )
        for halt in scenario.safe_halts:
            self._halt[halt.id] = self._add(BindingKind.HALT, halt.id, None, halt.holds_vehicles, slots)
        self._unlimited = np.full(slots, math.inf)
        for segment_id in silence_km_h:
            self._silence[segment_id] = self._add_unlimited(segment_id, None)

    def _add(self, kind: BindingKind, what: str, direction: str | None, vehicles: float, slots: int) -> int:
        self.limits.append(Limit(kind, what, direction, np.full(slots, float(vehicles))))
        return len(self.limits) - 1

    def _add_unlimited(self, what: str, direction: str | None) -> int:
        self.limits.append(Limit(None, what, direction, self._unlimited))
        return len(self.limits) - 1

    def with_opening_points(self, *, silence: float, convoy: float) -> list[Limit]:
        """The limits with the price of the first use of a quarter: points for a kilometre-hour of silence, and for a convoy."""
        points = {self._silence[segment]: silence * km_h for segment, km_h in self._silence_km_h.items()}
        points |= dict.fromkeys(self._convoy.values(), convoy)
        return [replace(limit, opening_points=points.get(number, 0.0)) for number, limit in enumerate(self.limits)]

    def on_route(self, route: Route, direction: str) -> tuple[tuple[int, int], ...]:
        """What a drive along the route uses: (limit, minutes after departure)."""
        uses = [(limit, crossing.arrives_min) for crossing in route.crossings for limit in self._crossing[crossing.checkpoint, direction]]
        uses += [
            (self._entry[passage.segment, direction], passage.enters_min)
            for passage in route.passages
            if (passage.segment, direction) in self._entry
        ]
        uses += [
            (self._silence[passage.segment], minute)
            for passage in route.passages
            if passage.segment in self._silence
            for minute in range(passage.enters_min, max(passage.leaves_min, passage.enters_min + 1), QUARTER_MIN)
        ]
        return (*uses, (self._column(route.id, direction), 0))

    def scarce_on_route(self, route: Route, direction: str) -> tuple[tuple[int, int], ...]:
        """What a drive uses of limits that have a capacity."""
        return tuple(use for use in self.on_route(route, direction) if self.limits[use[0]].kind is not None)

    def _column(self, route_id: str, direction: str) -> int:
        """The first vehicle on a route in a quarter opens a convoy; those that join it open none."""
        key = (route_id, direction)
        if key not in self._convoy:
            self._convoy[key] = self._add_unlimited(route_id, direction)
        return self._convoy[key]

    def boarding(self, gathering_point: str) -> int:
        return self._boarding[gathering_point]

    def halt(self, safe_halt: str) -> int:
        return self._halt[safe_halt]
