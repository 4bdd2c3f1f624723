"""The prices kept with a plan: what they prove is worked out by hand, and whoever changes them, or forgets a way to drive, is caught."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from tests.planning.hamlet import at, bus, buses, depot, hall, hamlet, leg, people_at, planned, span
from tests.planning.test_bound import (
    food,
    people_fetched_beyond_where_goods_are_unloaded,
    silent,
    waiting_at_another_depot,
)

from safepassage.corridor import GoodsKind, Need, OwnTransport, OwnTransportMode, PriorityClass, SafeHalt, Stock
from safepassage.planning import plan as planning
from safepassage.planning import rounding
from safepassage.planning.bound import Generation
from safepassage.planning.certificate import (
    BoundPrices,
    CutPrice,
    NeedPrice,
    PersonPrice,
    Quartered,
    QuarterPrices,
    StockPrice,
    VehiclePlaces,
)
from safepassage.planning.checking.certificate.bound import PricesBrokenError, dual_points, recompute_bound
from safepassage.planning.connect import connect
from safepassage.planning.graph import GraphGrower
from safepassage.planning.plan import plan
from safepassage.planning.result import Plan
from safepassage.planning.routes import find_routes
from safepassage.planning.verify import verify_plan
from safepassage.scenario.scenario import ColumnRules, Precedence, Scenario

NOTHING = BoundPrices(
    bound_points=None, roads_hash="", quarters=(), people=(), groups=(), receptions=(), stocks=(), needs=(), cuts=(), own_first=()
)


def proven(scenario: Scenario, **prices: Any) -> float:
    """What prices prove, everything not named being free, and nobody saying that there are only so many people."""
    ground = connect(scenario)
    told = NOTHING.model_copy(update=prices)
    return dual_points(scenario, ground.network, find_routes(ground).all(), told, place_nodes=ground.node)


def person(points: float) -> tuple[PersonPrice, ...]:
    return (PersonPrice(gathering_point="square", priority=PriorityClass.OTHER, points=points),)


def boarding(points: dict[datetime, float]) -> tuple[QuarterPrices, ...]:
    return (QuarterPrices(kind=Quartered.BOARDING, what="square", direction=None, points=points),)


# --- figures by hand: the bus boards at 09:10, 10:00, 10:50, 11:40 and 12:30, without a minute to lose, ten people each time


@pytest.mark.parametrize(("points", "bound"), [(0.0, 50.0), (0.4, 10 * 0.4 + 50 * 0.6), (1.0, 10.0), (2.0, 20.0)])
def test_ten_people_pay_and_five_journeys_earn_what_they_do_not_pay(points: float, bound: float) -> None:
    assert proven(hamlet(), people=person(points)) == pytest.approx(bound)


def test_two_buses_earn_twice_as_much() -> None:
    assert proven(hamlet(fleet=(buses(2),)), people=person(0.4)) == pytest.approx(10 * 0.4 + 2 * 50 * 0.6)


def test_a_bus_pays_for_the_quarter_in_which_it_begins_to_board() -> None:
    """Three points for beginning between 10:45 and 11:00, 99 may: the fifth journey is worth more than that."""
    assert proven(hamlet(), quarters=boarding({at("10:45"): 3.0})) == pytest.approx(99 * 3.0 + 50 - 3)
    assert proven(hamlet(), quarters=boarding({at("10:30"): 3.0})) == pytest.approx(99 * 3.0 + 50)


def test_a_boarding_cut_says_what_it_rounds() -> None:
    """54 people, a coach of 50 seats, one journey: riding / 4 - journeys <= 54 / 4 - 2, at four points: each rider pays his one point
    and the journey is paid four.
    """
    scenario = hamlet(gathering_points=(people_at("square", 54),), vehicle_types=(bus(seats=50),), horizon=span("09:00", "09:40"))
    cut = CutPrice(
        gathering_point="square", places=VehiclePlaces.SEATS, priorities=(PriorityClass.OTHER,), group_rows=(), divisor=50, points=4.0
    )
    assert proven(scenario, cuts=(cut,)) == pytest.approx(4 * (54 / 4 - 2) + 4)
    # vans of twenty count half a coach: 20 seats fill no fifty, and more than the four that are over
    van = scenario.model_copy(update={"vehicle_types": (bus(seats=2),)})
    assert proven(van, cuts=(cut,)) == pytest.approx(4 * (54 / 4 - 2) + 4 * 2 / 4)


@pytest.mark.parametrize(
    "changed",
    [
        {"divisor": 54},
        {"divisor": 27},
        {"priorities": (PriorityClass.OTHER, PriorityClass.OTHER)},
        {"gathering_point": "hall"},
        {"group_rows": (0,)},
    ],
    ids=str,
)
def test_a_cut_that_cuts_nothing_or_names_the_wrong_people_proves_nothing(changed: dict[str, Any]) -> None:
    scenario = hamlet(gathering_points=(people_at("square", 54),), vehicle_types=(bus(seats=50),))
    cut = CutPrice(
        gathering_point="square", places=VehiclePlaces.SEATS, priorities=(PriorityClass.OTHER,), group_rows=(), divisor=50, points=4.0
    )
    with pytest.raises(PricesBrokenError):
        proven(scenario, cuts=(cut.model_copy(update=changed),))


@pytest.mark.parametrize(
    "prices",
    [
        {"quarters": boarding({at("09:05"): 1.0})},
        {"quarters": boarding({at("13:00"): 1.0})},
        {"quarters": boarding({at("09:00"): 1.0}) * 2},
        {"quarters": (QuarterPrices(kind=Quartered.ROAD, what="square", direction=None, points={}),)},
        {"people": person(1.0) * 2},
        {"people": (PersonPrice(gathering_point="square", priority=PriorityClass.FRAIL, points=1.0),)},
    ],
)
def test_prices_of_what_there_is_not_prove_nothing(prices: dict[str, Any]) -> None:
    with pytest.raises(PricesBrokenError):
        proven(hamlet(), **prices)


def test_prices_of_other_roads_prove_nothing() -> None:
    ground = connect(hamlet())
    with pytest.raises(PricesBrokenError, match="roads looked at"):
        recompute_bound(ground.scenario, ground.network, find_routes(ground).all(), NOTHING, place_nodes=ground.node)


# --- the prices that a plan keeps


def busy(**changes: Any) -> Scenario:
    """More people than three buses bring out, of which one may begin to board in a quarter of an hour."""
    fields: dict[str, Any] = {
        "gathering_points": (people_at("square", 54, boardings_per_15_min=1),),
        "fleet": (buses(3),),
        "horizon": span("09:00", "10:35"),
    }
    return hamlet(**(fields | changes))


def test_a_plan_keeps_the_prices_that_prove_its_bound() -> None:
    """They prove it again, and it is what separate code said when the plan was made."""
    scenario = busy()
    made = planned(scenario)
    prices = made.certificate.prices
    assert prices is not None
    assert prices.bound_points is not None
    assert prices.quarters
    assert made.certificate.bound_points >= prices.bound_points >= made.certificate.value_points
    verdict = verify_plan(scenario, made)
    assert (verdict.breaches, verdict.doubts) == ((), ())
    assert verdict.bound_points == prices.bound_points


def test_where_no_bound_was_reached_the_certificate_says_so_and_it_is_everybody() -> None:
    scenario = busy()
    made = planned(scenario, work=1)
    assert made.certificate.prices is None
    assert "before any bound was reached" in made.certificate.covers
    assert made.certificate.bound_points == 54.0
    assert verify_plan(scenario, made).doubts == ()


def with_prices(made: Plan, **changes: Any) -> Plan:
    prices = made.certificate.prices
    assert prices is not None
    certificate = made.certificate.model_copy(update={"prices": prices.model_copy(update=changes)})
    return made.model_copy(update={"certificate": certificate})


def test_prices_changed_afterwards_are_caught() -> None:
    """Each price of a quarter halved in turn, the prices of the people, the bound itself, or all prices gone."""
    scenario = busy()
    made = planned(scenario)
    prices = made.certificate.prices
    assert prices is not None
    assert not verify_plan(scenario, made).doubts
    changed = [with_prices(made, people=(), quarters=()), with_prices(made, roads_hash="0"), with_prices(made, bound_points=41.0)]
    assert prices.bound_points != 41.0
    for number, priced in enumerate(prices.quarters):
        for quarter_at in priced.points:
            points = priced.points | {quarter_at: priced.points[quarter_at] / 2}
            others = [*prices.quarters]
            others[number] = priced.model_copy(update={"points": points})
            changed.append(with_prices(made, quarters=tuple(others)))
    assert len(changed) > 3
    for other in changed:
        assert verify_plan(scenario, other).doubts
    lower = made.certificate.model_copy(update={"bound_points": made.certificate.bound_points - 1.0})
    assert verify_plan(scenario, made.model_copy(update={"certificate": lower})).doubts
    none = made.certificate.model_copy(update={"prices": None})
    assert verify_plan(scenario, made.model_copy(update={"certificate": none})).doubts


def test_a_negative_price_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 0"):
        PersonPrice(gathering_point="square", priority=PriorityClass.OTHER, points=-1.0)


def test_ctrl_c_while_the_bound_is_worked_out_again_keeps_the_prices() -> None:
    """What they prove is left to whoever checks the plan."""

    def interrupt(stage: str, value: float | None, bound: float | None, work: int) -> None:
        if stage == "Working the bound out again":
            raise KeyboardInterrupt

    scenario = busy()
    made = plan(scenario, work=100, progress=interrupt)
    assert made.certificate.prices is not None
    assert made.certificate.prices.bound_points is None
    verdict = verify_plan(scenario, made)
    assert verdict.doubts == ()
    assert verdict.bound_points == pytest.approx(made.certificate.bound_points)


# --- own transport that goes first


def cars_first() -> Scenario:
    cars = OwnTransport(gathering_point="square", mode=OwnTransportMode.CAR, units=4, other_people=8, max_speed_kmh=90.0, passage_share=0.5)
    return busy(
        own_transport=(cars,),
        reception_centres=(hall(people=40),),
        column=ColumnRules(own_transport_precedence=Precedence.OWN_TRANSPORT),
    )


def test_the_bound_of_a_fleet_that_goes_last_is_of_what_is_left() -> None:
    """Eight of forty places are taken by who comes by car."""
    scenario = cars_first()
    made = planned(scenario)
    prices = made.certificate.prices
    assert prices is not None
    assert sum(departure.people.total_people for departure in prices.own_first) == 8
    assert verify_plan(scenario, made).doubts == ()
    if prices.receptions:
        more = tuple(departure.model_copy(update={"units": departure.units + 9}) for departure in prices.own_first)
        assert verify_plan(scenario, with_prices(made, own_first=more)).doubts


def test_own_transport_that_does_not_go_first_takes_nothing_from_the_fleet() -> None:
    made = planned(cars_first())
    prices = made.certificate.prices
    assert prices is not None
    scenario = cars_first().model_copy(update={"column": ColumnRules()})
    ground = connect(scenario)
    with pytest.raises(PricesBrokenError, match="does not go first"):
        recompute_bound(scenario, ground.network, find_routes(ground).all(), prices, place_nodes=ground.node)


# --- a search broken on purpose is contradicted


def over_an_inn() -> Scenario:
    """With 25 km of fuel the hall is reached over the inn only, which has some."""
    return hamlet(
        legs=(leg("depot", "square", 10), leg("square", "inn", 12), leg("inn", "hall", 10)),
        safe_halts=(SafeHalt(id="inn", name="Inn", latitude=47.0, longitude=37.0, holds_vehicles=9, is_overnight=True, has_fuel=True),),
        vehicle_types=(bus(fuel_range_km=25.0),),
    )


def at_two_places() -> Scenario:
    """Five people at each of two places, ten minutes apart, and time for one journey."""
    return hamlet(
        gathering_points=(people_at("square", 5), people_at("yard", 5)),
        legs=(leg("depot", "square", 10), leg("square", "yard", 10), leg("yard", "hall", 20)),
        horizon=span("09:00", "09:56"),
    )


def forgotten(method: str) -> Callable[[pytest.MonkeyPatch], None]:
    def breaks(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(GraphGrower, method, lambda *_, **__: None)

    return breaks


def no_goods_then_people(patch: pytest.MonkeyPatch) -> None:
    """From where goods were unloaded, no way on."""
    right = GraphGrower._from_target

    def broken(self: GraphGrower, station: Any) -> None:
        if station.loaded_at is None:
            right(self, station)

    patch.setattr(GraphGrower, "_from_target", broken)


def late_openings(patch: pytest.MonkeyPatch) -> None:
    """Every road opens 45 minutes later than it does."""
    right = planning.route_open

    def broken(ground: Any, route: Any) -> Any:
        open_min = right(ground, route).copy()
        open_min[:45] = False
        return open_min

    patch.setattr(planning, "route_open", broken)


def fewer_people(patch: pytest.MonkeyPatch) -> None:
    right = planning.build_problem

    def broken(field: Any) -> Any:
        problem = right(field)
        return replace(problem, demands=tuple(replace(demand, points=demand.points / 2) for demand in problem.demands))

    patch.setattr(planning, "build_problem", broken)


def dear_cuts(patch: pytest.MonkeyPatch) -> None:
    """Cuts that leave out the last coach, which is needed."""
    right = rounding._of_vehicles

    def broken(*given: Any) -> Any:
        for cut in right(*given):
            yield replace(cut, upper=cut.upper - 2.0)

    patch.setattr(rounding, "_of_vehicles", broken)


def low_sums(patch: pytest.MonkeyPatch) -> None:
    """The search's own bound a tenth too low."""
    right = Generation._price

    def broken(self: Generation, *given: Any, **more: Any) -> Any:
        bound_points, days = right(self, *given, **more)
        return 0.9 * bound_points, days

    patch.setattr(Generation, "_price", broken)


