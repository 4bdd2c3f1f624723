"""The bound holds for every plan that `docs/rules.md` allows, the unusual ones among them.

In each scenario one way to do more is known; the bound must not lie below what it brings.
"""

import pytest
from tests.planning.hamlet import at, bus, buses, depot, hamlet, leg, people_at, planned, span

from safepassage.corridor import Control, GoodsKind, Need, OfferedWindow, Segment, Stock
from safepassage.scenario.scenario import Scenario, SilenceRules


def silent(**hours: tuple[str, str]) -> dict[str, object]:
    """Segments that the south keeps silent for some hours each, without margins."""
    return {
        "silence": SilenceRules(margin_before_min=0, margin_after_min=0),
        "segments": tuple(Segment(id=name, name=name.title(), needs_silence=True) for name in hours),
        "control": tuple(Control(segment=name, party="south", since=at("00:00"), source="invented") for name in hours),
        "windows": tuple(
            OfferedWindow(segment=name, party="south", opens=at(opens), closes=at(closes)) for name, (opens, closes) in hours.items()
        ),
    }


def boarded_before_the_window() -> tuple[Scenario, float]:
    """One vehicle may begin to board in a quarter; both board before 10:00, wait, and use the one window of twenty minutes."""
    scenario = hamlet(
        gathering_points=(people_at("square", 20, boardings_per_15_min=1),),
        fleet=(buses(2),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20, segment="front")),
        **silent(front=("10:00", "10:20")),
    )
    return scenario, 20.0


def waiting_at_another_depot() -> tuple[Scenario, float]:
    """The first road is silent early, the second late; the bus drives to a second depot and waits there for the second."""
    scenario = hamlet(
        depots=(depot(), depot("barn")),
        legs=(leg("depot", "barn", 10, segment="front"), leg("barn", "square", 10, segment="rear"), leg("square", "hall", 20)),
        **silent(front=("09:00", "09:30"), rear=("10:30", "11:00")),
    )
    return scenario, 10.0


def food(place: str, **changes: object) -> Scenario:
    """A tonne of food at the depot, wanted at a place, worth three points."""
    return hamlet(
        needs=(Need(place=place, kind=GoodsKind.FOOD, weight_kg=1000, priority=1),),
        stocks=(Stock(place="depot", kind=GoodsKind.FOOD, weight_kg=1000),),
        vehicle_types=(bus(payload_kg=1000),),
        **changes,
    )


def a_day_that_ends_where_goods_are_unloaded() -> tuple[Scenario, float]:
    """Goods for the hall: there at 09:30, with no time to drive anywhere else, and none is needed."""
    return food("hall", horizon=span("09:00", "09:35")), 3.0


def people_fetched_from_where_goods_are_unloaded() -> tuple[Scenario, float]:
    """Goods loaded in a minute, for the hall at 09:31; from there to the square by 09:51, and back with people by 10:21."""
    return food("hall", horizon=span("09:00", "10:21")), 13.0


def people_fetched_beyond_where_goods_are_unloaded() -> tuple[Scenario, float]:
    """Goods for the square at 09:10, on to the yard by 09:15, and to the hall with people by 09:45."""
    scenario = food(
        "square",
        gathering_points=(people_at("square", 0), people_at("yard", 10)),
        legs=(leg("depot", "square", 10), leg("square", "yard", 5), leg("yard", "hall", 20)),
        horizon=span("09:00", "09:50"),
    )
    return scenario, 13.0


def boarded_in_no_time() -> tuple[Scenario, float]:
    """Open doors, which count as a minute: at the square at 09:10, away at 09:11, at the hall at 09:31, when the horizon ends."""
    return hamlet(horizon=span("09:00", "09:31"), vehicle_types=(bus(boarding_min=0, alighting_min=0),)), 10.0


WAYS = (
    boarded_in_no_time,
    boarded_before_the_window,
    waiting_at_another_depot,
    a_day_that_ends_where_goods_are_unloaded,
    people_fetched_from_where_goods_are_unloaded,
    people_fetched_beyond_where_goods_are_unloaded,
)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_allowed_by_the_rules_is_worth_more_than_the_bound(way) -> None:
    scenario, points = way()
    assert planned(scenario).certificate.bound_points >= points - 1e-6


def test_the_bound_of_nearly_everything_is_everything() -> None:
    """It never exceeds what all people and all goods are worth."""
    assert planned(fleet=(buses(50),)).certificate.bound_points == 10.0
