"""Own transport under the rules: departures that are possible, and a bound that nothing possible exceeds."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp
from tests.oracles.tiny import odd, small, tiny
from tests.planning.hamlet import SPOT, at, hamlet, leg, people_at, span

from safepassage.corridor import Checkpoint, Closure, ClosureKind, OwnTransport, OwnTransportMode, Party
from safepassage.planning.connect import connect
from safepassage.planning.flow.ceiling import Ceiling
from safepassage.planning.flow.own_flow import flow_own
from safepassage.planning.flow.places import Places
from safepassage.planning.flow.result import OwnFlow
from safepassage.planning.flow.streets import CHECKPOINT
from safepassage.planning.plan import plan
from safepassage.planning.routes import route_along, route_open
from safepassage.scenario.scenario import Scenario


def cars(units: int, point: str = "square", **fields: object) -> OwnTransport:
    given = {"gathering_point": point, "mode": OwnTransportMode.CAR, "units": units, "other_people": units, "max_speed_kmh": 90.0}
    return OwnTransport(**(given | fields))


def gate(passes: int, **fields: object) -> Checkpoint:
    rates = {"inbound_vehicles_per_15_min": passes, "outbound_vehicles_per_15_min": passes}
    return Checkpoint(**({"id": "gate", "name": "Gate", "party": "south", "lanes": 1, "hold_min": 0, **rates, **SPOT} | fields))


def crossing(*rows: OwnTransport, passes: int = 3, until: str = "09:30", **changes: object) -> Scenario:
    """A gate 10 minutes from the square and 10 from the hall, from 09:00."""
    return hamlet(
        **{
            "parties": (Party(id="south", name="South", zone="UTC"),),
            "gathering_points": (people_at("square"),),
            "checkpoints": (gate(passes),),
            "own_transport": rows,
            "fleet": (),
            "legs": (leg("depot", "square", 10), leg("square", "gate", 10), leg("gate", "hall", 10)),
            "horizon": span("09:00", until),
        }
        | changes
    )


def arrived_by(flow: OwnFlow, clock: str) -> tuple[int, int]:
    return next((moment.arrived_units, moment.bound_units) for moment in flow.arrivals if moment.at == at(clock))


def test_the_places_of_a_quarter_may_all_be_taken_in_one_minute_of_it() -> None:
    """Until 09:30 whoever leaves by 09:10 arrives: three are at the gate by 09:14, three more from 09:15 to 09:20, in the next quarter."""
    flow = flow_own(crossing(cars(20)))
    assert (flow.arrived_units, flow.bound_units, flow.is_earliest) == (6, 6, True)
    assert arrived_by(flow, "09:15") == (0, 0)
    assert [(departure.departs_at, departure.units) for departure in flow.own_departures] == [(at("09:00"), 3), (at("09:05"), 3)]


def test_all_are_out_as_soon_as_can_be_and_that_is_said() -> None:
    """Nine cars, three a quarter: 09:10, 09:15 and 09:30 at the gate, 10 minutes later at the hall."""
    flow = flow_own(crossing(cars(9), until="11:00"))
    assert flow.clears_at == at("09:40")
    assert flow.is_earliest
    assert [(queue.place, queue.units) for queue in flow.queues] == [("square", 9)]


def test_classes_share_a_gate_and_are_proven_together() -> None:
    """Places of 2 a quarter: a car of a whole place and four of half a place are out in two quarters, three places in all."""
    flow = flow_own(crossing(cars(1), cars(4, max_speed_kmh=60.0, passage_share=0.5), passes=2))
    assert (flow.arrived_units, flow.bound_units) == (5, 5)


def test_a_slow_road_round_a_full_gate_is_found() -> None:
    """40 minutes by the lane, no faster than 20 by the gate: nobody would take it but for the gate, which passes one car a quarter."""
    lane = (leg("depot", "square", 10), leg("square", "gate", 10), leg("gate", "hall", 10), leg("square", "hall", 40))
    flow = flow_own(crossing(cars(20), passes=1, until="10:00", legs=lane))
    assert (flow.arrived_units, flow.bound_units) == (20, 20)
    assert arrived_by(flow, "09:30") == (2, 2)


def test_who_cannot_go_so_far_does_not_take_the_long_road() -> None:
    """The lane is 40 km long: with a range of 30 km only the gate is left, one car a quarter, for departures up to 09:40."""
    lane = (leg("depot", "square", 10), leg("square", "gate", 10), leg("gate", "hall", 10), leg("square", "hall", 40))
    flow = flow_own(crossing(cars(20, max_km=30.0), passes=1, until="10:00", legs=lane))
    assert (flow.arrived_units, flow.bound_units) == (4, 4)


def test_a_gap_that_is_not_closed_is_said() -> None:
    """The road to the hall is closed from 09:15 to 09:45: six cars can pass the gate from 09:45 on. The bound cannot tell that nobody can
    spend time between the gate and the hall, and says so.
    """
    closed = Closure(kind=ClosureKind.LEG, what="gate-hall", since=at("09:15"), until=at("09:45"))
    flow = flow_own(crossing(cars(20), until="10:10", closures=(closed,)))
    assert flow.arrived_units == 6
    assert flow.bound_units > 6
    assert f"No plan under the rules can bring more than {flow.bound_units}" in flow.statements[0]


def test_people_rounded_down_in_the_first_cars_still_find_room() -> None:
    """Five people in ten cars: the first holds none and every second one of them; room for two takes the first five cars."""
    flow = flow_own(
        crossing(
            cars(10, other_people=5), passes=9, reception_centres=(hamlet().reception_centres[0].model_copy(update={"capacity_people": 2}),)
        )
    )
    assert (flow.arrived_units, flow.arrived_people, flow.bound_units) == (5, 2, 5)


def with_own_transport(seed: int) -> Scenario:
    """A tiny, small or odd random scenario with one or two rows of own transport."""
    random = Random(seed)
    base = [tiny, small, odd][seed % 3](seed)
    rows = tuple(
        OwnTransport(
            gathering_point=random.choice(base.gathering_points).id,
            mode=OwnTransportMode.CAR,
            units=random.choice((3, 7, 15)),
            infant_people=random.choice((2, 5)),
            other_people=random.choice((5, 20)),
            max_speed_kmh=random.choice((90.0, 60.0)),
            passage_share=random.choice((0.5, 1.0, 0.3, 0.0)),
            max_km=random.choice((None, None, 30.0)),
        )
        for _ in range(random.choice((1, 2)))
    )
    return base.model_copy(update={"own_transport": rows})


@pytest.mark.parametrize("seed", [70, 73, 78, 104, 236])
def test_a_plan_never_has_more_out_by_any_quarter_than_the_flow_says_is_the_most(seed: int) -> None:
    scenario = with_own_transport(seed)
    made = plan(scenario, work=5)
    for flow in (flow_own(scenario), flow_own(scenario, plan=made)):
        for moment in flow.arrivals:
            assert moment.arrived_units <= moment.bound_units
            assert sum(departure.units for departure in made.own_departures if departure.arrives_at <= moment.at) <= moment.bound_units
    assert flow.arrived_units >= sum(departure.units for departure in made.own_departures)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_choice_of_any_roads_detours_and_circles_among_them_brings_more_than_the_bound(seed: int) -> None:
    """An integer programme over every sequence of roads of at most 75 minutes and nine legs, turning back allowed, at every minute."""
    scenario = with_own_transport(seed).model_copy(update={"fleet": (), "needs": (), "stocks": ()})
    roomy = tuple(centre.model_copy(update={"capacity_people": 1000}) for centre in scenario.reception_centres)
    scenario = scenario.model_copy(update={"reception_centres": roomy})
    ground = connect(scenario)
    places = Places(scenario, None)
    ceiling = Ceiling(scenario, ground, places.gates(), places.people, places.offset_min)
    for by_min in (places.minutes // 2, places.minutes):
        assert ceiling.most_by(by_min) >= most_by_any_roads(scenario, by_min)


def most_by_any_roads(scenario: Scenario, by_min: int, places: Places | None = None) -> int:
    left = (places if places is not None else Places(scenario, None)).gates()
    ground = connect(scenario)
    network, offset_min = ground.network, int(scenario.horizon.starts_at.timestamp() // 60) % 15
    limits: dict[object, float] = {}
    columns: dict[tuple[tuple[object, float], ...], None] = {}
    for row, own in enumerate(scenario.own_transport):
        limits["row", row] = own.units
        for centre in scenario.reception_centres:
            for arcs in walks(network, ground.node[own.gathering_point], ground.node[centre.id]):
                route = route_along(ground, "r", own.gathering_point, centre.id, own.max_speed_kmh, arcs)
                if route.minutes > 75 or (own.max_km is not None and route.km > own.max_km):
                    continue
                for departs_min in np.flatnonzero(route_open(ground, route)):
                    if departs_min + route.minutes > by_min:
                        continue
                    uses: dict[object, float] = {("row", row): 1.0}
                    for crossed in route.crossings:
                        key = (crossed.checkpoint, (departs_min + crossed.arrives_min + offset_min) // 15)
                        limits[key] = float(left[CHECKPOINT, crossed.checkpoint][key[1]])
                        uses[key] = uses.get(key, 0.0) + own.passage_share
                    for passage in route.passages:
                        segment = next(segment for segment in scenario.segments if segment.id == passage.segment)
                        if segment.vehicles_per_15_min is not None:
                            key = (segment.id, (departs_min + passage.enters_min + offset_min) // 15)
                            limits[key], uses[key] = segment.vehicles_per_15_min, uses.get(key, 0.0) + own.passage_share
                    columns[tuple(sorted(uses.items(), key=str))] = None
    if not columns:
        return 0
    rows = {key: number for number, key in enumerate(limits)}
    matrix = np.zeros((len(rows), len(columns)))
    for column, uses_of in enumerate(columns):
        for key, share in uses_of:
            matrix[rows[key], column] = share
    solved = milp(
        -np.ones(len(columns)),
        constraints=LinearConstraint(matrix, ub=[limits[key] + 1e-9 for key in rows]),
        integrality=np.ones(len(columns)),
    )
    return round(-solved.fun)


def walks(network: object, start: int, end: int, most_legs: int = 9, most_s: float = 75 * 60.0) -> list[tuple[int, ...]]:
    """Every sequence of arcs from start to end, nodes and arcs as often as wanted, that does not pass the end before."""
    found: list[tuple[int, ...]] = []
    stack: list[tuple[tuple[int, ...], int, float]] = [((), start, 0.0)]
    while stack:
        arcs, node, taken_s = stack.pop()
        if node == end and arcs:
            found.append(arcs)
            continue
        if len(arcs) < most_legs:
            for arc in np.flatnonzero(network.arc_tail == node).tolist():  # type: ignore[attr-defined]
                after_s = taken_s + float(network.arc_time_s[arc])  # type: ignore[attr-defined]
                if after_s <= most_s:
                    stack.append(((*arcs, arc), int(network.arc_head[arc]), after_s))  # type: ignore[attr-defined]
    return found