BREAKS: dict[str, tuple[Callable[[], Scenario], Callable[[pytest.MonkeyPatch], None]]] = {
    "no second boarding": (at_two_places, forgotten("_drive_to_more_people")),
    "no halts": (over_an_inn, forgotten("_drive_to_halt")),
    "no way between depots": (lambda: waiting_at_another_depot()[0], forgotten("_drive_out")),
    "no way on after goods": (lambda: people_fetched_beyond_where_goods_are_unloaded()[0], no_goods_then_people),
    "roads open late": (lambda: hamlet(horizon=span("09:00", "10:00")), late_openings),
    "people worth too little": (hamlet, fewer_people),
    "cuts too deep": (lambda: busy(vehicle_types=(bus(seats=50),), fleet=(buses(1),)), dear_cuts),
    "sums too low": (busy, low_sums),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_bound_of_a_search_broken_on_purpose_is_contradicted(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unbroken, the same scenario is planned, and its bound confirmed."""
    draw, breaks = BREAKS[name]
    scenario = draw()
    unbroken = plan(scenario, work=200)
    assert not verify_plan(scenario, unbroken).doubts
    assert not any("separate code" in reason for reason in unbroken.reasons)
    breaks(monkeypatch)
    made = plan(scenario, work=200)
    assert made.certificate.prices is not None
    assert made.certificate.bound_points == made.certificate.prices.bound_points
    assert any("worked out by separate code" in reason for reason in made.reasons)


def test_goods_are_priced_by_the_kilogram() -> None:
    """A tonne worth three points, one lorry; at one point a tonne for the stock and half a point for the need it earns 1.5."""
    scenario = food("square", gathering_points=(people_at("square", 0),), depots=(depot(),), horizon=span("09:00", "09:40"))
    made = plan(scenario, work=50)
    assert made.certificate.bound_points == pytest.approx(3.0)
    stocks = (StockPrice(stock_row=0, points_per_kg=0.001),)
    needs = (NeedPrice(need_row=0, points_per_kg=0.0005),)
    assert proven(scenario, stocks=stocks, needs=needs) == pytest.approx(1.0 + 0.5 + 1.5)


def test_a_lorry_goes_back_over_a_halt_from_where_goods_are_needed() -> None:
    """Two tonnes for the hall, one a journey; back only over the inn: the road to it is silent early, the road beyond it late."""
    inn = SafeHalt(id="inn", name="Inn", latitude=47.0, longitude=37.0, holds_vehicles=9, is_overnight=True)
    scenario = hamlet(
        gathering_points=(people_at("square", 0),),
        needs=(Need(place="hall", kind=GoodsKind.FOOD, weight_kg=2000, priority=1),),
        stocks=(Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=2000),),
        vehicle_types=(bus(payload_kg=1000),),
        safe_halts=(inn,),
        legs=(
            leg("depot", "hall", 20, is_one_way=True),
            leg("hall", "inn", 20, segment="front"),
            leg("inn", "depot", 20, segment="rear"),
            leg("square", "depot", 1),
        ),
        **silent(front=("09:30", "10:00"), rear=("11:00", "11:30")),
    )
    assert planned(scenario).certificate.value_points == 6.0
