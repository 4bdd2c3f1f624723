"""The prices that proved the search's bound, named by what they price, and the bound that separate code proves with them.

Invariant: what leaves here as proven was worked out again by `checking/certificate`, which shares nothing with the search.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from safepassage.corridor import PriorityClass
from safepassage.planning.build import people_alone
from safepassage.planning.certificate import (
    DECIMALS,
    BoundPrices,
    CutPrice,
    GroupPrice,
    NeedPrice,
    PersonPrice,
    Quartered,
    QuarterPrices,
    ReceptionPrice,
    Rounding,
    StockPrice,
    VehiclePlaces,
)
from safepassage.planning.checking.certificate.bound import hash_roads, recompute_bound
from safepassage.planning.connect import Ground
from safepassage.planning.itinerary import Direction, OwnDeparture
from safepassage.planning.master import MasterResult
from safepassage.planning.problem import QUARTER_MIN, Problem
from safepassage.planning.routes import Routes
from safepassage.planning.search import Found
from safepassage.scenario.scenario import Scenario
from safepassage.situation import instant_of

Kept = TypeVar("Kept", BoundPrices, BoundPrices | None)

MISMATCH = 1e-6
"""By this share of it the two bounds may differ: that of the search and that of separate code, at prices of nine decimals."""


def name_prices(
    ground: Ground, routes: Routes, problem: Problem, found: Found, own_first: Sequence[OwnDeparture] = ()
) -> BoundPrices | None:
    """The prices of the bound found, by what they price, without saying yet what they prove; None where the search reached no bound.

    `problem` is the one searched: without what own transport takes that goes first, `own_first`.
    """
    if found.proof is None:
        return None
    return prices_of(ground.scenario, problem, found.proof, hash_roads(routes.all()), own_first)


def name_prices_with_own(ground: Ground, routes: Routes, problem: Problem, found: Found) -> BoundPrices | None:
    """The same of the bound of the fleet, own cars and people on foot together. `problem` is the whole one, with nothing taken."""
    if found.together is None or found.together.proof is None:
        return None
    return prices_of(ground.scenario, problem, found.together.proof, hash_roads(routes.all()))


def prove(ground: Ground, routes: Routes, prices: Kept, *, with_own: bool = False) -> Kept:
    """The prices with the bound that they prove: of the fleet, or `with_own` of it, own cars and people on foot together."""
    if prices is None:
        return prices
    bound_points = recompute_bound(ground.scenario, ground.network, routes.all(), prices, place_nodes=ground.node, with_own=with_own)
    return prices.model_copy(update={"bound_points": bound_points})


def leaving_otherwise(
    ground: Ground, routes: Routes, found: Found, prices: BoundPrices, own_first: Sequence[OwnDeparture]
) -> tuple[Found, BoundPrices]:
    """The bound beside own transport that goes first at other minutes than it was searched beside: what it leaves to the fleet is other,
    the prices are the same. The search's own claim goes up or down by as much as what they prove.
    """
    before = prices if prices.bound_points is not None else prove(ground, routes, prices)
    after = prove(ground, routes, prices.model_copy(update={"own_first": tuple(own_first)}))
    assert before.bound_points is not None and after.bound_points is not None  # noqa: S101, PT018 - both are proven
    return replace(found, bound_points=found.bound_points + after.bound_points - before.bound_points), after


def contradiction(bound_points: float, prices: BoundPrices | None, who: str = "") -> str | None:
    """In words, that separate code cannot prove the bound that the search claims; None where it can, or was stopped before.

    The higher of the two is handed out then: people who wait for a plan are not to go without one for a fault in its bound. `who` says
    whose plans the bound is of, beyond the fleet's.
    """
    if prices is None or prices.bound_points is None:
        return None
    if prices.bound_points <= bound_points + MISMATCH * (1.0 + bound_points):
        return None
    return (
        f"The search says that no plan{who} is worth more than {bound_points:.9g} points; its prices prove only "
        f"{prices.bound_points:.9g}, worked out by separate code, and that is what this plan says: please report this."
    )


def prices_of(
    scenario: Scenario, problem: Problem, result: MasterResult, roads_hash: str, own_first: Sequence[OwnDeparture] = ()
) -> BoundPrices:
    """The prices of a linear optimum by what they price."""
    alone = [key for key, people in people_alone(scenario).items() if people]
    of = {kind: [_rounded(price) for price in result.capacity[kind]] for kind in ("demand", "capacity", "bed", "stock", "need")}
    received = zip(problem.shelters, of["capacity"], of["bed"], strict=True)
    people = [
        PersonPrice(gathering_point=place, priority=priority, points=points)
        for (place, priority), points in zip(alone, of["demand"], strict=False)
        if points
    ]
    groups = [GroupPrice(group_row=row, points=points) for row, points in enumerate(of["demand"][len(alone) :]) if points]
    return BoundPrices(
        bound_points=None,
        roads_hash=roads_hash,
        quarters=tuple(_quarters(scenario, problem, result)),
        people=tuple(people),
        groups=tuple(groups),
        receptions=tuple(
            ReceptionPrice(place=shelter.place, seated_points=seated, stretcher_points=lying)
            for shelter, seated, lying in received
            if seated or lying
        ),
        stocks=tuple(StockPrice(stock_row=row, points_per_kg=points) for row, points in enumerate(of["stock"]) if points),
        needs=tuple(
            NeedPrice(need_row=line.row, points_per_kg=points) for line, points in zip(problem.needs, of["need"], strict=True) if points
        ),
        cuts=tuple(_cuts(alone, result)),
        own_first=tuple(own_first),
    )


def _rounded(price: float) -> float:
    return max(0.0, round(float(price), DECIMALS))


def _quarters(scenario: Scenario, problem: Problem, result: MasterResult) -> Iterator[QuarterPrices]:
    for limit, prices in zip(problem.limits[: problem.scarce], result.prices.slot, strict=True):
        if limit.kind is not None and prices.any():
            yield QuarterPrices(
                kind=Quartered(limit.kind.value),
                what=limit.what,
                direction=Direction(limit.direction) if limit.direction is not None else None,
                points={
                    instant_of(scenario, int(slot) * QUARTER_MIN - problem.quarter_offset_min): _rounded(prices[slot])
                    for slot in np.flatnonzero(prices)
                },
            )


def _cuts(alone: list[tuple[str, PriorityClass]], result: MasterResult) -> Iterator[CutPrice]:
    for cut, price in result.cuts:
        yield CutPrice(
            gathering_point=cut.gathering_point,
            places=VehiclePlaces(cut.places),
            rounds=Rounding(cut.rounds),
            priorities=tuple(alone[demand][1] for demand in cut.riding if demand < len(alone)),
            group_rows=tuple(demand - len(alone) for demand in cut.riding if demand >= len(alone)),
            divisor=cut.divisor,
            points=_rounded(price),
        )
