"""A ground and a problem with the numbers and hours of another scenario of the same skeleton; nothing else is made anew."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time

import numpy as np

from safepassage.planning.connect import Ground
from safepassage.planning.limits import Limits
from safepassage.planning.problem import Bools, Problem, Shelter, VehicleGraph
from safepassage.scenario.scenario import Scenario
from safepassage.situation import checkpoint_open_min, dark_min, open_min


def ground_with_hours(ground: Ground, scenario: Scenario) -> Ground:
    """The ground of a scenario of the same skeleton and closures: only hours and numbers can differ."""
    places = {place.id: place for place in scenario.checkpoints}
    has_same_hours = checkpoint_hours(scenario) == checkpoint_hours(ground.scenario)
    # a segment is silent only while the party that holds it keeps it so: who holds it counts as well as the windows (rule 21)
    has_same_silence = (scenario.windows, scenario.control) == (ground.scenario.windows, ground.scenario.control)
    return replace(
        ground,
        scenario=scenario,
        checkpoints_at={node: tuple(places[place.id] for place in at) for node, at in ground.checkpoints_at.items()},
        is_dark=dark_min(scenario) if scenario.daylight != ground.scenario.daylight else ground.is_dark,
        segment_open=ground.segment_open if has_same_silence else open_min(scenario),
        checkpoint_open=ground.checkpoint_open if has_same_hours else checkpoint_open_min(scenario),
        worked_out={},
    )


def checkpoint_hours(scenario: Scenario) -> list[tuple[str, time | None, time | None]]:
    return [(place.id, place.opens, place.closes) for place in scenario.checkpoints]


def usable_hours(ground: Ground) -> Iterator[Bools]:
    """When each segment is silent or each checkpoint open, in the scenario's order, as far as vehicles can be there.

    In the dark they cannot, where night is not allowed (rule 7): hours that differ in the dark only are the same.
    """
    scenario = ground.scenario
    lit = ~ground.is_dark
    by_night = [row for row, segment in enumerate(scenario.segments) if segment.is_night_allowed]
    reached_by_night = set(ground.network.arc_head[np.isin(ground.arc_segment, by_night)].tolist())
    for segment in scenario.segments:
        yield ground.segment_open[segment.id] & (lit | segment.is_night_allowed)
    for place in scenario.checkpoints:
        yield ground.checkpoint_open[place.id] & (lit | (ground.node[place.id] in reached_by_night))


def problem_with_numbers(problem: Problem, scenario: Scenario) -> Problem:
    """The problem with the scenario's numbers; itself where they are the same."""
    anew = {(limit.kind, limit.what, limit.direction): limit.capacity for limit in Limits(scenario, problem.slots, {}).limits}
    limits = tuple(
        limit
        if limit.kind is None or np.array_equal(limit.capacity, anew[limit.kind, limit.what, limit.direction])
        else replace(limit, capacity=anew[limit.kind, limit.what, limit.direction])
        for limit in problem.limits
    )
    fleet = tuple(replace(row, vehicles=scenario.fleet[row.row].vehicles) for row in problem.fleet)
    shelters = tuple(Shelter(place.id, place.capacity_people, place.hospital_beds) for place in scenario.receptions)
    is_same = fleet == problem.fleet and shelters == problem.shelters
    if is_same and all(one is other for one, other in zip(limits, problem.limits, strict=True)):
        return problem
    return replace(problem, limits=limits, fleet=fleet, shelters=shelters)


def problem_with_fewer_hours(problem: Problem, open_min: Mapping[str, Bools]) -> Problem:
    """The problem with each route open at these minutes only, as far as the problem itself is."""

    def narrowed(graph: VehicleGraph) -> VehicleGraph:
        hours = graph.open_min.copy()
        for number, shape in enumerate(graph.shapes):
            if shape.route is not None:
                hours[number] &= open_min[shape.route]
        return replace(graph, open_min=hours)

    flows = (replace(flow, open_min=flow.open_min & open_min[flow.route]) for flow in problem.own_flows)
    return replace(
        problem,
        graphs=tuple(narrowed(graph) for graph in problem.graphs),
        own_flows=tuple(flow for flow in flows if flow.open_min.any()),
    )
