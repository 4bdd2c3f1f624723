"""The page, the picture and the terminal table of prices."""

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from tests.planning.hamlet import buses, hamlet, people_at

from safepassage.corridor import PeopleByClass
from safepassage.documents.price_words import bounds_text, people_text, signed, worth_showing
from safepassage.documents.prices_summary import print_prices
from safepassage.documents.prices_write import write_prices
from safepassage.documents.tornado import tornado_svg
from safepassage.planning.levers import Effect, LeverKind
from safepassage.planning.price_list import ClassChange, Found, Price, PriceBase, PriceList, Unreached
from safepassage.planning.prices import price_levers
from safepassage.scenario.scenario import Weights


def price(lever: str, **changes: object) -> Price:
    fields: dict[str, object] = {
        "lever": lever,
        "kind": LeverKind.VEHICLES,
        "words": f"lever <{lever}>",
        "effect": Effect.HELPS,
        "found": Found.SOLVED,
        "people": ClassChange(stretcher_people=2, other_people=8),
        "own_people": 0,
        "goods_kg": 0,
        "plan_points": 108.0,
        "linear_points": 110.26,
        "at_least_points": 100.01,
        "at_most_points": 119.99,
    }
    return Price(**(fields | changes))


def price_list(*prices: Price, missing: tuple[Unreached, ...] = ()) -> PriceList:
    scenario = hamlet()
    base = PriceBase(
        out=PeopleByClass(other_people=10),
        own_out_people=0,
        goods_delivered_kg=0,
        value_points=10.0,
        bound_points=10.0,
        linear_points=10.0,
        given_points=None,
    )
    return PriceList(
        scenario=scenario.id,
        scenario_title="A <hamlet>",
        scenario_hash="0",
        planner="safepassage",
        zone="UTC",
        horizon=scenario.horizon,
        seed=1,
        work=5,
        weights=Weights(),
        base=base,
        prices=prices,
        missing=missing,
    )


LANE = Unreached(lever="lane", words="a lane more", at_least_points=0.0, at_most_points=12.34)
GIVES = {"effect": Effect.HURTS, "people": ClassChange(other_people=-31), "plan_points": -31.0, "linear_points": -28.0}
COSTS = price("b", at_least_points=-31.0, at_most_points=-27.98, **GIVES)
NOTHING = price("c", people=ClassChange(), plan_points=0.0, linear_points=0.0, at_least_points=0.0, at_most_points=3.0, found=Found.KEPT)


def test_bounds_are_rounded_outward_and_signed() -> None:
    assert bounds_text(price("a")) == "+100.0 to +120.0"
    assert bounds_text(COSTS) == "−31.0 to −27.9"
    assert bounds_text(price("a", at_least_points=-50.0000003, at_most_points=-49.9999997)) == "−50.0"


def test_a_price_says_people_by_class() -> None:
    assert people_text(price("a")) == "+10 people: +2 stretcher cases, +8 others"
    assert people_text(price("a", people=ClassChange(), goods_kg=-650)) == "0 people; −650 kg of goods"
    assert signed(-0.04, 1) == "0.0"


def test_bars_point_both_ways_and_are_as_long_as_their_points() -> None:
    """100 points of stretcher cases and 8 of others to the right, 31 to the left, on one scale."""
    drawn = tornado_svg(price_list(price("a"), COSTS, NOTHING))
    bars = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="16" fill="url\(#fill-(\w+)\)">', drawn)
    widths = {(kind, number): float(width) for number, (_, width, kind) in enumerate(bars)}
    assert [kind for _, _, kind in bars] == ["stretcher", "other", "other"]
    stretcher, others, cost = widths.values()
    assert abs(stretcher / others - 100 / 8) < 0.2
    assert abs(cost / stretcher - 0.31) < 0.005
    zero = float(bars[0][0])
    assert abs(float(bars[2][0]) + cost - zero) < 0.2


