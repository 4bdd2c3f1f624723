"""The bound of the scenario as it is by the prices of a plan given: lower than the linear optimum, and believed only where proven."""

from functools import cache

import pytest
from tests.oracles.tiny import odd

from safepassage.planning.plan import plan
from safepassage.planning.price_base import plan_base
from safepassage.planning.price_bound import proven_points
from safepassage.planning.price_list import PriceList
from safepassage.planning.prices import price_levers
from safepassage.planning.result import Plan
from safepassage.planning.setting import lay_out
from safepassage.planning.verify import verify_plan

SEED = 25
"""The linear optimum of this scenario is 52.32 points; boarding cuts prove 32.32, and the plan is worth 32.28."""

ROUNDING = 1e-6


@cache
def given() -> Plan:
    return plan(odd(SEED), work=40)


def with_certificate(**changes: object) -> Plan:
    return given().model_copy(update={"certificate": given().certificate.model_copy(update=changes)})


def with_prices(**changes: object) -> Plan:
    prices = given().certificate.prices
    assert prices is not None
    return with_certificate(prices=prices.model_copy(update=changes))


def priced(begun: Plan) -> PriceList:
    return price_levers(odd(SEED), plan=begun, work=10, processes=1)


def test_the_bound_as_it_is_is_what_verifying_the_given_plan_proves() -> None:
    base = plan_base(lay_out(odd(SEED)), given(), 10)
    proven = verify_plan(odd(SEED), given()).bound_points
    assert base.outcome.bound_points == proven == pytest.approx(32.32, abs=1e-3)
    assert base.linear.bound_points == pytest.approx(52.32, abs=1e-3)


def test_every_interval_is_as_narrow_or_narrower_by_it_and_holds_what_was_found() -> None:
    narrow = {price.lever: price for price in priced(given()).prices}
    wide = {price.lever: price for price in priced(with_certificate(prices=None)).prices}
    assert narrow.keys() == wide.keys()
    for lever, price in narrow.items():
        assert price.at_least_points >= wide[lever].at_least_points - ROUNDING, lever
        assert price.at_most_points <= wide[lever].at_most_points + ROUNDING, lever
        for found in (price, wide[lever]):
            assert price.at_least_points - ROUNDING <= found.plan_points <= price.at_most_points + ROUNDING, lever
    gained = [price.at_least_points - wide[lever].at_least_points for lever, price in narrow.items()]
    assert max(gained) == pytest.approx(20.0, abs=0.01)


def test_a_bound_that_a_plan_only_claims_is_not_believed() -> None:
    setting = lay_out(odd(SEED))
    claimed = with_prices(bound_points=1.0)
    assert proven_points(setting, claimed, claimed) == proven_points(setting, given(), given())


def test_prices_of_other_roads_none_and_those_beside_own_transport_that_leaves_otherwise_prove_nothing() -> None:
    setting = lay_out(odd(SEED))
    departures = given().own_departures
    for unproven in (None, with_prices(roads_hash="0" * 64), with_certificate(prices=None)):
        assert proven_points(setting, unproven, given()) == float("inf")
    if departures:
        left = given().model_copy(update={"own_departures": departures[1:]})
        assert proven_points(setting, with_prices(own_first=departures), left) == float("inf")


def test_a_better_plan_as_it_is_keeps_the_lower_bound() -> None:
    """The bound is of every plan: also where the plan that was given is not the one compared."""
    table = priced(given())
    assert table.base.bound_points == pytest.approx(32.32, abs=1e-3)
    assert table.base.value_points <= table.base.bound_points + ROUNDING
