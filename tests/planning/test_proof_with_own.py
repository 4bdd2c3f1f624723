"""The bound with own cars and people on foot: what its prices prove is worked out by hand, and whoever changes them is caught."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.planning.hamlet import SPOT, at, bus, buses, hall, hamlet, leg, people_at, planned, span
from tests.planning.test_proof import NOTHING

from safepassage.cli.findings import print_verdict
from safepassage.corridor import Checkpoint, OwnTransport, OwnTransportMode
from safepassage.planning import own_columns
from safepassage.planning.certificate import Quartered, QuarterPrices, ReceptionPrice
from safepassage.planning.checking.certificate.bound import PricesBrokenError, dual_points
from safepassage.planning.connect import connect
from safepassage.planning.itinerary import Direction
from safepassage.planning.own_columns import OwnColumns
from safepassage.planning.plan import plan
from safepassage.planning.proof import leaving_otherwise
from safepassage.planning.result import Plan
from safepassage.planning.routes import find_routes
from safepassage.planning.search import Found
from safepassage.planning.verify import verify_plan
from safepassage.scenario.scenario import ColumnRules, Precedence, Scenario


def cars(units: int = 8, **fields: object) -> OwnTransport:
    given = {"gathering_point": "square", "mode": OwnTransportMode.CAR, "units": units, "other_people": 3 * units, "max_speed_kmh": 60.0}
    return OwnTransport(**(given | fields))


def at_a_gate(*rows: OwnTransport, passes: int = 2, **changes: Any) -> Scenario:
    """A gate a minute from the square, two vehicles a quarter of an hour, from 09:00 to 09:36; five minutes on, the hall."""
    rates = {"inbound_vehicles_per_15_min": 9, "outbound_vehicles_per_15_min": passes}
    fields: dict[str, Any] = {
        "checkpoints": (Checkpoint(id="gate", name="Gate", party="south", lanes=1, hold_min=0, **rates, **SPOT),),
        "fleet": (),
        "own_transport": rows,
        "legs": (leg("depot", "square", 10), leg("square", "gate", 1), leg("gate", "hall", 5)),
        "horizon": span("09:00", "09:36"),
    }
    return hamlet(**(fields | changes))


def proven(scenario: Scenario, **prices: Any) -> float:
    """What prices prove with own transport counted in, everything not named being free."""
    ground = connect(scenario)
    told = NOTHING.model_copy(update=prices)
    return dual_points(scenario, ground.network, find_routes(ground).all(), told, place_nodes=ground.node, with_own=True)


def passing(*points: float) -> tuple[QuarterPrices, ...]:
    """Prices of the gate in the quarters from 09:00, 09:15 and 09:30."""
    quarters = dict(zip((at("09:00"), at("09:15"), at("09:30")), points, strict=True))
    return (QuarterPrices(kind=Quartered.CHECKPOINT, what="gate", direction=Direction.OUTBOUND, points=quarters),)


# --- figures by hand


def test_every_car_earns_what_its_people_are_worth_where_nothing_has_a_price() -> None:
    assert proven(at_a_gate(cars())) == 24.0


@pytest.mark.parametrize(
    ("points", "bound"),
    [
        ((3.0, 3.0, 3.0), 2 * 9 + 8 * 0),
        ((2.0, 1.0, 2.0), 2 * 5 + 8 * 2),
        ((5.0, 4.0, 6.0), 2 * 15),
    ],
    ids=str,
)
def test_a_car_passes_in_the_cheapest_quarter_or_not_at_all(points: tuple[float, ...], bound: float) -> None:
    """Two places in each of three quarters, and eight cars with three people each."""
    assert proven(at_a_gate(cars()), quarters=passing(*points)) == pytest.approx(bound)


def test_a_car_pays_its_share_of_a_place() -> None:
    assert proven(at_a_gate(cars(passage_share=0.25)), quarters=passing(4.0, 4.0, 4.0)) == pytest.approx(2 * 12 + 8 * (3 - 1))


def test_a_quarter_in_which_no_car_can_set_out_is_free_to_nobody() -> None:
    """Who must be at the hall by 09:20 is at the gate at 09:15 at the latest, when a free quarter begins; by 09:19, before it does."""
    first = (passing(3.0, 0.0, 0.0)[0].model_copy(update={"points": {at("09:00"): 3.0}}),)
    assert proven(at_a_gate(cars(), horizon=span("09:00", "09:20")), quarters=first) == pytest.approx(6 + 24)
    assert proven(at_a_gate(cars(), horizon=span("09:00", "09:19")), quarters=first) == pytest.approx(6)


def test_cars_that_cannot_go_so_far_earn_nothing() -> None:
    assert proven(at_a_gate(cars(max_km=5.9))) == 0.0
    assert proven(at_a_gate(cars(max_km=6.0))) == 24.0


FAMILIES = cars(3, infant_people=3, other_people=2)
"""The first car holds a child alone, each of the others a child and somebody else: 12, 13 and 13 points."""


def test_who_sits_in_the_first_car_to_leave_is_counted_and_not_an_average() -> None:
    """At 12.5 for room only the first car, which is worth 12 for one person, would leave none the poorer: it pays more than it earns."""
    room = (ReceptionPrice(place="hall", seated_points=12.5, stretcher_points=0.0),)
    small = at_a_gate(FAMILIES, reception_centres=(hall(people=1),))
    assert proven(small) == 12.0  # the second car's two people are more than the hall takes, so none leaves after the first
    assert proven(small, receptions=room) == pytest.approx(12.5)
    large = at_a_gate(FAMILIES, reception_centres=(hall(people=2),))
    assert proven(large) == 38.0
    assert proven(large, receptions=room) == pytest.approx(25.0)
    cheap = (ReceptionPrice(place="hall", seated_points=6.25, stretcher_points=0.0),)
    assert proven(large, receptions=cheap) == pytest.approx(2 * 6.25 + (12 - 6.25) + 2 * (13 - 12.5))


def test_the_fleet_and_own_transport_pay_the_same_prices() -> None:
    """The bus of ten passes once, in the second quarter at the earliest; eight cars in the first or second."""
    scenario = at_a_gate(cars(), fleet=(buses(1),), vehicle_types=(bus(alighting_min=0),))
    assert proven(scenario) == pytest.approx(24 + 10)
    assert proven(scenario, quarters=passing(2.0, 2.0, 4.0)) == pytest.approx(2 * 8 + 8 * 1 + 10 - 2)


def test_own_transport_cannot_go_first_and_be_counted_in() -> None:
    made = planned(at_a_gate(cars(), column=ColumnRules(own_transport_precedence=Precedence.OWN_TRANSPORT)))
    prices = made.certificate.prices
    assert prices is not None
    assert prices.own_first
    with pytest.raises(PricesBrokenError, match="cannot both"):
        proven(at_a_gate(cars()), own_first=prices.own_first)


# --- the prices that a plan keeps


def busy() -> Scenario:
    """Three buses and eight cars at a gate that passes one in each of three quarters."""
    return at_a_gate(
        cars(), passes=1, fleet=(buses(3),), vehicle_types=(bus(alighting_min=0),), gathering_points=(people_at("square", 54),)
    )


def changed(made: Plan, **changes: Any) -> Plan:
    return made.model_copy(update={"certificate": made.certificate.model_copy(update=changes)})


def test_a_plan_keeps_the_prices_that_prove_its_bound_with_own_transport(capsys: pytest.CaptureFixture[str]) -> None:
    """Two buses of ten and a car of three pass: 23 points, and no more is possible. The check finds the same, and says so."""
    scenario = busy()
    made = planned(scenario)
    certificate = made.certificate
    assert certificate.with_own_prices is not None
    assert certificate.with_own_value_points == 23.0
    assert certificate.with_own_bound_points == pytest.approx(23.0)
    assert certificate.with_own_prices.bound_points == certificate.with_own_bound_points
    verdict = verify_plan(scenario, made)
    assert (verdict.breaches, verdict.doubts) == ((), ())
    assert verdict.with_own_bound_points == pytest.approx(23.0)
    print_verdict(verdict, made)
    assert "With own cars and people on foot, worked out by separate code as well: 23.0, the plan says 23.0." in capsys.readouterr().out
    more = made.model_copy(update={"certificate": certificate.model_copy(update={"with_own_bound_points": 24.0})})
    print_verdict(verdict, more)
    assert "as well: 23.0, the plan says 24.0, which is on the safe side." in capsys.readouterr().out
    less = made.model_copy(update={"certificate": certificate.model_copy(update={"with_own_bound_points": 22.0})})
    print_verdict(verdict, less)
    assert "as well: 23.0, the plan says 22.0." in capsys.readouterr().out


def test_numbers_changed_afterwards_are_caught() -> None:
    """The bound a little lower, each price of a quarter halved, what the prices are said to prove, the roads, or all prices gone."""
    scenario = busy()
    made = planned(scenario)
    prices, bound = made.certificate.with_own_prices, made.certificate.with_own_bound_points
    assert prices is not None
    assert bound is not None
    wrong = [
        changed(made, with_own_bound_points=bound - 0.001),
        changed(made, with_own_prices=None),
        changed(made, with_own_prices=prices.model_copy(update={"bound_points": bound - 1.0})),
        changed(made, with_own_prices=prices.model_copy(update={"roads_hash": "0"})),
        changed(made, with_own_prices=prices.model_copy(update={"quarters": ()})),
    ]
    for number, priced in enumerate(prices.quarters):
        for quarter_at, points in priced.points.items():
            others = [*prices.quarters]
            others[number] = priced.model_copy(update={"points": priced.points | {quarter_at: points / 2}})
            wrong.append(changed(made, with_own_prices=prices.model_copy(update={"quarters": tuple(others)})))
    assert len(wrong) > 5
    for other in wrong:
        assert verify_plan(scenario, other).doubts, other.certificate
    told_more = changed(made, with_own_bound_points=bound + 1.0)
    assert not verify_plan(scenario, told_more).doubts


def test_where_own_transport_was_not_weighed_its_bound_is_everybody_beside_the_fleets_own() -> None:
    """The first units of work are the fleet's; 24 people in cars come on top of what the fleet can do at most."""
    made = planned(busy(), work=1)
    assert made.certificate.with_own_prices is None
    assert made.certificate.with_own_bound_points == 54.0 + 24.0
    verdict = verify_plan(busy(), made)
    assert verdict.doubts == ()
    assert verdict.with_own_bound_points == 78.0
    assert verify_plan(busy(), changed(made, with_own_bound_points=77.0)).doubts


