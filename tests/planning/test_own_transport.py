"""Own cars and people on foot: who passes first, how many, and with whom."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from tests.planning.hamlet import SPOT, at, bus, buses, hall, hamlet, leg, people_at, planned, problem_of, span

from safepassage.corridor import Checkpoint, Control, OfferedWindow, OwnTransport, OwnTransportMode, Party, PeopleByClass, Segment
from safepassage.planning import plan as planning
from safepassage.planning.boarding import Manned
from safepassage.planning.connect import Ground
from safepassage.planning.own_columns import OwnColumns
from safepassage.planning.own_transport import OwnGroup, people_of_units, place_own
from safepassage.planning.plan import plan
from safepassage.planning.precedence import choose
from safepassage.planning.problem import Limit, Problem
from safepassage.planning.result import BindingKind, Plan
from safepassage.planning.routes import Routes
from safepassage.planning.search import Rival, search
from safepassage.planning.shrink import shrink
from safepassage.scenario.scenario import ColumnRules, Precedence, Scenario


def cars(units: int = 8, **fields: object) -> OwnTransport:
    given = {"gathering_point": "square", "mode": OwnTransportMode.CAR, "units": units, "other_people": 3 * units, "max_speed_kmh": 60.0}
    return OwnTransport(**(given | fields))


def one_quarter(precedence: Precedence, *rows: OwnTransport, seats: int = 10, passes: int = 1) -> Scenario:
    """A gate with three quarters in which somebody can pass, of which a bus can be there in the last one only: 09:30."""
    rates = {"inbound_vehicles_per_15_min": 9, "outbound_vehicles_per_15_min": passes}
    gate = Checkpoint(id="gate", name="Gate", party="south", lanes=1, hold_min=0, **rates, **SPOT)
    return hamlet(
        checkpoints=(gate,),
        gathering_points=(people_at("square", 50),),
        vehicle_types=(bus(seats=seats, alighting_min=0),),
        fleet=(buses(4),),
        own_transport=rows,
        column=ColumnRules(own_transport_precedence=precedence),
        legs=(leg("depot", "square", 11), leg("square", "gate", 1), leg("gate", "hall", 5)),
        horizon=span("09:13", "09:36"),
    )


def taken(plan: Plan) -> tuple[int, int]:
    """Cars and people of the fleet that got out."""
    return plan.figures.own_transport_units_out, plan.figures.out.total_people


def test_the_fleet_goes_first_where_that_is_the_precedence():
    """From 09:13 the bus is at the square at 09:24, has boarded at 09:29 and is at the gate at 09:30, when it opens a quarter of its own.

    Cars are at the gate at 09:14, in the quarter before, and from 09:15 in the second one.
    """
    assert taken(planned(one_quarter(Precedence.FLEET, cars()))) == (2, 10)


def test_own_transport_goes_first_where_that_is_the_precedence():
    """All three quarters that there are go to cars."""
    assert taken(planned(one_quarter(Precedence.OWN_TRANSPORT, cars()))) == (3, 0)


def test_the_cars_worth_most_go_first():
    """Cars with infants take the three quarters, though they stand last in the table."""
    plan = planned(one_quarter(Precedence.OWN_TRANSPORT, cars(5), cars(5, other_people=0, infant_people=5)))
    assert plan.figures.own_transport_out == PeopleByClass(infant_people=3)


def test_a_car_takes_its_share_of_a_passage():
    """Four half passages fit into two: eight cars pass in the two quarters before the bus's one."""
    given = (cars(40, passage_share=0.25),)
    plan = planned(one_quarter(Precedence.OWN_TRANSPORT, *given, passes=2))
    assert plan.figures.own_transport_units_out == 3 * 8


def test_cars_go_where_there_is_room_and_no_further_than_they_can():
    near, far = hall("near", 4), hall("far", 100)
    scenario = hamlet(
        reception_centres=(near, far),
        own_transport=(cars(4, max_km=30.0),),
        legs=(leg("depot", "square", 10), leg("square", "near", 20), leg("near", "far", 30)),
        column=ColumnRules(own_transport_precedence=Precedence.OWN_TRANSPORT),
    )
    plan = planned(scenario)
    assert plan.figures.own_transport_out.total_people == 3  # the hall near by has four places, one car's people are three
    further = planned(scenario.model_copy(update={"own_transport": (cars(4, max_km=60.0),)}))
    assert further.figures.own_transport_out.total_people == 12


def test_those_who_go_on_foot_take_their_time():
    """Two kilometres at 4 km/h: half an hour."""
    walkers = cars(3, mode=OwnTransportMode.FOOT, max_speed_kmh=4.0)
    plan = planned(own_transport=(walkers,), legs=(leg("depot", "square", 10), leg("square", "hall", 2)))
    assert {departure.arrives_at - departure.departs_at for departure in plan.own_departures} == {at("09:30") - at("09:00")}
    assert plan.figures.own_transport_out.total_people == 9


