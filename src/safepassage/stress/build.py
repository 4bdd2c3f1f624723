"""From a scenario and its plan to the tables of a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from safepassage.corridor import GoodsKind
from safepassage.planning.itinerary import Direction
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import checkpoint_open_min, danger_rate, daylight, duty_min, horizon_min, point_rate
from safepassage.stress.assumptions import Assumptions
from safepassage.stress.day import Floats, Gate, Ints, Programme
from safepassage.stress.gates import GateTable, by_class
from safepassage.stress.numbering import Lines, Numbers
from safepassage.stress.spans import SpanTable, silent_hours

FULL_HOUR_MIN = 60


@dataclass(frozen=True, slots=True, eq=False)
class Staged:
    """A programme, and what its numbers mean."""

    programme: Programme
    locations: tuple[str, ...]
    """Ids of places, then of segments; the road of no segment is '', and after it stand the danger points."""
    vehicles: int
    """Of the whole fleet, used or not."""
    vehicle_of: Mapping[str, int]
    """The number of each vehicle of the plan."""
    window_segments: Ints
    """The segment of each span that is a window of silence; -1 for other spans."""


def stage(scenario: Scenario, plan: Plan, assumptions: Assumptions) -> Staged:
    """Write a plan as the tables that a day runs through."""
    numbers = Numbers(scenario, plan)
    spans = SpanTable(scenario)
    silent = silent_hours(scenario, plan, is_as_offered=assumptions.rules.silence == "offered")
    segments, window_segments = [], []
    for row, segment in enumerate(scenario.segments):
        first, end = spans.add(silent.get(segment.id, ()))
        window_segments += [row] * (end - first)
        segments.append((first, end, segment.needs_silence, not segment.is_night_allowed))
    segments.append((0, 0, False, True))
    segments += [(0, 0, False, False)] * len(scenario.danger_points)
    open_min = checkpoint_open_min(scenario)
    hours = {place.id: spans.add_minutes(open_min[place.id]) for place in scenario.checkpoints}
    light = spans.add(daylight(scenario))
    lines = Lines(scenario)
    written = GateTable(scenario, plan, numbers, lines)
    for itinerary in plan.itineraries:
        mask = duty_min(scenario, itinerary.fleet_row)
        written.add_vehicle(itinerary, (0, 0) if mask.all() else spans.add_minutes(mask))
    for own, departure in enumerate(plan.own_departures):
        written.add_own(departure, own)
    rules = assumptions.rules
    programme = Programme(
        horizon_min=horizon_min(scenario),
        quarter_shift_min=lines.shift_min,
        bounded_segments=len(scenario.segments) + 1,
        light_first=light[0],
        light_end=light[1],
        hold_on_road_min=rules.hold_on_road_min,
        queue_min=rules.queue_min,
        overdue_min=rules.overdue_min,
        transfer_min=assumptions.breakdowns.transfer_min,
        gates=_table(written.gates, len(Gate)),
        gate_km=np.array(written.gate_km, np.float64),
        gate_part_min=np.array(written.gate_part_min, np.float64),
        movers=_table(written.movers, 9),
        share=np.array(written.share, np.float64),
        opens=spans.opens,
        closes=spans.closes,
        segments=_table(segments, 4),
        checkpoints=_table(
            [
                (
                    *hours[place.id],
                    numbers.location[place.id],
                    lines.of_checkpoint[place.id, Direction.INBOUND],
                    lines.of_checkpoint[place.id, Direction.OUTBOUND],
                    lines.shared[place.id],
                )
                for place in scenario.checkpoints
            ],
            6,
        ),
        room=lines.room,
        danger=_danger(scenario),
        boards=_table(written.boards, 5),
        points=np.array([list(by_class(point.registered)) for point in scenario.gathering_points], np.int64).reshape(-1, 4),
        board_part=_table(written.board_part, 6),
        unloads=np.array(written.unloads, np.int64).reshape(-1, len(GoodsKind)),
        own=_table([(departure.units, *by_class(departure.people)) for departure in plan.own_departures], 5),
        places=_table(numbers.place_rows(), 4),
        halts=np.array([halt.holds_vehicles for halt in scenario.safe_halts], np.int32),
        receptions=_table([(place.capacity_people, place.hospital_beds) for place in scenario.receptions], 2),
    )
    labels = np.full(len(programme.opens), -1, np.int32)
    labels[: len(window_segments)] = window_segments
    return Staged(programme, numbers.locations, numbers.vehicles, dict(written.vehicle_of), labels)


def _danger(scenario: Scenario) -> Floats:
    """`danger[segment, minute]`: incidents to one person who has been there since the first minute."""
    rates = danger_rate(scenario)
    rows = [rates[segment.id] for segment in scenario.segments]
    rows.append(np.zeros(horizon_min(scenario)))
    rows += [point_rate(scenario, point) for point in scenario.danger_points]
    return np.array([np.concatenate([[0.0], np.cumsum(row)]) for row in rows]) / FULL_HOUR_MIN


def _table(rows: Iterable[Iterable[int]], columns: int) -> Ints:
    return np.array([[int(value) for value in row] for row in rows], np.int32).reshape(-1, columns)
