"""What vehicles and own transport meet on the road: rules 7, 8, 15, 17 and 18."""

from collections import defaultdict
from collections.abc import Iterable

from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.journey import Step
from safepassage.planning.checking.spans import MINUTE_S, QUARTER_S, overlaps, quarter_of, span_around
from safepassage.planning.checking.trips import Trip
from safepassage.planning.itinerary import Direction, Halt

ROUNDING = 1e-9
"""Shares of own cars are summed in floating point."""
ROUNDING_S = 6e-5
"""So are times on the road: less than this is no time."""


def check_traffic(ground: Ground, trips: Iterable[Trip]) -> list[Breach]:
    """Daylight, closures, checkpoints and roads."""
    trips = list(trips)
    return [
        *_check_daylight(ground, trips),
        *_check_closures(ground, trips),
        *_check_checkpoint_hours(ground, trips),
        *_check_checkpoint_quarters(ground, trips),
        *_check_road_quarters(ground, trips),
    ]


def _check_daylight(ground: Ground, trips: list[Trip]) -> list[Breach]:
    """Rule 7."""
    breaches = []
    for trip in trips:
        for stretch in trip.ride.stretches:
            segment = ground.segments.get(stretch.segment) if stretch.segment is not None else None
            from_s, until_s = trip.departs_s + stretch.enters_min * MINUTE_S, trip.departs_s + stretch.leaves_min * MINUTE_S
            is_allowed = segment is not None and segment.is_night_allowed
            if not is_allowed and from_s < until_s and span_around(ground.light, from_s, until_s) is None:
                road = "a road of no segment" if stretch.segment is None else stretch.segment
                what = f"it is on {road} from {ground.clock(from_s)} to {ground.clock(until_s)}, partly in the dark"
                breaches.append(Breach(7, trip.who, what))
    return breaches


def _check_closures(ground: Ground, trips: list[Trip]) -> list[Breach]:
    """Rule 8. A hold at the end of an arc is time on it."""
    breaches = []
    closed_on_ride: dict[int, list[int]] = {}
    for trip in trips:
        if id(trip.ride) not in closed_on_ride:
            closed_on_ride[id(trip.ride)] = [i for i, arc in enumerate(trip.ride.arcs) if int(arc) in ground.closed_of_arc]
        for i in closed_on_ride[id(trip.ride)]:
            from_s, until_s = trip.departs_s + float(trip.ride.enters_s[i]), trip.departs_s + float(trip.ride.leaves_s[i])
            if any(overlaps(span, from_s + ROUNDING_S, until_s - ROUNDING_S) for span in ground.closed_of_arc[int(trip.ride.arcs[i])]):
                what = f"it uses {ground.road_of(int(trip.ride.arcs[i]))} (arc {i + 1} of route {trip.route.id}) while it is closed"
                breaches.append(Breach(8, trip.who, what))
    return breaches


def _check_checkpoint_hours(ground: Ground, trips: list[Trip]) -> list[Breach]:
    """Rule 15, the hours."""
    breaches = []
    for trip in trips:
        for hold in trip.ride.holds:
            arrives_s = trip.departs_s + hold.arrives_s
            leaves_s = arrives_s + hold.hold_min * MINUTE_S
            # even where nobody is held, it is passed before it closes and not at that very moment
            leaves_s = max(leaves_s, arrives_s + 2 * ROUNDING_S)
            if span_around(ground.checkpoint_hours[hold.checkpoint], arrives_s + ROUNDING_S, leaves_s - ROUNDING_S) is None:
                what = f"it is at {hold.checkpoint} from {ground.clock(arrives_s)} to {ground.clock(leaves_s)}, outside its hours"
                breaches.append(Breach(15, trip.who, what))
    return breaches


def _check_checkpoint_quarters(ground: Ground, trips: list[Trip]) -> list[Breach]:
    """Rule 15, the counts."""
    arriving: dict[tuple[str, int], dict[Direction, float]] = defaultdict(lambda: dict.fromkeys(Direction, 0.0))
    for trip in trips:
        for hold in trip.ride.holds:
            arrives_min = int(hold.arrives_s / MINUTE_S + 1e-6)
            arriving[hold.checkpoint, quarter_of(trip.departs_s + arrives_min * MINUTE_S)][trip.direction] += trip.share
    breaches = []
    for (checkpoint_id, quarter), vehicles in sorted(arriving.items()):
        checkpoint = ground.checkpoints[checkpoint_id]
        limits: list[tuple[str, float, int | None]] = [
            ("inbound", vehicles[Direction.INBOUND], checkpoint.inbound_vehicles_per_15_min),
            ("outbound", vehicles[Direction.OUTBOUND], checkpoint.outbound_vehicles_per_15_min),
            ("in both directions", sum(vehicles.values()), checkpoint.vehicles_per_15_min),
        ]
        for direction, count, limit in limits:
            if limit is not None and count > limit + ROUNDING:
                where = f"checkpoint {checkpoint_id}, {ground.clock(quarter * QUARTER_S)}"
                breaches.append(Breach(15, where, f"{count:g} vehicles arrive {direction}, it passes {limit}"))
    return breaches


def _check_road_quarters(ground: Ground, trips: list[Trip]) -> list[Breach]:
    """Rule 17."""
    entering: dict[tuple[str, Direction, int], float] = defaultdict(float)
    for trip in trips:
        for stretch in trip.ride.stretches:
            if stretch.segment is not None:
                entering[stretch.segment, trip.direction, quarter_of(trip.departs_s + stretch.enters_min * MINUTE_S)] += trip.share
    breaches = []
    for (segment_id, direction, quarter), count in sorted(entering.items()):
        segment = ground.segments.get(segment_id)
        limit = segment.vehicles_per_15_min if segment is not None else None
        if limit is not None and count > limit + ROUNDING:
            where = f"segment {segment_id}, {ground.clock(quarter * QUARTER_S)}"
            breaches.append(Breach(17, where, f"{count:g} vehicles enter {direction.value}, {limit} may"))
    return breaches


def check_halts(ground: Ground, steps_of: Iterable[tuple[Step, ...]]) -> list[Breach]:
    """Rule 18."""
    changes: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for steps in steps_of:
        for step in steps:
            if isinstance(step.activity, Halt) and step.starts_s < step.ends_s:
                changes[step.activity.place] += [(step.starts_s, 1), (step.ends_s, -1)]
    breaches = []
    for place, moves in sorted(changes.items()):
        standing, most, most_at_s = 0, 0, 0.0
        for at_s, change in sorted(moves):
            standing += change
            if standing > most:
                most, most_at_s = standing, at_s
        halt = ground.safe_halts.get(place)
        if halt is not None and most > halt.holds_vehicles:
            what = f"{most} vehicles stand there at {ground.clock(most_at_s)}, it holds {halt.holds_vehicles}"
            breaches.append(Breach(18, f"safe halt {place}", what))
    return breaches
