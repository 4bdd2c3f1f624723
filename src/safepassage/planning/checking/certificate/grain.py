"""Points as whole numbers, so that sums are exact."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, inf, nextafter


class PricesBrokenError(ValueError):
    """The prices name what the scenario does not have, or break a rule of theirs; the message says which."""


@dataclass(frozen=True, slots=True)
class Grain:
    """So many units make one point."""

    per_point: int

    def up(self, points: Fraction | float) -> int:
        return ceil(Fraction(points) * self.per_point)

    def down(self, points: Fraction | float) -> int:
        return floor(Fraction(points) * self.per_point)

    def points(self, units: int) -> float:
        """No less than it is."""
        return float_up(Fraction(units, self.per_point))


def float_up(number: Fraction) -> float:
    """The number, or the next one above it that a float can be."""
    near = float(number)
    return near if Fraction(near) >= number else nextafter(near, inf)