def test_the_people_of_the_first_units_are_their_share_rounded_down():
    scenario = hamlet(own_transport=(cars(3, infant_people=2, other_people=5),))
    shares = [people_of_units(scenario, 0, 0, units) for units in range(4)]
    assert shares == [
        PeopleByClass(),
        PeopleByClass(infant_people=0, other_people=1),
        PeopleByClass(infant_people=1, other_people=3),
        PeopleByClass(infant_people=2, other_people=5),
    ]
    assert people_of_units(scenario, 0, 1, 3) == shares[3] - shares[1]


def test_a_car_that_can_wait_leaves_its_place_to_one_that_cannot():
    """One car a quarter passes the gate. The ford, before it on the road from the square, closes at 09:10: who crosses it is at the gate in
    the first quarter. The car from the yard holds people worth more and could go then too, but may go in the second quarter just as well.
    """
    rates = {"inbound_vehicles_per_15_min": 9, "hold_min": 0, "lanes": 1, "party": "south"}
    ford = Checkpoint(id="ford", name="Ford", outbound_vehicles_per_15_min=9, opens=time(9), closes=time(9, 10), **rates, **SPOT)
    gate = Checkpoint(id="gate", name="Gate", outbound_vehicles_per_15_min=1, **rates, **SPOT)
    plan = planned(
        hamlet(
            parties=(Party(id="south", name="South", zone="UTC"),),
            checkpoints=(ford, gate),
            gathering_points=(people_at("square", 0), people_at("yard", 0)),
            own_transport=(cars(1), cars(1, gathering_point="yard", other_people=0, infant_people=3)),
            legs=(
                leg("depot", "square", 11),
                leg("square", "ford", 1),
                leg("ford", "gate", 1),
                leg("yard", "gate", 1),
                leg("gate", "hall", 5),
            ),
            horizon=span("09:00", "09:30"),
        )
    )
    assert [(departure.gathering_point, departure.units) for departure in plan.own_departures] == [("square", 1), ("yard", 1)]
    assert plan.own_departures[1].departs_at >= at("09:14")


# --- whoever is worth more


def one_gate(precedence: Precedence) -> Scenario:
    """Ten pass in one quarter, from 09:30: of ten cars of four, and of coaches of fifty for 53 people."""
    rates = {"inbound_vehicles_per_15_min": 9, "outbound_vehicles_per_15_min": 10, "opens": time(9, 30), "closes": time(9, 45)}
    gate = Checkpoint(id="gate", name="Gate", party="south", lanes=1, hold_min=0, **rates, **SPOT)
    return one_quarter(precedence, cars(10, other_people=40), seats=50).model_copy(
        update={"checkpoints": (gate,), "gathering_points": (people_at("square", 53),)}
    )


def test_at_a_full_quarter_goes_whoever_is_worth_more():
    """A coach of fifty goes before a car of four, and a car of four before a second coach with three: 50 + 9 x 4 = 86 points.

    Convoys first: 53 + 8 x 4 = 85. Cars first: 10 x 4 = 40. With v coaches 87 - v points at most for v from 1 on, so 86.
    """
    plans = {precedence: planned(one_gate(precedence)) for precedence in Precedence}
    assert {precedence.value: taken(made) for precedence, made in plans.items()} == {
        "fleet": (8, 53),
        "own_transport": (10, 0),
        "worth": (9, 50),
    }
    for made, points in zip(plans.values(), (85.0, 40.0, 86.0), strict=True):
        assert made.certificate.with_own_value_points == points
        assert made.certificate.with_own_bound_points == pytest.approx(86.0, abs=1e-3)


def test_a_plan_says_what_another_order_could_bring_at_most():
    assert "at most 86 points" in planned(one_gate(Precedence.FLEET)).reasons[-1]
    assert "No other order" in planned(one_gate(Precedence.WORTH)).reasons[-1]


def test_without_own_transport_there_is_no_bound_with_it():
    certificate = planned().certificate
    assert certificate.with_own_bound_points is None
    assert certificate.with_own_gap is None


FAMILIES = cars(3, infant_people=3, other_people=2)
"""The first car holds a child alone, each of the others a child and somebody else: 12, 13 and 13 points; 5/3 of a person on average."""


def test_a_bound_with_own_transport_leaves_room_for_rounding_people_to_units():
    """The child of the first car fits into a hall of one, which is too small for an average car."""
    for precedence in Precedence:
        column = ColumnRules(own_transport_precedence=precedence)
        certificate = planned(hamlet(own_transport=(FAMILIES,), reception_centres=(hall(people=1),), fleet=(), column=column)).certificate
        assert certificate.with_own_value_points == 12.0
        assert certificate.with_own_bound_points >= 12.0


def test_the_bound_holds_where_each_car_goes_to_the_hall_that_it_fits_into():
    """The first car to the hall near by, which takes one, the second to the one that takes two: 25 points, more than 3 average people."""
    scenario = hamlet(
        own_transport=(FAMILIES,),
        reception_centres=(hall("near", 1), hall("far", 2)),
        legs=(leg("depot", "square", 10), leg("square", "near", 20), leg("near", "far", 30)),
        gathering_points=(people_at("square", 0),),
    )
    certificate = planned(scenario).certificate
    assert 25.0 <= certificate.with_own_bound_points < 38.0 + 1e-6


