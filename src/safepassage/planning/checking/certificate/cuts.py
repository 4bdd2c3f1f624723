"""Boarding cuts, derived again from what they round."""

from collections.abc import Mapping
from fractions import Fraction

from safepassage.corridor import VehicleType
from safepassage.planning.certificate import CutPrice, Rounding, VehiclePlaces
from safepassage.planning.checking.certificate.grain import PricesBrokenError
from safepassage.planning.checking.certificate.waiting import Person, Riders


class Cut:
    """What a boarding cut says, from what it rounds: sum riding x units riding - sum vehicle x boardings <= upper.

    N places are wanted by those named, y of them are taken, and t boardings of vehicles with s places happen. Then sum s t + (N - y) >= N,
    and rounding by S with r = N mod S > 0 gives sum (floor(s / S) + min(1, (s mod S) / r)) t + (N - y) / r >= ceil(N / S).
    doi:10.1007/BF01585752. Or, as each vehicle takes whole units of g places that fit it, sum floor(g / S) y <= sum floor(s / S) t.
    """

    def __init__(self, riders: Mapping[Person | int, Riders], price: CutPrice) -> None:
        named: list[Person | int] = [*((price.gathering_point, who) for who in price.priorities), *price.group_rows]
        of_seats = price.places is VehiclePlaces.SEATS
        known = {who: riders[who] for who in named if who in riders and riders[who].gathering_point == price.gathering_point}
        if len(known) != len(named):
            raise PricesBrokenError(f"a boarding cut at {price.gathering_point} names who does not wait there, or somebody twice")
        taken = {who: each.seats if of_seats else each.bays for who, each in known.items()}
        self.price = Fraction(price.points)
        self._of_seats, self._divisor, self._over = of_seats, price.divisor, 0
        if price.rounds is Rounding.GROUPS:
            self.riding = {who: Fraction(places // price.divisor) for who, places in taken.items()}
            self.upper = Fraction(0)
            return
        wanted = sum(places * known[who].units for who, places in taken.items())
        over = wanted % price.divisor
        if not over:
            raise PricesBrokenError(f"a boarding cut at {price.gathering_point} has nothing to round")
        self.riding = {who: Fraction(places, over) for who, places in taken.items()}
        self.upper = Fraction(wanted, over) - -(-wanted // price.divisor)
        self._over = over

    def vehicle(self, kind: VehicleType) -> Fraction:
        places = kind.seats if self._of_seats else kind.stretcher_bays
        part = min(Fraction(1), Fraction(places % self._divisor, self._over)) if self._over else Fraction(0)
        return places // self._divisor + part
