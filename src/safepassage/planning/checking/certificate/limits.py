"""What is limited in each quarter of an hour: how much there is of it, and its price minute by minute."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.certificate import Quartered, QuarterPrices
from safepassage.planning.checking.certificate.grain import Grain, PricesBrokenError
from safepassage.planning.checking.certificate.ways import Clock, Meeting
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.spans import MINUTE_S, QUARTER_S, posix_s, quarter_of
from safepassage.planning.itinerary import Direction

Ints = NDArray[np.int64]

Limited = tuple[Quartered, str, Direction | None]

QUARTER_MIN = QUARTER_S // MINUTE_S


@dataclass(frozen=True, slots=True, eq=False)
class QuarterLimits:
    """`units_at[limited]` is what a vehicle pays, `int64[minute of the horizon]`; what is free is not in it. `fixed_units` is the sum of
    price x capacity.
    """

    units_at: Mapping[Limited, Ints]
    fixed_units: int

    def cost(self, meetings: Iterable[Meeting], direction: Direction, minutes: int) -> Ints:
        """What a drive pays that sets out at each minute, `int64[minute]`."""
        paid = np.zeros(minutes, dtype=np.int64)
        for kind, what, after_min in meetings:
            for towards in (direction, None):
                price = self.units_at.get((kind, what, towards))
                if price is not None and after_min < minutes:
                    paid[: minutes - after_min] += price[after_min:]
        return paid


def quarter_limits(
    ground: Ground, clock: Clock, grain: Grain, prices: Iterable[QuarterPrices], taken: Mapping[tuple[Limited, int], Fraction]
) -> QuarterLimits:
    """`taken[limited, quarter]` is what own transport takes that goes first.

    Raises:
        PricesBrokenError: a price of what is not limited, of no quarter of the horizon, or two of one thing.
    """
    capacity = _capacities(ground)
    units_at: dict[Limited, Ints] = {}
    fixed = Fraction(0)
    for priced in prices:
        limited = (priced.kind, priced.what, priced.direction)
        if limited not in capacity or limited in units_at:
            raise PricesBrokenError(f"{' '.join(str(part) for part in limited)} has no limit to be priced, or is priced twice")
        price = np.zeros(clock.minutes, dtype=np.int64)
        for quarter_at, points in priced.points.items():
            starts_s = posix_s(quarter_at)
            first = int(starts_s - clock.starts_s) // MINUTE_S
            if starts_s % QUARTER_S or first + QUARTER_MIN <= 0 or first >= clock.minutes:
                raise PricesBrokenError(f"{quarter_at.isoformat()} is no quarter of an hour of the horizon")
            units = grain.down(points)
            price[max(0, first) : first + QUARTER_MIN] = units
            fixed += units * max(Fraction(0), capacity[limited] - taken.get((limited, quarter_of(starts_s)), Fraction(0)))
        units_at[limited] = price
    return QuarterLimits(units_at, -(-fixed.numerator // fixed.denominator))


def _capacities(ground: Ground) -> dict[Limited, int]:
    """Rules 15 to 18."""
    scenario = ground.scenario
    capacity: dict[Limited, int | None] = {}
    for checkpoint in scenario.checkpoints:
        capacity[Quartered.CHECKPOINT, checkpoint.id, Direction.INBOUND] = checkpoint.inbound_vehicles_per_15_min
        capacity[Quartered.CHECKPOINT, checkpoint.id, Direction.OUTBOUND] = checkpoint.outbound_vehicles_per_15_min
        capacity[Quartered.CHECKPOINT, checkpoint.id, None] = checkpoint.vehicles_per_15_min
    for point in scenario.gathering_points:
        capacity[Quartered.BOARDING, point.id, None] = point.boardings_per_15_min
    for segment in scenario.segments:
        for direction in Direction:
            capacity[Quartered.ROAD, segment.id, direction] = segment.vehicles_per_15_min
    for halt in scenario.safe_halts:
        capacity[Quartered.HALT, halt.id, None] = halt.holds_vehicles
    return {limited: vehicles for limited, vehicles in capacity.items() if vehicles is not None}
