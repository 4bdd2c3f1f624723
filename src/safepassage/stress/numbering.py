"""The number of everything that has an id, and the lines at which movers queue."""

import numpy as np

from safepassage.planning.itinerary import Direction
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import horizon_min
from safepassage.stress.line import QUARTER_MIN
from safepassage.stress.road import NO_SEGMENT


class Numbers:
    """The number of everything that has an id."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario = scenario
        self.places = [place.id for place in scenario.places]
        segments = [segment.id for segment in scenario.segments]
        self.locations = (*self.places, *segments, NO_SEGMENT, *(point.id for point in scenario.danger_points))
        self.location = {place: number for number, place in enumerate(self.places)}
        self.segment = {segment: row for row, segment in enumerate((*segments, NO_SEGMENT))}
        self.near = {point.id: len(segments) + 1 + row for row, point in enumerate(scenario.danger_points)}
        self.checkpoint = {place.id: row for row, place in enumerate(scenario.checkpoints)}
        self.point = {place.id: row for row, place in enumerate(scenario.gathering_points)}
        self.convoy = {convoy.id: row for row, convoy in enumerate(plan.convoys)}
        self.routes = {route.id: route for route in plan.routes}
        self.vehicles = sum(entry.vehicles for entry in scenario.fleet)
        self.first_vehicle = np.concatenate([[0], np.cumsum([entry.vehicles for entry in scenario.fleet])]).astype(int)
        self.bases = {place.id for place in (*scenario.depots, *scenario.receptions)}

    def on(self, segment: str) -> int:
        return len(self.places) + self.segment[segment]

    def place_rows(self) -> list[tuple[int, int, int, int]]:
        halts = {place.id: row for row, place in enumerate(self.scenario.safe_halts)}
        receptions = {place.id: row for row, place in enumerate(self.scenario.receptions)}
        return [
            (place in self.point and place not in self.bases, place in self.bases, halts.get(place, -1), receptions.get(place, -1))
            for place in self.places
        ]


class Lines:
    """Who queues where: one line for each direction of a checkpoint or limited segment, and for each gathering point."""

    def __init__(self, scenario: Scenario) -> None:
        starts_at = scenario.horizon.starts_at
        self.shift_min = int(starts_at.timestamp() // 60) % QUARTER_MIN
        quarters = (horizon_min(scenario) + self.shift_min) // QUARTER_MIN + 1
        passes: list[float] = []

        def add(vehicles: int | None) -> int:
            if vehicles is None:
                return -1
            passes.append(vehicles)
            return len(passes) - 1

        self.of_checkpoint, self.shared = {}, {}
        for place in scenario.checkpoints:
            self.of_checkpoint[place.id, Direction.INBOUND] = add(place.inbound_vehicles_per_15_min)
            self.of_checkpoint[place.id, Direction.OUTBOUND] = add(place.outbound_vehicles_per_15_min)
            self.shared[place.id] = add(place.vehicles_per_15_min)
        self.of_segment = {
            (segment.id, direction): add(segment.vehicles_per_15_min) for segment in scenario.segments for direction in Direction
        }
        self.of_point = {point.id: add(point.boardings_per_15_min) for point in scenario.gathering_points}
        self.room = np.repeat(np.array(passes, np.float64)[:, np.newaxis], quarters, axis=1)
