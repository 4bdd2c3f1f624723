"""One vehicle followed through its itinerary: where it is, who and what is on board, before and after each activity."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from safepassage.corridor import NOBODY, GoodsKind, PeopleByClass, PriorityClass, people_by_class
from safepassage.planning.checking.spans import posix_s
from safepassage.planning.itinerary import Activity, Alight, Board, Drive, Itinerary, LoadGoods, UnloadGoods
from safepassage.planning.route import Route


@dataclass(frozen=True)
class Step:
    """One activity, and what was so before it. Goods on board are kilograms by kind, none of them zero."""

    number: int
    activity: Activity
    starts_s: float
    ends_s: float
    free_at_s: float
    place: str | None
    people: PeopleByClass
    goods_kg: Mapping[GoodsKind, int]
    next_place: str | None
    next_people: PeopleByClass
    next_goods_kg: Mapping[GoodsKind, int]

    @property
    def is_empty(self) -> bool:
        return not self.people.total_people and not self.goods_kg


@dataclass(frozen=True)
class Stay:
    """A vehicle at one place between two drives, or before the first or after the last."""

    place: str | None
    from_s: float
    until_s: float
    steps: tuple[Step, ...]


def follow(itinerary: Itinerary, routes: Mapping[str, Route]) -> tuple[Step, ...]:
    """The steps of one vehicle as they are written: it is taken to be wherever the last activity put it."""
    steps: list[Step] = []
    place: str | None = itinerary.depot
    people, goods_kg = NOBODY, Counter[GoodsKind]()
    free_at_s = posix_s(itinerary.activities[0].starts_at) if itinerary.activities else 0.0
    for number, activity in enumerate(itinerary.activities, start=1):
        next_place, next_people, next_goods_kg = place, people, Counter(goods_kg)
        if isinstance(activity, Drive):
            route = routes.get(activity.route)
            next_place = None if route is None else route.destination
        elif isinstance(activity, Board):
            next_people = people + activity.people
        elif isinstance(activity, Alight):
            next_people = _without(people, activity.people)
        elif isinstance(activity, LoadGoods):
            next_goods_kg[activity.kind] += activity.weight_kg
        elif isinstance(activity, UnloadGoods):
            next_goods_kg[activity.kind] -= activity.weight_kg
        next_goods_kg = +next_goods_kg
        starts_s, ends_s = posix_s(activity.starts_at), posix_s(activity.ends_at)
        steps.append(Step(number, activity, starts_s, ends_s, free_at_s, place, people, goods_kg, next_place, next_people, next_goods_kg))
        place, people, goods_kg, free_at_s = next_place, next_people, next_goods_kg, ends_s
    return tuple(steps)


def _without(people: PeopleByClass, leaving: PeopleByClass) -> PeopleByClass:
    return people_by_class({priority: max(0, people[priority] - leaving[priority]) for priority in PriorityClass})


def stays_of(steps: tuple[Step, ...]) -> Iterator[Stay]:
    """The vehicle's stays in order, one before each drive and one after the last."""
    here: list[Step] = []
    arrived_s = steps[0].starts_s if steps else 0.0
    place = steps[0].place if steps else None
    for step in steps:
        if isinstance(step.activity, Drive):
            yield Stay(place, arrived_s, step.starts_s, tuple(here))
            here, arrived_s, place = [], step.ends_s, step.next_place
        else:
            here.append(step)
    if steps:
        yield Stay(place, arrived_s, max(arrived_s, steps[-1].ends_s), tuple(here))