def test_ctrl_c_while_the_bounds_are_worked_out_again_keeps_both_kinds_of_prices() -> None:
    def interrupt(stage: str, value: float | None, bound: float | None, work: int) -> None:
        if stage == "Working the bound out again":
            raise KeyboardInterrupt

    made = plan(busy(), work=200, progress=interrupt)
    assert made.certificate.with_own_prices is not None
    assert made.certificate.with_own_prices.bound_points is None
    assert verify_plan(busy(), made).doubts == ()


# --- a search broken on purpose is contradicted


def no_cars_after_a_quarter(patch: pytest.MonkeyPatch) -> None:
    """Own transport leaves in the first quarter of an hour only."""
    right = own_columns._departures

    def broken(problem: Any, flow: Any) -> Any:
        minutes, slots = right(problem, flow)
        return minutes[:1], slots[:, :1]

    patch.setattr(own_columns, "_departures", broken)


def half_the_people(patch: pytest.MonkeyPatch) -> None:
    right = own_columns._people_and_points
    patch.setattr(own_columns, "_people_and_points", lambda scenario, row: tuple(np.floor(of / 2) for of in right(scenario, row)))


def no_cars(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(OwnColumns, "most_points", lambda self, row, result: 0.0)


@pytest.mark.parametrize("breaks", [no_cars_after_a_quarter, half_the_people, no_cars])
def test_a_bound_with_own_transport_of_a_search_broken_on_purpose_is_contradicted(
    breaks: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The higher bound is handed out, with the reason; and the plan is there all the same."""
    scenario = at_a_gate(cars(4), fleet=(buses(1),), vehicle_types=(bus(alighting_min=0),))
    unbroken = planned(scenario)
    assert unbroken.certificate.with_own_value_points == 22.0
    assert unbroken.certificate.with_own_bound_points == pytest.approx(22.0)
    assert not any("separate code" in reason for reason in unbroken.reasons)
    breaks(monkeypatch)
    made = planned(scenario)
    assert any("of the fleet and own transport together" in reason and "please report this" in reason for reason in made.reasons)
    prices = made.certificate.with_own_prices
    assert prices is not None
    assert made.certificate.with_own_bound_points == prices.bound_points
    assert made.certificate.with_own_bound_points >= 22.0
    assert verify_plan(scenario, made).doubts == ()


# --- own transport that goes first


def test_cars_that_go_first_at_another_minute_leave_the_fleet_other_places() -> None:
    """One vehicle a quarter passes the gate; the bus may pass in the second one. At three points for the third, the bound of the fleet is
    three less once the car passes then.
    """
    first = ColumnRules(own_transport_precedence=Precedence.OWN_TRANSPORT)
    many = (people_at("square", 54),)
    scenario = at_a_gate(cars(1), passes=1, fleet=(buses(1),), vehicle_types=(bus(alighting_min=0),), column=first, gathering_points=many)
    made = planned(scenario)
    (departure,) = made.own_departures
    assert departure.departs_at < at("09:14")
    ground = connect(scenario)
    routes = find_routes(ground)
    prices = made.certificate.prices
    assert prices is not None
    prices = prices.model_copy(update={"quarters": passing(0.0, 0.0, 3.0), "people": (), "cuts": (), "bound_points": None})
    later_by = at("09:29") - departure.departs_at
    later = departure.model_copy(update={"departs_at": departure.departs_at + later_by, "arrives_at": departure.arrives_at + later_by})
    found = Found((), 0.0, 100.0, True, None, 0)
    same, before = leaving_otherwise(ground, routes, found, prices, (departure,))
    other, after = leaving_otherwise(ground, routes, found, prices, (later,))
    assert before.bound_points == pytest.approx(3.0 + 10.0)
    assert after.bound_points == pytest.approx(10.0)
    assert (same.bound_points, other.bound_points) == (100.0, 97.0)


def test_a_bound_beside_cars_that_leave_otherwise_than_in_the_plan_is_doubted() -> None:
    first = ColumnRules(own_transport_precedence=Precedence.OWN_TRANSPORT)
    scenario = busy().model_copy(update={"column": first})
    made = planned(scenario)
    prices = made.certificate.prices
    assert prices is not None
    assert prices.own_first == made.own_departures
    assert verify_plan(scenario, made).doubts == ()
    fewer = changed(made, prices=prices.model_copy(update={"own_first": prices.own_first[:-1]}))
    assert any("leaves otherwise" in doubt for doubt in verify_plan(scenario, fewer).doubts)
