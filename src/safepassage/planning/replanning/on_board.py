"""Who and what a vehicle has on board after some of its activities, and where the people boarded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from safepassage.corridor import NOBODY, GoodsKind, PeopleByClass
from safepassage.planning.itinerary import Activity, Alight, Board, LoadGoods, UnloadGoods


@dataclass(frozen=True, slots=True)
class OnBoard:
    """`boarded_at` are the gathering points of the people, in order; `groups` how many of each row of the scenario's groups they are."""

    people: PeopleByClass
    boarded_at: tuple[str, ...]
    groups: Mapping[int, int]
    goods_kg: Mapping[GoodsKind, int]

    @property
    def is_empty(self) -> bool:
        return not self.people.total_people and not self.total_goods_kg

    @property
    def total_goods_kg(self) -> int:
        return sum(self.goods_kg.values())


def on_board(activities: Iterable[Activity]) -> OnBoard:
    """After all of these, from the depot on. All alight together, and all goods are unloaded at one place (rules 9 and 23)."""
    people, points, groups = NOBODY, [], Counter[int]()
    goods_kg: Counter[GoodsKind] = Counter()
    for activity in activities:
        match activity:
            case Board():
                people += activity.people
                points.append(activity.place)
                groups.update(dict(activity.groups))
            case Alight():
                people, points, groups = NOBODY, [], Counter()
            case LoadGoods():
                goods_kg[activity.kind] += activity.weight_kg
            case UnloadGoods():
                goods_kg = Counter()
            case _:
                pass
    return OnBoard(people, tuple(points), groups, goods_kg)
