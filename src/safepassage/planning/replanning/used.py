"""What everything that has begun has taken of the limits of a day, quarter by quarter."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from safepassage.planning.itinerary import Board, Direction, Drive, Halt, OwnDeparture
from safepassage.planning.problem import QUARTER_MIN, Problem
from safepassage.planning.replanning.standing import Standing
from safepassage.planning.result import BindingKind
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario
from safepassage.situation.minutes import MINUTE


def used_before(
    problem: Problem,
    starts_at: datetime,
    standings: Iterable[Standing],
    routes: Mapping[str, Route],
    own_past: Iterable[OwnDeparture],
    scenario: Scenario,
) -> Iterable[tuple[tuple[int, int], float]]:
    """((limit, slot), how many vehicles' places) of everything that has begun; of halts those that are over."""
    number = {(limit.kind, limit.what, limit.direction): row for row, limit in enumerate(problem.limits) if limit.kind is not None}

    def used(kind: BindingKind, what: str, direction: str | None, minute: int, share: float) -> Iterable[tuple[tuple[int, int], float]]:
        row = number.get((kind, what, direction))
        slot = problem.slot(minute)
        if row is not None and 0 <= slot < problem.slots:
            yield (row, slot), share

    def on_road(route: Route, direction: str, minute: int, share: float) -> Iterable[tuple[tuple[int, int], float]]:
        for crossing in route.crossings:
            for of in (direction, None):
                yield from used(BindingKind.CHECKPOINT, crossing.checkpoint, of, minute + crossing.arrives_min, share)
        for passage in route.passages:
            yield from used(BindingKind.ROAD, passage.segment, direction, minute + passage.enters_min, share)

    for standing in standings:
        for activity in standing.past:
            minute = (activity.starts_at - starts_at) // MINUTE
            match activity:
                case Drive():
                    yield from on_road(routes[activity.route], activity.direction.value, minute, 1.0)
                case Board():
                    yield from used(BindingKind.BOARDING, activity.place, None, minute, 1.0)
                case Halt():
                    last_min = (activity.ends_at - starts_at) // MINUTE - 1
                    for slot in range(problem.slot(minute), problem.slot(max(minute, last_min)) + 1):
                        yield from used(BindingKind.HALT, activity.place, None, slot * QUARTER_MIN - problem.quarter_offset_min, 1.0)
                case _:
                    pass
    for departure in own_past:
        share = departure.units * scenario.own_transport[departure.own_transport_row].passage_share
        minute = (departure.departs_at - starts_at) // MINUTE
        yield from on_road(routes[departure.route], Direction.OUTBOUND.value, minute, share)
