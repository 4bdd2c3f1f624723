"""Who may ride, and what a journey is worth at given prices: each person's and each kilogram's points less what they pay.

A journey of a vehicle with S seats and B bays earns at most the least of S x seat + B x bay over all prices of a seat and a bay, not
below zero, at which nobody earns more than he pays: the dual of filling the vehicle. Any two such prices give a number that is high
enough, so what is tried here may miss the least one, and never goes below it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from safepassage.corridor import VehicleType
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checking.certificate.cuts import Cut
from safepassage.planning.checking.certificate.goods import need_worth
from safepassage.planning.checking.certificate.grain import Grain, PricesBrokenError
from safepassage.planning.checking.certificate.waiting import Person, Riders, find_riders
from safepassage.scenario.scenario import Scenario


class Charges:
    """What riders pay besides their reception, and what boarding cuts pay each vehicle that boards."""

    def __init__(self, scenario: Scenario, grain: Grain, riders: Mapping[Person | int, Riders], prices: BoundPrices) -> None:
        self.fixed_units = 0
        self._grain = grain
        self._riders = riders
        self._paid = _paid(grain, riders, prices)
        self.fixed_units = sum(units * riders[who].units for who, units in self._paid.items())
        self._cuts: dict[str, list[Cut]] = {}
        for price in prices.cuts:
            cut = Cut(riders, price)
            self._cuts.setdefault(price.gathering_point, []).append(cut)
            self.fixed_units += grain.up(cut.price * cut.upper)
            for who, share in cut.riding.items():
                self._paid[who] = self._paid.get(who, 0) + grain.down(cut.price * share)

    def net(self, who: Person | int) -> int:
        """What one unit earns before it pays for its reception."""
        return self._grain.up(self._riders[who].points) - self._paid.get(who, 0)

    def boarding_units(self, point: str, kind: VehicleType) -> int:
        """What the cuts pay a vehicle of the kind that boards at the point."""
        return sum(self._grain.up(cut.price * cut.vehicle(kind)) for cut in self._cuts.get(point, ()))


def _paid(grain: Grain, riders: Mapping[Person | int, Riders], prices: BoundPrices) -> dict[Person | int, int]:
    paid: dict[Person | int, int] = {}
    named: list[tuple[Person | int, float]] = [((price.gathering_point, price.priority), price.points) for price in prices.people]
    named += [(price.group_row, price.points) for price in prices.groups]
    for who, points in named:
        if who not in riders or who in paid:
            raise PricesBrokenError(f"nobody waits who would pay as {who}, or they pay twice")
        paid[who] = grain.down(points)
    return paid


class Journeys:
    """What a journey from one or two gathering points to a reception earns."""

    def __init__(self, scenario: Scenario, grain: Grain, prices: BoundPrices) -> None:
        self._riders = find_riders(scenario)
        self.charges = Charges(scenario, grain, self._riders, prices)
        self._at: dict[str, list[Person | int]] = {}
        for who, each in self._riders.items():
            self._at.setdefault(each.gathering_point, []).append(who)
        self._reception = {
            price.place: (grain.down(price.seated_points), grain.down(price.stretcher_points)) for price in prices.receptions
        }
        if len(self._reception) != len(prices.receptions) or not {place.id for place in scenario.receptions} >= set(self._reception):
            raise PricesBrokenError("a reception is priced that there is not, or twice")
        self._net = {who: self.charges.net(who) for who in self._riders}
        self._least = cache(self._least_prices)
        self.most = cache(self._most)
        self.boarding = cache(self.charges.boarding_units)

    def _most(self, points: tuple[str, ...], reception: str, kind: VehicleType) -> int:
        least = [self._least(point, reception) for point in points]
        seat, bay = max(each[0] for each in least), max(each[1] for each in least)
        both = [mixed for each in least for mixed in each[2]]
        return _fill(kind.seats, kind.stretcher_bays, seat, bay, both) + sum(self.boarding(point, kind) for point in points)

    def _least_prices(self, point: str, reception: str) -> tuple[int, int, tuple[tuple[int, int, int], ...]]:
        """Of a seat for who takes seats alone, of a bay for who takes bays alone; and (earns, seats, bays) of groups that take both."""
        a_seat, a_bed = self._reception.get(reception, (0, 0))
        seat = bay = 0
        both = []
        for who in self._at.get(point, ()):
            each = self._riders[who]
            earns = self._net[who] - each.seats * a_seat - each.bays * a_bed
            if earns > 0 and each.seats and each.bays:
                both.append((earns, each.seats, each.bays))
            elif each.seats:
                seat = max(seat, -(-earns // each.seats))
            else:
                bay = max(bay, -(-earns // each.bays))
        return seat, bay, tuple(both)


def _fill(seats: int, bays: int, seat: int, bay: int, both: Sequence[tuple[int, int, int]]) -> int:
    """The least of seats x seat + bays x bay; dearer seats make bays cheaper where groups take both."""
    if not both:
        return seats * seat + bays * bay
    tried = {seat, *(-(-earns // taken) for earns, taken, _ in both)}
    for earns, taken, lying in both:
        tried |= {-(-(earns - lying * bay) // taken)}
        for other, also, lies in both:
            if taken * lies != also * lying:  # where the bay costs the same for both groups
                tried |= {(earns * lies - other * lying) // (taken * lies - also * lying) + step for step in (0, 1)}
    return min(
        seats * price + bays * max(bay, *(-(-(earns - taken * price) // lying) for earns, taken, lying in both))
        for price in tried
        if price >= seat
    )


def reception_units(scenario: Scenario, grain: Grain, prices: BoundPrices, taken: Mapping[str, int]) -> int:
    """Price x room of the receptions; `taken[place]` have come by own means first."""
    room = {place.id: (place.capacity_people - taken.get(place.id, 0), place.hospital_beds) for place in scenario.receptions}
    return sum(
        grain.down(price.seated_points) * max(0, room[price.place][0]) + grain.down(price.stretcher_points) * room[price.place][1]
        for price in prices.receptions
    )


def most_points(scenario: Scenario) -> Fraction:
    """Everybody and everything."""
    people = sum((riders.units * riders.points for riders in find_riders(scenario).values()), Fraction(0))
    return people + sum((need.weight_kg * need_worth(scenario, row) for row, need in enumerate(scenario.needs)), Fraction(0))
