"""What own cars and people on foot earn at most at given prices: rule 24, one unit after the other, as they leave.

Rule 24 says with whom the first n units of a row leave, and so who sits in the first one, the second one and so on. If each of them
took the departure that is best for it, whenever the others leave, the first n would earn no less than they do in any plan. So

    sum over rows of the most, over n, of the sum over its first n units of (points - price of room - price of passages, at the best)

is what they add to the bound of the fleet at the same prices.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import floor

import numpy as np

from safepassage.corridor import OwnTransport, PriorityClass
from safepassage.planning.certificate import ReceptionPrice
from safepassage.planning.checking.certificate.grain import Grain
from safepassage.planning.checking.certificate.limits import QuarterLimits
from safepassage.planning.checking.certificate.waiting import class_worth
from safepassage.planning.checking.certificate.ways import Clock, Ways
from safepassage.planning.checking.ground import Ground
from safepassage.planning.itinerary import Direction
from safepassage.scenario.scenario import Scenario

_ROUNDING_MM = 1_100
"""A metre more than the range is none, as the checker has it; and what rounding to millimetres adds up to."""

Unit = tuple[tuple[PriorityClass, int], ...]
"""People of each class."""


def leaving_units(
    ground: Ground, clock: Clock, ways: Ways, limits: QuarterLimits, grain: Grain, receptions: Iterable[ReceptionPrice]
) -> int:
    """What all rows together earn at most, in units of the grain."""
    scenario = ground.scenario
    seat = {price.place: grain.down(price.seated_points) for price in receptions}
    worth = {who: grain.up(points) for who, points in class_worth(scenario).items()}
    total = 0
    for own in scenario.own_transport:
        passage = _passage_units(ground, own, clock, ways, limits)
        earned, most = 0, 0
        best: dict[Unit, int | None] = {}
        for unit in _units_of(own):
            if unit not in best:
                best[unit] = _best(ground, unit, worth, seat, passage)
            gain = best[unit]
            if gain is None:  # no reception takes it, so none leaves after it
                break
            earned += gain
            most = max(most, earned)
        total += most
    return total


def own_most_points(scenario: Scenario) -> Fraction:
    """Everybody in own cars and on foot."""
    worth = class_worth(scenario)
    return sum((worth[who] * people for own in scenario.own_transport if own.units for who, people in own.people.items()), Fraction(0))


def _units_of(own: OwnTransport) -> Iterator[Unit]:
    """Who sits in the first unit to leave, in the second one, and so on."""
    for number in range(own.units):
        yield tuple((who, people * (number + 1) // own.units - people * number // own.units) for who, people in own.people.items())


def _best(
    ground: Ground, unit: Unit, worth: Mapping[PriorityClass, int], seat: Mapping[str, int], passage: Mapping[str, int]
) -> int | None:
    """What a unit earns where it is received best; None: it is received nowhere."""
    people = sum(count for _, count in unit)
    points = sum(count * worth[who] for who, count in unit)
    return max(
        (
            points - people * seat.get(place, 0) - paid
            for place, paid in passage.items()
            if people <= ground.receptions[place].capacity_people
        ),
        default=None,
    )


def _passage_units(ground: Ground, own: OwnTransport, clock: Clock, ways: Ways, limits: QuarterLimits) -> dict[str, int]:
    """By reception centre, the least that a unit of a row pays for what it passes, over all roads and minutes that it may take."""
    share = Fraction(own.passage_share)
    least: dict[str, int] = {}
    for centre in ground.scenario.reception_centres:
        for way in ways.get((own.gathering_point, centre.id, own.max_speed_kmh), ()):
            if own.max_km is None or way.mm <= round(own.max_km * 1e6) + _ROUNDING_MM:
                paid = limits.cost(way.meetings, Direction.OUTBOUND, clock.minutes)[way.open_min]
                cheapest = floor(share * int(np.min(paid)))
                least[centre.id] = min(cheapest, least.get(centre.id, cheapest))
    return least