def test_a_car_with_nobody_in_it_may_go_where_there_is_room_for_nobody():
    """Of two cars with one person in them the first to leave has nobody in it, and one only can pass the gate to the hall of one.

    The plan sends none of them; the bound must not forbid what a better plan could do.
    """
    scenario = one_quarter(Precedence.OWN_TRANSPORT, cars(2, other_people=1)).model_copy(
        update={
            "reception_centres": (hall("hall", 1), hall("yard", 0)),
            "legs": (leg("depot", "square", 11), leg("square", "gate", 1), leg("gate", "hall", 5), leg("square", "yard", 10)),
            "horizon": span("09:15", "09:29"),
        }
    )
    searched = search(problem := problem_of(scenario), frozenset(), seed=1, seconds=60.0, work=50, own=OwnColumns(problem, scenario))
    assert searched.together is not None
    assert searched.together.bound_points >= 1.0 - 1e-6


# --- the choice among plans


def test_of_plans_whose_fleets_are_worth_the_same_the_one_with_more_cars_is_chosen():
    """Slow cars pass the gate from 09:15 to 09:36, one a quarter; a bus that passes at 09:45 and not at 09:30 leaves them both quarters."""
    changes = {"horizon": span("09:13", "09:51"), "fleet": (buses(1),)}
    scenario = one_quarter(Precedence.FLEET, cars(max_speed_kmh=20.0)).model_copy(update=changes)
    problem = problem_of(scenario)
    soon = search(problem, frozenset(), seed=1, seconds=60.0, work=30)
    late = search(closed_in_quarter(problem, 2), frozenset(), seed=1, seconds=60.0, work=30)
    assert [len(found.days) for found in (soon, late)] == [1, 1]
    assert len(place_own(problem, scenario, list(soon.days), {})) < len(place_own(problem, scenario, list(late.days), {})) == 2
    for first, other in ((soon, late), (late, soon)):
        chosen, own = choose(problem, scenario, replace(first, rivals=(Rival(other.days),)), [])
        assert chosen.days == late.days
        assert own == []


def closed_in_quarter(problem: Problem, slot: int) -> Problem:
    """Nobody passes the gate in one quarter."""

    def closed(limit: Limit) -> Limit:
        capacity = limit.capacity.copy()
        capacity[slot] = 0.0
        return replace(limit, capacity=capacity) if limit.kind is BindingKind.CHECKPOINT else limit

    return replace(problem, limits=tuple(closed(limit) for limit in problem.limits))


def test_a_plan_with_more_people_in_vehicles_is_chosen_before_one_with_more_cars_unless_whoever_is_worth_more_goes_first():
    """A bus of two takes the place of a car of three; without it the car goes."""
    for precedence, vehicles in ((Precedence.FLEET, 1), (Precedence.WORTH, 0)):
        scenario = one_quarter(precedence, cars(), seats=2)
        problem = problem_of(scenario)
        found = search(problem, frozenset(), seed=1, seconds=60.0, work=30)
        chosen, _ = choose(problem, scenario, replace(found, rivals=(Rival(()),)), [])
        assert len(chosen.days) == vehicles


def test_whoever_is_worth_more_first_gives_the_same_plan_again():
    """The work that a stop by the clock reports makes the plan again, though three searches share it."""
    stopped = plan(one_gate(Precedence.WORTH), seconds=0.6)
    assert plan(one_gate(Precedence.WORTH), work=stopped.certificate.work) == stopped


def test_whoever_is_worth_more_first_keeps_its_cars_where_its_silence_is_shrunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The road to the gate needs silence; who goes there, and with whom, is the same before and after."""
    kept: list[int] = []

    def counted(ground: Ground, routes: Routes, problem: Problem, manned: Manned, own: list[OwnGroup], **more: Any) -> Any:
        left_manned, left = shrink(ground, routes, problem, manned, own, **more)
        kept.extend([sum(group.units for group in own), sum(group.units for group in left)])
        return left_manned, left

    monkeypatch.setattr(planning, "shrink", counted)
    silent = {
        "legs": (leg("depot", "square", 11), leg("square", "gate", 1, segment="front"), leg("gate", "hall", 5)),
        "segments": (Segment(id="front", name="Front", needs_silence=True),),
        "control": (Control(segment="front", party="south", since=at("00:00"), source="invented"),),
        "windows": tuple(
            OfferedWindow(segment="front", party=party, opens=at("08:00"), closes=at("12:00")) for party in ("north", "south")
        ),
    }
    made = planned(one_gate(Precedence.WORTH).model_copy(update=silent))
    assert taken(made) == (9, 50)
    assert kept == [9, 9]
    assert made.figures.silence_km_h > 0.0


def test_own_cars_that_nobody_is_in_are_planned_by_nobody() -> None:
    """They would take places from convoys and bring nobody out; and a plan is made all the same."""
    empty = OwnTransport(gathering_point="square", mode=OwnTransportMode.CAR, units=3, max_speed_kmh=90.0)
    made = planned(own_transport=(empty,), gathering_points=(people_at("square", 30),))
    assert made.own_departures == ()
    assert made.figures.out.total_people == 30
    assert made.certificate.with_own_value_points is None
