"""Who may ride, and what a journey is worth at given prices: each person's and each kilogram's points less what they pay.

A journey of a vehicle with S seats and B bays earns at most the least of S x seat + B x bay over all prices of a seat and a bay, not
below zero, at which nobody earns more than he pays: the dual of filling the vehicle. Any two such prices give a number that is high
enough, so what is tried here may miss the least one, and never goes below it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from safepassage.corridor import PriorityClass, VehicleType
from safepassage.planning.certificate import BoundPrices, CutPrice, VehiclePlaces
from safepassage.planning.checking.certificate.grain import Grain, PricesBrokenError
from safepassage.scenario.scenario import Scenario

Person = tuple[str, PriorityClass]
"""Gathering point and class, of those in no group."""


@dataclass(frozen=True, slots=True)
class Riders:
    """Units that board whole: people in no group one by one, or groups. `seats` and `bays` are what one takes."""

    gathering_point: str
    units: int
    seats: int
    bays: int
    points: Fraction


def find_riders(scenario: Scenario) -> dict[Person | int, Riders]:
    """By gathering point and class, or by row of the scenario's groups. Rules 10 to 12."""
    weights = scenario.weights
    worth = {
        PriorityClass.STRETCHER: Fraction(weights.stretcher_person),
        PriorityClass.INFANT: Fraction(weights.infant_person),
        PriorityClass.FRAIL: Fraction(weights.frail_person),
        PriorityClass.OTHER: Fraction(weights.other_person),
    }
    alone: dict[Person, int] = {(place.id, who): people for place in scenario.gathering_points for who, people in place.registered.items()}
    riders: dict[Person | int, Riders] = {}
    for row, group in enumerate(scenario.groups):
        people = dict(group.people.items())
        for who, number in people.items():
            alone[group.gathering_point, who] -= group.groups * number
        seats, bays = group.people.seated_people, group.people.stretcher_people
        if seats or bays:
            points = sum((number * worth[who] for who, number in people.items()), Fraction(0))
            riders[row] = Riders(group.gathering_point, group.groups, seats, bays, points)
    for (place, who), number in alone.items():
        if number > 0:
            lies = who is PriorityClass.STRETCHER
            riders[place, who] = Riders(place, number, 0 if lies else 1, 1 if lies else 0, worth[who])
    return riders


class Charges:
    """What riders pay besides their reception, and what boarding cuts pay each vehicle that boards."""

    def __init__(self, scenario: Scenario, grain: Grain, riders: Mapping[Person | int, Riders], prices: BoundPrices) -> None:
        self.fixed_units = 0
        self._grain = grain
        self._riders = riders
        self._paid = _paid(grain, riders, prices)
        self.fixed_units = sum(units * riders[who].units for who, units in self._paid.items())
        self._cuts: dict[str, list[_Cut]] = {}
        for price in prices.cuts:
            cut = _Cut(riders, price)
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


class _Cut:
    """What a boarding cut says, from what it rounds: sum riding x units riding - sum vehicle x boardings <= upper.

    N places are wanted by those named, y of them are taken, and t boardings of vehicles with s places happen. Then sum s t + (N - y) >= N,
    and rounding by S with r = N mod S > 0 gives sum (floor(s / S) + min(1, (s mod S) / r)) t + (N - y) / r >= ceil(N / S).
    doi:10.1007/BF01585752
    """

    def __init__(self, riders: Mapping[Person | int, Riders], price: CutPrice) -> None:
        named: list[Person | int] = [*((price.gathering_point, who) for who in price.priorities), *price.group_rows]
        of_seats = price.places is VehiclePlaces.SEATS
        known = {who: riders[who] for who in named if who in riders and riders[who].gathering_point == price.gathering_point}
        if len(known) != len(named):
            raise PricesBrokenError(f"a boarding cut at {price.gathering_point} names who does not wait there, or somebody twice")
        taken = {who: each.seats if of_seats else each.bays for who, each in known.items()}
        wanted = sum(places * known[who].units for who, places in taken.items())
        over = wanted % price.divisor
        if not over:
            raise PricesBrokenError(f"a boarding cut at {price.gathering_point} has nothing to round")
        self.price = Fraction(price.points)
        self.riding = {who: Fraction(places, over) for who, places in taken.items()}
        self.upper = Fraction(wanted, over) - -(-wanted // price.divisor)
        self._of_seats, self._divisor, self._over = of_seats, price.divisor, over

    def vehicle(self, kind: VehicleType) -> Fraction:
        places = kind.seats if self._of_seats else kind.stretcher_bays
        return places // self._divisor + min(Fraction(1), Fraction(places % self._divisor, self._over))


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


def need_worth(scenario: Scenario, row: int) -> Fraction:
    """Points for a kilogram."""
    weights = scenario.weights
    by_priority = (weights.goods_tonne_priority_1, weights.goods_tonne_priority_2, weights.goods_tonne_priority_3)
    return Fraction(by_priority[scenario.needs[row].priority - 1]) / 1000


class Goods:
    """What a kilogram from a place of stock to a place of need earns."""

    def __init__(self, scenario: Scenario, grain: Grain, prices: BoundPrices) -> None:
        self._scenario = scenario
        stock = _by_row((price.stock_row, price.points_per_kg) for price in prices.stocks)
        need = _by_row((price.need_row, price.points_per_kg) for price in prices.needs)
        if any(row >= len(scenario.stocks) for row in stock) or any(row >= len(scenario.needs) for row in need):
            raise PricesBrokenError("a stock or need is priced that there is not")
        # kilograms are many: a price is rounded down once, and its kilograms counted exactly
        self._stock = {row: grain.down(points) for row, points in stock.items()}
        self._need = {row: grain.down(points) for row, points in need.items()}
        self._worth = [grain.up(need_worth(scenario, row)) for row in range(len(scenario.needs))]
        self.fixed_units = sum(units * scenario.stocks[row].weight_kg for row, units in self._stock.items())
        self.fixed_units += sum(units * scenario.needs[row].weight_kg for row, units in self._need.items())

    def lanes(self) -> dict[tuple[str, str], int]:
        """By place of stock and place of need."""
        earned: dict[tuple[str, str], int] = {}
        for stock_row, stock in enumerate(self._scenario.stocks):
            for need_row, need in enumerate(self._scenario.needs):
                if stock.kind == need.kind:
                    earns = self._worth[need_row] - self._need.get(need_row, 0) - self._stock.get(stock_row, 0)
                    earned[stock.place, need.place] = max(0, earns, earned.get((stock.place, need.place), 0))
        return earned


def _by_row(named: Iterable[tuple[int, float]]) -> dict[int, float]:
    rows = list(named)
    if len(dict(rows)) != len(rows):
        raise PricesBrokenError("a stock or need is priced twice")
    return dict(rows)
