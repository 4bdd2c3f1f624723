"""The flow under the rules as it is handed out: figures, queues, departures, and what is proven, in words."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from importlib.metadata import version
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import Interval, OwnTransport
from safepassage.planning.flow.leaving import Layout, Leaving
from safepassage.planning.flow.places import QUEUE_MIN
from safepassage.planning.flow.result import ClassFlow, Departures, GapCloser, Moment, OwnFlow, Queue
from safepassage.planning.problem import QUARTER_MIN
from safepassage.planning.result import Plan
from safepassage.situation import instant_of


def tell_flow(
    layout: Layout, leaving: Leaving, bounds: Sequence[tuple[int, int]], closers: tuple[GapCloser, ...], plan: Plan | None
) -> OwnFlow:
    """`bounds` are (minute, the most units that can have arrived by then) for the end of every quarter of an hour."""
    scenario = layout.scenario
    units = sum(own.units for own in scenario.own_transport)
    last = leaving.last_min
    arrivals = tuple(
        Moment(at=instant_of(scenario, end), arrived_units=int(leaving.arrived[end]), bound_units=most if units else 0)
        for end, most in (bounds if units else ())
    )
    used = {departure.route for departure in leaving.departures}
    return OwnFlow(
        scenario=scenario.id,
        scenario_title=scenario.title,
        zone=scenario.zone,
        horizon=scenario.horizon,
        made_by=f"safepassage {version('safepassage')}",
        is_plan_deducted=plan is not None,
        may_wait_at_checkpoints=False,
        units=units,
        arrived_units=leaving.units,
        arrived_people=sum(departure.people.total_people for departure in leaving.departures),
        keeps_rules=True,
        bound_units=bounds[-1][1] if units else 0,
        is_earliest=all(moment.arrived_units == moment.bound_units for moment in arrivals),
        clears_at=instant_of(scenario, last) if last is not None and leaving.units == units else None,
        classes=tuple(_class_flow(rows, layout, leaving) for rows in _classes(scenario.own_transport)),
        arrivals=arrivals,
        queues=tuple(_queues(layout, leaving)),
        departures=tuple(_departures(layout, leaving)),
        own_departures=leaving.departures,
        routes=tuple(route for id_, route in sorted(leaving.routes.items()) if id_ in used),
        gap_closers=closers,
        statements=tuple(_statements(layout, leaving, arrivals, plan)),
    )


def _classes(rows: Sequence[OwnTransport]) -> list[list[int]]:
    """Rows alike in all but their gathering points, and their people."""

    def key(row: int) -> tuple[str, float, float, float]:
        own = rows[row]
        return own.mode, own.max_speed_kmh, own.passage_share, own.max_km or 0.0

    return [list(alike) for _, alike in groupby(sorted((row for row, own in enumerate(rows) if own.units), key=key), key)]


def _class_flow(rows: Sequence[int], layout: Layout, leaving: Leaving) -> ClassFlow:
    own = [layout.scenario.own_transport[row] for row in rows]
    gone = [departure for departure in leaving.departures if departure.own_transport_row in rows]
    return ClassFlow(
        mode=own[0].mode,
        max_speed_kmh=own[0].max_speed_kmh,
        passage_share=own[0].passage_share,
        max_km=own[0].max_km,
        gathering_points=tuple(dict.fromkeys(each.gathering_point for each in own)),
        units=sum(each.units for each in own),
        arrived_units=sum(departure.units for departure in gone),
        arrived_people=sum(departure.people.total_people for departure in gone),
        last_arrival_at=max((departure.arrives_at for departure in gone), default=None),
    )


def _queues(layout: Layout, leaving: Leaving) -> Iterable[Queue]:
    """By hour and gathering point: units that have not left."""
    scenario, minutes = layout.scenario, layout.places.minutes
    waiting: dict[str, NDArray[np.int64]] = {}
    for own in scenario.own_transport:
        waiting[own.gathering_point] = waiting.get(own.gathering_point, np.zeros(minutes, dtype=np.int64)) + own.units
    for departure in leaving.departures:
        waiting[departure.gathering_point][leaving.minute(departure.departs_at) :] -= departure.units
    for place, units in waiting.items():
        for first in range(0, minutes, QUEUE_MIN):
            starts_at = instant_of(scenario, first)
            most = int(units[first - 1]) if first else sum(own.units for own in scenario.own_transport if own.gathering_point == place)
            if most:
                ends_at = min(scenario.horizon.ends_at, starts_at + timedelta(minutes=QUEUE_MIN))
                yield Queue(place=place, interval=Interval(starts_at=starts_at, ends_at=ends_at), units=most)


def _departures(layout: Layout, leaving: Leaving) -> Iterable[Departures]:
    gone: dict[tuple[str, str, int], int] = {}
    for departure in leaving.departures:
        quarter = leaving.minute(departure.departs_at) // QUARTER_MIN
        key = (departure.gathering_point, leaving.routes[departure.route].destination, quarter)
        gone[key] = gone.get(key, 0) + departure.units
    for (point, centre, quarter), units in sorted(gone.items()):
        starts_at = instant_of(layout.scenario, quarter * QUARTER_MIN)
        yield Departures(gathering_point=point, reception=centre, starts_at=starts_at, units=units)


def _statements(layout: Layout, leaving: Leaving, arrivals: Sequence[Moment], plan: Plan | None) -> Iterable[str]:
    if not arrivals:
        yield "The scenario has no own cars and nobody on foot: there is nothing to compute."
        return
    most, out = arrivals[-1].bound_units, leaving.units
    judged = f"{out:,} arrive, in departures that the independent check of plans found to keep the rules"
    if most == out:
        yield f"Exact and proven: {judged}; and no plan under the rules can bring more, on any road."
    else:
        yield (
            f"{judged}. No plan under the rules can bring more than {most:,}, on any road: whether some of the {most - out:,} between "
            "can come out is not known."
        )
    behind = [moment for moment in arrivals if moment.arrived_units < moment.bound_units]
    if not behind:
        yield "By the end of every quarter of an hour as many have arrived as can have by then: that is proven too."
    else:
        worst = max(moment.bound_units - moment.arrived_units for moment in behind)
        yield (
            f"By the end of {len(arrivals) - len(behind):,} of {len(arrivals):,} quarters of an hour it is proven that no more can have "
            f"arrived by then; by the others up to {worst:,} more might have."
        )
    yield (
        "The upper figure holds for every road of the network, slower ones and detours too, within the range that the scenario gives; "
        "it does not hold for people who wait on the road, which the rules do not allow."
    )
    yield "Roads have no capacity of their own unless the scenario gives one: queues that roads alone would cause are not shown."
    if plan is None:
        yield "No convoys are deducted: give a plan with --plan."
    else:
        own = f"{plan.figures.own_transport_units_out:,} own cars and groups on foot"
        yield f"What convoys of the plan take is deducted. That plan itself brings out {own}."
    yield "Nobody waits on the road (rule 24): everybody stays where they are until they can go through."
