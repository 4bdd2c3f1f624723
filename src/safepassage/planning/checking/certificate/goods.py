"""What a kilogram is worth, and what a lorry from a place of stock to a place of need earns at given prices."""

from collections.abc import Iterable
from fractions import Fraction

from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checking.certificate.grain import Grain, PricesBrokenError
from safepassage.scenario.scenario import Scenario


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
