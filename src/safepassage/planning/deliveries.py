"""What each need gets of the goods that are unloaded.

Invariant: where several needs of one place want the same kind, the most urgent is served first, as the checker counts it.
"""

from collections import Counter
from collections.abc import Iterable

from safepassage.corridor import GoodsKind
from safepassage.planning.build import goods_points_per_kg
from safepassage.planning.itinerary import Itinerary, UnloadGoods
from safepassage.planning.result import GoodsLine
from safepassage.scenario.scenario import Scenario, Weights


def goods_lines(scenario: Scenario, itineraries: Iterable[Itinerary]) -> tuple[GoodsLine, ...]:
    """A line for each need, in the order of the scenario's needs."""
    left: Counter[tuple[str, GoodsKind]] = Counter()
    for itinerary in itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, UnloadGoods):
                left[activity.place, activity.kind] += activity.weight_kg
    got: dict[int, int] = {}
    for row, need in sorted(enumerate(scenario.needs), key=lambda item: (item[1].priority, item[0])):
        got[row] = min(need.weight_kg, left[need.place, need.kind])
        left[need.place, need.kind] -= got[row]
    return tuple(
        GoodsLine(need_row=row, place=need.place, kind=need.kind, priority=need.priority, needed_kg=need.weight_kg, delivered_kg=got[row])
        for row, need in enumerate(scenario.needs)
    )


def delivered_points(weights: Weights, lines: Iterable[GoodsLine]) -> float:
    """Points of the goods that come in."""
    return sum(line.delivered_kg * goods_points_per_kg(weights, line.priority) for line in lines)
