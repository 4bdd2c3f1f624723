"""Anybody's trips on the road, minute by minute, with queues: when each vehicle really leaves, boards and arrives.

Where a vehicle would cross the checkpoint, or begin to board, in a quarter of an hour that is full, it leaves later: first come,
first served. A vehicle that can then no longer end within the horizon leaves out its least valued trip, the latest vehicle first, until
all fits. A vehicle whose reception is full by then takes its people to the nearest one with room; where none has, the trip does not fit.

Invariant: nothing here comes from a peer but which vehicle goes where in which order, and how early it may leave.
"""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.peers.problem import STRETCHER, Tour, Trip

QUARTER_MIN = 15
_NEVER_MIN = 1_000_000
_SHORTENED_AT_ONCE = 20
"""Of so many vehicles that are late, one more loses a trip before all are driven again."""


@dataclass(frozen=True, slots=True)
class DrivenTrip:
    """One trip as it was driven, in minutes of the horizon. `tour` and `trip` are positions in the tours given."""

    tour: int
    trip: int
    starts_at: str
    gathering_point: str
    reception: str
    leaves_min: int
    boards_min: int
    returns_min: int
    alights_min: int
    ends_min: int


def drive(instance: dict[str, Any], tours: Sequence[Tour], *, at_once: bool) -> list[DrivenTrip]:
    """All trips that fit, in order of tours and time. `at_once`: vehicles leave when they can, not when their peer says."""
    weight = {kind["name"]: kind["weight"] for kind in instance["classes"]}
    worth = [[sum(weight[name] * people for name, people in trip.people.items()) for trip in tour.trips] for tour in tours]
    left_out: set[tuple[int, int]] = set()
    while True:
        driven = _Day(instance, tours, left_out, at_once=at_once).drive()
        late = {trip.tour: trip.ends_min for trip in driven if trip.ends_min > instance["horizon_minutes"]}
        if not late:
            return sorted(driven, key=lambda trip: (trip.tour, trip.trip))
        for tour in sorted(late, key=lambda tour: -late[tour])[: 1 + len(late) // _SHORTENED_AT_ONCE]:
            trips = [trip for trip in range(len(tours[tour].trips)) if (tour, trip) not in left_out]
            left_out.add((tour, min(trips, key=lambda trip: (worth[tour][trip], -trip))))


class _Day:
    """One day driven to its end, late trips included. Events are handled in the order in which vehicles want to pass or board."""

    def __init__(self, instance: dict[str, Any], tours: Sequence[Tour], left_out: set[tuple[int, int]], *, at_once: bool) -> None:
        self._tours = tours
        self._at_once = at_once
        self._kinds = {kind["name"]: kind for kind in instance["vehicle_types"]}
        self._way_min = {place["id"]: place["minutes_to_checkpoint"] for place in (*instance["gathering_points"], *instance["receptions"])}
        self._passes = instance["checkpoint_vehicles_per_slot_both_directions"]
        self._boards = instance["loading_bays_vehicles_per_slot"]
        self._nearest = sorted(
            self._way_min.keys() & {place["id"] for place in instance["receptions"]}, key=lambda id_: (self._way_min[id_], id_)
        )
        self._room = {place["id"]: place["capacity_people"] for place in instance["receptions"]}
        self._beds = {place["id"]: place["hospital_beds"] for place in instance["receptions"]}
        self._taken: Counter[tuple[str, int]] = Counter()
        self._to_do = [[trip for trip in range(len(tour.trips)) if (number, trip) not in left_out] for number, tour in enumerate(tours)]
        self._at = [tour.start_at for tour in tours]
        self._events: list[tuple[int, int, str, tuple[int, ...]]] = []
        self._driven: list[DrivenTrip] = []

    def drive(self) -> list[DrivenTrip]:
        for tour in range(len(self._tours)):
            self._want_to_leave(tour, 0)
        while self._events:
            wanted_min, tour, stage, before = heapq.heappop(self._events)
            if stage == "in":
                self._go_in(tour, wanted_min)
            elif stage == "board":
                self._board(tour, wanted_min, *before)
            else:
                self._go_out(tour, wanted_min, *before)
        return self._driven

    def _want_to_leave(self, tour: int, free_min: int) -> None:
        if self._to_do[tour]:
            planned_min = 0 if self._at_once else self._tours[tour].trips[self._to_do[tour][0]].leaves_min
            heapq.heappush(self._events, (max(free_min, planned_min) + self._way_min[self._at[tour]], tour, "in", ()))

    def _go_in(self, tour: int, wanted_min: int) -> None:
        crosses_min = self._next_free("checkpoint", self._passes, wanted_min)
        there = self._tours[tour].trips[self._to_do[tour][0]].gathering_point
        heapq.heappush(self._events, (crosses_min + self._way_min[there], tour, "board", (crosses_min - self._way_min[self._at[tour]],)))

    def _board(self, tour: int, arrives_min: int, leaves_min: int) -> None:
        there = self._tours[tour].trips[self._to_do[tour][0]].gathering_point
        boards_min = self._next_free(there, self._boards, arrives_min)
        boarded_min = boards_min + max(1, self._kinds[self._tours[tour].type]["loading_minutes"])
        heapq.heappush(self._events, (boarded_min + self._way_min[there], tour, "out", (leaves_min, boards_min)))

    def _go_out(self, tour: int, wanted_min: int, leaves_min: int, boards_min: int) -> None:
        number = self._to_do[tour].pop(0)
        trip, kind = self._tours[tour].trips[number], self._kinds[self._tours[tour].type]
        crosses_min = self._next_free("checkpoint", self._passes, wanted_min)
        reception = self._with_room(trip)
        alights_min = crosses_min + self._way_min[reception or trip.reception]
        ends_min = alights_min + kind["unloading_minutes"] if reception else _NEVER_MIN
        returns_min = crosses_min - self._way_min[trip.gathering_point]
        reception = reception or trip.reception
        self._driven.append(
            DrivenTrip(
                tour, number, self._at[tour], trip.gathering_point, reception, leaves_min, boards_min, returns_min, alights_min, ends_min
            )
        )
        self._at[tour] = reception
        self._want_to_leave(tour, ends_min)

    def _next_free(self, what: str, most: int, wanted_min: int) -> int:
        """The first minute from the one wanted on whose quarter still takes one more; it is taken."""
        quarter = wanted_min // QUARTER_MIN
        while self._taken[what, quarter] >= most:
            quarter += 1
        self._taken[what, quarter] += 1
        return max(wanted_min, quarter * QUARTER_MIN)

    def _with_room(self, trip: Trip) -> str | None:
        """Where these people find room: as planned, else as near as may be."""
        lying = trip.people.get(STRETCHER, 0)
        seated = sum(trip.people.values()) - lying
        for found in (trip.reception, *self._nearest):
            if self._room[found] >= seated and self._beds[found] >= lying:
                self._room[found] -= seated
                self._beds[found] -= lying
                return found
        return None