def test_the_page_names_every_lever_and_makes_no_request(tmp_path: Path) -> None:
    figures, page = write_prices(price_list(price("a"), COSTS, NOTHING, missing=(LANE,)), tmp_path)
    text = page.read_text(encoding="utf-8")
    for lever in "abc":
        assert f"lever &lt;{lever}&gt;" in text
    assert "default-src 'none'" in text
    assert not re.search(r'(?:src|href)="', text)
    assert "levers without a price here, 1" in text
    assert "<li>a lane more: 0.0 to +12.4 points for the best plan</li>" in text
    assert "Levers do not add up" in text
    assert PriceList.model_validate_json(figures.read_text(encoding="utf-8")).prices[1] == COSTS


def test_the_terminal_shows_the_dearest_first_and_counts_what_is_worth_nothing() -> None:
    printed = StringIO()
    print_prices(price_list(price("a"), COSTS, NOTHING), Console(file=printed, width=200))
    text = printed.getvalue()
    assert text.index("lever <a>") < text.index("lever <b>")
    assert "lever <c>" not in text
    assert "1 levers are worth nothing today" in text


def test_levers_that_come_to_the_same_are_shown_once() -> None:
    twin = price("d", implied_by="a")
    assert [each.lever for each in worth_showing(price_list(price("a"), twin))] == ["a"]


def test_two_more_buses_for_thirty_people_bring_twenty_out() -> None:
    """One bus of ten seats makes one journey in the hour; with five more all thirty can go. Solved, and proven: exactly 20."""
    scenario = hamlet(gathering_points=(people_at("square", 30),), horizon=hamlet().horizon.model_copy(), fleet=(buses(1),))
    short = scenario.model_copy(
        update={
            "horizon": type(scenario.horizon)(starts_at=scenario.horizon.starts_at, ends_at=scenario.horizon.starts_at.replace(hour=10))
        }
    )
    (found,) = price_levers(short, only={"fleet.0+5"}, work=10, base_work=10, processes=1).prices
    assert found.people == ClassChange(other_people=20)
    assert (found.plan_points, round(found.at_least_points, 3), round(found.at_most_points, 3)) == (20.0, 20.0, 20.0)


def test_a_lever_that_changes_own_cars_alone_is_shown() -> None:
    """Own cars count in no points: a lever that keeps 48 people in them back is not one that changes nothing."""
    cars = price("e", people=ClassChange(), own_people=-48, plan_points=0.0, linear_points=0.0)
    assert [each.lever for each in worth_showing(price_list(cars, NOTHING))] == ["e"]


def test_a_lever_that_the_clock_stopped_says_so_and_is_never_folded_away_as_worth_nothing(tmp_path: Path) -> None:
    stopped = NOTHING.model_copy(update={"found": Found.STOPPED, "linear_points": None})
    prices = price_list(stopped).model_copy(update={"seconds": 60.0})
    assert worth_showing(prices) == [stopped]
    _, page = write_prices(prices, tmp_path)
    text = page.read_text(encoding="utf-8")
    assert "1 lever was not solved to the end in 60 seconds" in text
    assert "<td>stopped by the clock</td>" in text
    printed = StringIO()
    print_prices(prices, Console(file=printed, width=200))
    assert "not known; so far 0 people (stopped by the clock)" in printed.getvalue()


def test_levers_that_the_clock_stopped_stand_in_a_table_of_their_own_and_do_not_flatten_the_picture(tmp_path: Path) -> None:
    stopped = price(
        "d", found=Found.STOPPED, people=ClassChange(), plan_points=0.0, linear_points=None, at_least_points=0.0, at_most_points=9e4
    )
    prices = price_list(price("a"), stopped).model_copy(update={"seconds": 60.0})
    _, page = write_prices(prices, tmp_path)
    text = page.read_text(encoding="utf-8")
    solved, of_clock = text.index("Levers that bring or cost something"), text.index("Stopped by the clock: ")
    assert solved < text.index('<th scope="row">lever &lt;a&gt;') < of_clock < text.index('<th scope="row">lever &lt;d&gt;')
    drawn = tornado_svg(prices)
    assert drawn.count("url(#fill-other)") == 2  # the legend, and the bar of the one that was solved
    assert "1 lever that the clock stopped stands in the table below" in drawn
    alone = tornado_svg(price_list(stopped))
    assert "the clock stopped" not in alone
    assert "not known; so far 0 people" in alone
